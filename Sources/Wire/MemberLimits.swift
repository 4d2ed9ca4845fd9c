import Civil
package import Kernel

/// What bounds the members of a value that comes from outside: lengths of texts, ranges of numbers, counts of items.
/// The schema carries them, so that the document, the check of a body and the service say the same; the service takes
/// the numbers from the same constants. Texts without an entry are as long as `Plausible.length` says of their name.
package protocol Limited {
    static var memberLimits: [String: MemberLimit] { get }
}

extension Limited {
    package static var memberLimits: [String: MemberLimit] { [:] }

    /// For services, which orders reach that no schema has checked.
    /// - Throws: `value.invalid` for a number outside the limit of a member.
    package static func requireLimit(_ member: String, _ number: Int) throws(AppError) {
        switch memberLimits[member] {
        case .count(let range), .items(let range): try Plausible.count(number, member, in: range)
        default: break
        }
    }
}

package enum MemberLimit: Sendable {
    case count(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// Characters of a text at most.
    case length(Int)
    /// Items of a list.
    case items(ClosedRange<Int>)
}

enum MemberLimits {
    static func applied(to schema: JSONSchema, _ name: String, of owner: Any.Type, required: Bool) -> JSONSchema {
        guard let limits = (owner as? any Limited.Type)?.memberLimits else { return schema }
        switch (schema, limits[name]) {
        case (.integer(nil), .count(let range)?): return .integer(range)
        case (.array(.integer(nil), let count), .count(let range)?): return .array(.integer(range), count)
        case (.table(let words, .integer(nil)), .count(let range)?): return .table(words, .integer(range))
        case (.number(nil), .number(let range)?): return .number(range)
        case (.array(let items, nil), .items(let count)?):
            return .array(items == .text(nil) ? .text(.words(atMost: Plausible.length(of: name))) : items, count)
        case (.array(.text(nil), let count), _): return .array(.text(.words(atMost: Plausible.length(of: name))), count)
        case (.text(nil), .length(let most)?): return .text(.words(atMost: most, orEmpty: !required))
        case (.text(nil), _): return .text(.words(atMost: Plausible.length(of: name), orEmpty: !required))
        default: return schema
        }
    }
}
