import Foundation
import Kernel
import TestSupport
import Testing

@testable import Commands

/// The help screens of every command in both languages, as golden files: what a person reads is reviewed like code.
struct HelpGoldenTests {
    @Test(arguments: ["en", "zh-Hans"])
    func helpScreensAreAsReviewed(language: String) async throws {
        let commands = DoorsTests.commands().map(\.words)
        let runner = CommandRunner()
        var screens: [Int: String] = [:]
        // A few processes at a time.
        for start in stride(from: 0, to: commands.count, by: 4) {
            try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for index in start..<min(start + 4, commands.count) {
                    group.addTask {
                        let outcome = try await runner.run(commands[index] + ["--help", "--lang", language])
                        return (index, outcome.output)
                    }
                }
                for try await (index, screen) in group { screens[index] = screen }
            }
        }
        var text = ""
        for (index, words) in commands.enumerated() {
            let screen = screens[index] ?? ""
            #expect(!screen.isEmpty, "dangwu \(words.joined(separator: " "))")
            text += "$ dangwu \(words.joined(separator: " ")) --help\n" + screen + "\n"
            if language == "zh-Hans" {
                for word in ["OVERVIEW", "USAGE", "OPTIONS:", "ARGUMENTS:", "Show help", "(default:", "(values:"] {
                    #expect(!screen.contains(word), "dangwu \(words.joined(separator: " ")): \(word)")
                }
            }
        }
        try expectGolden(text, "help.\(language).txt")
    }

    @Test(arguments: [
        ("Error: Unknown option '--scop'. Did you mean '--scope'?", "错误：没有选项 '--scop'。是否指 '--scope'？"),
        ("Error: Missing expected argument '<id>'", "错误：缺少 '<id>'"),
        ("Error: Missing value for '--as-of <as-of>'", "错误：'--as-of <as-of>' 缺少值"),
        (
            "Error: The value 'x' is invalid for '--by <by>'. Please provide one of 'field', 'kind' and 'child'.",
            "错误：值 'x' 不能用于 '--by <by>'，应为其中之一：'field', 'kind' and 'child'。"
        ),
        ("  See 'dangwu overdue --help' for more information.", "  更多说明：运行 'dangwu overdue --help'。"),
    ])
    func theParsersErrorsAreChinese(english: String, chinese: String) {
        #expect(ParserWords.localized(english, in: .chinese) == chinese)
        #expect(ParserWords.localized(english, in: .english) == english)
    }
}
