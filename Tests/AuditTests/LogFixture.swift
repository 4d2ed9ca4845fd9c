import Access
import Audit
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import Settings
import TestSupport

/// A fixture whose log is sealed, with people and offices in it, and a folder of heads.
struct LogFixture {
    let fixture: Fixture
    let folder: String

    var audit: AuditService { fixture.services.audit }
    var owner: Connection { fixture.owner }

    static func with(people: Int = 3, _ body: (LogFixture) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/dangwu-heads-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = Settings()
        settings.audit.key = AuditKeys.new()
        settings.audit.headsFolder = folder
        try await Fixture.with(settings: settings) { fixture in
            let codes = ["610116001001", "610116001002", "610116002200"]
            _ = try await fixture.importPeople(Fixture.secretaries(Array(codes.prefix(people))))
            try await body(LogFixture(fixture: fixture, folder: folder))
        }
    }

    @discardableResult
    func seal() async throws -> SealReport { try await audit.seal(caller: Fixture.root) }

    func verify(since: Day? = nil, heads: [AuditHead]? = nil, caller: Caller = Fixture.root) async throws
        -> AuditVerification
    { try await audit.verify(AuditCheckOrder(since: since, heads: heads), caller: caller) }

    /// What an owner does who wants to leave no trace: triggers and foreign keys do not run.
    func tamper(_ sql: String) async throws {
        try await owner.script("SET session_replication_role = replica; \(sql); SET session_replication_role = origin")
    }

    /// The program does something that changes a row: a new name of an organisation.
    func rename(_ code: String, to name: String) async throws {
        let (id, account) = (UUID(), UUID())
        let content = EventContent(
            id: id, account: account, accountName: "张三", door: "api", action: "organisation.rename",
            subjectKind: "organisation", subject: nil, path: "61.", before: nil, after: nil)
        let mac = fixture.services.database.eventSigner?.sign(content).postgresText ?? ""
        try await owner.script(
            """
            BEGIN;
            WITH a AS (
                INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path, mac)
                VALUES ('\(id)', '\(account)', '张三', 'api', 'organisation.rename', 'organisation', '61.', '\(mac)')
                RETURNING id)
            UPDATE organisation o SET name = '\(name)', version = version + 1, audit_event_id = a.id FROM a WHERE code = '\(code)';
            COMMIT
            """)
    }
}

extension AuditVerification {
    /// The kinds of faults and their tables.
    var found: Set<String> { Set(faults.map { "\($0.kind.rawValue) \($0.table ?? "")" }) }
}
