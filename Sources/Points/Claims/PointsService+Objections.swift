import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes
package import Wire

/// An objection that waits for its decision, and the day by which the scheme wants it answered.
package struct OpenObjection: Codable, Placed, Sendable {
    package let claim: Claim
    package let objectedOn: Day
    /// Nil where the scheme names no term.
    package let dueOn: Day?
    /// The due day rests on a year whose holidays are not known yet.
    package let provisional: Bool
    package let overdue: Bool

    package var path: String { claim.path }
}

extension OpenObjection: Tabular {
    package static let columns: [Column<OpenObjection>] = [
        Column("name", zh: "对象", en: "Subject", \.claim.name),
        Column("item", zh: "项目", en: "Item", \.claim.item),
        Column("objected_on", zh: "提出", en: "Objected", \.objectedOn),
        Column("due_on", zh: "应答复", en: "Due") { .day($0.dueOn, provisional: $0.provisional) },
        Column("overdue", zh: "逾期", en: "Overdue", \.overdue),
        Column("claim", zh: "申报编号", en: "Claim", \.claim.id),
    ]
}

extension PointsService {
    /// Objections without a decision, the earliest first.
    package func objections(_ query: PointsScope, scheme key: String, on today: Day, caller: Caller) async throws
        -> Page<OpenObjection>
    {
        let caller = try caller.with(.readPoints)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let schemes = try await catalogue.schemes(key)
        guard !schemes.isEmpty else { throw AppError.schemeMissing(key) }
        let lines = try await database.read(
            caller,
            .claimsObjected(schemes: schemes.map(\.id), low: scope.low, high: scope.high)
        ).map { row in
            let (claim, objected): (ClaimRecord, Day) = (try row.claim(), try row["objected_on"])
            let (_, _, scheme) = try catalogue.scheme(schemes, key: key, for: claim.path, on: claim.happened)
            let due = scheme.judging(claim.item)?.process.answerWorkingDays.map { workingDays.day($0, from: objected) }
            return OpenObjection(
                claim: claim.shown, objectedOn: objected, dueOn: due?.value, provisional: due?.provisional ?? false,
                overdue: due.map { $0.value < today } ?? false)
        }
        return Page(whole: lines)
    }
}
