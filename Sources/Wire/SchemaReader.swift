import Foundation
import Kernel

/// Reads a type's schema by decoding it from nothing: hands out samples and notes what is asked for.
enum SchemaReader {
    static func read<Value: Decodable>(_ type: Value.Type) throws -> (value: Value, schema: JSONSchema) {
        if let form = type as? any WireValue.Type, let value = form.sample as? Value {
            return (value, .text(form.form))
        }
        if let choice = type as? any Choice.Type, let value = choice.first as? Value {
            return (value, .choice(choice.known))
        }
        // A decimal is a text outside the program, so that no reader turns it into a binary fraction.
        if let value = Decimal(0) as? Value { return (value, .number(nil)) }
        let note = Note(owner: type)
        let value = try Value(from: Reader(note: note, name: typeName(type)))
        return (value, note.schema)
    }

    /// `Page<OverdueLine>` is `PageOfOverdueLine`; a nested type carries its parents' names.
    private static func typeName(_ type: Any.Type) -> String {
        var text = String(reflecting: type)
        for part in text.split(whereSeparator: { "<>, ".contains($0) }) {
            let short = part.split(separator: ".").dropFirst().joined()
            if !short.isEmpty { text = text.replacing(String(part), with: short) }
        }
        return text.replacing("<", with: "Of").replacing(", ", with: "And").replacing(">", with: "")
    }
}

extension Choice {
    fileprivate static var first: Self? { allCases.first }
    fileprivate static var known: [String] { allCases.map(\.rawValue) }
}

private final class Note {
    var schema = JSONSchema.anything
    /// The type whose members are read, which may limit them.
    let owner: Any.Type

    init(owner: Any.Type = Never.self) { self.owner = owner }
}

private struct Reader: Decoder {
    let note: Note
    let name: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
        // A query that contains another's members reads both from one decoder.
        if case .object = note.schema {} else { note.schema = .object(.init(name: name, members: [])) }
        return KeyedDecodingContainer(Keyed<Key>(note: note))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(note: note) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(note: note) }

    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let note: Note
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { [] }

        private func add(_ key: Key, _ schema: JSONSchema, required: Bool) {
            guard case .object(let object) = note.schema else { return }
            let name = key.stringValue.snakeCase
            let limited = MemberLimits.applied(to: schema, name, of: note.owner, required: required)
            let member = JSONSchema.Member(name: name, schema: limited, required: required)
            note.schema = .object(.init(name: object.name, members: object.members + [member]))
        }

        func contains(_ key: Key) -> Bool { true }
        func decodeNil(forKey key: Key) -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            let (value, schema) = try SchemaReader.read(table: type)
            add(key, schema, required: true)
            return value
        }

        func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
            let (value, schema) = try SchemaReader.read(table: type)
            add(key, schema, required: false)
            return value
        }

        func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
            add(key, .text(nil), required: false)
            return nil
        }
        func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
            add(key, .integer(nil), required: false)
            return nil
        }
        func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
            add(key, .boolean, required: false)
            return nil
        }
        func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
            add(key, .number(nil), required: false)
            return nil
        }

        // No value of ours is written by hand with containers inside containers.
        func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey: Key) throws -> KeyedDecodingContainer<
            Nested
        > { KeyedDecodingContainer(Keyed<Nested>(note: Note())) }
        func nestedUnkeyedContainer(forKey: Key) throws -> any UnkeyedDecodingContainer { Unkeyed(note: Note()) }
        func superDecoder() throws -> any Decoder { Reader(note: Note(), name: "") }
        func superDecoder(forKey: Key) throws -> any Decoder { Reader(note: Note(), name: "") }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        let note: Note
        var codingPath: [any CodingKey] { [] }
        var count: Int? { 1 }
        var isAtEnd: Bool { currentIndex > 0 }
        var currentIndex = 0

        init(note: Note) { self.note = note }

        mutating func decodeNil() throws -> Bool { false }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            currentIndex += 1
            let (value, schema) = try SchemaReader.read(table: type)
            note.schema = .array(schema, nil)
            return value
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws -> KeyedDecodingContainer<Nested>
        { KeyedDecodingContainer(Keyed<Nested>(note: Note())) }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { Unkeyed(note: Note()) }
        mutating func superDecoder() throws -> any Decoder { Reader(note: Note(), name: "") }
    }

    struct Single: SingleValueDecodingContainer {
        let note: Note
        var codingPath: [any CodingKey] { [] }

        func decodeNil() -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            // Days are texts too: what is handed out is one.
            if type == String.self { return try handOut("2000-01-01", .text(nil)) }
            if type == Bool.self { return try handOut(false, .boolean) }
            if type == Int.self { return try handOut(0, .integer(nil)) }
            if type == Double.self { return try handOut(0.0, .number(nil)) }
            let (value, schema) = try SchemaReader.read(table: type)
            note.schema = schema
            return value
        }

        private func handOut<Value>(_ empty: any Decodable, _ schema: JSONSchema) throws -> Value {
            note.schema = schema
            guard let value = empty as? Value else {
                throw DecodingError.typeMismatch(Value.self, .init(codingPath: [], debugDescription: "no schema"))
            }
            return value
        }
    }
}

/// A dictionary from words: decoding it from nothing would not show what its values are.
private protocol WordTable {
    static var schema: JSONSchema { get throws }
    static var empty: Self { get }
}

extension Dictionary: WordTable where Value: Decodable {
    fileprivate static var schema: JSONSchema {
        get throws { .table((Key.self as? any Choice.Type)?.known, try SchemaReader.read(table: Value.self).1) }
    }
    fileprivate static var empty: Self { [:] }
}

extension SchemaReader {
    fileprivate static func read<Value: Decodable>(table type: Value.Type) throws -> (Value, JSONSchema) {
        if let table = type as? any WordTable.Type, let value = table.empty as? Value {
            return (value, try table.schema)
        }
        return try read(type)
    }
}
