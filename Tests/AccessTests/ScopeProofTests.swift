import Access
import Composition
import Foundation
import Kernel
import LocalPostgres
import Members
import Postgres
import SQLFiles
import TestSupport
import Testing
import Training

/// What somebody can do who has the application role's connection and may send any SQL: nothing beyond a scope that the
/// program signed.
struct ScopeProofTests {
    /// A connection of the application's role, and the signer whose proofs its database takes.
    private static func with(_ body: (Fixture, Connection, ScopeSigner) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610102001001"]))
            _ = try await fixture.token("610116", .clerk)
            _ = try await fixture.token("610102", .clerk)
            let server = try await TestCluster.shared.server()
            let connection = try await Connection.connect(server.owner(database: fixture.name).user("dangwu_app"))
            try await body(fixture, connection, fixture.services.database.signer)
        }
    }

    private static let county = Scope(path: "61.6101.610116.")
    private static let neighbour = Scope(path: "61.6101.610102.")

    private static func readable(_ connection: Connection) async throws -> [String] {
        try await connection.query(
            """
            SELECT c.relname AS name FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
                AND has_any_column_privilege(c.oid, 'SELECT')
            ORDER BY c.relname
            """
        ).map { try $0["name"] }
    }

    /// Tables that say nothing about anybody and are read before there is a scope.
    private static let open: Set = ["schema_migration", "key_check", "key_rotation"]

    /// Rows by table under the statements that set a scope; tables that refuse are left out.
    private static func seen(_ connection: Connection, _ prelude: [Statement]) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in try await readable(connection) where !open.contains(table) {
            counts[table] = try await connection.transaction(.read, prelude: prelude) {
                try await $0.query("SELECT count(*) AS n FROM \(unsafeSQL: table)")[0]["n"] as Int
            }
        }
        return counts
    }

    private static func forged(_ scope: Scope, gaps: String = "", account: String = "", proof: String?) -> Statement {
        .setScope(low: scope.low, high: scope.high, gaps: gaps, account: account, proof: proof ?? "")
    }

    @Test func aForgedScopeShowsNothing() async throws {
        try await Self.with { _, connection, signer in
            let account = UUID().text
            let own = signer.proof(Self.county, account: account)
            let stranger = ScopeSigner(try MasterKey(MasterKey.new()))
            let parts = own.split(separator: ".").map(String.init)
            let forgeries: [(String, Statement)] = [
                ("no proof", Self.forged(.everything, proof: nil)),
                ("a word", Self.forged(.everything, proof: "proof")),
                ("dots", Self.forged(.everything, proof: "...")),
                ("another scope's", Self.forged(.everything, account: account, proof: own)),
                ("the neighbour's", Self.forged(Self.neighbour, account: account, proof: own)),
                ("another account's", Self.forged(Self.county, account: UUID().text, proof: own)),
                ("another key's", Self.forged(Self.county, proof: stranger.proof(Self.county))),
                ("expired", signer.statement(Self.county, expires: Date(timeIntervalSinceNow: -1))),
                (
                    "prolonged",
                    Self.forged(Self.county, account: account, proof: "\(parts[0]).9999999999.\(parts[2])")
                ),
                (
                    "moved border",
                    Self.forged(
                        Scope(low: "!", high: "~|" + account), account: "",
                        proof: signer.proof(.everything, account: account))
                ),
            ]
            for (name, statement) in forgeries {
                let seen = try await Self.seen(connection, [statement]).filter { $0.value > 0 }
                #expect(seen.isEmpty, "\(name): \(seen)")
            }
            let control = try await Self.seen(connection, [signer.statement(Self.county)])
            #expect(control["organisation"] == 7 && control["person"] == 1 && control["token"] == 1, "\(control)")
        }
    }

    /// SQL that got into a statement of a request: its scope is proven, and widening it loses it.
    @Test func aProvenScopeCannotBeWidened() async throws {
        try await Self.with { _, connection, signer in
            let wider: [Statement] = [
                "SELECT set_config('app.scope_lo', '!', true)", "SELECT set_config('app.scope_hi', '~', true)",
                "SET LOCAL app.scope_lo = '!'", "RESET app.scope_lo", "SET SESSION app.scope_hi = '~'",
                "SELECT set_config('app.account', '\(unsafeSQL: UUID().text)', true)",
            ]
            for statement in wider {
                let seen = try await Self.seen(connection, [signer.statement(Self.county), statement])
                    .filter { $0.value > 0 }
                #expect(seen.isEmpty, "\(statement.sql): \(seen)")
            }
        }
    }

    /// A caller of two counties: what lies between them is seen and written no more than what lies outside.
    @Test func gapsCanBeNeitherWidenedNorDropped() async throws {
        try await Self.with { _, connection, signer in
            let (account, gaps) = (UUID().text, "61.6101.610102/,61.6101.610116.")
            let hull = Scope(low: Self.neighbour.low, high: Self.county.high)
            let own = signer.statement(hull, gaps: gaps, account: account)
            let proof = signer.proof(hull, gaps: gaps, account: account)
            let control = try await Self.seen(connection, [own])
            #expect(control["person"] == 2 && control["token"] == 2, "\(control)")
            let paths: [String] = try await connection.transaction(.read, prelude: [own]) {
                try await $0.query("SELECT path::text AS path FROM organisation").map { try $0["path"] }
            }
            #expect(paths.allSatisfy { Self.county.contains($0) || Self.neighbour.contains($0) } && paths.count > 8)
            let wider: [Statement] = [
                "SELECT set_config('app.scope_gaps', '', true)", "RESET app.scope_gaps",
                "SELECT set_config('app.scope_gaps', '61.6101.610102/,61.6101.610103.', true)",
                "SELECT set_config('app.scope_gaps', NULL, true)", "SELECT set_config('app.scope_hi', '~', true)",
            ]
            for statement in wider {
                let seen = try await Self.seen(connection, [own, statement]).filter { $0.value > 0 }
                #expect(seen.isEmpty, "\(statement.sql): \(seen)")
            }
            // The same signed text, cut into other fields.
            let moved = [
                Self.forged(Scope(low: hull.low, high: hull.high + "|" + gaps), account: account, proof: proof),
                Self.forged(hull, gaps: gaps + "|" + account, account: "", proof: proof),
                Self.forged(Scope(low: hull.low + "|" + hull.high, high: gaps), account: account, proof: proof),
            ]
            for statement in moved {
                let seen = try await Self.seen(connection, [statement]).filter { $0.value > 0 }
                #expect(seen.isEmpty, "\(seen)")
            }
            for path in ["61.6101.610103.", "61.6101.610110.1.", "61.6101."] {
                let error = await #expect(throws: PostgresError.self, "\(path)") {
                    try await connection.transaction(prelude: [own]) { try await $0.query(Self.insert(path: path)) }
                }
                #expect(error?.server?.state == .insufficientPrivilege, "\(path)")
            }
        }
    }

    /// What is decided above a place is seen from there, also where it is not the first of a caller's places.
    @Test func whatLiesAboveAnyPlaceIsSeenFromBelow() async throws {
        try await Self.with { fixture, connection, signer in
            for code in ["6105", "6101"] {
                _ = try await fixture.services.training.openCycle(
                    CycleOrder(key: "shaanxi-2014", organisation: Reference(code)), caller: Fixture.root)
            }
            let far = Scope(path: "61.6105.610528.")
            let own = signer.statement(
                Scope(low: Self.county.low, high: far.high), gaps: "61.6101.610116/,61.6105.610528.")
            func cycles(_ scope: Statement) async throws -> [String] {
                try await connection.transaction(.read, prelude: [scope]) {
                    try await $0.query("SELECT path::text AS path FROM cycle ORDER BY path").map { try $0["path"] }
                }
            }
            #expect(try await cycles(own) == ["61.6101.", "61.6105."])
            #expect(try await cycles(signer.statement(Self.county)) == ["61.6101."])
        }
    }

    /// The catalogue: what compares with the range looks at the gaps too.
    @Test func nothingComparesWithTheRangeAlone() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let policies = try await fixture.owner.query(
                """
                SELECT p.polname || ' ' || c.relname AS name FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid,
                    LATERAL (SELECT pg_get_expr(p.polqual, p.polrelid) || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS text) AS e
                WHERE e.text LIKE '%app.scope_%' AND e.text NOT LIKE '%app.scope_gaps%'
                """
            ).map { try $0["name"] as String }
            #expect(policies.isEmpty)
            let functions = try await fixture.owner.query(
                """
                SELECT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
                    AND p.prosrc LIKE '%app.scope_lo%' ORDER BY 1
                """
            ).map { try $0["name"] as String }
            // `keep_reach` keeps the range and compares with nothing.
            #expect(
                functions == [
                    "class_list", "guard_by_path", "in_scope", "keep_reach", "scope_is_proven", "show_from_below",
                ])
        }
    }

    @Test func aForgedScopeWritesNothing() async throws {
        try await Self.with { fixture, connection, signer in
            let before = try await fixture.count("organisation")
            let organisation: UUID = try await fixture.owner.query(
                "SELECT id FROM organisation WHERE path = \(Self.neighbour.low)")[0]["id"]
            let own = signer.statement(Self.county)
            let attempts: [(Statement, Statement)] = [
                (Self.forged(.everything, proof: nil), Self.insert(path: Self.county.low)),
                (own, Self.insert(path: Self.neighbour.low)),
                (own, Self.insert(path: "61.")),
                (Self.forged(.everything, proof: nil), Self.event(path: Self.county.low, account: UUID())),
            ]
            for (scope, write) in attempts {
                let error = await #expect(throws: PostgresError.self, "\(write.sql)") {
                    try await connection.transaction(prelude: [scope]) { try await $0.query(write) }
                }
                #expect(error?.server?.state == .insufficientPrivilege, "\(write.sql)")
            }
            // Rows that are not seen are not changed, and nothing says that they are there.
            let changed = try await connection.transaction(prelude: [own]) {
                try await $0.query("UPDATE organisation SET path = path WHERE id = \(organisation) RETURNING id").count
            }
            #expect(changed == 0)
            #expect(try await fixture.count("organisation") == before)
        }
    }

    @Test func nobodyWritesInAnotherAccountsName() async throws {
        try await Self.with { fixture, connection, signer in
            let (own, other) = (UUID(), UUID())
            let scope = signer.statement(Self.county, account: own.text)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction(prelude: [scope]) {
                    try await $0.query(Self.event(path: Self.county.low, account: other))
                }
            }
            #expect(error?.server?.state == .insufficientPrivilege)
            let before = try await fixture.count("audit_event")
            _ = try await connection.transaction(prelude: [scope]) {
                try await $0.query(Self.event(path: Self.county.low, account: own))
            }
            #expect(try await fixture.count("audit_event") == before + 1)
        }
    }

    /// What runs with the owner's rights: each asks for the proof before it looks at anything.
    @Test func functionsWithTheOwnersRightsAskForTheProof() async throws {
        try await Self.with { fixture, connection, _ in
            let person = try await fixture.person(0).id.value
            let calls: [Statement] = [
                "SELECT * FROM addressee('610102')", "SELECT * FROM own_account()",
                "SELECT 1 AS one WHERE account_is_within((SELECT min(account_id::text)::uuid FROM token))",
                "SELECT 1 AS one WHERE person_is_within(\(person))",
                "SELECT 1 AS one WHERE subject_is_within((SELECT min(id::text)::uuid FROM token))",
                "SELECT * FROM transfers_of(\(person))",
                "SELECT * FROM roles_of((SELECT min(account_id::text)::uuid FROM token))",
                "SELECT 1 AS one WHERE concerns_caller((SELECT min(account_id::text)::uuid FROM token), \(person))",
                "SELECT * FROM end_outgrown(\(person), '{}', '{}', true, \(UUID()), \(UUID()))",
                "SELECT 1 AS one WHERE own_secret_is_outgrown(ARRAY['administrator'])",
                "SELECT refresh_statistics()", "SELECT 1 AS one WHERE one_hand(\(person), \(person))",
                "SELECT w.* FROM tenure t CROSS JOIN LATERAL waiting_post(t.id) w",
                "SELECT answer_transfer(\(person), \(UUID()), 'accepted', '2026-01-01', '', \(UUID()), \(UUID()))",
                "SELECT claim_returning(ARRAY['\\x00'::bytea], ARRAY['61.'])",
                "SELECT keep_admissions(\(person), \(UUID()), ARRAY['x'], ARRAY['2026-01-01'::date])",
                "CALL move_subtree('61.6101.610102.', '61.6101.610116.')",
                "CALL place_organisation(\(UUID()), '2026-01-01', NULL, 'x')",
                "SELECT settle_organisation(\(UUID()), NULL, NULL, '2026-01-01', 'x', \(UUID()))",
                "SELECT a FROM notice_address_of('61.') AS a WHERE a IS NOT NULL", "SELECT * FROM rule_digests()",
                "SELECT * FROM published_below(\(UUID()), '!', '~', '2026-01-01')",
                "SELECT * FROM published_elsewhere(\(UUID()), '!', '~', '2020-01-01', '2026-01-01', \(UUID()))",
                "SELECT * FROM published_of(ARRAY[\(person)], ARRAY[\(UUID())])",
                "SELECT * FROM class_list(\(UUID())) AS l WHERE l.enrolled > 0",
                "SELECT a FROM credit_author(\(UUID())) AS a WHERE a IS NOT NULL",
                "SELECT * FROM fill_seats(\(UUID()), 'x', \(UUID()))",
                "SELECT * FROM seats_for(\(UUID()), ARRAY[\(person)], ARRAY['61.'], false)",
                "SELECT * FROM host_list(\(UUID()))", "SELECT lock_list(\(UUID()), ARRAY[\(person)])",
                "SELECT * FROM class_quotas(\(UUID()))", "SELECT 1 AS one WHERE hosts_class(\(UUID()))",
                "SELECT 1 AS one WHERE hosts_enrolment(\(person), \(UUID()))",
                "SELECT 1 AS one WHERE on_own_list(\(UUID()), \(person), '61.')",
                "SELECT n FROM name_on_list(\(person)) AS n WHERE n IS NOT NULL",
                "SELECT 1 AS one WHERE nominated_here(\(UUID()), \(person), '61.')",
                "SELECT n FROM duty_of_nominee(\(UUID()), \(person)) AS n WHERE n IS NOT NULL",
                "SELECT * FROM class_clashes(ARRAY[\(person)], \(UUID()), '2014-01-01', '2030-01-01')",
                "SELECT release_seats(ARRAY[\(person)], '2026-01-01', true, 'x', \(UUID()))",
                "SELECT renumber_person(\(person), NULL, 1, '{}', '{}', 'male', '1990-01-01', \(UUID()))",
                "SELECT trim_identity_lookups('2026-01-01', 1)", "SELECT trim_import_runs('2026-01-01', 1)",
                "SELECT * FROM import_hindrances(\(UUID()))",
                "SELECT * FROM withdraw_import(\(UUID()), 'r', \(UUID()))",
                "SELECT * FROM merge_conflicts(\(person), \(UUID()))",
                "SELECT * FROM merge_people(\(UUID()), \(person), \(UUID()), 'r', NULL, \(UUID()))",
                "SELECT * FROM separation_hindrances(\(UUID()))",
                "SELECT separate_people(\(UUID()), 'r', '{}', \(UUID()))",
            ]
            for call in calls {
                do {
                    let rows = try await connection.transaction(
                        prelude: [Self.forged(.everything, proof: nil)]
                    ) { try await $0.query(call) }
                    #expect(rows.isEmpty, "\(call.sql)")
                } catch let error as PostgresError {
                    #expect(error.server?.state == .insufficientPrivilege, "\(call.sql): \(error)")
                }
            }
            let known = try await fixture.owner.query(
                """
                SELECT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
                    AND has_function_privilege('dangwu_app', p.oid, 'EXECUTE')
                    AND p.proname NOT IN ('scope_is_proven', 'shown_account', 'shown_rights', 'begin_sign_in', 'finish_sign_in', 'token_state',
                        'note_use', 'recovery_code_of', 'shown_grants', 'shown_posts', 'begin_certificate_sign_in',
                        'require_writing_key')
                """
            ).map { try $0["name"] as String }
            let missing = known.filter { name in !calls.contains { $0.sql.contains("\(name)(") } }
            #expect(missing.isEmpty, "functions without a case here: \(missing)")
        }
    }

    /// A hash that was read in one scope, or guessed, opens nothing else.
    @Test func hashesOfTokensAreNotReadable() async throws {
        try await Self.with { fixture, connection, signer in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction(.read, prelude: [signer.statement(.everything)]) {
                    try await $0.query("SELECT hash FROM token")
                }
            }
            #expect(error?.server?.state == .insufficientPrivilege)
            let hash: Bytes = try await fixture.owner.query(
                "SELECT hash FROM token WHERE path = \(Self.neighbour.low)")[0]["hash"]
            let seen = try await Self.seen(
                connection, [Self.forged(.everything, proof: nil), .showToken(tokenHash: hash.hex)]
            ).filter { $0.value > 0 }
            #expect(seen == ["token": 1, "account": 1, "access_grant": 1], "\(seen)")
        }
    }

    /// The catalogue: nothing that the application's role can reach is outside the proof.
    @Test func everyTableAndFunctionIsUnderTheProof() async throws {
        try await Self.with { fixture, connection, _ in
            let unguarded = try await fixture.owner.query(
                """
                SELECT c.relname AS name FROM pg_class c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND has_any_column_privilege('dangwu_app', c.oid, 'SELECT, INSERT, UPDATE')
                    AND NOT (c.relrowsecurity AND EXISTS (
                        SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND (
                            NOT p.polpermissive AND p.polcmd = '*'
                                AND pg_get_expr(p.polqual, p.polrelid) LIKE '%scope_is_proven()%'
                            OR p.polname = 'in_scope' AND pg_get_expr(p.polqual, p.polrelid) LIKE '%scope_is_proven()%')))
                """
            ).map { try $0["name"] as String }
            #expect(Set(unguarded) == Self.open)
            let functions = try await fixture.owner.query(
                """
                SELECT p.proname AS name FROM pg_proc p
                WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prosrc LIKE '%in_scope(%'
                    AND p.prosrc !~ 'scope_is_proven|demand_proof'
                """
            ).map { try $0["name"] as String }
            #expect(functions.isEmpty)
            let forEverybody = try await fixture.owner.query(
                """
                SELECT p.proname AS name FROM pg_proc p
                WHERE p.pronamespace = 'public'::regnamespace
                    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
                    AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                        WHERE a.grantee = 0)
                """
            ).map { try $0["name"] as String }
            #expect(forEverybody.isEmpty)
            for statement in [
                "SELECT * FROM scope_key", "DELETE FROM scope_key", "CREATE TABLE public.own (a int)",
                "CREATE FUNCTION public.own() RETURNS int LANGUAGE sql AS 'SELECT 1'", "SET ROLE dangwu_owner",
                "ALTER TABLE organisation DISABLE ROW LEVEL SECURITY", "DROP POLICY proven ON organisation",
                "CREATE OR REPLACE FUNCTION scope_is_proven() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
            ] {
                let error = await #expect(throws: PostgresError.self, "\(statement)") {
                    try await connection.query(Statement(sql: statement))
                }
                #expect(error?.server?.state == .insufficientPrivilege, "\(statement)")
            }
            // A temporary table of the same name is not the one that is asked.
            try await connection.script(
                """
                CREATE TEMP TABLE scope_key (id text, inner_block bytea, outer_block bytea);
                INSERT INTO scope_key VALUES ('0000000000000000', decode(repeat('00', 64), 'hex'), decode(repeat('00', 64), 'hex'))
                """)
            let proof: String = try await connection.query(
                """
                SELECT '0000000000000000.9999999999.' || encode(sha256(decode(repeat('00', 64), 'hex')
                    || sha256(decode(repeat('00', 64), 'hex') || convert_to('!|~|||9999999999', 'UTF8'))), 'hex') AS proof
                """)[0]["proof"]
            let seen = try await Self.seen(connection, [Self.forged(.everything, proof: proof)]).filter { $0.value > 0 }
            #expect(seen.isEmpty)
        }
    }

    /// Rows of accounts carry their own path: what decides is what the account reaches.
    @Test func rowsOfAccountsAreForAccountsWithin() async throws {
        try await Self.with { fixture, connection, signer in
            let rows = try await fixture.owner.query(
                "SELECT account_id, path FROM access_grant WHERE path IN (\(Self.county.low), \(Self.neighbour.low)) ORDER BY path"
            )
            let (other, own): (UUID, UUID) = (try rows[0]["account_id"], try rows[1]["account_id"])
            let session = signer.statement(Self.county, account: own.text)
            let tokens = try await fixture.owner.query("SELECT account_id, id FROM token")
            var byAccount: [UUID: UUID] = [:]
            for row in tokens { byAccount[try row["account_id"]] = try row["id"] }
            let tokenOf = byAccount
            func attempts(_ account: UUID) -> [Statement] {
                [
                    """
                    INSERT INTO token (id, account_id, path, hash, label, expires_at, audit_event_id)
                    VALUES (\(UUID()), \(account), \(Self.county.low), sha256('x'), 'x', now() + interval '1 day', \(UUID()))
                    """,
                    """
                    INSERT INTO account_password (id, account_id, path, salt, hash, cost, block, lanes, temporary, audit_event_id)
                    VALUES (\(UUID()), \(account), \(Self.county.low), sha256('x'), sha256('y'), 14, 8, 1, false, \(UUID()))
                    """,
                    """
                    INSERT INTO grant_substitution (id, account_id, substitute_id, path, since, until, reason, audit_event_id)
                    VALUES (\(UUID()), \(account), \(own), \(Self.county.low), current_date, current_date + 5, 'x', \(UUID()))
                    """,
                    """
                    INSERT INTO second_factor (id, account_id, path, sealed, key_edition, audit_event_id)
                    VALUES (\(UUID()), \(account), \(Self.county.low), sha256('x'), 1, \(UUID()))
                    """,
                    """
                    INSERT INTO account_certificate (id, account_id, path, subject, audit_event_id)
                    VALUES (\(UUID()), \(account), \(Self.county.low), 'CN=x', \(UUID()))
                    """,
                    """
                    INSERT INTO revocation (subject_id, path, audit_event_id)
                    SELECT t.id, \(Self.county.low), \(UUID()) FROM (VALUES (\(tokenOf[account])::uuid)) AS t (id)
                    """,
                ]
            }
            for write in attempts(other) {
                let error = await #expect(throws: PostgresError.self, "\(write.sql)") {
                    try await connection.transaction(prelude: [session]) { try await $0.query(write) }
                }
                #expect(error?.server?.state == .insufficientPrivilege, "\(write.sql): \(error)")
            }
            // The same rows for the account itself are refused, if at all, for something else.
            for write in attempts(own) {
                do {
                    _ = try await connection.transaction(prelude: [session]) { try await $0.query(write) }
                } catch let error as PostgresError {
                    #expect(error.server?.state != .insufficientPrivilege, "\(write.sql): \(error)")
                }
            }
        }
    }

    private static func insert(path: String) -> Statement {
        """
        INSERT INTO notice_address (organisation_id, path, address, audit_event_id)
        VALUES (\(UUID()), \(path), 'a@b', \(UUID()))
        """
    }

    private static func event(path: String, account: UUID) -> Statement {
        """
        INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path)
        VALUES (\(UUID()), \(account), 'test', 'api', 'test', 'test', \(path))
        """
    }
}
