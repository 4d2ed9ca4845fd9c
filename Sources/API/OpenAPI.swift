import Wire
import HTTPTypes
import Foundation

/// The OpenAPI 3.1 document, made of the same endpoints that the router serves.
enum OpenAPI {
    static let document: String = {
        var paths: [String: [String]] = [:]
        for endpoint in Routes.all {
            paths[endpoint.path, default: []].append(
                "\"\(endpoint.method.rawValue.lowercased())\":\(operation(endpoint))")
        }
        let body = paths.keys.sorted().map { "\(quoted($0)):{\((paths[$0] ?? []).joined(separator: ","))}" }.joined(
            separator: ",")
        return """
            {"openapi":"3.1.0","info":{"title":"Dangwu","version":"0.1.0"},"security":[{"token":[]}],"paths":{\(body)},\
            "components":{"securitySchemes":{"token":{"type":"http","scheme":"bearer"}},\
            "schemas":{"Problem":\(JSONSchema.of(Problem.self).json)}}}
            """
    }()

    private static func operation(_ endpoint: Endpoint) -> String {
        var members = ["\"summary\":\(quoted(endpoint.summary))"]
        var parameters = endpoint.pathParameters.map {
            "{\"name\":\(quoted($0)),\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}"
        }
        for query in endpoint.query {
            let type = query.type == "date" ? "{\"type\":\"string\",\"format\":\"date\"}" : schema(query)
            parameters.append(
                "{\"name\":\(quoted(query.name)),\"in\":\"query\",\"description\":\(quoted(query.summary)),\"schema\":\(type)}"
            )
        }
        parameters.append(header("Dangwu-Scope", "Path to work below, for accounts with several grants"))
        if endpoint.isWrite {
            parameters.append(header("Idempotency-Key", "A repeated request is done once and answered alike"))
        }
        members.append("\"parameters\":[\(parameters.joined(separator: ","))]")
        switch endpoint.content {
        case .none: break
        case .json(let schema):
            members.append(
                "\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":\(schema.json)}}}")
        case .csv(let columns):
            let text = quoted("Columns: " + columns.joined(separator: ", "))
            members.append(
                "\"requestBody\":{\"required\":true,\"description\":\(text),\"content\":{\"text/csv\":{\"schema\":{\"type\":\"string\"}}}}"
            )
        }
        let tag = endpoint.hasETag ? ",\"headers\":{\"ETag\":{\"schema\":{\"type\":\"string\"}}}" : ""
        let content: String
        switch endpoint.answer {
        case .none: content = ""
        case .json(let schema): content = ",\"content\":{\"application/json\":{\"schema\":\(schema.json)}}"
        case .lines(let schema): content = ",\"content\":{\"application/x-ndjson\":{\"schema\":\(schema.json)}}"
        case .csv: content = ",\"content\":{\"text/csv\":{\"schema\":{\"type\":\"string\"}}}"
        case .html: content = ",\"content\":{\"text/html\":{\"schema\":{\"type\":\"string\"}}}"
        }
        let problem =
            "{\"description\":\"Problem details (RFC 9457)\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}"
        members.append("\"responses\":{\"200\":{\"description\":\"Done\"\(tag)\(content)},\"default\":\(problem)}")
        return "{\(members.joined(separator: ","))}"
    }

    private static func schema(_ query: QueryParameter) -> String {
        guard let values = query.values else { return "{\"type\":\"\(query.type)\"}" }
        return "{\"type\":\"string\",\"enum\":[\(values.map(quoted).joined(separator: ","))]}"
    }

    private static func header(_ name: String, _ summary: String) -> String {
        "{\"name\":\(quoted(name)),\"in\":\"header\",\"description\":\(quoted(summary)),\"schema\":{\"type\":\"string\"}}"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
