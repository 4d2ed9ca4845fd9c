import Foundation
package import Kernel
package import Postgres

/// The private database cluster: created, started, reused and stopped in a state folder, reached over a Unix socket
/// that only its owner can open. `AccessFiles` says who is let in.
package struct LocalServer: Sendable {
    package enum Status: Sendable, Equatable {
        case absent
        case stopped
        case running(process: Int)
    }

    package let folder: String
    private let binaries: ServerBinaries
    let user: ServerUser
    private let extraOptions: String
    private let locale: [String]

    /// - Parameters:
    ///   - folder: the state folder; created if it is missing.
    ///   - throwaway: for tests: no fsync, so that a crash of the machine may lose data.
    ///   - locale: options of `initdb`; byte order, unless a test wants another.
    package init(
        folder: String, throwaway: Bool = false, locale: [String] = ["--locale=C"]
    ) throws(AppError) {
        self.folder = folder
        self.locale = locale
        binaries = try ServerBinaries.find()
        user = try ServerUser.choose()
        extraOptions =
            throwaway ? " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" : ""
    }

    /// `$XDG_STATE_HOME/dangwu`, `~/.local/state/dangwu`, or for root `/var/lib/dangwu`, since the server's own user
    /// cannot reach root's home.
    package static func defaultFolder(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        if getuid() == 0 { return "/var/lib/dangwu" }
        if let state = environment["XDG_STATE_HOME"], !state.isEmpty { return state + "/dangwu" }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state/dangwu"
    }

    package var dataFolder: String { folder + "/postgres" }

    /// Unix socket paths are limited to 107 bytes (`sun_path`). For a deep state folder the socket has a folder of its
    /// own: in `/run` where only root can make one, otherwise in `/tmp`, where `OwnFolder` refuses what others made.
    package var socketFolder: String {
        let inside = folder + "/run"
        if inside.utf8.count + "/.s.PGSQL.5432.lock".utf8.count <= 107 { return inside }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in folder.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let name = "dangwu-\(String(hash, radix: 36))"
        return user.name == nil ? "/tmp/\(name)-\(getuid())" : "/run/\(name)"
    }

    /// How to connect as the owner of the database.
    package func owner(database: String) -> ConnectionSettings {
        ConnectionSettings(keywords: ["host": socketFolder, "user": "dangwu_owner", "dbname": database])
    }

    package func status() async throws -> Status {
        guard FileManager.default.fileExists(atPath: dataFolder + "/PG_VERSION") else { return .absent }
        let outcome = try await run("pg_ctl", ["-D", dataFolder, "status"])
        guard outcome.status == 0, let process = recordedProcess, !Self.hasEnded(process) else { return .stopped }
        return .running(process: process)
    }

    /// The process in `postmaster.pid`.
    private var recordedProcess: Int? {
        let file = try? String(contentsOfFile: dataFolder + "/postmaster.pid", encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { Int($0) }
    }

    /// Whether a process was killed and its parent has not asked for its status yet, as in a container without an init
    /// process: the server's own programs take it for running.
    private static func hasEnded(_ process: Int) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return false }
        return text[end...].dropFirst(2).first == "Z"
    }

    /// Creates the cluster if there is none, and starts it if it is not running.
    /// - Returns: true when this call started it.
    @discardableResult
    package func start() async throws -> Bool {
        try makeFolders()
        guard let lock = try await lock() else {
            throw AppError(
                .unavailable, "local.busy",
                Text(
                    zh: "另一个 dangwu 正在启动本地数据库，等了 60 秒仍未完成。",
                    en: "Another dangwu has been starting the local database for 60 seconds."),
                hint: Text(zh: "请查看 \(logPath)。", en: "See \(logPath)."))
        }
        defer { lock.release() }
        switch try await status() {
        case .running:
            // A cluster of an earlier version let more people in.
            if try repairAccess() { _ = try await run("pg_ctl", ["-D", dataFolder, "reload"]) }
            return false
        case .absent: try await create()
        case .stopped: removeRecordOfEndedProcess()
        }
        _ = try repairAccess()
        try? FileManager.default.removeItem(atPath: stopMark)
        // pg_ctl itself refuses a second server on the folder and removes a stale postmaster.pid. The options pass
        // through a shell.
        let socket = "-k \(ServerUser.quoted(socketFolder)) -c unix_socket_permissions=0700"
        let options = "\(socket) -c listen_addresses=''\(extraOptions)"
        let outcome = try await run(
            "pg_ctl", ["-D", dataFolder, "-l", logPath, "-w", "-t", "60", "-o", options, "start"])
        guard outcome.status == 0 else { throw explain("local.start_failed", outcome) }
        return true
    }

    private func repairAccess() throws(AppError) -> Bool {
        do {
            return try AccessFiles(folder: dataFolder, user: user).repair()
        } catch {
            throw noFolder(dataFolder)
        }
    }

    /// The server itself would not start: it cannot know that the recorded process is dead.
    private func removeRecordOfEndedProcess() {
        if let process = recordedProcess, Self.hasEnded(process) {
            try? FileManager.default.removeItem(atPath: dataFolder + "/postmaster.pid")
        }
        // The socket's folder is this cluster's alone, so that its record says no more than the one above. Another
        // process may have the number in it by now.
        for name in [".s.PGSQL.5432.lock", ".s.PGSQL.5432"] {
            try? FileManager.default.removeItem(atPath: socketFolder + "/" + name)
        }
    }

    /// Says that the server was stopped on purpose; it is removed by the next start.
    var stopMark: String { folder + "/stopped" }

    /// Stops the server; open transactions are rolled back. A running `dangwu serve` leaves it stopped.
    /// - Returns: false when it was not running.
    @discardableResult
    package func stop(immediately: Bool = false) async throws -> Bool {
        guard case .running = try await status() else { return false }
        _ = FileManager.default.createFile(atPath: stopMark, contents: Data())
        return try await halt(immediately: immediately)
    }

    @discardableResult
    func halt(immediately: Bool) async throws -> Bool {
        let mode = immediately ? "immediate" : "fast"
        let outcome = try await run("pg_ctl", ["-D", dataFolder, "-m", mode, "-w", "-t", "60", "stop"])
        guard outcome.status == 0 else { throw explain("local.stop_failed", outcome) }
        return true
    }

    /// Creates a database unless it exists, in UTF-8 and with byte order, so that it sorts the same on every machine.
    package func ensureDatabase(_ name: String) async throws {
        let connection = try await Connection.connect(owner(database: "postgres"))
        let found = try await connection.query("SELECT 1 AS found FROM pg_database WHERE datname = \(name)")
        guard found.isEmpty else { return }
        let quoted = "\"" + name.filter { $0 != "\"" } + "\""
        do {
            _ = try await connection.query("CREATE DATABASE \(unsafeSQL: quoted)")
        } catch let error as PostgresError
            where error.server?.state.code == "42P04" || error.server?.state == .uniqueViolation
        {
            // Another process created it in the meantime.
        }
    }

    /// Drops a database and closes its connections.
    package func dropDatabase(_ name: String) async throws {
        let connection = try await Connection.connect(owner(database: "postgres"))
        let quoted = "\"" + name.filter { $0 != "\"" } + "\""
        _ = try await connection.query("DROP DATABASE IF EXISTS \(unsafeSQL: quoted) WITH (FORCE)")
    }

    /// Runs one of the server's client programs (psql, pgbench) against the cluster, as the user of this program.
    /// - Throws: `local.client` with its output when it fails.
    package func runClient(_ program: String, _ arguments: [String], user role: String = "dangwu_owner") async throws
        -> String
    {
        let outcome = try await ProcessRunner.run([binaries.path(program), "-h", socketFolder, "-U", role] + arguments)
        guard outcome.status == 0 else {
            throw AppError(
                .unavailable, "local.client",
                Text(
                    zh: "\(program) 失败：\(outcome.output.suffix(500))",
                    en: "\(program) failed: \(outcome.output.suffix(500))"))
        }
        return outcome.output
    }

    /// A shell command that stops the server immediately, for processes that cannot wait.
    package var stopCommand: String {
        user.command(binaries.path("pg_ctl"), ["-D", dataFolder, "-m", "immediate", "stop"])
            .map(ServerUser.quoted).joined(separator: " ")
    }

    private static let logName = "postgres.log"
    var logPath: String { folder + "/" + Self.logName }

    private func makeFolders() throws(AppError) {
        for path in [folder, socketFolder] {
            do {
                // The parent folders contain no secrets, and the server's user needs to traverse them.
                let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
                let own = OwnFolder(path: path, user: user)
                guard path == folder else {
                    try own.secure(isPrivate: true)
                    continue
                }
                try own.secure(of: .program, isLinkAllowed: true)
                try own.makeFile(Self.logName)
            } catch OwnFolder.Problem.foreign {
                throw AppError(
                    .forbidden, "local.folder_foreign",
                    Text(
                        zh: "\(path) 不是本程序的文件夹：它是链接，或属于别的用户，或别人可写。拒绝使用。",
                        en: "\(path) is not a folder of this program: it is a link, belongs to another user or can be "
                            + "written by others. It is not used."),
                    hint: Text(
                        zh: "请查明是谁建立的并移走，或用 DANGWU_STATE 指定别的文件夹。",
                        en: "Find out who made it and move it away, or name another folder in DANGWU_STATE."))
            } catch {
                throw noFolder(path)
            }
        }
    }

    private func noFolder(_ path: String) -> AppError {
        AppError(
            .unavailable, "local.folder",
            Text(zh: "不能建立状态文件夹 \(path)。", en: "The state folder \(path) cannot be created."),
            hint: Text(
                zh: "请检查磁盘空间和权限，或用 DANGWU_STATE 指定别的文件夹。",
                en: "Check disk space and permissions, or name another folder in DANGWU_STATE."))
    }

    private func lock() async throws -> FolderLock? {
        do {
            return try await FolderLock.acquire(folder + "/start.lock", timeout: .seconds(60))
        } catch is CocoaError {
            throw noFolder(folder)
        }
    }

    private func create() async throws {
        // A creation that was interrupted leaves a folder without PG_VERSION, which initdb would refuse.
        let fresh = dataFolder + ".new"
        try? FileManager.default.removeItem(atPath: fresh)
        try? FileManager.default.removeItem(atPath: dataFolder)
        do {
            try OwnFolder(path: fresh, user: user).secure(isPrivate: true)
        } catch {
            throw noFolder(fresh)
        }
        let arguments =
            [
                "-D", fresh, "-U", "dangwu_owner", "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8",
                "--no-instructions",
            ] + locale
        let outcome = try await run("initdb", arguments)
        guard outcome.status == 0 else {
            _ = try? await ProcessRunner.run(["/bin/rm", "-rf", fresh])
            throw explain("local.create_failed", outcome)
        }
        try FileManager.default.moveItem(atPath: fresh, toPath: dataFolder)
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> ProcessRunner.Outcome {
        let command = user.command(binaries.path(program), arguments)
        return try await ProcessRunner.run(command)
    }

    private func explain(_ code: String, _ outcome: ProcessRunner.Outcome) -> AppError {
        let log = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
        let words = outcome.output + log.suffix(2000)
        let last = words.split(separator: "\n").last {
            $0.contains("FATAL") || $0.contains("error") || $0.contains("could not")
        }
        let full = words.contains("No space left on device")
        return AppError(
            .unavailable, full ? "local.disk_full" : code,
            full
                ? Text(zh: "磁盘已满，本地数据库不能启动。", en: "The disk is full, so the local database cannot start.")
                : Text(
                    zh: "本地数据库没有成功：\(last ?? "原因不明")", en: "The local database failed: \(last ?? "unknown reason")"),
            hint: full
                ? Text(
                    zh: "请清理 \(folder) 所在的磁盘后重试；数据没有丢失。",
                    en: "Free space on the disk of \(folder) and try again; no data is lost.")
                : Text(zh: "完整记录见 \(logPath)。", en: "The full log is in \(logPath)."))
    }
}
