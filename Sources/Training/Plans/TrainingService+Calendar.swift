import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
package import Planning
import Postgres

extension TrainingService {
    /// Which fields train together.
    private static let audiences: [[Field]] = [
        [.rural, .community], [.organ, .institution], [.enterpriseState, .enterprisePrivate, .social], [.university],
    ]

    /// A draft calendar for the duties of a subtree: each county hosts classes for its own. Writes nothing.
    package func proposeCalendar(
        for scope: Scope?, host level: Level = .county, from first: Day, through last: Day,
        settings: CalendarProposal.Settings,
        caller: Caller
    ) async throws -> (drafts: [(host: Organisation, draft: ClassDraft)], seatsWithoutWeek: Int, provisional: Bool) {
        try caller.require(.readTraining)
        guard first <= last, (1...30).contains(settings.length), (1...1000).contains(settings.capacity) else {
            throw AppError.classDates(first, last)
        }
        let scope = scope ?? caller.scope
        let rows = try await database.snapshot(caller) { transaction in
            try await transaction.pipeline([
                transaction.sql("HostsOfLevel", [level.rawValue.parameter, scope.low.parameter, scope.high.parameter]),
                transaction.sql("OpenDuties", [first.parameter, scope.low.parameter, scope.high.parameter]),
            ])
        }
        let hosts = try rows[0].map { try $0.organisation() }
        var counts: [String: [Field: Int]] = [:]
        for row in rows[1] {
            let path: String = try row["path"]
            // Paths of hosts are prefixes: the one of this level has as many parts as the level is deep.
            let parts = path.split(separator: ".").prefix(level.rank + 1)
            counts[parts.map { $0 + "." }.joined(), default: [:]][try row.choice("field"), default: 0] += 1
        }
        var needs: [CalendarProposal.Need] = []
        for host in hosts {
            for audience in Self.audiences {
                let people = audience.reduce(0) { $0 + (counts[host.path]?[$1] ?? 0) }
                needs.append(CalendarProposal.Need(host: host.path, fields: audience.map(\.rawValue), people: people))
            }
        }
        let busy = rules.busySeasons
        let (courses, short) = CalendarProposal.draft(
            needs, from: first, through: last, settings: settings, isWorking: { workingDays.isWorking($0).value },
            isBusy: { field, day in
                busy.contains { $0.field.rawValue == field && ($0.days(in: day.year)?.contains(day) ?? false) }
            })
        let byPath = Dictionary(uniqueKeysWithValues: hosts.map { ($0.path, $0) })
        let drafts = courses.compactMap { course in byPath[course.host].map { ($0, draft(course, $0, level)) } }
        let provisional = workingDays.count(from: first, through: last).provisional
        return (drafts, short, provisional)
    }

    private func draft(_ course: CalendarProposal.Course, _ host: Organisation, _ level: Level) -> ClassDraft {
        let fields = course.fields.compactMap(Field.init)
        let audience = fields.map(\.text.chinese).joined(separator: "、")
        return ClassDraft(
            code: "\(course.start.year)-\(host.code)-\(course.number)",
            name: "\(course.start.year)年\(audience)党组织书记轮训班第\(course.number)期",
            level: level, admits: nil, fields: fields, kinds: DutyKind.allCases, starts: course.start, ends: course.end,
            minimum: course.minimum, capacity: course.capacity, venue: "\(host.name)党校",
            costPerPersonDay: Decimal(rules.classDefaults.costPerPersonDay),
            attendanceRule: rules.attendance[0].key,
            sessions: halfDays(from: course.start, through: course.end, teacher: "-"))
    }

    /// Writes a proposed calendar as drafts, all or nothing.
    package func acceptCalendar(
        _ drafts: [(host: Organisation, draft: ClassDraft)], caller: Caller,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Int {
        try caller.require(.writeTraining)
        for (_, draft) in drafts { try check(draft) }
        try await database.write(caller) { transaction in
            for (number, (host, draft)) in drafts.enumerated() {
                try await insert(draft, id: .new(), host: host, admits: host.scope, state: .draft, transaction)
                progress(number + 1)
            }
        }
        return drafts.count
    }
}
