/// A unified social credit code (GB 32100-2015): 18 characters of a 31-letter alphabet, the last a check.
package struct CreditCode: Sendable, Hashable, CustomStringConvertible {
    package let characters: String

    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    package init?(_ text: String) {
        let bytes = Array(text.uppercased().utf8)
        guard bytes.count == 18 else { return nil }
        var sum = 0
        var weight = 1
        for byte in bytes.prefix(17) {
            guard let value = CreditCode.alphabet.firstIndex(of: byte) else { return nil }
            sum += value * weight
            weight = weight * 3 % 31
        }
        guard CreditCode.alphabet[(31 - sum % 31) % 31] == bytes[17] else { return nil }
        characters = String(decoding: bytes, as: UTF8.self)
    }

    package var description: String { characters }
}
