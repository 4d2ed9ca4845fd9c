import CLibPQ

extension ConnectionSettings {
    /// The same server and user, another database.
    /// - Throws: `PostgresError.connect` for a URI that cannot be read.
    package func inDatabase(_ name: String) throws(PostgresError) -> ConnectionSettings {
        var copy = self
        copy.keywords = try parsed()
        copy.keywords["dbname"] = name
        return copy
    }

    /// The settings as libpq's environment variables (`PGHOST`, `PGPASSWORD` …), for its programs: what is in the
    /// environment of a process does not show in the list of processes.
    /// - Throws: `PostgresError.connect` for a URI that cannot be read.
    package func environment() throws(PostgresError) -> [String: String] {
        var variables: [String: String] = [:]
        let words = try parsed()
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
    /// The keywords, those of a URI in `dbname` among them.
    private func parsed() throws(PostgresError) -> [String: String] {
        var words = keywords
        guard let database = words["dbname"], database.contains("://") || database.contains("=") else { return words }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(database, &message) else {
            // libpq quotes the text, which may hold a password.
            PQfreemem(message)
            throw .connect("the connection URI cannot be read")
        }
        defer { PQconninfoFree(options) }
        words["dbname"] = nil
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val, words[String(cString: keyword)] == nil {
                words[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return words
    }
}
