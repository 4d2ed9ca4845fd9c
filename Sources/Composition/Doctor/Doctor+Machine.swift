import Backup
import Foundation
import Kernel
import Settings

/// Checks of files, folders and disks on this machine.
extension Doctor {
    private func mode(_ path: String) -> mode_t? {
        var found = stat()
        return stat(path, &found) == 0 ? found.st_mode : nil
    }

    /// Secrets in a settings file that everybody can read.
    func settingsFile() -> DoctorFinding {
        var paths: Set<String> = []
        for key in SettingsKey.all where key.isSecret && !key.get(settings).isEmpty {
            if case .file(let path, _)? = loaded.origins[key.name] { paths.insert(path) }
        }
        let open = paths.sorted().filter { (mode($0) ?? 0) & 0o004 != 0 }
        guard open.isEmpty else {
            let list = open.joined(separator: " ")
            return .problem(
                .settings, Text(zh: "含密钥或口令的 \(list) 人人可读", en: "\(list) holds secrets and everybody can read it"),
                Text(zh: "运行 chmod o= \(list)", en: "Run chmod o= \(list)"))
        }
        return .ok(.settings, Text(zh: "没有泄露的秘密", en: "no secret is readable by everybody"))
    }

    /// A server that holds the owner's password can do whatever the owner can.
    func ownerURL() -> DoctorFinding {
        guard !settings.database.ownerURL.isEmpty, let origin = loaded.origins["database.owner_url"] else {
            return .ok(.ownerURL, Text(zh: "不在设置中", en: "is not in the settings"))
        }
        let remedy = Text(
            zh: "只在运行 dangwu setup 和 db migrate 时用环境变量给出。",
            en: "Give it in the environment of dangwu setup and db migrate only.")
        let finding = Text(
            zh: "database.owner_url 由 \(origin.description) 给出",
            en: "database.owner_url is set by \(origin.description)")
        if case .file = origin { return .problem(.ownerURL, finding, remedy) }
        return .warning(.ownerURL, finding, remedy)
    }

    func policy() -> DoctorFinding {
        do throws(AppError) {
            _ = try Policies(settings.policy)
        } catch {
            return .problem(.policy, error)
        }
        return .ok(.policy, Text(zh: "都能读", en: "all can be read"))
    }

    /// Keys and the state folder: nobody else reads the keys, nobody else writes the folder.
    func files() -> DoctorFinding {
        var faults: [String] = []
        let named = [settings.identity.keyFile, settings.oldIdentity.keyFile, settings.audit.source.keyFile]
        for path in named + keysOfTheState where !path.isEmpty {
            if let mode = mode(path), mode & 0o027 != 0 { faults.append(path) }
        }
        if startup.isLocal, let mode = mode(startup.stateFolder), mode & 0o022 != 0 {
            faults.append(startup.stateFolder)
        }
        guard faults.isEmpty else {
            let list = faults.joined(separator: " ")
            return .problem(
                .files, Text(zh: "别的用户能读或能写：\(list)", en: "other users can read or write \(list)"),
                Text(zh: "运行 chmod g-w,o= \(list)", en: "Run chmod g-w,o= \(list)"))
        }
        return .ok(.files, Text(zh: "权限合适", en: "permissions are as they should be"))
    }

    /// The keys of the private cluster, with those that it had before and the one that takes over.
    private var keysOfTheState: [String] {
        guard startup.isLocal else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: startup.stateFolder)) ?? []
        return names.filter { $0.hasPrefix("identity.key") || $0.hasPrefix("audit.key") }.sorted()
            .map { startup.stateFolder + "/" + $0 }
    }

    private var workFolders: [String] {
        [FileManager.default.temporaryDirectory.path] + (startup.isLocal ? [startup.stateFolder] : [])
            + [settings.notices.folder].filter { !$0.isEmpty }
    }

    func folders() -> DoctorFinding {
        let closed = workFolders.filter { path in
            guard let mode = mode(path), mode & S_IFMT == S_IFDIR else { return true }
            return access(path, W_OK | X_OK) != 0
        }
        guard closed.isEmpty else {
            let list = closed.joined(separator: " ")
            return .problem(
                .folders, Text(zh: "不能写：\(list)", en: "cannot be written: \(list)"),
                Text(zh: "请建立文件夹并把它交给运行本程序的用户。", en: "Create it and give it to the user that runs the program."))
        }
        return .ok(.folders, Text(zh: "可写", en: "can be written"))
    }

    private static let gigabyte: UInt64 = 1 << 30

    func disk() -> DoctorFinding {
        let paths = workFolders + [settings.backup.folder].filter { !$0.isEmpty }
        var worst: (path: String, free: UInt64, percent: UInt64)?
        for path in paths {
            guard let (free, total) = machine.disk(path), total >= 100 else { continue }
            let percent = free / (total / 100)
            if worst.map({ percent < $0.percent }) ?? true { worst = (path, free, percent) }
        }
        guard let worst else {
            return .warning(
                .disk, Text(zh: "读不到磁盘空间", en: "free space cannot be read"),
                Text(zh: "请检查文件夹是否存在。", en: "Check that the folders exist."))
        }
        let megabytes = worst.free >> 20
        let finding = Text(
            zh: "\(worst.path) 所在磁盘剩余 \(worst.percent)%（\(megabytes) MB）",
            en: "\(worst.percent)% (\(megabytes) MB) left on the disk of \(worst.path)")
        let remedy = Text(zh: "请清理或扩大磁盘；写满后无法保存任何数据。", en: "Free or add space: nothing can be saved on a full disk.")
        if worst.percent < 3 || worst.free < Self.gigabyte / 2 { return .problem(.disk, finding, remedy) }
        if worst.percent < 10 || worst.free < Self.gigabyte { return .warning(.disk, finding, remedy) }
        return .ok(.disk, finding)
    }

    func backup() -> DoctorFinding {
        // With the private cluster there is a folder beside it when none is set.
        guard let folder = try? startup.backupFolder(nil) else {
            return .warning(
                .backup, Text(zh: "没有设置 backup.folder", en: "backup.folder is not set"),
                Text(
                    zh: "请定期备份，并把存放的文件夹写入 backup.folder。", en: "Back up regularly, and set backup.folder to where."))
        }
        // One that was cut off, or a file beside them, is no backup.
        let days = BackupFolder.list(folder).compactMap { path in
            try? FileManager.default.attributesOfItem(atPath: path + "/" + BackupManifest.name)[.modificationDate]
                as? Date
        }
        let remedy = Text(zh: "请查看备份任务为何没有运行。", en: "Find out why the backup did not run.")
        guard let newest = days.max() else {
            if settings.backup.folder.isEmpty {
                return .warning(
                    .backup, Text(zh: "还没有备份", en: "there is no backup yet"),
                    Text(
                        zh: "dangwu backup 做一份；设置 backup.at 后每晚一份。",
                        en: "dangwu backup makes one; backup.at makes one every night."))
            }
            return .problem(.backup, Text(zh: "\(folder) 里没有备份", en: "there is no backup in \(folder)"), remedy)
        }
        let hours = Self.hours(from: newest, to: machine.now())
        let finding = Text(zh: "最近一次在 \(hours) 小时前", en: "the newest is \(hours) hours old")
        return hours > settings.backup.maximumAgeHours ? .problem(.backup, finding, remedy) : .ok(.backup, finding)
    }
}
