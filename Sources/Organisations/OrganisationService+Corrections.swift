import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

extension OrganisationService {
    /// Corrects what was entered wrongly: the version that is wrong stays on file without effect, and a right one takes
    /// its place. A change that happened is another verb.
    package func correct(
        _ reference: Reference<Organisation>, _ order: OrganisationCorrection, expected: Int?, on today: Day,
        caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        if let name = order.name { try Plausible.words(name, "name") }
        if let since = order.since { try Plausible.past(since, "since", today: today) }
        try check(order.document, order.reason)
        let named = try await organisation(reference, caller: caller)
        return try await database.write(caller, dryRun: order.dryRun ?? false) { transaction in
            try await transaction.lock(.organisations, [named.code])
            let work = work(transaction)
            let old = try await work.lock(named.id, expected)
            let versions = try await work.versions(of: old.id)
            let wanted = order.version ?? versions.last?.number
            guard let index = versions.firstIndex(where: { $0.number == wanted }) else {
                throw AppError.notFound(Text(zh: "版本", en: "version"), String(wanted ?? 0))
            }
            let wrong = versions[index]
            let since = order.since ?? wrong.since
            try requireDay(since, of: index, among: versions, old)
            let auditEvent = try await transaction.record(
                "organisation.correct", "organisation", subject: old.id.value, path: old.path,
                before: JSONText(encoding: ["name": wrong.name, "since": wrong.since.description]),
                after: JSONText(encoding: ["name": order.name ?? wrong.name, "since": since.description]))
            _ = try await transaction.query(
                .annulOrganisationVersion(organisation: old.id, version: wrong.number, auditEvent: auditEvent))
            // The version before ends where this one begins.
            if index > 0, versions[index - 1].until == wrong.since, since != wrong.since {
                _ = try await transaction.query(
                    .endOrganisationVersion(
                        organisation: old.id, version: versions[index - 1].number, until: since))
                if versions[index - 1].parent != wrong.parent || versions[index - 1].code != wrong.code {
                    throw AppError.placeDependsOnDay(old)
                }
            }
            var state = OrganisationWork.State(old)
            (state.name, state.kind) = (order.name ?? wrong.name, order.kind ?? wrong.kind)
            (state.field, state.level) = (order.field ?? wrong.field, wrong.level)
            (state.code, state.parent) = (wrong.code, wrong.parent)
            let number = try await work.insert(state, of: old, since: since, until: wrong.until, auditEvent)
            var now = OrganisationWork.State(old)
            if index == versions.count - 1 { (now.name, now.kind, now.field) = (state.name, state.kind, state.field) }
            if index == 0 { now.since = since }
            try await work.update(old, to: now, auditEvent)
            _ = try await work.record(
                .correct, old, on: since, order.document, order.reason, version: number, auditEvent)
            let new = try await work.reread(old.id)
            if new.field != old.field { try await listeners.subtreeMoved(transaction, new.scope) }
            return OrganisationChanged(
                organisation: new, event: .correct, since: since, attached: [], dryRun: order.dryRun ?? false)
        }
    }

    private func requireDay(
        _ since: Day, of index: Int, among versions: [OrganisationWork.Version], _ organisation: Organisation
    ) throws(AppError) {
        if index > 0, since <= versions[index - 1].since {
            throw .laterFact(organisation, versions[index - 1].since, since)
        }
        if let until = versions[index].until, since >= until { throw .laterFact(organisation, until, since) }
    }

    /// Undoes what was done last: a rename, a move, a dissolution or a restoration. It stays on file as undone, and the
    /// organisation is as it was before.
    /// - Throws: `organisation.cannot_undo` for what moved people.
    package func undo(
        _ reference: Reference<Organisation>, _ order: UndoOrder, expected: Int?, caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        try check(order.document, order.reason)
        let named = try await organisation(reference, caller: caller)
        defer { forgetPlaces() }
        return try await database.write(caller, dryRun: order.dryRun ?? false) { transaction in
            try await transaction.lock(.organisations, [named.code])
            let work = work(transaction)
            let old = try await work.lock(named.id, expected)
            guard let last = try await transaction.query(.lastOrganisationChange(organisation: old.id)).single else {
                throw AppError.nothingToUndo(old)
            }
            let (event, day): (OrganisationEvent, Day) = (try last.choice("change"), try last["effective_on"])
            let (change, version): (UUID, Int?) = (try last["id"], try last["version"])
            let auditEvent = try await transaction.record(
                "organisation.undo", "organisation", subject: old.id.value, path: old.path,
                after: JSONText(encoding: ["undoes": change.uuidString, "reason": order.reason]))
            let attached = try await work.attached(to: old, on: day)
            switch event {
            case .change: try await revert(old, version, from: day, auditEvent, work)
            case .close:
                var state = OrganisationWork.State(old)
                state.until = nil
                try await work.requireOpenParent(old)
                let ended = try await work.last(of: old.id)
                _ = try await transaction.query(
                    .endOrganisationVersion(organisation: old.id, version: ended.number, until: Day?.none))
                try await work.update(old, to: state, auditEvent)
            case .reopen:
                let facts: Int = try await transaction.query(.factsSince(organisation: old.id, day: day))[0]["facts"]
                let held = attached.filter { $0.kind.needsSuccessor || $0.kind.endsWithIt }
                if !held.isEmpty { throw AppError.attached(old, held) }
                guard facts == 0 else { throw AppError.cannotUndo(old, event) }
                let opened = try await work.last(of: old.id)
                _ = try await transaction.query(
                    .annulOrganisationVersion(
                        organisation: old.id, version: opened.number, auditEvent: auditEvent))
                var state = OrganisationWork.State(old)
                state.until = try await work.last(of: old.id).until
                try await work.update(old, to: state, auditEvent)
            case .found, .merge, .split, .correct, .undo: throw AppError.cannotUndo(old, event)
            }
            let new = try await work.reread(old.id)
            _ = try await work.record(
                .undo, new, on: day, order.document, order.reason, undoes: change, auditEvent)
            if new.path != old.path || new.level != old.level || new.field != old.field {
                try await listeners.subtreeMoved(transaction, new.scope)
            }
            return OrganisationChanged(
                organisation: new, event: .undo, since: day, attached: attached, dryRun: order.dryRun ?? false)
        }
    }

    /// The version before takes the place of the last one again.
    private func revert(
        _ old: Organisation, _ version: Int?, from day: Day, _ auditEvent: UUID, _ work: OrganisationWork
    ) async throws {
        let versions = try await work.versions(of: old.id)
        guard versions.count > 1, let wrong = versions.last, wrong.number == version else {
            throw AppError.cannotUndo(old, .change)
        }
        let before = versions[versions.count - 2]
        var parent: Organisation?
        let isElsewhere = before.parent != old.parentId || before.code != old.code
        if isElsewhere, let id = before.parent { parent = try await work.transaction.openOrganisation(id) }
        if before.code != old.code,
            try await work.transaction.query(.organisationByCode(code: before.code)).single != nil
        {
            throw AppError.codeTaken(before.code)
        }
        _ = try await work.transaction.query(
            .annulOrganisationVersion(organisation: old.id, version: wrong.number, auditEvent: auditEvent))
        _ = try await work.transaction.query(
            .endOrganisationVersion(organisation: old.id, version: before.number, until: old.until))
        var state = OrganisationWork.State(old)
        (state.name, state.code, state.level) = (before.name, before.code, before.level)
        (state.kind, state.field, state.parent) = (before.kind, before.field, before.parent)
        try await work.update(old, to: state, auditEvent)
        if isElsewhere { try await work.place(old, as: state, below: parent, from: day) }
    }

    /// What hangs on an organisation today.
    package func attached(to reference: Reference<Organisation>, on today: Day, caller: Caller) async throws
        -> Page<AttachedLine>
    {
        let caller = try caller.with(.writeRegistry)
        let organisation = try await organisation(reference, caller: caller)
        return Page(
            whole: try await database.snapshot(caller) { transaction in
                try await work(transaction).attached(to: organisation, on: today)
            })
    }

    /// What was decided about an organisation, what it came from and what it became.
    package func genealogy(of reference: Reference<Organisation>, caller: Caller) async throws -> Page<GenealogyLine> {
        let caller = try caller.with(.readRegistry)
        let organisation = try await organisation(reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .genealogy(organisation: organisation.id)).map {
                GenealogyLine(
                    on: try $0["effective_on"], event: try $0.choice("change"), relation: try $0.choice("relation"),
                    code: try $0["code"], name: try $0["name"], document: try $0["document"],
                    reason: try $0["reason"], undone: try $0["undone"])
            })
    }
}
