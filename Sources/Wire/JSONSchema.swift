import Foundation

/// The JSON Schema of a body, read off the `Codable` type itself, so that the document cannot say anything else.
package indirect enum JSONSchema: Sendable, Equatable {
    case string, integer, number, boolean, anything
    case array(JSONSchema)
    case object([Member])

    package struct Member: Sendable {
        package let name: String
        package let schema: JSONSchema
        package let required: Bool
    }

    package static func == (left: JSONSchema, right: JSONSchema) -> Bool { left.json == right.json }

    /// Bodies are made of texts, numbers, flags, lists and other bodies; a type that cannot be read so is a defect that
    /// the test of the routes finds.
    package static func of<Value: Decodable>(_: Value.Type) -> JSONSchema {
        let recorder = Recorder()
        do {
            _ = try Value(from: SchemaDecoder(recorder: recorder))
        } catch {
            return .anything
        }
        return recorder.schema
    }

    /// A member's name on the wire.
    package static func snake(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }

    package var json: String {
        switch self {
        case .string: "{\"type\":\"string\"}"
        case .integer: "{\"type\":\"integer\"}"
        case .number: "{\"type\":\"number\"}"
        case .boolean: "{\"type\":\"boolean\"}"
        case .anything: "{}"
        case .array(let items): "{\"type\":\"array\",\"items\":\(items.json)}"
        case .object(let members):
            "{\"type\":\"object\",\"properties\":{"
                + members.map { "\"\($0.name)\":\($0.schema.json)" }.joined(separator: ",") + "}"
                + (members.contains { $0.required }
                    ? ",\"required\":[" + members.filter(\.required).map { "\"\($0.name)\"" }.joined(separator: ",")
                        + "]" : "") + "}"
        }
    }
}

private final class Recorder {
    var schema = JSONSchema.anything
}

/// Decodes nothing: hands out empty values and notes what was asked for.
private struct SchemaDecoder: Decoder {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
        recorder.schema = .object([])
        return KeyedDecodingContainer(Keyed<Key>(recorder: recorder))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(recorder: recorder) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(recorder: recorder) }

    static func value<Value: Decodable>(_ type: Value.Type) throws -> (Value, JSONSchema) {
        let recorder = Recorder()
        let value = try Value(from: SchemaDecoder(recorder: recorder))
        return (value, recorder.schema)
    }

    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let recorder: Recorder
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { [] }

        private func note(_ key: Key, _ schema: JSONSchema, required: Bool) {
            guard case .object(let members) = recorder.schema else { return }
            recorder.schema = .object(
                members + [
                    JSONSchema.Member(name: JSONSchema.snake(key.stringValue), schema: schema, required: required)
                ])
        }

        func contains(_ key: Key) -> Bool { true }
        func decodeNil(forKey key: Key) -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            let (value, schema) = try SchemaDecoder.value(type)
            note(key, schema, required: true)
            return value
        }

        func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
            let (value, schema) = try SchemaDecoder.value(type)
            note(key, schema, required: false)
            return value
        }

        func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
            note(key, .string, required: false); return nil
        }
        func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
            note(key, .integer, required: false); return nil
        }
        func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
            note(key, .boolean, required: false); return nil
        }
        func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
            note(key, .number, required: false); return nil
        }

        func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey: Key) throws -> KeyedDecodingContainer<
            Nested
        > {
            KeyedDecodingContainer(Keyed<Nested>(recorder: Recorder()))
        }

        func nestedUnkeyedContainer(forKey: Key) throws -> any UnkeyedDecodingContainer {
            Unkeyed(recorder: Recorder())
        }
        func superDecoder() throws -> any Decoder { SchemaDecoder(recorder: Recorder()) }
        func superDecoder(forKey: Key) throws -> any Decoder { SchemaDecoder(recorder: Recorder()) }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        let recorder: Recorder
        var codingPath: [any CodingKey] { [] }
        var count: Int? { 1 }
        var isAtEnd: Bool { currentIndex > 0 }
        var currentIndex = 0

        init(recorder: Recorder) { self.recorder = recorder }

        mutating func decodeNil() throws -> Bool { false }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            currentIndex += 1
            let (value, schema) = try SchemaDecoder.value(type)
            recorder.schema = .array(schema)
            return value
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws -> KeyedDecodingContainer<Nested>
        {
            KeyedDecodingContainer(Keyed<Nested>(recorder: Recorder()))
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { Unkeyed(recorder: Recorder()) }
        mutating func superDecoder() throws -> any Decoder { SchemaDecoder(recorder: Recorder()) }
    }

    struct Single: SingleValueDecodingContainer {
        let recorder: Recorder
        var codingPath: [any CodingKey] { [] }

        func decodeNil() -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            // Days are texts too: what is handed out is one.
            if type == String.self { return try note("2000-01-01", .string) }
            if type == Bool.self { return try note(false, .boolean) }
            if type == Int.self { return try note(0, .integer) }
            if type == Double.self { return try note(0.0, .number) }
            let (value, schema) = try SchemaDecoder.value(type)
            recorder.schema = schema
            return value
        }

        private func note<Value>(_ empty: any Decodable, _ schema: JSONSchema) throws -> Value {
            recorder.schema = schema
            guard let value = empty as? Value else {
                throw DecodingError.typeMismatch(Value.self, .init(codingPath: [], debugDescription: "no schema"))
            }
            return value
        }
    }
}
