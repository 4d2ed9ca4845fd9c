import Access
package import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// A duty in words: which rule opened it, when it fell due, what counted and what did not, and what would settle it.
package struct DutyExplanation: Codable, Sendable {
    package struct Line: Codable, Sendable {
        package let topic: Text
        package let text: Text
    }

    package let duty: Identifier<Duty>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationCode: String
    package let organisationName: String
    package let kind: DutyKind
    package let standing: DutyStanding
    package let state: Text
    package let due: Day
    package let hard: Day
    package let hours: Hours
    /// Hours claimed from above that nobody has confirmed; they settle nothing.
    package let unconfirmedHours: Hours
    package let lines: [Line]
}

extension DutyExplanation: Tabular {
    package static let columns: [Column<DutyExplanation>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("kind", zh: "任务", en: "Kind", \.kind),
        Column("standing", zh: "状态", en: "State") { .word($0.standing.rawValue, $0.state) },
        Column("due", zh: "期限", en: "Due", \.due),
        Column("hard", zh: "最后期限", en: "Hard end", \.hard),
        Column("hours", zh: "已修学时", en: "Hours", \.hours),
        Column("unconfirmed_hours", zh: "待确认学时", en: "Unconfirmed hours", \.unconfirmedHours),
        Column("duty", zh: "任务编号", en: "Duty", \.duty),
    ]
}

extension DutyExplanation.Line: Tabular {
    package static let columns: [Column<DutyExplanation.Line>] = [
        Column("topic", zh: "事项", en: "Topic", \.topic),
        Column("text", zh: "说明", en: "Explanation", \.text),
    ]
}

extension TrainingService {
    package func explain(_ duty: Reference<Duty>, _ query: DutyQuery, on today: Day, caller: Caller) async throws
        -> DutyExplanation
    {
        let caller = try caller.with(.readTraining)
        let asOf = query.asOf ?? today
        try Plausible.day(asOf, "as_of")
        try await openStanding(in: caller.scope, on: today, caller)
        let id = try await identifier(of: duty, kind: query.kind, on: asOf, caller: caller)
        return try await database.snapshot(caller) { transaction in
            try await explanation(of: id, asOf: asOf, transaction)
        }
    }

    func explanation(of id: Identifier<Duty>, asOf: Day, _ transaction: ScopedTransaction) async throws
        -> DutyExplanation
    {
        guard let row = try await transaction.query(.dutyByID(id: id, asOf: asOf)).single else {
            throw AppError.notFound(Self.dutyWord, id.description)
        }
        let duty = try row.duty()
        let facts = try await transaction.pipeline([
            .creditsOfPerson(person: duty.person), .reliefsOfDuty(duty: id),
            .seatsOfPerson(person: duty.person, asOf: asOf),
            .uncreditedOfPerson(person: duty.person),
        ])
        let reliefs = try facts[1].map { try $0.relief() }
        let judgement = overdueRule.judge(
            duty, credits: try facts[0].map { try $0.credit() }, reliefs: reliefs,
            seats: try facts[2].map { try $0.seat() }, asOf: asOf)
        let opening = DutyWords.Opening(
            duty: duty, set: rules.set(duty.ruleSet), cycleName: try row.bothLanguages(),
            document: try row["document"], place: try row["place"], cycleWithdrawn: try row["withdrawn_on"],
            subject: try duty.subject.map(rules.subject) ?? (row.choice("title") as PostTitle?)?.text,
            tenureSince: try row["tenure_since"])
        let missed: [DutyWords.Missed] = try facts[3].map {
            DutyWords.Missed(name: try $0["name"], ends: try $0["ends_on"], state: try $0.choice("state"))
        }
        let words = DutyWords(
            opening: opening, judgement: judgement, reliefs: reliefs, missed: missed,
            offers: try await offers(duty, judgement, asOf: asOf, transaction), asOf: asOf)
        return DutyExplanation(
            duty: id, person: duty.person, personName: try row["person"],
            organisationCode: try row["organisation_code"], organisationName: try row["organisation"],
            kind: duty.kind, standing: judgement.state.standing, state: judgement.state.text, due: judgement.due,
            hard: judgement.hard, hours: judgement.hours, unconfirmedHours: judgement.unconfirmed,
            lines: words.lines)
    }
}

extension TrainingService {
    /// Classes to come in which somebody who has no seat could still get one.
    private func offers(
        _ duty: Duty, _ judgement: OverdueRule.Judgement, asOf: Day, _ transaction: ScopedTransaction
    ) async throws -> [DutyWords.Offer] {
        guard case .open = judgement.state, judgement.seat == nil, duty.kind != .annual, let field = duty.field else {
            return []
        }
        return try await transaction.query(
            .classesForDuty(
                person: duty.person, path: duty.path, kind: duty.kind.rawValue, field: field.rawValue,
                accepts: duty.accepts.map(\.rawValue), asOf: asOf, limit: Self.mostOffers)
        ).map {
            DutyWords.Offer(
                name: try $0["name"], starts: try $0["starts_on"], free: try $0["free"], seated: try $0["seated"])
        }
    }

    private static let mostOffers = 3
}

extension Row {
    func duty() throws -> Duty {
        let accepts: [String] = try self["accepts"]
        return Duty(
            id: try self["id"], person: try self["person_id"], path: try self["path"], kind: try choice("kind"),
            field: try choice("field"), cycle: try self["cycle_id"], year: try self["year"],
            opened: try self["opened_on"], due: try self["due_on"], hard: try self["hard_on"],
            closed: try self["closed_on"], rests: try rest(), requiredHours: try self["required_hours"],
            accepts: accepts.compactMap(Level.init), ruleSet: try self["rule_set"], subject: try self["subject"],
            annulled: try self["annulled_on"], needs: try json("needs"), caps: try json("caps"))
    }

    private func rest() throws -> Range<Day>? {
        guard let from: Day = try self["rests_from"], let until: Day = try self["rests_until"] else { return nil }
        return from..<until
    }

    func credit() throws -> Credit {
        let kinds: [String] = try self["kinds"]
        var decision: CreditDecision?
        if let verdict: CreditVerdict = try choice("verdict"), let day: Day = try self["decided_on"] {
            decision = CreditDecision(
                verdict: verdict, day: day, reason: try self["reason"], office: try self["office"])
        }
        return Credit(
            id: try self["id"], className: try self["class_name"], level: try choice("level"),
            kinds: Set(kinds.compactMap(DutyKind.init)), earned: try self["earned_on"],
            countsFrom: try self["counts_from"], hours: try self["hours"], completions: try self["completions"],
            isClaimed: try self["claimed"], document: try self["document"], decision: decision,
            form: try choice("form"))
    }

    func relief() throws -> Relief {
        Relief(
            id: try self["id"], kind: try choice("kind"), granted: try self["granted_on"],
            expires: try self["expires_on"], reason: try self["reason"], approver: try self["approver"],
            document: try self["document"], withdrawn: try self["withdrawn_on"])
    }

    func seat() throws -> Seat {
        let kinds: [String] = try self["kinds"]
        return Seat(
            className: try self["name"], classEnds: try self["ends_on"], kinds: Set(kinds.compactMap(DutyKind.init)),
            level: try choice("level"), attended: try self["attended"], marked: try self["marked"])
    }

    func json<Value: Decodable>(_ column: String) throws -> Value {
        let text: JSONText = try self[column]
        return try JSONDecoder().decode(Value.self, from: Data(text.text.utf8))
    }

    fileprivate func bothLanguages() throws -> Text? {
        guard let chinese: String = try self["name_zh"], let english: String = try self["name_en"] else { return nil }
        return Text(zh: chinese, en: english)
    }
}
