package import Civil
package import Kernel
import Schemes
package import Wire

/// The mean mark that one source of an evaluation gave.
package struct SourceMark: Codable, Limited, Sendable, Equatable {
    package let source: String
    package let mark: Amount

    package init(source: String, mark: Amount) {
        self.source = source
        self.mark = mark
    }

    /// `self=90`, as sheets and options write it.
    package init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 2, !parts[0].isEmpty, let mark = Amount(parts[1]) else { return nil }
        self.init(source: parts[0], mark: mark)
    }
}

/// One item to post without a claim. Its members are called on the wire as they are here, since batches are large.
package struct PostOrder: Codable, Described, Sendable, WireKeyed {
    package let subject: Reference<PointsSubject>
    /// The key of the scheme; which owner's it is follows from where the subject lies.
    package let scheme: String
    package let item: String
    package let on: Day
    package let points: Amount?
    package let quantity: Amount?
    package let level: String?
    package let marks: [SourceMark]?
    package let act: String?
    package let follows: Int?
    package let continuing: Bool?
    package let evidence: String?
    package let decision: String?
    package let cause: String?
    /// Makes a repetition harmless: one key, one entry of that subject.
    package let key: String?

    package init(
        subject: Reference<PointsSubject>, scheme: String, item: String, on: Day, points: Amount? = nil,
        quantity: Amount? = nil, level: String? = nil, marks: [SourceMark]? = nil, act: String? = nil,
        follows: Int? = nil, continuing: Bool? = nil, evidence: String? = nil, decision: String? = nil,
        cause: String? = nil, key: String? = nil
    ) {
        self.subject = subject
        self.scheme = scheme
        self.item = item
        self.on = on
        self.points = points
        self.quantity = quantity
        self.level = level
        self.marks = marks
        self.act = act
        self.follows = follows
        self.continuing = continuing
        self.evidence = evidence
        self.decision = decision
        self.cause = cause
        self.key = key
    }

    package static let memberLimits: [String: MemberLimit] = ["follows": .count(Plausible.ordinals)]

    package static let memberTexts: [String: Text] = [
        "subject": .subjectNamed,
        "item": Text(zh: "项目编号", en: "Item of the scheme"),
        "on": Text(zh: "发生日期", en: "Day of the event"),
        "points": Text(zh: "分值（有幅度的项目）", en: "Points, for items with a range"),
        "quantity": Text(zh: "数量（按数量计分的项目）", en: "Quantity, for items that count one"),
        "level": Text(zh: "级别（按级别计分的项目）", en: "Level, for items that are scored by level"),
        "marks": Text(zh: "各评议来源的平均分", en: "Mean mark of each source of an evaluation"),
        "act": Text(zh: "事由编号：一事符合多个项目时相同", en: "Names the deed where several items fit one"),
        "follows": Text(zh: "所依据的记账号", en: "Number of the entry it is about"),
        "continuing": Text(zh: "持续、未纠正", en: "It goes on until it is corrected"),
        "evidence": Text(zh: "佐证：文号、照片编号等", en: "Evidence: number of a document, of a photograph …"),
        "decision": Text(zh: "所依据的决定", en: "The decision it rests on"),
        "cause": Text(zh: "行为人姓名或组织编码（记他人行为的项目）", en: "Who did it, when that is not the subject"),
        "key": Text(
            zh: "幂等键：同一对象的同一个键只记一次；不填则每次都是新的一笔",
            en: "Idempotency key: one entry of the subject for each; without one every order is another entry"),
    ]
}

package struct PostsOrder: Codable, Described, Sendable, WireKeyed {
    package let entries: [PostOrder]

    package static let entriesAllowed = 1...500

    package init(entries: [PostOrder]) { self.entries = entries }

    package static let memberLimits: [String: MemberLimit] = ["entries": .items(entriesAllowed)]

    package static let memberTexts = ["entries": Text(zh: "记账，1 到 500 笔", en: "Entries, 1 to 500 of them")]
}

/// An order whose subject was found: what the ledger is asked to enter.
struct Posting: Sendable {
    let subject: Identifier<PointsSubject>
    let scheme: String
    let item: String
    let happened: Day
    let seen: Observation
    var act: String?
    var follows: Int?
    var isContinuing = false
    var evidence: String?
    var decision: String?
    var cause: String?
    /// The day of the claim that it settles.
    var claimed: Day?
    let key: String
}

extension PostOrder {
    func posting(of subject: Identifier<PointsSubject>) throws(AppError) -> Posting {
        Posting(
            subject: subject, scheme: scheme, item: item, happened: on,
            seen: try Observation(points: points, quantity: quantity, level: level, marks: marks), act: act,
            follows: follows, isContinuing: continuing ?? false, evidence: evidence, decision: decision, cause: cause,
            key: key ?? Identifier<PostOrder>.new().description)
    }
}

extension Observation {
    /// - Throws: `value.invalid` for a source that appears twice.
    init(points: Amount?, quantity: Amount?, level: String?, marks: [SourceMark]?) throws(AppError) {
        var means: [String: Amount]?
        if let marks {
            var values: [String: Amount] = [:]
            for mark in marks where values.updateValue(mark.mark, forKey: mark.source) != nil {
                throw .invalidValue(
                    "marks", mark.source, expected: Text(zh: "每个来源只有一个平均分", en: "one mean mark of each source"))
            }
            means = values
        }
        self.init(quantity: quantity, points: points, level: level, marks: means)
    }
}

extension Posting {
    /// Whether it asks for what an entry under its key already says; an item that an edition has lost is taken at its
    /// word.
    func isSame(as entry: PointEntry, _ scheme: Scheme) -> Bool {
        guard entry.item == item, entry.happened == happened, entry.act == act, entry.level == seen.level,
            entry.follows == follows, entry.isContinuing == isContinuing, entry.reverses == nil
        else { return false }
        guard let rule = scheme.item(item) else { return true }
        return (try? Arithmetic(rule).value(seen))?.value == entry.value
    }
}
