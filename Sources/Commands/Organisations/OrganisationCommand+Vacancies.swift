import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// Posts that nobody holds.
extension OrganisationCommand {
    struct Vacancies: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/vacancies"
        static let sensitive = SensitiveRead.vacancies
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "没有书记的党组织，及由谁代理", en: "Organisations without a secretary, and who acts there"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("level", of: VacancyQuery.self)) var level: Level?
        @Option(help: member("as_of", of: VacancyQuery.self)) var asOf: Day?

        func run(_ session: Session) async throws {
            let query = VacancyQuery(scope: scope, level: level, asOf: asOf)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.vacancies(query, $0, on: session.today, caller: session.caller)
            }
        }
    }
}
