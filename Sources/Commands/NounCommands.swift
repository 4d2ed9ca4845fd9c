package import ArgumentParser

/// The commands of this door by noun, in the groups of the help screen.
package enum NounCommands {
    package static var groups: [CommandGroup] {
        [
            CommandGroup(
                name: localized(zh: "名册", en: "Registry"),
                subcommands: [
                    OrganisationCommand.self, PersonCommand.self, AttributeCommand.self, TenureCommand.self,
                    MembershipCommand.self, TermCommand.self,
                    TransferCommand.self, ImportCommand.self, ComparisonCommand.self,
                ]),
            CommandGroup(
                name: localized(zh: "培训", en: "Training"),
                subcommands: [
                    CycleCommand.self, DutyCommand.self, OverdueCommand.self, ProgressCommand.self,
                    CategoryCommand.self, ReliefCommand.self, AbsenceCommand.self, ClassCommand.self,
                    AttendanceCommand.self, AssessmentCommand.self,
                    CreditCommand.self, PlanCommand.self,
                ]),
            CommandGroup(
                name: localized(zh: "积分", en: "Points"),
                subcommands: [SchemeCommand.self, ClaimCommand.self, PointsCommand.self]),
            CommandGroup(
                name: localized(zh: "发展党员", en: "Recruitment"),
                subcommands: [RecruitmentCommand.self, QuotaCommand.self, NoticeCommand.self]),
        ]
    }

    package static let system: [any ParsableCommand.Type] = [
        SetupCommand.self, DoctorCommand.self, SignInCommand.self, FirstSignInCommand.self, SignOutCommand.self,
        AccountCommand.self, TokenCommand.self, AccessCommand.self, AuditCommand.self, ConfigCommand.self,
        DatabaseCommand.self,
        LocalCommand.self, KeyCommand.self, BackupCommand.self, RestoreCommand.self,
    ]
}
