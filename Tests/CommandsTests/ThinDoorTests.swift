import Foundation
import TestSupport
import Testing

/// Doors pass on what was given: no default, no range and no rule of a feature is written in one.
struct ThinDoorTests {
    private func sources(_ folder: String) throws -> [(path: String, text: String)] {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources/" + folder)
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        var found: [(String, String)] = []
        for case let file as URL in walk where file.pathExtension == "swift" {
            found.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
        }
        return found
    }

    /// What an option may be when nobody gives it: nothing, an empty list, an unset flag, a constant of a service.
    private static var allowed: Regex<(Substring, Substring, Substring?)> {
        /^(nil|\[\]|false|[A-Z]\w*(\.[A-Z]\w*)*\.\w+)$/
    }

    /// Options and arguments that have a default, with what it is.
    private func defaults(_ text: String) throws -> [(option: String, value: String)] {
        let attribute = #"@(?:Option|Argument)(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?"#
        let property = try Regex(
            attribute + #"\s+(?:package |private )?var\s+(\w+)[^=\n]*=\s*([^\n{]+)"#,
            as: (Substring, Substring, Substring).self)
        return text.matches(of: property).map {
            (String($0.output.1), $0.output.2.trimmingCharacters(in: .whitespaces))
        }
    }

    @Test func optionsHaveNoDefaultsOfTheirOwn() throws {
        for folder in ["Commands/Training", "Commands/Planning"] {
            for (path, text) in try sources(folder) {
                // How much of a file's explanation is wanted is no member of any order.
                for (option, value) in try defaults(text) where option != "most" {
                    #expect(value.contains(Self.allowed), "\(path): --\(option) defaults to \(value)")
                }
            }
        }
    }

    @Test func theScanFindsADefault() throws {
        let found = try defaults(
            """
            @Option(help: member("attendance_rule", of: ClassOrder.self)) var rule = "share-three-quarters"
            @Option(name: .customLong("x"), help: help(zh: "（数）", en: "a (number)")) var seconds: Double = 10
            @Option(help: member("others", of: MarksOrder.self)) var mark = Mark.usual
            @Option var absent: [String] = []
            """)
        #expect(found.map(\.option) == ["rule", "seconds", "mark", "absent"])
        #expect(found.map { $0.value.contains(Self.allowed) } == [false, false, true, true])
    }

    @Test func rulesAreReadByServices() throws {
        for folder in ["API/Training", "Commands/Training"] {
            for (path, text) in try sources(folder) {
                for word in ["AppError.invalidValue", ".rules."] {
                    #expect(!text.contains(word), "\(path): \(word)")
                }
            }
        }
    }

    /// No option, order or query of training knows a person, a duty, a class or an organisation by identifier alone.
    @Test func namedThingsAreReferences() throws {
        let typed = /@(?:Option|Argument)[^\n]*:\s*\[?Identifier<(Person|Duty|TrainingClass|Organisation|Enrolment)>/
        for folder in ["Commands/Training", "Commands/Planning", "API/Training"] {
            for (path, text) in try sources(folder) {
                #expect(!text.contains(typed), "\(path)")
                #expect(!text.contains("UUID"), "\(path)")
            }
        }
        let declaration = /struct (\w+): Codable, Described[^{]*\{([^}]*)\}/
        for (path, text) in try sources("Training") {
            for match in text.matches(of: declaration) {
                #expect(!match.2.contains("Identifier<"), "\(path): \(match.1)")
            }
        }
    }

    @Test func commandsKnowNothingOfTheOtherDoors() throws {
        for (path, text) in try sources("Commands") {
            for door in ["API", "Console", "Server"] {
                #expect(!text.contains(try Regex("(?m)^(package )?import \(door)$")), "\(path)")
            }
        }
    }
}
