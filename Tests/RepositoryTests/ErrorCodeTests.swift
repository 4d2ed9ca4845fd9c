import API
import Commands
import Foundation
import HTTPTypes
import Kernel
import TestSupport
import Testing

/// Error codes are part of the interface: the pages `Errors.md` and `<Feature>Errors.md` list each, and a golden
/// file shows their messages.
struct ErrorCodeTests {
    private static let root = CommandRunner.repository

    private static let codes: ErrorCodes = {
        let folder = URL(fileURLWithPath: root + "/Sources")
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (walk?.compactMap { $0 as? URL } ?? []).filter { file in
            file.pathExtension == "swift" && !file.path.contains("/Sources/TestSupport/")
        }
        return ErrorCodes(
            files.sorted { $0.path < $1.path }.compactMap { file in
                guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
                return SwiftSource(path: String(file.path.dropFirst(root.count + 1)), text: text)
            })
    }()

    /// A row of the page: `code`, kind, HTTP, exit, meaning, remedy.
    private static func rows() throws -> [[String]] {
        let folder = root + "/Sources/Server/Dangwu.docc/"
        let pages = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix("Errors.md") }
        let text = try pages.sorted().map { try String(contentsOfFile: folder + $0, encoding: .utf8) }.joined()
        return text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `") else { return nil }
            return line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
    }

    @Test func everyCodeCanBeReadFromTheSources() {
        #expect(
            Self.codes.unreadable.isEmpty,
            "give the code as a literal, or as the parameter of a function called with one")
        #expect(Self.codes.codes.count > 200)
    }

    @Test func aCodeHasOneKind() {
        for (code, found) in Self.codes.codes {
            #expect(found.kinds.count == 1, "\(code) is \(found.kinds.sorted()) at \(found.places.sorted())")
        }
    }

    @Test func thePageListsEveryCodeOnce() throws {
        let listed = try Self.rows().map { $0[0].filter { $0 != "`" } }
        for code in Self.codes.codes.keys.sorted() where !listed.contains(code) {
            Issue.record("no page of errors lists \(code), used at \(Self.codes.codes[code]?.places.sorted() ?? [])")
        }
        for code in listed where Self.codes.codes[code] == nil {
            Issue.record("a page of errors lists \(code), which no source has")
        }
        #expect(Set(listed).count == listed.count, "a code appears twice in the pages of errors")
    }

    @Test func thePageSaysHowDoorsReportEachCode() throws {
        for row in try Self.rows() {
            let code = row[0].filter { $0 != "`" }
            #expect(row.count == 6 && row.allSatisfy { !$0.isEmpty }, "\(code): six columns in the page of errors")
            guard let name = Self.codes.codes[code]?.kinds.first, row.count == 6 else { continue }
            let kind = try #require(AppError.Kind(rawValue: name), "\(code): unknown kind \(name)")
            #expect(row[1] == Self.words(name), "\(code)")
            #expect(row[2] == "\(HTTPResponse.Status(kind).code)", "\(code): HTTP status")
            #expect(row[3] == "\(ExitStatus(kind).rawValue)", "\(code): exit status")
        }
    }

    @Test func explainedConstraintsExist() throws {
        var names: Set<String> = []
        let folder = Self.root + "/sql/migrations"
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for match in text.matches(of: /(?:CONSTRAINT|UNIQUE INDEX|CONSTRAINT =) '?([a-z_]+)/) {
                names.insert(String(match.1))
            }
        }
        for code in Self.codes.codes.keys where !code.contains(".") && code != "internal" && code != "not_found" {
            #expect(names.contains(code), "\(code) is the name of no constraint")
        }
    }

    @Test func messagesAreGolden() throws {
        let entries = Self.codes.codes.sorted { $0.key < $1.key }.map { code, found in
            Entry(
                code: code, kind: found.kinds.sorted().joined(separator: ", "),
                messages: found.messages.map { .init(zhHans: $0.chinese, en: $0.english) }.sorted { $0.en < $1.en })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try expectGolden(String(decoding: encoder.encode(entries), as: UTF8.self), "errors.json")
    }

    private struct Entry: Encodable {
        struct Message: Encodable {
            let zhHans: String
            let en: String
        }

        let code: String
        let kind: String
        let messages: [Message]
    }

    /// `notFound` as the page writes it.
    private static func words(_ kind: String) -> String {
        kind.reduce(into: "") { text, letter in text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }
    }
}
