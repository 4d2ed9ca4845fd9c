-- owner: Access
-- tables: token_replacement account_password second_factor recovery_code code_use sign_in_attempt access_use

-- name: BeginSignIn (name, name_hash, door, attempt, since, allowed, kept_since) -> locked, account_id, path, name, active,
--     password_id, salt, hash, cost, block, lanes, temporary, expired, used, factor_id, sealed
SELECT locked, account_id, path, name, active, password_id, salt, hash, cost, block, lanes, temporary, expired, used, factor_id,
    sealed
FROM begin_sign_in($1, $2, $3, $4, $5, $6::integer, $7)

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

-- name: TokenByID (id) -> id, account_id, path, label, kind, expires_at, second_factor, revoked
SELECT t.id, t.account_id, t.path, t.label, t.kind, t.expires_at, t.second_factor,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)
        OR EXISTS (SELECT FROM token_replacement n WHERE n.token_id = t.id AND n.ends_at <= now()) AS revoked
FROM token t WHERE t.id = $1

-- name: ReplaceToken (token, path, successor, ends_at, audit_event)
INSERT INTO token_replacement (token_id, path, successor_id, ends_at, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: UseCode (subject, step, path)
INSERT INTO code_use (subject_id, step, path) VALUES ($1, $2, $3)

-- name: InsertSecondFactor (id, account, path, sealed, audit_event)
INSERT INTO second_factor (id, account_id, path, sealed, audit_event_id) VALUES ($1, $2, $3, $4, $5)

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
    (SELECT count(*) FROM sign_in_attempt s WHERE s.account_id = a.id AND s.outcome = 'failed' AND s.at > greatest($5, w.set_at,
        (SELECT max(o.at) FROM sign_in_attempt o WHERE o.account_id = a.id AND o.outcome = 'succeeded'))) >= $6 AS is_locked,
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

-- name: AccessReview (low, high, after_path, after_id, failures_since, allowed, day, limit) -> id, account, account_name,
--     sign_in_name, person, person_name, role, scope, since, until, last_used, active, is_locked, has_second_factor, posts
-- Every grant that holds or will hold, with what speaks against it. Posts: the places of the offices that the person holds.
SELECT g.id, a.id AS account, a.name AS account_name, a.sign_in_name, l.person_id AS person, p.name AS person_name, g.role,
    g.path AS scope, g.since, g.until, (SELECT u.used_at FROM access_use u WHERE u.subject_id = g.id) AS last_used, a.active,
    (SELECT count(*) FROM sign_in_attempt s WHERE s.account_id = a.id AND s.outcome = 'failed' AND s.at > greatest($5,
        (SELECT max(h.set_at) FROM account_password h WHERE h.account_id = a.id),
        (SELECT max(o.at) FROM sign_in_attempt o WHERE o.account_id = a.id AND o.outcome = 'succeeded'))) >= $6 AS is_locked,
    EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)) AS has_second_factor,
    ARRAY(SELECT o.path::text FROM tenure t JOIN post o ON o.id = t.post_id
        WHERE t.person_id = l.person_id AND t.annulled_audit_event_id IS NULL AND t.since <= $7 AND (t.until IS NULL OR t.until > $7)) AS posts
FROM access_grant g JOIN account a ON a.id = g.account_id
    LEFT JOIN account_person l ON l.account_id = a.id AND l.ended_at IS NULL
    LEFT JOIN person p ON p.id = l.person_id
WHERE g.path >= $1 AND g.path < $2 AND (g.path, g.id) > ($3, $4) AND (g.until IS NULL OR g.until > $7)
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
ORDER BY g.path, g.id LIMIT $8
