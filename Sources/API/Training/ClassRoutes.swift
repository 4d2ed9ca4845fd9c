import Composition
import Organisations
import HTTPTypes
import Sheets
import Civil
import Foundation
import Kernel
import Members
import Training

struct SessionBody: Codable, Sendable {
    let number: Int
    let day: String
    let half: String
    let topic: String
    let title: String
    let hours: String
    let teacher: String

    init(_ session: ClassSession) {
        number = session.number
        day = session.day.description
        half = session.half.rawValue
        topic = session.topic.rawValue
        title = session.title
        hours = session.hours.description
        teacher = session.teacher
    }

    func session() throws(AppError) -> ClassSession {
        guard let hours = Hours(hours) else {
            throw .invalidValue("hours", hours, expected: Text(zh: "学时", en: "a number of hours"))
        }
        return ClassSession(
            number: number, day: try APIRequest.day(day, "day"), half: try APIRequest.choice(half, "half"),
            topic: try APIRequest.choice(topic, "topic"), title: title, hours: hours, teacher: teacher)
    }
}

/// What a class is to be; without sessions it gets two half-days on each working day.
struct ClassDraftBody: Codable, Sendable {
    let host: String
    let code: String
    let name: String
    let level: String?
    let admits: String?
    let fields: [String]
    let kinds: [String]?
    let starts: String
    let ends: String
    let minimum: Int
    let capacity: Int
    let venue: String
    /// Yuan, such as `400` or `380.50`.
    let costPerPersonDay: String?
    let attendanceRule: String?
    let sessions: [SessionBody]?

    func draft(level hostLevel: Level, training: TrainingService) throws(AppError) -> ClassDraft {
        let (start, end) = (try APIRequest.day(starts, "starts"), try APIRequest.day(ends, "ends"))
        var kinds = DutyKind.allCases
        if let words = self.kinds {
            kinds = []
            for word in words { kinds.append(try APIRequest.choice(word, "kinds")) }
        }
        var fields: [Field] = []
        for word in self.fields { fields.append(try APIRequest.choice(word, "fields")) }
        var sessions = training.halfDays(from: start, through: end, teacher: "-")
        if let given = self.sessions {
            sessions = []
            for body in given { sessions.append(try body.session()) }
        }
        let quota = String(training.rules.classDefaults.costPerPersonDay)
        guard let cost = Decimal(string: costPerPersonDay ?? quota, locale: Locale(identifier: "en_US_POSIX")) else {
            throw .invalidValue(
                "cost_per_person_day", costPerPersonDay ?? "", expected: Text(zh: "金额", en: "an amount"))
        }
        return ClassDraft(
            code: code, name: name,
            level: try level.map { text throws(AppError) in try APIRequest.choice(text, "level") } ?? hostLevel,
            admits: admits, fields: fields,
            kinds: kinds, starts: start, ends: end, minimum: minimum, capacity: capacity, venue: venue,
            costPerPersonDay: cost,
            attendanceRule: attendanceRule ?? training.rules.attendance[0].key, sessions: sessions)
    }
}

struct ClassBody: Codable, Sendable, Versioned {
    let id: String
    let code: String
    let name: String
    let path: String
    let admits: String
    let level: String
    let fields: [String]
    let kinds: [String]
    let starts: String
    let ends: String
    let minimum: Int
    let capacity: Int
    let venue: String
    let costPerPersonDay: String
    let attendanceRule: String
    let state: String
    let enrolled: Int
    let waiting: Int
    let version: Int

    init(_ item: TrainingClass) {
        id = item.id.description
        code = item.code
        name = item.name
        path = item.path
        admits = item.admits
        level = item.level.rawValue
        fields = item.fields.map(\.rawValue)
        kinds = item.kinds.map(\.rawValue)
        starts = item.starts.description
        ends = item.ends.description
        minimum = item.minimum
        capacity = item.capacity
        venue = item.venue
        costPerPersonDay = item.costPerPersonDay.description
        attendanceRule = item.attendanceRule
        state = item.state.rawValue
        enrolled = item.enrolled
        waiting = item.waiting
        version = item.version
    }
}

struct ClassStateBody: Codable, Sendable {
    let state: String
    let on: String?
    let reason: String?
}

struct CompletionBody: Codable, Sendable {
    let person: String
    let completed: Bool
    let attendedHours: String
    let totalHours: String
    let failures: [Text]

    init(_ line: CompletionLine) {
        person = line.person.description
        completed = line.judgement.completed
        attendedHours = line.judgement.attended.description
        totalHours = line.judgement.total.description
        failures = line.judgement.failures.map(Text.init)
    }
}

struct ClosingBody: Codable, Sendable {
    let on: String?
}

struct ReopeningBody: Codable, Sendable {
    let on: String?
    let reason: String
}

struct PeopleBody: Codable, Sendable {
    let people: [String]
}

struct EnrolledBody: Codable, Sendable {
    let enrolled: Int
    let waiting: Int
}

struct EnrolmentBody: Codable, Sendable {
    let id: String
    let person: String
    let personName: String
    let organisationName: String?
    let duty: String?
    let state: String
    let version: Int

    init(_ enrolment: Enrolment) {
        id = enrolment.id.description
        person = enrolment.person.description
        personName = enrolment.personName
        organisationName = enrolment.organisationName
        duty = enrolment.duty?.description
        state = enrolment.state.rawValue
        version = enrolment.version
    }
}

struct ReplacementBody: Codable, Sendable {
    let entered: String?
}

struct MarkBody: Codable, Sendable {
    let person: String
    let mark: String
    let approver: String?
    let madeUpIn: String?

    func entry() throws(AppError) -> MarkEntry {
        MarkEntry(
            person: try APIRequest.identifier(person, "person"), mark: try APIRequest.choice(mark, "mark"),
            approver: approver,
            madeUpIn: madeUpIn)
    }
}

struct MarksBody: Codable, Sendable {
    let marks: [MarkBody]
    /// When given, everybody else on the list gets this mark.
    let others: String?
}

struct AttendanceBody: Codable, Sendable {
    let person: String
    let session: Int
    let mark: String
    let approver: String?
    let madeUpIn: String?
    let revision: Int

    init(_ line: AttendanceLine) {
        person = line.person.description
        session = line.session
        mark = line.mark.rawValue
        approver = line.approver
        madeUpIn = line.madeUpIn
        revision = line.revision
    }
}

struct QuotaBody: Codable, Sendable {
    let organisation: String
    let seats: Int
}

/// The routes of classes, enrolment and attendance.
enum ClassRoutes {
    private static let state = QueryParameter(
        name: "state", type: "string", summary: "Only one state", values: ClassState.allCases.map(\.rawValue))

    @inline(never)
    @Sendable private static func drop(_ request: APIRequest, _ body: ReasonBody) async throws -> ReplacementBody {
        let entered = try await request.services.training.drop(
            request.identifier(), reason: body.reason, expected: request.expectedVersion(), caller: request.caller)
        return ReplacementBody(entered: entered?.description)
    }

    static let all: [Endpoint] = [
        .get("/v1/classes", "Classes that the caller hosts or is admitted to", query: [state, .scope, .limit, .after]) {
            request in
            PageBody(
                try await request.services.training.classes(
                    state: request.choice("state", ClassState.self), under: request.scope(), request.page(),
                    caller: request.caller),
                ClassBody.init)
        },
        .write(.post, "/v1/classes", "Draft a class", takes: ClassDraftBody.self) { request, body in
            let organisations = request.services.organisations
            let host = try await organisations.organisation(body.host, caller: request.caller)
            var admits = host
            if let code = body.admits { admits = try await organisations.organisation(code, caller: request.caller) }
            let draft = try body.draft(level: host.level, training: request.services.training)
            return ClassBody(
                try await request.services.training.createClass(
                    draft, host: host, admits: admits, caller: request.caller))
        },
        .get(versioned: "/v1/classes/{id}", "One class") { request in
            ClassBody(try await request.services.training.trainingClass(request.identifier(), caller: request.caller))
        },
        .write(
            .put, "/v1/classes/{id}", "Change a draft or announced class; its sessions stay", takes: ClassDraftBody.self
        ) { request, body in
            let training = request.services.training
            let old = try await training.trainingClass(request.identifier(), caller: request.caller)
            let draft = try body.draft(level: old.level, training: training)
            return ClassBody(
                try await training.updateClass(old.id, draft, expected: request.version(), caller: request.caller))
        },
        .get("/v1/classes/{id}/sessions", "The half-days of a class") { request in
            ListBody(
                items: try await request.services.training.sessions(of: request.identifier(), caller: request.caller)
                    .map(SessionBody.init))
        },
        .write(.post, "/v1/classes/{id}/state", "Announce, start or cancel a class", takes: ClassStateBody.self) {
            request, body in
            ClassBody(
                try await request.services.training.move(
                    request.identifier(), to: APIRequest.choice(body.state, "state"),
                    on: APIRequest.day(body.on ?? request.today.description, "on"), reason: body.reason,
                    expected: request.expectedVersion(), caller: request.caller))
        },
        .write(.post, "/v1/classes/{id}/close", "Judge attendance and credit the hours", takes: ClosingBody.self) {
            request, body in
            let lines = try await request.services.training.closeClass(
                request.identifier(), on: APIRequest.day(body.on ?? request.today.description, "on"),
                expected: request.expectedVersion(), caller: request.caller)
            return ListBody(items: lines.map(CompletionBody.init))
        },
        .write(.post, "/v1/classes/{id}/reopen", "Take the credited hours back", takes: ReopeningBody.self) {
            request, body in
            ClassBody(
                try await request.services.training.reopenClass(
                    request.identifier(), on: APIRequest.day(body.on ?? request.today.description, "on"),
                    reason: body.reason,
                    expected: request.expectedVersion(), caller: request.caller))
        },
        .write(.post, "/v1/classes/{id}/quotas", "Keep seats for a subtree", takes: QuotaBody.self) { request, body in
            let organisation = try await request.services.organisations.organisation(
                body.organisation, caller: request.caller)
            try await request.services.training.setQuota(
                request.identifier(), path: organisation.path, seats: body.seats, caller: request.caller)
            return DoneBody(done: true)
        },
        .get("/v1/classes/{id}/enrolments", "The list of a class", query: [.limit, .after]) { request in
            PageBody(
                try await request.services.training.enrolments(
                    of: request.identifier(), request.page(), caller: request.caller),
                EnrolmentBody.init)
        },
        .write(
            .post, "/v1/classes/{id}/enrolments", "Enrol people: seats first, then the waiting list",
            takes: PeopleBody.self
        ) { request, body in
            let people: [Identifier<Person>] = try body.people.map { try APIRequest.identifier($0, "people") }
            let (enrolled, waiting) = try await request.services.training.enrol(
                people, in: request.identifier(), caller: request.caller)
            return EnrolledBody(enrolled: enrolled, waiting: waiting)
        },
        .write(
            .post, "/v1/enrolments/{id}/drop", "Take somebody off the list; the next in waiting enters",
            takes: ReasonBody.self, drop),
        .write(
            .post, "/v1/classes/{id}/sessions/{number}/marks", "Enter the marks of one half-day", takes: MarksBody.self
        ) { request, body in
            guard let number = Int(try request.path("number")) else {
                throw AppError.invalidValue(
                    "number", try request.path("number"), expected: Text(zh: "课次编号", en: "the number of a session"))
            }
            var entries: [MarkEntry] = []
            for mark in body.marks { entries.append(try mark.entry()) }
            let training = request.services.training
            if let others = body.others {
                return CountBody(
                    count: try await training.markAll(
                        APIRequest.choice(others, "others"), except: entries, session: number, of: request.identifier(),
                        caller: request.caller))
            }
            return CountBody(
                count: try await training.mark(
                    entries, session: number, of: request.identifier(), caller: request.caller))
        },
        .importing(
            "/v1/classes/{id}/marks", "Take a table of marks, whole or not at all",
            columns: TrainingService.markColumns.map(\.key)
        ) { request in
            CountBody(
                count: try await request.services.training.importMarks(
                    request.bytes, of: request.identifier(), caller: request.caller))
        },
        .get("/v1/classes/{id}/marks", "The marks of a class") { request in
            ListBody(
                items: try await request.services.training.marks(of: request.identifier(), caller: request.caller).map(
                    AttendanceBody.init))
        },
    ]
}
