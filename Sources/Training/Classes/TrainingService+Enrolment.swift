import Access
package import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// A person on the list of a class.
package struct Enrolment: Codable, Placed, Sendable {
    package let id: Identifier<Enrolment>
    package let person: Identifier<Person>
    package let path: String
    package let personName: String
    package let organisationName: String?
    package let duty: Identifier<Duty>?
    package let state: EnrolmentState
    /// What sign-in sheets and certificates show.
    package let listNumber: Int
    /// From which day on the person is there; nil is from the first.
    package let joined: Day?
    package let left: Day?
    package let version: Int
}

extension Enrolment: Tabular {
    package static let columns: [Column<Enrolment>] = [
        Column("list_number", zh: "序号", en: "Number", \.listNumber),
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("state", zh: "状态", en: "State", \.state),
        Column("joined", zh: "到班", en: "Joined", \.joined),
        Column("left", zh: "离班", en: "Left", \.left),
        Column("version", zh: "版本", en: "Version", \.version),
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

/// People to be put on the list of a class.
package struct EnrolmentOrder: Codable, Described, Sendable {
    package let people: [Reference<Person>]
    package let anyway: Bool?
    package let reason: String?
    package let since: Day?

    package init(people: [Reference<Person>], since: Day? = nil, anyway: Bool? = nil, reason: String? = nil) {
        self.people = people
        self.since = since
        self.anyway = anyway
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["people": .items(1...TrainingService.mostAtOnce)]

    package static let memberTexts = [
        "anyway": Text(
            zh: "班次不抵此人的任务、此人不合本班要求、已训或不在岗也调训，须写明理由",
            en:
                "Enrol people although the class does not count for them or is not for them, they are trained or "
                + "absent; needs a reason"),
        "reason": Text(
            zh: "调训理由，记入名单；anyway 时必填", en: "Why they are enrolled, kept with the list; needed with anyway"),
        "since": Text(
            zh: "从哪一天起到班，之前的课次不算缺勤；已开班的默认今天",
            en: "The day of joining, before which nothing counts as missed; for a running class by default today"),
    ]
}

package struct Enrolled: Outcome {
    package let enrolled: Int
    package let waiting: Int
    /// What is worth knowing about some of them.
    package let warnings: [Text]

    package var summary: Text {
        .sentences(
            [Text(zh: "调训 \(enrolled) 人，候补 \(waiting) 人。", en: "\(enrolled) enrolled, \(waiting) waiting.")]
                + warnings.prefix(5).map { Text(zh: "注意：\($0.chinese)。", en: "Note: \($0.english).") })
    }
}

extension EnrolmentOrder {
    /// Why people are enrolled although the class does not count for them; nil when none are.
    /// - Throws: `value.missing` for an exception without a reason, `value.*` for one that is none.
    fileprivate func exception() throws(AppError) -> String? {
        try Plausible.words(optional: reason, "reason")
        guard anyway ?? false else { return nil }
        guard let reason else { throw .missingValue("reason") }
        return reason
    }
}

/// Why somebody leaves the list of a class.
package struct DropOrder: Codable, Described, Sendable {
    package let reason: String
    package let on: Day?

    package init(reason: String, on: Day? = nil) {
        self.reason = reason
        self.on = on
    }

    package static let memberTexts = [
        "on": Text(
            zh: "离班日期，默认今天；此前已到的课次保留", en: "The day of leaving, by default today; what was attended until then stays")
    ]
}

package struct Dropped: Outcome {
    package let personName: String?
    /// Who entered from the waiting list, if anybody.
    package let entered: Identifier<Person>?
    package let enteredName: String?

    package var summary: Text {
        let name = personName ?? ""
        guard entered != nil else {
            return Text(zh: "\(name)已退出，没有人递补。", en: "\(name) has left the list; nobody was waiting for the seat.")
        }
        let next = enteredName ?? ""
        return Text(zh: "\(name)已退出，由\(next)递补。", en: "\(name) has left the list; \(next) took the seat.")
    }
}

/// The list of a class.
extension TrainingService {
    /// Puts people on the list of a class, in the order given: seats first, then the waiting list.
    package func enrol(_ order: EnrolmentOrder, in reference: Reference<TrainingClass>, caller: Caller) async throws
        -> Enrolled
    {
        let caller = try caller.with(.writeTraining)
        try Plausible.count(order.people.count, "people", in: 1...Self.mostAtOnce)
        let reason = try order.exception()
        let id = try await identifier(of: reference, caller: caller)
        let people = try await members.identifiers(of: order.people, caller: caller)
        guard Set(people).count == people.count else {
            throw AppError.invalidValue(
                "people", String(people.count), expected: Text(zh: "不重复的人", en: "people, none of them twice"))
        }
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            if let since = order.since {
                guard (current.starts...current.ends).contains(since) else {
                    throw AppError.invalidValue(
                        "since", since.description,
                        expected: Text(
                            zh: "\(current.starts) 至 \(current.ends) 之间",
                            en: "a day from \(current.starts) to \(current.ends)"))
                }
            }
            return try await enrol(
                people, in: current, since: order.since, anyway: reason, note: order.reason, transaction)
        }
    }

    /// - Parameters:
    ///   - reason: why people are enrolled although the class does not count for them; nil refuses.
    ///   - note: what is kept with the list where nothing is an exception.
    ///   - ahead: whether they take the place of somebody who had a seat, before those who wait.
    func enrol(
        _ people: [Identifier<Person>], in current: TrainingClass, since: Day?, anyway reason: String?,
        note: String? = nil, ahead: Bool = false, _ transaction: ScopedTransaction
    ) async throws -> Enrolled {
        // What else they are on the list of is read below: one list at a time for each of them.
        _ = try await transaction.query(.lockList(class: current.id, people: people))
        let (found, warnings) = try await candidates(people, current, anyway: reason, transaction)
        return try await seat(
            found, in: current, since: since, reason: reason ?? note, warnings: warnings, ahead: ahead, transaction)
    }

    /// Puts people who were judged on the list. The caller has locked it.
    func seat(
        _ found: [Candidate], in current: TrainingClass, since: Day?, reason: String?, warnings: [Text] = [],
        ahead: Bool, _ transaction: ScopedTransaction
    ) async throws -> Enrolled {
        let auditEvent = try await transaction.record(
            "enrolment.add", "class", subject: current.id.value, path: current.path,
            after: JSONText(encoding: ["people": found.count]))
        // Nobody comes before those who wait and could sit.
        if !ahead, current.waiting > 0 { _ = try await fill(current.id, reason: nil, auditEvent, transaction) }
        let granted = try await seats(
            in: current.id, for: found.map { ($0.person, $0.path) }, ahead: ahead, transaction)
        let ids = found.map { _ in Identifier<Enrolment>.new() }
        _ = try await transaction.query(
            .insertEnrolments(
                people: found.map(\.person), ids: ids, duties: NullableArray(found.map(\.duty)),
                paths: found.map(\.path), class: current.id, auditEvent: auditEvent,
                states: granted.map { $0 ? "enrolled" : "waiting" }, joinedOn: since))
        _ = try await transaction.query(
            .insertEnrolmentEvents(ids: ids, reason: reason, auditEvent: auditEvent))
        // A seat that the successor may not take is free for others.
        if ahead { _ = try await fill(current.id, reason: nil, auditEvent, transaction) }
        let enrolled = granted.filter { $0 }.count
        return Enrolled(enrolled: enrolled, waiting: granted.count - enrolled, warnings: warnings)
    }

    struct Candidate {
        let person: Identifier<Person>
        let path: String
        let duty: Identifier<Duty>?
    }

    /// People who may be put on the list, in the order given.
    func candidates(
        _ people: [Identifier<Person>], _ current: TrainingClass, anyway reason: String?,
        _ transaction: ScopedTransaction
    ) async throws -> (candidates: [Candidate], warnings: [Text]) {
        let rows = try await transaction.query(.peopleForEnrolment(people: people, class: current.id))
        let admissions = try await admissions(of: people, to: current, transaction)
        var byID: [Identifier<Person>: Candidate] = [:]
        var known: [String] = []
        var names: [Identifier<Person>: String] = [:]
        for row in rows {
            let person: Identifier<Person> = try row["id"]
            names[person] = try row["name"]
            let path = try admissions[person]?.path ?? (row["path"] as String)
            byID[person] = Candidate(person: person, path: path, duty: admissions[person]?.duty)
            if try row["known"] == true { known.append(try row["name"]) }
        }
        guard known.isEmpty else { throw AppError.alreadyEnrolled(known) }
        if let missing = people.first(where: { byID[$0] == nil }) {
            throw AppError.notFound(Text(zh: "人员", en: "person"), missing.description)
        }
        let admitted = Scope(path: current.admits)
        if let outside = people.first(where: { !admitted.contains(byID[$0]?.path ?? "") }) {
            throw AppError.invalidValue(
                "people", names[outside] ?? outside.description,
                expected: Text(zh: "本班招收范围内的人", en: "people that the class admits"))
        }
        try await requireFree(people, for: current, transaction)
        let judged = people.compactMap { admissions[$0] }
        let refused = judged.filter { !$0.objections.isEmpty }
        guard refused.isEmpty || reason != nil else {
            throw AppError.notAdmitted(refused.map { ($0.name, $0.objections) })
        }
        let warnings = judged.compactMap { person in
            (person.objections + person.remarks).first.map {
                Text(zh: "\(person.name)：\($0.chinese)", en: "\(person.name): \($0.english)")
            }
        }
        return (people.compactMap { byID[$0] }, warnings)
    }

    /// Quotas that hold today: of the whole class for its host, for others those of their own parts of the tree.
    func quotas(_ id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws -> [KeptSeats] {
        try await transaction.query(.quotas(class: id)).map {
            KeptSeats(scope: Scope(path: try $0["path"]), seats: try $0["seats"])
        }
    }

    /// Whether there is a seat for each of some people who are not on the list, in this order. The caller holds the row
    /// of the class.
    func seats(
        in id: Identifier<TrainingClass>, for people: [(person: Identifier<Person>, path: String)],
        ahead: Bool = false, _ transaction: ScopedTransaction
    ) async throws -> [Bool] {
        let rows = try await transaction.query(
            .seatsFor(class: id, people: people.map(\.person), paths: people.map(\.path), ahead: ahead))
        var seated: [Identifier<Person>: Bool] = [:]
        for row in rows { seated[try row["person_id"]] = try row["seated"] }
        return people.map { seated[$0.person] ?? false }
    }

    /// Who is on the list stays on it: the seats suffice for them, and nobody comes to be in two classes at once.
    func requireRoom(for current: TrainingClass, as draft: ClassDraft, _ transaction: ScopedTransaction)
        async throws
    {
        let enrolled = current.enrolled
        guard draft.capacity >= enrolled else {
            throw AppError.invalidValue(
                "capacity", String(draft.capacity),
                expected: Text(zh: "不少于已调训的 \(enrolled) 人", en: "\(enrolled) or more, since so many are enrolled"))
        }
        guard draft.starts != current.starts || draft.ends != current.ends || draft.form != current.form else {
            return
        }
        guard draft.form == .concentrated else { return }
        _ = try await transaction.query(.lockList(class: current.id, people: [Identifier<Person>]()))
        let listed = try await transaction.query(.hostList(class: current.id))
        let people: [Identifier<Person>] = try listed.filter { try ["enrolled", "waiting"].contains($0["state"]) }.map {
            try $0["person_id"]
        }
        let clashes = try await transaction.query(
            .overlappingClasses(people: people, except: current.id, startsOn: draft.starts, endsOn: draft.ends))
        guard clashes.isEmpty else {
            throw try AppError.overlapping(clashes)
        }
    }

    /// Takes somebody off the list; the first on the waiting list who fits the seat enters.
    /// - Parameter expected: the version of the enrolment that the caller has seen; nil when any will do.
    package func drop(
        _ person: Reference<Person>, from reference: Reference<TrainingClass>, _ order: DropOrder, expected: Int?,
        caller: Caller
    ) async throws -> Dropped {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(order.reason, "reason")
        if let day = order.on { try Plausible.day(day, "on") }
        let id = try await identifier(of: reference, caller: caller)
        let leaver = try await listed(person, in: id, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard let row = try await transaction.query(.enrolmentOfPerson(class: id, person: leaver)).single else {
                throw AppError.notFound(Self.enrolmentWord, person.text)
            }
            let version: Int = try row["version"]
            if let expected, expected != version {
                throw AppError.stale(Self.enrolmentWord, current: String(version))
            }
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            let state: EnrolmentState = try row.choice("state")
            guard state == .enrolled || state == .waiting else { throw AppError.leftList(try row["person"]) }
            let enrolment: Identifier<Enrolment> = try row["id"]
            let auditEvent = try await transaction.record(
                "enrolment.drop", "enrolment", subject: enrolment.value,
                path: current.eventPath(of: try row["path"], for: caller),
                after: JSONText(encoding: ["reason": order.reason]))
            try await set(enrolment, .dropped, on: order.on, reason: order.reason, auditEvent, transaction)
            let name: String? = try row["person"]
            let moved = try await state == .enrolled ? fill(id, reason: nil, auditEvent, transaction) : []
            guard let entered = moved.first else {
                return Dropped(personName: name, entered: nil, enteredName: nil)
            }
            let entry = try await transaction.query(.enrolmentOfPerson(class: id, person: entered)).single
            return Dropped(personName: name, entered: entered, enteredName: try entry?["person"])
        }
    }

    /// Somebody of a class, by name, number of its list, ID number or identifier; who is not on it is looked for among
    /// all, so that the answer can say what they are to the class.
    func listed(
        _ person: Reference<Person>, in id: Identifier<TrainingClass>, caller: Caller
    ) async throws -> Identifier<Person> {
        if let known = person.identifier { return known }
        let roster = try await roster(id, naming: [person], caller: caller)
        if let found = try roster.person(person) { return found }
        guard Int(person.text) == nil || (try? IDNumber(person.text)) != nil else {
            throw AppError.notFound(Self.enrolmentWord, person.text)
        }
        return try await members.identifier(of: person, caller: caller)
    }

    static let enrolmentWord = Text(zh: "调训记录", en: "enrolment")

    /// Fills the seats that are free from the waiting list.
    func fill(_ id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws {
        let current = try await read(id, transaction)
        guard current.waiting > 0 else { return }
        let auditEvent = try await transaction.record("enrolment.fill", "class", subject: id.value, path: current.path)
        _ = try await fill(id, reason: nil, auditEvent, transaction)
    }

    /// - Returns: who moved up, in that order.
    func fill(
        _ id: Identifier<TrainingClass>, reason: String?, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> [Identifier<Person>] {
        try await transaction.query(.fillSeats(class: id, reason: reason, auditEvent: auditEvent)).map {
            try $0["person_id"]
        }
    }

    /// - Parameter day: of joining or leaving; nil as of today.
    func set(
        _ id: Identifier<Enrolment>, _ state: EnrolmentState, on day: Day? = nil, reason: String?, _ auditEvent: UUID,
        _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(
            .setEnrolmentState(id: id, state: state.rawValue, joinedOn: state == .enrolled ? day : nil, leftOn: day))
        _ = try await transaction.query(.insertEnrolmentEvents(ids: [id], reason: reason, auditEvent: auditEvent))
    }

    /// Everybody on the list of a class, by the number of the list.
    package func enrolments(of reference: Reference<TrainingClass>, _ page: PageRequest, caller: Caller) async throws
        -> Page<Enrolment>
    {
        let caller = try caller.with(.readTraining)
        let after = try page.after.map { key in
            guard let number = Int(key), (0...Int(Int32.max)).contains(number) else { throw AppError.pageKey(key) }
            return number
        }
        let id = try await identifier(of: reference, caller: caller)
        let enrolments = try await database.readPage(
            caller, .enrolments(class: id, after: after ?? 0, limit: page.limit + 1)
        ).map {
            Enrolment(
                id: try $0["id"], person: try $0["person_id"], path: try $0["path"], personName: try $0["person"],
                organisationName: try $0["organisation"], duty: try $0["duty_id"], state: try $0.choice("state"),
                listNumber: try $0["list_number"], joined: try $0["joined_on"], left: try $0["left_on"],
                version: try $0["version"])
        }
        return Page(enrolments, limit: page.limit) { String($0.listNumber) }
    }
}

extension TrainingClass {
    /// Where it is recorded what happened to somebody on the list: at their place, or that of the host where the caller
    /// does not reach it.
    func eventPath(of place: String, for caller: Caller) -> String { caller.covers(place) ? place : path }
}
