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

extension Feature {
    package static let recruitment = Feature(
        permissions: [.readRecruitment, .recordRecruitment, .approveRecruitment], constraints: .recruitment,
        imports: [
            ImportSheet("cases", zh: "纸质档案中的发展党员情况", en: "Cases kept on paper", columns: CaseSheet.columns)
        ])
}
