import Foundation
import TestSupport
import Testing

/// The words of the project are those of its field: a list of words and phrases that are not, each with what to write
/// instead. Names are read as words, too: `startAnew` is “start anew”.
struct WordsTests {
    /// A pattern of whole words, ignoring case, and the replacement.
    private struct Rule {
        let expression: NSRegularExpression
        let instead: String

        init(_ pattern: String, _ instead: String) throws {
            expression = try NSRegularExpression(pattern: "\\b(?:\(pattern))", options: [.caseInsensitive])
            self.instead = instead
        }
    }

    private static func rules() throws -> [Rule] {
        try [
            // Poetic or dated words.
            Rule("reckon(s|ed|ing)?\\b", "calculate, compute, count"),
            Rule("(anew|afresh)\\b", "again; recreate, recalculate"),
            Rule("mend(s|ed|ing)?\\b", "correct, fix"),
            Rule("better(s|ed)\\b", "improve"),
            Rule("whom\\b", "rephrase with who, or name the person"),
            Rule("whoever\\b", "name the person: the caller, people who …"),
            Rule("dearer\\b", "more expensive, costs more"),
            Rule("jolts?\\b", "perturbation"),
            Rule("(nought|naught)\\b", "zero"),
            Rule("(lent|lends)\\b", "leased, passed"),
            Rule("tid(y|ied)\\b", "reset, clean up"),
            Rule("hears? of\\b", "is notified of"),
            Rule("for ever\\b", "forever, always, permanently"),
            Rule("further ado\\b", "leave it out"),
            Rule("come(s)? about\\b", "be created, happen"),
            Rule("let(s)? go of\\b|are let go\\b", "release, drop, relax"),
            // Told and said.
            Rule("told\\b", "notified, informed, listed"),
            Rule(
                "tells? (people|somebody|everybody|nobody|who|them|apart|one|whether)\\b", "notify, distinguish, show"),
            Rule("said\\b", "localized, printed, stated"),
            Rule("says? that it\\b", "name the subject again, or rephrase"),
            // Phrases that are not idiomatic.
            Rule("ways? out\\b", "hint, remedy"),
            Rule("stands? twice\\b", "appears twice"),
            Rule("stands? (beside|behind|there|in|on|at)\\b", "is, appears, is listed"),
            Rule("nobody knows\\b", "unknown"),
            Rule("(takes?|took) (people|in)\\b|taken in\\b", "import, accept, read"),
            Rule("(is|are) no [a-z]+ that\\b", "rephrase: no … has, … is not a …"),
            Rule("is no (valid|proper|mail)\\b", "is not a"),
            Rule("of (before|now)\\b", "previous, current"),
            Rule("apart from\\b", "except, separately from, besides"),
            Rule("for long\\b", "yet, for a long time"),
            Rule("(out of )?all measure\\b", "out of range"),
            Rule("of no more use\\b", "no longer usable"),
            Rule("that there (is|are)\\b", "existing, available"),
            Rule("(unknown|missing),? (or|and) doubled\\b", "unknown or duplicate"),
            Rule("(give|gives|gave) on\\b|given on to\\b", "pass on, allocate"),
            Rule("on the way\\b", "pending, open"),
            Rule("counts for nothing\\b", "is void, has no effect"),
            Rule("leads nowhere\\b", "is void"),
            Rule("(within|for|at most|over) so (many|much)\\b", "this many, the given number of"),
            // Names.
            Rule("(?-i:the (?:Day|Amount|Ratio))\\(", "day(…), amount(…), ratio(…)"),
            Rule("piece queue\\b", "BufferStream"),
            Rule("brief cache\\b", "ExpiringCache"),
            Rule("steers\\b", "control characters"),
            Rule("(scheme )?shelf\\b", "catalogue, cache"),
        ]
    }

    private static let root = CommandRunner.repository

    /// Files that people write: not the migrations, which are checksummed, nor what is generated. Of the migrations,
    /// `schema.sql` shows what came out.
    private static func files(_ endings: [String]) throws -> [(path: String, text: String)] {
        let listing = try #require(FileManager.default.enumerator(atPath: root))
        var found: [(String, String)] = []
        for case let path as String in listing where endings.contains(where: path.hasSuffix) {
            let folders = ["Sources/", "Tests/", "Tools/", "sql/", "config/"]
            guard !path.contains("/") || folders.contains(where: path.hasPrefix) else { continue }
            let isLeftOut =
                path.hasPrefix("sql/migrations/") || path.contains("/Golden/") || path.contains("/Instances/")
                || path.hasSuffix("/WordsTests.swift")
            if !isLeftOut { found.append((path, try String(contentsOfFile: root + "/" + path, encoding: .utf8))) }
        }
        #expect(found.count > 100)
        return found.sorted { $0.0 < $1.0 }
    }

    /// Names as words: a space before each capital letter that begins a word, as in `startAnew` or `aNewCase`, and for
    /// the underscores of `reckoned_by`.
    private static func spoken(_ text: String) -> String {
        func isCapital(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
        func isSmall(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) }
        let scalars = Array(text.unicodeScalars)
        var words = String.UnicodeScalarView()
        words.reserveCapacity(scalars.count + scalars.count / 8)
        for (index, scalar) in scalars.enumerated() {
            if index > 0, isCapital(scalar) {
                let beginsWord =
                    index + 1 < scalars.count && isSmall(scalars[index + 1]) && isCapital(scalars[index - 1])
                if isSmall(scalars[index - 1]) || beginsWord { words.append(" ") }
            }
            words.append(scalar == "_" ? " " : scalar)
        }
        return String(words)
    }

    @Test func wordsAreStandardTerms() throws {
        let rules = try Self.rules()
        for (path, text) in try Self.files([".swift", ".sql", ".yaml", ".md", ".mustache", ".py", "Makefile"]) {
            // The list of changes names what members were called before.
            let spoken = Self.spoken(path == "CHANGELOG.md" ? text.replacing(/`[^`\n]*`/, with: "") : text)
            let whole = spoken as NSString
            for rule in rules {
                for match in rule.expression.matches(in: spoken, range: NSRange(location: 0, length: whole.length)) {
                    let line = whole.substring(to: match.range.location).split(
                        separator: "\n", omittingEmptySubsequences: false
                    ).count
                    Issue.record("\(path):\(line): “\(whole.substring(with: match.range))” → \(rule.instead)")
                }
            }
        }
    }

    @Test func linesFitTheScreen() throws {
        for (path, text) in try Self.files([".swift"]) {
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                // A table or a body that a test sends is easier to read unbroken.
                if path.hasPrefix("Tests/"), !line.contains("//") { continue }
                #expect(line.count <= 120, "\(path):\(index + 1) has \(line.count) columns")
            }
        }
    }

    /// In the order of the module's name, as `swift format` sorts them; those for tests come last.
    @Test func importsAreSorted() throws {
        for (path, text) in try Self.files([".swift"]) {
            let imports = text.split(separator: "\n").compactMap { line in
                line.wholeMatch(of: /(?:@\w+ )?(?:package |public |internal )?import (\w+)/).map { match in
                    (line.hasPrefix("@testable") ? 1 : 0, String(match.1))
                }
            }
            #expect(zip(imports, imports.dropFirst()).allSatisfy { $0 <= $1 }, "\(path): imports are not sorted")
        }
    }
}
