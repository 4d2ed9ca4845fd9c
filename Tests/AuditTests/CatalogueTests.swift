import Postgres
import SQLFiles
import TestSupport
import Testing

/// What the migrations leave: every table is in the log, or listed with the reason why not.
struct CatalogueTests {
    @Test func everyTableIsSealedOrExcepted() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let outside = try await fixture.owner.query(.tablesOutsideTheAudit).map { try $0["name"] as String }
            #expect(outside == [], "end the migration with CALL audit_enrol(), or list the table in audit_exception")
            let relations = try await fixture.owner.query(.auditRelations)
            #expect(relations.count > 55)
            for relation in relations { #expect(try relation["triggers"] == 3) }
        }
    }

    @Test func everyExceptionNamesSomethingAndSaysWhy() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let unknown = try await fixture.owner.query(
                """
                SELECT x.relation || '.' || x.attribute AS name FROM audit_exception x
                WHERE length(x.reason) < 10 OR NOT EXISTS (SELECT FROM pg_attribute a
                    WHERE a.attrelid = to_regclass(x.relation) AND (x.attribute = '*' OR a.attname = x.attribute))
                """)
            #expect(unknown.isEmpty)
        }
    }
}
