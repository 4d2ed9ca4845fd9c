import Testing

@testable import Postgres

/// The decisions of the pool, as a value.
struct PoolStateTests {
    private func decision(_ state: inout PoolState<String>) -> String {
        switch state.ask() {
        case .lease(let item): "lease \(item)"
        case .open: "open"
        case .wait: "wait"
        case .refuse: "refuse"
        }
    }

    @Test func opensUpToTheMaximumAndThenQueues() {
        var state = PoolState<String>(maximum: 2)
        #expect(decision(&state) == "open")
        #expect(decision(&state) == "open")
        #expect(decision(&state) == "wait")
        #expect(state.total == 2)
    }

    @Test func leasesTheMostRecentlyUsedFirst() {
        var state = PoolState<String>(maximum: 2)
        _ = (state.ask(), state.ask())
        #expect(state.giveBack("a") == nil)
        #expect(state.giveBack("b") == nil)
        #expect(decision(&state) == "lease b")
        #expect(decision(&state) == "lease a")
        #expect(decision(&state) == "wait")
    }

    @Test func servesTheQueueInItsOrder() {
        var state = PoolState<String>(maximum: 1)
        _ = state.ask()
        for ticket in [7, 8, 9] { state.enqueue(ticket) }
        state.forget(8)
        #expect(state.giveBack("a") == 7)
        #expect(state.giveBack("a") == 9)
        #expect(state.giveBack("a") == nil)
        #expect(state.idle == ["a"])
        #expect(state.total == 1)
    }

    @Test func aLossMakesRoomForTheFirstWaiter() {
        var state = PoolState<String>(maximum: 1)
        _ = state.ask()
        state.enqueue(1)
        state.enqueue(2)
        #expect(state.lose() == 1)
        #expect(state.waiting == [2])
        // The first was cancelled at that moment: the next one is served.
        #expect(state.next() == 2)
        #expect(state.next() == nil)
        #expect(state.total == 0)
        #expect(decision(&state) == "open")
        #expect(decision(&state) == "wait")
    }

    @Test func forgettingAnUnknownTicketDoesNothing() {
        var state = PoolState<String>(maximum: 1)
        state.enqueue(1)
        state.forget(5)
        #expect(state.waiting == [1])
    }

    @Test func closingReleasesAllAndRefusesAfterwards() {
        var state = PoolState<String>(maximum: 3)
        for _ in 0..<3 { _ = state.ask() }
        _ = state.giveBack("idle")
        state.enqueue(4)
        let parted = state.close()
        #expect(parted.items == ["idle"])
        #expect(parted.tickets == [4])
        #expect(state.total == 2)
        #expect(decision(&state) == "refuse")
        #expect(state.giveBack("leased") == nil)
        #expect(state.lose() == nil)
        #expect(state.total == 0)
        #expect(state.idle.isEmpty)
    }
}
