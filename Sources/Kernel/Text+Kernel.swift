extension AppError {
    /// - Parameters:
    ///   - roles: names of the caller's roles.
    ///   - able: names of the roles that give the permission.
    package static func forbidden(_ permission: Permission, roles: [Text], able: [Text]) -> AppError {
        let (roles, able, what) = (Text.list(roles), able.isEmpty ? nil : Text.list(able), permission.text)
        return AppError(
            .forbidden, "access.forbidden",
            Text(
                zh: "您的角色（\(roles.chinese)）不能\(what.chinese)。",
                en: "Your role (\(roles.english)) may not \(what.english)."),
            hint: able.map {
                Text(
                    zh: "需要的角色：\($0.chinese)。请联系管理员授权。",
                    en: "Roles that may: \($0.english). Ask an administrator for a grant.")
            }
                ?? Text(
                    zh: "没有角色有权限 \(permission)。请在 policy/access/roles.yaml 中给某个角色加上。",
                    en: "No role has the permission \(permission). Add it to one in policy/access/roles.yaml."))
    }

    package static func notFound(_ subject: Text, _ key: String) -> AppError {
        let key = key.quotable
        return AppError(
            .notFound, "not_found",
            Text(zh: "找不到\(subject.chinese)「\(key)」。", en: "No \(subject.english) “\(key)”."),
            hint: Text(
                zh: "请检查所填的编码、名称或编号；不在您管辖范围内的也显示为找不到。",
                en: "Check the code, name or identifier; what lies outside your scope is reported as missing too."))
    }

    /// How many of those who share a name an error lists.
    package static let candidatesShown = 10

    /// A name that several things have.
    /// - Parameter candidates: what to give instead, and what distinguishes them.
    package static func ambiguous(_ subject: Text, _ name: String, candidates: [(key: String, what: String)])
        -> AppError
    {
        let name = name.quotable
        return AppError(
            .conflict, "reference.ambiguous",
            Text(
                zh: "叫「\(name)」的\(subject.chinese)不止一个。", en: "More than one \(subject.english) is called “\(name)”."),
            hint: Text(
                zh: "请改用下列编码或编号之一。", en: "Give one of the codes or identifiers below instead."),
            facts: candidates.prefix(candidatesShown).map { Fact($0.key, $0.what) })
    }

    package static func invalidValue(_ name: String, _ value: String, expected: Text) -> AppError {
        let value = value.quotable
        return AppError(
            .invalid, "value.invalid",
            Text(
                zh: "「\(name)」的值「\(value)」无效：应为\(expected.chinese)。",
                en: "“\(value)” is not a valid \(name): expected \(expected.english)."))
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
