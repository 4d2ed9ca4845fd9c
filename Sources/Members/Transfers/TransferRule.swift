import Civil
import Kernel

/// The rules of letters of introduction: pure.
package enum TransferRule {
    /// The last day of a letter.
    /// - Throws: `transfer.days` when it would hold longer than the rule allows.
    static func validThrough(issued: Day, days: Int?, _ rules: LifeRules) throws(AppError) -> Day {
        let last = longest(issued: issued, rules)
        guard let days else { return min(last, issued.adding(days: rules.letterDays)) }
        guard days >= 1, issued.adding(days: min(days, 10_000)) <= last else {
            throw .letterDays(days, until: last, rules)
        }
        return issued.adding(days: days)
    }

    /// The last day for which a letter may be issued.
    static func longest(issued: Day, _ rules: LifeRules) -> Day { issued.adding(months: rules.letterMonthsAtMost) }

    /// A letter may be answered on a day.
    /// - Throws: `transfer.answered`, `transfer.expired`, `transfer.early`, `membership.ahead`.
    static func requireOpen(_ letter: LetterOnFile, accepts: Bool, on day: Day, today: Day) throws(AppError) {
        let transfer = letter.transfer
        if let answer = letter.answer { throw .transferAnswered(transfer, answer) }
        guard day <= today else { throw .decisionAhead(day, today) }
        guard day >= transfer.issuedOn else { throw .transferEarly(transfer, day) }
        guard !accepts || day <= transfer.validThrough else { throw .transferExpired(transfer, day) }
    }
}
