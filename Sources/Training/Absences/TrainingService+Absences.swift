import Access
package import Civil
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Wire

/// Absences: facts that every plan heeds, ended by a withdrawal.
extension TrainingService {
    package func recordAbsence(_ order: AbsenceOrder, caller: Caller) async throws -> AbsenceRecorded {
        let caller = try caller.with(.writeTraining)
        try Plausible.day(order.since, "since")
        if let until = order.until {
            try Plausible.day(until, "until")
            guard order.since <= until else { throw AppError.absenceDates(order.since, until) }
        }
        try Plausible.words(optional: order.reason, "reason")
        try Plausible.words(order.document, "document")
        let person = try await members.identifier(of: order.person, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.people, [person.description])
            guard let row = try await transaction.query(.personForAbsence(person: person)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), order.person.text)
            }
            let known = try await transaction.query(.absencesOfPerson(person: person)).map {
                (since: try $0["since"] as Day, until: try $0["until"] as Day?)
            }
            if let other = known.first(where: { other in
                other.since <= order.until ?? order.since.adding(years: 100)
                    && order.since <= other.until ?? other.since.adding(years: 100)
            }) {
                throw AppError.absenceOverlap(try row["name"] as String, other.since, other.until)
            }
            let (name, path): (String, String) = (try row["name"], try row["path"])
            let id = Identifier<Absence>.new()
            let auditEvent = try await transaction.record(
                "absence.record", "absence", subject: id.value, path: path,
                after: JSONText(encoding: [
                    "kind": order.kind.rawValue, "since": order.since.description, "document": order.document,
                ]))
            _ = try await transaction.query(
                .insertAbsence(
                    person: person, id: id, path: path, kind: order.kind.rawValue, fromOn: order.since,
                    untilOn: order.until, reason: order.reason, document: order.document, auditEvent: auditEvent))
            let seats = try await transaction.query(
                .overlappingClasses(
                    people: [person], except: Identifier<TrainingClass>.new(), startsOn: order.since,
                    endsOn: order.until ?? order.since.adding(years: 10)))
            return AbsenceRecorded(
                id: id, personName: name, kind: order.kind, since: order.since, until: order.until,
                seats: try seats.map { try $0["name"] })
        }
    }

    package func withdrawAbsence(_ order: AbsenceWithdrawal, on today: Day, caller: Caller) async throws
        -> AbsenceWithdrawn
    {
        let caller = try caller.with(.writeTraining)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(order.reason, "reason")
        let person = try await members.identifier(of: order.person, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.people, [person.description])
            let known = try await transaction.query(.absencesOfPerson(person: person)).filter {
                try order.since == nil || order.since == ($0["since"] as Day)
            }
            guard let found = known.first else {
                throw AppError.notFound(Text(zh: "不在岗登记", en: "absence"), order.person.text)
            }
            guard known.count == 1 else {
                throw AppError.ambiguous(
                    Text(zh: "不在岗登记", en: "absence"), order.person.text,
                    candidates: try known.map { (try ($0["since"] as Day).description, try $0["kind"]) })
            }
            let (id, path, since): (Identifier<Absence>, String, Day) = (
                try found["id"], try found["path"], try found["since"]
            )
            let auditEvent = try await transaction.record(
                "absence.withdraw", "absence", subject: id.value, path: path,
                after: JSONText(encoding: ["reason": order.reason]))
            _ = try await transaction.query(
                .insertAbsenceWithdrawal(
                    person: person, absence: id, path: path, withdrawnOn: day, reason: order.reason,
                    auditEvent: auditEvent))
            let row = try await transaction.query(.personForAbsence(person: person)).single
            return AbsenceWithdrawn(personName: try row?["name"] ?? "", since: since, on: day)
        }
    }

    /// Absences on file, those that were withdrawn among them, by organisation.
    package func absences(_ query: AbsenceQuery, _ page: PageRequest, caller: Caller) async throws -> Page<Absence> {
        let caller = try caller.with(.readTraining)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let absences = try await database.readPage(
            caller,
            .absences(low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: Absence.self)
        return Page(absences, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }
}

extension AppError {
    fileprivate static func absenceDates(_ since: Day, _ until: Day) -> AppError {
        AppError(
            .invalid, "absence_dates",
            Text(
                zh: "不在岗的最后一天 \(until) 早于第一天 \(since)。",
                en: "The absence ends on \(until), before it begins on \(since)."),
            hint: Text(zh: "请改正日期。", en: "Correct the dates."))
    }

    fileprivate static func absenceOverlap(_ person: String, _ since: Day, _ until: Day?) -> AppError {
        AppError(
            .conflict, "absence.overlap",
            Text(
                zh: "\(person)已登记 \(since) 至 \(until?.description ?? "未定") 不在岗。",
                en: "\(person) has an absence from \(since) to \(until?.description ?? "an open end") on file."),
            hint: Text(
                zh: "请先用 absence withdraw 撤回那一次，或改日期。",
                en: "Withdraw that one first with absence withdraw, or give other days."))
    }
}
