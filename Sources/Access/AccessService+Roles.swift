package import Civil
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// A role as lists show it.
package struct RoleLine: Codable, Sendable {
    package struct GivenPermission: Codable, Sendable {
        package let key: String
        package let name: Text
    }

    package let role: Role
    package let name: Text
    package let purpose: Text
    package let permissions: [GivenPermission]
    /// False for a role that grants name and the role matrix does not list: it gives nothing.
    package let isKnown: Bool
    /// Grants of the caller's scope that hold today; nil for callers who do not manage grants.
    package let grants: Int?
}

extension RoleLine: Tabular {
    package static let columns: [Column<RoleLine>] = [
        Column("role", zh: "角色", en: "Role") { $0.role.key },
        Column("name", zh: "名称", en: "Name") { $0.name },
        Column("grants", zh: "授权数", en: "Grants") { $0.grants },
        Column("purpose", zh: "用途", en: "Purpose") { $0.purpose },
        Column("permissions", zh: "权限", en: "Permissions") { line in
            Cell.word(line.permissions.map(\.key).joined(separator: " "), .list(line.permissions.map(\.name)))
        },
    ]
}

extension AccessService {
    /// The roles of the matrix, for everybody, since an error names them too. A caller who manages grants also sees how
    /// many name each role, and the roles that grants name and the matrix does not list.
    package func roles(on today: Day, caller: Caller) async throws -> [RoleLine] {
        var grants: [Role: Int]?
        if caller.managesGrants {
            let rows = try await database.read(caller.managingGrants(), .grantedRoles(day: today))
            grants = try rows.reduce(into: [:]) { $0[Role(try $1["role"])] = try $1["grants"] }
        }
        let known = matrix.entries.map { entry in
            RoleLine(
                role: entry.role, name: entry.name, purpose: entry.purpose,
                permissions: entry.permissions.map { .init(key: $0.key, name: $0.text) }, isKnown: true,
                grants: grants.map { $0[entry.role] ?? 0 })
        }
        let unknown = (grants ?? [:]).filter { matrix[$0.key] == nil }.sorted { $0.key < $1.key }.map { role, count in
            RoleLine(
                role: role, name: .verbatim(role.key),
                purpose: Text(zh: "不在 roles.yaml 中，授权无效", en: "Not listed in roles.yaml; its grants give nothing"),
                permissions: [], isKnown: false, grants: count)
        }
        return known + unknown
    }

    /// - Throws: `value.invalid` with the existing roles.
    func requireKnown(_ role: Role) throws(AppError) {
        guard matrix[role] != nil else { throw .invalidValue("role", role.key, expected: matrix.choices) }
    }
}
