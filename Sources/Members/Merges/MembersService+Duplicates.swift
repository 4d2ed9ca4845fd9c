import Access
import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Sheets
import Wire

/// People on the register who may be one person: found, and decided about.
extension MembersService {
    /// Pairs that are looked at before the next are asked for: most are shown.
    private static let pairsAtOnce = 1000

    /// Pairs below an organisation that resemble each other and were not found to be two people.
    package func duplicates(_ query: PersonDuplicateQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<PersonDuplicate>
    {
        // What numbers have in common is for those who join the records: it helps to guess one.
        let caller = try caller.with(.writeRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let phones = attributes.attributes.filter { $0.form == .phone }.map(\.key)
        var (first, second) = try Self.pair(page.after)
        var found: [PersonDuplicate] = []
        // Numbers are sealed: pairs whose numbers turn out to be unlike are passed over here.
        while true {
            let rows = try await database.read(
                caller,
                .duplicates(
                    low: scope.low, high: scope.high, phones: phones, afterFirst: first, afterSecond: second,
                    limit: Self.pairsAtOnce))
            for row in rows {
                (first, second) = (try row["first_id"], try row["second_id"])
                if let pair = try duplicate(row) { found.append(pair) }
            }
            guard rows.count == Self.pairsAtOnce, found.count <= page.limit else { break }
        }
        return Page(Array(found.prefix(page.limit + 1)), limit: page.limit) { "\($0.first)~\($0.second)" }
    }

    private static func pair(_ key: String?) throws(AppError) -> (UUID, UUID) {
        guard let key else { return (PathKey.first, PathKey.first) }
        let parts = key.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .pageKey(key) }
        return (try UUID.key(String(parts[0])), try UUID.key(String(parts[1])))
    }

    /// Nil for a pair that only seemed alike.
    private func duplicate(_ row: Row) throws -> PersonDuplicate? {
        let (first, second): (Bytes?, Bytes?) = (try row["first_cipher"], try row["second_cipher"])
        let words: [String] = try row["reasons"]
        var reasons = words.compactMap(Resemblance.init)
        if let first, let second, let one = vault.opened(first), let other = vault.opened(second) {
            if one.resembles(other) { reasons.append(.number) } else { reasons.removeAll { $0 == .bornDigit } }
        } else if (first == nil) != (second == nil) {
            reasons.append(.numberMissing)
        }
        guard !reasons.isEmpty else { return nil }
        return PersonDuplicate(
            first: try row["first_id"], firstName: try row["first_name"], firstBorn: try row["first_born"],
            firstOrganisation: try row["first_organisation"], second: try row["second_id"],
            secondName: try row["second_name"], secondBorn: try row["second_born"],
            secondOrganisation: try row["second_organisation"], reasons: reasons, path: try row["path"])
    }

    /// Records that two people are two, who are then no longer listed as duplicates.
    package func distinguish(
        _ reference: Reference<Person>, _ order: PersonDistinctionOrder, caller: Caller
    ) async throws -> PersonDistinguished {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.reason, "reason")
        let first = try await identifier(of: reference, caller: caller)
        let second = try await identifier(of: order.other, caller: caller)
        return try await database.write(caller) { transaction in
            let pair = try await self.pair(first, second, transaction)
            let auditEvent = try await transaction.record(
                "person.distinguish", "person", subject: first.value, path: pair.first.path,
                after: JSONText(encoding: ["other": second.description, "reason": order.reason]))
            _ = try await transaction.query(
                .insertDistinction(
                    first: first, second: second, path: pair.first.path, reason: order.reason,
                    auditEvent: auditEvent))
            return PersonDistinguished(
                first: first, firstName: pair.first.name, second: second, secondName: pair.second.name)
        }
    }

    /// Both people of an order, who are in sight and two.
    /// - Throws: `merge.same`, `not_found`.
    func pair(
        _ first: Identifier<Person>, _ second: Identifier<Person>, _ transaction: ScopedTransaction
    ) async throws -> (first: (name: String, path: String), second: (name: String, path: String)) {
        guard first != second else { throw AppError.mergeSame }
        var seen: [Identifier<Person>: (name: String, path: String)] = [:]
        for row in try await transaction.query(.peopleToMerge(first: first, second: second)) {
            seen[try row["id"]] = (try row["name"], try row["path"])
        }
        guard let one = seen[first] else { throw AppError.notFound(Self.word, first.description) }
        guard let other = seen[second] else { throw AppError.notFound(Self.word, second.description) }
        return (one, other)
    }
}

extension IDNumber {
    /// Whether the numbers differ in one digit, or in two neighbours that changed places; the check digit follows from
    /// the others and is left out.
    func resembles(_ other: IDNumber) -> Bool {
        let (one, two) = (Array(characters.utf8.dropLast()), Array(other.characters.utf8.dropLast()))
        guard one.count == two.count else { return false }
        let places = one.indices.filter { one[$0] != two[$0] }
        guard let first = places.first, let last = places.last else { return false }
        if places.count == 1 { return true }
        return places.count == 2 && last == first + 1 && one[first] == two[last] && one[last] == two[first]
    }
}
