import Access
package import Civil
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Wire

/// Decisions about seats that every plan keeps.
extension TrainingService {
    /// - Throws: `plan.seating` when there is a decision about the person and the class already.
    package func decideSeating(_ order: SeatingOrder, on today: Day, caller: Caller) async throws -> SeatingDecided {
        let caller = try caller.with(.writeTraining)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(order.reason, "reason")
        let person = try await members.identifier(of: order.person, caller: caller)
        let course = try await trainingClass(order.class, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.people, [person.description])
            guard let row = try await transaction.query(.personForAbsence(person: person)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), order.person.text)
            }
            let (name, path): (String, String) = (try row["name"], try row["path"])
            for known in try await transaction.query(.seatingOfPerson(person: person)) {
                let (kind, id): (Seating.Kind, Identifier<TrainingClass>) = (
                    try known.choice("kind"), try known["class_id"]
                )
                if id == course.id { throw AppError.seatingKnown(name, course.name, kind) }
            }
            let id = Identifier<Seating>.new()
            let auditEvent = try await transaction.record(
                "seating.decide", "seating", subject: id.value, path: path,
                after: JSONText(encoding: ["kind": order.kind.rawValue, "class": course.code]))
            _ = try await transaction.query(
                .insertSeating(
                    person: person, id: id, path: path, class: course.id, kind: order.kind.rawValue,
                    decidedOn: day, reason: order.reason, auditEvent: auditEvent))
            return SeatingDecided(
                id: id, personName: name, className: course.name, kind: order.kind,
                seats: try await effect(of: order.kind, on: course.id, person, transaction))
        }
    }

    /// What a decision means for the seats that somebody has now: until a plan is accepted, nothing changes.
    private func effect(
        of kind: Seating.Kind, on course: Identifier<TrainingClass>, _ person: Identifier<Person>,
        _ transaction: ScopedTransaction
    ) async throws -> Text? {
        let rows = try await transaction.query(.seatsToPlan(person: person))
        let own = try rows.contains { try ($0["class_id"] as Identifier<TrainingClass>) == course }
        switch kind {
        case .excluded:
            return own
                ? Text(
                    zh: "其现有名额不变，采纳下一个计划或 class drop 后才退出。",
                    en: "The present seat stays until the next plan is accepted, or class drop takes it.") : nil
        case .pinned:
            guard !own else { return nil }
            let others = try rows.map { Text.verbatim("「\(try $0["name"] as String)」") }
            guard !others.isEmpty else { return nil }
            let list = Text.list(others)
            return Text(
                zh: "现有名额\(list.chinese)不变，采纳下一个计划时换到此班。",
                en: "The present seat stays until the next plan is accepted, which then moves the person: "
                    + "\(list.english).")
        }
    }

    package func withdrawSeating(_ order: SeatingWithdrawal, on today: Day, caller: Caller) async throws
        -> SeatingWithdrawn
    {
        let caller = try caller.with(.writeTraining)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(order.reason, "reason")
        let person = try await members.identifier(of: order.person, caller: caller)
        let course = try await identifier(of: order.class, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.people, [person.description])
            let known = try await transaction.query(.seatingOfPerson(person: person)).first {
                try ($0["class_id"] as Identifier<TrainingClass>) == course
            }
            guard let known else {
                throw AppError.notFound(
                    Text(zh: "此人此班的决定", en: "decision about the person and the class"), order.class.text)
            }
            let (id, path): (Identifier<Seating>, String) = (try known["id"], try known["path"])
            let auditEvent = try await transaction.record(
                "seating.withdraw", "seating", subject: id.value, path: path,
                after: JSONText(encoding: ["reason": order.reason]))
            _ = try await transaction.query(
                .insertSeatingWithdrawal(
                    person: person, decision: id, path: path, withdrawnOn: day, reason: order.reason,
                    auditEvent: auditEvent))
            let row = try await transaction.query(.personForAbsence(person: person)).single
            return SeatingWithdrawn(
                personName: try row?["name"] ?? "", className: try known["name"], kind: try known.choice("kind"))
        }
    }

    /// Decisions on file, those that were withdrawn among them, by organisation.
    package func seatings(_ query: SeatingQuery, _ page: PageRequest, caller: Caller) async throws -> Page<Seating> {
        let caller = try caller.with(.readTraining)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let seatings = try await database.readPage(
            caller,
            .seatings(low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: Seating.self)
        return Page(seatings, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }
}

extension AppError {
    fileprivate static func seatingKnown(_ person: String, _ course: String, _ kind: Seating.Kind) -> AppError {
        AppError(
            .conflict, "plan.seating",
            Text(
                zh: "\(person)对班次「\(course)」已有决定：\(kind.text.chinese)。",
                en: "There is a decision about \(person) and the class “\(course)”: \(kind.text.english)."),
            hint: Text(zh: "请先用 plan unpin 撤回。", en: "Withdraw it first with plan unpin."))
    }
}
