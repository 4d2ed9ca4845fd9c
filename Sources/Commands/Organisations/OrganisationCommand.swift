import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Wire

/// The tree of organisations.
struct OrganisationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org", abstract: localized(zh: "党组织", en: "Organisations"),
        subcommands: [
            Import.self, List.self, Show.self, Versions.self, Change.self, Close.self, Coverage.self,
        ])

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/organisations, POST /v1/imports/divisions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入党组织或区划", en: "Import organisations or divisions from CSV"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile
        @Flag(
            help: help(
                zh: "文件是行政区划，一行建一个党组织", en: "The file lists divisions; each row becomes an organisation"))
        var divisions = false
        @Option(help: member("since", of: DivisionOrder.self)) var since: Day?

        func run(_ session: Session) async throws {
            let organisations = session.services.organisations
            guard divisions else {
                return try shape.report(
                    try await organisations.importOrganisations(input.bytes, input.order, caller: session.caller))
            }
            guard let since else { throw AppError.missingValue("since") }
            try shape.report(
                try await organisations.importDivisions(
                    input.bytes, DivisionOrder(since: since, dryRun: input.dryRun, again: input.again),
                    caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/organisations"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出党组织", en: "List organisations"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("parent", of: OrganisationQuery.self)) var parent: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.organisations.organisations(
                    OrganisationQuery(scope: scope, parent: parent), paging.request(), caller: session.caller))
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}"
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个党组织", en: "One organisation"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>

        func run(_ session: Session) async throws {
            try shape.show(
                one: try await session.services.organisations.organisation(organisation, caller: session.caller))
        }
    }

    struct Versions: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/versions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个党组织的沿革", en: "What an organisation was before"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.organisations.versions(of: organisation, caller: session.caller))
        }
    }

    struct Change: SessionCommand {
        static let route = "PATCH /v1/organisations/{organisation}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起更名、改类型、改领域或划转", en: "Rename, convert or move from a day on"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("since", of: OrganisationChange.self)) var since: Day
        @Option(help: member("name", of: OrganisationChange.self)) var name: String?
        @Option(help: member("kind", of: OrganisationChange.self)) var kind: OrganisationKind?
        @Option(help: member("field", of: OrganisationChange.self)) var field: Field?
        @Option(help: member("parent", of: OrganisationChange.self)) var parent: Reference<Organisation>?
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            let change = OrganisationChange(since: since, name: name, kind: kind, field: field, parent: parent)
            try shape.report(
                try await session.services.organisations.change(
                    organisation, change, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Close: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/close"
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤销", en: "Dissolve"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("on", of: OrganisationClosing.self)) var on: Day
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.organisations.close(
                    organisation, OrganisationClosing(on: on), expected: expectedVersion, on: session.today,
                    caller: session.caller))
        }
    }

    struct Coverage: SessionCommand {
        static let route = "GET /v1/coverage"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "组织覆盖：有党组织的单位数", en: "Units with an organisation of their own"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.organisations.coverage(
                    CoverageQuery(scope: scope), caller: session.caller))
        }
    }
}

extension OrganisationKind: WordOption {}
extension Field: WordOption {}
