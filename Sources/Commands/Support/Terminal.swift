import Foundation
import Kernel

/// Standard output for what was asked, standard error for messages.
package enum Terminal {
    package static func write(_ text: String) { output(text) }
    package static func talk(_ text: String) { messages(text + "\n") }

    /// Where results and messages go: the standard streams, unless another program calls.
    @TaskLocal package static var output: @Sendable (String) -> Void = {
        FileHandle.standardOutput.writeQuietly(Data($0.utf8))
    }
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
