package import Civil
package import Kernel

/// What is recorded about a step beside its day, flat as it comes over the wire and lies in the database: only what the
/// milestone's shape asks for is there.
package struct StepRecord: Sendable, Equatable, Codable {
    package var people: [Sponsor]?
    package var through: Day?
    package var objected: Bool?
    package var passed: Bool?
    package var days: Int?
    package var hours: Int?
    package var exemption: String?
    /// Hours on the ledger of training when the step was recorded: looked up, never stated.
    package var credited: Int?
    package var ballot: BallotRecord?
    package var outcome: String?
    package var until: Day?
    package var approver: String?
    /// Which of the steps that a locality adds.
    package var extra: String?
    /// Who did it, where, who was in the chair, and the number of the paper: as written down, not judged.
    package var actor: String?
    package var place: String?
    package var chair: String?
    package var document: String?

    package init() {}

    package var particulars: Particulars { Particulars(actor: actor, place: place, chair: chair, document: document) }

    /// The content of a step with what stands beside it in the order that made it.
    init(_ step: CaseStep, beside order: StepRecord) {
        self.init(step.content)
        extra = step.extra
        (actor, place, chair, document) = (order.actor, order.place, order.chair, order.document)
    }

    package init(_ content: StepContent) {
        switch content {
        case .plain: break
        case .people(let people): self.people = people
        case .notice(let through, let isObjected): (self.through, objected) = (through, isObjected)
        case .conclusion(let passed): self.passed = passed
        case .training(let days, let hours, let exemption, let credited):
            (self.days, self.hours, self.exemption, self.credited) = (days, hours, exemption, credited)
        case .resolution(let ballot, let outcome):
            self.ballot = BallotRecord(ballot)
            (self.outcome, until) = (outcome.word.rawValue, outcome.until)
        case .decision(let outcome, let approver):
            (self.outcome, until, self.approver) = (outcome.word.rawValue, outcome.until, approver.rawValue)
        }
    }

    /// - Throws: `recruitment.content`, `value.invalid` for what the shape asks for.
    package func content(_ shape: StepContent.Shape) throws(AppError) -> StepContent {
        switch shape {
        case .plain: return .plain
        case .people: return .people(try need(people, shape))
        case .notice: return .notice(through: try need(through, shape), isObjected: objected ?? false)
        case .conclusion: return .conclusion(passed: try need(passed, shape))
        case .training:
            return .training(days: days ?? 0, hours: hours ?? 0, exemption: exemption, credited: credited)
        case .resolution: return .resolution(try need(ballot, shape).ballot(), try readOutcome(shape))
        case .decision: return .decision(try readOutcome(shape), by: try readApprover(shape))
        }
    }

    /// What was said although a step of this shape has no place for it.
    func foreign(to shape: StepContent.Shape, _ milestone: Milestone) -> String? {
        let decides = shape == .resolution || shape == .decision
        let word = outcome.flatMap(Resolution.Word.init(rawValue:))
        let said: [(name: String, isSaid: Bool, belongs: Bool)] = [
            ("people", people != nil, shape == .people), ("through", through != nil, shape == .notice),
            ("objected", objected != nil, shape == .notice), ("passed", passed != nil, shape == .conclusion),
            ("days", days != nil, shape == .training), ("hours", hours != nil, shape == .training),
            ("exemption", exemption != nil, shape == .training), ("ballot", ballot != nil, shape == .resolution),
            ("outcome", outcome != nil, decides),
            ("until", until != nil, decides && (word == .extend || word == .postpone)),
            ("approver", approver != nil, shape == .decision), ("extra", extra != nil, milestone == .extra),
        ]
        return said.first { $0.isSaid && !$0.belongs }?.name
    }

    private func need<Value>(_ value: Value?, _ shape: StepContent.Shape) throws(AppError) -> Value {
        guard let value else { throw .contentMissing(shape) }
        return value
    }

    private func readOutcome(_ shape: StepContent.Shape) throws(AppError) -> Resolution {
        let text = try need(outcome, shape)
        switch Resolution.Word(rawValue: text) {
        case .admit: return .admit
        case .refuse: return .refuse
        case .convert: return .convert
        case .cancel: return .cancel
        case .extend: return .extend(until: try need(until, shape))
        case .postpone: return .postpone(until: try need(until, shape))
        case nil:
            throw .invalidValue(
                "outcome", text,
                expected: Text.listed(Resolution.Word.allCases.map { ($0.rawValue, $0.text) }))
        }
    }

    private func readApprover(_ shape: StepContent.Shape) throws(AppError) -> Approver {
        let text = try need(approver, shape)
        guard let approver = Approver(rawValue: text) else {
            throw .invalidValue(
                "approver", text, expected: Text.listed(Approver.allCases.map { ($0.rawValue, $0.text) }))
        }
        return approver
    }
}

/// What is written down about a step besides what the rules judge.
package struct Particulars: Sendable, Hashable {
    package let actor: String?
    package let place: String?
    package let chair: String?
    package let document: String?

    package init(actor: String? = nil, place: String? = nil, chair: String? = nil, document: String? = nil) {
        self.actor = actor
        self.place = place
        self.chair = chair
        self.document = document
    }

    /// Those that are there, with their labels.
    package var named: [(key: String, label: Text, value: String)] {
        [
            ("actor", Text(zh: "经办", en: "Done by"), actor), ("place", Text(zh: "地点", en: "Place"), place),
            ("chair", Text(zh: "主持", en: "Chair"), chair), ("document", Text(zh: "文号", en: "Document"), document),
        ].compactMap { key, label, value in value.map { (key, label, $0) } }
    }
}

/// A ballot as it is written down.
package struct BallotRecord: Sendable, Equatable, Codable {
    package var members: Int
    package var present: Int
    package var yes: Int
    package var no: Int?
    package var abstained: Int?
    package var writtenYes: Int?
    package var writtenNo: Int?
    package var excused: [String: Int]?
    package var excusalApproved: Bool?
    package var secret: Bool?
    package var single: Bool?
    /// Full members by the register on that day: looked up, never stated.
    package var registered: Int?

    package init(members: Int, present: Int, yes: Int) {
        self.members = members
        self.present = present
        self.yes = yes
    }

    package init(_ ballot: Ballot) {
        members = ballot.members
        present = ballot.present
        yes = ballot.yes
        no = ballot.no
        abstained = ballot.abstained
        writtenYes = ballot.writtenYes
        writtenNo = ballot.writtenNo
        excused = Dictionary(ballot.excused.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 })
        excusalApproved = ballot.isExcusalApproved
        secret = ballot.isSecret
        single = ballot.isSingle
        registered = ballot.registered
    }

    /// Whether the ballot was secret and single has to be said.
    package func ballot() throws(AppError) -> Ballot {
        var ballot = Ballot(
            members: members, present: present, yes: yes, no: no ?? 0, abstained: abstained ?? 0,
            writtenYes: writtenYes ?? 0)
        ballot.writtenNo = writtenNo ?? 0
        for (word, count) in excused ?? [:] {
            guard let kind = Ballot.Excused(rawValue: word) else {
                throw .invalidValue(
                    "excused", word, expected: Text.listed(Ballot.Excused.allCases.map { ($0.rawValue, $0.text) }))
            }
            ballot.excused[kind] = count
        }
        ballot.isExcusalApproved = excusalApproved ?? ballot.excused.values.allSatisfy { $0 == 0 }
        guard let secret else { throw .contentMissing(.resolution) }
        guard let single else { throw .contentMissing(.resolution) }
        ballot.isSecret = secret
        ballot.isSingle = single
        ballot.registered = registered
        return ballot
    }
}
