import Kernel
import Postgres
import SQLFiles

/// What a role of the application can do and should not, each with the statement that takes it away.
struct RoleFaults {
    struct Fault {
        let text: Text
        let remedy: String
    }

    let role: String

    func read(_ connection: Connection) async throws -> [Fault] {
        guard let facts = try await connection.query(.roleFacts(role: role)).first else {
            return [Fault(text: Text(zh: "角色不存在", en: "the role does not exist"), remedy: "dangwu setup")]
        }
        let attributes: [(column: String, word: String, text: Text)] = [
            ("is_superuser", "SUPERUSER", Text(zh: "超级用户", en: "a superuser")),
            ("bypasses_rls", "BYPASSRLS", Text(zh: "绕过行级安全", en: "bypasses row-level security")),
            ("creates_roles", "CREATEROLE", Text(zh: "可建角色", en: "creates roles")),
            ("creates_databases", "CREATEDB", Text(zh: "可建数据库", en: "creates databases")),
            ("replicates", "REPLICATION", Text(zh: "可复制全库", en: "replicates the whole server")),
        ]
        var faults: [Fault] = []
        for (column, word, text) in attributes where try facts[column] == true {
            faults.append(Fault(text: text, remedy: "ALTER ROLE \(role) NO\(word)"))
        }
        let owned: Int = try facts["owned"]
        if owned > 0 {
            faults.append(
                Fault(
                    text: Text(zh: "拥有 \(owned) 个表或索引", en: "owns \(owned) tables or indexes"),
                    remedy: "REASSIGN OWNED BY \(role) TO dangwu_owner"))
        }
        let settings: [String] = try facts["settings"]
        if !settings.isEmpty {
            let names = settings.joined(separator: ", ")
            faults.append(
                Fault(
                    text: Text(zh: "有自己的默认设置：\(names)", en: "has defaults of its own: \(names)"),
                    remedy: "ALTER ROLE \(role) RESET ALL"))
        }
        // A superuser counts as a member of every role.
        if try facts["is_owner"] == true, try facts["is_superuser"] == false {
            faults.append(
                Fault(
                    text: Text(zh: "是所有者角色的成员", en: "is a member of the owner's role"),
                    remedy: "REVOKE dangwu_owner FROM \(role)"))
        }
        return faults
    }
}
