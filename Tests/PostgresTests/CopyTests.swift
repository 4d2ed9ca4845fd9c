import Foundation
import TestSupport
import Testing

@testable import Postgres

/// COPY in both directions, and its text format.
@Suite(.timeLimit(.minutes(1)))
struct CopyTests {
    private struct Broken: Error {}

    private static let words = [
        "plain", "", "tab\there", "line\nbreak", "return\rhere", "back\\slash", "\\N", "\\.", "中文，学时", "😀",
        "a\\tb", "'\";--",
    ]

    private func table() async throws -> Connection {
        let connection = try await Scratch.connection()
        try await connection.script("CREATE TEMP TABLE word (n bigint, text text)")
        return connection
    }

    private func rows(_ count: Int) -> [UInt8] {
        var text = CopyText()
        for number in 0..<count {
            text.value(number)
            text.value("第\(number)行")
            text.endRow()
        }
        return text.bytes
    }

    @Test func everyCharacterSurvivesCopyIn() async throws {
        let connection = try await table()
        var text = CopyText(reserving: 100)
        for (number, word) in Self.words.enumerated() {
            text.value(number)
            text.value(word)
            text.endRow()
        }
        text.value(Self.words.count)
        text.value(String?.none)
        text.endRow()
        #expect(try await connection.copyIn("COPY word FROM STDIN", bytes: text.bytes) == Self.words.count + 1)
        let back = try await connection.query("SELECT text FROM word ORDER BY n")
        let read: [String?] = try back.map { try $0["text"] }
        #expect(read == Self.words + [nil])
    }

    @Test func copyTextWritesTheEscapesOfTheManual() {
        var text = CopyText()
        text.value("a\tb\\c\n")
        text.value(Int?.none)
        text.value("")
        text.value(true)
        text.endRow()
        #expect(String(decoding: text.bytes, as: UTF8.self) == "a\\tb\\\\c\\n\t\\N\t\tt\n")
    }

    @Test func chunksMayBeCutAnywhere() async throws {
        let connection = try await table()
        let bytes = rows(500)
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            // Cuts inside characters and rows; an empty chunk has no meaning.
            for start in stride(from: 0, to: bytes.count, by: 7) {
                continuation.yield(Array(bytes[start..<min(start + 7, bytes.count)]))
                continuation.yield([])
            }
            continuation.finish()
        }
        #expect(try await connection.copyIn("COPY word FROM STDIN", chunks: chunks) == 500)
        #expect(try await connection.number("SELECT count(DISTINCT text) AS value FROM word") == 500)
    }

    @Test func aFailingSourceKeepsNothing() async throws {
        let connection = try await table()
        let bytes = rows(2000)
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(bytes)
            continuation.finish(throwing: Broken())
        }
        await #expect(throws: Broken.self) { try await connection.copyIn("COPY word FROM STDIN", chunks: chunks) }
        #expect(try await connection.number("SELECT count(*) AS value FROM word") == 0)
        #expect(await connection.isUsable())
    }

    /// A stream simply ends when its reader is cancelled; the incomplete data must not be committed.
    @Test func aCancelledCopyKeepsNothing() async throws {
        try await Scratch.database { settings in
            let observer = try await Connection.connect(settings)
            try await observer.script("CREATE TABLE word (n bigint, text text)")
            let connection = try await Connection.connect(settings)
            let (chunks, source) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
            source.yield(rows(10))
            let task = Task { try await connection.copyIn("COPY word FROM STDIN", chunks: chunks) }
            let process = await connection.serverProcess()
            try await Scratch.until {
                try await observer.number(
                    "SELECT count(*) AS value FROM pg_stat_activity WHERE pid = \(process) AND query LIKE 'COPY%'") == 1
            }
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.isCancelled == true)
            #expect(try await observer.number("SELECT count(*) AS value FROM word") == 0)
        }
    }

    @Test func aBadRowIsTheServersErrorAndKeepsNothing() async throws {
        let connection = try await table()
        let bad = rows(10) + Array("eleven\tx\n".utf8)
        let error = await #expect(throws: PostgresError.self) {
            try await connection.copyIn("COPY word FROM STDIN", bytes: bad)
        }
        #expect(error?.state == SQLState("22P02"))
        #expect(try await connection.number("SELECT count(*) AS value FROM word") == 0)
        #expect(await connection.isUsable())
    }

    @Test func aNulCharacterIsRefusedByTheServer() async throws {
        let connection = try await table()
        var text = CopyText()
        text.value(1)
        text.value("a\0b")
        text.endRow()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.copyIn("COPY word FROM STDIN", bytes: text.bytes)
        }
        #expect(error?.state == SQLState("22021"))
    }

    @Test func nothingIsCopiedFromNothing() async throws {
        let connection = try await table()
        #expect(try await connection.copyIn("COPY word FROM STDIN", bytes: []) == 0)
    }

    @Test func rowsAreCopiedOutUnchanged() async throws {
        let connection = try await table()
        let bytes = rows(20_000)
        _ = try await connection.copyIn("COPY word FROM STDIN", bytes: bytes)
        let (collector, chunks) = (Collector(), Counter())
        try await connection.copyOut("COPY (SELECT * FROM word ORDER BY n) TO STDOUT") { chunk in
            chunks.up()
            await collector.add(chunk)
        }
        #expect(await collector.bytes == bytes)
        // In several chunks.
        #expect(chunks.value > 3)
        #expect(await connection.isUsable())
    }

    @Test func anErrorWhileCopyingOutIsReported() async throws {
        let connection = try await Scratch.connection()
        let error = await #expect(throws: PostgresError.self) {
            let sql = "COPY (SELECT 1 / (900 - n) FROM generate_series(1, 1000) n) TO STDOUT"
            try await connection.copyOut(sql) { _ in }
        }
        #expect(error?.state == SQLState("22012"))
        #expect(try await connection.number("SELECT 1::bigint AS value") == 1)
    }

    @Test func anotherStatementThanCopyIsMisuse() async throws {
        let connection = try await Scratch.connection()
        let into = await #expect(throws: PostgresError.self) { try await connection.copyIn("SELECT 1", bytes: []) }
        #expect(into?.isMisuse == true)
        let out = await #expect(throws: PostgresError.self) { try await connection.copyOut("SELECT 1") { _ in } }
        #expect(out?.isMisuse == true)
        #expect(await connection.isUsable())
    }
}

private actor Collector {
    var bytes: [UInt8] = []
    func add(_ chunk: [UInt8]) { bytes += chunk }
}
