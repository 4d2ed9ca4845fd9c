import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles

/// An objection that waits for its decision, and the day by which the scheme wants it answered.
package struct ObjectionLine: Sendable {
    package let claim: Claim
    package let objected: Day
    /// Nil where the scheme names no term.
    package let due: Day?
    /// The due day rests on a year whose holidays are not known yet.
    package let isProvisional: Bool
    package let isOverdue: Bool
}

extension PointsService {
    /// Objections without a decision, the earliest first.
    package func objections(scheme key: String, under scope: Scope?, on today: Day, caller: Caller) async throws
        -> [ObjectionLine]
    {
        try caller.require(.readPoints)
        let scope = scope ?? caller.scope
        let schemes = try await shelf.schemes(key)
        guard !schemes.isEmpty else { throw AppError.schemeMissing(key) }
        return try await database.read(
            caller,
            .claimsObjected(schemes: schemes.map(\.id), low: scope.low, high: scope.high)
        ).map { row in
            let (claim, objected): (Claim, Day) = (try row.claim(), try row["objected_on"])
            let (_, _, scheme) = try shelf.scheme(schemes, key: key, for: claim.path, on: claim.happened)
            let due = scheme.judging(claim.item)?.process.answerWorkingDays.map { workingDays.day($0, from: objected) }
            return ObjectionLine(
                claim: claim, objected: objected, due: due?.value, isProvisional: due?.provisional ?? false,
                isOverdue: due.map { $0.value < today } ?? false)
        }
    }
}
