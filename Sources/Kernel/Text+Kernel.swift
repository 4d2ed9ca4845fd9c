extension Permission {
    package var text: Text {
        switch self {
        case .readRegistry: Text(zh: "查看名册", en: "read the registry")
        case .writeRegistry: Text(zh: "维护名册", en: "change the registry")
        case .decideMembership: Text(zh: "登记党籍处理决定", en: "record decisions about memberships")
        case .readTraining: Text(zh: "查看培训", en: "read training")
        case .writeTraining: Text(zh: "维护培训", en: "change training")
        case .markAttendance: Text(zh: "登记考勤", en: "mark attendance")
        case .closeClass: Text(zh: "结班", en: "close a class")
        case .grantRelief: Text(zh: "批准延期或免训", en: "grant an extension or exemption")
        case .acceptPlan: Text(zh: "采纳计划", en: "accept a plan")
        case .readPoints: Text(zh: "查看积分", en: "read points")
        case .claimPoints: Text(zh: "申报积分", en: "claim points")
        case .reviewPoints: Text(zh: "审核积分", en: "review claims of points")
        case .postPoints: Text(zh: "直接记账", en: "post points")
        case .readRecruitment: Text(zh: "查看发展党员案卷", en: "read recruitment cases")
        case .recordRecruitment: Text(zh: "登记发展党员步骤", en: "record steps of recruitment")
        case .approveRecruitment: Text(zh: "登记审批和更正发展党员步骤", en: "record approvals and corrections of recruitment")
        case .closePoints: Text(zh: "结账和重开积分周期", en: "close and reopen periods of points")
        case .manageSchemes: Text(zh: "维护积分办法", en: "manage points schemes")
        case .readOwnPoints: Text(zh: "查看本人积分", en: "read one's own points")
        case .readIdentity: Text(zh: "查看身份证号", en: "read ID numbers")
        case .readAudit: Text(zh: "查看审计记录", en: "read the audit trail")
        case .administer: Text(zh: "管理令牌和授权", en: "manage tokens and grants")
        }
    }
}

extension Role {
    package var text: Text {
        switch self {
        case .viewer: Text(zh: "查看员", en: "viewer")
        case .clerk: Text(zh: "经办员", en: "clerk")
        case .reviewer: Text(zh: "审核员", en: "reviewer")
        case .registrar: Text(zh: "教务员", en: "registrar")
        case .auditor: Text(zh: "审计员", en: "auditor")
        case .administrator: Text(zh: "管理员", en: "administrator")
        case .member: Text(zh: "党员", en: "member")
        }
    }
}

extension AppError {
    package static func forbidden(permission: Permission, roles: Set<Role>) -> AppError {
        let able = Role.allCases.filter { $0.permissions.contains(permission) }
        return AppError(
            .forbidden, "access.forbidden",
            Text(
                zh:
                    "您的角色（\(Text.list(roles.sorted { $0.rawValue < $1.rawValue }.map(\.text)).chinese)）不能\(permission.text.chinese)。",
                en:
                    "Your role (\(Text.list(roles.sorted { $0.rawValue < $1.rawValue }.map(\.text)).english)) may not \(permission.text.english)."
            ),
            hint: Text(
                zh: "需要的角色：\(Text.list(able.map(\.text)).chinese)。请联系管理员授权。",
                en: "Roles that may: \(Text.list(able.map(\.text)).english). Ask an administrator for a grant."))
    }

    package static func notFound(_ subject: Text, _ key: String) -> AppError {
        let key = key.quotable
        return AppError(
            .notFound, "not_found",
            Text(zh: "找不到\(subject.chinese)「\(key)」。", en: "No \(subject.english) “\(key)”."),
            hint: Text(
                zh: "请检查编号；不在您管辖范围内的也显示为找不到。",
                en: "Check the identifier; what lies outside your scope is reported as missing too."))
    }

    package static func invalidValue(_ name: String, _ value: String, expected: Text) -> AppError {
        let value = value.quotable
        return AppError(
            .invalid, "value.invalid",
            Text(
                zh: "「\(name)」的值「\(value)」无效：应为\(expected.chinese)。",
                en: "“\(value)” is no valid \(name): expected \(expected.english)."))
    }

    package static func missingValue(_ name: String) -> AppError {
        AppError(
            .invalid, "value.missing",
            Text(zh: "缺少「\(name)」。", en: "“\(name)” is missing."))
    }

    package static func stale(_ subject: Text, current: String) -> AppError {
        AppError(
            .stale, "version.stale",
            Text(
                zh: "\(subject.chinese)已被他人修改（当前版本 \(current)）。",
                en: "The \(subject.english) was changed by somebody else (current version \(current))."),
            hint: Text(zh: "请重新读取后再修改。", en: "Read it again, then repeat the change."))
    }

    /// A defect of ours: the message carries no data, only a number to find in the log.
    package static func defect(_ reference: String) -> AppError {
        AppError(
            .internal, "internal",
            Text(zh: "程序内部错误，编号 \(reference)。", en: "Internal error, reference \(reference)."),
            hint: Text(zh: "请把编号告诉系统维护人员。", en: "Give this reference to the operator of the system."))
    }
}
