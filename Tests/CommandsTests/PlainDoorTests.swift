import Foundation
import TestSupport
import Testing

/// Doors of recruitment and notices only pass on: no body of their own, no range, no identifier that has to be known,
/// and no command that writes in silence.
struct PlainDoorTests {
    private static let folders = ["API/Recruitment", "API/Notices", "Commands/Recruitment", "Commands/Notices"]

    private func sources(_ folder: String) throws -> [(path: String, text: String)] {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources/" + folder)
        return try FileManager.default.contentsOfDirectory(at: base, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }
            .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test(arguments: folders) func nothingIsCheckedOrSpelledAgain(folder: String) throws {
        let forbidden = [
            "Plausible", "AppError", ".invalidValue", "UUID", "Identifier<", "Codable", "JSONSerialization",
            "JSONEncoder",
            "JSONDecoder", "Listing", ".word(", "DoneBody", "ListBody", "PageBody", "session.scope(", "rule.rules",
        ]
        let sources = try sources(folder)
        #expect(!sources.isEmpty)
        for (path, text) in sources {
            for word in forbidden { #expect(!text.contains(word), "\(path): \(word)") }
        }
    }

    /// A command that writes prints the sentence of its outcome, or with `--format json` the outcome itself.
    @Test(arguments: ["Commands/Recruitment", "Commands/Notices"]) func noWriteIsSilent(folder: String) throws {
        var writes = 0
        for (path, text) in try sources(folder) {
            for command in text.components(separatedBy: ": SessionCommand {").dropFirst() {
                let isRead = command.contains("route = \"GET /")
                let shows = command.contains("try shape.report(") || command.contains(" shape.show(")
                #expect(shows, "\(path): a command without an answer")
                if !isRead { writes += 1 }
            }
        }
        #expect(writes > 0)
    }
}
