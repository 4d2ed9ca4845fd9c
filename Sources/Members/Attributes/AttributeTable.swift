import Civil
package import Kernel
package import Policy
package import Sheets
import Wire

/// One attribute of the member file, as the rule file has it.
package struct PersonAttribute: Sendable {
    package enum Form: String, Choice {
        case text, list, day, month, flag, phone

        package var text: Text {
            switch self {
            case .text: Text(zh: "文字", en: "text")
            case .list: Text(zh: "代码表", en: "list")
            case .day: Text(zh: "日期", en: "day")
            case .month: Text(zh: "年月或日期", en: "month or day")
            case .flag: Text(zh: "是否", en: "yes or no")
            case .phone: Text(zh: "电话", en: "phone number")
            }
        }
    }

    /// A value of a list: its code, its name and the words that sheets use for it.
    package struct Value: Sendable {
        package let key: String
        package let name: Text
        let words: [String]
    }

    package let key: String
    package let name: Text
    package let form: Form
    /// What sheets call it.
    package let headings: [String]
    /// The values of a list; empty for the other forms.
    package let values: [Value]
    package let source: Citation?
    /// Shown only for a purpose, to who may read ID numbers.
    package let isPersonal: Bool

    /// Characters that a text has at most.
    package static let longest = 200
}

/// Every attribute that the member file has, as the rule file `policy/membership/attributes.yaml` says.
package struct AttributeTable: Sendable {
    package let attributes: [PersonAttribute]
    private let byKey: [String: PersonAttribute]

    /// What begins the key of a column that was kept though the table has no attribute for it.
    static let furtherMark = "+"

    /// The key of a column that was kept.
    static func furtherKey(_ heading: String) -> String {
        let words = heading.unicodeScalars.filter { !$0.isControlOrDirection }.map(Character.init)
        return furtherMark + String(String(words).trimmed.prefix(longestHeading))
    }

    /// The heading of a column that was kept, by its key.
    static func heading(_ key: String) -> String { String(key.dropFirst(furtherMark.count)) }

    /// Characters of a heading that are kept.
    private static let longestHeading = 60

    /// How the cells of further columns are read.
    static let further = PersonAttribute(
        key: furtherMark, name: Text(zh: "其他", en: "further"), form: .text, headings: [], values: [], source: nil,
        isPersonal: true)

    /// Of sheets that have no attributes.
    static let empty = AttributeTable()

    private init() { (attributes, byKey) = ([], [:]) }

    private struct List {
        let values: [PersonAttribute.Value]
        let source: Citation
    }

    /// - Throws: `policy.*` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "lists", "attributes"])
        var lists: [String: List] = [:]
        for entry in try node.list("lists", atMost: 200) {
            try entry.only(["key", "source", "values"])
            let list = List(values: try Self.values(entry), source: try entry.citation())
            guard lists.updateValue(list, forKey: try entry.text("key")) == nil else { throw entry.twice }
        }
        var (attributes, byKey, used): ([PersonAttribute], [String: PersonAttribute], Set<String>) = ([], [:], [])
        for entry in try node.list("attributes", atMost: 200) {
            let attribute = try Self.attribute(entry, lists)
            guard byKey.updateValue(attribute, forKey: attribute.key) == nil else { throw entry.twice }
            if entry.has("list") { used.insert(try entry.text("list")) }
            attributes.append(attribute)
        }
        if let unused = lists.keys.sorted().first(where: { !used.contains($0) }) {
            throw node.problem(Text(zh: "没有属性用到代码表 \(unused)", en: "no attribute uses the list \(unused)"))
        }
        (self.attributes, self.byKey) = (attributes, byKey)
    }

    private static func values(_ node: RuleNode) throws(AppError) -> [PersonAttribute.Value] {
        var (values, words): ([PersonAttribute.Value], Set<String>) = ([], [])
        for entry in try node.list("values", atMost: 2000) {
            try entry.only(["key", "zh", "en", "also"])
            let (key, zh, en) = (try entry.text("key"), try entry.text("zh"), try entry.text("en"))
            let also = entry.has("also") ? try entry.words("also") : []
            for word in [key, zh] + also where !words.insert(plain(word)).inserted { throw entry.twice }
            values.append(
                PersonAttribute.Value(key: key, name: Text(zh: zh, en: en), words: ([zh, en] + also).map(plain)))
        }
        return values
    }

    private static func attribute(_ node: RuleNode, _ lists: [String: List]) throws(AppError) -> PersonAttribute {
        try node.only(["key", "name", "type", "list", "seen_with", "headings"])
        let key = try node.text("key")
        guard key.wholeMatch(of: /[a-z][a-z_]{0,39}/) != nil,
            !PeopleSheet.people.columns.contains(where: { $0.key == key })
        else {
            throw try node.node("key").problem(
                Text(
                    zh: "应为小写字母和下划线，且不与人员表的列重复",
                    en: "expected lower-case letters and underscores, and no column of people"))
        }
        let form = try node.node("type").choice(PersonAttribute.Form.self)
        var list: List?
        if form == .list {
            list = lists[try node.text("list")]
            guard list != nil else { throw try node.node("list").problem(Text(zh: "没有这个代码表", en: "no such list")) }
        } else if let unread = node.optional("list") {
            throw unread.problem(Text(zh: "只有代码表属性有 list", en: "only an attribute of the type list has one"))
        }
        if let permission = node.optional("seen_with"), try permission.text() != Permission.readIdentity.key {
            throw permission.problem(.verbatim(Permission.readIdentity.key))
        }
        return PersonAttribute(
            key: key, name: try node.bothLanguages("name"), form: form, headings: try node.words("headings"),
            values: list?.values ?? [], source: list?.source, isPersonal: node.has("seen_with"))
    }

    /// A word as it is compared: without blanks, in lower case.
    static func plain(_ text: String) -> String { text.halfWidth.lowercased().filter { !$0.isWhitespace } }

    /// - Throws: `value.invalid` with the known attributes.
    package func attribute(_ key: String) throws(AppError) -> PersonAttribute {
        guard let attribute = byKey[key] else {
            throw .invalidValue("attribute", key, expected: .listed(attributes.map { ($0.key, $0.name) }))
        }
        return attribute
    }

    subscript(key: String) -> PersonAttribute? { byKey[key] }

    /// What somebody sees of an attribute's key: its name, or the heading of a column that was kept.
    func name(of key: String) -> Text {
        byKey[key]?.name ?? .verbatim(key.hasPrefix(Self.furtherMark) ? Self.heading(key) : key)
    }

    /// What a stored value says; itself where the table has it no longer.
    func shown(_ value: String, of key: String) -> Text {
        guard let attribute = byKey[key] else { return .verbatim(value) }
        switch attribute.form {
        case .list: return attribute.values.first { $0.key == value }?.name ?? .verbatim(value)
        case .flag: return value == "true" ? Text(zh: "是", en: "yes") : Text(zh: "否", en: "no")
        case .text, .day, .month, .phone: return .verbatim(value)
        }
    }

    /// Columns that were kept beyond the table may hold anything: they are personal.
    func isPersonal(_ key: String) -> Bool { byKey[key]?.isPersonal ?? true }

    /// The columns of a sheet of people.
    package var columns: [SheetColumn] {
        attributes.map { attribute in
            SheetColumn(
                attribute.key, headings: attribute.headings, meaning: attribute.meaning, example: attribute.example,
                words: attribute.values.map { SheetColumn.Word($0.key, $0.name) })
        }
    }
}

extension PersonAttribute {
    var meaning: Text {
        Text(
            zh: "\(name.chinese)（\(form.text.chinese)）" + (source.map { "；\($0.text.chinese)" } ?? ""),
            en: "\(name.english) (\(form.text.english))" + (source.map { "; \($0.text.english)" } ?? ""))
    }

    var example: String {
        switch form {
        case .text: name.chinese
        case .list: values.first?.name.chinese ?? ""
        case .day: "2012-01-01"
        case .month: "2012-01"
        case .flag: "是"
        case .phone: "029-85290000"
        }
    }

    /// How a text is kept, or why it is not.
    package enum Reading: Sendable, Equatable {
        case value(String)
        /// Nothing to keep: an empty cell, 无, or a number that somebody masked.
        case nothing
        case masked
        case wrong(Text)
    }

    /// Reads what a cell or an option says.
    package func read(_ written: String) -> Reading {
        let text = written.halfWidth.trimmed
        if text.saysNothing || text == "略" { return .nothing }
        guard text.withoutPersonalNumbers == text else {
            return .wrong(Text(zh: "这里不能有身份证号", en: "no ID number can be kept here"))
        }
        switch form {
        case .text:
            return written.trimmed.unicodeScalars.count <= Self.longest ? words(written.trimmed) : .wrong(Self.tooLong)
        case .list: return item(text)
        case .day: return day(text)
        case .month: return month(text)
        case .flag: return flag(text)
        case .phone: return phone(text)
        }
    }

    private static let tooLong = Text(zh: "最多 \(longest) 个字", en: "at most \(longest) characters")

    private func words(_ text: String) -> Reading {
        guard !text.unicodeScalars.contains(where: \.isControlOrDirection) else {
            return .wrong(Text(zh: "不能有控制字符", en: "control characters are not allowed"))
        }
        return .value(text)
    }

    private func item(_ text: String) -> Reading {
        let word = AttributeTable.plain(text)
        if let value = values.first(where: { $0.key == text || $0.words.contains(word) }) { return .value(value.key) }
        let near = values.filter { value in value.words.contains { $0.contains(word) || word.contains($0) } }
        let known = (near.isEmpty ? values : near).prefix(Self.namedValues)
        let more = (near.isEmpty ? values : near).count > known.count
        return .wrong(
            Text(
                zh: "不认识「\(text.quotable)」；可用：\(known.map(\.name.chinese).joined(separator: "、"))\(more ? "等" : "")",
                en: "unknown value “\(text.quotable)”; one of \(known.map(\.name.english).joined(separator: ", "))"
                    + (more ? ", …" : "")))
    }

    /// Values of a list that an error names.
    private static let namedValues = 12

    private func day(_ text: String) -> Reading {
        do throws(Day.Defect) {
            return .value(try Day.read(text).description)
        } catch { return .wrong(error.text) }
    }

    private func month(_ text: String) -> Reading {
        do throws(Day.Defect) {
            return .value(try Day.read(text).description)
        } catch {
            if case .month(let month) = error { return .value(month.description) }
            if case .nothing = error { return .nothing }
            return .wrong(error.text)
        }
    }

    private func flag(_ text: String) -> Reading {
        switch text.lowercased() {
        case "是", "有", "true", "yes", "1", "√": .value("true")
        case "否", "不是", "false", "no", "0", "×": .value("false")
        default: .wrong(Text(zh: "「\(text.quotable)」应为是或否", en: "“\(text.quotable)” must be yes or no"))
        }
    }

    private func phone(_ text: String) -> Reading {
        if text.contains("*") { return .masked }
        let number = text.filter { !$0.isWhitespace }
        let digits = number.filter(\.isWholeNumber).count
        guard (5...30).contains(digits), number.count <= 40,
            number.allSatisfy({ ($0.isASCII && $0.isWholeNumber) || "+-()/,;、转".contains($0) })
        else { return .wrong(Text(zh: "不是电话号码", en: "not a phone number")) }
        return .value(number)
    }
}

extension RuleNode {
    fileprivate var twice: AppError { problem(Text(zh: "重复的键或词", en: "a key or word appears twice")) }
}
