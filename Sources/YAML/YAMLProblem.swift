package import Kernel

/// Why a text is not taken, with the line where known. The caller names the file.
package struct YAMLProblem: Error, Sendable {
    /// 0 when the whole text is meant.
    package let line: Int
    package let reason: Text

    init(_ line: Int, zh: String, en: String) {
        self.line = line
        reason = Text(zh: zh, en: en)
    }

    /// For the end of a sentence about the file.
    package var text: Text {
        line == 0
            ? reason : Text(zh: "第 \(line) 行：\(reason.chinese)", en: "line \(line): \(reason.english)")
    }
}
