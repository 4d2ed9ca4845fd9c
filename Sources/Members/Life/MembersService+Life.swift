import Organisations
package import Access
package import Civil
package import Foundation
package import Kernel
import Postgres

/// A decision about a membership, on file.
package struct LifeDecision: Sendable {
    package let id: UUID
    package let change: LifeChange
    package let ground: String
    package let groundSince: Day?
    package let day: Day
    package let document: String
    package let reason: String
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
        guard !order.reason.isEmpty else { throw AppError.missingValue("reason") }
        guard !order.document.isEmpty else { throw AppError.missingValue("document") }
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query("LockStanding", [person.parameter]).only else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), person.description)
            }
            guard let standing: UUID = try row["membership_id"] else { throw AppError.notAMember(try row["name"]) }
            if order.change != .die, let letter: String = try row["letter"] { throw AppError.inTransfer(letter) }
            let status: MembershipStatus = try row.choice("status")
            _ = try life.judge(order, LifeStanding(status: status, since: try row["since"]), today: today)
            let path: String = try row["path"]
            let act = try await transaction.record(
                "membership.\(order.change.rawValue)", "person", subject: person.value, path: path,
                before: JSONText(encoding: ["status": status.rawValue]),
                after: JSONText(encoding: [
                    "ground": order.ground, "on": order.day.description, "document": order.document,
                ]))
            let id = UUID()
            _ = try await transaction.query(
                "InsertDecision",
                [
                    person.parameter, id.parameter, path.parameter, order.change.rawValue.parameter,
                    order.ground.parameter, order.groundSince.parameter, order.day.parameter,
                    order.document.parameter, order.reason.parameter, act.parameter,
                ])
            _ = try await transaction.query(
                "EndMembership",
                [person.parameter, standing.parameter, order.day.parameter, order.change.ending.parameter])
            guard !order.change.isEnd else {
                let posts = try await endPosts(person, order.day, act, transaction)
                try await membershipEnded(transaction, person.value, order, act)
                return LifeOutcome(id: id, posts: posts)
            }
            let organisation: UUID = try row["organisation_id"]
            let next: MembershipStatus =
                order.change == .suspend ? .suspended : try await before(suspension: person, transaction)
            _ = try await transaction.query(
                "InsertMembership",
                [
                    person.parameter, UUID().parameter, organisation.parameter,
                    path.parameter, next.rawValue.parameter, order.day.parameter, act.parameter,
                    order.change.ending.parameter,
                ])
            return LifeOutcome(id: id, posts: [])
        }
    }

    /// The standing that a suspension interrupted.
    private func before(suspension person: Identifier<Person>, _ transaction: ScopedTransaction) async throws
        -> MembershipStatus
    {
        guard let row = try await transaction.query("StandingBeforeSuspension", [person.parameter]).only else {
            // Registered as suspended, and nothing is known of before.
            return .full
        }
        return try row.choice("status")
    }

    private func endPosts(
        _ person: Identifier<Person>, _ day: Day, _ act: UUID, _ transaction: ScopedTransaction
    ) async throws -> [(organisation: String, title: PostTitle)] {
        let rows = try await transaction.query(
            "EndTenuresOfPerson", [person.parameter, day.parameter, act.parameter])
        let ids: [UUID] = try rows.map { try $0["id"] }
        if !ids.isEmpty { try await tenuresChanged(transaction, ids) }
        return try rows.map { (try $0["name"], try $0.choice("title")) }
    }

    /// The first day on which somebody who was expelled may apply again.
    package func mayApply(_ person: Identifier<Person>, _ transaction: ScopedTransaction) async throws -> Day? {
        try await transaction.query("DecisionsOfPerson", [person.parameter]).compactMap { row -> Day? in
            life.mayReturn(after: try row.choice("change"), on: try row["decided_on"])
        }.max()
    }

    package func decisions(about person: Identifier<Person>, caller: Caller) async throws -> [LifeDecision] {
        try caller.require(.readRegistry)
        return try await database.read(caller, database.sql("DecisionsOfPerson", [person.parameter])).map {
            LifeDecision(
                id: try $0["id"], change: try $0.choice("change"), ground: try $0["ground"],
                groundSince: try $0["ground_since"], day: try $0["decided_on"], document: try $0["document"],
                reason: try $0["reason"])
        }
    }
}
