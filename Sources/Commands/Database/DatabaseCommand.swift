import Composition
import ArgumentParser
import Kernel
import Postgres
import Settings

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
            let owner = try await globals.startup().owner()
            let applied = try await Startup.explained { try await Startup.migrate(owner) }
            for migration in applied { Terminal.write("\(migration.name)\n") }
            Terminal.talk(Text(zh: "应用了 \(applied.count) 个迁移。", en: "\(applied.count) migrations applied.").localized)
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "每个迁移是否已应用", en: "Whether each migration is applied"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape

        func run() async throws {
            let owner = try await globals.startup().owner()
            let statuses = try await Startup.explained { try await Startup.migrationStatus(owner) }
            var listing = Listing(columns: [
                .init(key: "migration", title: Text(zh: "迁移", en: "Migration")),
                .init(key: "applied_at", title: Text(zh: "应用时间", en: "Applied at")),
            ])
            listing.rows = statuses.map { [.text($0.migration.name), .text($0.applied.map(Instant.text))] }
            shape.show(listing)
        }
    }
}

/// The settings of this run.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: localized(zh: "设置", en: "Settings"), subcommands: [Show.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "每项设置的值和来源", en: "Each setting's value and where it came from"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape

        func run() async throws {
            let loaded = try globals.load()
            var listing = Listing(columns: [
                .init(key: "key", title: Text(zh: "设置", en: "Setting")),
                .init(key: "value", title: Text(zh: "值", en: "Value")),
                .init(key: "origin", title: Text(zh: "来源", en: "Origin")),
            ])
            listing.rows = SettingsKey.all.map { key in
                let value = key.get(loaded.settings)
                let shown = key.isSecret && !value.isEmpty ? "********" : value
                return [.text(key.name), .text(shown), .text(loaded.origins[key.name]?.description)]
            }
            shape.show(listing)
        }
    }
}
