/// Division codes out of organisation paths. A place's prefix is its parent's: organisations below a division are
/// written behind its code.
enum Places {
    /// `61.6101.610116.610116001.` is `610116001`; `61.6101.610116.E01.` is `610116E01-`: with
    /// its end marked, so that `E01` does not seem to lie above `E010`.
    static func place(_ path: String) -> String {
        var place = ""
        for part in path.split(separator: ".") {
            let isDivision = part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && part.hasPrefix(place)
            place = isDivision ? String(part) : place + part + "-"
        }
        return place
    }

    /// The path of the organisation above.
    static func parent(_ path: String) -> String {
        let parts = path.split(separator: ".")
        return parts.dropLast().map { $0 + "." }.joined()
    }
}
