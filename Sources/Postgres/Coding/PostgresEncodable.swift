package import Civil
package import Foundation
package import Kernel

/// A parameter as libpq expects it: its text form and its type (0: the server infers it).
package struct Parameter: Sendable, Hashable {
    package let text: String?
    package let type: UInt32

    package init(_ text: String?, type: UInt32 = 0) {
        self.text = text
        self.type = type
    }
}

/// A Swift value that can be bound to `$n`. It is sent separately from the SQL, never inside it.
package protocol PostgresEncodable: Bindable {
    static var postgresType: UInt32 { get }
    var postgresText: String { get }
}

extension PostgresEncodable {
    package var parameter: Parameter { Parameter(postgresText, type: Self.postgresType) }
}

/// Object identifiers of built-in types (`pg_type.dat`).
package enum TypeOID {
    package static let bool: UInt32 = 16
    package static let bytea: UInt32 = 17
    package static let int8: UInt32 = 20
    package static let int2: UInt32 = 21
    package static let int4: UInt32 = 23
    package static let text: UInt32 = 25
    package static let json: UInt32 = 114
    package static let float8: UInt32 = 701
    package static let float4: UInt32 = 700
    package static let varchar: UInt32 = 1043
    package static let name: UInt32 = 19
    package static let bpchar: UInt32 = 1042
    package static let date: UInt32 = 1082
    package static let timestamptz: UInt32 = 1184
    package static let numeric: UInt32 = 1700
    package static let uuid: UInt32 = 2950
    package static let jsonb: UInt32 = 3802
    package static let boolArray: UInt32 = 1000
    package static let byteaArray: UInt32 = 1001
    package static let textArray: UInt32 = 1009
    package static let int8Array: UInt32 = 1016
    package static let dateArray: UInt32 = 1182
    package static let numericArray: UInt32 = 1231
    package static let uuidArray: UInt32 = 2951
}

extension String: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.text }
    package var postgresText: String { self }
}

extension Bool: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.bool }
    package var postgresText: String { self ? "t" : "f" }
}

extension Int: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.int8 }
    package var postgresText: String { String(self) }
}

extension Decimal: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.numeric }
    package var postgresText: String { description }
}

extension UUID: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.uuid }
    package var postgresText: String { text }
}

extension Identifier: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.uuid }
    package var postgresText: String { value.text }
}

extension Day: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.date }
    package var postgresText: String { description }
}

extension Hours: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.numeric }
    package var postgresText: String { description }
}

extension Amount: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.numeric }
    package var postgresText: String { description }
}

extension Date: PostgresEncodable {
    package static var postgresType: UInt32 { TypeOID.timestamptz }
    package var postgresText: String { Instant.text(self) }
}

/// Raw bytes (`bytea`), in the hex form.
package struct Bytes: Sendable, Hashable, PostgresEncodable {
    package let bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    package static var postgresType: UInt32 { TypeOID.bytea }
    package var postgresText: String { "\\x" + hex }

    package var hex: String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
        return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = digit(byte >> 4)
                buffer[2 * index + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }
}

/// A JSON document (`jsonb`) as text.
package struct JSONText: Sendable, Hashable, PostgresEncodable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// Sorted keys, so that equal values have equal texts.
    package init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    package static var postgresType: UInt32 { TypeOID.jsonb }
    package var postgresText: String { text }
}

extension Array: Bindable where Element: PostgresArrayElement {}
extension Array: PostgresEncodable where Element: PostgresArrayElement {
    package static var postgresType: UInt32 { Element.postgresArrayType }
    package var postgresText: String {
        var array = ArrayText(count: count)
        for element in self { array.add(element.postgresText) }
        return array.text
    }
}

/// A type that has an array type on the server.
package protocol PostgresArrayElement: PostgresEncodable {
    static var postgresArrayType: UInt32 { get }
}

extension String: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.textArray } }
extension Int: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.int8Array } }
extension Bool: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.boolArray } }
extension UUID: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.uuidArray } }
extension Identifier: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.uuidArray } }
extension Day: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.dateArray } }
extension Hours: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.numericArray } }
extension Amount: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.numericArray } }
extension Decimal: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.numericArray } }
extension Bytes: PostgresArrayElement { package static var postgresArrayType: UInt32 { TypeOID.byteaArray } }

/// An array some of whose elements may be NULL.
package struct NullableArray<Element: PostgresArrayElement>: PostgresEncodable {
    package let elements: [Element?]

    package init(_ elements: [Element?]) { self.elements = elements }

    package static var postgresType: UInt32 { Element.postgresArrayType }
    package var postgresText: String {
        var array = ArrayText(count: elements.count)
        for element in elements { array.add(element?.postgresText) }
        return array.text
    }
}
