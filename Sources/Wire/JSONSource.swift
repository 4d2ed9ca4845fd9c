package import Kernel

/// Where a JSON text comes from, and the errors about it. Places are named, values never.
package enum JSONSource: Sendable {
    /// The body of a request, whose form is in the OpenAPI document.
    case body
    /// The fields of a query string or a form.
    case query
    /// A file, and the page that has its form.
    case file(String, page: String)
    /// An option of a command.
    case option(String, page: String)

    private var name: Text {
        switch self {
        case .body: Text(zh: "请求体", en: "the body")
        case .query: Text(zh: "参数", en: "the parameters")
        case .file(let path, _): Text(zh: "文件「\(path.quotable)」", en: "the file “\(path.quotable)”")
        case .option(let name, _): .verbatim(name)
        }
    }

    private var hint: Text {
        switch self {
        case .body, .query: Text(zh: "格式见 /openapi.json。", en: "The form is in /openapi.json.")
        case .file(_, let page), .option(_, let page): Text(zh: "格式见 \(page)。", en: "\(page) has the form.")
        }
    }

    private func error(_ code: String, _ message: Text, hint: Text? = nil) -> AppError {
        var kind = "body."
        if case .file = self { kind = "json." }
        return AppError(.malformed, kind + code, message, hint: hint ?? self.hint)
    }

    package var syntax: AppError {
        error("syntax", Text(zh: "\(name.chinese)不是有效的 JSON。", en: "Not valid JSON: \(name.english)."))
    }

    /// What the decoder did not find or take.
    package func mistake(_ mistake: DecodingError) -> AppError {
        let path: [any CodingKey]
        switch mistake {
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        @unknown default: path = []
        }
        guard !path.isEmpty else { return syntax }
        let place = path.reduce(into: "") { text, key in
            text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? "" : ".") + key.stringValue.snakeCase
        }
        return error(
            "value",
            Text(
                zh: "\(name.chinese)的「\(place)」缺失或类型不对。",
                en: "“\(place)” in \(name.english) is missing or has the wrong type."))
    }

    func value(_ place: String, expected: Text) -> AppError {
        error(
            "value",
            place.isEmpty
                ? Text(
                    zh: "\(name.chinese)应为\(expected.chinese)。", en: "Expected \(expected.english): \(name.english).")
                : Text(
                    zh: "\(name.chinese)的「\(place)」应为\(expected.chinese)。",
                    en: "“\(place)” in \(name.english): expected \(expected.english)."))
    }

    func unknown(_ place: String, known: [String]) -> AppError {
        let words = known.joined(separator: ", ")
        return error(
            "unknown",
            Text(
                zh: "\(name.chinese)里不认识「\(place)」，什么也没有做。",
                en: "Unknown member “\(place)” in \(name.english); nothing was done."),
            hint: Text(zh: "可用的有：\(words)。", en: "Known members: \(words)."))
    }

    func twice(_ place: String) -> AppError {
        error(
            "twice",
            Text(zh: "\(name.chinese)的「\(place)」出现两次。", en: "“\(place)” appears twice in \(name.english)."))
    }
}
