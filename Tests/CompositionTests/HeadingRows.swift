import Sheets

/// Heading rows of sheets as offices keep them, each with one row below it, and the sheet of the program that it
/// belongs to. Everybody in them is invented: ID numbers have the region 990001, which nobody has.
struct HeadingRow: Sendable, CustomStringConvertible {
    let name: String
    /// The import.
    let sheet: String
    /// Lines above the headings.
    var above: [String] = []
    /// Cells are separated by `|`.
    let headings: String
    let row: String
    var choices = SheetChoices.none
    var keepsColumns = false
    /// What the row says, by key.
    var says: [String: String] = [:]

    var description: String { name }

    var csv: String { (above + [headings, row]).map { Self.line($0) }.joined() }

    static func line(_ cells: String) -> String {
        CSVText.line(cells.split(separator: "|", omittingEmptySubsequences: false).map(String.init)) + "\n"
    }

    static let all = people + register + committees + training

    static let people = [
        HeadingRow(
            name: "the national sheet of 2017", sheet: "people",
            headings:
                "序号|姓名|所在党支部|公民身份证号|性别|民族|出生日期|学历|人员类别|加入党组织日期|转为正式党员日期|工作岗位|手机号|固定电话|家庭住址|党籍状态|"
                + "是否为失联党员|失去联系日期|是否为流动党员|外出流向|备注",
            row:
                "1|甲子安|中共试验单位第一支部委员会|990001198003150015|男|汉族|1980.03.15|大学本科|正式党员|2005.07.01|2006.07.01|公务员|"
                + "138****0000|无|—|正常|否||否||",
            says: [
                "name": "甲子安", "id_number": "990001198003150015", "organisation_name": "中共试验单位第一支部委员会",
                "since": "2005.07.01", "converted": "2006.07.01", "status": "正式党员", "standing": "正常",
            ]),
        HeadingRow(
            name: "a roster whose title holds the organisation", sheet: "people", above: ["××党员名册||||||||||||", ""],
            headings: "序号|姓名|性别|民族|出生|身份证|文化程度|党员类型|入党日期|状态|地址|电话|所属支部|备注",
            row: "1|甲子安|男|汉族|1980.03.15|990001198003150015|大学本科|正式党员|2005.07.01|正常|—|无|第一支部|",
            says: ["birth_date": "1980.03.15", "status": "正式党员", "organisation_name": "第一支部", "education": "大学本科"]),
        HeadingRow(
            name: "the roster of an enterprise group", sheet: "people",
            headings:
                "姓名*|员工工号*|身份证号*|性别|出生日期|最高学历|所属党组织名称*|企业行政部门|岗位职务|政治面貌*|党内职务|党龄(年)|接收预备党员日期|"
                + "正式转正日期|全国党员编码|生产经营一线(是/否)|数字技术骨干(是/否)|双培养对象(是/否)",
            row:
                "壬申远|00123|990001198306060316|男|1983-06-06|硕士|一支部|生产部|班长|中共党员|党支部书记|12|2012-07-01|"
                + "2013-07-01||是|否|否",
            keepsColumns: true,
            says: [
                "political_status": "中共党员", "title": "党支部书记", "since": "2012-07-01", "converted": "2013-07-01",
                "organisation_name": "一支部",
            ]),
        HeadingRow(
            name: "the roster of a university", sheet: "people",
            headings: "序号|姓名|性别|民族|政治面貌|入党时间|身份证号|出生日期|籍贯|现居住地|联系电话|入学时间|学历|专业|年级|组织",
            row: "1|戊辰和|男|汉|中共党员|2010.6.7|990001198802290137|19880229|陕西西安|略|略|2007.09|本科|土木|2007级|第一支部",
            keepsColumns: true,
            says: ["since": "2010.6.7", "birth_date": "19880229", "organisation_name": "第一支部"]),
        HeadingRow(
            name: "members of a township", sheet: "people",
            headings:
                "所属党支部|姓名|性别|出生日期|民族|学历|身份证号码|联系电话|入党时间|党籍状态|户籍所在派出所|工作/学习单位|现居住地|籍贯|原服役部队|"
                + "退役时间|是否自主择业|组织关系落实时间|编入党支部",
            row: "第一支部|甲子安|男|1980-03-15|汉族|大学本科|990001198003150015||2005-07-01|正式党员|||||||||第一支部",
            keepsColumns: true, says: ["organisation_name": "第一支部", "standing": "正式党员", "since": "2005-07-01"]),
        HeadingRow(
            name: "transfers of a township", sheet: "people",
            headings:
                "原所属党支部|转出党支部|姓名|性别|出生日期|民族|学历|身份证号码|联系电话|入党时间|党籍状态|户籍所在派出所|工作/学习单位|现居住地|籍贯|"
                + "原服役部队|退役时间|是否自主择业|组织关系落实时间|编入党支部",
            row: "第一支部||甲子安|男|1980-03-15|汉族|大学本科|990001198003150015||2005-07-01|正式|||||||||第二支部",
            keepsColumns: true, says: ["organisation_name": "第二支部", "standing": "正式"]),
        HeadingRow(
            name: "stopped members of a township", sheet: "people",
            headings: "所属党支部|姓名|性别|出生日期|民族|学历|身份证号码|联系电话|入党时间|党籍状态|户籍所在派出所|工作/学习单位|现居住地|停用时间|停用原因",
            row: "第一支部|甲子安|男|1980-03-15|汉族|大学本科|990001198003150015||2005-07-01|正式||||2020-01-01|其它",
            keepsColumns: true, says: ["organisation_name": "第一支部"]),
    ]

    private static let register = [
        HeadingRow(
            name: "the recruitment register", sheet: "cases",
            headings:
                "序号|姓名|性别|公民身份证号码|民族|出生日期|学历|申请入党日期|手机号码|背景信息|工作岗位|政治面貌|接受申请党组织|籍贯|入团日期|"
                + "参加工作日期|申请入党日期|确定入党积极分子日期|工作单位及职务|家庭住址|加入党组织日期|转为正式党员日期|人员类别|党籍状态|入党类型|"
                + "所在党支部|人员类型|隶属党组织",
            row:
                "1|庚午明|男|990001200109100219|汉族|2001-09-10|大学本科|2023-03-01|137****0000||学生|共青团员|"
                + "中共试验单位第一支部委员会||2015-05-04||2023-03-01|2023-09-28||||||||||",
            choices: SheetChoices(leavesColumns: true),
            says: [
                "person": "990001200109100219", "name": "庚午明", "application": "2023-03-01",
                "activist_decision": "2023-09-28",
            ]),
        HeadingRow(
            name: "the sheet of activists", sheet: "cases",
            headings:
                "姓名|公民身份证号码|申请入党日期|积极分子会议日期|确定入党积极分子日期|培养联系人|确定积极分子的会议主持人|党支部书记|"
                + "积极分子会议的列席组织员|一线情况|积极分子确定会议实到人数|积极分子确定会议应到人数",
            row: "庚午明|990001200109100219|2023-03-01|2023-09-28|2023-09-28|甲子安、戊辰和|甲子安|甲子安||无|8|9",
            choices: SheetChoices(leavesColumns: true), says: ["activist_decision": "2023-09-28"]),
        HeadingRow(
            name: "one row for each case", sheet: "cases",
            headings:
                "学工号|姓名|联系分党委编码|联系分党委|联系党支部编码|联系党支部|提交书面申请书时间|确定为入党积极分子时间|入党积极分子培训起始时间|"
                + "入党积极分子培训结束时间|积极分子结业考试成绩|确定为发展对象时间|发展对象培训起始时间|发展对象培训结束时间|发展对象结业考试成绩|"
                + "列入发展计划时间|领取志愿书时间|志愿书编号|入党时间|转正时间|当前发展阶段|备注",
            row:
                "T0007|庚午明|01|试验分党委|0101|第一支部|2023.3.1|2023.9.28|2023.10.14|2023.11.4|86|2024.10.15|2025.3.8|"
                + "2025.3.10|91|2025.4.1|2025.4.20|20250001|2025.5.10||预备党员|",
            choices: SheetChoices(map: ["姓名=person"], leavesColumns: true),
            says: ["person": "庚午明", "application": "2023.3.1", "target_listing": "2024.10.15", "form": "2025.4.20"]),
    ]

    private static let committees = [
        HeadingRow(
            name: "committees and their terms", sheet: "terms", headings: "支部委员会名称|所在党支部|任命时间|应换届时间|实际换届时间",
            row: "第一支部第五届委员会|中共试验单位第一支部委员会|2021.6|2024.6|",
            says: [
                "name": "第一支部第五届委员会", "organisation_name": "中共试验单位第一支部委员会", "since": "2021.6", "due": "2024.6",
                "ended": "",
            ]),
        HeadingRow(
            name: "members of a committee", sheet: "tenures",
            headings: "所属分党委|所属分党委编码|所属党支部|所属党支部编码|姓名|学工号|职务（留空默认为委员）|是否是管理员（留空默认为否）",
            row: "试验分党委|01|第一支部|0101|甲子安|T0001||",
            choices: SheetChoices(fixed: ["since=2021-06-01"], leavesColumns: true),
            says: ["organisation": "0101", "title": "委员", "since": "2021-06-01"]),
        HeadingRow(
            name: "members of a higher committee", sheet: "tenures",
            headings: "所属分党委|所属分党委编码|姓名|学工号|职务（留空默认为委员）|是否是管理员（留空默认为否）",
            row: "试验分党委|01|甲子安|T0001|书记|",
            choices: SheetChoices(
                map: ["所属分党委编码=organisation"], fixed: ["since=2021-06-01"], leavesColumns: true),
            says: ["organisation": "01", "title": "书记"]),
        HeadingRow(
            name: "posts with inner blanks", sheet: "tenures",
            headings: "序号|职  务|姓  名|工作证号|分  工|任职时间|办公电话|手机号", row: "1|书记|甲子安|T0001|全面工作|2021-06-01||",
            choices: SheetChoices(fixed: ["organisation=0101"], leavesColumns: true),
            says: ["organisation": "0101", "title": "书记", "name": "甲子安", "since": "2021-06-01"]),
    ]

    private static let training = [
        HeadingRow(
            name: "a roster of training", sheet: "training",
            headings:
                "工号|姓名|时任单位及职务|参训人员身份|参训人员类型|年度|培训班主办方|培训班类型|培训班名称|培训形式|培训开始时间|培训结束时间|培训学时|"
                + "培训地点|培训成绩|派出单位类型|派出单位编码|是否计入年度学习任务|备注",
            row:
                "T0001|甲子安|试验局一支部书记|双肩挑，支部书记|科级|2026|县委组织部|轮训|基层党组织书记轮训班（第1期）|脱产|2026.3.4|"
                + "2026.3.7|24|县委党校|合格|机关|0101|是|",
            choices: SheetChoices(fixed: ["level=county"], leavesColumns: true),
            says: [
                "name": "甲子安", "class": "基层党组织书记轮训班（第1期）", "hours": "24", "started_on": "2026.3.4",
                "ended_on": "2026.3.7", "level": "county", "kinds": "轮训",
            ]),
        HeadingRow(
            name: "a list of names", sheet: "sign-in", headings: "学工号|姓名", row: "T0001|甲子安",
            choices: SheetChoices(leavesColumns: true), says: ["person": "甲子安"]),
        HeadingRow(
            name: "a list of telephones", sheet: "sign-in", headings: "手机号码|姓名", row: "13800000000|甲子安",
            choices: SheetChoices(leavesColumns: true), says: ["person": "甲子安"]),
        HeadingRow(
            name: "those who took part", sheet: "sign-in", headings: "参训人员工号|参训人员姓名|时任单位及职务|参训人员身份|",
            row: "T0001|甲子安|试验局一支部书记|支部书记|", choices: SheetChoices(leavesColumns: true),
            says: ["person": "甲子安"]),
        HeadingRow(
            name: "the export of a meeting", sheet: "sign-in", headings: "用户昵称（入会昵称）|首次入会时间|最后退会时间|累计参会时长",
            row: "甲子安(一支部甲子安)|2026-03-04 19:02:11|2026-03-04 21:00:03|01:53:20",
            says: ["person": "甲子安(一支部甲子安)", "duration": "01:53:20"]),
    ]
}
