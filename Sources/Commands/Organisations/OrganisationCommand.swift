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
            Import.self, List.self, Show.self, Versions.self, Genealogy.self, Attached.self, Found.self, Change.self,
            Merge.self, Split.self, Close.self, Reopen.self, Correct.self, Undo.self, Coverage.self,
            Vacancies.self, Secretaries.self,
        ])

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/organisations, POST /v1/imports/divisions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入党组织或区划", en: "Import organisations or divisions from a sheet"))
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
                    try await input.imported(as: "organisations", session) {
                        try await organisations.importOrganisations($0, $1, on: session.today, caller: session.caller)
                    })
            }
            guard let since else { throw AppError.missingValue("since") }
            try shape.report(
                try await input.imported(as: "divisions", session) {
                    try await organisations.importDivisions(
                        $0, DivisionOrder(since: since, $1), on: session.today, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/organisations"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出党组织", en: "List organisations"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("parent", of: OrganisationQuery.self)) var parent: Reference<Organisation>?
        @Option(help: member("as_of", of: OrganisationQuery.self)) var asOf: Day?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.organisations.organisations(
                    OrganisationQuery(scope: scope, parent: parent, asOf: asOf), $0, caller: session.caller)
            }
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
