/// The one error shape of the product: what every door prints. Codes are stable; they are listed in `Errors.md`.
package struct AppError: Error, Sendable {
    /// How a door reports it: the class of HTTP status and of exit code.
    package enum Kind: String, Sendable {
        /// The request or file has not its documented form: the document says so before anything is sent.
        case malformed
        /// Its body is of a media type or charset that the route does not take.
        case mediaType
        /// The request is well formed and says what cannot be: something unknown, or against a rule that the caller can
        /// read.
        case invalid
        /// No credentials, or credentials that no longer hold.
        case unauthenticated
        /// Known caller, but the role does not allow the act.
        case forbidden
        /// The route exists, but not for this method.
        case wrongMethod
        /// Nothing there, or nothing that this caller may see.
        case notFound
        /// The state of the thing does not allow it, or somebody else was first.
        case conflict
        /// `If-Match` named a version that is no longer the current one.
        case stale
        /// A change that names no version at all.
        case unconditional
        /// The body is over its limit.
        case tooLarge
        /// The body came too slowly.
        case tooSlow
        /// The same address or account was refused too often within a minute.
        case tooMany
        /// The database or the machine does not answer; retrying may help.
        case unavailable
        /// A defect of the program.
        case `internal`
    }

    package let kind: Kind
    /// Stable machine name, `subject.reason`.
    package let code: String
    package let message: Text
    /// The remedy.
    package let hint: Text?
    /// The rule that was broken and where it stands.
    package let rule: String?
    /// The facts and dates the answer rests on, in reading order.
    package let facts: [Fact]
    /// Errors of single cells of an imported table. Doors list the first of them; a sheet that is handed back has all.
    package let cells: [CellError]
    package static let listedCells = 200
    /// Seconds after which it is worth trying again, where that is known.
    package let retryAfter: Int?

    package struct Fact: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name.withoutPersonalNumbers
            self.value = value.withoutPersonalNumbers
        }
    }

    package init(
        _ kind: Kind, _ code: String, _ message: Text, hint: Text? = nil, rule: String? = nil, facts: [Fact] = [],
        cells: [CellError] = [], retryAfter: Int? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message.withoutPersonalNumbers
        self.hint = hint?.withoutPersonalNumbers
        self.rule = rule
        self.facts = facts
        self.cells = cells
        self.retryAfter = retryAfter
    }
}

/// What is wrong with one cell of a table: row 1 is the header.
package struct CellError: Sendable, Hashable {
    package let row: Int
    package let column: String
    package let reason: Text

    package init(row: Int, column: String, reason: Text) {
        self.row = row
        self.column = column.withoutPersonalNumbers
        self.reason = reason.withoutPersonalNumbers
    }
}
