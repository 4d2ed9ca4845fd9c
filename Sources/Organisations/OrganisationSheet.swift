import Civil
import Kernel
import Sheets
import Wire

/// One row of an import, read but not yet placed in the tree.
struct OrganisationEntry: Sendable {
    let line: Int
    let code: String
    let parentCode: String?
    let level: Level
    let kind: OrganisationKind
    let field: Field?
    let name: String
    let since: Day
    let unitKind: String?
    let unitName: String?
}

/// The two sheets of organisations that can be imported.
enum OrganisationSheet {
    /// Rows, what was passed over, and cells of other rows that could not be read.
    typealias Read = (entries: [OrganisationEntry], passed: [Sheet.Passed], wrong: [CellError])

    static let organisations = ImportSheet(
        "organisations", zh: "党组织", en: "Organisations",
        columns: [
            SheetColumn(
                "code", "编码", "组织编码", required: true, zh: "组织编码：字母、数字、- 和 _，最多 40 个",
                en: "Code: letters, digits, - and _, 40 at most", example: "610116001300"),
            SheetColumn(
                "parent_code", "上级编码", "上级组织编码", zh: "上级组织的编码，最高一级不填",
                en: "Code of the parent; empty at the top", example: "610116001"),
            SheetColumn(
                "name", "名称", "组织名称", required: true, zh: "组织全称", en: "Full name", example: "中共东村支部委员会"),
            SheetColumn(
                "level", "层级", required: true, zh: "层级", en: "Level", words: Level.self, example: .primary),
            SheetColumn(
                "kind", "类型", "组织类型", required: true, zh: "组织类型", en: "Kind", words: OrganisationKind.self,
                example: .branch),
            SheetColumn("field", "领域", zh: "领域，党支部必填", en: "Field; a branch needs one", words: Field.self),
            SheetColumn(
                "since", "成立日期", required: true, zh: "成立日期", en: "Day on which it was founded",
                example: "2014-05-09"),
        ])

    static let divisions = ImportSheet(
        "divisions", zh: "行政区划，一行建一个党组织", en: "Administrative divisions, each of which becomes an organisation",
        columns: [
            SheetColumn(
                "code", "区划代码", required: true, zh: "区划代码，作组织编码", en: "Code of the division and the organisation",
                example: "610116001300"),
            SheetColumn(
                "parent_code", "上级代码", zh: "上级区划代码，最高一级不填", en: "Code of the division above; empty at the top",
                example: "610116001"),
            SheetColumn(
                "level", "级别", required: true, zh: "区划级别", en: "Level of the division",
                words: DivisionMapping.DivisionLevel.self, example: .village),
            SheetColumn("name", "名称", required: true, zh: "区划名称", en: "Name of the division", example: "东村"),
        ])

    static func entries(_ bytes: [UInt8], as choices: SheetChoices, on today: Day) throws(AppError) -> Read {
        let sheet = try Sheet(bytes, columns: organisations.columns, as: choices)
        var reader = CellReader()
        var entries: [OrganisationEntry] = []
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            let code = readCode(row, &reader)
            let name = reader.text(row, "name")
            let level: Level? = reader.choice(row, "level")
            let kind: OrganisationKind? = reader.choice(row, "kind")
            var field: Field?
            if !row["field"].isEmpty { field = reader.choice(row, "field") }
            if kind?.isBranch == true, row["field"].isEmpty {
                reader.fail(row, "field", Text(zh: "党支部必须注明领域", en: "a branch needs its field"))
            }
            let since = reader.pastDay(row, "since", today: today)
            guard let code, let name, let level, let kind, let since else { continue }
            entries.append(
                OrganisationEntry(
                    line: row.line, code: code, parentCode: row["parent_code"].isEmpty ? nil : row["parent_code"],
                    level: level,
                    kind: kind, field: field, name: name, since: since, unitKind: nil, unitName: nil))
        }
        var wrong: [CellError] = []
        try reader.finish(into: &wrong)
        return (entries, sheet.passed, wrong)
    }

    static func entries(
        divisions bytes: [UInt8], _ choices: SheetChoices, mapping: DivisionMapping, since: Day
    ) throws(AppError) -> Read {
        let sheet = try Sheet(bytes, columns: Self.divisions.columns, as: choices)
        var reader = CellReader()
        var entries: [OrganisationEntry] = []
        entries.reserveCapacity(sheet.rows.count)
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            let code = readCode(row, &reader)
            let name = reader.text(row, "name")
            let level: DivisionMapping.DivisionLevel? = reader.choice(row, "level") {
                [$0.text.chinese, $0.level.text.chinese, $0.text.english] + $0.officeWords
            }
            guard let code, let name, let level else { continue }
            guard let made = mapping.organisation(level: level, name: name) else {
                reader.fail(row, "level", Text(zh: "映射规则里没有这一级", en: "the mapping has no rule for this level"))
                continue
            }
            entries.append(
                OrganisationEntry(
                    line: row.line, code: code, parentCode: row["parent_code"].isEmpty ? nil : row["parent_code"],
                    level: level.level, kind: made.kind, field: made.field, name: made.name, since: since,
                    unitKind: made.unitKind, unitName: made.unitKind == nil ? nil : name))
        }
        var wrong: [CellError] = []
        try reader.finish(into: &wrong)
        return (entries, sheet.passed, wrong)
    }

    private static func readCode(_ row: Sheet.Row, _ reader: inout CellReader) -> String? {
        guard let code = reader.text(row, "code", maximum: 40) else { return nil }
        let legal = code.utf8.allSatisfy(OrganisationService.isCodeByte)
        guard legal else {
            reader.fail(row, "code", Text(zh: "编码只能用字母、数字、- 和 _", en: "a code is made of letters, digits, - and _"))
            return nil
        }
        return code
    }
}
