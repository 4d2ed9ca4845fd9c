package import Civil
package import Kernel
package import Wire

/// A sheet that was imported, as it is listed: who, when, what, how many rows, and whether it was taken back.
package struct ImportedSheet: Codable, Sendable {
    package let id: Identifier<ImportedSheet>
    package let path: String
    /// As `import list` names it, with the class or scheme it was for; of a workbook with the sheet.
    package let kind: String
    package let importedAt: Moment
    package let account: String?
    /// Absent where the import counts something else than rows.
    package let rows: Int?
    package let added: Int?
    package let changed: Int?
    package let undoneOn: Day?
    package let undoReason: String?
}

extension ImportedSheet: Tabular {
    package static let columns: [Column<ImportedSheet>] = [
        Column("imported_at", zh: "时间", en: "Time", \.importedAt),
        Column("account", zh: "导入人", en: "By", \.account),
        Column("kind", zh: "表", en: "Sheet", \.kind),
        Column("rows", zh: "行数", en: "Rows", \.rows),
        Column("added", zh: "新增", en: "New", \.added),
        Column("changed", zh: "变更", en: "Changed", \.changed),
        Column("undone_on", zh: "撤销日期", en: "Undone", \.undoneOn),
        Column("undo_reason", zh: "撤销理由", en: "Reason", \.undoReason),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}
