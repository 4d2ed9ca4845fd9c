import Access
import Kernel
import Synchronization

/// The keys of the audit log as the program knows them, read again when the log names one that it does not know.
///
/// Two commands of one installation change the key at different times: a running service learns of the new one from the
/// head that it took over with.
final class AuditKeyring: Sendable {
    private let held: Mutex<AuditKeys?>
    private let reading: @Sendable () async throws -> AuditKeys?

    /// - Parameter reading: where the keys come from; nil for none any more.
    init(_ keys: AuditKeys?, reading: @escaping @Sendable () async throws -> AuditKeys?) {
        held = Mutex(keys)
        self.reading = reading
    }

    var keys: AuditKeys? { held.withLock { $0 } }

    /// The keys that sign and check after a head.
    /// - Throws: `audit.key_missing`, and what reading them throws.
    func keys(after last: AuditHead?, newKey: (AuditKeys) -> Void) async throws -> AuditKeys {
        guard let keys else { throw AppError.auditKeyMissing }
        guard let last, !keys.signs(after: last), let newer = try await reading() else { return keys }
        held.withLock { $0 = newer }
        newKey(newer)
        return newer
    }
}

extension AuditKeys {
    /// Whether the keys that signed a head, and the one that takes over with it, are known.
    func signs(after head: AuditHead) -> Bool { head.signers.allSatisfy { self[$0] != nil } }
}
