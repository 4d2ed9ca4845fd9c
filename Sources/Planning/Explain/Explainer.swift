import Civil

/// Answers questions about one plan. Searches on the plan's board and undoes every change.
package struct Explainer {
    private let problem: Problem
    private let instance: Instance
    private var board: Board
    private var set: OpenSet
    /// Demands that a class's audience admits, by class, computed once for each.
    private var pools: [Int: [Int]] = [:]
    private let groupNames: [String]

    package init(_ plan: Plan, of problem: Problem) {
        self.problem = problem
        instance = problem.instance
        board = problem.board(plan)
        set = OpenSet(problem.model)
        groupNames = problem.groupNames
    }

    func isUnassigned(_ demand: Int) -> Bool { board.seat[demand] < 0 }

    func daysLate(_ demand: Int) -> Int {
        let course = Int(board.seat[demand])
        return course < 0 ? 0 : max(0, instance.classes[course].end - instance.demands[demand].due)
    }

    /// The entry of a demand, or nil when there is no such demand.
    package mutating func entry(_ id: String) -> Explanation.Entry? {
        instance.demands.firstIndex { $0.id == id }.map { entry($0) }
    }

    mutating func entry(_ demand: Int) -> Explanation.Entry {
        let (item, own) = (instance.demands[demand], Int(board.seat[demand]))
        var candidates: [Explanation.Candidate] = []
        for course in instance.classes.indices where course != own && admits(demand, course) {
            let cost = problem.model.cost(demand, course)
            // A late demand asks for better classes only.
            if own >= 0, let cost, cost >= Int(board.seatCost[demand]) { continue }
            candidates.append(
                Explanation.Candidate(
                    course: instance.classes[course].id, cost: cost, obstacles: obstacles(demand, course)))
        }
        return Explanation.Entry(
            demand: item.id, trainee: item.trainee, course: own < 0 ? nil : instance.classes[own].id,
            daysLate: daysLate(demand), cost: Int(board.seatCost[demand]), candidates: candidates,
            remedies: remedies(demand))
    }

    /// Why a demand is not in a class: what stops it, or how much more the plan would cost.
    /// - Returns: nil when one of the two is unknown.
    package mutating func whyNot(_ demandID: String, _ courseID: String) -> [Obstacle]? {
        guard let demand = instance.demands.firstIndex(where: { $0.id == demandID }),
            let course = instance.classes.firstIndex(where: { $0.id == courseID })
        else { return nil }
        if board.seat[demand] == Int32(course) { return [] }
        var found = obstacles(demand, course)
        guard let cost = problem.model.cost(demand, course) else { return found }
        let change = cost - Int(board.seatCost[demand])
        let isOnlyFull = found.allSatisfy { $0.key == "full" }
        if found.isEmpty {
            found.append(.costsMore(by: change))
        } else if isOnlyFull, let more = set.pushing(demand, course, &board) {
            found.append(.costsMore(by: more))
        }
        return found
    }

    // MARK: obstacles

    private func admits(_ demand: Int, _ course: Int) -> Bool {
        let (item, offer) = (instance.demands[demand], instance.classes[course])
        let person = instance.trainees[Int(problem.trainee[demand])]
        return offer.kinds.contains(item.kind) && offer.domains.contains(person.domain)
            && person.place.hasPrefix(offer.scope)
    }

    private func obstacles(_ demand: Int, _ course: Int) -> [Obstacle] {
        let (item, offer) = (instance.demands[demand], instance.classes[course])
        let person = instance.trainees[Int(problem.trainee[demand])]
        var found: [Obstacle] = []
        if !admits(demand, course) { found.append(.wrongAudience) }
        if let pinned = item.pinned, pinned != offer.id { found.append(.pinnedElsewhere(course: pinned)) }
        if offer.start < item.earliest { found.append(.startsBefore(item.earliest)) }
        if item.hardDue ?? false, offer.end > item.due { found.append(.endsAfterHardDue(item.due)) }
        for span in person.unavailable ?? [] where span.count == 2 && offer.start <= span[1] && span[0] <= offer.end {
            found.append(.unavailable(from: span[0], through: span[1]))
        }
        for group in board.blockingGroups(demand, course) {
            if groupNames[group].isEmpty {
                found.append(.overlap(course: otherClass(demand, course)))
            } else {
                found.append(.cover(id: groupNames[group]))
            }
        }
        if board.size[course] == 0, !board.isAlwaysOpen(course) {
            found.append(.notRunning(minimum: offer.minimum))
        } else if Int(board.size[course]) >= offer.capacity {
            found.append(.full(capacity: offer.capacity))
        }
        let own = Int(board.seat[demand])
        if own >= 0, own != course, !board.canSpare(own), !board.isAlwaysOpen(own) {
            found.append(.neededWhereItIs(minimum: instance.classes[own].minimum))
        }
        return found
    }

    private func otherClass(_ demand: Int, _ course: Int) -> String? {
        let offer = instance.classes[course]
        for other in problem.trainee.indices
        where other != demand && problem.trainee[other] == problem.trainee[demand] && board.seat[other] >= 0 {
            let held = instance.classes[Int(board.seat[other])]
            if held.start <= offer.end, offer.start <= held.end { return held.id }
        }
        return nil
    }

    // MARK: remedies

    private mutating func remedies(_ demand: Int) -> [Remedy] {
        guard !problem.model.fixed[demand] else { return [] }
        var found: [Remedy] = []
        let cost = Int(board.seatCost[demand])
        if let (course, total) = set.cheapestExtraSeat(demand, &board), total < cost {
            found.append(Remedy(step: .seat(course: instance.classes[course].id), effect: total - cost))
        }
        for course in instance.classes.indices where admits(demand, course) {
            let stops = obstacles(demand, course)
            if stops.count == 1, case .unavailable(let from, let through) = stops[0] {
                let total = problem.seatCost(demand, course)
                if total < cost {
                    let step = Remedy.Step.moveLeave(from: from, through: through, course: instance.classes[course].id)
                    found.append(Remedy(step: step, effect: total - cost))
                }
            }
            if stops.count == 1, stops[0].key == "minimum", let effect = set.running(course, with: demand, &board) {
                found.append(Remedy(step: .run(course: instance.classes[course].id), effect: effect))
            }
        }
        if let extra = newClass(demand) { found.append(extra) }
        // A demand with a seat is helped only by what saves something.
        if board.seat[demand] >= 0 { found.removeAll { $0.effect >= 0 } }
        return Array(found.sorted { $0.effect < $1.effect }.prefix(5))
    }

    /// A copy of a class that admits the demand, in a week in which the person can attend, with enough others for its
    /// minimum and everybody who gains: a feasible plan, so that planning again saves at least as much.
    private mutating func newClass(_ demand: Int) -> Remedy? {
        let item = instance.demands[demand]
        let person = instance.trainees[Int(problem.trainee[demand])]
        let likes = instance.classes.indices.filter { admits(demand, $0) && !(instance.classes[$0].committed ?? false) }
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
            let added = AddedClass(like, from: start, problem, board)
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

    private mutating func pool(_ like: Int) -> [Int] {
        if let known = pools[like] { return known }
        let pool = instance.demands.indices.filter { !problem.model.fixed[$0] && admits($0, like) }
        pools[like] = pool
        return pool
    }
}
