import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Training
import Wire

/// What offices owe.
struct DutyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty", abstract: localized(zh: "应训任务", en: "Duties"),
        subcommands: [Explain.self, Why.self, List.self, OpenYear.self])

    struct Explain: SessionCommand {
        static let route = "GET /v1/duties/{duty}/explanation"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "用文字说明一项任务：依据、期限、计入与不计入、如何完成",
                en: "A duty in words: rule, deadline, what counted, what did not, how to settle it"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: DutyOptions

        func run(_ session: Session) async throws {
            let explanation = try await session.services.training.explain(
                subject.duty, subject.query, on: session.today, caller: session.caller)
            try shape.show(explanation, heading: Table([explanation]), parts: explanation.lines)
        }
    }

    struct Why: SessionCommand {
        static let route = "GET /v1/people/{person}/duties/reasons"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个人为什么在名单上，或为什么不在", en: "Why a person is on the list of a day, or is not"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("as_of")) var asOf: Day?

        func run(_ session: Session) async throws {
            let reasons = try await session.services.training.reasons(
                for: person, AsOfQuery(asOf: asOf), on: session.today, caller: session.caller)
            try shape.show(reasons, heading: Table([reasons]), parts: reasons.lines)
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/people/{person}/duties"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的全部任务", en: "Every duty of a person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("as_of")) var asOf: Day?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.duties(
                    of: person, AsOfQuery(asOf: asOf), on: session.today, caller: session.caller))
        }
    }

    struct OpenYear: SessionCommand {
        static let route = "POST /v1/years"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "开启某年的年度学时任务", en: "Open the yearly hours of a year"))
        @OptionGroup var shape: Shape
        @Argument(help: member("year")) var year: Int
        @Option(help: member("scope", of: YearOrder.self)) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.openYear(
                    YearOrder(year: year, scope: scope), on: session.today, caller: session.caller))
        }
    }
}

/// A duty by its identifier, or by a person who owes one.
struct DutyOptions: ParsableArguments {
    @Argument(
        help: help(zh: "任务编号，或只有一项未完成任务的人员", en: "Identifier of the duty, or a person who owes one open duty"))
    var duty: Reference<Duty>
    // As where a relief has a kind of its own; the member of the query is called kind.
    @Option(name: [.customLong("duty-kind"), .customLong("kind")], help: member("kind", of: DutyQuery.self))
    var kind: DutyKind?
    @Option(help: member("as_of")) var asOf: Day?

    var query: DutyQuery { DutyQuery(asOf: asOf, kind: kind) }
}
