package import Kernel

/// Days as offices write them, and what is wrong with what only looks like one.
extension Day {
    /// Why a text is no day, with what it most likely is.
    package enum Defect: Error, Sendable, Equatable {
        /// 无, —, an empty cell.
        case nothing
        /// `41768`: the number that a spreadsheet keeps for a day.
        case spreadsheetNumber(Day)
        /// `2014/5/9 0:00`.
        case time(Day)
        /// `2014.9`, `2014年9月`.
        case month(Month)
        case year(Int)
        /// `14.5.9`: the century is missing.
        case shortYear
        /// 30 February.
        case absent
        case unknown
    }

    /// Reads `2014-05-09`; also `2014/5/9`, `2014.5.9`, `20140509` and `2014年5月9日`, full-width characters alike.
    package static func read(_ written: String) throws(Defect) -> Day {
        if let day = Day(iso: written) { return day }
        guard written.utf8.count <= 128 else { throw .unknown }
        let text = written.halfWidth.trimmed
        if text.saysNothing { throw .nothing }
        if let cut = text.firstIndex(where: { $0 == " " || $0 == "T" }), text[cut...].contains(":") {
            throw .time(try read(String(text[..<cut])))
        }
        guard let parts = DateParts(text) else { throw .unknown }
        return try parts.day()
    }
}

/// The numbers of a written date and what stands between them.
private struct DateParts {
    private var numbers: [(value: Int, digits: Int)] = []
    /// What follows each number, spaces aside.
    private var marks: [String] = []

    private static let marked: Set = [["年", "月", "日"], ["年", "月", "号"], ["年", "月", ""]]

    /// Nil where something else than numbers and their marks is in it.
    init?(_ text: String) {
        var (value, digits, mark) = (0, 0, "")
        for character in text {
            if let digit = character.asciiDigit {
                if !mark.isEmpty || digits == 0 {
                    if digits > 0 { add(value, digits, mark) }
                    (value, digits, mark) = (0, 0, "")
                }
                guard digits < 9 else { return nil }
                value = value * 10 + digit
                digits += 1
            } else if character != " " {
                guard digits > 0, "-/.年月日号".contains(character) else { return nil }
                mark.append(character)
            }
        }
        guard digits > 0 else { return nil }
        add(value, digits, mark)
    }

    private mutating func add(_ value: Int, _ digits: Int, _ mark: String) {
        numbers.append((value, digits))
        marks.append(mark)
    }

    func day() throws(Day.Defect) -> Day {
        switch numbers.count {
        case 1: return try single(numbers[0].value, numbers[0].digits)
        case 2:
            guard numbers[0].digits == 4, numbers[1].digits <= 2,
                marks == ["年", "月"] || (["-", "/", "."].contains(marks[0]) && marks[1].isEmpty),
                let first = Day(year: numbers[0].value, month: numbers[1].value, day: 1)
            else {
                // `41768.5`: a day and a time of day.
                if marks == [".", ""] { return try single(numbers[0].value, numbers[0].digits) }
                throw .unknown
            }
            throw .month(Month(of: first))
        case 3:
            let plain = marks[2].isEmpty && marks[0] == marks[1] && ["-", "/", "."].contains(marks[0])
            guard plain || Self.marked.contains(marks), numbers[1].digits <= 2, numbers[2].digits <= 2 else {
                throw .unknown
            }
            guard numbers[0].digits == 4 else { throw numbers[0].digits == 2 ? .shortYear : .unknown }
            return try exact(numbers[0].value, numbers[1].value, numbers[2].value)
        default: throw .unknown
        }
    }

    private func single(_ value: Int, _ digits: Int) throws(Day.Defect) -> Day {
        switch digits {
        case 8 where marks == [""]: return try exact(value / 10_000, value / 100 % 100, value % 100)
        case 6 where marks == [""]:
            guard let first = Day(year: value / 100, month: value % 100, day: 1), first.year >= 1900 else {
                throw .unknown
            }
            throw .month(Month(of: first))
        case 5:
            // Day 1 is 1900-01-01 and 1900 counts as a leap year.
            guard let first = Day(year: 1899, month: 12, day: 30), value > 60 else { throw .unknown }
            throw .spreadsheetNumber(first.adding(days: value))
        case 4 where marks == [""] || marks == ["年"]: throw .year(value)
        default: throw .unknown
        }
    }

    private func exact(_ year: Int, _ month: Int, _ day: Int) throws(Day.Defect) -> Day {
        guard let day = Day(year: year, month: month, day: day) else { throw .absent }
        return day
    }
}

extension Character {
    fileprivate var asciiDigit: Int? {
        guard let value = asciiValue, (0x30...0x39).contains(value) else { return nil }
        return Int(value) - 0x30
    }
}

extension Day.Defect {
    /// The reason that an error gives, after the text itself.
    package var text: Text {
        switch self {
        case .nothing: Text(zh: "没有填日期", en: "it has no date")
        case .spreadsheetNumber(let day):
            Text(
                zh: "这是表格软件内部的日期序号，应为 \(day)：请把这一列设为日期格式",
                en: "it is a spreadsheet's number of a day, \(day): format the column as a date")
        case .time(let day):
            Text(zh: "带有时间，只要日期 \(day)：请去掉时间", en: "it has a time of day: leave the time out, \(day)")
        case .month(let month):
            Text(
                zh: "只有月份 \(month)，这里要写到日，如 \(month.first)",
                en: "it is a month, \(month); a day is needed, such as \(month.first)"
            )
        case .year(let year):
            Text(zh: "只有年份，这里要写到日，如 \(year)-05-09", en: "it is a year; a day is needed, such as \(year)-05-09")
        case .shortYear:
            Text(zh: "年份要写四位，如 2014-05-09", en: "the year needs four digits, as in 2014-05-09")
        case .absent: Text(zh: "没有这一天", en: "there is no such day")
        case .unknown:
            Text(
                zh: "应如 2014-05-09、2014/5/9、2014.5.9、20140509、2014年5月9日",
                en: "expected a day such as 2014-05-09, 2014/5/9, 2014.5.9, 20140509 or 2014年5月9日")
        }
    }
}
