package import Wire

/// Bodies that fit a schema: every required member and what a test has a value for, the rest from the schema itself. A
/// route that gets a member more gets it here too.
package struct SampleBody: Sendable {
    /// JSON by the name of a member: what every body says of it.
    package let values: [String: String]
    /// Optional members that a body says all the same.
    package let always: Set<String>

    package init(values: [String: String], always: Set<String> = []) {
        self.values = values
        self.always = always
    }

    /// - Parameter own: JSON of members of the outermost object, before all others; an optional one is there then.
    package func json(_ schema: JSONSchema, own: [String: String] = [:]) -> String {
        switch schema {
        case .object(let object):
            let members = object.members.filter { member in
                member.required || own[member.name] != nil || always.contains(member.name)
            }
            let parts = members.map { "\"\($0.name)\":\(own[$0.name] ?? value($0.name, $0.schema))" }
            return "{" + parts.joined(separator: ",") + "}"
        default: return schema.sample
        }
    }

    private func value(_ name: String, _ schema: JSONSchema) -> String {
        switch schema {
        case .object: return json(schema)
        case .array(let items, _):
            if let list = values[name] { return list }
            return "[\(value(name, items))]"
        default: return values[name] ?? schema.sample
        }
    }

    /// A sheet of one row: the required columns and those given, the others by their examples.
    package func csv(_ columns: [ImportColumn], own: [String: String]) -> String {
        let used = columns.filter { $0.required || own[$0.key] != nil }
        let row = used.map { own[$0.key] ?? $0.example }
        return used.map(\.key).joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"
    }
}
