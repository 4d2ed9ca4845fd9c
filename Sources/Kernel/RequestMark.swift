import Synchronization

/// The mark of the request under way: its identifier, which every line of the log and the answer carry, and, once they
/// are known, who asks and why the request was refused.
package final class RequestMark: Sendable {
    private struct Notes {
        var account: String?
        var refusal: String?
    }

    @TaskLocal package static var current: RequestMark?

    package let id: String
    private let notes = Mutex(Notes())

    package init(id: String) { self.id = id }

    /// The identifier of the account that asks.
    package var account: String? { notes.withLock { $0.account } }
    /// The code of the error that it was answered with.
    package var refusal: String? { notes.withLock { $0.refusal } }

    package func note(account: String) { notes.withLock { $0.account = account } }
    package func note(refusal: String) { notes.withLock { $0.refusal = refusal } }
}
