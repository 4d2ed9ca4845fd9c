package import Access
package import Kernel

extension Permission {
    package static let sealAudit = Permission("audit.seal", zh: "封存审计日志", en: "seal the audit log")
}

extension Feature {
    package static let audit = Feature(permissions: [.sealAudit], constraints: .audit)
}

extension ConstraintTexts {
    static let audit = ConstraintTexts([
        "audit_head_pk": Entry(
            .conflict, Text(zh: "另一个程序刚刚封存过。", en: "Another program has just sealed the log."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment."))
    ])
}
