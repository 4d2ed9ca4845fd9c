import Foundation
package import Kernel

/// What the program ends with; documented in `Errors.md`.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case success = 0
    /// A defect of the program.
    case `internal` = 70
    /// The input or the arguments are wrong (BSD sysexits: EX_USAGE is 64, EX_DATAERR 65).
    case usage = 64
    case invalid = 65
    case notFound = 66
    case conflict = 73
    case unavailable = 75
    case forbidden = 77

    package init(_ kind: AppError.Kind) {
        switch kind {
        case .malformed, .mediaType, .invalid, .tooLarge, .wrongMethod: self = .invalid
        case .unauthenticated, .forbidden: self = .forbidden
        case .notFound: self = .notFound
        case .conflict, .stale, .unconditional: self = .conflict
        case .unavailable, .tooSlow, .tooMany: self = .unavailable
        case .internal: self = .internal
        }
    }
}

extension AppError {
    /// As a person at the command line reads it.
    package func lines(_ language: Language) -> [String] {
        var lines = [Text(zh: "错误：", en: "error: ")(language) + message(language)]
        for cell in cells.prefix(Self.listedCells) {
            let place = Text(
                zh: "  第 \(cell.row) 行\(cell.column.isEmpty ? "" : "「\(cell.column)」")：",
                en: "  row \(cell.row)\(cell.column.isEmpty ? "" : ", \(cell.column)"): ")
            lines.append(place(language) + cell.reason(language))
        }
        for fact in facts { lines.append("  \(fact.name): \(fact.value)") }
        if let rule { lines.append("  " + Text(zh: "规则：", en: "rule: ")(language) + rule) }
        if let hint { lines.append("  " + Text(zh: "办法：", en: "hint: ")(language) + hint(language)) }
        lines.append("  [\(code)]")
        return lines
    }
}
