package import Civil
package import Kernel
package import Members
package import Organisations
package import Wire

/// The year of a plan.
package struct QuotaQuery: Codable, Described, Sendable {
    package var year: Int?

    package init(year: Int? = nil) { self.year = year }

    package static let memberLimits: [String: MemberLimit] = ["year": .count(Plausible.years)]

    package static let memberTexts = ["year": RecruitmentService.yearText]
}

/// Seats to give, or to take back.
package struct QuotaOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let year: Int?
    /// More when positive, fewer when negative.
    package let seats: Int
    package let batch: Int?
    package let document: String
    package let reason: String
    package let on: Day?

    package init(
        organisation: Reference<Organisation>, year: Int? = nil, seats: Int, batch: Int? = nil, document: String,
        reason: String, on: Day? = nil
    ) {
        self.organisation = organisation
        self.year = year
        self.seats = seats
        self.batch = batch
        self.document = document
        self.reason = reason
        self.on = on
    }

    package static let memberLimits: [String: MemberLimit] = [
        "year": .count(Plausible.years), "batch": .count(1...99),
        "seats": .count(-RecruitmentService.mostSeats...RecruitmentService.mostSeats),
    ]

    package static let memberTexts = [
        "year": RecruitmentService.yearText,
        "seats": Text(zh: "名额增减；收回写负数", en: "Seats to give; a negative number takes some back"),
        "batch": Text(zh: "计划的批次，1 到 99", en: "Batch of the plan, 1 to 99"),
        "on": Text(zh: "决定日期，默认今天", en: "Day of the decision, by default today"),
    ]
}

package struct QuotaChanged: Outcome {
    package let code: String
    package let name: String
    package let year: Int
    package let change: Int
    /// Seats of the year after it.
    package let seats: Int

    package var summary: Text {
        Text(
            zh: "「\(name)」\(year) 年名额\(change > 0 ? "增加 \(change)" : "减少 \(-change)")，现有 \(seats) 个。",
            en: "“\(name)” has \(seats) seats in \(year) (\(change > 0 ? "+" : "")\(change)).")
    }
}

/// A guarantee of seats, and the most there may be.
package struct BoundOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let year: Int?
    package let atLeast: Int
    package let atMost: Int?
    package let document: String

    package init(
        organisation: Reference<Organisation>, year: Int? = nil, atLeast: Int, atMost: Int? = nil, document: String
    ) {
        self.organisation = organisation
        self.year = year
        self.atLeast = atLeast
        self.atMost = atMost
        self.document = document
    }

    package static let memberLimits: [String: MemberLimit] = [
        "year": .count(Plausible.years), "at_least": .count(RecruitmentService.seatCounts),
        "at_most": .count(RecruitmentService.seatCounts),
    ]

    package static let memberTexts = [
        "year": RecruitmentService.yearText,
        "at_least": Text(zh: "至少多少名", en: "Seats at least"),
        "at_most": Text(zh: "至多多少名；不写为不限", en: "Seats at most; without it there is no limit"),
    ]
}

package struct BoundSet: Outcome {
    package let code: String
    package let name: String
    package let year: Int
    package let atLeast: Int
    package let atMost: Int?

    package var summary: Text {
        let (zh, en) = atMost.map { ("，至多 \($0) 个", ", at most \($0)") } ?? ("，不设上限", ", without a limit")
        return Text(
            zh: "「\(name)」\(year) 年保证 \(atLeast) 个名额\(zh)。",
            en: "“\(name)” is guaranteed \(atLeast) seats in \(year)\(en).")
    }
}

/// At least so many of a group among those admitted in a year.
package struct FloorOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let year: Int?
    package let group: StructureGroup
    package let atLeast: Int
    package let document: String

    package init(
        organisation: Reference<Organisation>, year: Int? = nil, group: StructureGroup, atLeast: Int, document: String
    ) {
        self.organisation = organisation
        self.year = year
        self.group = group
        self.atLeast = atLeast
        self.document = document
    }

    package static let memberLimits: [String: MemberLimit] = [
        "year": .count(Plausible.years), "at_least": .count(RecruitmentService.seatCounts),
    ]

    package static let memberTexts = [
        "year": RecruitmentService.yearText,
        "group": Text(zh: "类别，如 women、young、farmer", en: "Group, such as women, young, farmer"),
        "at_least": Text(zh: "至少多少名", en: "At least so many"),
    ]
}

package struct FloorSet: Outcome {
    package let code: String
    package let name: String
    package let year: Int
    package let group: StructureGroup
    package let atLeast: Int

    package var summary: Text {
        Text(
            zh: "「\(name)」\(year) 年接收的\(group.text.chinese)至少 \(atLeast) 名。",
            en: "“\(name)” admits at least \(atLeast) of “\(group.text.english)” in \(year).")
    }
}

/// Guarantee and limit of one unit in a proposal.
package struct UnitBound: Codable, Described, Sendable {
    package let code: String
    package let atLeast: Int
    package let atMost: Int

    package init(code: String, atLeast: Int, atMost: Int) {
        self.code = code
        self.atLeast = atLeast
        self.atMost = atMost
    }

    package static let memberLimits: [String: MemberLimit] = [
        "at_least": .count(RecruitmentService.seatCounts), "at_most": .count(RecruitmentService.seatCounts),
    ]

    package static let memberTexts = [
        "code": Text(zh: "直接下级的编码", en: "Code of an organisation directly below"),
        "at_least": Text(zh: "至少多少名", en: "Seats at least"),
        "at_most": Text(zh: "至多多少名", en: "Seats at most"),
    ]
}

/// What a proposal is made from.
package struct AllocationOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let year: Int?
    package let total: Int?
    package let baseWeight: Int?
    package let applicantsWeight: Int?
    package let activistsWeight: Int?
    package let bounds: [UnitBound]?
    /// In the order of precedence.
    package let floors: [StructureFloor]?

    package init(
        organisation: Reference<Organisation>, year: Int? = nil, total: Int? = nil, baseWeight: Int? = nil,
        applicantsWeight: Int? = nil, activistsWeight: Int? = nil, bounds: [UnitBound]? = nil,
        floors: [StructureFloor]? = nil
    ) {
        self.organisation = organisation
        self.year = year
        self.total = total
        self.baseWeight = baseWeight
        self.applicantsWeight = applicantsWeight
        self.activistsWeight = activistsWeight
        self.bounds = bounds
        self.floors = floors
    }

    static let weights = 0...1000

    package static let memberLimits: [String: MemberLimit] = [
        "year": .count(Plausible.years), "total": .count(RecruitmentService.seatCounts),
        "base_weight": .count(weights), "applicants_weight": .count(weights), "activists_weight": .count(weights),
    ]

    package static let memberTexts = [
        "year": RecruitmentService.yearText,
        "total": Text(zh: "总数，默认为本级名额", en: "Total; the organisation's own seats by default"),
        "base_weight": Text(
            zh: "上年名额的权重，0 到 1000，默认按规则", en: "Weight of last year's seats, 0 to 1000; by default as the policy says"),
        "applicants_weight": Text(
            zh: "申请人的权重，0 到 1000，默认按规则", en: "Weight of applicants, 0 to 1000; by default as the policy says"),
        "activists_weight": Text(
            zh: "积极分子的权重，0 到 1000，默认按规则", en: "Weight of activists, 0 to 1000; by default as the policy says"),
        "bounds": Text(zh: "下级的下限和上限，默认为已登记的", en: "Bounds of units; by default those on file"),
        "floors": Text(zh: "结构下限，先写的优先，默认为已登记的", en: "Floors, the first has precedence; by default those on file"),
    ]
}

/// Whose admission is tried out.
package struct ProjectionOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let year: Int?
    package let people: [Reference<Person>]

    package init(organisation: Reference<Organisation>, year: Int? = nil, people: [Reference<Person>]) {
        self.organisation = organisation
        self.year = year
        self.people = people
    }

    package static let memberLimits: [String: MemberLimit] = ["year": .count(Plausible.years)]

    package static let memberTexts = ["year": RecruitmentService.yearText]
}

extension RecruitmentService {
    static let yearText = Text(
        zh: "年度，\(Plausible.years.lowerBound) 到 \(Plausible.years.upperBound)，默认今年",
        en: "Year, \(Plausible.years.lowerBound) to \(Plausible.years.upperBound), by default this one")
}
