import Civil
import Kernel
import Sheets

/// A sheet of marks in one of its two forms: a row for each mark, or a row for each person and a column for each
/// half-day, as it hangs in the classroom and as `class print sign-in` prints it. Pure.
struct MarksSheet {
    struct Line {
        let row: Sheet.Row
        /// How the column of the mark is called.
        let column: String
        let person: String
        let session: Int
        let mark: MarkWord
        let approver: String?
        let madeUpIn: String?
    }

    let lines: [Line]
    let passed: [Sheet.Passed]
    /// Remarks, which are not kept.
    let notes: [CellError]

    static let columns = [
        SheetColumn(
            "person", "姓名", "人员", "名单序号", "人员编号", "身份证号", required: true,
            zh: "本班学员：姓名、名单序号、身份证号或人员编号",
            en: "Somebody of the class: name, number of the list, ID number or identifier",
            example: "李建国"),
        SheetColumn(
            "session", "课次", required: true,
            zh: "课次编号；也可一人一行，每个半天一列：列名为课次（1、第1次、3月4日上午），格内为考勤",
            en:
                "Number of the session. Or a row for each person and a column for each half-day (1, 3/4 morning)",
            example: "1"),
        SheetColumn(
            "mark", "考勤", required: true, zh: "考勤：√、迟到、早退、缺勤、请假、事假、病假、补训",
            en: "Mark: √, late, left early, absent, on leave, made up", words: Mark.self, example: .present),
        SheetColumn(
            "approver", "批准人", zh: "请假由谁批准，只有请假填写", en: "Who approved a leave, and for a leave only", example: ""),
        SheetColumn(
            "made_up_in", "补训课次", zh: "补在哪里（本班课次、别班课次或日期和文号），只有补训填写",
            en:
                "Where it was made up (a session, one of another class, a day and a document), for a make-up only",
            example: ""),
    ]

    /// What a second row of headings says below a day.
    private static let halves: Set = ["上午", "下午", "晚上", "晚", "上", "下", "morning", "afternoon", "evening"]

    /// - Parameters:
    ///   - choices: the sheet of a workbook, and what its columns are.
    ///   - sessions: those of the class.
    /// - Throws: `sheet.*`; `import.rejected` for cells that are no marks and columns that are no sessions.
    init(_ bytes: [UInt8], as choices: SheetChoices = .none, _ sessions: [ClassSession]) throws {
        let whole = Self.columns.filter { ["person", "approver", "made_up_in"].contains($0.key) }
        // What is chosen for columns of the other form is no choice for this one.
        let isList = choices.chooses(["session", "mark"], among: Self.columns) || choices.leavesColumns
        guard !isList else {
            try self.init(list: Sheet(bytes, columns: Self.columns, as: choices))
            return
        }
        let grid = try Sheet(bytes, columns: whole, as: choices, keepsUnknown: true, subheadings: Self.halves)
        let days = grid.keptHeadings.map { SessionHeading($0).session(sessions) }
        guard days.contains(where: { $0 != nil }) else {
            try self.init(list: Sheet(bytes, columns: Self.columns, as: choices))
            return
        }
        try self.init(grid: grid, days)
    }

    private init(list sheet: Sheet) throws {
        var reader = CellReader()
        var lines: [Line] = []
        for row in sheet.rows {
            try Wanted.check(every: 256, row.line)
            let session = Int(row["session"])
            if session == nil {
                reader.fail(row, "session", Text(zh: "应为课次编号", en: "expected the number of a session"))
            }
            guard let mark = MarkWord(row["mark"]) else {
                reader.fail(row, "mark", MarkWord.problem(row["mark"]))
                continue
            }
            guard let session else { continue }
            lines.append(
                Line(
                    row: row, column: row.heading("mark"), person: row["person"], session: session, mark: mark,
                    approver: reader.optionalText(row, "approver"), madeUpIn: reader.optionalText(row, "made_up_in")))
        }
        try reader.finish()
        (self.lines, passed, notes) = (lines, sheet.passed, [])
    }

    private init(grid sheet: Sheet, _ days: [Int?]) throws {
        var reader = CellReader()
        var (lines, notes): ([Line], [CellError]) = ([], [])
        let strange = zip(sheet.keptHeadings, days).filter { $1 == nil && !SessionHeading($0).isOfThePerson }.map(\.0)
        guard strange.isEmpty else {
            let names = strange.map(\.quotable)
            throw AppError.rejected([
                CellError(
                    row: 1, column: names[0],
                    reason: Text(
                        zh: "「\(names.joined(separator: "」「"))」不是本班的课次：列名写课次编号，或日期和半天",
                        en:
                            "\(names.joined(separator: ", ")): no session of this class; give its number or its day"
                    ))
            ])
        }
        let twice = Dictionary(grouping: days.compactMap(\.self), by: \.self).filter { $1.count > 1 }.keys.sorted()
        guard twice.isEmpty else {
            let numbers = twice.map(String.init).joined(separator: ", ")
            throw AppError.rejected([
                CellError(row: 1, column: numbers, reason: Text(zh: "课次有两列", en: "two columns for the session"))
            ])
        }
        for row in sheet.rows {
            try Wanted.check(every: 256, row.line)
            for (index, text) in row.keptFields.enumerated() where !text.isEmpty {
                let heading = sheet.keptHeadings[index]
                guard let session = days[index] else {
                    if SessionHeading(heading).isRemark {
                        notes.append(
                            CellError(
                                row: row.line, column: heading,
                                reason: Text(zh: "没有保存", en: "was not kept")))
                    }
                    continue
                }
                // As `class print sign-in` marks a half-day before somebody joined.
                guard text != "—" else { continue }
                guard let mark = MarkWord(text) else {
                    reader.fail(line: row.line, heading, MarkWord.problem(text))
                    continue
                }
                lines.append(
                    Line(
                        row: row, column: heading, person: row["person"], session: session, mark: mark,
                        approver: mark.mark == .onLeave ? reader.optionalText(row, "approver") : nil,
                        madeUpIn: mark.mark == .madeUp ? reader.optionalText(row, "made_up_in") : nil))
            }
        }
        try reader.finish()
        (self.lines, passed, self.notes) = (lines, sheet.passed, notes)
    }
}

/// A heading that may name a half-day of a class: its number, or its day and half. Pure.
struct SessionHeading {
    private let text: String

    init(_ heading: String) { text = heading.filter { !$0.isWhitespace }.lowercased() }

    private static let counters: Set = ["", "第次", "第课", "第讲", "第节", "第场", "第个半天", "课次", "session", "第次课", "第课次"]
    private static let ofThePerson: Set = [
        "序号", "no.", "no", "党组织", "所在党组织", "所在支部", "单位", "所在单位", "职务", "性别", "联系电话", "电话", "手机", "组别", "座次",
        "organisation",
    ]
    private static let remarks: Set = ["备注", "说明", "remark", "remarks", "note"]

    /// Whether the column describes the person, so that it says nothing about attendance.
    var isOfThePerson: Bool { Self.ofThePerson.contains(text) || isRemark }
    var isRemark: Bool { Self.remarks.contains(text) }

    /// The number of the one session that is meant; nil when there is none or more than one.
    func session(_ sessions: [ClassSession]) -> Int? {
        let numbers = text.split { !("0"..."9").contains($0) }.map { Int($0) }
        guard !numbers.isEmpty, !numbers.contains(nil) else { return nil }
        var values = numbers.compactMap(\.self)
        let rest = text.filter { !("0"..."9").contains($0) }
        if values.count == 1, Self.counters.contains(rest) {
            return sessions.contains { $0.number == values[0] } ? values[0] : nil
        }
        if values.count == 1, let first = rest.first, "日号".contains(first) { return ofMonth(values[0], rest, sessions) }
        var year: Int?
        if values.count > 2, values[0] > 1000 { year = values.removeFirst() }
        guard (2...3).contains(values.count) else { return nil }
        // The number of the session may stand before its day or behind it.
        let readings: [(month: Int, day: Int, number: Int?)] =
            values.count == 2
            ? [(values[0], values[1], nil)]
            : [(values[0], values[1], values[2]), (values[1], values[2], values[0])]
        let half = Self.half(in: rest)
        let found = sessions.filter { session in
            let (itsYear, month, day) = session.day.components
            return (year ?? itsYear) == itsYear && (half ?? session.half) == session.half
                && readings.contains {
                    $0.month == month && $0.day == day && ($0.number ?? session.number) == session.number
                }
        }
        return found.count == 1 ? found[0].number : nil
    }

    /// A class within one month is headed by days alone: 18日下午.
    private func ofMonth(_ date: Int, _ rest: String, _ sessions: [ClassSession]) -> Int? {
        let half = Self.half(in: rest)
        guard half != nil || rest.count == 1 else { return nil }
        let found = sessions.filter { $0.day.components.day == date && (half ?? $0.half) == $0.half }
        return found.count == 1 ? found[0].number : nil
    }

    private static func half(in words: String) -> HalfDay? {
        // 晚上 holds a word of the morning.
        if words.contains("晚") || words.contains("evening") { return .evening }
        if words.contains("下午") || words.contains("afternoon") { return .afternoon }
        return words.contains("上午") || words.contains("morning") ? .morning : nil
    }
}
