package import Civil
package import Kernel
import Policy
package import Procedures
package import Wire

/// Everything about a case: what was done, what comes next and when, what is due.
package struct CaseDetails: Codable, Sendable {
    package let recruitment: RecruitmentCase
    package let steps: [StepLine]
    package let outlook: [OutlookLine]
    package let deadlines: [CaseDeadline]
    /// The end of probation, from which standing in the Party counts.
    package let probationEnds: Day?
    package let ruledOn: Day?
    package let rulingReason: String?
    package let rulingDocument: String?

    init(_ file: CaseFile) {
        recruitment = file.recruitment
        steps = file.steps.map(StepLine.init)
        outlook = file.outlook.map(OutlookLine.init)
        deadlines = file.deadlines.map(CaseDeadline.init)
        probationEnds = file.probationEnd
        ruledOn = file.ruling?.decidedOn
        rulingReason = file.ruling?.reason
        rulingDocument = file.ruling?.document
    }
}

/// A recorded step, with its details flat beside it.
package struct StepLine: Codable, Sendable {
    package let number: Int
    package let milestone: Milestone
    package let name: Text
    package let on: StatedDate
    package let irregular: Bool
    package let reason: String?
    package let annulled: Bool
    package let brokenRules: [String]
    package let ruleSet: String
    package let evidence: [String]
    package let people: [String]?
    package let details: StepDetails
    package let recordedBy: String

    init(_ recorded: RecordedStep) {
        let step = recorded.step
        number = recorded.number
        milestone = step.milestone
        name = step.milestone.text
        on = step.date
        irregular = step.isIrregular
        reason = recorded.reason
        annulled = recorded.isAnnulled
        brokenRules = recorded.broken
        ruleSet = recorded.ruleSet
        evidence = step.evidence.sorted()
        if case .people(let people) = step.content { self.people = people.map(\.name) } else { people = nil }
        details = recorded.details
        recordedBy = recorded.recordedBy
    }

    private enum CodingKeys: CodingKey {
        case number, milestone, name, on, irregular, reason, annulled, brokenRules, ruleSet, evidence, people
        case recordedBy
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        number = try container.decode(Int.self, forKey: .number)
        milestone = try container.decode(Milestone.self, forKey: .milestone)
        name = try container.decode(Text.self, forKey: .name)
        on = try container.decode(StatedDate.self, forKey: .on)
        irregular = try container.decode(Bool.self, forKey: .irregular)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        annulled = try container.decode(Bool.self, forKey: .annulled)
        brokenRules = try container.decode([String].self, forKey: .brokenRules)
        ruleSet = try container.decode(String.self, forKey: .ruleSet)
        evidence = try container.decode([String].self, forKey: .evidence)
        people = try container.decodeIfPresent([String].self, forKey: .people)
        details = try StepDetails(from: decoder)
        recordedBy = try container.decode(String.self, forKey: .recordedBy)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(milestone, forKey: .milestone)
        try container.encode(name, forKey: .name)
        try container.encode(on, forKey: .on)
        try container.encode(irregular, forKey: .irregular)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encode(annulled, forKey: .annulled)
        try container.encode(brokenRules, forKey: .brokenRules)
        try container.encode(ruleSet, forKey: .ruleSet)
        try container.encode(evidence, forKey: .evidence)
        try container.encodeIfPresent(people, forKey: .people)
        try details.encode(to: encoder)
        try container.encode(recordedBy, forKey: .recordedBy)
    }
}

extension StepLine: Tabular {
    package static let columns: [Column<StepLine>] = [
        Column("number", zh: "序", en: "No.", \.number),
        Column("on", zh: "日期", en: "Day", \.on),
        Column("milestone", zh: "步骤", en: "Step", \.milestone),
        Column("annulled", zh: "已更正，不作数", en: "Annulled", \.annulled),
        Column("irregular", zh: "不规范", en: "Irregular", \.irregular),
        Column("broken_rules", zh: "未符合的规则", en: "Rules broken") { $0.brokenRules.joined(separator: " ") },
        Column("rule_set", zh: "依据", en: "Rules", \.ruleSet),
        Column("recorded_by", zh: "登记人", en: "Recorded by", \.recordedBy),
    ]
}

/// When a step that comes next can be made.
package struct OutlookLine: Codable, Sendable {
    package let milestone: Milestone
    package let name: Text
    package let opens: Day
    package let closes: Day?
    /// No legal day is left.
    package let blocked: Bool
    package let openingRule: String?
    package let closingRule: String?
    /// It depends on a year whose holidays are not announced yet.
    package let provisional: Bool

    init(_ outlook: Outlook) {
        milestone = outlook.milestone
        name = outlook.milestone.text
        opens = outlook.opens
        closes = outlook.closes
        blocked = outlook.isClosed
        openingRule = outlook.opening?.id
        closingRule = outlook.closing?.id
        provisional = outlook.isProvisional
    }
}

extension OutlookLine: Tabular {
    package static let columns: [Column<OutlookLine>] = [
        Column("milestone", zh: "接着可办", en: "Next", \.milestone),
        Column("opens", zh: "最早", en: "Not before", \.opens),
        Column("closes", zh: "最迟", en: "Not after", \.closes),
        Column("blocked", zh: "没有合法日期了", en: "No legal day left", \.blocked),
        Column("provisional", zh: "暂定", en: "Provisional", \.provisional),
        Column("closing_rule", zh: "规则", en: "Rule", \.closingRule),
    ]
}

/// Something that one case has to have by a day.
package struct CaseDeadline: Codable, Sendable {
    package let rule: String
    package let name: Text
    package let milestone: Milestone
    package let due: Day
    /// The last day in special cases.
    package let special: Day?
    package let kind: Deadline.Kind
    /// It depends on a year whose holidays are not announced yet.
    package let provisional: Bool

    init(_ deadline: Deadline) {
        rule = deadline.rule.id
        name = deadline.rule.name
        milestone = deadline.milestone
        due = deadline.due
        special = deadline.special
        kind = deadline.kind
        provisional = deadline.isProvisional
    }
}

extension CaseDeadline: Tabular {
    package static let columns: [Column<CaseDeadline>] = [
        Column("due", zh: "到期", en: "Due", \.due),
        Column("special", zh: "特殊情况", en: "Special", \.special),
        Column("provisional", zh: "暂定", en: "Provisional", \.provisional),
        Column("kind", zh: "情形", en: "Kind", \.kind),
        Column("milestone", zh: "步骤", en: "Step", \.milestone),
        Column("rule", zh: "规则", en: "Rule") { .word($0.rule, $0.name) },
    ]
}

/// What one rule says about a step.
package struct FindingLine: Codable, Sendable {
    package let rule: String
    package let name: Text
    package let kind: Rule.Kind
    package let holds: Bool
    package let text: Text
    /// The facts that were compared, such as `members 12 ≠ 3`.
    package let basis: String
    package let source: Text

    init(_ finding: Finding) {
        rule = finding.rule.id
        name = finding.rule.name
        kind = finding.rule.kind
        holds = !finding.isBroken
        text = finding.words
        basis = finding.basis
        source = finding.rule.source.text
    }
}

extension FindingLine: Tabular {
    package static let columns: [Column<FindingLine>] = [
        Column("rule", zh: "规则", en: "Rule") { .word($0.rule, $0.name) },
        Column("kind", zh: "性质", en: "Kind", \.kind),
        Column("holds", zh: "符合", en: "Holds", \.holds),
        Column("text", zh: "结果", en: "Result", \.text),
        Column("basis", zh: "事实", en: "Facts", \.basis),
        Column("source", zh: "依据", en: "Source", \.source),
    ]
}

/// What the rules say about a step.
package struct StepVerdict: Codable, Sendable {
    package let permitted: Bool
    package let ruleSet: String
    package let findings: [FindingLine]
    package let firstPermitted: Day?
    /// It depends on a year whose holidays are not announced yet.
    package let provisional: Bool
    /// What can be done when it is not permitted.
    package let hint: Text?

    init(_ verdict: Verdict, _ step: CaseStep) {
        permitted = verdict.isPermitted
        ruleSet = verdict.set
        findings = verdict.findings.map(FindingLine.init)
        firstPermitted = verdict.firstPermitted
        provisional = verdict.isProvisional
        hint = verdict.isPermitted ? nil : verdict.hint(for: step)
    }
}

extension StepVerdict: Tabular {
    package static let columns: [Column<StepVerdict>] = [
        Column("permitted", zh: "规则允许", en: "Permitted") { verdict in
            .word(String(verdict.permitted), verdict.permitted ? Text(zh: "是", en: "yes") : Text(zh: "否", en: "no"))
        },
        Column("first_permitted", zh: "最早日期", en: "First permitted day", \.firstPermitted),
        Column("provisional", zh: "暂定", en: "Provisional", \.provisional),
        Column("rule_set", zh: "规则版本", en: "Rules", \.ruleSet),
        Column("hint", zh: "可以怎样办", en: "What can be done", \.hint),
    ]
}
