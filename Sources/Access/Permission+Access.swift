package import Kernel

extension Permission {
    package static let readAudit = Permission("audit.read", zh: "查看审计记录", en: "read the audit trail")
    package static let seeReadings = Permission(
        "access.see_readings", zh: "查看谁查阅过本组织人员的信息", en: "see who read personal data of the office's people")
    package static let administer = Permission("access.administer", zh: "管理令牌和授权", en: "manage tokens and grants")
    package static let manageAccounts = Permission(
        "access.accounts", zh: "管理账号、令牌和登录", en: "manage accounts, tokens and sessions")
    package static let manageGrants = Permission("access.grants", zh: "管理和核查授权", en: "manage and review grants")
}

extension Feature {
    package static let access = Feature(
        permissions: [.readAudit, .seeReadings, .administer, .manageAccounts, .manageGrants], constraints: .access)
}
