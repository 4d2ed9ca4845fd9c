import Foundation
package import Kernel
import Workbooks

/// Standard output for what was asked, standard error for messages.
package enum Terminal {
    package static func write(_ text: String) { output(text) }
    /// - Throws: `output.terminal` where somebody would see it as characters.
    package static func write(workbook: [UInt8]) throws(AppError) {
        try requireFile()
        data(workbook)
    }

    /// A whole file, piece after piece.
    /// - Parameter isText: lines of text, which are not cut.
    static func write(_ file: TemporaryFile, isText: Bool) throws(AppError) {
        var (place, rest): (Int, [UInt8]) = (0, [])
        while true {
            let piece = try file.read(from: place, most: 1 << 16)
            place += piece.count
            rest += piece
            if piece.isEmpty || !isText {
                if !rest.isEmpty { isText ? output(String(decoding: rest, as: UTF8.self)) : data(rest) }
                if piece.isEmpty { return }
                rest = []
            } else if let end = rest.lastIndex(of: UInt8(ascii: "\n")) {
                output(String(decoding: rest[...end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
    }

    /// - Throws: `output.terminal` where a workbook would be shown as characters.
    static func requireFile() throws(AppError) {
        guard !isShown() else {
            throw AppError(
                .invalid, "output.terminal",
                Text(zh: "工作簿不能显示在终端。", en: "A workbook cannot be shown in a terminal."),
                hint: Text(zh: "请写到文件：在命令后加 > 文件名.xlsx", en: "Write it to a file: add > NAME.xlsx to the command."))
        }
    }
    package static func talk(_ text: String) { messages(text + "\n") }

    /// Where results and messages go: the standard streams, unless another program calls.
    @TaskLocal package static var output: @Sendable (String) -> Void = {
        FileHandle.standardOutput.writeQuietly(Data($0.utf8))
    }
    @TaskLocal package static var data: @Sendable ([UInt8]) -> Void = {
        FileHandle.standardOutput.writeQuietly(Data($0))
    }
    @TaskLocal package static var isShown: @Sendable () -> Bool = { isatty(1) == 1 }
    @TaskLocal package static var messages: @Sendable (String) -> Void = {
        FileHandle.standardError.writeQuietly(Data($0.utf8))
    }
    package static var isWatched: Bool { isatty(2) == 1 }
}

extension FileHandle {
    /// A broken pipe is success: the reader has seen enough. Any other failure ends the program, for what was asked
    /// would be missing.
    func writeQuietly(_ data: Data) {
        data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Foundation.write(fileDescriptor, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written >= 0 else { Self.giveUp(fileDescriptor, errno) }
                rest = rest.dropFirst(written)
            }
        }
    }

    private static func giveUp(_ descriptor: Int32, _ number: Int32) -> Never {
        if number == EPIPE { Foundation.exit(0) }
        if descriptor != STDERR_FILENO {
            let text = Text(
                zh: "错误：无法写入标准输出，磁盘可能已满。", en: "error: standard output cannot be written; the disk may be full.")
            FileHandle.standardError.writeQuietly(Data((text.localized + "\n").utf8))
        }
        Foundation.exit(ExitStatus.unavailable.rawValue)
    }
}
