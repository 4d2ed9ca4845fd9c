package import Postgres

/// Plans of statements as the server makes them for prepared ones, to see which indexes they walk.
extension Transaction {
    /// - Parameter options: of EXPLAIN, in parentheses.
    package func plan(_ statement: Statement, options: String = "") async throws -> String {
        var types: [String] = []
        for parameter in statement.parameters {
            let name: String = try await query("SELECT format_type(\(Int(parameter.type))::oid, NULL) AS name")[0][
                "name"]
            types.append(name)
        }
        let values = statement.parameters.map { parameter in
            parameter.text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
        }
        try await connection.script("PREPARE explained (\(types.joined(separator: ", "))) AS \(statement.sql)")
        let rows = try await query(
            Statement(sql: "EXPLAIN \(options) EXECUTE explained(\(values.joined(separator: ", ")))"))
        try await connection.script("DEALLOCATE explained")
        return rows.map { $0.text("QUERY PLAN") ?? "" }.joined(separator: "\n")
    }
}
