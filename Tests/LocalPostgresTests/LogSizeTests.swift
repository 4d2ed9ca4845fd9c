import Foundation
import Testing

@testable import LocalPostgres

/// The private cluster's log does not grow forever.
struct LogSizeTests {
    @Test func aLargeLogIsEmptiedAndItsEndStays() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/dangwu-log-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (server, log) = (try LocalServer(folder: folder), folder + "/postgres.log")
        #expect(!server.trimLog(above: 1000))
        let lines = (0..<1000).map { "line \($0)\n" }.joined()
        try lines.write(toFile: log, atomically: false, encoding: .utf8)
        #expect(!server.trimLog(above: lines.utf8.count))
        // The server has the file open and goes on at its end, wherever that is.
        let handle = FileHandle(fileDescriptor: open(log, O_WRONLY | O_APPEND), closeOnDealloc: true)
        #expect(server.trimLog(above: 500))
        try handle.write(contentsOf: Data("after\n".utf8))
        #expect(try String(contentsOfFile: log, encoding: .utf8) == "after\n")
        let old = try String(contentsOfFile: log + ".1", encoding: .utf8)
        #expect(old.utf8.count == 500 && old.hasSuffix("line 999\n"))
        var found = stat()
        #expect(stat(log + ".1", &found) == 0 && found.st_mode & 0o077 == 0)
        // Once more: one former log, not many. A link is not followed.
        try lines.write(toFile: log, atomically: false, encoding: .utf8)
        #expect(server.trimLog(above: 500))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files == ["postgres.log", "postgres.log.1"])
        try FileManager.default.removeItem(atPath: log)
        try FileManager.default.createSymbolicLink(atPath: log, withDestinationPath: log + ".1")
        #expect(!server.trimLog(above: 10))
    }
}
