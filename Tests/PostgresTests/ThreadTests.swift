import Postgres
import TestSupport
import Testing

/// Blocking calls of libpq run on the connections' own threads.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ThreadTests {
    private func connections(_ count: Int) async throws -> [Connection] {
        let settings = try await Scratch.settings()
        return try await withThrowingTaskGroup(of: Connection.self) { group in
            for _ in 0..<count { group.addTask { try await Connection.connect(settings) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func thirtySleepingConnectionsTakeAsLongAsOne() async throws {
        let connections = try await connections(30)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in connections {
                group.addTask { _ = try await connection.query("SELECT pg_sleep(0.3)") }
            }
            try await group.waitForAll()
        }
        #expect(start.duration(to: .now) < .seconds(2))
    }

    @Test func otherTasksRunWhileThirtyStatementsWait() async throws {
        let holder = try await Scratch.connection()
        _ = try await holder.query("SELECT pg_advisory_lock(9101)")
        let connections = try await connections(30)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in connections {
                group.addTask { _ = try await connection.query("SELECT pg_advisory_lock_shared(9101)") }
            }
            try await Scratch.until {
                try await holder.number(
                    "SELECT count(*) AS value FROM pg_locks WHERE objid = 9101 AND NOT granted") == 30
            }
            // If each waiting call blocked a cooperative thread, this would never finish.
            let sum = await withTaskGroup(of: Int.self) { others in
                for number in 1...200 {
                    others.addTask {
                        await Task.yield()
                        return number
                    }
                }
                return await others.reduce(0, +)
            }
            #expect(sum == 20_100)
            _ = try await holder.query("SELECT pg_advisory_unlock(9101)")
            try await group.waitForAll()
        }
    }
}
