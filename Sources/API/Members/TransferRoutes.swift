import Composition
import HTTPTypes
import Kernel
import Members

/// The routes of transfers of membership and their letters.
enum TransferRoutes {
    static let all: [Endpoint] = [
        .list(
            "/v1/transfers", "Letters of introduction that were issued or are awaited in a subtree", TransferQuery.self,
            export: .transfers
        ) { request, query, page in
            try await request.services.members.transfers(query, page, on: request.today, caller: request.caller)
        },
        .get("/v1/transfers/{letter}", "One letter of introduction and what became of it") { request in
            try await request.services.members.transfer(
                request.reference("letter"), on: request.today, caller: request.caller)
        },
        Endpoint(
            method: .get, path: "/v1/transfers/{letter}/letter.html",
            summary: "The letter ready to print, with stub and receipt", answer: .html, sensitive: .letter
        ) { request in
            let text = try await request.services.members.printedLetter(
                request.reference("letter"), request.language, on: request.today, caller: request.caller)
            return .text(type: "text/html; charset=utf-8", text)
        },
        .write(.post, "/v1/transfers", "Issue a letter of introduction", takes: LetterOrder.self) { request, order in
            try await request.services.members.issueTransfer(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/transfers/{letter}/acceptance",
            "Accept a letter: the membership is with the receiver from then on", takes: ReceiptOrder.self
        ) { request, order in
            try await request.services.members.acceptTransfer(
                request.reference("letter"), order, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/transfers/{letter}/return", "Return a letter, with the cause", takes: LetterReason.self) {
            request, order in
            try await request.services.members.returnTransfer(
                request.reference("letter"), order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/transfers/{letter}/cancellation", "Cancel a letter that nobody has answered",
            takes: LetterReason.self
        ) { request, order in
            try await request.services.members.cancelTransfer(
                request.reference("letter"), order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/arrivals", "Register somebody who comes with a letter from elsewhere", takes: ArrivalOrder.self
        ) { request, order in
            try await request.services.members.receive(order, on: request.today, caller: request.caller)
        },
    ]
}
