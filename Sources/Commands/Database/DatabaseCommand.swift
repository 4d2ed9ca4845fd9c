import ArgumentParser
import Composition
import Kernel
import Postgres
import Wire

/// The schema of the database.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: localized(zh: "数据库结构", en: "The schema of the database"),
        subcommands: [Migrate.self, Status.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "应用尚未应用的迁移", en: "Apply the migrations that are pending"))
        @OptionGroup var globals: Globals

        func run() async throws {
            let startup = try globals.startup()
            let applied = try await startup.migrateAndKeepKey()
            for migration in applied { Terminal.write("\(migration.name)\n") }
            Terminal.talk(Text(zh: "应用了 \(applied.count) 个迁移。", en: "\(applied.count) migrations applied.").localized)
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "每个迁移是否已应用", en: "Whether each migration is applied"))
        @OptionGroup var shape: Shape

        func run() async throws {
            let owner = try await shape.globals.startup().owner()
            let statuses = try await Startup.explained { try await Startup.migrationStatus(owner) }
            try shape.show(Page(whole: statuses.map(MigrationLine.init)))
        }
    }
}
