import Foundation
package import Kernel

/// The language of this run: `--lang` wherever it stands, else `DANGWU_LANG`, `LC_ALL`, `LC_MESSAGES` or `LANG`, else
/// Chinese.
///
/// Read before the arguments are parsed, since the help texts are in it too.
package enum CommandLanguage {
    package static let current = choose(CommandLine.arguments, ProcessInfo.processInfo.environment)

    package static func choose(_ arguments: [String], _ environment: [String: String]) -> Language {
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count, let language = Language(tag: arguments[index + 1]) {
                return language
            }
            if argument.hasPrefix("--lang="), let language = Language(tag: String(argument.dropFirst(7))) {
                return language
            }
        }
        for name in ["DANGWU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            // A locale of C says nothing about the person.
            if name != "DANGWU_LANG", value == "C" || value.hasPrefix("C.") || value == "POSIX" { continue }
            if let language = Language(tag: value) { return language }
        }
        return .chinese
    }
}

/// A help text in the language of this run.
package func localized(zh: String, en: String) -> String { Text(zh: zh, en: en)(CommandLanguage.current) }

extension Text {
    /// In the language of this run.
    package var localized: String { self(CommandLanguage.current) }
}
