package import Kernel
package import Policy

extension RoleMatrix {
    /// Reads `config/policy/access/roles.yaml`.
    /// - Parameter declared: every permission of the program.
    /// - Throws: `policy.bad_value` with file and line for a permission that no feature declares, a role without names,
    ///   and a role or permission that appears twice.
    package init(_ node: RuleNode, declared: [Permission]) throws(AppError) {
        try node.only(["format", "source", "roles"])
        _ = try node.citation()
        let known = Dictionary(declared.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var entries: [Entry] = []
        for item in try node.list("roles") {
            try item.only(["key", "name", "purpose", "second_factor", "officer", "permissions"])
            let role = Role(try item.text("key"))
            guard role.isWellFormed else {
                throw try item.node("key").problem(
                    Text(
                        zh: "应以小写字母开头，只含小写字母、数字和 _，至多 40 个",
                        en: "expected a lower-case letter, then lower-case letters, digits and _, at most 40"))
            }
            guard !entries.contains(where: { $0.role == role }) else {
                throw try item.node("key").problem(
                    Text(zh: "角色 \(role) 出现两次", en: "the role \(role) appears twice"))
            }
            entries.append(
                Entry(
                    role: role, name: try item.filledText("name"), purpose: try item.filledText("purpose"),
                    permissions: try item.permissions(known), needsSecondFactor: try item.needsSecondFactor(),
                    officer: try item.officer()))
        }
        guard !entries.isEmpty else { throw try node.node("roles").problem(Text(zh: "没有角色", en: "there is no role")) }
        self.init(entries)
    }
}

extension RuleNode {
    /// A text in both languages, neither of them blank.
    fileprivate func filledText(_ key: String) throws(AppError) -> Text {
        let text = try bothLanguages(key)
        guard [text.chinese, text.english].allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
            throw try node(key).problem(Text(zh: "中英文都要写", en: "both languages are needed"))
        }
        return text
    }

    /// `second_factor: required`; without the key it is left to the person.
    fileprivate func needsSecondFactor() throws(AppError) -> Bool {
        guard let node = optional("second_factor") else { return false }
        switch try node.text() {
        case "required": return true
        case "optional": return false
        default: throw node.problem(Text(zh: "应为 required 或 optional", en: "expected required or optional"))
        }
    }

    /// `officer: system`; without the key the role is none of the three.
    fileprivate func officer() throws(AppError) -> Officer? {
        guard let node = optional("officer") else { return nil }
        guard let officer = Officer(rawValue: try node.text()) else {
            let words = Officer.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.problem(Text(zh: "应为 \(words)", en: "expected one of \(words)"))
        }
        return officer
    }

    fileprivate func permissions(_ known: [String: Permission]) throws(AppError) -> [Permission] {
        var permissions: [Permission] = []
        for element in try list("permissions") {
            let key = try element.text()
            guard let permission = known[key] else {
                let all = known.keys.sorted().joined(separator: ", ")
                throw element.problem(
                    Text(zh: "没有权限「\(key)」；可用：\(all)", en: "there is no permission “\(key)”; known are \(all)"))
            }
            guard !permissions.contains(permission) else {
                throw element.problem(Text(zh: "权限 \(key) 出现两次", en: "the permission \(key) appears twice"))
            }
            permissions.append(permission)
        }
        return permissions
    }
}
