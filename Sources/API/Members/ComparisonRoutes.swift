import Composition
import HTTPTypes
import Kernel
import Members
import Organisations
import Wire

/// The routes by which the register is compared with another one's export.
enum ComparisonRoutes {
    static let all: [Endpoint] = [
        .importing(
            "/v1/comparisons", "Compare the members of a subtree with a sheet of another register; nothing is changed",
            sheet: "people", for: .writeRegistry, ComparisonOrder.self
        ) { request, order in
            try await request.services.members.compare(
                request.bytes, order, on: request.today, caller: request.caller)
        },
        .list("/v1/comparisons", "Comparisons, with how much of each is open", ComparisonQuery.self) {
            request, query, page in
            try await request.services.members.comparisons(query, page, caller: request.caller)
        },
        .list(
            "/v1/comparisons/{comparison}/lines", "What differs, line by line; `latest` is the newest comparison",
            ComparisonLineQuery.self
        ) { request, query, page in
            try await request.services.members.comparisonLines(
                of: request.reference("comparison"), query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/comparisons/{comparison}/decisions",
            "Decide about lines: take over what the other register says, keep what is here, or note it as dealt with",
            takes: ComparisonDecisionOrder.self
        ) { request, order in
            try await request.services.members.decide(
                request.reference("comparison"), order, on: request.today, caller: request.caller)
        },
    ]
}
