import Composition
import HTTPTypes
import Kernel
import Members
import Training
import Wire

/// The routes of cycles, duties, reliefs, credits and the overdue list.
enum DutyRoutes {
    static let all: [Endpoint] = [
        .list("/v1/overdue", "Who is or will be overdue, and why", OverdueQuery.self, export: .overdue) {
            request, query, page in
            try await request.services.training.overdue(query, page, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/overdue/counts", "How many, by field, kind or the organisations below", OverdueCountQuery.self
        ) { request, query in
            try await request.services.training.countOverdue(query, on: request.today, caller: request.caller)
        },
        .lines("/v1/overdue.ndjson", "The whole list, one JSON object a line", OverdueQuery.self, .overdue) {
            request, query, page in
            try await request.services.training.overdue(query, page, on: request.today, caller: request.caller)
        },
        .get("/v1/duties/{duty}/explanation", "A duty in words", DutyQuery.self) { request, query in
            try await request.services.training.explain(
                request.reference("duty"), query, on: request.today, caller: request.caller)
        },
        .get("/v1/duties/{duty}/reliefs", "Extensions and exemptions of a duty", DutyQuery.self) { request, query in
            try await request.services.training.reliefs(
                of: request.reference("duty"), query, on: request.today, caller: request.caller)
        },
        .get("/v1/people/{person}/duties", "Every duty of a person", AsOfQuery.self) { request, query in
            try await request.services.training.duties(
                of: request.reference("person"), query, on: request.today, caller: request.caller)
        },
        .get("/v1/people/{person}/duties/reasons", "Why a person is on the list of a day, or is not", AsOfQuery.self) {
            request, query in
            try await request.services.training.reasons(
                for: request.reference("person"), query, on: request.today, caller: request.caller)
        },
        .get("/v1/people/{person}/credits", "The hours of a person") { request in
            try await request.services.training.credits(of: request.reference("person"), caller: request.caller)
        },
        .list("/v1/credits/waiting", "Hours that wait for confirmation", WaitingQuery.self, export: .waitingCredits) {
            request, query, page in
            try await request.services.training.waitingCredits(query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/credits/{credit}/confirmation", "Confirm hours of training from above",
            takes: CreditConfirmation.self
        ) { request, order in
            try await request.services.training.confirm(
                request.identifier("credit"), order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/credits/{credit}/refusal", "Refuse hours of training from above", takes: CreditRefusal.self
        ) { request, order in
            try await request.services.training.refuse(
                request.identifier("credit"), order, on: request.today, caller: request.caller)
        },
        .get("/v1/cycles", "Cycles that are open for the caller") { request in
            try await request.services.training.cycles(caller: request.caller)
        },
        .get("/v1/cycles/definitions", "The cycles of the rule file, which can be opened") { request in
            try request.services.training.definedCycles(caller: request.caller)
        },
        .write(.post, "/v1/cycles", "Open a cycle of the rule file for a subtree", takes: CycleOrder.self) {
            request, order in
            try await request.services.training.openCycle(order, caller: request.caller)
        },
        .write(.post, "/v1/years", "Open the yearly hours of a year", takes: YearOrder.self) { request, order in
            try await request.services.training.openYear(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/reliefs", "Grant an extension or exemption for a list of duties", takes: ReliefOrder.self
        ) { request, order in
            try await request.services.training.grant(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/reliefs/{relief}/withdraw", "Withdraw an extension or exemption", takes: ReliefWithdrawal.self
        ) { request, order in
            try await request.services.training.withdraw(
                request.reference("relief"), order, on: request.today, caller: request.caller)
        },
        .importing(
            "/v1/imports/training", "Import training completed elsewhere or before, all or nothing", sheet: "training",
            for: .writeTraining,
            ImportOrder.self
        ) { request, order in
            try await request.services.training.importPast(
                request.bytes, order, on: request.today, caller: request.caller)
        },
    ]
}
