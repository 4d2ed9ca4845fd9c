import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles

/// Organisations whose form no longer fits their number of members.
extension TermService {
    /// Organisations that are read at a time, and how often for one page: most of them have no finding.
    private static let portion = 500
    private static let portions = 60

    /// Findings by place. A page may be short where many organisations in a row have none.
    package func sizes(_ query: SizeQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<SizeFinding>
    {
        let caller = try caller.with(.readRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        var (found, after) = ([SizeFinding](), page.after ?? "")
        for _ in 0..<Self.portions {
            try Wanted.check()
            let sizes = try await database.readPage(
                caller,
                .organisationSizes(
                    low: scope.low, high: scope.high, after: after, day: day,
                    leastFull: sizeRules.branchLeastFull.count,
                    limit: Self.portion),
                as: OrganisationSize.self)
            for size in sizes {
                found += sizeRules.findings(size)
                after = size.path
                if found.count >= page.limit { return Page(items: found, next: after) }
            }
            if sizes.count < Self.portion { return Page(items: found, next: nil) }
        }
        return Page(items: found, next: after)
    }
}
