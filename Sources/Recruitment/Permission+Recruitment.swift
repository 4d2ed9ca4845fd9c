package import Access
package import Kernel
import Wire

extension Permission {
    package static let readRecruitment = Permission(
        "recruitment.read", zh: "查看发展党员案卷", en: "read recruitment cases")
    package static let recordRecruitment = Permission(
        "recruitment.record", zh: "登记发展党员步骤", en: "record steps of recruitment")
    package static let approveRecruitment = Permission(
        "recruitment.approve", zh: "登记审批和更正发展党员步骤", en: "record approvals and corrections of recruitment")
}

extension SensitiveRead {
    /// The record of the whole process, or one form.
    package static let document = SensitiveRead.printed("recruitment.document")
    /// The steps of one case, with votes, findings and reasons.
    package static let caseFile = SensitiveRead.read(of: "recruitment.case")
    package static let cases = SensitiveRead.export(of: "recruitment.cases")
    package static let deadlines = SensitiveRead.export(of: "recruitment.deadlines")
}

extension Feature {
    package static let recruitment = Feature(
        permissions: [.readRecruitment, .recordRecruitment, .approveRecruitment], constraints: .recruitment,
        imports: [
            ImportSheet("cases", zh: "纸质档案中的发展党员情况", en: "Cases kept on paper", columns: CaseSheet.columns)
        ])
}
