import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import SQLFiles

/// Makes duties agree with what gives rise to them: new ones are added, changed ones corrected, unfounded ones removed,
/// or annulled where something hangs on them; seats that nothing founds any more are given back.
struct DutyRefresh {
    let transaction: ScopedTransaction
    let rules: TrainingRules

    struct Outcome: Sendable {
        var opened = 0
        var changed = 0
        /// How many a cycle, or a year, has now.
        var owed = 0
    }

    /// After tenures began, ended or were annulled.
    func tenures(_ ids: [Identifier<Tenure>]) async throws -> Outcome {
        guard !ids.isEmpty else { return Outcome() }
        return try await people(
            try await transaction.query(.peopleOfTenures(tenures: ids)).map { try $0["person_id"] })
    }

    /// After offices, categories or standings of people changed: everything they owe.
    func people(_ ids: [Identifier<Person>]) async throws -> Outcome {
        guard !ids.isEmpty else { return Outcome() }
        // A cycle that opens now does not see these facts, and these do not see the cycle: one of them waits.
        _ = try await transaction.query(.shareDuties)
        let facts = try await transaction.pipeline([
            .officesOfPeople(people: ids), .standingsOfPeople(people: ids), .yearsOfDuties(people: ids),
            .departuresOfPeople(people: ids),
        ])
        let offices = try Self.offices(facts[0], leaving: facts[3])
        let standings = try facts[1].map { try $0.standing() }
        var known: [Identifier<Person>: Set<Int>] = [:]
        for row in facts[2] { known[try row["person_id"], default: []].insert(try row["year"]) }
        let opened = try await openedYears(Set(offices.map(\.path) + standings.map(\.path)))
        let (cycles, today) = (try await cycles(), try await today())
        let officesOf = Dictionary(grouping: offices, by: \.person)
        let standingsOf = Dictionary(grouping: standings, by: \.person)
        var rows = StagedDuties(reserving: offices.count + standings.count)
        for person in ids {
            let years = DutyRule.Years(opened: opened, known: known[person] ?? [], current: today.year)
            let held = officesOf[person] ?? []
            for (office, draft) in DutyRule.duties(of: held, cycles: cycles, years: years, rules: rules) {
                try rows.add(office, draft)
            }
            let standing = standingsOf[person] ?? []
            for (place, draft) in DutyRule.duties(of: standing, offices: held, years: years, rules: rules) {
                try rows.add(place, draft)
            }
        }
        return try await merge(rows, .people(ids), kinds: DutyKind.allCases, today)
    }

    /// After a cycle was opened or changed, or a part of the tree moved: what every office of a range owes to cycles.
    func cycles(in scope: Scope, counting cycle: Identifier<Cycle>? = nil) async throws -> Outcome {
        _ = try await transaction.query(.lockDuties)
        let offices = try await offices(in: scope)
        let (cycles, today) = (try await cycles(), try await today())
        let none = DutyRule.Years(opened: [], known: [], current: today.year)
        var rows = StagedDuties(reserving: offices.count)
        var owed = 0
        for (_, held) in Dictionary(grouping: offices, by: \.person) {
            for (office, draft) in DutyRule.duties(of: held, cycles: cycles, years: none, rules: rules)
            where draft.kind != .annual {
                if let cycle, draft.cycle == cycle { owed += 1 }
                try rows.add(office, draft)
            }
        }
        var outcome = try await merge(rows, .range(scope), kinds: [.rotation, .newlyAppointed], today)
        outcome.owed = owed
        return outcome
    }

    /// The yearly hours of every office of a subtree, and of every member where a rule sets them.
    /// - Parameter everyone: false for what rules ask by themselves, from offices alone.
    func year(_ year: Int, everyone: Bool, in scope: Scope) async throws -> Outcome {
        _ = try await transaction.query(.lockDuties)
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            throw AppError.invalidValue("year", String(year), expected: Text(zh: "年份", en: "a year"))
        }
        let today = try await today()
        let opened = everyone ? [DutyRule.Years.Opened(year: year, range: scope, everyone: true)] : []
        let years = DutyRule.Years(opened: opened, known: [], current: year)
        var rows = StagedDuties(reserving: 1000)
        for (_, held) in Dictionary(grouping: try await offices(in: scope), by: \.person) {
            let yearly = DutyRule.continuing(held).flatMap { office in
                years.drafts(office, rules).map { (office, $0) }
            }
            for (office, draft) in DutyRule.onceAYear(yearly) { try rows.add(office, draft) }
        }
        if everyone {
            let members = try await transaction.query(
                .membersInScope(low: scope.low, high: scope.high, first: first, last: last)
            ).map { try $0.standing() }
            for (_, standings) in Dictionary(grouping: members, by: \.person) {
                for (place, draft) in DutyRule.duties(of: standings, offices: [], years: years, rules: rules)
                where draft.kind == .annual {
                    try rows.add(place, draft)
                }
            }
        }
        return try await merge(rows, .nothing, kinds: [], today)
    }

    func cycles() async throws -> [DutyRule.Cycle] {
        try await transaction.query(.cycles).map { try $0.dutyCycle() }
    }

    /// What a person holds and is, as duties see it.
    func holdings(of person: Identifier<Person>) async throws -> (
        offices: [DutyRule.Office], standings: [DutyRule.Standing]
    ) {
        let facts = try await transaction.pipeline([
            .officesOfPeople(people: [person]), .standingsOfPeople(people: [person]),
            .departuresOfPeople(people: [person]),
        ])
        return (try Self.offices(facts[0], leaving: facts[2]), try facts[1].map { try $0.standing() })
    }

    private func offices(in scope: Scope) async throws -> [DutyRule.Office] {
        let rows = try await transaction.query(.officesInScope(low: scope.low, high: scope.high))
        let people = Set(try rows.map { try $0["person_id"] as Identifier<Person> })
        let gone = try await transaction.query(.departuresOfPeople(people: Array(people)))
        return try Self.offices(rows, leaving: gone)
    }

    /// Offices and categories, which end when their holder dies or leaves.
    private static func offices(_ rows: Rows, leaving: Rows) throws -> [DutyRule.Office] {
        var days: [Identifier<Person>: Day] = [:]
        for row in leaving { days[try row["person_id"]] = try row["day"] }
        return try rows.compactMap { row in
            let office = try row.office()
            return office.ending(by: days[office.person])
        }
    }

    func today() async throws -> Day { try await transaction.query(.today)[0]["day"] }

    private func openedYears(_ paths: Set<String>) async throws -> [DutyRule.Years.Opened] {
        try await transaction.query(.yearsOfPlaces(paths: paths.sorted())).map {
            DutyRule.Years.Opened(
                year: try $0["year"], range: Scope(low: try $0["path"], high: try $0["path_end"]),
                everyone: try $0["everyone"])
        }
    }

    /// Whose duties are complete: what is not among the rows is unfounded.
    private enum Coverage {
        case nothing
        case people([Identifier<Person>])
        case range(Scope)
    }

    private func merge(_ rows: StagedDuties, _ coverage: Coverage, kinds: [DutyKind], _ today: Day) async throws
        -> Outcome
    {
        try await transaction.stage(
            .stageDuties, table: "staged_duty \(StagedDuties.columns)", rows: rows.text)
        _ = try await transaction.query(.slotStagedDuties)
        // Where the server knows nothing yet of duties that were just made, it compares each of them with every row.
        if rows.count > 500 {
            try await transaction.transaction.connection.script("CREATE INDEX ON staged_duty (person_id, slot)")
        }
        var outcome = Outcome()
        if !kinds.isEmpty { _ = try await transaction.query(.rebaseDuties) }
        let vanished = try await vanished(coverage, kinds)
        outcome.changed = try await transaction.query(.updateStagedDuties).affected
        outcome.opened = try await transaction.query(.insertStagedDuties).affected
        try await remove(vanished, today)
        try await transaction.transaction.connection.script("DROP TABLE staged_duty")
        var people = vanished.map(\.person)
        if case .people(let ids) = coverage { people += ids }
        try await releaseSeats(people, today)
        return outcome
    }

    private struct Vanished {
        let person: Identifier<Person>
        let duty: Identifier<Duty>
        let hangs: Bool
    }

    private func vanished(_ coverage: Coverage, _ kinds: [DutyKind]) async throws -> [Vanished] {
        let (people, low, high): ([Identifier<Person>], String, String) =
            switch coverage {
            case .nothing: ([], "", "")
            case .people(let ids): (ids, "", "")
            case .range(let scope): ([], scope.low, scope.high)
            }
        guard !kinds.isEmpty else { return [] }
        return try await transaction.query(
            .vanishedDuties(people: people, low: low, high: high, kinds: kinds.map(\.rawValue))
        ).map { Vanished(person: try $0["person_id"], duty: try $0["id"], hangs: try $0["hangs"]) }
    }

    private func remove(_ vanished: [Vanished], _ today: Day) async throws {
        let (kept, bare) = (vanished.filter(\.hangs), vanished.filter { !$0.hangs })
        if !kept.isEmpty {
            _ = try await transaction.query(
                .annulDuties(people: kept.map(\.person), ids: kept.map(\.duty), day: today))
        }
        if !bare.isEmpty {
            _ = try await transaction.query(.deleteDuties(people: bare.map(\.person), ids: bare.map(\.duty)))
        }
    }

    /// Gives back the seats of people for duties that ended before the class begins, or were annulled; who waits moves
    /// up.
    private func releaseSeats(_ people: [Identifier<Person>], _ today: Day) async throws {
        guard !people.isEmpty else { return }
        let seats: Int = try await transaction.query(.unfoundedSeats(people: people))[0]["seats"]
        guard seats > 0 else { return }
        let auditEvent = try await transaction.record(
            "enrolment.release", "enrolment", after: JSONText(encoding: ["seats": seats]))
        _ = try await transaction.query(
            .releaseSeats(
                people: people, day: today, everything: false, why: Text.dutyEnded.chinese, auditEvent: auditEvent))
    }
}

/// Drafts as rows of the staging table.
private struct StagedDuties {
    static let columns =
        "(person_id, path, organisation_id, tenure_id, category_id, cycle_id, year, kind, subject, field, opened_on, "
        + "due_on, hard_on, closed_on, rests_from, rests_until, required_hours, accepts, needs, caps, rule_set)"

    private(set) var text: CopyText
    private(set) var count = 0

    init(reserving count: Int) { text = CopyText(reserving: count * 250) }

    mutating func add(_ office: DutyRule.Office, _ draft: DutyRule.Draft) throws {
        text.value(office.person)
        text.value(office.path)
        text.value(office.organisation)
        text.value(office.tenure)
        text.value(office.category)
        try add(draft, office.field)
    }

    mutating func add(_ standing: DutyRule.Standing, _ draft: DutyRule.Draft) throws {
        text.value(standing.person)
        text.value(standing.path)
        text.value(standing.organisation)
        text.value(Identifier<Tenure>?.none)
        text.value(Identifier<CategoryEntry>?.none)
        try add(draft, standing.field)
    }

    private mutating func add(_ draft: DutyRule.Draft, _ field: Field?) throws {
        count += 1
        text.value(draft.cycle)
        text.value(draft.year)
        text.value(draft.kind.rawValue)
        text.value(draft.subject)
        text.value(field?.rawValue)
        text.value(draft.opened)
        text.value(draft.due)
        text.value(draft.hard)
        text.value(draft.closed)
        text.value(draft.rests?.lowerBound)
        text.value(draft.rests?.upperBound)
        text.value(draft.requiredHours)
        text.value(draft.accepts.map(\.rawValue))
        text.value(draft.needs.isEmpty ? JSONText("[]") : try JSONText(encoding: draft.needs))
        text.value(draft.caps.isEmpty ? JSONText("{}") : try JSONText(encoding: draft.caps))
        text.value(draft.ruleSet)
        text.endRow()
    }
}

extension Text {
    static let dutyEnded = Text(zh: "应训任务已终止", en: "the duty has ended")
}

extension Row {
    fileprivate func office() throws -> DutyRule.Office {
        guard let title: PostTitle = try choice("title") else {
            return DutyRule.Office(
                category: try self["category_id"], key: try self["category"], person: try self["person_id"],
                organisation: try self["organisation_id"], path: try self["path"], level: try choice("level"),
                field: try choice("field"), since: try self["since"], until: try self["until"])
        }
        return DutyRule.Office(
            tenure: try self["tenure_id"], person: try self["person_id"], organisation: try self["organisation_id"],
            path: try self["path"], level: try choice("level"), field: try choice("field"), title: title,
            nature: try choice("nature"), since: try self["since"], until: try self["until"])
    }

    fileprivate func standing() throws -> DutyRule.Standing {
        DutyRule.Standing(
            person: try self["person_id"], organisation: try self["organisation_id"], path: try self["path"],
            level: try choice("level"), field: try choice("field"), status: try choice("status"),
            since: try self["since"], until: try self["until"],
            isAdvanced: try self["began_as"] as String? == MembershipEnding.advanced.rawValue)
    }

    func dutyCycle() throws -> DutyRule.Cycle {
        DutyRule.Cycle(
            id: try self["id"], opens: try self["opens"], softEnd: try self["soft_end"], hardEnd: try self["hard_end"],
            audience: try audience(), range: Scope(low: try self["path"], high: try self["path_end"]),
            withdrawn: try self["withdrawn"])
    }

    /// Who owes a cycle, as it was opened.
    private func audience() throws -> [CycleAudience] {
        if let kept: JSONText = try self["audience"] {
            return try JSONDecoder().decode([CycleAudience].self, from: Data(kept.text.utf8))
        }
        // Opened before this was kept.
        let (levels, fields): ([String], [String]) = (try self["levels"], try self["fields"])
        return [
            CycleAudience(
                who: CycleAudience.secretaries, levels: levels.compactMap(Level.init),
                fields: fields.compactMap(Field.init))
        ]
    }
}
