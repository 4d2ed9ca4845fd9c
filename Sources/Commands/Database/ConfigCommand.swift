import ArgumentParser
import Kernel
import Settings
import Wire

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
            try shape.show(
                Page(
                    whole: SettingsKey.all.map { key in
                        let value = key.get(loaded.settings)
                        return SettingLine(
                            key: key.name, value: key.isSecret && !value.isEmpty ? "********" : value,
                            origin: loaded.origins[key.name]?.description)
                    }))
        }
    }
}

/// A setting, its value and where that came from.
struct SettingLine: Codable, Tabular {
    let key: String
    let value: String
    let origin: String?

    static let columns: [Column<SettingLine>] = [
        Column("key", zh: "设置", en: "Setting", \.key),
        Column("value", zh: "值", en: "Value", \.value),
        Column("origin", zh: "来源", en: "Origin", \.origin),
    ]
}
