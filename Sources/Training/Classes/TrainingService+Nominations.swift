import Access
import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles
import Wire

/// Nominations: an office below proposes its own people for a class of its superior, within its quota, and the host
/// decides. Both are facts.
extension TrainingService {
    package func nominate(
        _ order: NominationOrder, for reference: Reference<TrainingClass>, caller: Caller
    ) async throws -> Nominated {
        let caller = try caller.with(.writeTraining)
        try Plausible.count(order.people.count, "people", in: 1...Self.mostAtOnce)
        try Plausible.words(optional: order.reason, "reason")
        guard order.replaces == nil || order.people.count == 1 else {
            throw AppError.invalidValue(
                "replaces", order.replaces?.text ?? "",
                expected: Text(zh: "替换时一次只推荐一人", en: "one person at a time where somebody is replaced"))
        }
        let id = try await identifier(of: reference, caller: caller)
        let people = try await members.identifiers(of: order.people, caller: caller)
        guard Set(people).count == people.count else {
            throw AppError.invalidValue(
                "people", String(people.count), expected: Text(zh: "不重复的人", en: "people, none of them twice"))
        }
        var replaced: Identifier<Person>?
        if let leaver = order.replaces { replaced = try await members.identifier(of: leaver, caller: caller) }
        let leaver = replaced
        return try await database.write(caller) { transaction in
            try await transaction.lock(.nominations, [id.description])
            let current = try await read(id, transaction)
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            let found = try await candidates(people, current, anyway: nil, transaction).candidates
            if let leaver {
                try await requireOnList(leaver, of: id, transaction)
            } else {
                try await requireQuota(found.map(\.path), of: current, transaction)
            }
            let auditEvent = try await transaction.record(
                "nomination.add", "class", subject: id.value, after: JSONText(encoding: ["people": people.count]))
            _ = try await transaction.query(
                .insertNominations(
                    class: id, ids: found.map { _ in Identifier<Nomination>.new() }, people: found.map(\.person),
                    paths: found.map(\.path), duties: NullableArray(found.map(\.duty)),
                    replaces: NullableArray(found.map { _ in leaver }),
                    reason: order.reason, auditEvent: auditEvent))
            return Nominated(code: current.code, nominated: found.count)
        }
    }

    private func requireOnList(
        _ person: Identifier<Person>, of id: Identifier<TrainingClass>, _ transaction: ScopedTransaction
    ) async throws {
        guard let row = try await transaction.query(.enrolmentOfPerson(class: id, person: person)).single else {
            throw AppError.notFound(Self.enrolmentWord, person.description)
        }
        let state: EnrolmentState = try row.choice("state")
        guard state == .enrolled || state == .waiting else { throw AppError.leftList(try row["person"]) }
    }

    /// The smallest quota that fits each of them still has a seat that is neither taken nor nominated for. Where the
    /// caller sees none, the class itself is the limit, and the host decides.
    private func requireQuota(
        _ paths: [String], of current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws {
        let seats = try await transaction.query(.enrolmentSeats(class: current.id))
        var used: [String] = try seats.filter { try ["enrolled", "waiting"].contains($0["state"]) }.map {
            try $0["path"]
        }
        for row in try await transaction.query(.nominatedPaths(class: current.id)) {
            let replaces: Identifier<Person>? = try row["replaces"]
            if replaces == nil { used.append(try row["path"]) }
        }
        let quotas = try await quotas(current.id, transaction)
        let whole = KeptSeats(scope: .everything, seats: current.capacity)
        func fitting(_ path: String) -> Int? { KeptSeats.smallest(of: quotas, for: path) }
        for (place, wanted) in Dictionary(grouping: paths, by: fitting) {
            let quota = place.map { quotas[$0] } ?? whole
            let taken = used.count { fitting($0) == place }
            guard [taken, wanted.count].sum() <= quota.seats else {
                throw AppError.nominationQuota(wanted.count, of: quota.seats, used: taken)
            }
        }
    }

    /// Nominations for a class, those of the caller's own people where another office hosts it, the oldest first.
    package func nominations(for reference: Reference<TrainingClass>, _ page: PageRequest, caller: Caller) async throws
        -> Page<Nomination>
    {
        let caller = try caller.with(.readTraining)
        let after = try page.after.map { try UUID.key($0) } ?? PathKey.first
        let id = try await identifier(of: reference, caller: caller)
        let found = try await database.readPage(
            caller, .nominations(class: id, after: after, limit: page.limit + 1)
        ).map {
            Nomination(
                id: try $0["id"], person: try $0["person_id"], path: try $0["path"], personName: try $0["person"],
                organisationName: try $0["organisation"], replaces: try $0["replaces"],
                replacedName: try $0["replaced"],
                nominated: try $0["nominated_on"], reason: try $0["reason"], verdict: try $0.choice("verdict"),
                decided: try $0["decided_on"], decisionReason: try $0["decision_reason"])
        }
        return Page(found, limit: page.limit, key: \.id.description)
    }

    /// Confirms or refuses as the host, or withdraws as the office that nominated.
    package func decideNomination(
        of person: Reference<Person>, for reference: Reference<TrainingClass>, _ order: NominationDecisionOrder,
        caller: Caller
    ) async throws -> NominationDecided {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(optional: order.reason, "reason")
        guard order.verdict == .confirmed || order.reason != nil else { throw AppError.missingValue("reason") }
        let id = try await identifier(of: reference, caller: caller)
        let named = try await nominee(person, for: id, caller)
        return try await database.write(caller) { transaction in
            // A withdrawal is the business of the office below, which cannot lock the class.
            let current =
                order.verdict == .withdrawn ? try await read(id, transaction) : try await lock(id, nil, transaction)
            guard let row = try await transaction.query(.waitingNomination(class: id, person: named)).single else {
                throw AppError.notNominated(person.text)
            }
            let (nomination, path): (Identifier<Nomination>, String) = (try row["id"], try row["path"])
            let name: String? = try row["person"]
            let auditEvent = try await transaction.record(
                "nomination.\(order.verdict.rawValue)", "class", subject: id.value,
                path: caller.covers(path) ? path : current.path,
                after: JSONText(encoding: ["reason": order.reason ?? ""]))
            _ = try await transaction.query(
                .decideNomination(
                    nomination: nomination, person: named, path: path, verdict: order.verdict.rawValue,
                    reason: order.reason, auditEvent: auditEvent))
            guard order.verdict == .confirmed else {
                return NominationDecided(personName: name, verdict: order.verdict, state: nil, replacedName: nil)
            }
            return try await confirm(
                named, name, at: path, replacing: try row["replaces"], in: current, auditEvent, transaction)
        }
    }

    /// Somebody who waits for a decision, by name also where the caller sees no more of them than that.
    private func nominee(
        _ person: Reference<Person>, for id: Identifier<TrainingClass>, _ caller: Caller
    ) async throws -> Identifier<Person> {
        if let known = person.identifier { return known }
        let waiting = try await database.readPage(
            caller, .nominations(class: id, after: PathKey.first, limit: Self.mostAtOnce)
        ).filter { row in
            guard try (row["verdict"] as String?) == nil, let name: String = try row["person"] else { return false }
            return NameKey.of(name) == NameKey.of(person.text)
        }
        guard waiting.count == 1 else { return try await members.identifier(of: person, caller: caller) }
        return try waiting[0]["person_id"]
    }

    private func confirm(
        _ person: Identifier<Person>, _ name: String?, at path: String, replacing leaver: Identifier<Person>?,
        in current: TrainingClass, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> NominationDecided {
        guard [.announced, .running].contains(current.state) else {
            throw AppError.classState(current.state, allowed: [.announced, .running])
        }
        var replacedName: String?
        var hadSeat = false
        if let leaver,
            let row = try await transaction.query(.enrolmentOfPerson(class: current.id, person: leaver)).single
        {
            let state: EnrolmentState = try row.choice("state")
            replacedName = try row["person"]
            hadSeat = state == .enrolled
            // A person who has left the list since then has given the seat up already.
            if state == .enrolled || state == .waiting {
                let reason = Text(zh: "由\(name ?? "")替换", en: "replaced by \(name ?? "")").both
                try await set(try row["id"], .replaced, reason: reason, auditEvent, transaction)
            }
        }
        // Of a neighbour's people the host sees the nomination alone; that the class counts for them was found there.
        let isSeen = try await !transaction.query(.peopleForEnrolment(people: [person], class: current.id)).isEmpty
        let enrolled: Enrolled
        if isSeen {
            enrolled = try await enrol(
                [person], in: current, since: nil, anyway: nil, ahead: hadSeat, transaction)
        } else {
            _ = try await transaction.query(.lockList(class: current.id, people: [person]))
            try await requireFree([person], for: current, transaction)
            let duty: Identifier<Duty>? = try await transaction.query(
                .dutyOfNominee(class: current.id, person: person)
            ).single?["duty_id"]
            enrolled = try await seat(
                [Candidate(person: person, path: path, duty: duty)], in: current, since: nil, reason: nil,
                ahead: hadSeat, transaction)
        }
        return NominationDecided(
            personName: name, verdict: .confirmed, state: enrolled.enrolled == 1 ? .enrolled : .waiting,
            replacedName: replacedName)
    }
}
