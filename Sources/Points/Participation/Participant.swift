import Access
package import Civil
package import Kernel
package import Members
package import Organisations
package import Wire

/// Who takes part in a scheme, in which group, from when until when; the last day is not part of it.
package struct Participant: Codable, Placed, Sendable {
    package let subject: Identifier<PointsSubject>
    package let name: String
    package let organisation: String?
    package let group: String?
    package let since: Day
    package let until: Day?
    package let path: String
}

extension Participant: Tabular {
    package static let columns: [Column<Participant>] = [
        Column("name", zh: "对象", en: "Subject", \.name),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("group", zh: "类别", en: "Group", \.group),
        Column("since", zh: "起", en: "Since", \.since),
        Column("until", zh: "止（不含）", en: "Until", \.until),
        Column("subject", zh: "对象编号", en: "Subject identifier", \.subject),
    ]
}

/// One participant to enter.
package struct ParticipantOrder: Codable, Described, Sendable {
    package let subject: Reference<PointsSubject>
    package let group: String?
    package let since: Day?
    package let until: Day?

    package init(subject: Reference<PointsSubject>, group: String? = nil, since: Day? = nil, until: Day? = nil) {
        self.subject = subject
        self.group = group
        self.since = since
        self.until = until
    }

    package static let memberTexts: [String: Text] = [
        "subject": .subjectNamed,
        "group": Text(zh: "类别的键，办法分类别时必填", en: "Key of the group; required where the scheme has groups"),
        "since": Text(zh: "从哪一天起参加，默认今天", en: "From which day, by default today"),
        "until": Text(zh: "到哪一天为止（不含），默认不限", en: "Until which day (exclusive); unlimited by default"),
    ]
}

package struct ParticipantsOrder: Codable, Described, Sendable {
    package let participants: [ParticipantOrder]

    package init(participants: [ParticipantOrder]) { self.participants = participants }

    package static let memberLimits: [String: MemberLimit] = ["participants": .items(1...100_000)]

    package static let memberTexts = ["participants": Text(zh: "参加对象", en: "Who takes part")]
}

/// Everybody below an organisation.
package struct EverybodyOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>
    package let statuses: [MembershipStatus]?
    package let group: String?
    package let since: Day?
    package let dryRun: Bool?

    /// Whose points are kept unless an order says otherwise.
    package static let usualStatuses: [MembershipStatus] = [.full, .probationary]

    package init(
        scope: Reference<Organisation>, statuses: [MembershipStatus]? = nil, group: String? = nil, since: Day? = nil,
        dryRun: Bool? = nil
    ) {
        self.scope = scope
        self.statuses = statuses
        self.group = group
        self.since = since
        self.dryRun = dryRun
    }

    package static let memberTexts = ParticipantOrder.memberTexts.merging([
        "scope": Text(zh: "登记这个党组织及其下级的全部对象", en: "The organisation below which everybody is entered"),
        "statuses": Text(
            zh: "党籍状态，可多个，默认 \(usualStatuses.map(\.rawValue).joined(separator: "、"))；评党组织的办法不看党籍",
            en:
                "Membership statuses; \(usualStatuses.map(\.rawValue).joined(separator: ", ")) by default. A "
                + "scheme of organisations ignores them"
        ),
    ]) { $1 }
}

package struct ParticipantsEntered: Outcome {
    package let count: Int
    package let dryRun: Bool
    /// What of the sheet was not imported; of one that came as a sheet.
    package var rest: SheetRest?

    package var summary: Text { .sentences([counts] + (rest?.sentences ?? [])) }

    private var counts: Text {
        dryRun
            ? Text(zh: "可以登记 \(count) 个对象（只检查，没有保存）。", en: "\(count) subjects can be entered (checked only).")
            : Text(zh: "已登记 \(count) 个对象。", en: "\(count) subjects entered.")
    }
}

extension ParticipantsEntered: SheetOutcome {
    package mutating func leave(_ cells: [CellNote]) { rest?.leftRows = cells }
}

/// Participants who change to another group, or leave.
package struct RegroupingOrder: Codable, Described, Sendable {
    package let subjects: [Reference<PointsSubject>]
    package let group: String?
    package let on: Day
    package let leaves: Bool?

    package init(subjects: [Reference<PointsSubject>], group: String? = nil, on: Day, leaves: Bool? = nil) {
        self.subjects = subjects
        self.group = group
        self.on = on
        self.leaves = leaves
    }

    package static let memberLimits: [String: MemberLimit] = ["subjects": .items(1...100_000)]

    package static let memberTexts: [String: Text] = [
        "subjects": .subjectNamed,
        "group": Text(zh: "新类别的键", en: "Key of the new group"),
        "on": Text(zh: "从哪一天起", en: "From which day"),
        "leaves": Text(zh: "从那天起不再参加", en: "They take no part from that day"),
    ]
}

package struct Regrouped: Outcome {
    package let count: Int
    package let group: String?
    package let on: Day
    package let left: Bool

    package var summary: Text {
        left
            ? Text(zh: "\(count) 个对象从 \(on) 起不再参加。", en: "\(count) subjects take no part from \(on).")
            : Text(
                zh: "\(count) 个对象从 \(on) 起改为类别「\(group ?? "")」。",
                en: "\(count) subjects belong to the group “\(group ?? "")” from \(on).")
    }
}
