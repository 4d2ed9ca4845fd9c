import Foundation
import TestSupport
import Testing
import Wire

@testable import API

/// The OpenAPI document as a golden file, and what must hold of every route in it.
struct OpenAPIGoldenTests {
    @Test func theDocumentIsAsReviewed() throws {
        let object = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8))
        let text = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        try expectGolden(String(decoding: text, as: UTF8.self), "openapi.json")
    }

    /// Two types of one name would be one schema in the document, and one of them wrong.
    @Test func everySchemaNameMeansOneType() {
        var seen: [String: String] = [:]
        for endpoint in Routes.all {
            for schema in [endpoint.content.schema, endpoint.answer.schema].compactMap(\.self) {
                for object in schema.objects {
                    #expect(seen[object.name] ?? object.json == object.json, "\(object.name)")
                    seen[object.name] = object.json
                }
            }
        }
    }

    @Test func everyBodyAndAnswerHasASchema() {
        for endpoint in Routes.all {
            for schema in [endpoint.content.schema, endpoint.answer.schema].compactMap(\.self) {
                #expect(schema != .anything, "\(endpoint.method) \(endpoint.path)")
            }
        }
    }

    @Test func operationNamesAreUnique() {
        let names = Routes.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
