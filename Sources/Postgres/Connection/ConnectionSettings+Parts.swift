import CLibPQ

/// What a connection URI consists of, and messages about it that do not repeat its password.
extension ConnectionSettings {
    /// The keywords of the URI, or those given; nil for a URI that cannot be read.
    package var parts: [String: String]? {
        guard let text = keywords["dbname"], text.contains("://") || text.contains("=") else { return keywords }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            PQfreemem(message)
            return nil
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
            option = option.advanced(by: 1)
        }
        return found.merging(keywords.filter { $0.key != "dbname" }) { $1 }
    }

    var isReadable: Bool { parts != nil }

    /// A message without the password, also where a character of it that should have been escaped made libpq take a
    /// part of it for a host or a port.
    func redacted(_ message: String) -> String {
        var secrets = [parts?["password"] ?? ""]
        if let text = keywords["dbname"], let start = text.firstRange(of: "://")?.upperBound {
            let authority = text[start...]
            if let colon = authority.firstIndex(of: ":"), let at = authority.lastIndex(of: "@"), colon < at {
                let secret = authority[authority.index(after: colon)..<at]
                secrets += secret.split { "@:/?#[]".contains($0) }.map(String.init)
            }
        }
        return secrets.filter { $0.count > 1 }.sorted { $0.count > $1.count }
            .reduce(message) { $0.replacing($1, with: "…") }
    }
}
