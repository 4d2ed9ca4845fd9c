import ArgumentParser
import Composition
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
        @OptionGroup var shape: Shape

        func run() async throws {
            let loaded = try shape.globals.load()
            try shape.show(Page(whole: SettingsKey.all.map { SettingLine($0, of: loaded) }))
        }
    }
}
