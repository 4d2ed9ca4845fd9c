package import Access
package import Civil
import Foundation
package import Kernel
package import Members
package import Organisations
package import Procedures

/// Hours of classes credited to a person from one day through another, from the training module's own ledger.
package typealias CreditedHours =
    @Sendable (ScopedTransaction, Identifier<Person>, ClosedRange<Day>) async throws -> Amount

/// The verbs of recruitment. Each extension holds one subject's.
package struct RecruitmentService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let members: MembersService
    package let rule: CaseRule
    package let templates: [Template]
    /// The layout of printed documents, a Mustache template.
    let layout: String
    /// When a seat is used up.
    let seatUse: SeatUse
    let creditedHours: CreditedHours
    let reminders: ReminderRules
    package let structure: StructureRules

    package init(
        database: ScopedDatabase, organisations: OrganisationService, members: MembersService, rule: CaseRule,
        templates: [Template], layout: String, seatUse: SeatUse, creditedHours: @escaping CreditedHours,
        reminders: ReminderRules, structure: StructureRules
    ) {
        self.database = database
        self.organisations = organisations
        self.members = members
        self.rule = rule
        self.templates = templates
        self.layout = layout
        self.seatUse = seatUse
        self.creditedHours = creditedHours
        self.reminders = reminders
        self.structure = structure
    }
}
