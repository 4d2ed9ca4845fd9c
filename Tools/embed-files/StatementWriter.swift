/// Writes query blocks as Swift: for each a static member of `Statement` with its parameters as labelled arguments, so
/// that the compiler checks names and number, and the list of all blocks for the tests that prepare them.
struct StatementWriter {
    let blocks: [QueryBlock]

    func source() -> String {
        var text = """
            // Generated at build time from the query files.
            package import Postgres

            extension Statement {

            """
        for block in blocks { text += member(block) }
        // Plain literals: an optimised build takes ten times as long for an array of values made here.
        text += "}\n\nextension QueryBlock {\n    static let headers = ####\"\"\"\n"
        for block in blocks {
            text += "\(block.name)|\(block.file)|\(block.parameters.joined(separator: " "))|"
            text += "\(block.columns.joined(separator: " "))\n"
        }
        text += "\"\"\"####\n    static let texts: [String] = [\n"
        for block in blocks { text += "        BlockText.`\(block.member)`,\n" }
        text += "    ]\n}\n\nprivate enum BlockText {\n"
        for block in blocks {
            text += "    static var `\(block.member)`: String {\n        ####\"\"\"\n\(block.sql)\n\"\"\"####\n    }\n"
        }
        return text + "}\n"
    }

    /// Arguments are existentials: a generic function of each arity would be type-checked at every call.
    private func member(_ block: QueryBlock) -> String {
        var text = "    /// `\(block.name)` of \(block.file)"
        text += block.columns.isEmpty ? ".\n" : "; columns: \(block.columns.joined(separator: ", ")).\n"
        let names = block.parameters.map(camelCase)
        if names.isEmpty {
            return text + "    package static var `\(block.member)`: Statement "
                + "{ Statement(sql: BlockText.`\(block.member)`) }\n"
        }
        let arguments = names.map { "`\($0)`: any Bindable" }.joined(separator: ", ")
        let values = names.map { "`\($0)`.parameter" }.joined(separator: ", ")
        return text + "    package static func `\(block.member)`(\(arguments)) -> Statement {\n"
            + "        Statement(sql: BlockText.`\(block.member)`, parameters: [\(values)])\n    }\n"
    }

    private func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        let rest = words.dropFirst().map { $0 == "id" ? "ID" : $0.prefix(1).uppercased() + $0.dropFirst() }
        return words.prefix(1).joined() + rest.joined()
    }
}
