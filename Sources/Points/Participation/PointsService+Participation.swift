import Access
package import Civil
package import Foundation
package import Kernel
package import Members
import Organisations
import Postgres
import SQLFiles
import Sheets

/// That somebody takes part in a scheme, in a group, from a day on.
package struct ParticipationDraft: Sendable {
    package let subject: UUID
    package let group: String?
    package let since: Day
    package let until: Day?

    package init(subject: UUID, group: String?, since: Day, until: Day? = nil) {
        self.subject = subject
        self.group = group
        self.since = since
        self.until = until
    }
}

package struct ParticipationLine: Sendable {
    package let subject: UUID
    package let path: String
    package let name: String
    package let organisation: String?
    package let group: String?
    package let since: Day
    package let until: Day?
}

extension PointsService {
    /// Enters participants, all or nothing.
    /// - Returns: how many.
    package func join(_ drafts: [ParticipationDraft], scheme key: String, dryRun: Bool = false, caller: Caller)
        async throws
        -> Int
    {
        try caller.require(.claimPoints)
        guard !drafts.isEmpty else { return 0 }
        let schemes = try await shelf.schemes(key)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            try await self.join(drafts, key, schemes, transaction)
        }
    }

    /// Where and when people join: a whole branch is looked at once.
    private struct Place: Hashable {
        let scheme: UUID
        let path: String
        let since: Day
        let until: Day?
    }

    private func join(
        _ drafts: [ParticipationDraft], _ key: String, _ schemes: [OwnedScheme], _ transaction: ScopedTransaction
    ) async throws -> Int {
        let ids = Array(Set(drafts.map(\.subject)))
        let kind = schemes.first?.subject ?? .person
        let rows = try await transaction.query(
            kind == .person ? .pointsSubjectsOfPeople(people: ids) : .pointsSubjectsOfOrganisations(organisations: ids))
        var paths: [UUID: String] = [:]
        var fresh: [(id: UUID, path: String)] = []
        for row in rows {
            let (id, path): (UUID, String) = (try row["subject_id"], try row["path"])
            paths[id] = path
            if try !(row["known"] as Bool) { fresh.append((id, path)) }
        }
        let missing = ids.filter { paths[$0] == nil }
        guard missing.isEmpty else { throw AppError.subjectsMissing(missing.map(\.text), kind) }
        var byScheme: [UUID: [(ParticipationDraft, String)]] = [:]
        var places: Set<Place> = []
        for draft in drafts {
            let path = paths[draft.subject] ?? ""
            let (owned, _, scheme) = try shelf.scheme(schemes, key: key, for: path, on: draft.since)
            if let group = draft.group, scheme.group(group) == nil { throw AppError.groupUnknown(group, scheme) }
            if draft.group == nil, !scheme.groups.isEmpty { throw AppError.groupUnknown("", scheme) }
            byScheme[owned.id, default: []].append((draft, path))
            places.insert(Place(scheme: owned.id, path: path, since: draft.since, until: draft.until))
        }
        for scheme in byScheme.keys.sorted(by: { $0.text < $1.text }) {
            _ = try await transaction.query(.shareScheme(scheme: scheme))
        }
        for place in places {
            let (_, _, scheme) = try shelf.scheme(schemes, key: key, for: place.path, on: place.since)
            try await refuseClosed(
                place.scheme, scheme, place.path, from: place.since, until: place.until, transaction)
        }
        for (id, lines) in byScheme {
            guard let scheme = schemes.first(where: { $0.id == id })?.editions.last?.scheme else { continue }
            try await refusePublished(
                id, scheme, lines.map { ($0.0.subject, $0.0.since, $0.0.until) }, transaction)
        }
        let auditEvent = try await transaction.record(
            "points.join", "scheme", subject: byScheme.keys.first,
            after: JSONText(encoding: ["scheme": key, "participants": String(drafts.count)]))
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
        return drafts.count
    }

    /// Enters everybody whose membership lies below an organisation and has one of the statuses; for a scheme that rates
    /// organisations, every one at the base that lies there.
    package func joinAll(
        under scope: Scope, statuses: [MembershipStatus], group: String?, since: Day, scheme key: String,
        dryRun: Bool = false, caller: Caller
    ) async throws -> Int {
        try caller.require(.claimPoints)
        var drafts: [ParticipationDraft] = []
        if try await scheme(key, under: scope, on: since).scheme.subject == .organisation {
            for row in try await database.read(caller, .pointsOrganisationsBelow(low: scope.low, high: scope.high)) {
                drafts.append(ParticipationDraft(subject: try row["subject_id"], group: group, since: since))
            }
        } else {
            let wanted = Set(statuses.map(\.rawValue))
            for row in try await database.read(caller, .pointsSubjectsBelow(low: scope.low, high: scope.high))
            where wanted.contains(try row["status"]) {
                drafts.append(ParticipationDraft(subject: try row["subject_id"], group: group, since: since))
            }
        }
        return try await join(drafts, scheme: key, dryRun: dryRun, caller: caller)
    }

    /// Moves participants to another group from a day on, or ends their part when there is none.
    package func regroup(
        _ subjects: [UUID], to group: String?, leaves: Bool = false, on day: Day, scheme key: String, caller: Caller
    ) async throws -> Int {
        try caller.require(.claimPoints)
        let schemes = try await shelf.schemes(key)
        return try await database.write(caller) { transaction in
            let states = try await transaction.query(.pointsSubjects(subjects: subjects))
            guard states.count == Set(subjects).count else {
                throw AppError.subjectsMissing(subjects.map(\.text), schemes.first?.subject ?? .person)
            }
            let auditEvent = try await transaction.record(
                leaves ? "points.leave" : "points.regroup", "scheme",
                after: JSONText(encoding: ["scheme": key, "participants": String(subjects.count)]))
            var ended = 0
            for row in states {
                let (id, path): (UUID, String) = (try row["subject_id"], try row["path"])
                let (owned, _, scheme) = try shelf.scheme(schemes, key: key, for: path, on: day)
                try await refuseClosed(owned.id, scheme, path, of: id, from: day, until: nil, transaction)
                let changed = try await transaction.query(
                    .endParticipations(subjects: [id], scheme: owned.id, until: day, auditEvent: auditEvent)
                ).affected
                guard changed == 1 else { throw AppError.notParticipating(id, scheme, day) }
                ended += changed
            }
            if !leaves {
                _ = try await join(
                    subjects.map { ParticipationDraft(subject: $0, group: group, since: day) }, key, schemes,
                    transaction)
            }
            return ended
        }
    }

    /// Who takes part on a day, by branch.
    package func participants(
        scheme key: String, under scope: Scope?, on day: Day, _ page: PageRequest, caller: Caller
    ) async throws -> Page<ParticipationLine> {
        try caller.require(.readPoints)
        let scope = scope ?? caller.scope
        let (path, id) = try PathKey.read(page.after)
        let (owned, _, _) = try await self.scheme(key, under: scope, on: day)
        let rows = try await database.read(
            caller,
            .participations(
                scheme: owned.id, low: scope.low, high: scope.high, afterPath: path, afterSubject: id, day: day,
                limit: page.limit + 1))
        let lines = try rows.map { row in
            ParticipationLine(
                subject: try row["subject_id"], path: try row["path"], name: try row["name"],
                organisation: try row["organisation"], group: try row["group_key"], since: try row["since"],
                until: try row["until"])
        }
        return Page(lines, limit: page.limit) { PathKey.write($0.path, $0.subject) }
    }

    /// Takes a table of participants.
    package func importParticipants(
        _ bytes: [UInt8], scheme key: String, on today: Day, dryRun: Bool, caller: Caller
    ) async throws -> Int {
        let (scheme, _) = try await sheetScheme(key, on: today, caller: caller)
        let sheet = try Sheet(bytes, columns: SheetLayout.columns("participants", of: scheme))
        var reader = CellReader()
        let found = try await subjects(named: sheet.rows.map { $0["subject"] }, scheme.subject, caller: caller)
        var drafts: [ParticipationDraft] = []
        for row in sheet.rows {
            let since = reader.day(row, "since")
            let until = reader.optionalDay(row, "until")
            guard let subject = found[row["subject"]] else {
                reader.fail(row, "subject", .noSubject(scheme.subject))
                continue
            }
            guard let since else { continue }
            let group = reader.optionalText(row, "group")
            drafts.append(
                ParticipationDraft(subject: subject, group: group.map(scheme.groupKey), since: since, until: until))
        }
        try reader.finish()
        return try await join(drafts, scheme: key, dryRun: dryRun, caller: caller)
    }

    /// The scheme by which a caller's sheets are read.
    func sheetScheme(_ key: String, on day: Day, caller: Caller) async throws -> (scheme: Scheme, owned: OwnedScheme) {
        let found = try await scheme(key, under: caller.scope, on: day)
        return (found.scheme, found.owned)
    }
}

extension Scheme {
    /// A group by its key or its name in either language.
    func groupKey(_ word: String) -> String {
        groups.first { $0.key == word || $0.name.chinese == word || $0.name.english == word }?.key ?? word
    }
}

extension Text {
    static func noSubject(_ kind: SubjectKind) -> Text {
        switch kind {
        case .person: Text(zh: "找不到这个人员编号或身份证号", en: "no person has this identifier or ID number")
        case .organisation: Text(zh: "找不到这个组织编码", en: "no organisation has this code")
        }
    }
}

extension AppError {
    static func subjectsMissing(_ ids: [String], _ kind: SubjectKind) -> AppError {
        AppError(
            .notFound, "points.subject_missing",
            Text(
                zh: "\(ids.count) 个对象在您的范围内找不到，或没有登记参加积分，什么也没有改变。",
                en: "\(ids.count) subjects are not in your scope or do not take part in points."),
            hint: Text(zh: "请核对编号。", en: "Check the identifiers."), facts: ids.prefix(20).map { Fact("subject", $0) })
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
                en: known.isEmpty ? "It has no groups." : "Known are \(known)."))
    }

    static func notParticipating(_ subject: UUID, _ scheme: Scheme, _ day: Day) -> AppError {
        AppError(
            .invalid, "points.not_taking_part",
            Text(
                zh: "对象 \(subject.text) 在 \(day) 前没有参加「\(scheme.name.chinese)」，什么也没有改变。",
                en:
                    "Subject \(subject.text) does not take part in “\(scheme.name.english)” from before \(day); nothing was changed."
            ),
            hint: Text(
                zh: "请核对参加名单（dangwu points participants），从名单中去掉这个对象后重发。",
                en: "See who takes part (dangwu points participants), leave this one out and send it again."),
            facts: [Fact("subject", subject.text)])
    }
}
