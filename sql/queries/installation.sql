-- owner: Access
-- tables: key_check key_rotation

-- name: KeyCheckValue (name) -> value
SELECT value FROM key_check WHERE name = $1 ORDER BY edition DESC LIMIT 1

-- name: InsertKeyCheck (name, edition, value)
-- Of two programs that start at once the first one decides.
INSERT INTO key_check (name, edition, value) VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT key_check_pk DO NOTHING

-- name: KeyEditions (name) -> edition, value, is_retired
SELECT c.edition, c.value, EXISTS (SELECT FROM key_rotation r
    WHERE r.name = c.name AND r.edition = c.edition AND r.step = 'retired') AS is_retired
FROM key_check c WHERE c.name = $1 ORDER BY c.edition

-- name: KeyState -> writing, finding, value
-- The editions that numbers are written and found with, and the check value of the former.
SELECT writing_key() AS writing, coalesce((SELECT max(r.edition) FROM key_rotation r
        WHERE r.name = 'identity' AND r.step = 'filled'), 1) AS finding,
    (SELECT c.value FROM key_check c WHERE c.name = 'identity' ORDER BY c.edition DESC LIMIT 1) AS value

-- name: ShareKeys -> locked
-- Numbers are written under one state of the keys: a step of a rotation waits for the end of the transaction.
SELECT pg_advisory_xact_lock_shared(99, 0)::text AS locked

-- name: LockKeys -> locked
SELECT pg_advisory_xact_lock(99, 0)::text AS locked

-- name: TryRotation -> is_mine
-- One rotation at a time, for as long as its connection lives.
SELECT pg_try_advisory_lock(99, 1) AS is_mine

-- name: EndRotation -> is_ended
SELECT pg_advisory_unlock(99, 1) AS is_ended

-- name: InsertKeyStep (name, edition, step)
INSERT INTO key_rotation (name, edition, step) VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT key_rotation_pk DO NOTHING

-- name: ServerFacts -> version, encoding, collation, collation_version, actual_version, maximum, reserved, others,
--     database_limit, role_limit, tls, client, now, zone
-- The server as this connection finds it. Connections of the same role are not counted: a running server holds them itself.
SELECT current_setting('server_version_num')::integer AS version, pg_encoding_to_char(d.encoding)::text AS encoding,
    d.datcollate AS collation, d.datcollversion AS collation_version,
    pg_database_collation_actual_version(d.oid) AS actual_version,
    current_setting('max_connections')::integer AS maximum,
    current_setting('superuser_reserved_connections')::integer AS reserved,
    (SELECT count(*) FROM pg_stat_activity a WHERE a.backend_type = 'client backend' AND a.usename <> current_user) AS others,
    d.datconnlimit AS database_limit, r.rolconnlimit AS role_limit,
    coalesce((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false) AS tls,
    host(inet_client_addr()) AS client, clock_timestamp() AS now, current_setting('log_timezone') AS zone
FROM pg_database d JOIN pg_roles r ON r.rolname = current_user
WHERE d.datname = current_database()

-- name: ByteOrder -> words
-- What every list rests on: the collation "C" compares bytes, whatever the database's own collation is.
SELECT string_agg(w.word, ' ' ORDER BY w.word COLLATE "C") AS words FROM unnest(ARRAY['b', '中', 'B', 'a', '~', 'A']) AS w (word)

-- name: RiskySettings -> name
SELECT s.name FROM pg_settings s
WHERE s.name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND s.setting = 'off' ORDER BY s.name

-- name: RoleFacts (role) -> is_superuser, bypasses_rls, creates_roles, creates_databases, replicates, owned, is_owner, settings
SELECT r.rolsuper AS is_superuser, r.rolbypassrls AS bypasses_rls, r.rolcreaterole AS creates_roles,
    r.rolcreatedb AS creates_databases, r.rolreplication AS replicates,
    (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = current_schema()::regnamespace) AS owned,
    EXISTS (SELECT FROM pg_class c WHERE c.relowner <> r.oid AND c.relkind = 'r'
        AND c.relnamespace = current_schema()::regnamespace AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS is_owner,
    ARRAY(SELECT DISTINCT split_part(x.setting, '=', 1) FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS x (setting)
        WHERE s.setrole = r.oid ORDER BY 1) AS settings
FROM pg_roles r WHERE r.rolname = $1

-- name: OwnerFacts -> is_superuser, creates_roles, makes_tables, makes_schemas
SELECT r.rolsuper AS is_superuser, r.rolcreaterole AS creates_roles,
    has_schema_privilege(current_user, current_schema(), 'CREATE') AS makes_tables,
    has_database_privilege(current_user, current_database(), 'CREATE') AS makes_schemas
FROM pg_roles r WHERE r.rolname = current_user

-- name: UnreadableTables (role) -> name
-- Tables under the scope that a role cannot read.
SELECT c.relname::text AS name FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AND NOT has_any_column_privilege($1::name, c.oid, 'SELECT')
ORDER BY c.relname

-- name: UnguardedTables -> name
-- Tables without row-level security; the list of migrations is no secret.
SELECT c.relname::text AS name FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace AND NOT c.relrowsecurity
    AND c.relname <> 'schema_migration'
ORDER BY c.relname

-- name: PublicRoutines -> name
-- Routines of the schema that everybody may execute, without those of extensions.
SELECT p.oid::regprocedure::text AS name FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
ORDER BY 1

-- name: UnsafeRelations -> name
-- Indexes that are not used and tables that a crash empties.
SELECT c.relname::text AS name FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace
    AND (c.relpersistence = 'u' OR NOT coalesce(i.indisvalid AND i.indisready, true))
ORDER BY c.relname

-- name: TrustingRules -> line
-- Lines of pg_hba.conf that let people in without asking who they are, or that cannot be read. For superusers only.
SELECT h.line_number AS line FROM pg_hba_file_rules h WHERE h.auth_method = 'trust' OR h.error IS NOT NULL ORDER BY h.line_number

-- name: NoticeBacklog -> waiting, failing, oldest
SELECT count(*) AS waiting, count(*) FILTER (WHERE n.failure IS NOT NULL) AS failing, min(n.made_at) AS oldest
FROM notice n WHERE n.sent_at IS NULL AND n.void IS NULL

-- name: SignInNameTaken (name) -> taken
SELECT EXISTS (SELECT FROM account a WHERE a.sign_in_name = $1) AS taken

-- name: GrantsOfRoles (roles, day) -> account, name, path, sign_in_name, is_usable
-- Who holds one of the roles on a day, and whether a token of theirs is still valid.
SELECT a.id AS account, a.name, g.path, a.sign_in_name, EXISTS (SELECT FROM token t WHERE t.account_id = a.id AND t.expires_at > now()
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)) AS is_usable
FROM access_grant g JOIN account a ON a.id = g.account_id
WHERE g.role = ANY ($1) AND g.since <= $2 AND (g.until IS NULL OR g.until > $2)
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
ORDER BY g.path, a.name LIMIT 20
