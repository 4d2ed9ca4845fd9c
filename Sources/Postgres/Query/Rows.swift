import CLibPQ

/// The result of one statement. Values are decoded on access, with an error that names the column.
package struct Rows: Sendable, RandomAccessCollection {
    let storage: ResultStorage

    package var startIndex: Int { 0 }
    package var endIndex: Int { storage.count }
    package subscript(position: Int) -> Row { Row(storage: storage, index: position) }

    package var columns: [String] { storage.columns }

    /// Rows inserted, updated, deleted or copied, by the server's command tag.
    package var affected: Int { storage.affected }

    /// The server's command tag, such as `COMMIT` or `INSERT 0 1`.
    var tag: String { storage.tag }

    /// The row of a statement that finds one at most, or nil when there is none.
    /// - Throws: `.misuse` for more: the caller's assumption about the statement is wrong.
    package var single: Row? {
        get throws(PostgresError) {
            guard count <= 1 else { throw .misuse("\(count) rows where at most one was expected") }
            return first
        }
    }
}

/// One row; `try row["name"]` has the type that the context requires.
package struct Row: Sendable {
    let storage: ResultStorage
    let index: Int

    // Inlinable, so that each use is specialised for its type: a list reads a thousand cells per page.
    @inlinable
    package subscript<Value: PostgresDecodable>(_ column: String) -> Value {
        get throws(PostgresError) {
            guard let value: Value = try self[column] else { throw Self.unreadable(column, "\(Value.self)", "NULL") }
            return value
        }
    }

    @inlinable
    package subscript<Value: PostgresDecodable>(_ column: String) -> Value? {
        get throws(PostgresError) {
            guard let position = position(column) else {
                throw Self.unreadable(column, "\(Value.self)", "no such column")
            }
            guard Value.canRead(type(at: position)) else {
                throw Self.unreadable(column, "\(Value.self)", "type with OID \(type(at: position))")
            }
            guard let text = text(at: position) else { return nil }
            guard let value = Value(postgresText: text) else {
                throw Self.unreadable(column, "\(Value.self)", "an invalid value")
            }
            return value
        }
    }

    package func position(_ column: String) -> Int? { storage.positions[column] }
    package func type(at position: Int) -> UInt32 { storage.types[position] }
    package func text(at position: Int) -> String? { storage.text(row: index, column: position) }

    package static func unreadable(_ column: String, _ expected: String, _ found: String) -> PostgresError {
        .decode(column: column, expected: expected, found: found)
    }

    /// The server's text of a column of any type; nil for NULL or no such column.
    package func text(_ column: String) -> String? {
        storage.positions[column].flatMap { storage.text(row: index, column: $0) }
    }
}

/// Owns a `PGresult` and frees it.
///
/// `@unchecked Sendable`: libpq documents a `PGresult` as read-only once returned, and its accessor functions as safe
/// to call from several threads on one result (PostgreSQL manual, section 34.20); the other members are constants.
final class ResultStorage: @unchecked Sendable {
    private let result: OpaquePointer
    let count: Int
    let columns: [String]
    let types: [UInt32]
    let positions: [String: Int]

    init(taking result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
        let width = PQnfields(result)
        columns = (0..<width).map { String(cString: PQfname(result, $0)) }
        types = (0..<width).map { PQftype(result, $0) }
        positions = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    deinit { PQclear(result) }

    var tag: String { String(cString: PQcmdStatus(result)) }

    var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func text(row: Int, column: Int) -> String? {
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(result, row, column) == 1 { return nil }
        guard let value = PQgetvalue(result, row, column) else { return nil }
        let length = Int(PQgetlength(result, row, column))
        return value.withMemoryRebound(to: UInt8.self, capacity: length) {
            String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
        }
    }
}
