import Composition
import HTTPTypes
import Access
import Civil
import Foundation
import Kernel
import Members
import NIOCore

struct LetterBody: Codable, Sendable {
    struct End: Codable, Sendable {
        let code: String?
        let name: String
    }

    let id: String
    let person: String
    let name: String
    let status: String
    let direction: String
    let from: End
    let to: End
    let letter: String
    let issuedOn: String
    let validThrough: String
    let duesThrough: String?
    let state: String
    let answeredOn: String?
    let remark: String?

    init(_ transfer: Transfer, on today: Day) {
        id = transfer.id.text
        person = transfer.person.text
        name = transfer.name
        status = transfer.status.rawValue
        direction = transfer.direction.rawValue
        from = End(code: transfer.from.code, name: transfer.from.name)
        to = End(code: transfer.to.code, name: transfer.to.name)
        letter = transfer.letter
        issuedOn = transfer.issuedOn.description
        validThrough = transfer.validThrough.description
        duesThrough = transfer.duesThrough.map { String($0.description.prefix(7)) }
        state = transfer.state(on: today).key
        answeredOn = transfer.answeredOn?.description
        remark = transfer.remark
    }
}

struct LetterOrderBody: Codable, Sendable {
    let person: String
    /// Code of an organisation of this register.
    let organisation: String?
    /// Name of one elsewhere.
    let elsewhere: String?
    let on: String?
    let days: Int?
    /// `2026-10`.
    let duesThrough: String?

    func addressee() throws(AppError) -> Addressee {
        switch (organisation, elsewhere) {
        case (let code?, nil): .organisation(code: code)
        case (nil, let name?): .elsewhere(name: name)
        default:
            throw .invalidValue(
                "organisation", organisation ?? "",
                expected: Text(
                    zh: "organisation（本系统内的组织编码）和 elsewhere（系统外的组织名称）填一个",
                    en: "one of organisation (a code of this register) and elsewhere (a name)"))
        }
    }

    func dues() throws(AppError) -> Day? {
        try duesThrough.map { text throws(AppError) in try APIRequest.day(text + "-01", "dues_through") }
    }
}

struct ReceiptBody: Codable, Sendable {
    let receipt: String
    let on: String?
}

struct DatedReasonBody: Codable, Sendable {
    let reason: String
    let on: String?
}

struct ArrivalBody: Codable, Sendable {
    let organisation: String
    let name: String
    let sex: String?
    let born: String?
    let number: String?
    let status: String
    let synthetic: Bool?
    let from: String
    let letter: String
    let issuedOn: String
    let on: String?

    func arrival(today: Day) throws -> Arrival {
        Arrival(
            organisation: organisation, name: name, sex: try sex.map { try APIRequest.choice($0, "sex") },
            born: try born.map { try APIRequest.day($0, "born") }, number: try AppError.idNumber(number),
            status: try APIRequest.choice(status, "status"), isSynthetic: synthetic ?? false, from: from,
            letter: letter, issuedOn: try APIRequest.day(issuedOn, "issued_on"),
            day: try on.map { try APIRequest.day($0, "on") } ?? today)
    }
}

/// The routes of transfers of membership and their letters.
enum TransferRoutes {
    private static let state = QueryParameter(
        name: "state", type: "string", summary: "open, expired or all; open without it")

    private static func id(_ request: APIRequest) throws -> UUID { try PointsBody.uuid(request.path("id"), "id") }

    private static func day(_ text: String?, _ request: APIRequest) throws -> Day {
        try text.map { try APIRequest.day($0, "on") } ?? request.today
    }

    static let all: [Endpoint] = [
        .get(
            "/v1/transfers", "Letters of introduction that were issued or are awaited in a subtree",
            query: [.scope, state, .limit, .after]
        ) { request in
            let filter: TransferFilter = try APIRequest.choice(request.query["state"] ?? "open", "state")
            let today = request.today
            return PageBody(
                try await request.services.members.transfers(
                    under: request.scope(), filter, on: today, request.page(), caller: request.caller)
            ) { LetterBody($0, on: today) }
        },
        .get("/v1/transfers/{id}", "One letter of introduction and what became of it") { request in
            LetterBody(
                try await request.services.members.transfer(id(request), caller: request.caller), on: request.today)
        },
        Endpoint(
            method: .get, path: "/v1/transfers/{id}/letter.html",
            summary: "The letter ready to print, with stub and receipt", answer: .html
        ) { request in
            let text = try await request.services.members.letter(
                id(request), request.language, caller: request.caller)
            let pieces = BufferStream([ByteBuffer(string: text)])
            return .stream(type: "text/html; charset=utf-8") { await pieces.next() }
        },
        .write(.post, "/v1/transfers", "Issue a letter of introduction", takes: LetterOrderBody.self) { request, body in
            LetterBody(
                try await request.services.members.issueTransfer(
                    of: APIRequest.identifier(body.person, "person"), to: body.addressee(), on: day(body.on, request),
                    days: body.days, duesThrough: body.dues(), today: request.today, caller: request.caller),
                on: request.today)
        },
        .write(
            .post, "/v1/transfers/{id}/acceptance",
            "Accept a letter: the membership lies with the receiver from then on",
            takes: ReceiptBody.self
        ) { request, body in
            try await request.services.members.acceptTransfer(
                id(request), receipt: body.receipt, on: day(body.on, request), today: request.today,
                caller: request.caller)
            return DoneBody(done: true)
        },
        .write(.post, "/v1/transfers/{id}/return", "Send a letter back, with the cause", takes: DatedReasonBody.self) {
            request, body in
            try await request.services.members.returnTransfer(
                id(request), reason: body.reason, on: day(body.on, request), today: request.today,
                caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/transfers/{id}/cancellation", "Take a letter back that nobody has answered",
            takes: DatedReasonBody.self
        ) { request, body in
            try await request.services.members.cancelTransfer(
                id(request), reason: body.reason, on: day(body.on, request), today: request.today,
                caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/arrivals", "Take in somebody who comes with a letter from elsewhere", takes: ArrivalBody.self
        ) { request, body in
            LetterBody(
                try await request.services.members.receive(
                    body.arrival(today: request.today), today: request.today, caller: request.caller),
                on: request.today)
        },
    ]
}
