import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Procedures
import Recruitment
import Wire

/// Recruitment from application to full membership.
struct RecruitmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recruitment",
        abstract: localized(zh: "发展党员：从申请到转正", en: "Recruitment, from application to full membership"),
        subcommands: [
            Open.self, Import.self, List.self, Show.self, Step.self, Annul.self, Leaving.self, Withdraw.self,
            RefuseRecognition.self, Chart.self, Document.self, Templates.self, Deadlines.self, Overview.self,
            Refresh.self, Rules.self,
        ])

    /// The case that a command is about.
    struct CaseArgument: ParsableArguments {
        @Argument(
            help: help(
                zh: "案卷：本人的姓名、身份证号或编号，或案卷编号",
                en: "The case: its person's name, ID number or identifier, or its own identifier"))
        var recruitment: Reference<RecruitmentCase>
    }

    struct Open: SessionCommand {
        static let route = "POST /v1/recruitment/cases"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "为入党申请人立案卷", en: "Open a case for an applicant"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("on", of: CaseOrder.self)) var on: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.open(
                    CaseOrder(person: person, on: on), on: session.today, caller: session.caller))
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/recruitment/cases/import"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入纸质案卷", en: "Import cases kept on paper from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "cases", session) {
                    try await session.services.recruitment.importCases(
                        $0, $1, on: session.today, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/recruitment/cases, GET /v1/people/{person}/recruitment"
        static let sensitive = SensitiveRead.cases
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出案卷", en: "List cases"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("stage", of: CaseQuery.self)) var stage: Milestone.Stage?
        @Option(help: member("state", of: CaseQuery.self)) var state: CaseState?
        @Option(help: member("person", of: CaseQuery.self)) var person: Reference<Person>?

        func run(_ session: Session) async throws {
            let query = CaseQuery(scope: scope, stage: stage, state: state, person: person)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.recruitment.cases(query, $0, caller: session.caller)
            }
        }
    }

    struct Show: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/recruitment/cases/{case}"
        static let sensitive = SensitiveRead.caseFile
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一件案卷：办过的、接着要办的、到期的（会留下审计记录）",
                en: "A case: what was done, what comes next, what is due; the reading is audited"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: CaseArgument
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("as_of", of: CaseDayQuery.self)) var asOf: Day?

        func run(_ session: Session) async throws {
            let details = try await session.services.recruitment.details(
                of: subject.recruitment, CaseDayQuery(asOf: asOf), on: session.today, caller: session.caller)
            try shape.show(details, heading: Table([details.recruitment]), parts: details.steps)
            shape.append(details.outlook)
            shape.append(details.deadlines)
        }
    }

    struct Leaving: SessionCommand {
        static let route = "POST /v1/recruitment/cases/{case}/leaving"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "注明将离开单位的日期", en: "Note the day on which the person leaves the unit"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: CaseArgument
        @Option(help: member("on", of: LeavingOrder.self)) var on: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.note(
                    LeavingOrder(on: on), of: subject.recruitment, on: session.today, caller: session.caller))
        }
    }

    struct RulingOptions: ParsableArguments {
        @Option(help: member("reason")) var reason: String
        @Option(help: member("document", of: CaseRulingOrder.self)) var document: String
        @Option(help: member("on", of: CaseRulingOrder.self)) var on: Day?

        var order: CaseRulingOrder { CaseRulingOrder(reason: reason, document: document, on: on) }
    }

    struct Withdraw: SessionCommand {
        static let route = "POST /v1/recruitment/cases/{case}/withdrawal"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回没有决定的案卷", en: "End a case that no decision ended"))
        @OptionGroup var shape: Shape
        @OptionGroup var ruling: RulingOptions
        @OptionGroup var subject: CaseArgument

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.withdraw(
                    subject.recruitment, ruling.order, on: session.today, caller: session.caller))
        }
    }

    struct RefuseRecognition: SessionCommand {
        static let route = "POST /v1/recruitment/cases/{case}/nonrecognition"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "对违规接收的不予承认", en: "Refuse to recognise an admission against the rules"))
        @OptionGroup var shape: Shape
        @OptionGroup var ruling: RulingOptions
        @OptionGroup var subject: CaseArgument

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.refuseRecognition(
                    of: subject.recruitment, ruling.order, on: session.today, caller: session.caller))
        }
    }
}

extension CaseState: WordOption {}
extension Milestone.Stage: WordOption {}

extension Shape {
    /// A further table below the first, for people.
    func append<Item: Tabular>(_ items: [Item]) {
        guard format == .table, !items.isEmpty else { return }
        Terminal.write("\n")
        Terminal.write(Table(items).text(in: CommandLanguage.current))
    }
}
