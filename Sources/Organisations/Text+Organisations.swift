package import Access
import Civil
import Kernel

extension AppError {
    static func changeDay(_ day: Day, since: Day, today: Day) -> AppError {
        AppError(
            .invalid, "organisation.change_day",
            Text(
                zh: "变更日期 \(day) 应晚于 \(since)，且不晚于今天 \(today)。",
                en: "The change on \(day) must come after \(since) and not after today, \(today)."),
            hint: Text(zh: "请填写文件上的生效日期。", en: "Give the day on which it took effect."))
    }

    static func moveIntoItself(_ code: String, _ parent: String) -> AppError {
        AppError(
            .conflict, "organisation.ring",
            Text(
                zh: "「\(parent)」在「\(code)」之下，不能作它的上级。", en: "“\(parent)” lies below “\(code)” and cannot be its parent."
            ))
    }

    static func closedAlready(_ code: String, _ day: Day) -> AppError {
        AppError(
            .conflict, "organisation.closed",
            Text(zh: "「\(code)」已于 \(day) 撤销。", en: "“\(code)” was dissolved on \(day)."),
            hint: Text(zh: "无需再撤销。", en: "Nothing remains to be done."))
    }

    static func hasChildren(_ code: String, _ count: Int) -> AppError {
        AppError(
            .conflict, "organisation.has_children",
            Text(
                zh: "「\(code)」之下还有 \(count) 个未撤销的组织。",
                en: "“\(code)” still has \(count) open organisations below it."),
            hint: Text(zh: "请先撤销或划转下级组织。", en: "Close or move those first."))
    }
}

extension ConstraintTexts {
    package static let organisations = ConstraintTexts([
        "organisation_code_unique": Entry(
            .conflict, Text(zh: "组织编码已被使用，可能在您看不到的范围内。", en: "The code is taken, perhaps outside your scope."),
            hint: Text(zh: "请核对编码，或联系上级。", en: "Check the code, or ask the level above.")),
        "organisation_path_unique": Entry(
            .conflict, Text(zh: "同一位置已有组织。", en: "There is an organisation at that place.")),
        "organisation_dates": Entry(
            .invalid, Text(zh: "撤销日期应晚于成立日期。", en: "An organisation must end after it begins.")),
        "organisation_name_length": Entry(
            .invalid, Text(zh: "组织名称应为 1 到 200 个字。", en: "A name has 1 to 200 characters.")),
        "organisation_code_shape": Entry(
            .invalid, Text(zh: "编码只能用字母、数字、- 和 _。", en: "A code is made of letters, digits, - and _.")),
        "organisation_version_overlap": Entry(
            .conflict, Text(zh: "与已有的变更日期重叠。", en: "It overlaps a change that is recorded.")),
        "organisation_version_dates": Entry(
            .invalid, Text(zh: "变更日期先后不对。", en: "The days of the change are in the wrong order.")),
        "scope_path_shape": Entry(
            .invalid, Text(zh: "组织路径写法不对。", en: "The value is not a path in the organisation tree.")),
    ])
}
