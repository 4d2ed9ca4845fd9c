package import Civil
package import Kernel
package import Wire

/// Why a cycle was changed after it was opened, and what it was from then on.
package struct CycleChange: Codable, Tabular {
    package enum Kind: String, Choice {
        case correct, extend, withdraw

        package var text: Text {
            switch self {
            case .correct: Text(zh: "更正", en: "correction")
            case .extend: Text(zh: "延长", en: "extension")
            case .withdraw: Text(zh: "撤销", en: "withdrawal")
            }
        }
    }

    package let change: Kind
    package let changed: Day
    package let opens: Day
    package let softEnd: Day
    package let hardEnd: Day
    package let document: String
    package let reason: String

    package static let columns: [Column<CycleChange>] = [
        Column("change", zh: "事项", en: "Change", \.change),
        Column("changed", zh: "日期", en: "Day", \.changed),
        Column("opens", zh: "开始", en: "Opens", \.opens),
        Column("soft_end", zh: "应训期限", en: "Soft end", \.softEnd),
        Column("hard_end", zh: "最后期限", en: "Hard end", \.hardEnd),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("reason", zh: "理由", en: "Reason", \.reason),
    ]
}

extension Text {
    fileprivate static let cycleOrganisation = Text(
        zh: "哪个党组织的周期，同一周期开启多处时填写", en: "Whose cycle, where several organisations have it open")
}

/// Days of a cycle that were entered wrongly; what is not given stays.
package struct CycleCorrection: Codable, Described, Sendable {
    package let organisation: String?
    package let opens: Day?
    package let softEnd: Day?
    package let hardEnd: Day?
    package let document: String
    package let reason: String

    package init(
        organisation: String? = nil, opens: Day? = nil, softEnd: Day? = nil, hardEnd: Day? = nil, document: String,
        reason: String
    ) {
        self.organisation = organisation
        self.opens = opens
        self.softEnd = softEnd
        self.hardEnd = hardEnd
        self.document = document
        self.reason = reason
    }

    package static let memberTexts = [
        "organisation": Text.cycleOrganisation,
        "opens": Text(zh: "正确的开始日期", en: "The right day on which it opens"),
        "soft_end": Text(zh: "正确的应训期限", en: "The right soft end"),
        "hard_end": Text(zh: "正确的最后期限", en: "The right hard end"),
    ]
}

/// Later ends of a cycle.
package struct CycleExtension: Codable, Described, Sendable {
    package let organisation: String?
    package let on: Day?
    package let softEnd: Day?
    package let hardEnd: Day
    package let document: String
    package let reason: String

    package init(
        organisation: String? = nil, on: Day? = nil, softEnd: Day? = nil, hardEnd: Day, document: String,
        reason: String
    ) {
        self.organisation = organisation
        self.on = on
        self.softEnd = softEnd
        self.hardEnd = hardEnd
        self.document = document
        self.reason = reason
    }

    package static let memberTexts = [
        "organisation": Text.cycleOrganisation,
        "on": Text(zh: "决定日期，默认今天", en: "The day of the decision, by default today"),
        "soft_end": Text(zh: "新的应训期限，默认不变", en: "The new soft end, by default as before"),
        "hard_end": Text(zh: "新的最后期限", en: "The new hard end"),
    ]
}

/// That nothing is owed to a cycle any more.
package struct CycleWithdrawal: Codable, Described, Sendable {
    package let organisation: String?
    package let on: Day?
    package let document: String
    package let reason: String

    package init(organisation: String? = nil, on: Day? = nil, document: String, reason: String) {
        self.organisation = organisation
        self.on = on
        self.document = document
        self.reason = reason
    }

    package static let memberTexts = [
        "organisation": Text.cycleOrganisation,
        "on": Text(zh: "从哪一天起撤销，默认今天", en: "The first day without it, by default today"),
    ]
}

package struct CycleChanged: Outcome {
    package let cycle: Cycle
    package let change: CycleChange.Kind
    /// Duties whose days or state changed.
    package let duties: Int

    package var summary: Text {
        switch change {
        case .withdraw:
            Text(
                zh: "已自 \(cycle.withdrawn?.description ?? "") 起撤销「\(cycle.name.chinese)」，任务随之终止，变动 \(duties) 项。",
                en:
                    "Withdrew “\(cycle.name.english)” from \(cycle.withdrawn?.description ?? "") on; its duties end, "
                    + "\(duties) changed.")
        case .correct, .extend:
            Text(
                zh:
                    "「\(cycle.name.chinese)」现为 \(cycle.opens) 至 \(cycle.softEnd)，最后期限 \(cycle.hardEnd)，"
                    + "任务变动 \(duties) 项。",
                en:
                    "“\(cycle.name.english)” is now from \(cycle.opens) to \(cycle.softEnd), hard end "
                    + "\(cycle.hardEnd); \(duties) duties changed.")
        }
    }
}
