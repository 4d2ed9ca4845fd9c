import Foundation
import TestSupport
import Testing

/// The repository checks itself: sizes, imports, banned words, files that are where they belong.
struct RepositoryTests {
    private static let root = CommandRunner.repository

    private func files(_ folders: [String], _ endings: [String]) throws -> [(path: String, text: String)] {
        var found: [(String, String)] = []
        for folder in folders {
            let base = URL(fileURLWithPath: Self.root + "/" + folder)
            guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { continue }
            for case let file as URL in walk where endings.contains(file.pathExtension) {
                found.append(
                    (String(file.path.dropFirst(Self.root.count + 1)), try String(contentsOf: file, encoding: .utf8)))
            }
        }
        #expect(!found.isEmpty)
        return found
    }

    @Test func filesStaySmall() throws {
        for (path, text) in try files(["Sources", "Tests", "Tools"], ["swift"]) {
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 500, "\(path)")
        }
    }

    @Test func everySourceSaysWhatItIsInChargeOf() throws {
        for (path, text) in try files(["Sources", "Tools"], ["swift"])
        where !path.contains("+") && !path.hasSuffix("Body.swift") {
            #expect(text.contains("///"), "\(path)")
        }
    }

    @Test func everyFolderOfTestsIsBuilt() throws {
        let package = try String(contentsOfFile: Self.root + "/Package.swift", encoding: .utf8)
        let built = package.matches(of: /\b(?:tests|feature|pure)\(\s*"(\w+)"/).map { String($0.1) }
        for folder in try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Tests") {
            // A feature's tests come with the feature.
            let name = folder.dropLast("Tests".count)
            #expect(built.contains(String(name)), "\(folder)")
        }
    }

    @Test func bannedCallsAreAbsent() throws {
        for (path, text) in try files(["Sources"], ["swift"]) {
            for word in ["try!", "as!", "fatalError(", "print(", "TODO", "FIXME", "Thread.sleep"] {
                #expect(!text.contains(word), "\(path): \(word)")
            }
        }
    }

    /// Splitting `;` gives nothing, and an index into nothing ends the program.
    @Test func whatIsSplitIsCountedFirst() throws {
        for (path, text) in try files(["Sources"], ["swift"]) {
            for match in text.matches(of: /(?:split|components)\([^\n]*?\)\[[^\n]*/) {
                Issue.record("\(path): \(match.0)")
            }
        }
    }

    @Test func uncheckedSendabilityIsProvedBesideIt() throws {
        for (path, text) in try files(["Sources"], ["swift"]) where text.contains(": @unchecked Sendable") {
            #expect(text.contains("`@unchecked Sendable`:"), "\(path)")
        }
    }

    /// Arrows point downwards only.
    @Test func pureTargetsImportNoDatabaseAndNoNetwork() throws {
        let banned = ["Postgres", "Hummingbird", "CLibPQ", "NIOCore"]
        for folder in ["Kernel", "Civil", "Policy", "Sheets", "Wire"] {
            for (path, text) in try files(["Sources/" + folder], ["swift"]) {
                for word in banned { #expect(!text.contains("import \(word)\n"), "\(path) imports \(word)") }
            }
        }
        let values: Set = ["Kernel", "Civil", "Policy", "Sheets", "Wire"]
        for folder in ["Planning", "Schemes", "Procedures"] {
            for (path, text) in try files(["Sources/" + folder], ["swift"]) {
                let imports = text.matches(of: /import (\w+)\n/).map { String($0.1) }
                #expect(values.isSuperset(of: imports), "\(path) imports \(imports)")
            }
        }
        for (path, text) in try files(["Sources/Merkle"], ["swift"]) {
            let imports = text.matches(of: /import (\w+)\n/).map { String($0.1) }
            #expect(Set(["Crypto"]).isSuperset(of: imports), "\(path) imports \(imports)")
        }
        #expect(SourceTree.features.count > 5)
        for feature in SourceTree.features {
            for (path, text) in try files(["Sources/" + feature], ["swift"]) {
                for word in ["API", "Commands", "Console", "Server", "Hummingbird", "ArgumentParser"] {
                    #expect(!text.contains("import \(word)\n"), "\(path) imports \(word)")
                }
            }
        }
        for (path, text) in try files(["Sources"], ["swift"]) where !path.hasPrefix("Sources/Postgres/") {
            #expect(!text.contains("import CLibPQ"), "\(path)")
        }
    }

    /// One name, one thing: what a file declares at its outermost level is found by its name alone.
    @Test func topLevelTypesHaveTheirNamesToThemselves() throws {
        let declaration =
            /^(?:(?:package|internal|final|indirect|@\w+) )*(?:struct|enum|class|actor|protocol|typealias) (\w+)/
            .anchorsMatchLineEndings()
        var homes: [String: Set<String>] = [:]
        for (path, text) in try files(["Sources"], ["swift"]) where !path.hasPrefix("Sources/TestSupport/") {
            for match in text.matches(of: declaration) { homes[String(match.1), default: []].insert(path) }
        }
        #expect(homes.count > 200)
        for (name, paths) in homes where paths.count > 1 { Issue.record("\(name) is declared in \(paths.sorted())") }
    }

    @Test func theReadmeNamesExistingCommands() throws {
        let readme = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        let makefile = try String(contentsOfFile: Self.root + "/Makefile", encoding: .utf8)
        for command in ["demo", "test", "bench", "docs", "figures", "lint", "format"] {
            #expect(makefile.contains("\n\(command):"))
        }
        #expect(readme.contains("make demo") && readme.contains("make test"))
        for page in ["CHANGELOG.md", "CONTRIBUTING.md"] {
            #expect(readme.contains("(\(page))"), "README.md does not link to \(page)")
            #expect(FileManager.default.fileExists(atPath: Self.root + "/" + page), "\(page)")
        }
    }
}
