package import Civil
package import Kernel
package import Wire

/// Somebody acts in the grants of another for some time.
package enum Substitution {}

/// Who acts in place of another account, from when until when.
package struct SubstitutionOrder: Codable, Described, Sendable {
    /// Whose grants; the caller's own by default.
    package let account: Identifier<Account>?
    package let substitute: Identifier<Account>
    package let since: Day
    package let until: Day
    package let reason: String

    package init(
        account: Identifier<Account>? = nil, substitute: Identifier<Account>, since: Day, until: Day, reason: String
    ) {
        self.account = account
        self.substitute = substitute
        self.since = since
        self.until = until
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["reason": .length(1000)]

    package static let memberTexts = [
        "account": Text(zh: "被代理的账号编号，默认本人", en: "Account whose grants are used; by default the caller's own"),
        "substitute": Text(zh: "代理人的账号编号", en: "Account of who acts in their place"),
        "since": Text(zh: "从哪一天起", en: "From which day"),
        "until": Text(zh: "到哪一天为止（不含）", en: "Until which day (exclusive)"),
        "reason": Text(zh: "事由，如出差、休假", en: "Why, such as leave or travel"),
    ]
}

package struct SubstitutionMade: Outcome {
    package let id: Identifier<Substitution>
    package let account: Identifier<Account>
    package let substitute: Identifier<Account>
    package let since: Day
    package let until: Day
    package let waiting: Bool
    /// The first day without the right by which it was made, where that made it shorter.
    package let cutTo: Day?
    /// What others had set for the substitute's account and do not administer by now.
    package let ended: EndedKeys

    package var summary: Text {
        let text = Text(
            zh: "\(since) 起至 \(until) 前，账号 \(substitute) 代理 \(account)（编号 \(id)）。",
            en: "From \(since) until \(until) account \(substitute) acts in place of \(account) (\(id)).")
        return (waiting ? text.followed(by: .waiting) : text).cut(to: cutTo).followed(by: ended)
    }
}

package struct SubstitutionLine: Codable, Sendable {
    package let id: Identifier<Substitution>
    /// Whose grants are used.
    package let account: Identifier<Account>
    package let inPlaceOf: String
    package let substitute: Identifier<Account>
    package let substituteName: String
    package let scope: String
    package let since: Day
    package let until: Day
    package let reason: String
    package let lastUsed: Moment?
    package let waiting: Bool
    /// Ended early, or refused by a second person.
    package let ended: Bool
}

extension SubstitutionLine: Tabular {
    package static let columns: [Column<SubstitutionLine>] = [
        Column("substitute_name", zh: "代理人", en: "Substitute", \.substituteName),
        Column("in_place_of", zh: "代理", en: "In place of", \.inPlaceOf),
        Column("since", zh: "起", en: "Since", \.since),
        Column("until", zh: "止", en: "Until", \.until),
        Column("reason", zh: "事由", en: "Reason", \.reason),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("waiting", zh: "待确认", en: "Waiting", \.waiting),
        Column("ended", zh: "已终止", en: "Ended", \.ended),
        Column("last_used", zh: "最近使用", en: "Last used", \.lastUsed),
        Column("substitute", zh: "代理人账号", en: "Substitute's account", \.substitute),
        Column("account", zh: "被代理账号", en: "Account", \.account),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

extension Text {
    func followed(by next: Text) -> Text { Text(zh: chinese + next.chinese, en: english + " " + next.english) }

    /// Of what a second person has to confirm.
    static let waiting = Text(
        zh: "须另一名管理员确认后生效。", en: "It gives nothing until another administrator confirms it.")
}
