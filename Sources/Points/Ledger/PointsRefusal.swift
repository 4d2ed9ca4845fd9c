package import Kernel

/// One thing of several that the ledger refused, and why.
package struct PointsRefusal: Codable, Sendable {
    package let name: String?
    package let item: String?
    package let subject: Identifier<PointsSubject>?
    package let claim: Identifier<Claim>?
    package let code: String
    package let reason: Text
    /// What to do, and the rule that refused it.
    package let hint: Text?
    package let rule: String?

    init(
        name: String? = nil, item: String? = nil, subject: Identifier<PointsSubject>? = nil,
        claim: Identifier<Claim>? = nil, _ error: AppError
    ) {
        self.name = name
        self.item = item
        self.subject = subject
        self.claim = claim
        code = error.code
        reason = error.message
        hint = error.hint
        rule = error.rule
    }

    /// How many of them a sentence lists.
    private static let shown = 20

    /// A sentence with the first of them below it.
    static func listed(_ sentence: Text, _ refused: [PointsRefusal]) -> Text {
        let lines = refused.prefix(shown).map { refusal in
            let what = [refusal.name, refusal.item].compactMap(\.self).joined(separator: " ")
            let why = Text.sentences([refusal.reason, refusal.hint].compactMap(\.self))
            return Text(zh: "\n  \(what)：\(why.chinese)", en: "\n  \(what): \(why.english)")
        }
        return Text(
            zh: sentence.chinese + lines.map(\.chinese).joined(),
            en: sentence.english + lines.map(\.english).joined())
    }
}
