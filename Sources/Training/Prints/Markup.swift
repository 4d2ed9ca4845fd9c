/// A piece of a page to print. Texts are escaped when it is written out, so that no name can become markup. Pure.
indirect enum Markup {
    case text(String)
    case element(String, [(name: String, value: String)], [Markup])

    static func tag(_ name: String, _ text: String, style: String? = nil) -> Markup {
        tag(name, [.text(text)], style: style)
    }

    static func tag(_ name: String, _ content: [Markup], style: String? = nil) -> Markup {
        .element(name, style.map { [(name: "class", value: $0)] } ?? [], content)
    }

    /// A table whose headings are repeated on every sheet.
    static func table(_ headings: [String], _ rows: [[String]], style: String? = nil) -> Markup {
        tag(
            "table",
            [
                tag("thead", [tag("tr", headings.map { tag("th", $0) })]),
                tag("tbody", rows.map { row in tag("tr", row.map { tag("td", $0) }) }),
            ], style: style)
    }

    var html: String {
        switch self {
        case .text(let text): return Self.escaped(text)
        case .element(let name, let attributes, let content):
            let words = attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
            guard !Self.empty.contains(name) else { return "<\(name)\(words)>" }
            return "<\(name)\(words)>" + content.map(\.html).joined() + "</\(name)>"
                + (Self.blocks.contains(name) ? "\n" : "")
        }
    }

    private static let empty: Set<String> = ["br", "hr", "meta"]
    private static let blocks: Set<String> = ["p", "h1", "h2", "table", "thead", "tbody", "tr", "section", "div"]

    /// Control characters that a document may not contain are left out.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            default: if scalar.value >= 0x20, scalar.value != 0x7F { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }
}
