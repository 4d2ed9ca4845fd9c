import Civil
package import Kernel

/// An instance prepared for search: identifiers are indices and every pair of a demand and a class that the rules admit
/// is listed with its cost.
package struct Problem: Sendable {
    let instance: Instance
    let model: Model
    /// Trainee of each demand, class that each is pinned to or had before, or -1.
    let trainee: [Int32]
    let pinned: [Int32]
    let previous: [Int32]
    /// The cover of each group, empty when the group is a person with several demands.
    let groupNames: [String]

    private let calendar: Calendar

    /// Spans that the days may touch; a class that touches none of them shares no day with them.
    func spans(from start: Day, through end: Day) -> ClosedRange<Int> { calendar.spans(from: start, through: end) }

    package var demandCount: Int { trainee.count }

    /// Everything is put in order of identifiers first, so that the order of the input changes nothing.
    /// - Throws: `plan.instance` for an unknown or duplicate identifier, a day outside the horizon or a cost that is
    ///   too large to calculate with; `plan.pinned` for a pin that its class cannot take.
    package init(_ given: Instance) throws(AppError) {
        try given.check()
        let instance = given.inOrder
        self.instance = instance
        let traineeIndex = try Self.index(instance.trainees.lazy.map(\.id), "trainee")
        let courseIndex = try Self.index(instance.classes.lazy.map(\.id), "class")
        _ = try Self.index(instance.demands.lazy.map(\.id), "demand")
        calendar = Calendar(instance)
        let options = try OptionList(instance, calendar, traineeIndex, courseIndex)
        trainee = options.trainee
        pinned = options.pinned
        previous = options.previous
        let groups = try Self.groups(instance, options.trainee, traineeIndex)
        groupNames = groups.names
        var courses: [Model.Course] = []
        for (number, item) in instance.classes.enumerated() {
            let committed = item.committed ?? false
            courses.append(
                Model.Course(
                    capacity: Int32(item.capacity),
                    minimum: committed ? 0 : Int32(item.minimum),
                    fixedCost: committed ? 0 : Int32(item.fixedCost),
                    firstSpan: calendar.firstSpan[number], lastSpan: calendar.lastSpan[number]))
        }
        model = Model(
            options: options.courses, costs: options.costs, unassigned: options.unassigned,
            fixed: options.pinned.map { $0 >= 0 }, courses: courses, spans: calendar.spanCount, groups: groups.of,
            limits: groups.limits, grain: instance.weights.unassigned / 133,
            pools: SeatPools(
                instance, options: options.courses,
                places: options.trainee.map { instance.trainees[Int($0)].place }),
            soft: try SoftCovers(instance, trainee: options.trainee, index: traineeIndex))
    }

    private static func index(
        _ ids: some Collection<String>, _ what: String
    ) throws(AppError) -> [String: Int32] {
        var index: [String: Int32] = [:]
        index.reserveCapacity(ids.count)
        var number: Int32 = 0
        for id in ids {
            guard index.updateValue(number, forKey: id) == nil else { throw .planInstance(what, id) }
            number += 1
        }
        return index
    }

    /// Covers, and trainees with several demands. Groups whose limit cannot be reached are left out.
    private static func groups(
        _ instance: Instance, _ trainee: [Int32], _ index: [String: Int32]
    ) throws(AppError) -> (of: FlatLists<Int32>, limits: [Int32], names: [String]) {
        var owed = [Int32](repeating: 0, count: instance.trainees.count)
        for who in trainee { owed[Int(who)] += 1 }
        var limits: [Int32] = []
        var names: [String] = []
        var links: [(trainee: Int32, group: Int32)] = []
        for who in owed.indices where owed[who] > 1 {
            links.append((Int32(who), Int32(limits.count)))
            limits.append(1)
            names.append("")
        }
        for cover in instance.covers ?? [] where cover.excessCost == nil {
            var members: [Int32] = []
            var demands = 0
            for member in cover.members {
                guard let who = index[member] else { throw .planInstance("cover", member) }
                members.append(who)
                demands += Int(owed[Int(who)])
            }
            guard Set(members).count == members.count else { throw .planInstance("cover", cover.id) }
            guard demands > cover.limit else { continue }
            for member in members { links.append((member, Int32(limits.count))) }
            limits.append(Int32(cover.limit))
            names.append(cover.id)
        }
        var start = [Int32](repeating: 0, count: owed.count + 1)
        for link in links { start[Int(link.trainee) + 1] += 1 }
        for who in owed.indices { start[who + 1] += start[who] }
        var next = start
        var values = [Int32](repeating: 0, count: links.count)
        for link in links {
            values[Int(next[Int(link.trainee)])] = link.group
            next[Int(link.trainee)] += 1
        }
        var rows = FlatLists<Int32>()
        rows.start.reserveCapacity(trainee.count + 1)
        for who in trainee {
            rows.values += values[Int(start[Int(who)])..<Int(start[Int(who) + 1])]
            rows.endRow()
        }
        return (rows, limits, names)
    }
}

extension Instance {
    /// The instance with everything in order of identifiers.
    fileprivate var inOrder: Instance {
        func sorted<Item>(_ items: [Item], _ id: (Item) -> String) -> [Item] {
            let isSorted = zip(items, items.dropFirst()).allSatisfy { id($0) <= id($1) }
            return isSorted ? items : items.sorted { id($0) < id($1) }
        }
        var ordered = self
        ordered.trainees = sorted(trainees) { $0.id }
        ordered.demands = sorted(demands) { $0.id }
        ordered.classes = sorted(classes) { $0.id }
        ordered.covers = sorted(covers ?? []) { $0.id }
        return ordered
    }
}

extension AppError {
    static func planInstance(_ what: String, _ value: String) -> AppError {
        AppError(
            .invalid, "plan.instance",
            Text(
                zh: "计划问题文件有误：\(what)「\(value)」不成立、重复或超出范围。",
                en: "The instance is invalid: \(what) “\(value)” is unknown, duplicated or out of range."),
            hint: Text(zh: "请核对编号；格式见 Planning.md。", en: "Check the identifiers; Planning.md has the format."))
    }

    static func planPinned(_ demand: String, _ course: String) -> AppError {
        AppError(
            .invalid, "plan.pinned",
            Text(
                zh: "任务「\(demand)」被固定在班次「\(course)」，但那里不合条件。",
                en: "The demand “\(demand)” is pinned to the class “\(course)”, which cannot take it."),
            hint: Text(zh: "请取消固定，或调整班次。", en: "Unpin it, or change the class."))
    }
}
