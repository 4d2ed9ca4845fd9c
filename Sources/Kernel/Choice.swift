/// A closed set of words, each with its name in both languages: what JSON, query strings, options, sheets and columns
/// spell as a word and show as a name.
package protocol Choice: Codable, CodingKeyRepresentable, CaseIterable, Hashable, RawRepresentable, Sendable
where RawValue == String {
    var text: Text { get }
}

extension Choice {
    /// The words that may be given, as an error lists them.
    package static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
