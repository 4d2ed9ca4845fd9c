import Kernel
import Synchronization

/// Lets long computations in: so many run, so many wait, and the next is refused, so that neither the cores nor the
/// memory are filled by what was not even begun.
package final class ComputeGate: Sendable {
    private struct State {
        var running = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var nextTicket = 0
        var refused = 0
        /// Tickets that were given up before they waited.
        var givenUp: Set<Int> = []
    }

    /// Counts for `/metrics`.
    package struct Gauge: Sendable, Equatable {
        package let running: Int
        package let waiting: Int
        package let refused: Int
    }

    /// Whether the task already has its place.
    @TaskLocal private static var isInside = false

    private let threads: ComputeThreads
    private let mostRunning: Int
    private let mostWaiting: Int
    private let state = Mutex(State())

    /// - Parameter running: nil for one more than there are threads, so that one can wait for the database meanwhile.
    package init(running: Int? = nil, waiting: Int, on threads: ComputeThreads = .shared) {
        self.threads = threads
        mostRunning = running ?? threads.count + 1
        mostWaiting = waiting
    }

    package var gauge: Gauge {
        state.withLock { Gauge(running: $0.running, waiting: $0.waiting.count, refused: $0.refused) }
    }

    /// Runs the body, and the tasks that it makes, on the threads for computations once there is a place.
    /// - Throws: `server.busy` when too many wait already, `request.cancelled`, and what the body throws.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        if Self.isInside { return try await body() }
        try await enter()
        defer { leave() }
        return try await Self.$isInside.withValue(true) {
            // A task of its own: a preference alone takes effect only when the body first waits for something.
            try await withThrowingTaskGroup(of: Value.self) { group in
                group.addTask(executorPreference: threads) { try await body() }
                guard let value = try await group.next() else { throw AppError.cancelled }
                return value
            }
        }
    }

    private func enter() async throws(AppError) {
        enum Way {
            case enter, wait(Int), refuse
        }
        try Wanted.check()
        let way: Way = state.withLock { state in
            if state.running < mostRunning {
                state.running += 1
                return .enter
            }
            guard state.waiting.count < mostWaiting else {
                state.refused += 1
                return .refuse
            }
            state.nextTicket += 1
            return .wait(state.nextTicket)
        }
        switch way {
        case .enter: return
        case .refuse: throw .busy
        case .wait(let ticket):
            let isGiven = await wait(ticket)
            _ = state.withLock { $0.givenUp.remove(ticket) }
            guard isGiven else { throw .cancelled }
        }
    }

    /// Whether the place was given; false when the task was cancelled first.
    private func wait(_ ticket: Int) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.givenUp.remove(ticket) != nil { return false }
                    // A place may have become free since.
                    if state.running < mostRunning {
                        state.running += 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                    state.givenUp.insert(ticket)
                    return nil
                }
                return state.waiting.remove(at: index).continuation
            }
            waiter?.resume(returning: false)
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            // The place passes on.
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}

extension AppError {
    fileprivate static var busy: AppError {
        AppError(
            .unavailable, "server.busy",
            Text(
                zh: "正在计算的请求太多，这一个没有开始，什么也没有保存。",
                en: "Too many requests are being computed; this one was not begun, and nothing was kept."),
            hint: Text(zh: "请稍后再试。", en: "Try again in a moment."), retryAfter: 5)
    }
}
