import Access
package import Civil
import Kernel
package import Logging
import Postgres
import Settings

/// Prepares a database for the program, with the rights of its owner: checks, migrations, the application's role, the
/// key, the first administrator. It can be repeated: what is as it should be stays.
package struct Setup: Sendable {
    let startup: Startup
    let logger: Logger

    package init(_ startup: Startup, logger: Logger) {
        self.startup = startup
        self.logger = logger
    }

    /// Key of the advisory lock, "setup" in ASCII: two at once would make two administrators.
    private static let lock = 0x73_6574_7570

    /// - Throws: `setup.*`, `database.*`, `migration.*`, `identity.*`.
    package func run(_ order: SetupOrder, on today: Day) async throws -> SetupReport {
        let owner = try await startup.owner()
        return try await Startup.explained {
            let connection = try await Connection.connect(owner.statementTimeout(.zero))
            _ = try await connection.query("SELECT pg_advisory_lock(\(Self.lock))")
            // The lock ends with the connection.
            return try await run(order, on: today, owner, connection)
        }
    }

    private func run(
        _ order: SetupOrder, on today: Day, _ owner: ConnectionSettings, _ connection: Connection
    ) async throws -> SetupReport {
        var report = SetupReport()
        report.steps.append(try await ServerRequirements(connection).check())
        let role = ApplicationRole(startup: startup, connection: connection, owner: owner)
        let isNew = try await !role.exists()
        report.steps.append(try await role.checkOwner(isNew: isNew))
        let applied = try await Startup.migrate(owner)
        report.steps.append(
            SetupStep(
                .schema, changed: !applied.isEmpty,
                applied.isEmpty
                    ? Text(zh: "没有待应用的迁移", en: "no migration was pending")
                    : Text(zh: "应用了 \(applied.count) 个迁移", en: "\(applied.count) migrations applied")))
        report.steps.append(try await role.check(isNew: isNew))
        let isKnown = try await startup.identityKey.check.isKnown(connection)
        let keys = try await startup.keepKeys(connection)
        report.steps.append(
            SetupStep(
                .key, changed: !isKnown,
                isKnown
                    ? Text(zh: "与数据库的校验值相符", en: "agrees with the check value in the database")
                    : Text(zh: "校验值已写入数据库", en: "its check value was written to the database")))
        // Secrets come last: what fails before them can be repeated, and none is made that nobody gets to see.
        let administrator = FirstAdministrator(
            services: try await ownersServices(owner, keys: keys), order: order, today: today)
        let place = try await administrator.prepare(&report)
        let (step, url) = try await role.password(isNew: isNew, isReset: order.resetsPassword)
        report.steps.append(step)
        report.databaseURL = url
        try await administrator.enter(place, &report)
        return report
    }

    /// The verbs over the owner's connection: they bypass row-level security as the owner of the tables does.
    private func ownersServices(_ owner: ConnectionSettings, keys: KeyRing) async throws -> Services {
        let pool = Pool(owner, settings: PoolSettings(maximum: 2), logger: logger)
        return try Services(
            settings: startup.settings, pool: pool, keys: keys, auditKey: try await startup.auditKey(),
            headsFolder: startup.headsFolder, logger: logger)
    }
}
