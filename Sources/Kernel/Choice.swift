/// A closed set of words, each with its name in both languages: what JSON, query strings, options, sheets and columns
/// spell as a word and show as a name.
package protocol Choice: Codable, CodingKeyRepresentable, CaseIterable, Hashable, RawRepresentable, Sendable
where RawValue == String {
    var text: Text { get }
    /// What sheets of offices call it beside its name: the one table of synonyms of each choice. A word that offices
    /// use for two of its values belongs to neither.
    var officeWords: [String] { get }
}

extension Choice {
    package var officeWords: [String] { [] }

    /// The words that may be given, as an error lists them.
    package static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// As a key of a dictionary, in which a reader that converts keys has turned `not_transferred` into
    /// `notTransferred`.
    package init?(codingKey: some CodingKey) {
        let key = codingKey.stringValue
        if let value = Self(rawValue: key) {
            self = value
        } else {
            self.init(rawValue: key.snakeCase)
        }
    }
}
