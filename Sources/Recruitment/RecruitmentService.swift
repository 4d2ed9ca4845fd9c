package import Access
package import Civil
package import Foundation
import Kernel
package import Members
package import Organisations

/// Hours of classes credited to a person from one day through another, from the training module's own ledger.
package typealias CreditedHours = @Sendable (ScopedTransaction, UUID, ClosedRange<Day>) async throws -> Amount

/// The verbs of recruitment. Each extension holds one subject's.
package struct RecruitmentService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let members: MembersService
    package let rule: CaseRule
    let creditedHours: CreditedHours

    package init(
        database: ScopedDatabase, organisations: OrganisationService, members: MembersService, rule: CaseRule,
        creditedHours: @escaping CreditedHours
    ) {
        self.database = database
        self.organisations = organisations
        self.members = members
        self.rule = rule
        self.creditedHours = creditedHours
    }
}
