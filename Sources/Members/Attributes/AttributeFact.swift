package import Civil
package import Kernel
import Policy
import Postgres
package import Wire

/// One thing that the file of a person says, from a day on.
package struct AttributeFact: Codable, Sendable {
    package let id: Identifier<AttributeFact>
    package let key: String
    package let name: Text
    /// As it is kept: the code of a list, a day.
    package let value: String
    /// As it is read.
    package let shown: Text
    package let since: Day
    package let recordedOn: Day
    /// The fact in whose place it stands.
    package let corrects: Identifier<AttributeFact>?
    package let reason: String?
    /// Found to be wrong: it has no effect.
    package let annulled: Bool
}

extension AttributeFact: Tabular {
    package static let columns: [Column<AttributeFact>] = [
        Column("name", zh: "项目", en: "Attribute", \.name),
        Column("shown", zh: "内容", en: "Value", \.shown),
        Column("since", zh: "自", en: "Since", \.since),
        Column("recorded_on", zh: "登记日期", en: "Recorded", \.recordedOn),
        Column("annulled", zh: "已作废", en: "Annulled", \.annulled),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("key", zh: "键", en: "Key", \.key),
        Column("value", zh: "存储值", en: "Stored", \.value),
    ]
}

/// What of a person's file is wanted: as of a day, or everything ever on file.
package struct AttributesQuery: Codable, Described, Sendable {
    package var asOf: Day?
    package var history: Bool?

    package init(asOf: Day? = nil, history: Bool? = nil) {
        self.asOf = asOf
        self.history = history
    }

    package static let memberTexts = [
        "history": Text(zh: "列出全部记录，含已作废的", en: "Everything that was ever recorded, what was annulled included")
    ]
}

/// An attribute that the member file has, as doors list it.
package struct AttributeLine: Codable, Sendable {
    package let key: String
    package let name: Text
    package let form: PersonAttribute.Form
    /// Read only for a purpose, by who may read ID numbers.
    package let personal: Bool
    package let headings: [String]
    /// How many values its list has; nil for what has none.
    package let values: Int?
    package let source: Text?
}

extension AttributeLine: Tabular {
    package static let columns: [Column<AttributeLine>] = [
        Column("key", zh: "键", en: "Key", \.key),
        Column("name", zh: "项目", en: "Attribute", \.name),
        Column("form", zh: "形式", en: "Form", \.form),
        Column("personal", zh: "个人信息", en: "Personal", \.personal),
        Column("headings", zh: "表头", en: "Headings") { .text($0.headings.joined(separator: " ")) },
        Column("values", zh: "值数", en: "Values", \.values),
        Column("source", zh: "出处", en: "Source", \.source),
    ]
}

/// A value that an attribute may have.
package struct AttributeChoice: Codable, Sendable {
    package let key: String
    package let name: Text
}

extension AttributeChoice: Tabular {
    package static let columns: [Column<AttributeChoice>] = [
        Column("key", zh: "代码", en: "Code", \.key), Column("name", zh: "名称", en: "Name", \.name),
    ]
}

extension AttributeTable {
    package var lines: Page<AttributeLine> {
        Page(
            whole: attributes.map { attribute in
                AttributeLine(
                    key: attribute.key, name: attribute.name, form: attribute.form, personal: attribute.isPersonal,
                    headings: attribute.headings, values: attribute.form == .list ? attribute.values.count : nil,
                    source: attribute.source?.text)
            })
    }

    /// - Throws: `value.invalid` with the known attributes.
    package func choices(of key: String) throws(AppError) -> Page<AttributeChoice> {
        Page(whole: try attribute(key).values.map { AttributeChoice(key: $0.key, name: $0.name) })
    }

    func fact(_ row: Row) throws -> AttributeFact {
        let (key, value): (String, String) = (try row["key"], try row["value"])
        return AttributeFact(
            id: try row["id"], key: key, name: name(of: key), value: value, shown: shown(value, of: key),
            since: try row["since"], recordedOn: try row["recorded_on"], corrects: try row["corrects"],
            reason: try row["reason"], annulled: try row["annulled"])
    }
}
