import Foundation
import Kernel

/// Reads a row as a value whose members are named as the columns: `dueOn` is `due_on`, and a text in both languages is
/// `name_zh` and `name_en`. Values with parts of their own, and rows that are read by the thousand, are read column by
/// column instead.
extension Row {
    /// - Throws: `PostgresError.decode` for a column that is missing, has another type or is NULL.
    package func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try Value(from: RowDecoder(row: self))
    }
}

private struct RowDecoder: Decoder {
    let row: Row
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowMembers<Key>(row: row))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw RowDecoder.unsupported("a list") }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw RowDecoder.unsupported("one value") }

    static func unsupported(_ what: String) -> PostgresError { .misuse("a row cannot be read as \(what)") }
}

/// A row by the members of a value.
private struct RowMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let row: Row
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    private func column(_ key: Key) -> String { key.stringValue.snakeCase }

    // A member without its column is a defect of the statement and not an absent value.
    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) throws -> Bool {
        let name = column(key)
        guard let position = row.position(name) ?? row.position(name + "_zh") else {
            throw Row.unreadable(name, "\(key.stringValue)", "no such column")
        }
        return row.text(at: position) == nil
    }

    private func read<Value: PostgresDecodable>(_ type: Value.Type, _ key: Key) throws -> Value {
        try row[column(key)]
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try read(type, key) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try read(type, key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try read(type, key) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try read(type, key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let name = column(key)
        if type == Text.self, let text = Text(zh: try row[name + "_zh"], en: try row[name + "_en"]) as? Value {
            return text
        }
        if let readable = type as? any PostgresDecodable.Type, let value = try read(readable, key) as? Value {
            return value
        }
        return try Value(from: CellDecoder(row: row, column: name))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw RowDecoder.unsupported("nested values") }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw RowDecoder.unsupported("nested values")
    }

    func superDecoder() throws -> any Decoder { throw RowDecoder.unsupported("a subclass") }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw RowDecoder.unsupported("a subclass") }
}

/// One cell, for types that are written as one text or number: cases of a closed list, references, times.
private struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let row: Row
    let column: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw RowDecoder.unsupported("nested values")
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw RowDecoder.unsupported("nested values") }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { row.text(column) == nil }
    func decode(_ type: Bool.Type) throws -> Bool { try row[column] }
    func decode(_ type: Double.Type) throws -> Double { try row[column] }
    func decode(_ type: Int.Type) throws -> Int { try row[column] }

    /// Times in ISO 8601, everything else as the server writes it.
    func decode(_ type: String.Type) throws -> String {
        if let position = row.position(column), Date.canRead(row.type(at: position)) {
            return Instant.text(try row[column])
        }
        return try row[column]
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let readable = type as? any PostgresDecodable.Type, let value = try read(readable) as? Value { return value }
        return try Value(from: self)
    }

    private func read<Value: PostgresDecodable>(_ type: Value.Type) throws -> Value { try row[column] }
}
