import Access
import Composition
import Foundation
import Kernel
import LocalPostgres
import Points
import Postgres

/// The same rows by `psql \copy` into a second database with the same schema, constraints and indexes on: what an
/// import could cost at best.
struct CopyReference {
    let server: LocalServer
    let database: String

    private static let tables = [
        "audit_event", "organisation", "organisation_version", "org_unit", "person", "person_id_number", "membership",
        "post",
        "tenure",
    ]

    func run() async throws -> Duration {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-copy-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = try await Connection.connect(server.owner(database: database))
        for table in Self.tables {
            let path = folder + "/" + table
            guard FileManager.default.createFile(atPath: path, contents: nil) else { throw AppError.defect("copy") }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try await source.copyOut("COPY \(table) TO STDOUT") { try handle.write(contentsOf: Data($0)) }
            try handle.close()
        }
        let target = database + "_copy"
        try await server.dropDatabase(target)
        try await server.ensureDatabase(target)
        try await Startup.migrate(server.owner(database: target))
        let script = Self.tables.map { "\\copy \($0) FROM '\(folder)/\($0)'" }.joined(separator: "\n") + "\n"
        try script.write(toFile: folder + "/script", atomically: true, encoding: .utf8)
        let copied = try await timed {
            try await server.runClient(
                "psql", ["-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", target, "-f", folder + "/script"])
        }
        try await server.dropDatabase(target)
        return copied.took
    }

    /// The rows that the closing of a period wrote, taken out and put back with `psql \copy` into the same tables.
    func putBack(closing period: Identifier<PointsPeriod>) async throws -> Duration {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-copy-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let owner = try await Connection.connect(server.owner(database: database))
        let parts = [
            ("ledger_entry", "decision = 'closing \(period) revision 1'"),
            ("points_sheet", "period_id = '\(period)'"),
        ]
        for (table, condition) in parts {
            let path = folder + "/" + table
            guard FileManager.default.createFile(atPath: path, contents: nil) else { throw AppError.defect("copy") }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try await owner.copyOut("COPY (SELECT * FROM \(table) WHERE \(condition)) TO STDOUT") {
                try handle.write(contentsOf: Data($0))
            }
            try handle.close()
            try await owner.script("DELETE FROM \(table) WHERE \(condition)")
            try await owner.script("VACUUM \(table)")
        }
        let script = parts.map { "\\copy \($0.0) FROM '\(folder)/\($0.0)'" }.joined(separator: "\n") + "\n"
        try script.write(toFile: folder + "/script", atomically: true, encoding: .utf8)
        return try await timed {
            try await server.runClient(
                "psql", ["-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", folder + "/script"])
        }.took
    }
}
