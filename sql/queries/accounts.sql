-- owner: Access
-- tables: token_replacement account_password second_factor recovery_code code_use sign_in_attempt access_use account_certificate
--     grant_substitution grant_decision post_suspension

-- name: BeginSignIn (name, name_hash, source, door, attempt, since, allowed, together, kept_since) -> locked, account_id, path, name, active,
--     password_id, salt, hash, cost, block, lanes, temporary, expired, used, factor_id, sealed
SELECT locked, account_id, path, name, active, password_id, salt, hash, cost, block, lanes, temporary, expired, used, factor_id,
    sealed
FROM begin_sign_in($1, $2, $3, $4, $5, $6, $7::integer, $8::integer, $9)

-- name: BeginCertificateSignIn (subject, hash, door, attempt, since, allowed) -> locked, account_id, path, name, active,
--     certificate_id, temporary, password_id, factor_id, sealed
SELECT locked, account_id, path, name, active, certificate_id, temporary, password_id, factor_id, sealed
FROM begin_certificate_sign_in($1, $2, $3, $4, $5, $6::integer)

-- name: BindCertificate (id, account, path, subject, until, audit_event)
INSERT INTO account_certificate (id, account_id, path, subject, until, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: UnbindCertificate (id, account, audit_event) -> subject
UPDATE account_certificate SET ended_at = clock_timestamp(), ended_audit_event_id = $3
WHERE id = $1 AND account_id = $2 AND ended_at IS NULL RETURNING subject

-- name: CertificatesOfAccount (account, limit) -> id, account, subject, bound, until, ended
SELECT c.id, c.account_id AS account, c.subject, c.bound_at AS bound, c.until, c.ended_at AS ended
FROM account_certificate c WHERE c.account_id = $1 ORDER BY c.bound_at DESC LIMIT $2

-- name: FinishSignIn (attempt, outcome) -> finish_sign_in
SELECT finish_sign_in($1, $2)

-- name: OwnAccount -> account_id, path, name, sign_in_name
SELECT account_id, path, name, sign_in_name FROM own_account()

-- name: TokenState (hash, every_minutes) -> token_id, account_path, kind, second_factor, active, must_change, has_factor, idle,
--     replaced, stale
SELECT token_id, account_path, kind, second_factor, active, must_change, has_factor, idle, replaced, stale
FROM token_state($1, $2::integer)

-- name: NoteUse (hash, used) -> note_use
SELECT note_use($1, $2)

-- name: OneHand (account, other) -> one_hand
SELECT one_hand($1, $2)

-- name: ConcernsCaller (account, person) -> concerns_caller
SELECT concerns_caller($1, $2)

-- name: EndOutgrown (account, roles, givers, with_posts, trusted, audit_event) -> secrets, tokens, certificates
SELECT secrets, tokens, certificates FROM end_outgrown($1, $2, $3, $4, $5, $6)

-- name: OwnSecretIsOutgrown (givers) -> own_secret_is_outgrown
SELECT own_secret_is_outgrown($1)

-- name: PersonIsWithin (person) -> person_is_within
SELECT person_is_within($1)

-- name: AccountIsWithin (account) -> account_is_within
SELECT account_is_within($1)

-- name: InsertPassword (id, account, path, salt, hash, cost, block, lanes, temporary, expires_at, audit_event)
INSERT INTO account_password (id, account_id, path, salt, hash, cost, block, lanes, temporary, expires_at, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: EndSessions (account, except, audit_event)
-- Every open session of an account but one.
INSERT INTO revocation (subject_id, path, audit_event_id)
SELECT t.id, t.path, $3 FROM token t
WHERE t.account_id = $1 AND t.id <> $2 AND t.kind = 'session' AND t.expires_at > now()
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)
ON CONFLICT DO NOTHING

-- name: EndTokens (account, audit_event)
-- Every session and token of an account that is given back to its person.
INSERT INTO revocation (subject_id, path, audit_event_id)
SELECT t.id, t.path, $2 FROM token t
WHERE t.account_id = $1 AND t.expires_at > now() AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)
ON CONFLICT DO NOTHING

-- name: TokenByID (id) -> id, account_id, path, label, kind, expires_at, second_factor, made_with, revoked
SELECT t.id, t.account_id, t.path, t.label, t.kind, t.expires_at, t.second_factor, t.made_with,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)
        OR EXISTS (SELECT FROM token_replacement n WHERE n.token_id = t.id AND n.ends_at <= now()) AS revoked
FROM token t WHERE t.id = $1

-- name: ReplaceToken (token, path, successor, ends_at, audit_event)
INSERT INTO token_replacement (token_id, path, successor_id, ends_at, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: UseSecret (subject, path)
-- Of two at once the second waits, and finds it used.
INSERT INTO code_use (subject_id, step, path) VALUES ($1, 0, $2) ON CONFLICT ON CONSTRAINT code_use_pk DO NOTHING

-- name: UseCode (subject, step, path)
INSERT INTO code_use (subject_id, step, path) VALUES ($1, $2, $3)

-- name: InsertSecondFactor (id, account, path, sealed, key_edition, audit_event)
INSERT INTO second_factor (id, account_id, path, sealed, key_edition, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: FactorsToRotate (key_edition, after, limit) -> id, account_id, sealed
SELECT id, account_id, sealed FROM second_factor WHERE id > $2 AND key_edition < $1
ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED

-- name: RotateFactors (ids, secrets, key_edition)
UPDATE second_factor f SET sealed = w.sealed, key_edition = $3
FROM unnest($1::uuid[], $2::bytea[]) AS w (id, sealed) WHERE f.id = w.id

-- name: FactorsLeft (key_edition) -> n
SELECT count(*) AS n FROM second_factor WHERE key_edition < $1

-- name: TriedAccounts -> id, sign_in_name
-- Accounts whose sign-in attempts are counted.
SELECT a.id, a.sign_in_name FROM account a
WHERE a.sign_in_name IS NOT NULL AND EXISTS (SELECT FROM sign_in_attempt s WHERE s.account_id = a.id)

-- name: RotateAttempts (accounts, hashes)
UPDATE sign_in_attempt s SET name_hash = w.hash, source = NULL
FROM unnest($1::uuid[], $2::bytea[]) AS w (account, hash) WHERE s.account_id = w.account AND s.name_hash <> w.hash

-- name: ForgetAttempts (hashes)
-- Names that belong to no account cannot be hashed again; what was tried is not kept under a key that is put away.
UPDATE sign_in_attempt SET name_hash = sha256(gen_random_uuid()::text::bytea), source = NULL WHERE name_hash <> ALL ($1::bytea[])

-- name: EndSecondFactors (account, audit_event)
INSERT INTO revocation (subject_id, path, audit_event_id)
SELECT f.id, f.path, $2 FROM second_factor f
WHERE f.account_id = $1 AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)

-- name: InsertRecoveryCode (id, second_factor, account, path, hash, audit_event)
INSERT INTO recovery_code (id, second_factor_id, account_id, path, hash, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: RecoveryCode (second_factor, hash) -> id
SELECT id FROM recovery_code_of($1, $2)

-- name: ChangeAccount (id, name, sign_in_name, active)
UPDATE account SET name = $2, sign_in_name = $3, active = $4 WHERE id = $1

-- name: Accounts (low, high, after_path, after_id, failures_since, allowed, limit) -> id, name, sign_in_name, scope, active,
--     person, person_name, has_password, must_change, has_second_factor, is_locked, grants, last_used
SELECT a.id, a.name, a.sign_in_name, a.path AS scope, a.active, l.person_id AS person, p.name AS person_name,
    w.set_at IS NOT NULL AS has_password, coalesce(w.temporary, false) AS must_change,
    EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)) AS has_second_factor,
    is_locked(a.id, greatest($5, w.set_at), $6::integer) AS is_locked,
    (SELECT count(*) FROM access_grant g WHERE g.account_id = a.id
        AND (g.until IS NULL OR g.until > (now() AT TIME ZONE 'Asia/Shanghai')::date)
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)) AS grants,
    (SELECT max(u.used_at) FROM token t JOIN access_use u ON u.subject_id = t.id WHERE t.account_id = a.id) AS last_used
FROM account a
    LEFT JOIN account_person l ON l.account_id = a.id AND l.ended_at IS NULL
    LEFT JOIN person p ON p.id = l.person_id
    LEFT JOIN LATERAL (SELECT h.set_at, h.temporary FROM account_password h WHERE h.account_id = a.id
        ORDER BY h.set_at DESC LIMIT 1) AS w ON true
WHERE a.path >= $1 AND a.path < $2 AND (a.path, a.id) > ($3, $4)
ORDER BY a.path, a.id LIMIT $7

-- name: AccessReview (low, high, after_path, after_id, failures_since, allowed, day, with_posts, second_person, limit) -> id, kind, account,
--     account_name, sign_in_name, person, person_name, role, title, level, organisation_kind, in_place_of, scope, since, until,
--     last_used, waiting, suspended, active, is_locked, has_second_factor, posts, given_for, given_to_self
-- Everything that gives an account something, today or later, with what speaks against it: grants, substitutions, and posts where access
-- follows them. Posts: the places of the offices that the person holds.
SELECT g.id, g.kind, a.id AS account, a.name AS account_name, a.sign_in_name, l.person_id AS person, p.name AS person_name, g.role,
    g.title, g.level, g.organisation_kind, g.in_place_of, g.path AS scope, g.since, g.until,
    (SELECT u.used_at FROM access_use u WHERE u.subject_id = g.id) AS last_used, g.waiting, g.suspended, a.active,
    is_locked(a.id, greatest($5, (SELECT max(h.set_at) FROM account_password h WHERE h.account_id = a.id)), $6::integer) AS is_locked,
    EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)) AS has_second_factor,
    ARRAY(SELECT o.path::text FROM tenure t JOIN post o ON o.id = t.post_id
        WHERE t.person_id = l.person_id AND t.annulled_audit_event_id IS NULL AND t.since <= $7 AND (t.until IS NULL OR t.until > $7)) AS posts,
    CASE WHEN g.kind <> 'post' THEN e.on_behalf_of END AS given_for,
    g.kind <> 'post' AND (e.account_id = a.id OR (SELECT true FROM account_person m
        WHERE m.account_id = e.account_id AND m.person_id = l.person_id LIMIT 1)) IS TRUE AS given_to_self
FROM (
    (SELECT g.id, 'grant' AS kind, g.account_id, g.role, NULL::text AS title, NULL::text AS level, NULL::text AS organisation_kind,
        NULL::text AS in_place_of, g.path, g.since, g.until,
        g.waits AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id) AS waiting, false AS suspended,
        g.audit_event_id
    FROM access_grant g
    WHERE g.path >= $1 AND g.path < $2 AND (g.path, g.id) > ($3, $4) AND (g.until IS NULL OR g.until > $7)
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
        AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id AND NOT d.approved)
    ORDER BY g.path, g.id LIMIT $10)
    UNION ALL
    (SELECT s.id, 'substitution', s.substitute_id, NULL, NULL, NULL, NULL,
        (SELECT h.name FROM account h WHERE h.id = s.account_id), s.path, s.since, s.until,
        s.waits AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id), false, s.audit_event_id
    FROM grant_substitution s
    WHERE s.path >= $1 AND s.path < $2 AND (s.path, s.id) > ($3, $4) AND s.until > $7
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
        AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id AND NOT d.approved)
    ORDER BY s.path, s.id LIMIT $10)
    UNION ALL
    (SELECT t.id, 'post', l.account_id, NULL, p.title, o.level, o.kind, NULL, t.path, t.since, least(t.until, l.reach_until),
        $9 AND EXISTS (SELECT FROM waiting_post(t.id) w WHERE w.account_id = l.account_id),
        EXISTS (SELECT FROM post_suspension x WHERE x.tenure_id = t.id AND x.account_id = l.account_id
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = x.id)), NULL
    FROM account_person l JOIN tenure t ON t.person_id = l.person_id JOIN post p ON p.id = t.post_id
        JOIN organisation o ON o.id = p.organisation_id
    WHERE $8 AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > $7)
        AND (l.reach_until IS NULL OR l.reach_until > $7)
        AND t.path >= $1 AND t.path < $2 AND (t.path, t.id) > ($3, $4)
    ORDER BY t.path, t.id LIMIT $10)
) AS g JOIN account a ON a.id = g.account_id
    LEFT JOIN LATERAL (SELECT v.account_id, v.on_behalf_of FROM audit_event v WHERE v.id = g.audit_event_id LIMIT 1) AS e ON true
    LEFT JOIN account_person l ON l.account_id = a.id AND l.ended_at IS NULL
    LEFT JOIN person p ON p.id = l.person_id
ORDER BY g.path, g.id LIMIT $10

-- name: InsertSubstitution (id, account, substitute, path, since, until, reason, waits, audit_event)
INSERT INTO grant_substitution (id, account_id, substitute_id, path, since, until, reason, waits, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: SubstitutionByID (id) -> account_id, substitute_id, path
SELECT account_id, substitute_id, path FROM grant_substitution WHERE id = $1

-- name: Substitutions (low, high, after_path, after_id, limit) -> id, account, in_place_of, substitute, substitute_name, scope, since,
--     until, reason, last_used, waiting, ended
-- Who acts in place of somebody else may belong to another part of the tree.
SELECT s.id, s.account_id AS account, h.name AS in_place_of, s.substitute_id AS substitute, coalesce(a.name, '-') AS substitute_name,
    s.path AS scope, s.since, s.until, s.reason, (SELECT u.used_at FROM access_use u WHERE u.subject_id = s.id) AS last_used,
    s.waits AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id) AS waiting,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
        OR EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id AND NOT d.approved) AS ended
FROM grant_substitution s JOIN account h ON h.id = s.account_id LEFT JOIN account a ON a.id = s.substitute_id
WHERE s.path >= $1 AND s.path < $2 AND (s.path, s.id) > ($3, $4)
ORDER BY s.path, s.id LIMIT $5

-- name: WaitingGrants (low, high, after_path, after_id, with_posts, day, limit) -> id, kind, account, account_name, in_place_of, role,
--     title, level, organisation_kind, scope, since, until, made_by, at
SELECT g.id, g.kind, g.account_id AS account, coalesce(a.name, '-') AS account_name, g.in_place_of, g.role, g.title, g.level,
    g.organisation_kind, g.path AS scope, g.since, g.until, coalesce(e.account_name, g.made_by) AS made_by, coalesce(e.at, g.at) AS at
FROM (
    (SELECT g.id, 'grant' AS kind, g.account_id, NULL::text AS in_place_of, g.role, NULL::text AS title, NULL::text AS level,
        NULL::text AS organisation_kind, g.path, g.since, g.until, g.audit_event_id, NULL::text AS made_by, NULL::timestamptz AS at
    FROM access_grant g
    WHERE g.path >= $1 AND g.path < $2 AND (g.path, g.id) > ($3, $4) AND g.waits
        AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id)
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
    ORDER BY g.path, g.id LIMIT $7)
    UNION ALL
    (SELECT s.id, 'substitution', s.substitute_id, (SELECT h.name FROM account h WHERE h.id = s.account_id), NULL, NULL, NULL, NULL,
        s.path, s.since, s.until, s.audit_event_id, NULL, NULL
    FROM grant_substitution s
    WHERE s.path >= $1 AND s.path < $2 AND (s.path, s.id) > ($3, $4) AND s.waits
        AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id)
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
    ORDER BY s.path, s.id LIMIT $7)
    UNION ALL
    (SELECT t.id, 'post', w.account_id, NULL, NULL, p.title, o.level, o.kind, t.path, t.since, t.until, NULL::uuid, w.made_by_name, w.at
    FROM account_person l JOIN tenure t ON t.person_id = l.person_id JOIN post p ON p.id = t.post_id
        JOIN organisation o ON o.id = p.organisation_id JOIN LATERAL waiting_post(t.id) w ON w.account_id = l.account_id
    WHERE $5 AND l.ended_at IS NULL AND (t.until IS NULL OR t.until > $6) AND t.path >= $1 AND t.path < $2 AND (t.path, t.id) > ($3, $4)
    ORDER BY t.path, t.id LIMIT $7)
) AS g LEFT JOIN audit_event e ON e.id = g.audit_event_id LEFT JOIN account a ON a.id = g.account_id
ORDER BY g.path, g.id LIMIT $7

-- name: WaitingGrant (id, with_posts) -> path, account, holder, made_by
-- What waits, who gains by it, whose grants they would use, and who decided it.
SELECT g.path, g.account_id AS account, g.holder, e.account_id AS made_by
FROM (
    SELECT g.id, g.path, g.account_id, NULL::uuid AS holder, g.audit_event_id FROM access_grant g WHERE g.id = $1 AND g.waits
    UNION ALL
    SELECT s.id, s.path, s.substitute_id, s.account_id, s.audit_event_id FROM grant_substitution s WHERE s.id = $1 AND s.waits
) AS g JOIN audit_event e ON e.id = g.audit_event_id
WHERE NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id)
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
UNION ALL
SELECT t.path, w.account_id, NULL, w.made_by FROM tenure t CROSS JOIN LATERAL waiting_post(t.id) w WHERE $2 AND t.id = $1

-- name: InsertGrantDecision (subject, path, account, approved, reason, audit_event)
INSERT INTO grant_decision (subject_id, path, account_id, approved, reason, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: PostAccess (tenure, account) -> path, suspension
-- A tenure of the person behind an account, and the suspension of what goes with it.
SELECT t.path, (SELECT x.id FROM post_suspension x WHERE x.tenure_id = t.id AND x.account_id = l.account_id
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = x.id) LIMIT 1) AS suspension
FROM account_person l JOIN tenure t ON t.person_id = l.person_id
WHERE t.id = $1 AND l.account_id = $2 AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL

-- name: InsertPostSuspension (id, account, tenure, path, reason, audit_event)
INSERT INTO post_suspension (id, account_id, tenure_id, path, reason, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: PostSuspensionByID (id) -> account_id, path
SELECT account_id, path FROM post_suspension WHERE id = $1

-- name: RolesOf (account) -> role
SELECT role FROM roles_of($1)

-- name: RolesInHands -> account, name, roles
-- Accounts that hold something today or later, with all their roles.
SELECT a.id AS account, a.name, ARRAY(SELECT role FROM roles_of(a.id)) AS roles FROM account a WHERE a.active ORDER BY a.path, a.id
