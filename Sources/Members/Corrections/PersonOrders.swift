import Access
package import Civil
package import Kernel
package import Organisations
package import Wire

/// One attribute of the member file, as an order says it.
package struct AttributeOrder: Codable, Described, Sendable {
    package let attribute: String
    package let value: String

    package init(attribute: String, value: String) {
        self.attribute = attribute
        self.value = value
    }

    package static let memberLimits: [String: MemberLimit] = ["value": .length(PersonAttribute.longest)]

    package static let memberTexts = [
        "attribute": Text(zh: "档案项目的键", en: "Key of the attribute"),
        "value": Text(zh: "内容", en: "What it says"),
    ]
}

/// Somebody who is entered in the register by hand.
package struct RegistrationOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let name: String
    package let sex: Sex?
    package let born: Day?
    /// As it was typed: an error does not repeat it.
    package let number: String?
    package let status: MembershipStatus
    package let since: Day
    package let converted: Day?
    package let synthetic: Bool?
    package let attributes: [AttributeOrder]?

    package init(
        organisation: Reference<Organisation>, name: String, sex: Sex? = nil, born: Day? = nil, number: String? = nil,
        status: MembershipStatus, since: Day, converted: Day? = nil, synthetic: Bool? = nil,
        attributes: [AttributeOrder]? = nil
    ) {
        self.organisation = organisation
        self.name = name
        self.sex = sex
        self.born = born
        self.number = number
        self.status = status
        self.since = since
        self.converted = converted
        self.synthetic = synthetic
        self.attributes = attributes
    }

    package static let memberLimits: [String: MemberLimit] = ["name": .length(60)]

    package static let memberTexts = [
        "name": Text(zh: "姓名", en: "Name"),
        "sex": Text(zh: "性别，有身份证号时可不填", en: "Sex; not needed with an ID number"),
        "born": Text(zh: "出生日期，有身份证号时可不填", en: "Birth date; not needed with an ID number"),
        "number": Text(zh: "身份证号", en: "ID number"),
        "status": Text(zh: "人员类别", en: "Standing"),
        "since": Text(
            zh: "入党日期；申请人、积极分子为该类别从哪一天起", en: "Day of admission; of applicants and activists the day of that standing"),
        "converted": Text(zh: "转正日期，只有正式党员填写", en: "Day of conversion, of full members only"),
        "synthetic": Text(zh: "是否合成数据", en: "Whether the person is synthetic"),
        "attributes": Text(zh: "档案内容：项目和值", en: "What else the file says, each attribute with its value"),
    ]
}

package struct PersonRegistered: Outcome {
    package let person: Person
    /// People on the register who may be the same one.
    package let resembling: [Text]
    /// What was entered though the ID number says otherwise.
    package let notes: [Text]

    package var summary: Text {
        .sentences(
            [
                Text(
                    zh: "已登记 \(person.name)，在「\(person.organisationName ?? "")」。",
                    en: "Registered \(person.name) in “\(person.organisationName ?? "")”.")
            ] + (notes + resembling).map { Text(zh: "\($0.chinese)。", en: "\($0.english).") })
    }
}

/// What identifies a person, and the days of admission: corrected as a fact of its own.
package enum KeyField: String, Choice {
    case name, sex, born, number, joined, converted

    package var text: Text {
        switch self {
        case .name: Text(zh: "姓名", en: "name")
        case .sex: Text(zh: "性别", en: "sex")
        case .born: Text(zh: "出生日期", en: "birth date")
        case .number: Text(zh: "身份证号", en: "ID number")
        case .joined: Text(zh: "入党日期", en: "day of admission")
        case .converted: Text(zh: "转正日期", en: "day of conversion")
        }
    }

    /// Whether a second person agrees where the settings ask for one.
    var needsSecondPerson: Bool { self == .name || self == .number || self == .joined || self == .converted }
}

/// A correction of what is on file about a person.
package struct CorrectionOrder: Codable, Described, Sendable {
    package let field: String
    package let value: String
    package let reason: String
    package let document: String?
    package let since: Day?

    package init(field: String, value: String, reason: String, document: String? = nil, since: Day? = nil) {
        self.field = field
        self.value = value
        self.reason = reason
        self.document = document
        self.since = since
    }

    package static let memberLimits: [String: MemberLimit] = ["value": .length(PersonAttribute.longest)]

    package static let memberTexts = [
        "field": Text(
            zh: "更正哪一项：name、sex、born、number、joined（入党日期）、converted（转正日期），或档案项目的键",
            en: "What is corrected: name, sex, born, number, joined, converted, or the key of an attribute"),
        "value": Text(zh: "正确的内容", en: "What is right"),
        "since": Text(
            zh: "档案项目从哪一天起变化；不写为更正原来的登记",
            en: "From which day an attribute changed; without it the entry on file is corrected"),
    ]
}

package struct PersonCorrected: Outcome {
    package let person: Identifier<Person>
    package let personName: String
    package let field: String
    package let fieldName: Text
    /// What was on file; absent where nothing was, and of personal data.
    package let before: Text?
    package let after: Text?
    /// The correction as it is listed; absent of attributes, whose history is in the file.
    package let correction: Identifier<PersonCorrection>?
    /// It has no effect until a second person agrees.
    package let waits: Bool
    /// What the ID number says otherwise.
    package var note: Text?

    package var summary: Text { .sentences([outcome, note].compactMap(\.self)) }

    private var outcome: Text {
        let (was, now) = (before ?? .verbatim("—"), after ?? .verbatim("****"))
        let change = Text(
            zh: "\(personName) 的\(fieldName.chinese)：\(was.chinese) → \(now.chinese)。",
            en: "The \(fieldName.english) of \(personName): \(was.english) → \(now.english).")
        guard waits, let correction else { return change }
        return .sentences([
            change,
            Text(
                zh: "须由另一人同意后生效：dangwu person decide \(correction) --approve",
                en: "It takes effect when a second person agrees: dangwu person decide \(correction) --approve"),
        ])
    }
}

/// A correction with what became of it.
package struct PersonCorrection: Codable, Placed, Sendable {
    package enum State: String, Choice {
        case applied, waiting, refused

        package var text: Text {
            switch self {
            case .applied: Text(zh: "已生效", en: "in effect")
            case .waiting: Text(zh: "待同意", en: "waiting")
            case .refused: Text(zh: "未同意", en: "refused")
            }
        }
    }

    package let id: Identifier<PersonCorrection>
    package let person: Identifier<Person>
    package let personName: String?
    package let path: String
    package let field: KeyField
    /// ID numbers are masked.
    package let before: String?
    package let after: String
    package let reason: String
    package let document: String?
    package let recordedOn: Day
    package let account: String?
    package let state: State
    package let decidedOn: Day?
    package let decider: String?
    package let refusal: String?
}

extension PersonCorrection: Tabular {
    package static let columns: [Column<PersonCorrection>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("field", zh: "项目", en: "Field", \.field),
        Column("before", zh: "原内容", en: "Before", \.before),
        Column("after", zh: "更正为", en: "After", \.after),
        Column("state", zh: "状态", en: "State", \.state),
        Column("recorded_on", zh: "登记日期", en: "Recorded", \.recordedOn),
        Column("account", zh: "登记人", en: "By", \.account),
        Column("decider", zh: "同意人", en: "Decided by", \.decider),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("refusal", zh: "不同意的理由", en: "Refusal", \.refusal),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// Which corrections are listed.
package struct CorrectionQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var person: Reference<Person>?
    package var waiting: Bool?

    package init(
        scope: Reference<Organisation>? = nil, person: Reference<Person>? = nil, waiting: Bool? = nil
    ) {
        self.scope = scope
        self.person = person
        self.waiting = waiting
    }

    package static let memberTexts = [
        "waiting": Text(zh: "只看待另一人同意的", en: "Only those that wait for a second person")
    ]
}

/// What a second person says about a correction that waits.
package struct CorrectionDecisionOrder: Codable, Described, Sendable {
    package let approves: Bool
    package let reason: String?

    package init(approves: Bool, reason: String? = nil) {
        self.approves = approves
        self.reason = reason
    }

    package static let memberTexts = [
        "approves": Text(zh: "是否同意", en: "Whether they agree"),
        "reason": Text(zh: "理由，不同意时必填", en: "Why; needed where they do not agree"),
    ]
}

package struct CorrectionDecided: Outcome {
    package let correction: Identifier<PersonCorrection>
    package let person: Identifier<Person>
    package let personName: String
    package let field: KeyField
    package let approved: Bool

    package var summary: Text {
        approved
            ? Text(
                zh: "已同意，\(personName) 的\(field.text.chinese)已更正。",
                en: "Agreed: the \(field.text.english) of \(personName) is corrected.")
            : Text(
                zh: "未同意，\(personName) 的\(field.text.chinese)不变。",
                en: "Refused: the \(field.text.english) of \(personName) stays.")
    }
}
