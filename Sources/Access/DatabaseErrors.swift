import Foundation
package import Kernel
import Logging
import Postgres

/// What a violated constraint means to a person: constraint names are part of the interface.
package struct ConstraintTexts: Sendable {
    package struct Entry: Sendable {
        let kind: AppError.Kind
        let message: Text
        let hint: Text?

        package init(_ kind: AppError.Kind, _ message: Text, hint: Text? = nil) {
            self.kind = kind
            self.message = message
            self.hint = hint
        }
    }

    package private(set) var entries: [String: Entry]

    package init(_ entries: [String: Entry] = [:]) { self.entries = entries }

    package func merging(_ other: ConstraintTexts) -> ConstraintTexts {
        ConstraintTexts(entries.merging(other.entries) { first, _ in first })
    }
}

/// Turns what the database says into what a person can use; what they cannot use goes to the log alone.
struct DatabaseErrors: Sendable {
    let constraints: ConstraintTexts
    let logger: Logger

    func explain(_ error: any Error) -> any Error {
        switch error {
        case let error as AppError: return error
        case is CancellationError:
            return AppError.unavailable("request.cancelled", Text(zh: "请求已取消。", en: "The request was cancelled."))
        case let error as PostgresError: return explain(error)
        default: return defect("\(error)")
        }
    }

    private func explain(_ error: PostgresError) -> AppError {
        switch error {
        case .server(let server): return explain(server)
        case .connect(let message):
            logger.warning("no connection to the database", metadata: ["message": "\(message)"])
            return .unavailable("database.unreachable", Text(zh: "连接不上数据库。", en: "The database cannot be reached."))
        case .connectionLost(_, committing: true):
            return .unavailable(
                "database.commit_unknown",
                Text(
                    zh: "提交时数据库断开，不知道是否已保存。",
                    en: "The database went away while saving; whether it was saved is not known."),
                hint: Text(
                    zh: "请用同一个 Idempotency-Key 重发：已保存的不会重复。",
                    en: "Send it again with the same Idempotency-Key: what was saved is not saved twice."))
        case .connectionLost:
            return .unavailable(
                "database.lost",
                Text(zh: "数据库连接中断，什么也没有保存。", en: "The connection to the database broke; nothing was saved."))
        case .poolExhausted:
            return .unavailable("database.busy", Text(zh: "数据库连接都在忙。", en: "Every connection to the database is busy."))
        case .poolClosed: return .unavailable("server.stopping", Text(zh: "服务正在停止。", en: "The service is stopping."))
        case .cancelled: return .cancelled
        case .migration(let problem): return problem.appError
        case .decode, .misuse: return defect("\(error)")
        }
    }

    /// A constraint that answers for itself too generally: it should be given a text.
    private func unexplained(_ error: ServerError) {
        logger.warning(
            "a constraint without a text was violated", metadata: ["constraint": "\(error.constraint ?? "-")"])
    }

    private func explain(_ error: ServerError) -> AppError {
        if let name = error.constraint, let entry = constraints.entries[name] {
            return AppError(entry.kind, name, entry.message, hint: entry.hint)
        }
        switch error.state {
        case .insufficientPrivilege where error.message.contains("row-level security"):
            return .outsideScope
        case .queryCanceled:
            return .unavailable("database.timeout", Text(zh: "查询超时。", en: "The query took too long."))
        case .serializationFailure, .deadlockDetected, .lockNotAvailable:
            return .unavailable("database.contention", Text(zh: "同时修改太多，请重试。", en: "Too many changes at once."))
        case .badCharacter:
            return AppError(
                .invalid, "value.nul",
                Text(
                    zh: "文字里有空字符（NUL）或不是 UTF-8，什么也没有保存。",
                    en: "A text contains the character NUL or is not in UTF-8; nothing was saved."),
                hint: Text(zh: "请删去后重发。", en: "Take it out and send it again."))
        case .numericOutOfRange, .dateOutOfRange, .badDate:
            return AppError(
                .invalid, "value.out_of_range",
                Text(zh: "有一个数或日期超出允许的范围，什么也没有保存。", en: "A number or a day is out of range; nothing was saved."),
                hint: Text(zh: "请检查数字和日期。", en: "Look at the numbers and the days."))
        case .foreignKeyViolation:
            unexplained(error)
            return AppError(
                .conflict, "record.missing",
                Text(zh: "所引用的记录不存在，什么也没有保存。", en: "A record that this refers to does not exist; nothing was saved."),
                hint: Text(zh: "请刷新后核对所填的编号。", en: "Reload, and check the identifiers that were given."))
        case .uniqueViolation, .exclusionViolation:
            // Somebody else was first between what was read and what was written.
            unexplained(error)
            return AppError(
                .conflict, "record.taken",
                Text(
                    zh: "同一条记录刚被他人写入，什么也没有保存。", en: "Somebody else has just written the same; nothing was saved."),
                hint: Text(zh: "请刷新后再看是否还需要。", en: "Reload, and see whether it is still needed."))
        case .checkViolation:
            unexplained(error)
            return AppError(
                .invalid, "value.refused",
                Text(zh: "有一个值不符合数据库的规则，什么也没有保存。", en: "A value breaks a rule of the database; nothing was saved."),
                hint: Text(
                    zh: "规则名：\(error.constraint ?? "-")。请核对所填的值。",
                    en: "The rule is \(error.constraint ?? "-"). Check the values that were given."))
        case .diskFull:
            return .unavailable(
                "database.disk_full",
                Text(zh: "数据库磁盘已满，什么也没有保存。", en: "The database's disk is full; nothing was saved."))
        default:
            // Detail is left out: it may quote a row.
            return defect(
                "SQLSTATE \(error.state) constraint \(error.constraint ?? "-") table \(error.table ?? "-"): "
                    + "\(error.message)"
            )
        }
    }

    private func defect(_ what: String) -> AppError {
        let reference = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        logger.error("internal error", metadata: ["reference": "\(reference)", "what": "\(what)"])
        return .defect(reference)
    }
}

extension AppError {
    package static func unavailable(_ code: String, _ message: Text, hint: Text? = nil) -> AppError {
        AppError(.unavailable, code, message, hint: hint ?? Text(zh: "请稍后重试。", en: "Try again in a moment."))
    }

    package static var outsideScope: AppError {
        AppError(
            .forbidden, "access.outside_scope",
            Text(
                zh: "涉及的组织不在您的管辖范围内，什么也没有保存。", en: "An organisation of this lies outside your scope; nothing was saved."
            ),
            hint: Text(zh: "请联系上级管理员授权。", en: "Ask an administrator above you for a grant."))
    }
}

extension MigrationError {
    package var appError: AppError {
        switch self {
        case .edited(let name):
            AppError(
                .conflict, "migration.edited",
                Text(
                    zh: "迁移 \(name) 应用之后又被改过，拒绝继续。",
                    en: "The migration \(name) was edited after it had been applied; refusing to go on."),
                hint: Text(
                    zh: "请使用与数据库相符的程序版本；修改要写成新的迁移。",
                    en: "Use the program version that matches the database; a change is a new migration."))
        case .unknown(let number):
            AppError(
                .conflict, "migration.unknown",
                Text(
                    zh: "数据库里有第 \(number) 号迁移，这个程序没有：程序太旧。",
                    en: "The database has migration \(number), which this program lacks: the program is too old."),
                hint: Text(zh: "请升级程序。", en: "Use a newer version of the program."))
        case .unrecorded(let name):
            AppError(
                .conflict, "migration.unrecorded",
                Text(
                    zh: "数据库里已有迁移 \(name) 的内容，schema_migration 里却没有它的记录，拒绝继续。",
                    en:
                        "schema_migration lacks the migration \(name), whose tables are there; refusing to go on."
                ),
                hint: Text(
                    zh: "记录被删除了：请用备份核对并恢复这一行。", en: "The record was deleted: compare with a backup and restore the row."
                ))
        case .numbering(let number):
            AppError(
                .internal, "migration.numbering",
                Text(zh: "第 \(number) 号迁移重复或缺失。", en: "Migration \(number) is duplicate or missing."))
        }
    }
}

extension PostgresError {
    /// The same words where there are no services yet, as in `local` and `db`.
    package var outsideServices: AppError {
        let errors = DatabaseErrors(constraints: ConstraintTexts(), logger: Logger(label: "dangwu"))
        return errors.explain(self as any Error) as? AppError ?? .defect("0")
    }
}
