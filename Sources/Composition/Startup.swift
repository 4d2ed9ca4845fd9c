import Access
package import Civil
package import Foundation
package import Kernel
package import LocalPostgres
package import Logging
package import Postgres
import SQLFiles
package import Settings

/// Brings the program up: private server or given database, migrations, pool, services.
package struct Startup: Sendable, Unshown {
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
    package var isLocal: Bool { settings.database.url.isEmpty && settings.database.ownerURL.isEmpty }

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
        let (connection, keys): (ConnectionSettings, KeyRing)
        if isLocal {
            let server = try localServer()
            try await server.start()
            try await server.ensureDatabase(settings.database.name)
            let owner = server.owner(database: settings.database.name)
            keys = try await Self.explained {
                try await Self.migrate(owner)
                return try await keepKeys(Connection.connect(owner))
            }
            connection = owner.user("dangwu_app")
        } else {
            connection = try application()
            keys = try await Self.explained {
                let connection = try await Connection.connect(connection)
                try await checkRole(connection)
                let keys = try await keyRing(connection)
                try await checkProofs(keys, connection)
                return keys
            }
        }
        let bounded = connection.statementTimeout(.seconds(settings.database.statementTimeoutSeconds))
        let pool = Pool(
            bounded,
            settings: PoolSettings(
                maximum: settings.database.poolMaximum, acquireTimeout: .seconds(settings.database.poolWaitSeconds)),
            logger: logger)
        return try Services(
            settings: settings, pool: pool, keys: keys, auditKey: try await auditKey(),
            auditKeyAgain: { try await existingAuditKey() }, headsFolder: headsFolder, logger: logger)
    }

    /// The way in as the application's role.
    package func application() throws(AppError) -> ConnectionSettings {
        guard !settings.database.url.isEmpty else {
            throw AppError(
                .invalid, "database.url", Text(zh: "没有设置 database.url。", en: "The setting database.url is empty."),
                hint: Text(
                    zh: "设置了 database.owner_url 时，程序还需要应用角色的连接；dangwu setup 会打印它。",
                    en:
                        "With database.owner_url the program also needs the connection of its own role, which "
                        + "dangwu setup prints."))
        }
        return ConnectionSettings(url: settings.database.url)
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

    /// What `db migrate` does, as the owner.
    package func migrateAndKeepKey() async throws -> [Migration] {
        let owner = try await owner()
        return try await Self.explained {
            let applied = try await Self.migrate(owner)
            try await keepKeys(Connection.connect(owner))
            return applied
        }
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
                hint: connectHint(message))
        }
    }

    /// What to do about a connection that failed, by what libpq says of it; its messages are in English.
    private static func connectHint(_ message: String) -> Text {
        func says(_ words: String...) -> Bool { words.contains(where: message.contains) }
        if says("certificate verify failed", "root certificate file") {
            return Text(
                zh: "服务器证书不是 sslrootcert 中的机构签发的；请核对该文件，不要改用较弱的 sslmode。",
                en:
                    "The server's certificate was not issued by an authority in sslrootcert; check it instead of "
                    + "choosing a weaker sslmode.")
        }
        if says("does not match host name") {
            return Text(
                zh: "请用证书上的主机名连接，或请管理员换发含此主机名的证书。",
                en: "Connect by the host name in the certificate, or have one issued for this name.")
        }
        if says("does not support SSL", "no encryption") {
            return Text(zh: "请在服务器上打开 ssl，或核对 pg_hba.conf。", en: "Turn ssl on at the server, or check its pg_hba.conf.")
        }
        if says("password authentication failed", "no password supplied") {
            return Text(
                zh: "请核对连接串中的用户和口令；特殊字符要按百分号编码书写。",
                en: "Check user and password of the connection URI; special characters are written percent-encoded.")
        }
        return Text(
            zh: "请检查 database.url 和数据库是否在运行。", en: "Check database.url and whether the server is running.")
    }

    private func checkRole(_ connection: Connection) async throws {
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

    /// Whether the database takes what this program signs: without that every list is empty.
    private func checkProofs(_ keys: KeyRing, _ connection: Connection) async throws {
        let signer = keys.newest.signer
        let isProven = try await connection.transaction(.read, prelude: [signer.statement(.everything)]) {
            try await $0.query(.scopeIsProven)[0]["proven"] as Bool
        }
        guard !isProven else { return }
        throw AppError(
            .invalid, "database.key",
            Text(
                zh: "数据库还不认这个程序的密钥。", en: "The database does not know the key of this program yet."),
            hint: Text(
                zh: "请以所有者身份运行一次 dangwu db migrate。", en: "Run dangwu db migrate once as the owner."))
    }

    /// The key of ID numbers.
    package var identityKey: InstallationKey {
        .identity(settings.identity, file: isLocal ? stateFolder + "/identity.key" : nil)
    }
}

/// The day of the product's users: China Standard Time, UTC+8 without summer time since 1992.
package enum ChinaTime {
    package static func today(at date: Date = Date()) -> Day {
        Day(number: Int(((date.timeIntervalSince1970 + 8 * 3600) / 86_400).rounded(.down)))
    }
}
