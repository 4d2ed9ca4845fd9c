import Postgres
package import Access
package import Civil
package import Foundation
import SQLFiles

extension TrainingService {
    /// Hours of classes credited to a person from one day through another, for features that rest on training.
    package static func creditedHours(
        _ transaction: ScopedTransaction, _ person: UUID, _ days: ClosedRange<Day>
    ) async throws -> Amount {
        try await transaction.query(.creditedHours(person: person, first: days.lowerBound, last: days.upperBound))[0][
            "hours"]
    }
}
