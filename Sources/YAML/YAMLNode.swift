/// One node of a YAML text: what rule files and settings are read from. Only what they need exists: no anchors, no
/// aliases, no tags, and keys are texts.
package indirect enum YAMLNode: Sendable {
    case scalar(String, line: Int)
    case sequence([YAMLNode], line: Int)
    case mapping(YAMLMapping, line: Int)

    package var line: Int {
        switch self {
        case .scalar(_, let line), .sequence(_, let line), .mapping(_, let line): line
        }
    }

    package var mapping: YAMLMapping? {
        if case .mapping(let mapping, _) = self { mapping } else { nil }
    }
}

/// Entries in the order of the text, found by key in constant time.
package struct YAMLMapping: Sendable {
    package struct Entry: Sendable {
        package let key: String
        package let line: Int
        package let value: YAMLNode
    }

    package private(set) var entries: [Entry] = []
    private var positions: [String: Int] = [:]

    /// - Returns: false for a key that is there already.
    mutating func append(_ entry: Entry) -> Bool {
        guard positions[entry.key] == nil else { return false }
        positions[entry.key] = entries.count
        entries.append(entry)
        return true
    }

    package subscript(key: String) -> YAMLNode? { positions[key].map { entries[$0].value } }
}
