import Audit
import Civil
import Composition
import Foundation
import Kernel
import Postgres
import Settings
import TestSupport
import Testing

/// The owner of the database changes, deletes and inserts rows of every table of facts; each is named.
@Suite(.timeLimit(.minutes(30)))
struct TamperTests {
    /// A value of a type for row n, and what becomes of it when somebody changes it.
    private static let functions = """
        CREATE FUNCTION made(type text, n integer, salt text) RETURNS text LANGUAGE sql AS $$
            SELECT CASE
                WHEN type = 'scope_path' THEN format('%L', '61.' || n || '.')
                -- Rows that are seen with their person or subject have one.
                WHEN salt LIKE '%subject_id' OR salt LIKE '%person_id' OR salt = 'personid'
                    THEN format('%L', md5('who' || n)::uuid)
                WHEN type = 'uuid' THEN format('%L', md5(salt || n)::uuid)
                WHEN type = 'text' THEN format('%L', 't' || n || ' ,"\\ü')
                WHEN type = 'date' THEN format('%L', date '2024-01-01' + n)
                WHEN type LIKE 'timestamp%' THEN format('%L', timestamptz '2024-01-01' + n * interval '1 day 0.001 s')
                WHEN type = 'boolean' THEN 'true'
                WHEN type = 'bytea' THEN format('decode(%L, ''hex'')', md5(salt || n) || md5(salt || n))
                WHEN type = 'jsonb' THEN format('%L', '{"a": ' || n || '}')
                WHEN type = 'uuid[]' THEN format('ARRAY[%L::uuid]', md5(salt || n))
                WHEN type LIKE '%[]' THEN format('ARRAY[%L]::%s', n, type)
                ELSE n::text END
        $$;
        CREATE FUNCTION altered(type text, name text) RETURNS text LANGUAGE sql AS $$
            SELECT CASE
                WHEN type = 'scope_path' THEN format('%I || ''9.''', name)
                WHEN type = 'uuid' THEN 'gen_random_uuid()'
                WHEN type = 'text' THEN format('%I || ''x''', name)
                WHEN type = 'date' THEN format('%I + 1', name)
                WHEN type LIKE 'timestamp%' THEN format('%I + interval ''1 microsecond''', name)
                WHEN type = 'boolean' THEN format('NOT %I', name)
                WHEN type = 'bytea' THEN format('set_byte(%1$I, 0, 255 - get_byte(%1$I, 0))', name)
                WHEN type = 'jsonb' THEN format('%I || ''{"b": 1}''', name)
                WHEN type = 'uuid[]' THEN format('array_append(%I, gen_random_uuid())', name)
                WHEN type LIKE '%[]' THEN format('array_append(%I, ''7'')', name)
                ELSE format('%I + 1', name) END
        $$;
        CREATE VIEW fact AS
            SELECT r.name AS place, a.attname::text AS name, format_type(a.atttypid, NULL) AS type,
                x.indrelid IS NOT NULL AS is_key,
                row_number() OVER (PARTITION BY r.name, x.indrelid IS NOT NULL ORDER BY a.attnum) AS position
            FROM audit_relation r JOIN pg_attribute a ON a.attrelid = to_regclass(quote_ident(r.name))
                LEFT JOIN pg_index x ON x.indrelid = a.attrelid AND x.indisprimary AND a.attnum = ANY (x.indkey::smallint[])
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
                AND r.name NOT LIKE 'audit_%' AND r.name <> 'schema_migration'
                AND NOT EXISTS (SELECT FROM audit_exception e WHERE e.relation = r.name AND e.attribute = a.attname
                    AND e.reason NOT LIKE 'a secret;%')
            UNION ALL
            SELECT 'audit_event', name, type, name = 'id', row_number() OVER (PARTITION BY name = 'id' ORDER BY name)
            FROM (VALUES ('id', 'uuid'), ('account_name', 'text'), ('at', 'timestamptz'), ('after', 'jsonb'),
                ('path', 'scope_path')) AS v (name, type);
        """

    /// Rules that the owner drops before tampering, and three rows for every table.
    private static let rows = """
        DO $do$
        DECLARE
            t record;
        BEGIN
            FOR t IN SELECT c.conname, c.conrelid::regclass AS place FROM pg_constraint c
                WHERE c.connamespace = 'public'::regnamespace AND c.conrelid <> 0 AND c.contype IN ('c', 'x', 'f')
                    AND c.conrelid::regclass::text NOT LIKE 'audit_%'
            LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', t.place, t.conname); END LOOP;
            FOR t IN SELECT c.conname, c.conrelid::regclass AS place FROM pg_constraint c
                WHERE c.connamespace = 'public'::regnamespace AND c.contype = 'u' AND c.conrelid::regclass::text NOT LIKE 'audit_%'
            LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', t.place, t.conname); END LOOP;
            FOR t IN SELECT x.indexrelid::regclass AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
                WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique AND NOT x.indisprimary
                    AND c.relname NOT LIKE 'audit_%'
            LOOP EXECUTE format('DROP INDEX %s', t.name); END LOOP;
            FOR t IN SELECT place, string_agg(format('%I', name), ', ' ORDER BY name) AS names, n,
                    string_agg(made(type, n, place || name), ', ' ORDER BY name) AS made
                FROM fact, generate_series(1, 3) AS n WHERE place <> 'audit_event' GROUP BY place, n
            LOOP EXECUTE format('INSERT INTO %I (%s) VALUES (%s)', t.place, t.names, t.made); END LOOP;
        END
        $do$
        """

    private func stocked(_ body: (LogFixture, [String]) async throws -> Void) async throws {
        try await LogFixture.with(people: 1) { log in
            try await log.owner.script(Self.functions)
            try await log.tamper(Self.rows)
            try await log.seal()
            let tables = try await log.owner.query("SELECT DISTINCT place FROM fact ORDER BY 1")
                .map { try $0["place"] as String }
            #expect(tables.count > 50)
            let found = try await log.verify()
            #expect(found.faultCount == 0, "\(found.faults)")
            try await body(log, tables)
        }
    }

    /// For each table one statement, made in the database.
    private func each(_ log: LogFixture, _ statements: String) async throws {
        let rows = try await log.owner.query(Statement(sql: statements))
        try await log.tamper(try rows.map { try $0["statement"] as String }.joined(separator: ";\n"))
    }

    private static let first = """
        (SELECT string_agg(format('%I', name), ', ') FROM fact k WHERE k.place = f.place AND k.is_key)
        """
    /// The row with the smallest key.
    private static let chosen = """
        format('(%1$s) = (SELECT %1$s FROM %2$I ORDER BY %1$s LIMIT 1)', \(first), f.place)
        """

    @Test func aChangedColumnOfEachTableIsNamed() async throws {
        try await stocked { log, tables in
            let columns: Int = try await log.owner.query("SELECT max(position) AS n FROM fact WHERE NOT is_key")[0]["n"]
            #expect(columns > 15)
            for column in 1...columns {
                let changed = try await log.owner.query(
                    "SELECT place FROM fact WHERE NOT is_key AND position = \(column) ORDER BY 1"
                )
                .map { try $0["place"] as String }
                try await each(
                    log,
                    "SELECT format('CREATE TABLE saved.%1$I AS TABLE %1$I', place) AS statement FROM fact f WHERE is_key GROUP BY 1"
                        .replacing("saved.%1$I", with: "\"~%1$s\""))
                try await each(
                    log,
                    """
                    SELECT format('UPDATE %I SET %I = %s WHERE %s', f.place, f.name, altered(f.type, f.name),
                        \(Self.chosen.replacing("%2$I ORDER", with: "%2$I WHERE %3$I IS NOT NULL ORDER").replacing("f.place)", with: "f.place, f.name)"))) AS statement
                    FROM fact f WHERE NOT f.is_key AND f.position = \(column)
                    """)
                let found = try await log.verify()
                // The copies are outside the log, and a number that belongs to somebody unknown is not seen any more.
                let named = found.faults.filter { $0.kind == .changed || $0.table == "person_id_number" }.compactMap(
                    \.table)
                #expect(named.sorted() == changed)
                #expect(Set(found.faults.map(\.kind)).subtracting([.changed, .missing, .table, .unsigned]).isEmpty)
                try await each(
                    log,
                    """
                    SELECT format('UPDATE %1$I t SET %2$I = s.%2$I FROM "~%1$s" s WHERE (%3$s) = (%4$s)', f.place, f.name,
                        (SELECT string_agg(format('t.%I', name), ', ' ORDER BY name) FROM fact k WHERE k.place = f.place AND k.is_key),
                        (SELECT string_agg(format('s.%I', name), ', ' ORDER BY name) FROM fact k WHERE k.place = f.place AND k.is_key))
                        AS statement
                    FROM fact f WHERE NOT f.is_key AND f.position = \(column)
                    """)
                try await each(
                    log, "SELECT format('DROP TABLE \"~%s\"', place) AS statement FROM fact f WHERE is_key GROUP BY 1")
            }
            #expect(try await log.verify().faultCount == 0)
            #expect(tables.count > 50)
        }
    }

    @Test func aDeletedAndAnInsertedRowOfEachTableAreNamed() async throws {
        try await stocked { log, tables in
            try await each(
                log,
                "SELECT format('DELETE FROM %I WHERE %s', f.place, \(Self.chosen)) AS statement FROM fact f WHERE is_key GROUP BY f.place"
            )
            let deleted = try await log.verify()
            #expect(deleted.found == Set(tables.map { "missing \($0)" }))
            #expect(deleted.faultCount >= tables.count)
            #expect(deleted.faults.contains { $0.table == "person" && $0.key != nil })

            try await each(
                log,
                """
                SELECT format('INSERT INTO %I (%s) VALUES (%s)', place, string_agg(format('%I', name), ', ' ORDER BY name),
                    string_agg(made(type, 7, place || name), ', ' ORDER BY name)) AS statement
                FROM fact f WHERE place <> 'audit_event' GROUP BY place
                """)
            let inserted = try await log.verify()
            let others = tables.filter { $0 != "audit_event" }
            #expect(inserted.found == Set(tables.map { "missing \($0)" } + others.map { "unsealed \($0)" }))
            // Sealing does not cover it up: the owner's rows left no note.
            try await log.seal()
            #expect(try await log.verify().found == inserted.found)
        }
    }

    @Test func anEmptiedAuditTrailIsNamed() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            let events = try await log.fixture.count("audit_event")
            try await log.owner.script("TRUNCATE audit_event CASCADE")
            let found = try await log.verify()
            #expect(found.tables.contains { $0.table == "audit_event" && $0.faults == events && $0.rows == 0 })
            #expect(found.found.contains("missing audit_event"))
        }
    }

    @Test func aChangeWithTriggersButWithoutAnEventIsNamed() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.owner.script(
                "UPDATE tenure SET since = since - 1; DELETE FROM post WHERE NOT EXISTS (SELECT FROM tenure)")
            #expect(try await log.verify().pending > 0)
            try await log.seal()
            let found = try await log.verify()
            #expect(found.found == ["unexplained tenure"])
            #expect(found.faultCount == 3)
            // Later events do not explain it, and it is still named.
            try await log.rename("610116001001", to: "新东社区")
            try await log.seal()
            #expect(try await log.verify().found == ["unexplained tenure"])
        }
    }

    @Test func aHiddenChangeIsNamedAfterTheProgramChangedTheRowAgain() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.tamper("UPDATE organisation SET field = 'social' WHERE code = '610116001001'")
            try await log.tamper("DELETE FROM organisation_version WHERE version = 1")
            #expect(try await log.verify().found.contains("changed organisation"))
            try await log.rename("610116001001", to: "新东社区")
            try await log.seal()
            let found = try await log.verify()
            #expect(found.found.contains("broken organisation"))
            let fault = try #require(found.faults.first { $0.kind == .broken })
            #expect(fault.account == "张三" && fault.action == "organisation.rename" && fault.at != nil)
        }
    }

    /// The tree was made of the leaves in their order: the last one had another number without a fault.
    @Test(arguments: ["max", "min"]) func aLeafWithAnotherNumberIsNamed(which: String) async throws {
        try await LogFixture.with(people: 1) { log in
            try await log.seal()
            let end: Int = try await log.owner.query("SELECT max(leaf_index) AS n FROM audit_leaf")[0]["n"]
            try await log.tamper(
                which == "max"
                    ? "UPDATE audit_leaf SET leaf_index = leaf_index + 1 WHERE leaf_index = \(end)"
                    : "DELETE FROM audit_leaf WHERE leaf_index = 0")
            let found = try await log.verify()
            #expect(found.faults.contains { $0.kind == .leaf }, "\(found.faults)")
        }
    }

    /// Tables of the log and exported heads gone together: nothing was left to compare, and nothing was found.
    @Test func anEmptiedLogIsNotANewOne() async throws {
        try await LogFixture.with(people: 1) { log in
            #expect(try await log.verify(heads: []).faultCount == 0)
            try await log.seal()
            try await log.tamper(
                """
                DELETE FROM audit_head; DELETE FROM audit_leaf; DELETE FROM audit_tile; DELETE FROM audit_note;
                DELETE FROM audit_boundary; UPDATE audit_event SET at = at - interval '2 days'
                """)
            let found = try await log.verify(heads: [])
            #expect(found.faults.map(\.kind) == [.emptied], "\(found.faults)")
        }
    }

    @Test func aChangedLogIsNamed() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            // The leaf of a person who disappears is declared to be an old version of another.
            try await log.tamper(
                """
                DELETE FROM person WHERE id = (SELECT min(id::text)::uuid FROM person);
                DELETE FROM audit_leaf l USING audit_relation r WHERE r.id = l.relation AND r.name = 'person'
                    AND NOT EXISTS (SELECT FROM person p WHERE p.id::text = l.key) AND l.key <> ''
                """)
            let found = try await log.verify()
            #expect(found.faults.filter { $0.kind == .leaf }.count == 1)
            #expect(!found.found.contains("missing person"))
            // Even with the tree made to fit, the heads do not.
            try await log.tamper(
                "UPDATE audit_tile SET hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) WHERE level = 0 AND number = 0"
            )
            #expect(try await log.verify().found.contains("fork "))
        }
    }

    @Test func anEndThatWasCutOffAndSealedAgainWithTheKeyIsNamed() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            let size = try await log.verify().leaves
            try await log.rename("610116001001", to: "新东社区")
            try await log.seal()
            let exported = try HeadFolder(log.folder).heads()
            // The end is cut off: the rows, their leaves, the tile and the head.
            try await log.tamper(
                """
                UPDATE organisation SET name = '东社区', version = 1 WHERE code = '610116001001';
                DELETE FROM audit_event WHERE action = 'organisation.rename';
                DELETE FROM audit_leaf WHERE leaf_index >= \(size);
                DELETE FROM audit_tile WHERE level = 0 AND number * 256 >= \(size);
                UPDATE audit_tile SET hashes = substr(hashes, 1, (\(size) % 256 * 32)::integer) WHERE level = 0 AND number = \(size) / 256;
                DELETE FROM audit_head WHERE tree_size > \(size)
                """)
            #expect(try await log.verify().found.contains("cut "))
            let refused = await #expect(throws: AppError.self) { try await log.seal() }
            #expect(refused?.code == "audit.log_changed")
            // Somebody with the key seals another end over it.
            let forger = AuditService(
                database: log.fixture.services.database,
                keys: try AuditKeys(log.fixture.services.settings.audit.key), folder: nil)
            try await log.rename("610116001002", to: "新西社区")
            _ = try await forger.seal(caller: Fixture.root)
            #expect(
                try await forger.verify(AuditCheckOrder(heads: []), caller: Fixture.root).found.contains("fork ")
                    == false)
            let found = try await log.verify(heads: exported)
            #expect(found.found.contains("fork "))
            let last = try #require(exported.last)
            #expect(found.faults.contains { $0.kind == .fork && $0.number == last.number })
        }
    }

    @Test func aForgedHeadAndDisabledTriggersAreNamed() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.owner.script(
                """
                ALTER TABLE credit DISABLE TRIGGER audit_insert;
                CREATE TABLE beside (id integer);
                ALTER TABLE plan ADD COLUMN remark text;
                INSERT INTO audit_head (number, tree_size, root, sealed_at, previous, key_id, signature)
                SELECT number + 1, tree_size, root, sealed_at, signature, key_id, signature FROM audit_head ORDER BY number DESC LIMIT 1
                """)
            let found = try await log.verify()
            #expect(found.found == ["trigger credit", "table beside", "table plan.remark", "head "])
        }
    }

    @Test func aCheckSinceADayFindsWhatWasSealedSince() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.owner.script("UPDATE audit_head SET sealed_at = sealed_at")
            try await log.tamper("UPDATE tenure SET since = since - 1")
            let today = Day(number: Int(Date().timeIntervalSince1970 / 86_400) + 2)
            // Nothing was sealed since: the old rows are not looked at.
            #expect(try await log.verify(since: today).faultCount == 0)
            #expect(try await log.verify(since: Day(number: 20_000)).found == ["changed tenure"])
        }
    }

    @Test func anAuditorOfATownshipChecksItsRows() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            let (here, there) = (
                try await log.fixture.caller("610116001", .auditor), try await log.fixture.caller("610116002", .auditor)
            )
            #expect(try await log.verify(caller: here).faultCount == 0)
            try await log.tamper(
                "UPDATE tenure SET since = since - 1 WHERE path LIKE '61.6101.610116.610116001.610116001001.%'")
            let found = try await log.verify(caller: here)
            #expect(found.found == ["changed tenure"] && found.faultCount == 1 && !found.isWhole)
            #expect(try await log.verify(caller: there).faultCount == 0)
            #expect(try await log.verify(caller: log.fixture.caller("61", .auditor)).isWhole)
            await #expect(throws: AppError.self) { _ = try await log.verify(caller: log.fixture.caller("61", .clerk)) }
        }
    }
}
