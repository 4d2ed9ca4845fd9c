/// What can go wrong between the program and the server, as a value.
package enum PostgresError: Error, Sendable {
    /// The server answered with an error.
    case server(ServerError)
    /// No connection could be made; the text is libpq's, without the password.
    case connect(String)
    /// The connection broke while in use. `committing` is true during a COMMIT, whose outcome is then unknown.
    case connectionLost(String, committing: Bool)
    /// No connection of the pool became free in time.
    case poolExhausted(waited: Duration)
    case poolClosed
    /// The calling task was cancelled; the server was asked to stop.
    case cancelled
    /// A value of the result does not have the requested type.
    case decode(column: String, expected: String, found: String)
    /// A migration that was applied differs from the one in the executable.
    case migration(MigrationError)
    /// The statement violates the protocol of this client.
    case misuse(String)

    package var server: ServerError? {
        if case .server(let error) = self { error } else { nil }
    }
}

/// An error as the server reports it (PostgreSQL manual, appendix A and section 55.8).
package struct ServerError: Sendable, Hashable {
    package let state: SQLState
    package let message: String
    package let detail: String?
    package let hint: String?
    package let constraint: String?
    package let table: String?
    package let column: String?
}

/// The five-character SQLSTATE.
package struct SQLState: Sendable, Hashable, CustomStringConvertible {
    package let code: String

    package init(_ code: String) { self.code = code }

    package static let uniqueViolation = SQLState("23505")
    package static let foreignKeyViolation = SQLState("23503")
    package static let checkViolation = SQLState("23514")
    package static let exclusionViolation = SQLState("23P01")
    package static let notNullViolation = SQLState("23502")
    /// A text with a NUL character, or not in UTF-8.
    package static let badCharacter = SQLState("22021")
    package static let numericOutOfRange = SQLState("22003")
    package static let dateOutOfRange = SQLState("22008")
    package static let badDate = SQLState("22007")
    package static let serializationFailure = SQLState("40001")
    package static let deadlockDetected = SQLState("40P01")
    package static let insufficientPrivilege = SQLState("42501")
    package static let queryCanceled = SQLState("57014")
    package static let adminShutdown = SQLState("57P01")
    package static let crashShutdown = SQLState("57P02")
    package static let cannotConnectNow = SQLState("57P03")
    package static let lockNotAvailable = SQLState("55P03")
    package static let diskFull = SQLState("53100")
    package static let undefinedTable = SQLState("42P01")
    package static let duplicateTable = SQLState("42P07")
    package static let duplicateColumn = SQLState("42701")
    package static let duplicateFunction = SQLState("42723")
    package static let duplicateObject = SQLState("42710")

    /// Retrying the whole transaction may succeed.
    package var isRetryable: Bool { self == .serializationFailure || self == .deadlockDetected }

    /// The server is shutting down, and the connection with it.
    package var endsConnection: Bool {
        self == .adminShutdown || self == .crashShutdown || self == .cannotConnectNow
    }

    package var description: String { code }
}
