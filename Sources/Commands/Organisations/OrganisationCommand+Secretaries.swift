import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// The register of secretaries.
extension OrganisationCommand {
    struct Secretaries: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/secretaries"
        static let sensitive = SensitiveRead.secretaries
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "书记台账：各党组织的书记、任职时间和轮训情况",
                en: "Every organisation with its secretary: since when, and whether trained"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("level", of: SecretaryQuery.self)) var level: Level?
        @Option(help: member("as_of", of: SecretaryQuery.self)) var asOf: Day?
        @Flag(help: member("phones", of: SecretaryQuery.self)) var phones = false

        func run(_ session: Session) async throws {
            let query = SecretaryQuery(scope: scope, level: level, asOf: asOf, phones: phones)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.secretaries(query, $0, on: session.today, caller: session.caller)
            }
        }
    }
}
