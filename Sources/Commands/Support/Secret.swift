import ArgumentParser
import Foundation
import Kernel

/// Passwords as people give them: typed without being shown, or as the first line of a file. Never an argument, which
/// every process of the machine can read.
enum Secret {
    static func read(_ file: String?, prompt: Text, twice: Bool = false) throws -> String {
        if let file {
            let text = String(decoding: try readInput(file), as: UTF8.self)
            return String(text.prefix { !$0.isNewline })
        }
        let first = try typed(prompt)
        guard twice, isatty(STDIN_FILENO) == 1 else { return first }
        guard try typed(Text(zh: "再输一次：", en: "Once more: ")) == first else {
            throw AppError(
                .invalid, "password.mistyped",
                Text(zh: "两次输入的密码不同。", en: "The password was typed differently the second time."))
        }
        return first
    }

    /// One line of standard input; at a terminal without echo.
    private static func typed(_ prompt: Text) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
        var state = termios()
        guard tcgetattr(STDIN_FILENO, &state) == 0 else { return readLine() ?? "" }
        var silent = state
        silent.c_lflag &= ~tcflag_t(ECHO)
        FileHandle.standardError.writeQuietly(Data(prompt.localized.utf8))
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &state)
            FileHandle.standardError.writeQuietly(Data("\n".utf8))
        }
        return readLine() ?? ""
    }
}

/// A password that is set.
struct NewPasswordOption: ParsableArguments {
    @Option(help: help(zh: "含新密码的文件；不给则提示输入", en: "File with the new password; asked for without it"))
    var passwordFile: String?

    func read() throws -> String {
        try Secret.read(passwordFile, prompt: Text(zh: "新密码：", en: "New password: "), twice: true)
    }
}

/// The password of a command that asks for one.
struct PasswordOption: ParsableArguments {
    @Option(
        help: help(
            zh: "含密码的文件，- 为标准输入；不给则提示输入",
            en: "File with the password, - for standard input; asked for without it"))
    var passwordFile: String?

    func read() throws -> String { try Secret.read(passwordFile, prompt: Text(zh: "密码：", en: "Password: ")) }
}
