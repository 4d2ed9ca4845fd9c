package import Civil

/// What would place everybody left out of a plan: the plan stays, and hypothetical classes are offered to the rest. The
/// planner chooses among them as it does among real ones.
package struct Shortfall: Sendable {
    /// Classes of one host and audience that begin in one month.
    package struct Added: Sendable, Equatable {
        package let host: String
        package let fields: [String]
        package let month: Month
        package let classes: Int
        /// Seats of one class, and everybody in them.
        package let capacity: Int
        package let people: Int
    }

    /// In order of month and host.
    package let added: [Added]
    /// Demands that would still have no class.
    package let left: Int

    private static let trials = 60

    /// - Returns: nil when nobody is left out.
    package static func of(
        _ plan: Plan, _ instance: Instance, hosts: [CalendarProposal.Host], audiences: [[String]],
        days: CalendarProposal.Days, settings: CalendarProposal.Settings,
        openingCost: @escaping @Sendable (_ seats: Int, _ days: Int) -> Int
    ) async throws -> Shortfall? {
        let chosen = Dictionary(plan.assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let leftOut = instance.demands.filter { chosen[$0.id] == nil }
        guard !leftOut.isEmpty else { return nil }
        var rest = instance
        rest.demands = leftOut.map { demand in
            var demand = demand
            demand.pinned = nil
            demand.previous = nil
            return demand
        }
        let people = Set(leftOut.map(\.trainee))
        rest.trainees = instance.trainees.filter { people.contains($0.id) }
        rest.covers = []
        rest.classes = []
        var settings = settings
        settings.seatsPerHundred = max(100, settings.seatsPerHundred)
        let parts = CalendarParts(rest, hosts, audiences, smallest: settings.smallest)
        var candidates: [Instance.Course] = []
        for (number, part) in parts.instances.enumerated() {
            // A class for a few is better than none: nothing here has a minimum.
            candidates += CalendarProposal.candidates(
                part, hosts[number], parts.audiences[number], days, settings, openingCost
            ).map { $0.forAtLeast(0) }
        }
        guard !candidates.isEmpty else { return Shortfall(added: [], left: leftOut.count) }
        let problem = try Problem(seated(instance, chosen, leftOut: rest.demands, people, candidates))
        let found = try await Planner(problem).plan(.init(threads: 1, steps: trials), progress: { 0 })
        return Shortfall(found, candidates, leftOut: Set(leftOut.map(\.id)))
    }

    private init(added: [Added], left: Int) {
        self.added = added
        self.left = left
    }

    private init(_ plan: Plan, _ candidates: [Instance.Course], leftOut: Set<String>) {
        var sizes: [String: Int] = [:]
        for item in plan.assignments where leftOut.contains(item.demand) { sizes[item.course, default: 0] += 1 }
        var groups: [String: Added] = [:]
        for course in candidates {
            guard let people = sizes[course.id] else { continue }
            let month = Month(of: course.start)
            let key = "\(month) \(course.host) \(course.domains)"
            let before = groups[key]
            groups[key] = Added(
                host: course.host, fields: course.domains, month: month, classes: (before?.classes ?? 0) + 1,
                capacity: max(course.capacity, before?.capacity ?? 0), people: people + (before?.people ?? 0))
        }
        added = groups.keys.sorted().compactMap { groups[$0] }
        left = leftOut.count - sizes.values.reduce(0, +)
    }

    /// Those left out among those whose days bind theirs: their own other duties, and their covers.
    private static func seated(
        _ instance: Instance, _ chosen: [String: String], leftOut: [Instance.Demand], _ people: Set<String>,
        _ candidates: [Instance.Course]
    ) -> Instance {
        var near = people
        for cover in instance.covers ?? [] where cover.members.contains(where: people.contains) {
            near.formUnion(cover.members)
        }
        var whole = instance
        let kept = instance.demands.filter { chosen[$0.id] != nil && near.contains($0.trainee) }.map { demand in
            var demand = demand
            demand.pinned = chosen[demand.id]
            demand.previous = nil
            return demand
        }
        let used = Set(kept.compactMap(\.pinned))
        whole.demands = kept + leftOut
        whole.trainees = instance.trainees.filter { near.contains($0.id) }.map { trainee in
            var trainee = trainee
            trainee.excluded = trainee.excluded?.filter(used.contains)
            return trainee
        }
        whole.covers = instance.covers?.filter { $0.members.contains(where: people.contains) }
        // What real classes could do, the plan has done.
        whole.classes =
            instance.classes.filter { used.contains($0.id) }.map { course in
                var course = course
                course.committed = true
                course.capacity = kept.count { $0.pinned == course.id }
                return course.withoutQuotas
            } + candidates
        whole.horizon = Instance.Span(
            start: candidates.reduce(instance.horizon.start) { min($0, $1.start) },
            end: candidates.reduce(instance.horizon.end) { max($0, $1.end) })
        return whole
    }
}

extension Instance.Course {
    func forAtLeast(_ minimum: Int) -> Instance.Course {
        Instance.Course(
            id: id, host: host, scope: scope, domains: domains, kinds: kinds, start: start, end: end, minimum: minimum,
            capacity: capacity, fixedCost: fixedCost, committed: committed ?? false, level: level, quotas: quotas,
            minutes: minutes)
    }

    fileprivate var withoutQuotas: Instance.Course {
        Instance.Course(
            id: id, host: host, scope: scope, domains: domains, kinds: kinds, start: start, end: end, minimum: minimum,
            capacity: capacity, fixedCost: fixedCost, committed: committed ?? false, level: level, minutes: minutes)
    }
}
