import Kernel
import Sheets
import Testing

/// Words of closed lists as offices write them.
struct OfficeWordsTests {
    private func read<Value: Choice>(_ text: String, _ type: Value.Type) throws -> (Value?, [CellError]) {
        var reader = CellReader()
        let columns = [SheetColumn("word", "词", zh: "词", en: "Word", words: type)]
        let row = try #require(
            try Sheet(Array("word,x\n\"\(text)\",1\n".utf8), columns: columns, keepsUnknown: true).rows.first)
        return (reader.choice(row, "word"), reader.errors)
    }

    @Test(arguments: [
        ("社区", Field.community), ("国企", .enterpriseState), ("高等学校", .university), ("非公", .enterprisePrivate),
        ("农村", .rural), ("村", .rural), ("机　关", .organ), (" 国有 企业 ", .enterpriseState), ("Ｒｕｒａｌ", .rural),
        ("事业", .institution),
    ])
    func fields(_ text: String, _ field: Field) throws { #expect(try read(text, Field.self).0 == field) }

    @Test(arguments: [
        ("省", Level.province), ("市", .city), ("县", .county), ("区县", .county), ("乡镇", .township), ("县 级", .county),
        ("乡镇（街道）", .township), ("乡镇(街道)", .township), ("村", .primary), ("COUNTY", .county),
    ])
    func levels(_ text: String, _ level: Level) throws { #expect(try read(text, Level.self).0 == level) }

    /// What offices use for two values is asked for, and so is what is none.
    @Test(arguments: ["机关事业", "企业", "两新组织"])
    func aWordForTwoFieldsIsAskedFor(_ text: String) throws {
        let (field, errors) = try read(text, Field.self)
        #expect(field == nil && errors.count == 1 && errors[0].reason.chinese.contains("事业单位"))
    }
}
