import Composition
import Civil
import Foundation
import HTTPTypes
import Kernel
import Organisations
import Recruitment

/// The routes of seats, structure and what follows from them.
enum QuotaRoutes {
    private static let year = QueryParameter(name: "year", type: "integer", summary: "This year unless given")
    private static let months = QueryParameter(
        name: "months", type: "integer", summary: "Within so many months, 1 to 120; 12 unless given")
    private static let years = QueryParameter(
        name: "years", type: "integer", summary: "For so many years, 1 to 50; as the policy says unless given")

    private static func organisation(_ key: String, _ request: APIRequest) async throws -> Organisation {
        try await request.services.organisations.organisation(key, caller: request.caller)
    }

    private static func number(_ name: String, _ request: APIRequest, _ range: ClosedRange<Int>, _ fallback: Int)
        throws(AppError) -> Int
    {
        guard let text = request.query[name] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw .invalidValue(
                name, String(text.prefix(20)),
                expected: Text(
                    zh: "\(range.lowerBound) 到 \(range.upperBound)", en: "\(range.lowerBound) to \(range.upperBound)"))
        }
        return number
    }

    static let all: [Endpoint] = [
        .get(
            "/v1/recruitment/quotas/{key}", "A year's seats of an organisation and of those directly below it",
            query: [year]
        ) { request in
            QuotaSheetBody(
                try await request.services.recruitment.quota(
                    of: organisation(request.path("key"), request),
                    year: number("year", request, 1990...2200, request.today.year), caller: request.caller))
        },
        .write(.post, "/v1/recruitment/quotas", "Give seats or take some back", takes: QuotaOrderBody.self) {
            request, body in
            let day = try APIRequest.day(body.on ?? request.today.description, "on")
            try Plausible.past(day, "on", today: request.today)
            try await request.services.recruitment.changeQuota(
                of: organisation(body.organisation, request), year: body.year, seats: body.seats, batch: body.batch,
                document: body.document, reason: body.reason, on: day, caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/recruitment/bounds",
            "Guarantee an organisation seats of a year, and say how many it gets at most",
            takes: BoundOrderBody.self
        ) { request, body in
            try await request.services.recruitment.setBound(
                of: organisation(body.organisation, request), year: body.year, atLeast: body.atLeast,
                atMost: body.atMost, document: body.document, caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/recruitment/floors", "Ask for at least so many of a group in a year", takes: FloorOrderBody.self
        ) { request, body in
            let floor = StructureFloor(try APIRequest.choice(body.group, "group"), atLeast: body.atLeast)
            try await request.services.recruitment.setFloor(
                of: organisation(body.organisation, request), year: body.year, floor, document: body.document,
                caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/recruitment/allocations", "Propose how to divide seats; nothing is given out by it",
            takes: AllocationOrderBody.self
        ) { request, body in
            var floors: [StructureFloor]?
            if let given = body.floors {
                var read: [StructureFloor] = []
                for floor in given { read.append(try floor.floor()) }
                floors = read
            }
            return AllocationBody(
                try await request.services.recruitment.proposeAllocation(
                    for: organisation(body.organisation, request), year: body.year, total: body.total,
                    weights: body.weights(request.services.recruitment.structure.weights), bounds: body.limits(),
                    floors: floors, caller: request.caller))
        },
        .write(
            .post, "/v1/recruitment/projections", "What admitting people would do to the shares of each group",
            takes: ProjectionOrderBody.self
        ) { request, body in
            ProjectionBody(
                try await request.services.recruitment.project(
                    PointsBody.uuids(body.people, "people"), for: organisation(body.organisation, request),
                    year: body.year, caller: request.caller))
        },
        .write(.put, "/v1/people/{id}/groups", "Say which groups a person is in", takes: TraitsBody.self) {
            request, body in
            var groups: Set<StructureGroup> = []
            for word in body.groups { groups.insert(try APIRequest.choice(word, "groups")) }
            let since = try APIRequest.day(body.since ?? request.today.description, "since")
            try Plausible.past(since, "since", today: request.today)
            try await request.services.recruitment.describe(
                PointsBody.uuid(request.path("id"), "id"), as: groups, since: since, caller: request.caller)
            return DoneBody(done: true)
        },
        .get("/v1/people/{id}/groups", "Which groups a person is in, those of the register included") { request in
            ListBody(
                items: try await request.services.recruitment.groups(
                    of: PointsBody.uuid(request.path("id"), "id"), on: request.today, caller: request.caller
                ).map(\.rawValue).sorted())
        },
        .get(
            "/v1/recruitment/idle-branches", "Branches that admitted nobody for years",
            query: [.scope, years, .limit, .after]
        ) { request in
            PageBody(
                try await request.services.recruitment.idleBranches(
                    under: request.scope(),
                    years: number("years", request, 1...50, request.services.recruitment.structure.idleYears),
                    on: request.today,
                    request.page(), caller: request.caller), IdleBranchBody.init)
        },
        .get(
            "/v1/recruitment/ageing", "Those on the way who grow too old for the young within so many months",
            query: [.scope, months, .limit, .after]
        ) { request in
            PageBody(
                try await request.services.recruitment.ageing(
                    under: request.scope(), months: number("months", request, 1...120, 12), on: request.today,
                    request.page(), caller: request.caller)
            ) { AgeingBody($0, on: request.today) }
        },
    ]
}
