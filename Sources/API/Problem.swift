import Foundation
import HTTPTypes
package import Kernel

/// An error as RFC 9457 problem details. Message and hint come in the caller's language, and in both below `texts`.
struct Problem: Codable, Sendable {
    struct Words: Codable, Sendable {
        let zhHans: String
        let en: String

        init(_ text: Text) {
            zhHans = text.chinese
            en = text.english
        }
    }

    struct Fact: Codable, Sendable {
        let name: String
        let value: String
    }

    struct CellProblem: Codable, Sendable {
        let row: Int
        let column: String
        let reason: Words
    }

    let type: String
    let title: String
    let status: Int
    let code: String
    let detail: Words
    let hint: Words?
    let rule: String?
    let facts: [Fact]?
    let errors: [CellProblem]?

    init(_ error: AppError, language: Language) {
        type = "urn:dangwu:error:" + error.code
        title = error.message(language)
        status = Int(HTTPResponse.Status(error.kind).code)
        code = error.code
        detail = Words(error.message)
        hint = error.hint.map(Words.init)
        rule = error.rule
        facts = error.facts.isEmpty ? nil : error.facts.map { Fact(name: $0.name, value: $0.value) }
        errors =
            error.cells.isEmpty
            ? nil : error.cells.map { CellProblem(row: $0.row, column: $0.column, reason: Words($0.reason)) }
    }
}

extension HTTPResponse.Status {
    package init(_ kind: AppError.Kind) {
        switch kind {
        case .invalid: self = .unprocessableContent
        case .unauthenticated: self = .unauthorized
        case .forbidden: self = .forbidden
        case .notFound: self = .notFound
        case .wrongMethod: self = .methodNotAllowed
        case .conflict: self = .conflict
        case .stale: self = .preconditionFailed
        case .tooLarge: self = .contentTooLarge
        case .unavailable: self = .serviceUnavailable
        case .internal: self = .internalServerError
        }
    }
}
