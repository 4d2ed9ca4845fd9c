import Civil
import Kernel

/// Lets small posts of one caller that arrive together share a transaction, as a database lets commits share a flush:
/// what came while others were being written goes out with the next round. Each request still succeeds or fails by
/// itself.
actor PostQueue {
    typealias Outcome = Result<[Posted], any Error>
    typealias Write = @Sendable ([[Posting]], Day, Caller) async -> [Outcome]

    /// Requests that see the same rows, leave the same trail and are judged on the same day.
    private struct Key: Hashable {
        let account: Identifier<Account>
        let name: String
        let parts: [Caller.Part]
        let door: String
        let today: Day
    }

    private struct Ticket {
        let orders: [Posting]
        let done: CheckedContinuation<[Posted], any Error>
    }

    private struct Line {
        var waiting: [Ticket] = []
        var running = 0
    }

    /// Rounds of one caller under way at once: the second is calculated while the first is being flushed.
    private static let most = 2
    /// Orders of one round.
    private static let fullRound = 200
    /// Larger requests are rounds by themselves.
    static let smallRequest = 20

    private var lines: [Key: Line] = [:]

    func submit(_ orders: [Posting], on today: Day, caller: Caller, write: @escaping Write) async throws -> [Posted] {
        let key = Key(account: caller.account, name: caller.name, parts: caller.parts, door: caller.door, today: today)
        return try await withCheckedThrowingContinuation { done in
            lines[key, default: Line()].waiting.append(Ticket(orders: orders, done: done))
            start(key, caller, write)
        }
    }

    private func start(_ key: Key, _ caller: Caller, _ write: @escaping Write) {
        guard var line = lines[key], !line.waiting.isEmpty, line.running < Self.most else { return }
        var (round, orders): ([Ticket], Int) = ([], 0)
        while let next = line.waiting.first, round.isEmpty || orders + next.orders.count <= Self.fullRound {
            round.append(line.waiting.removeFirst())
            orders += next.orders.count
        }
        line.running += 1
        lines[key] = line
        let taken = round
        // Not a child of the first request: if that is cancelled, the others still want theirs.
        Task {
            let outcomes = await write(taken.map(\.orders), key.today, caller)
            for (ticket, outcome) in zip(taken, outcomes) { ticket.done.resume(with: outcome) }
            finish(key, caller, write)
        }
    }

    private func finish(_ key: Key, _ caller: Caller, _ write: @escaping Write) {
        lines[key]?.running -= 1
        start(key, caller, write)
        if let line = lines[key], line.running == 0, line.waiting.isEmpty { lines[key] = nil }
    }
}
