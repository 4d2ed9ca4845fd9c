package import Civil
package import Kernel
package import Organisations
import Postgres
package import Wire

package enum PeriodState: String, Choice {
    /// A closing was begun and not finished: calling it again takes it up.
    case closing
    case closed, reopened

    package var text: Text {
        switch self {
        case .closing: Text(zh: "结账中", en: "being closed")
        case .closed: Text(zh: "已结账", en: "closed")
        case .reopened: Text(zh: "已重开", en: "reopened")
        }
    }
}

/// A period that was closed for an organisation and everything below it.
package struct PointsPeriod: Codable, Sendable {
    package let id: Identifier<PointsPeriod>
    package let scheme: String
    package let organisation: String?
    /// Nil for an organisation above the caller's scope.
    package let organisationCode: String?
    package let from: Day
    /// The first day after the period.
    package let until: Day
    package let state: PeriodState
    package let revision: Int

    /// What people name it by: `scheme:organisation:day`; the identifier where the organisation is out of sight.
    package var name: String { organisationCode.map { "\(scheme):\($0):\(from)" } ?? id.description }
}

extension PointsPeriod: Tabular {
    package static let columns: [Column<PointsPeriod>] = [
        Column("scheme", zh: "办法", en: "Scheme", \.scheme),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("from", zh: "起", en: "From", \.from),
        Column("until", zh: "止（不含）", en: "Until", \.until),
        Column("state", zh: "状态", en: "State", \.state),
        Column("revision", zh: "版", en: "Revision", \.revision),
        Column("name", zh: "周期", en: "Period", \.name),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

package struct PeriodQuery: Codable, Described, Sendable {
    package var scheme: String?

    package init(scheme: String? = nil) { self.scheme = scheme }

    package static let memberTexts = [
        "scheme": Text(zh: "只看这个积分办法（键）的周期", en: "Only periods of this scheme, by its key")
    ]
}

/// The period to close, and the organisation to close it for.
package struct ClosingOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let day: Day
    package let decision: String
    package let waived: [Int]?

    package init(organisation: Reference<Organisation>, day: Day, decision: String, waived: [Int]? = nil) {
        self.organisation = organisation
        self.day = day
        self.decision = decision
        self.waived = waived
    }

    package static let memberLimits: [String: MemberLimit] = ["waived": .count(Plausible.ordinals)]

    package static let memberTexts = [
        "organisation": Text(
            zh: "为哪个党组织及其下级结账：编码或唯一的名称", en: "The organisation below which it is closed: code or unique name"),
        "day": Text(zh: "周期中的任一天", en: "Any day of the period"),
        "decision": Text(zh: "依据的决定", en: "The decision it rests on"),
        "waived": Text(
            zh: "决定不适用的等次比例，按办法中的序号（从 0 起）",
            en: "Shares of grades that the decision sets aside, by their index in the scheme, from 0"),
    ]
}

package struct PeriodClosed: Outcome {
    package let period: Identifier<PointsPeriod>
    package let scheme: String
    package let organisation: String
    package let from: Day
    /// The first day after the period.
    package let until: Day
    package let revision: Int
    package let subjects: Int
    /// Entries that the closing wrote: bases and adjustments.
    package let entries: Int

    package var summary: Text {
        Text(
            zh: "「\(organisation)」\(scheme) 自 \(from) 起的周期已结账，第 \(revision) 版：\(subjects) 个对象，结账分录 \(entries) 笔。",
            en:
                "The period of \(scheme) from \(from) is closed for “\(organisation)”, revision \(revision): "
                + "\(subjects) subjects, \(entries) closing entries."
        )
    }
}

package struct ReopeningOrder: Codable, Described, Sendable {
    package let decision: String

    package init(decision: String) { self.decision = decision }

    package static let memberTexts = [
        "decision": Text(zh: "依据的决定", en: "The decision it rests on")
    ]
}

package struct PeriodReopened: Outcome {
    package let period: PointsPeriod

    package var summary: Text {
        Text(
            zh: "\(period.scheme) 自 \(period.from) 起的周期已重开；第 \(period.revision) 版公示表保留。",
            en:
                "The period of \(period.scheme) from \(period.from) is open again; revision \(period.revision) "
                + "of its sheet stays."
        )
    }
}

extension Row {
    func pointsPeriod() throws -> PointsPeriod {
        PointsPeriod(
            id: try self["id"], scheme: try self["key"], organisation: try self["organisation"],
            organisationCode: try self["organisation_code"], from: try self["starts_on"], until: try self["ends_on"],
            state: try choice("state"), revision: try self["revision"])
    }
}
