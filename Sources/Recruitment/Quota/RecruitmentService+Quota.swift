import Access
package import Civil
package import Foundation
package import Kernel
import Members
package import Organisations
import Postgres
import SQLFiles

extension RecruitmentService {
    /// Gives an organisation seats for a year, or takes some back, by a decision of its superior.
    /// - Parameter seats: more when positive, fewer when negative.
    /// - Throws: `quota.superior`, `quota.exceeds` naming what is left, `quota.below`.
    package func changeQuota(
        of organisation: Organisation, year: Int, seats: Int, batch: Int? = nil, document: String, reason: String,
        on day: Day, caller: Caller
    ) async throws {
        try caller.require(.approveRecruitment)
        guard seats != 0 else {
            throw AppError.invalidValue(
                "seats", "0",
                expected: Text(zh: "增加的或（负数）收回的名额数", en: "seats to give, or a negative number to take back"))
        }
        try Plausible.count(seats, "seats", in: -Self.mostSeats...Self.mostSeats)
        if let batch { try Plausible.count(batch, "batch", in: 1...99) }
        try Plausible.words(document, "document", atMost: 200)
        try Plausible.words(reason, "reason", atMost: 500)
        try Plausible.day(day, "on")
        _ = try Self.first(of: year)
        try await database.write(caller) { transaction in
            let parent = try await self.parent(of: organisation, caller, transaction)
            _ = try await transaction.query(.lockForSeats(organisation: organisation.id))
            let known = try await transaction.query(.quotaSeats(organisation: organisation.id, year: year))[0]
            let (before, number): (Int, Int) = (try known["seats"], try known["number"])
            let given: Int = try await transaction.query(.quotaGiven(parent: organisation.id, year: year))[0]["seats"]
            let used =
                try await lines(organisation, year, transaction).first { $0.organisation == organisation.id.value }?
                .used ?? 0
            guard before + seats >= max(given, used, 0) else {
                throw AppError.quotaBelow(organisation.name, before: before, change: seats, given: given, used: used)
            }
            if let parent {
                let own = try await transaction.query(.quotaSeats(organisation: parent.id, year: year))[0]
                let total: Int = try own["seats"]
                let shared: Int = try await transaction.query(.quotaGiven(parent: parent.id, year: year))[0]["seats"]
                // A plan that has begun above binds below; where nobody above plans the year, nothing does.
                guard try own["number"] as Int == 0 || shared + seats <= total else {
                    throw AppError.quotaExceeds(parent.name, year, total: total, given: shared, change: seats)
                }
            }
            let auditEvent = try await transaction.record(
                "quota.change", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["year": String(year), "seats": String(seats), "document": document]))
            _ = try await transaction.query(
                .insertSeats(
                    organisation: organisation.id, year: year, number: number + 1, path: organisation.path,
                    seats: seats, document: document, reason: reason, decidedOn: day, auditEvent: auditEvent,
                    batch: batch))
        }
    }

    /// Seats of one organisation in a year: more than ever were in the country's largest province.
    private static let mostSeats = 1_000_000

    /// Guarantees an organisation seats in a year, and says how many it gets at most: proposals keep to it.
    package func setBound(
        of organisation: Organisation, year: Int, atLeast: Int, atMost: Int?, document: String, caller: Caller
    ) async throws {
        try caller.require(.approveRecruitment)
        try Plausible.count(atLeast, "at_least", in: 0...Self.mostSeats)
        if let atMost { try Plausible.count(atMost, "at_most", in: atLeast...Self.mostSeats) }
        try Plausible.words(document, "document", atMost: 200)
        _ = try Self.first(of: year)
        try await database.write(caller) { transaction in
            _ = try await self.parent(of: organisation, caller, transaction)
            let auditEvent = try await transaction.record(
                "quota.bound", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["year": String(year), "at_least": String(atLeast)]))
            _ = try await transaction.query(
                .insertBound(
                    organisation: organisation.id, year: year, path: organisation.path, atLeast: atLeast,
                    atMost: atMost, document: document, auditEvent: auditEvent))
        }
    }

    /// Seats from a branch upwards after a step that uses one.
    func seatsLeft(after step: CaseStep, _ recruitment: RecruitmentCase, _ transaction: ScopedTransaction) async throws
        -> [SeatsLeft]
    {
        guard step.milestone == seatUse.milestone, step.carries, step.content.outcome == .admit else { return [] }
        var (places, place): ([String], String?) = ([], recruitment.path)
        while let path = place {
            places.append(path)
            place = Scope.parent(of: path)
        }
        let year = step.date.last.year
        return try await transaction.query(
            .seatsAbove(
                paths: places, year: year, milestone: seatUse.milestone.rawValue, first: try Self.first(of: year),
                last: try Self.last(of: year))
        ).map { SeatsLeft(organisation: try $0["name"], seats: try $0["seats"], used: try $0["used"]) }
    }

    /// Asks for at least so many of a group among those admitted in a year.
    package func setFloor(
        of organisation: Organisation, year: Int, _ floor: StructureFloor, document: String, caller: Caller
    ) async throws {
        try caller.require(.approveRecruitment)
        try Plausible.count(floor.atLeast, "at_least", in: 0...Self.mostSeats)
        try Plausible.words(document, "document", atMost: 200)
        _ = try Self.first(of: year)
        try await database.write(caller) { transaction in
            _ = try await self.parent(of: organisation, caller, transaction)
            let auditEvent = try await transaction.record(
                "quota.floor", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["year": String(year), "group": floor.group.rawValue]))
            _ = try await transaction.query(
                .insertFloor(
                    organisation: organisation.id, year: year, structure: floor.group.rawValue, path: organisation.path,
                    atLeast: floor.atLeast, document: document, auditEvent: auditEvent))
        }
    }

    private struct Superior {
        let id: UUID
        let name: String
    }

    /// Seats come from above: whoever changes them has the superior in scope. Others who change seats below the same
    /// superior wait.
    private func parent(of organisation: Organisation, _ caller: Caller, _ transaction: ScopedTransaction) async throws
        -> Superior?
    {
        guard let row = try await transaction.query(.parentOf(organisation: organisation.id)).single else {
            // The top of the tree gives itself its seats; from further down the superior is out of sight.
            guard organisation.parent == nil else { throw AppError.quotaFromAbove(organisation.name) }
            return nil
        }
        guard caller.scope.contains(try row["path"] as String) else { throw AppError.quotaFromAbove(organisation.name) }
        let superior = Superior(id: try row["id"], name: try row["name"])
        _ = try await transaction.query(.lockForSeats(organisation: superior.id))
        return superior
    }

    private func lines(_ organisation: Organisation, _ year: Int, _ transaction: ScopedTransaction) async throws
        -> [QuotaLine]
    {
        try await transaction.query(
            .quotaLines(
                organisation: organisation.id, year: year, milestone: seatUse.milestone.rawValue,
                first: try Self.first(of: year), last: try Self.last(of: year))
        ).map {
            QuotaLine(
                organisation: try $0["id"], code: try $0["code"], name: try $0["name"], seats: try $0["seats"],
                base: try $0["base"], used: try $0["used"], applicants: try $0["applicants"],
                activists: try $0["activists"])
        }
    }

    static func first(of year: Int) throws(AppError) -> Day { try day(year, 1, 1) }
    static func last(of year: Int) throws(AppError) -> Day { try day(year, 12, 31) }

    private static func day(_ year: Int, _ month: Int, _ day: Int) throws(AppError) -> Day {
        guard (1990...2200).contains(year), let day = Day(year: year, month: month, day: day) else {
            throw .invalidValue("year", String(year), expected: Text(zh: "1990 到 2200", en: "1990 to 2200"))
        }
        return day
    }

    /// A year's seats of an organisation and of those directly below it, with floors and every decision.
    package func quota(of organisation: Organisation, year: Int, caller: Caller) async throws -> QuotaSheet {
        try caller.require(.readRecruitment)
        _ = try Self.first(of: year)
        return try await database.snapshot(caller) { transaction in
            let lines = try await self.lines(organisation, year, transaction)
            guard let own = lines.first(where: { $0.organisation == organisation.id.value }) else {
                throw AppError.notFound(Text(zh: "党组织", en: "organisation"), organisation.code)
            }
            let admitted = try await self.admitted(organisation, year, transaction)
            let floors = try await transaction.query(.floors(organisation: organisation.id, year: year)).map { row in
                let group: StructureGroup = try row.choice("structure")
                return FloorLine(
                    floor: StructureFloor(group, atLeast: try row["at_least"]),
                    admitted: admitted.filter { $0.key.contains(group) }.values.reduce(0, +),
                    document: try row["document"])
            }
            let changes = try await transaction.query(.quotaHistory(organisation: organisation.id, year: year)).map {
                QuotaChange(
                    number: try $0["number"], seats: try $0["seats"], document: try $0["document"],
                    reason: try $0["reason"], decidedOn: try $0["decided_on"], batch: try $0["batch"])
            }
            let bounds = try await transaction.query(.bounds(parent: organisation.id, year: year)).map {
                QuotaBound(
                    code: try $0["code"], atLeast: try $0["at_least"], atMost: try $0["at_most"],
                    document: try $0["document"])
            }
            return QuotaSheet(
                year: year, own: own, units: lines.filter { $0.organisation != own.organisation }, floors: floors,
                changes: changes, bounds: bounds)
        }
    }

    /// Groups of those admitted in a year, as they are at its end.
    private func admitted(_ organisation: Organisation, _ year: Int, _ transaction: ScopedTransaction) async throws
        -> [Set<StructureGroup>: Int]
    {
        let rows = try await transaction.query(
            .structureOfAdmitted(
                low: organisation.scope.low, high: organisation.scope.high, milestone: seatUse.milestone.rawValue,
                first: try Self.first(of: year), last: try Self.last(of: year),
                youngAfter: try structure.youngAfter(year)))
        var counts: [Set<StructureGroup>: Int] = [:]
        for row in rows { counts[try row.groups(), default: 0] += try row["people"] as Int }
        return counts
    }

    // MARK: proposals

    /// Divides an organisation's seats among those directly below it, as a proposal with its reasons.
    /// - Parameters:
    ///   - total: the organisation's own seats of the year unless given.
    ///   - bounds: guarantees and limits by code; what is not named has what is on file for the year.
    package func proposeAllocation(
        for organisation: Organisation, year: Int, total: Int?, weights: AllocationWeights?,
        bounds: [String: ClosedRange<Int>], floors given: [StructureFloor]?, caller: Caller
    ) async throws -> Allocation {
        if let total { try Plausible.count(total, "total", in: 0...Self.mostSeats) }
        for bound in bounds.values {
            try Plausible.count(bound.lowerBound, "bounds.at_least", in: 0...Self.mostSeats)
            try Plausible.count(bound.upperBound, "bounds.at_most", in: 0...Self.mostSeats)
        }
        for floor in given ?? [] { try Plausible.count(floor.atLeast, "floors.at_least", in: 0...Self.mostSeats) }
        if let given, Set(given.map(\.group)).count < given.count { throw AppError.statedTwice("floors") }
        let sheet = try await quota(of: organisation, year: year, caller: caller)
        if let unknown = bounds.keys.sorted().first(where: { code in !sheet.units.contains { $0.code == code } }) {
            throw AppError.notFound(Text(zh: "下级党组织", en: "organisation directly below"), unknown)
        }
        let young = try structure.youngAfter(year)
        let rows = try await database.read(
            caller, .structureOfCandidates(parent: organisation.id, youngAfter: young))
        var pools: [UUID: [Set<StructureGroup>: Int]] = [:]
        for row in rows { pools[try row["id"], default: [:]][try row.groups(), default: 0] += try row["people"] as Int }
        let seats = total ?? sheet.own.seats
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
        return try AllocationRule(weights ?? structure.weights).allocate(
            seats, units, floors: given ?? sheet.floors.map(\.floor))
    }

    /// What admitting people would do to the shares of each group among a year's new members.
    package func project(
        _ people: [UUID], for organisation: Organisation, year: Int, caller: Caller
    ) async throws -> Projection {
        let sheet = try await quota(of: organisation, year: year, caller: caller)
        let young = try structure.youngAfter(year)
        return try await database.snapshot(caller) { transaction in
            let before = try await self.admitted(organisation, year, transaction)
            let rows = try await transaction.query(.structureOfPeople(people: people, youngAfter: young))
            let found: Set<UUID> = Set(try rows.map { try $0["person_id"] })
            if let missing = people.first(where: { !found.contains($0) }) {
                throw AppError.notFound(Text(zh: "人员", en: "person"), missing.text)
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
            let count = before.values.reduce(0, +)
            return Projection(
                before: count, after: count + added.count, seats: sheet.own.seats,
                lines: StructureGroup.allCases.map { group in
                    let had = before.filter { $0.key.contains(group) }.values.reduce(0, +)
                    return Projection.Line(
                        group: group, before: had, after: had + added.count { $0.contains(group) },
                        floor: sheet.floors.first { $0.floor.group == group }?.floor.atLeast)
                })
        }
    }
}

extension Row {
    func groups() throws -> Set<StructureGroup> {
        let words: [String] = try self["groups"]
        return Set(
            try words.map { word in
                guard let group = StructureGroup(rawValue: word) else { throw Row.unreadable("groups", "group", word) }
                return group
            })
    }
}
