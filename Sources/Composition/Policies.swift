import Access
import Civil
import Committees
package import Kernel
import Members
import Organisations
import Policy
import Procedures
import Recruitment
package import Settings
import Training

/// Every rule file that the settings name, read once: values, shared by whatever is built upon them.
package struct Policies: Sendable {
    /// Which role gives which permissions.
    package let roles: RoleMatrix
    /// Which posts bring which roles, where access follows them.
    let posts: [PostRule]
    /// Passwords that are refused.
    let signIn: SignInRules
    let workingDays: WorkingDays
    let divisions: DivisionMapping
    let terms: TermRules
    let sizes: SizeRules
    let training: TrainingRules
    let life: LifeRules
    let attributes: AttributeTable
    let statistics: StatisticsRules
    let letterLayout: String
    let recruitment: CaseRule
    let templates: [Template]
    let documentLayout: String
    let seatUse: SeatUse
    let reminders: ReminderRules
    let structure: StructureRules

    /// - Throws: `policy.*` for a rule file that cannot be read, `value.invalid` for a setting.
    package init(_ settings: PolicySettings) throws(AppError) {
        let loader = PolicyLoader(folder: settings.folder)
        try loader.requireUse()
        roles = try RoleMatrix(loader.load("policy/access/roles.yaml"), declared: Features.permissions)
        posts = try GrantRules.posts(loader.load("policy/access/posts.yaml"))
        signIn = try SignInRules(loader.load("policy/access/passwords.yaml"))
        workingDays = try loader.workingDays()
        divisions = try DivisionMapping(loader.load("policy/organisations/divisions.yaml"))
        terms = try TermRules(loader.load("policy/organisations/terms.yaml"))
        sizes = try SizeRules(loader.load("policy/organisations/sizes.yaml"))
        training = try TrainingRules(loader.load("policy/training/\(settings.trainingRules).yaml"))
        life = try LifeRules(loader.load("policy/membership/life.yaml"))
        attributes = try AttributeTable(loader.load("policy/membership/attributes.yaml"))
        statistics = try StatisticsRules(loader.load("policy/membership/statistics.yaml"))
        letterLayout = try loader.text("policy/membership/letter.mustache")
        let rules = try RecruitmentPolicy.rules(
            loader, local: RecruitmentPolicy.keys(settings.recruitmentLocal),
            switches: RecruitmentPolicy.switches(settings.recruitmentSwitches))
        recruitment = CaseRule(rules: rules, workingDays: workingDays)
        templates = try RecruitmentPolicy.templates(loader, nodes: rules.sets.last?.nodes ?? [])
        documentLayout = try loader.text("policy/recruitment/forms/document.mustache")
        seatUse = try SeatUse(setting: settings.recruitmentSeats)
        reminders = try ReminderRules(loader.load("policy/recruitment/reminders.yaml"))
        structure = try StructureRules(loader.load("policy/recruitment/structure.yaml"))
    }
}
