package import Civil
package import Kernel
import YAML

/// One node of a rule file. A failed read names file, line and key, and `only` refuses keys that are not read.
package struct RuleNode {
    package let file: String
    package let path: String
    private let node: YAMLNode

    init(file: String, path: String, node: YAMLNode) {
        self.file = file
        self.path = path
        self.node = node
    }

    package var line: Int { node.line }

    /// Refuses keys that are not in the list: a mistyped key must not become a silent default.
    package func only(_ keys: Set<String>) throws(AppError) {
        guard let mapping = node.mapping else { throw problem(Text(zh: "应为键值表", en: "expected a mapping")) }
        for entry in mapping.entries where !keys.contains(entry.key) {
            let known = keys.sorted().joined(separator: ", ")
            let key = YAMLNode.scalar(entry.key, line: entry.line)
            throw RuleNode(file: file, path: join(entry.key), node: key).problem(
                Text(zh: "没有这个键；可用：\(known)", en: "unknown key; allowed are \(known)"))
        }
    }

    package func has(_ key: String) -> Bool { node.mapping?[key] != nil }

    package func node(_ key: String) throws(AppError) -> RuleNode {
        guard let child = optional(key) else { throw problem(Text(zh: "缺少「\(key)」", en: "“\(key)” is missing")) }
        return child
    }

    package func optional(_ key: String) -> RuleNode? {
        node.mapping?[key].map { RuleNode(file: file, path: join(key), node: $0) }
    }

    /// - Parameter atMost: what the reader of the elements does may grow faster than their number.
    package func list(_ key: String, atMost: Int = .max) throws(AppError) -> [RuleNode] {
        let list = try node(key)
        let elements = try list.elements()
        guard elements.count <= atMost else {
            throw list.problem(
                Text(
                    zh: "有 \(elements.count) 项，最多 \(atMost) 项",
                    en: "\(elements.count) elements; at most \(atMost) are allowed"))
        }
        return elements
    }

    package func elements() throws(AppError) -> [RuleNode] {
        guard case .sequence(let sequence, _) = node else { throw problem(Text(zh: "应为列表", en: "expected a list")) }
        return sequence.enumerated().map { RuleNode(file: file, path: "\(path)[\($0)]", node: $1) }
    }

    /// The entries of a mapping in the order of the file.
    package func entries() throws(AppError) -> [(key: String, value: RuleNode)] {
        guard let mapping = node.mapping else { throw problem(Text(zh: "应为键值表", en: "expected a mapping")) }
        return mapping.entries.map { ($0.key, RuleNode(file: file, path: join($0.key), node: $0.value)) }
    }

    package func text() throws(AppError) -> String {
        guard case .scalar(let text, _) = node else { throw problem(Text(zh: "应为文字", en: "expected a text")) }
        return text
    }

    package func text(_ key: String) throws(AppError) -> String { try node(key).text() }

    package func integer(_ range: ClosedRange<Int> = 0...1_000_000) throws(AppError) -> Int {
        guard let value = Int(try text()), range.contains(value) else {
            throw problem(
                Text(
                    zh: "应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                    en: "expected a whole number from \(range.lowerBound) to \(range.upperBound)"))
        }
        return value
    }

    package func integer(_ key: String, _ range: ClosedRange<Int> = 0...1_000_000) throws(AppError) -> Int {
        try node(key).integer(range)
    }

    package func day() throws(AppError) -> Day {
        guard let value = Day(try text()) else { throw problem(Text(zh: "不是有效日期", en: "not a valid date")) }
        let (first, last) = (Plausible.days.lowerBound, Plausible.days.upperBound)
        guard Plausible.days.contains(value) else {
            throw problem(Text(zh: "日期应在 \(first) 到 \(last) 之间", en: "expected a day from \(first) to \(last)"))
        }
        return value
    }

    package func day(_ key: String) throws(AppError) -> Day { try node(key).day() }

    package func hours() throws(AppError) -> Hours {
        guard let value = Hours(try text()) else { throw problem(Text(zh: "不是有效学时", en: "not a number of hours")) }
        return value
    }

    package func flag() throws(AppError) -> Bool {
        switch try text() {
        case "true", "yes": true
        case "false", "no": false
        default: throw problem(Text(zh: "应为 true 或 false", en: "expected true or false"))
        }
    }

    package func choice<Value: RawRepresentable & CaseIterable>(_: Value.Type) throws(AppError) -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: try text()) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem(Text(zh: "应为其中之一：\(known)", en: "expected one of \(known)"))
        }
        return value
    }

    package func choices<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) throws(AppError)
        -> [Value]
    where Value.RawValue == String {
        var values: [Value] = []
        for element in try list(key) { values.append(try element.choice(Value.self)) }
        return values
    }

    package func words(_ key: String) throws(AppError) -> [String] {
        var values: [String] = []
        for element in try list(key) { values.append(try element.text()) }
        return values
    }

    /// A mapping with `zh` and `en`.
    package func bothLanguages(_ key: String) throws(AppError) -> Text {
        let both = try node(key)
        try both.only(["zh", "en"])
        return Text(zh: try both.text("zh"), en: try both.text("en"))
    }

    /// The mapping below `source`: `document`, `place`, and `verified` unless it is false.
    package func citation(_ key: String = "source") throws(AppError) -> Citation {
        let source = try node(key)
        try source.only(["document", "place", "verified"])
        return Citation(
            document: try source.text("document"), place: try source.text("place"),
            verified: try source.optional("verified")?.flag() ?? true)
    }

    package func problem(_ text: Text) -> AppError {
        AppError(
            .invalid, "policy.bad_value",
            Text(zh: "\(file):\(line)：\(path)：\(text.chinese)。", en: "\(file):\(line): \(path): \(text.english)."),
            hint: Text(zh: "请改正规则文件后重试；什么也没有改变。", en: "Correct the rule file and try again; nothing was changed."))
    }

    /// Keys come from the file: an error shows as much of one as a line takes.
    private func join(_ key: String) -> String {
        let shown = String(key.prefix(60))
        return path.isEmpty ? shown : path + "." + shown
    }
}
