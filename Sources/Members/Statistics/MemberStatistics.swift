/// Members by sex, age, time of admission, field or an attribute of their file, as of any day.
import Access
package import Civil
package import Kernel
package import Wire

/// By what members are counted, attributes of the file aside.
package enum MemberGrouping: String, Choice {
    case sex, status, age, joined, field, child

    package var text: Text {
        switch self {
        case .sex: Text(zh: "性别", en: "sex")
        case .status: Text(zh: "人员类别", en: "standing")
        case .age: Text(zh: "年龄", en: "age")
        case .joined: Text(zh: "入党时间", en: "time of admission")
        case .field: Text(zh: "领域", en: "field")
        case .child: Text(zh: "下级党组织", en: "child organisation")
        }
    }
}

/// What is counted, and as of which day.
package struct MemberStatisticsQuery: Codable, Described, Sendable {
    /// A `MemberGrouping` or the key of an attribute.
    package var by: String
    package var asOf: Day?

    package init(by: String, asOf: Day? = nil) { (self.by, self.asOf) = (by, asOf) }

    package static let memberTexts = ["by": byText]

    static let byText = Text(
        zh: "按什么统计：\(MemberGrouping.words)，或档案项目的键（如 education、nationality）",
        en: "By what: \(MemberGrouping.words), or the key of an attribute such as education or nationality")
}

/// Which members are named.
package struct MemberPartQuery: Codable, Described, Sendable {
    package var by: String
    package var part: String
    package var asOf: Day?

    package init(by: String, part: String, asOf: Day? = nil) {
        (self.by, self.part, self.asOf) = (by, part, asOf)
    }

    package static let memberTexts = [
        "by": MemberStatisticsQuery.byText,
        "part": Text(zh: "统计表中的哪一组（part）；没有登记的一组为空", en: "The part of the statistic; empty for what is not on file"),
    ]
}

/// Members of an organisation and everything below it on a day, in parts.
package struct MemberStatistics: Codable, Sendable {
    package struct Line: Codable, Sendable {
        /// Names the part where its members are asked for.
        package let part: String
        package let name: Text
        package let people: Int
        /// Of a thousand.
        package let share: Int
        package let women: Int
        package let probationary: Int
    }

    package let organisationCode: String
    package let organisationName: String
    package let asOf: Day
    package let by: String
    package let byName: Text
    /// Where the groups come from; absent where they are no groups.
    package let source: String?
    package let people: Int
    package let lines: [Line]
}

extension MemberStatistics.Line: Tabular {
    package static let columns: [Column<MemberStatistics.Line>] = [
        Column("name", zh: "类别", en: "Part", \.name),
        Column("people", zh: "党员", en: "Members", \.people),
        Column("share", zh: "占比（‰）", en: "Per thousand", \.share),
        Column("women", zh: "其中女党员", en: "Of them women", \.women),
        Column("probationary", zh: "其中预备党员", en: "Of them probationary", \.probationary),
        Column("part", zh: "键", en: "Key", \.part),
    ]
}

/// One of the members of a part.
package struct MemberOfPart: Codable, Placed, Sendable {
    package let person: Identifier<Person>
    package let path: String
    package let name: String
    package let sex: Sex
    package let born: Day
    package let status: MembershipStatus
    package let organisation: String
}

extension MemberOfPart: Tabular {
    package static let columns: [Column<MemberOfPart>] = [
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("sex", zh: "性别", en: "Sex", \.sex),
        Column("born", zh: "出生日期", en: "Born", \.born),
        Column("status", zh: "人员类别", en: "Standing", \.status),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("person", zh: "编号", en: "Identifier", \.person),
    ]
}

extension MemberStatistics: Tabular {
    package static let columns: [Column<MemberStatistics>] = [
        Column("organisation", zh: "党组织", en: "Organisation", \.organisationName),
        Column("as_of", zh: "截至", en: "As of", \.asOf),
        Column("by", zh: "按", en: "By", \.byName),
        Column("people", zh: "党员", en: "Members", \.people),
        Column("source", zh: "分组依据", en: "Groups from", \.source),
    ]
}
