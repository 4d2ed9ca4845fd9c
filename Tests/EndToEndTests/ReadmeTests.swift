import Foundation
import TestSupport
import Testing

/// The sessions of the READMEs, typed as they are printed: what a newcomer copies works, and shows what the page shows.
struct ReadmeTests {
    private struct Step {
        let command: String
        let expected: [String]
    }

    /// The commands of the `console` blocks, each with the output printed below it.
    private func steps(_ file: String) throws -> [Step] {
        let text = try String(contentsOfFile: CommandRunner.repository + "/" + file, encoding: .utf8)
        var steps: [Step] = []
        var (command, output, isInside): (String?, [String], Bool) = (nil, [], false)
        func finish() {
            if let command { steps.append(Step(command: command, expected: output)) }
            (command, output) = (nil, [])
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                finish()
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                finish()
                command = String(line.dropFirst(2))
            } else if isInside, let begun = command, begun.hasSuffix("\\") {
                command = String(begun.dropLast()) + String(line.drop { $0 == " " || $0 == ">" })
            } else if isInside {
                output.append(String(line))
            }
        }
        finish()
        return steps
    }

    /// Runs all of a page in one shell, so that variables and a server in the background stay.
    private func run(_ steps: [Step], language: String, state: String) throws -> [String] {
        let port = Int.random(in: 20_000...30_000)
        var script = "export PATH=\"$DANGWU_BIN:$PATH\"\n"
        for (index, step) in steps.enumerated() {
            // Both pages run at the same time: each has a port and files of its own.
            let command = step.command.replacing("8080", with: String(port)).replacing("/tmp/", with: state + "-")
            script += "echo '@@@\(index)'\n\(command)\n"
            // A reader's next line comes when the server has printed where it serves; a busy machine takes its time.
            if command.hasPrefix("dangwu serve &") {
                let health = "http://127.0.0.1:\(port)/healthz"
                script += "for i in $(seq 600); do curl -so /dev/null \(health) && break; sleep 0.1; done\n"
            }
        }
        script += "kill $(jobs -p) 2>/dev/null\nwait\ndangwu local stop >/dev/null\n"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: CommandRunner.repository)
        var environment = ProcessInfo.processInfo.environment
        environment.merge(
            [
                "DANGWU_BIN": URL(fileURLWithPath: CommandRunner.program).deletingLastPathComponent().path,
                "DANGWU_STATE": state, "DANGWU_LANG": language, "DANGWU_THROWAWAY": "1",
                "DANGWU_HTTP_PORT": String(port), "HOME": "/tmp",
            ]) { $1 }
        process.environment = environment
        // Through a file, which cannot fill up as a pipe does.
        let path = state + ".readme"
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try #require(FileHandle(forWritingAtPath: path))
        process.standardOutput = file
        process.standardError = file
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try FileManager.default.removeItem(atPath: path)
        return text.components(separatedBy: "@@@").dropFirst().map {
            String($0.drop { $0 != "\n" }.dropFirst())
        }
    }

    /// Whether the output is what the page shows; `…` stands for any text, and on a line of its own for any lines.
    private func matches(_ output: String, _ expected: [String]) throws -> Bool {
        let pattern = expected.map { line in
            line.trimmingCharacters(in: .whitespaces) == "…"
                ? "[\\s\\S]*"
                : line.split(separator: "…", omittingEmptySubsequences: false)
                    .map { NSRegularExpression.escapedPattern(for: String($0)) }.joined(separator: ".*")
        }.joined(separator: "\n")
        let text = output.trimmingCharacters(in: .newlines)
        return try Regex("^\(pattern.replacing("\n[\\s\\S]*", with: "[\\s\\S]*"))$").wholeMatch(in: text) != nil
    }

    @Test(arguments: [("README.md", "en"), ("README.zh-CN.md", "zh-Hans")])
    func theSessionsOfThePageWork(file: String, language: String) throws {
        let steps = try steps(file)
        #expect(steps.count >= 8, "\(file) has its sessions in console blocks")
        let state = "/tmp/dangwu-readme-\(UUID().uuidString.prefix(8))"
        defer {
            let files = [
                "people.csv", "plan.json", "template.xlsx", "filled.csv", "wrong.xlsx", "official.csv",
                "secretaries.xlsx",
                "members.xlsx",
            ]
            for path in [state] + files.map({ state + "-" + $0 }) {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
        let outputs = try run(steps, language: language, state: state)
        #expect(outputs.count == steps.count)
        for (step, output) in zip(steps, outputs) {
            #expect(!output.contains("[value.") && !output.contains("rror:"), "\(step.command)\n\(output)")
            guard step.expected.contains(where: { !$0.isEmpty }) else { continue }
            #expect(
                try matches(output, step.expected.reversed().drop { $0.isEmpty }.reversed()),
                "\(step.command)\nexpected\n\(step.expected.joined(separator: "\n"))\nfound\n\(output)")
        }
    }

    @Test func thePagesAreShort() throws {
        for file in ["README.md", "README.zh-CN.md"] {
            let text = try String(contentsOfFile: CommandRunner.repository + "/" + file, encoding: .utf8)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 134, "\(file)")
        }
    }
}
