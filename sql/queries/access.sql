-- owner: Access
-- tables: audit_event account token access_grant revocation idempotency scope_key import_run imported_sheet
--     imported_sheet_undo withdrawn_fact identity_lookup
--     sensitive_read

-- name: SetScope (low, high, gaps, account, proof) -> set_config, set_config, set_config, set_config, set_config
SELECT set_config('app.scope_lo', $1, true), set_config('app.scope_hi', $2, true), set_config('app.scope_gaps', $3, true),
    set_config('app.account', $4, true), set_config('app.scope_proof', $5, true)

-- name: RefreshStatistics -> refresh_statistics
SELECT refresh_statistics()

-- name: ScopeIsProven -> proven
SELECT scope_is_proven() AS proven

-- name: InsertScopeKey (id, inner_block, outer_block)
INSERT INTO scope_key (id, inner_block, outer_block) VALUES ($1, $2, $3)
ON CONFLICT ON CONSTRAINT scope_key_pk DO NOTHING

-- name: DeleteOtherScopeKeys (ids)
DELETE FROM scope_key WHERE id <> ALL ($1::text[])

-- name: ShowToken (token_hash) -> set_config
SELECT set_config('app.token_hash', $1, true)

-- name: ShownToken -> id, account_id, name, expires_at, expired, revoked
-- Without a scope the token that ShowToken named is the only one there is.
SELECT t.id, t.account_id, a.name, t.expires_at, t.expires_at <= now() AS expired,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id) AS revoked
FROM token t JOIN account a ON a.id = t.account_id

-- name: ShownGrants (day) -> id, path, role, holder_id, holder, until
SELECT id, path, role, holder_id, holder, until FROM shown_grants($1)

-- name: ShownPosts (day, second_person) -> id, path, title, level, kind, holder_id, holder, until
SELECT id, path, title, level, kind, holder_id, holder, until FROM shown_posts($1, $2)

-- name: InsertAuditEvent (id, account, account_name, door, action, subject_kind, subject, path, before, after, mac,
--     on_behalf_of)
INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, subject_id, path, before, after, mac, on_behalf_of)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: InsertAccount (id, path, name, sign_in_name, audit_event)
INSERT INTO account (id, path, name, sign_in_name, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: InsertToken (id, account, path, hash, label, kind, idle_minutes, second_factor, expires_at, made_with, audit_event)
INSERT INTO token (id, account_id, path, hash, label, kind, idle_minutes, second_factor, expires_at, made_with, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: InsertGrant (id, account, path, role, since, until, waits, audit_event)
INSERT INTO access_grant (id, account_id, path, role, since, until, waits, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: InsertRevocation (subject, path, audit_event)
INSERT INTO revocation (subject_id, path, audit_event_id) VALUES ($1, $2, $3)

-- name: AccountByID (id) -> id, path, name, sign_in_name, active
SELECT id, path, name, sign_in_name, active FROM account WHERE id = $1

-- name: Tokens (low, high, after_path, after_id, limit) -> id, account, label, scope, created, expires, last_used, revoked
SELECT t.id, a.name AS account, t.label, t.path AS scope, t.created_at AS created, t.expires_at AS expires,
    (SELECT u.used_at FROM access_use u WHERE u.subject_id = t.id) AS last_used,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)
        OR EXISTS (SELECT FROM token_replacement n WHERE n.token_id = t.id AND n.ends_at <= now()) AS revoked
FROM token t JOIN account a ON a.id = t.account_id
WHERE t.kind = 'api' AND t.path >= $1 AND t.path < $2 AND (t.path, t.id) > ($3, $4)
ORDER BY t.path, t.id LIMIT $5

-- name: SignInSessions (low, high, after_path, after_id, limit) -> id, account, label, scope, created, expires, last_used, revoked
SELECT t.id, a.name AS account, t.label, t.path AS scope, t.created_at AS created, t.expires_at AS expires,
    (SELECT u.used_at FROM access_use u WHERE u.subject_id = t.id) AS last_used,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id) AS revoked
FROM token t JOIN account a ON a.id = t.account_id
WHERE t.kind = 'session' AND t.path >= $1 AND t.path < $2 AND (t.path, t.id) > ($3, $4)
ORDER BY t.path, t.id LIMIT $5

-- name: TokensOfAccount (account, kind, after_id, limit) -> id, account, label, scope, created, expires, last_used, revoked
SELECT t.id, a.name AS account, t.label, t.path AS scope, t.created_at AS created, t.expires_at AS expires,
    (SELECT u.used_at FROM access_use u WHERE u.subject_id = t.id) AS last_used,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)
        OR EXISTS (SELECT FROM token_replacement n WHERE n.token_id = t.id AND n.ends_at <= now()) AS revoked
FROM token t JOIN account a ON a.id = t.account_id
WHERE t.account_id = $1 AND t.kind = $2 AND t.id > $3
ORDER BY t.id LIMIT $4

-- name: TokenOrGrant (id) -> path, is_grant
SELECT path, false AS is_grant FROM token WHERE id = $1
UNION ALL
SELECT path, true FROM access_grant WHERE id = $1

-- name: Grants (low, high, after_path, after_id, limit) -> id, account, account_name, role, scope, since, until, last_used,
--     revoked, waiting, refused
SELECT g.id, a.id AS account, a.name AS account_name, g.role, g.path AS scope, g.since, g.until,
    (SELECT u.used_at FROM access_use u WHERE u.subject_id = g.id) AS last_used,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id) AS revoked,
    g.waits AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id) AS waiting,
    EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id AND NOT d.approved) AS refused
FROM access_grant g JOIN account a ON a.id = g.account_id
WHERE g.path >= $1 AND g.path < $2 AND (g.path, g.id) > ($3, $4)
ORDER BY g.path, g.id LIMIT $5

-- name: GrantedRoles (day) -> role, grants
-- The number of grants valid on a day, by role.
SELECT g.role, count(*) AS grants FROM access_grant g
WHERE g.since <= $1 AND (g.until IS NULL OR g.until > $1) AND stands(g.id, g.waits)
GROUP BY g.role ORDER BY g.role

-- name: AuditEvents (low, high, before, limit) -> id, at, account, on_behalf_of, door, action, subject_kind, subject, path,
--     before, after
-- Newest first. A wide range is read backwards in time until the page is full, since most events belong to it; for a narrow one the
-- newest events of each of its places are merged, so that events elsewhere are not read.
WITH RECURSIVE scope AS (
    SELECT count(*) < 500 AS is_narrow
    FROM (SELECT FROM organisation o WHERE o.path >= $1 AND o.path < $2 LIMIT 500) AS below
), place AS (
    (SELECT a.path FROM audit_event a WHERE (SELECT is_narrow FROM scope) AND a.path >= $1 AND a.path < $2 ORDER BY a.path LIMIT 1)
    UNION ALL
    SELECT (SELECT a.path FROM audit_event a WHERE a.path > p.path AND a.path < $2 ORDER BY a.path LIMIT 1)
    FROM place p WHERE p.path IS NOT NULL
)
SELECT a.id, a.at, a.account_name AS account, a.on_behalf_of, a.door, a.action, a.subject_kind, a.subject_id AS subject, a.path,
    a.before, a.after
FROM (
    (SELECT a.* FROM audit_event a
        WHERE NOT (SELECT is_narrow FROM scope) AND a.path >= $1 AND a.path < $2
            AND a.id < $3
        ORDER BY a.id DESC LIMIT $4)
    UNION ALL
    (SELECT a.* FROM place p CROSS JOIN LATERAL (
        SELECT a.* FROM audit_event a
        WHERE a.path = p.path AND a.id < $3
        ORDER BY a.id DESC LIMIT $4) AS a)
) AS a
ORDER BY a.id DESC LIMIT $4

-- name: AuditEventsOfSubject (subject, before, limit) -> id, at, account, on_behalf_of, door, action, subject_kind,
--     subject, path, before, after
SELECT id, at, account_name AS account, on_behalf_of, door, action, subject_kind, subject_id AS subject, path, before, after
FROM audit_event
WHERE subject_id = $1 AND id < $2
ORDER BY id DESC LIMIT $3

-- name: IdempotencyByKey (account, key) -> request_hash, status, body
SELECT request_hash, status, body FROM idempotency WHERE account_id = $1 AND key = $2

-- name: ReserveIdempotency (account, key, path, request_hash)
INSERT INTO idempotency (account_id, key, path, request_hash, status, body) VALUES ($1, $2, $3, $4, 202, '{}')

-- name: AnswerIdempotency (account, key, status, body)
UPDATE idempotency SET status = $3, body = $4 WHERE account_id = $1 AND key = $2 AND status = 202

-- name: TrimIdempotency (before, limit)
DELETE FROM idempotency WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency WHERE at < $1 ORDER BY at LIMIT $2))

-- name: TrimLookups (before, limit) -> trim_identity_lookups
SELECT trim_identity_lookups($1, $2::integer)

-- name: TrimImportRuns (before, limit) -> trim_import_runs
SELECT trim_import_runs($1, $2::integer)

-- name: Ready -> seen, ready
-- The cheapest scoped query, and a function, which the server may no longer be able to run.
SELECT count(*) AS seen, installation_ready() AS ready FROM (SELECT FROM organisation LIMIT 1) AS one

-- name: LockSubjects (kind, subjects) -> locked
-- Transactions that read what is known of the same subjects, and then write, wait here. In one order, so that no two transactions wait for
-- each other, and in 256 places, since the server has room for a few thousand locks; a transaction takes kinds in rising order.
SELECT pg_advisory_xact_lock($1::integer, b.place)::text AS locked
FROM (SELECT DISTINCT hashtext(s.subject) & 255 AS place FROM unnest($2::text[]) AS s (subject) ORDER BY 1) AS b

-- name: GrantHeld (account, role, path, since, until) -> id
-- A grant of the same role over the same subtree that holds on one of the days and was not revoked.
SELECT g.id FROM access_grant g
WHERE g.account_id = $1 AND g.role = $2 AND g.path = $3 AND (g.until IS NULL OR g.until > $4) AND ($5::date IS NULL OR g.since < $5)
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
    AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id AND NOT d.approved) LIMIT 1

-- name: ImportRuns (path, kind, file_hash) -> number, at, undone
-- Imports of a file today, the last first.
SELECT r.number, r.at, EXISTS (
    SELECT FROM imported_sheet s JOIN imported_sheet_undo u ON u.import_id = s.id WHERE s.audit_event_id = r.audit_event_id) AS undone
FROM import_run r WHERE r.path = $1 AND r.kind = $2 AND r.file_hash = $3 AND r.day = today_in_china()
ORDER BY r.number DESC LIMIT 1

-- name: InsertImportRun (path, kind, file_hash, number, audit_event)
INSERT INTO import_run (path, kind, file_hash, number, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: KeepImportedSheet (id, path, kind, file_hash, rows, added, changed, audit_event)
-- With the audit events of this transaction: identifiers begin with the time, so that only the last of them are read.
INSERT INTO imported_sheet (id, path, kind, file_hash, rows, added, changed, audit_event_id, events)
SELECT $1, $2, $3, $4, $5::integer, $6::integer, $7::integer, $8, ARRAY(
    SELECT e.id FROM audit_event e
    WHERE e.id >= (left($8::uuid::text, 13) || '-0000-0000-000000000000')::uuid AND e.xmin = pg_current_xact_id()::xid)

-- name: ImportedSheets (low, high, after_path, after_id, limit) -> id, path, kind, imported_at, account, rows, added, changed,
--     undone_on, undo_reason
-- The last of each place first.
SELECT i.id, i.path, i.kind, i.imported_at, e.account_name AS account, i.rows, i.added, i.changed, u.undone_on, u.reason AS undo_reason
FROM (SELECT s.* FROM imported_sheet s WHERE s.path >= $1 AND (s.path, s.id) < (least($2, $3), $4)
        ORDER BY s.path DESC, s.id DESC LIMIT $5) AS i
    LEFT JOIN audit_event e ON e.id = i.audit_event_id LEFT JOIN imported_sheet_undo u ON u.import_id = i.id
ORDER BY i.path DESC, i.id DESC

-- name: LockImportedSheet (id) -> id
SELECT id FROM imported_sheet WHERE id = $1 FOR NO KEY UPDATE

-- name: ImportedSheet (id) -> id, path, kind, imported_at, account, rows, added, changed, undone_on, undo_reason
SELECT i.id, i.path, i.kind, i.imported_at, e.account_name AS account, i.rows, i.added, i.changed, u.undone_on, u.reason AS undo_reason
FROM imported_sheet i
    LEFT JOIN audit_event e ON e.id = i.audit_event_id LEFT JOIN imported_sheet_undo u ON u.import_id = i.id
WHERE i.id = $1

-- name: ImportHindrances (id) -> subject, relation, day
SELECT subject, relation, day FROM import_hindrances($1)

-- name: WithdrawImport (id, reason, audit_event) -> relation, facts
SELECT relation, facts FROM withdraw_import($1, $2, $3)

-- name: WithdrawnFrom (id) -> person_id
-- People whose facts were taken back and who are still on the register.
SELECT DISTINCT p.id AS person_id FROM withdrawn_fact w JOIN person p ON p.id = (w.fact ->> 'person_id')::uuid
WHERE w.import_id = $1

-- name: KeepLookups (account, path, hashes, births, key_edition)
INSERT INTO identity_lookup (account_id, path, id_hash, birth_hash, key_edition)
SELECT $1, $2, l.id_hash, l.birth_hash, $5 FROM unnest($3::bytea[], $4::bytea[]) AS l (id_hash, birth_hash) ORDER BY l.id_hash
ON CONFLICT ON CONSTRAINT identity_lookup_pk DO NOTHING

-- name: DropLookups (key_edition)
-- What was asked for under an earlier key.
DELETE FROM identity_lookup WHERE key_edition < $1

-- name: CountLookups (account, births) -> numbers, of_one_day
-- How many numbers an account has asked for today, and how many of them at most share one of the birth dates.
SELECT (SELECT count(*) FROM identity_lookup WHERE account_id = $1 AND day = today_in_china()) AS numbers,
    coalesce((SELECT max(b.numbers) FROM (
        SELECT count(*) AS numbers FROM identity_lookup
        WHERE account_id = $1 AND day = today_in_china() AND birth_hash = ANY ($2::bytea[]) GROUP BY birth_hash) AS b), 0) AS of_one_day

-- name: CountSensitiveRead (reading, ids, paths, rows, account, reader, place, door, kind, subject, person, purpose,
--     filters, audit_event)
-- A line for each office; what a further page shows of the same office is added to its line.
INSERT INTO sensitive_read (id, reading_id, path, account_id, reader, office, door, kind, subject, person_id, purpose, filters,
    rows, audit_event_id)
SELECT l.id, $1, l.path, $5, $6, (SELECT o.name FROM organisation o WHERE o.path = $7), $8, $9, $10, $11, $12, $13, l.rows, $14
FROM unnest($2::uuid[], $3::text[], $4::integer[]) AS l (id, path, rows) ORDER BY l.path COLLATE "C"
ON CONFLICT ON CONSTRAINT sensitive_read_once DO UPDATE SET rows = sensitive_read.rows + excluded.rows

-- name: KeepSensitiveRead (id, reading, path, account, reader, place, door, kind, subject, person, purpose, filters,
--     audit_event)
-- About one person, whose office may lie outside the scope.
INSERT INTO sensitive_read (id, reading_id, path, account_id, reader, office, door, kind, subject, person_id, purpose, filters,
    rows, audit_event_id)
VALUES ($1, $2, $3, $4, $5, (SELECT o.name FROM organisation o WHERE o.path = $6), $7, $8, $9, $10, $11, $12, 1, $13)

-- name: SensitiveReads (low, high, after_path, after_id, limit) -> id, at, reader, office, door, kind, subject, person,
--     person_name, purpose, filters, rows, scope
SELECT r.id, r.at, r.reader, r.office, r.door, r.kind, r.subject, r.person_id AS person,
    coalesce(p.name, name_in_office(r.person_id)) AS person_name, r.purpose, r.filters, r.rows, r.path AS scope
FROM sensitive_read r LEFT JOIN person p ON p.id = r.person_id
WHERE r.path >= $1 AND r.path < $2 AND (r.path, r.id) > ($3, $4)
ORDER BY r.path, r.id LIMIT $5
