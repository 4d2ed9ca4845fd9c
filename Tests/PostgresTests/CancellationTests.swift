import Foundation
import TestSupport
import Testing

@testable import Postgres

/// Cancelling a task cancels its statement, and the connection is then not reused.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct CancellationTests {
    /// Waits until the server runs the statement.
    private func running(_ process: Int, _ observer: Connection) async throws {
        try await Scratch.until {
            try await observer.number(
                """
                SELECT count(*) AS value FROM pg_stat_activity
                WHERE pid = \(process) AND state = 'active' AND query LIKE '%pg_sleep%'
                """) == 1
        }
    }

    @Test func cancellingTheCallerStopsTheStatementOnTheServer() async throws {
        let (observer, connection) = (try await Scratch.connection(), try await Scratch.connection())
        let process = await connection.serverProcess()
        let task = Task { try await connection.query("SELECT pg_sleep(25)") }
        try await running(process, observer)
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.isCancelled == true)
        try await Scratch.until {
            try await observer.number(
                "SELECT count(*) AS value FROM pg_stat_activity WHERE pid = \(process) AND state = 'active'") == 0
        }
        #expect(await !connection.isUsable())
    }

    @Test func theConnectionOfACancelledStatementIsNotReused() async throws {
        let observer = try await Scratch.connection()
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let first = try await pool.withConnection { await $0.serverProcess() }
        let task = Task { try await pool.withConnection { try await $0.query("SELECT pg_sleep(25)") } }
        try await running(first, observer)
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.isCancelled == true)
        let second = try await pool.withConnection { await $0.serverProcess() }
        #expect(second != first)
        await pool.close()
    }

    @Test func aPipelineIsCancelledAsWell() async throws {
        let (observer, connection) = (try await Scratch.connection(), try await Scratch.connection())
        let process = await connection.serverProcess()
        let task = Task { try await connection.pipeline(["SELECT 1", "SELECT pg_sleep(25)", "SELECT 2"]) }
        // pg_stat_activity shows the current statement of the pipeline.
        try await running(process, observer)
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.isCancelled == true)
    }

    @Test func anAlreadyCancelledTaskSendsNothing() async throws {
        let connection = try await Scratch.connection()
        let gate = Gate()
        let task = Task {
            await gate.wait()
            return try await connection.query("CREATE TEMP TABLE never ()")
        }
        task.cancel()
        await gate.open()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.isCancelled == true)
    }

    /// The server ignores a cancel request that arrives before the statement.
    @Test func aCancellationIsNeverLostBetweenTheSteps() async throws {
        let settings = try await Scratch.settings()
        let start = ContinuousClock.now
        for step in 0..<60 {
            let connection = try await Connection.connect(settings)
            let begun = Gate()
            let task = Task {
                await begun.open()
                return try await connection.query("SELECT pg_sleep(60)")
            }
            await begun.wait()
            for _ in 0..<step * 40 { await Task.yield() }
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.isCancelled == true)
        }
        // With a lost cancellation the statement would have slept to its end.
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test func aCancelledTransactionKeepsNothing() async throws {
        try await Scratch.database { settings in
            let observer = try await Connection.connect(settings)
            try await observer.script("CREATE TABLE kept (n integer)")
            let pool = Scratch.pool(settings, maximum: 1)
            let inserted = Gate()
            let task = Task {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("INSERT INTO kept VALUES (1)")
                    await inserted.open()
                    _ = try await transaction.query("SELECT pg_sleep(25)")
                }
            }
            await inserted.wait()
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.isCancelled == true)
            #expect(try await observer.number("SELECT count(*) AS value FROM kept") == 0)
            #expect(try await pool.number("SELECT 1::bigint AS value") == 1)
            await pool.close()
        }
    }

    @Test func aPoolRecoversFromManyCancellations() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 2)
        for round in 0..<4 {
            let tasks = (0..<8).map { _ in
                Task { try await pool.withConnection { try await $0.query("SELECT pg_sleep(8)") } }
            }
            try await Scratch.until { await pool.gauge.waiting == 6 }
            for task in round % 2 == 0 ? tasks : tasks.reversed() { task.cancel() }
            for task in tasks {
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.isCancelled == true)
            }
            #expect(await pool.gauge.waiting == 0)
            #expect(await pool.gauge.open == 0)
        }
        #expect(try await pool.number("SELECT 1::bigint AS value") == 1)
        await pool.close()
    }

    /// A process of the server that is stopped as `kill -STOP` does it, until the body is over.
    private func stopping(_ process: Int, _ body: () async throws -> Void) async throws {
        #expect(kill(pid_t(process), SIGSTOP) == 0)
        defer { kill(pid_t(process), SIGCONT) }
        try await body()
    }

    /// One that is cancelled is not waited for without an end.
    @Test func aServerProcessThatHangsIsGivenUp() async throws {
        let (observer, connection) = (try await Scratch.connection(), try await Scratch.connection())
        let process = await connection.serverProcess()
        let task = Task { try await connection.query("SELECT pg_sleep(25)") }
        try await running(process, observer)
        try await stopping(process) {
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: PostgresError.self) { try await task.value }
            #expect(start.duration(to: .now) < Canceller.grace + .seconds(4))
            #expect(await !connection.isUsable())
        }
    }

    @Test func aPoolGoesOnWithoutAServerProcessThatHangs() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let first = try await pool.withConnection { await $0.serverProcess() }
        try await stopping(first) {
            let task = Task { try await pool.transaction { _ = try await $0.query("SELECT 1") } }
            try await Scratch.until { await pool.gauge.idle == 0 }
            let start = ContinuousClock.now
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.isCancelled == true)
            #expect(start.duration(to: .now) < Canceller.grace + .seconds(4))
            #expect(await pool.gauge.open == 0)
            #expect(try await pool.withConnection { await $0.serverProcess() } != first)
        }
        await pool.close()
    }

    /// The body has failed, and its transaction cannot be rolled back.
    @Test func aRollbackThatHangsIsGivenUp() async throws {
        struct Refused: Error {}
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let first = try await pool.withConnection { await $0.serverProcess() }
        let begun = Gate()
        let task = Task {
            try await pool.transaction { transaction in
                _ = try await transaction.query("SELECT 1")
                kill(pid_t(first), SIGSTOP)
                await begun.open()
                throw Refused()
            }
        }
        await begun.wait()
        defer { kill(pid_t(first), SIGCONT) }
        try await Task.sleep(for: .milliseconds(300))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: Refused.self) { try await task.value }
        #expect(start.duration(to: .now) < Canceller.grace + .seconds(4))
        #expect(await pool.gauge.open == 0)
        await pool.close()
    }

    /// A COMMIT that was sent may have been done.
    @Test func aCommitThatHangsIsNotCalledCancelled() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let first = try await pool.withConnection { await $0.serverProcess() }
        let begun = Gate()
        let task = Task {
            try await pool.transaction { transaction in
                _ = try await transaction.query("CREATE TEMP TABLE doubtful ()")
                kill(pid_t(first), SIGSTOP)
                await begun.open()
            }
        }
        await begun.wait()
        defer { kill(pid_t(first), SIGCONT) }
        try await Task.sleep(for: .milliseconds(300))
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.isConnectionLost == true, "\(String(describing: error))")
        await pool.close()
    }

    /// An address where something takes connections and never answers.
    @Test func nobodyWhoIsCancelledWaitsForAConnection() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #expect(bind(listener, $0, length) == 0 && listen(listener, 8) == 0)
                #expect(getsockname(listener, $0, &length) == 0)
            }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        let pool = Scratch.pool(
            ConnectionSettings(
                keywords: ["host": "127.0.0.1", "port": "\(port)", "dbname": "none"], connectTimeout: .seconds(20)))
        let task = Task { try await pool.number("SELECT 1::bigint AS value") }
        try await Scratch.until { await pool.gauge.open == 1 }
        let start = ContinuousClock.now
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.isCancelled == true)
        #expect(start.duration(to: .now) < .seconds(4))
        #expect(await pool.gauge.open == 0)
    }

    @Test func aStatementThatRunsTooLongIsTheServersErrorAndTheConnectionStays() async throws {
        let settings = try await Scratch.settings().statementTimeout(.milliseconds(30))
        let connection = try await Connection.connect(settings)
        let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT pg_sleep(25)") }
        #expect(error?.state == .queryCanceled)
        #expect(await connection.isUsable())
        #expect(try await connection.number("SELECT 7::bigint AS value") == 7)
    }
}
