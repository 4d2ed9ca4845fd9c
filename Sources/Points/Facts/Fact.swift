package import Civil
package import Kernel
package import Organisations
package import Schemes
package import Wire

/// Something that is known about a subject and may make an entry: attendance, dues, hours of training.
package struct FactOrder: Codable, Described, Sendable {
    package let subject: Reference<PointsSubject>
    package let fact: FactKind
    package let name: String?
    package let outcome: String?
    package let on: Day
    package let quantity: Amount?
    package let reference: String

    package init(
        subject: Reference<PointsSubject>, fact: FactKind, name: String? = nil, outcome: String? = nil, on: Day,
        quantity: Amount? = nil, reference: String
    ) {
        self.subject = subject
        self.fact = fact
        self.name = name
        self.outcome = outcome
        self.on = on
        self.quantity = quantity
        self.reference = reference
    }

    package static let memberTexts: [String: Text] = [
        "subject": .subjectNamed,
        "fact": Text.sentences([
            Text(zh: "事实的种类：", en: "Kind of fact:"), .listed(FactKind.allCases.map { ($0.rawValue, $0.text) }),
        ]),
        "name": Text(zh: "会议、班次或办法的名称", en: "Name of the meeting, course or scheme"),
        "outcome": Text(
            zh: "结果，如 present、absent、excused、paid、unpaid", en: "Outcome, such as present, absent, excused, paid, unpaid"
        ),
        "on": Text(zh: "发生日期", en: "Day on which it happened"),
        "quantity": Text(zh: "数量，如学时", en: "Quantity, such as hours"),
        "reference": Text(
            zh: "事实编号：同一编号只登记一次；补课填所补事项的编号",
            en: "Reference: the same one is recorded once; a make-up gives that of what it makes up"),
    ]
}

package struct FactsOrder: Codable, Described, Sendable {
    package let facts: [FactOrder]

    package init(facts: [FactOrder]) { self.facts = facts }

    package static let memberLimits: [String: MemberLimit] = ["facts": .items(1...100_000)]

    package static let memberTexts = ["facts": Text(zh: "要登记的事实", en: "Facts to record")]
}

package struct FactsRecorded: Outcome {
    /// Those that were new.
    package let count: Int
    package let dryRun: Bool
    /// What of the sheet was not imported; of one that came as a sheet.
    package var rest: SheetRest?

    package var summary: Text { .sentences([counts] + (rest?.sentences ?? [])) }

    private var counts: Text {
        dryRun
            ? Text(zh: "可以登记新事实 \(count) 条（只检查，没有保存）。", en: "\(count) new facts can be recorded (checked only).")
            : Text(zh: "已登记新事实 \(count) 条。", en: "\(count) new facts recorded.")
    }
}

extension FactsRecorded: SheetOutcome {
    package mutating func leave(_ cells: [CellNote]) { rest?.leftRows = cells }
}

/// Below which organisation facts become entries, and as of which day.
package struct AutomaticOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>
    package let asOf: Day?

    package init(scope: Reference<Organisation>, asOf: Day? = nil) {
        self.scope = scope
        self.asOf = asOf
    }

    package static let memberTexts = [
        "scope": Text(zh: "为哪个党组织及其下级记账", en: "The organisation below which entries are made")
    ]
}

package struct AutomaticOutcome: Outcome {
    /// Entries made in this run; those made before are not made again.
    package let made: Int
    package let known: Int
    /// Facts that the scheme would score, but that were refused, with the reason.
    package let refused: [PointsRefusal]

    package var summary: Text {
        PointsRefusal.listed(
            Text(
                zh: "新记账 \(made) 笔，已有 \(known) 笔，未能记账 \(refused.count) 笔。",
                en: "\(made) entries made, \(known) known before, \(refused.count) refused."),
            refused)
    }
}
