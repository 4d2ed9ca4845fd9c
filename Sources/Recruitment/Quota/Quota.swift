package import Civil
package import Foundation
package import Kernel

/// When a seat is used up; one choice for the whole installation.
package enum SeatUse: String, Choice {
    /// With the branch's vote.
    case vote
    /// With the committee's approval.
    case approval

    var milestone: Milestone { self == .vote ? .branchMeeting : .approval }
}

/// A year's seats of one organisation.
package struct QuotaLine: Sendable {
    package let organisation: UUID
    package let code: String
    package let name: String
    package let seats: Int
    /// Seats of the year before.
    package let base: Int
    package let used: Int
    package let applicants: Int
    package let activists: Int

    package var left: Int { seats - used }
}

/// A year's seats of an organisation and of those directly below it.
package struct QuotaSheet: Sendable {
    package let year: Int
    package let own: QuotaLine
    package let units: [QuotaLine]
    package let floors: [FloorLine]
    package let changes: [QuotaChange]
    /// Guarantees and limits of those directly below.
    package let bounds: [QuotaBound]

    package var given: Int { units.reduce(0) { $0 + $1.seats } }
}

/// A floor and how many of the group were admitted so far.
package struct FloorLine: Sendable {
    package let floor: StructureFloor
    package let admitted: Int
    package let document: String
}

/// What a superior guarantees an organisation in a year, and the most it may get.
package struct QuotaBound: Sendable {
    package let code: String
    package let atLeast: Int
    package let atMost: Int?
    package let document: String
}

/// Seats of a year of a branch or of one above it, after somebody used one.
package struct SeatsLeft: Sendable {
    package let organisation: String
    package let seats: Int
    package let used: Int

    package var left: Int { seats - used }
}

/// One decision about seats; the sum of a year's is what an organisation has.
package struct QuotaChange: Sendable {
    package let number: Int
    package let seats: Int
    package let document: String
    package let reason: String
    package let decidedOn: Day
    /// The batch of the plan; nil where nobody said.
    package let batch: Int?
}

/// What admitting people would do to the shares of the groups.
package struct Projection: Sendable {
    package struct Line: Sendable {
        package let group: StructureGroup
        package let before: Int
        package let after: Int
        package let floor: Int?
    }

    /// Admitted in the year so far, and with the people asked about.
    package let before: Int
    package let after: Int
    package let seats: Int
    package let lines: [Line]
}

package struct IdleBranch: Sendable {
    package let organisation: UUID
    package let code: String
    package let name: String
    let path: String
    /// The last admission, if there ever was one on file.
    package let lastOn: Day?
}

package struct AgeingCandidate: Sendable {
    package let recruitment: UUID
    package let person: UUID
    package let name: String
    package let organisationName: String?
    package let stage: Milestone.Stage
    let path: String
    /// The first day on which the person is too old.
    package let leavesOn: Day
    /// Seats this year of the nearest organisation that has any; nil: none has.
    package let seats: Int?
    /// Open cases there that stand before this one.
    package let ahead: Int?

    /// Whether, at this year's number of seats, those before use them up until the person is too old.
    package func isOvertaken(on today: Day) -> Bool {
        guard let seats, let ahead else { return false }
        guard seats > 0 else { return true }
        let year = today.year + ahead / seats
        return Day(year: year, month: 1, day: 1).map { leavesOn <= $0 } ?? true
    }
}
