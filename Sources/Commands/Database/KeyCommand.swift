import ArgumentParser
import Composition
import Kernel

/// The key of ID numbers. It is outside the database, so there is no route.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: localized(zh: "身份证号密钥", en: "The key of ID numbers"),
        subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "更换身份证号密钥，可在使用中进行；中断后再运行会继续",
                en: "Change the key of ID numbers while people work; run again it goes on where it was cut off"))
        @OptionGroup var globals: Globals

        func run() async throws {
            let startup = try globals.startup()
            let bar = ProgressBar(title: Text(zh: "更换密钥", en: "Changing the key"))
            let report = try await startup.rotateKey { bar.show($0) }
            bar.end()
            Terminal.talk(report.summary.localized)
        }
    }
}
