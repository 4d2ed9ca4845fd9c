import Access
package import Civil
package import Kernel
package import Organisations
package import Wire

/// In what two people on the register resemble each other.
package enum Resemblance: String, Choice {
    case born
    case bornDigit = "born_digit"
    case number
    case numberMissing = "number_missing"
    case phone

    package var text: Text {
        switch self {
        case .born: Text(zh: "姓名、出生日期相同", en: "same name and birth date")
        case .bornDigit: Text(zh: "姓名相同，出生日期差一位", en: "same name, birth dates differ in a digit")
        case .number: Text(zh: "身份证号差一位", en: "ID numbers differ in a digit")
        case .numberMissing: Text(zh: "一方没有身份证号", en: "one has no ID number")
        case .phone: Text(zh: "电话相同", en: "same telephone")
        }
    }
}

/// Two people on the register who may be one.
package struct PersonDuplicate: Codable, Placed, Sendable {
    package let first: Identifier<Person>
    package let firstName: String
    package let firstBorn: Day
    package let firstOrganisation: String?
    package let second: Identifier<Person>
    package let secondName: String
    package let secondBorn: Day
    package let secondOrganisation: String?
    package let reasons: [Resemblance]
    package let path: String
}

extension PersonDuplicate: Tabular {
    package static let columns: [Column<PersonDuplicate>] = [
        Column("first_name", zh: "姓名", en: "Name", \.firstName),
        Column("first_born", zh: "出生日期", en: "Born", \.firstBorn),
        Column("first_organisation", zh: "党组织", en: "Organisation", \.firstOrganisation),
        Column("second_name", zh: "相似的人", en: "Resembles", \.secondName),
        Column("second_born", zh: "出生日期", en: "Born", \.secondBorn),
        Column("second_organisation", zh: "党组织", en: "Organisation", \.secondOrganisation),
        Column("reasons", zh: "相似之处", en: "Because", \.reasons),
        Column("first", zh: "编号", en: "Identifier", \.first),
        Column("second", zh: "相似者编号", en: "Other identifier", \.second),
    ]
}

/// Where duplicates are looked for.
package struct PersonDuplicateQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}
