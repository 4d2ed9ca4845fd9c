package import Kernel

extension Permission {
    package static let readAudit = Permission("audit.read", zh: "查看审计记录", en: "read the audit trail")
    package static let administer = Permission("access.administer", zh: "管理令牌和授权", en: "manage tokens and grants")
}

extension Feature {
    package static let access = Feature(permissions: [.readAudit, .administer], constraints: .access)
}
