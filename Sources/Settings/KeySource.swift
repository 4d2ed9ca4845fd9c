import Dispatch
import Foundation
package import Kernel

/// Where a secret key comes from: the settings or the environment themselves, a file, or a command that prints it, such
/// as the client of a key store. Every key of the program is set in these three ways, `identity.key`,
/// `identity.key_file` and `identity.key_command`, and read here.
package struct KeySource: Sendable, Equatable, Unshown {
    /// The key itself. Secret.
    package var key = ""
    /// A file that holds the key alone and that others cannot read.
    package var keyFile = ""
    /// A command of the shell whose output is the key.
    package var keyCommand = ""

    package var isEmpty: Bool { key.isEmpty && keyFile.isEmpty && keyCommand.isEmpty }

    private static let bytesAllowed = 4096
    private static let secondsAllowed = 30
    private static let queue = DispatchQueue(label: "dangwu.settings.key")

    /// The key, without blanks.
    /// - Parameters:
    ///   - name: its name in the settings, such as `identity.key`.
    ///   - separator: what stands between several keys of a file, one a line, where there may be several.
    /// - Returns: nil when nothing is set.
    /// - Throws: `key.ambiguous`, `key.file`, `key.file_open`, `key.command`.
    package func resolve(_ name: String, separator: String = "") async throws(AppError) -> String? {
        guard [key, keyFile, keyCommand].filter({ !$0.isEmpty }).count <= 1 else {
            throw AppError(
                .invalid, "key.ambiguous",
                Text(
                    zh: "\(name)、\(name)_file、\(name)_command 只能设置一个。",
                    en: "Only one of \(name), \(name)_file and \(name)_command may be set."),
                hint: Text(zh: "dangwu config show 显示每项设置的来源。", en: "dangwu config show lists where each comes from."))
        }
        if !keyFile.isEmpty { return try Self.read(keyFile, separator: separator) }
        if !keyCommand.isEmpty { return try await run(name, separator: separator) }
        return key.isEmpty ? nil : key
    }

    /// The key in a file.
    /// - Throws: `key.file` when it cannot be read, `key.file_open` when everybody can.
    package static func read(_ path: String, separator: String = "") throws(AppError) -> String {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: bytesAllowed),
            let text = String(data: data, encoding: .utf8), case let key = words(text, separator), !key.isEmpty
        else {
            throw AppError(
                .unavailable, "key.file",
                Text(zh: "密钥文件 \(path) 读不出来或是空的。", en: "The key file \(path) cannot be read or is empty."),
                hint: Text(
                    zh: "请检查路径和权限；丢失的密钥要从另外保存的副本恢复。",
                    en: "Check its path and permissions; a lost key comes back from the copy that was kept elsewhere."))
        }
        var found = stat()
        guard fstat(file.fileDescriptor, &found) == 0, found.st_mode & 0o007 == 0 else {
            throw AppError(
                .forbidden, "key.file_open",
                Text(zh: "密钥文件 \(path) 人人可读，拒绝使用。", en: "Everybody can read the key file \(path); it is not used."),
                hint: Text(zh: "请运行 chmod o= '\(path)'。", en: "Run chmod o= '\(path)'."))
        }
        return key
    }

    private static func words(_ text: String, _ separator: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: separator)
    }

    private func run(_ name: String, separator: String) async throws(AppError) -> String {
        let command = keyCommand
        let output: String? = await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: Self.output(of: command)) }
        }
        guard let output, case let key = Self.words(output, separator), !key.isEmpty else {
            throw AppError(
                .unavailable, "key.command",
                Text(
                    zh: "\(name)_command 没有给出密钥。", en: "The command of \(name)_command did not print a key."),
                hint: Text(
                    zh: "请在命令行以同一用户运行它；限时 \(Self.secondsAllowed) 秒。",
                    en: "Run it at the command line as the same user; it has \(Self.secondsAllowed) seconds."))
        }
        return key
    }

    /// What a command prints, through a pipe and never a file; nil when it fails or takes too long.
    private static func output(of command: String) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = [String(secondsAllowed), "/bin/sh", "-c", command]
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return nil }
        let data = try? pipe.fileHandleForReading.read(upToCount: bytesAllowed)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let data else { return nil }
        return String(data: data, encoding: .utf8)
    }
}
