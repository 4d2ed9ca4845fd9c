import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Training
import Wire

/// Examinations, essays and the other parts of a class's assessment.
struct AssessmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assessment", abstract: localized(zh: "考核成绩", en: "Examinations, essays and their results"),
        subcommands: [Record.self, Import.self, List.self])

    struct Record: SessionCommand {
        static let route = "POST /v1/classes/{class}/results"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一个人的一项成绩", en: "One person's result"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Option(help: member("person")) var person: Reference<Person>
        @Option(help: member("part", of: ResultEntry.self)) var part: String?
        @Option(help: member("score", of: ResultEntry.self)) var score: Amount?
        @Option(help: member("verdict", of: ResultEntry.self)) var verdict: ResultVerdict?
        @Option(help: member("sitting", of: ResultEntry.self)) var sitting: Int?
        @Option(help: member("on", of: ResultEntry.self)) var on: Day?
        @Option(help: member("reason", of: ResultsOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            let entry = ResultEntry(
                person: person, part: part, score: score, verdict: verdict, sitting: sitting, on: on)
            try shape.report(
                try await session.services.training.assess(
                    ResultsOrder(results: [entry], reason: reason), in: reference, on: session.today,
                    caller: session.caller))
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/classes/{class}/results/import"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入成绩", en: "Import results from a sheet"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @OptionGroup var input: ImportFile
        @Option(help: member("part", of: ResultsImportOrder.self)) var part: String?
        @Option(help: member("sitting", of: ResultsImportOrder.self)) var sitting: Int?
        @Option(help: member("reason", of: ResultsImportOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "results", session) { bytes, how in
                    let order = ResultsImportOrder(part: part, sitting: sitting, reason: reason, how)
                    return try await session.services.training.importResults(
                        bytes, order, in: reference, on: session.today, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/classes/{class}/results"
        static let sensitive = SensitiveRead.results
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个班次的成绩、总评和等次，以及还缺什么", en: "Results, totals and grades of a class, and what is missing"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try await shape.show(
                session.services.training.results(of: reference, caller: session.caller), Self.sensitive,
                ["class": reference.text], session)
        }
    }
}

extension ResultVerdict: WordOption {}
