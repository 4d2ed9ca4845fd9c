package import Civil
package import Kernel

/// A score and how it came about, line by line.
package struct ScoreSheet: Sendable {
    package enum Standing: Sendable, Equatable {
        case scored
        /// The exemption that holds on the day.
        case exempt(String)
        /// Not in the scheme on that day.
        case absent
        /// In a group that is not graded.
        case ungraded

        /// Whether the score of the day is anybody's at all.
        package var isRated: Bool { self == .scored || self == .ungraded }
    }

    /// What a line does.
    package enum Step: String, Choice {
        case base, entry
        /// An entry that does not count, and why.
        case ignored
        /// Taken off or added by a limit.
        case limit
        /// The sum of a block.
        case subtotal
        case veto, zero, rounding, part, total
        /// What a reversal changes in a period that was closed before it.
        case correction

        package var text: Text {
            switch self {
            case .base: Text(zh: "起始", en: "start")
            case .entry: Text(zh: "记账", en: "entry")
            case .ignored: Text(zh: "不计", en: "ignored")
            case .limit: Text(zh: "限额", en: "limit")
            case .subtotal: Text(zh: "小计", en: "subtotal")
            case .veto: Text(zh: "否决", en: "veto")
            case .correction: Text(zh: "更正", en: "correction")
            case .zero: Text(zh: "清零", en: "zero")
            case .rounding: Text(zh: "取整", en: "rounding")
            case .part: Text(zh: "组成", en: "part")
            case .total: Text(zh: "合计", en: "total")
            }
        }
    }

    package struct Line: Codable, Sendable {
        package let step: Step
        /// The number of the entry in the ledger.
        package let entry: Int?
        package let item: String?
        package let block: String?
        package let day: Day?
        /// What it says before the rules of the line.
        package let value: Amount
        /// What it changes in the score.
        package let counts: Amount
        package let text: Text
    }

    package let period: Range<Day>
    package let asOf: Day
    package let standing: Standing
    package let group: String?
    package let base: Amount
    package let score: Amount
    /// By threshold or by a veto; shares may still change it.
    package let grade: String?
    /// The grade was set by a decision, so that no share moves it.
    package let isGradeSet: Bool
    /// Points taken away, as a positive amount: the order among equals.
    package let penalties: Amount
    /// The day of the last event that counts: who came to a score first stands before who came later.
    package let last: Day?
    package let lines: [Line]
}

extension ScoreSheet {
    /// The sheet, whose sums can be kept.
    /// - Throws: `number.too_large`.
    package func required() throws(AppError) -> ScoreSheet {
        _ = try base.required("base")
        _ = try score.required("score")
        return self
    }
}
