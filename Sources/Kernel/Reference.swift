/// How a caller names a thing: by a code, a key, a number, a name or its identifier. The service that owns the thing
/// resolves it within the caller's scope, so nobody has to know a UUID.
package struct Reference<Subject>: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(_ identifier: Identifier<Subject>) { text = identifier.description }

    /// The identifier, when that is what was given: it needs no look-up.
    package var identifier: Identifier<Subject>? { Identifier(text) }

    package var description: String { text }
}

extension Reference: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}

extension Reference: Codable {
    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
