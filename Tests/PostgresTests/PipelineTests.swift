import TestSupport
import Testing

@testable import Postgres

/// Many statements in one round trip.
struct PipelineTests {
    private func echo(_ number: Int) -> Statement { "SELECT \(number) AS value" }

    @Test func resultsHaveTheOrderOfTheStatements() async throws {
        let connection = try await Scratch.connection()
        let results = try await connection.pipeline((0..<300).map(echo))
        #expect(try results.map { try $0[0]["value"] as Int } == Array(0..<300))
        // The same text again, now prepared.
        let again = try await connection.pipeline([echo(5), echo(6)])
        #expect(try again.map { try $0[0]["value"] as Int } == [5, 6])
        #expect(try await connection.pipeline([]).isEmpty)
    }

    @Test func anErrorInTheMiddleIsReportedAndTheConnectionStaysUsable() async throws {
        let connection = try await Scratch.connection()
        let failing: [Statement] = [
            "CREATE TEMP TABLE note (n bigint)", "INSERT INTO note VALUES (\(1))", "SELECT \(1) / \(0) AS value",
            "SELECT no_such FROM note", echo(4),
        ]
        let error = await #expect(throws: PostgresError.self) { try await connection.pipeline(failing) }
        #expect(error?.state == SQLState("22012"))
        #expect(await connection.isUsable())
        // Outside a transaction they form one, which was rolled back.
        #expect(try await connection.number("SELECT count(*) AS value FROM pg_class WHERE relname = 'note'") == 0)
        #expect(try await connection.pipeline([echo(1), echo(2)]).count == 2)
        #expect(try await connection.number("SELECT \(1) / \(1) AS value") == 1)
    }

    @Test func aSyntaxErrorIsReportedToo() async throws {
        let connection = try await Scratch.connection()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.pipeline([echo(1), "SELEKT 2", "SELECT \("later") AS value"])
        }
        #expect(error?.state == SQLState("42601"))
        // Statements before and after the broken one can be prepared and run under the same names.
        let rows = try await connection.pipeline([echo(1), "SELECT \("later") AS value", "SELECT 3::bigint AS value"])
        #expect(rows.map { $0[0].text("value") } == ["1", "later", "3"])
    }

    @Test func anErrorInsideATransactionDoesNotEndIt() async throws {
        let connection = try await Scratch.connection()
        await #expect(throws: PostgresError.self) {
            try await connection.transaction { transaction in
                try await transaction.pipeline(["CREATE TEMP TABLE inner_note ()", "SELECT 1 / 0"])
            }
        }
        #expect(await connection.isUsable())
    }

    @Test func bigAnswersDoNotBlockBigQuestions() async throws {
        let connection = try await Scratch.connection()
        let word = String(repeating: "党", count: 20_000)
        let results = try await connection.pipeline((0..<150).map { _ in "SELECT \(word) AS value" })
        #expect(try results.allSatisfy { try $0[0]["value"] == word })
    }

    @Test func statementsBeyondThePreparedLimitStillRun() async throws {
        let connection = try await Scratch.connection()
        for number in 0..<300 {
            _ = try await connection.query(Statement(sql: "SELECT \(number)::bigint AS value"))
        }
        let rest = try await connection.pipeline((300..<450).map { Statement(sql: "SELECT \($0)::bigint AS value") })
        #expect(try rest.map { try $0[0]["value"] as Int } == Array(300..<450))
        #expect(try await connection.number("SELECT 449::bigint AS value") == 449)
        #expect(try await connection.number("SELECT count(*) AS value FROM pg_prepared_statements") == 400)
    }

    @Test func readingRunsUnderThePreludeInOneReadOnlyTransaction() async throws {
        let pool = Scratch.pool(try await Scratch.settings())
        let prelude: [Statement] = ["SELECT set_config('app.test', \("yes"), true)"]
        let rows = try await pool.read(prelude: prelude, ["SELECT current_setting('app.test') AS value", echo(2)])
        #expect(rows.map { $0[0].text("value") } == ["yes", "2"])
        let error = await #expect(throws: PostgresError.self) {
            try await pool.read(["CREATE TABLE never_made ()"])
        }
        #expect(error?.state == SQLState("25006"))
        await pool.close()
    }

    @Test func aStreamDeliversEveryRowInBatches() async throws {
        let connection = try await Scratch.connection()
        let (seen, batches) = (Counter(), Counter())
        try await connection.stream("SELECT generate_series(1, \(1000)) AS value", batch: 300) { rows in
            batches.up()
            for row in rows {
                let value: Int = try row["value"]
                #expect(seen.up() == value)
            }
        }
        #expect(seen.value == 1000)
        #expect(batches.value == 4)
        #expect(await connection.isUsable())
    }

    @Test func anErrorInTheMiddleOfAStreamLeavesTheConnectionUsable() async throws {
        let connection = try await Scratch.connection()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.stream("SELECT 1 / (500 - n) FROM generate_series(1, 1000) AS n", batch: 100) { _ in }
        }
        #expect(error?.state == SQLState("22012"))
        #expect(await connection.isUsable())
        #expect(try await connection.number("SELECT 1::bigint AS value") == 1)
    }

    @Test func aStreamWhoseReaderFailsCostsThePoolOnlyThatConnection() async throws {
        struct Enough: Error {}
        let pool = Scratch.pool(try await Scratch.settings(), maximum: 1)
        await #expect(throws: Enough.self) {
            try await pool.withConnection { connection in
                try await connection.stream("SELECT generate_series(1, 100000)") { _ in throw Enough() }
            }
        }
        #expect(try await pool.number("SELECT 1::bigint AS value") == 1)
        await pool.close()
    }
}
