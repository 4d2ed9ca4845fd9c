import Composition
import Organisations
import ArgumentParser
import Civil
import Kernel
import Members

/// People and their memberships.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: localized(zh: "人员与党籍", en: "People and memberships"),
        subcommands: [Import.self, List.self, Show.self, Number.self, Transfer.self])

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入人员（可带职务）", en: "Take people, perhaps with a post, from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "CSV 文件，- 为标准输入", en: "CSV file, - for standard input"))) var file: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            try await session.services.members.importPeople(readInput(file), dryRun: dryRun, caller: session.caller)
                .show()
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出人员", en: "List people"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "姓名开头", en: "Beginning of the name"))) var name: String?

        func run(_ session: Session) async throws {
            let members = session.services.members
            let page =
                if let name {
                    try await members.people(named: name, paging.request(), caller: session.caller)
                } else {
                    try await members.people(under: session.scope(scope), paging.request(), caller: session.caller)
                }
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "name", title: Text(zh: "姓名", en: "Name")),
                .init(key: "sex", title: Text(zh: "性别", en: "Sex")),
                .init(key: "born", title: Text(zh: "出生", en: "Born")),
                .init(key: "number", title: Text(zh: "身份证号", en: "ID number")),
                .init(key: "status", title: Text(zh: "党籍", en: "Status")),
                .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
                .init(key: "synthetic", title: Text(zh: "合成", en: "Synthetic")),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.id.description), .text($0.name), .word($0.sex.rawValue, $0.sex.text), .day($0.born),
                    .text($0.maskedNumber),
                    $0.status.map { .word($0.rawValue, $0.text) } ?? .text(nil), .text($0.organisationName),
                    .word(String($0.isSynthetic), $0.isSynthetic ? Text(zh: "是", en: "yes") : .verbatim("")),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个人的任职", en: "The offices of one person"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var person: String

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            let found = try await session.services.members.person(id, caller: session.caller)
            Terminal.talk("\(found.name)  \(found.maskedNumber ?? "")  \(found.organisationName ?? "")")
            try await shape.show(.tenures(session.services.members.tenures(of: id, caller: session.caller)))
        }
    }

    struct Number: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "显示完整身份证号（会留下审计记录）", en: "Show the ID number in clear; the reading is audited"))
        @OptionGroup var globals: Globals
        @Argument var person: String

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            Terminal.write(try await session.services.members.number(of: id, caller: session.caller) + "\n")
        }
    }

    struct Transfer: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "转接组织关系", en: "Move a membership to another organisation"))
        @OptionGroup var globals: Globals
        @Argument var person: String
        @Option(help: ArgumentHelp(localized(zh: "转入组织编码", en: "Code of the receiving organisation"))) var to: String
        @Option(name: .customLong("on")) var day: Day

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            let organisation = try await session.services.organisations.organisation(to, caller: session.caller)
            try await session.services.members.transfer(id, to: organisation, on: day, caller: session.caller)
        }
    }
}

/// Who held which post when.
struct TenureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenure", abstract: localized(zh: "任职", en: "Tenures"),
        subcommands: [Import.self, List.self, Begin.self, End.self, Annul.self])

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入任职", en: "Take tenures from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument var file: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            try await session.services.members.importTenures(readInput(file), dryRun: dryRun, caller: session.caller)
                .show()
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个组织的历任", en: "Everybody who held office in an organisation"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var organisation: String

        func run(_ session: Session) async throws {
            let found = try await session.services.organisations.organisation(organisation, caller: session.caller)
            try await shape.show(.tenures(session.services.members.tenures(in: found.id, caller: session.caller)))
        }
    }

    struct Begin: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "任命", en: "Appoint"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String
        @Option(help: ArgumentHelp(localized(zh: "组织编码", en: "Code of the organisation"))) var organisation: String
        @Option var title: PostTitle = .secretary
        @Option var seat = 1
        @Option var nature: TenureNature = .substantive
        @Option var since: Day

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            let found = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let tenure = try await session.services.members.appoint(
                id, to: title, seat: seat, of: found, nature: nature, since: since, caller: session.caller)
            Terminal.write(tenure.description + "\n")
        }
    }

    struct End: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "免职", en: "End a tenure"))
        @OptionGroup var globals: Globals
        @Argument var tenure: String
        @Option(help: ArgumentHelp(localized(zh: "不再任职的第一天", en: "The first day on which it is no longer held"))) var until:
            Day

        func run(_ session: Session) async throws {
            try await session.services.members.end(
                identifier(tenure, Text(zh: "任期", en: "tenure")), until: until, caller: session.caller)
        }
    }

    struct Annul: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "作废误录的任职", en: "Annul a tenure that was entered by mistake"))
        @OptionGroup var globals: Globals
        @Argument var tenure: String
        @Option var reason: String

        func run(_ session: Session) async throws {
            try await session.services.members.annul(
                identifier(tenure, Text(zh: "任期", en: "tenure")), reason: reason, caller: session.caller)
        }
    }
}

extension PostTitle: ExpressibleByArgument {}
extension TenureNature: ExpressibleByArgument {}

extension Listing {
    static func tenures(_ items: [Tenure]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
            .init(key: "person", title: Text(zh: "姓名", en: "Person")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "title", title: Text(zh: "职务", en: "Post")),
            .init(key: "nature", title: Text(zh: "性质", en: "Nature")),
            .init(key: "since", title: Text(zh: "自", en: "Since")),
            .init(key: "until", title: Text(zh: "至", en: "Until")),
        ])
        listing.rows = items.map {
            [
                .text($0.id.description), .text($0.personName), .text($0.organisationName),
                .word($0.title.rawValue, $0.title.text),
                .word($0.nature.rawValue, $0.nature.text), .day($0.since), .day($0.until),
            ]
        }
        return listing
    }
}
