import Civil
package import Kernel

extension StructureGroup {
    package var text: Text {
        switch self {
        case .women: Text(zh: "女性", en: "women")
        case .young: Text(zh: "35 岁及以下", en: "35 or younger")
        case .educated: Text(zh: "大专及以上学历", en: "junior college or above")
        case .frontLine: Text(zh: "生产工作一线", en: "front line")
        case .worker: Text(zh: "工人", en: "workers")
        case .farmer: Text(zh: "农民", en: "farmers")
        case .youngIntellectual: Text(zh: "青年知识分子", en: "young intellectuals")
        case .exServiceman: Text(zh: "退役军人", en: "ex-servicemen")
        case .minority: Text(zh: "少数民族", en: "ethnic minorities")
        case .student: Text(zh: "学生", en: "students")
        case .nonPublic: Text(zh: "非公有制经济组织", en: "non-public enterprises")
        case .socialOrganisation: Text(zh: "社会组织", en: "social organisations")
        }
    }
}

extension SeatUse {
    package var text: Text {
        switch self {
        case .vote: Text(zh: "支部大会通过时", en: "with the branch's vote")
        case .approval: Text(zh: "上级党委批准时", en: "with the committee's approval")
        }
    }
}

extension AppError {
    static func quotaFromAbove(_ name: String) -> AppError {
        AppError(
            .forbidden, "quota.superior",
            Text(zh: "「\(name)」的名额由上级下达。", en: "The seats of “\(name)” come from its superior."),
            hint: Text(zh: "请由上级党组织办理。", en: "Ask the superior organisation."))
    }

    static func projectsElsewhere(_ name: String, _ organisation: String) -> AppError {
        AppError(
            .invalid, "quota.elsewhere",
            Text(zh: "「\(name)」不在「\(organisation)」。", en: "“\(name)” is not in “\(organisation)”."),
            hint: Text(
                zh: "只能测算本组织及其下级的人员。",
                en: "A projection can only include people of the organisation and of those below it."))
    }

    static func quotaBelow(_ name: String, before: Int, change: Int, given: Int, used: Int) -> AppError {
        AppError(
            .conflict, "quota.below",
            Text(
                zh: "「\(name)」现有 \(before) 个名额，已下达 \(given)、已使用 \(used)，不能变为 \(before + change)。",
                en:
                    "“\(name)” has \(before) seats, allocated \(given) and used \(used); "
                    + "it cannot have \(before + change)."
            ),
            hint: change > 0
                ? Text(
                    zh: "至少要下达 \(max(given, used) - before) 个。",
                    en: "Give at least \(max(given, used) - before).")
                : Text(
                    zh: "最多可以减少 \(max(0, before - max(given, used))) 个，或先收回下级名额。",
                    en:
                        "At most \(max(0, before - max(given, used))) can be taken back; "
                        + "or take back seats from below first."
                ))
    }

    static func quotaExceeds(_ name: String, _ year: Int, total: Int, given: Int, change: Int) -> AppError {
        AppError(
            .conflict, "quota.exceeds",
            Text(
                zh: "「\(name)」\(year) 年共 \(total) 个名额，已下达 \(given)，不能再下达 \(change)。",
                en:
                    "“\(name)” has \(total) seats in \(year) and allocated \(given) of them; "
                    + "\(change) more are too many."
            ),
            hint: Text(
                zh: "还可下达 \(max(0, total - given)) 个；需要更多请先向上级申请。",
                en: "\(max(0, total - given)) are left; for more, ask the superior to raise the total first."))
    }

    static func quotaNobodyBelow(_ name: String) -> AppError {
        AppError(
            .conflict, "quota.nobody_below",
            Text(zh: "「\(name)」没有下级党组织，不需要分配。", en: "“\(name)” has no organisations below to divide seats among."),
            hint: Text(zh: "请选择有下级的党组织。", en: "Name an organisation that has organisations below it."))
    }

    static func traitDerived(_ group: StructureGroup) -> AppError {
        AppError(
            .invalid, "person.group_derived",
            Text(
                zh: "「\(group.text.chinese)」由登记簿推定，不用登记。", en: "“\(group.text.english)” is derived from the register."),
            hint: Text(zh: "请去掉这一项。", en: "Leave it out."))
    }

    static func traitBegan(_ group: StructureGroup, _ day: Day) -> AppError {
        AppError(
            .conflict, "person.group_began",
            Text(
                zh: "「\(group.text.chinese)」不是在 \(day) 之前开始的，不能在这一天结束。",
                en: "“\(group.text.english)” did not begin before \(day) and cannot end on it."),
            hint: Text(zh: "请写更晚的日期。", en: "Give a later day."))
    }

    static func quotaBounds(total: Int, least: Int, most: Int) -> AppError {
        AppError(
            .invalid, "quota.bounds",
            least > total
                ? Text(
                    zh: "各单位保证名额合计 \(least)，超过总数 \(total)。",
                    en: "The units are guaranteed \(least) seats, more than the \(total) there are.")
                : Text(
                    zh: "各单位最多名额合计 \(most)，不足总数 \(total)。",
                    en: "The units may take \(most) seats at most, fewer than the \(total) there are."),
            hint: least > total
                ? Text(zh: "请减少保证名额，或增加总数。", en: "Lower the guarantees or raise the total.")
                : Text(zh: "请放宽上限，或减少总数。", en: "Raise the limits or lower the total."),
            facts: [Fact("total", "\(total)"), Fact("least", "\(least)"), Fact("most", "\(most)")])
    }
}
