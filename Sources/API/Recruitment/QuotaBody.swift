import Civil
import Kernel
import Recruitment

struct QuotaLineBody: Codable, Sendable {
    let organisation: String
    let code: String
    let name: String
    let seats: Int
    let used: Int
    let left: Int
    /// Seats of the year before.
    let base: Int
    let applicants: Int
    let activists: Int

    init(_ line: QuotaLine) {
        organisation = line.organisation.text
        code = line.code
        name = line.name
        seats = line.seats
        used = line.used
        left = line.left
        base = line.base
        applicants = line.applicants
        activists = line.activists
    }
}

struct FloorBody: Codable, Sendable {
    let group: String
    let atLeast: Int
    let admitted: Int?
    let document: String?

    init(_ line: FloorLine) {
        group = line.floor.group.rawValue
        atLeast = line.floor.atLeast
        admitted = line.admitted
        document = line.document
    }

    func floor() throws(AppError) -> StructureFloor {
        StructureFloor(try APIRequest.choice(group, "group"), atLeast: atLeast)
    }
}

struct QuotaChangeBody: Codable, Sendable {
    let number: Int
    let seats: Int
    let document: String
    let reason: String
    let decidedOn: String
    let batch: Int?

    init(_ change: QuotaChange) {
        number = change.number
        seats = change.seats
        document = change.document
        reason = change.reason
        decidedOn = change.decidedOn.description
        batch = change.batch
    }
}

struct QuotaSheetBody: Codable, Sendable {
    let year: Int
    let own: QuotaLineBody
    /// Seats given on to those below.
    let given: Int
    let units: [QuotaLineBody]
    let floors: [FloorBody]
    let changes: [QuotaChangeBody]
    let bounds: [BoundBody]

    struct BoundBody: Codable, Sendable {
        let code: String
        let atLeast: Int
        let atMost: Int?
        let document: String
    }

    init(_ sheet: QuotaSheet) {
        year = sheet.year
        own = QuotaLineBody(sheet.own)
        given = sheet.given
        units = sheet.units.map(QuotaLineBody.init)
        floors = sheet.floors.map(FloorBody.init)
        changes = sheet.changes.map(QuotaChangeBody.init)
        bounds = sheet.bounds.map {
            BoundBody(code: $0.code, atLeast: $0.atLeast, atMost: $0.atMost, document: $0.document)
        }
    }
}

struct QuotaOrderBody: Codable, Sendable {
    let organisation: String
    let year: Int
    /// More when positive, fewer when negative.
    let seats: Int
    /// The batch of the plan.
    let batch: Int?
    let document: String
    let reason: String
    let on: String?
}

struct BoundOrderBody: Codable, Sendable {
    let organisation: String
    let year: Int
    let atLeast: Int
    let atMost: Int?
    let document: String
}

struct FloorOrderBody: Codable, Sendable {
    let organisation: String
    let year: Int
    let group: String
    let atLeast: Int
    let document: String
}

struct BoundsBody: Codable, Sendable {
    let code: String
    let atLeast: Int
    let atMost: Int
}

struct AllocationOrderBody: Codable, Sendable {
    let organisation: String
    let year: Int
    /// The organisation's own seats of the year unless given.
    let total: Int?
    /// Weights of last year's seats, applicants and activists.
    let baseWeight: Int?
    let applicantsWeight: Int?
    let activistsWeight: Int?
    let bounds: [BoundsBody]?
    /// In the order of precedence; those on file unless given.
    let floors: [FloorBody]?

    func weights(_ standard: AllocationWeights) throws(AppError) -> AllocationWeights {
        let parts = [
            baseWeight ?? standard.base, applicantsWeight ?? standard.applicants, activistsWeight ?? standard.activists,
        ]
        guard parts.allSatisfy({ (0...1000).contains($0) }) else {
            throw .invalidValue("weight", "\(parts)", expected: Text(zh: "0 到 1000", en: "0 to 1000"))
        }
        return AllocationWeights(base: parts[0], applicants: parts[1], activists: parts[2])
    }

    func limits() throws(AppError) -> [String: ClosedRange<Int>] {
        var limits: [String: ClosedRange<Int>] = [:]
        for bound in bounds ?? [] {
            guard bound.atLeast >= 0, bound.atLeast <= bound.atMost else {
                throw .invalidValue(
                    "bounds", "\(bound.atLeast)–\(bound.atMost)",
                    expected: Text(zh: "下限不大于上限", en: "at_least up to at_most"))
            }
            guard limits.updateValue(bound.atLeast...bound.atMost, forKey: bound.code) == nil else {
                throw .statedTwice("bounds")
            }
        }
        return limits
    }
}

struct AllocationBody: Codable, Sendable {
    struct Share: Codable, Sendable {
        let code: String
        let name: String
        /// By weight alone, before bounds and whole seats.
        let exact: Double
        /// By the largest remainder, within bounds.
        let ideal: Int
        let seats: Int
        let atLeast: Int
        let atMost: Int
        let base: Int
        let applicants: Int
        let activists: Int
    }

    struct Floor: Codable, Sendable {
        let group: String
        let atLeast: Int
        /// The most that can be had beside the floors before it.
        let attainable: Int
        let met: Bool
    }

    let total: Int
    /// Seats that went elsewhere than by weight, for the sake of floors.
    let moved: Int
    let shares: [Share]
    let floors: [Floor]

    init(_ allocation: Allocation) {
        total = allocation.total
        moved = allocation.moved
        shares = allocation.shares.map {
            Share(
                code: $0.unit.key, name: $0.unit.name, exact: ($0.exact * 100).rounded() / 100, ideal: $0.ideal,
                seats: $0.seats, atLeast: $0.unit.atLeast, atMost: $0.unit.atMost, base: $0.unit.base,
                applicants: $0.unit.applicants, activists: $0.unit.activists)
        }
        floors = allocation.floors.map {
            Floor(
                group: $0.floor.group.rawValue, atLeast: $0.floor.atLeast, attainable: $0.attainable, met: $0.isMet)
        }
    }
}

struct ProjectionOrderBody: Codable, Sendable {
    let organisation: String
    let year: Int
    let people: [String]
}

struct ProjectionBody: Codable, Sendable {
    struct Line: Codable, Sendable {
        let group: String
        let before: Int
        let after: Int
        let shareBefore: Double
        let shareAfter: Double
        let floor: Int?
    }

    let before: Int
    let after: Int
    let seats: Int
    let lines: [Line]

    init(_ projection: Projection) {
        func share(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 0 : (Double(part) / Double(whole) * 1000).rounded() / 1000
        }
        before = projection.before
        after = projection.after
        seats = projection.seats
        lines = projection.lines.map {
            Line(
                group: $0.group.rawValue, before: $0.before, after: $0.after,
                shareBefore: share($0.before, projection.before), shareAfter: share($0.after, projection.after),
                floor: $0.floor)
        }
    }
}

struct TraitsBody: Codable, Sendable {
    let groups: [String]
    let since: String?
}

struct IdleBranchBody: Codable, Sendable {
    let organisation: String
    let code: String
    let name: String
    let lastOn: String?

    init(_ branch: IdleBranch) {
        organisation = branch.organisation.text
        code = branch.code
        name = branch.name
        lastOn = branch.lastOn?.description
    }
}

struct AgeingBody: Codable, Sendable {
    let recruitment: String
    let person: String
    let name: String
    let organisationName: String?
    let stage: String
    let leavesOn: String
    /// Seats this year of the nearest organisation that has any, and the open cases there that stand before.
    let seats: Int?
    let ahead: Int?
    /// Whether those before use the seats up until the person is too old.
    let overtaken: Bool

    init(_ candidate: AgeingCandidate, on today: Day) {
        recruitment = candidate.recruitment.text
        person = candidate.person.text
        name = candidate.name
        organisationName = candidate.organisationName
        stage = candidate.stage.word
        leavesOn = candidate.leavesOn.description
        seats = candidate.seats
        ahead = candidate.ahead
        overtaken = candidate.isOvertaken(on: today)
    }
}
