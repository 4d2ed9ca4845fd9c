package import Civil
package import Kernel
package import Wire

/// What hangs on an organisation.
package enum AttachedKind: String, Choice {
    case children, members, posts, categories, duties, seats, classes, cases
    case lettersOut = "letters_out"
    case lettersIn = "letters_in"
    case units, points, notices, grants

    package var text: Text {
        switch self {
        case .children: Text(zh: "下级组织", en: "organisations below")
        case .members: Text(zh: "党员和发展中人员", en: "members and applicants")
        case .posts: Text(zh: "在任职务", en: "posts held")
        case .categories: Text(zh: "参训类别", en: "trainee groups")
        case .duties: Text(zh: "应训任务", en: "training duties")
        case .seats: Text(zh: "已安排的培训席位", en: "seats in classes")
        case .classes: Text(zh: "主办的班次", en: "classes hosted")
        case .cases: Text(zh: "发展档案", en: "recruitment cases")
        case .lettersOut: Text(zh: "转出介绍信", en: "letters issued")
        case .lettersIn: Text(zh: "待接收介绍信", en: "letters expected")
        case .units: Text(zh: "所属单位", en: "units")
        case .points: Text(zh: "参加的积分办法", en: "points schemes")
        case .notices: Text(zh: "待发通知", en: "notices queued")
        case .grants: Text(zh: "授权", en: "grants")
        }
    }

    /// Whether it has to go to another organisation when this one ends.
    var needsSuccessor: Bool {
        switch self {
        case .children, .members, .classes, .cases, .lettersOut, .lettersIn: true
        case .posts, .categories, .duties, .seats, .units, .points, .notices, .grants: false
        }
    }

    /// Whether it ends with the organisation, which somebody has to want.
    var endsWithIt: Bool { self == .posts || self == .categories }
}

/// How much of one kind hangs on an organisation, with the first few.
package struct AttachedLine: Codable, Sendable, Equatable {
    package let organisationCode: String
    package let kind: AttachedKind
    package let number: Int
    package let examples: [String]
}

extension AttachedLine: Tabular {
    package static let columns: [Column<AttachedLine>] = [
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("kind", zh: "内容", en: "What", \.kind),
        Column("number", zh: "数量", en: "Number", \.number),
        Column("examples", zh: "例如", en: "For example") { $0.examples.joined(separator: "；") },
    ]
}

/// What was decided about an organisation, and what hung on it and on those that were merged: it went along.
package struct OrganisationChanged: Outcome {
    package let organisation: Organisation
    package let event: OrganisationEvent
    package let since: Day
    package let attached: [AttachedLine]
    package let dryRun: Bool

    package var summary: Text {
        let mode = dryRun ? Text(zh: "试运行（没有保存）：", en: "Dry run, nothing was saved: ") : Text(zh: "", en: "")
        let head = Text(
            zh: "\(mode.chinese)「\(organisation.name)」（\(organisation.code)）自 \(since) 起\(event.text.chinese)。",
            en: "\(mode.english)“\(organisation.name)” (\(organisation.code)) is \(event.text.english) as of \(since).")
        guard !attached.isEmpty else { return head }
        let chinese = attached.map { "\($0.organisationCode) \($0.kind.text.chinese) \($0.number)" }
        let english = attached.map { "\($0.organisationCode) \($0.kind.text.english) \($0.number)" }
        return .sentences([
            head,
            Text(
                zh: "涉及：\(chinese.joined(separator: "，"))。", en: "It concerns: \(english.joined(separator: ", "))."),
        ])
    }
}

/// One line of where an organisation came from and what became of it.
package struct GenealogyLine: Codable, Sendable {
    /// How the other organisation is related.
    package enum Relation: String, Choice {
        case cameFrom = "came_from"
        case became

        package var text: Text {
            switch self {
            case .cameFrom: Text(zh: "来自", en: "came from")
            case .became: Text(zh: "成为", en: "became")
            }
        }
    }

    package let on: Day
    package let event: OrganisationEvent
    package let relation: Relation?
    /// The other organisation, or the organisation itself after the change.
    package let code: String?
    package let name: String?
    package let document: String?
    package let reason: String?
    package let undone: Bool
}

extension GenealogyLine: Tabular {
    package static let columns: [Column<GenealogyLine>] = [
        Column("on", zh: "日期", en: "Day", \.on),
        Column("event", zh: "事项", en: "Event", \.event),
        Column("relation", zh: "关系", en: "Relation", \.relation),
        Column("code", zh: "编码", en: "Code", \.code),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("undone", zh: "已撤回", en: "Undone", \.undone),
    ]
}
