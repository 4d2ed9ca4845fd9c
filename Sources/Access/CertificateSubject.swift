import Foundation

/// The subject of a client certificate as a proxy passes it, such as `CN=Wang Fang,OU=Office,O=County,C=CN` (RFC 4514,
/// and RFC 2253 before it).
package struct CertificateSubject: Sendable {
    /// Attributes in the order they are written.
    let attributes: [(type: String, value: String)]

    static let mostBytes = 4096

    /// - Returns: nil for what has not the form.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        var attributes: [(String, String)] = []
        var rest = Array(text.utf8)[...]
        repeat {
            while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")), equals > rest.startIndex else { return nil }
            let type = rest[..<equals]
            guard type.allSatisfy(Self.isOfType) else { return nil }
            rest = rest[(equals + 1)...]
            guard let value = Self.value(&rest) else { return nil }
            attributes.append((String(decoding: type, as: UTF8.self).lowercased(), value))
        } while Self.separates(&rest)
        guard rest.isEmpty else { return nil }
        self.attributes = attributes
    }

    /// The value of an attribute that is there exactly once; of two it is unclear which is meant.
    package func value(of type: String) -> String? {
        let found = attributes.filter { $0.type == type.lowercased() }
        guard found.count == 1, let value = found.first?.value, !value.isEmpty else { return nil }
        return value
    }

    private static func isOfType(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func separates(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, [UInt8(ascii: ","), UInt8(ascii: "+")].contains(first) else { return false }
        rest.removeFirst()
        return true
    }

    /// Up to a separator that is not escaped.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
        // A value in hexadecimal is of another kind than text.
        guard rest.first != UInt8(ascii: "#") else { return nil }
        var (bytes, kept) = ([UInt8](), 0)
        while let byte = rest.first, ![UInt8(ascii: ","), UInt8(ascii: "+")].contains(byte) {
            rest.removeFirst()
            guard byte == UInt8(ascii: "\\") else {
                guard !Array("\";<>".utf8).contains(byte) else { return nil }
                bytes.append(byte)
                if byte != UInt8(ascii: " ") { kept = bytes.count }
                continue
            }
            guard let next = rest.popFirst() else { return nil }
            if let high = hex(next) {
                guard let low = rest.popFirst().flatMap(hex) else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(next)
            }
            kept = bytes.count
        }
        // Blanks at the end are those of the form, unless they are escaped.
        guard let value = String(validating: bytes.prefix(kept), as: UTF8.self) else { return nil }
        return value.precomposedStringWithCanonicalMapping
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
