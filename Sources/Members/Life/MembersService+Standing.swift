package import Access
package import Civil
package import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

/// The open standing of a person, as a feature that changes it sees it.
package struct OpenStanding: Sendable {
    let membership: Identifier<Membership>
    let organisation: Identifier<Organisation>
    let path: String
    package let status: MembershipStatus
    package let since: Day
    /// Began with a move from another organisation.
    package let isTransferred: Bool
}

/// What other features do to a standing, in their own transaction: the rules that led to it are theirs.
extension MembersService {
    /// The open standing, read once nobody else decides about the person; nil for somebody without one.
    /// - Throws: `not_found` for a person who is not there or out of sight.
    package func openStanding(of person: Identifier<Person>, _ transaction: ScopedTransaction) async throws
        -> OpenStanding?
    {
        let row = try await lockedStanding(of: person, transaction)
        let membership: Identifier<Membership>? = try row["membership_id"]
        return try membership.map {
            OpenStanding(
                membership: $0, organisation: try row["organisation_id"], path: try row["path"],
                status: try row.choice("status"), since: try row["since"],
                isTransferred: try row["began_as"] as String? == MembershipEnding.transferred.rawValue)
        }
    }

    /// The next standing takes the place of the open one.
    /// - Parameters:
    ///   - day: the first day of the next standing in the register.
    ///   - countsFrom: the day from which it counts, where that is an earlier one.
    package func advance(
        _ person: Identifier<Person>, from standing: OpenStanding, to status: MembershipStatus, on day: Day,
        countsFrom: Day?, auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        let word = MembershipEnding.advanced.rawValue
        _ = try await transaction.pipeline([
            .endMembership(person: person, id: standing.membership, until: day, endedAs: word),
            .insertMembership(
                person: person, id: Identifier<Membership>.new(), organisation: standing.organisation,
                path: standing.path, status: status.rawValue, since: day, auditEvent: auditEvent, beganAs: word,
                countsFrom: countsFrom),
        ])
        try await standingsChanged(transaction, [person])
    }

    /// The open standing ends and none follows.
    package func end(
        _ standing: OpenStanding, of person: Identifier<Person>, as ending: MembershipEnding, on day: Day,
        _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(
            .endMembership(person: person, id: standing.membership, until: day, endedAs: ending.rawValue))
        try await standingsChanged(transaction, [person])
    }

    /// An open standing to which somebody advanced counts from another day: what led to it was corrected. Does nothing
    /// when the person has another standing by now.
    package func count(
        _ status: MembershipStatus, of person: Identifier<Person>, from day: Day, _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(.recountStanding(person: person, status: status.rawValue, countsFrom: day))
        try await standingsChanged(transaction, [person])
    }
}
