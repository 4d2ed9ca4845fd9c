import CLibPQ

extension ConnectionSettings {
    private func readable() throws(PostgresError) -> [String: String] {
        // libpq's message would quote the text, which may hold a password.
        guard let parts else { throw .connect("the connection URI cannot be read") }
        return parts
    }

    /// The same server and user, another database.
    /// - Throws: `PostgresError.connect` for a URI that cannot be read.
    package func inDatabase(_ name: String) throws(PostgresError) -> ConnectionSettings {
        var copy = self
        copy.keywords = try readable()
        copy.keywords["dbname"] = name
        return copy
    }

    /// The settings as libpq's environment variables (`PGHOST`, `PGPASSWORD` …), for its programs: what is in the
    /// environment of a process does not show in the list of processes.
    /// - Throws: `PostgresError.connect` for a URI that cannot be read.
    package func environment() throws(PostgresError) -> [String: String] {
        var variables: [String: String] = [:]
        let words = try readable()
        guard let defaults = PQconndefaults() else { throw .connect("out of memory") }
        defer { PQconninfoFree(defaults) }
        var option = defaults
        while let keyword = option.pointee.keyword {
            if let variable = option.pointee.envvar, let value = words[String(cString: keyword)] {
                variables[String(cString: variable)] = value
            }
            option += 1
        }
        return variables
    }
}
