package import Foundation

/// An identifier that cannot be mistaken for another subject's: `Identifier<Person>` is not `Identifier<Post>`.
package struct Identifier<Subject>: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let value: UUID

    package init(_ value: UUID) { self.value = value }

    package init?(_ text: String) {
        guard let value = UUID(canonical: text) else { return nil }
        self.value = value
    }

    /// A new time-ordered identifier (RFC 9562, version 7), so that rows written together lie together in an index.
    package static func new(at milliseconds: UInt64? = nil) -> Self {
        let time = milliseconds ?? UInt64(Date().timeIntervalSince1970 * 1000)
        var random = SystemRandomNumberGenerator()
        let high = random.next()
        let low = random.next()
        func byte(_ value: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> (8 * index)) }
        return Self(
            UUID(
                uuid: (
                    byte(time, 5), byte(time, 4), byte(time, 3), byte(time, 2), byte(time, 1), byte(time, 0),
                    0x70 | (byte(high, 0) & 0x0F), byte(high, 1), 0x80 | (byte(low, 0) & 0x3F), byte(low, 1),
                    byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
                )))
    }

    package var description: String { value.text }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Identifier(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no UUID")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value.text)
    }
}

extension UUID {
    /// Reads the canonical text in either case. Foundation's own goes through `sscanf`, which a list of a province
    /// feels.
    package init?(canonical text: String) {
        var text = text
        let halves = text.withUTF8 { Self.halves($0) }
        guard let (high, low) = halves else { return nil }
        self.init(uuid: withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { $0.loadUnaligned(as: uuid_t.self) })
    }

    /// The 32 hexadecimal digits as two numbers.
    private static func halves(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
        guard bytes.count == 36 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (position, byte) in bytes.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == 0x2D else { return nil }
                continue
            }
            let value: UInt8
            switch byte {
            case 0x30...0x39: value = byte - 0x30
            case 0x61...0x66: value = byte - 0x57
            case 0x41...0x46: value = byte - 0x37
            default: return nil
            }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(value)
        }
        return (high, low)
    }

    /// The canonical text of RFC 9562: lower case.
    package var text: String {
        withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { buffer in
                func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
                var position = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        buffer[position] = 0x2D
                        position += 1
                    }
                    buffer[position] = digit(byte >> 4)
                    buffer[position + 1] = digit(byte & 15)
                    position += 2
                }
                return 36
            }
        }
    }
}
