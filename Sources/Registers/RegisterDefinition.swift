package import Civil
package import Kernel
package import Policy

/// A register that a file defines: something begins on a day, falls due after some months and has reminders before
/// that.
package struct RegisterDefinition: Sendable {
    package enum Alert: Sendable, Equatable {
        case none
        case remind(until: Day)
        case overdue(since: Day)
    }

    package let key: String
    package let name: Text
    package let termMonths: Int
    package let remindMonthsBefore: Int
    package let source: Citation

    /// - Throws: `policy.bad_value` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "key", "name", "term_months", "remind_months_before", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        termMonths = try node.integer("term_months", 1...600)
        remindMonthsBefore = try node.integer("remind_months_before", 0...600)
        source = try node.citation()
    }

    /// The state on one day of a record that began on another: due on the anniversary, overdue from the day after.
    package func alert(began: Day, asOf: Day) -> Alert {
        let due = began.adding(months: termMonths)
        if asOf > due { return .overdue(since: due) }
        return asOf >= due.adding(months: -remindMonthsBefore) ? .remind(until: due) : .none
    }
}
