import Access
import Civil
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
    /// Passwords that are refused.
    let signIn: SignInRules
    let workingDays: WorkingDays
    let divisions: DivisionMapping
    let training: TrainingRules
    let life: LifeRules
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
        roles = try RoleMatrix(loader.load("policy/access/roles.yaml"), declared: Features.permissions)
        signIn = try SignInRules(loader.load("policy/access/passwords.yaml"))
        workingDays = try loader.workingDays()
        divisions = try DivisionMapping(loader.load("policy/organisations/divisions.yaml"))
        training = try TrainingRules(loader.load("policy/training/\(settings.trainingRules).yaml"))
        life = try LifeRules(loader.load("policy/membership/life.yaml"))
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
