import Civil
import Foundation
import Kernel

/// Writes any value as JSON, member by member in the order of its declaration; names become snake case, nil is left
/// out.
///
/// One encoder for every door, so that the command line and the API show the same bytes. It writes straight into one
/// buffer: a page of fifty lines takes Foundation's encoder longer than the database needs to find them.
package enum WireEncoder {
    /// The value as one line of JSON with a line end, as both doors show it.
    package static func document(_ value: some Encodable) throws -> [UInt8] {
        let output = Output()
        try output.write(value, depth: 0)
        output.close(to: 0)
        output.bytes.append(0x0A)
        return output.bytes
    }

    package static func text(_ value: some Encodable) throws -> String {
        String(decoding: try document(value).dropLast(), as: UTF8.self)
    }
}

/// The buffer, with the brackets that are open.
private final class Output {
    var bytes: [UInt8] = []
    private var open: [(end: UInt8, isEmpty: Bool)] = []

    init() { bytes.reserveCapacity(4096) }

    var depth: Int { open.count }

    func begin(_ start: UInt8, _ end: UInt8) {
        bytes.append(start)
        open.append((end, true))
    }

    /// Ends what is open below a depth.
    func close(to depth: Int) {
        while open.count > depth { bytes.append(open.removeLast().end) }
    }

    /// The comma before a member or element of the container at a depth.
    func separate(at depth: Int) {
        close(to: depth)
        if open[depth - 1].isEmpty { open[depth - 1].isEmpty = false } else { bytes.append(0x2C) }
    }

    func key(_ name: String, at depth: Int) {
        separate(at: depth)
        bytes.append(0x22)
        for byte in name.utf8 {
            if byte >= 0x41, byte <= 0x5A {
                bytes.append(0x5F)
                bytes.append(byte + 0x20)
            } else {
                bytes.append(byte)
            }
        }
        bytes.append(0x22)
        bytes.append(0x3A)
    }

    func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    func string(_ text: String) {
        bytes.append(0x22)
        // Hardly any text needs an escape; those that need none go in whole.
        let whole = text.utf8.withContiguousStorageIfAvailable { buffer in
            for byte in buffer where byte < 0x20 || byte == 0x22 || byte == 0x5C { return false }
            bytes.append(contentsOf: buffer)
            return true
        }
        if whole != true { escaped(text) }
        bytes.append(0x22)
    }

    private func escaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            default: bytes.append(byte)
            }
        }
    }

    func number(_ value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "no JSON number"))
        }
        raw(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)")
    }

    /// - Parameter depth: of the container that holds the value.
    func write<Value: Encodable>(_ value: Value, depth: Int) throws {
        // The types of most members first, without their encoding's detour.
        if Value.self == Day.self, let value = value as? Day { return string(value.description) }
        if Value.self == Text.self, let value = value as? Text {
            raw("{\"zh_hans\":")
            string(value.chinese)
            raw(",\"en\":")
            string(value.english)
            return bytes.append(0x7D)
        }
        if Value.self == Decimal.self, let value = value as? Decimal { return raw("\(value)") }
        let start = self.depth
        let before = bytes.count
        try value.encode(to: ValueEncoder(output: self))
        close(to: start)
        // A value without members, such as an empty dictionary.
        if bytes.count == before { raw("{}") }
    }
}

private struct ValueEncoder: Encoder {
    let output: Output
    /// Of the containers around the value.
    private let start: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(output: Output) {
        self.output = output
        start = output.depth
    }

    /// A value whose members are those of several values asks more than once, and all go into one object.
    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        if output.depth > start { output.close(to: start + 1) } else { output.begin(0x7B, 0x7D) }
        return KeyedEncodingContainer(Keyed<Key>(output: output, depth: start + 1))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.begin(0x5B, 0x5D)
        return Unkeyed(output: output, depth: output.depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output) }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: Output
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        output.key(key.stringValue, at: depth)
        output.raw("null")
    }

    func encode(_ value: Bool, forKey key: Key) {
        output.key(key.stringValue, at: depth)
        output.raw(value ? "true" : "false")
    }

    func encode(_ value: String, forKey key: Key) {
        output.key(key.stringValue, at: depth)
        output.string(value)
    }

    func encode(_ value: Int, forKey key: Key) {
        output.key(key.stringValue, at: depth)
        output.raw(String(value))
    }

    func encode(_ value: Double, forKey key: Key) throws {
        output.key(key.stringValue, at: depth)
        try output.number(value)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        output.key(key.stringValue, at: depth)
        try output.write(value, depth: depth)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        output.key(key.stringValue, at: depth)
        return ValueEncoder(output: output).container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        output.key(key.stringValue, at: depth)
        return ValueEncoder(output: output).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { ValueEncoder(output: output) }

    func superEncoder(forKey key: Key) -> any Encoder {
        output.key(key.stringValue, at: depth)
        return ValueEncoder(output: output)
    }
}

private struct Unkeyed: UnkeyedEncodingContainer {
    let output: Output
    let depth: Int
    var count = 0
    var codingPath: [any CodingKey] { [] }

    private mutating func next() {
        output.separate(at: depth)
        count += 1
    }

    mutating func encodeNil() {
        next()
        output.raw("null")
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        next()
        try output.write(value, depth: depth)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next()
        return ValueEncoder(output: output).container(keyedBy: Nested.self)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        next()
        return ValueEncoder(output: output).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        next()
        return ValueEncoder(output: output)
    }
}

private struct Single: SingleValueEncodingContainer {
    let output: Output
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { output.raw("null") }
    func encode(_ value: Bool) { output.raw(value ? "true" : "false") }
    func encode(_ value: String) { output.string(value) }
    func encode(_ value: Int) { output.raw(String(value)) }
    func encode(_ value: Double) throws { try output.number(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try output.write(value, depth: output.depth) }
}
