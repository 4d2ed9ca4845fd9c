import Wire
import Composition
import Organisations
import Sheets
import HTTPTypes
import Civil
import Foundation
import Kernel
import NIOCore
import Synchronization
import Training

struct OverdueBody: Codable, Sendable {
    let duty: String
    let person: String
    let personName: String
    let organisationCode: String
    let organisationName: String
    let kind: String
    let field: String?
    let level: String
    let opened: String
    let due: String
    let hard: String
    let daysLate: Int
    let hours: String
    let requiredHours: String
    let reason: Problem.Words

    init(_ line: OverdueLine) {
        duty = line.duty.description
        person = line.person.text
        personName = line.personName
        organisationCode = line.organisationCode
        organisationName = line.organisationName
        kind = line.kind.rawValue
        field = line.field?.rawValue
        level = line.level.rawValue
        opened = line.opened.description
        due = line.due.description
        hard = line.hard.description
        daysLate = line.daysLate
        hours = line.hours.description
        requiredHours = line.requiredHours.description
        reason = .init(line.reason)
    }
}

struct OverdueCountBody: Codable, Sendable {
    let part: String
    let name: Problem.Words
    let dueSoon: Int
    let forecastToMiss: Int
    let overdue: Int
    let pastHard: Int

    init(_ count: OverdueCount) {
        part = count.part
        name = .init(count.name)
        dueSoon = count.counts[.dueSoon] ?? 0
        forecastToMiss = count.counts[.forecastToMiss] ?? 0
        overdue = count.counts[.overdue] ?? 0
        pastHard = count.counts[.pastHard] ?? 0
    }
}

struct ExplanationBody: Codable, Sendable {
    struct Line: Codable, Sendable {
        let topic: Problem.Words
        let text: Problem.Words
    }

    let duty: String
    let personName: String
    let organisationCode: String
    let kind: String
    let state: Problem.Words
    let due: String
    let hard: String
    let lines: [Line]

    init(_ explanation: DutyExplanation) {
        duty = explanation.duty.id.description
        personName = explanation.personName
        organisationCode = explanation.organisationCode
        kind = explanation.duty.kind.rawValue
        state = .init(explanation.state.text)
        due = explanation.due.description
        hard = explanation.hard.description
        lines = explanation.lines.map { Line(topic: .init($0.topic), text: .init($0.text)) }
    }
}

struct DutyBody: Codable, Sendable {
    let id: String
    let kind: String
    let opened: String
    let due: String
    let hard: String
    let closed: String?
    let requiredHours: String
    let state: Problem.Words

    init(_ duty: Duty, _ state: DutyState) {
        id = duty.id.description
        kind = duty.kind.rawValue
        opened = duty.opened.description
        due = duty.due.description
        hard = duty.hard.description
        closed = duty.closed?.description
        requiredHours = duty.requiredHours.description
        self.state = .init(state.text)
    }
}

struct CreditBody: Codable, Sendable {
    let id: String
    let className: String
    let level: String
    let kinds: [String]
    let earned: String
    let hours: String
    let source: String
    let document: String?
    let reverses: String?

    init(_ line: TrainingService.CreditLine) {
        id = line.credit.id.text
        className = line.credit.className
        level = line.credit.level.rawValue
        kinds = line.credit.kinds.map(\.rawValue).sorted()
        earned = line.credit.earned.description
        hours = line.credit.hours.description
        source = line.source
        document = line.document
        reverses = line.reverses?.text
    }
}

struct CycleBody: Codable, Sendable {
    let id: String
    let key: String
    let path: String
    let name: Problem.Words
    let opens: String
    let softEnd: String
    let hardEnd: String
    let document: String

    init(_ cycle: Cycle) {
        id = cycle.id.description
        key = cycle.key
        path = cycle.path
        name = .init(cycle.name)
        opens = cycle.opens.description
        softEnd = cycle.softEnd.description
        hardEnd = cycle.hardEnd.description
        document = cycle.document
    }
}

struct CycleOpeningBody: Codable, Sendable {
    let key: String
    let organisation: String
}

struct CountBody: Codable, Sendable {
    let count: Int
}

struct YearBody: Codable, Sendable {
    let year: Int
}

struct ReliefOrderBody: Codable, Sendable {
    let duties: [String]
    let kind: String
    let granted: String?
    let expires: String
    let reason: String
    let approver: String
    let document: String
}

struct ReliefBody: Codable, Sendable {
    let id: String
    let kind: String
    let granted: String
    let expires: String
    let reason: String
    let approver: String
    let document: String
    let withdrawn: String?

    init(_ relief: Relief) {
        id = relief.id.text
        kind = relief.kind.rawValue
        granted = relief.granted.description
        expires = relief.expires.description
        reason = relief.reason
        approver = relief.approver
        document = relief.document
        withdrawn = relief.withdrawn?.description
    }
}

struct WithdrawalBody: Codable, Sendable {
    let on: String?
    let reason: String
}

/// The routes of cycles, duties, reliefs and the overdue list.
enum DutyRoutes {
    /// How far a stream has come.
    private enum Position {
        case first
        case after(String)
        case end
    }

    private static let filters: [QueryParameter] = [
        .asOf, .scope, QueryParameter(name: "level", type: "string", summary: "Only these levels, separated by commas"),
        QueryParameter(
            name: "field", type: "string", summary: "Only one field", values: Field.allCases.map(\.rawValue)),
        QueryParameter(
            name: "kind", type: "string", summary: "Only one kind of duty", values: DutyKind.allCases.map(\.rawValue)),
    ]
    private static let by = QueryParameter(
        name: "by", type: "string", summary: "How to count", values: OverdueGrouping.allCases.map(\.rawValue))

    private static func query(_ request: APIRequest) async throws -> OverdueQuery {
        var levels = OverdueLevel.allCases
        if let text = request.query["level"] {
            levels = try text.split(separator: ",").map { try APIRequest.choice(String($0), "level") }
        }
        return OverdueQuery(
            asOf: try request.day("as_of") ?? request.today, scope: try await request.scope(), levels: levels,
            field: try request.choice("field", Field.self), kind: try request.choice("kind", DutyKind.self))
    }

    static let all: [Endpoint] = [
        Endpoint(
            method: .get, path: "/v1/overdue", summary: "Who is or will be overdue, and why",
            query: filters + [.limit, .after],
            answer: .json(.of(PageBody<OverdueBody>.self))
        ) { request in
            let page = try await request.services.training.overdue(
                query(request), request.page(), caller: request.caller)
            return .json(OverdueWriter.page(page))
        },
        .get("/v1/overdue/counts", "How many, by field, kind or the organisations below", query: filters + [by]) {
            request in
            let grouping = try request.choice("by", OverdueGrouping.self) ?? .field
            return ListBody(
                items: try await request.services.training.countOverdue(
                    query(request), by: grouping, caller: request.caller
                ).map(OverdueCountBody.init))
        },
        Endpoint(
            method: .get, path: "/v1/overdue.ndjson", summary: "The whole list, one JSON object a line", query: filters,
            answer: .lines(.of(OverdueBody.self))
        ) { request in
            let query = try await query(request)
            let (training, caller) = (request.services.training, request.caller)
            let position = Mutex<Position>(.first)
            return .stream(type: "application/x-ndjson") {
                let key: String?
                switch position.withLock({ $0 }) {
                case .first: key = nil
                case .after(let next): key = next
                case .end: return nil
                }
                let request = try PageRequest(limit: PageRequest.maximumLimit, after: key)
                let page = try await training.overdue(query, request, caller: caller)
                position.withLock { $0 = page.next.map { .after($0) } ?? .end }
                var writer = JSONWriter()
                for line in page.items { OverdueWriter.line(line, &writer) }
                let buffer = ByteBuffer(bytes: writer.bytes)
                return buffer
            }
        },
        .get("/v1/duties/{id}/explanation", "A duty in words", query: [.asOf]) { request in
            ExplanationBody(
                try await request.services.training.explain(
                    request.identifier(), asOf: request.day("as_of") ?? request.today, caller: request.caller))
        },
        .get("/v1/people/{id}/duties", "Every duty of a person", query: [.asOf]) { request in
            let person: Identifier<Duty> = try request.identifier()
            let duties = try await request.services.training.duties(
                of: person.value, asOf: request.day("as_of") ?? request.today, caller: request.caller)
            return ListBody(items: duties.map { DutyBody($0.duty, $0.state) })
        },
        .get("/v1/people/{id}/credits", "The hours of a person") { request in
            let person: Identifier<Duty> = try request.identifier()
            return ListBody(
                items: try await request.services.training.credits(of: person.value, caller: request.caller).map(
                    CreditBody.init))
        },
        .get("/v1/cycles", "Cycles that are open for the caller") { request in
            ListBody(items: try await request.services.training.cycles(caller: request.caller).map(CycleBody.init))
        },
        .write(.post, "/v1/cycles", "Open a cycle of the rule file for a subtree", takes: CycleOpeningBody.self) {
            request, body in
            let organisation = try await request.services.organisations.organisation(
                body.organisation, caller: request.caller)
            return CycleBody(
                try await request.services.training.openCycle(body.key, for: organisation, caller: request.caller).0)
        },
        .write(.post, "/v1/years", "Open the yearly hours of a year", query: [.scope], takes: YearBody.self) {
            request, body in
            CountBody(
                count: try await request.services.training.openYear(
                    body.year, in: request.scope(), caller: request.caller))
        },
        .write(
            .post, "/v1/reliefs", "Grant an extension or exemption for a list of duties", takes: ReliefOrderBody.self
        ) { request, body in
            let order = ReliefOrder(
                kind: try APIRequest.choice(body.kind, "kind"),
                granted: try APIRequest.day(body.granted ?? request.today.description, "granted"),
                expires: try APIRequest.day(body.expires, "expires"), reason: body.reason, approver: body.approver,
                document: body.document)
            let duties: [Identifier<Duty>] = try body.duties.map { try APIRequest.identifier($0, "duties") }
            let ids = try await request.services.training.grant(order, to: duties, caller: request.caller)
            return ListBody(items: ids.map { IdentifierBody(id: $0.text) })
        },
        .get("/v1/duties/{id}/reliefs", "Extensions and exemptions of a duty") { request in
            ListBody(
                items: try await request.services.training.reliefs(of: request.identifier(), caller: request.caller)
                    .map(ReliefBody.init))
        },
        .write(.post, "/v1/reliefs/{id}/withdraw", "Withdraw an extension or exemption", takes: WithdrawalBody.self) {
            request, body in
            let relief: Identifier<Relief> = try request.identifier()
            try await request.services.training.withdraw(
                relief: relief.value, on: APIRequest.day(body.on ?? request.today.description, "on"),
                reason: body.reason, caller: request.caller)
            return DoneBody(done: true)
        },
        .importing(
            "/v1/imports/training", "Take training completed elsewhere or before, whole or not at all",
            columns: TrainingService.pastColumns.map(\.key), query: [.dryRun]
        ) { request in
            ImportBody(
                try await request.services.training.importPast(
                    request.bytes, members: request.services.members, dryRun: request.flag("dry_run"),
                    caller: request.caller))
        },
    ]
}
