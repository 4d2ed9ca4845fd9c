import Civil
package import Kernel
import Policy

extension AppError {
    private static func refusal(_ code: String, _ item: Item, _ message: Text, hint: Text) -> AppError {
        AppError(.invalid, "points." + code, message, hint: hint, rule: item.cited)
    }

    package static func itemUnknown(_ id: String, _ scheme: Scheme) -> AppError {
        AppError(
            .invalid, "points.item_unknown",
            Text(
                zh: "办法「\(scheme.name.chinese)」（\(scheme.version) 版）没有项目「\(id)」。",
                en: "The scheme “\(scheme.name.english)” (edition \(scheme.version)) has no item “\(id)”."),
            hint: Text(zh: "用 dangwu scheme show 查看全部项目。", en: "See its items with dangwu scheme show."),
            rule: scheme.source.text.chinese)
    }

    static func eventAhead(_ item: Item, _ day: Day, _ today: Day) -> AppError {
        refusal(
            "event_ahead", item,
            Text(zh: "事件日期 \(day) 在今天（\(today)）之后。", en: "The event of \(day) lies after today (\(today))."),
            hint: Text(zh: "发生之后再申报。", en: "Claim it once it has happened."))
    }

    static func notInForce(_ scheme: Scheme, _ day: Day) -> AppError {
        AppError(
            .invalid, "points.not_in_force",
            Text(
                zh: "\(day) 时办法「\(scheme.name.chinese)」（\(scheme.version) 版）不在施行期内。",
                en: "On \(day) the scheme “\(scheme.name.english)” (edition \(scheme.version)) was not in force."),
            hint: Text(
                zh: "请核对日期，或导入当日施行的版本（dangwu scheme import）。",
                en: "Check the day, or import the edition that was in force (dangwu scheme import)."),
            rule: scheme.source.text.chinese)
    }

    static func claimedLate(_ item: Item, _ day: Day, _ last: Day) -> AppError {
        refusal(
            "claimed_late", item,
            Text(zh: "\(day) 的事项应在 \(last) 前申报。", en: "What happened on \(day) had to be claimed by \(last)."),
            hint: Text(
                zh: "逾期的不再申报；日期填错的请改正后重报。",
                en: "It is too late for it; if the day is wrong, claim it with the right one."))
    }

    static func evidenceMissing(_ item: Item) -> AppError {
        refusal(
            "evidence_missing", item, Text(zh: "项目 \(item.id) 需要佐证材料。", en: "The item \(item.id) needs evidence."),
            hint: Text(zh: "请填写 evidence（文号、照片编号等）。", en: "Give evidence: the number of a document, a photograph …"))
    }

    static func controlCharacter(_ item: Item, _ field: String) -> AppError {
        refusal(
            "control_character", item,
            Text(zh: "\(field) 中有不可见的控制字符。", en: "There is an invisible control character in \(field)."),
            hint: Text(zh: "请重新键入 \(field)，不要粘贴。", en: "Type \(field) again instead of pasting it."))
    }

    package static func causeMissing(_ item: Item) -> AppError {
        refusal(
            "cause_missing", item,
            Text(
                zh: "项目 \(item.id) 记的是他人的行为，要写明行为人 cause。",
                en: "The item \(item.id) is scored for somebody else's deed; name who did it in cause."),
            hint: Text(
                zh: "请在 cause 中写明行为人姓名或组织编码。",
                en: "Give the name of the person, or the code of the organisation, in cause."))
    }

    static func notTakingPart(_ scheme: Scheme, _ day: Day) -> AppError {
        AppError(
            .invalid, "points.not_taking_part",
            Text(
                zh: "\(day) 时该对象没有参加办法「\(scheme.name.chinese)」。",
                en: "On \(day) this subject did not take part in the scheme “\(scheme.name.english)”."),
            hint: Text(zh: "请先登记参加（dangwu points join）。", en: "Enter it first (dangwu points join)."),
            rule: scheme.source.text.chinese)
    }

    static func otherGroup(_ item: Item, _ group: String?, _ scheme: Scheme) -> AppError {
        let names = (item.groups ?? []).map { key in scheme.group(key)?.name ?? .verbatim(key) }
        let own = group.flatMap { scheme.group($0)?.name } ?? Text(zh: "未分类", en: "none")
        return refusal(
            "other_group", item,
            Text(
                zh: "项目 \(item.id) 只适用于：\(Text.list(names).chinese)；该对象属于「\(own.chinese)」。",
                en:
                    "The item \(item.id) is for \(Text.list(names).english) alone; this subject's group is "
                    + "“\(own.english)”."
            ),
            hint: Text(
                zh: "请核对项目；类别有误的先换类别（dangwu points regroup）。",
                en: "Check the item; if the group is wrong, change it first (dangwu points regroup)."))
    }

    static func cannotContinue(_ item: Item) -> AppError {
        refusal(
            "cannot_continue", item,
            Text(
                zh: "项目 \(item.id) 不能作为持续事项：办法没有规定它何时算纠正。",
                en: "Nothing under \(item.id) goes on: the scheme has no item that ends it."),
            hint: Text(
                zh: "请去掉 continuing 重报。",
                en: "Leave continuing out."))
    }

    static func followsNothing(_ item: Item) -> AppError {
        refusal(
            "follows_nothing", item,
            Text(zh: "项目 \(item.id) 不依附于其他记账。", en: "The item \(item.id) is not about an earlier entry."),
            hint: Text(
                zh: "请去掉 follows，或核对项目编号。",
                en: "Leave follows out, or check the item."))
    }

    static func followsMissing(_ item: Item) -> AppError {
        refusal(
            "follows_missing", item,
            Text(
                zh: "项目 \(item.id) 要写明所依据的记账号 follows。",
                en: "The item \(item.id) needs the number of the entry it is about."),
            hint: Text(
                zh: "记账号见该对象的记账（dangwu points entries）。",
                en: "See the entries of the subject for the numbers (dangwu points entries)."))
    }

    static func followsOther(_ item: Item, _ number: Int) -> AppError {
        let items = (item.follows?.items ?? []).joined(separator: ", ")
        return refusal(
            "follows_other", item,
            Text(
                zh: "第 \(number) 号记账不存在、已冲销，或不是项目 \(items)。",
                en: "Entry \(number) does not exist, was reversed, or is not of the items \(items)."),
            hint: Text(
                zh: "请在该对象的记账中找到项目 \(items) 的有效记账号。",
                en: "Look for an entry of \(items) that is still valid among the subject's entries."))
    }

    static func followsLater(_ item: Item, _ first: PointEntry) -> AppError {
        refusal(
            "follows_later", item,
            Text(
                zh: "事件早于所依据的第 \(first.number) 号（\(first.happened)）。",
                en: "It happened before entry \(first.number), which it is about (\(first.happened))."),
            hint: Text(
                zh: "请核对事件日期和所依据的记账号。",
                en: "Check the day of the event and the number of the entry."))
    }

    static func followedTwice(_ item: Item, _ number: Int) -> AppError {
        refusal(
            "followed_twice", item,
            Text(zh: "第 \(number) 号已经按项目 \(item.id) 处理过。", en: "Entry \(number) has had the item \(item.id) before."),
            hint: Text(
                zh: "同一笔只处理一次；有误的先冲销原来的处理（dangwu points reverse）。",
                en: "It is done once; if that was wrong, reverse it first (dangwu points reverse)."))
    }
}
