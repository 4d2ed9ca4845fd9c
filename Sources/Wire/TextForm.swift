import Civil
package import Kernel

/// A form of texts: what the OpenAPI document says of it, what a body, query string or path is checked for, and a
/// sample.
package struct TextForm: Sendable, Equatable {
    /// Its name, by which two are the same.
    package let format: String
    /// What the document says of it: keywords of JSON Schema, separated by commas.
    package let keywords: String
    package let example: String
    package let expected: Text
    package let accepts: @Sendable (String) -> Bool

    /// - Parameter keywords: for a form that is none of JSON Schema's own formats.
    package init(
        _ format: String, keywords: String? = nil, example: String, expected: Text,
        accepts: @escaping @Sendable (String) -> Bool
    ) {
        self.format = format
        self.keywords = (keywords ?? "\"format\":\"\(format)\"") + ",\"example\":\"\(example)\""
        self.example = example
        self.expected = expected
        self.accepts = accepts
    }

    package static func == (left: TextForm, right: TextForm) -> Bool { left.format == right.format }
}

extension TextForm {
    /// Words that a person writes, with the characters and the length that `Plausible.words` takes. Whether white space
    /// alone says enough is for the service to say.
    /// - Parameter orEmpty: whether nothing is taken too, as an empty field of a form.
    package static func words(atMost: Int, orEmpty: Bool = false) -> TextForm {
        let least = orEmpty ? 0 : 1
        return TextForm(
            "words-\(least)-\(atMost)",
            keywords: "\"minLength\":\(least),\"maxLength\":\(atMost),\"pattern\":\"^[^\(controls)]*$\"",
            example: "text",
            expected: Text(
                zh: "\(atMost) 字以内、不含控制字符的文字", en: "a text of \(atMost) characters at most, without control characters")
        ) { text in
            let scalars = text.unicodeScalars
            return (least...atMost).contains(scalars.count) && !scalars.contains(where: \.isControlOrDirection)
        }
    }

    /// The characters of `isControlOrDirection`, as a pattern writes them in JSON.
    private static let controls =
        [
            "0000-\\\\u0008", "000B", "000C", "000E-\\\\u001F", "007F-\\\\u009F", "200E", "200F", "202A-\\\\u202E",
            "2066-\\\\u2069",
        ].map { "\\\\u" + $0 }.joined()

    /// Words of one line of ASCII: what a header carries.
    package static func visible(atMost: Int) -> TextForm {
        TextForm(
            "visible-\(atMost)", keywords: "\"minLength\":1,\"maxLength\":\(atMost),\"pattern\":\"^[!-~]+$\"",
            example: "text",
            expected: Text(zh: "1 到 \(atMost) 个可见的 ASCII 字符", en: "1 to \(atMost) visible ASCII characters")
        ) { text in (1...atMost).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
    }
}
