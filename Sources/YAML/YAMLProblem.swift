package import Kernel

/// Why a text is not taken, with the line where known. The caller names the file.
package struct YAMLProblem: Error, Sendable {
    /// 0 when the whole text is meant.
    package let line: Int
    package let reason: Text
    /// Nobody waits for the text any more: it says nothing about it.
    package let isCancelled: Bool

    static var cancelled: YAMLProblem { YAMLProblem(0, zh: "已取消", en: "it was cancelled", isCancelled: true) }

    init(_ line: Int, zh: String, en: String, isCancelled: Bool = false) {
        self.line = line
        reason = Text(zh: zh, en: en)
        self.isCancelled = isCancelled
    }

    /// For the end of a sentence about the file.
    package var text: Text {
        line == 0
            ? reason : Text(zh: "第 \(line) 行：\(reason.chinese)", en: "line \(line): \(reason.english)")
    }
}
