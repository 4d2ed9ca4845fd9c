package import Civil
import Kernel

/// Drafts a calendar of classes: candidates for every host, audience and week go into a planning problem together with
/// the demands, and the classes that the plan opens are the calendar. Pure: working days and busy seasons are values.
///
/// Each host is a separate problem with the people below it, its existing classes and its candidates. People whose
/// duties do not accept a class of the host's level, and audiences too small for a class of their own, go to the next
/// host above; where there is none, small audiences of one host train together.
package enum CalendarProposal {
    package struct Settings: Sendable {
        /// Seats of one class.
        package var capacity: Int
        /// Working days of one class.
        package var length: Int
        /// Seats offered for a hundred demands. From a hundred on, the plan decides how many classes it opens; below,
        /// the fullest are kept.
        package var seatsPerHundred: Int
        /// Fewer demands than this are no audience of their own.
        package var smallest: Int
        /// Classes of one audience in a month at most; nil for as many as its weeks take.
        package var perMonth: Int?
        /// Of instruction in one class; nil for classes that are long enough for every demand.
        package var minutes: Int?

        package init(
            capacity: Int = 80, length: Int = 5, seatsPerHundred: Int = 110, smallest: Int = 1, perMonth: Int? = nil,
            minutes: Int? = nil
        ) {
            self.capacity = capacity
            self.length = length
            self.seatsPerHundred = seatsPerHundred
            self.smallest = smallest
            self.perMonth = perMonth
            self.minutes = minutes
        }
    }

    /// Who holds classes, for the people whose place begins with theirs.
    package struct Host: Sendable {
        package let place: String
        /// Of the classes; nil for classes that every demand accepts.
        package let level: String?

        package init(place: String, level: String? = nil) {
            self.place = place
            self.level = level
        }
    }

    /// What the days of the period allow.
    package struct Days: Sendable {
        let first: Day
        let last: Day
        /// Whether classes that end on a Sunday are offered, too.
        let usesWeekends: Bool
        let isWorking: @Sendable (Day) -> Bool
        /// Whether the people of a field must not be called up on a day.
        let isBusy: @Sendable (String, Day) -> Bool

        package init(
            from first: Day, through last: Day, usesWeekends: Bool = false,
            isWorking: @escaping @Sendable (Day) -> Bool,
            isBusy: @escaping @Sendable (String, Day) -> Bool
        ) {
            self.first = first
            self.last = last
            self.usesWeekends = usesWeekends
            self.isWorking = isWorking
            self.isBusy = isBusy
        }
    }

    package struct Course: Sendable, Equatable {
        package let host: String
        package let number: Int
        package let fields: [String]
        /// Those of them that its people are of.
        package let present: [String]
        package let start: Day
        package let end: Day
        package let minimum: Int
        package let capacity: Int
        /// Demands that the draft puts there.
        package let people: Int
    }

    package struct Draft: Sendable {
        /// In order of host and day.
        package var courses: [Course] = []
        /// Demands in classes that exist.
        package var existing = 0
        /// Demands without a class, those of `unaccepted` among them.
        package var unplaced = 0
        /// Demands whose class ends after they are due.
        package var late = 0
        /// Demands for which classes of no host's level count.
        package var unaccepted = 0
    }

    /// Weeks offered to one audience of one host: a little over two years of fortnights. More weeks cost time in
    /// proportion and change the plan by days.
    private static let mostWeeks = 60
    /// Trials of the search for one host.
    private static let trials = 120

    /// - Parameters:
    ///   - owed: the demands, the existing classes and the covers.
    ///   - audiences: fields that train together; each field in one audience.
    ///   - openingCost: what a class of so many seats and calendar days costs to open.
    package static func draft(
        _ owed: Instance, hosts: [Host], audiences: [[String]], days: Days, settings: Settings, threads: Int = 2,
        openingCost: @escaping @Sendable (_ seats: Int, _ days: Int) -> Int
    ) async throws -> Draft {
        let parts = CalendarParts(owed.open(from: days.first), hosts, audiences, smallest: settings.smallest)
        var found = [Draft](repeating: Draft(), count: hosts.count)
        try await withThrowingTaskGroup(of: (Int, Draft).self) { group in
            var next = 0
            func add() {
                guard next < hosts.count else { return }
                let (number, part, audiences) = (next, parts.instances[next], parts.audiences[next])
                next += 1
                group.addTask {
                    let candidates = candidates(part, hosts[number], audiences, days, settings, openingCost)
                    return (number, try await choose(part, hosts[number].place, candidates, settings))
                }
            }
            for _ in 0..<max(1, threads) { add() }
            while let (number, draft) = try await group.next() {
                found[number] = draft
                add()
            }
        }
        return Draft(
            courses: found.flatMap(\.courses), existing: found.map(\.existing).sum(),
            unplaced: found.map(\.unplaced).sum() + parts.unplaced,
            late: found.map(\.late).sum(), unaccepted: parts.unaccepted)
    }

    /// Classes that a host might hold for its audiences.
    static func candidates(
        _ part: Instance, _ host: Host, _ audiences: [[String]], _ days: Days, _ settings: Settings,
        _ openingCost: (Int, Int) -> Int
    ) -> [Instance.Course] {
        let domains = Dictionary(part.trainees.map { ($0.id, $0.domain) }, uniquingKeysWith: { $1 })
        let places = Dictionary(part.trainees.map { ($0.id, $0.place) }, uniquingKeysWith: { $1 })
        let kinds = Set(part.demands.map(\.kind)).sorted()
        var courses: [Instance.Course] = []
        for audience in audiences {
            let open = part.demands.filter { audience.contains(domains[$0.trainee] ?? "") }
            // Classes on file need no second seat for the people that they take.
            let onFile = part.classes.map { course in
                min(course.capacity, open.count { course.counts(for: $0, in: domains, places) })
            }.sum()
            let people = open.count > onFile ? open.count - onFile : open.count
            let seats = (people * settings.seatsPerHundred + 99) / 100
            guard seats > 0, settings.capacity > 0 else { continue }
            // Nobody takes two seats of one class: several seats of each person take as many classes at least.
            let each = Dictionary(grouping: open, by: \.trainee)
            let needed = (seats + settings.capacity - 1) / settings.capacity
            let count = max(needed, each.values.map(\.count).max() ?? 1)
            let capacity = min(
                (seats + needed - 1) / needed, (each.count * settings.seatsPerHundred + 99) / 100)
            let sizes = Dictionary(grouping: open) { domains[$0.trainee] ?? "" }.mapValues(\.count)
            let free = freeWeeks(days, settings.length, sizes, atLeast: count)
            for (span, copies) in offered(free, count, settings.perMonth) {
                for _ in 0..<copies {
                    courses.append(
                        Instance.Course(
                            id: "candidate-\(host.place)-\(courses.count)", host: host.place, scope: "",
                            domains: audience, kinds: kinds, start: span.start, end: span.end, minimum: capacity / 3,
                            capacity: capacity, fixedCost: openingCost(capacity, span.end - span.start + 1),
                            committed: false, level: host.level, minutes: settings.minutes))
                }
            }
        }
        return courses
    }

    /// Weeks in which nobody of the audience is busy; where those are too few, weeks in which its largest field is not:
    /// people of the others who are busy then go to another week.
    /// - Parameter sizes: people by field, those fields alone that the audience has people of.
    private static func freeWeeks(
        _ days: Days, _ length: Int, _ sizes: [String: Int], atLeast count: Int
    ) -> [(start: Day, end: Day)] {
        let all = weeks(days, length)
        func free(of fields: [String]) -> [(start: Day, end: Day)] {
            all.filter { span in
                !(span.start.number...span.end.number).contains { number in
                    fields.contains { days.isBusy($0, Day(number: number)) }
                }
            }
        }
        let quiet = free(of: Array(sizes.keys))
        let largest = sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        guard quiet.count < count, let largest else { return quiet }
        return free(of: [largest])
    }

    /// Weeks in which classes may begin, each with how many.
    private static func offered(
        _ free: [(start: Day, end: Day)], _ count: Int, _ perMonth: Int?
    ) -> [(span: (start: Day, end: Day), copies: Int)] {
        guard let perMonth else {
            let step = max(1, (free.count + mostWeeks - 1) / mostWeeks)
            let offered = stride(from: 0, to: free.count, by: step).map { free[$0] }
            // Half as many seats again as are needed, so that the planner has a choice.
            let copies = max(1, (count * 3 / 2 + offered.count - 1) / max(1, offered.count))
            return offered.map { ($0, copies) }
        }
        // Never more of them than the month may have, spread over its weeks.
        let months = Dictionary(grouping: free) { Month(of: $0.start) }
        let classes = min(perMonth, (count * 3 / 2 + months.count - 1) / max(1, months.count))
        return months.sorted { $0.key < $1.key }.flatMap { _, weeks in
            let slots = (0..<max(1, classes)).map { $0 * weeks.count / max(1, classes) }
            return Dictionary(grouping: slots) { $0 }.sorted { $0.key < $1.key }.map { (weeks[$0], $1.count) }
        }
    }

    private static func choose(
        _ part: Instance, _ host: String, _ candidates: [Instance.Course], _ settings: Settings
    ) async throws -> Draft {
        guard !part.demands.isEmpty, !(candidates.isEmpty && part.classes.isEmpty) else {
            return Draft(unplaced: part.demands.count)
        }
        let all = part.classes + candidates
        let horizon = Instance.Span(
            start: all.reduce(part.horizon.start) { min($0, $1.start) },
            end: all.reduce(part.horizon.end) { max($0, $1.end) })
        var whole = part
        whole.horizon = horizon
        whole.classes = all
        let problem = try Problem(whole)
        let plan = try await Planner(problem).plan(.init(threads: 1, steps: trials), progress: { 0 })
        var sizes: [String: Int] = [:]
        let domains = Dictionary(part.trainees.map { ($0.id, $0.domain) }, uniquingKeysWith: { $1 })
        let fields = Dictionary(
            part.demands.map { ($0.id, domains[$0.trainee] ?? "") }, uniquingKeysWith: { $1 })
        var present: [String: Set<String>] = [:]
        for assignment in plan.assignments {
            sizes[assignment.course, default: 0] += 1
            present[assignment.course, default: []].insert(fields[assignment.demand] ?? "")
        }
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
                host: host, number: number + 1, fields: course.domains,
                present: course.domains.filter { present[course.id]?.contains($0) ?? false }, start: course.start,
                end: course.end, minimum: course.minimum, capacity: course.capacity, people: sizes[course.id] ?? 0)
        }
        let ends = Dictionary((opened + part.classes).map { ($0.id, $0.end) }, uniquingKeysWith: { $1 })
        let due = Dictionary(part.demands.map { ($0.id, $0.due) }, uniquingKeysWith: { $1 })
        let placed = plan.assignments.compactMap { item in ends[item.course].map { (item.demand, $0) } }
        let onFile = Set(part.classes.map(\.id))
        let late = placed.count { demand, end in due[demand].map { end > $0 } ?? false }
        return Draft(
            courses: courses, existing: plan.assignments.count { onFile.contains($0.course) },
            unplaced: part.demands.count - placed.count, late: late)
    }

    /// Spans of `length` working days, one for each Monday or the first working day after it; with weekends another
    /// that ends on the Sunday.
    private static func weeks(_ days: Days, _ length: Int) -> [(start: Day, end: Day)] {
        var spans: [(start: Day, end: Day)] = []
        func add(from first: Day) {
            guard first >= days.first else { return }
            var day = first
            while day.weekday <= 5, !days.isWorking(day) { day = day.adding(days: 1) }
            var (end, left) = (day, length)
            while left > 0, end <= days.last {
                if days.isWorking(end) { left -= 1 }
                if left > 0 { end = end.adding(days: 1) }
            }
            // A span that a holiday extends by more than two days would keep people through the holiday.
            if left == 0, end <= days.last, days.isWorking(day), end - day <= length + 1 { spans.append((day, end)) }
        }
        var monday = days.first.adding(days: 1 - days.first.weekday)
        while monday <= days.last {
            add(from: monday)
            if days.usesWeekends, length < 7 { add(from: monday.adding(days: 7 - length)) }
            monday = monday.adding(days: 7)
        }
        return spans
    }
}

extension Instance {
    /// A plan calls people up from the next day on; a calendar that begins on a day has classes on it.
    fileprivate func open(from first: Day) -> Instance {
        var instance = self
        for index in instance.demands.indices {
            instance.demands[index].earliest = min(instance.demands[index].earliest, first)
        }
        return instance
    }
}
