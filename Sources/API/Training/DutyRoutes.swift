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

struct ExplanationBody: Codable, Sendable {
    struct Line: Codable, Sendable {
        let topic: Text
        let text: Text
    }

    let duty: String
    let personName: String
    let organisationCode: String
    let kind: String
    let state: Text
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
    let state: Text

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

struct CountBody: Codable, Sendable {
    let count: Int
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
    static let all: [Endpoint] = [
        .list("/v1/overdue", "Who is or will be overdue, and why", OverdueQuery.self) { request, query, page in
            try await request.services.training.overdue(query, page, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/overdue/counts", "How many, by field, kind or the organisations below", OverdueCountQuery.self
        ) { request, query in
            try await request.services.training.countOverdue(query, on: request.today, caller: request.caller)
        },
        .lines("/v1/overdue.ndjson", "The whole list, one JSON object a line", OverdueQuery.self) {
            request, query, page in
            try await request.services.training.overdue(query, page, on: request.today, caller: request.caller)
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
            try await request.services.training.cycles(caller: request.caller)
        },
        .write(.post, "/v1/cycles", "Open a cycle of the rule file for a subtree", takes: CycleOrder.self) {
            request, order in
            try await request.services.training.openCycle(order, caller: request.caller)
        },
        .write(.post, "/v1/years", "Open the yearly hours of a year", takes: YearOrder.self) { request, order in
            try await request.services.training.openYear(order, caller: request.caller)
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
