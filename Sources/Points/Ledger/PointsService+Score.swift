import Access
package import Civil
package import Kernel
package import Members
import Policy
import Postgres
import SQLFiles
package import Schemes

extension PointsService {
    /// A score as of any day, past, present or future, with every line that made it; the period is the one the day lies
    /// in.
    /// - Parameter reference: nil for the person behind the caller's account.
    package func score(
        _ query: ScoreQuery, of reference: Reference<PointsSubject>?, on today: Day, caller: Caller
    ) async throws -> PointsScore {
        let (day, known) = (query.asOf ?? today, query.known ?? today)
        try Plausible.day(day, "as_of")
        try Plausible.day(known, "known")
        let kind = try await catalogue.schemes(query.scheme).first?.subject
        let (subject, caller) = try await subjectToRead(reference, kind, caller: caller)
        let (scheme, sheet) = try await score(
            of: subject, scheme: query.scheme, on: day, known: known, rolledUp: query.rolledUp ?? false, partOf: [],
            caller: caller)
        return PointsScore(scheme, sheet)
    }

    /// - Parameter partOf: the schemes that this one is a part of; none of them can be a part of it.
    private func score(
        of subject: Identifier<PointsSubject>, scheme key: String, on day: Day, known: Day, rolledUp: Bool,
        partOf: [String], caller: Caller
    ) async throws -> (scheme: Scheme, sheet: ScoreSheet) {
        guard !partOf.contains(key) else { throw AppError.partsCycle(key) }
        let schemes = try await catalogue.schemes(key)
        let reader = SubjectReader(subjects: [subject], schemes: schemes, locks: false)
        guard let state = try reader.read(try await database.read(caller, reader.statements))[subject] else {
            throw AppError.notFound(.pointsSubject, subject.description)
        }
        let (owned, _, scheme) = try catalogue.scheme(schemes, key: key, for: state.path, on: day)
        if !scheme.parts.isEmpty {
            return (
                scheme,
                try await combined(scheme, subject, on: day, known: known, partOf: partOf + [key], caller: caller)
            )
        }
        let rule = ScoreRule(scheme)
        func sheet(on day: Day) -> ScoreSheet {
            let start = scheme.period.span(containing: day).lowerBound
            return rule.sheet(
                state.history(owned.id, scheme, into: start, known: known), on: day, known: known)
        }
        guard rolledUp else { return (scheme, sheet(on: day)) }
        guard let rollUp = scheme.rollUp else { throw AppError.noRollUp(scheme) }
        let long = rollUp.into.span(containing: day)
        let sheets = scheme.period.spans(in: long).filter { $0.lowerBound <= day }.map {
            sheet(on: min(day, $0.upperBound.adding(days: -1)))
        }
        return (scheme, ScoreSheet.rolled(sheets, scheme, rollUp, long, on: day))
    }

    /// The weighted sum of other schemes' scores.
    private func combined(
        _ scheme: Scheme, _ subject: Identifier<PointsSubject>, on day: Day, known: Day, partOf: [String],
        caller: Caller
    ) async throws -> ScoreSheet {
        var scores: [(part: Part, name: Text, score: Amount)] = []
        for part in scheme.parts {
            let (other, sheet) = try await score(
                of: subject, scheme: part.scheme, on: day, known: known, rolledUp: false, partOf: partOf, caller: caller
            )
            scores.append((part, other.name, sheet.score))
        }
        return ScoreSheet.combined(scheme, scores, on: day)
    }

    /// A subject's entries as the rules see them, without a page: what a score is calculated from.
    package func rows(of subject: Identifier<PointsSubject>, caller: Caller) async throws -> [PointEntry] {
        let caller = try await reader(of: subject, caller: caller)
        return try await database.read(caller, .ledgerOf(subjects: [subject])).map { try $0.pointEntry() }
    }

    /// What the person behind the caller's account takes or took part in.
    package func ownPoints(caller: Caller) async throws -> OwnPoints {
        let caller = try caller.with(anyOf: .readPoints, .readOwnPoints)
        let person = Identifier<PointsSubject>(try await ownPerson(caller: caller))
        return OwnPoints(
            person: person,
            schemes: try await database.read(caller, .participationsOfSubject(subject: person)).map { try $0["key"] })
    }

    /// The person behind the caller's account.
    /// - Throws: `points.no_person` for an account that stands for nobody.
    package func ownPerson(caller: Caller) async throws -> Identifier<Person> {
        guard let person = try await person(of: caller) else { throw AppError.noPerson }
        return person
    }

    /// Takes an entry back by a decision, as after an appeal. The entry stays; another cancels it.
    /// - Throws: `points.other_scheme` when the order names another scheme than the entry's.
    package func reverse(
        _ order: ReversalOrder, of reference: Reference<PointsSubject>, on today: Day, caller: Caller
    ) async throws -> EntryReversed {
        let caller = try caller.with(.reviewPoints)
        try Plausible.words(order.decision, "decision")
        var kind: SubjectKind?
        if let key = order.scheme { kind = try await catalogue.schemes(key).first?.subject }
        let subject = try await subject(reference, kind, caller: caller)
        try await refuseOwn([subject], caller: caller)
        guard
            let row = try await database.read(
                caller, .ledgerEntryScheme(subject: subject, number: order.number)
            ).single
        else { throw AppError.notFound(Text(zh: "记账", en: "entry"), String(order.number)) }
        let name: String = try row["key"]
        if let key = order.scheme, key != name { throw AppError.otherScheme(order.number, name, key) }
        let schemes = [name: try await catalogue.schemes(name)]
        let reader = SubjectReader(subjects: [subject], schemes: schemes.values.joined(), locks: true)
        let posted = try await database.readThenWrite(caller, opening: reader.statements) { rows in
            var writer = LedgerWriter(
                catalogue: catalogue, schemes: schemes, states: try reader.read(rows), today: today)
            try writer.reverse(
                order.number, of: subject, key: order.key ?? "reversal:\(order.number)", scheme: name,
                decision: order.decision)
            return (
                writer.posted, writer.statements(caller: caller, signer: database.eventSigner, action: "points.reverse")
            )
        }
        return EntryReversed(posted[0], reverses: order.number)
    }
}

extension AppError {
    static func noRollUp(_ scheme: Scheme) -> AppError {
        AppError(
            .invalid, "points.no_roll_up",
            Text(zh: "办法「\(scheme.name.chinese)」没有规定汇总。", en: "The scheme “\(scheme.name.english)” has no roll-up."),
            hint: Text(
                zh: "请按周期查分（去掉 rolled_up）；要汇总须在办法文件中写 roll_up。",
                en: "Ask for the score of a period, without rolled_up; a roll-up must be written in the "
                    + "scheme's file."),
            rule: scheme.source.text.chinese)
    }

    static func otherScheme(_ number: Int, _ scheme: String, _ wanted: String) -> AppError {
        AppError(
            .conflict, "points.other_scheme",
            Text(
                zh: "第 \(number) 号记账属于办法「\(scheme)」，不属于「\(wanted.quotable)」，没有冲销。",
                en: "Entry \(number) belongs to the scheme “\(scheme)”, not “\(wanted.quotable)”; nothing was reversed."
            ),
            hint: Text(
                zh: "请核对记账号（dangwu points entries），或改用办法「\(scheme)」。",
                en: "Check the number (dangwu points entries), or name the scheme “\(scheme)”."))
    }

    static var noPerson: AppError {
        AppError(
            .forbidden, "points.no_person", Text(zh: "这个账号没有对应的人员。", en: "This account is not linked to a person."),
            hint: Text(zh: "请管理员登记（dangwu token link）。", en: "Ask an administrator to link it (dangwu token link)."))
    }
}
