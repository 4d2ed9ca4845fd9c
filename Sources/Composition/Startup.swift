import Access
package import Civil
package import Foundation
package import Kernel
package import LocalPostgres
package import Logging
import Members
package import Postgres
package import Settings

/// Brings the program up: private server or given database, migrations, pool, services.
package struct Startup: Sendable {
    package let settings: Settings
    private let environment: [String: String]
    private let logger: Logger

    package init(
        settings: Settings, environment: [String: String] = ProcessInfo.processInfo.environment, logger: Logger
    ) {
        self.settings = settings
        self.environment = environment
        self.logger = logger
    }

    /// Whether the private cluster is used, whose operator is the owner of its socket.
    package var isLocal: Bool { settings.database.url.isEmpty }

    package var stateFolder: String {
        environment["DANGWU_STATE"].flatMap { $0.isEmpty ? nil : $0 }
            ?? LocalServer.defaultFolder(environment: environment)
    }

    package func localServer() throws(AppError) -> LocalServer {
        try LocalServer(folder: stateFolder, throwaway: environment["DANGWU_THROWAWAY"] == "1")
    }

    /// Starts what is needed and opens the services.
    /// - Throws: `local.*`, `database.*`, `migration.*`, `settings.*`.
    package func open() async throws -> Services {
        let connection: ConnectionSettings
        if isLocal {
            let server = try localServer()
            try await server.start()
            try await server.ensureDatabase(settings.database.name)
            let owner = server.owner(database: settings.database.name)
            try await Self.explained { _ = try await Self.migrate(owner) }
            connection = owner.user("dangwu_app")
        } else {
            connection = ConnectionSettings(url: settings.database.url)
            try await Self.explained { try await checkRole(connection) }
        }
        let bounded = connection.statementTimeout(.seconds(settings.database.statementTimeoutSeconds))
        let pool = Pool(
            bounded,
            settings: PoolSettings(
                maximum: settings.database.poolMaximum, acquireTimeout: .seconds(settings.database.poolWaitSeconds)),
            logger: logger)
        return try Services(
            settings: settings, pool: pool, identityKey: try identityKey(), auditKey: try auditKey(), logger: logger)
    }

    /// The way in as the owner of the schema, for migrations.
    package func owner() async throws -> ConnectionSettings {
        if isLocal {
            let server = try localServer()
            try await server.start()
            try await server.ensureDatabase(settings.database.name)
            return server.owner(database: settings.database.name)
        }
        guard !settings.database.ownerURL.isEmpty else {
            throw AppError(
                .invalid, "database.owner_url",
                Text(zh: "没有设置 database.owner_url。", en: "The setting database.owner_url is empty."),
                hint: Text(
                    zh: "迁移要用数据库所有者的连接；应用的角色不能改表结构。",
                    en: "Migrations need the owner's connection; the application's role cannot change the schema."))
        }
        return ConnectionSettings(url: settings.database.ownerURL)
    }

    @discardableResult
    package static func migrate(_ owner: ConnectionSettings) async throws -> [Migration] {
        let connection = try await Connection.connect(owner.statementTimeout(.zero))
        return try await Migrator(Services.migrations).migrate(connection)
    }

    package static func migrationStatus(_ settings: ConnectionSettings) async throws -> [Migrator.Status] {
        let connection = try await Connection.connect(settings)
        return try await Migrator(Services.migrations).status(connection)
    }

    /// Errors of the database before there are services, in the product's words.
    package static func explained<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch PostgresError.migration(let problem) {
            throw problem.appError
        } catch PostgresError.connect(let message) {
            throw AppError.unavailable(
                "database.unreachable",
                Text(zh: "连接不上数据库：\(message)", en: "The database cannot be reached: \(message)"),
                hint: Text(
                    zh: "请检查 database.url 和数据库是否在运行。", en: "Check database.url and whether the server is running."))
        }
    }

    private func checkRole(_ settings: ConnectionSettings) async throws {
        let connection = try await Connection.connect(settings)
        let row = try await connection.query(
            "SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user")[0]
        if try row["bypasses"] == true {
            throw AppError(
                .forbidden, "database.role_too_strong",
                Text(
                    zh: "database.url 的角色能绕过行级安全，拒绝使用。",
                    en: "The role of database.url can bypass row-level security; refusing to use it."),
                hint: Text(zh: "请用迁移建立的角色 dangwu_app。", en: "Use the role dangwu_app, which the migrations make."))
        }
        let pending = try await Migrator(Services.migrations).status(connection).filter { $0.applied == nil }
        guard pending.isEmpty else {
            throw AppError(
                .unavailable, "migration.pending",
                Text(
                    zh: "数据库还有 \(pending.count) 个迁移没有应用。",
                    en: "\(pending.count) migrations have not been applied to the database."),
                hint: Text(zh: "请运行 dangwu db migrate。", en: "Run dangwu db migrate."))
        }
    }

    /// The key of ID numbers: the setting, or with the private cluster a file that is made once.
    private func identityKey() throws -> String {
        if !settings.identity.key.isEmpty { return settings.identity.key }
        guard isLocal else {
            throw AppError(
                .invalid, "identity.key", Text(zh: "没有设置 identity.key。", en: "The setting identity.key is empty."),
                hint: Text(
                    zh: "请用 openssl rand -base64 32 生成并妥善保存。",
                    en: "Make one with openssl rand -base64 32 and keep it safe."))
        }
        let path = stateFolder + "/identity.key"
        if let data = FileManager.default.contents(atPath: path) {
            return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
        }
        // Made under another name and linked, so that of two programs that start at once both read one key.
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: Data(IdentityVault.newKey().utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw AppError.unavailable("identity.file", Text(zh: "不能写 \(path)。", en: "\(path) cannot be written."))
        }
        if link(draft, path) != 0, errno != EEXIST {
            throw AppError.unavailable("identity.file", Text(zh: "不能写 \(path)。", en: "\(path) cannot be written."))
        }
        try FileManager.default.removeItem(atPath: draft)
        return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// The day of the product's users: China Standard Time, UTC+8 without summer time since 1992.
package enum ChinaTime {
    package static func today(at date: Date = Date()) -> Day {
        Day(number: Int(((date.timeIntervalSince1970 + 8 * 3600) / 86_400).rounded(.down)))
    }
}
