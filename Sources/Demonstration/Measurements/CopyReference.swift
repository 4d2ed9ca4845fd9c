import App
import Foundation
import Kernel
import LocalPostgres
import Postgres

/// The same rows by `psql \copy` into a second database with the same schema, constraints and indexes on: what an import
/// could cost at best.
struct CopyReference {
    let server: LocalServer
    let database: String

    private static let tables = [
        "act", "organisation", "organisation_version", "org_unit", "person", "person_id_number", "membership", "post",
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
}
