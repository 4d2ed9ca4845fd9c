import Access
import Kernel
import Postgres
import SQLFiles
import Settings

/// Whether system, security and audit are in three hands, where the settings ask for it.
extension Doctor {
    func officers(_ connection: Connection) async -> DoctorFinding {
        await attempt(.officers) {
            guard settings.access.threeOfficers == "on" else {
                return .ok(.officers, Text(zh: "未启用", en: "not asked for"))
            }
            let matrix = try Policies(settings.policy).roles
            let key = try MasterKey(try await startup.identityKey.find(isNeeded: true))
            let scope = ScopeSigner(key).statement(.everything)
            let rows = try await connection.transaction(.read, prelude: [scope]) { try await $0.query(.rolesInHands) }
            var faults = DivisionRule.faults(of: matrix)
            var held: Set<Officer> = []
            for row in rows {
                let (name, roles): (String, [String]) = (try row["name"], try row["roles"])
                let hand = Set(roles.map { Role($0) })
                held.formUnion(matrix.entries.filter { hand.contains($0.role) }.compactMap(\.officer))
                if let conflict = DivisionRule.conflict(hand, in: matrix) {
                    faults.append(Text(zh: "\(name)：\(conflict.chinese)", en: "\(name): \(conflict.english)"))
                }
            }
            for officer in Officer.allCases where !held.contains(officer) {
                faults.append(Text(zh: "没有\(officer.text.chinese)", en: "nobody is \(officer.text.english)"))
            }
            guard !faults.isEmpty else { return .ok(.officers, Text(zh: "职责分开", en: "the duties are divided")) }
            return .problem(
                .officers, .list(Array(faults.prefix(10))),
                Text(
                    zh: "请撤销多余的授权，用 dangwu setup --another --officer 补齐（\(DivisionRule.source)）。",
                    en: "Revoke what is too much, and make who is missing with dangwu setup --another --officer "
                        + "(\(DivisionRule.source))."))
        }
    }
}
