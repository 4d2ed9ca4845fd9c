package import Civil
package import Kernel

/// A training contact or introducer as he or she was on the day.
package struct Sponsor: Sendable, Hashable, Codable {
    package let name: String
    /// The person in the registry; nil for one who is known by name alone.
    package let person: Identifier<Sponsor>?
    package let isFullMember: Bool
    /// Party discipline that forbids it: probation inside the Party (留党察看).
    package let isUnderDiscipline: Bool

    package init(
        name: String, person: Identifier<Sponsor>? = nil, isFullMember: Bool = true, isUnderDiscipline: Bool = false
    ) {
        self.name = name
        self.person = person
        self.isFullMember = isFullMember
        self.isUnderDiscipline = isUnderDiscipline
    }
}

/// The ballot of a branch general meeting, one person at a time.
package struct Ballot: Sendable, Hashable, Codable {
    /// The five kinds of member who may be left out of those who should attend (中央组织部答复 2014年).
    package enum Excused: String, Choice {
        case illness, abroad, sentence, bedridden
        case notTransferred = "not_transferred"
    }

    /// Full members of the branch who may vote.
    package var members: Int
    /// Left out of the base, with the consent of the meeting and of the superior.
    package var excused: [Excused: Int] = [:]
    package var isExcusalApproved = true
    package var present: Int
    package var yes: Int
    package var no = 0
    package var abstained = 0
    /// Written opinions of absent members, handed in before the meeting.
    package var writtenYes = 0
    package var writtenNo = 0
    package var isSecret = true
    /// Whether the person was discussed and voted on alone.
    package var isSingle = true
    /// Full members of the branch on that day by the register; nil when nobody looked.
    package var registered: Int?

    package init(members: Int, present: Int, yes: Int, no: Int = 0, abstained: Int = 0, writtenYes: Int = 0) {
        self.members = members
        self.present = present
        self.yes = yes
        self.no = no
        self.abstained = abstained
        self.writtenYes = writtenYes
    }

    /// Those who should attend (应到会有表决权党员).
    package var expected: Int { [members, -excused.values.sum()].sum() }
    /// More than half of those who should attend.
    package var quorum: Int { expected / 2 + 1 }
    /// More than half of those who should attend, not of those present.
    package var needed: Int { expected / 2 + 1 }
    package var hasQuorum: Bool { present >= quorum }
    package var votesFor: Int { yes + writtenYes }
    package var isCarried: Bool { votesFor >= needed }

    /// What cannot be true of it; nil when the figures agree.
    package var contradiction: String? {
        let numbers = [members, present, yes, no, abstained, writtenYes, writtenNo] + excused.values
        if let wrong = numbers.first(where: { !Self.figures.contains($0) }) { return "\(wrong)" }
        if expected < 1 { return "\(members) − \(members - expected) < 1" }
        if present > expected { return "present \(present) > \(expected)" }
        if yes + no + abstained != present { return "\(yes) + \(no) + \(abstained) ≠ \(present)" }
        if present + writtenYes + writtenNo > expected {
            return "\(present) + \(writtenYes) + \(writtenNo) > \(expected)"
        }
        return nil
    }
}

/// What a meeting resolved or a committee decided.
package enum Resolution: Sendable, Hashable, Codable {
    case admit
    case refuse
    /// Becomes a full member on time, or at the end of the extension.
    case convert
    case extend(until: Day)
    case cancel
    /// The discussion is put off for an incoming probationary member; probation is not.
    case postpone(until: Day)

    package enum Word: String, Choice { case admit, refuse, convert, extend, cancel, postpone }

    package var word: Word {
        switch self {
        case .admit: .admit
        case .refuse: .refuse
        case .convert: .convert
        case .extend: .extend
        case .cancel: .cancel
        case .postpone: .postpone
        }
    }

    package var until: Day? {
        switch self {
        case .extend(let day), .postpone(let day): day
        default: nil
        }
    }
}

/// Who decided.
package enum Approver: String, Choice {
    case primaryCommittee = "primary_committee"
    case workingCommittee = "working_committee"
    case higherCommittee = "higher_committee"
    case generalBranch = "general_branch"
    case villageCommittee = "village_committee"
    case partyGroup = "party_group"
    case temporary
}

/// What is recorded about a step beside its day.
package enum StepContent: Sendable, Hashable, Codable {
    case plain
    case people([Sponsor])
    /// A public notice from the step's day through another, and whether an objection against it was upheld.
    case notice(through: Day, isObjected: Bool)
    case conclusion(passed: Bool)
    /// Days and whole class hours of concentrated training, or why there was none; and the hours that the ledger of
    /// training had on the day of recording, nil when nobody looked.
    case training(days: Int, hours: Int, exemption: String?, credited: Int? = nil)
    case resolution(Ballot, Resolution)
    case decision(Resolution, by: Approver)

    package enum Shape: String, Sendable { case plain, people, notice, conclusion, training, resolution, decision }

    package var shape: Shape {
        switch self {
        case .plain: .plain
        case .people: .people
        case .notice: .notice
        case .conclusion: .conclusion
        case .training: .training
        case .resolution: .resolution
        case .decision: .decision
        }
    }

    package var outcome: Resolution? {
        switch self {
        case .resolution(_, let outcome), .decision(let outcome, _): outcome
        default: nil
        }
    }

    package var ballot: Ballot? {
        guard case .resolution(let ballot, _) = self else { return nil }
        return ballot
    }
}
