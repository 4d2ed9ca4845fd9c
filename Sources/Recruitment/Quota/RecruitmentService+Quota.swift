import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import Procedures
import SQLFiles
import Wire

extension RecruitmentService {
    /// Gives an organisation seats for a year, or takes some back, by a decision of its superior.
    /// - Throws: `quota.superior`, `quota.exceeds` naming what is left, `quota.below`.
    package func changeQuota(_ order: QuotaOrder, on today: Day, caller: Caller) async throws -> QuotaChanged {
        let caller = try caller.with(.approveRecruitment)
        let (seats, day) = (order.seats, order.on ?? today)
        guard seats != 0 else {
            throw AppError.invalidValue(
                "seats", "0",
                expected: Text(zh: "增加的或（负数）收回的名额数", en: "seats to give, or a negative number to take back"))
        }
        try Plausible.count(seats, "seats", in: -Self.mostSeats...Self.mostSeats)
        if let batch = order.batch { try QuotaOrder.requireLimit("batch", batch) }
        try Plausible.words(order.document, "document")
        try Plausible.words(order.reason, "reason")
        try Plausible.past(day, "on", today: today)
        let year = try Self.year(order.year, on: today)
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        return try await database.write(caller) { transaction in
            let parent = try await self.parent(of: organisation, caller, transaction)
            _ = try await transaction.query(.lockForSeats(organisation: organisation.id))
            let known = try await transaction.query(.quotaSeats(organisation: organisation.id, year: year))[0]
            let (before, number): (Int, Int) = (try known["seats"], try known["number"])
            let given: Int = try await transaction.query(.quotaGiven(parent: organisation.id, year: year))[0]["seats"]
            let used =
                try await lines(organisation, year, transaction).first { $0.organisation == organisation.id }?
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
                after: JSONText(encoding: [
                    "year": String(year), "seats": String(seats), "document": order.document,
                ]))
            _ = try await transaction.query(
                .insertSeats(
                    organisation: organisation.id, year: year, number: number + 1, path: organisation.path,
                    seats: seats, document: order.document, reason: order.reason, decidedOn: day,
                    auditEvent: auditEvent, batch: order.batch))
            return QuotaChanged(
                code: organisation.code, name: organisation.name, year: year, change: seats, seats: before + seats)
        }
    }

    /// Seats of one organisation in a year: more than ever were in the country's largest province.
    static let mostSeats = 1_000_000
    static let seatCounts = 0...mostSeats

    /// Guarantees an organisation seats in a year, and says how many it gets at most: proposals keep to it.
    package func setBound(_ order: BoundOrder, on today: Day, caller: Caller) async throws -> BoundSet {
        let caller = try caller.with(.approveRecruitment)
        let (atLeast, atMost) = (order.atLeast, order.atMost)
        try Plausible.count(atLeast, "at_least", in: Self.seatCounts)
        if let atMost { try Plausible.count(atMost, "at_most", in: atLeast...Self.mostSeats) }
        try Plausible.words(order.document, "document")
        let year = try Self.year(order.year, on: today)
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        return try await database.write(caller) { transaction in
            _ = try await self.parent(of: organisation, caller, transaction)
            let auditEvent = try await transaction.record(
                "quota.bound", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["year": String(year), "at_least": String(atLeast)]))
            _ = try await transaction.query(
                .insertBound(
                    organisation: organisation.id, year: year, path: organisation.path, atLeast: atLeast,
                    atMost: atMost, document: order.document, auditEvent: auditEvent))
            return BoundSet(
                code: organisation.code, name: organisation.name, year: year, atLeast: atLeast, atMost: atMost)
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
    package func setFloor(_ order: FloorOrder, on today: Day, caller: Caller) async throws -> FloorSet {
        let caller = try caller.with(.approveRecruitment)
        try Plausible.count(order.atLeast, "at_least", in: Self.seatCounts)
        try Plausible.words(order.document, "document")
        let year = try Self.year(order.year, on: today)
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        return try await database.write(caller) { transaction in
            _ = try await self.parent(of: organisation, caller, transaction)
            let auditEvent = try await transaction.record(
                "quota.floor", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["year": String(year), "group": order.group.rawValue]))
            _ = try await transaction.query(
                .insertFloor(
                    organisation: organisation.id, year: year, structure: order.group.rawValue,
                    path: organisation.path, atLeast: order.atLeast, document: order.document, auditEvent: auditEvent))
            return FloorSet(
                code: organisation.code, name: organisation.name, year: year, group: order.group,
                atLeast: order.atLeast)
        }
    }

    private struct Superior {
        let id: Identifier<Organisation>
        let name: String
    }

    /// Seats come from above: a caller who changes them has the superior in scope. Others who change seats below the
    /// same superior wait.
    private func parent(of organisation: Organisation, _ caller: Caller, _ transaction: ScopedTransaction) async throws
        -> Superior?
    {
        guard let row = try await transaction.query(.parentOf(organisation: organisation.id)).single else {
            // The top of the tree gives itself its seats; from further down the superior is out of sight.
            guard organisation.parentId == nil else { throw AppError.quotaFromAbove(organisation.name) }
            return nil
        }
        guard caller.covers(try row["path"] as String) else { throw AppError.quotaFromAbove(organisation.name) }
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
            let (seats, used): (Int, Int) = (try $0["seats"], try $0["used"])
            return QuotaLine(
                organisation: try $0["id"], code: try $0["code"], name: try $0["name"], seats: seats, used: used,
                left: seats - used, base: try $0["base"], applicants: try $0["applicants"],
                activists: try $0["activists"])
        }
    }

    /// - Throws: `value.invalid` for a year that no plan can have.
    static func year(_ year: Int?, on today: Day) throws(AppError) -> Int {
        let year = year ?? today.year
        try Plausible.count(year, "year", in: Plausible.years)
        return year
    }

    static func first(of year: Int) throws(AppError) -> Day { try day(year, 1, 1) }
    static func last(of year: Int) throws(AppError) -> Day { try day(year, 12, 31) }

    private static func day(_ year: Int, _ month: Int, _ day: Int) throws(AppError) -> Day {
        try Plausible.count(year, "year", in: Plausible.years)
        guard let day = Day(year: year, month: month, day: day) else { throw .missingValue("year") }
        return day
    }

    /// A year's seats of an organisation and of those directly below it, with floors and every decision.
    package func quota(
        of reference: Reference<Organisation>, _ query: QuotaQuery = QuotaQuery(), on today: Day, caller: Caller
    ) async throws -> QuotaSheet {
        let caller = try caller.with(.readRecruitment)
        let year = try Self.year(query.year, on: today)
        return try await sheet(organisations.organisation(reference, caller: caller), year, caller)
    }

    func sheet(_ organisation: Organisation, _ year: Int, _ caller: Caller) async throws -> QuotaSheet {
        try await database.snapshot(caller) { transaction in
            let lines = try await self.lines(organisation, year, transaction)
            guard let own = lines.first(where: { $0.organisation == organisation.id }) else {
                throw AppError.notFound(Text(zh: "党组织", en: "organisation"), organisation.code)
            }
            let admitted = try await self.admitted(organisation, year, transaction)
            let floors = try await transaction.query(.floors(organisation: organisation.id, year: year)).map { row in
                let group: StructureGroup = try row.choice("structure")
                return FloorLine(
                    group: group, atLeast: try row["at_least"],
                    admitted: admitted.filter { $0.key.contains(group) }.values.sum(),
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
            let units = lines.filter { $0.organisation != own.organisation }
            return QuotaSheet(
                year: year, own: own, given: units.map(\.seats).sum(), units: units, floors: floors,
                changes: changes, bounds: bounds)
        }
    }

    /// Groups of those admitted in a year, as they are at its end.
    func admitted(_ organisation: Organisation, _ year: Int, _ transaction: ScopedTransaction) async throws
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
