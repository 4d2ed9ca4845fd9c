import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// Whether one person completed a class, and why not.
package struct Completion: Codable, Placed, Sendable {
    package let person: Identifier<Person>
    package let path: String
    package let personName: String?
    package let organisationName: String?
    package let completed: Bool
    package let attendedHours: Hours
    package let totalHours: Hours
    /// Points in all, where the class has an assessment with weights.
    package let score: Amount?
    package let grade: Text?
    /// What was not met of attendance and assessment.
    package let failures: [Text]
}

extension Completion: Tabular {
    package static let columns: [Column<Completion>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("completed", zh: "结业", en: "Completed", \.completed),
        Column("attended_hours", zh: "出勤学时", en: "Hours attended", \.attendedHours),
        Column("total_hours", zh: "总学时", en: "Hours in all", \.totalHours),
        Column("score", zh: "总评", en: "Score", \.score),
        Column("grade", zh: "等次", en: "Grade", \.grade),
        Column("failures", zh: "原因", en: "Why not") { Text.list($0.failures) },
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

/// What half-days without a mark are taken for at the closing.
package enum UnmarkedDecision: String, Choice {
    case absent, present

    package var text: Text { mark.text }
    var mark: Mark { self == .absent ? .absent : .present }
}

/// What parts of the assessment without a result are taken for at the closing.
package enum UnassessedDecision: String, Choice {
    case missed, failed

    package var text: Text { verdict.text }
    var verdict: ResultVerdict { self == .missed ? .missed : .failed }
}

package struct ClassClosing: Codable, Described, Sendable {
    package let on: Day?
    package let unmarked: UnmarkedDecision?
    package let unassessed: UnassessedDecision?
    package let reason: String?

    package init(
        on: Day? = nil, unmarked: UnmarkedDecision? = nil, unassessed: UnassessedDecision? = nil, reason: String? = nil
    ) {
        self.on = on
        self.unmarked = unmarked
        self.unassessed = unassessed
        self.reason = reason
    }

    package static let memberTexts = [
        "on": Text(zh: "结班日期，不早于结束日，默认今天", en: "The day of closing, not before the last day; by default today"),
        "unmarked": Text(
            zh: "没有登记的半天按 absent（缺勤）或 present（出勤）登记；不给则列出并拒绝结班",
            en:
                "What half-days without a mark are recorded as; by default they are listed and the class stays open"
        ),
        "unassessed": Text(
            zh: "没有考核成绩的按 missed（缺考）或 failed（不合格）登记；不给则列出并拒绝结班",
            en: "What missing results are recorded as; by default they are listed and the class stays open"),
        "reason": Text(zh: "这样登记的理由", en: "Why they are recorded so"),
    ]
}

package struct ClassClosed: Outcome {
    package let code: String
    package let name: String
    package let completed: Int
    package let items: [Completion]

    package var summary: Text {
        Text(
            zh: "班次 \(code)「\(name)」已结班：\(items.count) 人中 \(completed) 人结业。",
            en: "Class \(code) “\(name)” is closed: \(completed) of \(items.count) people completed it.")
    }
}

package struct ClassReopening: Codable, Described, Sendable {
    package let on: Day?
    package let reason: String

    package init(on: Day? = nil, reason: String) {
        self.on = on
        self.reason = reason
    }

    package static let memberTexts: [String: Text] = [:]
}

/// The end of a class, which credits hours, and the way back.
extension TrainingService {
    /// Judges everybody enrolled by the class's rule, attendance and results, and credits those who completed it.
    /// - Parameter expected: the version that the caller has seen; nil when any will do.
    package func closeClass(
        _ reference: Reference<TrainingClass>, _ order: ClassClosing, expected: Int?, on today: Day, caller: Caller
    ) async throws -> ClassClosed {
        let caller = try caller.with(.closeClass)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(optional: order.reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            guard day >= current.ends else {
                throw AppError.invalidValue(
                    "on", day.description,
                    expected: Text(zh: "不早于结束日 \(current.ends)", en: "a day not before the end, \(current.ends)"))
            }
            if let reopened: Day = try await transaction.query(.lastReopening(class: id)).single?["day"], day < reopened
            {
                throw AppError.closedBeforeReopening(day, reopened: reopened)
            }
            try await enter(.closed, current, on: day, reason: order.reason, transaction)
            let (completions, awards) = try await judge(current, order, transaction)
            let auditEvent = try await transaction.record(
                "class.credit", "class", subject: id.value, path: current.path,
                after: JSONText(encoding: ["credits": awards.count]))
            _ = try await transaction.query(
                .insertCredits(
                    people: awards.map(\.person), paths: awards.map(\.path), earnedOn: awards.map(\.award.earned),
                    hours: awards.map(\.award.hours), completions: awards.map(\.award.completions), class: id,
                    className: current.name, level: current.level.rawValue,
                    kinds: Set(current.kinds.map(\.rawValue)).union([DutyKind.annual.rawValue]).sorted(),
                    countsFrom: day, form: current.form.rawValue, course: current.course, auditEvent: auditEvent))
            return ClassClosed(
                code: current.code, name: current.name, completed: completions.count { $0.completed },
                items: completions)
        }
    }

    /// Reverses the credits of a closed class, so that attendance can be corrected and the class closed again.
    /// - Parameter expected: the version that the caller has seen; nil when any will do.
    package func reopenClass(
        _ reference: Reference<TrainingClass>, _ order: ClassReopening, expected: Int?, on today: Day, caller: Caller
    ) async throws -> TrainingClass {
        let caller = try caller.with(.closeClass)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(order.reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            try await enter(.reopened, current, on: day, reason: order.reason, transaction)
            let auditEvent = try await transaction.record(
                "class.reverse", "class", subject: id.value, path: current.path)
            _ = try await transaction.query(.reverseClassCredits(class: id, countsFrom: day, auditEvent: auditEvent))
            return try await read(id, transaction)
        }
    }

    private struct Awarded {
        let person: Identifier<Person>
        let path: String
        let award: CompletionRule.Award
    }

    private func judge(
        _ current: TrainingClass, _ order: ClassClosing, _ transaction: ScopedTransaction
    ) async throws -> (completions: [Completion], awards: [Awarded]) {
        let rule = try rules.attendanceRule(current.attendanceRule)
        let attendance = try await ClassAttendance(of: current.id, transaction)
        let gaps = attendance.gaps
        if !gaps.isEmpty {
            guard let decision = order.unmarked else {
                throw AppError.unmarked(attendance.unmarkedSessions, gaps.map { ($0.person.shown, $0.sessions) })
            }
            try await record(decision, order.reason, gaps, current, attendance.sessions, transaction)
        }
        let completion = try await assessed(current, rule, order, transaction)
        var (completions, awards): ([Completion], [Awarded]) = ([], [])
        for person in completion.attendance.people {
            let judgement = completion.judge(person)
            let attended = completion.attendance.awards(person, ends: current.ends, completes: judgement.completed)
            guard person.left == nil || judgement.attended > .zero else { continue }
            completions.append(
                Completion(
                    person: person.id, path: person.path, personName: person.name,
                    organisationName: person.organisationName, completed: judgement.completed,
                    attendedHours: judgement.attended, totalHours: judgement.total, score: judgement.score,
                    grade: judgement.grade, failures: judgement.failures))
            let keeps = person.left == nil ? rules.classes.creditsIncomplete : rules.classes.creditsLeavers
            guard judgement.completed || keeps else { continue }
            awards += attended.map { Awarded(person: person.id, path: person.path, award: $0) }
        }
        return (completions, awards)
    }

    /// Attendance and results with nothing missing: what was decided about missing results becomes a result, so that it
    /// can be seen and corrected.
    private func assessed(
        _ current: TrainingClass, _ rule: AttendanceRule, _ order: ClassClosing, _ transaction: ScopedTransaction
    ) async throws -> ClassCompletion {
        let completion = try await ClassCompletion(of: current.id, by: rule, transaction)
        let missing = completion.attendance.people.map { ($0, completion.judge($0).missing) }.filter { !$0.1.isEmpty }
        guard let assessment = rule.assessment, !missing.isEmpty else { return completion }
        guard let decision = order.unassessed else {
            throw AppError.unassessed(missing.map { person, parts in (person.shown, parts.map(\.name)) })
        }
        let reason = order.reason ?? Self.unassessedReason.both
        let writer = ResultWriter(
            transaction: transaction, current: current, completion: completion, rule: assessment)
        _ = try await writer.write(
            missing.flatMap { person, parts in
                parts.map {
                    Assessing(
                        person: person.id, shownAs: person.shown, part: $0.key, sitting: 1,
                        result: .verdict(decision.verdict), reason: reason)
                }
            })
        return try await assessed(current, rule, order, transaction)
    }

    private static let unassessedReason = Text(zh: "结班时没有成绩", en: "no result before the closing")

    /// What was decided about half-days without a mark becomes a mark, so that it can be seen and corrected.
    private func record(
        _ decision: UnmarkedDecision, _ reason: String?, _ gaps: [ClassAttendance.Gap], _ current: TrainingClass,
        _ sessions: [ClassSession], _ transaction: ScopedTransaction
    ) async throws {
        let reason = reason ?? Self.closingReason.both
        var bySession: [Int: [Marking]] = [:]
        for gap in gaps {
            let entry = MarkEntry(person: Reference(gap.person.id), mark: decision.mark)
            for session in gap.sessions {
                bySession[session, default: []].append(
                    Marking(
                        entry, gap.person.id, shownAs: gap.person.shown, isOther: true, keeps: true, reason: reason))
            }
        }
        let writer = MarkWriter(transaction: transaction, current: current, sessions: sessions)
        _ = try await writer.write(bySession)
    }

    private static let closingReason = Text(zh: "结班时未登记", en: "not marked before the closing")
}
