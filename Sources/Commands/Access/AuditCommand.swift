import Access
import ArgumentParser
import Composition
import Foundation
import Kernel

/// The audit trail, and the proof that nothing was changed behind the program's back.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: localized(zh: "审计", en: "Audit"),
        subcommands: [
            List.self, Verify.self, Seal.self, Heads.self, Proof.self, Consistency.self, RotateKey.self, Ledger.self,
        ],
        defaultSubcommand: List.self)

    struct List: SessionCommand {
        static let route = "GET /v1/audit"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "审计记录，新的在前", en: "The audit trail, newest first"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("subject", of: AuditQuery.self)) var subject: Identifier<AuditSubject>?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.access.auditEvents(AuditQuery(subject: subject), $0, caller: session.caller)
            }
        }
    }
}
