import Composition
import Organisations
import HTTPTypes
import Policy
import Civil
import Kernel
import Members

struct DecisionOrderBody: Codable, Sendable {
    let change: String
    let ground: String
    let groundSince: String?
    let on: String
    let document: String
    let reason: String

    func order() throws(AppError) -> LifeOrder {
        LifeOrder(
            try APIRequest.choice(change, "change"), ground: ground,
            groundSince: try groundSince.map { text throws(AppError) in try APIRequest.day(text, "ground_since") },
            on: try APIRequest.day(on, "on"), document: document, reason: reason)
    }
}

struct DecisionOutcomeBody: Codable, Sendable {
    struct Post: Codable, Sendable {
        let organisation: String
        let title: String
    }

    let id: String
    let postsEnded: [Post]

    init(_ outcome: LifeOutcome) {
        id = outcome.id.text
        postsEnded = outcome.posts.map { Post(organisation: $0.organisation, title: $0.title.rawValue) }
    }
}

struct LifeDecisionBody: Codable, Sendable {
    let id: String
    let change: String
    let ground: String
    let groundSince: String?
    let on: String
    let document: String
    let reason: String
    /// Why it counts for nothing.
    let annulledBecause: String?

    init(_ decision: LifeDecision) {
        id = decision.id.text
        change = decision.change.rawValue
        ground = decision.ground
        groundSince = decision.groundSince?.description
        on = decision.day.description
        document = decision.document
        reason = decision.reason
        annulledBecause = decision.annulledBecause
    }
}

struct GroundBody: Codable, Sendable {
    let change: String
    let changeName: String
    let ground: String
    let name: String
    let from: [String]
    let months: Int?
    let countedFrom: String?
    let source: String

    init(_ rule: LifeRule, _ ground: LifeGround, _ language: Language) {
        change = rule.change.rawValue
        changeName = rule.name(language)
        self.ground = ground.key
        name = ground.name(language)
        from = ground.from.map(\.rawValue)
        months = ground.wait?.months
        countedFrom = ground.wait?.from.rawValue
        source = ground.source.text(language)
    }
}

struct BalanceBody: Codable, Sendable {
    struct Line: Codable, Sendable {
        let movement: String
        let name: String
        let increase: Bool
        let people: Int
        let examples: [String]
    }

    struct Reported: Codable, Sendable {
        let closing: Int
        let document: String
    }

    let year: Int
    let opening: Int
    let increases: Int
    let decreases: Int
    let expected: Int
    let closing: Int
    let difference: Int
    let balanced: Bool
    let lines: [Line]
    let reportedLastYear: Reported?
    let offReportOfLastYear: Int
    let reported: Reported?

    init(_ balance: Balance, _ language: Language) {
        year = balance.year
        opening = balance.opening
        increases = balance.increases
        decreases = balance.decreases
        expected = balance.expected
        closing = balance.closing
        difference = balance.difference
        balanced = balance.isBalanced
        lines = balance.lines.map {
            Line(
                movement: $0.movement.rawValue, name: $0.movement.text(language), increase: $0.movement.isIncrease,
                people: $0.people, examples: $0.examples)
        }
        reportedLastYear = balance.reportedOpening.map { Reported(closing: $0.closing, document: $0.document) }
        offReportOfLastYear = balance.openingDrift
        reported = balance.reported.map { Reported(closing: $0.closing, document: $0.document) }
    }
}

struct DecisionAnnulmentBody: Codable, Sendable {
    let reason: String
    let document: String
}

struct ReportOrderBody: Codable, Sendable {
    let document: String
}

/// The routes of decisions about memberships and of yearly balances.
enum LifeRoutes {
    private static func year(_ request: APIRequest) throws(AppError) -> Int {
        let text = try request.path("year")
        guard let year = Int(text), (1922...2200).contains(year) else {
            throw .invalidValue("year", text, expected: Text(zh: "四位数年份", en: "a year in four digits"))
        }
        return year
    }

    static let all: [Endpoint] = [
        .get("/v1/membership/grounds", "What can be decided about a membership, and on which grounds") { request in
            ListBody(
                items: request.services.members.lifeRules.rules.flatMap { rule in
                    rule.grounds.map { GroundBody(rule, $0, request.language) }
                })
        },
        .get("/v1/people/{id}/decisions", "What was decided about a membership") { request in
            ListBody(
                items: try await request.services.members.decisions(
                    about: request.identifier(), caller: request.caller
                ).map(LifeDecisionBody.init))
        },
        .write(
            .post, "/v1/people/{id}/decisions", "Record a decision about a membership, on a ground",
            takes: DecisionOrderBody.self
        ) { request, body in
            DecisionOutcomeBody(
                try await request.services.members.decide(
                    body.order(), about: request.identifier(), today: request.today, caller: request.caller))
        },
        .write(
            .post, "/v1/people/{id}/decisions/{decision}/annulment",
            "Find that a decision which ended a membership was recorded by mistake", takes: DecisionAnnulmentBody.self
        ) { request, body in
            try await request.services.members.annul(
                decision: PointsBody.uuid(request.path("decision"), "decision"), about: request.identifier(),
                reason: body.reason, document: body.document, caller: request.caller)
            return DoneBody(done: true)
        },
        .get("/v1/organisations/{key}/balances/{year}", "Members last year, what came and went, and members now") {
            request in
            let organisation = try await request.services.organisations.organisation(
                request.path("key"), caller: request.caller)
            return BalanceBody(
                try await request.services.members.balance(
                    of: organisation, year: year(request), today: request.today, caller: request.caller),
                request.language)
        },
        .write(
            .post, "/v1/organisations/{key}/balances/{year}", "Keep a year's balance as it is sent",
            takes: ReportOrderBody.self
        ) { request, body in
            let organisation = try await request.services.organisations.organisation(
                request.path("key"), caller: request.caller)
            return BalanceBody(
                try await request.services.members.report(
                    organisation, year: year(request), document: body.document, today: request.today,
                    caller: request.caller), request.language)
        },
    ]
}
