import NIOCore
import Synchronization

/// The bytes of answers that were written and not taken yet, of all connections together. Past the limit, those
/// connections are closed that hold most for the longest time.
final class AnswerBudget: Sendable {
    fileprivate struct Holder {
        let close: @Sendable () -> Void
        var bytes: Int
        /// When the other end took something for the last time.
        var taken: NIODeadline
        var isClosing = false
    }

    private struct Holders {
        var all: [ObjectIdentifier: Holder] = [:]
        /// Of those that are not being closed.
        var total = 0
    }

    private let most: Int
    private let observe: @Sendable (Int) -> Void
    private let holders = Mutex(Holders())

    /// - Parameter observe: called with the total after each change.
    init(most: Int, observe: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.most = most
        self.observe = observe
    }

    var heldBytes: Int { holders.withLock { $0.total } }

    /// What a connection holds now; closes others, or this one, when that is too much.
    /// - Parameter close: called once, when it is the connection's turn.
    func note(
        _ connection: ObjectIdentifier, holds bytes: Int, taken: NIODeadline, close: @escaping @Sendable () -> Void
    ) {
        let (total, closing) = holders.withLock { holders in
            if let former = holders.all[connection] {
                guard !former.isClosing else { return (holders.total, [@Sendable () -> Void]()) }
                holders.total -= former.bytes
            }
            holders.all[connection] = bytes > 0 ? Holder(close: close, bytes: bytes, taken: taken) : nil
            holders.total += bytes
            return (holders.total, Self.chosen(&holders, most))
        }
        observe(total)
        for close in closing { close() }
    }

    func forget(_ connection: ObjectIdentifier) {
        let total = holders.withLock { holders in
            if let former = holders.all.removeValue(forKey: connection), !former.isClosing {
                holders.total -= former.bytes
            }
            return holders.total
        }
        observe(total)
    }

    /// A single connection may hold more than the limit: it takes nothing from others.
    private static func chosen(_ holders: inout Holders, _ most: Int) -> [@Sendable () -> Void] {
        var closing: [@Sendable () -> Void] = []
        while holders.total > most {
            let open = holders.all.filter { !$0.value.isClosing }
            let now = NIODeadline.now()
            guard open.count > 1, let worst = open.max(by: { $0.value.weight(now) < $1.value.weight(now) })
            else { break }
            holders.all[worst.key]?.isClosing = true
            holders.total -= worst.value.bytes
            closing.append(worst.value.close)
        }
        return closing
    }
}

extension AnswerBudget.Holder {
    /// Bytes by the seconds for which they were not taken; without any seconds, the bytes decide.
    fileprivate func weight(_ now: NIODeadline) -> Double {
        let waited = now > taken ? Double((now - taken).nanoseconds) / 1e9 : 0
        return Double(bytes) * (waited + 0.01)
    }
}
