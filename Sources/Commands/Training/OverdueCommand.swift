import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// The list of duties that are or will be late.
struct OverdueCommand: SessionCommand, SensitiveCommand {
    static let route = "GET /v1/overdue, GET /v1/overdue/counts"
    static let sensitive = SensitiveRead.overdue
    static let configuration = CommandConfiguration(
        commandName: "overdue", abstract: localized(zh: "逾期名单，可按任何一天查询", en: "Who is overdue, as of any day, and why"))
    @OptionGroup var shape: Shape
    @OptionGroup var paging: Paging
    @OptionGroup var purpose: PurposeOption
    @Option(help: member("as_of")) var asOf: Day?
    @Option(help: member("scope")) var scope: Reference<Organisation>?
    @Option(help: member("by", of: OverdueCountQuery.self)) var by: OverdueGrouping?
    @Option(help: member("level", of: OverdueQuery.self)) var level: [OverdueLevel] = []
    @Option(help: member("field", of: OverdueQuery.self)) var field: Field?
    @Option(help: member("kind", of: OverdueQuery.self)) var kind: DutyKind?

    func run(_ session: Session) async throws {
        let query = OverdueQuery(asOf: asOf, scope: scope, level: level, field: field, kind: kind)
        let training = session.services.training
        guard let by else {
            return try await shape.show(paging, Self.sensitive, query, session) {
                try await training.overdue(query, $0, on: session.today, caller: session.caller)
            }
        }
        let counts = try await training.countOverdue(
            OverdueCountQuery(filter: query, by: by), on: session.today, caller: session.caller)
        try shape.show(counts, parts: counts.items.count > 1 ? counts.items + [counts.total] : counts.items)
    }
}

extension OverdueGrouping: WordOption {}
extension OverdueLevel: WordOption {}
extension DutyKind: WordOption {}
