package import Civil
package import Kernel
package import Organisations
package import Wire

/// Seats of a class that are kept for the people of a subtree, until a day if one is given.
package struct ClassQuotaOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let seats: Int
    package let release: Day?
    package let reason: String?

    package init(organisation: Reference<Organisation>, seats: Int, release: Day? = nil, reason: String? = nil) {
        self.organisation = organisation
        self.seats = seats
        self.release = release
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["seats": .count(ClassOrder.capacities)]

    package static let memberTexts = [
        "organisation": Text(zh: "名额留给哪个党组织及其下级", en: "The organisation whose subtree the seats are kept for"),
        "seats": Text(zh: "名额；已有名额的改为此数", en: "Seats; replaces the organisation's quota where there is one"),
        "release": Text(
            zh: "从哪一天起，没用完的名额放开；默认一直保留", en: "The day from which what is left is open to everybody; by default never"),
    ]
}

package struct ClassQuotaSet: Outcome {
    package let code: String
    package let organisationCode: String
    package let organisationName: String
    package let seats: Int
    package let release: Day?

    package var summary: Text {
        let until = release.map { Text(zh: "，\($0) 起放开", en: " until \($0)") } ?? .verbatim("")
        return Text(
            zh: "班次 \(code) 为\(organisationName)留 \(seats) 个名额\(until.chinese)。",
            en: "Class \(code) keeps \(seats) seats for \(organisationName)\(until.english).")
    }
}

/// A quota that ends.
package struct ClassQuotaRemoval: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let reason: String?

    package init(organisation: Reference<Organisation>, reason: String? = nil) {
        self.organisation = organisation
        self.reason = reason
    }

    package static let memberTexts = [
        "organisation": Text(zh: "取消为哪个党组织留的名额", en: "The organisation whose quota ends")
    ]
}

package struct ClassQuotaRemoved: Outcome {
    package let code: String
    package let organisationCode: String
    package let organisationName: String

    package var summary: Text {
        Text(
            zh: "班次 \(code) 不再为\(organisationName)留名额。", en: "Class \(code) keeps no seats for \(organisationName).")
    }
}

/// A quota as it holds.
package struct ClassQuota: Codable, Sendable {
    package let organisationCode: String?
    package let organisationName: String?
    package let seats: Int
    /// People of the subtree who have a seat in the class, of whatever kind.
    package let taken: Int
    package let release: Day?
    package let path: String
}

extension ClassQuota: Tabular {
    package static let columns: [Column<ClassQuota>] = [
        Column("organisation_code", zh: "编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("seats", zh: "名额", en: "Seats", \.seats),
        Column("taken", zh: "已安排", en: "Taken", \.taken),
        Column("release", zh: "放开", en: "Released", \.release),
    ]
}
