import Foundation
import Workbooks

/// The form of an answer that the header `Accept` asks for: JSON unless it names another of these.
enum AnswerForm: Sendable, Equatable {
    case json, csv, workbook

    private static let types: [(type: String, form: AnswerForm)] = [
        ("application/json", .json), ("application/problem+json", .json), ("*/*", .json), ("application/*", .json),
        ("text/csv", .csv), (WorkbookWriter.mediaType, .workbook),
    ]

    /// The one of highest weight, of equal ones the first (RFC 9110, 12.5.1).
    init(_ accept: String?) {
        var (best, weight) = (AnswerForm.json, 0.0)
        for part in (accept ?? "").prefix(1000).split(separator: ",").prefix(20) {
            let words = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            guard let form = Self.types.first(where: { $0.type == words.first })?.form else { continue }
            let own = words.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if own > weight { (best, weight) = (form, own) }
        }
        self = best
    }
}
