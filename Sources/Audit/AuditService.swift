package import Access
package import Foundation
import Kernel
import Logging
import Postgres
import SQLFiles

/// The verbs of the audit log: sealing, checking, proofs. The log is a Merkle tree over every version of every fact
/// (RFC 9162), whose heads are signed with a key that the database does not have.
package struct AuditService: Sendable {
    let database: ScopedDatabase
    /// Without keys where the settings have none: then nothing is sealed.
    private let keyring: AuditKeyring
    /// Where heads are exported; nil for nowhere.
    let folder: HeadFolder?
    /// Where else they go.
    let receivers: [any HeadReceiver]
    /// When a head is signed.
    private(set) var now: @Sendable () -> Date = { Date() }

    /// - Parameter reading: reads the keys again when the log goes on with one that is unknown.
    package init(
        database: ScopedDatabase, keys: AuditKeys?,
        reading: @escaping @Sendable () async throws -> AuditKeys? = { nil },
        folder: HeadFolder?, receivers: [any HeadReceiver] = []
    ) {
        self.receivers = receivers
        self.database = database
        keyring = AuditKeyring(keys, reading: reading)
        self.folder = folder
    }

    /// The same at one moment: what is sealed then and checked later takes no day to measure.
    package func at(_ moment: Date) -> AuditService {
        var service = self
        service.now = { moment }
        return service
    }

    /// Whether heads can be signed.
    package var canSeal: Bool { keyring.keys != nil }

    /// The tables that sealing itself writes; the log that is checked is in them.
    package static let ownTables: Set = [
        "audit_boundary", "audit_head", "audit_leaf", "audit_note", "audit_relation", "audit_shape", "audit_tile",
    ]

    /// - Throws: `audit.key_missing`.
    func requireKeys() async throws -> AuditKeys {
        let last = try await database.read(Self.everybody, .lastAuditHead).single.map { try AuditHead($0) }
        return try await keyring.keys(after: last) { database.sign(with: $0.eventSigner) }
    }

    /// The log is one for the whole database: sealing reads and writes all of it, for every caller who may seal.
    static let everybody = Caller.localOperator()

    /// Whether a caller's scope holds every organisation; then the caller checks the whole log.
    func seesEverything(_ caller: Caller) async throws -> Bool {
        if caller.scope == .everything { return true }
        guard caller.ranges.count == 1 else { return false }
        let row = try await database.read(
            Self.everybody, .organisationsOutside(low: caller.scope.low, high: caller.scope.high))
        return try row.single?["outside"] == false
    }
}
