import ArgumentParser
import Foundation
import Program
import TestSupport
import Testing

/// The commands in the scripts of the installation archive are commands of the program.
struct ScriptCommandTests {
    /// An upgrade asked for a backup with an argument that the command does not have, and stopped.
    @Test func commandsOfTheScriptsAreUnderstood() throws {
        let folder = CommandRunner.repository + "/Tools/dist"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".sh") || $0.hasSuffix(".service") }
        var found = 0
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            for line in text.split(separator: "\n") where !line.contains("echo") && !line.hasPrefix("#") {
                guard let call = line.firstMatch(of: /bin\/dangwu"? ([a-z][^&|>;]*)/) else { continue }
                let words = call.1.replacing("\"", with: "").split(separator: " ").map(String.init)
                guard words.first != "--version", words.contains("--help") == false else { continue }
                found += 1
                #expect(throws: Never.self, "\(name): \(words)") { _ = try DangwuCommand.parseAsRoot(words) }
            }
        }
        #expect(found >= 5)
    }
}
