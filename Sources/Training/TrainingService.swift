package import Access
package import Civil
import Foundation
import Kernel
import Postgres

/// The verbs of training. Each extension holds one subject's.
package struct TrainingService: Sendable {
    let database: ScopedDatabase
    package let rules: TrainingRules
    /// Whose working days a class may use.
    package let workingDays: WorkingDays

    package init(database: ScopedDatabase, rules: TrainingRules, workingDays: WorkingDays) {
        self.database = database
        self.rules = rules
        self.workingDays = workingDays
    }

    var overdueRule: OverdueRule { OverdueRule(dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays) }
}
