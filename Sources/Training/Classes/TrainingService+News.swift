import Access
import Foundation
import Kernel
import Members
import Notices
import Postgres
import SQLFiles

/// Notices to the people on the list of a class, written with what they are about.
extension TrainingService {
    /// - Returns: how many notices were new, counted once for each channel.
    func notify(
        _ news: ClassNews, of current: TrainingClass, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> Int {
        let rows = try await transaction.query(.enrolmentSeats(class: current.id))
        let drafts = try rows.compactMap { row in
            let state: EnrolmentState = try row.choice("state")
            return news.states.contains(state)
                ? news.draft(about: current, for: try row["person_id"], at: try row["path"]) : nil
        }
        return try await notices.put(drafts, auditEvent: auditEvent, transaction)
    }
}
