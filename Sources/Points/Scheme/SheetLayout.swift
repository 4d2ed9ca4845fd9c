package import Sheets

/// The columns of the sheets that come in and go out. A scheme file can rearrange them and give them the headings of its
/// office; what it leaves out is not printed, and read as empty.
package enum SheetLayout {
    package static let columns: [String: [SheetColumn]] = [
        "claims": claims, "publicity": publicity, "facts": facts, "participants": participants,
    ]

    package static let claims = [
        SheetColumn("subject", "对象", "人员编号", "组织编码", required: true), SheetColumn("item", "项目", required: true),
        SheetColumn("on", "日期", "发生日期", required: true), SheetColumn("points", "分值"), SheetColumn("quantity", "数量"),
        SheetColumn("level", "级别"), SheetColumn("act", "事由编号"), SheetColumn("evidence", "佐证"),
        SheetColumn("note", "说明"), SheetColumn("key", "幂等键"), SheetColumn("follows", "所依据的记账号"),
        SheetColumn("continuing", "持续未纠正"), SheetColumn("cause", "行为人或组织"), SheetColumn("marks", "评议分"),
    ]

    package static let publicity = [
        SheetColumn("name", "姓名", "名称"), SheetColumn("organisation", "党组织"), SheetColumn("group", "类别"),
        SheetColumn("base", "基础分"), SheetColumn("score", "得分"), SheetColumn("grade", "等次"),
        SheetColumn("rank_in_branch", "支部排名"), SheetColumn("rank", "总排名"), SheetColumn("note", "备注"),
    ]

    package static let facts = [
        SheetColumn("subject", "对象", "人员编号", "组织编码", required: true), SheetColumn("fact", "事实", required: true),
        SheetColumn("name", "名称"), SheetColumn("outcome", "结果"), SheetColumn("on", "日期", required: true),
        SheetColumn("quantity", "数量"), SheetColumn("reference", "编号", required: true),
    ]

    package static let participants = [
        SheetColumn("subject", "对象", "人员编号", "组织编码", required: true), SheetColumn("group", "类别"),
        SheetColumn("since", "起", required: true), SheetColumn("until", "止"),
    ]

    /// A sheet's columns as a scheme wants them: its own order and headings, or the usual ones.
    package static func columns(_ sheet: String, of scheme: Scheme) -> [SheetColumn] {
        let usual = columns[sheet] ?? []
        guard let own = scheme.sheets[sheet] else { return usual }
        return own.compactMap { column in
            usual.first { $0.key == column.key }.map { $0.headed(column.heading) }
        }
    }
}
