import Access
import Civil
import Foundation
import Kernel
import Members
import Procedures

/// What a step does to the membership: each standing begins on the day that the rules name. The register itself is
/// changed by the verbs of `Members`.
struct MembershipAdvance {
    let members: MembersService
    let transaction: ScopedTransaction

    /// The standing that a step leads to and the day it begins: an activist from the filing's decision, a target from
    /// the listing, a probationary member from the branch's vote, a full member from the end of probation.
    static func standing(after step: CaseStep, _ facts: CaseFacts, probationEnd: Day?) -> (MembershipStatus, Day)? {
        guard step.carries else { return nil }
        switch (step.milestone, step.content.outcome) {
        case (.activistDecision, _): return (.activist, step.date.last)
        case (.targetListing, _): return (.developmentTarget, step.date.last)
        case (.approval, .admit?): return facts.probationBegan.map { (.probationary, $0) }
        case (.fullApproval, .convert?): return probationEnd.map { (.full, $0) }
        default: return nil
        }
    }

    /// - Throws: `recruitment.standing_later` when the registry already has a standing from a later day.
    func advance(_ person: Identifier<Person>, to status: MembershipStatus, on day: Day, auditEvent: UUID) async throws
    {
        let known = try await current(person)
        guard known.status != .suspended else { throw AppError.membershipSuspended(known.since) }
        let order = MembershipStatus.allCases
        guard let from = order.firstIndex(of: known.status), let to = order.firstIndex(of: status), from < to else {
            if known.status == status { try await recount(person, status, from: day) }
            return
        }
        // Who has moved since that day is entered here from the day after the arrival; the standing counts from its
        // own.
        let began = known.since < day || !known.isTransferred ? day : known.since.adding(days: 1)
        guard known.since < began else { throw AppError.standingLater(known.status, known.since, day) }
        try await members.advance(
            person, from: known, to: status, on: began, countsFrom: began == day ? nil : day, auditEvent: auditEvent,
            transaction)
    }

    /// A standing that is there already counts from another day: the step that led to it was corrected.
    func recount(_ person: Identifier<Person>, _ status: MembershipStatus, from day: Day) async throws {
        try await members.count(status, of: person, from: day, transaction)
    }

    /// Ends a membership; does nothing where there is none.
    func endAdmitted(_ person: Identifier<Person>, as ending: MembershipEnding, on day: Day) async throws {
        guard let known = try await members.openStanding(of: person, transaction), known.status.isMember else {
            return
        }
        try await end(known, of: person, as: ending, on: day)
    }

    func end(_ person: Identifier<Person>, as ending: MembershipEnding, on day: Day) async throws {
        try await end(current(person), of: person, as: ending, on: day)
    }

    private func end(
        _ known: OpenStanding, of person: Identifier<Person>, as ending: MembershipEnding, on day: Day
    ) async throws {
        guard known.since < day else { throw AppError.standingLater(known.status, known.since, day) }
        try await members.end(known, of: person, as: ending, on: day, transaction)
    }

    private func current(_ person: Identifier<Person>) async throws -> OpenStanding {
        guard let known = try await members.openStanding(of: person, transaction) else { throw AppError.noMembership }
        return known
    }
}
