package import Kernel
package import Wire

/// What one check of an installation found, and what to do about it.
package struct DoctorFinding: Codable, Sendable, Equatable {
    package enum State: String, Choice {
        case ok, warning, problem

        package var text: Text {
            switch self {
            case .ok: Text(zh: "正常", en: "ok")
            case .warning: Text(zh: "警告", en: "warning")
            case .problem: Text(zh: "问题", en: "problem")
            }
        }
    }

    package let check: DoctorCheck
    package let state: State
    package let finding: Text
    package let remedy: Text?

    static func ok(_ check: DoctorCheck, _ finding: Text) -> DoctorFinding {
        DoctorFinding(check: check, state: .ok, finding: finding, remedy: nil)
    }

    static func warning(_ check: DoctorCheck, _ finding: Text, _ remedy: Text) -> DoctorFinding {
        DoctorFinding(check: check, state: .warning, finding: finding, remedy: remedy)
    }

    static func problem(_ check: DoctorCheck, _ finding: Text, _ remedy: Text) -> DoctorFinding {
        DoctorFinding(check: check, state: .problem, finding: finding, remedy: remedy)
    }

    /// An error of the product as a finding.
    static func problem(_ check: DoctorCheck, _ error: AppError) -> DoctorFinding {
        problem(
            check, error.message,
            error.hint ?? Text(zh: "见错误页的 \(error.code)。", en: "See \(error.code) in the pages of errors."))
    }
}

extension DoctorFinding: Tabular {
    package static let columns: [Column<DoctorFinding>] = [
        Column("check", zh: "检查", en: "Check", \.check),
        Column("state", zh: "结果", en: "Result", \.state),
        Column("finding", zh: "情况", en: "Finding", \.finding),
        Column("remedy", zh: "办法", en: "What to do", \.remedy),
    ]
}

/// The checks of an installation, in the order in which they are made.
package enum DoctorCheck: String, Choice {
    case settings
    case ownerURL = "owner_url"
    case policy
    case files
    case folders
    case disk
    case backup
    case database
    case version
    case encoding
    case collation
    case durability
    case tls
    case connections
    case clock
    case migrations
    case key
    case role
    case privileges
    case rowSecurity = "row_security"
    case routines
    case indexes
    case access
    case officers
    case notices
    case sealing
    case heads

    package var text: Text {
        switch self {
        case .settings: Text(zh: "设置文件", en: "settings file")
        case .ownerURL: Text(zh: "所有者连接", en: "owner's connection")
        case .policy: Text(zh: "规则文件", en: "rule files")
        case .files: Text(zh: "密钥与状态文件", en: "keys and state files")
        case .folders: Text(zh: "工作文件夹", en: "work folders")
        case .disk: Text(zh: "磁盘", en: "disk")
        case .backup: Text(zh: "备份", en: "backup")
        case .database: Text(zh: "数据库连接", en: "database")
        case .version: Text(zh: "服务器版本", en: "server version")
        case .encoding: Text(zh: "编码", en: "encoding")
        case .collation: Text(zh: "排序规则", en: "collation")
        case .durability: Text(zh: "落盘", en: "durability")
        case .tls: Text(zh: "加密连接", en: "encryption")
        case .connections: Text(zh: "连接数", en: "connections")
        case .clock: Text(zh: "时钟", en: "clock")
        case .migrations: Text(zh: "迁移", en: "migrations")
        case .key: Text(zh: "身份证号密钥", en: "key of ID numbers")
        case .role: Text(zh: "应用角色", en: "application role")
        case .privileges: Text(zh: "角色权限", en: "privileges")
        case .rowSecurity: Text(zh: "行级安全", en: "row-level security")
        case .routines: Text(zh: "函数权限", en: "functions")
        case .indexes: Text(zh: "索引与表", en: "indexes and tables")
        case .access: Text(zh: "登录规则", en: "access rules")
        case .officers: Text(zh: "三员分立", en: "division of duties")
        case .notices: Text(zh: "通知", en: "notices")
        case .sealing: Text(zh: "审计日志封存", en: "sealing of the audit log")
        case .heads: Text(zh: "树头外送", en: "heads elsewhere")
        }
    }
}
