import Access
import Audit
import Civil
import Composition
import Foundation
import Kernel
import Merkle
import Organisations
import Postgres
import Settings
import Synchronization
import TestSupport
import Testing

/// Sealing: what is there at first, what is written later, heads and their export.
@Suite(.timeLimit(.minutes(30)))
struct SealTests {
    @Test func everythingThatIsThereIsSealedOnce() async throws {
        try await LogFixture.with { log in
            let report = try await log.seal()
            let rows: Int = try await log.owner.query(
                "SELECT count(*) AS n FROM audit_leaf WHERE kind IN ('initial', 'added')")[0]["n"]
            #expect(report.leaves == report.treeSize && report.leaves > rows && rows > 60)
            #expect(report.heads == report.exported && report.heads > 50)
            let found = try await log.verify()
            #expect(found.faultCount == 0, "\(found.faults)")
            #expect(found.rows == rows && found.leaves == report.treeSize && found.pending == 0 && found.isWhole)
            let again = try await log.seal()
            #expect(again.leaves == 0 && again.heads == 0 && again.exported == 0 && again.treeSize == report.treeSize)
        }
    }

    @Test func whatTheProgramWritesIsExplainedByItsEvents() async throws {
        try await LogFixture.with(people: 2) { log in
            try await log.seal()
            _ = try await log.fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n610116002200,测试九,\(Fixture.number(9)),2005-07-01,true\n")
            let waiting = try await log.verify()
            #expect(waiting.faultCount == 0 && waiting.pending > 3)
            let before = try await log.verify().leaves
            let report = try await log.seal()
            #expect(report.heads == 1 && report.leaves > 3 && report.treeSize == before + report.leaves)
            let kinds = try await log.owner.query(
                "SELECT kind, bool_and(cause IS NOT NULL) AS caused FROM audit_leaf WHERE leaf_index >= \(before) GROUP BY 1"
            )
            #expect(try kinds.allSatisfy { try $0["kind"] == "added" && $0["caused"] == true })
            #expect(try await log.verify().faultCount == 0)
            // A change of a row is a second version that names the first.
            try await log.rename("610116001001", to: "新东社区")
            #expect(try await log.seal().leaves == 2)
            let version = try await log.owner.query(
                """
                SELECT l.kind, p.key = l.key AS same FROM audit_leaf l JOIN audit_leaf p ON p.leaf_index = l.previous
                WHERE l.kind = 'changed'
                """)
            #expect(try version.count == 1 && version[0]["same"] == true)
            #expect(try await log.verify().faultCount == 0)
        }
    }

    @Test func whatIsNotSealedNeedsNoEventAndExplainsNothing() async throws {
        try await LogFixture.with { log in
            _ = try await log.owner.script(
                """
                INSERT INTO notice (person_id, key, channel, id, path, due_on, subject_zh, subject_en, body_zh, body_en, audit_event_id)
                SELECT p.id, k, 'file', gen_random_uuid(), p.path, '2026-01-01', 's', 's', 'b', 'b', p.audit_event_id
                FROM (SELECT * FROM person LIMIT 1) AS p, unnest(ARRAY['a', 'b']) AS k
                """)
            try await log.seal()
            // Sent, which is not sealed; then one of them is altered without an event, and sent again.
            try await log.owner.script("UPDATE notice SET sent_at = now(), tries = 1")
            #expect(try await log.seal().leaves == 0)
            try await log.owner.script("UPDATE notice SET body_zh = 'x' WHERE key = 'b'; UPDATE notice SET tries = 2")
            #expect(try await log.seal().leaves == 1)
            let found = try await log.verify()
            #expect(found.found == ["unexplained notice"] && found.faultCount == 1)
            // A new notice that is sent before it is sealed.
            try await log.owner.script(
                """
                BEGIN;
                INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path)
                VALUES (gen_random_uuid(), gen_random_uuid(), 'n', 'cli', 'notice', 'notice', '61.');
                INSERT INTO notice (person_id, key, channel, id, path, due_on, subject_zh, subject_en, body_zh, body_en, audit_event_id)
                SELECT person_id, 'c', channel, gen_random_uuid(), path, due_on, 's', 's', 'b', 'b', audit_event_id FROM notice WHERE key = 'a';
                COMMIT
                """)
            try await log.owner.script("UPDATE notice SET tries = 3")
            #expect(try await log.seal().leaves == 2)
            // The second one is the event that no program signed.
            #expect(try await log.verify().faultCount == 2)
        }
    }

    /// The owner changes a row and writes into the notes, before they are sealed, that a genuine act had done it.
    @Test(arguments: [
        "UPDATE audit_note SET xid = (SELECT xid FROM genuine) WHERE xid IN (SELECT xid FROM own)",
        "UPDATE audit_note SET xid = (SELECT xid FROM own) WHERE xid IN (SELECT xid FROM genuine)",
        """
        WITH gone AS (DELETE FROM audit_note WHERE xid IN (SELECT xid FROM own) RETURNING relation, key, before, path)
        INSERT INTO audit_note (relation, key, before, path, xid)
        SELECT g.relation, g.key, g.before, g.path, (SELECT xid FROM genuine) FROM gone g
        """,
    ])
    func aChangeIsNotLaidOnAnotherAct(_ forgery: String) async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.rename("610116001001", to: "东街社区")
            try await log.owner.script(
                """
                CREATE TEMP TABLE genuine AS SELECT n.xid FROM audit_note n JOIN audit_relation r ON r.id = n.relation
                    WHERE r.label = 'audit_event';
                UPDATE tenure SET since = since - 1 WHERE person_id = (SELECT min(person_id::text)::uuid FROM tenure);
                CREATE TEMP TABLE own AS SELECT DISTINCT n.xid FROM audit_note n JOIN audit_relation r ON r.id = n.relation
                    WHERE r.label = 'tenure';
                """)
            try await log.owner.script(forgery)
            try await log.seal()
            let found = try await log.verify()
            #expect(found.found.contains("unexplained tenure"), "\(found.faults)")
        }
    }

    @Test func aMovedSubtreeIsSealedWithItsEvent() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            let caller = Fixture.root
            let organisations = log.fixture.services.organisations
            let change = OrganisationChange(since: day("2015-06-01"), parent: "610102")
            _ = try await organisations.change(
                "610116002", change, expected: nil, on: day("2016-01-01"), caller: caller)
            let report = try await log.seal()
            #expect(report.leaves > 3)
            let found = try await log.verify()
            #expect(found.faultCount == 0, "\(found.faults)")
        }
    }

    @Test func headsAreExportedAndProve() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.rename("610116001001", to: "新东社区")
            try await log.seal()
            let exported = try HeadFolder(log.folder).heads()
            let page = try await log.audit.heads(PageRequest(limit: 500), caller: Fixture.root)
            #expect(exported == page.items && exported.count > 2)
            let (first, last) = (try #require(exported.first), try #require(exported.last))
            let proof = try await log.audit.consistency(
                ConsistencyQuery(from: first.number, to: last.number), caller: Fixture.root)
            #expect(
                MerkleProof.holds(
                    consistency: try proof.path.map(hash), from: first.treeSize, try hash(first.root),
                    to: last.treeSize,
                    try hash(last.root)))
            let village = try await log.fixture.services.organisations.organisation(
                "610116001001", caller: Fixture.root)
            let facts = try await log.audit.proofs(of: Identifier(village.id.value), caller: Fixture.root)
            #expect(facts.filter { $0.table == "organisation" }.count == 2)
            for fact in facts {
                #expect(
                    MerkleProof.holds(
                        inclusion: try fact.path.map(hash), of: .leaf(Array(fact.entry.utf8)), at: fact.leaf,
                        in: fact.head.treeSize, root: try hash(fact.head.root)))
            }
            await #expect(throws: AppError.self) {
                _ = try await log.audit.proofs(of: .new(), caller: Fixture.root)
            }
        }
    }

    private func hash(_ hex: String) throws -> MerkleHash {
        let bytes = try #require(Bytes(postgresText: "\\x" + hex))
        return try #require(MerkleHash(bytes.bytes))
    }

    @Test func aNewKeyTakesOverWithBothSignatures() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            let (old, new) = (log.fixture.services.settings.audit.key, AuditKeys.new())
            func service(_ text: String) throws -> AuditService {
                AuditService(database: log.fixture.services.database, keys: try AuditKeys(text), folder: nil)
            }
            try await log.rename("610116001001", to: "新东社区")
            let unknown = await #expect(throws: AppError.self) {
                _ = try await service(new).seal(caller: Fixture.root)
            }
            #expect(unknown?.code == "audit.key_unknown")
            let both = try service(new + "," + old)
            _ = try await both.seal(caller: Fixture.root)
            try await log.rename("610116001001", to: "东社区")
            _ = try await both.seal(caller: Fixture.root)
            let heads = try await both.heads(PageRequest(limit: 500), caller: Fixture.root).items.suffix(2)
            #expect(heads.first?.nextKey == heads.last?.key && heads.last?.nextKey == nil)
            let found = try await both.verify(AuditCheckOrder(heads: []), caller: Fixture.root)
            #expect(found.faultCount == 0, "\(found.faults)")
        }
    }

    /// A running service with the old key took the head of the change for a forged one, and sealed nothing more.
    @Test func aRunningServiceLearnsOfANewKey() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            let (old, new) = (log.fixture.services.settings.audit.key, AuditKeys.new())
            let database = log.fixture.services.database
            let file = Mutex(old)
            let running = AuditService(
                database: database, keys: try AuditKeys(old), reading: { try AuditKeys(file.withLock { $0 }) },
                folder: nil)
            let closed = AuditService(database: database, keys: try AuditKeys(old), folder: nil)
            let command = AuditService(database: database, keys: try AuditKeys(new + "," + old), folder: nil)
            try await log.rename("610116001001", to: "新东社区")
            _ = try await command.seal(caller: Fixture.root)
            try await log.rename("610116001001", to: "东社区")
            let unknown = await #expect(throws: AppError.self) { _ = try await closed.seal(caller: Fixture.root) }
            #expect(unknown?.code == "audit.key_unknown")
            file.withLock { $0 = new + "," + old }
            let before = database.eventSigner?.id
            _ = try await running.seal(caller: Fixture.root)
            #expect(database.eventSigner?.id != before)
            // An event of the new key, and one of the old, are both the program's.
            try await log.rename("610116001001", to: "新东社区")
            _ = try await running.seal(caller: Fixture.root)
            let found = try await running.verify(AuditCheckOrder(heads: []), caller: Fixture.root)
            #expect(found.faultCount == 0, "\(found.faults)")
        }
    }

    @Test func withoutAKeyNothingIsSealed() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let audit = AuditService(database: fixture.services.database, keys: nil, folder: nil)
            let error = await #expect(throws: AppError.self) {
                _ = try await audit.seal(caller: Fixture.root)
            }
            #expect(error?.code == "audit.key_missing" && !audit.canSeal)
            #expect(throws: AppError.self) { try AuditKeys("c2hvcnQ=") }
        }
    }

    @Test func aCallerOfAPartDoesNotSeal() async throws {
        try await LogFixture.with { log in
            let county = try await log.fixture.caller("610116")
            let refused = await #expect(throws: AppError.self) {
                _ = try await log.audit.seal(caller: county)
            }
            #expect(refused?.code == "access.outside_scope")
            let province = try await log.fixture.caller("61")
            #expect(try await log.audit.seal(caller: province).leaves > 60)
        }
    }

    @Test func newColumnsAreFollowedAndOldVersionsStillCount() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.owner.script(
                """
                BEGIN;
                ALTER TABLE tenure ADD COLUMN remark text NOT NULL DEFAULT 'none';
                CREATE TABLE pledge (id integer PRIMARY KEY, words text);
                GRANT SELECT ON pledge TO dangwu_app;
                CALL audit_enrol();
                COMMIT
                """)
            // Before the next sealing the rows are held to the columns they were sealed with.
            #expect(try await log.verify().found.subtracting(["unexplained audit_shape"]).isEmpty)
            try await log.tamper(
                "UPDATE tenure SET since = since - 1 WHERE person_id = (SELECT min(person_id::text)::uuid FROM tenure)")
            #expect(try await log.verify().found == ["changed tenure"])
            try await log.seal()
            let found = try await log.verify()
            // It was an owner without a migration who enrolled the table: that is named, too.
            #expect(found.found == ["broken tenure", "unexplained audit_relation", "unexplained audit_shape"])
            try await log.tamper("UPDATE tenure SET remark = 'other'")
            #expect(try await log.verify().found.contains("changed tenure"))
        }
    }

    @Test func twoSealingsAtOnceSealEachRowOnce() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            for round in 0..<3 {
                try await log.rename("610116001001", to: "东社区\(round)")
                await withTaskGroup(of: Void.self) { group in
                    // One of them may be refused: `audit.busy`.
                    for _ in 0..<3 { group.addTask { _ = try? await log.seal() } }
                }
            }
            try await log.seal()
            let found = try await log.verify()
            #expect(found.faultCount == 0 && found.pending == 0, "\(found.faults)")
        }
    }
}
