import Composition
import HTTPTypes
import Kernel
import Training
import Wire

/// The routes of cycles after they were opened, and of categories of people.
enum CycleRoutes {
    static let all: [Endpoint] = [
        .write(
            .post, "/v1/cycles/{cycle}/correction", "Correct the days of a cycle that were entered wrongly",
            takes: CycleCorrection.self
        ) { request, order in
            try await request.services.training.correctCycle(
                request.reference("cycle"), order, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/cycles/{cycle}/extension", "Give a cycle later ends", takes: CycleExtension.self) {
            request, order in
            try await request.services.training.extendCycle(
                request.reference("cycle"), order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/cycles/{cycle}/withdrawal", "Withdraw a cycle: from a day on nothing is owed to it",
            takes: CycleWithdrawal.self
        ) { request, order in
            try await request.services.training.withdrawCycle(
                request.reference("cycle"), order, on: request.today, caller: request.caller)
        },
        .get("/v1/cycles/{cycle}/changes", "What was changed about a cycle, and why", CycleQuery.self) {
            request, query in
            try await request.services.training.changes(
                of: request.reference("cycle"), query, caller: request.caller)
        },
        .list("/v1/categories", "Who belongs to which category", CategoryQuery.self, export: .categories) {
            request, query, page in
            try await request.services.training.categories(query, page, caller: request.caller)
        },
        .write(.post, "/v1/categories", "Enter that a person belongs to a category", takes: CategoryOrder.self) {
            request, order in
            try await request.services.training.categorise(order, caller: request.caller)
        },
        .write(
            .post, "/v1/categories/end", "End an entry of a category, or annul one that was wrong",
            takes: CategoryEnd.self
        ) { request, order in
            try await request.services.training.endCategory(order, caller: request.caller)
        },
        .importing(
            "/v1/imports/categories", "Import who belongs to which category, all or nothing", sheet: "categories",
            for: .writeTraining,
            ImportOrder.self
        ) { request, order in
            try await request.services.training.importCategories(request.bytes, order, caller: request.caller)
        },
    ]
}
