import TestSupport
import Testing

@testable import YAML

/// YAML of any bytes: nodes, or a problem with a line of the text.
struct YAMLFuzzTests {
    @Test func anyText() {
        var source = FuzzSource(
            seed: 51,
            valid: [
                "a: 1\nbb:\n  - x\n  - 'y z'\nc: {d: \"e\\n\", f: [1, 2]}\n",
                "# comment\nkey: |\n  block\n  text\nother: >-\n  folded\n",
                "- {id: A, block: a, text: 自设, value: {from: 1, to: 2}}\n- [a, [b, [c]]]\n",
            ],
            pieces: [
                "- ", ": ", "? ", "&a ", "*a", "!!str ", "|\n", ">\n", "[", "]", "{", "}", ", ", "\n  ", "---\n",
                "...\n",
                "%YAML 1.1\n", "# ", "'", "\"", "\\", "\\x", "\\u", "<<: ", "@", "`",
            ])
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let text = source.text()
            clock.run(Array(text.utf8)) {
                do throws(YAMLProblem) {
                    if let node = try YAMLReader.read(text) {
                        read += 1
                        #expect(Self.depth(node) <= YAMLLimits.standard.depth + 1)
                    }
                } catch {
                    let lines = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 2
                    #expect((0...lines * 3).contains(error.line), "\(error.line) of \(text)")
                }
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }

    private static func depth(_ node: YAMLNode) -> Int {
        switch node {
        case .scalar: 1
        case .sequence(let items, _): 1 + (items.map(depth).max() ?? 0)
        case .mapping(let mapping, _): 1 + (mapping.entries.map { depth($0.value) }.max() ?? 0)
        }
    }
}
