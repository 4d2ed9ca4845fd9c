import ArgumentParser
import Composition
import Foundation
import Kernel
import Policy
import Settings
import Wire

/// The settings of this run, and the files that the program carries.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: localized(zh: "设置和随附文件", en: "Settings and shipped files"),
        subcommands: [Show.self, Files.self, Export.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "每项设置的值和来源", en: "Each setting's value and where it came from"))
        @OptionGroup var shape: Shape

        func run() async throws {
            let loaded = try shape.globals.load()
            try shape.show(Page(whole: SettingsKey.all.map { SettingLine($0, of: loaded) }))
        }
    }

    struct Files: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "随附的规则、日历和文书模板", en: "Rules, calendars and forms that the program carries"))
        @OptionGroup var shape: Shape

        func run() async throws {
            try shape.globals.check()
            try shape.show(Page(whole: ShippedFile.all))
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "写出一个随附文件，以其为底本制定本单位的规则", en: "Write a shipped file out, to begin rules of one's own with"))
        @OptionGroup var globals: Globals
        @Argument(
            help: help(
                zh: "config files 所列的路径，或其末尾，如 training.yaml",
                en: "A path that config files lists, or the end of one, such as training.yaml"))
        var file: String
        @Option(help: help(zh: "写入的文件，默认标准输出", en: "File to write, by default the standard output"))
        var out: String?

        func run() async throws {
            try globals.check()
            let shipped = try PolicyLoader.shipped(file)
            guard let out else { return Terminal.write(shipped.text) }
            // Rules that somebody has changed are not overwritten by those that they began with.
            guard !FileManager.default.fileExists(atPath: out) else {
                throw AppError.invalidValue(
                    "out", out, expected: Text(zh: "尚不存在的文件", en: "a file that does not exist yet"))
            }
            try OutputFile(out, besides: []).write(Data(shipped.text.utf8))
            Terminal.talk(
                Text(zh: "已写出 \(shipped.path)：\(out)。", en: "Wrote \(shipped.path) to \(out).").localized)
        }
    }
}
