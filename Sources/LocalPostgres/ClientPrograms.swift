import Foundation
package import Kernel
package import Postgres

/// PostgreSQL's own programs (pg_dump, pg_restore), run against any database.
package struct ClientPrograms: Sendable {
    private let binaries: ServerBinaries

    /// - Throws: `local.binaries_missing`.
    package init() throws(AppError) { binaries = try ServerBinaries.find() }

    /// Runs a program to its end.
    /// - Throws: `local.client` with the end of its output when it fails.
    package func run(_ program: String, _ arguments: [String], on connection: ConnectionSettings) async throws {
        let variables = try connection.environment()
        let outcome = try await ProcessRunner.run(
            [binaries.path(program)] + arguments,
            environment: ProcessInfo.processInfo.environment.merging(variables) { $1 })
        guard outcome.status == 0 else {
            throw AppError(
                .unavailable, "local.client",
                Text(
                    zh: "\(program) 失败：\(outcome.output.suffix(500))",
                    en: "\(program) failed: \(outcome.output.suffix(500))"))
        }
    }
}
