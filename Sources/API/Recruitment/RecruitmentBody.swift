import Policy
import Civil
import Foundation
import Wire
import Kernel
package import Recruitment

struct CaseBody: Codable, Sendable {
    let id: String
    let person: String
    let name: String
    let path: String
    let organisationCode: String?
    let organisationName: String?
    let openedOn: String
    let stage: String
    let state: String
    let leavesOn: String?
    let ruleSet: String

    init(_ recruitment: RecruitmentCase) {
        id = recruitment.id.description
        person = recruitment.person.text
        name = recruitment.name
        path = recruitment.path
        organisationCode = recruitment.organisationCode
        organisationName = recruitment.organisationName
        openedOn = recruitment.openedOn.description
        stage = recruitment.stage.word
        state = recruitment.state.rawValue
        leavesOn = recruitment.leavesOn?.description
        ruleSet = recruitment.ruleSet
    }
}

struct CaseImportBody: Codable, Sendable {
    let rows: Int
    /// Steps taken as irregular.
    let irregular: Int
    let dryRun: Bool
}

struct CaseOpeningBody: Codable, Sendable {
    let person: String
    let on: String?
}

/// A contact or introducer: `person` by the registry, or `name` alone.
struct SponsorBody: Codable, Sendable {
    let person: String?
    let name: String?
    let fullMember: Bool?
    let underDiscipline: Bool?

    func order() throws(AppError) -> SponsorOrder {
        SponsorOrder(
            person: try person.map { text throws(AppError) in try PointsBody.uuid(text, "people.person") }, name: name,
            isFullMember: fullMember, isUnderDiscipline: underDiscipline ?? false)
    }
}

struct BallotBody: Codable, Sendable {
    let members: Int
    let present: Int
    let yes: Int
    let no: Int?
    let abstained: Int?
    let writtenYes: Int?
    let writtenNo: Int?
    /// `illness`, `abroad`, `sentence`, `bedridden`, `not_transferred`, with how many of each.
    let excused: [String: Int]?
    let excusalApproved: Bool?
    let secret: Bool
    let single: Bool

    var record: BallotRecord {
        var record = BallotRecord(members: members, present: present, yes: yes)
        record.no = no
        record.abstained = abstained
        record.writtenYes = writtenYes
        record.writtenNo = writtenNo
        record.excused = excused
        record.excusalApproved = excusalApproved
        record.secret = secret
        record.single = single
        return record
    }

    init(_ record: BallotRecord) {
        members = record.members
        present = record.present
        yes = record.yes
        no = record.no
        abstained = record.abstained
        writtenYes = record.writtenYes
        writtenNo = record.writtenNo
        excused = record.excused
        excusalApproved = record.excusalApproved
        secret = record.secret ?? false
        single = record.single ?? false
    }
}

/// A step to record or to judge; which fields it needs follows from the milestone.
struct StepOrderBody: Codable, Sendable {
    let milestone: String
    /// A day, or a month where the papers say no more.
    let on: String
    let people: [SponsorBody]?
    let through: String?
    let objected: Bool?
    let passed: Bool?
    let days: Int?
    let hours: Int?
    let exemption: String?
    let ballot: BallotBody?
    let outcome: String?
    let until: String?
    let approver: String?
    /// Which of the steps that a locality adds, for the milestone `extra`.
    let extra: String?
    /// Who did it, where, who was in the chair, and the number of the paper.
    let actor: String?
    let place: String?
    let chair: String?
    let document: String?
    /// Keys of the materials that are there, each perhaps with its own day: `conclusion@2026-01-10`.
    let evidence: [String]?
    /// The reason for recording a step that a gate refuses.
    let irregular: String?
    let key: String?

    func order() throws(AppError) -> StepOrder {
        guard let date = StatedDate(on) else {
            throw .invalidValue(
                "on", String(on.prefix(40)),
                expected: Text(zh: "日期或月份，如 2014-05-09、2014-05", en: "a day or a month such as 2014-05-09 or 2014-05"))
        }
        let milestone: Milestone = try APIRequest.choice(milestone, "milestone")
        var record = StepRecord()
        record.through = try through.map { text throws(AppError) in try APIRequest.day(text, "through") }
        record.until = try until.map { text throws(AppError) in try APIRequest.day(text, "until") }
        record.objected = objected
        record.passed = passed
        record.days = days
        record.hours = hours
        record.exemption = exemption
        record.ballot = ballot?.record
        record.outcome = outcome
        record.approver = approver
        record.extra = extra
        (record.actor, record.place, record.chair, record.document) = (actor, place, chair, document)
        var sponsors: [SponsorOrder]?
        if let people {
            var orders: [SponsorOrder] = []
            for person in people { orders.append(try person.order()) }
            sponsors = orders
        }
        return StepOrder(
            milestone: milestone, date: date, record: record, people: sponsors, evidence: Set(evidence ?? []),
            irregular: irregular, key: key ?? StepOrder.usualKey(milestone, extra: extra, date))
    }
}

extension StepOrder {
    /// A step as another door takes it: the fields of the API's body, with what stands beside them there.
    /// - Throws: `body.*`, `value.invalid`.
    package static func reading(
        _ content: String, milestone: Milestone, on day: String, evidence: [String], irregular: String?, key: String?
    ) throws -> StepOrder {
        // What stands beside the content there does not stand in it.
        let beside = ["milestone", "on", "evidence", "irregular", "key"]
        let source = JSONSource.option("--content", page: "Recruitment.md")
        guard case .object(let members) = JSONSchema.of(StepOrderBody.self) else { throw source.syntax }
        try JSONCheck.check(Array(content.utf8), .object(members.filter { !beside.contains($0.name) }), source)
        let read = try? JSONSerialization.jsonObject(with: Data(content.utf8))
        guard var fields = read as? [String: Any] else {
            throw AppError.invalidValue("content", content.quotable, expected: milestone.shape.text)
        }
        fields["milestone"] = milestone.rawValue
        fields["on"] = day
        fields["evidence"] = evidence
        if let irregular { fields["irregular"] = irregular }
        if let key { fields["key"] = key }
        do {
            return try JSONDecoder.api.decode(
                StepOrderBody.self, from: JSONSerialization.data(withJSONObject: fields)
            ).order()
        } catch let error as DecodingError {
            throw source.mistake(error)
        }
    }
}

struct FindingBody: Codable, Sendable {
    let rule: String
    let name: Text
    /// `gate`, `deadline`, `warning`.
    let kind: String
    let holds: Bool
    let text: Text
    let source: Text

    init(_ finding: Finding) {
        rule = finding.rule.id
        name = Text(finding.rule.name)
        kind = finding.rule.kind.rawValue
        holds = !finding.isBroken
        text = Text(finding.words)
        source = Text(finding.rule.source.text)
    }
}

struct VerdictBody: Codable, Sendable {
    let permitted: Bool
    let ruleSet: String
    let findings: [FindingBody]
    let firstPermitted: String?
    let provisional: Bool
    /// What can be done when it is not permitted.
    let wayOut: Text?

    init(_ verdict: Verdict, _ step: CaseStep) {
        permitted = verdict.isPermitted
        ruleSet = verdict.set
        findings = verdict.findings.map(FindingBody.init)
        firstPermitted = verdict.firstPermitted?.description
        provisional = verdict.isProvisional
        wayOut = verdict.isPermitted ? nil : Text(verdict.wayOut(step))
    }
}

struct StepOutcomeBody: Codable, Sendable {
    let number: Int
    let isNew: Bool
    let irregular: Bool
    let stage: String
    let state: String
    let verdict: VerdictBody
    /// Seats of the year from the branch upwards, after a step that uses one.
    let seats: [SeatsBody]

    struct SeatsBody: Codable, Sendable {
        let organisation: String
        let seats: Int
        let used: Int
        let left: Int
    }

    init(_ outcome: StepOutcome) {
        number = outcome.number
        isNew = outcome.isNew
        irregular = outcome.step.isIrregular
        stage = outcome.stage.word
        state = outcome.state.rawValue
        verdict = VerdictBody(outcome.verdict, outcome.step)
        seats = outcome.seats.map {
            SeatsBody(organisation: $0.organisation, seats: $0.seats, used: $0.used, left: $0.left)
        }
    }
}

struct RecordedStepBody: Codable, Sendable {
    let number: Int
    let milestone: String
    let name: Text
    let on: String
    let irregular: Bool
    let reason: String?
    let annulled: Bool
    let brokenRules: [String]
    let ruleSet: String
    let evidence: [String]
    let people: [String]?
    let through: String?
    let objected: Bool?
    let passed: Bool?
    let days: Int?
    let hours: Int?
    let exemption: String?
    let ballot: BallotBody?
    let outcome: String?
    let until: String?
    let approver: String?
    let extra: String?
    let actor: String?
    let place: String?
    let chair: String?
    let document: String?
    let recordedBy: String

    init(_ recorded: RecordedStep) {
        let record = StepRecord(recorded.step.content)
        number = recorded.number
        milestone = recorded.step.milestone.rawValue
        name = Text(recorded.step.milestone.text)
        on = recorded.step.date.description
        irregular = recorded.step.isIrregular
        reason = recorded.reason
        annulled = recorded.isAnnulled
        brokenRules = recorded.broken
        ruleSet = recorded.ruleSet
        evidence = recorded.step.evidence.sorted()
        people = record.people?.map(\.name)
        through = record.through?.description
        objected = record.objected
        passed = record.passed
        days = record.days
        hours = record.hours
        exemption = record.exemption
        ballot = record.ballot.map(BallotBody.init)
        outcome = record.outcome
        until = record.until?.description
        approver = record.approver
        extra = recorded.step.extra
        actor = recorded.particulars.actor
        place = recorded.particulars.place
        chair = recorded.particulars.chair
        document = recorded.particulars.document
        recordedBy = recorded.recordedBy
    }
}

struct OutlookBody: Codable, Sendable {
    let milestone: String
    let name: Text
    let opens: String
    let closes: String?
    /// No legal day is left.
    let blocked: Bool
    let openingRule: String?
    let closingRule: String?
    let provisional: Bool

    init(_ outlook: Outlook) {
        milestone = outlook.milestone.rawValue
        name = Text(outlook.milestone.text)
        opens = outlook.opens.description
        closes = outlook.closes?.description
        blocked = outlook.isClosed
        openingRule = outlook.opening?.id
        closingRule = outlook.closing?.id
        provisional = outlook.isProvisional
    }
}

struct DeadlineBody: Codable, Sendable {
    let rule: String
    let name: Text
    let milestone: String
    let due: String
    let special: String?
    let kind: String
    /// The day rests on a year whose notice on holidays is not out yet.
    let provisional: Bool

    init(_ deadline: Deadline) {
        rule = deadline.rule.id
        name = Text(deadline.rule.name)
        milestone = deadline.milestone.rawValue
        due = deadline.due.description
        special = deadline.special?.description
        kind = deadline.kind.rawValue
        provisional = deadline.isProvisional
    }
}

struct CaseFileBody: Codable, Sendable {
    let recruitment: CaseBody
    let steps: [RecordedStepBody]
    let outlook: [OutlookBody]
    let deadlines: [DeadlineBody]
    /// The end of probation, from which standing in the Party counts.
    let probationEnds: String?
    let ruledOn: String?
    let rulingReason: String?
    let rulingDocument: String?

    init(_ file: CaseFile) {
        recruitment = CaseBody(file.recruitment)
        steps = file.steps.map(RecordedStepBody.init)
        outlook = file.outlook.map(OutlookBody.init)
        deadlines = file.deadlines.map(DeadlineBody.init)
        probationEnds = file.probationEnd?.description
        ruledOn = file.recruitment.ruling?.decidedOn.description
        rulingReason = file.recruitment.ruling?.reason
        rulingDocument = file.recruitment.ruling?.document
    }
}

struct RulingBody: Codable, Sendable {
    let reason: String
    let document: String
    let on: String?
}

struct RefreshOrderBody: Codable, Sendable {
    /// Code of an organisation: only what lies below it.
    let scope: String?
}

struct RefreshedBody: Codable, Sendable {
    let cases: Int
}

struct AnnulmentBody: Codable, Sendable {
    let reason: String
}

struct LeavingBody: Codable, Sendable {
    /// Absent: the person stays.
    let on: String?
}

struct DeadlineLineBody: Codable, Sendable {
    let recruitment: String
    let person: String
    let name: String
    let path: String
    let organisationName: String?
    let rule: String
    let milestone: String
    let due: String
    let special: String?
    let kind: String
    let late: Bool
    let basis: String
    /// The day rests on a year whose notice on holidays is not out yet.
    let provisional: Bool

    init(_ line: DeadlineLine, today: Day) {
        recruitment = line.recruitment.text
        person = line.person.text
        name = line.name
        path = line.path
        organisationName = line.organisationName
        rule = line.rule
        milestone = line.milestone.rawValue
        due = line.due.description
        special = line.special?.description
        kind = line.kind.rawValue
        late = line.due < today
        basis = line.basis
        provisional = line.isProvisional
    }
}

struct StageCountBody: Codable, Sendable {
    let stage: String
    let state: String
    let cases: Int
}

struct DeadlineCountBody: Codable, Sendable {
    let rule: String
    let kind: String
    let late: Int
    let due: Int
    let first: String?
}

struct RecruitmentOverviewBody: Codable, Sendable {
    let stages: [StageCountBody]
    let deadlines: [DeadlineCountBody]

    init(_ overview: RecruitmentOverview) {
        stages = overview.stages.map {
            StageCountBody(stage: $0.stage.word, state: $0.state.rawValue, cases: $0.cases)
        }
        deadlines = overview.deadlines.map {
            DeadlineCountBody(
                rule: $0.rule, kind: $0.kind.rawValue, late: $0.late, due: $0.due, first: $0.first?.description)
        }
    }
}

struct RuleBody: Codable, Sendable {
    let set: String
    let id: String
    let kind: String
    let milestone: String
    let name: Text
    let source: Text
    let verified: Bool
    let on: Bool
    let facts: [String]

    init(_ set: RecruitmentRules.RuleSet, _ rule: Rule) {
        self.set = set.key
        id = rule.id
        kind = rule.kind.rawValue
        milestone = rule.milestone.rawValue
        name = Text(rule.name)
        source = Text(rule.source.text)
        verified = rule.source.verified
        on = rule.isOn
        facts = rule.facts
    }
}
