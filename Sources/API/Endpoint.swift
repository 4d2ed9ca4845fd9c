import HTTPTypes
import Foundation
import Kernel
import Wire

/// A parameter of the query string.
struct QueryParameter: Sendable {
    let name: String
    let type: String
    let summary: String
    var values: [String]?

    static let scope = QueryParameter(
        name: "scope", type: "string", summary: "Code of an organisation: only what lies below it")
    static let asOf = QueryParameter(name: "as_of", type: "date", summary: "The day to judge by; today unless given")
    static let limit = QueryParameter(
        name: "limit", type: "integer", summary: "Rows of a page, 1 to 500; 50 unless given")
    static let after = QueryParameter(name: "after", type: "string", summary: "The next of the page before")
    static let dryRun = QueryParameter(name: "dry_run", type: "boolean", summary: "Check only and keep nothing")
}

/// What a request carries.
enum RequestContent: Sendable {
    case none
    case json(JSONSchema)
    case csv([String])
}

/// What an answer carries.
enum AnswerContent: Sendable {
    case none
    case json(JSONSchema)
    case lines(JSONSchema)
    case csv
    case html
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
    /// It makes several transactions, each of which does nothing when it was done before: a repetition of a request that was
    /// cut off goes on where it stopped.
    var isResumable = false
    let handle: @Sendable (APIRequest) async throws -> APIAnswer

    var isWrite: Bool { method != .get }

    /// Names between braces.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

extension Endpoint {
    var resumable: Endpoint {
        var endpoint = self
        endpoint.isResumable = true
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

    /// Apart from the route, since the optimiser of Swift 6.3.1 fails on this body specialised for single routes.
    @inline(never)
    private static func answer<Content: Codable & Sendable, Answer: Codable & Sendable>(
        _ request: APIRequest, _ handle: @Sendable (APIRequest, Content) async throws -> Answer
    ) async throws -> APIAnswer {
        let content = try request.content(Content.self)
        let answer = try await handle(request, content)
        return .json(try request.encode(answer))
    }

    static func importing<Answer: Codable & Sendable>(
        _ path: String, _ summary: String, columns: [String], query: [QueryParameter] = [],
        _ handle: @escaping @Sendable (APIRequest) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            method: .post, path: path, summary: summary, query: query, content: .csv(columns),
            answer: .json(.of(Answer.self))
        ) { request in
            let answer = try await handle(request)
            return .json(try request.encode(answer))
        }
    }
}

/// Something whose version an editor has seen.
protocol Versioned {
    var version: Int { get }
}
