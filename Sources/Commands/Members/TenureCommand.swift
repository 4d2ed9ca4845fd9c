import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// Who held which post when.
struct TenureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenure", abstract: localized(zh: "任职", en: "Tenures"),
        subcommands: [Import.self, List.self, Begin.self, End.self, Annul.self])

    private static let tenure = help(
        zh: "任职者：身份证号、范围内唯一的姓名或编号；或任职编号",
        en: "The holder by ID number, a name unique within scope or identifier; or the identifier of the tenure")

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/tenures"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入任职", en: "Import tenures from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "tenures", session) {
                    try await session.services.members.importTenures($0, $1, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/organisations/{organisation}/tenures"
        static let sensitive = SensitiveRead.tenures
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个组织的历任", en: "Everybody who held office in an organisation"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>

        func run(_ session: Session) async throws {
            try await shape.show(
                session.services.members.tenures(in: organisation, caller: session.caller), Self.sensitive,
                ["organisation": organisation.text], session)
        }
    }

    struct Begin: SessionCommand {
        static let route = "POST /v1/tenures"
        static let configuration = CommandConfiguration(abstract: localized(zh: "任命", en: "Appoint"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("title", of: AppointmentOrder.self)) var title: PostTitle?
        @Option(help: member("seat", of: AppointmentOrder.self)) var seat: Int?
        @Option(help: member("nature", of: AppointmentOrder.self)) var nature: TenureNature?
        @Option(help: member("since", of: AppointmentOrder.self)) var since: Day

        func run(_ session: Session) async throws {
            let order = AppointmentOrder(
                person: person, organisation: organisation, title: title, seat: seat, nature: nature, since: since)
            try shape.report(try await session.services.members.appoint(order, caller: session.caller))
        }
    }

    struct End: SessionCommand {
        static let route = "POST /v1/tenures/{tenure}/end"
        static let configuration = CommandConfiguration(abstract: localized(zh: "免职", en: "End a tenure"))
        @OptionGroup var shape: Shape
        @Argument(help: TenureCommand.tenure) var tenure: Reference<Tenure>
        @Option(help: member("until", of: TenureEndOrder.self)) var until: Day
        @Option(help: member("organisation", of: TenureEndOrder.self)) var organisation: Reference<Organisation>?
        @Option(help: member("title", of: TenureEndOrder.self)) var title: PostTitle?

        func run(_ session: Session) async throws {
            let order = TenureEndOrder(until: until, organisation: organisation, title: title)
            try shape.report(try await session.services.members.end(tenure, order, caller: session.caller))
        }
    }

    struct Annul: SessionCommand {
        static let route = "POST /v1/tenures/{tenure}/annul"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "作废误录的任职", en: "Annul a tenure that was entered by mistake"))
        @OptionGroup var shape: Shape
        @Argument(help: TenureCommand.tenure) var tenure: Reference<Tenure>
        @Option(help: member("reason")) var reason: String
        @Option(help: member("organisation", of: TenureAnnulment.self)) var organisation: Reference<Organisation>?
        @Option(help: member("title", of: TenureAnnulment.self)) var title: PostTitle?
        @Option(help: member("since", of: TenureAnnulment.self)) var since: Day?

        func run(_ session: Session) async throws {
            let order = TenureAnnulment(reason: reason, organisation: organisation, title: title, since: since)
            try shape.report(try await session.services.members.annul(tenure, order, caller: session.caller))
        }
    }
}

extension PostTitle: WordOption {}
extension TenureNature: WordOption {}
