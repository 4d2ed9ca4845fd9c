package import Civil
package import Kernel

/// Reads the cells of one sheet and collects the errors, so that one run reports all of them.
package struct CellReader {
    package private(set) var errors: [CellError] = []
    /// Errors after which the reading stops: who gets as many looks for the one cause.
    package static let kept = 2_000

    package init() {}

    package var isClean: Bool { errors.isEmpty }

    /// Whether there are so many errors that the rest of the file is not read.
    package var isFull: Bool { errors.count >= Self.kept }

    package mutating func fail(_ row: Sheet.Row, _ column: String, _ reason: Text) {
        fail(line: row.line, row.heading(column), reason)
    }

    package mutating func fail(line: Int, _ column: String, _ reason: Text) {
        if !isFull { errors.append(CellError(row: line, column: column, reason: reason)) }
    }

    /// - Throws: `import.rejected` with every cell when any cell is wrong.
    package func finish() throws(AppError) {
        guard isClean else { throw .rejected(errors) }
    }

    /// Adds the errors to those that a later check finds, so that all come at once.
    /// - Throws: `import.rejected` when there are so many that the rest was not read.
    package func finish(into wrong: inout [CellError]) throws(AppError) {
        guard !isFull else { throw .rejected(errors) }
        wrong += errors
    }

    package mutating func text(_ row: Sheet.Row, _ key: String, maximum: Int = 200) -> String? {
        let text = row[key]
        if text.isEmpty {
            fail(row, key, Text(zh: "不能为空", en: "must not be empty"))
            return nil
        }
        return limited(row, key, text, maximum)
    }

    package mutating func optionalText(_ row: Sheet.Row, _ key: String, maximum: Int = 200) -> String? {
        row[key].isEmpty ? nil : limited(row, key, row[key], maximum)
    }

    /// The name of a person, in its one spelling.
    package mutating func name(_ row: Sheet.Row, _ key: String) -> String? {
        do throws(PersonName.Defect) {
            return try PersonName(row[key]).text
        } catch {
            fail(row, key, error.text)
            return nil
        }
    }

    private mutating func limited(_ row: Sheet.Row, _ key: String, _ text: String, _ maximum: Int) -> String? {
        guard !IDNumber.isAmount(text) else {
            fail(row, key, IDNumber.Defect.exponent.text)
            return nil
        }
        guard text.count <= maximum, !text.utf8.contains(0) else {
            fail(row, key, Text(zh: "最多 \(maximum) 个字", en: "at most \(maximum) characters"))
            return nil
        }
        return text
    }

    package mutating func day(_ row: Sheet.Row, _ key: String) -> Day? {
        guard text(row, key) != nil else { return nil }
        return read(row, key)
    }

    package mutating func optionalDay(_ row: Sheet.Row, _ key: String) -> Day? {
        row[key].saysNothing ? nil : read(row, key)
    }

    /// The day of a fact that has happened: one that is still to come is an error.
    package mutating func pastDay(_ row: Sheet.Row, _ key: String, today: Day) -> Day? {
        day(row, key).flatMap { past($0, row, key, today: today) }
    }

    package mutating func optionalPastDay(_ row: Sheet.Row, _ key: String, today: Day) -> Day? {
        optionalDay(row, key).flatMap { past($0, row, key, today: today) }
    }

    /// A day that was read from a cell; nil where it is still to come.
    package mutating func past(_ day: Day, _ row: Sheet.Row, _ key: String, today: Day) -> Day? {
        guard !Plausible.isPast(day, today: today) else { return day }
        let rule = Plausible.notAfter(today)
        fail(
            row, key, Text(zh: "\(day) 还没有到：应\(rule.chinese)", en: "\(day) is still to come: expected \(rule.english)"))
        return nil
    }

    private mutating func read(_ row: Sheet.Row, _ key: String) -> Day? {
        let text = row[key]
        do throws(Day.Defect) {
            let day = try Day.read(text)
            guard (1900...2200).contains(day.year) else { throw Day.Defect.unknown }
            return day
        } catch {
            let reason = error.text
            fail(
                row, key,
                Text(
                    zh: "「\(text.quotable)」不是有效日期：\(reason.chinese)",
                    en: "“\(text.quotable)” is not a valid date: \(reason.english)"))
            return nil
        }
    }

    package mutating func hours(_ row: Sheet.Row, _ key: String) -> Hours? {
        guard let text = text(row, key) else { return nil }
        guard let hours = Hours(text) else {
            fail(
                row, key,
                Text(zh: "「\(text)」不是有效学时，应如 24 或 3.5", en: "“\(text)” is not a number of hours such as 24 or 3.5"))
            return nil
        }
        return hours
    }

    /// A value of a closed set, by its key or its name in either language.
    package mutating func choice<Value: Choice>(_ row: Sheet.Row, _ key: String, default fallback: Value? = nil)
        -> Value?
    {
        choice(row, key, default: fallback) { $0.sheetWords }
    }

    /// The value that a cell means; nil for a word that is none of them, and for an empty cell.
    package static func meaning<Value: Choice>(of text: String) -> Value? {
        value(text) { $0.sheetWords }
    }

    /// As it is written, else whatever blanks and full-width forms are in it.
    private static func value<Value: RawRepresentable & CaseIterable>(
        _ text: String, words: (Value) -> [String]
    ) -> Value? where Value.RawValue == String {
        if text.isEmpty { return nil }
        if let value = Value.allCases.first(where: { $0.rawValue == text || words($0).contains(text) }) { return value }
        let plain = text.plainWord
        return Value.allCases.first { value in
            value.rawValue.plainWord == plain || words(value).contains { $0.plainWord == plain }
        }
    }

    /// Yes or no; an empty cell means no.
    package mutating func yesOrNo(_ row: Sheet.Row, _ key: String) -> Bool? {
        switch row[key].plainWord {
        case "true", "yes", "1", "是": return true
        case "false", "no", "0", "否", "": return false
        default:
            fail(row, key, Text(zh: "「\(row[key])」应为是或否", en: "“\(row[key])” must be yes or no"))
            return nil
        }
    }

    /// A value of a closed list, by its key or by one of its words.
    package mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ row: Sheet.Row, _ key: String, default fallback: Value? = nil, words: (Value) -> [String]
    ) -> Value? where Value.RawValue == String {
        let text = row[key]
        if text.isEmpty, let fallback { return fallback }
        guard self.text(row, key) != nil else { return nil }
        if let value: Value = Self.value(text, words: words) { return value }
        let known = Value.allCases.map { ([$0.rawValue] + words($0)).joined(separator: "/") }.joined(separator: ", ")
        fail(row, key, Text(zh: "不认识「\(text)」；可用：\(known)", en: "unknown value “\(text)”; one of \(known)"))
        return nil
    }
}

extension Choice {
    /// What a cell may say for it beside its key.
    fileprivate var sheetWords: [String] { [text.chinese, text.english] + officeWords }
}

extension String {
    /// Without blanks, in half width and in small letters: what distinguishes the words of a closed list.
    fileprivate var plainWord: String { halfWidth.lowercased().filter { !$0.isWhitespace } }
}
