import ArgumentParser
import Civil
import Foundation
import Kernel
import Points
import Policy
import Schemes
import Settings
import Wire

/// Points schemes as files: read, checked and tried without a database.
struct SchemeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scheme", abstract: localized(zh: "积分办法", en: "Points schemes"),
        subcommands: [
            Shipped.self, Show.self, Test.self, Lint.self, Features.self, List.self, Items.self, Import.self,
            Local.self,
        ])

    /// The file or the key of a shipped scheme.
    struct Source: ParsableArguments {
        @Argument(help: help(zh: "办法文件，或自带办法的名称", en: "Scheme file, or the name of a shipped one"))
        var file: String

        func open(_ globals: Globals) throws -> SchemeFile {
            try SchemeFile.open(file, PolicyLoader(folder: globals.load().settings.policy.folder))
        }
    }

    struct Shipped: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出自带的办法文件", en: "List the schemes that come with the program"))
        @OptionGroup var shape: Shape

        func run() async throws {
            let loader = PolicyLoader(folder: try shape.globals.load().settings.policy.folder)
            let names = loader.names("policy/points/").filter { !$0.hasSuffix("-items") }
            try shape.show(Page(whole: try names.map { ShippedScheme(try SchemeFile.open($0, loader).scheme) }))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个办法的全部项目", en: "The items of a scheme"))
        @OptionGroup var shape: Shape
        @OptionGroup var source: Source

        func run() async throws {
            let scheme = try source.open(shape.globals).scheme
            Terminal.talk("\(scheme.name.localized) \(scheme.version)  \(scheme.source.text.localized)")
            try shape.show(Page(whole: SchemeItem.all(of: scheme)))
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "运行办法文件里的算例", en: "Run the examples written in a scheme's file"))
        @OptionGroup var globals: Globals
        @OptionGroup var source: Source
        @Flag(help: help(zh: "逐行说明得分", en: "Explain every score line by line")) var explain = false

        func run() async throws {
            let scheme = try source.open(globals).scheme
            let outcomes = SchemeTrial(scheme).run()
            for outcome in outcomes {
                let mark = outcome.failures.isEmpty ? "✓" : "✗"
                let result =
                    outcome.sheet.map { "  \($0.score) \($0.grade.flatMap { scheme.grade($0)?.name.localized } ?? "")" }
                    ?? ""
                Terminal.write("\(mark) \(outcome.example.name)\(result)\n")
                let line = outcome.example.line
                for failure in outcome.failures {
                    let place = Text(zh: "第 \(line) 行：", en: "line \(line): ").localized
                    Terminal.write("    \(place)\(failure.localized)\n")
                }
                if explain, let sheet = outcome.sheet {
                    Terminal.write(Table(sheet.lines).text(in: CommandLanguage.current) + "\n")
                }
            }
            let failed = outcomes.filter { !$0.failures.isEmpty }.count
            guard failed == 0 else {
                throw AppError(
                    .invalid, "scheme.examples",
                    Text(
                        zh: "\(outcomes.count) 个算例中 \(failed) 个不符。",
                        en: "\(failed) of \(outcomes.count) examples do not hold."),
                    hint: Text(zh: "请改正办法文件或算例。", en: "Correct the scheme or the examples."))
            }
            Terminal.talk(Text(zh: "\(outcomes.count) 个算例全部相符", en: "all \(outcomes.count) examples hold").localized)
        }
    }

    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "查找空档、重叠和原文未定之处", en: "Find gaps, overlaps and what the source leaves open"))
        @OptionGroup var shape: Shape
        @OptionGroup var source: Source

        func run() async throws {
            let scheme = try source.open(shape.globals).scheme
            try shape.show(Page(whole: scheme.warnings))
        }
    }

    struct Features: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "办法用到的计分能力和需要它的项目", en: "What a scheme asks of the engine, and which items need it")
        )
        @OptionGroup var shape: Shape
        @OptionGroup var source: Source

        func run() async throws {
            let scheme = try source.open(shape.globals).scheme
            try shape.show(Page(whole: FeatureUse.all(of: scheme)))
        }
    }
}
