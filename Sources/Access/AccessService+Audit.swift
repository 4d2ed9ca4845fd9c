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
    package let account: Identifier<Account>
    package let name: String
    package let roles: [Role]
    package let scope: String
}

extension CallerLine: Tabular {
    package static let columns: [Column<CallerLine>] = [
        Column("name", zh: "名称", en: "Name", \.name),
        Column("roles", zh: "角色", en: "Roles") { $0.roles.map(\.key).joined(separator: " ") },
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("account", zh: "账号编号", en: "Account", \.account),
    ]
}

extension AccessService {
    /// The audit trail, newest first.
    package func auditEvents(_ query: AuditQuery, _ page: PageRequest, caller: Caller) async throws -> Page<AuditEvent>
    {
        try caller.require(.readAudit)
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
            scope: caller.scope.low)
    }
}
