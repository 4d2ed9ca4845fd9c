import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// What is to be different from a day on; what is left out stays as it is.
package struct OrganisationChange: Codable, Described, Sendable {
    package let since: Day
    package let name: String?
    package let kind: OrganisationKind?
    package let field: Field?
    package let parent: Reference<Organisation>?

    package init(
        since: Day, name: String? = nil, kind: OrganisationKind? = nil, field: Field? = nil,
        parent: Reference<Organisation>? = nil
    ) {
        self.since = since
        self.name = name
        self.kind = kind
        self.field = field
        self.parent = parent
    }

    package static let memberTexts = [
        "since": Text(zh: "生效日期", en: "The day from which on it holds"),
        "name": Text(zh: "新名称", en: "New name"),
        "kind": Text(zh: "新类型", en: "New kind"),
        "field": Text(zh: "新领域", en: "New field"),
        "parent": Text(zh: "新的上级组织", en: "New parent"),
    ]
}

package struct OrganisationChanged: Outcome {
    package let organisation: Organisation
    package let since: Day

    package var summary: Text {
        Text(
            zh: "「\(organisation.name)」（\(organisation.code)）的变更已登记，自 \(since) 起生效。",
            en: "The change of “\(organisation.name)” (\(organisation.code)) is recorded from \(since) on.")
    }
}

/// The day on which an organisation is dissolved.
package struct OrganisationClosing: Codable, Described, Sendable {
    package let on: Day

    package init(on: Day) { self.on = on }

    package static let memberTexts = ["on": Text(zh: "撤销日期", en: "The day on which it is dissolved")]
}

package struct OrganisationClosed: Outcome {
    package let organisation: Organisation
    package let on: Day

    package var summary: Text {
        Text(
            zh: "「\(organisation.name)」（\(organisation.code)）已于 \(on) 撤销。",
            en: "“\(organisation.name)” (\(organisation.code)) is dissolved as of \(on).")
    }
}

extension OrganisationService {
    /// Renames, converts or moves an organisation from a day on, not after today; what it was before is kept.
    /// - Parameter expected: the version that the caller has seen (`If-Match`).
    package func change(
        _ reference: Reference<Organisation>, _ change: OrganisationChange, expected: Int?, on today: Day,
        caller: Caller
    ) async throws -> OrganisationChanged {
        try caller.require(.writeRegistry)
        if let name = change.name { try Plausible.words(name, "name") }
        let id = try await organisation(reference, caller: caller).id
        var parent: Organisation?
        if let wanted = change.parent { parent = try await organisation(wanted, caller: caller) }
        defer { forgetPlaces() }
        return try await database.write(caller) { transaction in
            let old = try await lock(id, expected, transaction)
            guard change.since <= today, change.since > old.since || old.version > 1 else {
                throw AppError.changeDay(change.since, since: old.since, today: today)
            }
            if let parent, old.scope.contains(parent.path) { throw AppError.moveIntoItself(old.code, parent.code) }
            let path = parent.map { $0.path + old.code + "." } ?? old.path
            let (name, kind) = (change.name ?? old.name, change.kind ?? old.kind)
            let field = (change.field ?? old.field)?.rawValue
            let auditEvent = try await transaction.record(
                "organisation.change", "organisation", subject: id.value, path: old.path,
                before: JSONText(encoding: Audit(old)),
                after: JSONText(encoding: Audit(name: name, kind: kind.rawValue, field: field, path: path)))
            let (current, began) = try await currentVersion(of: id, transaction)
            guard change.since > began else { throw AppError.changeDay(change.since, since: began, today: today) }
            _ = try await transaction.query(
                .endOrganisationVersion(organisation: id, version: current, until: change.since))
            let newParent = parent?.id ?? old.parentId
            _ = try await transaction.query(
                .insertOrganisationVersion(
                    organisation: id, version: current + 1, path: old.path, since: change.since, parent: newParent,
                    level: old.level.rawValue, kind: kind.rawValue, field: field, name: name, auditEvent: auditEvent))
            _ = try await transaction.query(
                .updateOrganisation(
                    id: id, name: name, kind: kind.rawValue, field: field, parent: newParent,
                    version: old.version + 1, auditEvent: auditEvent))
            if path != old.path {
                _ = try await transaction.query(.moveSubtree(from: old.path, to: path))
            }
            return OrganisationChanged(organisation: try await reread(id, transaction), since: change.since)
        }
    }

    /// Dissolves an organisation that has no open one below it, not after today.
    package func close(
        _ reference: Reference<Organisation>, _ order: OrganisationClosing, expected: Int?, on today: Day,
        caller: Caller
    ) async throws -> OrganisationClosed {
        try caller.require(.writeRegistry)
        try Plausible.past(order.on, "on", today: today)
        let id = try await organisation(reference, caller: caller).id
        return try await database.write(caller) { transaction in
            let old = try await lock(id, expected, transaction)
            if let until = old.until { throw AppError.closedAlready(old.code, until) }
            let open: Int = try await transaction.query(.openChildren(parent: id))[0]["open"]
            guard open == 0 else { throw AppError.hasChildren(old.code, open) }
            let auditEvent = try await transaction.record(
                "organisation.close", "organisation", subject: id.value, path: old.path,
                before: JSONText(encoding: Audit(old)),
                after: JSONText(encoding: ["until": order.on.description]))
            _ = try await transaction.query(
                .endOrganisationVersion(
                    organisation: id, version: try await currentVersion(of: id, transaction).number, until: order.on))
            _ = try await transaction.query(.closeOrganisation(id: id, until: order.on, auditEvent: auditEvent))
            return OrganisationClosed(organisation: try await reread(id, transaction), on: order.on)
        }
    }

    private func currentVersion(of id: Identifier<Organisation>, _ transaction: ScopedTransaction) async throws -> (
        number: Int, since: Day
    ) {
        let versions = try await transaction.query(.organisationVersions(organisation: id))
        guard let last = versions.last else { throw AppError.notFound(Self.word, id.description) }
        return (try last["version"], try last["since"])
    }

    private func reread(_ id: Identifier<Organisation>, _ transaction: ScopedTransaction) async throws -> Organisation {
        guard let row = try await transaction.query(.organisationByID(id: id)).single else {
            throw AppError.notFound(Self.word, id.description)
        }
        return try row.organisation()
    }

    private func lock(_ id: Identifier<Organisation>, _ expected: Int?, _ transaction: ScopedTransaction) async throws
        -> Organisation
    {
        guard let row = try await transaction.query(.lockOrganisation(id: id)).single else {
            throw AppError.notFound(Self.word, id.description)
        }
        let organisation = try row.organisation()
        if let expected, expected != organisation.version {
            throw AppError.stale(Self.word, current: String(organisation.version))
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
