package import Access
package import Audit
package import Civil
package import Committees
package import Compute
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
package import Wire

/// Every feature's verbs over one database: what the doors are given.
package struct Services: Sendable, Unshown {
    package let settings: Settings
    package let pool: Pool
    /// Where long computations run.
    package let compute: ComputeGate
    package let access: AccessService
    package let audit: AuditService
    package let database: ScopedDatabase
    package let organisations: OrganisationService
    package let members: MembersService
    package let terms: TermService
    package let training: TrainingService
    package let points: PointsService
    package let recruitment: RecruitmentService
    package let notices: NoticeService
    package let migrations: [Migration]
    /// Every sheet that can be imported, with what the rule files add to its columns.
    package let imports: ImportCatalog
    /// The day of the product's users.
    package let today: @Sendable () -> Day = { ChinaTime.today() }

    /// - Parameters:
    ///   - policies: the rule files of the settings, where they have been read already.
    ///   - keys: those of ID numbers.
    ///   - auditKey: the keys of the audit log; empty where nothing is sealed.
    ///   - auditKeyAgain: the same, read again; a service learns of a new key so.
    ///   - headsFolder: where the heads of the audit log are exported; nil for nowhere.
    /// - Throws: `policy.*` for a rule file that cannot be read, `audit.key`.
    package init(
        settings: Settings, pool: Pool, keys: KeyRing, auditKey: String = "",
        auditKeyAgain: @escaping @Sendable () async throws -> String = { "" },
        headsFolder: String? = nil, policies: Policies? = nil, logger: Logger
    ) throws(AppError) {
        self.settings = settings
        self.pool = pool
        compute = ComputeGate(waiting: settings.http.computeWaiting)
        let policies = if let policies { policies } else { try Policies(settings.policy) }
        let auditKeys: AuditKeys? = auditKey.isEmpty ? nil : try AuditKeys(auditKey)
        database = ScopedDatabase(
            pool: pool, keys: keys, eventSigner: auditKeys?.eventSigner,
            constraints: Features.constraints, needsPurpose: settings.access.purpose == "required", logger: logger)
        let organisations = OrganisationService(
            database: database, divisions: policies.divisions,
            listeners: OrganisationListeners(
                subtreeMoved: TrainingService.subtreeListener(rules: policies.training),
                peopleSettled: TrainingService.settledListener(rules: policies.training)))
        self.organisations = organisations
        access = AccessService(
            database: database, matrix: policies.roles, rules: policies.signIn.with(settings),
            grants: GrantRules(settings.access, posts: policies.posts), vault: AccessVault(keys),
            place: { scope, caller in
                try await organisations.organisation(Reference(scope.text), caller: caller).path
            }, logger: logger)
        audit = AuditService(
            database: database, keys: auditKeys,
            reading: {
                let text = try await auditKeyAgain()
                return text.isEmpty ? nil : try AuditKeys(text)
            },
            folder: headsFolder.map(HeadFolder.init),
            receivers: try HeadReceivers.all(settings))
        members = MembersService(
            database: database, organisations: organisations, vault: IdentityVault(keys),
            life: policies.life, attributes: policies.attributes, letterLayout: policies.letterLayout,
            statistics: policies.statistics,
            needsSecondPerson: settings.members.secondPerson == "on",
            lookups: LookupLimits(
                aDay: settings.identityLimits.lookupsPerDay,
                aBirthDate: settings.identityLimits.lookupsPerBirthDate),
            tenuresChanged: TrainingService.listener(rules: policies.training),
            membershipEnded: { transaction, end in
                try await RecruitmentService.membershipEnded(transaction, end)
                try await TrainingService.membershipEnded(rules: policies.training)(transaction, end)
            },
            standingsChanged: TrainingService.standingListener(rules: policies.training))
        terms = TermService(
            database: database, organisations: organisations, rules: policies.terms, sizes: policies.sizes)
        notices = NoticeService(
            database: database, organisations: organisations, senders: try Self.senders(settings.notices))
        training = TrainingService(
            database: database, organisations: organisations, members: members, notices: notices,
            rules: policies.training, workingDays: policies.workingDays)
        points = PointsService(
            database: database, organisations: organisations, members: members, access: access,
            workingDays: policies.workingDays)
        recruitment = RecruitmentService(
            database: database, organisations: organisations, members: members, rule: policies.recruitment,
            templates: policies.templates, layout: policies.documentLayout, seatUse: policies.seatUse,
            creditedHours: TrainingService.creditedHours, reminders: policies.reminders, structure: policies.structure)
        migrations = Self.migrations
        imports = Features.imports.adding(policies.attributes.columns, to: "people")
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
