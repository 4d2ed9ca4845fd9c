/// The SQL of the product, compiled into the executable: migrations here, query blocks as members of `Statement`.
package enum SQLFiles {
    /// Forward-only migrations in order of their number.
    package static var migrations: [(path: String, text: String)] {
        EmbeddedSQLFiles.files.filter { $0.path.hasPrefix("migrations/") }.sorted { $0.path < $1.path }
    }
}

/// A named block of the query files as its header declares it, for the tests that compare it with the server.
package struct QueryBlock: Sendable {
    package let name: String
    package let file: String
    /// What fills `$1`, `$2` …, in that order.
    package let parameters: [String]
    /// The columns of its rows; empty when it returns none.
    package let columns: [String]
    package let sql: String

    package init(name: String, file: String, parameters: [String], columns: [String], sql: String) {
        self.name = name
        self.file = file
        self.parameters = parameters
        self.columns = columns
        self.sql = sql
    }

    /// Every block, in the order of the files.
    package static let all: [QueryBlock] = zip(headers.split(separator: "\n"), texts).map { header, text in
        let parts = header.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        func names(_ index: Int) -> [String] { parts[index].split(separator: " ").map(String.init) }
        return QueryBlock(name: parts[0], file: parts[1], parameters: names(2), columns: names(3), sql: text)
    }
}
