import Access
package import Civil
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Schemes
import Sheets
package import Wire

/// A participation whose subject was found.
private struct Participation {
    let subject: Identifier<PointsSubject>
    let group: String?
    let since: Day
    let until: Day?
}

extension PointsService {
    /// Enters participants, all or nothing.
    package func join(_ order: ParticipantsOrder, scheme key: String, on today: Day, caller: Caller) async throws
        -> ParticipantsEntered
    {
        let caller = try caller.with(.claimPoints)
        try ParticipantsOrder.requireLimit("participants", order.participants.count)
        let schemes = try await catalogue.schemes(key)
        let ids = try await subjects(order.participants.map(\.subject), schemes.first?.subject, caller: caller)
        let wanted = zip(order.participants, ids).map { participant, id in
            Participation(
                subject: id, group: participant.group, since: participant.since ?? today, until: participant.until)
        }
        for participation in wanted {
            try Plausible.day(participation.since, "since")
            if let until = participation.until { try Plausible.day(until, "until") }
        }
        return try await join(wanted, scheme: key, dryRun: false, caller: caller)
    }

    private func join(_ wanted: [Participation], scheme key: String, dryRun: Bool, caller: Caller) async throws
        -> ParticipantsEntered
    {
        guard !wanted.isEmpty else { return ParticipantsEntered(count: 0, dryRun: dryRun) }
        let schemes = try await catalogue.schemes(key)
        let count = try await database.write(caller, dryRun: dryRun) { transaction in
            try await self.join(wanted, key, schemes, transaction)
        }
        return ParticipantsEntered(count: count, dryRun: dryRun)
    }

    /// Where and when people join: a whole branch is looked at once.
    private struct Place: Hashable {
        let scheme: Identifier<Scheme>
        let path: String
        let since: Day
        let until: Day?
    }

    private func join(
        _ wanted: [Participation], _ key: String, _ schemes: [OwnedScheme], _ transaction: ScopedTransaction
    ) async throws -> Int {
        let ids = Array(Set(wanted.map(\.subject)))
        let kind = schemes.first?.subject ?? .person
        let rows = try await transaction.query(
            kind == .person ? .pointsSubjectsOfPeople(people: ids) : .pointsSubjectsOfOrganisations(organisations: ids))
        var paths: [Identifier<PointsSubject>: String] = [:]
        var fresh: [(id: Identifier<PointsSubject>, path: String)] = []
        for row in rows {
            let (id, path): (Identifier<PointsSubject>, String) = (try row["subject_id"], try row["path"])
            paths[id] = path
            if try !(row["known"] as Bool) { fresh.append((id, path)) }
        }
        let missing = ids.filter { paths[$0] == nil }
        guard missing.isEmpty else { throw AppError.subjectsMissing(missing.map(\.description), kind) }
        var byScheme: [Identifier<Scheme>: [(Participation, String)]] = [:]
        var places: Set<Place> = []
        for participation in wanted {
            let path = paths[participation.subject] ?? ""
            let (owned, _, scheme) = try catalogue.scheme(schemes, key: key, for: path, on: participation.since)
            if let group = participation.group, scheme.group(group) == nil {
                throw AppError.groupUnknown(group, scheme)
            }
            if participation.group == nil, !scheme.groups.isEmpty { throw AppError.groupUnknown("", scheme) }
            byScheme[owned.id, default: []].append((participation, path))
            places.insert(Place(scheme: owned.id, path: path, since: participation.since, until: participation.until))
        }
        for scheme in byScheme.keys.sorted() {
            _ = try await transaction.query(.shareScheme(scheme: scheme))
        }
        for place in places {
            let (_, _, scheme) = try catalogue.scheme(schemes, key: key, for: place.path, on: place.since)
            try await refuseClosed(
                place.scheme, scheme, place.path, from: place.since, until: place.until, transaction)
        }
        for (id, lines) in byScheme {
            guard let scheme = schemes.first(where: { $0.id == id })?.editions.last?.scheme else { continue }
            try await refusePublished(
                id, scheme, lines.map { ($0.0.subject, $0.0.since, $0.0.until) }, transaction)
        }
        let auditEvent = try await transaction.record(
            "points.join", "scheme", subject: byScheme.keys.first?.value, touching: Array(paths.values),
            after: JSONText(encoding: ["scheme": key, "participants": String(wanted.count)]))
        if !fresh.isEmpty {
            _ = try await transaction.query(
                .insertPointsSubjects(
                    ids: fresh.map(\.id), arePeople: fresh.map { _ in kind == .person }, paths: fresh.map(\.path),
                    auditEvent: auditEvent))
        }
        for (scheme, lines) in byScheme {
            _ = try await transaction.query(
                .insertParticipations(
                    subjects: lines.map(\.0.subject), paths: lines.map(\.1),
                    groups: NullableArray(lines.map(\.0.group)), since: lines.map(\.0.since),
                    until: NullableArray(lines.map(\.0.until)), scheme: scheme, auditEvent: auditEvent))
        }
        return wanted.count
    }

    /// Enters everybody whose membership lies below an organisation and has one of the statuses; for a scheme that
    /// rates organisations, every primary organisation there.
    package func joinAll(_ order: EverybodyOrder, scheme key: String, on today: Day, caller: Caller) async throws
        -> ParticipantsEntered
    {
        let caller = try caller.with(.claimPoints)
        let since = order.since ?? today
        try Plausible.day(since, "since")
        let scope = try await organisations.place(order.scope, caller: caller)
        var ids: [Identifier<PointsSubject>] = []
        if try await scheme(key, under: [scope], on: since).scheme.subject == .organisation {
            guard order.statuses?.isEmpty ?? true else { throw AppError.statusesOfOrganisations }
            ids = try await database.read(caller, .pointsOrganisationsBelow(low: scope.low, high: scope.high)).map {
                try $0["subject_id"]
            }
        } else {
            let statuses = Set((order.statuses ?? EverybodyOrder.usualStatuses).map(\.rawValue))
            for row in try await database.read(caller, .pointsSubjectsBelow(low: scope.low, high: scope.high))
            where statuses.contains(try row["status"]) {
                ids.append(try row["subject_id"])
            }
        }
        let wanted = ids.map { Participation(subject: $0, group: order.group, since: since, until: nil) }
        return try await join(wanted, scheme: key, dryRun: order.dryRun ?? false, caller: caller)
    }

    /// Moves participants to another group from a day on, or ends their part.
    package func regroup(_ order: RegroupingOrder, scheme key: String, caller: Caller) async throws -> Regrouped {
        let caller = try caller.with(.claimPoints)
        try Plausible.day(order.on, "on")
        let (day, leaves) = (order.on, order.leaves ?? false)
        let schemes = try await catalogue.schemes(key)
        try RegroupingOrder.requireLimit("subjects", order.subjects.count)
        let ids = try await subjects(order.subjects, schemes.first?.subject, caller: caller)
        let count = try await database.write(caller) { transaction in
            let states = try await transaction.query(.pointsSubjects(subjects: ids))
            guard states.count == Set(ids).count else {
                throw AppError.subjectsMissing(order.subjects.map(\.text), schemes.first?.subject ?? .person)
            }
            let auditEvent = try await transaction.record(
                leaves ? "points.leave" : "points.regroup", "scheme",
                after: JSONText(encoding: ["scheme": key, "participants": String(ids.count)]))
            var ended = 0
            for row in states {
                let (id, path): (Identifier<PointsSubject>, String) = (try row["subject_id"], try row["path"])
                let (owned, _, scheme) = try catalogue.scheme(schemes, key: key, for: path, on: day)
                try await refuseClosed(owned.id, scheme, path, of: id, from: day, until: nil, transaction)
                let changed = try await transaction.query(
                    .endParticipations(subjects: [id], scheme: owned.id, until: day, auditEvent: auditEvent)
                ).affected
                let named = zip(ids, order.subjects).first { $0.0 == id }?.1.text ?? id.description
                guard changed == 1 else { throw AppError.notParticipating(named, scheme, day) }
                ended += changed
            }
            if !leaves {
                _ = try await join(
                    ids.map { Participation(subject: $0, group: order.group, since: day, until: nil) }, key, schemes,
                    transaction)
            }
            return ended
        }
        return Regrouped(count: count, group: leaves ? nil : order.group, on: day, left: leaves)
    }

    /// Who takes part on a day, by branch.
    package func participants(
        _ query: PointsPlace, scheme key: String, _ page: PageRequest, on today: Day, caller: Caller
    ) async throws -> Page<Participant> {
        let caller = try caller.with(.readPoints)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let scope = try await organisations.scope(query.scope, caller: caller)
        return try await participants(of: key, under: scope, on: day, page, caller: caller)
    }

    func participants(of key: String, under scope: Scope, on day: Day, _ page: PageRequest, caller: Caller) async throws
        -> Page<Participant>
    {
        let (path, id) = try PathKey.read(page.after, within: scope)
        let (owned, _, _) = try await self.scheme(key, under: caller.places(in: scope), on: day)
        let rows = try await database.readPage(
            caller,
            .participations(
                scheme: owned.id, low: scope.low, high: scope.high, afterPath: path, afterSubject: id, day: day,
                limit: page.limit + 1))
        let lines = try rows.map { row in
            Participant(
                subject: try row["subject_id"], name: try row["name"], organisation: try row["organisation"],
                group: try row["group_key"], since: try row["since"], until: try row["until"], path: try row["path"])
        }
        return Page(lines, limit: page.limit) { PathKey.write($0.path, $0.subject.value) }
    }

    /// Participants of a table, all or nothing.
    package func importParticipants(
        _ bytes: [UInt8], _ order: ImportOrder = ImportOrder(), scheme key: String, on today: Day, caller: Caller
    ) async throws -> ParticipantsEntered {
        let caller = try caller.with(.claimPoints)
        let (scheme, _) = try await sheetScheme(key, on: today, caller: caller)
        let sheet = try Sheet(bytes, columns: SheetLayout.columns("participants", of: scheme), as: order.choices)
        var reader = CellReader()
        let names = try await named(sheet.rows.map { $0["subject"] }, scheme.subject, caller: caller)
        var wanted: [Participation] = []
        for row in sheet.rows {
            try Wanted.check(every: 256, row.line)
            let since = reader.day(row, "since")
            let until = reader.optionalDay(row, "until")
            guard let subject = names.found[row["subject"]] else {
                reader.fail(row, "subject", names.reason(row["subject"], scheme.subject))
                continue
            }
            guard let since else { continue }
            let group = reader.optionalText(row, "group")
            wanted.append(
                Participation(subject: subject, group: group.map(scheme.groupKey), since: since, until: until))
        }
        try reader.finish()
        let (people, schemes) = (wanted, try await catalogue.schemes(key))
        let count = try await database.importing(caller, "participants \(key)", bytes, order, rows: people.count) {
            people.isEmpty ? 0 : try await self.join(people, key, schemes, $0)
        }
        return ParticipantsEntered(count: count, dryRun: order.dryRun ?? false, rest: SheetRest(sheet.passed))
    }

    /// The scheme by which a caller's sheets are read.
    func sheetScheme(_ key: String, on day: Day, caller: Caller) async throws -> (scheme: Scheme, owned: OwnedScheme) {
        let found = try await scheme(key, under: caller.ranges, on: day)
        return (found.scheme, found.owned)
    }
}

extension Scheme {
    /// A group by its key or its name in either language.
    func groupKey(_ word: String) -> String {
        groups.first { $0.key == word || $0.name.chinese == word || $0.name.english == word }?.key ?? word
    }
}

extension AppError {
    static func subjectsMissing(_ ids: [String], _ kind: SubjectKind) -> AppError {
        AppError(
            .notFound, "points.subject_missing",
            Text(
                zh: "\(ids.count) 个对象在您的范围内找不到，或没有登记参加积分，什么也没有改变。",
                en: "\(ids.count) subjects are outside your scope or take no part in points; nothing was changed."),
            hint: Text(zh: "请核对对象。", en: "Check the subjects."), facts: ids.prefix(20).map { Fact("subject", $0) })
    }

    static func groupUnknown(_ group: String, _ scheme: Scheme) -> AppError {
        let known = scheme.groups.map { "\($0.key)（\($0.name.chinese)）" }.joined(separator: ", ")
        return AppError(
            .invalid, "points.group_unknown",
            group.isEmpty
                ? Text(zh: "这个办法按类别管理，要写明类别。", en: "This scheme has groups; name one.")
                : Text(zh: "办法没有类别「\(group)」。", en: "The scheme has no group “\(group)”."),
            hint: Text(
                zh: known.isEmpty ? "这个办法不分类别。" : "可用：\(known)。",
                en: known.isEmpty ? "It has no groups." : "Known groups: \(known)."))
    }

    static var statusesOfOrganisations: AppError {
        .invalidValue(
            "statuses", "…",
            expected: Text(zh: "空：这个办法评党组织，不看党籍状态", en: "nothing: this scheme rates organisations"))
    }

    /// - Parameter subject: as the order named it.
    static func notParticipating(_ subject: String, _ scheme: Scheme, _ day: Day) -> AppError {
        let subject = subject.quotable
        return AppError(
            .invalid, "points.not_taking_part",
            Text(
                zh: "对象「\(subject)」在 \(day) 前没有参加「\(scheme.name.chinese)」，什么也没有改变。",
                en: "“\(subject)” took no part in “\(scheme.name.english)” before \(day); nothing was changed."),
            hint: Text(
                zh: "请核对参加名单（dangwu points participants），从名单中去掉这个对象后重发。",
                en: "Check the participants (dangwu points participants), leave this one out and send it again."),
            facts: [Fact("subject", subject)])
    }
}
