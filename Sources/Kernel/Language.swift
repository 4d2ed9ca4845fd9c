/// The two languages every text of the product exists in.
package enum Language: String, Sendable, CaseIterable, Codable {
    case chinese = "zh-Hans"
    case english = "en"

    /// Picks a language from a BCP 47 tag, an `Accept-Language` header or a POSIX locale name; nil when neither
    /// Chinese nor English is asked for.
    package init?(tag: String) {
        for part in tag.lowercased().split(separator: ",") {
            let name = part.prefix { $0 != ";" }.drop { $0 == " " }
            if name.hasPrefix("zh") {
                self = .chinese
                return
            }
            if name.hasPrefix("en") || name == "c" || name.hasPrefix("c.") || name == "posix" {
                self = .english
                return
            }
        }
        return nil
    }
}
