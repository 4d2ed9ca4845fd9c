package import Civil
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
        let caller = try caller.with(.administer)
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

    /// Deletes the counters of ID numbers that were asked for before a day; today's and yesterday's stay in any case.
    @discardableResult
    package func trimLookups(before: Day, caller: Caller) async throws -> Int {
        let caller = try caller.with(.administer)
        return try await trimmed {
            try await database.write(caller) { transaction in
                let statement = Statement.trimLookups(before: before, limit: Self.trimmedAtOnce)
                return try await transaction.query(statement).single?["trim_identity_lookups"] ?? 0
            }
        }
    }

    /// Deletes the records of files that were imported before a day. They are in the audit log, so an event says that
    /// they are gone.
    @discardableResult
    package func trimImportRuns(before: Day, caller: Caller) async throws -> Int {
        let caller = try caller.with(.administer)
        return try await trimmed {
            try await database.write(caller) { transaction in
                let statement = Statement.trimImportRuns(before: before, limit: Self.trimmedAtOnce)
                let deleted: Int = try await transaction.query(statement).single?["trim_import_runs"] ?? 0
                guard deleted > 0 else { return 0 }
                try await transaction.record(
                    "import.trim", "import",
                    after: JSONText(encoding: ["before": before.description, "deleted": String(deleted)]))
                return deleted
            }
        }
    }

    private func trimmed(_ once: () async throws -> Int) async throws -> Int {
        var sum = 0
        while true {
            let deleted = try await once()
            sum += deleted
            guard deleted == Self.trimmedAtOnce else { return sum }
            try Wanted.check()
        }
    }
}
