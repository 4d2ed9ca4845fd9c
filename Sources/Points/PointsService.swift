package import Access
package import Civil
package import Members
package import Organisations

/// The verbs of points. Each extension holds one subject's.
package struct PointsService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let members: MembersService
    let access: AccessService
    /// For publicity that is counted in working days.
    let workingDays: WorkingDays
    let catalogue: SchemeCatalogue
    let queue = PostQueue()

    package init(
        database: ScopedDatabase, organisations: OrganisationService, members: MembersService, access: AccessService,
        workingDays: WorkingDays
    ) {
        self.database = database
        self.organisations = organisations
        self.members = members
        self.access = access
        self.workingDays = workingDays
        catalogue = SchemeCatalogue(database: database)
    }
}
