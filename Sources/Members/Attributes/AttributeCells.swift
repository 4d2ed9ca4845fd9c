import Civil
import Kernel
import Sheets

/// Reads the attributes of the member file from the rows of a sheet, those of further columns included.
struct AttributeCells {
    private let attributes: [PersonAttribute]
    /// Keys of the columns that were kept.
    private let kept: [String]

    init(_ table: AttributeTable, _ sheet: Sheet) {
        let first = sheet.rows.first
        attributes = table.attributes.filter { first?.has($0.key) ?? false }
        kept = sheet.keptHeadings.map { AttributeTable.furtherKey($0) }
    }

    func read(_ row: Sheet.Row, _ reader: inout CellReader, _ notes: inout [CellError]) -> [AttributeCell] {
        var cells: [AttributeCell] = []
        for attribute in attributes where !row[attribute.key].isEmpty {
            switch attribute.read(row[attribute.key]) {
            case .value(let value): cells.append(AttributeCell(key: attribute.key, value: value))
            case .nothing: break
            case .masked:
                guard notes.count < AppError.listedCells else { continue }
                notes.append(CellError(row: row.line, column: row.heading(attribute.key), reason: .maskedPhone))
            case .wrong(let reason): reader.fail(row, attribute.key, reason)
            }
        }
        guard !kept.isEmpty else { return cells }
        for (key, text) in zip(kept, row.keptFields) where !text.saysNothing {
            switch AttributeTable.further.read(text) {
            case .value(let value): cells.append(AttributeCell(key: key, value: value))
            case .nothing, .masked: break
            case .wrong(let reason): reader.fail(line: row.line, AttributeTable.heading(key), reason)
            }
        }
        return cells
    }
}

extension Text {
    fileprivate static let maskedPhone = Text(
        zh: "号码打了星号，没有保存", en: "the number is masked and was not kept")
}

extension AppError {
    /// What to do about columns that the member file does not have.
    var withHintToKeep: AppError {
        AppError(
            .invalid, "sheet.columns", message,
            hint: .sentences(
                [
                    hint,
                    Text(
                        zh: "不认识的列加 --keep-columns（接口：keep_columns=true）照原样保存。",
                        en: "Unknown columns are kept as they are with --keep-columns (API: keep_columns=true)."),
                ].compactMap(\.self)), rule: rule, cells: cells)
    }
}
