import Civil
import Kernel
import Organisations

struct OrganisationBody: Codable, Sendable, Versioned {
    let id: String
    let code: String
    let path: String
    let parentId: String?
    let level: String
    let kind: String
    let field: String?
    let name: String
    let since: String
    let until: String?
    let version: Int

    init(_ organisation: Organisation) {
        id = organisation.id.description
        code = organisation.code
        path = organisation.path
        parentId = organisation.parent?.description
        level = organisation.level.rawValue
        kind = organisation.kind.rawValue
        field = organisation.field?.rawValue
        name = organisation.name
        since = organisation.since.description
        until = organisation.until?.description
        version = organisation.version
    }
}

struct OrganisationVersionBody: Codable, Sendable {
    let version: Int
    let since: String
    let until: String?
    let name: String
    let kind: String
    let field: String?
    let parentCode: String?

    init(_ version: OrganisationVersion) {
        self.version = version.version
        since = version.since.description
        until = version.until?.description
        name = version.name
        kind = version.kind.rawValue
        field = version.field?.rawValue
        parentCode = version.parentCode
    }
}

struct OrganisationChangeBody: Codable, Sendable {
    let since: String
    let name: String?
    let kind: String?
    let field: String?
    let parentCode: String?
}

struct CoverageBody: Codable, Sendable {
    let kind: String
    let units: Int
    let covered: Int
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

/// A page of a list; `next` goes into `after` of the following request.
struct PageBody<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
    let next: String?

    init<Source>(_ page: Page<Source>, _ body: (Source) -> Item) {
        items = page.items.map(body)
        next = page.next
    }
}

struct ListBody<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
}

struct DayBody: Codable, Sendable {
    let on: String
}
