package import Civil
import Kernel

/// Drafts a calendar of classes: candidates for every host, audience and week go into a planning problem together with
/// the demands, and the classes that the plan opens are the calendar. Pure: working days and busy seasons are values.
///
/// Each host is a separate problem with the people below it, its existing classes and its candidates.
package enum CalendarProposal {
    package struct Settings: Sendable {
        /// Seats of one class.
        package var capacity: Int
        /// Working days of one class.
        package var length: Int
        /// Seats offered for a hundred demands. From a hundred on, the plan decides how many classes it opens; below,
        /// the fullest are kept.
        package var seatsPerHundred: Int

        package init(capacity: Int = 80, length: Int = 5, seatsPerHundred: Int = 110) {
            self.capacity = capacity
            self.length = length
            self.seatsPerHundred = seatsPerHundred
        }
    }

    /// What the days of the period allow.
    package struct Days: Sendable {
        let first: Day
        let last: Day
        let isWorking: @Sendable (Day) -> Bool
        /// Whether the people of a field must not be called up on a day.
        let isBusy: @Sendable (String, Day) -> Bool

        package init(
            from first: Day, through last: Day, isWorking: @escaping @Sendable (Day) -> Bool,
            isBusy: @escaping @Sendable (String, Day) -> Bool
        ) {
            self.first = first
            self.last = last
            self.isWorking = isWorking
            self.isBusy = isBusy
        }
    }

    package struct Course: Sendable, Equatable {
        package let host: String
        package let number: Int
        package let fields: [String]
        package let start: Day
        package let end: Day
        package let minimum: Int
        package let capacity: Int
    }

    /// Weeks offered to one audience of one host: a little over two years of fortnights. More weeks cost time in
    /// proportion and change the plan by days.
    private static let mostWeeks = 60
    /// Trials of the search for one host.
    private static let trials = 120

    /// - Parameters:
    ///   - owed: the demands, the existing classes and the covers.
    ///   - hosts: places that hold classes for the people whose place begins with theirs.
    ///   - audiences: fields that train together; each field in one audience.
    ///   - openingCost: what a class of so many seats and calendar days costs to open.
    /// - Returns: the classes in order of host and day, and how many demands found no class.
    package static func draft(
        _ owed: Instance, hosts: [String], audiences: [[String]], days: Days, settings: Settings, threads: Int = 2,
        openingCost: @escaping @Sendable (_ seats: Int, _ days: Int) -> Int
    ) async throws -> (courses: [Course], unplaced: Int) {
        let parts = split(owed, hosts)
        var found: [(courses: [Course], unplaced: Int)] = Array(repeating: ([], 0), count: hosts.count)
        try await withThrowingTaskGroup(of: (Int, [Course], Int).self) { group in
            var next = 0
            func add() {
                guard next < hosts.count else { return }
                let (number, part) = (next, parts[next])
                next += 1
                group.addTask {
                    let candidates = candidates(part, hosts[number], audiences, days, settings, openingCost)
                    let (courses, unplaced) = try await choose(part, hosts[number], candidates, settings)
                    return (number, courses, unplaced)
                }
            }
            for _ in 0..<max(1, threads) { add() }
            while let (number, courses, unplaced) = try await group.next() {
                found[number] = (courses, unplaced)
                add()
            }
        }
        return (found.flatMap(\.courses), found.reduce(0) { $0 + $1.unplaced })
    }

    /// The part of an instance that lies below each host.
    private static func split(_ owed: Instance, _ hosts: [String]) -> [Instance] {
        let numbers = Dictionary(hosts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let lengths = Set(hosts.map(\.utf8.count)).sorted(by: >)
        func host(of place: String) -> Int? {
            lengths.lazy.compactMap { numbers[String(place.prefix($0))] }.first
        }
        var trainees = [[Instance.Trainee]](repeating: [], count: hosts.count)
        var home: [String: Int] = [:]
        for trainee in owed.trainees {
            guard let number = host(of: trainee.place) else { continue }
            trainees[number].append(trainee)
            home[trainee.id] = number
        }
        var demands = [[Instance.Demand]](repeating: [], count: hosts.count)
        for demand in owed.demands { if let number = home[demand.trainee] { demands[number].append(demand) } }
        var covers = [[Instance.Cover]](repeating: [], count: hosts.count)
        for cover in owed.covers ?? [] {
            for (number, members) in Dictionary(
                grouping: cover.members.filter { home[$0] != nil }, by: { home[$0] ?? 0 })
            {
                covers[number].append(Instance.Cover(id: cover.id, members: members, limit: cover.limit))
            }
        }
        var classes = [[Instance.Course]](repeating: [], count: hosts.count)
        for course in owed.classes { if let number = host(of: course.host) { classes[number].append(course) } }
        return hosts.indices.map { number in
            Instance(
                name: hosts[number], horizon: owed.horizon, weights: owed.weights, trainees: trainees[number],
                demands: demands[number], classes: classes[number], covers: covers[number])
        }
    }

    private static func candidates(
        _ part: Instance, _ host: String, _ audiences: [[String]], _ days: Days, _ settings: Settings,
        _ openingCost: (Int, Int) -> Int
    ) -> [Instance.Course] {
        let domains = Dictionary(part.trainees.map { ($0.id, $0.domain) }, uniquingKeysWith: { $1 })
        let kinds = Set(part.demands.map(\.kind)).sorted()
        var courses: [Instance.Course] = []
        for audience in audiences {
            let people = part.demands.filter { audience.contains(domains[$0.trainee] ?? "") }.count
            let seats = (people * settings.seatsPerHundred + 99) / 100
            guard seats > 0, settings.capacity > 0 else { continue }
            let count = (seats + settings.capacity - 1) / settings.capacity
            let capacity = (seats + count - 1) / count
            let free = weeks(days, settings.length).filter { span in
                !(span.start.number...span.end.number).contains { number in
                    audience.contains { days.isBusy($0, Day(number: number)) }
                }
            }
            let step = max(1, (free.count + mostWeeks - 1) / mostWeeks)
            let offered = stride(from: 0, to: free.count, by: step).map { free[$0] }
            guard !offered.isEmpty else { continue }
            // Half as many seats again as are needed, so that the planner has a choice.
            let copies = max(1, (count * 3 / 2 + offered.count - 1) / offered.count)
            for span in offered {
                for _ in 0..<copies {
                    courses.append(
                        Instance.Course(
                            id: "candidate-\(courses.count)", host: host, scope: host, domains: audience, kinds: kinds,
                            start: span.start, end: span.end, minimum: capacity / 3, capacity: capacity,
                            fixedCost: openingCost(capacity, span.end - span.start + 1), committed: false))
                }
            }
        }
        return courses
    }

    private static func choose(
        _ part: Instance, _ host: String, _ candidates: [Instance.Course], _ settings: Settings
    ) async throws -> (courses: [Course], unplaced: Int) {
        guard !part.demands.isEmpty, !candidates.isEmpty else { return ([], part.demands.count) }
        let all = part.classes + candidates
        let horizon = Instance.Span(
            start: all.reduce(part.horizon.start) { min($0, $1.start) },
            end: all.reduce(part.horizon.end) { max($0, $1.end) })
        let problem = try Problem(
            Instance(
                name: host, horizon: horizon, weights: part.weights, trainees: part.trainees, demands: part.demands,
                classes: all, covers: part.covers ?? []))
        let plan = try await Planner(problem).plan(.init(threads: 1, steps: trials), progress: { 0 })
        var sizes: [String: Int] = [:]
        for assignment in plan.assignments { sizes[assignment.course, default: 0] += 1 }
        var opened = candidates.filter { sizes[$0.id] != nil }
        if settings.seatsPerHundred < 100 {
            let most = (part.demands.count * settings.seatsPerHundred + 99) / 100
            var seats = 0
            opened.sort { (sizes[$0.id] ?? 0, $1.id) > (sizes[$1.id] ?? 0, $0.id) }
            opened = opened.filter { course in
                guard seats < most else { return false }
                seats += course.capacity
                return true
            }
        }
        opened.sort { ($0.start, $0.domains[0]) < ($1.start, $1.domains[0]) }
        let courses = opened.enumerated().map { number, course in
            Course(
                host: host, number: number + 1, fields: course.domains, start: course.start, end: course.end,
                minimum: course.minimum, capacity: course.capacity)
        }
        let kept = Set(opened.map(\.id)).union(part.classes.map(\.id))
        return (courses, part.demands.count - plan.assignments.filter { kept.contains($0.course) }.count)
    }

    /// Spans of `length` working days, one for each Monday or the first working day after it.
    private static func weeks(_ days: Days, _ length: Int) -> [(start: Day, end: Day)] {
        var spans: [(start: Day, end: Day)] = []
        var monday = days.first.adding(days: (8 - days.first.weekday) % 7)
        while monday <= days.last {
            var day = monday
            while day.weekday <= 5, !days.isWorking(day) { day = day.adding(days: 1) }
            var (end, left) = (day, length)
            while left > 0, end <= days.last {
                if days.isWorking(end) { left -= 1 }
                if left > 0 { end = end.adding(days: 1) }
            }
            // A span that a holiday extends by more than two days would keep people through the holiday.
            if left == 0, end <= days.last, days.isWorking(day), end - day <= length + 1 { spans.append((day, end)) }
            monday = monday.adding(days: 7)
        }
        return spans
    }
}
