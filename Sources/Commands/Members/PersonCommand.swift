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
        subcommands: [Import.self, List.self, Show.self, Tenures.self, Number.self, Transfer.self])

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/people"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入人员（可带职务）", en: "Import people, optionally with a post, from CSV"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.importPeople(input.bytes, input.order, caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/people"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出人员", en: "List people"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("name", of: PeopleQuery.self)) var name: String?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.members.people(
                    PeopleQuery(scope: scope, name: name), paging.request(), caller: session.caller))
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/people/{person}"
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个人", en: "One person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(one: try await session.services.members.person(person, caller: session.caller))
        }
    }

    struct Tenures: SessionCommand {
        static let route = "GET /v1/people/{person}/tenures"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的任职", en: "The offices of one person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.members.tenures(of: person, caller: session.caller))
        }
    }

    struct Number: SessionCommand {
        static let route = "GET /v1/people/{person}/number"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "显示完整身份证号（会留下审计记录）", en: "Show the ID number in clear; the reading is audited"))
        @OptionGroup var shape: Shape
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
