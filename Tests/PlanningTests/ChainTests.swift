import Kernel
import Testing

@testable import Planning

/// Chains under full covers, on the smallest boards that show the behaviour.
struct ChainTests {
    /// Classes by their spans, capacity and minimum; people by the classes that admit them with their costs and their
    /// present class; covers by their members and limit.
    private func board(
        _ courses: [(spans: ClosedRange<Int>, capacity: Int, minimum: Int)],
        _ people: [(options: [(course: Int, cost: Int)], seat: Int?)], covers: [(people: [Int], limit: Int)]
    ) -> Board {
        var (options, costs, groups) = (FlatLists<Int32>(), [Int32](), FlatLists<Int32>())
        for (number, person) in people.enumerated() {
            for option in person.options.sorted(by: { $0.cost < $1.cost }) {
                options.values.append(Int32(option.course))
                costs.append(Int32(option.cost))
            }
            options.endRow()
            for (group, cover) in covers.enumerated() where cover.people.contains(number) {
                groups.values.append(Int32(group))
            }
            groups.endRow()
        }
        let model = Model(
            options: options, costs: costs, unassigned: people.map { _ in 20_000 }, fixed: people.map { _ in false },
            courses: courses.map {
                Model.Course(
                    capacity: Int32($0.capacity), minimum: Int32($0.minimum), fixedCost: 0,
                    firstSpan: Int32($0.spans.lowerBound), lastSpan: Int32($0.spans.upperBound))
            },
            spans: 6, groups: groups, limits: covers.map { Int32($0.limit) }, grain: 100)
        var board = Board(model)
        board.adopt(people.map { Int32($0.seat ?? -1) })
        for course in courses.indices { board.open[course] = true }
        return board
    }

    /// Capacity, covers by span, and one seat each.
    private func holds(_ board: Board) -> Bool {
        let model = board.model
        var use = [Int](repeating: 0, count: model.groupCount * model.spanCount)
        for demand in board.seat.indices {
            for place in model.groups(demand) {
                for span in 0..<model.spanCount where board.sits(demand, span) {
                    use[Int(model.groupOf[place]) * model.spanCount + span] += 1
                }
            }
        }
        return use.indices.allSatisfy { use[$0] <= Int(model.groupLimit[$0 / model.spanCount]) }
            && (0..<model.courseCount).allSatisfy { course in
                board.size[course] <= model.capacity[course]
                    && board.seat.count { $0 == Int32(course) } == Int(board.size[course])
            }
    }

    @Test func oneCoverIsMovedThroughSeveralClasses() {
        var board = board(
            [(0...0, 5, 0), (1...1, 5, 0), (2...2, 5, 0), (3...3, 5, 0)],
            [
                ([(0, 0)], nil), ([(0, 0), (1, 150)], 0), ([(1, 0), (2, 150)], 1), ([(2, 0), (3, 150)], 2),
            ], covers: [([0, 1, 2, 3], 1)])
        var chains = Chains(board.model)
        #expect(chains.insert(0, &board))
        #expect(board.seat == [0, 1, 2, 3] && board.cost == 450 && holds(board))
    }

    @Test func aMemberInAnotherClassOfTheSameDaysIsMovedToo() {
        var board = board(
            [(0...0, 5, 0), (0...0, 5, 0), (1...1, 5, 0), (2...2, 5, 0)],
            [([(0, 0)], nil), ([(1, 0), (2, 150)], 1), ([(2, 0), (3, 150)], 2)], covers: [([0, 1, 2], 1)])
        var chains = Chains(board.model)
        #expect(chains.insert(0, &board))
        #expect(board.seat == [0, 2, 3] && holds(board))
    }

    /// A demand displaced from the first class cannot enter the second: the days overlap, and the seat is taken.
    @Test func aChainCountsTheCoversItFills() {
        var board = board(
            [(0...1, 5, 0), (1...1, 5, 0), (3...3, 5, 0)],
            [([(0, 0)], nil), ([(0, 0), (1, 150), (2, 600)], 0)], covers: [([0, 1], 1)])
        var chains = Chains(board.model)
        #expect(chains.insert(0, &board))
        #expect(board.seat == [0, 2] && holds(board))
    }

    @Test func membersOfOneFullCoverExchangeTheirSeats() {
        var board = board(
            [(0...0, 5, 1), (1...1, 5, 1)], [([(0, 600), (1, 0)], 0), ([(1, 600), (0, 150)], 1)],
            covers: [([0, 1], 1)])
        var chains = Chains(board.model)
        board.markAllDirty()
        chains.polish(&board)
        #expect(board.seat == [1, 0] && holds(board))
    }

    /// The cheapest chain would take two out of a class that can spare one: one enters the full class, and one makes
    /// room for the displaced demand.
    @Test func aChainLeavesNoClassBelowItsMinimum() {
        var board = board(
            [(0...0, 5, 2), (2...2, 1, 0), (0...0, 1, 0), (1...1, 5, 0)],
            [
                ([(0, 600), (1, 0)], 0), ([(0, 0), (3, 0)], 0), ([(0, 0)], 0), ([(1, 0), (2, 0)], 1),
            ], covers: [([1, 3], 1)])
        var chains = Chains(board.model)
        board.markAllDirty()
        chains.polish(&board)
        #expect(board.reachesMinimum(0) && holds(board))
    }

    /// A class that gains a member does not lose another for it.
    @Test func aDemandPulledInDisplacesNobody() {
        var board = board(
            [(0...0, 5, 0), (0...0, 5, 0), (1...1, 1, 1), (2...2, 5, 0)],
            [([(1, 0), (3, 600)], 3), ([(0, 0), (2, 0)], 0), ([(2, 0), (0, 0)], 2)], covers: [([0, 1], 1)])
        var chains = Chains(board.model)
        // A move to the other class would need its only member to leave and another to come; that brings nobody in.
        #expect(!chains.pull(0, limit: 1 << 29, &board))
        #expect(board.seat == [3, 0, 2])
    }

    /// On random boards under tight covers all conditions hold after any sequence of questions.
    @Test(arguments: 0..<60)
    func theBoardStaysValidWhateverIsAsked(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let courses = (0..<8).map { _ in
            let first = random.below(5)
            return (
                spans: first...min(5, first + random.below(2)), capacity: 2 + random.below(3), minimum: random.below(3)
            )
        }
        let people = (0..<24).map { _ in
            (
                options: (0..<8).filter { _ in random.below(2) == 0 }.map { (course: $0, cost: 150 * random.below(8)) },
                seat: Int?.none
            )
        }
        let covers = (0..<4).map { number in
            (people: (0..<24).filter { $0 % 4 == number || random.below(12) == 0 }, limit: 1 + random.below(2))
        }
        var board = board(courses, people, covers: covers)
        var set = OpenSet(board.model)
        for step in 0..<60 {
            let (mark, sizes) = (board.mark, board.size)
            switch random.below(3) {
            case 0:
                let demand = random.below(24)
                if board.seat[demand] < 0 { _ = set.insert(demand, &board) }
            case 1: if !set.fill(random.below(8), &board) { board.undo(to: mark) }
            default:
                board.markAllDirty()
                set.polish(&board)
            }
            #expect(holds(board), "seed \(seed) step \(step)")
            // Nobody leaves a class that needs them.
            for course in 0..<8 {
                #expect(
                    board.size[course] >= min(sizes[course], board.model.minimum[course]), "seed \(seed) step \(step)")
            }
        }
    }
}
