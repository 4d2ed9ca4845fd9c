package import ArgumentParser
package import Commands
import Composition
import Foundation
import Kernel
import LocalPostgres
import Postgres
import Wire

/// Figures beside their references.
package struct BenchCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: localized(zh: "测量：导入、考勤、逾期名单、计划、内存", en: "Measure import, attendance, overdue list, plans and memory")
    )
    @OptionGroup package var globals: Globals

    package init() {}

    @Option(help: ArgumentHelp(localized(zh: "区划表", en: "Table of divisions"))) var divisions =
        "config/codes/divisions-shaanxi.csv"
    @Option(help: ArgumentHelp(localized(zh: "每个计划的计算秒数", en: "Seconds to think about each plan"))) var seconds = 10.0
    @Option(
        help: ArgumentHelp(
            localized(
                zh: "只测一部分：all、points、recruitment、province 或 audit",
                en: "One part alone: all, points, recruitment, province or audit"))) var part: BenchmarkPart = .all

    package func run() async throws {
        var globals = globals
        let database = "dangwu_demo_bench"
        globals.settings += ["database.name=\(database)", "http.port=0"]
        let startup = try globals.startup()
        guard startup.isLocal else {
            throw AppError(
                .invalid, "demo.local_only",
                Text(zh: "测量只在本机私有数据库里进行。", en: "Measurements run in the private database alone."),
                hint: Text(zh: "请去掉 DATABASE_URL。", en: "Unset DATABASE_URL."))
        }
        let bytes = try readInput(divisions)
        let server = try startup.localServer()
        try await server.start()
        try await server.dropDatabase(database)
        let services = try await startup.open()
        let widths = [34, 30, 26, 10]
        @Sendable func line(_ cells: [String]) -> String {
            zip(cells, widths + [0]).map { DisplayWidth.pad($0, to: $1) }.joined(separator: "  ") + "\n"
        }
        Terminal.write(
            line([
                Text(zh: "项目", en: "What").localized, Text(zh: "本程序", en: "Figure").localized,
                Text(zh: "参照", en: "Reference").localized,
                Text(zh: "比值", en: "Ratio").localized, Text(zh: "目标", en: "Target").localized,
            ]))
        let benchmark = Benchmark(
            services: services, server: server, database: database, logger: Globals.logger(startup.settings)
        ) {
            Terminal.write(line([$0.name.localized, $0.figure, $0.reference, $0.ratio, $0.target]))
        }
        try await benchmark.run(divisions: bytes, seconds: seconds, part: part)
        await services.pool.close()
        try await server.dropDatabase(database)
    }
}

extension BenchmarkPart: ExpressibleByArgument {}
