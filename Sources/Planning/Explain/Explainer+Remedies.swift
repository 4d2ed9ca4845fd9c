import Civil

/// Changes that would place a demand, or place it better. Somebody left out always gets one.
extension Explainer {
    mutating func remedies(_ demand: Int) -> [Remedy] {
        guard !problem.model.fixed[demand] else { return [] }
        var found: [Remedy] = []
        let cost = Int(board.seatCost[demand])
        if let (course, total) = set.cheapestExtraSeat(demand, &board), total < cost {
            found.append(Remedy(step: .seat(course: instance.classes[course].id), effect: total - cost))
        }
        for course in instance.classes.indices where admits(demand, course) {
            found += changes(demand, course, obstacles(demand, course))
        }
        if let extra = newClass(demand) { found.append(extra) }
        if found.isEmpty, board.seat[demand] < 0 { found.append(lastResort(demand)) }
        // A demand with a seat is helped only by what saves something.
        if board.seat[demand] >= 0 { found.removeAll { $0.effect >= 0 } }
        return Array(found.sorted { $0.effect < $1.effect }.prefix(5))
    }

    /// What would bring the demand into a class that one kind of obstacle keeps it out of.
    private mutating func changes(_ demand: Int, _ course: Int, _ stops: [Obstacle]) -> [Remedy] {
        let (id, cost) = (instance.classes[course].id, Int(board.seatCost[demand]))
        let total = problem.seatCost(demand, course) + board.crowding(demand, course)
        let covers = stops.compactMap { stop -> String? in
            if case .cover(let id) = stop { id } else { nil }
        }
        if !covers.isEmpty, covers.count == stops.count, total < cost {
            return [Remedy(step: .raiseLimits(covers: covers, course: id), effect: total - cost)]
        }
        guard stops.count == 1 else { return [] }
        if case .unavailable(let from, let through) = stops[0], total < cost {
            return [Remedy(step: .moveLeave(from: from, through: through, course: id), effect: total - cost)]
        }
        if stops[0] == .keptForOthers, total < cost {
            return [Remedy(step: .releaseQuota(course: id), effect: total - cost)]
        }
        if stops[0].key == "minimum", let effect = set.running(course, with: demand, &board) {
            return [Remedy(step: .run(course: id), effect: effect)]
        }
        return []
    }

    /// A copy of a class that admits the demand, in a week in which the person can attend, with enough others for its
    /// minimum and everybody who gains: a feasible plan, so that planning again saves at least as much.
    private mutating func newClass(_ demand: Int) -> Remedy? {
        let item = instance.demands[demand]
        let person = instance.trainees[Int(problem.trainee[demand])]
        let likes = instance.classes.indices.filter { course in
            let offer = instance.classes[course]
            return admits(demand, course) && offer.suffices(for: item) && !(offer.committed ?? false)
                && offer.quotas == nil
        }
        // The nearest host, and of its classes the one of median size.
        guard let best = likes.map({ Problem.tier(person.place, instance.classes[$0].host) }).min() else { return nil }
        let near = likes.filter { Problem.tier(person.place, instance.classes[$0].host) == best }
            .sorted { (instance.classes[$0].capacity, $0) < (instance.classes[$1].capacity, $1) }
        let like = near[near.count / 2]
        let offer = instance.classes[like]
        let pool = pool(like)
        var found: (start: Day, effect: Int)?
        var start = max(
            instance.horizon.start, min(item.due, instance.horizon.end).adding(days: offer.start - offer.end))
        start = start.adding(days: -(start.weekday - 1))
        for _ in 0..<26 where start >= max(item.earliest, instance.horizon.start) {
            let added = AddedClass(offer, from: start, problem, board)
            if added.end <= instance.horizon.end, let effect = added.effect(with: demand, pool),
                effect < found?.effect ?? .max
            {
                found = (start, effect)
            }
            start = start.adding(days: -7)
        }
        guard let found else { return nil }
        let step = Remedy.Step.newClass(
            field: person.domain, county: offer.host, week: found.start, like: offer.id)
        return Remedy(step: step, effect: found.effect)
    }

    /// Seats and days of a class that is like none of the instance.
    private static let usual = (capacity: 50, days: 5)
    /// Weeks that are tried for it.
    private static let mostWeeks = 104

    /// A class of its own, in the first week in which the person can attend, also after the horizon; of a person who is
    /// away all that time, the leave.
    private func lastResort(_ demand: Int) -> Remedy {
        let item = instance.demands[demand]
        let person = instance.trainees[Int(problem.trainee[demand])]
        let near = instance.classes.min { left, right in
            (Problem.tier(person.place, left.host), left.id) < (Problem.tier(person.place, right.host), right.id)
        }
        let host = near.map(\.host).flatMap { $0.isEmpty ? nil : $0 } ?? String(person.place.prefix(6))
        let days = near.map { $0.end - $0.start } ?? Self.usual.days - 1
        let capacity = near?.capacity ?? Self.usual.capacity
        var start = max(item.earliest, instance.horizon.start)
        start = start.adding(days: (8 - start.weekday) % 7)
        var blocked: [Day]?
        for _ in 0..<Self.mostWeeks {
            let offer = Instance.Course(
                id: "", host: host, scope: "", domains: [person.domain], kinds: [item.kind], start: start,
                end: start.adding(days: days), minimum: 0, capacity: max(1, capacity), fixedCost: near?.fixedCost ?? 0,
                committed: false)
            if let span = (person.unavailable ?? []).first(where: { $0[0] <= offer.end && start <= $0[1] }) {
                blocked = span
            } else if let effect = AddedClass(offer, from: start, problem, board).effect(with: demand, []) {
                let step = Remedy.Step.openClass(field: person.domain, host: host, week: start, seats: capacity)
                return Remedy(step: step, effect: effect)
            }
            start = start.adding(days: 7)
        }
        if let blocked {
            return Remedy(
                step: .shortenLeave(from: blocked[0], through: blocked[1]), effect: -Int(board.seatCost[demand]))
        }
        let step = Remedy.Step.openClass(field: person.domain, host: host, week: start, seats: capacity)
        return Remedy(step: step, effect: -Int(board.seatCost[demand]))
    }

    private mutating func pool(_ like: Int) -> [Int] {
        if let known = pools[like] { return known }
        let pool = instance.demands.indices.filter {
            !problem.model.fixed[$0] && admits($0, like) && instance.classes[like].suffices(for: instance.demands[$0])
                && instance.trainees[Int(problem.trainee[$0])].excluded == nil
        }
        pools[like] = pool
        return pool
    }
}
