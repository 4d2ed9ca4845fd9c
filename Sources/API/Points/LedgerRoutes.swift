import Wire
import Composition
import Organisations
import Civil
import Foundation
import HTTPTypes
import Kernel
import Points

struct OwnPointsBody: Codable, Sendable {
    let person: String
    let schemes: [String]
}

struct VerifyOrderBody: Codable, Sendable {
    let scope: String?
}

struct VerificationBody: Codable, Sendable {
    struct Fault: Codable, Sendable {
        let kind: String
        let subject: String?
        /// Of the entry, or the revision of the sheet.
        let number: Int?
        let period: String?
        /// The claim, or the column of the line.
        let what: String?

        init(_ kind: String, subject: UUID?, number: Int? = nil, period: UUID? = nil, what: String? = nil) {
            self.kind = kind
            self.subject = subject?.text
            self.number = number
            self.period = period?.text
            self.what = what
        }
    }

    let subjects: Int
    let entries: Int
    let sheets: Int
    let faults: [Fault]

    init(_ result: Verification) {
        subjects = result.subjects
        entries = result.entries
        sheets = result.sheets
        faults = result.faults.prefix(500).map { fault in
            switch fault {
            case .chain(let subject, let number):
                Fault("chain", subject: subject, number: number)
            case .sheet(let subject, let period, _, _):
                Fault("sheet", subject: subject, period: period)
            case .sum(let subject, let period, _, _):
                Fault("sum", subject: subject, period: period)
            case .line(let subject, let period, let field):
                Fault("line", subject: subject, period: period, what: field)
            case .seal(let period, let revision):
                Fault("seal", subject: nil, number: revision, period: period)
            case .unposted(let subject, let claim):
                Fault("unposted", subject: subject, what: claim.text)
            }
        }
    }
}

struct AccountPersonBody: Codable, Sendable {
    let person: String
}

/// The routes of the ledger: entries, scores and what a member sees of their own.
enum LedgerRoutes {
    private static let scheme = QueryParameter(name: "scheme", type: "string", summary: "Key of the scheme")
    private static let known = QueryParameter(
        name: "known", type: "date", summary: "Look only at what was posted until this day; today unless given")
    private static let rolledUp = QueryParameter(
        name: "rolled_up", type: "boolean", summary: "The long period that the scheme rolls up into")

    private static func score(_ subject: UUID, _ request: APIRequest) async throws -> PointsScoreBody {
        guard let key = request.query["scheme"] else { throw AppError.missingValue("scheme") }
        let (scheme, sheet) = try await request.services.points.score(
            of: subject, scheme: key, on: request.day("as_of") ?? request.today,
            known: request.day("known") ?? request.today, rolledUp: request.flag("rolled_up"), caller: request.caller)
        return PointsScoreBody(scheme, sheet)
    }

    static let all: [Endpoint] = [
        Endpoint(
            method: .post, path: "/v1/points/entries",
            summary: "Enter items that need no claim, all or nothing; a known key makes nothing twice",
            content: .json(.of(PostOrdersBody.self)), answer: .json(.of(ListBody<PostedBody>.self))
        ) { request in
            let body = try request.content(PostOrdersBody.self)
            var orders: [PostOrder] = []
            orders.reserveCapacity(body.entries.count)
            for entry in body.entries { orders.append(try entry.order()) }
            let posted = try await request.services.points.post(orders, on: request.today, caller: request.caller)
            return .json(PostedWriter.list(posted))
        }.resumable,
        .get(
            "/v1/points/subjects/{subject}/entries", "A subject's entries in their order", query: [.limit, .after]
        ) { request in
            PageBody(
                try await request.services.points.entries(
                    of: PointsBody.uuid(request.path("subject"), "subject"), request.page(), caller: request.caller),
                EntryBody.init)
        },
        .get(
            "/v1/points/subjects/{subject}/score", "A score as of any day, line by line",
            query: [scheme, .asOf, known, rolledUp]
        ) { request in try await score(PointsBody.uuid(request.path("subject"), "subject"), request) },
        .write(
            .post, "/v1/points/subjects/{subject}/reversals", "Take an entry back by a decision",
            takes: ReversalBody.self
        ) { request, body in
            PostedBody(
                try await request.services.points.reverse(
                    body.number, of: PointsBody.uuid(request.path("subject"), "subject"), decision: body.decision,
                    key: body.key, on: request.today, caller: request.caller))
        }.resumable,
        .get("/v1/points/me", "The person behind the account and the schemes they take part in") { request in
            let person = try await request.services.points.ownPerson(caller: request.caller)
            return OwnPointsBody(
                person: person.text,
                schemes: try await request.services.points.schemeKeys(of: person, caller: request.caller))
        },
        .get("/v1/points/me/entries", "One's own entries", query: [.limit, .after]) { request in
            let person = try await request.services.points.ownPerson(caller: request.caller)
            return PageBody(
                try await request.services.points.entries(of: person, request.page(), caller: request.caller),
                EntryBody.init)
        },
        .get("/v1/points/me/score", "One's own score, line by line", query: [scheme, .asOf, known, rolledUp]) {
            request in
            try await score(try await request.services.points.ownPerson(caller: request.caller), request)
        },
        .write(
            .post, "/v1/points/verifications", "Check every chain and every published sheet",
            takes: VerifyOrderBody.self
        ) { request, body in
            var scope: Scope?
            if let code = body.scope {
                scope = try await request.services.organisations.scope(code, caller: request.caller)
            }
            return VerificationBody(try await request.services.points.verify(under: scope, caller: request.caller))
        },
        .write(
            .post, "/v1/accounts/{id}/person", "Say which person an account stands for", takes: AccountPersonBody.self
        ) { request, body in
            try await request.services.points.link(
                account: PointsBody.uuid(request.path("id"), "id"), to: PointsBody.uuid(body.person, "person"),
                caller: request.caller)
            return DoneBody(done: true)
        },
    ]
}
