/// The named blocks of `sql/queries`: Swift holds the name and the values, never the text.
package struct QueryCatalog: Sendable {
    private let blocks: [String: String]

    /// Reads files of blocks that begin with a line `-- name: BlockName`; the name is unique over all files.
    package init(files: [(path: String, text: String)]) {
        var blocks: [String: String] = [:]
        for file in files {
            var name: String?
            var lines: [Substring] = []
            func finish() {
                guard let name else { return }
                precondition(blocks[name] == nil, "query block \(name) stands twice")
                blocks[name] = lines.joined(separator: "\n").trimmed
            }
            for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("-- name: ") {
                    finish()
                    name = String(line.dropFirst("-- name: ".count).prefix { $0 != " " })
                    lines = []
                } else if !line.hasPrefix("--") {
                    lines.append(line)
                }
            }
            finish()
        }
        self.blocks = blocks
    }

    package var names: [String] { blocks.keys.sorted() }

    /// The block with its values bound in order. A missing block is a defect of the program, found by the test that
    /// prepares each of them.
    package func callAsFunction(_ name: String, _ parameters: [Parameter] = []) -> Statement {
        guard let sql = blocks[name] else { preconditionFailure("no query block \(name)") }
        return Statement(sql: sql, parameters: parameters)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}
