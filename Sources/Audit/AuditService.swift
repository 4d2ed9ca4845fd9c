package import Access
import Kernel
import Logging
import Postgres
import SQLFiles

/// The verbs of the audit log: sealing, checking, proofs. The log is a Merkle tree over every version of every fact
/// (RFC 9162), whose heads are signed with a key that the database does not have.
package struct AuditService: Sendable {
    let database: ScopedDatabase
    /// Nil where the settings have no key: then nothing is sealed.
    let keys: AuditKeys?
    /// Where heads are exported; nil for nowhere.
    let folder: HeadFolder?
    /// Where else they go.
    let receivers: [any HeadReceiver]

    package init(
        database: ScopedDatabase, keys: AuditKeys?, folder: HeadFolder?, receivers: [any HeadReceiver] = []
    ) {
        self.receivers = receivers
        self.database = database
        self.keys = keys
        self.folder = folder
    }

    /// Whether heads can be signed.
    package var canSeal: Bool { keys != nil }

    func requireKeys() throws(AppError) -> AuditKeys {
        guard let keys else { throw .auditKeyMissing }
        return keys
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
