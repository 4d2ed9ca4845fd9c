import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Training
import Wire

/// Times in which people are away and no class takes them.
struct AbsenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "absence",
        abstract: localized(zh: "不在岗：产假、病假、借调等", en: "Absences: maternity, illness, secondment"),
        subcommands: [Record.self, Withdraw.self, List.self])

    struct Record: SessionCommand {
        static let route = "POST /v1/absences"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "登记某人一段时间不在岗，排计划和调训时避开", en: "Record that somebody is away; plans and lists heed it"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("kind", of: AbsenceOrder.self)) var kind: Absence.Kind
        @Option(help: member("since", of: AbsenceOrder.self)) var since: Day
        @Option(help: member("until", of: AbsenceOrder.self)) var until: Day?
        @Option(help: member("reason")) var reason: String?
        @Option(help: member("document")) var document: String

        func run(_ session: Session) async throws {
            let order = AbsenceOrder(
                person: person, kind: kind, since: since, until: until, reason: reason, document: document)
            try shape.report(
                try await session.services.training.recordAbsence(order, caller: session.caller))
        }
    }

    struct Withdraw: SessionCommand {
        static let route = "POST /v1/absences/withdrawals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回一次不在岗登记", en: "Withdraw an absence"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("since", of: AbsenceWithdrawal.self)) var since: Day?
        @Option(help: member("on")) var on: Day?
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = AbsenceWithdrawal(person: person, since: since, on: on, reason: reason)
            try shape.report(
                try await session.services.training.withdrawAbsence(order, on: session.today, caller: session.caller))
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/absences"
        static let sensitive = SensitiveRead.absences
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "不在岗登记，含已撤回的", en: "Absences on file, withdrawn ones too"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let query = AbsenceQuery(scope: scope)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.training.absences(query, $0, caller: session.caller)
            }
        }
    }
}

extension Absence.Kind: WordOption {}
