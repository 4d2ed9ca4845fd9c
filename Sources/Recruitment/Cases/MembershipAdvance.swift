import Access
import Civil
import Foundation
import Kernel
import Members
import Postgres
import Procedures
import SQLFiles

/// What a step does to the membership: each standing begins on the day that the rules name.
struct MembershipAdvance {
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
        try await lock(person)
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
        _ = try await transaction.pipeline([
            .endMembership(person: person, id: known.id, until: began, endedAs: "advanced"),
            .insertMembership(
                person: person, id: UUID(), organisation: known.organisation, path: known.path, status: status.rawValue,
                since: began, auditEvent: auditEvent, beganAs: "advanced",
                countsFrom: (began == day ? nil : day) as Day?),
        ])
    }

    /// A standing that is there already counts from another day: the step that led to it was corrected.
    func recount(_ person: Identifier<Person>, _ status: MembershipStatus, from day: Day) async throws {
        _ = try await transaction.query(.recountStanding(person: person, status: status.rawValue, countsFrom: day))
    }

    /// What is being decided about the person elsewhere is waited for before it is looked at how they stand.
    private func lock(_ person: Identifier<Person>) async throws {
        _ = try await transaction.query(.lockPerson(person: person))
    }

    /// Ends a membership; does nothing where there is none.
    func endAdmitted(_ person: Identifier<Person>, as word: String, on day: Day) async throws {
        let row = try await transaction.query(.recruitmentPerson(person: person)).single
        let status: MembershipStatus? = try row.flatMap { try $0.choice("status") }
        guard let status, [.probationary, .full, .suspended].contains(status) else { return }
        try await end(person, as: word, on: day)
    }

    func end(_ person: Identifier<Person>, as word: String, on day: Day) async throws {
        try await lock(person)
        let known = try await current(person)
        guard known.since < day else { throw AppError.standingLater(known.status, known.since, day) }
        _ = try await transaction.query(.endMembership(person: person, id: known.id, until: day, endedAs: word))
    }

    private struct Standing {
        let id: UUID
        let status: MembershipStatus
        let since: Day
        let organisation: UUID
        let path: String
        let isTransferred: Bool
    }

    private func current(_ person: Identifier<Person>) async throws -> Standing {
        guard let row = try await transaction.query(.recruitmentPerson(person: person)).single,
            let id: UUID = try row["membership_id"]
        else { throw AppError.noMembership }
        return Standing(
            id: id, status: try row.choice("status"), since: try row["since"], organisation: try row["organisation_id"],
            path: try row["path"], isTransferred: try row["began_as"] as String? == "transferred")
    }
}
