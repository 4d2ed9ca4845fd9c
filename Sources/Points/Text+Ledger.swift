package import Access
import Civil
import Kernel
import Schemes

extension AppError {
    static func schemeMissing(_ key: String) -> AppError {
        AppError(
            .notFound, "points.scheme_missing",
            Text(zh: "这里没有施行办法「\(key)」。", en: "The scheme “\(key)” is not in use here."),
            hint: Text(zh: "先用 dangwu scheme import 导入，再登记参加人员。", en: "Import it with dangwu scheme import first."))
    }

    static func editionMissing(_ key: String, _ day: Day) -> AppError {
        AppError(
            .invalid, "points.not_in_force",
            Text(zh: "\(day) 时办法「\(key)」没有施行中的版本。", en: "On \(day) no edition of the scheme “\(key)” was in force."),
            hint: Text(
                zh: "请核对日期，或导入当日施行的版本（dangwu scheme import）。",
                en: "Check the day, or import the edition that was in force (dangwu scheme import)."))
    }

    static func eventInFuture(_ item: String, _ day: Day, _ today: Day) -> AppError {
        AppError(
            .invalid, "points.event_ahead",
            Text(zh: "事件日期 \(day) 在今天（\(today)）之后。", en: "The event of \(day) lies after today (\(today))."),
            hint: Text(zh: "发生之后再申报。", en: "Claim it once it has happened."), rule: item)
    }

    static func notDirect(_ item: Item) -> AppError {
        AppError(
            .conflict, "points.not_direct",
            Text(
                zh: "项目 \(item.id) 须经申报和审核，不能直接记账。",
                en: "The item \(item.id) has to be claimed and reviewed; it cannot be posted."),
            hint: Text(zh: "用 dangwu claim make 申报。", en: "Claim it with dangwu claim make."), rule: item.cited)
    }

    static func factsChanged(_ references: [String]) -> AppError {
        AppError(
            .conflict, "points.fact_changed",
            Text(
                zh: "\(references.count) 条事实已按同一编号登记，内容不同，什么也没有改变。",
                en:
                    "\(references.count) facts are known under their references with other content; nothing "
                    + "was changed."
            ),
            hint: Text(
                zh: "事实登记后不更改：另一件事请用新的编号；登记有误的，用 make_up 或冲销相应记账更正。",
                en:
                    "Facts never change: give another event a reference of its own; a wrong one is corrected "
                    + "by a make-up or by reversing its entry."
            ), facts: references.map { AppError.Fact("reference", $0) })
    }

    static func entryKeyReused(_ key: String) -> AppError {
        AppError(
            .conflict, "points.key_reused",
            Text(
                zh: "幂等键「\(key)」已用于该对象的另一笔记账。",
                en: "The key “\(key)” belongs to another entry of this subject, with other content."),
            hint: Text(
                zh: "同一笔请原样重发；另一笔请用新的键。", en: "Repeat the same order unchanged, or give another one a key of its own."))
    }

    static func periodClosed(_ scheme: Scheme, _ period: Range<Day>, _ item: Item) -> AppError {
        AppError(
            .conflict, "points.period_closed",
            Text(
                zh: "\(period.lowerBound) 起的周期已结账，项目不接受补记。",
                en: "The period from \(period.lowerBound) is closed, and the item takes no late entries."),
            hint: Text(
                zh: "须先作出重开周期的决定（dangwu points reopen）。",
                en: "A decision has to reopen it first (dangwu points reopen)."),
            rule: item.cited)
    }

    static func reversedBefore(_ number: Int) -> AppError {
        AppError(
            .conflict, "points.reversed_before",
            Text(zh: "第 \(number) 号已经冲销过。", en: "Entry \(number) was reversed before."),
            hint: Text(zh: "一笔记账只能冲销一次；要恢复请重新申报。", en: "An entry is reversed once; to restore it, claim it again."))
    }

    static func notReversible(_ number: Int, _ kind: PointEntry.Kind) -> AppError {
        AppError(
            .conflict, "points.not_reversible",
            Text(
                zh: "第 \(number) 号是结账或冲销记账，不能冲销。",
                en: "Entry \(number) comes from a closing or is a reversal itself; it cannot be reversed."),
            hint: Text(zh: "结账有误请重开周期。", en: "If a closing was wrong, reopen the period."))
    }
}

extension ConstraintTexts {
    package static let points = ConstraintTexts([
        "ledger_entry_pk": Entry(
            .conflict, Text(zh: "同一对象正有另一笔记账。", en: "Another entry of this subject was first."),
            hint: Text(zh: "请重试。", en: "Try again.")),
        "ledger_entry_once": Entry(
            .conflict, Text(zh: "这个幂等键已经记过账。", en: "This key was posted before."),
            hint: Text(zh: "请重新读取该对象的记账。", en: "Read the entries of this subject again.")),
        "ledger_entry_reversed_once": Entry(
            .conflict, Text(zh: "这笔记账已经冲销过。", en: "This entry was reversed before."),
            hint: Text(zh: "一笔记账只能冲销一次；要恢复请重新申报。", en: "An entry is reversed once; to restore it, claim it again.")),
        "ledger_entry_key": Entry(
            .invalid, Text(zh: "幂等键应为 1 到 200 个字符。", en: "A key has 1 to 200 characters."),
            hint: Text(zh: "请缩短幂等键后重发。", en: "Send it again with a shorter key.")),
        "ledger_entry_subject": Entry(
            .notFound, Text(zh: "该对象没有登记参加积分。", en: "This subject does not take part in points."),
            hint: Text(zh: "请先登记参加（dangwu points join）。", en: "Enter it first (dangwu points join).")),
        "points_scheme_once": Entry(
            .conflict, Text(zh: "这个组织已有同名办法。", en: "This organisation has a scheme of that key."),
            hint: Text(zh: "请用新的 key，或导入为它的新版本。", en: "Use another key, or import it as a new edition of that scheme.")
        ),
        "points_edition_pk": Entry(
            .conflict, Text(zh: "这一版已经导入过；版本不可更改。", en: "This edition was imported before; editions never change."),
            hint: Text(zh: "修改后请改版本号再导入。", en: "Give the changed file a new version.")),
        "points_edition_start": Entry(
            .conflict, Text(zh: "已有从同一天起施行的版本。", en: "There is an edition that begins on the same day."),
            hint: Text(zh: "请改施行日期 in_force.from 后再导入。", en: "Change in_force.from and import it again.")),
        "points_participation_overlap": Entry(
            .conflict, Text(zh: "该对象在这段时间已经参加这个办法。", en: "This subject takes part in the scheme at that time already."),
            hint: Text(zh: "换类别请先结束原来的登记。", en: "To change the group, end the earlier entry first.")),
        "points_participation_dates": Entry(
            .invalid, Text(zh: "止日应晚于起日。", en: "It must end after it begins."),
            hint: Text(zh: "请改正止日后重发。", en: "Correct the last day and send it again.")),
        "points_exemption_overlap": Entry(
            .conflict, Text(zh: "这段时间已有免予积分的决定。", en: "There is an exemption for that time already."),
            hint: Text(
                zh: "请核对该对象的免予积分（dangwu points exemptions）。",
                en: "See the exemptions of this subject (dangwu points exemptions).")),
        "points_exemption_dates": Entry(
            .invalid, Text(zh: "止日应晚于起日。", en: "It must end after it begins."),
            hint: Text(zh: "请改正止日后重发。", en: "Correct the last day and send it again.")),
        "points_claim_once": Entry(
            .conflict, Text(zh: "同一事项已经申报过（幂等键相同）。", en: "This was claimed before (the same key)."),
            hint: Text(
                zh: "请重新读取该对象的申报（dangwu claim list）。", en: "Read the claims of this subject again (dangwu claim list).")
        ),
        "points_claim_key": Entry(
            .invalid, Text(zh: "幂等键应为 1 到 200 个字符。", en: "A key has 1 to 200 characters."),
            hint: Text(zh: "请缩短幂等键后重发。", en: "Send it again with a shorter key.")),
        "points_period_once": Entry(
            .conflict, Text(zh: "这个周期正在结账。", en: "This period is being closed."),
            hint: Text(zh: "请稍后重试；结账会接着办完。", en: "Try again in a while; the closing goes on to its end.")),
        "points_fact_reference": Entry(
            .invalid, Text(zh: "事实编号应为 1 到 200 个字符。", en: "A fact's reference has 1 to 200 characters."),
            hint: Text(zh: "请改正事实编号后重发。", en: "Correct the reference and send it again.")),
        "account_person_pk": Entry(
            .conflict, Text(zh: "账号已经对应一个人。", en: "The account stands for a person already."),
            hint: Text(zh: "请核对账号；一个账号只对应一个人。", en: "Check the account; it stands for one person.")),
    ])
}
