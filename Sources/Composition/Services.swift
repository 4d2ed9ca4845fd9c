package import Access
package import Civil
package import Kernel
package import Logging
package import Members
package import Notices
package import Organisations
package import Points
package import Postgres
package import Recruitment
import SQLFiles
package import Settings
package import Training

/// Every feature's verbs over one database: what the doors are given.
package struct Services: Sendable {
    package let settings: Settings
    package let pool: Pool
    package let access: AccessService
    package let database: ScopedDatabase
    package let organisations: OrganisationService
    package let members: MembersService
    package let training: TrainingService
    package let points: PointsService
    package let recruitment: RecruitmentService
    package let notices: NoticeService
    package let migrations: [Migration]
    /// The day of the product's users.
    package let today: @Sendable () -> Day = { ChinaTime.today() }

    /// - Parameter policies: the rule files of the settings, where they have been read already.
    /// - Throws: `policy.*` for a rule file that cannot be read, `identity.key`.
    package init(
        settings: Settings, pool: Pool, identityKey: String, policies: Policies? = nil, logger: Logger
    ) throws(AppError) {
        self.settings = settings
        self.pool = pool
        let policies = if let policies { policies } else { try Policies(settings.policy) }
        database = ScopedDatabase(pool: pool, constraints: Features.constraints, logger: logger)
        let organisations = OrganisationService(database: database, divisions: policies.divisions)
        self.organisations = organisations
        access = AccessService(
            database: database, matrix: policies.roles,
            place: { scope, caller in
                try await organisations.organisation(Reference(scope.text), caller: caller).path
            }, logger: logger)
        members = MembersService(
            database: database, organisations: organisations, vault: try IdentityVault(key: identityKey),
            life: policies.life, letterLayout: policies.letterLayout,
            lookups: LookupLimits(
                aDay: settings.identity.lookupsPerDay, aBirthDate: settings.identity.lookupsPerBirthDate),
            tenuresChanged: TrainingService.listener(rules: policies.training),
            membershipEnded: RecruitmentService.membershipEnded)
        training = TrainingService(
            database: database, organisations: organisations, members: members, rules: policies.training,
            workingDays: policies.workingDays)
        points = PointsService(
            database: database, organisations: organisations, members: members, workingDays: policies.workingDays)
        recruitment = RecruitmentService(
            database: database, organisations: organisations, members: members, rule: policies.recruitment,
            templates: policies.templates, layout: policies.documentLayout, seatUse: policies.seatUse,
            creditedHours: TrainingService.creditedHours, reminders: policies.reminders, structure: policies.structure)
        notices = NoticeService(
            database: database, organisations: organisations, senders: try Self.senders(settings.notices))
        migrations = Self.migrations
    }

    /// The channels that the settings name.
    /// - Throws: `value.invalid`.
    private static func senders(_ settings: NoticeSettings) throws(AppError) -> [NoticeChannel: any NoticeSender] {
        var senders: [NoticeChannel: any NoticeSender] = [:]
        if !settings.folder.isEmpty { senders[.file] = FileSender(folder: settings.folder) }
        if !settings.smtpHost.isEmpty {
            senders[.smtp] = SMTPSender(
                host: settings.smtpHost, port: settings.smtpPort, sender: settings.mailFrom, fallback: settings.mailTo)
        }
        if !settings.webhook.isEmpty { senders[.webhook] = try WebhookSender(url: settings.webhook) }
        return senders
    }

    package static let migrations = SQLFiles.migrations.compactMap { Migration(path: $0.path, text: $0.text) }
}
