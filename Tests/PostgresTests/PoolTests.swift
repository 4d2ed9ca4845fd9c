import Postgres
import TestSupport
import Testing

/// A bounded pool: who gets a connection, who waits, and who is refused.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct PoolTests {
    /// Takes a connection until the gate opens, and returns once it is taken.
    private func hold(_ pool: Pool, until gate: Gate) async -> Task<Void, any Error> {
        let taken = Gate()
        let task = Task {
            try await pool.withConnection { _ in
                await taken.open()
                await gate.wait()
            }
        }
        await taken.wait()
        return task
    }

    @Test func neverLeasesMoreThanTheMaximum() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 3)
        let leased = Counter()
        let processes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await pool.withConnection { connection in
                        leased.up()
                        let process = await connection.serverProcess()
                        _ = try await connection.query("SELECT pg_sleep(0.005)")
                        leased.down()
                        return process
                    }
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(leased.peak <= 3)
        #expect(processes.count <= 3)
        #expect(await pool.gauge.open <= 3)
        await pool.close()
        #expect(await pool.gauge.open == 0)
    }

    @Test func waitingTooLongEndsWithPoolExhausted() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1, timeout: .milliseconds(150))
        let gate = Gate()
        let holder = await hold(pool, until: gate)
        let error = await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }
        #expect(error?.isPoolExhausted == true)
        #expect(await pool.gauge.waiting == 0)
        await gate.open()
        try await holder.value
        #expect(try await pool.number("SELECT 1::bigint AS value") == 1)
        await pool.close()
    }

    @Test func aCancelledWaiterLeavesTheQueue() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let gate = Gate()
        let holder = await hold(pool, until: gate)
        let waiter = Task { try await pool.withConnection { _ in } }
        try await Scratch.until { await pool.gauge.waiting == 1 }
        waiter.cancel()
        let error = await #expect(throws: PostgresError.self) { try await waiter.value }
        #expect(error?.isCancelled == true)
        #expect(await pool.gauge.waiting == 0)
        await gate.open()
        try await holder.value
        #expect(await pool.gauge.idle == 1)
        await pool.close()
    }

    /// The first waiter is cancelled while the only connection is lost: the second must still be woken.
    @Test func aCancelledWaiterDoesNotBlockTheNext() async throws {
        let settings = try await Scratch.settings()
        for round in 0..<40 {
            let pool = Scratch.pool(settings, maximum: 1, timeout: .seconds(4))
            let (gate, taken) = (Gate(), Gate())
            let holder = Task {
                try await pool.withConnection { connection in
                    await taken.open()
                    await gate.wait()
                    // Leaves the connection in the middle of a COPY, so that it is dropped.
                    _ = try await connection.query("COPY (SELECT 1) TO STDOUT")
                }
            }
            await taken.wait()
            let first = Task { try await pool.withConnection { _ in } }
            try await Scratch.until { await pool.gauge.waiting == 1 }
            let second = Task { try await pool.number("SELECT 1::bigint AS value") }
            try await Scratch.until { await pool.gauge.waiting == 2 }
            await gate.open()
            for _ in 0..<round * 5 { await Task.yield() }
            first.cancel()
            #expect(try await second.value == 1)
            _ = await (holder.result, first.result)
            await pool.close()
        }
    }

    @Test func closingRefusesWaitersAndNewCallers() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let gate = Gate()
        let holder = await hold(pool, until: gate)
        let waiter = Task { try await pool.withConnection { _ in } }
        try await Scratch.until { await pool.gauge.waiting == 1 }
        await pool.close()
        let waiting = await #expect(throws: PostgresError.self) { try await waiter.value }
        #expect(waiting?.isPoolClosed == true)
        let late = await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }
        #expect(late?.isPoolClosed == true)
        await gate.open()
        try await holder.value
        #expect(await pool.gauge.open == 0)
    }

    @Test func anOpenTransactionIsRolledBackBeforeTheNextLease() async throws {
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        let before = try await pool.withConnection { connection in
            _ = try await connection.query("BEGIN")
            _ = try await connection.query("CREATE TEMP TABLE half_done ()")
            return await connection.serverProcess()
        }
        let after = try await pool.withConnection { await $0.serverProcess() }
        #expect(after == before)
        #expect(try await pool.number("SELECT count(*) AS value FROM pg_class WHERE relname = 'half_done'") == 0)
        await pool.close()
    }

    @Test func aMissingDatabaseIsAnErrorAndFreesItsPlace() async throws {
        let settings = try await Scratch.settings().database("no_such_database")
        let pool = Scratch.pool(settings, maximum: 1, timeout: .milliseconds(100))
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }
            #expect(error?.isConnect == true)
            #expect(await pool.gauge.open == 0)
        }
        await pool.close()
    }
}
