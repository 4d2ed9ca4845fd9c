import Composition
import HTTPTypes
import Kernel
import Members
import Wire

/// The routes by which one person is entered, and by which what is on file is corrected.
enum CorrectionRoutes {
    static let all: [Endpoint] = [
        .write(.post, "/v1/people", "Enter one person with their membership", takes: RegistrationOrder.self) {
            request, order in
            try await request.services.members.register(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/people/{person}/corrections", "Correct what is on file about a person",
            takes: CorrectionOrder.self
        ) { request, order in
            try await request.services.members.correct(
                request.reference("person"), order, on: request.today, caller: request.caller)
        },
        .list("/v1/corrections", "Corrections with what became of them", CorrectionQuery.self) { request, query, page in
            try await request.services.members.corrections(query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/corrections/{correction}/decision", "Agree to a correction that waits, or refuse it",
            takes: CorrectionDecisionOrder.self
        ) { request, order in
            try await request.services.members.decide(
                request.identifier("correction"), order, on: request.today, caller: request.caller)
        },
    ]
}
