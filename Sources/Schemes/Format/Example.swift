package import Civil

/// A worked case in a scheme's own file: what happened, and what must come out.
package struct Example: Sendable {
    package struct Event: Sendable {
        package let item: String
        package let on: Day
        package let posted: Day?
        package let seen: Observation
        package let act: String?
        package let follows: Int?
        package let reverses: Int?
        package let isContinuing: Bool
        package let line: Int
    }

    package struct Listed: Sendable {
        package let key: String
        package let branch: String
        package let score: Amount
        package let rated: String?
        package let grade: String?
        package let rank: Int?
    }

    package let name: String
    package let on: Day
    package let history: History
    package let events: [Event]
    package let facts: [PointsFact]
    package let score: Amount?
    package let grade: String?
    /// Pieces that the explanation must hold, in either language.
    package let explains: [String]
    /// The code of the error that must come instead of a score.
    package let refused: String?
    package let list: [Listed]
    package let breaches: Int
    package let rollUp: [Amount]
    package let parts: [String: Amount]
    package let proposals: Int?
    package let line: Int
}
