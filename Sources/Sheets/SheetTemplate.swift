package import Kernel
import Workbooks

/// An empty workbook for a sheet that is imported, made of its columns alone: headings with notes, the required ones in
/// another colour, lists to choose from, and a second sheet that explains each column.
package enum SheetTemplate {
    package static func write(_ columns: [SheetColumn], in language: Language) throws(AppError) -> [UInt8] {
        let data = columns.map { column in
            var made = WorkbookSheet.Column(heading(column, language))
            made.isRequired = column.isRequired
            made.width = max(made.heading.halfWidths, column.example.halfWidths, 8) + 4
            made.note = note(column, language)
            made.choices = column.words.map { $0.name(language) }
            return made
        }
        let titles = [
            (Text(zh: "列", en: "Column"), 20), (Text(zh: "必填", en: "Required"), 10),
            (Text(zh: "含义", en: "Meaning"), 60), (Text(zh: "示例", en: "Example"), 24),
            (Text(zh: "可填的值", en: "Values"), 60), (Text(zh: "也认得的表头", en: "Other headings"), 40),
        ]
        let notes = WorkbookSheet(
            Text(zh: "填写说明", en: "Notes")(language),
            columns: titles.map { title, width in
                var column = WorkbookSheet.Column(title(language))
                column.width = width
                return column
            },
            rows: columns.map { column in
                let name = heading(column, language)
                return WorkbookSheet.Row([
                    name, column.isRequired ? Text(zh: "是", en: "yes")(language) : "", column.meaning(language),
                    column.example, column.words.map { $0.name(language) }.joined(separator: "、"),
                    ([column.key] + column.headings).filter { $0 != name }.joined(separator: "、"),
                ])
            })
        return try WorkbookWriter.write([WorkbookSheet(Text(zh: "数据", en: "Data")(language), columns: data), notes])
    }

    private static func heading(_ column: SheetColumn, _ language: Language) -> String {
        language == .chinese ? column.chinese : column.key
    }

    private static func note(_ column: SheetColumn, _ language: Language) -> String {
        var lines = [column.meaning(language)]
        if column.isRequired { lines.append(Text(zh: "必填", en: "Required")(language)) }
        if !column.example.isEmpty { lines.append(Text(zh: "如：", en: "Such as: ")(language) + column.example) }
        return lines.joined(separator: "\n")
    }
}
