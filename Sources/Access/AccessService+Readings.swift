import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// That people of an office were read about: by who, what for, and how many.
package struct ReadingLine: Codable, Sendable {
    package let id: Identifier<Reading>
    package let at: Moment
    package let reader: String
    /// The office that the reader worked for; nil for the operator of the machine.
    package let office: String?
    package let door: String
    package let kind: SensitiveRead.Kind
    package let subject: String
    package let person: Identifier<LinkedPerson>?
    package let personName: String?
    package let purpose: String?
    /// JSON of what was asked for.
    package let filters: String?
    package let rows: Int
    package let scope: String
}

extension ReadingLine: Tabular {
    package static let columns: [Column<ReadingLine>] = [
        Column("at", zh: "时间", en: "Time", \.at),
        Column("reader", zh: "查阅人", en: "Reader", \.reader),
        Column("office", zh: "查阅人所在党组织", en: "Reader's office", \.office),
        Column("kind", zh: "方式", en: "Kind", \.kind),
        Column("subject", zh: "内容", en: "Subject", \.subject),
        Column("person_name", zh: "对象", en: "Person", \.personName),
        Column("rows", zh: "行数", en: "Rows", \.rows),
        Column("purpose", zh: "用途", en: "Purpose", \.purpose),
        Column("filters", zh: "条件", en: "Filters", \.filters),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("door", zh: "入口", en: "Door", \.door),
        Column("person", zh: "人员编号", en: "Person identifier", \.person),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

package struct ReadingQuery: Codable, Described, Sendable {
    package var scope: Reference<GrantedScope>?

    package init(scope: Reference<GrantedScope>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

extension AccessService {
    /// Who read ID numbers, exports and prints of the people of an office and of those below it: office by office, the
    /// oldest first.
    package func readings(_ query: ReadingQuery, _ page: PageRequest, caller: Caller) async throws -> Page<ReadingLine>
    {
        let caller = try caller.with(.seeReadings)
        var scope = caller.scope
        if let wanted = query.scope { scope = Scope(path: try await grantedPath(wanted, caller)) }
        let (path, id) = try PathKey.read(page.after, within: scope)
        let lines = try await database.readPage(
            caller,
            .sensitiveReads(
                low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: ReadingLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }
}
