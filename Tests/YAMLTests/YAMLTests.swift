import Kernel
import Testing

@testable import YAML

/// What a YAML text may be, and that nothing in it costs more than its bytes.
struct YAMLTests {
    private func problem(_ text: String, _ limits: YAMLLimits = .standard) -> YAMLProblem? {
        do {
            _ = try YAMLReader.read(text, limits: limits)
            return nil
        } catch { return error }
    }

    @Test func nodesComeInTheOrderOfTheTextWithTheirLines() throws {
        let node = try #require(try YAMLReader.read("a: 1\nbb:\n  - x\n  - 'y z'\nc: {d: \"e\\n\", f: [1, 2]}\n"))
        let mapping = try #require(node.mapping)
        #expect(mapping.entries.map(\.key) == ["a", "bb", "c"])
        #expect(mapping.entries.map(\.line) == [1, 2, 5])
        guard case .sequence(let items, line: 3) = mapping["bb"], case .scalar("y z", line: 4) = items[1] else {
            Issue.record("\(String(describing: mapping["bb"]))")
            return
        }
        guard case .scalar("e\n", line: 5) = mapping["c"]?.mapping?["d"] else {
            Issue.record("\(String(describing: mapping["c"]))")
            return
        }
        #expect(try YAMLReader.read("") == nil)
        #expect(try YAMLReader.read("# nothing\n") == nil)
    }

    @Test(arguments: [
        ("a: 1\nb: &x 2\n", 2, "anchors"), ("a: 1\n\nb: *x\n", 3, "aliases"), ("- 1\n- !!str 2\n", 2, "tags"),
        ("%TAG ! x\n---\na: 1\n", 1, "directives"), ("a: 1\nb: 2\na: 3\n", 3, "twice"), ("? [a]\n: 1\n", 1, "key"),
        ("a: 1\n---\nb: 2\n", 2, "one document"), ("a: [1, 2\n", 2, ""), ("a: \"\u{1}\"\n", 1, ""),
        ("&x [1]: {*x: *x}\n", 1, "anchors"), ("<<: *y\n", 1, "aliases"), ("a: &x [1]\n", 1, "anchors"),
        ("a: &x {b: 1}\n", 1, "anchors"),
    ])
    func whatIsNotTakenIsNamedWithItsLine(text: String, line: Int, word: String) throws {
        let found = try #require(problem(text), "\(text)")
        #expect(found.line == line && found.reason.english.contains(word), "\(found.text.english)")
    }

    @Test func depthNodesAndBytesAreBounded() throws {
        var limits = YAMLLimits()
        (limits.bytes, limits.nodes, limits.depth) = (100, 10, 3)
        #expect(problem("[[[1]]]", limits) == nil)
        #expect(problem("[[[[1]]]]", limits)?.reason.english.contains("3 levels") == true)
        #expect(problem("a:\n b:\n  c:\n   d: 1\n", limits)?.line == 4)
        #expect(problem("[1, 2, 3, 4, 5, 6, 7, 8, 9]", limits) == nil)
        #expect(problem("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", limits)?.reason.english.contains("10 values") == true)
        #expect(problem("{a: 1, b: 2, c: 3, d: 4, e: 5}", limits)?.reason.english.contains("10 values") == true)
        #expect(problem(String(repeating: "x", count: 101), limits)?.reason.english.contains("100") == true)
    }

    /// Texts that cost other readers minutes: each is refused or read in a time like that of its bytes.
    @Test(arguments: [
        // Aliases as keys: nine levels of nine.
        (0..<9).map { "x\($0): &x\($0) {\((0..<9).map { key in "? *x\(key)\n: 1" }.joined(separator: ", "))}" }
            .joined(separator: "\n"),
        (0..<9).reduce("a0: &a0 [x]\n") { text, n in
            text + "a\(n + 1): &a\(n + 1) [\(Array(repeating: "*a\(n)", count: 9).joined(separator: ","))]\n"
        },
        String(repeating: "[", count: 1_000_000), String(repeating: "{a: ", count: 1_000_000),
        String(repeating: "- ", count: 1_000_000), String(repeating: "? ", count: 1_000_000),
        String(repeating: "%TAG !a! tag:x\n", count: 100_000), String(repeating: "a: ", count: 500_000),
        String(repeating: "a", count: 1_000_000) + ": 1", "\"" + String(repeating: "\\", count: 1_000_001),
        String(repeating: "#\n", count: 1_000_000), String(repeating: "\n", count: 2_000_000),
        "a: |\n" + String(repeating: " x\n", count: 500_000), String(repeating: "'", count: 1_000_000),
        String(repeating: "!", count: 1_000_000), String(repeating: "\t", count: 1_000_000),
    ])
    func noTextTakesLongerThanItsBytes(text: String) {
        let start = ContinuousClock.now
        _ = problem(text)
        // A second for a megabyte in a debug build on a busy machine; what is not linear takes minutes.
        #expect(ContinuousClock.now - start < .seconds(5), "\(text.prefix(40))")
    }
}
