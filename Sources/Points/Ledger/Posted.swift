package import Civil
package import Kernel
package import Wire

/// What became of one order.
package struct Posted: Codable, Sendable {
    package let subject: Identifier<PointsSubject>
    package let number: Int
    package let value: Amount
    /// What it changed in the score when it was posted: less than its value where a limit holds.
    package let counted: Amount
    package let score: Amount
    package let countsOn: Day
    /// False: the key was known, and nothing was written.
    package let isNew: Bool
    /// The limits that cut it.
    package let cuts: [Text]
}

extension Posted {
    fileprivate var sentence: Text {
        let limits = Text(
            zh: cuts.map { "\n  \($0.chinese)" }.joined(), en: cuts.map { "\n  \($0.english)" }.joined())
        return isNew
            ? Text(
                zh: "第 \(number) 号：分值 \(value.signed)，计入 \(counted.signed)，现得分 \(score)。\(limits.chinese)",
                en:
                    "Entry \(number): worth \(value.signed), counts \(counted.signed), score now "
                    + "\(score).\(limits.english)"
            )
            : Text(
                zh: "已记为第 \(number) 号（分值 \(value.signed)），没有再记；现得分 \(score)。",
                en: "Already entry \(number) (\(value.signed)), nothing was added; score now \(score).")
    }
}

/// What became of the orders of one request, in their order.
package struct EntriesPosted: Outcome {
    package let items: [Posted]

    package var summary: Text {
        if let only = items.first, items.count == 1 { return only.sentence }
        let new = items.count(where: \.isNew)
        return Text(
            zh: "已记账 \(new) 笔，另有 \(items.count - new) 笔以前已记。",
            en: "\(new) entries posted, \(items.count - new) known before.")
    }
}

/// The entry to take back, by a decision.
package struct ReversalOrder: Codable, Described, Sendable {
    package let number: Int
    package let decision: String
    package let scheme: String?
    package let key: String?

    package init(number: Int, decision: String, scheme: String? = nil, key: String? = nil) {
        self.number = number
        self.decision = decision
        self.scheme = scheme
        self.key = key
    }

    package static let memberLimits: [String: MemberLimit] = ["number": .count(Plausible.ordinals)]

    package static let memberTexts = [
        "number": Text(zh: "要冲销的记账号", en: "Number of the entry to reverse"),
        "decision": Text(zh: "依据的决定", en: "The decision it rests on"),
        "scheme": Text(
            zh: "积分办法的键：该笔不属于这个办法时拒绝冲销", en: "Key of the scheme; refused when the entry belongs to another"),
        "key": Text(zh: "幂等键，默认由记账号得出", en: "Idempotency key; by default it follows from the number"),
    ]
}

package struct EntryReversed: Outcome {
    /// The number of the entry that was reversed.
    package let reverses: Int
    package let subject: Identifier<PointsSubject>
    package let number: Int
    package let value: Amount
    package let counted: Amount
    package let score: Amount
    package let countsOn: Day
    package let isNew: Bool
    package let cuts: [Text]

    init(_ posted: Posted, reverses: Int) {
        self.reverses = reverses
        subject = posted.subject
        number = posted.number
        value = posted.value
        counted = posted.counted
        score = posted.score
        countsOn = posted.countsOn
        isNew = posted.isNew
        cuts = posted.cuts
    }

    package var summary: Text {
        Text(
            zh: "已冲销第 \(reverses) 号（第 \(number) 号，\(value.signed)），现得分 \(score)。",
            en: "Entry \(reverses) reversed by entry \(number) (\(value.signed)); score now \(score).")
    }
}
