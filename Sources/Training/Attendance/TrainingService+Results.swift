import Access
package import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
package import Sheets
package import Wire

/// Results of examinations, essays and the other parts of a class's assessment.
extension TrainingService {
    /// Enters results, all or nothing. Another result for the same sitting is a correction, which keeps the first.
    package func assess(
        _ order: ResultsOrder, in reference: Reference<TrainingClass>, on today: Day, caller: Caller
    ) async throws -> ResultsWritten {
        let caller = try caller.with(.markAttendance)
        try Plausible.count(order.results.count, "results", in: 1...Self.mostAtOnce)
        try Plausible.words(optional: order.reason, "reason")
        for entry in order.results { try entry.check(today) }
        let id = try await identifier(of: reference, caller: caller)
        let roster = try await roster(id, naming: order.results.map(\.person), caller: caller)
        let (found, strangers) = try roster.people(order.results, \.person)
        let results = try found.map { entry, person, name in
            Assessing(
                person: person, shownAs: name, part: entry.part, sitting: entry.sitting ?? 1,
                result: try entry.result(), on: entry.on, reason: order.reason)
        }
        return try await database.write(caller) { try await assess(results, strangers: strangers, in: id, $0) }
    }

    package static let resultColumns = [
        SheetColumn(
            "person", "姓名", "人员", "学员", "名单序号", "人员编号", "身份证号", required: true,
            zh: "谁的成绩：姓名、名单序号、身份证号或编号",
            en: "Whose result: name, number of the list, ID number or identifier", example: "李建国"),
        SheetColumn(
            "result", "成绩", "分数", "得分", "考试成绩", "考核结果", required: true,
            zh: "成绩（0 到 100），或 合格、不合格、缺考", en: "The score (0 to 100), or passed, failed, missed",
            example: "86.5"),
        SheetColumn(
            "part", "考核项目", "项目", "科目", zh: "考核的哪一项：键或名称；不填按命令中的 part",
            en: "Which part of the assessment: key or name; else the one of the request", example: "exam"),
        SheetColumn(
            "sitting", "第几次", "次数", zh: "第几次，补考从 2 起", en: "Which sitting; repeated ones from 2 on", example: "1"),
        SheetColumn(
            "held_on", "考试日期", "交卷日期", "日期", zh: "考试或交卷日期", en: "The day of the examination", example: "2026-03-06"),
    ]

    /// Enters results from a sheet, all or nothing with every wrong row named.
    package func importResults(
        _ bytes: [UInt8], _ order: ResultsImportOrder, in reference: Reference<TrainingClass>, on today: Day,
        caller: Caller
    ) async throws -> ImportOutcome {
        let caller = try caller.with(.markAttendance)
        try Plausible.words(optional: order.part, "part")
        try Plausible.words(optional: order.reason, "reason")
        if let sitting = order.sitting { try ResultsImportOrder.requireLimit("sitting", sitting) }
        let sheet = try Sheet(bytes, columns: Self.resultColumns, as: order.choices)
        let id = try await identifier(of: reference, caller: caller)
        let roster = try await roster(id, naming: sheet.rows.map { Reference<Person>($0["person"]) }, caller: caller)
        var reader = CellReader()
        var entries: [Assessing] = []
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            let result = reader.result(row)
            let sitting = reader.sitting(row, order.sitting ?? 1)
            let part = reader.optionalText(row, "part") ?? order.part
            let day = reader.optionalDay(row, "held_on")
            if let day, day > today {
                reader.fail(row, "held_on", Text(zh: "不能晚于今天（\(today)）", en: "must not be after today (\(today))"))
            }
            let reference = Reference<Person>(row["person"])
            guard let person = try roster.person(reference) else {
                reader.fail(row, "person", IDNumber.advice(row["person"]) ?? .notEnrolled)
                continue
            }
            guard let result, let sitting else { continue }
            entries.append(
                Assessing(
                    person: person, shownAs: roster.seat(of: person)?.name ?? reference.text, part: part,
                    sitting: sitting, result: result, on: day, reason: order.reason, line: row.line))
        }
        try reader.finish()
        let all = entries
        let imported = ImportOrder(dryRun: order.dryRun, again: order.again, sheet: order.sheet)
        let written = try await database.importing(caller, "results \(id)", bytes, imported, rows: sheet.rows.count) {
            try await assess(all, in: id, $0).count
        }
        let rows = sheet.rows.count
        return ImportOutcome(
            rows: rows, added: written, unchanged: rows - written, dryRun: order.dryRun ?? false,
            passedOver: sheet.passed)
    }

    private func assess(
        _ entries: [Assessing], strangers: [String] = [], in id: Identifier<TrainingClass>,
        _ transaction: ScopedTransaction
    ) async throws -> ResultsWritten {
        let shared = try await transaction.query(.shareClass(id: id)).single
        let current = try await read(id, transaction)
        guard shared != nil else { throw AppError.classNotYours(current) }
        guard [.running, .reopened].contains(current.state) else {
            throw AppError.classState(current.state, allowed: [.running, .reopened])
        }
        let rule = try rules.attendanceRule(current.attendanceRule)
        guard let assessment = rule.assessment else { throw AppError.noAssessment(rule) }
        guard strangers.isEmpty else { throw AppError.notEnrolled(strangers) }
        let writer = ResultWriter(
            transaction: transaction, current: current,
            completion: try await ClassCompletion(of: id, by: rule, transaction), rule: assessment)
        return try await writer.write(entries)
    }

    /// How everybody on the list stands with the assessment, by number; empty for a class without one.
    package func results(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Page<AssessmentLine> {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        let completion = try await database.snapshot(caller) { transaction in
            let current = try await read(id, transaction)
            return try await ClassCompletion(
                of: id, by: try rules.attendanceRule(current.attendanceRule), transaction)
        }
        guard let rule = completion.rule.assessment else { return Page(whole: []) }
        return Page(
            whole: completion.attendance.people.filter { $0.left == nil }.map { person in
                let judgement = rule.judge(completion.results.sittings(of: person.id), completion.standing(person))
                return AssessmentLine(
                    person: person.id, path: person.path, personName: person.name,
                    organisationName: person.organisationName, listNumber: person.number,
                    results: (completion.results.filed[person.id] ?? []).map { PartResult($0, of: rule) },
                    missing: judgement.missing.compactMap { rule.part($0)?.name }, total: judgement.total,
                    grade: judgement.grade, failures: judgement.failures)
            })
    }
}

extension PartResult {
    fileprivate init(_ filed: ClassResults.Filed, of rule: AssessmentRule) {
        part = filed.part
        name = rule.part(filed.part)?.name ?? .verbatim(filed.part)
        sitting = filed.sitting
        score = filed.result.score
        verdict = filed.result.verdict
        on = filed.on
        reason = filed.reason
        revision = filed.revision
    }
}

extension ResultEntry {
    /// - Throws: `value.*`.
    fileprivate func check(_ today: Day) throws(AppError) {
        try Plausible.words(optional: part, "part")
        if let sitting { try Self.requireLimit("sitting", sitting) }
        if let on { try Plausible.past(on, "on", today: today) }
    }

    /// - Throws: `value.missing`, `value.invalid` unless there is one of score and verdict.
    fileprivate func result() throws(AppError) -> SittingResult {
        switch (score, verdict) {
        case (let score?, nil): return .score(score)
        case (nil, let verdict?): return .verdict(verdict)
        case (nil, nil): throw .missingValue("score")
        case (_, let verdict?):
            throw .invalidValue(
                "verdict", verdict.rawValue, expected: Text(zh: "有成绩时不填", en: "nothing beside a score"))
        }
    }
}

extension CellReader {
    /// A score, or one of the words for a result without one.
    fileprivate mutating func result(_ row: Sheet.Row) -> SittingResult? {
        guard let text = text(row, "result") else { return nil }
        if let score = Amount(text) { return .score(score) }
        let words: [ResultVerdict: [String]] = [
            .passed: ["通过", "及格"], .failed: ["未通过", "不及格"], .missed: ["未交", "未考", "缺席"],
        ]
        let found = ResultVerdict.allCases.first {
            [$0.rawValue, $0.text.chinese, $0.text.english].contains(text) || words[$0]?.contains(text) ?? false
        }
        guard let found else {
            fail(
                row, "result",
                Text(
                    zh: "「\(text.quotable)」不是成绩，也不是 合格、不合格、缺考",
                    en: "“\(text.quotable)” is no score, and none of passed, failed, missed"))
            return nil
        }
        return .verdict(found)
    }

    fileprivate mutating func sitting(_ row: Sheet.Row, _ fallback: Int) -> Int? {
        guard !row["sitting"].isEmpty else { return fallback }
        guard let sitting = Int(row["sitting"]), ResultEntry.sittings.contains(sitting) else {
            fail(row, "sitting", Text(zh: "应为 1 到 10", en: "expected 1 to 10"))
            return nil
        }
        return sitting
    }
}

extension AppError {
    static func noAssessment(_ rule: AttendanceRule) -> AppError {
        AppError(
            .conflict, "assessment.none",
            Text(
                zh: "本班的结业规则「\(rule.name.chinese)」没有考核。",
                en: "The completion rule of the class, “\(rule.name.english)”, has no assessment."),
            hint: Text(
                zh: "请用 attendance rules 查看规则，用 class update --rule 换一条有考核的。",
                en: "See attendance rules, and give the class one with an assessment by class update --rule."))
    }

    static func cannotAssess(_ problems: [(String, Text)]) -> AppError {
        let shown = problems.prefix(5).map { name, why in
            Text(zh: "\(name)（\(why.chinese)）", en: "\(name) (\(why.english))")
        }
        let list = Text.list(shown)
        return AppError(
            .invalid, "assessment.refused",
            Text(
                zh: "有 \(problems.count) 条成绩不能登记，什么也没有登记：\(list.chinese)。",
                en: "\(problems.count) results cannot be entered, and nothing was: \(list.english)."),
            hint: Text(
                zh: "考核项目见 attendance rules，已有的成绩见 assessment list。",
                en: "The parts are shown by attendance rules, results on file by assessment list."),
            facts: problems.prefix(20).map { Fact($0.0, $0.1.both) })
    }

    static func unassessed(_ people: [(String, [Text])]) -> AppError {
        AppError(
            .conflict, "class.unassessed",
            Text(
                zh: "有 \(people.count) 人缺考核成绩，没有结班。",
                en: "\(people.count) people lack results; the class was not closed."),
            hint: Text(
                zh: "请补登成绩（assessment record 或 import），或以 --unassessed missed 按缺考、--unassessed failed 按不合格结班。",
                en:
                    "Enter them (assessment record or import), or close with --unassessed missed or "
                    + "--unassessed failed."
            ),
            facts: people.prefix(20).map { name, parts in
                let list = Text.list(parts)
                return Fact(name, list.both)
            })
    }
}
