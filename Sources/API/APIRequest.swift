import Civil
import Composition
import Foundation
import Kernel
import NIOCore
import Wire

/// A request after its caller is known, with everything that a handler asks of it.
struct APIRequest: Sendable {
    let services: Services
    let caller: Caller
    let language: Language
    let parameters: [String: String]
    let fields: [(name: String, value: String)]
    let bytes: [UInt8]
    let ifMatch: String?
    /// In which form the answer is wanted.
    let form: AnswerForm
    /// The address of the client; `-` where it has none.
    let address: String
    /// The subject of the client's certificate, when a trusted proxy checked one.
    let certificate: String?

    var today: Day { services.today() }

    /// The fields of the query string by name, the last of each.
    var query: [String: String] { Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) }

    func path(_ name: String) throws(AppError) -> String {
        guard let value = parameters[name] else { throw .missingValue(name) }
        return value
    }

    func identifier<Subject>(_ name: String = "id") throws(AppError) -> Identifier<Subject> {
        let text = try path(name)
        guard let id = Identifier<Subject>(text) else {
            throw .invalidValue(name, String(text.prefix(60)), expected: Text(zh: "UUID", en: "a UUID"))
        }
        return id
    }

    func page() throws(AppError) -> PageRequest {
        var limit: Int?
        if let text = query["limit"] {
            guard let number = Int(text) else {
                throw .invalidValue("limit", text, expected: Text(zh: "整数", en: "a whole number"))
            }
            limit = number
        }
        return try PageRequest(limit: limit, after: query["after"])
    }

    /// Whether a write is only to be checked.
    func dryRun() throws(AppError) -> Bool {
        switch query["dry_run"] {
        case nil, "false", "0": false
        case "true", "1", "": true
        case let text?: throw .invalidValue("dry_run", text, expected: JSONSchema.boolean.expected)
        }
    }

    /// The version of `If-Match`.
    /// - Throws: `version.missing` when the header is not there.
    func version() throws(AppError) -> Int {
        guard let version = try expectedVersion() else { throw .versionMissing }
        return version
    }

    /// The version of `If-Match`, nil when the caller does not mind.
    func expectedVersion() throws(AppError) -> Int? {
        guard let ifMatch else { return nil }
        guard let version = RequestForm.number(ofVersion: ifMatch) else {
            throw .headerValue("If-Match", ifMatch, expected: RequestForm.version.expected)
        }
        return version
    }

    func content<Content: Decodable>(_ type: Content.Type) throws -> Content {
        try WireDecoder.decode(type, from: bytes)
    }

    /// What the path names, as a person may write it.
    func reference<Subject>(_ name: String) throws(AppError) -> Reference<Subject> { Reference(try path(name)) }

    /// A whole number in the path.
    func number(_ name: String) throws(AppError) -> Int {
        let text = try path(name)
        guard let number = Int(text) else {
            throw .invalidValue(name, text, expected: JSONSchema.integer(nil).expected)
        }
        return number
    }

    /// The members of a query, without the page's.
    func decoded<Query: Decodable>(_ type: Query.Type) throws -> Query {
        try WireDecoder.decode(type, fields: fields.filter { $0.name != "limit" && $0.name != "after" })
    }
}

/// What a handler answers with.
enum APIAnswer: Sendable {
    /// A value as `WireEncoder` writes it.
    case json([UInt8], version: Int? = nil)
    /// A whole text: a sheet or a page to print.
    case text(type: String, String)
    /// A whole file.
    /// - Parameters:
    ///   - next: where the next page is, as `Link` has it.
    ///   - refusal: why nothing was done, where that is what it shows.
    case file(type: String, [UInt8], next: String? = nil, refusal: AppError? = nil)
    /// Pieces, each made when the reader has taken the one before; nil ends them.
    case stream(type: String, @Sendable () async throws -> ByteBuffer?)
}

extension APIRequest {
    func encode(_ value: some Encodable) throws -> [UInt8] { try WireEncoder.document(value) }
}
