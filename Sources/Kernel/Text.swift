/// A text that a person may see, in both languages. The catalogue is the set of `Text+<Subject>.swift` files: functions
/// that take typed values, so that a missing language or placeholder does not compile.
package struct Text: Sendable, Hashable {
    package let chinese: String
    package let english: String

    package init(zh chinese: String, en english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// Both languages in one line, for what has a place for one text only.
    package var both: String { chinese == english ? chinese : "\(chinese) / \(english)" }

    /// A name or number that reads the same in both languages.
    package static func verbatim(_ text: String) -> Text { Text(zh: text, en: text) }

    package func callAsFunction(_ language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    /// Joins texts with the separator of each language.
    package static func list(_ texts: [Text]) -> Text {
        Text(
            zh: texts.map(\.chinese).joined(separator: "、"), en: texts.map(\.english).joined(separator: ", "))
    }

    /// Words of the wire with their meaning.
    package static func listed(_ words: [(String, Text)]) -> Text {
        Text(
            zh: words.map { "\($0.0)（\($0.1.chinese)）" }.joined(separator: "、"),
            en: words.map { "\($0.0) (\($0.1.english))" }.joined(separator: ", "))
    }

    /// Sentences one after the other.
    package static func sentences(_ texts: [Text]) -> Text {
        Text(zh: texts.map(\.chinese).joined(), en: texts.map(\.english).joined(separator: " "))
    }
}

extension Text: Codable {
    private enum CodingKeys: String, CodingKey {
        case chinese = "zhHans"
        case english = "en"
    }
}
