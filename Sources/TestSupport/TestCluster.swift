import Access
import Composition
import Foundation
import Kernel
package import LocalPostgres
import Logging
import Postgres

/// One throw-away server for the whole test run, and a database of its own for each test, cloned from a template.
package actor TestCluster {
    package static let shared = TestCluster()

    /// The key of databases made from the template; a fixture puts its own in its place.
    package static let key = MasterKey.new()

    private var ready: Task<LocalServer, any Error>?
    /// Cloning refuses while somebody else clones the same template: one at a time. Hundreds of tests begin at once,
    /// and one that waits here holds no connection of the server.
    private let cloning = Gate(1)

    /// Options of `initdb` for another order than that of bytes (`make compatibility`).
    private static let locale =
        ProcessInfo.processInfo.environment["DANGWU_TEST_LOCALE"].map { $0.split(separator: " ").map(String.init) }
        ?? ["--locale=C"]

    /// The server, made and started at the first call and stopped when the process ends.
    package func server() async throws -> LocalServer {
        if let ready { return try await ready.value }
        let task = Task { () -> LocalServer in
            let folder = "/tmp/dangwu-tests-\(getuid())-\(ProcessInfo.processInfo.processIdentifier)"
            let server = try LocalServer(folder: folder, throwaway: true, locale: Self.locale)
            try await server.start()
            Cleanup.register(server, folder)
            try await server.ensureDatabase("template_dangwu")
            try await Startup.migrate(server.owner(database: "template_dangwu"))
            try await ScopeSigner(MasterKey(Self.key)).install(
                Connection.connect(server.owner(database: "template_dangwu")))
            return server
        }
        ready = task
        return try await task.value
    }

    /// A fresh migrated database; the caller drops it.
    /// - Parameter like: a database to clone instead of the migrated one.
    package func makeDatabase(migrated: Bool = true, like template: String? = nil) async throws -> String {
        let server = try await server()
        let name = "t_" + UUID().text.replacing("-", with: "")
        await cloning.enter()
        do {
            try await clone(name, template ?? (migrated ? "template_dangwu" : "template0"), server)
            await cloning.leave()
            return name
        } catch {
            await cloning.leave()
            throw error
        }
    }

    private func clone(_ name: String, _ template: String, _ server: LocalServer) async throws {
        let connection = try await Connection.connect(server.owner(database: "postgres").statementTimeout(.zero))
        _ = try await connection.query("CREATE DATABASE \(unsafeSQL: name) TEMPLATE \(unsafeSQL: template)")
    }
}

/// Stops the server when the process ends, however the tests went.
private enum Cleanup {
    nonisolated(unsafe) private static var command: [String] = []

    /// Called once, before any test ends; the handler reads it after the last.
    static func register(_ server: LocalServer, _ folder: String) {
        command = ["/bin/sh", "-c", "\(server.stopCommand) >/dev/null 2>&1; rm -rf '\(folder)'"]
        atexit {
            var process = pid_t()
            var arguments = Cleanup.command.map { strdup($0) } + [nil]
            guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return }
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
    }
}
