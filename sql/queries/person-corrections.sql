-- owner: Members
-- tables: person_correction person_correction_decision

-- name: StandingsToCorrect (person) -> id, status, since, until, counts_from
-- Where a day of admission or of conversion is kept: the first standing of its kind.
SELECT m.id, m.status, m.since, m.until, m.counts_from FROM membership m
WHERE m.person_id = $1 AND m.status IN ('probationary', 'full', 'suspended')
ORDER BY coalesce(m.counts_from, m.since), m.since

-- name: CorrectStanding (person, id, counts_from)
UPDATE membership SET counts_from = CASE WHEN since = $3 THEN NULL ELSE $3::date END WHERE person_id = $1 AND id = $2

-- name: CorrectPerson (person, name, name_key, sex, born, audit_event)
UPDATE person SET name = $2, name_key = $3, sex = $4, born_on = $5, version = version + 1, audit_event_id = $6 WHERE id = $1

-- name: RenumberPerson (person, cipher, edition, hashes, editions, sex, born, audit_event) -> done
SELECT renumber_person($1, $2, $3::integer, $4, $5::integer[], $6, $7, $8) AS done

-- name: InsertCorrection (id, person, path, field, before, after, before_cipher, after_cipher, reason, document, account, waits,
--     open, audit_event)
INSERT INTO person_correction (id, person_id, path, field, before, after, before_cipher, after_cipher, reason, document,
    account_id, waits, open, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: LockCorrection (id) -> id, person_id, path, field, before, after, after_cipher, account_id, open
SELECT id, person_id, path, field, before, after, after_cipher, account_id, open FROM person_correction WHERE id = $1 FOR UPDATE

-- name: DecideCorrection (id, approved, reason, account, audit_event)
WITH decided AS (
    UPDATE person_correction SET open = false WHERE id = $1 AND open RETURNING person_id, path
)
INSERT INTO person_correction_decision (correction_id, person_id, path, approved, reason, account_id, audit_event_id)
SELECT $1, person_id, path, $2, $3, $4, $5 FROM decided

-- name: Corrections (low, high, after_path, after_id, waiting, limit) -> id, person_id, path, person, field, before, after,
--     reason, document, recorded_on, account, waits, approved, decided_on, decider, refusal
SELECT c.id, c.person_id, c.path, p.name AS person, c.field, c.before, c.after, c.reason, c.document, c.recorded_on,
    e.account_name AS account, c.waits, d.approved, d.decided_on, x.account_name AS decider, d.reason AS refusal
FROM (
    (SELECT c.* FROM person_correction c
        WHERE NOT $5 AND c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($3, $4) ORDER BY c.path, c.id LIMIT $6)
    UNION ALL
    (SELECT c.* FROM person_correction c
        WHERE $5 AND c.open AND c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($3, $4) ORDER BY c.path, c.id LIMIT $6)
) AS c
    LEFT JOIN person p ON p.id = c.person_id LEFT JOIN audit_event e ON e.id = c.audit_event_id
    LEFT JOIN person_correction_decision d ON d.correction_id = c.id LEFT JOIN audit_event x ON x.id = d.audit_event_id
ORDER BY c.path, c.id

-- name: CorrectionsOfPerson (person) -> id, person_id, path, person, field, before, after, reason, document, recorded_on,
--     account, waits, approved, decided_on, decider, refusal
SELECT c.id, c.person_id, c.path, p.name AS person, c.field, c.before, c.after, c.reason, c.document, c.recorded_on,
    e.account_name AS account, c.waits, d.approved, d.decided_on, x.account_name AS decider, d.reason AS refusal
FROM person_correction c
    LEFT JOIN person p ON p.id = c.person_id LEFT JOIN audit_event e ON e.id = c.audit_event_id
    LEFT JOIN person_correction_decision d ON d.correction_id = c.id LEFT JOIN audit_event x ON x.id = d.audit_event_id
WHERE c.person_id = $1 ORDER BY c.id

-- name: CorrectionsToRotate (key_edition, limit) -> id, before_cipher, after_cipher
SELECT id, before_cipher, after_cipher FROM person_correction
WHERE key_edition < $1 AND after_cipher IS NOT NULL ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED

-- name: RotateCorrections (ids, befores, afters, key_edition)
UPDATE person_correction c SET before_cipher = nullif(w.before_cipher, ''), after_cipher = w.after_cipher, key_edition = $4
FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS w (id, before_cipher, after_cipher) WHERE c.id = w.id
