import Foundation
import Kernel
import Wire

@testable import API

/// The requests of a route with one member at a time set to something extreme that its type takes.
struct ExtremeValues {
    /// JSON of what a schema takes and nobody means. Ranges are left aside: commands and other services send orders
    /// that no schema has checked.
    static func of(_ schema: JSONSchema) -> [String] {
        switch schema {
        case .integer: ["9223372036854775807", "-9223372036854775808", "0", "-1", "1000000000", "2147483648"]
        case .number: ["1e308", "-1e308", "0", "5e-324"]
        case .boolean, .anything: []
        case .choice(let words): words.map { "\"\($0)\"" }.suffix(1)
        case .text(nil): texts.map { quoted($0) }
        case .text(let form?):
            (forms.filter(form.accepts) + (form.format.hasPrefix("words") ? texts : [])).map { quoted($0) }
        case .array(let items, _):
            of(items).prefix(3).map { "[\($0)]" } + ["[]"]
                + (of(items).first.map { one in
                    ["[" + Array(repeating: one, count: 3000).joined(separator: ",") + "]"]
                } ?? [])
        case .table(let words, let values):
            of(values).prefix(3).map { "{\"\(words?.first ?? "x")\":\($0)}" }
        case .object: []
        }
    }

    private static let texts = [String(repeating: "长", count: 30_000), "9999-12-31", "\u{0}", "%s';--"]

    private static let forms = [
        "0001-01-01", "1921-07-01", "2200-12-31", "9999-12-31", "0001-01", "9999-12", "9999.9", "-9999.9", "0.1",
        "999999999.9999", "-999999999.9999", "0.0001", "0", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "00000000-0000-0000-0000-000000000000",
    ]

    private static func quoted(_ text: String) -> String { (try? WireEncoder.text(text)) ?? "\"\"" }

    /// Bodies made of one that is well formed: each member of it, those left out included, with each extreme.
    static func bodies(_ body: String, _ schema: JSONSchema) -> [(member: String, body: String)] {
        guard case .object(let object) = schema,
            let given = (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]
        else { return [] }
        var bodies: [(String, String)] = []
        for member in object.members {
            func add(_ value: String) {
                var parts: [String] = [quoted(member.name) + ":" + value]
                for (name, known) in given where name != member.name {
                    guard let text = json(known) else { continue }
                    parts.append(quoted(name) + ":" + text)
                }
                bodies.append((member.name, "{" + parts.joined(separator: ",") + "}"))
            }
            for value in of(member.schema) { add(value) }
            // The members of a list's items and of an object inside.
            if case .array(let items, _) = member.schema {
                let first = (given[member.name] as? [Any])?.first.flatMap(json) ?? items.sample
                for (name, changed) in Self.bodies(first, items) where !name.isEmpty { add("[\(changed)]") }
            } else if case .object = member.schema {
                let inside = given[member.name].flatMap(json) ?? member.schema.sample
                for (_, changed) in Self.bodies(inside, member.schema) { add(changed) }
            }
        }
        return bodies
    }

    private static func json(_ value: Any) -> String? {
        (try? JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
