import Composition
import Foundation
import HTTPTypes
import Kernel
import Wire
import Workbooks

/// The OpenAPI 3.1 document, made of the same endpoints that the router serves.
enum OpenAPI {
    static let document: String = {
        var paths: [String: [String]] = [:]
        for endpoint in Routes.all {
            paths[endpoint.path, default: []].append(
                "\(quoted(endpoint.method.rawValue.lowercased())):\(operation(endpoint))")
        }
        let body = paths.keys.sorted().map { "\(quoted($0)):{\((paths[$0] ?? []).joined(separator: ","))}" }
        return """
            {"openapi":"3.1.0","info":{"title":"Dangwu 党务","version":"0.1.0"},"security":[{"token":[]}],\
            "paths":{\(body.joined(separator: ","))},"components":{\
            "securitySchemes":{"token":{"type":"http","scheme":"bearer"}},\
            "responses":{"Error":\(errorResponse)},"schemas":{\(schemas)}}}
            """
    }()

    private static let errorResponse =
        "{\"description\":\"Problem details (RFC 9457)\",\"content\":{\"application/problem+json\":"
        + "{\"schema\":{\"$ref\":\"#/components/schemas/ErrorBody\"}}}}"

    /// Every named object that a request or an answer holds.
    private static var schemas: String {
        var components: [String: String] = [:]
        let all = Routes.all.flatMap { [$0.content.schema, $0.answer.schema].compactMap(\.self) }
        for schema in all + [.of(ErrorBody.self)] {
            for object in schema.objects { components[object.name] = object.component }
        }
        return components.keys.sorted().map { "\(quoted($0)):\(components[$0] ?? "{}")" }.joined(separator: ",")
    }

    private static func operation(_ endpoint: Endpoint) -> String {
        var members = [
            "\"summary\":\(quoted(endpoint.summary))", "\"operationId\":\(quoted(endpoint.name))",
            "\"parameters\":[\(parameters(endpoint).joined(separator: ","))]",
        ]
        if endpoint.isOpen { members.append("\"security\":[]") }
        switch endpoint.content {
        case .none: break
        case .json(let schema):
            members.append(
                "\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":\(schema.reference),"
                    + "\"example\":\(schema.sample)}}}")
        case .csv(let sheet):
            let text = quoted("Columns: " + Features.imports.keys(of: sheet).joined(separator: ", "))
            members.append(
                "\"requestBody\":{\"required\":true,\"description\":\(text),\"content\":{\"text/csv\":"
                    + "{\"schema\":{\"contentMediaType\":\"text/csv\"}},\(quoted(WorkbookWriter.mediaType)):"
                    + "{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}}}")
        }
        let tag = endpoint.hasETag ? ",\"headers\":{\"ETag\":{\"schema\":{\"type\":\"string\"}}}" : ""
        var responses = ["\"200\":{\"description\":\"Done\"\(tag)\(content(endpoint))}"]
        if endpoint.isWrite, !endpoint.isOpen {
            responses.append(
                "\"204\":{\"description\":\"Done before, under the same Idempotency-Key; its answer is not kept\"}")
        }
        for status in endpoint.errorStatuses {
            responses.append("\"\(status)\":{\"$ref\":\"#/components/responses/Error\"}")
        }
        members.append("\"responses\":{\(responses.joined(separator: ","))}")
        return "{\(members.joined(separator: ","))}"
    }

    private static func content(_ endpoint: Endpoint) -> String {
        let text = "{\"schema\":{\"type\":\"string\"}}"
        let workbook = "\(quoted(WorkbookWriter.mediaType)):{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}"
        return switch endpoint.answer {
        case .none: ""
        case .json(let schema):
            ",\"content\":{\"application/json\":{\"schema\":\(schema.reference)}"
                + (endpoint.isTable ? ",\"text/csv\":\(text),\(workbook)}" : "}")
        case .lines(let schema): ",\"content\":{\"application/x-ndjson\":{\"schema\":\(schema.reference)}}"
        case .csv: ",\"content\":{\"text/csv\":\(text)}"
        case .html: ",\"content\":{\"text/html\":\(text)}"
        case .workbook: ",\"content\":{\(workbook)}"
        }
    }

    private static func parameters(_ endpoint: Endpoint) -> [String] {
        endpoint.pathParameters.map { name in
            "{\"name\":\(quoted(name)),\"in\":\"path\",\"required\":true,"
                + "\"schema\":\(RequestForm.schema(ofPath: name).json)}"
        }
            + endpoint.query.map { query in
                "{\"name\":\(quoted(query.name)),\"in\":\"query\",\"description\":\(quoted(query.summary.both)),"
                    + (query.isRequired ? "\"required\":true," : "") + "\"schema\":\(query.schema.json)}"
            }
            + RequestForm.headers(of: endpoint).map { header in
                "{\"name\":\(quoted(header.name)),\"in\":\"header\",\"description\":\(quoted(header.summary.both)),"
                    + (header.isRequired ? "\"required\":true," : "")
                    + "\"schema\":\(JSONSchema.text(header.form).json)}"
            }
    }

    private static func quoted(_ text: String) -> String { (try? WireEncoder.text(text)) ?? "\"\"" }
}

extension RequestContent {
    var schema: JSONSchema? { if case .json(let schema) = self { schema } else { nil } }
}

extension AnswerContent {
    var schema: JSONSchema? {
        switch self {
        case .json(let schema), .lines(let schema): schema
        default: nil
        }
    }
}

extension Endpoint {
    /// `post_classes_id_close`: method and path, which no two endpoints share.
    var name: String {
        method.rawValue.lowercased()
            + path.split { !$0.isLetter && !$0.isNumber }.dropFirst().map { "_" + $0 }.joined()
    }

    /// The statuses that an error of this route can have; `AppError.Kind` lists them all.
    var errorStatuses: [Int] {
        var statuses = [400, 401, 403, 404, 409, 422, 429, 500, 503]
        if isWrite { statuses += [408, 413] }
        if !content.mediaTypes.isEmpty { statuses.append(415) }
        if version != .none { statuses.append(412) }
        if version == .required { statuses.append(428) }
        return statuses.sorted()
    }
}
