package import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles

/// What other features ask of training.
extension TrainingService {
    /// Hours of classes credited to a person from one day through another.
    package static func creditedHours(
        _ transaction: ScopedTransaction, _ person: Identifier<Person>, _ days: ClosedRange<Day>
    ) async throws -> Amount {
        try await transaction.query(.creditedHours(person: person, first: days.lowerBound, last: days.upperBound))[0][
            "hours"]
    }
}
