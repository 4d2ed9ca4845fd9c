import Foundation
import Kernel
import Synchronization
import Testing

@testable import Compute

/// So many run, so many wait, the next is refused; a place that is given up passes on.
struct ComputeGateTests {
    /// Opens once and for everybody.
    private actor Door {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func open() {
            isOpen = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }

        func pass() async { if !isOpen { await withCheckedContinuation { waiting.append($0) } } }
    }

    private final class Tally: Sendable {
        let state = Mutex((now: 0, most: 0))
    }

    private func settle(_ gate: ComputeGate, running: Int, waiting: Int) async {
        while gate.gauge.running != running || gate.gauge.waiting != waiting { await Task.yield() }
    }

    @Test func theNextIsRefusedWhenSoManyRunAndWait() async throws {
        let (gate, door) = (ComputeGate(running: 2, waiting: 3), Door())
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<5 {
                group.addTask {
                    try await gate.run {
                        await door.pass()
                        return number
                    }
                }
            }
            await settle(gate, running: 2, waiting: 3)
            do {
                try await gate.run {}
                Issue.record("taken")
            } catch let error as AppError {
                #expect(error.code == "server.busy" && error.kind == .unavailable && error.retryAfter == 5)
            }
            #expect(gate.gauge == .init(running: 2, waiting: 3, refused: 1))
            await door.open()
            #expect(try await group.reduce(0, +) == 10)
        }
        #expect(gate.gauge == .init(running: 0, waiting: 0, refused: 1))
    }

    @Test func whoIsCancelledLeavesTheQueue() async throws {
        let (gate, door) = (ComputeGate(running: 1, waiting: 9), Door())
        async let first: Void = gate.run { await door.pass() }
        await settle(gate, running: 1, waiting: 0)
        let second = Task { try await gate.run { _ = Issue.record("ran") } }
        await settle(gate, running: 1, waiting: 1)
        second.cancel()
        do {
            try await second.value
            Issue.record("not cancelled")
        } catch let error as AppError {
            #expect(error.code == "request.cancelled")
        }
        #expect(gate.gauge.waiting == 0)
        await door.open()
        try await first
        #expect(gate.gauge.running == 0)
    }

    @Test func aPlaceIsGivenBackByWhatFails() async throws {
        let gate = ComputeGate(running: 1, waiting: 0)
        for _ in 0..<3 {
            await #expect(throws: AppError.self) { try await gate.run { throw AppError.defect("x") } }
        }
        // What is inside already needs no second place.
        #expect(try await gate.run { try await gate.run { 7 } } == 7)
        #expect(gate.gauge == .init(running: 0, waiting: 0, refused: 0))
    }

    @Test func theBodyAndItsTasksRunOnTheThreadsForComputations() async throws {
        let gate = ComputeGate(waiting: 9)
        #expect(!ComputeThreads.isCurrent)
        let places = try await gate.run {
            let own = ComputeThreads.isCurrent
            // After it waited for something else it is there again.
            try await Task.sleep(for: .milliseconds(1))
            let after = ComputeThreads.isCurrent
            return await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { ComputeThreads.isCurrent } }
                return await group.reduce(into: [own, after]) { $0.append($1) }
            }
        }
        #expect(places == Array(repeating: true, count: 6))
        #expect(!ComputeThreads.isCurrent)
    }

    @Test func manyAtOnceAreNeverMoreThanMayRun() async throws {
        let gate = ComputeGate(running: 2, waiting: 500)
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try await gate.run {
                        tally.state.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        await Task.yield()
                        tally.state.withLock { $0.now -= 1 }
                    }
                }
                if number % 7 == 0 {
                    let doomed = Task { () -> Void in _ = try? await gate.run { await Task.yield() } }
                    doomed.cancel()
                }
            }
            try await group.waitForAll()
        }
        #expect(tally.state.withLock { $0.most } <= 2)
        while gate.gauge.running > 0 { await Task.yield() }
        #expect(gate.gauge.waiting == 0)
    }
}
