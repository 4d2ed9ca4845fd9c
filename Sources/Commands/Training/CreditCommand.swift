import ArgumentParser
import Composition
import Kernel
import Members
import Training
import Wire

/// Hours that count, also of training that was completed elsewhere or before.
struct CreditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit", abstract: localized(zh: "学时", en: "Hours that count"),
        subcommands: [Import.self, List.self, Waiting.self, Confirm.self, Refuse.self])

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/training"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入以往培训", en: "Import past training from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "training", session) {
                    try await session.services.training.importPast(
                        $0, $1, on: session.today, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/people/{person}/credits"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的学时", en: "The hours of one person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.training.credits(of: person, caller: session.caller))
        }
    }
}
