package import Civil
package import Foundation
package import Kernel

/// One column of a list: its key for programs, its title in both languages, and the cell of a value. A value has one
/// list of columns, from which tables, CSV, sheets and pages are made.
package struct Column<Value>: Sendable {
    /// The name of the member on the wire, such as `days_late`.
    package let key: String
    package let title: Text
    /// Numbers are aligned right.
    package let isNumeric: Bool
    /// Days are days in a workbook.
    package var isDay = false
    package let cell: @Sendable (Value) -> Cell

    package init(
        _ key: String, zh: String, en: String, isNumeric: Bool = false, cell: @escaping @Sendable (Value) -> Cell
    ) {
        self.key = key
        title = Text(zh: zh, en: en)
        self.isNumeric = isNumeric
        self.cell = cell
    }

    package init<Member: CellValue>(
        _ key: String, zh: String, en: String, _ member: @escaping @Sendable (Value) -> Member
    ) {
        self.init(key, zh: zh, en: en, isNumeric: Member.isNumeric) { member($0).cell }
        isDay = Member.isDay
    }

    package init<Member: Choice>(
        _ key: String, zh: String, en: String, _ member: @escaping @Sendable (Value) -> Member
    ) {
        self.init(key, zh: zh, en: en) { .word(member($0).rawValue, member($0).text) }
    }

    package init<Member: Choice>(
        _ key: String, zh: String, en: String, _ member: @escaping @Sendable (Value) -> Member?
    ) {
        self.init(key, zh: zh, en: en) { value in
            member(value).map { .word($0.rawValue, $0.text) } ?? .text("")
        }
    }

    package init<Member: Choice>(
        _ key: String, zh: String, en: String, _ member: @escaping @Sendable (Value) -> [Member]
    ) {
        self.init(key, zh: zh, en: en) { value in
            let members = member(value)
            return .word(members.map(\.rawValue).joined(separator: " "), .list(members.map(\.text)))
        }
    }
}

/// A value that is shown as a list of columns.
package protocol Tabular: Sendable {
    static var columns: [Column<Self>] { get }
    /// The first line of a list that is printed.
    static var title: Text? { get }
}

extension Tabular {
    package static var title: Text? { nil }
}

/// One value of a list: what a person reads and what a program reads.
package enum Cell: Sendable, Equatable {
    case text(String)
    /// A word for programs and its name for people.
    case word(String, Text)
    /// A sentence in both languages.
    case sentence(Text)

    package func shown(in language: Language) -> String {
        switch self {
        case .text(let text): text
        case .word(_, let name): name(language)
        case .sentence(let text): text(language)
        }
    }

    /// What a program reads: words as JSON spells them.
    package func raw(in language: Language) -> String {
        if case .word(let word, _) = self { word } else { shown(in: language) }
    }
}

/// A type with one form in a cell.
package protocol CellValue: SendableMetatype {
    static var isNumeric: Bool { get }
    static var isDay: Bool { get }
    var cell: Cell { get }
}

extension CellValue {
    package static var isNumeric: Bool { false }
    package static var isDay: Bool { false }
}

extension String: CellValue { package var cell: Cell { .text(self) } }
extension Text: CellValue { package var cell: Cell { .sentence(self) } }
extension Month: CellValue { package var cell: Cell { .text(description) } }
extension Moment: CellValue { package var cell: Cell { .text(description) } }
extension Identifier: CellValue { package var cell: Cell { .text(description) } }
extension Cell: CellValue { package var cell: Cell { self } }

extension Day: CellValue {
    package static var isDay: Bool { true }
    package var cell: Cell { .text(description) }
}

extension Bool: CellValue {
    package var cell: Cell { .word(self ? "true" : "false", self ? Text(zh: "是", en: "yes") : .verbatim("")) }
}

extension Int: CellValue {
    package static var isNumeric: Bool { true }
    package var cell: Cell { .text(String(self)) }
}

extension Hours: CellValue {
    package static var isNumeric: Bool { true }
    package var cell: Cell { .text(description) }
}

extension Amount: CellValue {
    package static var isNumeric: Bool { true }
    package var cell: Cell { .text(description) }
}

extension Decimal: CellValue {
    package static var isNumeric: Bool { true }
    package var cell: Cell { .text("\(self)") }
}

extension Optional: CellValue where Wrapped: CellValue {
    package static var isNumeric: Bool { Wrapped.isNumeric }
    package static var isDay: Bool { Wrapped.isDay }
    package var cell: Cell { self?.cell ?? .text("") }
}
