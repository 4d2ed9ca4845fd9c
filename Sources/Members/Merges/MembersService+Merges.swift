import Access
import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

/// Two records of one person made one in one act, and separated again.
extension MembersService {
    /// Gives everything that the other record holds to the one that is kept. References to the other lead to the kept
    /// one from then on; its ledger of points is never rewritten, so who has entries there is the one to keep.
    /// - Throws: `merge.conflict` with what contradicts itself, `merge.same`.
    package func merge(
        into reference: Reference<Person>, _ order: PersonMergeOrder, caller: Caller
    ) async throws -> PersonMerged {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.reason, "reason")
        if let document = order.document { try Plausible.words(document, "document") }
        let kept = try await identifier(of: reference, caller: caller)
        let gone = try await identifier(of: order.gone, caller: caller)
        let (id, dryRun) = (Identifier<PersonMerge>.new(), order.dryRun ?? false)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            let pair = try await self.pair(kept, gone, transaction)
            for person in [kept, gone].sorted() { _ = try await transaction.query(.lockPerson(person: person)) }
            let conflicts = try await transaction.query(.mergeConflicts(kept: kept, gone: gone))
            guard conflicts.isEmpty else {
                throw AppError.mergeConflicts(
                    pair.first.name, pair.second.name,
                    try conflicts.map { (try $0["what"], try $0["kept"], try $0["other"]) })
            }
            let auditEvent = try await transaction.record(
                "person.merge", "person", subject: kept.value, path: pair.first.path,
                after: JSONText(encoding: ["gone": gone.description, "reason": order.reason]))
            let facts = try await transaction.query(
                .mergePeople(
                    id: id, kept: kept, gone: gone, reason: order.reason, document: order.document,
                    auditEvent: auditEvent))
            try await standingsChanged(transaction, [kept])
            return PersonMerged(
                id: id, kept: kept, keptName: pair.first.name, gone: gone, goneName: pair.second.name,
                facts: try facts.map {
                    let relation: String = try $0["relation"]
                    return PersonMerged.Facts(
                        relation: relation, name: .held(relation), moved: try $0["moved"], doubled: try $0["doubled"])
                }, dryRun: dryRun)
        }
    }

    /// Makes two records of a merged one again: each has what it had, with what was added to it since.
    /// - Parameter reference: the record that is gone, or the kept one, whose last merge it is.
    /// - Throws: `merge.none`, `merge.rests` with what was entered since.
    package func separate(
        _ reference: Reference<Person>, _ order: PersonSeparationOrder, caller: Caller
    ) async throws -> PersonSeparated {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.reason, "reason")
        // A record outside the scope is not found; the one that is gone leads to the one that was kept.
        let kept = try await person(identifier(of: reference, caller: caller), caller: caller).id
        let person = reference.identifier ?? kept
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.openMerge(person: person)).single else {
                throw AppError.notMerged
            }
            let (id, kept, gone): (Identifier<PersonMerge>, Identifier<Person>, Identifier<Person>) =
                (try row["id"], try row["kept_id"], try row["gone_id"])
            let hindrances = try await transaction.query(.separationHindrances(id: id))
            guard hindrances.isEmpty else {
                throw AppError.mergeRests(try hindrances.map { (try $0["what"], try $0["day"]) })
            }
            let keys = try await vault.ring.share(transaction)
            let cipher: Bytes? = try row["cipher"]
            let hashes = cipher.flatMap { vault.opened($0) }.map { [keys.finding.hash($0), keys.writing.hash($0)] }
            let auditEvent = try await transaction.record(
                "person.separate", "person", subject: kept.value, path: try row["path"],
                after: JSONText(encoding: ["gone": gone.description, "reason": order.reason]))
            let done: Bool = try await transaction.query(
                .separatePeople(id: id, reason: order.reason, hashes: hashes ?? [], auditEvent: auditEvent))[0]["done"]
            guard done else { throw AppError.notMerged }
            try await standingsChanged(transaction, [kept, gone])
            return PersonSeparated(
                merge: id, kept: kept, keptName: try row["kept_name"], gone: gone, goneName: try row["gone_name"])
        }
    }

    /// Merges below an organisation, those that were separated again included.
    package func merges(_ query: PersonMergeQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<PersonMerge>
    {
        let caller = try caller.with(.readRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let merges = try await database.readPage(
            caller, .merges(low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: PersonMerge.self)
        return Page(merges, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }

    /// The records in which people of these identifiers are found, where theirs was merged into another.
    func kept(_ ids: [Identifier<Person>], _ caller: Caller) async throws -> [Identifier<Person>: Identifier<Person>] {
        guard !ids.isEmpty else { return [:] }
        var kept: [Identifier<Person>: Identifier<Person>] = [:]
        for row in try await database.read(caller, .keptRecords(people: ids)) {
            kept[try row["gone_id"]] = try row["kept_id"]
        }
        return kept
    }
}
