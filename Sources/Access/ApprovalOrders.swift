package import Civil
package import Kernel
package import Wire

/// What waits for the word of a second person.
package enum WaitingKind: String, Choice {
    case grant, substitution, post

    package var text: Text {
        switch self {
        case .grant: Text(zh: "授权", en: "grant")
        case .substitution: Text(zh: "代理", en: "substitution")
        case .post: Text(zh: "随职务", en: "post")
        }
    }
}

/// A grant, a substitution or the access that goes with a post, which gives nothing until another administrator
/// confirms it.
package struct WaitingLine: Codable, Sendable {
    /// Of the tenure, where it goes with a post.
    package let id: Identifier<Grant>
    package let kind: WaitingKind
    package let account: Identifier<Account>
    package let accountName: String
    package let inPlaceOf: String?
    package let role: Role?
    package let scope: String
    package let since: Day
    package let until: Day?
    /// Who decided it.
    package let madeBy: String
    package let at: Moment
}

extension WaitingLine: Tabular {
    package static let columns: [Column<WaitingLine>] = [
        Column("kind", zh: "种类", en: "Kind", \.kind),
        Column("account_name", zh: "受益人", en: "Account", \.accountName),
        Column("role", zh: "角色", en: "Role") { $0.role?.key },
        Column("in_place_of", zh: "代理", en: "In place of", \.inPlaceOf),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("since", zh: "起", en: "Since", \.since),
        Column("until", zh: "止", en: "Until", \.until),
        Column("made_by", zh: "经办", en: "Decided by", \.madeBy),
        Column("at", zh: "时间", en: "Time", \.at),
        Column("account", zh: "账号编号", en: "Account identifier", \.account),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// A second person's refusal.
package struct RefusalOrder: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberLimits: [String: MemberLimit] = ["reason": .length(1000)]

    package static let memberTexts = ["reason": Text(zh: "不予确认的理由", en: "Why it is refused")]
}

package struct GrantDecided: Outcome {
    package let id: Identifier<Grant>
    package let approved: Bool

    package var summary: Text {
        approved
            ? Text(zh: "已确认 \(id)，立即生效。", en: "Confirmed \(id), effective at once.")
            : Text(zh: "未予确认 \(id)，不产生任何权限。", en: "Refused \(id); it gives nothing.")
    }
}

/// Keeps from somebody the access that goes with a post of theirs.
package struct PostSuspensionOrder: Codable, Described, Sendable {
    package let account: Identifier<Account>
    package let reason: String

    package init(account: Identifier<Account>, reason: String) {
        self.account = account
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["reason": .length(1000)]

    package static let memberTexts = [
        "account": Text(zh: "账号编号", en: "Identifier of the account"),
        "reason": Text(zh: "停用理由", en: "Why it is suspended"),
    ]
}

package struct PostSuspended: Outcome {
    package let id: Identifier<PostSuspension>
    package let account: Identifier<Account>
    package let suspended: Bool

    package var summary: Text {
        suspended
            ? Text(
                zh: "账号 \(account) 随职务的权限已停用（编号 \(id)），立即生效。",
                en: "The access of account \(account) that goes with the post is suspended (\(id)), effective at once.")
            : Text(
                zh: "账号 \(account) 随职务的权限已恢复。",
                en: "The access of account \(account) that goes with the post holds again.")
    }
}

package enum PostSuspension {}

/// An office that somebody holds; offices belong to a feature above.
package enum HeldTenure {}
