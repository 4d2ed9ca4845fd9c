package import Kernel

/// The JSON Schema of a value, read off its `Codable` type itself (`SchemaReader`), so that document, check and decoder
/// cannot differ.
package indirect enum JSONSchema: Sendable, Equatable {
    /// A text of a form: `date`, `uuid`, `decimal` …; nil for any text.
    case text(TextForm?)
    /// One word of several.
    case choice([String])
    case integer, number, boolean, anything
    case array(JSONSchema)
    /// From words to values.
    case table(JSONSchema)
    case object(Object)

    package struct Object: Sendable, Equatable {
        /// The type's name, under which the OpenAPI document lists it.
        package let name: String
        package let members: [Member]

        package init(name: String, members: [Member]) {
            self.name = name
            self.members = members
        }
    }

    package struct Member: Sendable, Equatable {
        package let name: String
        package let schema: JSONSchema
        package let required: Bool
    }

    /// The schema of a type. A type that cannot be read so is a defect that the test of the routes finds.
    package static func of<Value: Decodable>(_ type: Value.Type) -> JSONSchema {
        (try? SchemaReader.read(type).schema) ?? .anything
    }

    /// Members of an object; none for anything else.
    package var members: [Member] {
        if case .object(let object) = self { object.members } else { [] }
    }
}

/// A form of texts that the OpenAPI document names and the check of a body knows.
package struct TextForm: Sendable, Equatable {
    /// OpenAPI's `format`.
    package let format: String
    package let example: String
    package let expected: Text
    package let accepts: @Sendable (String) -> Bool

    package init(_ format: String, example: String, expected: Text, accepts: @escaping @Sendable (String) -> Bool) {
        self.format = format
        self.example = example
        self.expected = expected
        self.accepts = accepts
    }

    package static func == (left: TextForm, right: TextForm) -> Bool { left.format == right.format }
}

// MARK: as JSON

extension JSONSchema {
    /// The schema with every named object by reference, as the OpenAPI document has it.
    package var reference: String { json { "{\"$ref\":\"#/components/schemas/\($0.name)\"}" } }

    /// The schema written out to its last member.
    package var json: String { json(\.json) }

    private func json(_ object: (Object) -> String) -> String {
        switch self {
        case .text(nil): "{\"type\":\"string\"}"
        case .text(let form?):
            "{\"type\":\"string\",\"format\":\"\(form.format)\",\"example\":\"\(form.example)\"}"
        case .choice(let words):
            "{\"type\":\"string\",\"enum\":[\(words.map { "\"\($0)\"" }.joined(separator: ","))]}"
        case .integer: "{\"type\":\"integer\"}"
        case .number: "{\"type\":\"number\"}"
        case .boolean: "{\"type\":\"boolean\"}"
        case .anything: "{}"
        case .array(let items): "{\"type\":\"array\",\"items\":\(items.json(object))}"
        case .table(let values): "{\"type\":\"object\",\"additionalProperties\":\(values.json(object))}"
        case .object(let value): object(value)
        }
    }

    /// Every named object below, itself included.
    package var objects: [Object] {
        switch self {
        case .array(let inner), .table(let inner): inner.objects
        case .object(let object): [object] + object.members.flatMap(\.schema.objects)
        default: []
        }
    }

    /// What a value of it is, in words.
    package var expected: Text {
        switch self {
        case .text(nil): Text(zh: "文字", en: "a text")
        case .text(let form?): form.expected
        case .choice(let words):
            Text(
                zh: "其中之一：\(words.joined(separator: ", "))", en: "one of \(words.joined(separator: ", "))")
        case .integer: Text(zh: "整数", en: "a whole number")
        case .number: Text(zh: "数", en: "a number")
        case .boolean: .verbatim("true, false")
        case .anything: Text(zh: "任意值", en: "any value")
        case .array: Text(zh: "数组 […]", en: "a list […]")
        case .table, .object: Text(zh: "对象 {…}", en: "an object {…}")
        }
    }

    /// A body that fits the schema, with every required member: what tests send and the document shows.
    package var sample: String {
        switch self {
        case .text(nil): "\"text\""
        case .text(let form?): "\"\(form.example)\""
        case .choice(let words): "\"\(words.first ?? "")\""
        case .integer, .number: "1"
        case .boolean: "false"
        case .anything: "null"
        case .array(let items): "[\(items.sample)]"
        case .table: "{}"
        case .object(let object):
            "{"
                + object.members.filter(\.required).map { "\"\($0.name)\":\($0.schema.sample)" }
                .joined(separator: ",") + "}"
        }
    }
}

extension JSONSchema.Object {
    package var json: String { written(\.json) }
    /// With the objects below by reference.
    package var component: String { written(\.reference) }

    private func written(_ schema: (JSONSchema) -> String) -> String {
        let properties = members.map { "\"\($0.name)\":\(schema($0.schema))" }.joined(separator: ",")
        let required = members.filter(\.required).map { "\"\($0.name)\"" }.joined(separator: ",")
        return "{\"type\":\"object\",\"properties\":{\(properties)}"
            + (required.isEmpty ? "" : ",\"required\":[\(required)]") + "}"
    }
}
