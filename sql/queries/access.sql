-- name: SetScope
SELECT set_config('app.scope_lo', $1, true), set_config('app.scope_hi', $2, true),
    set_config('app.account', $3, true)

-- name: ShowToken
SELECT set_config('app.token_hash', $1, true)

-- name: TokenByHash
SELECT t.id, t.account_id, a.name, t.expires_at, t.expires_at <= now() AS expired,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id) AS revoked
FROM token t JOIN account a ON a.id = t.account_id
WHERE t.hash = $1

-- name: GrantsByToken
SELECT g.path, g.role
FROM access_grant g JOIN token t ON t.account_id = g.account_id
WHERE t.hash = $1 AND g.since <= $2 AND (g.until IS NULL OR g.until > $2)
    AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
ORDER BY g.path, g.role

-- name: InsertAct
INSERT INTO act (id, account_id, account_name, door, action, subject_kind, subject_id, path, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: InsertAccount
INSERT INTO account (id, path, name, act_id) VALUES ($1, $2, $3, $4)

-- name: InsertToken
INSERT INTO token (id, account_id, path, hash, label, expires_at, act_id) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: InsertGrant
INSERT INTO access_grant (id, account_id, path, role, since, until, act_id) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: InsertRevocation
INSERT INTO revocation (subject_id, path, act_id) VALUES ($1, $2, $3)

-- name: AccountByID
SELECT id, path, name FROM account WHERE id = $1

-- name: Tokens
SELECT t.id, t.label, t.created_at, t.expires_at, a.name AS account, t.path,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id) AS revoked
FROM token t JOIN account a ON a.id = t.account_id
WHERE ($1::uuid IS NULL OR t.id > $1)
ORDER BY t.id LIMIT $2

-- name: TokenOrGrant
SELECT path FROM token WHERE id = $1
UNION ALL
SELECT path FROM access_grant WHERE id = $1

-- name: Grants
SELECT g.id, g.path, g.role, g.since, g.until, a.name AS account, a.id AS account_id,
    EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id) AS revoked
FROM access_grant g JOIN account a ON a.id = g.account_id
WHERE ($1::uuid IS NULL OR g.id > $1)
ORDER BY g.id LIMIT $2

-- name: Acts
SELECT id, at, account_name, door, action, subject_kind, subject_id, path, before, after
FROM act
WHERE ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR subject_id = $2)
ORDER BY id DESC LIMIT $3

-- name: IdempotencyByKey
SELECT request_hash, status, body FROM idempotency WHERE account_id = $1 AND key = $2

-- name: ReserveIdempotency
INSERT INTO idempotency (account_id, key, path, request_hash, status, body) VALUES ($1, $2, $3, $4, 202, '{}')

-- name: AnswerIdempotency
UPDATE idempotency SET status = $3, body = $4 WHERE account_id = $1 AND key = $2 AND status = 202

-- name: Ready
SELECT count(*) AS seen FROM (SELECT FROM organisation LIMIT 1) AS one
