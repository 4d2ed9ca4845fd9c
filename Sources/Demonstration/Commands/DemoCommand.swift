package import ArgumentParser
import Civil
package import Commands
import Composition
import Foundation
import Kernel
import LocalPostgres
import Postgres
import Training
import Wire

/// The main job from end to end, in a database of its own.
package struct DemoCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: localized(zh: "在单独的演示库里走完一遍主要流程", en: "Walk through the main job in a database of its own"))
    @OptionGroup package var globals: Globals

    package init() {}

    @Option(help: ArgumentHelp(localized(zh: "区划表", en: "Table of divisions"))) var divisions =
        "config/codes/divisions-shaanxi.csv"
    @Option(help: ArgumentHelp(localized(zh: "演示库名称，会先清空", en: "Name of the database, which is emptied first")))
    var database = "dangwu_demo"
    @Option var seed: UInt64 = 2014

    package func run() async throws {
        var globals = globals
        guard database.hasPrefix("dangwu_demo") else {
            throw AppError.invalidValue(
                "database", database,
                expected: Text(zh: "以 dangwu_demo 开头的名称", en: "a name that begins with dangwu_demo"))
        }
        globals.settings.append("database.name=\(database)")
        let startup = try globals.startup()
        guard startup.isLocal else {
            throw AppError(
                .invalid, "demo.local_only",
                Text(zh: "演示只在本机私有数据库里进行。", en: "The demonstration runs in the private database alone."),
                hint: Text(zh: "请去掉 DATABASE_URL。", en: "Unset DATABASE_URL."))
        }
        let bytes = try readInput(divisions)
        let server = try startup.localServer()
        try await server.start()
        try await server.dropDatabase(database)
        let session = try await Session.open(globals)
        let start = ContinuousClock.now
        let scenario = DemoScenario(services: session.services, caller: session.caller) { step in
            let seconds = DisplayWidth.pad(String(format: "%.1f s", step.took / .seconds(1)), to: 7, right: true)
            Terminal.write("\(seconds)  \(step.text.localized)\n")
        }
        let outcome = try await scenario.run(divisions: bytes, seed: seed)
        Terminal.write(
            "\n" + Text(zh: "截至 \(DemoScenario.asOf) 的进度：", en: "Progress as of \(DemoScenario.asOf):").localized
                + "\n\n")
        Terminal.write(Table(outcome.progress.items).text(in: CommandLanguage.current))
        Terminal.write(
            "\n" + Text(zh: "截至 \(DemoScenario.asOf) 的逾期情况：", en: "Overdue as of \(DemoScenario.asOf):").localized
                + "\n\n")
        Terminal.write(Table(outcome.counts).text(in: CommandLanguage.current))
        Terminal.write(
            "\n"
                + Text(
                    zh: "长安区的名单（前 \(outcome.lines.count) 行）：",
                    en: "The list of Chang'an district (first \(outcome.lines.count) lines):"
                ).localized + "\n\n")
        Terminal.write(Table(outcome.lines).text(in: CommandLanguage.current) + "\n")
        if let explained = outcome.explained {
            let language = CommandLanguage.current
            Terminal.write(Table([explained]).card(in: language) + "\n" + Table(explained.lines).text(in: language))
        }
        next(outcome, took: ContinuousClock.now - start)
        await session.services.pool.close()
    }

    private func next(_ outcome: DemoScenario.Outcome, took: Duration) {
        let program = CommandLine.arguments[0]
        let prefix = "DANGWU_DATABASE_NAME=\(database) \(program)"
        let duty = outcome.explained?.duty.description ?? "ID"
        Terminal.write(
            "\n"
                + Text(
                    zh: "用时 \(String(format: "%.0f", took / .seconds(1))) 秒。接着可以试：",
                    en: "\(String(format: "%.0f", took / .seconds(1))) seconds. To try next:"
                ).localized + "\n\n")
        for command in [
            "progress --as-of 2016-09-01 --scope 6101", "overdue --as-of 2016-09-01 --scope 6105 --by field",
            "overdue --as-of 2017-06-01 --scope 610116 --level past_hard",
            "duty explain \(duty) --as-of 2016-09-01", "class show \(outcome.classClosed.code)", "serve",
        ] { Terminal.write("  \(prefix) \(command)\n") }
    }
}
