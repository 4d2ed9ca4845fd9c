import ArgumentParser
import Foundation
package import Kernel

/// The argument parser's own words in the language of this run: it writes English alone, and a clerk who mistypes an
/// option must be able to read what is wrong.
package enum ParserWords {
    /// A help screen or an error of the parser.
    package static func localized(_ text: String, in language: Language) -> String {
        guard language == .chinese else { return text }
        return brackets(text).split(separator: "\n", omittingEmptySubsequences: false).map { line($0) }
            .joined(separator: "\n")
    }

    /// `(values: a, b; default: a)`, which may go over the end of a line.
    private static func brackets(_ text: String) -> String {
        text.replacing(/\((values|default|default as flag):(\s+)([^()]*)\)/) { match in
            let inside = match.3.replacing(/;\s+default(?: as flag)?:\s+/, with: "；默认：")
            return "（\(match.1 == "values" ? "可选值" : "默认")：\(inside)）"
        }
    }

    private static func line(_ line: Substring) -> String {
        var text = String(line)
        for (english, chinese) in beginnings where text.hasPrefix(english) {
            text = chinese + text.dropFirst(english.count)
        }
        for (english, chinese) in parts { text.replace(english, with: chinese) }
        for (pattern, chinese) in sentences {
            guard let match = text.firstMatch(of: pattern) else { continue }
            let values = match.output.dropFirst().map { String($0.substring ?? "") }
            let localized = values.enumerated().reduce(chinese) { $0.replacing("{\($1.offset)}", with: $1.element) }
            text.replaceSubrange(match.range, with: localized)
        }
        return text
    }

    private static let beginnings = [
        ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("Usage: ", "用法："), ("Error: ", "错误："), ("Help:  ", "说明："),
        ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "子命令："),
    ]

    private static let parts = [
        ("Show help information.", "显示帮助。"), ("Show the version.", "显示版本。"),
        ("Show subcommand help information.", "显示子命令的帮助。"), (" SUBCOMMANDS:", "子命令："),
        ("<options>", "<选项>"), ("<subcommand>", "<子命令>"),
        ("Missing required subcommand.", "缺少子命令。"),
    ]

    /// Whole sentences with the values that they quote.
    private static var sentences: [(Regex<AnyRegexOutput>, String)] {
        let patterns: [(String, String)] = [
            ("See '(.*)' for detailed help\\.", "详细说明：运行 '{0}'。"),
            ("See '(.*)' for more information\\.", "更多说明：运行 '{0}'。"),
            ("Unknown option '(.*)'\\. Did you mean '(.*)'\\?", "没有选项 '{0}'。是否指 '{1}'？"),
            ("Unknown option '(.*)'", "没有选项 '{0}'"),
            ("Missing expected argument '(.*)'", "缺少 '{0}'"),
            ("Missing value for '(.*)'", "'{0}' 缺少值"),
            ("Missing one of: (.*)", "缺少以下之一：{0}"),
            ("Unexpected argument '(.*)'", "多余的参数 '{0}'"),
            ("(\\d+) unexpected arguments: (.*)", "{0} 个多余的参数：{1}"),
            ("The option '(.*)' does not take any value, but '(.*)' was specified\\.", "选项 '{0}' 不带值，却给了 '{1}'。"),
            (
                "The value '(.*)' is invalid for '(.*)'\\. Please provide one of (.*)\\.",
                "值 '{0}' 不能用于 '{1}'，应为其中之一：{2}。"
            ),
            (
                "The value '(.*)' is invalid for '(.*)'\\. Please provide one of the following:",
                "值 '{0}' 不能用于 '{1}'，应为其中之一："
            ),
            ("The value '(.*)' is invalid for '(.*)'", "值 '{0}' 不能用于 '{1}'"),
            ("Value to be set with (.*) had already been set with (.*)", "{0} 与 {1} 重复"),
            ("Invalid option: (.*)", "无效的选项：{0}"),
        ]
        return patterns.compactMap { pattern, chinese in (try? Regex(pattern)).map { ($0, chinese) } }
    }
}
