import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

extension OrganisationService {
    /// Dissolves an organisation, not after today. What hangs on it goes to another one in the same act; without one it
    /// is refused while something would be left behind.
    /// - Throws: `organisation.attached`, `organisation.has_children`, `organisation.later_fact`.
    package func close(
        _ reference: Reference<Organisation>, _ order: OrganisationClosing, expected: Int?, on today: Day,
        caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(order.on, "on", today: today)
        try check(order.document, order.reason)
        let named = try await organisation(reference, caller: caller)
        var into: Organisation?
        if let reference = order.into { into = try await organisation(reference, caller: caller) }
        defer { forgetPlaces() }
        return try await database.write(caller, dryRun: order.dryRun ?? false) { transaction in
            // Who adds a child, a member or a post holds this lock: what is counted here is what there is.
            try await transaction.lock(.organisations, Set([named.code, into?.code].compactMap(\.self)))
            let work = work(transaction)
            var target: Organisation?
            if let into { target = try await transaction.openOrganisation(into.id) }
            let old = try await work.lock(named.id, expected)
            let auditEvent = try await transaction.record(
                "organisation.close", "organisation", subject: old.id.value, path: old.path,
                before: JSONText(encoding: Audit(OrganisationWork.State(old), old.path)),
                after: JSONText(encoding: ["until": order.on.description, "into": target?.code]))
            let attached = try await work.end(
                old, into: target, endsPosts: order.endPosts ?? false, on: order.on,
                remark: order.document ?? "→ \(target?.name ?? "")", auditEvent)
            let change = try await work.record(
                target == nil ? .close : .merge, old, on: order.on, order.document, order.reason, auditEvent)
            if let target {
                try await work.link(old, target, "merged", change: change, on: order.on, auditEvent)
            }
            return OrganisationChanged(
                organisation: try await work.reread(old.id), event: .close, since: order.on, attached: attached,
                dryRun: order.dryRun ?? false)
        }
    }

    /// Merges organisations into another one, not after today: they are dissolved, and everything that hangs on them
    /// is with it from that day on.
    package func merge(
        into reference: Reference<Organisation>, _ order: MergeOrder, expected: Int?, on today: Day, caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(order.on, "on", today: today)
        try check(order.document, order.reason)
        let named = try await organisation(reference, caller: caller)
        let merged = try await merged(order.organisations, caller)
        defer { forgetPlaces() }
        return try await database.write(caller, dryRun: order.dryRun ?? false) { transaction in
            try await transaction.lock(.organisations, Set([named.code] + merged.map(\.code)))
            let work = work(transaction)
            let target = try await work.lock(named.id, expected)
            if let until = target.until { throw AppError.dissolved(target, until) }
            let attached = try await absorb(
                merged, into: target, on: order.on, (order.document, order.reason), work)
            return OrganisationChanged(
                organisation: try await work.reread(target.id), event: .merge, since: order.on, attached: attached,
                dryRun: order.dryRun ?? false)
        }
    }

    func merged(_ references: [Reference<Organisation>], _ caller: Caller) async throws -> [Organisation] {
        guard (1...Self.mergedAtMost).contains(references.count) else {
            throw AppError.invalidValue(
                "organisations", String(references.count),
                expected: Text(zh: "1 到 \(Self.mergedAtMost) 个组织", en: "1 to \(Self.mergedAtMost) organisations"))
        }
        var merged: [Organisation] = []
        for reference in references {
            let found = try await organisation(reference, caller: caller)
            if !merged.contains(where: { $0.id == found.id }) { merged.append(found) }
        }
        return merged
    }

    private static let mergedAtMost = 50

    func absorb(
        _ merged: [Organisation], into target: Organisation, on day: Day, _ basis: (document: String, reason: String?),
        _ work: OrganisationWork
    ) async throws -> [AttachedLine] {
        var attached: [AttachedLine] = []
        for named in merged {
            guard named.id != target.id else { throw AppError.moveIntoItself(named.code, target.code) }
            // One that was merged before may have taken this one along, and the target too.
            let old = try await work.lock(named.id)
            let auditEvent = try await work.transaction.record(
                "organisation.merge", "organisation", subject: old.id.value, path: old.path,
                before: JSONText(encoding: Audit(OrganisationWork.State(old), old.path)),
                after: JSONText(encoding: ["into": target.code, "on": day.description, "document": basis.document]))
            attached += try await work.end(
                old, into: target, endsPosts: true, on: day, remark: basis.document, auditEvent)
            let change = try await work.record(.merge, old, on: day, basis.document, basis.reason, auditEvent)
            try await work.link(old, target, "merged", change: change, on: day, auditEvent)
        }
        return attached
    }

    /// Restores a dissolved organisation as it was, from a day on.
    package func reopen(
        _ reference: Reference<Organisation>, _ order: OrganisationReopening, expected: Int?, on today: Day,
        caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(order.on, "on", today: today)
        try check(order.document, order.reason)
        let named = try await organisation(reference, caller: caller)
        return try await database.write(caller, dryRun: order.dryRun ?? false) { transaction in
            try await transaction.lock(.organisations, [named.code])
            let work = work(transaction)
            let old = try await work.lock(named.id, expected)
            guard let until = old.until else { throw AppError.notDissolved(old) }
            guard order.on >= until else { throw AppError.laterFact(old, until, order.on) }
            try await work.requireOpenParent(old)
            let auditEvent = try await transaction.record(
                "organisation.reopen", "organisation", subject: old.id.value, path: old.path,
                before: JSONText(encoding: ["until": until.description]),
                after: JSONText(encoding: ["on": order.on.description, "document": order.document]))
            var state = OrganisationWork.State(old)
            state.until = nil
            let number = try await work.insert(state, of: old, since: order.on, until: nil, auditEvent)
            try await work.update(old, to: state, auditEvent)
            _ = try await work.record(
                .reopen, old, on: order.on, order.document, order.reason, version: number, auditEvent)
            return OrganisationChanged(
                organisation: try await work.reread(old.id), event: .reopen, since: order.on, attached: [],
                dryRun: order.dryRun ?? false)
        }
    }
}
