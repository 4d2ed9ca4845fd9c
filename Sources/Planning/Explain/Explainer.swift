import Civil

/// Answers questions about one plan. Searches on the plan's board and undoes every change.
package struct Explainer {
    let problem: Problem
    let instance: Instance
    var board: Board
    var set: OpenSet
    /// Demands that a class's audience admits, by class, computed once for each.
    var pools: [Int: [Int]] = [:]
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

    func admits(_ demand: Int, _ course: Int) -> Bool {
        let (item, offer) = (instance.demands[demand], instance.classes[course])
        let person = instance.trainees[Int(problem.trainee[demand])]
        return offer.kinds.contains(item.kind) && offer.domains.contains(person.domain)
            && person.place.hasPrefix(offer.scope)
    }

    func obstacles(_ demand: Int, _ course: Int) -> [Obstacle] {
        let (item, offer) = (instance.demands[demand], instance.classes[course])
        let person = instance.trainees[Int(problem.trainee[demand])]
        var found: [Obstacle] = []
        if !admits(demand, course) { found.append(.wrongAudience) }
        if let accepts = item.accepts, let level = offer.level, !accepts.contains(level) { found.append(.wrongLevel) }
        if !offer.isLongEnough(for: item) { found.append(.tooShort) }
        if person.excluded?.contains(offer.id) ?? false { found.append(.excluded) }
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
        } else if !board.hasSpace(demand, course) {
            found.append(.keptForOthers)
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
}
