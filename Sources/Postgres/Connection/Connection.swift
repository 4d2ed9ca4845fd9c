import CLibPQ

/// One connection to the server. It is an actor on its own thread: a blocking call never blocks a cooperative thread.
///
/// When the calling task is cancelled the server is asked to stop, the call throws `.cancelled`, and the connection is
/// not used again. A server that does not stop within some seconds is not waited for: the connection is closed.
package actor Connection {
    private let executor: ConnectionExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let handle: Handle
    private let canceller: Canceller
    /// Whether the last COPY … TO STDOUT has returned its last row.
    private var copyOutEnded = true
    private var prepared: [PreparedKey: String] = [:]
    /// Maximum number of statements kept prepared on one connection; further ones run unnamed.
    private static let preparedLimit = 400

    private struct PreparedKey: Hashable {
        let sql: String
        let types: [UInt32]
    }

    /// Frees the connection with its last owner.
    private final class Handle {
        let pointer: OpaquePointer
        init(_ pointer: OpaquePointer) { self.pointer = pointer }
        deinit { PQfinish(pointer) }
    }

    private init(settings: ConnectionSettings, executor: ConnectionExecutor) throws(PostgresError) {
        self.executor = executor
        // libpq quotes what it cannot read, which may be a part of the password.
        guard settings.isReadable else { throw .connect("the connection URI cannot be read") }
        let words = settings.ordered
        let pointer = withCStrings(words.map { $0.0 }) { keys in
            withCStrings(words.map { $0.1 }) { values in PQconnectdbParams(keys, values, 1) }
        }
        guard let pointer else { throw .connect("out of memory") }
        guard PQstatus(pointer) == CONNECTION_OK else {
            let message = settings.redacted(trimmed(String(cString: PQerrorMessage(pointer))))
            PQfinish(pointer)
            throw .connect(message)
        }
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        handle = Handle(pointer)
        canceller = Canceller(connection: pointer)
    }

    /// Connects on a separate thread.
    package static func connect(_ settings: ConnectionSettings) async throws -> Connection {
        let executor = ConnectionExecutor(label: "dangwu.postgres.connection")
        return try await Connector(executor: executor).connect(settings)
    }

    /// Creates the connection on the thread that it will use.
    private actor Connector {
        private let executor: ConnectionExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(executor: ConnectionExecutor) { self.executor = executor }

        func connect(_ settings: ConnectionSettings) throws(PostgresError) -> Connection {
            try Connection(settings: settings, executor: executor)
        }
    }

    // MARK: statements

    /// Runs one statement.
    package nonisolated func query(_ statement: Statement) async throws -> Rows {
        try await cancellable { try await self.run(statement) }
    }

    /// Sends independent statements in one round trip (libpq pipeline mode). Outside a transaction they form one.
    package nonisolated func pipeline(_ statements: [Statement]) async throws -> [Rows] {
        guard !statements.isEmpty else { return [] }
        return try await cancellable { try await self.runPipeline(statements) }
    }

    /// Several statements of one text, without parameters or results: migrations and set-up.
    package nonisolated func script(_ sql: String) async throws {
        try await cancellable { try await self.runScript(sql) }
    }

    /// What the server makes of a statement without running it: the types of its parameters, the names of its columns.
    package func describe(_ sql: String) throws(PostgresError) -> (parameters: [UInt32], columns: [String]) {
        try refuseNUL(sql)
        try finish(PQprepare(handle.pointer, "", sql, 0, nil))
        guard let result = PQdescribePrepared(handle.pointer, "") else { throw failure() }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            try finish(result)
            throw failure()
        }
        let parameters = (0..<PQnparams(result)).map { PQparamtype(result, $0) }
        return (parameters, ResultStorage(taking: result).columns)
    }

    nonisolated func cancellable<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        canceller.begin()
        defer { canceller.end() }
        return try await withTaskCancellationHandler {
            if Task.isCancelled { throw PostgresError.cancelled }
            do {
                return try await body()
            } catch let error as PostgresError {
                if canceller.wasRequested, error.server?.state == .queryCanceled { throw PostgresError.cancelled }
                // What waits for COMMIT has to know that its outcome is not known.
                throw error
            }
        } onCancel: {
            canceller.cancel()
        }
    }

    private func run(_ statement: Statement) throws(PostgresError) -> Rows {
        let key = PreparedKey(sql: statement.sql, types: statement.parameters.map(\.type))
        let values = try checked(statement)
        let pointer = handle.pointer
        if prepared[key] == nil, prepared.count < Self.preparedLimit {
            let name = "s\(prepared.count)"
            try finish(PQprepare(pointer, name, statement.sql, Int32(key.types.count), key.types))
            prepared[key] = name
        }
        // Cancelled during preparation: that request no longer applies to the execution.
        if canceller.wasRequested { throw .cancelled }
        let result = withCStrings(values) { values in
            if let name = prepared[key] {
                return PQexecPrepared(pointer, name, Int32(key.types.count), values, nil, nil, 0)
            }
            return PQexecParams(pointer, statement.sql, Int32(key.types.count), key.types, values, nil, nil, 0)
        }
        return try finish(result)
    }

    private func runScript(_ sql: String) throws(PostgresError) {
        try refuseNUL(sql)
        try finish(PQexec(handle.pointer, sql))
    }

    private func runPipeline(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        let pointer = handle.pointer
        let values = try statements.map { (statement) throws(PostgresError) in try checked(statement) }
        guard PQenterPipelineMode(pointer) == 1 else { throw failure() }
        // The expected results in order: of a statement, or of preparing it first.
        enum Awaited {
            case preparation(PreparedKey, String)
            case statement
        }
        var awaited: [Awaited] = []
        var fresh: [PreparedKey: String] = [:]
        for (statement, values) in zip(statements, values) {
            let key = PreparedKey(sql: statement.sql, types: statement.parameters.map(\.type))
            var name = prepared[key] ?? fresh[key]
            if name == nil, prepared.count + fresh.count < Self.preparedLimit {
                let new = "s\(prepared.count + fresh.count)p"
                guard PQsendPrepare(pointer, new, statement.sql, Int32(key.types.count), key.types) == 1 else {
                    throw failure()
                }
                fresh[key] = new
                awaited.append(.preparation(key, new))
                name = new
            }
            let sent = withCStrings(values) { values in
                if let name {
                    return PQsendQueryPrepared(pointer, name, Int32(key.types.count), values, nil, nil, 0)
                }
                return PQsendQueryParams(
                    pointer, statement.sql, Int32(key.types.count), key.types, values, nil, nil, 0)
            }
            guard sent == 1 else { throw failure() }
            awaited.append(.statement)
        }
        guard PQpipelineSync(pointer) == 1 else { throw failure() }

        var results: [Rows] = []
        var firstError: PostgresError?
        for expected in awaited {
            guard let result = PQgetResult(pointer) else { throw failure() }
            let status = PQresultStatus(result)
            if status == PGRES_PIPELINE_ABORTED {
                PQclear(result)
            } else {
                do throws(PostgresError) {
                    let rows = try finish(result)
                    switch expected {
                    case .preparation(let key, let name): prepared[key] = name
                    case .statement: results.append(rows)
                    }
                } catch {
                    if firstError == nil { firstError = error }
                    if PQstatus(pointer) != CONNECTION_OK { throw error }
                }
            }
            // The results of each statement end with a null result.
            while let extra = PQgetResult(pointer) { PQclear(extra) }
        }
        guard let sync = PQgetResult(pointer) else { throw failure() }
        PQclear(sync)
        guard PQexitPipelineMode(pointer) == 1 else { throw failure() }
        if let firstError { throw firstError }
        return results
    }

    // MARK: COPY and streams

    func beginCopyIn(_ sql: String) throws(PostgresError) {
        try refuseNUL(sql)
        guard let result = PQexec(handle.pointer, sql) else { throw failure() }
        guard PQresultStatus(result) == PGRES_COPY_IN else {
            try finish(result)
            throw .misuse("not a COPY … FROM STDIN")
        }
        PQclear(result)
    }

    func putCopy(_ chunk: [UInt8]) throws(PostgresError) {
        let sent = chunk.withUnsafeBytes { bytes in
            PQputCopyData(handle.pointer, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        guard sent == 1 else { throw failure() }
    }

    /// Ends the COPY; with a reason, the server discards the rows.
    @discardableResult
    func endCopyIn(failing reason: String? = nil) throws(PostgresError) -> Int {
        guard PQputCopyEnd(handle.pointer, reason) == 1 else { throw failure() }
        let rows = try finish(PQgetResult(handle.pointer))
        while let extra = PQgetResult(handle.pointer) { PQclear(extra) }
        return rows.affected
    }

    func beginCopyOut(_ sql: String) throws(PostgresError) {
        try refuseNUL(sql)
        guard let result = PQexec(handle.pointer, sql) else { throw failure() }
        guard PQresultStatus(result) == PGRES_COPY_OUT else {
            try finish(result)
            throw .misuse("not a COPY … TO STDOUT")
        }
        PQclear(result)
        copyOutEnded = false
    }

    /// The next rows of a COPY OUT, about 64 KiB at a time; nil at its end.
    func nextCopyChunk() throws(PostgresError) -> [UInt8]? {
        var chunk: [UInt8] = []
        while !copyOutEnded, chunk.count < 65_536 {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(handle.pointer, &buffer, 0)
            if length > 0, let buffer {
                buffer.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
                    chunk.append(contentsOf: UnsafeBufferPointer(start: $0, count: Int(length)))
                }
                PQfreemem(buffer)
            } else if length == -1 {
                try finish(PQgetResult(handle.pointer))
                while let extra = PQgetResult(handle.pointer) { PQclear(extra) }
                copyOutEnded = true
            } else {
                throw failure()
            }
        }
        return chunk.isEmpty ? nil : chunk
    }

    func beginStream(_ statement: Statement) throws(PostgresError) {
        let values = try checked(statement)
        let types = statement.parameters.map(\.type)
        let sent = withCStrings(values) { values in
            PQsendQueryParams(handle.pointer, statement.sql, Int32(types.count), types, values, nil, nil, 0)
        }
        guard sent == 1, PQsetSingleRowMode(handle.pointer) == 1 else { throw failure() }
    }

    /// Up to `limit` further rows of the stream, empty at its end.
    func nextRows(_ limit: Int) throws(PostgresError) -> [Row] {
        var rows: [Row] = []
        while rows.count < limit {
            guard let result = PQgetResult(handle.pointer) else { break }
            if PQresultStatus(result) == PGRES_SINGLE_TUPLE {
                rows.append(Row(storage: ResultStorage(taking: result), index: 0))
            } else {
                do throws(PostgresError) {
                    try finish(result)
                } catch {
                    while let extra = PQgetResult(handle.pointer) { PQclear(extra) }
                    throw error
                }
            }
        }
        return rows
    }

    // MARK: state

    /// Whether the connection can be used at once: open, idle, and not cancelled. Consumes pending input, so that a
    /// server that has shut down is noticed without a round trip.
    func isUsable() -> Bool {
        guard !canceller.wasRequested, PQstatus(handle.pointer) == CONNECTION_OK else { return false }
        // Once for the last message of the server, and once for the end of the stream after it.
        for _ in 0..<2 {
            guard PQconsumeInput(handle.pointer) == 1, PQstatus(handle.pointer) == CONNECTION_OK else { return false }
        }
        return PQtransactionStatus(handle.pointer) == PQTRANS_IDLE
    }

    /// Rolls back an unfinished transaction; false when the connection is no longer usable. A caller that is cancelled
    /// waits for a server that hangs no longer than with any other statement.
    nonisolated func reset() async -> Bool {
        if let isIdle = await isIdle() { return isIdle }
        return (try? await cancellable { await self.rollBack() }) ?? false
    }

    /// Whether nothing has to be done; nil when there is a transaction to roll back.
    private func isIdle() -> Bool? {
        guard !canceller.wasRequested, PQstatus(handle.pointer) == CONNECTION_OK,
            PQpipelineStatus(handle.pointer) == PQ_PIPELINE_OFF
        else { return false }
        switch PQtransactionStatus(handle.pointer) {
        case PQTRANS_IDLE: return true
        case PQTRANS_INTRANS, PQTRANS_INERROR: return nil
        default: return false
        }
    }

    private func rollBack() -> Bool {
        PQclear(PQexec(handle.pointer, "ROLLBACK"))
        return !canceller.wasRequested && PQtransactionStatus(handle.pointer) == PQTRANS_IDLE
    }

    /// A password as the server keeps it (SCRAM-SHA-256 or what it is set to), so that it is in no statement.
    package func encryptedPassword(_ password: String, role: String) throws(PostgresError) -> String {
        guard let text = PQencryptPasswordConn(handle.pointer, password, role, nil) else { throw failure() }
        defer { PQfreemem(text) }
        return String(cString: text)
    }

    /// The server process behind the connection (`pg_backend_pid`).
    package func serverProcess() -> Int { Int(PQbackendPID(handle.pointer)) }

    // MARK: results

    @discardableResult
    private func finish(_ result: OpaquePointer?) throws(PostgresError) -> Rows {
        guard let result else { throw failure() }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE:
            return Rows(storage: ResultStorage(taking: result))
        default:
            func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
            // The diagnostic field codes are characters (postgres_ext.h).
            func code(_ character: Unicode.Scalar) -> Int32 { Int32(character.value) }
            defer { PQclear(result) }
            guard let state = field(code("C")) else { throw failure() }
            let error = ServerError(
                state: SQLState(state), message: field(code("M")) ?? "", detail: field(code("D")),
                hint: field(code("H")), constraint: field(code("n")), table: field(code("t")), column: field(code("c")))
            if error.state.endsConnection { throw .connectionLost(error.message, committing: false) }
            throw .server(error)
        }
    }

    private func failure() -> PostgresError {
        let message = trimmed(String(cString: PQerrorMessage(handle.pointer)))
        if PQstatus(handle.pointer) != CONNECTION_OK { return .connectionLost(message, committing: false) }
        return .misuse(message)
    }

    /// A PostgreSQL text cannot contain NUL; libpq would truncate the value there.
    private func checked(_ statement: Statement) throws(PostgresError) -> [String?] {
        try refuseNUL(statement.sql)
        for parameter in statement.parameters { try refuseNUL(parameter.text ?? "") }
        return statement.parameters.map(\.text)
    }

    private func refuseNUL(_ text: String) throws(PostgresError) {
        var text = text
        guard text.withUTF8({ $0.contains(0) }) else { return }
        throw .server(
            ServerError(
                state: SQLState("22021"), message: "a text contains a NUL character", detail: nil, hint: nil,
                constraint: nil, table: nil, column: nil))
    }
}

private func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
}

/// Passes C copies of the texts for the duration of the call; nil becomes NULL. The array ends with a NULL pointer.
private func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    var bytes: [CChar] = []
    bytes.reserveCapacity(texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 1 })
    var offsets: [Int?] = []
    for text in texts {
        guard var text else {
            offsets.append(nil)
            continue
        }
        offsets.append(bytes.count)
        text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { bytes.append(contentsOf: $0) }
        }
        bytes.append(0)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        let pointers: [UnsafePointer<CChar>?] =
            offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
