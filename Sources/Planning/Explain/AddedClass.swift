import Civil

/// A hypothetical copy of a class, and who of a plan would move to it.
struct AddedClass {
    private let problem: Problem
    private let board: Board
    private let offer: Instance.Course
    private let start: Day
    let end: Day
    /// Spans of the plan's classes that the days may touch.
    private let spans: ClosedRange<Int>

    init(_ offer: Instance.Course, from start: Day, _ problem: Problem, _ board: Board) {
        self.problem = problem
        self.board = board
        self.offer = offer
        self.start = start
        end = start.adding(days: offer.end - offer.start)
        spans = problem.spans(from: start, through: end)
    }

    /// The change of the score with the demand in the class, with others who gain, and with enough people for its
    /// minimum. Nobody leaves a class below its minimum and no cover is exceeded.
    /// - Parameter pool: the demands that the audience admits.
    /// - Returns: nil when the demand cannot come or the minimum is not reached.
    func effect(with demand: Int, _ pool: [Int]) -> Int? {
        guard let own = gain(demand) else { return nil }
        var others: [(gain: Int, demand: Int)] = []
        for other in pool where other != demand {
            if let gain = gain(other) { others.append((gain, other)) }
        }
        others.sort { ($1.gain, $0.demand) < ($0.gain, $1.demand) }
        var taken = Taken()
        // Only who is asked about may leave a crowd: two who leave it might save less than each alone.
        var effect = offer.fixedCost - own + crowding(demand, taken) + Int(board.seatCost[demand]) - board.value(demand)
        guard take(demand, &taken) else { return nil }
        for (gain, other) in others {
            if taken.count >= offer.capacity || gain <= 0 && taken.count >= offer.minimum { break }
            let crowding = crowding(other, taken)
            if gain <= crowding, taken.count >= offer.minimum { continue }
            if take(other, &taken) { effect += crowding - gain }
        }
        return taken.count >= offer.minimum && taken.count <= offer.capacity ? effect : nil
    }

    private struct Taken {
        var count = 0
        var ofGroup: [Int: Int] = [:]
        var fromClass: [Int: Int] = [:]
        var ofCover: [Int: Int] = [:]
    }

    /// The saving of the demand's seat there; nil when it cannot attend.
    private func gain(_ demand: Int) -> Int? {
        let item = problem.instance.demands[demand]
        guard start >= item.earliest, !(item.hardDue ?? false) || end <= item.due else { return nil }
        let person = problem.instance.trainees[Int(problem.trainee[demand])]
        if (person.unavailable ?? []).contains(where: { start <= $0[1] && $0[0] <= end }) { return nil }
        let weights = problem.instance.weights
        let late = weights.latePerDay * item.priority * max(0, end - item.due)
        let moved = item.previous == nil ? 0 : weights.moved
        return Int(board.seatCost[demand]) - late - moved
            - weights.travel[Problem.tier(person.place, offer.host)]
    }

    /// What covers whose limit may be exceeded would cost more with the demand there, beside those already taken.
    private func crowding(_ demand: Int, _ taken: Taken) -> Int {
        let (soft, own) = (problem.model.soft, Int(board.seat[demand]))
        guard !soft.isEmpty else { return 0 }
        var sum = 0
        for place in soft.of.range(demand) {
            let cover = Int(soft.of.values[place])
            for day in start.number...end.number {
                var away = taken.ofCover[cover, default: 0]
                if let span = soft.span(of: day) {
                    away += Int(board.softUse[cover * soft.spanCount + span])
                    if own >= 0, soft.runs(own, span) { away -= 1 }
                }
                if away >= Int(soft.limit[cover]) { sum += Int(soft.cost[cover]) }
            }
        }
        return sum
    }

    private func take(_ demand: Int, _ taken: inout Taken) -> Bool {
        let (model, own) = (problem.model, Int(board.seat[demand]))
        if own >= 0, Int(board.size[own]) - taken.fromClass[own, default: 0] <= Int(model.minimum[own]) { return false }
        for place in model.groups(demand) {
            let group = Int(model.groupOf[place])
            let held =
                spans.map { Int(board.usage(group, $0)) - (board.sits(demand, $0) ? 1 : 0) }.max() ?? 0
            if held + taken.ofGroup[group, default: 0] >= Int(model.groupLimit[group]) { return false }
        }
        for place in model.groups(demand) { taken.ofGroup[Int(model.groupOf[place]), default: 0] += 1 }
        if own >= 0 { taken.fromClass[own, default: 0] += 1 }
        for place in model.soft.isEmpty ? 0..<0 : model.soft.of.range(demand) {
            taken.ofCover[Int(model.soft.of.values[place]), default: 0] += 1
        }
        taken.count += 1
        return true
    }
}
