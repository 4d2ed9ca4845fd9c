import Civil
import Kernel
import Postgres
import Testing
import Wire

/// Rows read as values: every kind of member, and each way in which a statement can fail to fit.
struct RowDecoderTests {
    enum Colour: String, Codable { case red, blue }

    struct Line: Codable, Equatable {
        let id: Identifier<Line>
        let name: Text
        let dueOn: Day
        let colour: Colour
        let at: Moment
        let seats: Int
        let keys: [String]
        let isOpen: Bool
        let until: Day?
        let note: Text?
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ columns: String) async throws -> [Value] {
        let connection = try await Scratch.connection()
        return try await connection.query(Statement(sql: "SELECT " + columns)).map { try $0.value(type) }
    }

    private static let columns = """
        '00000000-0000-0000-0000-000000000001'::uuid AS id, '甲'::text AS name_zh, 'A'::text AS name_en,
        date '2014-05-09' AS due_on, 'blue'::text AS colour, timestamptz '2014-05-09 08:30:00+00' AS at, 3 AS seats,
        ARRAY['a', 'b']::text[] AS keys, true AS is_open
        """

    @Test func everyKindOfMember() async throws {
        let lines = try await read(
            Line.self, Self.columns + ", NULL::date AS until, NULL::text AS note_zh, NULL::text AS note_en")
        let line = try #require(lines.first)
        #expect(line.name == Text(zh: "甲", en: "A"))
        #expect(line.dueOn == Day("2014-05-09"))
        #expect(line.colour == .blue)
        #expect(line.at.description == "2014-05-09T08:30:00.000000Z")
        #expect(line.seats == 3 && line.keys == ["a", "b"] && line.isOpen)
        #expect(line.until == nil && line.note == nil)
        let full = try await read(
            Line.self, Self.columns + ", date '2015-01-01' AS until, '乙'::text AS note_zh, 'B'::text AS note_en")
        #expect(full.first?.until == Day("2015-01-01") && full.first?.note?.chinese == "乙")
    }

    /// A missing column is not an absent value, even for a member that may be absent.
    @Test(arguments: [
        ("until", ", NULL::text AS note_zh, NULL::text AS note_en"),
        ("note", ", NULL::date AS until"),
    ])
    func aMissingColumnIsAnError(column: String, rest: String) async throws {
        await #expect {
            _ = try await read(Line.self, Self.columns + rest)
        } throws: { error in
            guard case PostgresError.decode(let name, _, _) = error else { return false }
            return name == column
        }
    }

    struct Seats: Codable { let seats: Int }
    struct Coloured: Codable { let colour: Colour }

    @Test func aWrongTypeNULLAndAnUnknownWordAreErrors() async throws {
        await #expect(throws: PostgresError.self) { _ = try await read(Seats.self, "'3'::text AS seats") }
        await #expect(throws: PostgresError.self) { _ = try await read(Seats.self, "NULL::integer AS seats") }
        await #expect(throws: (any Error).self) { _ = try await read(Coloured.self, "'green'::text AS colour") }
    }
}
