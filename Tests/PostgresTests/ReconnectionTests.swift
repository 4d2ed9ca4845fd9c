import Foundation
import LocalPostgres
import Postgres
import TestSupport
import Testing

/// A pool survives restarts of the server.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ReconnectionTests {
    /// Uses every connection of the pool at once.
    private func fill(_ pool: Pool, _ count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask { try await pool.withConnection { _ = try await $0.query("SELECT pg_sleep(0.05)") } }
            }
            try await group.waitForAll()
        }
    }

    @Test func aPoolRecoversWhenAllItsConnectionsWereTerminated() async throws {
        try await Scratch.database { settings in
            let pool = Scratch.pool(settings, maximum: 6)
            try await fill(pool, 6)
            #expect(await pool.gauge.idle >= 2)
            let killer = try await Scratch.connection()
            let name = settings.keywords["dbname"] ?? ""
            _ = try await killer.query(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = \(name)")
            try await fill(pool, 6)
            #expect(try await pool.read(["SELECT 1"]).count == 1)
            #expect(try await pool.transaction { try await $0.query("SELECT 1").count } == 1)
            #expect(await pool.gauge.open <= 6)
            await pool.close()
        }
    }

    @Test func aTerminatedConnectionIsDistinguishedFromAServerError() async throws {
        let (connection, killer) = (try await Scratch.connection(), try await Scratch.connection())
        let process = await connection.serverProcess()
        _ = try await killer.query("SELECT pg_terminate_backend(\(process)::integer, 5000)")
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
            #expect(error?.isConnectionLost == true)
            let piped = await #expect(throws: PostgresError.self) { try await connection.pipeline(["SELECT 1"]) }
            #expect(piped?.isConnectionLost == true)
        }
    }

    @Test func aPoolSurvivesARestartOfTheServer() async throws {
        let folder = "/tmp/dangwu-own-\(UUID().uuidString)"
        let server = try LocalServer(folder: folder, throwaway: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await server.start()
        do {
            let pool = Scratch.pool(server.owner(database: "postgres"), maximum: 2)
            try await fill(pool, 2)
            try await server.stop()
            // Requested while the server is down; answered when it is back, before the deadline.
            let early = Task { try await pool.number("SELECT 41::bigint AS value") }
            try await Scratch.until { await pool.gauge.idle == 0 }
            try await server.start()
            #expect(try await early.value == 41)
            #expect(try await pool.number("SELECT 42::bigint AS value") == 42)
            await pool.close()
            try await server.stop(immediately: true)
        } catch {
            _ = try? await server.stop(immediately: true)
            throw error
        }
    }
}
