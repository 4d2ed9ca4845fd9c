import Access
package import Civil
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles

/// Proposals how to divide seats, and what admitting people would change: nothing is written by either.
extension RecruitmentService {
    /// Divides an organisation's seats among those directly below it, as a proposal with its reasons. Bounds and floors
    /// that the order does not name are those on file for the year.
    package func proposeAllocation(_ order: AllocationOrder, on today: Day, caller: Caller) async throws
        -> AllocationProposal
    {
        let caller = try caller.with(.readRecruitment)
        let year = try Self.year(order.year, on: today)
        if let total = order.total { try Plausible.count(total, "total", in: Self.seatCounts) }
        let weights = try weights(order)
        let bounds = try Self.limits(order)
        for floor in order.floors ?? [] {
            try Plausible.count(floor.atLeast, "floors.at_least", in: Self.seatCounts)
        }
        if let floors = order.floors, Set(floors.map(\.group)).count < floors.count {
            throw AppError.statedTwice("floors")
        }
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let sheet = try await sheet(organisation, year, caller)
        if let unknown = bounds.keys.sorted().first(where: { code in !sheet.units.contains { $0.code == code } }) {
            throw AppError.notFound(Text(zh: "下级党组织", en: "organisation directly below"), unknown)
        }
        let young = try structure.youngAfter(year)
        let rows = try await database.read(
            caller, .structureOfCandidates(parent: organisation.id, youngAfter: young))
        var pools: [Identifier<Organisation>: [Set<StructureGroup>: Int]] = [:]
        for row in rows { pools[try row["id"], default: [:]][try row.groups(), default: 0] += try row["people"] as Int }
        let seats = order.total ?? sheet.own.seats
        let filed = Dictionary(sheet.bounds.map { ($0.code, $0) }, uniquingKeysWith: { $1 })
        let units = sheet.units.map { line in
            // In the middle of a year nobody gets fewer than are used up already.
            let least = bounds[line.code]?.lowerBound ?? filed[line.code]?.atLeast ?? 0
            let most = bounds[line.code]?.upperBound ?? filed[line.code]?.atMost ?? max(seats, least)
            return AllocationUnit(
                key: line.code, name: line.name, base: line.base, applicants: line.applicants,
                activists: line.activists, atLeast: max(least, line.used), atMost: max(most, line.used),
                pool: pools[line.organisation] ?? [:])
        }
        guard !units.isEmpty else { throw AppError.quotaNobodyBelow(organisation.name) }
        let floors = order.floors ?? sheet.floors.map { StructureFloor($0.group, atLeast: $0.atLeast) }
        return AllocationProposal(try AllocationRule(weights).allocate(seats, units, floors: floors))
    }

    /// The order's weights, else those of the policy.
    private func weights(_ order: AllocationOrder) throws(AppError) -> AllocationWeights {
        let weights = AllocationWeights(
            base: order.baseWeight ?? structure.weights.base,
            applicants: order.applicantsWeight ?? structure.weights.applicants,
            activists: order.activistsWeight ?? structure.weights.activists)
        for (name, weight) in [
            ("base_weight", weights.base), ("applicants_weight", weights.applicants),
            ("activists_weight", weights.activists),
        ] { try Plausible.count(weight, name, in: AllocationOrder.weights) }
        return weights
    }

    private static func limits(_ order: AllocationOrder) throws(AppError) -> [String: ClosedRange<Int>] {
        var limits: [String: ClosedRange<Int>] = [:]
        for bound in order.bounds ?? [] {
            try Plausible.count(bound.atLeast, "bounds.at_least", in: seatCounts)
            try Plausible.count(bound.atMost, "bounds.at_most", in: bound.atLeast...mostSeats)
            guard limits.updateValue(bound.atLeast...bound.atMost, forKey: bound.code) == nil else {
                throw .statedTwice("bounds")
            }
        }
        return limits
    }

    /// What admitting people would do to the shares of each group among a year's new members.
    package func project(_ order: ProjectionOrder, on today: Day, caller: Caller) async throws -> Projection {
        let caller = try caller.with(.readRecruitment)
        let year = try Self.year(order.year, on: today)
        let people = try await members.identifiers(of: order.people, caller: caller)
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let sheet = try await sheet(organisation, year, caller)
        let young = try structure.youngAfter(year)
        return try await database.snapshot(caller) { transaction in
            let before = try await self.admitted(organisation, year, transaction)
            let rows = try await transaction.query(.structureOfPeople(people: people, youngAfter: young))
            let found: Set<Identifier<Person>> = Set(try rows.map { try $0["person_id"] })
            if let missing = zip(people, order.people).first(where: { !found.contains($0.0) }) {
                throw AppError.notFound(Text(zh: "人员", en: "person"), missing.1.text)
            }
            for row in rows {
                let (name, path): (String, String) = (try row["name"], try row["path"])
                guard organisation.scope.contains(path) else {
                    throw AppError.projectsElsewhere(name, organisation.name)
                }
                if let status: MembershipStatus = try row.choice("status"), status.isMember {
                    throw AppError.memberAlready(status)
                }
            }
            let added = try rows.map { try $0.groups() }
            let count = before.values.sum()
            let wholes = (before: count, after: count + added.count)
            return Projection(
                before: wholes.before, after: wholes.after, seats: sheet.own.seats,
                lines: StructureGroup.allCases.map { group in
                    let had = before.filter { $0.key.contains(group) }.values.sum()
                    return ProjectionLine(
                        group, (before: had, after: had + added.count { $0.contains(group) }), of: wholes,
                        floor: sheet.floors.first { $0.group == group }?.atLeast)
                })
        }
    }
}
