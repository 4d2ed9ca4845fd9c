/// What offices call the same column: one table for all sheets.
enum HeadingWords {
    /// Each line is one meaning. A column that has one of the words answers to all of them.
    private static let groups: [[String]] = [
        ["姓名", "党员姓名", "人员姓名", "学员姓名", "参训人员姓名", "名字", "person_name"],
        [
            "身份证号", "公民身份证号", "公民身份号码", "居民身份证号", "身份证", "证件号", "身份证件号", "身份证编号",
            "masked_number",
        ],
        ["性别"],
        ["出生日期", "出生年月日", "出生年月", "出生", "生日", "born"],
        [
            "入党日期", "加入党组织日期", "加入中国共产党日期", "接收预备党员日期", "入党年月", "入党年月日", "何时入党", "党籍日期",
            "member_since",
        ],
        ["转正日期", "转为正式党员日期", "正式转正日期", "转正年月"],
        ["人员类别", "党员类别", "党员类型", "人员类型"],
        ["党籍状态", "党籍", "状态"],
        [
            "组织编码", "所在党组织编码", "所属党组织编码", "所在党支部编码", "所属党支部编码", "党组织编码", "支部编码", "联系党支部编码",
            "organisation_code",
        ],
        [
            "所在党支部", "所属党支部", "所在支部", "所属支部", "所在党组织", "所属党组织", "所在党组织名称", "所属党组织名称", "党组织", "组织",
            "支部信息", "支部", "党支部", "党组织名称", "编入党支部",
        ],
        ["职务", "党内职务", "现任职务", "任职职务"],
        ["任职日期", "任职年月", "任现职日期", "任命日期", "现任职务日期"],
        ["免职日期", "离任日期", "卸任日期"],
        ["名称", "组织名称", "组织全称", "全称"],
        ["层级", "级别", "办班层级", "组织层级"],
        ["类型", "组织类型", "组织类别", "党组织类别", "组织种类"],
        ["领域", "所属领域", "领域类别"],
        ["成立日期", "建立日期", "成立年月", "组织成立日期", "成立"],
        ["上级编码", "上级组织编码", "上级党组织编码"],
        ["培训班名称", "班次", "班次名称", "培训名称", "培训班"],
        ["结业日期", "培训结束日期", "结束日期"],
        ["学时", "培训学时", "学时数", "总学时"],
        ["文号", "证明文号", "证书号", "证明材料"],
        ["考勤", "出勤情况", "考勤情况", "出勤"],
        ["课次", "课次编号", "场次"],
        ["开班日期", "培训开始日期", "开始日期", "培训起始日期"],
        ["递交入党申请书", "申请入党日期", "提交书面申请书日期", "递交入党申请书日期", "提交入党申请书日期", "申请入党"],
        ["党组织派人谈话", "派人谈话日期", "谈话日期"],
        ["确定入党积极分子", "确定入党积极分子日期", "确定为入党积极分子日期", "列为入党积极分子日期", "确定积极分子日期"],
        ["列为发展对象", "确定为发展对象日期", "确定发展对象日期", "列为发展对象日期", "列入发展对象日期"],
        ["填写入党志愿书", "领取志愿书日期", "填写志愿书日期", "填写入党志愿书日期"],
        ["分值", "加分", "得分", "积分"],
        ["佐证", "佐证材料", "加扣分事由", "事由"],
    ]

    private static let byWord: [Heading: Int] = Dictionary(
        groups.enumerated().flatMap { number, words in words.map { (Heading($0), number) } },
        uniquingKeysWith: { first, _ in first })

    /// What errors are listed below in a sheet that is handed back.
    static let errors = "错误说明"

    /// Headings that say nothing of what a row is about.
    private static let ordinals = Set([errors, "序号", "顺序号", "编次", "行号", "no", "no.", "#"].map { Heading($0).whole })

    static func isOrdinal(_ heading: Heading) -> Bool { ordinals.contains(heading.bare) }

    /// Headings of notes: where no column answers to one, it is passed over and named.
    private static let notes = Set(
        [
            "备注", "备注说明", "说明", "其他说明", "其它说明", "情况说明", "附注", "注", "remark", "remarks", "note", "notes", "comment",
            "comments",
            // Of own exports.
            "编号", "id", "identifier", "版本", "version",
        ].map { Heading($0).whole })

    static func isNote(_ heading: Heading) -> Bool { notes.contains(heading.bare) }

    /// All words for one meaning; the heading alone where the table does not have it.
    static func synonyms(_ heading: Heading) -> [Heading] {
        guard let group = byWord[heading] else { return [heading] }
        return groups[group].map { Heading($0) }
    }
}
