package import Access
package import Civil
import Foundation
package import Members
package import Notices
package import Organisations

/// The verbs of training, one extension for each subject. Doors pass on what was given; defaults, ranges and
/// permissions are decided here.
package struct TrainingService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let members: MembersService
    let notices: NoticeService
    package let rules: TrainingRules
    /// Whose working days a class may use.
    package let workingDays: WorkingDays

    package init(
        database: ScopedDatabase, organisations: OrganisationService, members: MembersService,
        notices: NoticeService, rules: TrainingRules, workingDays: WorkingDays
    ) {
        self.database = database
        self.organisations = organisations
        self.members = members
        self.notices = notices
        self.rules = rules
        self.workingDays = workingDays
    }

    /// The half-days of a class that names none of its own.
    var overdueRule: OverdueRule { OverdueRule(dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays) }
}
