import Access
package import Kernel

extension AppError {
    static func backupIncomplete(_ folder: String) -> AppError {
        AppError(
            .invalid, "backup.incomplete",
            Text(
                zh: "\(folder) 不是完整的备份：没有 \(BackupManifest.name)。",
                en: "\(folder) is not a complete backup: it has no \(BackupManifest.name)."),
            hint: Text(
                zh: "备份中途停止时没有这个文件；请用别的备份。",
                en: "A backup that was interrupted lacks it; use another one."))
    }

    static func backupDamaged(_ file: String) -> AppError {
        AppError(
            .invalid, "backup.damaged",
            Text(
                zh: "备份文件 \(file) 缺失、被截断或被改动，拒绝恢复。",
                en: "The file \(file) of the backup is missing, cut off or changed; refusing to restore it."),
            hint: Text(zh: "请重新复制备份，或用别的备份。", en: "Copy the backup again, or use another one."))
    }

    static func backupFile(_ path: String) -> AppError {
        .unavailable(
            "backup.file", Text(zh: "不能写 \(path)。", en: "\(path) cannot be written."),
            hint: Text(zh: "请检查磁盘空间和权限。", en: "Check disk space and permissions."))
    }

    static var backupKey: AppError {
        AppError(
            .invalid, "backup.key",
            Text(
                zh: "备份是加密的，没有给出能打开它的私钥。",
                en: "The backup is encrypted, and the private key that opens it was not given."),
            hint: Text(
                zh: "请用 --key 指明 dangwu backup key 写出的文件。",
                en: "Name the file that dangwu backup key wrote with --key."))
    }

    static var backupRecipient: AppError {
        AppError(
            .invalid, "backup.recipient",
            Text(
                zh: "设置 backup.recipient 应为 Base64 写的公钥（32 字节）。",
                en: "The setting backup.recipient must be a public key of 32 bytes in Base64."),
            hint: Text(
                zh: "dangwu backup key 生成一对并显示公钥。", en: "dangwu backup key makes a pair and shows the public one."))
    }

    static var backupOtherKey: AppError {
        AppError(
            .invalid, "backup.other_key",
            Text(
                zh: "备份是在另一个 identity.key 下做的：恢复后身份证号读不出来。",
                en: "The backup was made under another identity.key: the ID numbers in it could not be read."),
            hint: Text(zh: "请先恢复当时的 identity.key。", en: "Restore the identity.key of then first."))
    }

    static func restoreTarget(_ name: String) -> AppError {
        AppError(
            .conflict, "restore.not_empty",
            Text(
                zh: "目标数据库 \(name) 不是空的，什么也没有改。",
                en: "The database \(name) to restore into is not empty; nothing was changed."),
            hint: Text(
                zh: "请用一个新的空数据库（--into 名称），核对后再换用。",
                en: "Use a new, empty database (--into NAME), and change over after checking it."))
    }

    package static func restoreDiffers(_ tables: [String]) -> AppError {
        AppError(
            .internal, "restore.differs",
            Text(
                zh: "恢复的内容与备份时不一致：\(tables.joined(separator: "、"))。",
                en: "What was restored differs from what was backed up: \(tables.joined(separator: ", "))."),
            hint: Text(
                zh: "不要使用这个数据库；请用别的备份。", en: "Do not use this database; restore another backup."))
    }
}
