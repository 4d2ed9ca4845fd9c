import Kernel

extension AppError {
    static var auditKeyInvalid: AppError {
        AppError(
            .invalid, "audit.key", Text(zh: "audit.key 不是 32 字节的 Base64。", en: "audit.key is not 32 bytes in Base64."),
            hint: Text(
                zh: "请用 openssl rand -base64 32 生成；换密钥时新的写在前面，旧的留在后面，用逗号分开。",
                en: "Make one with openssl rand -base64 32. To change it, put the new key first and keep the old ones "
                    + "after it, separated by commas."))
    }

    static var auditKeyMissing: AppError {
        AppError(
            .unavailable, "audit.key_missing",
            Text(zh: "没有设置 audit.key，不能封存或核对签名。", en: "audit.key is not set: heads can be neither signed nor checked."),
            hint: Text(
                zh: "请用 openssl rand -base64 32 生成，存放在数据库以外。",
                en: "Make one with openssl rand -base64 32 and keep it outside the database."))
    }

    static func auditKeyUnknown(_ id: String) -> AppError {
        AppError(
            .conflict, "audit.key_unknown",
            Text(
                zh: "最后的树头由密钥 \(id) 签名，本程序没有这个密钥。",
                en: "The last head was signed with the key \(id), which this program does not have."),
            hint: Text(zh: "请把旧密钥加到 audit.key 的后面。", en: "Add the old key after the new one in audit.key."))
    }

    static var auditBusy: AppError {
        AppError(
            .conflict, "audit.busy", Text(zh: "另一个程序正在封存。", en: "Another program is sealing the log."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment."))
    }

    /// - Parameter number: of the head from which the log no longer fits.
    static func auditLogChanged(_ number: Int) -> AppError {
        AppError(
            .conflict, "audit.log_changed",
            Text(
                zh: "日志与树头 \(number) 不符，拒绝继续封存。",
                en: "The log no longer gives head \(number); it is not continued."),
            hint: Text(
                zh: "请保留现场，运行 dangwu audit verify，并与备份核对。",
                en: "Keep everything as it is, run dangwu audit verify and compare with the backups."))
    }

    /// - Parameters:
    ///   - number: of the newest head outside.
    ///   - folder: where it is.
    static func auditHeadMissing(_ number: Int, in folder: String) -> AppError {
        AppError(
            .conflict, "audit.log_changed",
            Text(
                zh: "\(folder) 里的树头 \(number) 与数据库里的日志不符，拒绝继续封存。",
                en: "The log in the database lacks head \(number), which is kept in \(folder); it is not continued."),
            hint: Text(
                zh: "请保留现场，运行 dangwu audit verify，并与备份核对。如果数据库是有意新建或从备份恢复的，"
                    + "请先把该文件夹里的 heads-*.jsonl 移到别处保存。",
                en: "Keep everything as it is, run dangwu audit verify and compare with the backups. If the database "
                    + "was recreated or restored on purpose, first move heads-*.jsonl out of that folder and keep them."
            ))
    }

    static var auditBoundaryChanged: AppError {
        AppError(
            .conflict, "audit.boundary",
            Text(
                zh: "记录审计事件从何处起须签名的那一行被改动或删除，拒绝继续封存。",
                en: "The row that says from where on events are signed was changed or deleted; the log is not "
                    + "continued."),
            hint: Text(
                zh: "请保留现场，运行 dangwu audit verify，并与备份核对。",
                en: "Keep everything as it is, run dangwu audit verify and compare with the backups."))
    }

    static func headFolder(_ path: String) -> AppError {
        AppError(
            .unavailable, "audit.heads_folder",
            Text(zh: "不能读写树头文件夹 \(path)。", en: "The folder of heads \(path) cannot be read or written."),
            hint: Text(zh: "请检查 audit.heads_folder 和权限。", en: "Check audit.heads_folder and its permissions."))
    }

    static func headLine(_ file: String, _ line: Int) -> AppError {
        AppError(
            .conflict, "audit.heads_line",
            Text(zh: "\(file) 第 \(line) 行不是树头。", en: "Line \(line) of \(file) is not a head."),
            hint: Text(zh: "请用未被改动的副本。", en: "Use a copy that was not changed."))
    }

    static func auditFaults(_ count: Int) -> AppError {
        AppError(
            .conflict, "audit.tampered",
            Text(zh: "审计日志核对出 \(count) 处问题。", en: "The check of the audit log found \(count) faults."),
            hint: Text(zh: "请保留现场并核对数据库备份。", en: "Keep everything as it is and compare with the backups."))
    }
}
