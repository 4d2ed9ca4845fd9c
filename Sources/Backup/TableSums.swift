import Kernel
package import Postgres

/// Numbers and sums of every table in one state of the database.
package enum TableSums {
    /// Makes the text of a row independent of the session.
    static let fixed: Statement = """
        SELECT set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true), set_config('statement_timeout', '0', true),
            set_config('idle_in_transaction_session_timeout', '0', true)
        """

    /// - Parameter transaction: of the owner, since row-level security would hide rows.
    package static func read(_ transaction: Transaction, _ progress: (Double) -> Void = { _ in }) async throws
        -> [TableSum]
    {
        _ = try await transaction.query(fixed)
        let tables = try await transaction.query(
            """
            SELECT quote_ident(c.relname) AS name FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
            """
        ).map { try $0["name"] as String }
        var sums: [TableSum] = []
        for table in tables {
            let row = try await transaction.query(
                """
                SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS sum
                FROM \(unsafeSQL: table) AS t
                """)[0]
            sums.append(TableSum(table: table, rows: try row["rows"], sum: try row["sum"]))
            progress(Double(sums.count) / Double(tables.count))
        }
        return sums
    }
}
