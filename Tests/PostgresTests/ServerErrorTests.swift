import TestSupport
import Testing

@testable import Postgres

/// Refusals of the server arrive as values; input never becomes SQL.
struct ServerErrorTests {
    private func table() async throws -> Connection {
        let connection = try await Scratch.connection()
        try await connection.script(
            """
            CREATE TEMP TABLE host (id bigint CONSTRAINT host_pk PRIMARY KEY);
            CREATE TEMP TABLE guest (
                id bigint CONSTRAINT guest_unique UNIQUE, name text NOT NULL CONSTRAINT guest_named CHECK (name <> ''),
                host bigint CONSTRAINT guest_host REFERENCES host, stay daterange,
                CONSTRAINT guest_stay EXCLUDE USING gist (stay WITH &&));
            INSERT INTO host VALUES (1);
            INSERT INTO guest VALUES (1, 'a', 1, '[2014-01-01,2014-02-01)');
            """)
        return connection
    }

    private func refused(_ statement: Statement, _ connection: Connection) async throws -> ServerError {
        let error = await #expect(throws: PostgresError.self) { try await connection.query(statement) }
        #expect(await connection.isUsable())
        return try #require(error?.server)
    }

    @Test func aBrokenConstraintIsNamed() async throws {
        let connection = try await table()
        let unique = try await refused("INSERT INTO guest VALUES (\(1), \("b"))", connection)
        #expect(unique.state == .uniqueViolation)
        #expect(unique.constraint == "guest_unique")
        #expect(unique.table == "guest")
        #expect(unique.detail == "Key (id)=(1) already exists.")
        #expect(unique.message.contains("duplicate key"))
        let check = try await refused("INSERT INTO guest VALUES (\(2), \(""))", connection)
        #expect(check.state == .checkViolation)
        #expect(check.constraint == "guest_named")
        let foreign = try await refused("INSERT INTO guest VALUES (\(2), \("b"), \(9))", connection)
        #expect(foreign.state == .foreignKeyViolation)
        #expect(foreign.constraint == "guest_host")
        let exclusion = try await refused(
            "INSERT INTO guest VALUES (\(2), \("b"), \(1), daterange('2014-01-15', '2014-03-01'))", connection)
        #expect(exclusion.state == .exclusionViolation)
        #expect(exclusion.constraint == "guest_stay")
        let null = try await refused("INSERT INTO guest VALUES (\(2), \(String?.none))", connection)
        #expect(null.state == .notNullViolation)
        #expect(null.column == "name")
    }

    @Test func aHintIsIncluded() async throws {
        let error = try await refused("SELECT substr(\(1), \("x"))", try await Scratch.connection())
        #expect(error.state == SQLState("42883"))
        #expect(error.hint?.isEmpty == false)
    }

    @Test func interpolatedValuesNeverBecomeSQL() async throws {
        let connection = try await table()
        let nasty = [
            "'; DROP TABLE guest; --", "\"; DROP TABLE guest", "$1", "\\'; DROP TABLE guest --", "$$", "*/", "E'\\''",
        ]
        for (index, text) in nasty.enumerated() {
            let statement: Statement = "INSERT INTO guest (id, name) VALUES (\(100 + index), \(text))"
            #expect(!statement.sql.contains("DROP"))
            #expect(statement.parameters.count == 2)
            _ = try await connection.query(statement)
        }
        let names: [String] = try await connection.value(
            "SELECT array_agg(name ORDER BY id) AS value FROM guest WHERE id >= 100")
        #expect(names == nasty)
        let (array, document) = (nasty, JSONText("[\"'; DROP TABLE guest; --\"]"))
        let both: Statement = "SELECT \(array) AS a, \(document) AS b"
        #expect(both.sql == "SELECT $1 AS a, $2 AS b")
    }

    @Test func aTextWithNulIsRefusedBeforeItIsTruncated() async throws {
        let connection = try await Scratch.connection()
        let one = try await refused("SELECT \("a\0b") AS value", connection)
        #expect(one.state == SQLState("22021"))
        let array = try await refused("SELECT \(["a", "b\0"]) AS value", connection)
        #expect(array.state == SQLState("22021"))
        let piped = await #expect(throws: PostgresError.self) {
            try await connection.pipeline(["SELECT 1", "SELECT \("\0") AS value"])
        }
        #expect(piped?.state == SQLState("22021"))
        #expect(await connection.isUsable())
    }

    @Test func aStatementWithNulIsRefusedBeforeItIsTruncated() async throws {
        let connection = try await Scratch.connection()
        let cut = try await refused(Statement(sql: "SELECT 1\0 / 0"), connection)
        #expect(cut.state == SQLState("22021"))
        let script = await #expect(throws: PostgresError.self) { try await connection.script("SELECT 1;\0 SELECT 2") }
        #expect(script?.state == SQLState("22021"))
    }

    @Test func wrongNumbersOfValuesAreErrorsNotCrashes() async throws {
        let connection = try await Scratch.connection()
        let two = Statement(sql: "SELECT $1::text, $2::text", parameters: ["x".parameter])
        let few = try await refused(two, connection)
        #expect(few.state == SQLState("08P01"))
        let untyped = Statement(sql: "SELECT $1::bigint AS value", parameters: [Parameter("5")])
        #expect(try await connection.number(untyped) == 5)
    }

    @Test func noDatabaseIsAnErrorThatSaysSo() async throws {
        let settings = try await Scratch.settings().database("no_such_database")
        let error = await #expect(throws: PostgresError.self) { try await Connection.connect(settings) }
        guard case .connect(let message) = error else {
            Issue.record("not an error of connecting")
            return
        }
        #expect(message.contains("no_such_database"))
    }

    @Test func aSingleRowIsOneOrNoneAndMoreIsAnError() async throws {
        let connection = try await Scratch.connection()
        #expect(try await connection.query("SELECT 1 WHERE false").single == nil)
        #expect(try await connection.query("SELECT 1 AS one").single?["one"] == 1)
        let two = try await connection.query("SELECT 1 FROM generate_series(1, 2)")
        let error = #expect(throws: PostgresError.self) { try two.single }
        guard case .misuse(let message) = error else {
            Issue.record("not an error of use")
            return
        }
        #expect(message.contains("2 rows"))
    }

    @Test func resultsHaveColumnsAndAffectedRows() async throws {
        let connection = try await Scratch.connection()
        let rows = try await connection.query("SELECT 1 AS one, 2 AS two")
        #expect(rows.columns == ["one", "two"])
        try await connection.script("CREATE TEMP TABLE tally (n integer)")
        #expect(try await connection.query("INSERT INTO tally SELECT generate_series(1, 7)").affected == 7)
    }
}
