import Kernel
package import Policy

/// How classes are changed, closed, reminded of and printed, as the rule file says.
package struct ClassRules: Sendable {
    package struct Reminders: Sendable {
        /// Days before a class from which its people are called up.
        package let calledUpDays: Int
        /// Days after a half-day from which its missing marks are asked for.
        package let marksAfterDays: Int
        /// Days after its end from which a class is to be closed.
        package let closingAfterDays: Int
        /// Days for which an appointment, or a decision about leave, is news.
        package let decidedDays: Int
    }

    /// Whether a change needs a reason from the announcement on, or only once the class has started.
    package let needsReasonOnceAnnounced: Bool
    /// Whether people who leave keep the hours that they attended.
    package let creditsLeavers: Bool
    /// Whether people who stay and do not complete the class keep them.
    package let creditsIncomplete: Bool
    package let groupSize: Int
    package let reminders: Reminders
    package let source: Citation
}

extension ClassRules {
    init(_ node: RuleNode) throws(AppError) {
        try node.only(["reason_from", "hours_of_leavers", "hours_of_incomplete", "group_size", "reminders", "source"])
        let from = try node.node("reason_from")
        switch try from.text() {
        case "announced": needsReasonOnceAnnounced = true
        case "running": needsReasonOnceAnnounced = false
        default: throw from.problem(Text(zh: "应为 announced 或 running", en: "expected announced or running"))
        }
        creditsLeavers = try node.node("hours_of_leavers").flag()
        // Who stays is not worse off than who leaves.
        creditsIncomplete = try node.optional("hours_of_incomplete")?.flag() ?? creditsLeavers
        groupSize = try node.integer("group_size", 1...500)
        let reminders = try node.node("reminders")
        try reminders.only(["called_up_days", "marks_after_days", "closing_after_days", "decided_days"])
        self.reminders = Reminders(
            calledUpDays: try reminders.integer("called_up_days", 0...365),
            marksAfterDays: try reminders.integer("marks_after_days", 0...365),
            closingAfterDays: try reminders.integer("closing_after_days", 0...365),
            decidedDays: try reminders.integer("decided_days", 0...365))
        source = try node.citation()
    }
}
