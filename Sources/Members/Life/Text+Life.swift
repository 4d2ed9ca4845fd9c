import Civil
package import Kernel
import Policy

extension AppError {
    static func groundMissing(_ key: String, _ known: [LifeGround]) -> AppError {
        .invalidValue("ground", key, expected: Text.listed(known.map { ($0.key, $0.name) }))
    }

    static func decisionAhead(_ day: Day, _ today: Day) -> AppError {
        AppError(
            .invalid, "membership.ahead",
            Text(
                zh: "决定日期 \(day) 在今天（\(today)）之后。", en: "The day of the decision, \(day), lies after today, \(today)."),
            hint: Text(zh: "请在作出决定以后登记。", en: "Record it once it has been decided."))
    }

    static func groundStatus(_ rule: LifeRule, _ ground: LifeGround, _ status: MembershipStatus) -> AppError {
        let (zh, en) = (ground.from.map(\.text.chinese), ground.from.map(\.text.english))
        return AppError(
            .conflict, "membership.status",
            Text(
                zh:
                    "\(status.text.chinese)不适用「\(rule.name.chinese)：\(ground.name.chinese)」，"
                    + "只适用于\(zh.joined(separator: "、"))（\(ground.source.text.chinese)）。",
                en:
                    "“\(rule.name.english): \(ground.name.english)” is for a \(en.joined(separator: ", ")) and not "
                    + "for a \(status.text.english) (\(ground.source.text.english))."
            ),
            hint: Text(
                zh: "用 dangwu membership grounds 查看各项依据适用于谁。",
                en: "dangwu membership grounds shows who each ground is for."))
    }

    static func decisionEarly(_ day: Day, _ standing: LifeStanding) -> AppError {
        AppError(
            .invalid, "membership.early",
            Text(
                zh: "决定日期 \(day) 应晚于\(standing.status.text.chinese)的起始日 \(standing.since)。",
                en:
                    "The decision, \(day), must come after the day the person became a "
                    + "\(standing.status.text.english), \(standing.since)."
            ),
            hint: Text(zh: "请核对日期和党籍经历。", en: "Check the day against the history of the membership."))
    }

    static func groundAhead(_ since: Day, _ day: Day) -> AppError {
        AppError(
            .invalid, "membership.ground_since",
            Text(
                zh: "情形开始日 \(since) 在决定日期 \(day) 之后。", en: "The ground began on \(since), after the decision of \(day)."
            ),
            hint: Text(zh: "请核对两个日期。", en: "Check both days."))
    }

    static func groundSince(_ ground: LifeGround) -> AppError {
        AppError(
            .invalid, "membership.ground_since",
            Text(
                zh: "「\(ground.name.chinese)」要写明从哪一天开始（\(ground.source.text.chinese)）。",
                en:
                    "“\(ground.name.english)” needs the day since when it has been so "
                    + "(\(ground.source.text.english))."),
            hint: Text(zh: "请补充 ground_since。", en: "Add ground_since."))
    }

    static func groundWaits(_ ground: LifeGround, from start: Day, first: Day) -> AppError {
        let months = ground.wait?.months ?? 0
        return AppError(
            .conflict, "membership.too_early",
            Text(
                zh:
                    "「\(ground.name.chinese)」自 \(start) 起须满 \(months) 个月，"
                    + "最早 \(first) 可作决定（\(ground.source.text.chinese)）。",
                en:
                    "“\(ground.name.english)” must have lasted \(months) months since \(start): "
                    + "the first permitted day is \(first) (\(ground.source.text.english))."
            ),
            hint: Text(zh: "请在 \(first) 或以后作出决定。", en: "Decide on \(first) or later."),
            rule: ground.source.text.chinese,
            facts: [.init("since", start.description), .init("first_permitted", first.description)])
    }

    static func inTransfer(_ letter: String) -> AppError {
        AppError(
            .conflict, "membership.in_transfer",
            Text(zh: "组织关系介绍信 \(letter) 尚未接收。", en: "The letter of introduction \(letter) has not been accepted yet."),
            hint: Text(
                zh: "请先由接收方接收，或由开具方撤销（dangwu transfer cancel）。",
                en: "The receiver accepts it, or the issuer cancels it (dangwu transfer cancel)."))
    }

    static func notAMember(_ name: String) -> AppError {
        AppError(
            .conflict, "membership.none",
            Text(zh: "\(name) 现在没有党籍或申请。", en: "\(name) has no standing in any organisation today."),
            hint: Text(zh: "请核对党籍经历。", en: "Look at the history of the membership."))
    }

    static func decisionStands(_ decision: MembershipDecision) -> AppError {
        AppError(
            .conflict, "membership.cannot_annul",
            Text(
                zh: "\(decision.on) 的决定之后党籍已另有变动，或该决定没有终止党籍，不能撤销。",
                en:
                    "The decision of \(decision.on) did not end the membership, "
                    + "or the membership has changed otherwise since; it cannot be annulled."
            ),
            hint: Text(
                zh: "停止党籍请用恢复党籍（restore）；其他情形请先更正之后的登记。",
                en: "End a suspension by a restoration; otherwise correct first what was recorded since."))
    }

    /// No new application is taken for a time after some decisions.
    package static func returnsTooEarly(_ bar: ReturnBar) -> AppError {
        AppError(
            .conflict, "membership.returns_too_early", bar.reason,
            hint: Text(zh: "\(bar.first) 起可以重新申请。", en: "One may be filed from \(bar.first) on."),
            facts: [Fact("first_permitted", bar.first.description)])
    }
}

extension ReturnBar {
    /// Why no application is taken, with the first day on which one is: for a cell of a table that is refused.
    package var cellReason: Text {
        Text(
            zh: "\(reason.chinese)\(first) 起可以重新申请。",
            en: "\(reason.english) One may be filed from \(first) on.")
    }

    fileprivate var reason: Text {
        Text(
            zh: "\(decidedOn) 作出「\(decision.chinese)」决定后 \(months) 个月内不受理入党申请（\(source.text.chinese)）。",
            en:
                "For \(months) months after the decision “\(decision.english)” of \(decidedOn) no application is "
                + "taken (\(source.text.english))."
        )
    }
}
