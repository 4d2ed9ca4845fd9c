package import Kernel
package import Wire

/// Something in the database that is not as it was sealed.
package struct AuditFault: Codable, Sendable {
    package enum Kind: String, Choice {
        /// A row of the log that the table lacks.
        case missing
        /// A row whose columns are not those that were sealed.
        case changed
        /// A row that the log does not have, although it was not written just now.
        case unsealed
        /// A row that had been changed behind the program's back before the program changed it.
        case broken
        /// A change that no audit event of its transaction explains.
        case unexplained
        /// An audit event without the signature that the program's events have.
        case unsigned
        /// An entry of the log that is not the one the tree was made of, or is missing.
        case leaf
        /// A head that does not follow the one before it, or whose signature is wrong.
        case head
        /// A head that the tree does not give: the log was rewritten.
        case fork
        /// The database lacks the end that an exported head has.
        case cut
        /// Nothing is sealed, although the program has worked for days: the log was emptied, or never begun.
        case emptied
        /// A table whose triggers are switched off or missing.
        case trigger
        /// A table or column that is neither in the log nor excepted.
        case table

        package var text: Text {
            switch self {
            case .missing: Text(zh: "缺行", en: "missing row")
            case .changed: Text(zh: "行被改动", en: "changed row")
            case .unsealed: Text(zh: "日志外的行", en: "row outside the log")
            case .broken: Text(zh: "曾被暗中改动", en: "changed unseen")
            case .unexplained: Text(zh: "没有审计事件", en: "no audit event")
            case .unsigned: Text(zh: "审计事件无有效签名", en: "event without a valid signature")
            case .leaf: Text(zh: "日志条目被改动", en: "changed log entry")
            case .head: Text(zh: "树头无效", en: "invalid head")
            case .fork: Text(zh: "日志被改写", en: "rewritten log")
            case .cut: Text(zh: "末尾被截去", en: "end cut off")
            case .emptied: Text(zh: "日志为空", en: "empty log")
            case .trigger: Text(zh: "触发器失效", en: "triggers off")
            case .table: Text(zh: "未纳入日志", en: "not in the log")
            }
        }
    }

    package let kind: Kind
    package internal(set) var table: String?
    /// The primary key; parts are separated by a slash.
    package internal(set) var key: String?
    /// The number of the leaf or head.
    package internal(set) var number: Int?
    /// The audit event that last changed the row, as sealed.
    package internal(set) var event: String?
    package internal(set) var account: String?
    package internal(set) var action: String?
    package internal(set) var at: Moment?

    init(
        _ kind: Kind, table: String? = nil, key: String? = nil, number: Int? = nil, event: String? = nil,
        at: Moment? = nil
    ) {
        self.kind = kind
        self.table = table
        self.key = key?.replacing(SealedRelation.separator, with: "/")
        self.number = number
        self.event = event
        self.at = at
    }
}

extension AuditFault: Tabular {
    package static let columns: [Column<AuditFault>] = [
        Column("kind", zh: "问题", en: "Fault", \.kind),
        Column("table", zh: "表", en: "Table", \.table),
        Column("key", zh: "键", en: "Key", \.key),
        Column("number", zh: "序号", en: "Number", \.number),
        Column("account", zh: "操作人", en: "Account", \.account),
        Column("action", zh: "操作", en: "Action", \.action),
        Column("at", zh: "时间", en: "Time", \.at),
        Column("event", zh: "审计事件", en: "Audit event", \.event),
    ]
}

/// What a check found in one table.
package struct AuditTableLine: Codable, Sendable {
    package let table: String
    package let rows: Int
    package let faults: Int
}

extension AuditTableLine: Tabular {
    package static let columns: [Column<AuditTableLine>] = [
        Column("table", zh: "表", en: "Table", \.table),
        Column("rows", zh: "行数", en: "Rows", \.rows),
        Column("faults", zh: "问题", en: "Faults", \.faults),
    ]
}

/// What a check of the log found.
package struct AuditVerification: Outcome {
    /// Leaves of the tree.
    package let leaves: Int
    /// Heads that were checked, exported ones included.
    package let heads: Int
    package let rows: Int
    /// Rows written since the last sealing, which are not checked.
    package let pending: Int
    /// Whether rows of every organisation were looked at.
    package let isWhole: Bool
    /// How many faults there are; the list ends after the first of them.
    package let faultCount: Int
    package let faults: [AuditFault]
    /// Tables with faults.
    package let tables: [AuditTableLine]

    package var summary: Text {
        Text(
            zh: "核对数据 \(rows) 行、日志 \(leaves) 条、树头 \(heads) 个，尚未封存 \(pending) 处，问题 \(faultCount) 处。",
            en: "\(rows) rows, \(leaves) leaves and \(heads) heads checked, \(pending) changes not sealed yet: "
                + "\(faultCount) faults.")
    }

    /// - Throws: `audit.tampered` when there are any faults: for programs that look at nothing but the exit status.
    package func requireWhole() throws(AppError) {
        if faultCount > 0 { throw .auditFaults(faultCount) }
    }
}
