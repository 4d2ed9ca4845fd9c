package import Civil
package import Kernel
import Postgres
package import Wire

/// The standings of a person towards the organisation, in the order of recruitment; then a membership that is suspended
/// (停止党籍), which has no effect until it is restored.
package enum MembershipStatus: String, Choice {
    case applicant, activist
    case developmentTarget = "development_target"
    case probationary, full, suspended

    /// Somebody who is in the Party, on probation or suspended included.
    package var isMember: Bool { self == .probationary || self == .full || self == .suspended }

    package var text: Text {
        switch self {
        case .applicant: Text(zh: "入党申请人", en: "applicant")
        case .activist: Text(zh: "入党积极分子", en: "activist")
        case .developmentTarget: Text(zh: "发展对象", en: "development target")
        case .probationary: Text(zh: "预备党员", en: "probationary member")
        case .full: Text(zh: "正式党员", en: "full member")
        case .suspended: Text(zh: "停止党籍", en: "suspended member")
        }
    }

    package var officeWords: [String] {
        switch self {
        case .full: ["正式", "中共正式党员"]
        case .probationary: ["预备", "中共预备党员"]
        case .activist: ["积极分子"]
        case .applicant: ["申请人", "申请入党人员"]
        case .developmentTarget, .suspended: []
        }
    }
}

/// How a standing ended.
package enum MembershipEnding: String, Choice {
    case advanced, transferred, withdrawn, persuaded, removed, expelled, died, cancelled, suspended, restored

    package var text: Text {
        switch self {
        case .advanced: Text(zh: "进入下一阶段", en: "advanced")
        case .transferred: Text(zh: "转出", en: "transferred")
        case .withdrawn: Text(zh: "退党", en: "withdrew")
        case .persuaded: Text(zh: "劝退", en: "persuaded to withdraw")
        case .removed: Text(zh: "除名", en: "removed")
        case .expelled: Text(zh: "开除党籍", en: "expelled")
        case .died: Text(zh: "死亡", en: "died")
        case .cancelled: Text(zh: "取消资格", en: "cancelled")
        case .suspended: Text(zh: "停止党籍", en: "suspended")
        case .restored: Text(zh: "恢复党籍", en: "restored")
        }
    }
}

/// One standing of a person between two days.
package struct Membership: Codable, Sendable {
    package let id: Identifier<Membership>
    package let status: MembershipStatus
    package let since: Day
    /// From which day the standing counts, where that is before the day it was entered here.
    package let countsFrom: Day?
    package let until: Day?
    package let endedAs: MembershipEnding?
    package let organisationCode: String?
    package let organisationName: String?
}

extension Membership: Tabular {
    package static let columns: [Column<Membership>] = [
        Column("status", zh: "党籍", en: "Standing", \.status),
        Column("since", zh: "自", en: "Since", \.since),
        Column("counts_from", zh: "起算", en: "Counts from") { $0.countsFrom ?? $0.since },
        Column("until", zh: "至（不含）", en: "Until", \.until),
        Column("ended_as", zh: "结束", en: "Ended", \.endedAs),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
    ]
}

extension Row {
    func membership() throws -> Membership {
        Membership(
            id: try self["id"], status: try choice("status"), since: try self["since"],
            countsFrom: try self["counts_from"], until: try self["until"], endedAs: try choice("ended_as"),
            organisationCode: try self["code"], organisationName: try self["name"])
    }
}
