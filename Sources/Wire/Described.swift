package import Kernel

/// An order or query that names its members for people: labels of forms, help of options, descriptions in the OpenAPI
/// document. Members with one meaning everywhere have their text in `MemberTexts.common`.
package protocol Described: Limited {
    static var memberTexts: [String: Text] { get }
}

package enum MemberTexts {
    /// The text of a member, by its name on the wire; nil when nobody wrote one, which a test forbids.
    package static func text(_ name: String, of type: Any.Type) -> Text? {
        (type as? any Described.Type)?.memberTexts[name] ?? common[name]
    }

    package static let common: [String: Text] = [
        "after": Text(zh: "上一页给出的 next，从其后接着列", en: "The next of the previous page: continue after it"),
        "again": Text(zh: "同一个文件今天已导入过也再导入", en: "Import the file although it was imported today already"),
        "approver": Text(zh: "批准人", en: "Who approved it"),
        "as_of": Text(zh: "截至哪一天，默认今天", en: "As of which day, by default today"),
        "decision": Text(zh: "依据的决定或纪要", en: "The decision or minutes it rests on"),
        "document": Text(zh: "文号", en: "Number of the document"),
        "dry_run": Text(zh: "只检查，不保存", en: "Check only, save nothing"),
        "expected_version": Text(
            zh: "读到的版本，已被他人修改时拒绝", en: "The version that was read; refused when it has changed since"),
        "field": Text(zh: "领域", en: "Field"),
        "key": Text(zh: "幂等键：同一个键只记一次", en: "Idempotency key: the same key is recorded once"),
        "fill": Text(
            zh: "键=值：表中没有的列，每一行都是这个值，可多个",
            en: "key=text: the same for every row, in a column that the file does not have; may be repeated"),
        "good_rows": Text(
            zh: "有错误的行不导入，只列出错误，其余各行照常导入",
            en: "Leave out the rows that are wrong, name their errors, and import the others"),
        "leave_columns": Text(
            zh: "不认识的列不导入，只列出名称", en: "Leave unknown columns out and name them"),
        "leave_row": Text(zh: "不导入这一行（行号），可多个", en: "Number of a row that is left out; may be repeated"),
        "level": Text(zh: "层级", en: "Level"),
        "limit": Text(
            zh: "每页行数，1 到 500，默认 50；导出 CSV 或 xlsx 时默认全部",
            en: "Rows per page, 1 to 500, by default 50; of an export as CSV or xlsx by default all of them"),
        "map": Text(
            zh: "表头=键：这一列是什么，可多个；表头写 #3 为第三列，键写 - 为不导入",
            en: "heading=key: what a column is, may be repeated; #3 for the third column, - as the key to drop it"),
        "name": Text(zh: "名称", en: "Name"),
        "note": Text(zh: "说明", en: "Note"),
        "on": Text(zh: "日期，默认今天", en: "The day, by default today"),
        "organisation": Text(zh: "党组织：编码或唯一的名称", en: "Organisation: its code or unique name"),
        "people": Text(
            zh: "人员：编号、身份证号或范围内唯一的姓名", en: "People: identifier, ID number or a name unique within scope"),
        "person": Text(
            zh: "人员：编号、身份证号或范围内唯一的姓名", en: "Person: identifier, ID number or a name unique within scope"),
        "reason": Text(zh: "理由", en: "Reason"),
        "scheme": Text(zh: "积分办法的键", en: "Key of the points scheme"),
        "scope": Text(zh: "只看此党组织及其下级", en: "Only this organisation and everything below it"),
        "sheet": Text(
            zh: "工作簿中的工作表名称；只有一张有数据时不必填", en: "Name of the sheet in a workbook; not needed when only one has data"),
        "since": Text(zh: "从哪一天起", en: "From which day"),
        "state": Text(zh: "状态", en: "State"),
        "until": Text(zh: "到哪一天为止", en: "Until which day"),
        "year": Text(zh: "年份", en: "Year"),
    ]
}

/// What a verb that writes did: JSON for programs, a sentence for people.
package protocol Outcome: Codable, Sendable {
    var summary: Text { get }
}
