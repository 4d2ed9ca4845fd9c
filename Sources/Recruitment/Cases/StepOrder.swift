import Civil
package import Kernel
package import Members
package import Procedures
package import Wire

/// A contact or introducer as a step names them: by the registry, or by name alone for people outside it.
package struct SponsorOrder: Codable, Described, Sendable, Equatable {
    package let person: Reference<Person>?
    package let name: String?
    /// As stated by the recorder; the registry decides where it knows the person.
    package let fullMember: Bool?
    package let underDiscipline: Bool?

    package init(
        person: Reference<Person>? = nil, name: String? = nil, fullMember: Bool? = nil, underDiscipline: Bool? = nil
    ) {
        self.person = person
        self.name = name
        self.fullMember = fullMember
        self.underDiscipline = underDiscipline
    }

    package static let memberLimits: [String: MemberLimit] = ["name": .length(StepContent.longestName)]

    package static let memberTexts = [
        "name": Text(zh: "不在册人员的姓名", en: "Name of somebody who is not on the register"),
        "full_member": Text(zh: "不在册人员是否正式党员", en: "Whether somebody not on the register is a full member"),
        "under_discipline": Text(zh: "是否受留党察看等处分", en: "Whether under discipline that forbids it"),
    ]
}

/// What is stated about a step beside its day: its people and its details, flat on the wire.
package struct StepStatement: Codable, Described, Sendable, Equatable {
    package var people: [SponsorOrder]?
    package var details: StepDetails

    package init(people: [SponsorOrder]? = nil, details: StepDetails = StepDetails()) {
        self.people = people
        self.details = details
    }

    package static let memberLimits = StepDetails.memberLimits.merging(["people": .items(StepContent.peopleAllowed)]) {
        first, _ in first
    }

    package static let memberTexts = StepDetails.memberTexts.merging([
        "people": Text(zh: "培养联系人或介绍人", en: "Contacts or introducers")
    ]) { first, _ in first }

    private enum CodingKeys: CodingKey { case people }

    package init(from decoder: any Decoder) throws {
        people = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([SponsorOrder].self, forKey: .people)
        details = try StepDetails(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(people, forKey: .people)
        try details.encode(to: encoder)
    }
}

/// A step to record or to judge; what it has to state follows from the milestone. Flat on the wire.
package struct StepOrder: Codable, Described, Sendable, Equatable {
    package let milestone: Milestone
    /// A day, or a month where the papers say no more.
    package let on: StatedDate
    package let statement: StepStatement
    /// Keys of the materials on file, each perhaps with its own day: `conclusion@2026-01-10`.
    package let evidence: [String]?
    /// Why a step that a gate refuses is recorded all the same.
    package let irregular: String?
    /// One key, one step of the case; by default milestone and day.
    package let key: String?

    package init(
        _ milestone: Milestone, on: StatedDate, _ statement: StepStatement = StepStatement(),
        evidence: [String]? = nil, irregular: String? = nil, key: String? = nil
    ) {
        self.milestone = milestone
        self.on = on
        self.statement = statement
        self.evidence = evidence
        self.irregular = irregular
        self.key = key
    }

    package static let memberLimits = StepStatement.memberLimits

    package static let memberTexts = StepStatement.memberTexts.merging([
        "milestone": Text(zh: "步骤，如 application", en: "The milestone, such as application"),
        "on": Text(zh: "日期；材料只写到月份的，写月份", en: "The day, or the month where the papers say no more"),
        "evidence": Text(
            zh: "已有材料的代码，可带日期，如 conclusion@2026-01-10",
            en: "Keys of the materials on file, perhaps with a day: conclusion@2026-01-10"),
        "irregular": Text(
            zh: "不合规定而确已发生的，写明理由", en: "Why a step that a rule refuses is recorded all the same"),
        "key": Text(zh: "幂等键，默认为步骤和日期", en: "Idempotency key; milestone and day by default"),
    ]) { first, _ in first }

    private enum CodingKeys: CodingKey { case milestone, on, evidence, irregular, key }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        milestone = try container.decode(Milestone.self, forKey: .milestone)
        on = try container.decode(StatedDate.self, forKey: .on)
        statement = try StepStatement(from: decoder)
        evidence = try container.decodeIfPresent([String].self, forKey: .evidence)
        irregular = try container.decodeIfPresent(String.self, forKey: .irregular)
        key = try container.decodeIfPresent(String.self, forKey: .key)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(milestone, forKey: .milestone)
        try container.encode(on, forKey: .on)
        try statement.encode(to: encoder)
        try container.encodeIfPresent(evidence, forKey: .evidence)
        try container.encodeIfPresent(irregular, forKey: .irregular)
        try container.encodeIfPresent(key, forKey: .key)
    }
}

extension StepStatement {
    /// - Throws: `recruitment.foreign`, `value.invalid` for what a step of the milestone has no place for, and for
    ///   endless words.
    func check(for milestone: Milestone) throws(AppError) {
        try details.requirePlausibleParticulars()
        let foreign =
            people != nil && milestone.shape != .people ? "people" : details.foreign(to: milestone.shape, milestone)
        if let foreign { throw .contentForeign(foreign, milestone) }
    }
}

extension StepOrder {
    /// Milestone and day, where the order gives no key.
    private var usualKey: String { "\(statement.details.extra ?? milestone.rawValue):\(on)" }

    /// The key under which the step is recorded: the one given, else the usual one, or the next where a step with that
    /// was annulled.
    /// - Throws: `recruitment.step_annulled` for what says the same as the annulled step and nothing that stands.
    func key(for step: CaseStep, after steps: [RecordedStep]) throws(AppError) -> String {
        let usual = usualKey
        guard key ?? usual == usual else { return key ?? usual }
        let same = steps.filter { repeats($0, step) }
        if let wrong = same.last, same.allSatisfy(\.isAnnulled) { throw .stepAnnulled(wrong) }
        var (next, number) = (usual, 1)
        while steps.contains(where: { $0.key == next && $0.isAnnulled }) {
            number += 1
            next = "\(usual)#\(number)"
        }
        return next
    }

    /// Whether a step on file is what this order made: what was looked up then may be different today.
    func repeats(_ known: RecordedStep, _ step: CaseStep) -> Bool {
        guard known.step.milestone == step.milestone, known.step.date == step.date,
            known.step.evidence == step.evidence, known.step.extra == step.extra,
            known.particulars == statement.details.particulars,
            !known.step.isIrregular || irregular != nil
        else { return false }
        switch (known.step.content, step.content) {
        case (.training(let days, let hours, let exemption, let credited), .training(let d, let h, let e, _)):
            if statement.details.takesHoursFromLedger {
                return days == 0 && exemption == nil && hours == credited ?? 0
            }
            return (days, hours, exemption) == (d, h, e)
        case (.resolution(var before, let resolved), .resolution(let ballot, let outcome)):
            before.registered = ballot.registered
            return before == ballot && resolved == outcome
        default: return known.step.content == step.content
        }
    }
}

extension StatedDate: WireValue {
    package static var form: TextForm? {
        TextForm(
            "date-or-month", keywords: "\"anyOf\":[{\"format\":\"date\"},{\"pattern\":\"\(Month.pattern)\"}]",
            example: "2026-03-02",
            expected: Text(zh: "日期或月份，如 2014-05-09、2014-05", en: "a day or a month such as 2014-05-09 or 2014-05")
        ) { Day(iso: $0) != nil || Day(iso: $0 + "-01") != nil }
    }
    package static var sample: StatedDate { StatedDate(Day.sample) }
}

extension StatedDate: CellValue {
    package var cell: Cell { .text(description) }
}
