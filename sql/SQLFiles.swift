/// The SQL of the product: migrations and named query blocks, compiled into the executable.
package enum SQLFiles {
    /// Forward-only migrations in order of their number.
    package static var migrations: [(path: String, text: String)] {
        EmbeddedSQLFiles.files.filter { $0.path.hasPrefix("migrations/") }.sorted { $0.path < $1.path }
    }

    /// Files of blocks headed `-- name: BlockName`.
    package static var queries: [(path: String, text: String)] {
        EmbeddedSQLFiles.files.filter { $0.path.hasPrefix("queries/") }
    }
}
