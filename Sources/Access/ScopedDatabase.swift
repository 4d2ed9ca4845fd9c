package import Foundation
package import Kernel
package import Logging
package import Postgres
import SQLFiles

/// The database as one caller may see it: every statement runs in a transaction whose scope is set first, and every
/// error leaves as an `AppError`.
package struct ScopedDatabase: Sendable {
    package let pool: Pool
    package let keys: KeyRing
    package var signer: ScopeSigner { keys.newest.signer }
    /// Whether personal data leaves for a stated purpose only.
    let needsPurpose: Bool
    private let signing: EventSigning
    private let errors: DatabaseErrors

    package init(
        pool: Pool, keys: KeyRing, eventSigner: EventSigner? = nil, constraints: ConstraintTexts,
        needsPurpose: Bool = false, logger: Logger
    ) {
        self.pool = pool
        self.keys = keys
        signing = EventSigning(eventSigner)
        self.needsPurpose = needsPurpose
        errors = DatabaseErrors(constraints: constraints, logger: logger)
    }

    /// Nil where there is no key: then events are not signed.
    package var eventSigner: EventSigner? { signing.current }

    /// A new key takes over: events that begin from now on are signed with it, in every copy of this value.
    package func sign(with signer: EventSigner) { signing.replace(with: signer) }

    func prelude(_ caller: Caller) -> [Statement] { [signer.statement(caller)] }

    /// Independent reading statements in one round trip, scope included.
    package func read(_ caller: Caller, _ statements: [Statement]) async throws -> [Rows] {
        try await explained { try await pool.read(prelude: prelude(caller), statements) }
    }

    package func read(_ caller: Caller, _ statement: Statement) async throws -> Rows {
        try await read(caller, [statement])[0]
    }

    /// The rows of a statement whose columns are the members of a value.
    package func read<Value: Decodable>(
        _ caller: Caller, _ statement: Statement, as type: Value.Type
    ) async throws -> [Value] {
        let rows = try await read(caller, statement)
        return try await explained { try rows.map { try $0.value(type) } }
    }

    /// One page of a list: the first rows of an index range, by the one plan that reads no more than those.
    package func readPage(_ caller: Caller, _ statement: Statement) async throws -> Rows {
        try await read(caller, [.preferIndexOrder, statement])[1]
    }

    /// A page whose columns are the members of a value.
    package func readPage<Value: Decodable>(
        _ caller: Caller, _ statement: Statement, as type: Value.Type
    ) async throws -> [Value] {
        let rows = try await readPage(caller, statement)
        return try await explained { try rows.map { try $0.value(type) } }
    }

    /// Several reading statements of one state of the database.
    package func snapshot<Value: Sendable>(
        _ caller: Caller, _ body: (ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        try await run(caller, .snapshot, body)
    }

    /// Facts and the audit events that recorded them, all or nothing. The body may run again after a deadlock.
    package func write<Value: Sendable>(
        _ caller: Caller, dryRun: Bool = false, _ body: (ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        // The reservation goes out with BEGIN: a second request under the same key stops here, before it does anything.
        let idempotency = dryRun ? nil : Idempotency.current
        let value = try await run(
            caller, TransactionMode(discard: dryRun), reservation: idempotency?.reservation(caller), body)
        idempotency?.markReserved()
        return value
    }

    /// Facts that follow from what is asked first: two round trips in all. The body decides and has no effect of its
    /// own; it may run again after a deadlock.
    package func readThenWrite<Value: Sendable>(
        _ caller: Caller, dryRun: Bool = false, opening: [Statement],
        _ body: ([Rows]) throws -> (value: Value, closing: [Statement])
    ) async throws -> Value {
        let idempotency = dryRun ? nil : Idempotency.current
        let reservation = idempotency?.reservation(caller)
        let value = try await explained {
            try await pool.readThenWrite(
                prelude: prelude(caller) + (reservation.map { [$0] } ?? []), opening: opening, discard: dryRun, body)
        }
        idempotency?.markReserved()
        return value
    }

    /// Reads and writes over one state of the database, for sealing. The body runs again when somebody else wrote what
    /// it read.
    package func seal<Value: Sendable>(
        _ caller: Caller, _ body: (ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        try await run(caller, TransactionMode(isolation: .repeatableRead), body)
    }

    private func run<Value: Sendable>(
        _ caller: Caller, _ mode: TransactionMode, reservation: Statement? = nil,
        _ body: (ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        try await explained {
            try await pool.transaction(mode, prelude: prelude(caller) + (reservation.map { [$0] } ?? [])) {
                transaction in
                try await body(
                    ScopedTransaction(transaction: transaction, caller: caller, eventSigner: eventSigner))
            }
        }
    }

    package func explained<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw errors.explain(error)
        }
    }
}

/// A transaction under a caller's scope.
package struct ScopedTransaction: Sendable {
    package let transaction: Transaction
    package let caller: Caller
    package let eventSigner: EventSigner?

    package func query(_ statement: Statement) async throws -> Rows { try await transaction.query(statement) }

    package func pipeline(_ statements: [Statement]) async throws -> [Rows] {
        try await transaction.pipeline(statements)
    }

    /// COPY into a table of the session, made by the statement `create`.
    /// - Parameter isSampled: takes its statistics, for what is joined afterwards.
    package func stage(_ create: Statement, table: String, rows: CopyText, isSampled: Bool = true) async throws {
        _ = try await query(create)
        try await fill(table, rows: rows)
        if isSampled { try await transaction.connection.script("ANALYZE \(table)") }
    }

    /// COPY into a table of the session that was made before.
    package func fill(_ table: String, rows: CopyText) async throws {
        _ = try await transaction.connection.copyIn("COPY \(table) FROM STDIN", bytes: rows.bytes)
    }

    /// Writes the audit entry and returns its identifier, which the facts name.
    /// - Parameters:
    ///   - path: the organisation it concerns; the top of the caller's scope when it concerns several.
    ///   - paths: what it concerns, where the caller works in several places: it is entered in each place that is
    ///     touched, and in no other. Without it, in all of them.
    @discardableResult
    package func record(
        _ action: String, _ kind: String, subject: UUID? = nil, path: String? = nil, touching paths: [String]? = nil,
        before: JSONText? = nil, after: JSONText? = nil
    ) async throws -> UUID {
        var places: [String?] = [path]
        if path == nil, caller.ranges.count > 1 {
            places = paths.map { caller.places(of: $0) } ?? caller.ranges.map(\.low)
            if places.isEmpty { places = [nil] }
        }
        let auditStatement = AuditStatement(caller: caller, signer: eventSigner)
        let auditEvents = places.map {
            auditStatement.make(action, kind, subject: subject, path: $0, before: before, after: after)
        }
        _ = try await transaction.pipeline(auditEvents.map(\.statement))
        return auditEvents[0].id
    }
}

/// The audit entry as a statement, for pipelines.
package struct AuditStatement {
    package let caller: Caller
    private let signer: EventSigner?

    package init(caller: Caller, signer: EventSigner?) {
        self.caller = caller
        self.signer = signer
    }

    package func make(
        _ action: String, _ kind: String, subject: UUID? = nil, path: String? = nil, before: JSONText? = nil,
        after: JSONText? = nil
    ) -> (id: UUID, statement: Statement) {
        let id = Identifier<AuditStatement>.new().value
        // The operator's scope begins below every code; '0.' is the first path that can be.
        let place = path ?? caller.scope.place
        let behalf = caller.actsFor(at: place)
        let others = behalf.isEmpty ? nil : behalf.joined(separator: "、")
        let content = signer.map { _ in
            EventContent(
                id: id, account: caller.account.value, accountName: caller.name, door: caller.door, action: action,
                subjectKind: kind, subject: subject, path: place, before: before?.text, after: after?.text,
                onBehalfOf: others)
        }
        let mac: Bytes? = if let signer, let content { signer.sign(content) } else { nil }
        let statement = Statement.insertAuditEvent(
            id: id, account: caller.account, accountName: caller.name, door: caller.door, action: action,
            subjectKind: kind, subject: subject, path: place, before: before, after: after, mac: mac,
            onBehalfOf: others)
        return (id, statement)
    }
}
