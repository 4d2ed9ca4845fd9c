package import Kernel

/// One column of a sheet that an import reads: its key, the headings that offices use for it, what its cells contain,
/// and an example. Documentation of the columns is generated from these.
package struct SheetColumn: Sendable {
    /// An allowed value of a cell, with the name that may be written instead.
    package struct Word: Sendable, Equatable {
        package let word: String
        package let name: Text

        package init(_ word: String, _ name: Text) {
            self.word = word
            self.name = name
        }
    }

    package let key: String
    package let headings: [String]
    package let isRequired: Bool
    package let meaning: Text
    package let example: String
    /// All allowed values of a cell; empty for texts, days and numbers.
    package let words: [Word]

    package init(
        _ key: String, _ headings: String..., required: Bool = false, zh: String, en: String, example: String
    ) {
        self.init(key, headings, required, Text(zh: zh, en: en), example, [])
    }

    /// A column of values of a closed set.
    package init<Words: Choice>(
        _ key: String, _ headings: String..., required: Bool = false, zh: String, en: String, words: Words.Type,
        example: Words? = nil
    ) {
        let known = Words.allCases.map { Word($0.rawValue, $0.text) }
        self.init(
            key, headings, required, Text(zh: zh, en: en),
            example?.text.chinese ?? known.first?.name.chinese ?? "", known)
    }

    /// A column of yes or no; empty means no.
    package init(flag key: String, _ headings: String..., zh: String, en: String) {
        self.init(
            key, headings, false, Text(zh: zh, en: en), "是",
            [Word("true", Text(zh: "是", en: "yes")), Word("false", Text(zh: "否", en: "no"))])
    }

    /// A column that a rule file describes: what its cells say is checked by who reads the file.
    package init(_ key: String, headings: [String], meaning: Text, example: String, words: [Word]) {
        self.init(key, headings, false, meaning, example, words)
    }

    private init(
        _ key: String, _ headings: [String], _ isRequired: Bool, _ meaning: Text, _ example: String, _ words: [Word]
    ) {
        self.key = key
        self.headings = headings
        self.isRequired = isRequired
        self.meaning = meaning
        self.example = example
        self.words = words
    }

    /// The heading to print first in Chinese.
    package var chinese: String { headings.first ?? key }

    /// The same column under another heading, which is printed first; the usual ones are still understood.
    package func headed(_ heading: String) -> SheetColumn {
        SheetColumn(key, [heading] + headings.filter { $0 != heading }, isRequired, meaning, example, words)
    }
}
