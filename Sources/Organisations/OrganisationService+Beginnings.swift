import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// The part of an organisation that becomes one of its own.
package struct OrganisationPart: Sendable {
    package let code: String
    package let name: String
    package let kind: OrganisationKind?
    package let field: Field?
    package let people: [Identifier<AttachedPerson>]
    package let children: [Reference<Organisation>]
    package let on: Day
    package let document: String
    package let reason: String?
    package let dryRun: Bool

    package init(
        code: String, name: String, kind: OrganisationKind?, field: Field?,
        people: [Identifier<AttachedPerson>], children: [Reference<Organisation>], on: Day, document: String,
        reason: String?, dryRun: Bool
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.field = field
        self.people = people
        self.children = children
        self.on = on
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }
}

extension OrganisationService {
    /// Founds an organisation, not after today, alone or by merging others into it.
    package func found(_ order: FoundingOrder, on today: Day, caller: Caller) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(order.since, "since", today: today)
        try check(order.document, order.reason)
        let entry = try Self.entry(
            order.code, order.name, order.kind, order.level, order.field, since: order.since)
        let parent = try await organisation(order.parent, caller: caller)
        let merged = order.merging == nil ? [] : try await merged(order.merging ?? [], caller)
        defer { forgetPlaces() }
        return try await database.write(caller, dryRun: order.dryRun ?? false) { transaction in
            try await transaction.lock(.organisations, Set([order.code, parent.code] + merged.map(\.code)))
            let work = work(transaction)
            let new = try await enter(
                entry, below: try await transaction.openOrganisation(parent.id), .found,
                (order.document, order.reason), work
            ).organisation
            let attached = try await absorb(
                merged, into: new, on: order.since, (order.document, order.reason), work)
            return OrganisationChanged(
                organisation: try await work.reread(new.id), event: .found, since: order.since, attached: attached,
                dryRun: order.dryRun ?? false)
        }
    }

    /// Divides an organisation, not after today: a new one beside it begins with the members and the organisations
    /// below that are named. Offices of those members in the old one end.
    package func split(
        _ reference: Reference<Organisation>, _ part: OrganisationPart, expected: Int?, on today: Day, caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(part.on, "on", today: today)
        try check(part.document, part.reason)
        let named = try await organisation(reference, caller: caller)
        try Plausible.count(part.children.count, "children", in: Plausible.named)
        var children: [Organisation] = []
        for child in part.children { children.append(try await organisation(child, caller: caller)) }
        defer { forgetPlaces() }
        return try await database.write(caller, dryRun: part.dryRun) { transaction in
            try await transaction.lock(.organisations, Set([named.code, part.code] + children.map(\.code)))
            let work = work(transaction)
            let old = try await work.lock(named.id, expected)
            if let until = old.until { throw AppError.dissolved(old, until) }
            guard part.on > old.since else { throw AppError.laterFact(old, old.since, part.on) }
            guard let above = old.parentId else { throw AppError.rootStays(old) }
            let entry = try Self.entry(
                part.code, part.name, part.kind ?? old.kind, old.level, part.field ?? old.field,
                since: part.on)
            let (new, change, auditEvent) = try await enter(
                entry, below: try await transaction.openOrganisation(above), .split, (part.document, part.reason),
                work)
            try await work.link(old, new, "split", change: change, on: part.on, auditEvent)
            let attached = try await work.attached(to: old, on: part.on)
            for child in children {
                let child = try await work.lock(child.id)
                guard child.parentId == old.id, child.until == nil else { throw AppError.notBelow(child, old) }
                try await work.hang(child, below: new, from: part.on, auditEvent)
            }
            try await handOver(part.people, from: old, to: new, part, auditEvent, work)
            return OrganisationChanged(
                organisation: try await work.reread(new.id), event: .split, since: part.on, attached: attached,
                dryRun: part.dryRun)
        }
    }

    private func handOver(
        _ people: [Identifier<AttachedPerson>], from old: Organisation, to new: Organisation, _ part: OrganisationPart,
        _ auditEvent: UUID,
        _ work: OrganisationWork
    ) async throws {
        guard !people.isEmpty else { return }
        let here = try await work.transaction.query(.membersHere(organisation: old.id, people: people))
        guard here.count == Set(people).count else { throw AppError.notMembersHere(old, people.count - here.count) }
        try await work.requireLater(old, people, part.on)
        let settled: [Identifier<AttachedPerson>] = try await work.transaction.query(
            .settleOrganisation(
                from: old.id, into: new.id, people: people, day: part.on, remark: part.document,
                auditEvent: auditEvent)
        ).map { try $0["person_id"] }
        try await listeners.peopleSettled(work.transaction, settled)
    }

    /// The row of a sheet of organisations that says the same.
    private static func entry(
        _ code: String, _ name: String, _ kind: OrganisationKind, _ level: Level?, _ field: Field?, since: Day
    ) throws(AppError) -> OrganisationEntry {
        try requireCode(code)
        try Plausible.words(name, "name")
        if kind.isBranch, field == nil { throw .missingValue("field") }
        let usual: Level? = kind == .committee || kind == .workingCommittee ? nil : .primary
        guard let level = level ?? usual else { throw .missingValue("level") }
        return OrganisationEntry(
            line: 1, code: code, parentCode: nil, level: level, kind: kind, field: field, name: name, since: since,
            unitKind: nil, unitName: nil)
    }

    private func enter(
        _ entry: OrganisationEntry, below parent: Organisation, _ event: OrganisationEvent,
        _ basis: (document: String, reason: String?), _ work: OrganisationWork
    ) async throws -> (organisation: Organisation, change: UUID, auditEvent: UUID) {
        let transaction = work.transaction
        if try await transaction.query(.organisationByCode(code: entry.code)).single != nil {
            throw AppError.codeTaken(entry.code)
        }
        guard entry.since >= parent.since else { throw AppError.laterFact(parent, parent.since, entry.since) }
        if entry.level > parent.level { throw AppError.levelAboveParent(entry.name, entry.level, parent) }
        let placed = OrganisationEntry(
            line: 1, code: entry.code, parentCode: parent.code, level: entry.level, kind: entry.kind,
            field: entry.field, name: entry.name, since: entry.since, unitKind: nil, unitName: nil)
        var importing = OrganisationImport(transaction: transaction)
        _ = try await importing.apply([placed], source: event.rawValue)
        guard let row = try await transaction.query(.organisationByCode(code: entry.code)).single else {
            throw AppError.notFound(Self.word, entry.code)
        }
        let new = try row.organisation()
        let auditEvent = try await transaction.record(
            "organisation.\(event.rawValue)", "organisation", subject: new.id.value, path: new.path,
            after: JSONText(encoding: [
                "code": new.code, "name": new.name, "since": entry.since.description, "document": basis.document,
            ]))
        let change = try await work.record(
            event, new, on: entry.since, basis.document, basis.reason, version: 1, auditEvent)
        return (new, change, auditEvent)
    }
}
