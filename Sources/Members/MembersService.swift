package import Access
package import Civil
package import Foundation
package import Kernel
package import Organisations
package import Postgres

/// Is notified of tenures that began, ended or were annulled, in the same transaction: duties follow the office.
package typealias TenureListener = @Sendable (ScopedTransaction, [Identifier<Tenure>]) async throws -> Void

/// That a membership, or the way to it, ended here by a decision or by leaving for elsewhere.
package struct MembershipEnd: Sendable {
    package let person: Identifier<Person>
    package let day: Day
    package let reason: String
    package let document: String
    /// What recorded it.
    package let auditEvent: UUID
}

/// Is notified of an end in the same transaction.
package typealias MembershipListener = @Sendable (ScopedTransaction, MembershipEnd) async throws -> Void

/// Is notified of people whose standing began, moved, was restored or counts from another day, in the same transaction.
package typealias StandingListener = @Sendable (ScopedTransaction, [Identifier<Person>]) async throws -> Void

/// The verbs of the member registry.
package struct MembersService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let vault: IdentityVault
    let tenuresChanged: TenureListener
    let membershipEnded: MembershipListener
    let standingsChanged: StandingListener
    let life: LifeRules
    /// What the file of a person may say.
    package let attributes: AttributeTable
    let letterLayout: String
    let statisticsRules: StatisticsRules
    /// Whether corrections of name, number and days of admission wait for a second person.
    package var needsSecondPerson: Bool
    private let lookups: LookupLimits

    /// - Parameters:
    ///   - life: what can be decided about a membership, and on which grounds.
    ///   - attributes: what the file of a person may say.
    ///   - letterLayout: a Mustache template for letters of introduction.
    ///   - statistics: how members are divided by age and time of admission.
    ///   - needsSecondPerson: whether corrections of key fields wait for a second person.
    ///   - lookups: how many ID numbers an account may ask for.
    package init(
        database: ScopedDatabase, organisations: OrganisationService, vault: IdentityVault, life: LifeRules,
        attributes: AttributeTable, letterLayout: String, statistics: StatisticsRules, needsSecondPerson: Bool = false,
        lookups: LookupLimits,
        tenuresChanged: @escaping TenureListener,
        membershipEnded: @escaping MembershipListener, standingsChanged: @escaping StandingListener = { _, _ in }
    ) {
        self.database = database
        self.organisations = organisations
        self.vault = vault
        self.life = life
        self.attributes = attributes
        self.letterLayout = letterLayout
        statisticsRules = statistics
        self.lookups = lookups
        self.needsSecondPerson = needsSecondPerson
        self.tenuresChanged = tenuresChanged
        self.membershipEnded = membershipEnded
        self.standingsChanged = standingsChanged
    }

    /// Hashes numbers for another feature's import, which counts them first.
    package func hash(_ number: IDNumber) -> Bytes { vault.hash(number) }

    /// Counts ID numbers that a caller asks for before any answer about them: every verb that finds people by
    /// number calls this. An import that is written leaves an audit event of its own.
    /// - Throws: `identity.lookup_limit`.
    package func count(_ numbers: [IDNumber], for purpose: String, dryRun: Bool = true, caller: Caller) async throws {
        try await database.count(
            numbers.map { LookedUp(number: vault.hash($0), birth: vault.hash(birth: $0.birth)) }, for: purpose,
            within: lookups, isAudited: dryRun, caller: caller)
    }
}
