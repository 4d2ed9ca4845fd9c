/// One named block of a query file: `-- name: ClassByID (id) -> id, code, name` and the statement below it.
struct QueryBlock {
    let name: String
    let file: String
    /// What fills `$1`, `$2` …, in that order.
    let parameters: [String]
    /// The columns of the rows it returns; empty when it returns none.
    let columns: [String]
    let sql: String

    /// The name of the Swift member: `ClassByID` becomes `classByID`.
    var member: String { name.prefix(1).lowercased() + name.dropFirst() }
}

/// What keeps a query file from being compiled, in the form that build tools show beside the line.
struct QueryFileError: Error {
    let file: String
    let line: Int
    let reason: String

    var description: String { "\(file):\(line): error: \(reason)" }
}

/// Reads query files. Their head names the feature they belong to, `-- owner: Training`, and the tables that this
/// feature alone writes; `TableOwnershipTests` compares it with the statements. Blocks begin at `-- name:`, whose
/// header may go on in lines indented by `--   `; other comment lines are left out of the statement.
struct QueryFileReader {
    private(set) var blocks: [QueryBlock] = []
    private var places: [String: String] = [:]

    /// - Parameter shown: the path to name in errors.
    mutating func read(_ text: String, file: String, shown: String) throws(QueryFileError) {
        var header: (text: String, line: Int)?
        var (isInHeader, hasOwner) = (false, false)
        var lines: [Substring] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("-- name:") {
                guard hasOwner else {
                    throw QueryFileError(file: shown, line: index + 1, reason: "no “-- owner:” before the first block")
                }
                if let header { try finish(header, lines, file, shown) }
                header = (String(line.dropFirst("-- name:".count)), index + 1)
                isInHeader = true
                lines = []
            } else if isInHeader, line.hasPrefix("--   ") {
                header?.text += line.dropFirst(2)
            } else {
                isInHeader = false
                if line.hasPrefix("-- owner:") { hasOwner = true }
                if line.hasPrefix("--") { continue }
                if header == nil, line.contains(where: { !$0.isWhitespace }) {
                    throw QueryFileError(file: shown, line: index + 1, reason: "SQL before the first “-- name:”")
                }
                lines.append(line)
            }
        }
        if let header { try finish(header, lines, file, shown) }
    }

    private mutating func finish(
        _ header: (text: String, line: Int), _ lines: [Substring], _ file: String, _ shown: String
    ) throws(QueryFileError) {
        func fail(_ reason: String) -> QueryFileError {
            QueryFileError(file: shown, line: header.line, reason: reason)
        }
        guard let match = header.text.wholeMatch(of: /\s*([A-Za-z]\w*)\s*(?:\(([^()]*)\)\s*)?(?:->(.*))?/) else {
            throw fail("header is not “-- name: BlockName (parameter, …) -> column, …”")
        }
        let name = String(match.1)
        guard name.first?.isUppercase == true else { throw fail("block name \(name) does not begin with a capital") }
        if let other = places[name] { throw fail("block \(name) exists already at \(other)") }
        places[name] = "\(shown):\(header.line)"
        let parameters = match.2.map(names) ?? []
        let columns = match.3.map(names) ?? []
        for parameter in parameters where parameter.wholeMatch(of: /[a-z][a-z0-9_]*/) == nil {
            throw fail("parameter “\(parameter)” of \(name) is not in snake_case")
        }
        if Set(parameters).count < parameters.count { throw fail("block \(name) names a parameter twice") }
        if columns.contains("") { throw fail("block \(name) has a column without a name") }
        let sql = trimmed(lines.joined(separator: "\n"))
        if sql.isEmpty { throw fail("block \(name) has no statement") }
        let used = Set(sql.matches(of: /\$([0-9]+)/).compactMap { Int($0.1) })
        let highest = used.max() ?? 0
        if parameters.isEmpty, highest > 0 { throw fail("block \(name) uses $\(highest) but declares no parameters") }
        if parameters.count != highest {
            throw fail("block \(name) declares \(parameters.count) parameters, but its highest is $\(highest)")
        }
        if let missing = (0..<highest).first(where: { !used.contains($0 + 1) }) {
            throw fail("block \(name) does not use $\(missing + 1) (\(parameters[missing]))")
        }
        blocks.append(QueryBlock(name: name, file: file, parameters: parameters, columns: columns, sql: sql))
    }

    private func names(_ list: Substring) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map { trimmed(String($0)) }
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}
