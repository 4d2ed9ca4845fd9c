import Civil
import Foundation
import Kernel
import TestSupport
import Testing

@testable import Postgres

/// Values survive the round trip to the server.
struct RoundTripTests {
    private func expectSame<Value: PostgresEncodable & PostgresDecodable & Equatable>(_ values: [Value]) async throws {
        let connection = try await Scratch.connection()
        for value in values {
            let back: Value = try await connection.value("SELECT \(value) AS value")
            #expect(back == value)
            let none: Value? = try await connection.query("SELECT \(Value?.none) AS value")[0]["value"]
            #expect(none == nil)
        }
    }

    @Test func integersAndTruthValues() async throws {
        try await expectSame([0, 1, -1, Int.max, Int.min])
        try await expectSame([true, false])
    }

    @Test func texts() async throws {
        try await expectSame([
            "", " ", "'", "\"", "''; DROP TABLE person; --", "\\", "\\'", "$1", "中文", "👩‍👩‍👧‍👦😀",
            "e\u{301}", "\u{10FFFF}",
            "line\nbreak\r\ttab", "NULL", String(repeating: "长", count: 100_000),
        ])
    }

    @Test func decimals() async throws {
        let texts = [
            "0", "1.5", "-1.5", "0.1", "99999999999999999999.99", "-0.000001", "12345678901234567890123456789012345678",
        ]
        try await expectSame(try texts.map { try #require(Decimal(string: $0)) })
    }

    @Test func identifiers() async throws {
        try await expectSame([UUID(), try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000000"))])
        try await expectSame([Identifier<RoundTripTests>.new()])
    }

    @Test func daysAtTheEdges() async throws {
        let texts = ["1000-01-01", "1582-10-15", "1900-02-28", "1970-01-01", "2000-02-29", "2024-12-31", "9999-12-31"]
        try await expectSame(try texts.map { try #require(Day($0)) })
    }

    @Test func daysOfTheFirstThousandYears() async throws {
        try await expectSame([
            try #require(Day(year: 1, month: 1, day: 1)), try #require(Day(year: 999, month: 12, day: 31)),
        ])
    }

    @Test func instantsToTheMicrosecond() async throws {
        let texts = [
            "2014-05-09T08:30:00.123456Z", "2014-05-09T23:59:59.999999Z", "1969-12-31T23:59:59.000001Z",
            "1921-07-23T00:00:00.000000Z", "2026-01-01T00:00:00.100000Z",
        ]
        let connection = try await Scratch.connection()
        for text in texts {
            let date = try #require(Instant.date(text))
            #expect(Instant.text(date) == text)
            let back: Date = try await connection.value("SELECT \(date) AS value")
            #expect(Instant.text(back) == text)
            // And the server has the same instant.
            let same: Bool = try await connection.value("SELECT \(date) = \(text)::timestamptz AS value")
            #expect(same)
        }
    }

    @Test func rawBytes() async throws {
        try await expectSame([Bytes([]), Bytes([0]), Bytes(0...255), Bytes([0x5C, 0x78, 0x27])])
    }

    @Test func hoursEvenOfAReversal() async throws {
        try await expectSame([0, 1, -1, 5, -5, 40, -40, 123, 99_999, 999_999, -999_999].map { Hours(tenths: $0) })
        let connection = try await Scratch.connection()
        let padded: Hours = try await connection.value("SELECT (-4.5)::numeric(6,2) AS value")
        #expect(padded == Hours(tenths: -45))
    }

    @Test func documents() async throws {
        let connection = try await Scratch.connection()
        let text = try JSONText(encoding: ["名": "a'b\"c\\d😀", "tab": "\t"])
        let back: JSONText = try await connection.value("SELECT \(text) AS value")
        let decoded = try JSONDecoder().decode([String: String].self, from: Data(back.text.utf8))
        #expect(decoded == ["名": "a'b\"c\\d😀", "tab": "\t"])
    }

    @Test func arrays() async throws {
        try await expectSame([[Int](), [1], [1, -2, Int.max]])
        try await expectSame([
            [], [""], ["NULL", "null", "", " ", "a,b", "{}", "}", "\"", "\\", "a\"b\\c", "中文", "😀", "tab\t\n"],
        ])
        try await expectSame([[true, false]])
        try await expectSame([[UUID(), UUID()]])
        try await expectSame([[try #require(Day("2014-05-09")), try #require(Day("9999-12-31"))]])
        try await expectSame([[Hours(tenths: -5), Hours(tenths: 40)]])
        try await expectSame([[Bytes([0, 255]), Bytes([])]])
    }

    @Test func arraysWithElementsThatAreNull() async throws {
        let connection = try await Scratch.connection()
        let value = NullableArray<String>(["a", nil, "NULL", ""])
        let row = try await connection.query("SELECT \(value) AS value, array_position(\(value), NULL) AS place")[0]
        #expect(row.text("value") == "{a,NULL,\"NULL\",\"\"}")
        #expect(row.text("place") == "2")
        let elements = try #require(ArrayText.elements(row.text("value") ?? ""))
        #expect(elements == ["a", nil, "NULL", ""])
        let error = #expect(throws: PostgresError.self) { try row["value"] as [String] }
        #expect(error?.decodedColumn == "value")
    }

    @Test func textThatIsNoArrayIsNil() {
        for text in ["", "{", "}", "a", "{{1},{2}}", "[0:1]={1,2}"] { #expect(ArrayText.elements(text) == nil) }
        #expect(ArrayText.elements("{}") == [])
    }

    @Test func aMismatchNamesTheColumn() async throws {
        let connection = try await Scratch.connection()
        let row = try await connection.query(
            "SELECT 'x'::text AS word, 1::bigint AS number, NULL::text AS nothing, 1.25::numeric AS hours")[0]
        let wrong = #expect(throws: PostgresError.self) { try row["word"] as Int }
        #expect(wrong?.decodedColumn == "word")
        let nothing = #expect(throws: PostgresError.self) { try row["nothing"] as String }
        #expect(nothing?.decodedColumn == "nothing")
        let missing = #expect(throws: PostgresError.self) { try row["absent"] as String }
        #expect(missing?.decodedColumn == "absent")
        let optional = #expect(throws: PostgresError.self) { try row["number"] as String? }
        #expect(optional?.decodedColumn == "number")
        let hundredths = #expect(throws: PostgresError.self) { try row["hours"] as Hours }
        #expect(hundredths?.decodedColumn == "hours")
    }
}
