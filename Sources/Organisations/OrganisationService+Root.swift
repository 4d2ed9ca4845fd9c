import Access
package import Civil
package import Kernel
package import Wire

/// The first organisation of an empty registry: the top of the tree that everything else is imported below.
package struct RootOrder: Sendable {
    package let code: String
    package let name: String
    package let level: Level
    package let since: Day

    package init(code: String, name: String, level: Level, since: Day) {
        self.code = code
        self.name = name
        self.level = level
        self.since = since
    }
}

extension OrganisationService {
    /// Enters a committee without an organisation above it. One that is registered under this code must be the same.
    package func enterRoot(_ order: RootOrder, on today: Day, caller: Caller) async throws -> ImportOutcome {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.name, "name")
        try Plausible.past(order.since, "since", today: today)
        let entry = OrganisationEntry(
            line: 1, code: order.code, parentCode: nil, level: order.level, kind: .committee, field: nil,
            name: order.name, since: order.since, unitKind: nil, unitName: nil)
        return try await database.write(caller) { transaction in
            var work = OrganisationImport(transaction: transaction)
            let (added, unchanged) = try await work.apply([entry], source: "root")
            return ImportOutcome(rows: 1, added: added, unchanged: unchanged, dryRun: false)
        }
    }
}
