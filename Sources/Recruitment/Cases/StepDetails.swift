package import Civil
package import Kernel
package import Procedures
package import Wire

/// What is stated about a step beside its day and its people, flat on the wire and in the database: only what the
/// milestone's shape asks for.
package struct StepDetails: Codable, Described, Sendable, Equatable {
    package var through: Day?
    package var objected: Bool?
    package var passed: Bool?
    package var days: Int?
    package var hours: Int?
    package var exemption: String?
    package var ballot: BallotStatement?
    package var outcome: Resolution.Word?
    package var until: Day?
    package var approver: Approver?
    /// Which of the steps that a locality adds.
    package var extra: String?
    /// Who did it, where, who was in the chair, and the number of the paper: as written down, not judged.
    package var actor: String?
    package var place: String?
    package var chair: String?
    package var document: String?

    package init() {}

    package static let memberLimits: [String: MemberLimit] = [
        "days": .count(StepContent.daysAllowed), "hours": .count(StepContent.hoursAllowed),
    ]

    package static let memberTexts = [
        "through": Text(zh: "公示截止日", en: "Last day of the public notice"),
        "objected": Text(zh: "公示期间的异议是否成立", en: "Whether an objection to the notice was upheld"),
        "passed": Text(zh: "结论是否合格", en: "Whether the conclusion is a pass"),
        "days": Text(zh: "培训天数", en: "Days of training"),
        "hours": Text(zh: "培训学时", en: "Class hours of training"),
        "exemption": Text(zh: "免训的理由", en: "Why no training was needed"),
        "ballot": Text(zh: "表决情况", en: "The ballot"),
        "outcome": Text(zh: "决议或决定的结果", en: "What was resolved or decided"),
        "until": Text(zh: "延长或推迟到哪一天", en: "Until when it was extended or postponed"),
        "approver": Text(zh: "审批机关", en: "The body that decided"),
        "extra": Text(zh: "地方附加步骤的代码，用于 extra", en: "Key of the local step, for the milestone extra"),
        "actor": Text(zh: "经办人", en: "Who did it"),
        "place": Text(zh: "地点", en: "Place"),
        "chair": Text(zh: "主持人", en: "Who was in the chair"),
    ]
}

/// A ballot as the minutes have it. Whether it was secret and on one person alone has to be stated.
package struct BallotStatement: Codable, Described, Sendable, Equatable {
    package var members: Int
    package var present: Int
    package var yes: Int
    package var no: Int?
    package var abstained: Int?
    package var writtenYes: Int?
    package var writtenNo: Int?
    package var excused: [Ballot.Excused: Int]?
    package var excusalApproved: Bool?
    package var secret: Bool
    package var single: Bool

    package static let memberLimits: [String: MemberLimit] = Dictionary(
        uniqueKeysWithValues: [
            "members", "present", "yes", "no", "abstained", "written_yes", "written_no", "excused",
        ].map { ($0, .count(Ballot.figures)) })

    package static let memberTexts = [
        "members": Text(zh: "有表决权的正式党员", en: "Full members with a vote"),
        "present": Text(zh: "实到会人数", en: "Members present"),
        "yes": Text(zh: "赞成", en: "Votes for"),
        "no": Text(zh: "反对", en: "Votes against"),
        "abstained": Text(zh: "弃权", en: "Abstentions"),
        "written_yes": Text(zh: "书面意见赞成", en: "Written opinions for"),
        "written_no": Text(zh: "书面意见反对", en: "Written opinions against"),
        "excused": Text(zh: "不计入应到会人数的党员，按原因", en: "Members left out of the base, by reason"),
        "excusal_approved": Text(zh: "不计入是否经大会和上级同意", en: "Whether leaving them out was approved"),
        "secret": Text(zh: "是否无记名投票", en: "Whether the ballot was secret"),
        "single": Text(zh: "是否逐个讨论和表决", en: "Whether the person was discussed and voted on alone"),
    ]
}

extension BallotStatement {
    package init(_ ballot: Ballot) {
        members = ballot.members
        present = ballot.present
        yes = ballot.yes
        no = ballot.no
        abstained = ballot.abstained
        writtenYes = ballot.writtenYes
        writtenNo = ballot.writtenNo
        excused = ballot.excused
        excusalApproved = ballot.isExcusalApproved
        secret = ballot.isSecret
        single = ballot.isSingle
    }

    /// - Parameter registered: full members of the branch on that day by the register.
    func ballot(registered: Int?) -> Ballot {
        var ballot = Ballot(
            members: members, present: present, yes: yes, no: no ?? 0, abstained: abstained ?? 0,
            writtenYes: writtenYes ?? 0)
        ballot.writtenNo = writtenNo ?? 0
        ballot.excused = excused ?? [:]
        ballot.isExcusalApproved = excusalApproved ?? ballot.excused.values.allSatisfy { $0 == 0 }
        ballot.isSecret = secret
        ballot.isSingle = single
        ballot.registered = registered
        return ballot
    }
}

extension StepDetails {
    package init(_ content: StepContent) {
        switch content {
        case .plain, .people: break
        case .notice(let through, let isObjected): (self.through, objected) = (through, isObjected)
        case .conclusion(let passed): self.passed = passed
        case .training(let days, let hours, let exemption, _):
            (self.days, self.hours, self.exemption) = (days, hours, exemption)
        case .resolution(let ballot, let outcome):
            self.ballot = BallotStatement(ballot)
            (self.outcome, until) = (outcome.word, outcome.until)
        case .decision(let outcome, let approver):
            (self.outcome, until, self.approver) = (outcome.word, outcome.until, approver)
        }
    }

    /// - Throws: `recruitment.content` for what the shape asks for and nobody stated.
    func content(
        _ shape: StepContent.Shape, people: [Sponsor]?, credited: Int?, registered: Int?
    ) throws(AppError) -> StepContent {
        switch shape {
        case .plain: .plain
        case .people: .people(try require(people, shape))
        case .notice: .notice(through: try require(through, shape), isObjected: objected ?? false)
        case .conclusion: .conclusion(passed: try require(passed, shape))
        case .training: .training(days: days ?? 0, hours: hours ?? 0, exemption: exemption, credited: credited)
        case .resolution:
            .resolution(try require(ballot, shape).ballot(registered: registered), try resolution(shape))
        case .decision: .decision(try resolution(shape), by: try require(approver, shape))
        }
    }

    /// Nothing about the training is stated: its hours are those of the ledger.
    var takesHoursFromLedger: Bool { days == nil && hours == nil && exemption == nil }

    /// What was stated although a step of this shape has no place for it.
    func foreign(to shape: StepContent.Shape, _ milestone: Milestone) -> String? {
        let decides = shape == .resolution || shape == .decision
        let stated: [(name: String, isStated: Bool, belongs: Bool)] = [
            ("through", through != nil, shape == .notice), ("objected", objected != nil, shape == .notice),
            ("passed", passed != nil, shape == .conclusion), ("days", days != nil, shape == .training),
            ("hours", hours != nil, shape == .training), ("exemption", exemption != nil, shape == .training),
            ("ballot", ballot != nil, shape == .resolution), ("outcome", outcome != nil, decides),
            ("until", until != nil, decides && (outcome == .extend || outcome == .postpone)),
            ("approver", approver != nil, shape == .decision), ("extra", extra != nil, milestone == .extra),
        ]
        return stated.first { $0.isStated && !$0.belongs }?.name
    }

    /// - Throws: `value.invalid` for words without an end.
    func requirePlausibleParticulars() throws(AppError) {
        for (name, value) in [("actor", actor), ("place", place), ("chair", chair), ("document", document)] {
            try Plausible.words(optional: value, name)
        }
    }

    var particulars: Particulars { Particulars(actor: actor, place: place, chair: chair, document: document) }

    private func resolution(_ shape: StepContent.Shape) throws(AppError) -> Resolution {
        switch try require(outcome, shape) {
        case .admit: .admit
        case .refuse: .refuse
        case .convert: .convert
        case .cancel: .cancel
        case .extend: .extend(until: try require(until, shape))
        case .postpone: .postpone(until: try require(until, shape))
        }
    }

    private func require<Value>(_ value: Value?, _ shape: StepContent.Shape) throws(AppError) -> Value {
        guard let value else { throw .contentMissing(shape) }
        return value
    }
}

/// What is written down about a step besides what the rules judge.
package struct Particulars: Sendable, Hashable {
    package let actor: String?
    package let place: String?
    package let chair: String?
    package let document: String?

    /// Those that are there, with their labels.
    package var named: [(key: String, label: Text, value: String)] {
        [
            ("actor", Text(zh: "经办", en: "Done by"), actor), ("place", Text(zh: "地点", en: "Place"), place),
            ("chair", Text(zh: "主持", en: "Chair"), chair), ("document", Text(zh: "文号", en: "Document"), document),
        ].compactMap { key, label, value in value.map { (key, label, $0) } }
    }
}
