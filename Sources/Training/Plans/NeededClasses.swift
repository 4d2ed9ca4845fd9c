package import Civil
package import Kernel
import Members
import Organisations
import Planning
package import Wire

/// Classes that would place everybody left out of a plan, as the planner itself found them.
package struct NeededClasses: Codable, Sendable {
    package struct Item: Codable, Sendable {
        package let host: String
        package let hostName: String
        package let fields: [Field]
        package let month: Month
        package let classes: Int
        package let capacity: Int
        package let people: Int
    }

    /// In order of month and host.
    package let items: [Item]
    /// Duties that would still have no class.
    package let left: Int
    package let text: Text

    init(items: [Item], left: Int) {
        self.items = items
        self.left = left
        var parts = items.map { item in
            Text(
                zh: "\(item.month) 在\(item.hostName)再办 \(item.classes) 个班，每班 \(item.capacity) 人",
                en: "\(item.classes) more of \(item.capacity) seats at \(item.hostName) in \(item.month)")
        }
        if parts.isEmpty { parts.append(Text(zh: "增办班次也无法安排", en: "no added class would help")) }
        let all = Text.list(Array(parts.prefix(12)))
        let placed = items.map(\.people).sum()
        text =
            left == 0
            ? Text(
                zh: "\(all.chinese)，即可安排全部未安排的 \(placed) 项。",
                en: "Classes that would place all \(placed) left out: \(all.english).")
            : Text(
                zh: "\(all.chinese)，可再安排 \(placed) 项；仍有 \(left) 项无法安排。",
                en: "Classes that would place \(placed) more: \(all.english); \(left) would still be left out.")
    }
}

extension NeededClasses.Item: Tabular {
    package static let columns: [Column<NeededClasses.Item>] = [
        Column("month", zh: "月份", en: "Month", \.month),
        Column("host_name", zh: "主办", en: "Host", \.hostName),
        Column("fields", zh: "领域", en: "Fields", \.fields),
        Column("classes", zh: "再办班数", en: "More classes", \.classes),
        Column("capacity", zh: "每班人数", en: "Seats", \.capacity),
        Column("people", zh: "可安排", en: "People", \.people),
    ]
}

extension TrainingService {
    /// Which fields train together.
    static let audiences: [[Field]] = [
        [.rural, .community], [.organ, .institution], [.enterpriseState, .enterprisePrivate, .social], [.university],
    ]

    /// What the days of a period allow.
    func days(from first: Day, through last: Day, weekends: Bool = false) -> CalendarProposal.Days {
        let (busy, service) = (rules.busySeasons, self)
        return CalendarProposal.Days(
            from: first, through: last, usesWeekends: weekends,
            isWorking: { service.isClassDay($0, weekends: weekends) },
            isBusy: { field, day in
                busy.contains { $0.field.rawValue == field && ($0.days(in: day.year)?.contains(day) ?? false) }
            })
    }

    /// Whether a class of a drafted calendar has sessions on a day.
    func isClassDay(_ day: Day, weekends: Bool) -> Bool {
        workingDays.isWorking(day).value || weekends && workingDays.isOrdinaryWeekend(day)
    }

    var openingCost: @Sendable (_ seats: Int, _ days: Int) -> Int {
        let cost = usualCost
        return { seats, days in InstanceBuilder.openingCost(cost, seats: seats, days: days) }
    }

    /// Seats of a class that is added, and how far ahead it may lie.
    private static let added = (capacity: 50, years: 1)
    /// Demands beyond which the planner is not asked a second time: it would take as long as the plan.
    private static let mostLeft = 5000

    /// - Parameter hosts: who may hold more classes.
    func needed(
        _ plan: Plan, _ instance: Instance, hosts: [Organisation], from first: Day
    ) async throws -> NeededClasses? {
        let left = instance.demands.count - plan.assignments.count
        guard left > 0, left <= Self.mostLeft else { return nil }
        let last = max(first.adding(years: Self.added.years), instance.horizon.end)
        let found = try await Shortfall.of(
            plan, instance, hosts: hosts.map { .init(place: Places.place($0.path), level: $0.level.rawValue) },
            audiences: Self.audiences.map { $0.map(\.rawValue) },
            days: days(from: first.adding(days: 1), through: last),
            settings: CalendarProposal.Settings(capacity: Self.added.capacity, smallest: 1), openingCost: openingCost)
        guard let found else { return nil }
        let byPlace = Dictionary(hosts.map { (Places.place($0.path), $0) }, uniquingKeysWith: { $1 })
        return NeededClasses(
            items: found.added.map { item in
                NeededClasses.Item(
                    host: byPlace[item.host]?.code ?? item.host, hostName: byPlace[item.host]?.name ?? item.host,
                    fields: item.fields.compactMap(Field.init), month: item.month, classes: item.classes,
                    capacity: item.capacity, people: item.people)
            },
            left: found.left)
    }
}
