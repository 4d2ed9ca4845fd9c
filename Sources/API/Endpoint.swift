import Access
import Composition
import Foundation
import HTTPTypes
import Kernel
import NIOCore
import Sheets
import Synchronization
import Wire
import Workbooks

/// A parameter of the query string.
struct QueryParameter: Sendable {
    let name: String
    let schema: JSONSchema
    let summary: Text
    var isRequired = false

    init(name: String, schema: JSONSchema, summary: Text, isRequired: Bool = false) {
        self.name = name
        self.schema = schema
        self.summary = summary
        self.isRequired = isRequired
    }

    /// The members of a query, each with its text.
    static func members<Query: Decodable>(of type: Query.Type) -> [QueryParameter] {
        WireDecoder.members(of: type).map { member in
            QueryParameter(
                name: member.name, schema: member.schema,
                summary: MemberTexts.text(member.name, of: type) ?? .verbatim(""), isRequired: member.required)
        }
    }

    static let limit = common("limit", .integer(1...PageRequest.maximumLimit))
    static let after = common("after", .text(.words(atMost: 2000)))
    static let dryRun = common("dry_run", .boolean)

    private static func common(_ name: String, _ schema: JSONSchema) -> QueryParameter {
        QueryParameter(name: name, schema: schema, summary: MemberTexts.common[name] ?? .verbatim(""))
    }
}

/// What a request carries.
enum RequestContent: Sendable {
    case none
    case json(JSONSchema)
    /// A sheet that a feature declares, by its name: as CSV or as a workbook.
    case csv(sheet: String)
}

/// What an answer carries.
enum AnswerContent: Sendable {
    case none
    case json(JSONSchema)
    case lines(JSONSchema)
    case csv
    case html
    case workbook
}

/// Whether a change has to name the version that was read, in `If-Match`.
enum VersionNeed: Sendable {
    case none, optional, required
}

/// One route: what the router calls and what the OpenAPI document says, in one value, so that they cannot differ.
struct Endpoint: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let summary: String
    var query: [QueryParameter] = []
    var content = RequestContent.none
    var answer = AnswerContent.none
    var hasETag = false
    /// The answer holds a secret, which is not kept for repeated requests.
    var isSecret = false
    /// It makes several transactions, each of which does nothing when it was done before: a repetition of a request
    /// that was cut off goes on where it stopped.
    var isResumable = false
    var version = VersionNeed.none
    /// It reads a sheet, searches or evaluates: it takes a place among the long computations.
    var isLong = false
    /// Asked before its body, which may be large, is read; the verb asks as well, and where.
    var permission: Permission?
    /// Whether it is asked without saying who asks: the way in.
    var isOpen = false
    /// It concerns the caller's own account alone, and so is there before the password is changed and without a grant.
    var isPersonal = false
    /// How personal data leaves by it: recorded, and for a stated purpose where the settings say so.
    var sensitive: SensitiveRead?
    /// Whether it comes as CSV or a workbook as well.
    var isTable = false
    /// What it is in one of these forms: a list of people.
    var export: SensitiveRead?
    let handle: @Sendable (APIRequest) async throws -> APIAnswer

    var isWrite: Bool { method != .get }

    /// - Throws: `access.forbidden` when no part of the caller gives what the route needs.
    func requirePermission(_ caller: Caller) throws(AppError) {
        try caller.demand(permission)
    }

    /// Names between braces.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

extension Endpoint {
    /// Takes a place among the long computations.
    var long: Endpoint {
        var endpoint = self
        endpoint.isLong = true
        return endpoint
    }

    /// Asks for a permission before the body is read, where it may be large.
    func demands(_ permission: Permission) -> Endpoint {
        var endpoint = self
        endpoint.permission = permission
        return endpoint
    }

    var resumable: Endpoint {
        var endpoint = self
        endpoint.isResumable = true
        return endpoint
    }

    var open: Endpoint {
        var endpoint = self
        endpoint.isOpen = true
        return endpoint
    }

    var personal: Endpoint {
        var endpoint = self
        endpoint.isPersonal = true
        return endpoint
    }

    func sensitive(_ read: SensitiveRead) -> Endpoint {
        var endpoint = self
        endpoint.sensitive = read
        return endpoint
    }

    func ifMatch(_ version: VersionNeed) -> Endpoint {
        var endpoint = self
        endpoint.version = version
        return endpoint
    }

    static func get<Answer: Codable & Sendable>(
        _ path: String, _ summary: String, query: [QueryParameter] = [],
        _ handle: @escaping @Sendable (APIRequest) async throws -> Answer
    ) -> Endpoint {
        Endpoint(method: .get, path: path, summary: summary, query: query, answer: .json(.of(Answer.self))) { request in
            let answer = try await handle(request)
            return .json(try request.encode(answer))
        }
    }

    /// A thing that can be edited: its version goes out as `ETag`.
    static func get<Answer: Codable & Sendable & Versioned>(
        versioned path: String, _ summary: String, _ handle: @escaping @Sendable (APIRequest) async throws -> Answer
    ) -> Endpoint {
        Endpoint(method: .get, path: path, summary: summary, answer: .json(.of(Answer.self)), hasETag: true) {
            request in
            let answer = try await handle(request)
            return .json(try request.encode(answer), version: answer.version)
        }
    }

    static func delete<Answer: Codable & Sendable>(
        _ path: String, _ summary: String, _ handle: @escaping @Sendable (APIRequest) async throws -> Answer
    ) -> Endpoint {
        Endpoint(method: .delete, path: path, summary: summary, answer: .json(.of(Answer.self))) { request in
            .json(try request.encode(try await handle(request)))
        }
    }

    /// A whole list, one JSON object a line, read page by page as the client takes it. Each page is recorded before it
    /// leaves, so what was handed over is known however the connection ends.
    static func lines<Query: Codable & Sendable, Item: Codable & Placed>(
        _ path: String, _ summary: String, _ type: Query.Type, _ read: SensitiveRead,
        _ handle: @escaping @Sendable (APIRequest, Query, PageRequest) async throws -> Page<Item>
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, summary: summary, query: QueryParameter.members(of: type),
            answer: .lines(.of(Item.self)), sensitive: read
        ) { request in
            let query = try request.decoded(type)
            // The first page before the status is sent: a refusal is then an error and not a broken stream.
            let first = try await handle(request, query, PageRequest(limit: PageRequest.maximumLimit))
            let reading = try request.services.database.reading(read, filters: query, caller: request.caller)
            let kept = try await reading.keep(first)
            let state = Mutex<(page: Page<Item>?, next: String?)>((kept, kept.next))
            return .stream(type: "application/x-ndjson") {
                let (waiting, key) = state.withLock { $0 }
                var page = waiting
                if page == nil, let key {
                    page = try await reading.keep(
                        handle(request, query, PageRequest(limit: PageRequest.maximumLimit, after: key)))
                }
                guard let page else { return nil }
                state.withLock { $0 = (nil, page.next) }
                var bytes: [UInt8] = []
                for item in page.items { bytes += try WireEncoder.document(item) }
                return ByteBuffer(bytes: bytes)
            }
        }
    }

    /// An answer that depends on the members of a query.
    static func get<Query: Decodable & Sendable, Answer: Codable & Sendable>(
        _ path: String, _ summary: String, _ type: Query.Type,
        _ handle: @escaping @Sendable (APIRequest, Query) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, summary: summary, query: QueryParameter.members(of: type),
            answer: .json(.of(Answer.self))
        ) { request in .json(try request.encode(try await handle(request, request.decoded(type)))) }
    }

    static func write<Content: Codable & Sendable, Answer: Codable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, query: [QueryParameter] = [],
        isSecret: Bool = false,
        takes: Content.Type,
        _ handle: @escaping @Sendable (APIRequest, Content) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            method: method, path: path, summary: summary, query: query, content: .json(.of(Content.self)),
            answer: .json(.of(Answer.self)),
            isSecret: isSecret
        ) { request in try await answer(request, handle) }
    }

    /// An act that needs no words.
    static func write<Answer: Codable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        _ handle: @escaping @Sendable (APIRequest) async throws -> Answer
    ) -> Endpoint {
        Endpoint(method: method, path: path, summary: summary, answer: .json(.of(Answer.self))) { request in
            .json(try request.encode(try await handle(request)))
        }
    }

    /// Separate from the route, since the optimiser of Swift 6.3.1 fails on this body specialised for single routes.
    @inline(never)
    private static func answer<Content: Codable & Sendable, Answer: Codable & Sendable>(
        _ request: APIRequest, _ handle: @Sendable (APIRequest, Content) async throws -> Answer
    ) async throws -> APIAnswer {
        let content = try request.content(Content.self)
        let answer = try await handle(request, content)
        return .json(try request.encode(answer))
    }

}

extension Endpoint {
    /// The import of a sheet that a feature declares, by the members of an order.
    static func importing<Order: Decodable & Sendable, Answer: Codable & Sendable>(
        _ path: String, _ summary: String, sheet: String, for permission: Permission, _ type: Order.Type,
        _ handle: @escaping @Sendable (APIRequest, Order) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            method: .post, path: path, summary: summary, query: QueryParameter.members(of: type),
            content: .csv(sheet: sheet), answer: .json(.of(Answer.self)), isLong: true, permission: permission
        ) { request in
            try await request.handingBack(sheet) { try await handle(request, request.decoded(type)) }
        }
    }

    /// The import of a sheet of which rows can be left out.
    static func importing<Order: RowsOrder & Decodable, Answer: SheetOutcome>(
        _ path: String, _ summary: String, sheet: String, for permission: Permission, _ type: Order.Type,
        _ handle: @escaping @Sendable (APIRequest, Order) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            method: .post, path: path, summary: summary, query: QueryParameter.members(of: type),
            content: .csv(sheet: sheet), answer: .json(.of(Answer.self)), isLong: true, permission: permission
        ) { request in
            try await request.handingBack(sheet) {
                var (done, left) = try await request.decoded(type).taking { try await handle(request, $0) }
                if !left.isEmpty { done.leave(request.named(.rejected(left), sheet).cells.map(CellNote.init)) }
                return done
            }
        }
    }
}

extension APIRequest {
    /// Answers what the import of a sheet did. A sheet that is refused goes back with its errors.
    fileprivate func handingBack<Answer: Encodable>(
        _ sheet: String, _ handle: () async throws -> Answer
    ) async throws -> APIAnswer {
        do {
            return .json(try encode(try await handle()))
        } catch let error as AppError where !error.cells.isEmpty {
            let error = named(error, sheet)
            // The sheet goes back with its errors, instead of a list of them; unless it is too large for one.
            guard form == .workbook,
                let marked = try? MarkedSheet.write(
                    bytes, as: choices, services.imports.sheetColumns(of: sheet), error.cells, in: language)
            else { throw error }
            return .file(type: WorkbookWriter.mediaType, marked, refusal: error)
        }
    }

    /// Errors with the headings of the sheet.
    fileprivate func named(_ error: AppError, _ sheet: String) -> AppError {
        MarkedSheet.named(error, bytes, as: choices, services.imports.sheetColumns(of: sheet))
    }
}

extension APIRequest {
    /// What is stated about a file that is imported.
    fileprivate var choices: SheetChoices {
        func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
        return SheetChoices(
            sheet: query["sheet"], map: values("map"), fixed: values("fill"),
            leavesColumns: query["leave_columns"].map { $0 != "false" && $0 != "0" },
            leftRows: values("leave_row").compactMap { Int($0) })
    }
}

/// Something whose version an editor has seen.
protocol Versioned {
    var version: Int { get }
}
