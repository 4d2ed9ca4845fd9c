import Foundation
import TestSupport
import Testing

/// What is accepted is used: every member of an order or a query is read by the verb that takes it, every option of a
/// command by the command, and every decoded order is passed on by its route.
struct UnreadMembersTests {
    /// A struct that a verb takes from outside.
    private struct Taken {
        let name: String
        let members: [String]
        let path: String
        let declaration: Range<String.Index>
    }

    private static let features = SourceTree.features

    /// A pattern whose word boundaries are those of identifiers: by Unicode's rules `shape.show` would be one word.
    private func pattern(_ text: String) throws -> Regex<AnyRegexOutput> {
        try Regex(text).wordBoundaryKind(.simple)
    }

    private func sources(_ folder: String) throws -> [(path: String, text: String)] {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources/" + folder)
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        var found: [(String, String)] = []
        for case let file as URL in walk where file.pathExtension == "swift" {
            found.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
        }
        return found
    }

    /// From an opening brace to the closing one that belongs to it.
    private func block(_ text: String, from start: String.Index) -> Range<String.Index>? {
        guard let open = text[start...].firstIndex(of: "{") else { return nil }
        var depth = 0
        for index in text[open...].indices {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" {
                depth -= 1
                if depth == 0 { return open..<text.index(after: index) }
            }
        }
        return nil
    }

    /// The body of a function, from inside its list of parameters, whose defaults may be closures.
    private func body(_ text: String, from start: String.Index) -> Range<String.Index>? {
        var depth = 0
        for index in text[start...].indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" {
                depth -= 1
                if depth < 0 { return block(text, from: index) }
            }
        }
        return nil
    }

    /// Stored members at the first level of a declaration's braces.
    private func members(_ body: Substring) -> [String] {
        var depth = 0
        var names: [String] = []
        for line in body.split(separator: "\n") {
            if depth == 1, !line.contains("static"), !line.hasSuffix("{"), !line.contains("{ "),
                let match = line.firstMatch(of: /^\s*(?:package )?(?:let|var) `?(\w+)`?:/)
            {
                names.append(String(match.1))
            }
            depth += line.filter { $0 == "{" }.count - line.filter { $0 == "}" }.count
        }
        return names
    }

    private func taken(_ feature: String) throws -> [Taken] {
        try sources(feature).flatMap { path, text in
            text.matches(of: /struct (\w+): [^{\n]*\bDescribed\b[^{\n]*\{/).compactMap { match in
                block(text, from: match.range.lowerBound).map { range in
                    Taken(
                        name: String(match.1), members: members(text[range]), path: path,
                        declaration: match.range.lowerBound..<range.upperBound)
                }
            }
        }
    }

    /// The members of a type that functions taking it read, and those that its own extensions read.
    private func read(_ type: Taken, in texts: [(path: String, text: String)]) throws -> Set<String> {
        var read: Set<String> = []
        let parameter = try pattern("\\b(\\w+): (?:some |any )?\(type.name)\\b")
        for (path, whole) in texts {
            let text = path == type.path ? whole.replacingCharacters(in: type.declaration, with: "") : whole
            var places: [(String, Range<String.Index>)] = []
            for match in text.matches(of: parameter) {
                let name = match.output[1].substring.map(String.init) ?? ""
                if let body = body(text, from: match.range.upperBound) { places.append((name + ".", body)) }
            }
            for match in text.matches(of: try pattern("extension \(type.name)\\b[^{\\n]*\\{")) {
                if let body = block(text, from: match.range.lowerBound) { places.append(("", body)) }
            }
            for (prefix, body) in places {
                for member in type.members
                where try text[body].contains(pattern("\\b\(prefix.replacing(".", with: "\\."))`?\(member)\\b")) {
                    read.insert(member)
                }
            }
        }
        return read
    }

    @Test(arguments: Self.features)
    func everyMemberOfAnOrderIsReadByItsVerb(_ feature: String) throws {
        let texts = try sources(feature)
        for type in try taken(feature) {
            let read = try read(type, in: texts)
            for member in type.members where !read.contains(member) {
                // Elements of a list inside an order are read through the closure that walks the list.
                let loose = texts.contains { path, text in
                    let rest = path == type.path ? text.replacingCharacters(in: type.declaration, with: "") : text
                    return rest.contains(".\(member)")
                }
                let isElement = texts.contains { $0.text.contains("[\(type.name)]") }
                #expect(isElement && loose, "\(feature): \(type.name).\(member) is accepted and not read")
            }
        }
    }

    @Test func theScanFindsAMemberThatNobodyReads() throws {
        let text = """
            package struct ProbeQuery: Codable, Described, Sendable {
                package var used: Int?
                package var unused: Int?
            }
            func list(_ query: ProbeQuery) { print(query.used ?? 0) }
            """
        let match = try #require(text.firstMatch(of: /struct ProbeQuery[^{]*\{/))
        let range = try #require(block(text, from: match.range.lowerBound))
        let type = Taken(
            name: "ProbeQuery", members: members(text[range]), path: "a",
            declaration: match.range.lowerBound..<range.upperBound)
        #expect(type.members == ["used", "unused"])
        #expect(try read(type, in: [("a", text)]) == ["used"])
    }

    @Test func everyOptionIsReadByItsCommand() throws {
        let property =
            #/
            @(?:Option|Flag|Argument|OptionGroup)(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?
            \s+(?:private\s)?var\s+(\w+)
            /#
        for (path, text) in try sources("Commands") {
            for match in text.matches(of: property) {
                let name = String(match.1)
                let uses = text.matches(of: try pattern("\\b\(name)\\b")).count
                // Read by the protocols of commands.
                let isShared = ["globals", "purpose"].contains(name)
                #expect(uses > 1 || isShared, "\(path): --\(name) is accepted and not read")
            }
        }
    }

    @Test func everyDecodedOrderIsPassedOnByItsRoute() throws {
        for (path, text) in try sources("API") where path.hasSuffix("Routes.swift") {
            for match in text.matches(of: /\{\s*request, ((?:\w+)(?:, \w+)*) in/) {
                guard let body = block(text, from: match.range.lowerBound) else { continue }
                let inside = text[match.range.upperBound..<body.upperBound]
                for name in match.1.split(separator: ", ") where name != "_" {
                    #expect(
                        try inside.contains(pattern("\\b\(name)\\b")), "\(path): a route decodes “\(name)” and drops it"
                    )
                }
                #expect(!match.1.split(separator: ", ").contains("_"), "\(path): a route decodes what it drops")
            }
        }
    }
}
