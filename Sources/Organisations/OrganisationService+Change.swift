import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

extension OrganisationService {
    func work(_ transaction: ScopedTransaction) -> OrganisationWork {
        OrganisationWork(transaction: transaction, listeners: listeners)
    }

    func check(_ document: String?, _ reason: String?) throws(AppError) {
        if let document { try Plausible.words(document, "document") }
        if let reason { try Plausible.words(reason, "reason") }
    }

    /// Renames, recodes, converts or moves an organisation from a day on, not after today; what it was before is kept.
    /// - Parameter expected: the version that the caller has seen (`If-Match`).
    package func change(
        _ reference: Reference<Organisation>, _ change: OrganisationChange, expected: Int?, on today: Day,
        caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        if let name = change.name { try Plausible.words(name, "name") }
        if let code = change.code { try Self.requireCode(code) }
        try check(change.document, change.reason)
        let named = try await organisation(reference, caller: caller)
        let id = named.id
        var wanted: Organisation?
        if let reference = change.parent { wanted = try await organisation(reference, caller: caller) }
        let codes = [named.code] + [wanted?.code, change.code].compactMap(\.self)
        defer { forgetPlaces() }
        return try await database.write(caller, dryRun: change.dryRun ?? false) { transaction in
            // As it is once nobody else changes it: it may be dissolved or moved meanwhile.
            try await transaction.lock(.organisations, Set(codes))
            let work = work(transaction)
            var parent: Organisation?
            if let wanted { parent = try await transaction.openOrganisation(wanted.id) }
            let old = try await work.lock(id, expected)
            if let until = old.until { throw AppError.dissolved(old, until) }
            let current = try await work.last(of: id)
            guard change.since <= today, change.since > current.since else {
                throw AppError.changeDay(change.since, since: current.since, today: today)
            }
            if let parent, old.scope.contains(parent.path) { throw AppError.moveIntoItself(old.code, parent.code) }
            if let code = change.code, code != old.code,
                try await transaction.query(.organisationByCode(code: code)).single != nil
            {
                throw AppError.codeTaken(code)
            }
            let attached = try await work.attached(to: old, on: change.since)
            var state = OrganisationWork.State(old)
            state.name = change.name ?? old.name
            state.code = change.code ?? old.code
            state.kind = change.kind ?? old.kind
            state.level = change.level ?? old.level
            state.field = change.field ?? old.field
            state.parent = parent?.id ?? old.parentId
            // A parent that nobody changes may lie above what the caller sees; then only its path is needed.
            var above = parent
            if above == nil, let id = old.parentId {
                above = try await transaction.query(.organisationByID(id: id)).single?.organisation()
            }
            if above == nil, let code = old.parentCode, state.level != old.level || state.code != old.code {
                throw AppError.notFound(Self.word, code)
            }
            try await requireLevels(state, old, above, transaction)
            let path = above.map { $0.path + state.code + "." } ?? (old.parentId == nil ? state.code + "." : old.path)
            let auditEvent = try await transaction.record(
                "organisation.change", "organisation", subject: id.value, path: old.path,
                before: JSONText(encoding: Audit(OrganisationWork.State(old), old.path)),
                after: JSONText(encoding: Audit(state, path)))
            _ = try await transaction.query(
                .endOrganisationVersion(organisation: id, version: current.number, until: change.since))
            let number = try await work.insert(state, of: old, since: change.since, until: nil, auditEvent)
            try await work.update(old, to: state, auditEvent)
            if parent != nil || state.code != old.code {
                try await work.place(old, as: state, below: above, from: change.since)
            }
            let new = try await work.reread(id)
            _ = try await work.record(
                .change, new, on: change.since, change.document, change.reason, version: number, auditEvent)
            if new.path != old.path || new.level != old.level || new.field != old.field {
                try await listeners.subtreeMoved(transaction, new.scope)
            }
            return OrganisationChanged(
                organisation: new, event: .change, since: change.since, attached: attached,
                dryRun: change.dryRun ?? false)
        }
    }

    /// A level is never above the parent's nor below that of an organisation underneath.
    private func requireLevels(
        _ state: OrganisationWork.State, _ old: Organisation, _ parent: Organisation?,
        _ transaction: ScopedTransaction
    ) async throws {
        if let parent, state.level > parent.level {
            throw AppError.levelAboveParent(old, parent, level: state.level)
        }
        guard state.level < old.level else { return }
        for child in try await transaction.query(.openChildren(parent: old.id)) {
            let level: Level = try child.choice("level")
            if level > state.level { throw AppError.levelBelowChild(state.level, try child["code"], level) }
        }
    }

    /// - Throws: `value.invalid`
    static func requireCode(_ code: String) throws(AppError) {
        guard (1...40).contains(code.utf8.count), code.utf8.allSatisfy(isCodeByte) else {
            throw .invalidValue(
                "code", code.quotable,
                expected: Text(zh: "40 个以内的字母、数字、- 和 _", en: "at most 40 letters, digits, - and _"))
        }
    }

    static func isCodeByte(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
            || byte == 0x2D || byte == 0x5F
    }

    struct Audit: Encodable {
        let name: String
        let code: String
        let level: String
        let kind: String
        let field: String?
        let path: String

        init(_ state: OrganisationWork.State, _ path: String) {
            name = state.name
            code = state.code
            level = state.level.rawValue
            kind = state.kind.rawValue
            field = state.field?.rawValue
            self.path = path
        }
    }
}

extension ScopedTransaction {
    /// An organisation as it is now, for who adds something to it and holds the lock of its code.
    /// - Throws: `organisation.dissolved`, `not_found`.
    package func openOrganisation(_ id: Identifier<Organisation>) async throws -> Organisation {
        guard let row = try await query(.organisationByID(id: id)).single else {
            throw AppError.notFound(OrganisationService.word, id.description)
        }
        let organisation = try row.organisation()
        if let until = organisation.until { throw AppError.dissolved(organisation, until) }
        return organisation
    }
}
