import Foundation
import HTTPTypes
package import Kernel

/// An error as RFC 9457 problem details. Message and hint come in the caller's language, and in both below `texts`.
struct ErrorBody: Codable, Sendable {
    struct Fact: Codable, Sendable {
        let name: String
        let value: String
    }

    struct CellErrorBody: Codable, Sendable {
        let row: Int
        let column: String
        let reason: Text
    }

    let type: String
    let title: String
    let status: Int
    let code: String
    let detail: Text
    let hint: Text?
    let rule: String?
    let facts: [Fact]?
    let errors: [CellErrorBody]?

    init(_ error: AppError, language: Language) {
        type = "urn:dangwu:error:" + error.code
        title = error.message(language)
        status = Int(HTTPResponse.Status(error.kind).code)
        code = error.code
        detail = error.message
        hint = error.hint
        rule = error.rule
        facts = error.facts.isEmpty ? nil : error.facts.map { Fact(name: $0.name, value: $0.value) }
        errors =
            error.cells.isEmpty
            ? nil
            : error.cells.prefix(AppError.listedCells).map {
                CellErrorBody(row: $0.row, column: $0.column, reason: $0.reason)
            }
    }
}

extension HTTPResponse.Status {
    package init(_ kind: AppError.Kind) {
        switch kind {
        case .malformed: self = .badRequest
        case .mediaType: self = .unsupportedMediaType
        case .invalid: self = .unprocessableContent
        case .unauthenticated: self = .unauthorized
        case .forbidden: self = .forbidden
        case .notFound: self = .notFound
        case .wrongMethod: self = .methodNotAllowed
        case .conflict: self = .conflict
        case .stale: self = .preconditionFailed
        case .unconditional: self = .preconditionRequired
        case .tooLarge: self = .contentTooLarge
        case .tooSlow: self = .requestTimeout
        case .tooMany: self = .tooManyRequests
        case .unavailable: self = .serviceUnavailable
        case .internal: self = .internalServerError
        }
    }
}
