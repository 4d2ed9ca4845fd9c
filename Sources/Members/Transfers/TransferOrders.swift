package import Civil
package import Kernel
package import Organisations
package import Wire

/// A letter of introduction that is to be issued: to an organisation of this register or to one elsewhere.
package struct LetterOrder: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let organisation: Reference<Organisation>?
    package let elsewhere: String?
    package let on: Day?
    package let days: Int?
    package let duesThrough: Month?

    package init(
        person: Reference<Person>, organisation: Reference<Organisation>? = nil, elsewhere: String? = nil,
        on: Day? = nil, days: Int? = nil, duesThrough: Month? = nil
    ) {
        self.person = person
        self.organisation = organisation
        self.elsewhere = elsewhere
        self.on = on
        self.days = days
        self.duesThrough = duesThrough
    }

    package static let memberLimits: [String: MemberLimit] = ["days": .count(1...366)]

    package static let memberTexts = [
        "organisation": Text(
            zh: "转入组织（系统内）：编码，或范围内唯一的名称",
            en: "Receiver on this register: its code, or a name unique within scope"),
        "elsewhere": Text(zh: "转入组织的名称（系统外）", en: "Name of a receiver elsewhere"),
        "on": Text(zh: "开具日期，默认今天", en: "Day of issue, by default today"),
        "days": Text(zh: "有效天数，默认按规定", en: "Days for which it holds, by default what the rules say"),
        "dues_through": Text(zh: "党费交至哪个月，如 2026-10", en: "Month through which dues are paid, such as 2026-10"),
    ]
}

/// The acceptance of a letter.
package struct ReceiptOrder: Codable, Described, Sendable {
    package let receipt: String
    package let on: Day?

    package init(receipt: String, on: Day? = nil) {
        self.receipt = receipt
        self.on = on
    }

    package static let memberTexts = ["receipt": Text(zh: "回执编号", en: "Number of the receipt")]
}

/// Why a letter is returned or cancelled.
package struct LetterReason: Codable, Described, Sendable {
    package let reason: String
    package let on: Day?

    package init(reason: String, on: Day? = nil) {
        self.reason = reason
        self.on = on
    }

    package static let memberTexts: [String: Text] = [:]
}

/// Somebody who comes with a letter from an organisation that is not on this register.
package struct ArrivalOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let name: String
    package let sex: Sex?
    package let born: Day?
    /// As it was typed: an error does not repeat it.
    package let number: String?
    package let status: MembershipStatus
    package let synthetic: Bool?
    /// The organisation that issued the letter, and the letter's number.
    package let from: String
    package let letter: String
    package let issuedOn: Day
    package let on: Day?

    package init(
        organisation: Reference<Organisation>, name: String, sex: Sex? = nil, born: Day? = nil, number: String? = nil,
        status: MembershipStatus, synthetic: Bool? = nil, from: String, letter: String, issuedOn: Day,
        on: Day? = nil
    ) {
        self.organisation = organisation
        self.name = name
        self.sex = sex
        self.born = born
        self.number = number
        self.status = status
        self.synthetic = synthetic
        self.from = from
        self.letter = letter
        self.issuedOn = issuedOn
        self.on = on
    }

    static let longestName = 60

    package static let memberLimits: [String: MemberLimit] = ["name": .length(longestName)]

    package static let memberTexts = [
        "organisation": Text(zh: "转入组织：编码或唯一的名称", en: "Receiving organisation: its code or unique name"),
        "name": Text(zh: "姓名", en: "Name"),
        "sex": Text(zh: "性别，有身份证号时可不填", en: "Sex; not needed with an ID number"),
        "born": Text(zh: "出生日期，有身份证号时可不填", en: "Birth date; not needed with an ID number"),
        "number": Text(zh: "身份证号", en: "ID number"),
        "status": Text(zh: "党籍", en: "Standing"),
        "synthetic": Text(zh: "是否合成数据", en: "Whether the person is synthetic"),
        "from": Text(zh: "转出组织的名称", en: "Name of the organisation left"),
        "letter": Text(zh: "介绍信编号", en: "Number of the letter"),
        "issued_on": Text(zh: "介绍信开具日期", en: "Day of the letter"),
        "on": Text(zh: "接收日期，默认今天", en: "Day of arrival, by default today"),
    ]
}
