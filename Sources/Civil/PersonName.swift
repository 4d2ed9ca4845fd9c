package import Kernel

/// A name as a person's file has it: one spelling for what different programs write differently.
///
/// Dots between the parts of a name are U+00B7 whatever key they came from, blanks between Chinese characters are left
/// out, and characters that GB 18030-2000 had in the private area are those of Unicode.
package struct PersonName: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    package enum Defect: Error, Sendable, Equatable {
        case empty
        /// 合计, 无: a word that tables have in the column of names.
        case word(String)
        /// Figures or signs alone.
        case noLetters
        /// A character that only the program which wrote it knows.
        case privateUse(UInt32)
        case tooLong(Int)
    }

    /// Characters of the longest name; the table holds as many.
    private static let longest = 100

    package init(_ written: String) throws(Defect) {
        let name = Self.standard(written)
        if name.isEmpty { throw .empty }
        guard name.unicodeScalars.count <= Self.longest else { throw .tooLong(Self.longest) }
        if name.saysNothing || Self.words.contains(name) { throw .word(name) }
        if let unknown = name.unicodeScalars.first(where: { $0.properties.generalCategory == .privateUse }) {
            throw .privateUse(unknown.value)
        }
        guard name.unicodeScalars.contains(where: \.properties.isAlphabetic) else { throw .noLetters }
        text = name
    }

    /// The one spelling of a name, even of one that is none: what is typed in a search is compared in it.
    package static func standard(_ written: String) -> String {
        var parts: [Unicode.Scalar] = []
        for scalar in written.halfWidth.trimmed.unicodeScalars {
            let scalar = dots.contains(scalar.value) ? "·" : moved(scalar)
            if scalar.properties.isWhitespace {
                if let last = parts.last, last != " ", last != "·" { parts.append(" ") }
            } else {
                let follows = scalar == "·" || (scalar.properties.isIdeographic && isIdeograph(parts.dropLast().last))
                if parts.last == " ", follows { parts.removeLast() }
                parts.append(scalar)
            }
        }
        // A full stop is a dot where it stands between Chinese characters.
        for index in parts.indices.dropFirst().dropLast() where parts[index] == "." {
            if isIdeograph(parts[index - 1]), isIdeograph(parts[index + 1]) { parts[index] = "·" }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: parts)
        return String(view)
    }

    private static func isIdeograph(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isIdeographic ?? false }

    private static let dots: Set<UInt32> = [
        0xB7, 0x387, 0x1427, 0x16EB, 0x2022, 0x2024, 0x2027, 0x2219, 0x22C5, 0x25CF, 0x25E6, 0x2E31, 0x2E33, 0x30FB,
        0xFF65,
    ]

    private static let words: Set = [
        "合计", "小计", "总计", "共计", "累计", "合 计", "姓名", "空缺", "缺", "缺额", "待定", "未定", "不详", "同上", "备注", "说明", "填表人", "审核人",
    ]

    private static func moved(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard scalar.value >= firstMoved, scalar.value - firstMoved < moved.count else { return scalar }
        return Unicode.Scalar(moved[Int(scalar.value - firstMoved)]) ?? scalar
    }

    private static let firstMoved: UInt32 = 0xE815

    /// What GB 18030-2005 has for the double bytes FE50 to FEA0, which were U+E815 and the following.
    private static let moved: [UInt32] = [
        0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4,
        0x359E, 0x361A, 0x360E, 0x2E8C, 0x2E97, 0x396E, 0x3918, 0x9FB5, 0x39CF, 0x39DF,
        0x3A73, 0x39D0, 0x9FB6, 0x9FB7, 0x3B4E, 0x3C6E, 0x3CE0, 0x2EA7, 0x215D7, 0x9FB8,
        0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1,
        0x43AC, 0x2EBB, 0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723, 0x4729, 0x477C,
        0x478D, 0x2ECA, 0x4947, 0x497A, 0x497D, 0x4982, 0x4983, 0x4985, 0x4986, 0x499F,
        0x499B, 0x49B7, 0x49B6, 0x9FBA, 0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77,
        0x4CA2, 0x4D13, 0x4D14, 0x4D15, 0x4D16, 0x4D17, 0x4D18, 0x4D19, 0x4DAE, 0x9FBB,
    ]
}

extension PersonName.Defect {
    private static func code(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }

    package var text: Text {
        switch self {
        case .empty: Text(zh: "不能为空", en: "must not be empty")
        case .word(let word): Text(zh: "「\(word)」不是姓名", en: "“\(word)” is no name")
        case .noLetters: Text(zh: "只有数字或符号，不是姓名", en: "figures and signs alone are no name")
        case .privateUse(let value):
            Text(
                zh: "有一个自造字（U+\(Self.code(value))），别的电脑认不出：请换成标准汉字",
                en:
                    "it has a character of its own program (U+\(Self.code(value))): use the standard one"
            )
        case .tooLong(let most): Text(zh: "最多 \(most) 个字", en: "at most \(most) characters")
        }
    }
}
