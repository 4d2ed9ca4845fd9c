import Civil
package import Kernel
package import Organisations
import Wire

/// Below which organisation reminders of training are written.
package struct TrainingReminderOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

/// New reminders, counted once for each channel.
package struct TrainingRemindersWritten: Outcome {
    /// People called up, and people of classes that were cancelled.
    package let people: Int
    /// Classes whose hosts have something to do.
    package let hosts: Int
    /// Duties that are due, late or forecast to miss.
    package let duties: Int
    /// Leave that was granted or taken back.
    package let leaves: Int
    /// People who took an office and owe the training for it.
    package let appointed: Int

    package var total: Int { [people, hosts, duties, leaves, appointed].sum() }

    package var summary: Text {
        Text(
            zh: "新写提醒：学员 \(people) 条，主办方 \(hosts) 条，应训任务 \(duties) 条，请假 \(leaves) 条，"
                + "新任职 \(appointed) 条。",
            en: "New notices: \(people) to trainees, \(hosts) to hosts, \(duties) about duties, \(leaves) about "
                + "leave, \(appointed) to the newly appointed.")
    }
}
