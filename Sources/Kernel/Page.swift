/// One page of a list and the key that the next page starts after.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Opaque; nil on the last page.
    package let next: String?

    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    /// A list that is short enough to come whole.
    package init(whole items: [Item]) { self.init(items: items, next: nil) }
}

extension Page: Encodable where Item: Encodable {}
extension Page: Decodable where Item: Decodable {}

/// How much of a list is wanted.
package struct PageRequest: Sendable {
    package static let defaultLimit = 50
    package static let maximumLimit = 500

    package let limit: Int
    package let after: String?

    /// - Throws: `value.invalid` for a limit outside 1…500.
    package init(limit: Int? = nil, after: String? = nil) throws(AppError) {
        let wanted = limit ?? Self.defaultLimit
        guard (1...Self.maximumLimit).contains(wanted) else {
            throw .invalidValue(
                "limit", String(wanted),
                expected: Text(zh: "1 到 \(Self.maximumLimit) 的整数", en: "a number from 1 to \(Self.maximumLimit)"))
        }
        self.limit = wanted
        self.after = after
    }
}
