import Access
package import Civil
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Wire

/// How far training is: tables by part, as of any day, down to the names.
extension TrainingService {
    /// Which duties a query means, checked.
    struct ProgressFilter {
        let asOf: Day
        let scope: ScopeOnDay
        /// Every opening of one cycle; empty for every duty.
        let cycles: [Identifier<Cycle>]
        let kind: DutyKind?
        let field: Field?
        let level: Level?
        let post: String?

        /// The same, of the openings of one cycle.
        func of(_ cycles: [Identifier<Cycle>]) -> ProgressFilter {
            ProgressFilter(
                asOf: asOf, scope: scope, cycles: cycles, kind: kind, field: field, level: level, post: post)
        }
    }

    func progressFilter(_ query: ProgressQuery, on today: Day, _ caller: Caller) async throws -> ProgressFilter {
        let asOf = query.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let scope = try await organisations.scope(query.scope, caller: caller)
        var cycles: [Identifier<Cycle>] = []
        if let reference = query.cycle { cycles = try await openings(of: reference, in: scope, caller) }
        if let post = query.post {
            let known =
                PostTitle.allCases.map(\.rawValue) + StandingSubject.allCases.map(\.rawValue)
                + rules.categories.map(\.key)
            guard known.contains(post) else {
                let words = known.joined(separator: ", ")
                throw AppError.invalidValue("post", post, expected: Text(zh: "其中之一：\(words)", en: "one of \(words)"))
            }
        }
        try await openStanding(in: scope, on: today, caller)
        return ProgressFilter(
            asOf: asOf, scope: try await organisations.scope(query.scope, on: asOf, today: today, caller: caller),
            cycles: cycles, kind: query.kind, field: query.field, level: query.level, post: query.post)
    }

    /// Due, trained, untrained and exempt by part, with what is needed a month and where the present pace leads.
    package func progress(_ query: ProgressQuery, on today: Day, caller: Caller) async throws -> ProgressTable {
        let caller = try caller.with(.readTraining)
        let filter = try await progressFilter(query, on: today, caller)
        return try await database.snapshot(caller) { transaction in
            try await table(filter, query.by ?? .child, isNamed: query.scope != nil, transaction)
        }
    }

    /// - Parameter isNamed: whether somebody asked for the place whose parts are counted.
    func table(
        _ filter: ProgressFilter, _ grouping: ProgressGrouping, isNamed: Bool, _ transaction: ScopedTransaction
    ) async throws -> ProgressTable {
        let scope = filter.scope
        func rows(below base: String) async throws -> Rows {
            try await transaction.query(
                .progress(
                    asOf: filter.asOf, dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays,
                    low: scope.paths.low, high: scope.paths.high, grouping: grouping.rawValue, base: base,
                    field: filter.field?.rawValue, kind: filter.kind?.rawValue, cycles: filter.cycles,
                    subject: filter.post, organisationLevel: filter.level?.rawValue, placeLow: scope.places.low,
                    placeHigh: scope.places.high))
        }
        let rows = try await branching(grouping == .child && !isNamed, from: scope.base, rows)
        var counts: [String: [Progress.Count]] = [:]
        for row in rows {
            counts[try row["part"], default: []].append(
                Progress.Count(
                    level: try row["level"], count: try row["count"], seated: try row["seated"],
                    opened: try row["opened_on"], due: try row["due_on"], hard: try row["hard_on"]))
        }
        let parts = counts.keys.sorted()
        let names = try await partNames(parts, grouping, filter.asOf, transaction)
        return ProgressTable(
            asOf: filter.asOf, by: grouping,
            items: parts.map {
                Progress(part: $0, name: names[$0] ?? .verbatim($0), counts[$0] ?? [], asOf: filter.asOf)
            },
            total: Progress(
                part: "total", name: Text(zh: "合计", en: "Total"), counts.values.flatMap(\.self), asOf: filter.asOf))
    }

    /// The people of a table, by organisation.
    package func trainees(_ query: TraineeQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<Trainee>
    {
        let caller = try caller.with(.readTraining)
        if let by = query.filter.by {
            throw AppError.invalidValue(
                "by", by.rawValue, expected: Text(zh: "名单不填 by", en: "nothing for a list of names"))
        }
        let filter = try await progressFilter(query.filter, on: today, caller)
        let standings = query.standing.flatMap { $0.isEmpty ? nil : $0 } ?? [.untrained]
        let (rows, next) = try await dutyRows(filter, standings.flatMap(\.levels), page, caller)
        let trainees = try rows.map { row in
            let post: String? = try row["subject"]
            return Trainee(
                duty: try row["id"], personName: try row["person"], organisationCode: try row["organisation_code"],
                organisationName: try row["organisation"], path: try row["path"], kind: try row.choice("kind"),
                field: try row.choice("field"), post: post, postName: post.map(rules.subject) ?? .verbatim(""),
                standing: try row.choice("level"), opened: try row["opened_on"], due: try row["due_on"],
                hours: try row["hours"], requiredHours: try row["required_hours"], seat: try row["seat"])
        }
        return Page(items: trainees, next: next)
    }

    /// One page of the block `Duties`.
    func dutyRows(
        _ filter: ProgressFilter, _ levels: [String], _ page: PageRequest, _ caller: Caller
    ) async throws -> (items: [Row], next: String?) {
        let scope = filter.scope
        let (path, id) = try PathKey.read(page.after, within: scope.paths)
        let rows = try await database.readPage(
            caller,
            .duties(
                asOf: filter.asOf, dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays,
                low: scope.paths.low, high: scope.paths.high, afterPath: path, afterID: id, levels: levels,
                field: filter.field?.rawValue, kind: filter.kind?.rawValue, cycles: filter.cycles,
                subject: filter.post,
                organisationLevel: filter.level?.rawValue, limit: page.limit + 1, placeLow: scope.places.low,
                placeHigh: scope.places.high))
        let items = Array(rows.prefix(page.limit))
        guard rows.count > page.limit, let last = items.last else { return (items, nil) }
        let (lastPath, lastID): (String, Identifier<Duty>) = (try last["path"], try last["id"])
        return (items, PathKey.write(lastPath, lastID))
    }

    /// What parts were called on a day. The place itself is a part where something lies directly at it.
    func partNames(
        _ parts: [String], _ grouping: ProgressGrouping, _ day: Day, _ transaction: ScopedTransaction
    ) async throws -> [String: Text] {
        func named<Word: Choice>(_: Word.Type) -> [String: Text] {
            Dictionary(uniqueKeysWithValues: parts.map { ($0, Word(rawValue: $0)?.text ?? .noField) })
        }
        switch grouping {
        case .field: return named(Field.self)
        case .level: return named(Level.self)
        case .kind: return named(DutyKind.self)
        case .post: return Dictionary(uniqueKeysWithValues: parts.map { ($0, rules.subject($0)) })
        case .child: return try await namesOfChildren(parts, day, transaction)
        }
    }

    func namesOfChildren(_ codes: [String], _ day: Day, _ transaction: ScopedTransaction) async throws
        -> [String: Text]
    {
        var names: [String: Text] = ["": Text(zh: "本级", en: "itself")]
        for row in try await transaction.query(.namesOfChildren(codes: codes, day: day)) {
            names[try row["code"]] = .verbatim(try row["name"])
        }
        return names
    }
}
