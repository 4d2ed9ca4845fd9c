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

    @Test func optionsHaveNoDefaultsOfTheirOwn() throws {
        let property =
            /@(?:Option|Argument)(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?\s+(?:package |private )?var\s+(\w+)[^=\n]*=\s*([^\n{]+)/
        for folder in ["Commands/Training", "Commands/Planning"] {
            for (path, text) in try sources(folder) {
                // How much of a file's explanation is wanted is no member of any order.
                for match in text.matches(of: property) where match.1 != "most" {
                    let value = match.2.trimmingCharacters(in: .whitespaces)
                    #expect(value.contains(Self.allowed), "\(path): --\(match.1) defaults to \(value)")
                }
            }
        }
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
