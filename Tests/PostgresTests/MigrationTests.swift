import Composition
import SQLFiles
import TestSupport
import Testing

@testable import Postgres

/// Migrations are applied in order, once and completely, and are never edited afterwards.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct MigrationTests {
    private func migration(_ number: Int, _ sql: String) throws -> Migration {
        try #require(Migration(path: "migrations/000\(number)-step.sql", text: sql))
    }

    private func steps() throws -> [Migration] {
        [
            try migration(1, "CREATE TABLE trace (n integer); INSERT INTO trace VALUES (1);"),
            try migration(2, "ALTER TABLE trace ADD COLUMN at text; INSERT INTO trace VALUES (2, 'x');"),
        ]
    }

    @Test func theyAreAppliedInOrderAndOnce() async throws {
        try await Scratch.database { settings in
            let connection = try await Connection.connect(settings)
            let migrator = try Migrator(try steps().reversed())
            #expect(try await migrator.status(connection).allSatisfy { $0.applied == nil })
            #expect(try await migrator.migrate(connection).map(\.number) == [1, 2])
            #expect(try await migrator.migrate(connection).isEmpty)
            #expect(try await migrator.status(connection).allSatisfy { $0.applied != nil })
            #expect(try await connection.number("SELECT count(*) AS value FROM trace") == 2)
            let locks = try await connection.number(
                "SELECT count(*) AS value FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            #expect(locks == 0)
        }
    }

    @Test func anEditedOneIsRefused() async throws {
        try await Scratch.database { settings in
            let connection = try await Connection.connect(settings)
            _ = try await Migrator(try steps()).migrate(connection)
            let edited = [try steps()[0], try migration(2, "ALTER TABLE trace ADD COLUMN other text;")]
            let error = await #expect(throws: PostgresError.self) { try await Migrator(edited).migrate(connection) }
            #expect(error?.migration == .edited("0002-step"))
        }
    }

    @Test func aNewerDatabaseIsRefused() async throws {
        try await Scratch.database { settings in
            let connection = try await Connection.connect(settings)
            _ = try await Migrator(try steps()).migrate(connection)
            let older = try Migrator([try steps()[0]])
            let error = await #expect(throws: PostgresError.self) { try await older.migrate(connection) }
            #expect(error?.migration == .unknown(2))
            // The lock is free again: another session gets it at once.
            let other = try await Connection.connect(settings.statementTimeout(.seconds(2)))
            #expect(try await Migrator(try steps()).migrate(other).isEmpty)
        }
    }

    @Test func aDeletedRecordIsNamed() async throws {
        for (deleted, name) in [(1, "0001-step"), (2, "0002-step")] {
            try await Scratch.database { settings in
                let connection = try await Connection.connect(settings)
                let migrator = try Migrator(try steps())
                _ = try await migrator.migrate(connection)
                _ = try await connection.query("DELETE FROM schema_migration WHERE number = \(deleted)")
                let error = await #expect(throws: PostgresError.self) { try await migrator.migrate(connection) }
                #expect(error?.migration == .unrecorded(name))
                #expect(try await connection.number("SELECT count(*) AS value FROM trace") == 2)
            }
        }
    }

    @Test func numbersAreWithoutGapsAndRepetition() throws {
        let steps = try steps()
        for wrong in [[steps[1]], [steps[0], steps[0]], [steps[0], try migration(3, "")]] {
            let error = #expect(throws: PostgresError.self) { try Migrator(wrong) }
            #expect(error?.migration != nil)
        }
        #expect(Migration(path: "migrations/readme.sql", text: "") == nil)
        #expect(Migration(path: "migrations/0001-a.txt", text: "") == nil)
    }

    @Test func twoMigratorsAtOnceApplyEachOnce() async throws {
        try await Scratch.database { settings in
            let migrator = try Migrator(try steps() + [try migration(3, "SELECT pg_sleep(0.1)")])
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await migrator.migrate(Connection.connect(settings)).count }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(applied.sorted() == [0, 0, 0, 3])
            let connection = try await Connection.connect(settings)
            #expect(try await connection.number("SELECT count(*) AS value FROM trace") == 2)
        }
    }

    @Test func aFailingOneIsRolledBackCompletely() async throws {
        try await Scratch.database { settings in
            let connection = try await Connection.connect(settings)
            let broken = try Migrator(try steps() + [try migration(3, "CREATE TABLE half (); SELECT 1 / 0;")])
            let error = await #expect(throws: PostgresError.self) { try await broken.migrate(connection) }
            #expect(error?.state == SQLState("22012"))
            #expect(try await connection.number("SELECT count(*) AS value FROM pg_class WHERE relname = 'half'") == 0)
            #expect(try await broken.status(connection).map { $0.applied != nil } == [true, true, false])
            let corrected = try Migrator(try steps() + [try migration(3, "CREATE TABLE half ();")])
            #expect(try await corrected.migrate(connection).map(\.number) == [3])
        }
    }

    @Test func allMigrationsOfTheProductAreApplied() async throws {
        try await Scratch.database(migrated: true) { settings in
            let status = try await Startup.migrationStatus(settings)
            #expect(status.count == SQLFiles.migrations.count)
            #expect(status.allSatisfy { $0.applied != nil })
            #expect(try await Startup.migrate(settings).isEmpty)
        }
    }
}
