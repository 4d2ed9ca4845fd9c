import Access
import Civil
import Foundation
import Kernel
import Members
import Postgres
import SQLFiles

/// Writes the marks of a class inside a transaction that holds its row: half-days that exist, people who are on the
/// list, make-ups that can be. A mark on file is corrected by the next revision and never lost.
struct MarkWriter {
    let transaction: ScopedTransaction
    let current: TrainingClass
    let sessions: [ClassSession]

    struct Written {
        var count = 0
        var kept = 0
        var replaced: [MarkReplaced] = []
    }

    func write(_ bySession: [Int: [Marking]]) async throws -> Written {
        for number in bySession.keys.sorted() where !sessions.contains(where: { $0.number == number }) {
            throw AppError.noSession(number, sessions.map(\.number))
        }
        try await requireMakeUps(bySession)
        var written = Written()
        for (session, marks) in bySession.sorted(by: { $0.key < $1.key }) {
            try await write(marks, session: session, &written)
        }
        return written
    }

    private func write(_ marks: [Marking], session: Int, _ written: inout Written) async throws {
        guard !marks.isEmpty else { return }
        let auditEvent = AuditStatement(caller: transaction.caller, signer: transaction.eventSigner).make(
            "attendance.mark", "class", subject: current.id.value, path: current.path,
            after: JSONText("{\"session\":\(session),\"marks\":\(marks.count)}"))
        let results = try await transaction.pipeline([
            auditEvent.statement, .madeUpHere(class: current.id, session: session),
            .insertMarks(
                class: current.id, session: session, people: marks.map(\.person),
                marks: marks.map(\.entry.mark.rawValue), approvers: NullableArray(marks.map(\.entry.approver)),
                madeUpIn: NullableArray(marks.map(\.entry.madeUpIn)),
                madeUpSessions: NullableArray(marks.map(\.madeUpSession)),
                madeUpClasses: NullableArray(marks.map(\.otherClass)), madeUpOn: NullableArray(marks.map(\.day)),
                reasons: NullableArray(marks.map(\.reason)), keeps: marks.map(\.keeps), auditEvent: auditEvent.id),
        ])
        var outcomes: [Identifier<Person>: (MarkOutcome, Mark?)] = [:]
        for row in results[2] {
            outcomes[try row["person_id"]] = (try row.choice("outcome"), try row.choice("before"))
        }
        try require(marks, outcomes, madeUpHere: results[1], session: session)
        for marking in marks {
            let person = marking.person
            guard let (outcome, before) = outcomes[person] else { continue }
            switch outcome {
            case .same, .early: continue
            case .kept: written.kept += 1
            case .new: written.count += 1
            case .replaced:
                written.count += 1
                written.replaced.append(
                    MarkReplaced(
                        person: person, personName: marking.shownAs == person.description ? nil : marking.shownAs,
                        session: session, before: before ?? marking.entry.mark, after: marking.entry.mark))
            }
        }
    }

    /// Everybody named is on the list and had joined by then, and nobody is at a half-day that was given to a make-up.
    private func require(
        _ marks: [Marking], _ outcomes: [Identifier<Person>: (MarkOutcome, Mark?)], madeUpHere: Rows, session: Int
    ) throws {
        let named = marks.filter { !$0.isOther }
        let strangers = named.filter { outcomes[$0.person] == nil }
        guard strangers.isEmpty else { throw AppError.notEnrolled(strangers.map(\.shownAs).sorted()) }
        let early = named.filter { outcomes[$0.person]?.0 == .early }
        guard early.isEmpty else { throw AppError.beforeJoining(session, early.map(\.shownAs).sorted()) }
        var missed: [Identifier<Person>: Int] = [:]
        for row in madeUpHere { missed[try row["person_id"]] = try row["missed"] }
        let doubled = marks.filter { marking in
            missed[marking.person] != nil && marking.entry.mark.attended
                && [.new, .replaced].contains(outcomes[marking.person]?.0)
        }
        guard doubled.isEmpty else {
            throw AppError.madeUpHere(
                session, doubled.map { ($0.shownAs, missed[$0.person] ?? session) })
        }
    }

    // MARK: make-ups

    private func requireMakeUps(_ bySession: [Int: [Marking]]) async throws {
        let claims = bySession.flatMap { session, marks in
            marks.filter { $0.entry.mark == .madeUp && $0.place != nil }.map { (session, $0) }
        }
        guard !claims.isEmpty else { return }
        let people = Array(Set(claims.map(\.1.person)))
        // What one half-day makes up is read and then written.
        try await transaction.lock(.people, people.map(\.description).sorted())
        let today: Day = try await transaction.query(.todayInChina)[0]["today"]
        var marks: [Identifier<Person>: [Int: Mark]] = [:]
        var used: [Identifier<Person>: [MakeUpCheck.Place: MakeUpCheck.Place]] = [:]
        for row in try await transaction.query(.marksOfPeople(class: current.id, people: people)) {
            let (person, session): (Identifier<Person>, Int) = (try row["person_id"], try row["session_number"])
            marks[person, default: [:]][session] = try row.choice("mark") as Mark
            let (place, course): (Int?, Identifier<TrainingClass>?) = (
                try row["made_up_session"], try row["made_up_class"]
            )
            if let place {
                used[person, default: [:]][MakeUpCheck.Place(course: course ?? current.id, session: place)] =
                    MakeUpCheck.Place(course: current.id, session: session)
            }
        }
        // What the same request says of the people's other half-days counts, too.
        for (session, marking) in bySession.flatMap({ session, marks in marks.map { (session, $0) } }) {
            if !marking.keeps { marks[marking.person, default: [:]][session] = marking.entry.mark }
        }
        let others = try await others(claims.map(\.1), people, &used)
        var problems: [(String, Text)] = []
        for (session, marking) in claims.sorted(by: { $0.0 < $1.0 }) {
            let person = marking.person
            guard let place = marking.place else { continue }
            let missed = MakeUpCheck.Place(course: current.id, session: session)
            let check = MakeUpCheck(
                missed: missed, sessions: sessions, marks: marks[person] ?? [:], used: used[person] ?? [:], today: today
            )
            let other = marking.otherClass.flatMap { others[$0]?[person] }
            if let problem = check.problem(place, other: other) {
                problems.append((marking.shownAs, problem))
            } else if let number = marking.madeUpSession {
                used[person, default: [:]][
                    MakeUpCheck.Place(course: marking.otherClass ?? current.id, session: number)] = missed
            }
        }
        guard problems.isEmpty else { throw AppError.cannotMakeUp(problems) }
    }

    /// Other classes in which something was made up, as each of the people attends them.
    private func others(
        _ claims: [Marking], _ people: [Identifier<Person>],
        _ used: inout [Identifier<Person>: [MakeUpCheck.Place: MakeUpCheck.Place]]
    ) async throws -> [Identifier<TrainingClass>: [Identifier<Person>: MakeUpCheck.OtherClass]] {
        var others: [Identifier<TrainingClass>: [Identifier<Person>: MakeUpCheck.OtherClass]] = [:]
        for id in Set(claims.compactMap(\.otherClass)) {
            let rows = try await transaction.pipeline([
                .classByID(id: id), .sessions(class: id), .enrolledIn(class: id, people: people),
                .marksOfPeople(class: id, people: people), .madeUpElsewhere(class: id),
            ])
            guard let state: ClassState = try rows[0].single?.choice("state") else { continue }
            let numbers = Set(try rows[1].map { try $0["number"] as Int })
            let enrolled = Set(try rows[2].map { try $0["person_id"] as Identifier<Person> })
            var marks: [Identifier<Person>: [Int: Mark]] = [:]
            for row in rows[3] {
                marks[try row["person_id"], default: [:]][try row["session_number"]] = try row.choice("mark") as Mark
            }
            for person in people {
                others[id, default: [:]][person] = MakeUpCheck.OtherClass(
                    id: id, state: state, sessions: numbers, isEnrolled: enrolled.contains(person),
                    marks: marks[person] ?? [:])
            }
            for row in rows[4] {
                used[try row["person_id"], default: [:]][
                    MakeUpCheck.Place(course: id, session: try row["session_number"])] = MakeUpCheck.Place(
                        course: try row["class_id"], session: try row["missed"])
            }
        }
        return others
    }
}

extension Marking {
    fileprivate var day: Day? { if case .day(let day, _) = place { day } else { nil } }
}
