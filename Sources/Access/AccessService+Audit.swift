import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// What was done, by which account, through which door.
package struct AuditEvent: Codable, Sendable {
    package let id: Identifier<AuditEvent>
    package let at: Moment
    package let account: String
    /// In whose place it was done, where it was.
    package let onBehalfOf: String?
    package let door: String
    package let action: String
    package let subjectKind: String
    package let subject: Identifier<AuditSubject>?
    package let path: String
    /// JSON as it was recorded.
    package let before: String?
    package let after: String?
}

/// Whatever an audit event concerns: a person, a class, a case.
package enum AuditSubject {}

extension AuditEvent: Tabular {
    package static let columns: [Column<AuditEvent>] = [
        Column("at", zh: "时间", en: "Time", \.at),
        Column("account", zh: "操作人", en: "Account", \.account),
        Column("on_behalf_of", zh: "代理", en: "In place of", \.onBehalfOf),
        Column("door", zh: "入口", en: "Door", \.door),
        Column("action", zh: "操作", en: "Action", \.action),
        Column("subject_kind", zh: "对象类别", en: "Subject kind", \.subjectKind),
        Column("path", zh: "范围", en: "Scope", \.path),
        Column("after", zh: "内容", en: "Content", \.after),
        Column("subject", zh: "对象编号", en: "Subject", \.subject),
    ]
}

package struct AuditQuery: Codable, Described, Sendable {
    package var subject: Identifier<AuditSubject>?

    package init(subject: Identifier<AuditSubject>? = nil) { self.subject = subject }

    package static let memberTexts = [
        "subject": Text(zh: "只看与此编号有关的", en: "Only what concerns this identifier")
    ]
}

/// Who the caller is.
package struct CallerLine: Codable, Sendable {
    /// A subtree and every role that the caller has in all of it.
    package struct Place: Codable, Sendable {
        package let scope: String
        package let roles: [Role]
        /// Those in whose place the caller acts there.
        package let inPlaceOf: [String]
    }

    package let account: Identifier<Account>
    package let name: String
    /// The roles of all places.
    package let roles: [Role]
    package let places: [Place]
}

extension CallerLine: Tabular {
    package static let columns: [Column<CallerLine>] = [
        Column("name", zh: "名称", en: "Name", \.name),
        Column("roles", zh: "角色", en: "Roles") { $0.roles.map(\.key).joined(separator: " ") },
        Column("places", zh: "范围", en: "Scope") { line in
            line.places.map { "\($0.scope) \($0.roles.map(\.key).joined(separator: "+"))" }.joined(separator: ", ")
        },
        Column("in_place_of", zh: "代理", en: "In place of") { line in
            Set(line.places.flatMap(\.inPlaceOf)).sorted().joined(separator: ", ")
        },
        Column("account", zh: "账号编号", en: "Account", \.account),
    ]
}

extension AccessService {
    /// The audit trail, newest first.
    package func auditEvents(_ query: AuditQuery, _ page: PageRequest, caller: Caller) async throws -> Page<AuditEvent>
    {
        let caller = try caller.with(.readAudit)
        let before = try page.after.map { try UUID.key($0) } ?? PathKey.last
        let (scope, limit) = (caller.scope, page.limit + 1)
        let events = try await database.readPage(
            caller,
            query.subject.map { .auditEventsOfSubject(subject: $0, before: before, limit: limit) }
                ?? .auditEvents(low: scope.low, high: scope.high, before: before, limit: limit), as: AuditEvent.self)
        return Page(events, limit: page.limit, key: \.id.description)
    }

    /// Who the caller is, as the token says.
    package func caller(_ caller: Caller) -> CallerLine {
        CallerLine(
            account: caller.account, name: caller.name, roles: caller.roles.sorted(),
            places: caller.subtrees.map { part in
                .init(
                    scope: part.scope.low, roles: part.allRoles.sorted(),
                    inPlaceOf: Set(part.substitute.map(\.holderName)).sorted())
            })
    }
}
