import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles

/// A duty in words: which rule opened it, when it fell due, what counted and what did not, and what would settle it.
package struct DutyExplanation: Sendable {
    package struct Line: Sendable {
        package let topic: Text
        package let text: Text
    }

    package let duty: Duty
    package let personName: String
    package let organisationName: String
    package let organisationCode: String
    package let state: DutyState
    package let due: Day
    package let hard: Day
    package let lines: [Line]
}

extension TrainingService {
    package func explain(_ id: Identifier<Duty>, asOf: Day, caller: Caller) async throws -> DutyExplanation {
        try caller.require(.readTraining)
        return try await database.snapshot(caller) { transaction in
            guard let row = try await transaction.query(.dutyByID(id: id)).single else {
                throw AppError.notFound(Text(zh: "应训任务", en: "duty"), id.description)
            }
            let duty = try row.duty()
            let facts = try await transaction.pipeline([
                .creditsOfPerson(person: duty.person),
                .reliefsOfDuty(duty: id),
                .seatsOfPerson(person: duty.person),
                .uncreditedOfPerson(person: duty.person),
            ])
            let judgement = overdueRule.judge(
                duty, credits: try facts[0].map { try $0.credit() }, reliefs: try facts[1].map { try $0.relief() },
                seats: try facts[2].map { try $0.seat() }, asOf: asOf)
            let title: PostTitle? = try row.choice("title")
            let opening = DutyWords.Opening(
                duty: duty, set: rules.set(duty.ruleSet), cycleName: try row.bothLanguages(),
                document: try row["document"], place: try row["place"], title: title,
                tenureSince: try row["tenure_since"])
            let missed: [(String, Day, String)] = try facts[3].map {
                (try $0["name"], try $0["ends_on"], try $0["state"])
            }
            let lines = DutyWords(
                opening: opening, judgement: judgement, reliefs: try facts[1].map { try $0.relief() }, missed: missed,
                asOf: asOf
            ).lines
            return DutyExplanation(
                duty: duty, personName: try row["person"], organisationName: try row["organisation"],
                organisationCode: try row["organisation_code"], state: judgement.state, due: judgement.due,
                hard: judgement.hard,
                lines: lines)
        }
    }

    /// Every duty of a person with where it stands on a day.
    package func duties(of person: UUID, asOf: Day, caller: Caller) async throws -> [(duty: Duty, state: DutyState)] {
        try caller.require(.readTraining)
        return try await database.snapshot(caller) { transaction in
            let duties = try await transaction.query(.dutiesOfPerson(person: person)).map { try $0.duty() }
            let credits = try await transaction.query(.creditsOfPerson(person: person)).map { try $0.credit() }
            let seats = try await transaction.query(.seatsOfPerson(person: person)).map { try $0.seat() }
            var judged: [(Duty, DutyState)] = []
            for duty in duties {
                let reliefs = try await transaction.query(.reliefsOfDuty(duty: duty.id)).map { try $0.relief() }
                judged.append(
                    (duty, overdueRule.judge(duty, credits: credits, reliefs: reliefs, seats: seats, asOf: asOf).state))
            }
            return judged
        }
    }

    package struct CreditLine: Sendable {
        package let credit: Credit
        package let source: String
        package let document: String?
        package let reverses: UUID?
    }

    package func credits(of person: UUID, caller: Caller) async throws -> [CreditLine] {
        try caller.require(.readTraining)
        return try await database.read(caller, .creditsOfPerson(person: person)).map {
            CreditLine(
                credit: try $0.credit(), source: try $0["source"], document: try $0["document"],
                reverses: try $0["reverses"])
        }
    }
}

extension Row {
    func duty() throws -> Duty {
        let accepts: [String] = try self["accepts"]
        return Duty(
            id: try self["id"], person: try self["person_id"], path: try self["path"], kind: try choice("kind"),
            field: try choice("field"), cycle: try self["cycle_id"], year: try self["year"],
            opened: try self["opened_on"],
            due: try self["due_on"], hard: try self["hard_on"], closed: try self["closed_on"],
            requiredHours: try self["required_hours"], accepts: accepts.compactMap(Level.init),
            ruleSet: try self["rule_set"])
    }

    func credit() throws -> Credit {
        let kinds: [String] = try self["kinds"]
        return Credit(
            id: try self["id"], className: try self["class_name"], level: try choice("level"),
            kinds: Set(kinds.compactMap(DutyKind.init)), earned: try self["earned_on"],
            countsFrom: try self["counts_from"],
            hours: try self["hours"], completions: try self["completions"])
    }

    func relief() throws -> Relief {
        Relief(
            id: try self["id"], kind: try choice("kind"), granted: try self["granted_on"],
            expires: try self["expires_on"],
            reason: try self["reason"], approver: try self["approver"], document: try self["document"],
            withdrawn: try self["withdrawn_on"])
    }

    func seat() throws -> Seat {
        let kinds: [String] = try self["kinds"]
        return Seat(
            className: try self["name"], classEnds: try self["ends_on"], kinds: Set(kinds.compactMap(DutyKind.init)),
            level: try choice("level"))
    }

    fileprivate func bothLanguages() throws -> Text? {
        guard let chinese: String = try self["name_zh"], let english: String = try self["name_en"] else { return nil }
        return Text(zh: chinese, en: english)
    }
}
