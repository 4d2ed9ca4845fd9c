package import Civil
package import Kernel

/// One thing that is scored (项目). A class, since every entry of a ledger carries its item through the rules: one
/// reference instead of a copy of fifteen fields. It never changes.
package final class Item: Sendable {
    package let id: String
    package let block: String
    /// The wording of the source.
    package let wording: String
    package let value: ValueRule
    package let effect: Effect
    /// The groups it is for; nil for all.
    package let groups: [String]?
    package let limits: [ItemLimit]
    package let validity: ValidityRule?
    package let repetition: Repetition?
    /// What it does to an entry that is already there.
    package let follows: FollowUp?
    package let cause: Cause?
    package let automatic: [Automatic]
    package let process: ProcessRule
    package let place: String
    package let isLocal: Bool
    package let line: Int

    init(
        id: String,
        block: String,
        wording: String,
        value: ValueRule,
        effect: Effect,
        groups: [String]?,
        limits: [ItemLimit],
        validity: ValidityRule?,
        repetition: Repetition?,
        follows: FollowUp?,
        cause: Cause?,
        automatic: [Automatic],
        process: ProcessRule,
        place: String,
        isLocal: Bool,
        line: Int
    ) {
        self.id = id
        self.block = block
        self.wording = wording
        self.value = value
        self.effect = effect
        self.groups = groups
        self.limits = limits
        self.validity = validity
        self.repetition = repetition
        self.follows = follows
        self.cause = cause
        self.automatic = automatic
        self.process = process
        self.place = place
        self.isLocal = isLocal
        self.line = line
    }

    /// What an entry of the item does besides its value.
    package enum Effect: Sendable, Equatable {
        case points
        /// One-vote veto (一票否决): while it stands the result is set and nothing else changes it.
        case veto(Veto)
        /// The sum of a block, or of everything, becomes zero.
        case zero(block: String?)
        /// The level of the entry is the grade of the period, whatever the score.
        case grade
    }

    package struct Veto: Sendable, Equatable {
        package let score: Score
        /// The grade it sets; nil for the one that the score falls into.
        package let grade: String?
        /// Ends with the period, or rolls on until it was corrected.
        package let untilCorrected: Bool

        package enum Score: Sendable, Equatable {
            case value(Amount)
            /// The lowest score of the grade.
            case lowestOfGrade
        }
    }
}

/// A limit of one item over a window: so many points a month, so many times a year.
package struct ItemLimit: Sendable, Equatable {
    package let window: Window?
    package let bounds: Bounds
    /// How many entries count at most.
    package let times: Int?
}

/// How the value of an entry comes out of what was observed.
package indirect enum ValueRule: Sendable, Equatable {
    case fixed(Amount)
    /// Chosen by those who decide, within the ends, in steps.
    case range(Amount, Amount, step: Amount?)
    case rate(UnitRate)
    case ladder(Ladder)
    /// By a named level: of an award, of a grade elsewhere.
    case levels([Level])
    case evaluation(Evaluation)
    /// The source gives no value: the item can be listed, not scored.
    case undefined

    package struct Level: Sendable, Equatable {
        package let key: String
        package let name: Text
        package let value: Amount
        package let validity: Term?
    }
}

/// So many points for each so many units.
package struct UnitRate: Sendable, Equatable {
    package enum Remainder: String, Sendable, CaseIterable {
        case drop
        case roundUp = "round_up"
        case proRata = "pro_rata"
    }

    package let points: Amount
    package let per: Amount
    package let unit: String
    package let remainder: Remainder
    /// Quantities that the rate is for.
    package let quantity: Interval?
    /// What one entry brings at least and at most.
    package let atLeast: Amount?
    package let atMost: Amount?
}

/// Steps over a quantity.
package struct Ladder: Sendable, Equatable {
    package enum Mode: String, Sendable, CaseIterable {
        /// The step that the quantity lies in decides alone.
        case whole
        /// Each step counts for the part of the quantity that lies in it.
        case marginal
    }

    package struct Step: Sendable, Equatable {
        package let quantity: Interval
        package let points: Amount?
        package let rate: UnitRate?
    }

    package let unit: String
    package let mode: Mode
    /// The finest difference of two quantities, for gaps between steps.
    package let resolution: Amount
    package let steps: [Step]
}

/// A weighted evaluation (民主测评): self, peers, masses, leaders.
package struct Evaluation: Sendable, Equatable {
    package struct Source: Sendable, Equatable {
        package let key: String
        package let name: Text
        package let weight: Ratio
    }

    package let sources: [Source]
    /// The full mark of each source.
    package let outOf: Amount
    /// What a full mark brings.
    package let into: Amount
}

/// How long an entry counts, from the event on and not from the entry.
package enum ValidityRule: Sendable, Equatable {
    case term(Term)
    /// By the size of the value, without its sign: the first band that holds it.
    case bySize([(Interval, Term)])
    /// By the level of the award, from `ValueRule.Level`.
    case byLevel(otherwise: Term)

    package static func == (left: ValidityRule, right: ValidityRule) -> Bool {
        switch (left, right) {
        case (.term(let a), .term(let b)): a == b
        case (.bySize(let a), .bySize(let b)): a.elementsEqual(b) { $0.0 == $1.0 && $0.1 == $1.1 }
        case (.byLevel(let a), .byLevel(let b)): a == b
        default: false
        }
    }
}

/// The same again while the first is still valid.
package struct Repetition: Sendable, Equatable {
    package let factor: Ratio
    package let place: String
}

/// An entry on top of an earlier one, perhaps months later.
package struct FollowUp: Sendable, Equatable {
    package enum Way: Sendable, Equatable {
        /// The earlier value once more, less one: doubling is a factor of 2.
        case multiply(Ratio)
        /// The item's own value is added.
        case add
        /// Ends a veto or an uncorrected misdeed; the item's own value takes its place for a term.
        case repair(Term?)
        /// What went on is over: from that day its validity runs.
        case correct
    }

    package let items: [String]
    package let way: Way
    /// Counts in the period of the earlier entry, not in its own.
    package let countsWithFirst: Bool
}

/// Who did it, when that is not the subject.
package struct Cause: Sendable, Equatable {
    package enum By: String, Sendable, CaseIterable {
        /// Somebody of the subject's team.
        case team
        /// A member of the household; the head is charged.
        case family
        /// The organisation, whose principal is scored.
        case organisation
        /// Somebody who died or left; relatives are scored.
        case relative
    }

    package let by: By
    /// The posts whose holders on the day are scored, for `organisation`.
    package let posts: [String]
}

/// Facts that make an entry by themselves.
package struct Automatic: Sendable, Equatable {
    package enum When: Sendable, Equatable {
        /// Each fact with one of the outcomes.
        case each(outcomes: [String])
        /// An excused absence for which there is no make-up within the term.
        case neverMadeUp(within: Term)
        /// The sum of the period, judged at its end.
        case total(Interval)
    }

    package let kind: FactKind
    /// The meetings, schemes or posts it is for; empty for all.
    package let names: [String]
    package let when: When
}

extension ValueRule {
    /// Takes points away, whatever was observed.
    var isPenalty: Bool {
        switch self {
        case .fixed(let value): value.isNegative
        case .range(_, let high, _): high <= .zero
        case .rate(let rate): rate.points.isNegative
        case .ladder(let ladder):
            ladder.steps.contains { $0.points?.isNegative ?? false || $0.rate?.points.isNegative ?? false }
        case .levels(let levels): levels.contains { $0.value.isNegative }
        case .evaluation, .undefined: false
        }
    }
}
