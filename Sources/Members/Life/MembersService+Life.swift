package import Access
package import Civil
import Foundation
package import Kernel
import Organisations
package import Policy
import Postgres
import SQLFiles

/// A decision after which no new application is taken for a time.
package struct ReturnBar: Sendable {
    package let decision: Text
    package let decidedOn: Day
    package let months: Int
    package let source: Citation
    /// The first day on which an application is taken again.
    package let first: Day
}

extension MembersService {
    /// Records a decision about a membership. One that ends it also ends the person's posts and an open case.
    /// - Throws: `membership.*` with the first permitted day.
    package func decide(
        _ order: DecisionOrder, about reference: Reference<Person>, on today: Day, caller: Caller
    ) async throws -> DecisionRecorded {
        let caller = try caller.with(.decideMembership)
        try Plausible.words(order.reason, "reason")
        try Plausible.words(order.document, "document")
        try Plausible.day(order.on, "on")
        if let since = order.groundSince { try Plausible.day(since, "ground_since") }
        let person = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let row = try await lockedStanding(of: person, transaction)
            let name: String = try row["name"]
            guard let standing: Identifier<Membership> = try row["membership_id"] else {
                throw AppError.notAMember(name)
            }
            if order.change != .die, let letter: String = try row["letter"] { throw AppError.inTransfer(letter) }
            let status: MembershipStatus = try row.choice("status")
            _ = try life.judge(order, LifeStanding(status: status, since: try row["since"]), today: today)
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "membership.\(order.change.rawValue)", "person", subject: person.value, path: path,
                before: JSONText(encoding: ["status": status.rawValue]),
                after: JSONText(encoding: [
                    "ground": order.ground, "on": order.on.description, "document": order.document,
                ]))
            let id = Identifier<MembershipDecision>(UUID())
            _ = try await transaction.query(
                .insertDecision(
                    person: person, id: id, path: path, change: order.change.rawValue, ground: order.ground,
                    groundSince: order.groundSince, decidedOn: order.on, document: order.document,
                    reason: order.reason, auditEvent: auditEvent))
            _ = try await transaction.query(
                .endMembership(person: person, id: standing, until: order.on, endedAs: order.change.ending.rawValue))
            guard !order.change.isEnd else {
                let posts = try await endPosts(person, order.on, auditEvent, transaction)
                try await cancelLetter(of: person, order, auditEvent, transaction)
                try await membershipEnded(
                    transaction,
                    MembershipEnd(
                        person: person, day: order.on, reason: order.reason, document: order.document,
                        auditEvent: auditEvent))
                return DecisionRecorded(
                    id: id, person: person, personName: name, change: order.change, on: order.on, postsEnded: posts)
            }
            let organisation: Identifier<Organisation> = try row["organisation_id"]
            let next: MembershipStatus =
                order.change == .suspend ? .suspended : try await before(suspension: person, transaction)
            _ = try await transaction.query(
                .insertMembership(
                    person: person, id: Identifier<Membership>.new(), organisation: organisation, path: path,
                    status: next.rawValue, since: order.on, auditEvent: auditEvent,
                    beganAs: order.change.ending.rawValue, countsFrom: Day?.none))
            try await standingsChanged(transaction, [person])
            return DecisionRecorded(
                id: id, person: person, personName: name, change: order.change, on: order.on, postsEnded: [])
        }
    }

    /// How somebody stands, read once nobody else decides about them.
    func lockedStanding(of person: Identifier<Person>, _ transaction: ScopedTransaction) async throws -> Row {
        try await lock(person, transaction)
        guard let row = try await transaction.query(.standing(person: person)).single else {
            throw AppError.notFound(Self.word, person.description)
        }
        return row
    }

    /// Makes everybody else who changes something about the person wait until this transaction ends.
    /// - Throws: `not_found` for a person who is not there or out of sight.
    package func lock(_ person: Identifier<Person>, _ transaction: ScopedTransaction) async throws {
        guard try await transaction.query(.lockPerson(person: person)).single != nil else {
            throw AppError.notFound(Self.word, person.description)
        }
    }

    /// The standing that a suspension interrupted.
    private func before(suspension person: Identifier<Person>, _ transaction: ScopedTransaction) async throws
        -> MembershipStatus
    {
        guard let row = try await transaction.query(.standingBeforeSuspension(person: person)).single else {
            // Registered as suspended; the previous status is unknown.
            return .full
        }
        return try row.choice("status")
    }

    /// An open letter becomes void.
    private func cancelLetter(
        of person: Identifier<Person>, _ order: DecisionOrder, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        guard let open = try await transaction.query(.lockLetter(person: person)).single else { return }
        let (letter, issued): (Identifier<Transfer>, Day) = (try open["id"], try open["issued_on"])
        _ = try await transaction.query(
            .answerTransfer(
                person: person, transfer: letter, answer: Transfer.State.cancelled.rawValue,
                answeredOn: max(issued, order.on), remark: order.document, auditEvent: auditEvent))
    }

    /// Finds that a decision which ended a membership was recorded by mistake: it stays on file, has no effect, and the
    /// membership goes on. Posts and cases that ended with it are recorded again where that is right.
    /// - Parameter decision: its identifier, or its document where the person has one decision under it.
    /// - Throws: `membership.cannot_annul` when the membership has changed otherwise since.
    package func annul(
        decision: Reference<MembershipDecision>, about reference: Reference<Person>, _ order: DecisionAnnulment,
        caller: Caller
    ) async throws -> DecisionAnnulled {
        let caller = try caller.with(.decideMembership)
        try Plausible.words(order.reason, "reason")
        try Plausible.words(order.document, "document")
        let person = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let row = try await lockedStanding(of: person, transaction)
            let standing = try await transaction.query(.decisionsOfPerson(person: person))
                .map { try $0.membershipDecision(life) }.filter { $0.annulledBecause == nil }
            let decision = try Self.find(decision, in: standing)
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "membership.annul", "person", subject: person.value, path: path,
                after: JSONText(encoding: ["decision": decision.id.description, "document": order.document]))
            _ = try await transaction.query(
                .insertDecisionAnnulment(
                    person: person, decision: decision.id, path: path, document: order.document, reason: order.reason,
                    auditEvent: auditEvent))
            guard decision.change.isEnd,
                try await transaction.query(
                    .reopenMembership(
                        person: person, until: decision.on, endedAs: decision.change.ending.rawValue)
                ).affected == 1
            else { throw AppError.decisionStands(decision) }
            try await standingsChanged(transaction, [person])
            return DecisionAnnulled(
                id: decision.id, person: person, personName: try row["name"], change: decision.change, on: decision.on)
        }
    }

    private static func find(_ reference: Reference<MembershipDecision>, in decisions: [MembershipDecision])
        throws(AppError) -> MembershipDecision
    {
        let subject = Text(zh: "处理决定", en: "decision")
        let found = decisions.filter { $0.id == reference.identifier || $0.document == reference.text }
        guard let first = found.first else { throw .notFound(subject, reference.text) }
        guard found.count == 1 else {
            throw .ambiguous(
                subject, reference.text,
                candidates: found.map { ($0.id.description, "\($0.on) \($0.change.text.chinese)") })
        }
        return first
    }

    func endPosts(
        _ person: Identifier<Person>, _ day: Day, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> [DecisionRecorded.Post] {
        let rows = try await transaction.query(.endTenuresOfPerson(person: person, day: day, auditEvent: auditEvent))
        let ids: [Identifier<Tenure>] = try rows.map { try $0["id"] }
        if !ids.isEmpty { try await tenuresChanged(transaction, ids) }
        return try rows.map {
            DecisionRecorded.Post(
                organisationCode: try $0["code"], organisationName: try $0["name"], title: try $0.choice("title"))
        }
    }

    /// What keeps somebody from applying again after a decision, and until when.
    package func barred(_ person: Identifier<Person>, on day: Day, _ transaction: ScopedTransaction) async throws
        -> ReturnBar?
    {
        try await transaction.query(.decisionsOfPerson(person: person)).compactMap { row -> ReturnBar? in
            let decision = try row.membershipDecision(life)
            guard decision.annulledBecause == nil else { return nil }
            return life.bar(after: decision.change, ground: decision.ground, on: decision.on)
        }.filter { day < $0.first }.max { $0.first < $1.first }
    }

    /// What was decided about a membership, annulled decisions included. Each reading is audited, and the person's
    /// office sees it.
    package func decisions(about reference: Reference<Person>, caller: Caller) async throws -> Page<MembershipDecision>
    {
        let caller = try caller.with(.readRegistry)
        let reading = try database.reading(.decisions, caller: caller)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Self.word, id.description)
            }
            _ = try await reading.keep(about: id.value, at: try row["path"], transaction)
            return Page(
                whole: try await transaction.query(.decisionsOfPerson(person: id)).map {
                    try $0.membershipDecision(life)
                })
        }
    }

    /// What can be decided about a membership, and on which grounds.
    package var decisionGrounds: Page<DecisionGround> { life.grounds }
}
