package import Foundation
import Kernel
import LocalPostgres
package import Logging
import Postgres
package import Settings

/// Looks at a running installation without changing it: every check gives one finding, and the first that fails does
/// not keep the others from being made.
package struct Doctor: Sendable {
    /// What is read from the machine.
    package struct Machine: Sendable {
        package var now: @Sendable () -> Date
        /// Free and total bytes of the disk that a path lies on; nil when it cannot be read.
        package var disk: @Sendable (String) -> (free: UInt64, total: UInt64)?

        package static let current = Machine(
            now: { Date() },
            disk: { path in
                var found = statvfs()
                guard statvfs(path, &found) == 0, found.f_blocks > 0 else { return nil }
                let (block, free) = (UInt64(found.f_frsize), UInt64(found.f_bavail))
                let (bytes, overflow) = free.multipliedReportingOverflow(by: block)
                let (total, tooMany) = UInt64(found.f_blocks).multipliedReportingOverflow(by: block)
                return overflow || tooMany ? nil : (bytes, total)
            })

        package init(
            now: @escaping @Sendable () -> Date, disk: @escaping @Sendable (String) -> (free: UInt64, total: UInt64)?
        ) {
            self.now = now
            self.disk = disk
        }
    }

    let startup: Startup
    let loaded: SettingsLoader.Loaded
    let machine: Machine
    let logger: Logger

    var settings: Settings { loaded.settings }

    package init(_ startup: Startup, _ loaded: SettingsLoader.Loaded, machine: Machine = .current, logger: Logger) {
        self.startup = startup
        self.loaded = loaded
        self.machine = machine
        self.logger = logger
    }

    /// Every finding, in the order of the checks.
    package func examine() async -> [DoctorFinding] {
        var findings = [
            settingsFile(), ownerURL(), policy(), files(), folders(), disk(), backup(),
        ]
        do {
            let connection = try await Startup.explained { try await open() }
            findings.append(
                .ok(.database, Text(zh: "可以连接", en: "can be reached")))
            findings += await server(connection)
            findings += await schema(connection)
        } catch let error as AppError {
            findings.append(.problem(.database, error))
        } catch {
            logger.debug("the database was not reached", metadata: ["error": "\(error)"])
            findings.append(
                .problem(
                    .database, Text(zh: "连接失败", en: "the connection failed"),
                    Text(zh: "请检查数据库是否在运行。", en: "Check whether the server is running.")))
        }
        return findings
    }

    /// As the application; in the private cluster as its owner, who sees more. A stopped cluster stays stopped.
    private func open() async throws -> Connection {
        guard startup.isLocal else { return try await Connection.connect(startup.application()) }
        let server = try startup.localServer()
        guard case .running = try await server.status() else {
            throw AppError(
                .unavailable, "local.stopped",
                Text(zh: "本机私有数据库没有运行。", en: "The private database is not running."),
                hint: Text(
                    zh: "运行 dangwu local start，或启动服务。", en: "Run dangwu local start, or start the service."))
        }
        return try await Connection.connect(server.owner(database: settings.database.name))
    }

    /// The role that is judged.
    func judgedRole(_ connection: Connection) async throws -> String {
        if startup.isLocal { return ApplicationRole.name }
        return try await connection.query("SELECT current_user::text AS name").first.map { try $0["name"] } ?? ""
    }

    /// A check that reads the database: an error of the server is its finding.
    func attempt(_ check: DoctorCheck, _ body: () async throws -> DoctorFinding) async -> DoctorFinding {
        do {
            return try await body()
        } catch let error as AppError {
            return .problem(check, error)
        } catch {
            let message = (error as? PostgresError)?.server?.message ?? "\(error)"
            return .problem(
                check, Text(zh: "无法检查：\(message)", en: "cannot be checked: \(message)"),
                Text(zh: "请先处理迁移和权限的问题。", en: "Correct migrations and privileges first."))
        }
    }
}
