import Access
import ArgumentParser
import Audit
import Backup
import Composition
import Foundation
import Kernel
import Settings
import Wire

/// Backups of the database with everything that a restore needs to be compared with it.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: localized(zh: "备份", en: "Backups of the database"),
        subcommands: [Make.self, List.self, Prune.self, Key.self], defaultSubcommand: Make.self)

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "备份整个数据库，可在使用中进行", en: "Back up the whole database, also while it is in use"))
        @OptionGroup var globals: Globals
        @Option(
            help: ArgumentHelp(
                localized(
                    zh: "备份放在哪个文件夹，默认 backup.folder",
                    en: "The folder of the backups, by default backup.folder")))
        var folder: String?

        func run() async throws {
            let startup = try globals.startup()
            let bar = ProgressBar(title: Text(zh: "备份", en: "Backup"))
            let (path, manifest) = try await startup.backup(in: folder) { bar.show($0) }
            bar.end()
            Terminal.write(path + "\n")
            let rows = manifest.tables.reduce(0) { $0 + $1.rows }
            let isSealed = manifest.encryption != nil
            Terminal.talk(
                Text(
                    zh: "已备份 \(manifest.tables.count) 个表、\(rows) 行，"
                        + (isSealed ? "已加密。" : "未加密（没有设置 backup.recipient）。"),
                    en: "\(rows) rows of \(manifest.tables.count) tables backed up, "
                        + (isSealed ? "encrypted." : "not encrypted (backup.recipient is not set).")
                ).localized)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "已有的完整备份，新的在前", en: "The complete backups, newest first"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "备份文件夹", en: "The folder of the backups")))
        var folder: String?

        func run() throws {
            let parent = try globals.startup().backupFolder(folder)
            for path in BackupFolder.list(parent) { Terminal.write(path + "\n") }
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "只留最新的几个备份", en: "Remove all backups but the newest"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "备份文件夹", en: "The folder of the backups")))
        var folder: String?
        @Option(
            help: ArgumentHelp(
                localized(
                    zh: "留几个，默认 backup.keep",
                    en: "How many stay, by default backup.keep")))
        var keep: Int?

        func run() throws {
            let startup = try globals.startup()
            let count = keep ?? startup.settings.backup.keep
            guard count > 0 else {
                throw AppError.invalidValue(
                    "keep", String(count), expected: Text(zh: "正整数", en: "a whole number above 0"))
            }
            let removed = try BackupFolder.prune(try startup.backupFolder(folder), keeping: count)
            for path in removed { Terminal.write(path + "\n") }
            Terminal.talk(
                Text(zh: "删除了 \(removed.count) 个旧备份。", en: "Old backups removed: \(removed.count).").localized)
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "生成备份密钥对：私钥写入文件（离线保管），公钥填入 backup.recipient",
                en: "Make a pair of keys: the private one for a file to keep off line, the other for backup.recipient"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "私钥写到哪个新文件", en: "The new file for the private key")))
        var out: String

        func run() throws {
            try globals.check()
            let key = BackupKey()
            let descriptor = open(out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw AppError(
                    .conflict, "file.exists",
                    Text(zh: "不能新建文件 \(out)。", en: "The file \(out) cannot be made."),
                    hint: Text(
                        zh: "它已存在或文件夹不可写；请换一个名称。",
                        en: "It exists or its folder cannot be written; use another name."))
            }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data((key.privateText + "\n").utf8))
            try file.synchronize()
            Terminal.write(key.recipient + "\n")
        }
    }
}

/// A backup put into an empty database and compared with what was backed up.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: localized(
            zh: "把备份恢复到空数据库，并逐表核对、核对审计日志和积分",
            en: "Restore a backup into an empty database; compare every table, check the audit log and the points"))
    @OptionGroup var shape: Shape
    @Argument(help: ArgumentHelp(localized(zh: "备份的文件夹", en: "The folder of the backup")))
    var backup: String
    @Option(
        help: ArgumentHelp(
            localized(
                zh: "目标数据库的名称，默认 database.name",
                en: "The name of the database, by default database.name")))
    var into: String?
    @Option(
        help: ArgumentHelp(
            localized(
                zh: "私钥文件，备份加密时需要",
                en: "The file of the private key, for an encrypted backup")))
    var key: String?
    @Flag(
        help: ArgumentHelp(
            localized(
                zh: "不恢复，只核对已恢复的数据库",
                en: "Restore nothing, only compare a database that was restored")))
    var verify = false

    func run() async throws {
        let startup = try shape.globals.startup()
        let backupKey = try key.map { try BackupKey(String(decoding: readInput($0), as: UTF8.self)) }
        let bar = ProgressBar(title: Text(zh: "恢复", en: "Restore"))
        let compared = try await startup.restore(backup, into: into, backupKey: backupKey, onlyComparing: verify) {
            bar.show($0)
        }
        bar.end()
        try shape.show(Page(whole: compared))
        // The log of a restored database goes on in tables of its own; whether it is whole is checked below.
        let different = Set(compared.filter { !$0.isEqual }.map(\.table)).subtracting(
            verify ? AuditService.ownTables : [])
        guard different.isEmpty else { throw AppError.restoreDiffers(different.sorted()) }
        Terminal.talk(
            (verify
                ? Text(
                    zh: "每个表都与备份一致；审计日志自己的表恢复后会接着写，另行核对。",
                    en: "Every table is as it was backed up; those of the audit log itself go on after a restore and "
                        + "are checked by themselves.")
                : Text(zh: "每个表都与备份一致。", en: "Every table is as it was backed up.")).localized)
        // The tables are those that were backed up; whether they are those that the program wrote, the log says.
        let log = try await startup.checkRestored(into, seals: !verify)
        Terminal.talk(log.summary.localized)
        try log.requireWhole()
        if !verify, let aside = try startup.setHeadsAside(restoredInto: into) {
            Terminal.talk(
                Text(
                    zh: "备份之后的树头已移到 \(aside) 保存，审计日志从恢复的内容接着写。",
                    en: "The heads of after the backup are kept in \(aside) now; the log goes on from what was "
                        + "restored."
                ).localized)
        }
    }
}
