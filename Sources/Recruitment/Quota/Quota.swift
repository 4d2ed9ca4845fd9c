package import Civil
package import Kernel
package import Organisations
import Procedures
package import Wire

/// When a seat is used up; one choice for the whole installation.
package enum SeatUse: String, Choice {
    /// With the branch's vote.
    case vote
    /// With the committee's approval.
    case approval

    var milestone: Milestone { self == .vote ? .branchMeeting : .approval }

    /// - Parameter setting: the value of `policy.recruitment_seats`.
    /// - Throws: `value.invalid`.
    package init(setting: String) throws(AppError) {
        guard let use = SeatUse(rawValue: setting) else {
            throw .invalidValue(
                "policy.recruitment_seats", setting,
                expected: Text.listed(SeatUse.allCases.map { ($0.rawValue, $0.text) }))
        }
        self = use
    }
}

/// A year's seats of one organisation.
package struct QuotaLine: Codable, Sendable {
    package let organisation: Identifier<Organisation>
    package let code: String
    package let name: String
    package let seats: Int
    package let used: Int
    package let left: Int
    /// Seats of the year before.
    package let base: Int
    package let applicants: Int
    package let activists: Int
}

extension QuotaLine: Tabular {
    package static let columns: [Column<QuotaLine>] = [
        Column("code", zh: "编码", en: "Code", \.code),
        Column("name", zh: "党组织", en: "Organisation", \.name),
        Column("seats", zh: "名额", en: "Seats", \.seats),
        Column("used", zh: "已用", en: "Used", \.used),
        Column("left", zh: "剩余", en: "Left", \.left),
        Column("base", zh: "上年", en: "Last year", \.base),
        Column("applicants", zh: "申请人", en: "Applicants", \.applicants),
        Column("activists", zh: "积极分子", en: "Activists", \.activists),
    ]
}

/// A year's seats of an organisation and of those directly below it.
package struct QuotaSheet: Codable, Sendable {
    package let year: Int
    package let own: QuotaLine
    /// Seats allocated to those below.
    package let given: Int
    package let units: [QuotaLine]
    package let floors: [FloorLine]
    package let changes: [QuotaChange]
    /// Guarantees and limits of those directly below.
    package let bounds: [QuotaBound]
}

/// A floor and how many of the group were admitted so far.
package struct FloorLine: Codable, Sendable {
    package let group: StructureGroup
    package let atLeast: Int
    package let admitted: Int
    package let document: String
}

extension FloorLine: Tabular {
    package static let columns: [Column<FloorLine>] = [
        Column("group", zh: "类别", en: "Group", \.group),
        Column("at_least", zh: "至少", en: "At least", \.atLeast),
        Column("admitted", zh: "已接收", en: "Admitted", \.admitted),
        Column("document", zh: "文号", en: "Document", \.document),
    ]
}

/// What a superior guarantees an organisation in a year, and the most it may get.
package struct QuotaBound: Codable, Sendable {
    package let code: String
    package let atLeast: Int
    package let atMost: Int?
    package let document: String
}

extension QuotaBound: Tabular {
    package static let columns: [Column<QuotaBound>] = [
        Column("code", zh: "下级", en: "Below", \.code),
        Column("at_least", zh: "保证", en: "At least", \.atLeast),
        Column("at_most", zh: "上限", en: "At most", \.atMost),
        Column("document", zh: "文号", en: "Document", \.document),
    ]
}

/// One decision about seats; the sum of a year's is what an organisation has.
package struct QuotaChange: Codable, Sendable {
    package let number: Int
    package let seats: Int
    package let document: String
    package let reason: String
    package let decidedOn: Day
    /// The batch of the plan; nil where none was given.
    package let batch: Int?
}

extension QuotaChange: Tabular {
    package static let columns: [Column<QuotaChange>] = [
        Column("number", zh: "序", en: "No.", \.number),
        Column("decided_on", zh: "日期", en: "Day", \.decidedOn),
        Column("batch", zh: "批次", en: "Batch", \.batch),
        Column("seats", zh: "增减", en: "Change", \.seats),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("reason", zh: "理由", en: "Reason", \.reason),
    ]
}

/// A proposal how to divide seats: nothing is given out by it.
package struct AllocationProposal: Codable, Sendable {
    package let total: Int
    /// Seats that went elsewhere than by weight, for the sake of floors.
    package let moved: Int
    package let shares: [AllocationShare]
    /// In the order of their precedence.
    package let floors: [FloorOutlook]

    init(_ allocation: Allocation) {
        total = allocation.total
        moved = allocation.moved
        shares = allocation.shares.map(AllocationShare.init)
        floors = allocation.floors.map(FloorOutlook.init)
    }
}

/// What one unit would get.
package struct AllocationShare: Codable, Sendable {
    package let code: String
    package let name: String
    /// By weight alone, before bounds and whole seats, to two decimals.
    package let exact: Double
    /// By the largest remainder, within bounds.
    package let ideal: Int
    package let seats: Int
    package let atLeast: Int
    package let atMost: Int
    package let base: Int
    package let applicants: Int
    package let activists: Int

    init(_ share: Allocation.Share) {
        code = share.unit.key
        name = share.unit.name
        exact = (share.exact * 100).rounded() / 100
        ideal = share.ideal
        seats = share.seats
        atLeast = share.unit.atLeast
        atMost = share.unit.atMost
        base = share.unit.base
        applicants = share.unit.applicants
        activists = share.unit.activists
    }
}

extension AllocationShare: Tabular {
    package static let columns: [Column<AllocationShare>] = [
        Column("code", zh: "编码", en: "Code", \.code),
        Column("name", zh: "党组织", en: "Organisation", \.name),
        Column("base", zh: "上年", en: "Last year", \.base),
        Column("applicants", zh: "申请人", en: "Applicants", \.applicants),
        Column("activists", zh: "积极分子", en: "Activists", \.activists),
        Column("exact", zh: "按权重", en: "By weight", isNumeric: true) { .text("\($0.exact)") },
        Column("ideal", zh: "最大余数", en: "Largest remainder", \.ideal),
        Column("seats", zh: "建议", en: "Proposed", \.seats),
    ]
}

/// Whether a floor can be met out of the people who are there.
package struct FloorOutlook: Codable, Sendable {
    package let group: StructureGroup
    package let atLeast: Int
    /// The most that can be had together with the floors before it.
    package let attainable: Int
    package let met: Bool

    init(_ outcome: Allocation.FloorOutcome) {
        group = outcome.floor.group
        atLeast = outcome.floor.atLeast
        attainable = outcome.attainable
        met = outcome.isMet
    }
}

extension FloorOutlook: Tabular {
    package static let columns: [Column<FloorOutlook>] = [
        Column("group", zh: "类别", en: "Group", \.group),
        Column("at_least", zh: "至少", en: "At least", \.atLeast),
        Column("attainable", zh: "最多能达到", en: "Attainable", \.attainable),
        Column("met", zh: "能否满足", en: "Met") { floor in
            .word(String(floor.met), floor.met ? Text(zh: "能", en: "yes") : Text(zh: "不能", en: "no"))
        },
    ]
}

/// What admitting people would do to the shares of the groups.
package struct Projection: Codable, Sendable {
    /// Admitted in the year so far, and with the people asked about.
    package let before: Int
    package let after: Int
    package let seats: Int
    package let lines: [ProjectionLine]
}

package struct ProjectionLine: Codable, Sendable {
    package let group: StructureGroup
    package let before: Int
    package let after: Int
    /// To three decimals.
    package let shareBefore: Double
    package let shareAfter: Double
    package let floor: Int?

    /// - Parameter wholes: everybody admitted before and after.
    init(_ group: StructureGroup, _ parts: (before: Int, after: Int), of wholes: (before: Int, after: Int), floor: Int?)
    {
        func share(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 0 : (Double(part) / Double(whole) * 1000).rounded() / 1000
        }
        self.group = group
        (before, after) = parts
        shareBefore = share(before, wholes.before)
        shareAfter = share(after, wholes.after)
        self.floor = floor
    }
}

extension ProjectionLine: Tabular {
    package static let columns: [Column<ProjectionLine>] = [
        Column("group", zh: "类别", en: "Group", \.group),
        Column("before", zh: "已接收", en: "So far", \.before),
        Column("share_before", zh: "原比例", en: "Share so far", isNumeric: true) { percent($0.shareBefore) },
        Column("after", zh: "接收后", en: "After", \.after),
        Column("share_after", zh: "新比例", en: "Share after", isNumeric: true) { percent($0.shareAfter) },
        Column("floor", zh: "至少", en: "At least", \.floor),
    ]

    private static func percent(_ share: Double) -> Cell { .text("\((share * 1000).rounded() / 10) %") }
}
