import Synchronization

/// The key that signs audit events at present, which another may replace while the program runs.
final class EventSigning: Sendable {
    private let held: Mutex<EventSigner?>

    init(_ signer: EventSigner?) { held = Mutex(signer) }

    var current: EventSigner? { held.withLock { $0 } }

    func replace(with signer: EventSigner) { held.withLock { $0 = signer } }
}
