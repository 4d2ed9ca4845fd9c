import Civil

/// The heading of a column as it is compared: what offices add to it does not count.
struct Heading: Hashable {
    /// Without spaces, line breaks, stars and what cannot be seen; lower case.
    let whole: String
    /// The same without brackets and their content, such as （必填）.
    let bare: String

    private static let signs: Set<Character> = ["*", "＊", "※", "★", ":", "：", "。", "\"", "“", "”", "'"]
    private static let brackets: [Character: Character] = ["(": ")", "[": "]", "【": "】", "〔": "〕", "<": ">", "{": "}"]

    init(_ written: String) {
        let text = written.halfWidth.lowercased().filter { !$0.isWhitespace && !Self.signs.contains($0) }
        whole = Self.shortened(text)
        var (kept, closing): (String, [Character]) = ("", [])
        for character in text {
            if let close = Self.brackets[character] {
                closing.append(close)
            } else if character == closing.last {
                closing.removeLast()
            } else if closing.isEmpty {
                kept.append(character)
            }
        }
        bare = Self.shortened(kept)
    }

    var isEmpty: Bool { whole.isEmpty }

    /// 身份证号码 and 身份证号, 入党时间 and 入党日期 are the same.
    private static func shortened(_ text: String) -> String {
        var text = text
        for (long, short) in [("号码", "号"), ("时间", "日期"), ("代码", "编码")] where text.hasSuffix(long) {
            text = text.dropLast(long.count) + short
        }
        return text
    }

    /// How many of its characters another heading shares, as a share of the longer one.
    func likeness(_ other: Heading) -> Double {
        guard !bare.isEmpty, !other.bare.isEmpty else { return 0 }
        var rest = Array(other.bare)
        var shared = 0
        for character in bare {
            guard let index = rest.firstIndex(of: character) else { continue }
            rest.remove(at: index)
            shared += 1
        }
        return Double(shared) / Double(max(bare.count, other.bare.count))
    }
}
