import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles

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
                guard let row = try await transaction.query(.organisationByCode(code: code)).single else {
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
            let versions = try await transaction.query(.organisationVersions(organisation: id))
            let current: Int = try versions[versions.count - 1]["version"]
            let began: Day = try versions[versions.count - 1]["since"]
            guard change.since > began else { throw AppError.changeDay(change.since, since: began, today: today) }
            _ = try await transaction.query(
                .endOrganisationVersion(organisation: id, version: current, until: change.since))
            let newParent = parent?.id ?? old.parent
            _ = try await transaction.query(
                .insertOrganisationVersion(
                    organisation: id, version: current + 1, path: old.path, since: change.since, parent: newParent,
                    level: old.level.rawValue, kind: (change.kind ?? old.kind).rawValue,
                    field: (change.field ?? old.field)?.rawValue, name: change.name ?? old.name, auditEvent: auditEvent)
            )
            _ = try await transaction.query(
                .updateOrganisation(
                    id: id, name: change.name ?? old.name, kind: (change.kind ?? old.kind).rawValue,
                    field: (change.field ?? old.field)?.rawValue, parent: newParent, version: old.version + 1,
                    auditEvent: auditEvent))
            if path != old.path {
                _ = try await transaction.query(.moveSubtree(from: old.path, to: path))
            }
            return try await transaction.query(.organisationByID(id: id))[0].organisation()
        }
    }

    /// Dissolves an organisation that has no open one below it.
    package func close(
        _ id: Identifier<Organisation>, on day: Day, expected: Int?, caller: Caller
    ) async throws -> Organisation {
        try caller.require(.writeRegistry)
        return try await database.write(caller) { transaction in
            let old = try await lock(id, expected, transaction)
            let open: Int = try await transaction.query(.openChildren(parent: id))[0]["open"]
            guard open == 0 else { throw AppError.hasChildren(old.code, open) }
            let auditEvent = try await transaction.record(
                "organisation.close", "organisation", subject: id.value, path: old.path,
                before: JSONText(encoding: Audit(old)),
                after: JSONText(encoding: ["until": day.description]))
            let versions = try await transaction.query(.organisationVersions(organisation: id))
            _ = try await transaction.query(
                .endOrganisationVersion(
                    organisation: id, version: try versions[versions.count - 1]["version"] as Int, until: day))
            _ = try await transaction.query(.closeOrganisation(id: id, until: day, auditEvent: auditEvent))
            return try await transaction.query(.organisationByID(id: id))[0].organisation()
        }
    }

    private func lock(_ id: Identifier<Organisation>, _ expected: Int?, _ transaction: ScopedTransaction) async throws
        -> Organisation
    {
        guard let row = try await transaction.query(.lockOrganisation(id: id)).single else {
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
