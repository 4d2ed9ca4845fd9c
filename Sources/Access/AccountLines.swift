package import Civil
package import Kernel
package import Wire

/// The person an account stands for; people belong to a feature above.
package enum LinkedPerson {}

/// An account as lists show it.
package struct AccountLine: Codable, Sendable {
    package let id: Identifier<Account>
    package let name: String
    package let signInName: String?
    package let scope: String
    package let active: Bool
    package let person: Identifier<LinkedPerson>?
    package let personName: String?
    package let hasPassword: Bool
    package let mustChange: Bool
    package let hasSecondFactor: Bool
    package let isLocked: Bool
    /// Those that hold today or later, wherever the caller may see them.
    package let grants: Int
    package let lastUsed: Moment?
}

extension AccountLine: Tabular {
    package static let columns: [Column<AccountLine>] = [
        Column("name", zh: "持有人", en: "Holder", \.name),
        Column("sign_in_name", zh: "登录名", en: "Sign-in name", \.signInName),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("active", zh: "可用", en: "Active", \.active),
        Column("is_locked", zh: "锁定", en: "Locked", \.isLocked),
        Column("has_password", zh: "密码", en: "Password", \.hasPassword),
        Column("must_change", zh: "须改密码", en: "Must change", \.mustChange),
        Column("has_second_factor", zh: "双因素", en: "Second factor", \.hasSecondFactor),
        Column("person_name", zh: "人员", en: "Person", \.personName),
        Column("grants", zh: "授权数", en: "Grants", \.grants),
        Column("last_used", zh: "最近使用", en: "Last used", \.lastUsed),
        Column("id", zh: "编号", en: "Identifier", \.id),
        Column("person", zh: "人员编号", en: "Person identifier", \.person),
    ]
}

/// What speaks against a grant.
package enum GrantFlag: String, Choice {
    case neverUsed = "never_used"
    case unused
    case noPerson = "no_person"
    case personLeft = "person_left"
    case widerThanPost = "wider_than_post"
    case accountLocked = "account_locked"
    case accountInactive = "account_inactive"
    case noSecondFactor = "no_second_factor"
    case roleUnknown = "role_unknown"
    case waiting
    case suspended
    case bySubstitute = "by_substitute"
    case ownHand = "own_hand"

    package var text: Text {
        switch self {
        case .neverUsed: Text(zh: "从未使用", en: "never used")
        case .unused: Text(zh: "久未使用", en: "not used recently")
        case .noPerson: Text(zh: "未对应人员", en: "no person linked")
        case .personLeft: Text(zh: "本人在此已无职务", en: "the person holds no post here")
        case .widerThanPost: Text(zh: "范围大于职务", en: "wider than the person's post")
        case .accountLocked: Text(zh: "账号锁定", en: "account locked")
        case .accountInactive: Text(zh: "账号停用", en: "account deactivated")
        case .noSecondFactor: Text(zh: "未登记双因素", en: "no second factor")
        case .roleUnknown: Text(zh: "角色无效", en: "unknown role")
        case .waiting: Text(zh: "待第二人确认", en: "waits for a second person")
        case .suspended: Text(zh: "随职务的权限已停用", en: "access of the post is suspended")
        case .bySubstitute: Text(zh: "由代理人授予", en: "given by a substitute")
        case .ownHand: Text(zh: "本人给自己授予", en: "given to oneself")
        }
    }
}

/// What gives somebody something: a grant, acting in place of somebody else, or a post.
package enum GrantKind: String, Choice {
    case grant, substitution, post

    package var text: Text {
        switch self {
        case .grant: Text(zh: "授权", en: "grant")
        case .substitution: Text(zh: "代理", en: "substitution")
        case .post: Text(zh: "随职务", en: "by post")
        }
    }
}

/// A grant as the review of access shows it.
package struct GrantReview: Codable, Sendable {
    /// Of the grant, of the substitution, or of the tenure.
    package let id: Identifier<Grant>
    package let kind: GrantKind
    package let inPlaceOf: String?
    package let account: Identifier<Account>
    package let accountName: String
    package let signInName: String?
    package let person: Identifier<LinkedPerson>?
    package let personName: String?
    /// Nil for a substitution, which has the roles of somebody else.
    package let role: Role?
    package let scope: String
    package let since: Day
    package let until: Day?
    /// In whose place it was given, where a substitute gave it.
    package let givenFor: String?
    package let lastUsed: Moment?
    package let flags: [GrantFlag]
}

extension GrantReview: Tabular {
    package static let columns: [Column<GrantReview>] = [
        Column("account_name", zh: "持有人", en: "Holder", \.accountName),
        Column("sign_in_name", zh: "登录名", en: "Sign-in name", \.signInName),
        Column("person_name", zh: "人员", en: "Person", \.personName),
        Column("kind", zh: "来源", en: "Kind", \.kind),
        Column("role", zh: "角色", en: "Role") { $0.role?.key },
        Column("in_place_of", zh: "代理", en: "In place of", \.inPlaceOf),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("since", zh: "起", en: "Since", \.since),
        Column("until", zh: "止", en: "Until", \.until),
        Column("given_for", zh: "代何人授予", en: "Given in place of", \.givenFor),
        Column("last_used", zh: "最近使用", en: "Last used", \.lastUsed),
        Column("flags", zh: "提示", en: "Flags", \.flags),
        Column("account", zh: "账号编号", en: "Account identifier", \.account),
        Column("person", zh: "人员编号", en: "Person identifier", \.person),
        Column("id", zh: "授权编号", en: "Grant identifier", \.id),
    ]
}

/// The facts of a grant from which its flags follow.
struct ReviewFacts {
    let isKnownRole: Bool
    let needsSecondFactor: Bool
    let hasSecondFactor: Bool
    let isActive: Bool
    let isLocked: Bool
    let hasPerson: Bool
    /// Paths of the offices that the person holds today.
    let posts: [String]
    let scope: String
    /// Days since it was last used; nil when it never was.
    let idleDays: Int?
    let isWaiting: Bool
    let isSuspended: Bool
    /// Whether somebody gave it in place of another, and whether to their own account or person.
    var isByASubstitute = false
    var isOwnHand = false

    /// - Parameter unusedDays: days without use that are worth a word.
    func flags(unusedDays: Int) -> [GrantFlag] {
        let range = Scope(path: scope)
        // A post at the top of the scope itself is both.
        let below = posts.filter { range.contains($0) }
        let above = posts.filter { Scope(path: $0).contains(scope) }
        var flags: [GrantFlag] = []
        if isWaiting { flags.append(.waiting) }
        if isSuspended { flags.append(.suspended) }
        if isByASubstitute { flags.append(.bySubstitute) }
        if isOwnHand { flags.append(.ownHand) }
        if !isKnownRole { flags.append(.roleUnknown) }
        if !isActive { flags.append(.accountInactive) }
        if isLocked { flags.append(.accountLocked) }
        if needsSecondFactor, !hasSecondFactor { flags.append(.noSecondFactor) }
        if !hasPerson { flags.append(.noPerson) }
        if hasPerson, below.isEmpty, above.isEmpty { flags.append(.personLeft) }
        if !below.isEmpty, above.isEmpty { flags.append(.widerThanPost) }
        switch idleDays {
        case nil: flags.append(.neverUsed)
        case let days? where days >= unusedDays: flags.append(.unused)
        default: break
        }
        return flags
    }
}
