import Policy
import Civil
import Kernel

extension AppError {
    static func periodRunning(_ scheme: Scheme, _ period: Range<Day>, _ today: Day) -> AppError {
        AppError(
            .conflict, "points.period_running",
            Text(
                zh: "周期到 \(period.upperBound.adding(days: -1)) 才结束，今天是 \(today)，不能结账。",
                en:
                    "The period lasts until \(period.upperBound.adding(days: -1)); today, \(today), it cannot be closed."
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
            Text(zh: "周期没有结账，不能重开。", en: "The period is not closed and cannot be reopened."))
    }

    static func combinationHasNoPeriod(_ scheme: Scheme) -> AppError {
        AppError(
            .invalid, "points.combination",
            Text(
                zh: "「\(scheme.name.chinese)」是组合办法，由各组成办法分别结账。",
                en: "“\(scheme.name.english)” combines others, which are closed by themselves."))
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
