import Foundation
package import Kernel
import Synchronization

/// A value all of whose members are called in Swift as they are called on the wire: its keys need no conversion, which
/// for a large batch costs as much as reading it.
package protocol WireKeyed {}

/// Reads orders and queries: JSON bodies, query strings and forms become the same structs, checked by the same schema.
package enum WireDecoder {
    /// Off where a test hands services orders that no schema has checked, as commands and other services may.
    @TaskLocal package static var checksLimits = true

    /// - Throws: `body.*` or, of a file, `json.*`, each naming the place and never a value; what the value's own
    ///   initialiser throws.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], _ source: JSONSource = .body
    ) throws -> Value {
        if checksLimits { try JSONCheck.check(bytes, schema(of: type), source) }
        do {
            let decoder = JSONDecoder()
            if !(Value.self is any WireKeyed.Type) { decoder.keyDecodingStrategy = .convertFromSnakeCase }
            return try decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw source.mistake(error)
        }
    }

    /// The fields of a query string or a form. A member that is a list takes the field several times or its words
    /// separated by commas; an empty field says nothing.
    /// - Throws: `query.value` and `query.missing` with the field's name, `query.unknown` for a field without a
    ///   member.
    package static func decode<Value: Decodable>(_ type: Value.Type, fields: [(name: String, value: String)]) throws
        -> Value
    {
        let members = schema(of: type).members
        var texts: [String: [String]] = [:]
        for (name, value) in fields {
            guard members.contains(where: { $0.name == name }) else {
                throw AppError.unknownField(name, known: members.map(\.name))
            }
            if !value.isEmpty { texts[name, default: []].append(value) }
        }
        var parts: [String] = []
        for member in members {
            guard let values = texts[member.name] else {
                guard !member.required else { throw AppError.missingField(member.name) }
                continue
            }
            parts.append("\"\(member.name)\":\(try json(values, member.name, member.schema))")
        }
        let text = "{" + parts.joined(separator: ",") + "}"
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw JSONSource.query.mistake(error)
        }
    }

    /// What a type's fields are: the parameters of a query.
    package static func members<Value: Decodable>(of type: Value.Type) -> [JSONSchema.Member] {
        schema(of: type).members
    }

    /// The values of one field of a query string, a form or a path as JSON.
    /// - Throws: `query.value` with what is expected, `query.repeated`.
    @discardableResult
    package static func json(_ values: [String], _ name: String, _ schema: JSONSchema) throws(AppError) -> String {
        if case .array(let items, _) = schema {
            let words = values.flatMap { $0.components(separatedBy: ",") }
            var parts: [String] = []
            for word in words { parts.append(try json([word], name, items)) }
            return "[" + parts.joined(separator: ",") + "]"
        }
        guard values.count == 1 else { throw .repeatedField(name) }
        let text = values[0]
        switch schema {
        case .integer(let range):
            if let number = Int(text), isWithin(range, number) { return String(number) }
        case .number(let range):
            if let number = Double(text), number.isFinite, isWithin(range, number) { return "\(number)" }
        case .boolean:
            if ["true", "1"].contains(text) { return "true" }
            if ["false", "0"].contains(text) { return "false" }
        case .choice(let words): if words.contains(text) { return quoted(text) }
        case .text(let form): if form?.accepts(text) ?? true { return quoted(text) }
        default: break
        }
        throw .fieldValue(name, text, expected: schema.expected)
    }

    private static func isWithin<Number>(_ range: ClosedRange<Number>?, _ number: Number) -> Bool {
        range?.contains(number) ?? true || !checksLimits
    }

    private static func quoted(_ text: String) -> String { (try? WireEncoder.text(text)) ?? "\"\"" }

    /// Schemas that were read off their types before.
    private static let known = Mutex<[ObjectIdentifier: JSONSchema]>([:])

    package static func schema<Value: Decodable>(of type: Value.Type) -> JSONSchema {
        let key = ObjectIdentifier(type)
        if let schema = known.withLock({ $0[key] }) { return schema }
        let schema = JSONSchema.of(type)
        known.withLock { $0[key] = schema }
        return schema
    }
}

extension AppError {
    package static func unknownField(_ name: String, known: [String]) -> AppError {
        let words = known.joined(separator: ", ")
        return AppError(
            .malformed, "query.unknown",
            Text(zh: "不认识参数「\(name.quotable)」。", en: "Unknown parameter “\(name.quotable)”."),
            hint: known.isEmpty
                ? Text(zh: "这里不接受参数。", en: "No parameters are accepted here.")
                : Text(zh: "可用的参数：\(words)。", en: "Known parameters: \(words)."))
    }

    static func repeatedField(_ name: String) -> AppError {
        AppError(
            .malformed, "query.repeated",
            Text(zh: "参数「\(name.quotable)」只能出现一次。", en: "The parameter “\(name.quotable)” may appear once only."))
    }

    static func fieldValue(_ name: String, _ text: String, expected: Text) -> AppError {
        AppError(
            .malformed, "query.value",
            Text(
                zh: "参数「\(name)」的值「\(text.quotable)」无效：应为\(expected.chinese)。",
                en: "“\(text.quotable)” is not a valid \(name): expected \(expected.english)."))
    }

    package static func missingField(_ name: String) -> AppError {
        AppError(
            .malformed, "query.missing", Text(zh: "缺少参数「\(name)」。", en: "The parameter “\(name)” is missing."))
    }
}
