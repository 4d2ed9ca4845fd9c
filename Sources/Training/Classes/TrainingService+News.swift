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
            let path: String = try row["path"]
            let above = officeAbove(path, transaction.caller, host: current.path)
            return news.states.contains(state)
                ? news.draft(about: current, for: try row["person_id"], at: path, copyTo: above) : nil
        }
        return try await notices.put(drafts, auditEvent: auditEvent, transaction)
    }

    /// The place of the office above, such as the township of a village, which gets a copy of what is written to it:
    /// where the caller may write, and unless it is the host, who writes.
    func officeAbove(_ path: String, _ caller: Caller, host: String? = nil) -> String? {
        guard let above = Scope.parent(of: path), above != host, caller.covers(above) else { return nil }
        return above
    }
}
