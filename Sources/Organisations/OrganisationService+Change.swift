import Access
package import Civil
import Foundation
package import Kernel
import Postgres

/// What is to be different from a day on; nil leaves it as it is.
package struct OrganisationChange: Sendable {
    package let since: Day
    package let name: String?
    package let kind: OrganisationKind?
    package let field: Field?
    package let parentCode: String?

    package init(
        since: Day, name: String? = nil, kind: OrganisationKind? = nil, field: Field? = nil, parentCode: String? = nil
    ) {
        self.since = since
        self.name = name
        self.kind = kind
        self.field = field
        self.parentCode = parentCode
    }
}

extension OrganisationService {
    /// Renames, converts or moves an organisation from a day on, not after today; what it was before is kept.
    /// - Parameter expected: the version that the caller has seen (`If-Match`).
    package func change(
        _ id: Identifier<Organisation>, _ change: OrganisationChange, expected: Int?, today: Day, caller: Caller
    ) async throws -> Organisation {
        try caller.require(.writeRegistry)
        defer { forgetPlaces() }
        return try await database.write(caller) { transaction in
            let old = try await lock(id, expected, transaction)
            guard change.since <= today, change.since > old.since || old.version > 1 else {
                throw AppError.changeDay(change.since, since: old.since, today: today)
            }
            var parent: Organisation?
            if let code = change.parentCode {
                guard let row = try await transaction.query("OrganisationByCode", [code.parameter]).only else {
                    throw AppError.notFound(Text(zh: "上级组织", en: "parent organisation"), code)
                }
                parent = try row.organisation()
            }
            if let parent, old.scope.contains(parent.path) { throw AppError.moveIntoItself(old.code, parent.code) }
            let path = parent.map { $0.path + old.code + "." } ?? old.path
            let auditEvent = try await transaction.record(
                "organisation.change", "organisation", subject: id.value, path: old.path,
                before: JSONText(encoding: Audit(old)),
                after: JSONText(
                    encoding: Audit(
                        name: change.name ?? old.name, kind: (change.kind ?? old.kind).rawValue,
                        field: (change.field ?? old.field)?.rawValue, path: path)))
            let versions = try await transaction.query("OrganisationVersions", [id.parameter])
            let current: Int = try versions[versions.count - 1]["version"]
            let began: Day = try versions[versions.count - 1]["since"]
            guard change.since > began else { throw AppError.changeDay(change.since, since: began, today: today) }
            _ = try await transaction.query(
                "EndOrganisationVersion", [id.parameter, current.parameter, change.since.parameter])
            let newParent = parent?.id ?? old.parent
            _ = try await transaction.query(
                "InsertOrganisationVersion",
                [
                    id.parameter, (current + 1).parameter, old.path.parameter, change.since.parameter,
                    newParent.parameter,
                    old.level.rawValue.parameter, (change.kind ?? old.kind).rawValue.parameter,
                    (change.field ?? old.field)?.rawValue.parameter ?? String?.none.parameter,
                    (change.name ?? old.name).parameter,
                    auditEvent.parameter,
                ])
            _ = try await transaction.query(
                "UpdateOrganisation",
                [
                    id.parameter, (change.name ?? old.name).parameter, (change.kind ?? old.kind).rawValue.parameter,
                    (change.field ?? old.field)?.rawValue.parameter ?? String?.none.parameter, newParent.parameter,
                    (old.version + 1).parameter, auditEvent.parameter,
                ])
            if path != old.path {
                _ = try await transaction.query("MoveSubtree", [old.path.parameter, path.parameter])
            }
            return try await transaction.query("OrganisationByID", [id.parameter])[0].organisation()
        }
    }

    /// Dissolves an organisation that has no open one below it.
    package func close(
        _ id: Identifier<Organisation>, on day: Day, expected: Int?, caller: Caller
    ) async throws -> Organisation {
        try caller.require(.writeRegistry)
        return try await database.write(caller) { transaction in
            let old = try await lock(id, expected, transaction)
            let open: Int = try await transaction.query("OpenChildren", [id.parameter])[0]["open"]
            guard open == 0 else { throw AppError.hasChildren(old.code, open) }
            let auditEvent = try await transaction.record(
                "organisation.close", "organisation", subject: id.value, path: old.path,
                before: JSONText(encoding: Audit(old)),
                after: JSONText(encoding: ["until": day.description]))
            let versions = try await transaction.query("OrganisationVersions", [id.parameter])
            _ = try await transaction.query(
                "EndOrganisationVersion",
                [id.parameter, (try versions[versions.count - 1]["version"] as Int).parameter, day.parameter])
            _ = try await transaction.query("CloseOrganisation", [id.parameter, day.parameter, auditEvent.parameter])
            return try await transaction.query("OrganisationByID", [id.parameter])[0].organisation()
        }
    }

    private func lock(_ id: Identifier<Organisation>, _ expected: Int?, _ transaction: ScopedTransaction) async throws
        -> Organisation
    {
        guard let row = try await transaction.query("LockOrganisation", [id.parameter]).only else {
            throw AppError.notFound(Text(zh: "组织", en: "organisation"), id.description)
        }
        let organisation = try row.organisation()
        if let expected, expected != organisation.version {
            throw AppError.stale(Text(zh: "组织", en: "organisation"), current: String(organisation.version))
        }
        return organisation
    }

    private struct Audit: Encodable {
        let name: String
        let kind: String
        let field: String?
        let path: String

        init(_ organisation: Organisation) {
            self.init(
                name: organisation.name, kind: organisation.kind.rawValue, field: organisation.field?.rawValue,
                path: organisation.path)
        }

        init(name: String, kind: String, field: String?, path: String) {
            self.name = name
            self.kind = kind
            self.field = field
            self.path = path
        }
    }
}
