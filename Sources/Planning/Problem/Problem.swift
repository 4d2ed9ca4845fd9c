import Civil
package import Kernel

/// An instance made ready for search: identifiers are indices, days are offsets into the horizon, and every pair of a
/// demand and a class that the rules admit is listed with its cost.
package struct Problem: Sendable {
    /// A class that admits a demand, and what sitting there costs (late and travel and, where the demand had another
    /// class before, moved).
    struct Option: Sendable {
        let course: Int32
        let cost: Int32
    }

    struct Course: Sendable {
        let start: Int
        let end: Int
        let minimum: Int
        let capacity: Int
        let fixedCost: Int
        let committed: Bool
    }

    let instance: Instance
    let days: Int
    let courses: [Course]
    /// Per demand: trainee, cost of staying without a class, pinned class or -1.
    let trainee: [Int32]
    let unassignedCost: [Int]
    let pinned: [Int32]
    /// Options of demand `d`: `options[optionStart[d]..<optionStart[d + 1]]`, cheapest first.
    let options: [Option]
    let optionStart: [Int32]
    /// Demands that class `c` admits, as demand and cost: `admitted[admittedStart[c]..<admittedStart[c + 1]]`.
    let admitted: [(demand: Int32, cost: Int32)]
    let admittedStart: [Int32]
    /// Demands of each trainee and covers of each trainee, flattened alike.
    let demandsOfTrainee: [[Int32]]
    let coversOfTrainee: [[Int32]]
    let coverLimit: [Int]

    package var demandCount: Int { trainee.count }

    /// - Throws: `plan.instance` for an identifier that is unknown or doubled, or a day outside the horizon.
    package init(_ instance: Instance) throws(AppError) {
        self.instance = instance
        guard instance.format == Instance.format else { throw .planInstance("format", instance.format) }
        guard instance.weights.travel.count == 4 else {
            throw .planInstance("weights.travel", "\(instance.weights.travel.count)")
        }
        let base = instance.horizon.start.number
        days = instance.horizon.end.number - base + 1
        guard days > 0, days < 20_000 else { throw .planInstance("horizon", instance.horizon.end.description) }
        let traineeIndex = try Self.index(instance.trainees.map(\.id))
        let courseIndex = try Self.index(instance.classes.map(\.id))
        _ = try Self.index(instance.demands.map(\.id))
        var courses: [Course] = []
        for item in instance.classes {
            let (start, end) = (item.start.number - base, item.end.number - base)
            guard start >= 0, start <= end, end < days else { throw .planInstance("class", item.id) }
            courses.append(
                Course(
                    start: start, end: end, minimum: item.minimum, capacity: item.capacity, fixedCost: item.fixedCost,
                    committed: item.committed ?? false))
        }
        self.courses = courses
        var builder = OptionBuilder(instance: instance, courses: courses, base: base)
        var trainee: [Int32] = []
        var unassigned: [Int] = []
        var pinned: [Int32] = []
        var options: [Option] = []
        var optionStart: [Int32] = [0]
        var demandsOfTrainee = [[Int32]](repeating: [], count: instance.trainees.count)
        for (number, demand) in instance.demands.enumerated() {
            guard let who = traineeIndex[demand.trainee] else { throw .planInstance("trainee", demand.trainee) }
            var pin: Int32 = -1
            if let wanted = demand.pinned {
                guard let course = courseIndex[wanted] else { throw .planInstance("pinned", wanted) }
                pin = Int32(course)
            }
            trainee.append(Int32(who))
            demandsOfTrainee[who].append(Int32(number))
            let had = demand.previous.flatMap { courseIndex[$0] }
            unassigned.append(
                instance.weights.unassigned * demand.priority + (demand.previous == nil ? 0 : instance.weights.moved))
            pinned.append(pin)
            options += builder.options(demand, instance.trainees[who], previous: had).filter {
                pin < 0 || $0.course == pin
            }
            optionStart.append(Int32(options.count))
        }
        self.trainee = trainee
        unassignedCost = unassigned
        self.pinned = pinned
        self.options = options
        self.optionStart = optionStart
        self.demandsOfTrainee = demandsOfTrainee
        (admitted, admittedStart) = Self.transpose(options, optionStart, courses: courses.count)
        var coversOfTrainee = [[Int32]](repeating: [], count: instance.trainees.count)
        var limits: [Int] = []
        for (number, cover) in (instance.covers ?? []).enumerated() {
            for member in cover.members {
                guard let who = traineeIndex[member] else { throw .planInstance("cover", member) }
                coversOfTrainee[who].append(Int32(number))
            }
            limits.append(cover.limit)
        }
        self.coversOfTrainee = coversOfTrainee
        coverLimit = limits
    }

    private static func index(_ ids: [String]) throws(AppError) -> [String: Int] {
        var index: [String: Int] = [:]
        index.reserveCapacity(ids.count)
        for (number, id) in ids.enumerated() {
            guard index.updateValue(number, forKey: id) == nil else { throw .planInstance("id", id) }
        }
        return index
    }

    private static func transpose(
        _ options: [Option], _ start: [Int32], courses: Int
    ) -> ([(demand: Int32, cost: Int32)], [Int32]) {
        var counts = [Int32](repeating: 0, count: courses + 1)
        for option in options { counts[Int(option.course) + 1] += 1 }
        for course in 0..<courses { counts[course + 1] += counts[course] }
        var next = counts
        var admitted = [(demand: Int32, cost: Int32)](repeating: (0, 0), count: options.count)
        for demand in 0..<(start.count - 1) {
            for option in options[Int(start[demand])..<Int(start[demand + 1])] {
                admitted[Int(next[Int(option.course)])] = (Int32(demand), option.cost)
                next[Int(option.course)] += 1
            }
        }
        return (admitted, counts)
    }
}

/// Finds the classes that admit a demand: kinds, domain, scope, days and availability (conditions 2 to 4 of the format).
private struct OptionBuilder {
    let instance: Instance
    let courses: [Problem.Course]
    let base: Int
    /// Classes by the place-code prefix they admit, so that a demand looks at few.
    private let byScope: [String: [Int]]
    private let scopeLengths: [Int]

    init(instance: Instance, courses: [Problem.Course], base: Int) {
        self.instance = instance
        self.courses = courses
        self.base = base
        byScope = Dictionary(grouping: instance.classes.indices) { instance.classes[$0].scope }
        scopeLengths = Set(instance.classes.map(\.scope.count)).sorted()
    }

    mutating func options(_ demand: Instance.Demand, _ trainee: Instance.Trainee, previous: Int?) -> [Problem.Option] {
        var found: [Problem.Option] = []
        let (earliest, due) = (demand.earliest.number - base, demand.due.number - base)
        let away = (trainee.unavailable ?? []).compactMap { span in
            span.count == 2 ? (span[0].number - base, span[1].number - base) : nil
        }
        for length in scopeLengths where length <= trainee.place.count {
            for number in byScope[String(trainee.place.prefix(length))] ?? [] {
                let (course, item) = (courses[number], instance.classes[number])
                guard course.start >= earliest, !(demand.hardDue ?? false) || course.end <= due,
                    item.kinds.contains(demand.kind), item.domains.contains(trainee.domain),
                    !away.contains(where: { course.start <= $0.1 && $0.0 <= course.end })
                else { continue }
                let late = instance.weights.latePerDay * demand.priority * max(0, course.end - due)
                let travel = instance.weights.travel[Problem.tier(trainee.place, item.host)]
                let moved = demand.previous != nil && previous != number ? instance.weights.moved : 0
                found.append(Problem.Option(course: Int32(number), cost: Int32(late + travel + moved)))
            }
        }
        return found.sorted { ($0.cost, $0.course) < ($1.cost, $1.course) }
    }
}

extension Problem {
    /// 0 in the same county, 1 the same city, 2 the same province, 3 otherwise.
    static func tier(_ place: String, _ host: String) -> Int {
        for (nearness, length) in [6, 4, 2].enumerated()
        where min(place.utf8.count, host.utf8.count) >= length
            && place.utf8.prefix(length).elementsEqual(host.utf8.prefix(length))
        {
            return nearness
        }
        return 3
    }
}

extension AppError {
    static func planInstance(_ what: String, _ value: String) -> AppError {
        AppError(
            .invalid, "plan.instance",
            Text(
                zh: "计划问题文件有误：\(what)「\(value)」不成立、重复或超出范围。",
                en: "The instance is not sound: \(what) “\(value)” is unknown, doubled or out of range."),
            hint: Text(zh: "格式见 rotation-instance/1。", en: "The format is rotation-instance/1."))
    }
}
