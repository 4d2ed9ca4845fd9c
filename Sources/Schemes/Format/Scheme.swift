package import Civil
package import Kernel
package import Policy

/// Who a scheme rates.
package enum SubjectKind: String, Choice {
    case person, organisation

    package var text: Text {
        switch self {
        case .person: Text(zh: "党员", en: "members")
        case .organisation: Text(zh: "党组织", en: "organisations")
        }
    }
}

/// A points scheme (积分办法) as its file says it: a value, judged by pure rules.
///
/// There is no national scheme. Every file names its own source, and what that source leaves open is listed in
/// `openQuestions` with what the file assumes instead.
package struct Scheme: Sendable {
    package internal(set) var key = ""
    /// The edition: entries cite it.
    package internal(set) var version = ""
    package internal(set) var name = Text.verbatim("")
    package internal(set) var source = Citation(document: "", place: "", verified: false)
    package internal(set) var subject = SubjectKind.person
    /// From a day up to, but without, another.
    package internal(set) var inForce: (from: Day, until: Day?) = (Day(number: 0), nil)
    package internal(set) var period = PeriodRule(months: 12, anchor: Window.epoch)
    package internal(set) var counting = Counting.period
    /// Decimal places of the published score; the scores that can occur are multiples of the last one.
    package internal(set) var places = 4
    package internal(set) var base = BaseRule.fixed(.zero)
    package internal(set) var total = Bounds()
    package internal(set) var blocks: [Block] = []
    package internal(set) var items: [Item] = []
    package internal(set) var oneAct = OneActRule()
    package internal(set) var groups: [Group] = []
    package internal(set) var exemptions: [ExemptionRule] = []
    package internal(set) var grades: [Grade] = []
    package internal(set) var shares: [ShareRule] = []
    package internal(set) var ranking = RankingRule()
    package internal(set) var rollUp: RollUp?
    package internal(set) var parts: [Part] = []
    package internal(set) var process = ProcessRule()
    package internal(set) var proposals: [ProposalRule] = []
    package internal(set) var local: LocalRule?
    package internal(set) var sheets: [String: [SheetLayoutColumn]] = [:]
    package internal(set) var openQuestions: [OpenQuestion] = []
    package internal(set) var examples: [Example] = []

    private var positions: [String: Int] = [:]
    private var blockPositions: [String: Int] = [:]
    /// Numbers of the blocks that lie in no other, and of those directly in each.
    private(set) var rootBlocks: [Int] = []
    private(set) var childBlocks: [[Int]] = []

    package func item(_ id: String) -> Item? { positions[id].map { items[$0] } }

    /// Items of other editions and of other villages' lists: nothing new is posted under them, and what was stays.
    private var retired: [String: Item] = [:]

    /// The item by which an entry is weighed: this edition's, or the one of the edition that it cites.
    package func judging(_ id: String) -> Item? { item(id) ?? retired[id] }
    func position(ofBlock key: String) -> Int? { blockPositions[key] }
    package func block(_ key: String) -> Block? { blockPositions[key].map { blocks[$0] } }
    package func group(_ key: String) -> Group? { groups.first { $0.key == key } }

    /// The longest window of an item's limit.
    package private(set) var longestWindow: Window?

    /// The finest step between two scores.
    package var step: Amount { Amount(units: (0..<max(0, 4 - places)).reduce(1) { step, _ in step * 10 }) }

    package func grade(_ key: String) -> Grade? { grades.first { $0.key == key } }

    /// The grade that a score falls into for a group; nil where the thresholds leave a gap.
    package func grade(of score: Amount, group: String?) -> Grade? {
        grades.first {
            $0.score.map { $0.contains(score) } ?? false && $0.groups.map { $0.contains(group ?? "") } ?? true
        }
    }

    /// Made by a reader alone, field by field.
    init() {}

    /// To be called when blocks and items stand.
    mutating func index() {
        positions = Dictionary(items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        blockPositions = Dictionary(blocks.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        rootBlocks = blocks.indices.filter { blocks[$0].parent == nil }
        childBlocks = blocks.map { block in blocks.indices.filter { blocks[$0].parent == block.key } }
        longestWindow = (items + retired.values).flatMap(\.limits).compactMap(\.window).max { $0.months < $1.months }
    }

    /// The same scheme, which still weighs the entries of items that it does not have any more.
    package func keeping(_ retired: [String: Item]) -> Scheme {
        var scheme = self
        scheme.retired = retired
        scheme.index()
        return scheme
    }

    /// The same scheme with further items.
    func adding(_ added: [Item]) -> Scheme {
        var scheme = self
        scheme.items += added
        scheme.index()
        return scheme
    }
}

/// Which entries count towards a period's score.
package enum Counting: String, Sendable, CaseIterable {
    /// Those whose event lies in it.
    case period
    /// Those that are still valid on its day, whenever they happened.
    case validity
}

/// What everybody starts from.
package enum BaseRule: Sendable, Equatable {
    case fixed(Amount)
    /// A share of what the period before ended with; `first` where there is none.
    case carried(from: Carried, share: Ratio, first: Amount)

    package enum Carried: String, Sendable, CaseIterable {
        /// As it would be calculated today, corrections included.
        case total = "last_total"
        /// As it was published.
        case published = "last_published"
    }
}

/// The ends of a sum. `cap` and `floor` hold the net sum, negative values included; the other two hold what is added
/// and what is taken away each by itself.
package struct Bounds: Sendable, Equatable {
    package var cap: Amount?
    package var floor: Amount?
    package var bonusCap: Amount?
    package var penaltyCap: Amount?

    package init(cap: Amount? = nil, floor: Amount? = nil, bonusCap: Amount? = nil, penaltyCap: Amount? = nil) {
        self.cap = cap
        self.floor = floor
        self.bonusCap = bonusCap
        self.penaltyCap = penaltyCap
    }

    package var isEmpty: Bool { cap == nil && floor == nil && bonusCap == nil && penaltyCap == nil }
}

/// A group of items (板块, 类别); blocks nest.
package struct Block: Sendable {
    package let key: String
    package let name: Text
    package let parent: String?
    /// What the block starts from, for blocks that are deducted from.
    package let start: Amount
    package let bounds: Bounds
    package let line: Int
}

/// One deed that fits several items (一事多项): whether each counts, or the largest alone.
package struct OneActRule: Sendable, Equatable {
    package enum Choice: String, Sendable, CaseIterable {
        case each, largest
    }

    package var bonus = Choice.each
    package var penalty = Choice.each
    package var place = ""
}

/// A kind of participant (类别) with its own base, items or thresholds.
package struct Group: Sendable {
    package let key: String
    package let name: Text
    package let base: Amount?
    /// False: entries are kept, but neither score nor grade is given (预备党员不定等 and the like).
    package let isGraded: Bool
    /// Groups that share a ranking have the same.
    package let rankedAs: String
    package let line: Int
}

/// Why somebody is not rated for a time, and what that does.
package struct ExemptionRule: Sendable {
    package enum Treatment: String, Sendable, CaseIterable {
        /// Not rated while it lasts; events of that time do not count.
        case excluded
        /// Rated, but nothing is taken away for that time.
        case noPenalty = "no_penalty"
        /// The base is calculated by days outside it; events of that time do not count.
        case proRata = "pro_rata"
    }

    package let key: String
    package let name: Text
    package let treatment: Treatment
    /// Reached by age alone, without a decision.
    package let fromAge: Int?
    package let place: String
}

/// A grade (等次): by threshold, or by a decision that sets it.
package struct Grade: Sendable {
    package let key: String
    package let name: Text
    /// Nil for grades that only a decision gives.
    package let score: Interval?
    /// The groups it is for; nil for all.
    package let groups: [String]?
    package let line: Int
}

/// A share of the participants that a grade may have at most, or must have at least (强制分布).
package struct ShareRule: Sendable {
    package enum Ties: String, Sendable, CaseIterable {
        /// Equal scores share one fate: when not all of them fit, none gets the grade.
        case together
        /// The order of the sheet decides: fewer penalties, then the earlier last entry.
        case ordered
    }

    package enum Unit: String, Sendable, CaseIterable {
        case branch, period
    }

    package let grades: [String]
    package let atMost: Ratio?
    package let atLeast: Ratio?
    /// Where those go who do not fit.
    package let otherwise: String?
    package let within: Unit
    /// At least this many even where the share comes to less: one of three, say.
    package let minimum: Int
    package let roundsUp: Bool
    package let ties: Ties
    package let place: String
    package let line: Int
}

/// Ranks and how equal scores are numbered.
package struct RankingRule: Sendable, Equatable {
    package enum Ties: String, Sendable, CaseIterable {
        /// 1, 2, 2, 4.
        case competition
        /// 1, 2, 2, 3.
        case dense
    }

    package var ties = Ties.competition
    /// Groups are ranked separately.
    package var byGroup = false
}

/// How the scores of short periods make that of a long one (月积分、年总评).
package struct RollUp: Sendable, Equatable {
    package enum Way: String, Sendable, CaseIterable {
        case sum, mean, last
    }

    package let into: Window
    package let way: Way
}

/// A scheme whose score is a weighted sum of others' (单位积分与社区积分).
package struct Part: Sendable, Equatable {
    package let scheme: String
    package let weight: Ratio
    /// What a full score of that scheme is, when it is to be brought to hundred first.
    package let outOf: Amount?
}

/// How far a village or branch may add items of its own.
package struct LocalRule: Sendable, Equatable {
    package let bonusItems: Int
    package let penaltyItems: Int
    package let valueAtMost: Amount
    package let block: String
    package let place: String
}

/// One column of an office's own sheet: what it holds and what it is headed.
package struct SheetLayoutColumn: Sendable, Equatable {
    package let key: String
    package let heading: String
}

/// What the source does not say, and what the file assumes.
package struct OpenQuestion: Sendable {
    package let items: [String]
    package let question: Text
    package let assumed: Text
}
