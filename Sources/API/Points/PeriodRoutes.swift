import Composition
import Organisations
import Civil
import Foundation
import HTTPTypes
import Kernel
import NIOCore
import Points

struct ClosingOrderBody: Codable, Sendable {
    let organisation: String
    /// Any day of the period.
    let day: String
    let decision: String
    let waived: [Int]?
}

struct ClosingOutcomeBody: Codable, Sendable {
    let period: String
    let revision: Int
    let subjects: Int
    let entries: Int
}

struct ReopeningOrderBody: Codable, Sendable {
    let decision: String
}

struct PeriodBody: Codable, Sendable {
    let id: String
    let scheme: String
    let organisation: String?
    let from: String
    let until: String
    let state: String
    let revision: Int

    init(_ line: PeriodLine) {
        id = line.id.text
        scheme = line.scheme
        organisation = line.organisation
        from = line.starts.description
        until = line.ends.description
        state = line.state
        revision = line.revision
    }
}

struct SheetLineBody: Codable, Sendable {
    let subject: String
    let name: String
    let organisation: String?
    let group: String?
    let standing: String
    let base: String
    let score: String
    let grade: String?
    let rank: Int?
    let rankInBranch: Int?

    init(_ line: SheetLine) {
        subject = line.subject.text
        name = line.name
        organisation = line.organisation
        group = line.group
        standing = line.standing
        base = line.base.description
        score = line.score.description
        grade = line.grade
        rank = line.rank
        rankInBranch = line.rankInBranch
    }
}

struct AverageBody: Codable, Sendable {
    let path: String
    let organisation: String?
    let members: Int
    let mean: String
    let lowest: String
    let highest: String

    init(_ average: BranchAverage) {
        path = average.path
        organisation = average.organisation
        members = average.members
        mean = average.mean.description
        lowest = average.lowest.description
        highest = average.highest.description
    }
}

struct PointsProposalBody: Codable, Sendable {
    let subject: String?
    let name: String
    let organisation: String?
    let scores: [String]
    let text: Text
    let place: String

    init(_ line: ProposalLine) {
        subject = line.subject?.text
        name = line.name
        organisation = line.organisation
        scores = line.scores.map(\.description)
        text = Text(line.text)
        place = line.place
    }
}

/// The routes of periods: closing, sheets, rankings, averages and proposals.
enum PeriodRoutes {
    private static let scheme = QueryParameter(name: "scheme", type: "string", summary: "Only periods of this scheme")
    private static let offset = QueryParameter(
        name: "offset", type: "integer", summary: "Lines to leave out at the top")

    private static func place(_ request: APIRequest) throws(AppError) -> (offset: Int, limit: Int) {
        let text = request.query["offset"] ?? "0"
        guard let offset = Int(text), offset >= 0 else {
            throw .invalidValue("offset", String(text.prefix(20)), expected: Text(zh: "非负整数", en: "a whole number"))
        }
        return (offset, try request.page().limit)
    }

    private static func id(_ request: APIRequest) throws(AppError) -> UUID {
        try PointsBody.uuid(request.path("id"), "id")
    }

    static let all: [Endpoint] = [
        .get("/v1/points/periods", "Periods that were closed", query: [scheme, .limit, .after]) { request in
            PageBody(
                try await request.services.points.periods(
                    scheme: request.query["scheme"], request.page(), caller: request.caller), PeriodBody.init)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/closings", "Close a period: freeze its sheet",
            takes: ClosingOrderBody.self
        ) { request, body in
            let organisation = try await request.services.organisations.organisation(
                body.organisation, caller: request.caller)
            let outcome = try await request.services.points.close(
                scheme: request.path("scheme"), for: organisation, day: APIRequest.day(body.day, "day"),
                decision: body.decision, waived: body.waived ?? [], on: request.today, caller: request.caller)
            return ClosingOutcomeBody(
                period: outcome.period.text, revision: outcome.revision, subjects: outcome.subjects,
                entries: outcome.entries)
        }.resumable,
        .write(
            .post, "/v1/points/periods/{id}/reopening", "Reopen a closed period by a decision",
            takes: ReopeningOrderBody.self
        ) { request, body in
            try await request.services.points.reopen(
                id(request), decision: body.decision, on: request.today, caller: request.caller)
            return DoneBody(done: true)
        },
        .get("/v1/points/periods/{id}/sheet", "The published sheet, by branch", query: [.scope, .limit, .after]) {
            request in
            PageBody(
                try await request.services.points.sheet(
                    of: id(request), under: request.scope(), request.page(), caller: request.caller), SheetLineBody.init
            )
        },
        Endpoint(
            method: .get, path: "/v1/points/periods/{id}/sheet.csv",
            summary: "The published sheet in the columns of the scheme's file", query: [.scope], answer: .csv
        ) { request in
            let text = try await request.services.points.sheetCSV(
                of: id(request), under: request.scope(), caller: request.caller)
            let pieces = BufferStream([ByteBuffer(string: "\u{FEFF}" + text)])
            return .stream(type: "text/csv; charset=utf-8") { await pieces.next() }
        },
        .get("/v1/points/periods/{id}/ranking", "Ranks of a closed period", query: [.scope, offset, .limit]) {
            request in
            let (offset, limit) = try place(request)
            return ListBody(
                items: try await request.services.points.ranking(
                    of: id(request), under: request.scope(), offset: offset, limit: limit, caller: request.caller
                ).map(SheetLineBody.init))
        },
        .get("/v1/points/periods/{id}/averages", "The mean score of each branch", query: [.scope]) { request in
            ListBody(
                items: try await request.services.points.averages(
                    of: id(request), under: request.scope(), caller: request.caller
                ).map(AverageBody.init))
        },
        .get(
            "/v1/points/schemes/{scheme}/ranking", "The ranking of a period that is still open",
            query: [.scope, .asOf, offset, .limit]
        ) { request in
            let (offset, limit) = try place(request)
            return ListBody(
                items: try await request.services.points.liveRanking(
                    scheme: request.path("scheme"), under: request.scope(), on: request.day("as_of") ?? request.today,
                    offset: offset, limit: limit, caller: request.caller
                ).map(SheetLineBody.init))
        },
        .get(
            "/v1/points/schemes/{scheme}/proposals", "What low scores suggest; nothing follows by itself",
            query: [.scope, .asOf]
        ) { request in
            ListBody(
                items: try await request.services.points.proposals(
                    scheme: request.path("scheme"), under: request.scope(), on: request.day("as_of") ?? request.today,
                    caller: request.caller
                ).map(PointsProposalBody.init))
        },
    ]
}

/// Hands out prepared pieces of an answer, then ends it.
actor BufferStream {
    private var pieces: [ByteBuffer]

    init(_ pieces: [ByteBuffer]) { self.pieces = pieces }

    func next() -> ByteBuffer? { pieces.isEmpty ? nil : pieces.removeFirst() }
}
