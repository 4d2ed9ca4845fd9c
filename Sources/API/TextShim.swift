import Kernel
import Wire

/// Until every list shows its value itself: bodies copy texts.
extension Text {
    init(_ text: Text) { self = text }
}

/// Bodies that routes share until each answers with its outcome or page.
struct DoneBody: Codable, Sendable {
    let done: Bool
}

struct IdentifierBody: Codable, Sendable {
    let id: String
}

struct ReasonBody: Codable, Sendable {
    let reason: String
}

struct ListBody<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
}

struct PageBody<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
    let next: String?

    init<Source>(_ page: Page<Source>, _ body: (Source) -> Item) {
        items = page.items.map(body)
        next = page.next
    }
}

struct ImportBody: Codable, Sendable {
    let rows: Int
    let added: Int
    let unchanged: Int
    let dryRun: Bool

    init(_ outcome: ImportOutcome) {
        rows = outcome.rows
        added = outcome.added
        unchanged = outcome.unchanged
        dryRun = outcome.dryRun
    }
}
