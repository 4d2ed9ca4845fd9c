import Composition
import HTTPTypes
import Organisations
import Civil
import Foundation
import Kernel
import Planning
import Training

struct PlanOrderBody: Codable, Sendable {
    /// Code of an organisation: plan for everything below it.
    let scope: String?
    let asOf: String?
    /// Seconds to think, at most ten.
    let seconds: Double?
    let seed: Int?
}

struct ScoreBody: Codable, Sendable {
    let total: Int
    let unassigned: Int
    let late: Int
    let travel: Int
    let opened: Int
    let moved: Int

    init(_ score: Score) {
        total = score.total
        unassigned = score.unassigned
        late = score.late
        travel = score.travel
        opened = score.opened
        moved = score.moved
    }
}

struct AssignmentBody: Codable, Sendable {
    let demand: String
    let `class`: String
}

struct ProposalBody: Codable, Sendable {
    struct Left: Codable, Sendable {
        let duty: String
        let person: String
        let reason: Text
        let remedies: [Remedy]
    }

    /// A change that would place the duty, and the change of the score.
    struct Remedy: Codable, Sendable {
        let change: Text
        let effect: Int
    }

    let demands: Int
    let assignments: [AssignmentBody]
    let score: ScoreBody
    /// No plan for these duties and classes costs less.
    let bound: Int
    let current: ScoreBody
    let firstCome: ScoreBody?
    let left: [Left]

    init(_ proposal: PlanProposal) {
        demands = proposal.instance.demands.count
        assignments = proposal.plan.assignments.map { AssignmentBody(demand: $0.demand, class: $0.course) }
        score = ScoreBody(proposal.plan.score)
        bound = proposal.plan.bound ?? 0
        current = ScoreBody(proposal.current.score)
        firstCome = proposal.reference.map { ScoreBody($0.score) }
        left = proposal.explanation.unassigned.map {
            Left(
                duty: $0.demand, person: $0.trainee, reason: .init($0.reason),
                remedies: $0.remedies.map { Remedy(change: .init($0.text), effect: $0.effect) })
        }
    }
}

struct AcceptanceBody: Codable, Sendable {
    let name: String
    let scope: String?
    let asOf: String?
    let assignments: [AssignmentBody]
}

struct PlanBody: Codable, Sendable {
    let id: String
    let path: String
    let accepted: String
    let name: String
    let score: Int
    let assigned: Int
    let unassigned: Int

    init(_ line: TrainingService.PlanLine) {
        id = line.id.text
        path = line.path
        accepted = line.accepted.description
        name = line.name
        score = line.score
        assigned = line.assigned
        unassigned = line.unassigned
    }
}

/// What a calendar of classes is drafted from; `accept` writes the drafts.
struct CalendarOrderBody: Codable, Sendable {
    let scope: String?
    let from: String
    let through: String
    let host: String?
    let capacity: Int?
    let length: Int?
    let accept: Bool?
}

struct CalendarBody: Codable, Sendable {
    struct Course: Codable, Sendable {
        let host: String
        let code: String
        let name: String
        let fields: [String]
        let starts: String
        let ends: String
        let minimum: Int
        let capacity: Int
    }

    let classes: [Course]
    /// Duties for which no class was found.
    let unplaced: Int
    /// Whether some year has no notice on holidays, so that its working days are weekdays alone.
    let provisional: Bool
    let written: Int
}

/// The routes of plans.
enum PlanRoutes {
    private static func calendar(_ request: APIRequest, _ body: CalendarOrderBody) async throws -> CalendarBody {
        let training = request.services.training
        let (from, through) = (try APIRequest.day(body.from, "from"), try APIRequest.day(body.through, "through"))
        let level: Level = try APIRequest.choice(body.host ?? Level.county.rawValue, "host")
        let usual = CalendarProposal.Settings()
        let settings = CalendarProposal.Settings(
            capacity: body.capacity ?? usual.capacity, length: body.length ?? usual.length)
        let scope = try await scope(body.scope, request)
        let (drafts, unplaced, provisional) = try await training.proposeCalendar(
            for: scope, host: level, from: from, through: through, settings: settings, caller: request.caller)
        let written = body.accept ?? false ? try await training.acceptCalendar(drafts, caller: request.caller) : 0
        let classes = drafts.map { host, draft in
            CalendarBody.Course(
                host: host.code, code: draft.code, name: draft.name, fields: draft.fields.map(\.rawValue),
                starts: draft.starts.description, ends: draft.ends.description, minimum: draft.minimum,
                capacity: draft.capacity)
        }
        return CalendarBody(classes: classes, unplaced: unplaced, provisional: provisional, written: written)
    }

    private static func scope(_ code: String?, _ request: APIRequest) async throws -> Scope? {
        guard let code else { return nil }
        return try await request.services.organisations.scope(code, caller: request.caller)
    }

    static let all: [Endpoint] = [
        .write(
            .post, "/v1/plans/proposals", "Make a plan from the duties and classes on file; writes nothing",
            takes: PlanOrderBody.self
        ) { request, body in
            let seconds = body.seconds ?? 5
            guard seconds >= 0, seconds <= 10 else {
                throw AppError.invalidValue("seconds", String(seconds), expected: .verbatim("0…10"))
            }
            let start = ContinuousClock.now
            let proposal = try await request.services.training.proposePlan(
                for: scope(body.scope, request), asOf: APIRequest.day(body.asOf ?? request.today.description, "as_of"),
                limits: Planner.Limits(seed: UInt64(clamping: body.seed ?? 1)), caller: request.caller,
                progress: { (ContinuousClock.now - start) / .seconds(max(seconds, 0.001)) })
            return ProposalBody(proposal)
        },
        .write(.post, "/v1/plans", "Accept a plan: write its enrolments", takes: AcceptanceBody.self) { request, body in
            let plan = Plan(
                assignments: body.assignments.map { Plan.Assignment(demand: $0.demand, course: $0.class) },
                score: Score())
            let id = try await request.services.training.acceptPlan(
                plan, for: scope(body.scope, request),
                asOf: APIRequest.day(body.asOf ?? request.today.description, "as_of"), name: body.name,
                caller: request.caller)
            return IdentifierBody(id: id.text)
        },
        .write(
            .post, "/v1/calendars", "Draft the calendar of classes; written only when accepted",
            takes: CalendarOrderBody.self, calendar),
        .get("/v1/plans", "Plans that were accepted", query: [.limit, .after]) { request in
            PageBody(try await request.services.training.plans(request.page(), caller: request.caller), PlanBody.init)
        },
    ]
}
