import Kernel

/// Encoded as text, so that no reader converts it to a binary fraction.
extension Amount: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let amount = Amount(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal with four places")
        }
        self = amount
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(required(encoder.codingPath.last?.stringValue.snakeCase ?? "amount").description)
    }
}
