import Access
import Committees
import Composition
import HTTPTypes
import Kernel
import Organisations
import Wire

/// The routes of committees and their terms.
enum TermRoutes {
    static let all: [Endpoint] = [
        .list("/v1/terms", "Committees with their terms, who is due and who is over", TermQuery.self) {
            request, query, page in
            try await request.services.terms.terms(query, page, on: request.today, caller: request.caller)
        },
        .list("/v1/sizes", "Organisations whose form no longer fits their number of members", SizeQuery.self) {
            request, query, page in
            try await request.services.terms.sizes(query, page, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/terms", "Enter an election; the term before ends with it", takes: TermOrder.self) {
            request, order in
            try await request.services.terms.begin(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/terms/extensions", "Move the election of a committee to a later day",
            takes: TermExtensionOrder.self
        ) { request, order in try await request.services.terms.extend(order, caller: request.caller) },
        .write(
            .post, "/v1/terms/withdrawals", "Withdraw a term that was entered by mistake", takes: TermWithdrawal.self
        ) { request, order in try await request.services.terms.withdraw(order, caller: request.caller) },
        .importing(
            "/v1/imports/terms", "Import terms of committees, all or nothing", sheet: "terms", for: .writeRegistry,
            ImportOrder.self
        ) { request, order in
            try await request.services.terms.importTerms(
                request.bytes, order, on: request.today, caller: request.caller)
        },
    ]
}
