import Access
import Composition
import Foundation
import HTTPTypes
import Kernel
import Wire
import Workbooks

/// The form of a request outside its body: parameters of path and query, and headers. One table is what the document
/// says and what every request is checked for before its handler runs.
enum RequestForm {
    /// What a header carries.
    struct Header: Sendable {
        let name: String
        let form: TextForm?
        let summary: Text
        var isRequired = false
    }

    /// A parameter of a path, by its name: a reference unless it is a number, a word or an identifier.
    static func schema(ofPath name: String) -> JSONSchema {
        switch name {
        case "year": .year
        case "number": .integer(1...1_000_000)
        case "id", "relief", "account": .text(Identifier<Never>.form)
        case "name": .choice(Features.imports.lines.items.map(\.name))
        default: .text(Reference<Never>.form)
        }
    }

    static func headers(of endpoint: Endpoint) -> [Header] {
        var headers = [language]
        guard !endpoint.isOpen else { return headers }
        headers.append(scope)
        if endpoint.sensitive != nil || endpoint.export != nil { headers.append(purpose) }
        if endpoint.isWrite { headers.append(idempotencyKey) }
        if endpoint.version != .none { headers.append(ifMatch(isRequired: endpoint.version == .required)) }
        return headers
    }

    private static let language = Header(
        name: "Accept-Language", form: nil,
        summary: Text(zh: "zh 或 en，决定答复里文字的语言", en: "zh or en: the language of texts in the answer"))
    private static let scope = Header(
        name: "Dangwu-Scope", form: .visible(atMost: 400),
        summary: Text(
            zh: "只在这条路径以下工作；不填则在全部授权范围", en: "Work below this path only; by default wherever there are grants"))
    private static let purpose = Header(
        name: "Dangwu-Purpose", form: ReadingPurpose.header,
        summary: Text(
            zh: "用途，按百分号编码的 UTF-8，200 字以内；对方党组织会看到。设置 access.purpose 为 required 时必填",
            en: "What it is for, percent-encoded UTF-8 of 200 characters at most; the office of the people sees it. "
                + "Needed where the setting access.purpose is required"))
    private static let idempotencyKey = Header(
        name: "Idempotency-Key", form: Idempotency.keyForm,
        summary: Text(zh: "同一个键的请求只做一次，答复相同", en: "A repeated request is done once and answered alike"))

    private static func ifMatch(isRequired: Bool) -> Header {
        Header(
            name: "If-Match", form: version,
            summary: Text(
                zh: "读到的版本，即 ETag 的值；已被他人修改时拒绝",
                en: "The version that was read, as its ETag says; refused when it has changed since"),
            isRequired: isRequired)
    }

    /// The value of an `ETag` that an answer came with.
    static let version = TextForm(
        "etag", keywords: "\"pattern\":\"^(W/)?\\\"?[0-9]{1,9}\\\"?$\"", example: "1",
        expected: Text(zh: "ETag 的值", en: "the value of an ETag")
    ) { number(ofVersion: $0) != nil }

    static func number(ofVersion text: String) -> Int? {
        var rest = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        if rest.first == "\"" { rest = rest.dropFirst() }
        if rest.last == "\"" { rest = rest.dropLast() }
        let isNumber = (1...9).contains(rest.utf8.count) && rest.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber else { return nil }
        return Int(rest)
    }

    // MARK: checks

    /// The fields of the query string, each known, given once and of its form.
    /// - Throws: `query.unknown`, `query.repeated`, `query.encoding`, `query.value`, `query.missing`.
    static func fields(_ query: String?, _ endpoint: Endpoint) throws(AppError) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for part in (query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decoded(pair[0])
            guard endpoint.query.contains(where: { $0.name == name }) else {
                throw .unknownField(name, known: endpoint.query.map(\.name))
            }
            fields.append((name, pair.count > 1 ? try decoded(pair[1]) : ""))
        }
        for parameter in endpoint.query {
            let values = fields.filter { $0.name == parameter.name }.map(\.value)
            if values.isEmpty {
                guard !parameter.isRequired else { throw .missingField(parameter.name) }
            } else {
                try WireDecoder.json(values, parameter.name, parameter.schema)
            }
        }
        return fields
    }

    /// Percent signs and plus signs as forms write them (WHATWG URL, 5.1).
    private static func decoded(_ text: Substring) throws(AppError) -> String {
        guard let text = text.replacing("+", with: "%20").removingPercentEncoding else { throw undecodable }
        return text
    }

    /// The parameters of the path.
    /// - Throws: `query.encoding`, `query.value`.
    static func parameters(
        _ endpoint: Endpoint, _ value: (String) -> Substring?
    ) throws(AppError) -> [String: String] {
        var parameters: [String: String] = [:]
        for name in endpoint.pathParameters {
            guard let raw = value(name) else { continue }
            guard let text = raw.removingPercentEncoding else { throw undecodable }
            try WireDecoder.json([text], name, schema(ofPath: name))
            parameters[name] = text
        }
        return parameters
    }

    private static var undecodable: AppError {
        AppError(
            .malformed, "query.encoding",
            Text(
                zh: "网址里的百分号编码不是有效的 UTF-8。", en: "The percent encoding in the address is not valid UTF-8."))
    }

    /// - Throws: `header.value` for one that has not its form, `version.missing`.
    static func check(_ fields: HTTPFields, _ endpoint: Endpoint) throws(AppError) {
        for header in headers(of: endpoint) {
            guard let name = HTTPField.Name(header.name) else { continue }
            guard let value = fields[name] else {
                guard !header.isRequired else { throw .versionMissing }
                continue
            }
            guard let form = header.form, !form.accepts(value) else { continue }
            throw .headerValue(header.name, value, expected: form.expected)
        }
    }

    /// Whether the route takes what the body says it is. One that says nothing is taken for what the route expects.
    /// - Throws: `body.media_type`, `body.unexpected`.
    static func checkMedia(_ contentType: String?, isEmpty: Bool, _ endpoint: Endpoint) throws(AppError) {
        let expected = endpoint.content.mediaTypes
        guard let usual = expected.first else {
            guard isEmpty else {
                throw AppError(
                    .malformed, "body.unexpected",
                    Text(zh: "这里不接受请求体。", en: "No body is taken here."))
            }
            return
        }
        guard let contentType else { return }
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
            .map { $0.dropFirst("charset=".count).trimmingCharacters(in: ["\""]) }
        let isTaken = expected.contains { known in
            parts.first == known.type && charset.map(known.charsets.contains) ?? true
        }
        guard isTaken else {
            let types = expected.map(\.type).joined(separator: ", ")
            throw AppError(
                .mediaType, "body.media_type",
                Text(
                    zh: "不接受「\(contentType.quotable)」的请求体。",
                    en: "A body of “\(contentType.quotable)” is not taken."),
                hint: Text(
                    zh: "请用 Content-Type: \(types)，字符集 \(usual.charsets.joined(separator: "、"))。",
                    en: "Send Content-Type: \(types) in \(usual.charsets.joined(separator: ", "))."))
        }
    }
}

extension RequestContent {
    /// The media types of the body, the usual one first, and their charsets; a sheet comes as offices write it and says
    /// itself how.
    var mediaTypes: [(type: String, charsets: [String])] {
        switch self {
        case .none: []
        case .json: [("application/json", ["utf-8"])]
        case .csv:
            [
                ("text/csv", ["utf-8", "utf-16", "gbk", "gb2312", "gb18030"]), (WorkbookWriter.mediaType, []),
                ("application/octet-stream", []),
            ]
        }
    }
}

extension AppError {
    static var versionMissing: AppError {
        AppError(
            .unconditional, "version.missing",
            Text(zh: "修改需要 If-Match 请求头。", en: "A change needs the header If-Match."),
            hint: Text(zh: "请先读取，带上 ETag 的值。", en: "Read it first and send the value of its ETag."))
    }
    static func headerValue(_ name: String, _ text: String, expected: Text) -> AppError {
        AppError(
            .malformed, "header.value",
            Text(
                zh: "请求头「\(name)」的值「\(String(text.prefix(40)).quotable)」无效：应为\(expected.chinese)。",
                en: "“\(String(text.prefix(40)).quotable)” is not a valid \(name): expected \(expected.english)."))
    }
}
