import Organisations
package import Access
package import Civil
package import Foundation
package import Kernel
package import Policy
import Postgres
import SQLFiles

/// A decision about a membership, on file.
package struct LifeDecision: Sendable {
    package let id: UUID
    package let change: LifeChange
    package let ground: String
    package let groundSince: Day?
    package let day: Day
    package let document: String
    package let reason: String
    /// Why it counts for nothing; nil while it stands.
    package let annulledBecause: String?
}

/// A decision after which no new application is taken for a time.
package struct ReturnBar: Sendable {
    package let decision: Text
    package let decidedOn: Day
    package let months: Int
    package let source: Citation
    /// The first day on which an application is taken again.
    package let first: Day
}

/// What followed from a decision.
package struct LifeOutcome: Sendable {
    package let id: UUID
    /// Posts that ended with the membership, as the organisation's name and the title.
    package let posts: [(organisation: String, title: PostTitle)]
}

extension MembersService {
    /// Records a decision about a membership. One that ends it ends the person's posts and a case on the way with it.
    /// - Throws: `membership.*` with the first permitted day.
    package func decide(
        _ order: LifeOrder, about person: Identifier<Person>, today: Day, caller: Caller
    ) async throws -> LifeOutcome {
        try caller.require(.decideMembership)
        try Plausible.words(order.reason, "reason", atMost: 500)
        try Plausible.words(order.document, "document", atMost: 200)
        try Plausible.day(order.day, "on")
        if let since = order.groundSince { try Plausible.day(since, "ground_since") }
        return try await database.write(caller) { transaction in
            let row = try await lockedStanding(of: person, transaction)
            guard let standing: UUID = try row["membership_id"] else { throw AppError.notAMember(try row["name"]) }
            if order.change != .die, let letter: String = try row["letter"] { throw AppError.inTransfer(letter) }
            let status: MembershipStatus = try row.choice("status")
            _ = try life.judge(order, LifeStanding(status: status, since: try row["since"]), today: today)
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "membership.\(order.change.rawValue)", "person", subject: person.value, path: path,
                before: JSONText(encoding: ["status": status.rawValue]),
                after: JSONText(encoding: [
                    "ground": order.ground, "on": order.day.description, "document": order.document,
                ]))
            let id = UUID()
            _ = try await transaction.query(
                .insertDecision(
                    person: person, id: id, path: path, change: order.change.rawValue, ground: order.ground,
                    groundSince: order.groundSince, decidedOn: order.day, document: order.document,
                    reason: order.reason, auditEvent: auditEvent))
            _ = try await transaction.query(
                .endMembership(person: person, id: standing, until: order.day, endedAs: order.change.ending))
            guard !order.change.isEnd else {
                let posts = try await endPosts(person, order.day, auditEvent, transaction)
                try await cancelLetter(of: person, order, auditEvent, transaction)
                try await membershipEnded(
                    transaction,
                    MembershipEnd(
                        person: person.value, day: order.day, reason: order.reason, document: order.document,
                        auditEvent: auditEvent))
                return LifeOutcome(id: id, posts: posts)
            }
            let organisation: UUID = try row["organisation_id"]
            let next: MembershipStatus =
                order.change == .suspend ? .suspended : try await before(suspension: person, transaction)
            _ = try await transaction.query(
                .insertMembership(
                    person: person, id: UUID(), organisation: organisation, path: path, status: next.rawValue,
                    since: order.day, auditEvent: auditEvent, beganAs: order.change.ending, countsFrom: Day?.none))
            return LifeOutcome(id: id, posts: [])
        }
    }

    /// How somebody stands, read once nobody else decides about them.
    func lockedStanding(of person: Identifier<Person>, _ transaction: ScopedTransaction) async throws -> Row {
        try await lock(person, transaction)
        guard let row = try await transaction.query(.standing(person: person)).single else {
            throw AppError.notFound(Text(zh: "人员", en: "person"), person.description)
        }
        return row
    }

    /// Makes everybody else who changes something about the person wait until this transaction ends.
    /// - Throws: `not_found` for a person who is not there or out of sight.
    package func lock(_ person: Identifier<Person>, _ transaction: ScopedTransaction) async throws {
        guard try await transaction.query(.lockPerson(person: person)).single != nil else {
            throw AppError.notFound(Text(zh: "人员", en: "person"), person.description)
        }
    }

    /// The standing that a suspension interrupted.
    private func before(suspension person: Identifier<Person>, _ transaction: ScopedTransaction) async throws
        -> MembershipStatus
    {
        guard let row = try await transaction.query(.standingBeforeSuspension(person: person)).single else {
            // Registered as suspended, and nothing is known of before.
            return .full
        }
        return try row.choice("status")
    }

    /// A letter on the way leads nowhere any more.
    private func cancelLetter(
        of person: Identifier<Person>, _ order: LifeOrder, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        guard let open = try await transaction.query(.lockLetter(person: person)).single else { return }
        let (letter, issued): (UUID, Day) = (try open["id"], try open["issued_on"])
        _ = try await transaction.query(
            .answerTransfer(
                person: person, transfer: letter, answer: Transfer.Answer.cancelled.rawValue,
                answeredOn: max(issued, order.day), remark: order.document, auditEvent: auditEvent))
    }

    /// Finds that a decision which ended a membership was recorded by mistake: it stays on file, counts for nothing, and the
    /// membership goes on. Posts and cases that ended with it are entered anew where that is right.
    /// - Throws: `membership.cannot_annul` when the membership has gone another way since.
    package func annul(
        decision id: UUID, about person: Identifier<Person>, reason: String, document: String, caller: Caller
    ) async throws {
        try caller.require(.decideMembership)
        try Plausible.words(reason, "reason", atMost: 500)
        try Plausible.words(document, "document", atMost: 200)
        try await database.write(caller) { transaction in
            let row = try await lockedStanding(of: person, transaction)
            let decision = try await transaction.query(.decisionsOfPerson(person: person))
                .map { try $0.lifeDecision() }.first { $0.id == id && $0.annulledBecause == nil }
            guard let decision else { throw AppError.notFound(Text(zh: "处理决定", en: "decision"), id.text) }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "membership.annul", "person", subject: person.value, path: path,
                after: JSONText(encoding: ["decision": id.text, "document": document]))
            _ = try await transaction.query(
                .insertDecisionAnnulment(
                    person: person, decision: id, path: path, document: document, reason: reason, auditEvent: auditEvent
                ))
            guard decision.change.isEnd,
                try await transaction.query(
                    .reopenMembership(person: person, until: decision.day, endedAs: decision.change.ending)
                ).affected == 1
            else { throw AppError.decisionStands(decision) }
        }
    }

    private func endPosts(
        _ person: Identifier<Person>, _ day: Day, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> [(organisation: String, title: PostTitle)] {
        let rows = try await transaction.query(.endTenuresOfPerson(person: person, day: day, auditEvent: auditEvent))
        let ids: [UUID] = try rows.map { try $0["id"] }
        if !ids.isEmpty { try await tenuresChanged(transaction, ids) }
        return try rows.map { (try $0["name"], try $0.choice("title")) }
    }

    /// What keeps somebody from applying again after a decision, and until when.
    package func barred(_ person: Identifier<Person>, on day: Day, _ transaction: ScopedTransaction) async throws
        -> ReturnBar?
    {
        try await transaction.query(.decisionsOfPerson(person: person)).compactMap { row -> ReturnBar? in
            let decision = try row.lifeDecision()
            guard decision.annulledBecause == nil else { return nil }
            return life.bar(after: decision.change, ground: decision.ground, on: decision.day)
        }.filter { day < $0.first }.max { $0.first < $1.first }
    }

    package func decisions(about person: Identifier<Person>, caller: Caller) async throws -> [LifeDecision] {
        try caller.require(.readRegistry)
        _ = try await self.person(person, caller: caller)
        return try await database.read(caller, .decisionsOfPerson(person: person))
            .map { try $0.lifeDecision() }
    }
}

extension Row {
    fileprivate func lifeDecision() throws -> LifeDecision {
        LifeDecision(
            id: try self["id"], change: try choice("change"), ground: try self["ground"],
            groundSince: try self["ground_since"], day: try self["decided_on"], document: try self["document"],
            reason: try self["reason"], annulledBecause: try self["annulled_because"])
    }
}
