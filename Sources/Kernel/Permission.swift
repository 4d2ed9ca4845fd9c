/// Something that a caller may do or not. Open: each feature declares its own in `Permission+<Feature>.swift`. Which
/// roles give a permission is defined by the role matrix, `config/policy/access/roles.yaml`.
package struct Permission: Sendable, Hashable, CustomStringConvertible {
    /// The stable name that the role matrix uses, such as `training.read`.
    package let key: String
    /// What it allows, as a verb phrase: “read training”.
    package let text: Text

    package init(_ key: String, zh chinese: String, en english: String) {
        self.key = key
        text = Text(zh: chinese, en: english)
    }

    package var description: String { key }

    package static func == (left: Permission, right: Permission) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
