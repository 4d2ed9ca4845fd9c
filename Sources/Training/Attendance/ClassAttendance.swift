import Access
import Civil
import Kernel
import Members
import Postgres
import SQLFiles

/// Who was where in a class: its half-days, everybody who has or had a seat, and their marks. Judging is pure.
struct ClassAttendance {
    struct Participant {
        let id: Identifier<Person>
        let path: String
        let number: Int
        let name: String?
        let organisationName: String?
        let joined: Day?
        /// When and why the person left, if so.
        let left: (day: Day, reason: String?)?

        var shown: String { name ?? id.description }

        func isExpected(at session: ClassSession) -> Bool {
            if let joined, session.day < joined { return false }
            if let left, session.day >= left.day { return false }
            return true
        }
    }

    struct Gap {
        let person: Participant
        let sessions: [Int]
    }

    let sessions: [ClassSession]
    let people: [Participant]
    private let marks: [Identifier<Person>: [Int: Mark]]
    /// Half-days whose hours count in another class, where they made up for something.
    private let usedElsewhere: [Identifier<Person>: Set<Int>]

    init(of id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws {
        let rows = try await transaction.pipeline([
            .sessions(class: id), .peopleOfClass(class: id), .marksOfClass(class: id), .madeUpElsewhere(class: id),
        ])
        sessions = try rows[0].map { try $0.session() }
        people = try rows[1].map { try $0.participant() }
        var marks: [Identifier<Person>: [Int: Mark]] = [:]
        for row in rows[2] {
            marks[try row["person_id"], default: [:]][try row["session_number"]] = try row.choice("mark") as Mark
        }
        self.marks = marks
        var used: [Identifier<Person>: Set<Int>] = [:]
        for row in rows[3] { used[try row["person_id"], default: []].insert(try row["session_number"]) }
        usedElsewhere = used
    }

    init(
        sessions: [ClassSession], people: [Participant], marks: [Identifier<Person>: [Int: Mark]],
        usedElsewhere: [Identifier<Person>: Set<Int>] = [:]
    ) {
        self.sessions = sessions
        self.people = people
        self.marks = marks
        self.usedElsewhere = usedElsewhere
    }

    /// Who has half-days without a mark; of those who left, half-days before that.
    var gaps: [Gap] {
        people.compactMap { person in
            let missing = sessions.filter { $0.isUnmarked(marks[person.id], person) }.map(\.number)
            return missing.isEmpty ? nil : Gap(person: person, sessions: missing)
        }
    }

    /// Half-days that nobody was marked for.
    var unmarkedSessions: [ClassSession] {
        sessions.filter { session in !marks.values.contains { $0[session.number] != nil } }
    }

    /// - Parameter unmarked: what half-days without a mark are taken for.
    func halfDays(_ person: Participant, unmarked: Mark? = nil) -> [AttendanceRule.HalfDay] {
        let own = marks[person.id] ?? [:]
        return sessions.map { session in
            let isExpected = own[session.number] != nil || person.isExpected(at: session)
            return AttendanceRule.HalfDay(
                hours: session.hours, mark: own[session.number] ?? (isExpected ? unmarked : nil),
                isExpected: isExpected)
        }
    }

    func judge(_ person: Participant, by rule: AttendanceRule) -> AttendanceRule.Judgement {
        let judgement = rule.judge(halfDays(person))
        guard let left = person.left else { return judgement }
        return AttendanceRule.Judgement(
            completed: false, attended: judgement.attended, total: judgement.total,
            failures: [.leftClass(left.day, left.reason)])
    }

    func awards(_ person: Participant, ends: Day, completes: Bool) -> [CompletionRule.Award] {
        let own = marks[person.id] ?? [:]
        let used = usedElsewhere[person.id] ?? []
        return CompletionRule.awards(
            sessions.filter { !used.contains($0.number) }.map { ($0.day, $0.hours, own[$0.number]) }, ends: ends,
            completes: completes)
    }
}

extension ClassSession {
    fileprivate func isUnmarked(_ marks: [Int: Mark]?, _ person: ClassAttendance.Participant) -> Bool {
        marks?[number] == nil && person.isExpected(at: self)
    }
}

extension Row {
    fileprivate func participant() throws -> ClassAttendance.Participant {
        let state: EnrolmentState = try choice("state")
        let left: Day? = try self["left_on"]
        let reason: String? = try self["reason"]
        let ends = state == .enrolled ? nil : left.map { (day: $0, reason: reason) }
        return ClassAttendance.Participant(
            id: try self["person_id"], path: try self["path"], number: try self["list_number"],
            name: try self["person"], organisationName: try self["organisation"], joined: try self["joined_on"],
            left: ends)
    }
}

extension Text {
    static func leftClass(_ day: Day, _ reason: String?) -> Text {
        let why = reason ?? ""
        return why.isEmpty
            ? Text(zh: "\(day) 离班", en: "left the class on \(day)")
            : Text(zh: "\(day) 离班：\(why)", en: "left the class on \(day): \(why)")
    }
}
