import Civil
import Kernel
import Policy
import Schemes

extension AppError {
    static func periodRunning(_ scheme: Scheme, _ period: Range<Day>, _ today: Day) -> AppError {
        AppError(
            .conflict, "points.period_running",
            Text(
                zh: "周期到 \(period.upperBound.adding(days: -1)) 才结束，今天是 \(today)，不能结账。",
                en:
                    "The period lasts until \(period.upperBound.adding(days: -1)); today, \(today), it cannot "
                    + "be closed."
            ),
            hint: Text(zh: "最早可于 \(period.upperBound) 结账。", en: "The first day for it is \(period.upperBound)."),
            rule: scheme.source.text.chinese)
    }

    static func closedBefore(_ period: Range<Day>) -> AppError {
        AppError(
            .conflict, "points.closed_before",
            Text(zh: "\(period.lowerBound) 起的周期已经结账。", en: "The period from \(period.lowerBound) is closed."),
            hint: Text(
                zh: "要更正请先决定重开（dangwu points reopen）。",
                en: "To correct it, reopen it by a decision (dangwu points reopen)."))
    }

    static var notClosed: AppError {
        AppError(
            .conflict, "points.not_closed",
            Text(zh: "周期没有结账，不能重开。", en: "The period is not closed and cannot be reopened."),
            hint: Text(
                zh: "没有结账的周期可以直接记账；请核对周期列表（dangwu points periods）。",
                en: "Into a period that is open anything can be posted; see the list (dangwu points periods)."))
    }

    static func previousOpen(_ before: Range<Day>) -> AppError {
        AppError(
            .conflict, "points.previous_open",
            Text(
                zh: "这个办法以上期得分为基础，而 \(before.lowerBound) 起的周期还没有结账，没有结账。",
                en:
                    "This scheme builds on the score of the period before, and that from \(before.lowerBound) "
                    + "is not closed; nothing was closed."
            ),
            hint: Text(
                zh: "请先为 \(before.lowerBound) 起的周期结账（dangwu points close）。",
                en: "Close the period from \(before.lowerBound) first (dangwu points close)."))
    }

    static func laterClosed(_ start: Day) -> AppError {
        AppError(
            .conflict, "points.later_closed",
            Text(
                zh: "\(start) 起的周期以这一期的得分为基础，已经结账。",
                en: "The period from \(start), which builds on this one's scores, is closed."),
            hint: Text(
                zh: "请先重开 \(start) 起的周期，再重开这一期，然后按先后重新结账。",
                en: "Reopen the period from \(start) first, then this one, and close them again in their order."))
    }

    static func laterClosedFirst(_ start: Day, _ period: Range<Day>) -> AppError {
        AppError(
            .conflict, "points.later_closed",
            Text(
                zh: "\(start) 起的周期已经结账，它以 \(period.lowerBound) 起这一期的得分为基础，没有结账。",
                en:
                    "The period from \(start), which builds on this one from \(period.lowerBound), is closed "
                    + "already; nothing was closed."
            ),
            hint: Text(
                zh: "请先重开 \(start) 起的周期（dangwu points reopen），再按先后结账。",
                en: "Reopen the period from \(start) (dangwu points reopen), then close them in their order."))
    }

    static func basisClosed(_ scheme: Scheme, _ closed: Range<Day>) -> AppError {
        AppError(
            .conflict, "points.basis_closed",
            Text(
                zh: "「\(scheme.name.chinese)」\(closed.lowerBound) 起的周期已经结账，当时的参加、类别和免予积分情况不能再改变。",
                en:
                    "The period from \(closed.lowerBound) of “\(scheme.name.english)” is closed: who took part "
                    + "in it, in which group and with which exemption stays."
            ),
            hint: Text(
                zh: "请从 \(closed.upperBound) 起办理，或先决定重开该周期（dangwu points reopen）。",
                en:
                    "Let it begin on \(closed.upperBound), or reopen that period by a decision first (dangwu "
                    + "points reopen)."
            ), rule: scheme.source.text.chinese)
    }

    static func editionClosed(_ from: Day, _ closed: Range<Day>) -> AppError {
        AppError(
            .conflict, "points.edition_closed",
            Text(
                zh: "从 \(from) 起施行会改变 \(closed.lowerBound) 起已结账周期的依据，未导入。",
                en:
                    "In force from \(from), it would change what the closed period from \(closed.lowerBound) "
                    + "rests on; it was not imported."
            ),
            hint: Text(
                zh: "请从 \(closed.upperBound) 起施行，或先决定重开该周期（dangwu points reopen）。",
                en:
                    "Let it begin on \(closed.upperBound), or reopen that period by a decision first (dangwu "
                    + "points reopen)."
            ))
    }

    static func periodCut(_ from: Day, _ period: Range<Day>) -> AppError {
        AppError(
            .invalid, "points.period_cut",
            Text(
                zh: "新版的积分周期与原来不同，从 \(from) 起施行会切断 \(period.lowerBound) 起的周期，未导入。",
                en:
                    "The edition has other periods than the one before; from \(from) it would cut the period "
                    + "from \(period.lowerBound) in two. It was not imported."
            ),
            hint: Text(
                zh: "请从两版周期同时开始的一天起施行，例如 \(period.upperBound)。",
                en: "Let it begin on a day on which periods of both begin, such as \(period.upperBound)."))
    }

    static func localConflict(_ key: String, _ path: String, _ error: AppError) -> AppError {
        AppError(
            .conflict, "points.local_conflict",
            Text(
                zh: "办法「\(key)」与组织 \(path) 的自设项目不能并用，未导入：\(error.message.chinese)",
                en:
                    "The scheme “\(key)” and the local items of \(path) do not go together; nothing was "
                    + "imported: \(error.message.english)"
            ),
            hint: Text(
                zh: "请先由该组织导入改正后的自设项目，或改用别的项目编号、放宽 local 的规定。",
                en:
                    "Let that organisation import a corrected list first, use other item ids, or allow more "
                    + "under local."
            ),
            rule: error.rule, facts: [AppError.Fact("path", path)])
    }

    static func partsCycle(_ key: String) -> AppError {
        AppError(
            .invalid, "points.parts_cycle",
            Text(
                zh: "组合办法「\(key)」直接或间接以自己为组成部分。",
                en: "The scheme “\(key)” is a part of itself, directly or by "
                    + "others."),
            hint: Text(zh: "请从 parts 中去掉它。", en: "Take it out of parts."))
    }

    static func combinationHasNoPeriod(_ scheme: Scheme) -> AppError {
        AppError(
            .invalid, "points.combination",
            Text(
                zh: "「\(scheme.name.chinese)」是组合办法，由各组成办法分别结账。",
                en: "“\(scheme.name.english)” combines others, which are closed by themselves."),
            hint: Text(
                zh: "请分别为 \(scheme.parts.map(\.scheme).joined(separator: "、")) 结账和查看排名。",
                en: "Close and rank \(scheme.parts.map(\.scheme).joined(separator: ", ")) instead."),
            rule: scheme.source.text.chinese)
    }

    static func shareBreach(_ list: RankingList<Int>, _ scheme: Scheme) -> AppError {
        AppError(
            .conflict, "points.share_breach",
            Text(
                zh: "\(list.breaches.count) 处不符合等次比例，没有结账。",
                en: "\(list.breaches.count) shares of grades do not hold; the period was not closed."),
            hint: Text(
                zh: "请调整评定，或在决定中说明理由并写明不适用的比例（--waive）。",
                en: "Change the ratings, or give the reason in the decision and name the share it sets aside (--waive)."
            ),
            rule: list.breaches.first.map { scheme.shares[$0.rule].place },
            facts: list.breaches.prefix(20).map { breach in
                let rule = scheme.shares[breach.rule]
                let grades = rule.grades.compactMap { scheme.grade($0)?.name.chinese }.joined(separator: "、")
                return Fact(
                    "share \(breach.rule)", "\(grades): \(breach.found)/\(breach.participants), ≤≥ \(breach.allowed)")
            })
    }
}
