/// Encoded as text, so that no reader converts it to a binary fraction.
extension Hours: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        // Hours that were taken back are less than none.
        let isLess = text.hasPrefix("-")
        guard let hours = Hours(isLess ? String(text.dropFirst()) : text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number of hours")
        }
        self = isLess ? Hours(tenths: -hours.tenths) : hours
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
