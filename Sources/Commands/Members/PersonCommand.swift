import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// People and their memberships.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: localized(zh: "人员与党籍", en: "People and memberships"),
        subcommands: [
            Import.self, Add.self, List.self, Show.self, Card.self, Correct.self, Corrections.self, Decide.self,
            Duplicates.self, Merge.self, Unmerge.self, Merges.self, Distinguish.self,
            Attributes.self, Contacts.self, Tenures.self, Number.self, Transfer.self,
        ])

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/people"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入人员（可带职务）", en: "Import people, optionally with a post, from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile
        @Flag(help: member("keep_columns", of: PeopleImportOrder.self)) var keepColumns = false

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "people", session) { bytes, order in
                    try await session.services.members.importPeople(
                        bytes, PeopleImportOrder(order, keepColumns: keepColumns), on: session.today,
                        caller: session.caller)
                })
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people"
        static let sensitive = SensitiveRead.people
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出人员", en: "List people"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("name", of: PeopleQuery.self)) var name: String?

        func run(_ session: Session) async throws {
            let query = PeopleQuery(scope: scope, name: name)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.people(query, $0, caller: session.caller)
            }
        }
    }

    struct Show: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/{person}/page"
        static let sensitive = SensitiveRead.page
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个人的全部情况，一页看完（会留下审计记录）",
                en: "One person on one page: everything that is on file; the reading is audited"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            let page = try await session.services.page(of: person, on: session.today, caller: session.caller)
            try shape.show(page, heading: page.heading, parts: page.lines)
        }
    }

    struct Card: SessionCommand {
        static let route = "GET /v1/people/{person}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的基本信息", en: "Name, membership and number of one person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(one: try await session.services.members.person(person, caller: session.caller))
        }
    }

    struct Attributes: SessionCommand {
        static let route = "GET /v1/people/{person}/attributes"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的档案内容（不含个人信息）", en: "What the file of a person says, personal data aside"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("as_of")) var asOf: Day?
        @Flag(help: member("history", of: AttributesQuery.self)) var history = false

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.members.attributes(
                    of: person, AttributesQuery(asOf: asOf, history: history), on: session.today,
                    caller: session.caller))
        }
    }

    struct Contacts: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/{person}/contacts"
        static let sensitive = SensitiveRead.contacts
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个人的电话、住址等个人信息（会留下审计记录）",
                en: "Telephone, address and what else is personal; the reading is audited"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("as_of")) var asOf: Day?
        @Flag(help: member("history", of: AttributesQuery.self)) var history = false

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.members.contacts(
                    of: person, AttributesQuery(asOf: asOf, history: history), on: session.today,
                    caller: session.caller))
        }
    }

    struct Tenures: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/{person}/tenures"
        static let sensitive = SensitiveRead.tenures
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的任职", en: "The offices of one person"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try await shape.show(
                session.services.members.tenures(of: person, caller: session.caller), Self.sensitive,
                ["person": person.text], session)
        }
    }

    struct Number: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/{person}/number"
        static let sensitive = SensitiveRead.number
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "显示完整身份证号（会留下审计记录）", en: "Show the ID number in clear; the reading is audited"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(one: try await session.services.members.number(of: person, caller: session.caller))
        }
    }

    struct Transfer: SessionCommand {
        static let route = "POST /v1/people/{person}/transfer"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "在管辖范围内转接组织关系", en: "Move a membership to another organisation within scope"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("organisation", of: MoveOrder.self)) var to: Reference<Organisation>
        @Option(help: member("on", of: MoveOrder.self)) var on: Day

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.move(
                    person, MoveOrder(organisation: to, on: on), on: session.today, caller: session.caller))
        }
    }
}
