import Kernel

/// A mark as people write it on a sheet: a tick, a word, and in brackets who approved a leave or where it was made up.
/// Pure.
struct MarkWord {
    let mark: Mark
    /// What is in brackets.
    let detail: String?
    /// The word itself, where it says more than the mark: 事假, 病假.
    let kind: String?

    private static let words: [(mark: Mark, words: Set<String>)] = [
        (.present, ["√", "✓", "✔", "☑", "到", "已到", "出席", "签到", "已签到", "参加", "1"]),
        (.late, ["迟"]),
        (.leftEarly, ["早"]),
        (.absent, ["×", "✗", "✘", "☒", "x", "缺", "缺席", "缺课", "旷", "旷课", "未到", "未参加", "0"]),
        (.onLeave, ["假"]),
        (.madeUp, ["补", "补课"]),
    ]
    private static let leaves: Set = ["事假", "病假", "公假", "产假", "婚假", "丧假", "年假", "公差"]

    static let expected = Text(
        zh: "应为 √、出勤、迟到、早退、缺勤、请假（批准人）、事假（批准人）、病假（批准人）或补训（补在哪里）",
        en: "expected √, present, late, left early, absent, on leave (who approved it) or made up (where)")

    /// Nil for what is no mark.
    init?(_ text: String) {
        let open = text.firstIndex { "（(".contains($0) }
        let word = String(text[..<(open ?? text.endIndex)]).filter { !$0.isWhitespace }.lowercased()
        if let open {
            let inner = text[text.index(after: open)...]
            guard let close = inner.lastIndex(where: { "）)".contains($0) }), inner.index(after: close) == inner.endIndex
            else { return nil }
            let detail = inner[..<close].trimmed
            self.detail = detail.isEmpty ? nil : detail
        } else {
            detail = nil
        }
        if Self.leaves.contains(word) {
            (mark, kind) = (.onLeave, word)
            return
        }
        let named = Mark.allCases.first {
            [$0.rawValue, $0.text.chinese, $0.text.english.filter { !$0.isWhitespace }].contains(word)
        }
        guard let mark = named ?? Self.words.first(where: { $0.words.contains(word) })?.mark else { return nil }
        (self.mark, kind) = (mark, nil)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
