package import Sheets

/// The columns of the sheets that come in and go out. A scheme file can rearrange them and give them the headings of
/// its office; what it leaves out is not printed, and read as empty.
package enum SheetLayout {
    package static let columns: [String: [SheetColumn]] = [
        "claims": claims, "publicity": publicity, "facts": facts, "participants": participants,
    ]

    package static let claims = [
        SheetColumn(
            "subject", "对象", "人员编号", "组织编码", required: true, zh: "身份证号、唯一的姓名或人员编号；党组织的编码或唯一的名称",
            en: "ID number, unique name or identifier of a person; code or unique name of an organisation",
            example: "11010519491231002X"),
        SheetColumn(
            "item", "项目", required: true, zh: "积分办法中的项目编号",
            en: "Item of the scheme", example: "A1"),
        SheetColumn(
            "on", "日期", "发生日期", required: true, zh: "发生日期",
            en: "Day on which it happened", example: "2026-03-02"),
        SheetColumn(
            "points", "分值", zh: "由人评定的分值",
            en: "Points, where somebody sets them", example: "2"),
        SheetColumn(
            "quantity", "数量", zh: "按数量计分的数量",
            en: "Quantity, where points depend on it", example: "3"),
        SheetColumn(
            "level", "级别", zh: "按级别计分的级别",
            en: "Level, where points depend on it", example: "county"),
        SheetColumn(
            "act", "事由编号", zh: "同一事由只取最高分的编号",
            en: "Number of the act, of which the best counts", example: "1"),
        SheetColumn(
            "evidence", "佐证", zh: "佐证材料",
            en: "Evidence", example: "会议记录"),
        SheetColumn(
            "note", "说明", zh: "说明",
            en: "Note", example: "村级表彰"),
        SheetColumn(
            "key", "幂等键", zh: "幂等键：同一个键只记一次",
            en: "Idempotency key: the same key is recorded once", example: "2026-001"),
        SheetColumn(
            "follows", "所依据的记账号", zh: "所依据的记账号",
            en: "Number of the entry that it follows from", example: "12"),
        SheetColumn(flag: "continuing", "持续未纠正", zh: "是否持续未纠正", en: "Whether it has not been rectified yet"),
        SheetColumn(
            "cause", "行为人或组织", zh: "行为人或组织",
            en: "Who caused it", example: "610116001001"),
        SheetColumn(
            "marks", "评议分", zh: "各来源的评议分，用 ; 分隔",
            en: "Marks by source, separated by ;", example: "self=90;peers=85"),
    ]

    package static let publicity = [
        SheetColumn(
            "name", "姓名", "名称", zh: "姓名或组织名称",
            en: "Name of the person or organisation", example: "王芳"),
        SheetColumn(
            "organisation", "党组织", zh: "所在党组织",
            en: "Organisation", example: "东社区支部"),
        SheetColumn(
            "group", "类别", zh: "类别",
            en: "Group", example: "农村党员"),
        SheetColumn(
            "base", "基础分", zh: "基础分",
            en: "Base points", example: "60"),
        SheetColumn(
            "score", "得分", zh: "得分",
            en: "Score", example: "82.5"),
        SheetColumn(
            "grade", "等次", zh: "等次",
            en: "Grade", example: "优秀"),
        SheetColumn(
            "rank_in_branch", "支部排名", zh: "支部排名",
            en: "Rank in the branch", example: "1"),
        SheetColumn(
            "rank", "总排名", zh: "总排名",
            en: "Rank", example: "3"),
        SheetColumn(
            "note", "备注", zh: "备注",
            en: "Note", example: "免于评定"),
    ]

    package static let facts = [
        SheetColumn(
            "subject", "对象", "人员编号", "组织编码", required: true, zh: "身份证号、唯一的姓名或人员编号；党组织的编码或唯一的名称",
            en: "ID number, unique name or identifier of a person; code or unique name of an organisation",
            example: "11010519491231002X"),
        SheetColumn(
            "fact", "事实", required: true, zh: "事实的种类", en: "Kind of the fact", words: FactKind.self),
        SheetColumn(
            "name", "名称", zh: "名称",
            en: "Name", example: "三月主题党日"),
        SheetColumn(
            "outcome", "结果", zh: "结果",
            en: "Outcome", example: "present"),
        SheetColumn(
            "on", "日期", required: true, zh: "日期",
            en: "Day", example: "2026-03-02"),
        SheetColumn(
            "quantity", "数量", zh: "数量",
            en: "Quantity", example: "1"),
        SheetColumn(
            "reference", "编号", required: true, zh: "编号：同一编号只记一次",
            en: "Number: the same number is recorded once", example: "2026-001"),
    ]

    package static let participants = [
        SheetColumn(
            "subject", "对象", "人员编号", "组织编码", required: true, zh: "身份证号、唯一的姓名或人员编号；党组织的编码或唯一的名称",
            en: "ID number, unique name or identifier of a person; code or unique name of an organisation",
            example: "11010519491231002X"),
        SheetColumn(
            "group", "类别", zh: "积分办法中的类别",
            en: "Group of the scheme", example: "rural"),
        SheetColumn(
            "since", "起", required: true, zh: "从哪一天起参加",
            en: "First day of the participation", example: "2026-01-01"),
        SheetColumn(
            "until", "止", zh: "到哪一天为止（不含）",
            en: "The day from which on it has ended", example: "2027-01-01"),
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
