import Civil
package import Kernel

/// The JSON Schema of a value, read off its `Codable` type itself (`SchemaReader`), so that document, check and decoder
/// cannot differ.
package indirect enum JSONSchema: Sendable, Equatable {
    /// A text of a form: `date`, `uuid`, `decimal` …; nil for any text.
    case text(TextForm?)
    /// One word of several.
    case choice([String])
    /// A whole number, nil for any that fits 64 bits.
    case integer(ClosedRange<Int>?)
    case number(ClosedRange<Double>?)
    case boolean, anything
    /// So many items, nil for any number of them.
    case array(JSONSchema, ClosedRange<Int>?)
    /// From words to values; nil for any words.
    case table([String]?, JSONSchema)
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

    package static let year = JSONSchema.integer(Plausible.years)

    /// Members of an object; none for anything else.
    package var members: [Member] {
        if case .object(let object) = self { object.members } else { [] }
    }
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
        case .text(let form?): "{\"type\":\"string\",\(form.keywords)}"
        case .choice(let words):
            "{\"type\":\"string\",\"enum\":[\(words.map { "\"\($0)\"" }.joined(separator: ","))]}"
        case .integer(let range): "{\"type\":\"integer\"\(Self.bounds(range, "minimum", "maximum"))}"
        case .number(let range): "{\"type\":\"number\"\(Self.bounds(range, "minimum", "maximum"))}"
        case .boolean: "{\"type\":\"boolean\"}"
        case .anything: "{}"
        case .array(let items, let count):
            "{\"type\":\"array\",\"items\":\(items.json(object))\(Self.bounds(count, "minItems", "maxItems"))}"
        case .table(nil, let values): "{\"type\":\"object\",\"additionalProperties\":\(values.json(object))}"
        case .table(let words?, let values):
            "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                + words.map { "\"\($0)\":\(values.json(object))" }.joined(separator: ",") + "}}"
        case .object(let value): object(value)
        }
    }

    private static func bounds<Bound>(_ range: ClosedRange<Bound>?, _ least: String, _ most: String) -> String {
        range.map { ",\"\(least)\":\($0.lowerBound),\"\(most)\":\($0.upperBound)" } ?? ""
    }

    /// Every named object below, itself included.
    package var objects: [Object] {
        switch self {
        case .array(let inner, _), .table(_, let inner): inner.objects
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
        case .integer(nil): Text(zh: "整数", en: "a whole number")
        case .integer(let range?):
            Text(
                zh: "\(range.lowerBound) 到 \(range.upperBound) 的整数",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        case .number(nil): Text(zh: "数", en: "a number")
        case .number(let range?):
            Text(
                zh: "\(range.lowerBound) 到 \(range.upperBound) 的数",
                en: "a number from \(range.lowerBound) to \(range.upperBound)")
        case .boolean: .verbatim("true, false")
        case .anything: Text(zh: "任意值", en: "any value")
        case .array(_, nil): Text(zh: "数组 […]", en: "a list […]")
        case .array(_, let count?):
            Text(
                zh: "\(count.lowerBound) 到 \(count.upperBound) 项的数组 […]",
                en: "a list […] of \(count.lowerBound) to \(count.upperBound)")
        case .table, .object: Text(zh: "对象 {…}", en: "an object {…}")
        }
    }

    /// A body that fits the schema, with every required member: what tests send and the document shows.
    package var sample: String {
        switch self {
        case .text(nil): "\"text\""
        case .text(let form?): "\"\(form.example)\""
        case .choice(let words): "\"\(words.first ?? "")\""
        case .integer(let range): "\(range.map { min(max(1, $0.lowerBound), $0.upperBound) } ?? 1)"
        case .number(let range): "\(range.map { min(max(1, $0.lowerBound), $0.upperBound) } ?? 1)"
        case .boolean: "false"
        case .anything: "null"
        case .array(let items, _): "[\(items.sample)]"
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

    /// Unknown members are refused, and a member that may be left out may be null as well.
    private func written(_ schema: (JSONSchema) -> String) -> String {
        let properties = members.map { member in
            let text = schema(member.schema)
            let shown = member.required ? text : "{\"anyOf\":[\(text),{\"type\":\"null\"}]}"
            return "\"\(member.name)\":\(shown)"
        }.joined(separator: ",")
        let required = members.filter(\.required).map { "\"\($0.name)\"" }.joined(separator: ",")
        return "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\(properties)}"
            + (required.isEmpty ? "" : ",\"required\":[\(required)]") + "}"
    }
}
