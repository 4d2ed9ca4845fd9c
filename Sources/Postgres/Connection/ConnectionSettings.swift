import Kernel

/// How to reach one database.
package struct ConnectionSettings: Sendable, Hashable, Unshown {
    /// libpq keywords (`host`, `port`, `dbname`, `user`, `password`, `sslmode` …) or one `dbname` that is a URI.
    package var keywords: [String: String]
    /// The time limit of a statement; zero means none.
    package var statementTimeout: Duration
    /// The time limit for opening a connection.
    package var connectTimeout: Duration

    package init(
        keywords: [String: String], statementTimeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(5)
    ) {
        self.keywords = keywords
        self.statementTimeout = statementTimeout
        self.connectTimeout = connectTimeout
    }

    package init(url: String) { self.init(keywords: ["dbname": url]) }

    package func database(_ name: String) -> ConnectionSettings {
        var copy = self
        copy.keywords["dbname"] = name
        return copy
    }

    package func user(_ name: String) -> ConnectionSettings {
        var copy = self
        copy.keywords["user"] = name
        return copy
    }

    package func statementTimeout(_ timeout: Duration) -> ConnectionSettings {
        var copy = self
        copy.statementTimeout = timeout
        return copy
    }

    /// In the order in which libpq reads them: later keywords override a URI in `dbname`.
    var ordered: [(String, String)] {
        let milliseconds = Int(statementTimeout / .milliseconds(1))
        var words: [(String, String)] = keywords.sorted { $0.key < $1.key }.filter { $0.key != "dbname" }
        if let database = keywords["dbname"] { words.insert(("dbname", database), at: 0) }
        words.append(("client_encoding", "UTF8"))
        words.append(("connect_timeout", String(max(1, Int(connectTimeout / .seconds(1))))))
        words.append(("application_name", "dangwu"))
        words.append(
            (
                "options",
                // Here, and not left to the role: a role may change its own defaults, and would stop all writing so.
                "-c jit=off -c TimeZone=UTC -c DateStyle=ISO,YMD -c client_min_messages=warning "
                    + "-c search_path=public -c row_security=on -c default_transaction_read_only=off "
                    + "-c default_transaction_isolation=read\\ committed -c lock_timeout=0 "
                    + "-c statement_timeout=\(milliseconds) -c idle_in_transaction_session_timeout=60000"
            ))
        return words
    }
}
