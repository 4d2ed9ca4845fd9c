import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
package import Planning
import Postgres
import SQLFiles

extension TrainingService {
    /// Which fields train together.
    private static let audiences: [[Field]] = [
        [.rural, .community], [.organ, .institution], [.enterpriseState, .enterprisePrivate, .social], [.university],
    ]

    /// A draft calendar for the duties of a subtree: each host holds classes for its own, beside those it has already.
    /// Writes nothing.
    package func proposeCalendar(
        for scope: Scope?, host level: Level = .county, from first: Day, through last: Day,
        settings: CalendarProposal.Settings,
        caller: Caller
    ) async throws -> (drafts: [(host: Organisation, draft: ClassDraft)], unplaced: Int, provisional: Bool) {
        try caller.require(.readTraining)
        guard first <= last, (1...30).contains(settings.length), (1...1000).contains(settings.capacity) else {
            throw AppError.classDates(first, last)
        }
        let scope = scope ?? caller.scope
        let hosts = try await database.snapshot(caller) { transaction in
            try await transaction.pipeline([
                .hostsOfLevel(level: level.rawValue, low: scope.low, high: scope.high)
            ])
        }[0].map { try $0.organisation() }
        let owed = try await instance(for: scope, asOf: first, caller: caller).instance
        let (busy, working, cost) = (rules.busySeasons, workingDays, rules.classDefaults.costPerPersonDay)
        let days = CalendarProposal.Days(
            from: first, through: last, isWorking: { working.isWorking($0).value },
            isBusy: { field, day in
                busy.contains { $0.field.rawValue == field && ($0.days(in: day.year)?.contains(day) ?? false) }
            })
        let (courses, unplaced) = try await CalendarProposal.draft(
            owed, hosts: hosts.map { Places.place($0.path) }, audiences: Self.audiences.map { $0.map(\.rawValue) },
            days: days, settings: settings,
            openingCost: { seats, days in InstanceBuilder.openingCost(Decimal(cost), seats: seats, days: days) })
        let byPlace = Dictionary(hosts.map { (Places.place($0.path), $0) }, uniquingKeysWith: { $1 })
        let drafts = courses.compactMap { course in byPlace[course.host].map { ($0, draft(course, $0, level)) } }
        let provisional = workingDays.count(from: first, through: last).provisional
        return (drafts, unplaced, provisional)
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
