import Composition
import Organisations
import Sheets
import Civil
import Foundation
import HTTPTypes
import Kernel
import Points

struct ClaimOrderBody: Codable, Sendable {
    let subject: String
    let scheme: String
    let item: String
    let on: String
    let points: String?
    let quantity: String?
    let level: String?
    let marks: [MarkOfSourceBody]?
    let act: String?
    let follows: Int?
    let continuing: Bool?
    let evidence: String?
    let note: String?
    let cause: String?
    /// member, branch or department; a member's own claim unless given.
    let claimant: String?
    let key: String

    func order() throws(AppError) -> ClaimOrder {
        let claimant = claimant ?? ProcessRule.Claimant.member.rawValue
        // An import and a fact are what the doors of those say themselves, and nobody else.
        guard let declared = ProcessRule.Claimant.declared.first(where: { $0.rawValue == claimant }) else {
            let known = ProcessRule.Claimant.declared.map(\.rawValue).joined(separator: ", ")
            throw .invalidValue(
                "claimant", String(claimant.prefix(40)),
                expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return ClaimOrder(
            subject: try PointsBody.uuid(subject, "subject"), scheme: scheme, item: item,
            happened: try APIRequest.day(on, "on"),
            content: ClaimContent(
                seen: try PointsBody.observation(points: points, quantity: quantity, level: level, marks: marks),
                evidence: evidence, note: note, act: act, follows: follows, isContinuing: continuing ?? false,
                cause: cause),
            claimant: declared, key: key)
    }
}

struct ClaimOutcomeBody: Codable, Sendable {
    let id: String
    let state: String
    let isNew: Bool

    init(_ outcome: ClaimOutcome) {
        id = outcome.id.text
        state = outcome.state.rawValue
        isNew = outcome.isNew
    }
}

struct ClaimBody: Codable, Sendable {
    struct Event: Codable, Sendable {
        let number: Int
        let state: String
        let step: String
        let on: String
        let by: String
        let reason: String?
    }

    let id: String
    let subject: String
    let name: String
    let scheme: String
    let item: String
    let on: String
    let value: String
    let formula: String
    let evidence: String?
    let note: String?
    let awardLevel: String?
    let act: String?
    let follows: Int?
    let continuing: Bool
    let cause: String?
    let claimant: String
    let claimedOn: String
    let state: String
    let level: Int
    let publishedFrom: String?
    let publishedThrough: String?
    let provisional: Bool
    let events: [Event]?

    init(_ claim: Claim, _ events: [ClaimEvent]? = nil) {
        id = claim.id.text
        subject = claim.subject.text
        name = claim.name
        scheme = claim.scheme
        item = claim.item
        on = claim.happened.description
        value = claim.value.description
        formula = claim.formula
        evidence = claim.content.evidence
        note = claim.content.note
        awardLevel = claim.content.seen.level
        act = claim.content.act
        follows = claim.content.follows
        continuing = claim.content.isContinuing
        cause = claim.content.cause
        claimant = claim.claimant.rawValue
        claimedOn = claim.claimedOn.description
        state = claim.state.rawValue
        level = claim.level
        publishedFrom = claim.publishedFrom?.description
        publishedThrough = claim.publishedThrough?.description
        provisional = claim.isProvisional
        self.events = events?.map {
            Event(
                number: $0.number, state: $0.state.rawValue, step: $0.step, on: $0.happened.description,
                by: $0.accountName, reason: $0.reason)
        }
    }
}

struct ObjectionBody: Codable, Sendable {
    let claim: ClaimBody
    let objectedOn: String
    let dueOn: String?
    let provisional: Bool
    let overdue: Bool

    init(_ line: ObjectionLine) {
        claim = ClaimBody(line.claim)
        objectedOn = line.objected.description
        dueOn = line.due?.description
        provisional = line.isProvisional
        overdue = line.isOverdue
    }
}

struct ReviewBody: Codable, Sendable {
    let approves: Bool
    let reason: String?
}

struct DecisionBody: Codable, Sendable {
    /// The objection is right: the claim is rejected.
    let upholds: Bool
    let reason: String
}

struct SettleOrderBody: Codable, Sendable {
    let scope: String?
}

struct SettledBody: Codable, Sendable {
    let posted: [PostedBody]
    let expired: Int
    let refused: [RefusalBody]

    init(_ outcome: SettleOutcome) {
        posted = outcome.posted.map(PostedBody.init)
        expired = outcome.expired
        refused = outcome.refused.map {
            RefusalBody(subject: $0.claim.text, item: "", $0.error)
        }
    }
}

/// The routes of claims, from making one to settling what was published.
enum ClaimRoutes {
    private static let scheme = QueryParameter(name: "scheme", type: "string", summary: "Only claims of this scheme")
    private static let state = QueryParameter(
        name: "state", type: "string", summary: "Only claims in this state", values: ClaimState.allCases.map(\.rawValue)
    )
    private static let subject = QueryParameter(
        name: "subject", type: "string", summary: "Only claims about this subject")

    private static func id(_ request: APIRequest) throws(AppError) -> UUID {
        try PointsBody.uuid(request.path("id"), "id")
    }

    static let all: [Endpoint] = [
        .write(.post, "/v1/points/claims", "Make a claim; a known key makes nothing twice", takes: ClaimOrderBody.self)
        {
            request, body in
            ClaimOutcomeBody(
                try await request.services.points.claim(body.order(), on: request.today, caller: request.caller))
        }.resumable,
        .importing(
            "/v1/points/schemes/{scheme}/claims/import", "Take a table of claims",
            columns: SheetLayout.claims.map(\.key),
            query: [.dryRun]
        ) { request in
            CountBody(
                count: try await request.services.points.importClaims(
                    request.bytes, scheme: request.path("scheme"), claimant: .import, on: request.today,
                    dryRun: request.flag("dry_run"), caller: request.caller))
        }.resumable,
        .get(
            "/v1/points/claims", "Claims, the oldest first", query: [scheme, state, subject, .scope, .limit, .after]
        ) { request in
            let wanted = try request.query["subject"].map { text throws(AppError) in
                try PointsBody.uuid(text, "subject")
            }
            return PageBody(
                try await request.services.points.claims(
                    scheme: request.query["scheme"], state: request.choice("state", ClaimState.self), subject: wanted,
                    under: request.scope(), request.page(), caller: request.caller)
            ) { ClaimBody($0) }
        },
        .get("/v1/points/claims/{id}", "One claim and everything that became of it") { request in
            let (claim, events) = try await request.services.points.claim(id(request), caller: request.caller)
            return ClaimBody(claim, events)
        },
        .write(.post, "/v1/points/claims/{id}/reviews", "Decide one level of review", takes: ReviewBody.self) {
            request, body in
            ClaimOutcomeBody(
                try await request.services.points.review(
                    id(request), approves: body.approves, reason: body.reason, on: request.today, caller: request.caller
                ))
        }.resumable,
        .write(.post, "/v1/points/claims/{id}/objections", "Object to what is published", takes: ReasonBody.self) {
            request, body in
            ClaimOutcomeBody(
                try await request.services.points.object(
                    id(request), reason: body.reason, on: request.today, caller: request.caller))
        },
        .write(.post, "/v1/points/claims/{id}/decisions", "Decide on an objection", takes: DecisionBody.self) {
            request, body in
            ClaimOutcomeBody(
                try await request.services.points.decide(
                    id(request), upholds: body.upholds, reason: body.reason, on: request.today, caller: request.caller))
        },
        .write(
            .post, "/v1/points/claims/{id}/withdrawal", "Take a claim back before it is posted", takes: ReasonBody.self
        ) {
            request, body in
            ClaimOutcomeBody(
                try await request.services.points.withdraw(
                    id(request), reason: body.reason, on: request.today, caller: request.caller))
        },
        .get(
            "/v1/points/schemes/{scheme}/objections", "Objections without a decision, with the day they are due",
            query: [.scope]
        ) { request in
            ListBody(
                items: try await request.services.points.objections(
                    scheme: request.path("scheme"), under: request.scope(), on: request.today, caller: request.caller
                ).map(ObjectionBody.init))
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/settlements",
            "Post what was published long enough; repeating it is harmless",
            takes: SettleOrderBody.self
        ) { request, body in
            var scope: Scope?
            if let code = body.scope {
                scope = try await request.services.organisations.scope(code, caller: request.caller)
            }
            return SettledBody(
                try await request.services.points.settle(
                    scheme: request.path("scheme"), under: scope, on: request.today, caller: request.caller))
        }.resumable,
    ]
}
