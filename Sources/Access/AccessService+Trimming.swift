package import Foundation
package import Kernel
import Postgres
import SQLFiles

extension AccessService {
    /// Rows that one statement deletes, so that each is over soon.
    private static let trimmedAtOnce = 10_000

    /// Deletes answers kept under an `Idempotency-Key` before a moment: who repeats a request later than that does it
    /// again.
    /// - Returns: how many there were.
    @discardableResult
    package func trimAnswers(before: Date, caller: Caller) async throws -> Int {
        try caller.require(.administer)
        var sum = 0
        while true {
            let deleted = try await database.write(caller) { transaction in
                try await transaction.query(.trimIdempotency(before: before, limit: Self.trimmedAtOnce)).affected
            }
            sum += deleted
            guard deleted == Self.trimmedAtOnce else { return sum }
            try Wanted.check()
        }
    }
}
