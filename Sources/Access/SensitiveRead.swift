package import Kernel
import Wire

/// A way in which personal data leaves the program: what a route and a command declare, and what the record of a
/// reading says of it.
package struct SensitiveRead: Sendable, Hashable {
    package enum Kind: String, Choice {
        /// One thing of one person in clear.
        case read
        /// A list of people for use elsewhere.
        case export
        /// Papers about a person.
        case print

        package var text: Text {
            switch self {
            case .read: Text(zh: "查看", en: "read")
            case .export: Text(zh: "导出", en: "export")
            case .print: Text(zh: "打印", en: "print")
            }
        }
    }

    package let kind: Kind
    /// What is read, as the audit trail spells it: `identity`, `points.sheet`.
    package let subject: String

    private init(_ kind: Kind, _ subject: String) {
        self.kind = kind
        self.subject = subject
    }

    package static func read(of subject: String) -> SensitiveRead { SensitiveRead(.read, subject) }
    package static func export(of subject: String) -> SensitiveRead { SensitiveRead(.export, subject) }
    package static func printed(_ subject: String) -> SensitiveRead { SensitiveRead(.print, subject) }

    /// The action of its audit event.
    var action: String { "\(subject).\(kind.rawValue)" }
}

/// A line about people of one office.
package protocol Placed: Sendable {
    /// The path of the office.
    var path: String { get }
}
