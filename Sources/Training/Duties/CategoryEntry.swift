import Access
package import Civil
package import Kernel
package import Members
package import Wire

/// That a person belongs to a category of the rule file at an organisation, from a day on.
package struct CategoryEntry: Codable, Placed, Sendable {
    package let id: Identifier<CategoryEntry>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationCode: String
    package let organisationName: String
    package let category: String
    package let name: Text
    package let since: Day
    package let until: Day?
    package let source: String
    package let path: String
}

extension CategoryEntry: Tabular {
    package static let columns: [Column<CategoryEntry>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("category", zh: "人员类别", en: "Category") { .word($0.category, $0.name) },
        Column("since", zh: "自", en: "Since", \.since),
        Column("until", zh: "至", en: "Until", \.until),
        Column("source", zh: "依据", en: "Source", \.source),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}
