import Crypto
package import Foundation

/// A numbered step of the schema, applied once and never edited afterwards.
package struct Migration: Sendable, Hashable {
    package let number: Int
    package let name: String
    package let sql: String

    /// Nil unless the file is called `NNNN-name.sql`.
    package init?(path: String, text: String) {
        let file = path.split(separator: "/").last ?? ""
        guard file.hasSuffix(".sql"), let dash = file.firstIndex(of: "-"), let number = Int(file[..<dash]) else {
            return nil
        }
        self.number = number
        name = String(file.dropLast(4))
        sql = text
    }

    /// SHA-256 of the text in hex.
    package var checksum: String {
        SHA256.hash(data: Data(sql.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Applies migrations in order, each in a transaction, under an advisory lock that lets one program at a time migrate.
package struct Migrator: Sendable {
    package struct Status: Sendable {
        package let migration: Migration
        package let applied: Date?
    }

    private let migrations: [Migration]

    package init(_ migrations: [Migration]) throws(PostgresError) {
        let sorted = migrations.sorted { $0.number < $1.number }
        for (index, migration) in sorted.enumerated() where migration.number != index + 1 {
            throw .migration(.numbering(migration.number))
        }
        self.migrations = sorted
    }

    /// Key of the advisory lock, "dangwu" in ASCII.
    private static let lock = 0x6461_6E67_7775

    /// Something of that name is there already.
    private static let thereAlready: Set<SQLState> = [
        .duplicateTable, .duplicateColumn, .duplicateFunction, .duplicateObject,
    ]

    /// - Returns: the migrations applied now.
    package func migrate(_ connection: Connection) async throws -> [Migration] {
        _ = try await connection.query("SELECT pg_advisory_lock(\(Self.lock))")
        do {
            let applied = try await applyPending(connection)
            _ = try await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
            return applied
        } catch {
            // If this fails as well, the lock ends with the session.
            _ = try? await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
            throw error
        }
    }

    private func applyPending(_ connection: Connection) async throws -> [Migration] {
        try await connection.script(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                number integer CONSTRAINT schema_migration_pk PRIMARY KEY,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """)
        let pending = try await status(connection).filter { $0.applied == nil }.map(\.migration)
        for migration in pending {
            try await connection.transaction { transaction in
                do {
                    try await transaction.connection.script(migration.sql)
                } catch let error as PostgresError {
                    guard let state = error.server?.state, Self.thereAlready.contains(state) else { throw error }
                    throw PostgresError.migration(.unrecorded(migration.name))
                }
                _ = try await transaction.query(
                    """
                    INSERT INTO schema_migration (number, name, checksum)
                    VALUES (\(migration.number)::integer, \(migration.name), \(migration.checksum))
                    """)
            }
        }
        return pending
    }

    /// Every migration of the executable and when it was applied.
    /// - Throws: `.migration` when an applied one was edited, is unknown here, or its record is gone.
    package func status(_ connection: Connection) async throws -> [Status] {
        let exists = try await connection.query("SELECT to_regclass('schema_migration') IS NOT NULL AS exists")
        guard try exists[0]["exists"] == true else { return migrations.map { Status(migration: $0, applied: nil) } }
        let rows = try await connection.query(
            "SELECT number, checksum, applied_at FROM schema_migration ORDER BY number")
        var applied: [Int: Date] = [:]
        for row in rows {
            let number: Int = try row["number"]
            guard let migration = migrations.first(where: { $0.number == number }) else {
                throw PostgresError.migration(.unknown(number))
            }
            guard try row["checksum"] == migration.checksum else {
                throw PostgresError.migration(.edited(migration.name))
            }
            applied[number] = try row["applied_at"]
        }
        let newest = applied.keys.max() ?? 0
        if let gap = migrations.first(where: { $0.number < newest && applied[$0.number] == nil }) {
            throw PostgresError.migration(.unrecorded(gap.name))
        }
        return migrations.map { Status(migration: $0, applied: applied[$0.number]) }
    }
}
