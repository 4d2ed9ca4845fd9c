package import Civil
package import Kernel
package import Wire

/// What can be decided about an organisation.
package enum OrganisationEvent: String, Choice {
    case found, change, merge, split, close, reopen, correct, undo

    package var text: Text {
        switch self {
        case .found: Text(zh: "成立", en: "founded")
        case .change: Text(zh: "变更", en: "changed")
        case .merge: Text(zh: "合并", en: "merged")
        case .split: Text(zh: "分设", en: "divided")
        case .close: Text(zh: "撤销", en: "dissolved")
        case .reopen: Text(zh: "恢复", en: "restored")
        case .correct: Text(zh: "更正", en: "corrected")
        case .undo: Text(zh: "撤回", en: "undone")
        }
    }
}

/// What is to be different from a day on; what is left out stays as it is.
package struct OrganisationChange: Codable, Described, Sendable {
    package let since: Day
    package let name: String?
    package let code: String?
    package let kind: OrganisationKind?
    package let level: Level?
    package let field: Field?
    package let parent: Reference<Organisation>?
    package let document: String?
    package let reason: String?
    package let dryRun: Bool?

    package init(
        since: Day, name: String? = nil, code: String? = nil, kind: OrganisationKind? = nil, level: Level? = nil,
        field: Field? = nil, parent: Reference<Organisation>? = nil, document: String? = nil, reason: String? = nil,
        dryRun: Bool? = nil
    ) {
        self.since = since
        self.name = name
        self.code = code
        self.kind = kind
        self.level = level
        self.field = field
        self.parent = parent
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "since": Text(zh: "生效日期", en: "The day from which on it holds"),
        "name": Text(zh: "新名称", en: "New name"),
        "code": Text(zh: "新编码", en: "New code"),
        "kind": Text(zh: "新类型", en: "New kind"),
        "level": Text(zh: "新层级", en: "New level"),
        "field": Text(zh: "新领域", en: "New field"),
        "parent": Text(zh: "新的上级组织", en: "New parent"),
        "dry_run": .preview,
    ]
}

/// The day on which an organisation is dissolved, and where what hangs on it goes.
package struct OrganisationClosing: Codable, Described, Sendable {
    package let on: Day
    package let into: Reference<Organisation>?
    package let endPosts: Bool?
    package let document: String?
    package let reason: String?
    package let dryRun: Bool?

    package init(
        on: Day, into: Reference<Organisation>? = nil, endPosts: Bool? = nil, document: String? = nil,
        reason: String? = nil, dryRun: Bool? = nil
    ) {
        self.on = on
        self.into = into
        self.endPosts = endPosts
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "on": Text(zh: "撤销日期", en: "The day on which it is dissolved"),
        "into": Text(
            zh: "承接组织：下级组织、党员、在办事项一并划入",
            en: "Organisation that takes over what is below it, its members and open matters"),
        "end_posts": Text(zh: "同时终止其职务和应训任务", en: "End its posts and their duties with it"),
        "dry_run": .preview,
    ]
}

/// Organisations that become part of another one, which may be founded in the same act.
package struct MergeOrder: Codable, Described, Sendable {
    package let organisations: [Reference<Organisation>]
    package let on: Day
    package let document: String
    package let reason: String?
    package let dryRun: Bool?

    package init(
        organisations: [Reference<Organisation>], on: Day, document: String, reason: String? = nil, dryRun: Bool? = nil
    ) {
        self.organisations = organisations
        self.on = on
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "organisations": Text(zh: "被合并的组织，可填多个", en: "The organisations that become part of it"),
        "on": Text(zh: "合并日期", en: "The day on which they are merged"),
        "dry_run": .preview,
    ]
}

/// An organisation that is founded, alone or by merging others.
package struct FoundingOrder: Codable, Described, Sendable {
    package let code: String
    package let name: String
    package let parent: Reference<Organisation>
    package let kind: OrganisationKind
    package let level: Level?
    package let field: Field?
    package let since: Day
    package let document: String
    package let reason: String?
    package let merging: [Reference<Organisation>]?
    package let dryRun: Bool?

    package init(
        code: String, name: String, parent: Reference<Organisation>, kind: OrganisationKind, level: Level? = nil,
        field: Field? = nil, since: Day, document: String, reason: String? = nil,
        merging: [Reference<Organisation>]? = nil, dryRun: Bool? = nil
    ) {
        self.code = code
        self.name = name
        self.parent = parent
        self.kind = kind
        self.level = level
        self.field = field
        self.since = since
        self.document = document
        self.reason = reason
        self.merging = merging
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "code": .newOrganisationCode,
        "parent": Text(zh: "上级组织", en: "The organisation above it"),
        "kind": Text(zh: "组织类型", en: "Kind of organisation"),
        "level": Text(zh: "层级，支部、总支和小组默认基层", en: "Level; primary for branches, general branches and groups"),
        "field": Text(zh: "领域，党支部必填", en: "Field; a branch needs one"),
        "since": Text(zh: "成立日期，不晚于今天", en: "Founding day, not after today"),
        "merging": Text(zh: "由哪些组织合并而成", en: "The organisations that it is merged from"),
        "dry_run": .preview,
    ]
}

/// From when on a dissolved organisation is there again.
package struct OrganisationReopening: Codable, Described, Sendable {
    package let on: Day
    package let document: String
    package let reason: String?
    package let dryRun: Bool?

    package init(on: Day, document: String, reason: String? = nil, dryRun: Bool? = nil) {
        self.on = on
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "on": Text(zh: "恢复日期，不晚于今天", en: "The day from which on it is there again, not after today"),
        "dry_run": .preview,
    ]
}

/// What was entered wrongly: it never was as it is on file.
package struct OrganisationCorrection: Codable, Described, Sendable {
    package let version: Int?
    package let name: String?
    package let kind: OrganisationKind?
    package let field: Field?
    package let since: Day?
    package let document: String?
    package let reason: String
    package let dryRun: Bool?

    package init(
        version: Int? = nil, name: String? = nil, kind: OrganisationKind? = nil, field: Field? = nil,
        since: Day? = nil, document: String? = nil, reason: String, dryRun: Bool? = nil
    ) {
        self.version = version
        self.name = name
        self.kind = kind
        self.field = field
        self.since = since
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberLimits: [String: MemberLimit] = ["version": .count(1...100_000)]

    package static let memberTexts = [
        "version": Text(zh: "更正哪一个版本，默认现行版本", en: "The version that is wrong, by default the current one"),
        "name": Text(zh: "正确的名称", en: "The right name"),
        "kind": Text(zh: "正确的类型", en: "The right kind"),
        "field": Text(zh: "正确的领域", en: "The right field"),
        "since": Text(zh: "正确的起始日期（首个版本即成立日期）", en: "The right first day; of the first version, the founding day"),
        "dry_run": .preview,
    ]
}

/// Why the last change of an organisation does not hold.
package struct UndoOrder: Codable, Described, Sendable {
    package let document: String?
    package let reason: String
    package let dryRun: Bool?

    package init(document: String? = nil, reason: String, dryRun: Bool? = nil) {
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts = ["dry_run": Text.preview]
}

extension Text {
    package static let preview = Text(
        zh: "只列出会随之变动的内容，不保存", en: "Only list what would change with it, save nothing")
    package static let newOrganisationCode = Text(
        zh: "编码：字母、数字、- 和 _，最多 40 个", en: "Code: letters, digits, - and _, 40 at most")
}
