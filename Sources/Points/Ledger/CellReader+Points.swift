import Civil
import Kernel
import Sheets

/// The cells of the sheets of points.
extension CellReader {
    /// A decimal of at most four places; nil when the cell is empty.
    mutating func amount(_ row: Sheet.Row, _ key: String) -> Amount? {
        let text = row[key]
        if text.isEmpty { return nil }
        guard let amount = Amount(text) else {
            fail(
                row, key,
                Text(zh: "「\(text)」不是最多四位小数的数", en: "“\(text)” is not a number of at most four decimal places"))
            return nil
        }
        return amount
    }

    /// The number of an entry; nil when the cell is empty.
    mutating func number(_ row: Sheet.Row, _ key: String) -> Int? {
        let text = row[key]
        if text.isEmpty { return nil }
        guard let number = Int(text), number > 0 else {
            fail(row, key, Text(zh: "「\(text)」不是记账号", en: "“\(text)” is not the number of an entry"))
            return nil
        }
        return number
    }

    /// `self=90;peers=85`: the marks of an evaluation; nil when the cell is empty.
    mutating func marks(_ row: Sheet.Row, _ key: String) -> [SourceMark]? {
        let text = row[key]
        if text.isEmpty { return nil }
        var marks: [SourceMark] = []
        for part in text.split(whereSeparator: { ";；".contains($0) }) {
            guard let mark = SourceMark(String(part)) else {
                fail(row, key, Text(zh: "应为「来源=分」，以分号隔开", en: "expected source=mark, separated by semicolons"))
                return nil
            }
            marks.append(mark)
        }
        return marks
    }
}

extension AppError {
    /// In one text for a cell: what is wrong, the rule, and what to do.
    var cellText: Text {
        let cited = rule.map { Text(zh: "（\($0)）", en: "(\($0))") }
        return Text.sentences([message, cited, hint].compactMap { $0 })
    }
}
