import Kernel
package import Wire

/// A table as it was backed up and as it is after the restore.
package struct TableComparison: Codable, Sendable {
    package let table: String
    /// Nil: the table was not there.
    package let rowsThen: Int?
    package let rowsNow: Int?
    package let isEqual: Bool

    static func compare(_ then: [TableSum], _ now: [TableSum]) -> [TableComparison] {
        let (old, new) = (Dictionary(then.map { ($0.table, $0) }) { $1 }, Dictionary(now.map { ($0.table, $0) }) { $1 })
        return Set(old.keys).union(new.keys).sorted().map { table in
            TableComparison(
                table: table, rowsThen: old[table]?.rows, rowsNow: new[table]?.rows, isEqual: old[table] == new[table])
        }
    }
}

extension TableComparison: Tabular {
    package static let columns: [Column<TableComparison>] = [
        Column("table", zh: "表", en: "Table", \.table),
        Column("rows_then", zh: "备份时行数", en: "Rows then", \.rowsThen),
        Column("rows_now", zh: "恢复后行数", en: "Rows now", \.rowsNow),
        Column("is_equal", zh: "内容一致", en: "Equal", \.isEqual),
    ]
}
