package import Kernel

/// The division of duties among three administrators: one cares for the system, one gives grants, one reads what
/// everybody did. Nobody holds two of them, and none of them works on what the system is for. Pure.
package enum DivisionRule {
    /// Where it stands.
    package static let source = "GB/T 22239-2019 8.1.5, 8.1.7"

    /// What a role of each duty may give at most.
    private static let allowed: [Officer: Set<String>] = [
        .system: ["access.accounts"], .security: ["access.grants"], .audit: ["audit.read", "audit.seal"],
    ]

    /// What is wrong with roles in one hand; nil for nothing.
    package static func conflict(_ roles: Set<Role>, in matrix: RoleMatrix) -> Text? {
        let entries = matrix.entries.filter { roles.contains($0.role) }
        if let both = entries.first(where: { $0.permissions.contains(.administer) }) {
            return Text(
                zh: "角色「\(both.name.chinese)」把三员的职责合在一起",
                en: "the role “\(both.name.english)” unites the three duties")
        }
        let officers = entries.filter { $0.officer != nil }
        guard let first = officers.first else { return nil }
        if let second = officers.first(where: { $0.officer != first.officer }) {
            return Text(
                zh: "「\(first.name.chinese)」和「\(second.name.chinese)」不得由一人兼任",
                en: "“\(first.name.english)” and “\(second.name.english)” must not be one person")
        }
        guard let business = entries.first(where: { $0.officer == nil }) else { return nil }
        return Text(
            zh: "「\(first.name.chinese)」不得兼任业务角色「\(business.name.chinese)」",
            en: "“\(first.name.english)” must not hold “\(business.name.english)” as well")
    }

    /// Which duties no role of a matrix has, and which roles give more than their duty.
    package static func faults(of matrix: RoleMatrix) -> [Text] {
        var faults: [Text] = []
        for officer in Officer.allCases where !matrix.entries.contains(where: { $0.officer == officer }) {
            faults.append(
                Text(
                    zh: "roles.yaml 里没有\(officer.text.chinese)的角色",
                    en: "roles.yaml has no role of a \(officer.text.english)"))
        }
        for entry in matrix.entries {
            guard let officer = entry.officer else { continue }
            for permission in entry.permissions where allowed[officer]?.contains(permission.key) != true {
                faults.append(
                    Text(
                        zh: "角色「\(entry.name.chinese)」的权限 \(permission) 超出\(officer.text.chinese)的职责",
                        en: "the role “\(entry.name.english)” gives \(permission), beyond a \(officer.text.english)"))
            }
        }
        return faults
    }
}

extension AppError {
    static func dutiesUnited(_ conflict: Text) -> AppError {
        AppError(
            .conflict, "access.duties_united",
            Text(zh: "\(conflict.chinese)，没有授权。", en: "Nothing was granted: \(conflict.english)."),
            hint: Text(
                zh: "请把职责交给不同的人；设置 access.three_officers 关闭时不作此要求。",
                en: "Give the duties to different people; the setting access.three_officers asks for this."),
            rule: DivisionRule.source)
    }
}
