import Access
import Civil
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import TestSupport
import Testing
import Wire

@testable import API

/// The server does what its OpenAPI document says of methods, headers, media types and the form of parameters.
struct DocumentTests {
    /// Every route with words in the place of its parameters that have their form.
    private static let paths: [String: [Endpoint]] = Dictionary(grouping: Routes.all) { endpoint in
        endpoint.path.split(separator: "/").map { part -> String in
            guard part.hasPrefix("{") else { return "/" + part }
            let sample = RequestForm.schema(ofPath: String(part.dropFirst().dropLast())).sample
            return "/" + sample.filter { $0 != "\"" }
        }.joined()
    }

    @Test func everyPathNamesItsMethodsAndRefusesOthers() async throws {
        try await ServedFixture.with { served in
            for (path, endpoints) in Self.paths {
                let known = Set(endpoints.map(\.method.rawValue))
                let whole = known.union(known.contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"])
                let options = try await served.send("OPTIONS", path, token: nil)
                #expect(options.status == 204, "\(path): \(options.status)")
                func allowed(_ answer: LoopbackClient.Response) -> Set<String> {
                    Set((answer.headers["allow"] ?? "").components(separatedBy: ", "))
                }
                #expect(allowed(options) == whole, "\(path): \(options.headers)")
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"] where !known.contains(method) {
                    let answer = try await served.send(method, path, token: nil)
                    #expect(answer.status == 405 && allowed(answer) == whole, "\(method) \(path): \(answer.status)")
                }
            }
        }
    }

    @Test func whatCanBeReadCanBeAskedForItsHeaders() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            for path in ["/v1/organisations", "/v1/organisations/61", "/v1/overdue.ndjson", "/healthz"] {
                let answer = try await served.send("HEAD", path, token: token)
                #expect(answer.status == 200 && answer.body.isEmpty, "\(path): \(answer.text)")
                #expect(answer.headers["content-type"] != nil, "\(path)")
            }
        }
    }

    /// `;` alone once ended the program.
    @Test func anyLanguageIsTaken() async throws {
        try await ServedFixture.with { served in
            for tag in [";", ",", ";;q=1", "en;q=0.1,zh", "*", "   ", "zh-Hans-CN;q", "ü"] {
                let answer = try await served.send("GET", "/v1/me", token: nil, headers: ["Accept-Language": tag])
                #expect(answer.status == 401, "\(tag)")
            }
        }
    }

    @Test func bodiesOfOtherMediaTypesAreRefused() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            func post(_ path: String, _ type: String, _ body: String) async throws -> LoopbackClient.Response {
                try await served.send("POST", path, token: token, headers: ["Content-Type": type], body: body)
            }
            let order = "{\"name\":\"n\",\"role\":\"viewer\",\"scope\":\"61\"}"
            for type in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
                #expect(try await post("/v1/tokens", type, order).status == 200, "\(type)")
            }
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "application/", "",
            ] {
                let answer = try await post("/v1/tokens", type, order)
                #expect(answer.status == 415 && answer.code == "body.media_type", "\(type): \(answer.text)")
            }
            let sheet = "code,parent_code,level,name\n61,,province,陕西省\n"
            for type in ["text/csv", "text/csv; charset=gb18030", "text/csv; header=present"] {
                let answer = try await post("/v1/imports/divisions?since=1997-05-19&again=true", type, sheet)
                #expect(answer.status == 200, "\(type): \(answer.text)")
            }
            #expect(try await post("/v1/imports/divisions?since=1997-05-19", "application/json", sheet).status == 415)
            let deleted = try await served.send("DELETE", "/v1/tokens/\(UUID())", token: token, body: "{}")
            #expect(deleted.status == 400 && deleted.code == "body.unexpected", "\(deleted.text)")
        }
    }

    @Test func parametersHaveTheirForm() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            for (path, status, code) in [
                ("/v1/organisations?limit=0", 400, "query.value"), ("/v1/organisations?limit=501", 400, "query.value"),
                ("/v1/organisations?limit=1&limit=2", 400, "query.repeated"),
                ("/v1/organisations?limit=", 400, "query.value"), ("/v1/organisations?nothing", 400, "query.unknown"),
                ("/v1/organisations?scope=%FF", 400, "query.encoding"),
                ("/v1/organisations/%FF", 400, "query.encoding"),
                ("/v1/organisations?scope=%00", 400, "query.value"), ("/v1/organisations/%00", 400, "query.value"),
                ("/v1/organisations/a%2Fb", 404, "not_found"), ("/v1/overdue?as_of=2014/05/09", 400, "query.value"),
                ("/v1/points/me/score", 400, "query.missing"), ("/v1/organisations/61/balances/x", 400, "query.value"),
                ("/v1/overdue?level=due_soon,", 400, "query.value"),
                ("/v1/organisations/" + String(repeating: "长", count: 201), 400, "query.value"),
            ] {
                let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed.union(["%"])) ?? path
                let answer = try await served.send("GET", encoded, token: token)
                #expect(answer.status == status && answer.code == code, "\(path): \(answer.text)")
            }
            let plus = try await served.send("GET", "/v1/people?name=a+b", token: token)
            #expect(plus.status == 200, "\(plus.text)")
        }
    }

    @Test func headersHaveTheirForm() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            func patch(_ headers: [String: String]) async throws -> LoopbackClient.Response {
                try await served.send(
                    "PATCH", "/v1/organisations/610116", token: token, headers: headers,
                    body: "{\"since\":\"2015-01-01\",\"name\":\"改\"}")
            }
            let long = String(repeating: "k", count: 201)
            for (headers, status, code) in [
                ([:], 428, "version.missing"), (["If-Match": "x"], 400, "header.value"),
                (["If-Match": "\"99\""], 412, "version.stale"),
                (["If-Match": "1", "Idempotency-Key": long], 400, "header.value"),
                (["If-Match": "1", "Idempotency-Key": "a b"], 400, "header.value"),
                (["If-Match": "1", "Dangwu-Scope": "6 1"], 400, "header.value"),
            ] as [([String: String], Int, String)] {
                let answer = try await patch(headers)
                let isScope = headers["Dangwu-Scope"] != nil
                #expect(isScope ? [400, 403].contains(answer.status) : answer.status == status && answer.code == code)
            }
            #expect(try await patch(["If-Match": "W/\"1\""]).status == 200)
        }
    }

    /// An error that is repeated is one, and a secret that is not kept is not answered as something else.
    @Test func repeatedAnswersHaveTheFormOfTheFirst() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            func post(_ path: String, _ key: String, _ body: String) async throws -> LoopbackClient.Response {
                try await served.send(
                    "POST", path, token: token, headers: ["Idempotency-Key": key], body: body)
            }
            let order = "{\"name\":\"n\",\"role\":\"viewer\",\"scope\":\"61\"}"
            #expect(try await post("/v1/tokens", "a", order).status == 200)
            let again = try await post("/v1/tokens", "a", order)
            #expect(again.status == 204 && again.body.isEmpty, "\(again.text)")
        }
    }

    @Test func everyMemberOfARequestIsBounded() {
        for endpoint in Routes.all {
            for parameter in endpoint.query {
                #expect(Self.isBounded(parameter.schema), "\(endpoint.method) \(endpoint.path): \(parameter.name)")
            }
            for object in endpoint.content.schema?.objects ?? [] {
                for member in object.members {
                    #expect(Self.isBounded(member.schema), "\(endpoint.method) \(endpoint.path): \(member.name)")
                }
            }
        }
    }

    private static func isBounded(_ schema: JSONSchema) -> Bool {
        switch schema {
        case .text(nil), .integer(nil), .number(nil), .anything, .table(nil, _): false
        case .array(let items, _): isBounded(items)
        case .table(_, let values): isBounded(values)
        case .text, .choice, .integer, .number, .boolean, .object: true
        }
    }
}

/// What a form says as a pattern and what it takes are the same.
struct TextFormTests {
    @Test func patternsSayWhatIsTaken() throws {
        let forms = [
            Month.form, Hours.form, Amount.form, Role.form, TextForm.words(atMost: 5), .words(atMost: 5, orEmpty: true),
            .visible(atMost: 5), RequestForm.version,
        ].compactMap(\.self)
        let texts = [
            "", " ", "a", "text", "textual", "ab\u{0}", "ab\u{1B}", "a\nb", "a\tb", "a\u{202E}b", "长长", "👨‍👩‍👧", "é́",
            "2014-05", "2014-13", "0000-01", "0001-01", "201-05", "4", "4.5", "4.", ".5", "-4.5", "+4", "44444", "4.55",
            "1e3", "1.23456", "12345678901", "-1.5", "clerk", "Clerk", "c_1", "1c", "1", "\"1\"", "W/\"1\"", "W/",
            "\"\"",
            "1234567890", "a b", "~!",
        ]
        for form in forms {
            let keywords = try JSONSerialization.jsonObject(with: Data("{\(form.keywords)}".utf8))
            let schema = try #require(keywords as? [String: Any])
            let pattern = try Regex(try #require(schema["pattern"] as? String)).matchingSemantics(.unicodeScalar)
            let (least, most) = (schema["minLength"] as? Int ?? 0, schema["maxLength"] as? Int ?? .max)
            for text in texts {
                let fits =
                    try pattern.firstMatch(in: text) != nil && (least...most).contains(text.unicodeScalars.count)
                #expect(form.accepts(text) == fits, "\(form.format): \(text.debugDescription)")
            }
        }
    }
}
