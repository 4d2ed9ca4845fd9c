import Synchronization

/// How fast a stream came, at its beginning and at its end.
final class StreamPace: Sendable {
    private struct State {
        var chunks: [(bytes: Int, at: ContinuousClock.Instant)] = []
        var total = 0
    }

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    func add(_ bytes: Int) {
        state.withLock { state in
            state.total += bytes
            state.chunks.append((state.total, .now))
        }
    }

    var total: Int { state.withLock { $0.total } }

    /// The time that the last tenth of the bytes took over that of the first; about one when every page costs the same.
    var lastToFirst: Double {
        state.withLock { state in
            guard let end = state.chunks.last?.at else { return 1 }
            func reached(_ tenths: Int) -> ContinuousClock.Instant {
                state.chunks.first { $0.bytes * 10 >= state.total * tenths }?.at ?? end
            }
            return (end - reached(9)).seconds / max(1e-6, (reached(1) - start).seconds)
        }
    }
}
