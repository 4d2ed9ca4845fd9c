import Access
import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
package import Sheets
package import Wire

/// The import of who belongs to which category from a table.
extension TrainingService {
    package static let categoryColumns = [
        SheetColumn(
            "organisation", "组织编码", required: true, zh: "党组织编码", en: "Code of the organisation",
            example: "610116001001"),
        SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "张三"),
        SheetColumn(
            "id_number", "身份证号", "公民身份号码", zh: "公民身份号码；不填时按姓名在该组织中查找",
            en: "ID number; without it the name is looked up in the organisation", example: "11010519491231002X"),
        SheetColumn(
            "category", "人员类别", required: true, zh: "规则文件 categories 中的类别或其名称",
            en: "A category of the rule file, or its name", example: "village_director"),
        SheetColumn("since", "自", "起始日期", required: true, zh: "从哪一天起", en: "From which day on", example: "2024-03-01"),
        SheetColumn("until", "至", "终止日期", zh: "不再属于的第一天", en: "The first day on which it no longer holds", example: ""),
        SheetColumn("source", "依据", required: true, zh: "依据：文号、名册", en: "Where it is written", example: "选举结果公告"),
    ]

    /// Imports who belongs to which category, all or nothing.
    package func importCategories(_ bytes: [UInt8], _ order: ImportOrder, caller: Caller) async throws -> ImportOutcome
    {
        let caller = try caller.with(.writeTraining)
        let dryRun = order.dryRun ?? false
        let sheet = try Sheet(bytes, columns: Self.categoryColumns, as: order.choices)
        var reader = CellReader()
        var numbers: [IDNumber] = []
        var rows = CopyText(reserving: sheet.rows.count * 150)
        for row in sheet.rows where !reader.isFull {
            let (organisation, name) = (reader.text(row, "organisation"), reader.text(row, "name"))
            let number = row["id_number"].isEmpty ? nil : PeopleSheet.readNumber(row, &reader)
            let since = reader.day(row, "since")
            let until = reader.optionalDay(row, "until")
            let source = reader.text(row, "source")
            let word = row["category"]
            let category = rules.categories.first { $0.key == word || $0.name.chinese == word }
            if category == nil {
                let known = rules.categories.map { "\($0.key)（\($0.name.chinese)）" }.joined(separator: "、")
                reader.fail(
                    row, "category", Text(zh: "没有这个类别；可用：\(known)", en: "unknown; the categories are \(known)"))
            }
            if let since, let until, until <= since {
                reader.fail(row, "until", Text(zh: "应晚于 \(since)", en: "must be after \(since)"))
            }
            guard let organisation, let name, let since, let source, let category else { continue }
            if let number { numbers.append(number) }
            rows.value(row.line)
            rows.value(Identifier<CategoryEntry>.new())
            rows.value(number.map { members.hash($0) })
            rows.value(NameKey.of(name))
            rows.value(organisation)
            rows.value(category.key)
            rows.value(since)
            rows.value(until)
            rows.value(source)
            rows.endRow()
        }
        var wrong: [CellError] = []
        try reader.finish(into: &wrong)
        let misread = wrong
        try await members.count(numbers, for: "categories", dryRun: dryRun, caller: caller)
        let (count, staged) = (sheet.rows.count, rows)
        return try await database.importing(caller, "categories", bytes, order) { transaction in
            let columns = "(line, id, id_hash, name_key, organisation_code, category, since, until, source)"
            try await transaction.stage(.stageCategories, table: "staged_category \(columns)", rows: staged)
            _ = try await transaction.pipeline([
                .resolveStagedCategories, .matchStagedCategoriesByNumber, .matchStagedCategoriesByName,
                .markKnownCategories,
            ])
            let errors = try await transaction.query(.stagedCategoryErrors)
            guard errors.isEmpty, misread.isEmpty else {
                throw AppError.rejected(
                    try misread
                        + errors.map {
                            CellError(
                                row: try $0["line"], column: try $0["field"],
                                reason: .categoryProblem(try $0["what"], value: try $0["value"] ?? ""))
                        })
            }
            let auditEvent = try await transaction.record(
                "categories.import", "person", after: JSONText(encoding: ["rows": count]))
            let added: [Identifier<Person>] = try await transaction.query(
                .insertStagedCategories(auditEvent: auditEvent)
            ).map { try $0["person_id"] }
            _ = try await DutyRefresh(transaction: transaction, rules: rules).people(Array(Set(added)))
            return ImportOutcome(
                rows: count, added: added.count, unchanged: count - added.count, dryRun: dryRun,
                passedOver: sheet.passed)
        }
    }
}

extension Text {
    fileprivate static func categoryProblem(_ what: String, value: String) -> Text {
        switch what {
        case "organisation": Text(zh: "没有编码为「\(value)」的组织，或不在您的范围内", en: "no organisation with this code in your scope")
        case "missing": Text(zh: "没有这个人，或不在您的范围内", en: "nobody like this in your scope")
        case "several":
            Text(zh: "该组织有 \(value) 个同名的人，请填身份证号", en: "\(value) people of that name there; give the ID number")
        case "born": .beforeBirth(value)
        case "overlaps": Text(zh: "与 \(value) 起的登记重叠", en: "overlaps with the entry from \(value) on")
        case "differs":
            Text(
                zh: "登记的是「\(value)」；不再属于的用 category end 登记",
                en: "the registry has “\(value)”; what has ended is recorded with category end")
        default: Text(zh: "「\(value)」在文件里出现两次", en: "“\(value)” appears twice in the file")
        }
    }
}
