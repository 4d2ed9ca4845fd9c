import Access
import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles

/// Acts on organisations inside one transaction: what each event does to what hangs on an organisation is decided here.
struct OrganisationWork {
    let transaction: ScopedTransaction
    let listeners: OrganisationListeners

    /// One version of an organisation as it is on file.
    struct Version {
        let number: Int
        let since: Day
        let until: Day?
        let name: String
        let code: String
        let level: Level
        let kind: OrganisationKind
        let field: Field?
        let parent: Identifier<Organisation>?
    }

    /// What an organisation is to be.
    struct State {
        var name: String
        var code: String
        var level: Level
        var kind: OrganisationKind
        var field: Field?
        var parent: Identifier<Organisation>?
        var since: Day
        var until: Day?

        init(_ organisation: Organisation) {
            name = organisation.name
            code = organisation.code
            level = organisation.level
            kind = organisation.kind
            field = organisation.field
            parent = organisation.parentId
            since = organisation.since
            until = organisation.until
        }
    }

    func lock(_ id: Identifier<Organisation>, _ expected: Int? = nil) async throws -> Organisation {
        guard let row = try await transaction.query(.lockOrganisation(id: id)).single else {
            throw AppError.notFound(OrganisationService.word, id.description)
        }
        let organisation = try row.organisation()
        if let expected, expected != organisation.version {
            throw AppError.stale(OrganisationService.word, current: String(organisation.version))
        }
        return organisation
    }

    func reread(_ id: Identifier<Organisation>) async throws -> Organisation {
        guard let row = try await transaction.query(.organisationByID(id: id)).single else {
            throw AppError.notFound(OrganisationService.word, id.description)
        }
        return try row.organisation()
    }

    func versions(of id: Identifier<Organisation>) async throws -> [Version] {
        try await transaction.query(.organisationVersions(organisation: id)).map {
            Version(
                number: try $0["version"], since: try $0["since"], until: try $0["until"], name: try $0["name"],
                code: try $0["code"], level: try $0.choice("level"), kind: try $0.choice("kind"),
                field: try $0.choice("field"), parent: try $0["parent_id"])
        }
    }

    func last(of id: Identifier<Organisation>) async throws -> Version {
        guard let last = try await versions(of: id).last else {
            throw AppError.notFound(OrganisationService.word, id.description)
        }
        return last
    }

    func nextNumber(of id: Identifier<Organisation>) async throws -> Int {
        let last: Int = try await transaction.query(.lastVersionNumber(organisation: id))[0]["version"]
        return last + 1
    }

    /// - Returns: the number of the version.
    @discardableResult
    func insert(
        _ state: State, of organisation: Organisation, since: Day, until: Day?, _ auditEvent: UUID
    ) async throws -> Int {
        let number = try await nextNumber(of: organisation.id)
        _ = try await transaction.query(
            .insertOrganisationVersion(
                organisation: organisation.id, version: number, path: organisation.path, since: since, until: until,
                parent: state.parent, level: state.level.rawValue, kind: state.kind.rawValue,
                field: state.field?.rawValue, code: state.code, name: state.name, auditEvent: auditEvent))
        return number
    }

    func update(_ old: Organisation, to state: State, _ auditEvent: UUID) async throws {
        _ = try await transaction.query(
            .updateOrganisation(
                id: old.id, code: state.code, name: state.name, level: state.level.rawValue,
                kind: state.kind.rawValue, field: state.field?.rawValue, parent: state.parent, since: state.since,
                until: state.until, version: old.version + 1, auditEvent: auditEvent))
    }

    /// Moves an organisation and everything below it to where it belongs now, and says where it lay since a day.
    func place(_ old: Organisation, as state: State, below parent: Organisation?, from day: Day) async throws {
        let path = (parent?.path ?? "") + state.code + "."
        guard path != old.path else { return }
        _ = try await transaction.query(
            .placeOrganisation(organisation: old.id, day: day, parent: state.parent, code: state.code))
        _ = try await transaction.query(.moveSubtree(from: old.path, to: path))
    }

    func record(
        _ event: OrganisationEvent, _ organisation: Organisation, on day: Day, _ document: String?, _ reason: String?,
        version: Int? = nil, undoes: UUID? = nil, _ auditEvent: UUID
    ) async throws -> UUID {
        let id = Identifier<OrganisationWork>.new().value
        _ = try await transaction.query(
            .insertOrganisationChange(
                id: id, organisation: organisation.id, path: organisation.path, change: event.rawValue,
                effectiveOn: day, document: document, reason: reason, version: version, undoes: undoes,
                auditEvent: auditEvent))
        return id
    }

    /// What hangs on an organisation on a day.
    func attached(to organisation: Organisation, on day: Day) async throws -> [AttachedLine] {
        let rows = try await transaction.query(
            .attachedTo(organisation: organisation.id, path: organisation.path, day: day))
        let lines = try rows.map { row in
            AttachedLine(
                organisationCode: organisation.code, kind: try row.choice("kind"), number: try row["number"],
                examples: try row["examples"])
        }
        return AttachedKind.allCases.compactMap { kind in lines.first { $0.kind == kind } }
    }

    /// Another parent for an organisation from a day on, as part of a larger act.
    func hang(_ child: Organisation, below parent: Organisation, from day: Day, _ auditEvent: UUID) async throws {
        if child.level > parent.level { throw AppError.levelAboveParent(child, parent) }
        let current = try await last(of: child.id)
        guard day > current.since else { throw AppError.laterFact(child, current.since, day) }
        var state = State(child)
        state.parent = parent.id
        _ = try await transaction.query(
            .endOrganisationVersion(organisation: child.id, version: current.number, until: day))
        let number = try await insert(state, of: child, since: day, until: nil, auditEvent)
        try await update(child, to: state, auditEvent)
        try await place(child, as: state, below: parent, from: day)
        _ = try await record(.change, try await reread(child.id), on: day, nil, nil, version: number, auditEvent)
        try await listeners.subtreeMoved(transaction, Scope(path: parent.path + child.code + "."))
    }

    /// Ends an organisation and settles what hangs on it.
    /// - Parameter target: takes over what is below it, its members and its open matters.
    /// - Returns: what hung on it.
    func end(
        _ old: Organisation, into target: Organisation?, endsPosts: Bool, on day: Day, remark: String,
        _ auditEvent: UUID
    ) async throws -> [AttachedLine] {
        if let until = old.until { throw AppError.closedAlready(old.code, until) }
        let attached = try await attached(to: old, on: day)
        let current = try await last(of: old.id)
        guard day > current.since else { throw AppError.laterFact(old, current.since, day) }
        try await requireLater(old, nil, day)
        if let target {
            if old.scope.contains(target.path) { throw AppError.moveIntoItself(old.code, target.code) }
            let isThere = try await versions(of: target.id).contains { version in
                version.since <= day && version.until.map { $0 > day } ?? true
            }
            guard isThere else { throw AppError.laterFact(target, target.since, day) }
            if let row = try await transaction.query(.highestHostedLevel(organisation: old.id)).single {
                let level: Level = try row.choice("level")
                if level > target.level { throw AppError.classesAbove(level, target) }
            }
            for child in try await transaction.query(.openChildren(parent: old.id)) {
                let id: Identifier<Organisation> = try child["id"]
                try await hang(try await lock(id), below: target, from: day, auditEvent)
            }
        } else {
            if let children = attached.first(where: { $0.kind == .children }) {
                throw AppError.hasChildren(old.code, children.number)
            }
            let held = attached.filter { $0.kind.needsSuccessor || ($0.kind.endsWithIt && !endsPosts) }
            if !held.isEmpty { throw AppError.attached(old, held) }
        }
        let people: [Identifier<AttachedPerson>] = try await transaction.query(
            .settleOrganisation(
                from: old.id, into: target?.id, people: [Identifier<AttachedPerson>]?.none, day: day, remark: remark,
                auditEvent: auditEvent)
        ).map { try $0["person_id"] }
        _ = try await transaction.query(
            .endOrganisationVersion(organisation: old.id, version: current.number, until: day))
        var state = State(old)
        state.until = day
        try await update(old, to: state, auditEvent)
        try await listeners.peopleSettled(transaction, people)
        return attached
    }

    /// - Throws: `organisation.later_fact` when a member came on the day or later.
    func requireLater(_ organisation: Organisation, _ people: [Identifier<AttachedPerson>]?, _ day: Day) async throws {
        guard
            let row = try await transaction.query(
                .latestBeginning(organisation: organisation.id, people: people)
            ).single
        else { return }
        let since: Day = try row["since"]
        guard since < day else { throw AppError.laterFact(organisation, since, day, name: try row["name"]) }
    }

    /// An organisation is there again below one that is there, as far as the caller sees what is above.
    func requireOpenParent(_ organisation: Organisation) async throws {
        guard let id = organisation.parentId,
            let row = try await transaction.query(.organisationByID(id: id)).single
        else { return }
        let parent = try row.organisation()
        if let until = parent.until { throw AppError.dissolved(parent, until) }
    }

    /// That one organisation came from another.
    func link(
        _ from: Organisation, _ target: Organisation, _ relation: String, change: UUID, on day: Day, _ auditEvent: UUID
    ) async throws {
        _ = try await transaction.query(
            .insertOrganisationLink(
                id: Identifier<OrganisationWork>.new().value, change: change, from: from.id, to: target.id,
                path: from.path, toPath: target.path, relation: relation, effectiveOn: day, fromCode: from.code,
                fromName: from.name, toCode: target.code, toName: target.name, auditEvent: auditEvent))
    }
}
