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
        guard let mark = Self.mark(word) ?? Self.ticked(word) else { return nil }
        (self.mark, kind) = (mark, nil)
    }

    private static func mark(_ word: String) -> Mark? {
        let named = Mark.allCases.first {
            [$0.rawValue, $0.text.chinese, $0.text.english.filter { !$0.isWhitespace }].contains(word)
        }
        return named ?? words.first { $0.words.contains(word) }?.mark
    }

    private static let ticks: Set<Character> = ["√", "✓", "✔", "☑"]

    /// A tick and a word about it, √迟到: the word says more. A tick beside an absence says nothing.
    private static func ticked(_ word: String) -> Mark? {
        guard let first = word.first, let last = word.last, ticks.contains(first) != ticks.contains(last) else {
            return nil
        }
        let rest = ticks.contains(first) ? word.dropFirst() : word.dropLast()
        return mark(String(rest.drop { ",，、;；".contains($0) })).flatMap { $0.attended ? $0 : nil }
    }

    /// What is wrong with a word: a sign that every office gives a meaning of its own is named.
    static func problem(_ text: String) -> Text {
        guard let sign = text.first(where: signs.contains) else { return expected }
        return Text(
            zh: "「\(sign)」各单位含义不同（迟到、事假或公差），请改写为文字：迟到、早退、事假（批准人）、缺勤",
            en: "“\(sign)” means something else in every office (late, leave): write the word, "
                + "late, left early, on leave (who approved it) or absent")
    }

    private static let signs: Set<Character> = ["○", "〇", "◯", "●", "△", "▲", "◇", "※", "⊙", "☆", "+", "＋"]
}

extension Substring {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
