import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles

/// Where in a list a page is asked for.
struct PagePlace: Sendable {
    let scope: Scope
    let isLate: Bool
    let subjects: Province.Subjects

    var path: String { isLate ? Province.latePath : scope.low }
    var low: String { scope.low }
    var high: String { scope.high }
    let first = PathKey.first
    /// A cursor of lists that are ordered by an identifier alone.
    var id: UUID { isLate ? UUID(uuid: (240, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) : first }
    var before: UUID { isLate ? UUID(uuid: (15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) : PathKey.last }
    /// The code of the organisation at the top of the scope.
    var code: String { String(scope.low.dropLast().split(separator: ".").last ?? "") }
}

/// A way in which a list is asked for.
struct PageSample: Sendable {
    /// How many rows a page may hold, one more than are shown.
    static let limit = 51

    let block: String
    /// Whether it is about one thing of the last county, and so has rows there alone.
    let isAboutOne: Bool
    let statement: @Sendable (PagePlace) -> Statement

    init(_ block: String, isAboutOne: Bool = false, _ statement: @escaping @Sendable (PagePlace) -> Statement) {
        self.block = block
        self.isAboutOne = isAboutOne
        self.statement = statement
    }
}

/// The blocks that read a page: those with a LIMIT and a cursor, or a range of paths.
enum KeysetList {
    static let blocks = QueryBlock.all.filter { block in
        block.sql.contains("LIMIT") && (!cursor(block).isEmpty || high(block) != nil)
    }

    /// The numbers of the parameters that say where the page begins.
    static func cursor(_ block: QueryBlock) -> Set<Int> {
        let after = numbers(block) { $0.hasPrefix("after") }
        return after.isEmpty ? numbers(block) { $0 == "before" } : after
    }

    static func high(_ block: QueryBlock) -> Int? { numbers(block) { $0 == "high" }.first }

    private static func numbers(_ block: QueryBlock, _ isWanted: (String) -> Bool) -> Set<Int> {
        guard !block.sql.hasPrefix("INSERT") else { return [] }
        return Set(block.parameters.enumerated().filter { isWanted($0.element) }.map { $0.offset + 1 })
    }

    /// Those whose cost is bounded by something else, and what bounds it.
    static let bounded = [
        "Duplicates": "compares everybody below an organisation once",
        "Secretaries": "looks through the tenures of its range once a page, 20,000 in a province",
        "Comparisons": "reads an index on their path; an office has a few, each counted by its lines",
        "LastComparison": "reads the few comparisons of an office",
        "ComparisonLines": "reads the primary key of one comparison from a number on, which has 50,000 lines at most",
        "InsertComparisonLines": "writes the lines of one comparison, 50,000 at most",
        "PeopleOfPart": "counts everybody below an organisation once, as the statistic that it belongs to",
        "AuditHeads": "reads the primary key from a number on; a head is signed every few minutes at most",
        "SuspectLeaves": "reads the partial index of entries that should not exist",
        "ClaimsObjected": "reads the whole range of what is objected to",
        "Substitutions": "reads an index on their path; an office has a few",
        "WaitingGrants": "reads the partial index of what waits for a second person",
        "TokensOfAccount": "reads the tokens of one account",
        "CasesOfPerson": "reads the few cases of one person",
        "Nominations": "reads the nominations of one class, of which there are as many as seats",
        "EventsToVerify": "reads every event in the order of identifiers, a batch at a time",
        "NumbersToRotate": "reads what is left under an old key, a batch at a time, as the owner",
        "FactorsToRotate": "reads what is left under an old key, a batch at a time, as the owner",
        "DropHashes": "deletes what an old key made, a batch at a time, as the owner",
        "TrimIdempotency": "deletes the oldest so many by the index on their age",
        "ClassBudgets": "reads the classes of a range and some days whole, for their sums; 2,000 at most",
        "SheetRanking": "sorts a range by rank: a rank is no range of paths",
    ]
}
