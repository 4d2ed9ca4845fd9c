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

    static func dissolved(_ organisation: Organisation, _ day: Day) -> AppError {
        AppError(
            .conflict, "organisation.dissolved",
            Text(
                zh: "「\(organisation.name.quotable)」（\(organisation.code)）已于 \(day) 撤销，不能再增加内容。",
                en: "“\(organisation.name.quotable)” (\(organisation.code)) was dissolved on \(day); nothing is added "
                    + "to it."),
            hint: Text(zh: "请选承接它的组织。", en: "Choose the organisation that took its place."))
    }

    /// The office of a level answers for its own level and those below; below a lower one it would answer for its
    /// parent's, and its classes would be of a level that nobody above them has.
    static func levelAboveParent(_ organisation: Organisation, _ parent: Organisation, level: Level? = nil) -> AppError
    {
        levelAboveParent(organisation.name, level ?? organisation.level, parent)
    }

    static func levelAboveParent(_ name: String, _ level: Level, _ parent: Organisation) -> AppError {
        AppError(
            .invalid, "organisation.level",
            Text(
                zh: "「\(name.quotable)」是\(level.text.chinese)组织，不能划到"
                    + "\(parent.level.text.chinese)组织「\(parent.name.quotable)」之下。",
                en: "“\(name.quotable)” is of the level “\(level.text.english)” and cannot "
                    + "lie below “\(parent.name.quotable)” of the level “\(parent.level.text.english)”."),
            hint: Text(
                zh: "上级的层级不低于下级：它主办的班次、确认的学时都按层级。",
                en: "A parent's level is never below: the classes it hosts and the hours it confirms go by levels."))
    }

    static func levelBelowChild(_ level: Level, _ child: String, _ childLevel: Level) -> AppError {
        AppError(
            .invalid, "organisation.level",
            Text(
                zh: "下级「\(child)」是\(childLevel.text.chinese)组织，上级不能改为\(level.text.chinese)。",
                en: "“\(child)” below is of the level “\(childLevel.text.english)”; its parent cannot become "
                    + "“\(level.text.english)”."),
            hint: Text(zh: "请先变更或划转下级组织。", en: "Change or move what lies below first."))
    }

    static func classesAbove(_ level: Level, _ target: Organisation) -> AppError {
        AppError(
            .invalid, "organisation.level",
            Text(
                zh: "它主办着\(level.text.chinese)班次，「\(target.name.quotable)」是\(target.level.text.chinese)组织，不能承接。",
                en: "It hosts classes of the level “\(level.text.english)”, which “\(target.name.quotable)” of the "
                    + "level “\(target.level.text.english)” cannot take over."),
            hint: Text(zh: "请先结束这些班次，或选层级相当的组织。", en: "Close those classes first, or choose another organisation."))
    }

    static func codeTaken(_ code: String) -> AppError {
        AppError(
            .conflict, "organisation.code_taken",
            Text(zh: "编码「\(code.quotable)」已有组织使用。", en: "The code “\(code.quotable)” is in use."),
            hint: Text(zh: "请核对编码；已撤销的组织请用恢复。", en: "Check the code; restore an organisation that was dissolved."))
    }

    /// An act dated back before something that it would undo.
    static func laterFact(_ organisation: Organisation, _ fact: Day, _ day: Day, name: String? = nil) -> AppError {
        let (chinese, english) = (name.map { "\($0.quotable)：" } ?? "", name.map { "\($0.quotable): " } ?? "")
        return AppError(
            .conflict, "organisation.later_fact",
            Text(
                zh: "\(day) 与「\(organisation.name.quotable)」（\(organisation.code)）已登记的日期不符：\(chinese)\(fact)。",
                en: "\(day) does not fit what is on file about “\(organisation.name.quotable)” (\(organisation.code)): "
                    + "\(english)\(fact)."),
            hint: Text(
                zh: "合并、分设和撤销的日期要晚于有关人员的转入和上一次变更；请核对日期，或先更正登记。",
                en: "Mergers, divisions and dissolutions come after the people concerned arrived and after the last "
                    + "change: check the day, or correct what is on file first."))
    }

    static func attached(_ organisation: Organisation, _ lines: [AttachedLine]) -> AppError {
        AppError(
            .conflict, "organisation.attached",
            Text(
                zh: "「\(organisation.name.quotable)」（\(organisation.code)）名下还有未了结的内容，不能撤销。",
                en: "Something still hangs on “\(organisation.name.quotable)” (\(organisation.code)); it cannot be "
                    + "dissolved."),
            hint: Text(
                zh: "请用 --into 指定承接组织，一并划转；只剩职务时可加 --end-posts。",
                en: "Name the organisation that takes it over with --into; for posts alone, add --end-posts."),
            facts: lines.map {
                Fact($0.kind.text.chinese, "\($0.number)：\($0.examples.joined(separator: "、"))")
            })
    }

    static func notDissolved(_ organisation: Organisation) -> AppError {
        AppError(
            .conflict, "organisation.not_dissolved",
            Text(
                zh: "「\(organisation.name.quotable)」（\(organisation.code)）没有撤销，无需恢复。",
                en: "“\(organisation.name.quotable)” (\(organisation.code)) is not dissolved."))
    }

    static func notBelow(_ child: Organisation, _ organisation: Organisation) -> AppError {
        AppError(
            .invalid, "organisation.not_below",
            Text(
                zh: "「\(child.name.quotable)」（\(child.code)）不是「\(organisation.name.quotable)」的下级组织。",
                en: "“\(child.name.quotable)” (\(child.code)) is not directly below “\(organisation.name.quotable)”."))
    }

    static func notMembersHere(_ organisation: Organisation, _ number: Int) -> AppError {
        AppError(
            .invalid, "organisation.not_members",
            Text(
                zh: "所列人员中有 \(number) 人的组织关系不在「\(organisation.name.quotable)」，或被重复列出。",
                en: "\(number) of the people named are not with “\(organisation.name.quotable)”, or are named twice."),
            hint: Text(zh: "请核对名单。", en: "Check the list."))
    }

    static func rootStays(_ organisation: Organisation) -> AppError {
        AppError(
            .conflict, "organisation.root",
            Text(
                zh: "「\(organisation.name.quotable)」是最高一级组织，不能分设。",
                en: "“\(organisation.name.quotable)” is at the top of the tree and cannot be divided."))
    }

    static func nothingToUndo(_ organisation: Organisation) -> AppError {
        AppError(
            .conflict, "organisation.nothing_to_undo",
            Text(
                zh: "「\(organisation.name.quotable)」（\(organisation.code)）登记后没有变更，没有可撤回的。",
                en: "Nothing has been changed about “\(organisation.name.quotable)” (\(organisation.code))."),
            hint: Text(zh: "首次登记有误请用更正。", en: "Correct what was entered wrongly at first."))
    }

    static func cannotUndo(_ organisation: Organisation, _ event: OrganisationEvent) -> AppError {
        AppError(
            .conflict, "organisation.cannot_undo",
            Text(
                zh: "「\(organisation.name.quotable)」（\(organisation.code)）最近一次是\(event.text.chinese)，不能直接撤回。",
                en: "The last that was done about “\(organisation.name.quotable)” (\(organisation.code)), "
                    + "“\(event.text.english)”, cannot be undone as such."),
            hint: Text(
                zh: "合并、分设已转移人员：请用恢复、分设或转接按新的日期办理；登记有误请用更正。",
                en: "People have moved: restore, divide or transfer from a new day; correct what was entered wrongly."))
    }

    static func placeDependsOnDay(_ organisation: Organisation) -> AppError {
        AppError(
            .conflict, "organisation.place_day",
            Text(
                zh: "「\(organisation.name.quotable)」（\(organisation.code)）这一次变更了上级或编码，日期不能单独更正。",
                en:
                    "This version of “\(organisation.name.quotable)” (\(organisation.code)) changed its parent or "
                    + "code; its day cannot be corrected alone."),
            hint: Text(zh: "请撤回这次变更后重新登记。", en: "Undo the change and enter it again."))
    }

    static func hasChildren(_ code: String, _ count: Int) -> AppError {
        AppError(
            .conflict, "organisation.has_children",
            Text(
                zh: "「\(code)」之下还有 \(count) 个未撤销的组织。",
                en: "“\(code)” still has \(count) open organisations below it."),
            hint: Text(
                zh: "请先撤销或划转下级组织，或用 --into 指定承接组织。",
                en: "Close or move those first, or name the organisation that takes them over with --into."))
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
        "organisation_change_document": Entry(
            .invalid, Text(zh: "文号应为 1 到 200 个字。", en: "The number of a document has 1 to 200 characters.")),
        "organisation_change_reason": Entry(
            .invalid, Text(zh: "理由应为 1 到 500 个字。", en: "A reason has 1 to 500 characters.")),
        "organisation_change_undone_once": Entry(
            .conflict, Text(zh: "这次变更已被撤回。", en: "The change was undone already.")),
        "organisation_place_overlap": Entry(
            .conflict, Text(zh: "与已有的位置日期重叠。", en: "It overlaps a place that is recorded.")),
        "scope_path_shape": Entry(
            .invalid, Text(zh: "组织路径写法不对。", en: "The value is not a path in the organisation tree.")),
    ])
}
