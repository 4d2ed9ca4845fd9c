-- owner: Points
-- tables: account_person ledger_entry points_scheme points_edition points_local points_subject points_participation
--     points_exemption points_fact points_claim points_claim_event points_period points_period_event points_sheet

-- name: InsertPointsScheme (id, path, key, subject, audit_event)
INSERT INTO points_scheme (id, path, key, subject, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: PointsSchemeOwned (path, key) -> id, subject
SELECT id, subject FROM points_scheme WHERE path = $1 AND key = $2

-- name: InsertPointsEdition (scheme, version, path, from_on, until_on, name_zh, name_en, document, place, main,
--     files, audit_event)
INSERT INTO points_edition (scheme_id, version, path, from_on, until_on, name_zh, name_en, document, place, main,
    files, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: PointsEditions (key) -> id, key, path, subject, version, from_on, until_on, main, files
SELECT s.id, s.key, s.path, s.subject, e.version, e.from_on, e.until_on, e.main, e.files
FROM points_scheme s JOIN points_edition e ON e.scheme_id = s.id
WHERE s.key = $1 ORDER BY s.path, e.from_on

-- name: PointsSchemes (after_scheme, after_version, limit) -> id, key, path, subject, version, from_on, until_on,
--     name_zh, name_en, document, place, organisation
SELECT s.id, s.key, s.path, s.subject, e.version, e.from_on, e.until_on, e.name_zh, e.name_en, e.document, e.place,
    o.name AS organisation
FROM points_edition e JOIN points_scheme s ON s.id = e.scheme_id LEFT JOIN organisation o ON o.path = s.path
WHERE (e.scheme_id, e.version) > ($1, $2)
ORDER BY e.scheme_id, e.version LIMIT $3

-- name: InsertPointsLocal (scheme, path, from_on, file, audit_event)
INSERT INTO points_local (scheme_id, path, number, from_on, file, audit_event_id)
SELECT $1::uuid, $2::text, 1 + coalesce(max(number), 0), $3, $4, $5 FROM points_local WHERE scheme_id = $1::uuid AND path = $2::text

-- name: PointsLocals (key) -> scheme_id, path, number, from_on, file
SELECT l.scheme_id, l.path, l.number, l.from_on, l.file
FROM points_local l JOIN points_scheme s ON s.id = l.scheme_id
WHERE s.key = $1 ORDER BY l.path, l.number

-- name: LockScheme (scheme) -> locked
-- Changes of the basis of a closing wait for a running closing, and vice versa.
SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))::text AS locked

-- name: ShareScheme (scheme) -> locked
SELECT pg_advisory_xact_lock_shared(hashtextextended($1::uuid::text, 0))::text AS locked

-- name: ClosedFrom (scheme, path, day) -> starts_on, ends_on
SELECT p.starts_on, p.ends_on FROM points_period p
WHERE p.scheme_id = $1 AND p.state <> 'reopened' AND p.ends_on > $3 AND p.path < left($2::text, -1) || '/' AND p.path_end > $2
ORDER BY p.ends_on DESC LIMIT 1

-- name: PointsSubjectsOfPeople (people) -> subject_id, path, is_person, known
SELECT p.id AS subject_id, p.path, true AS is_person, EXISTS (SELECT FROM points_subject s WHERE s.subject_id = p.id) AS known
FROM person p WHERE p.id = ANY ($1) AND in_scope(p.path)

-- name: PointsSubjectsOfOrganisations (organisations) -> subject_id, path, is_person, known
SELECT o.id AS subject_id, o.path, false AS is_person, EXISTS (SELECT FROM points_subject s WHERE s.subject_id = o.id) AS known
FROM organisation o WHERE o.id = ANY ($1)

-- name: PointsSubjectsBelow (low, high) -> subject_id, path, is_person, known, status
SELECT p.id AS subject_id, p.path, true AS is_person, EXISTS (SELECT FROM points_subject s WHERE s.subject_id = p.id) AS known,
    m.status
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.path >= $1 AND m.path < $2 AND m.until IS NULL ORDER BY m.path, p.id

-- name: PointsOrganisationsBelow (low, high) -> subject_id
SELECT o.id AS subject_id FROM organisation o
WHERE o.path >= $1 AND o.path < $2 AND o.until IS NULL AND o.level = 'primary' ORDER BY o.path

-- name: InsertPointsSubjects (ids, are_people, paths, audit_event)
INSERT INTO points_subject (subject_id, person_id, organisation_id, path, audit_event_id)
SELECT id, CASE WHEN is_person THEN id END, CASE WHEN NOT is_person THEN id END, path, $4
FROM unnest($1::uuid[], $2::boolean[], $3::text[]) AS n (id, is_person, path)

-- name: InsertParticipations (subjects, paths, groups, since, until, scheme, audit_event)
INSERT INTO points_participation (subject_id, id, scheme_id, path, group_key, since, until, audit_event_id)
SELECT subject_id, gen_random_uuid(), $6, path, group_key, since, until, $7
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[]) AS n (subject_id, path, group_key, since, until)

-- name: EndParticipations (subjects, scheme, until, audit_event)
UPDATE points_participation SET until = $3, ended_audit_event_id = $4
WHERE subject_id = ANY ($1) AND scheme_id = $2 AND until IS NULL AND since < $3

-- name: InsertPointsExemption (subject, id, scheme, exemption_key, since, until, reason, document, audit_event)
INSERT INTO points_exemption (subject_id, id, scheme_id, exemption_key, since, until, reason, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: EndPointsExemption (subject, id, until, audit_event)
UPDATE points_exemption SET until = $3, ended_audit_event_id = $4
WHERE subject_id = $1 AND id = $2 AND until IS NULL AND since < $3

-- name: LastPointsExemption (subject, schemes) -> id, scheme_id, exemption_key, path, since, until, reason, document
-- A period without an end is the last one: two of one scheme never overlap.
SELECT x.id, x.scheme_id, x.exemption_key, s.path, x.since, x.until, x.reason, x.document
FROM points_exemption x JOIN points_subject s ON s.subject_id = x.subject_id
WHERE x.subject_id = $1 AND x.scheme_id = ANY ($2) ORDER BY x.since DESC LIMIT 1

-- name: PointsExemptions (subject, schemes) -> id, exemption_key, since, until, reason, document
SELECT id, exemption_key, since, until, reason, document FROM points_exemption
WHERE subject_id = $1 AND scheme_id = ANY ($2) ORDER BY since

-- name: InsertPointsFacts (subjects, kinds, references, names, outcomes, happened_on, quantities, audit_event)
INSERT INTO points_fact (subject_id, kind, reference, name, outcome, happened_on, quantity, audit_event_id)
SELECT subject_id, kind, reference, name, outcome, happened_on, quantity, $8
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::numeric[])
    AS n (subject_id, kind, reference, name, outcome, happened_on, quantity)
ON CONFLICT ON CONSTRAINT points_fact_pk DO NOTHING

-- name: PointsFactsChanged (subjects, kinds, references, names, outcomes, happened_on, quantities) -> kind, reference
-- Known under the same reference with other content.
SELECT DISTINCT n.kind, n.reference
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::numeric[])
        AS n (subject_id, kind, reference, name, outcome, happened_on, quantity)
    JOIN points_fact f ON f.subject_id = n.subject_id AND f.kind = n.kind AND f.reference = n.reference
WHERE (f.name, f.outcome, f.happened_on) IS DISTINCT FROM (n.name, n.outcome, n.happened_on)
    OR f.quantity IS DISTINCT FROM n.quantity
ORDER BY n.kind, n.reference LIMIT 20

-- name: PointsFactsOf (subjects, first, end) -> subject_id, kind, reference, name, outcome, happened_on, quantity
SELECT subject_id, kind, reference, name, outcome, happened_on, quantity FROM points_fact
WHERE subject_id = ANY ($1) AND happened_on >= $2 AND happened_on < $3
UNION ALL
SELECT c.person_id, 'training_hours', c.id::text, c.class_name, c.level, c.earned_on, c.hours
FROM credit c WHERE c.person_id = ANY ($1) AND c.earned_on >= $2 AND c.earned_on < $3
    AND (NOT c.claimed OR credit_verdict(c.person_id, c.id, c.claimed, 'infinity') = 'confirmed')
UNION ALL
SELECT m.person_id, 'attendance', m.enrolment_id || '/' || m.session_number, 'training',
    CASE m.mark WHEN 'on_leave' THEN 'excused' ELSE m.mark END, s.held_on, NULL
FROM attendance_mark m JOIN class_session s ON s.class_id = m.class_id AND s.number = m.session_number
WHERE m.person_id = ANY ($1) AND s.held_on >= $2 AND s.held_on < $3 AND NOT EXISTS (
    SELECT FROM attendance_mark n WHERE n.person_id = m.person_id AND n.enrolment_id = m.enrolment_id
        AND n.session_number = m.session_number AND n.revision > m.revision)
ORDER BY happened_on, reference

-- name: LockPointsSubjects (subjects) -> subject_id, path, mode, walk
SELECT s.subject_id, s.path, set_config('plan_cache_mode', 'force_generic_plan', true) AS mode,
    set_config('enable_seqscan', 'off', true) AS walk
FROM points_subject s WHERE s.subject_id = ANY ($1) ORDER BY s.subject_id FOR NO KEY UPDATE OF s

-- name: PointsSubjects (subjects) -> subject_id, path
SELECT s.subject_id, s.path FROM points_subject s WHERE s.subject_id = ANY ($1)

-- name: PointsBirthdays (people) -> subject_id, born_on
SELECT p.id AS subject_id, p.born_on FROM person p WHERE p.id = ANY ($1)

-- name: PointsStandingFacts (subjects, schemes) -> subject_id, scheme_id, what, word, since, until
SELECT t.subject_id, t.scheme_id, 'participation' AS what, t.group_key AS word, t.since, t.until
FROM points_participation t WHERE t.subject_id = ANY ($1) AND t.scheme_id = ANY ($2)
UNION ALL
SELECT x.subject_id, x.scheme_id, 'exemption', x.exemption_key, x.since, x.until
FROM points_exemption x WHERE x.subject_id = ANY ($1) AND x.scheme_id = ANY ($2)
UNION ALL
SELECT u.subject_id, p.scheme_id, 'closed', p.state, p.starts_on, p.ends_on
FROM points_subject u
    CROSS JOIN LATERAL (SELECT string_to_array(rtrim(u.path, '.'), '.') AS words) AS w
    CROSS JOIN LATERAL (SELECT array_to_string(w.words[1:i], '.') || '.' AS path
        FROM generate_series(1, cardinality(w.words)) AS i) AS a
    JOIN points_period p ON p.scheme_id = ANY ($2) AND p.path = a.path AND p.state <> 'reopened'
WHERE u.subject_id = ANY ($1)
UNION ALL
SELECT h.subject_id, h.scheme_id, 'closed', 'published', h.starts_on, h.ends_on
FROM published_of($1, $2) AS h

-- name: PublishedScores (subjects, schemes) -> subject_id, scheme_id, starts_on, score
SELECT h.subject_id, h.scheme_id, h.starts_on, h.score FROM published_of($1, $2) AS h ORDER BY h.starts_on DESC

-- name: LedgerOf (subjects) -> subject_id, number, scheme_id, kind, item, value, happened_on, counts_on, posted_on,
--     continuing, deed, level, follows, reverses, key, hash, cause
SELECT subject_id, number, scheme_id, kind, item, value, happened_on, counts_on, posted_on, continuing, deed, level, follows,
    reverses, key, hash, cause
FROM ledger_entry WHERE subject_id = ANY ($1) ORDER BY subject_id, number

-- name: LedgerEntries (subject, scheme_key, after, limit) -> number, scheme, version, kind, item, value, formula,
--     happened_on, counts_on, posted_on, continuing, deed, level, cause, evidence, decision, follows, reverses,
--     claim_id, key, previous, hash
-- A scheme of the subtree that the person came from is not visible, so it is found by its identifier.
SELECT e.number, coalesce(s.key, e.scheme_id::text) AS scheme, e.version, e.kind, e.item, e.value, e.formula, e.happened_on,
    e.counts_on, e.posted_on, e.continuing, e.deed, e.level, e.cause, e.evidence, e.decision, e.follows, e.reverses, e.claim_id,
    e.key, e.previous, e.hash
FROM ledger_entry e LEFT JOIN points_scheme s ON s.id = e.scheme_id
WHERE e.subject_id = $1 AND ($2::text IS NULL OR s.key = $2) AND e.number > $3 ORDER BY e.number LIMIT $4

-- name: InsertLedgerEntries (subjects, numbers, schemes, versions, kinds, items, values, formulas, happened_on,
--     counts_on, posted_on, continuing, deeds, levels, causes, evidence, decisions, follows, reverses, claims, keys,
--     previous_hashes, hashes, audit_event)
INSERT INTO ledger_entry (subject_id, number, scheme_id, version, kind, item, value, formula, happened_on, counts_on, posted_on,
    continuing, deed, level, cause, evidence, decision, follows, reverses, claim_id, key, previous, hash, audit_event_id)
SELECT n.*, $24
FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::text[], $9::date[],
    $10::date[], $11::date[], $12::boolean[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::integer[],
    $19::integer[], $20::uuid[], $21::text[], $22::bytea[], $23::bytea[]) AS n

-- name: WalkIndexes -> set_config
-- A ranking covers a subtree, which is reached through an index whatever its share of the table.
SELECT set_config('enable_seqscan', 'off', true)

-- name: PointsNames (subjects) -> subject_id, name, organisation
SELECT s.subject_id, coalesce(p.name, o.name) AS name, b.name AS organisation
FROM points_subject s
    LEFT JOIN person p ON p.id = s.person_id
    LEFT JOIN organisation o ON o.id = s.subject_id AND s.person_id IS NULL
    LEFT JOIN organisation b ON b.path = s.path
WHERE s.subject_id = ANY ($1)

-- name: PointsPeopleByNumber (id_hashes) -> id_hash, person_id
SELECT n.id_hash, n.person_id FROM person_id_number n WHERE n.id_hash = ANY ($1)

-- name: PointsPeopleByName (name_keys, low, high) -> name_key, person_id, people
SELECT p.name_key, min(p.id::text)::uuid AS person_id, count(*) AS people FROM person p
WHERE p.name_key = ANY ($1) AND p.path >= $2 AND p.path < $3 GROUP BY p.name_key

-- name: PointsOrganisationsByCode (codes) -> code, id
SELECT o.code, o.id FROM organisation o WHERE o.code = ANY ($1)

-- name: PointsOrganisationsByName (names, low, high) -> name, id, organisations
SELECT o.name, min(o.id::text)::uuid AS id, count(*) AS organisations FROM organisation o
WHERE o.name = ANY ($1) AND o.path >= $2 AND o.path < $3 AND o.until IS NULL GROUP BY o.name

-- name: Participations (scheme, low, high, after_path, after_subject, day, limit) -> subject_id, path, group_key,
--     since, until, name, organisation
SELECT t.subject_id, t.path, t.group_key, t.since, t.until, coalesce(p.name, o.name) AS name, b.name AS organisation
FROM points_participation t
    LEFT JOIN person p ON p.id = t.subject_id
    LEFT JOIN organisation o ON o.id = t.subject_id
    LEFT JOIN organisation b ON b.path = t.path
WHERE t.scheme_id = $1 AND t.path >= $2 AND t.path < $3 AND (t.path, t.subject_id) > ($4, $5)
    AND t.since <= $6 AND (t.until IS NULL OR t.until > $6)
ORDER BY t.path, t.subject_id LIMIT $7

-- name: InsertClaim (subject, id, scheme, path, item, happened_on, content, value, formula, claimant, claimed_by,
--     claimed_on, key, audit_event)
INSERT INTO points_claim (subject_id, id, scheme_id, path, item, happened_on, content, value, formula, claimant, claimed_by,
    claimed_on, state, key, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'claimed', $13, $14)

-- name: ClaimByKey (subject, scheme, key) -> id, item, happened_on, content, state
SELECT id, item, happened_on, content, state FROM points_claim WHERE subject_id = $1 AND scheme_id = $2 AND key = $3

-- name: ClaimByID (id) -> subject_id, id, scheme_id, scheme, path, item, happened_on, content, value, formula,
--     claimant, claimed_by, claimed_on, state, level, published_from, published_through, provisional, version, key,
--     name
SELECT c.subject_id, c.id, c.scheme_id, s.key AS scheme, c.path, c.item, c.happened_on, c.content, c.value, c.formula, c.claimant,
    c.claimed_by, c.claimed_on, c.state, c.level, c.published_from, c.published_through, c.provisional, c.version, c.key,
    coalesce(p.name, o.name) AS name
FROM points_claim c JOIN points_scheme s ON s.id = c.scheme_id
    LEFT JOIN person p ON p.id = c.subject_id LEFT JOIN organisation o ON o.id = c.subject_id
WHERE c.id = $1

-- name: OpenClaimsOf (subject, limit) -> id, scheme, item, happened_on, state
SELECT c.id, s.key AS scheme, c.item, c.happened_on, c.state
FROM points_claim c JOIN points_scheme s ON s.id = c.scheme_id
WHERE c.subject_id = $1 AND c.state IN ('claimed', 'published', 'objected') ORDER BY c.id LIMIT $2

-- name: LockClaim (id) -> id, state, version
SELECT id, state, version FROM points_claim WHERE id = $1 FOR UPDATE

-- name: Claims (scheme, states, low, high, subject, after_path, after_id, limit) -> subject_id, id, scheme_id, scheme,
--     path, item, happened_on, content, value, formula, claimant, claimed_by, claimed_on, state, level,
--     published_from, published_through, provisional, version, key, name
-- Claims of one subject, of one scheme, or of all schemes that the caller sees.
SELECT c.subject_id, c.id, c.scheme_id, c.scheme, c.path, c.item, c.happened_on, c.content, c.value, c.formula, c.claimant,
    c.claimed_by, c.claimed_on, c.state, c.level, c.published_from, c.published_through, c.provisional, c.version, c.key,
    coalesce(p.name, o.name) AS name
FROM (
    (SELECT c.*, s.key AS scheme FROM points_claim c JOIN points_scheme s ON s.id = c.scheme_id
        WHERE c.subject_id = $5 AND c.id > $7 AND c.path >= $3 AND c.path < $4 AND c.state = ANY ($2)
            AND ($1::uuid IS NULL OR c.scheme_id = $1)
        ORDER BY c.id LIMIT $8)
    UNION ALL
    SELECT c.* FROM unnest($2::text[]) AS t (state) CROSS JOIN LATERAL (
        SELECT c.*, s.key AS scheme FROM points_claim c JOIN points_scheme s ON s.id = c.scheme_id
        WHERE $5::uuid IS NULL AND c.scheme_id = $1 AND c.state = t.state AND c.path >= $3 AND c.path < $4
            AND (c.path, c.id) > ($6, $7)
        ORDER BY c.path, c.id LIMIT $8) AS c
    UNION ALL
    SELECT c.* FROM unnest($2::text[]) AS t (state) CROSS JOIN LATERAL (
        SELECT c.*, s.key AS scheme FROM points_claim c JOIN points_scheme s ON s.id = c.scheme_id
        WHERE $5::uuid IS NULL AND $1::uuid IS NULL AND c.state = t.state AND c.path >= $3 AND c.path < $4
            AND (c.path, c.id) > ($6, $7)
        ORDER BY c.path, c.id LIMIT $8) AS c
    ORDER BY path, id LIMIT $8
) AS c
    LEFT JOIN person p ON p.id = c.subject_id LEFT JOIN organisation o ON o.id = c.subject_id
ORDER BY c.path, c.id

-- name: SetClaim (id, state, level, published_from, published_through, provisional)
UPDATE points_claim SET state = $2, level = $3, published_from = $4, published_through = $5, provisional = $6,
    version = version + 1
WHERE id = $1

-- name: InsertClaimEvent (subject, claim, state, step, happened_on, account, account_name, reason, audit_event)
INSERT INTO points_claim_event (subject_id, claim_id, number, state, step, happened_on, account_id, account_name,
    reason, audit_event_id)
SELECT $1, $2, 1 + coalesce(max(number), 0), $3, $4, $5, $6, $7, $8, $9 FROM points_claim_event
WHERE subject_id = $1 AND claim_id = $2

-- name: ClaimEvents (claim) -> number, state, step, happened_on, account_id, account_name, reason
SELECT number, state, step, happened_on, account_id, account_name, reason FROM points_claim_event
WHERE claim_id = $1 ORDER BY number

-- name: ClaimsObjected (schemes, low, high) -> subject_id, id, scheme_id, scheme, path, item, happened_on, content,
--     value, formula, claimant, claimed_by, claimed_on, state, level, published_from, published_through, provisional,
--     version, key, name, objected_on
SELECT c.subject_id, c.id, c.scheme_id, s.key AS scheme, c.path, c.item, c.happened_on, c.content, c.value, c.formula, c.claimant,
    c.claimed_by, c.claimed_on, c.state, c.level, c.published_from, c.published_through, c.provisional, c.version, c.key,
    coalesce(p.name, o.name) AS name, e.happened_on AS objected_on
FROM points_claim c JOIN points_scheme s ON s.id = c.scheme_id
    JOIN LATERAL (SELECT v.happened_on FROM points_claim_event v
        WHERE v.subject_id = c.subject_id AND v.claim_id = c.id AND v.step = 'objection' ORDER BY v.number DESC LIMIT 1) AS e ON true
    LEFT JOIN person p ON p.id = c.subject_id LEFT JOIN organisation o ON o.id = c.subject_id
WHERE c.scheme_id = ANY ($1) AND c.state = 'objected' AND c.path >= $2 AND c.path < $3
ORDER BY e.happened_on, c.id LIMIT 500

-- name: ClaimsToSettle (scheme, low, high, today, after_path, after_day, after_id) -> id, path, happened_on
-- By branch; the claims of one subject in the order in which they happened.
SELECT c.id, c.path, c.happened_on FROM points_claim c
WHERE c.scheme_id = $1 AND c.state = 'published' AND c.path >= $2 AND c.path < $3 AND c.published_through < $4
    AND (c.path, c.happened_on, c.id) > ($5, $6, $7)
ORDER BY c.path, c.happened_on, c.id LIMIT 500

-- name: ClaimsWaiting (scheme, low, high, before, after_path, after_id) -> id, path
SELECT c.id, c.path FROM points_claim c
WHERE c.scheme_id = $1 AND c.state = 'claimed' AND c.path >= $2 AND c.path < $3 AND c.claimed_on < $4
    AND (c.path, c.id) > ($5, $6)
ORDER BY c.path, c.id LIMIT 500

-- name: PersonOfAccount (account) -> person_id
SELECT person_id FROM account_person WHERE account_id = $1 AND ended_at IS NULL

-- name: EndAccountPerson (account, audit_event) -> person_id
UPDATE account_person SET ended_at = now(), ended_audit_event_id = $2 WHERE account_id = $1 AND ended_at IS NULL
RETURNING person_id

-- name: InsertAccountPerson (account, person, path, reach_until, audit_event)
INSERT INTO account_person (account_id, person_id, path, reach_until, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: PathOfOrganisation (code) -> path
SELECT path FROM organisation WHERE code = $1

-- name: LevelOfPath (path) -> level
SELECT level FROM organisation WHERE path = $1

-- name: HoldersOnDay (organisation, titles, day) -> person_id
SELECT t.person_id FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
WHERE o.id = $1 AND p.title = ANY ($2) AND t.annulled_audit_event_id IS NULL AND t.since <= $3
    AND (t.until IS NULL OR t.until > $3)

-- name: LedgerEntryScheme (subject, number) -> key
SELECT s.key FROM ledger_entry e JOIN points_scheme s ON s.id = e.scheme_id WHERE e.subject_id = $1 AND e.number = $2

-- name: PeriodOf (scheme, path, starts_on) -> id, state, revision
SELECT id, state, revision FROM points_period WHERE scheme_id = $1 AND path = $2 AND starts_on = $3

-- name: PeriodsAbove (scheme, starts_on, path) -> id, path, state
SELECT p.id, p.path, p.state FROM points_period p
WHERE p.scheme_id = $1 AND p.starts_on = $2 AND p.state <> 'reopened' AND p.path < $3 AND p.path_end > $3

-- name: LaterPeriodsOf (scheme, path, starts_on) -> starts_on
SELECT p.starts_on FROM points_period p
WHERE p.scheme_id = $1 AND p.starts_on > $3 AND p.state <> 'reopened' AND p.path < left($2::text, -1) || '/' AND p.path_end > $2
ORDER BY p.starts_on DESC LIMIT 1

-- name: LaterPeriods (period) -> starts_on
SELECT p.starts_on FROM points_period p JOIN points_period q ON q.id = $1
WHERE p.scheme_id = q.scheme_id AND p.starts_on > q.starts_on AND p.state <> 'reopened'
    AND p.path < q.path_end AND p.path_end > q.path
ORDER BY p.starts_on DESC LIMIT 1

-- name: PeriodsBelow (scheme, starts_on, low, high) -> path
SELECT p.path FROM points_period p
WHERE p.scheme_id = $1 AND p.starts_on = $2 AND p.state <> 'reopened' AND p.path > $3 AND p.path < $4

-- name: InsertPeriod (id, scheme, path, starts_on, ends_on, audit_event)
INSERT INTO points_period (id, scheme_id, path, starts_on, ends_on, state, revision, audit_event_id)
VALUES ($1, $2, $3, $4, $5, 'closing', 1, $6)

-- name: LockPeriod (id) -> id, state, revision
SELECT id, state, revision FROM points_period WHERE id = $1 FOR UPDATE

-- name: SetPeriod (id, state, revision)
UPDATE points_period SET state = $2, revision = $3 WHERE id = $1

-- name: InsertPeriodEvent (period, path, state, revision, decided_on, decision, waived, version, sheet_hash,
--     audit_event)
INSERT INTO points_period_event (period_id, number, path, state, revision, decided_on, decision, waived, version, sheet_hash,
    audit_event_id)
SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM points_period_event WHERE period_id = $1

-- name: PeriodEvents (period) -> number, state, revision, decided_on, decision, waived, version
SELECT number, state, revision, decided_on, decision, waived, version FROM points_period_event
WHERE period_id = $1 ORDER BY number

-- name: PeriodNamed (scheme_key, path, day) -> id
SELECT p.id FROM points_period p JOIN points_scheme s ON s.id = p.scheme_id
WHERE s.key = $1 AND p.path = $2 AND p.starts_on <= $3 AND p.ends_on > $3 ORDER BY length(s.path) DESC LIMIT 1

-- name: PeriodByID (id) -> id, scheme_id, key, path, starts_on, ends_on, state, revision, published, version,
--     organisation, organisation_code
SELECT p.id, p.scheme_id, s.key, p.path, p.starts_on, p.ends_on, p.state, p.revision,
    coalesce(e.revision, 0) AS published, e.version, o.name AS organisation, o.code AS organisation_code
FROM points_period p JOIN points_scheme s ON s.id = p.scheme_id LEFT JOIN organisation o ON o.path = p.path LEFT JOIN LATERAL (
    SELECT c.revision, c.version FROM points_period_event c WHERE c.period_id = p.id AND c.state = 'closed'
    ORDER BY c.number DESC LIMIT 1) AS e ON true
WHERE p.id = $1

-- name: Periods (scheme_key, low, high, after_path, after_id, limit) -> id, scheme_id, key, path, starts_on, ends_on,
--     state, revision, organisation, organisation_code
-- Periods of a range and of the places above it, which come first. The cursor may precede the range, which is then read from its
-- start.
SELECT p.id, p.scheme_id, p.key, p.path, p.starts_on, p.ends_on, p.state, p.revision, o.name AS organisation,
    o.code AS organisation_code
FROM (
    SELECT p.* FROM paths_above($2) AS above (path) CROSS JOIN LATERAL (
        SELECT p.*, s.key FROM points_period p JOIN points_scheme s ON s.id = p.scheme_id
        WHERE p.path = above.path AND p.id > CASE WHEN above.path = $4 THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END
            AND ($1::text IS NULL OR s.key = $1)
        ORDER BY p.id LIMIT $6) AS p
    WHERE above.path >= $4
    UNION ALL
    (SELECT p.*, s.key FROM points_period p JOIN points_scheme s ON s.id = p.scheme_id
        WHERE $1::text IS NULL AND p.path >= $2 AND p.path < $3
            AND (p.path, p.id) > (greatest($2 COLLATE "C", $4),
                CASE WHEN $4 >= $2 COLLATE "C" THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
        ORDER BY p.path, p.id LIMIT $6)
    UNION ALL
    SELECT p.*, s.key FROM points_scheme s CROSS JOIN LATERAL (
        SELECT p.* FROM points_period p
        WHERE p.scheme_id = s.id AND p.path >= $2 AND p.path < $3
            AND (p.path, p.id) > (greatest($2 COLLATE "C", $4),
                CASE WHEN $4 >= $2 COLLATE "C" THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
        ORDER BY p.path, p.id LIMIT $6) AS p
    WHERE s.key = $1
) AS p LEFT JOIN organisation o ON o.path = p.path
ORDER BY p.path, p.id LIMIT $6

-- name: SortInMemory -> set_config
-- A closing sorts and hashes all people of a county at once.
SELECT set_config('work_mem', '64MB', true)

-- name: LockParticipants (scheme, low, high, starts_on, ends_on) -> count
WITH locked AS (
    SELECT s.subject_id FROM points_subject s
    WHERE s.path >= $2 AND s.path < $3 AND EXISTS (
        SELECT FROM points_participation t WHERE t.subject_id = s.subject_id AND t.scheme_id = $1
            AND t.since < $5 AND (t.until IS NULL OR t.until > $4))
    ORDER BY s.subject_id FOR NO KEY UPDATE OF s
)
SELECT count(*) FROM locked

-- name: StageClosingEntries
CREATE TEMP TABLE staged_closing_entry (
    subject_id uuid, number integer, kind text, value numeric(14,4), formula text, key text, previous bytea, hash bytea
) ON COMMIT DROP

-- name: InsertClosingEntries (scheme, version, happened_on, posted_on, decision, audit_event)
INSERT INTO ledger_entry (subject_id, number, scheme_id, version, kind, item, value, formula, happened_on, counts_on, posted_on,
    continuing, decision, key, previous, hash, audit_event_id)
SELECT subject_id, number, $1, $2, kind, '', value, formula, $3, $3, $4, false, $5, key, previous, hash, $6
FROM staged_closing_entry

-- name: ClearClosingEntries
TRUNCATE staged_closing_entry

-- name: StageSheets
CREATE TEMP TABLE staged_sheet (
    subject_id uuid, path text COLLATE "C", group_key text, standing text, base numeric(14,4), score numeric(14,4), grade text,
    moved_by integer, rank integer, rank_in_branch integer, head integer
) ON COMMIT DROP

-- name: InsertSheets (period, revision, audit_event)
INSERT INTO points_sheet (subject_id, period_id, revision, path, group_key, standing, base, score, grade, moved_by, rank,
    rank_in_branch, head, audit_event_id)
SELECT subject_id, $1, $2, path, group_key, standing, base, score, grade, moved_by, rank, rank_in_branch, head, $3
FROM staged_sheet

-- name: SheetLines (period, revision, low, high, after_path, after_subject, limit) -> subject_id, path, group_key,
--     standing, base, score, grade, moved_by, rank, rank_in_branch, head, name, organisation
SELECT h.subject_id, h.path, h.group_key, h.standing, h.base, h.score, h.grade, h.moved_by, h.rank, h.rank_in_branch, h.head,
    coalesce(p.name, o.name) AS name, b.name AS organisation
FROM points_sheet h
    LEFT JOIN person p ON p.id = h.subject_id
    LEFT JOIN organisation o ON o.id = h.subject_id
    LEFT JOIN organisation b ON b.path = h.path
WHERE h.period_id = $1 AND h.revision = $2 AND h.path >= $3 AND h.path < $4 AND (h.path, h.subject_id) > ($5, $6)
ORDER BY h.path, h.subject_id LIMIT $7

-- name: SheetRanking (period, revision, low, high, offset, limit) -> subject_id, path, group_key, standing, base,
--     score, grade, moved_by, rank, rank_in_branch, head, name, organisation
SELECT h.subject_id, h.path, h.group_key, h.standing, h.base, h.score, h.grade, h.moved_by, h.rank, h.rank_in_branch, h.head,
    coalesce(p.name, o.name) AS name, b.name AS organisation
FROM (
    SELECT h.* FROM points_sheet h
    WHERE h.period_id = $1 AND h.revision = $2 AND h.path >= $3 AND h.path < $4
    ORDER BY h.rank NULLS LAST, h.subject_id OFFSET $5 LIMIT $6
) AS h
    LEFT JOIN person p ON p.id = h.subject_id
    LEFT JOIN organisation o ON o.id = h.subject_id
    LEFT JOIN organisation b ON b.path = h.path
ORDER BY h.rank NULLS LAST, h.subject_id

-- name: BranchAverages (period, revision, low, high) -> path, organisation, members, mean, lowest, highest
SELECT h.path, b.name AS organisation, count(*) AS members, round(avg(h.score), 4) AS mean, min(h.score) AS lowest,
    max(h.score) AS highest
FROM points_sheet h LEFT JOIN organisation b ON b.path = h.path
WHERE h.period_id = $1 AND h.revision = $2 AND h.path >= $3 AND h.path < $4 AND h.standing = 'scored'
GROUP BY h.path, b.name ORDER BY h.path

-- name: SheetHistory (scheme, first, last, low, high) -> subject_id, path, group_key, standing, score, grade,
--     starts_on, name, organisation
SELECT h.subject_id, h.path, h.group_key, h.standing, h.score, h.grade, p.starts_on, coalesce(q.name, o.name) AS name, b.name AS organisation
FROM points_period p JOIN points_sheet h ON h.period_id = p.id AND h.revision = p.revision
    LEFT JOIN person q ON q.id = h.subject_id
    LEFT JOIN organisation o ON o.id = h.subject_id
    LEFT JOIN organisation b ON b.path = h.path
WHERE p.scheme_id = $1 AND p.state = 'closed' AND p.starts_on >= $2 AND p.starts_on <= $3 AND h.path >= $4 AND h.path < $5
    AND h.standing IN ('scored', 'ungraded')
ORDER BY p.starts_on DESC

-- name: ParticipationsOfSubject (subject) -> key, scheme_id
SELECT DISTINCT s.key, t.scheme_id FROM points_participation t JOIN points_scheme s ON s.id = t.scheme_id
WHERE t.subject_id = $1 ORDER BY s.key

-- name: SubjectsToVerify (low, high, after_path, after_subject, limit) -> subject_id, path
SELECT subject_id, path FROM points_subject
WHERE path >= $1 AND path < $2 AND (path, subject_id) > ($3, $4) ORDER BY path, subject_id LIMIT $5

-- name: LedgerToVerify (subjects) -> subject_id, number, scheme_id, version, kind, item, value, formula, happened_on,
--     counts_on, posted_on, continuing, deed, level, cause, evidence, decision, follows, reverses, claim_id, key,
--     previous, hash
SELECT subject_id, number, scheme_id, version, kind, item, value, formula, happened_on, counts_on, posted_on, continuing, deed,
    level, cause, evidence, decision, follows, reverses, claim_id, key, previous, hash
FROM ledger_entry WHERE subject_id = ANY ($1) ORDER BY subject_id, number

-- name: SheetsToVerify (subjects) -> subject_id, period_id, revision, standing, base, score, grade, moved_by, head,
--     path, scheme_id, key, starts_on, ends_on, version
SELECT h.subject_id, h.period_id, h.revision, h.standing, h.base, h.score, h.grade, h.moved_by, h.head, h.path, p.scheme_id, s.key,
    p.starts_on, p.ends_on, e.version
FROM points_sheet h JOIN points_period p ON p.id = h.period_id JOIN points_scheme s ON s.id = p.scheme_id
    JOIN points_period_event e ON e.period_id = h.period_id AND e.revision = h.revision AND e.state = 'closed'
WHERE h.subject_id = ANY ($1) AND h.revision = p.revision AND p.state = 'closed'
ORDER BY h.subject_id, p.starts_on

-- name: PostedWithoutEntry (subjects) -> subject_id, id
-- A posted claim without its entry: the end of the ledger was cut off.
SELECT c.subject_id, c.id FROM points_claim c
WHERE c.subject_id = ANY ($1) AND c.state = 'posted' AND NOT EXISTS (
    SELECT FROM ledger_entry l WHERE l.subject_id = c.subject_id AND l.key = 'claim:' || c.id)

-- name: SealsToVerify (low, high) -> period_id, revision, sheet_hash
SELECT e.period_id, e.revision, e.sheet_hash
FROM points_period_event e JOIN points_period p ON p.id = e.period_id
WHERE e.state = 'closed' AND e.sheet_hash IS NOT NULL AND p.path >= $1 AND p.path < $2
ORDER BY e.period_id, e.revision

-- name: SheetToVerify (period, revision, after) -> subject_id, group_key, standing, base, score, grade, moved_by,
--     rank, rank_in_branch, head
SELECT h.subject_id, h.group_key, h.standing, h.base, h.score, h.grade, h.moved_by, h.rank, h.rank_in_branch, h.head
FROM points_sheet h WHERE h.period_id = $1 AND h.revision = $2 AND h.subject_id > $3 ORDER BY h.subject_id LIMIT 5000

-- name: PublishedBetween (subjects, scheme, first) -> subject_id, starts_on, ends_on
SELECT h.subject_id, h.starts_on, h.ends_on FROM published_of($1, ARRAY[$2::uuid]) AS h WHERE h.ends_on > $3

-- name: ClosedBetween (scheme, path, first, end) -> starts_on, ends_on
SELECT p.starts_on, p.ends_on FROM points_period p
WHERE p.scheme_id = $1 AND p.state <> 'reopened' AND p.path <= $2 AND p.path_end > $2
    AND p.starts_on < coalesce($4, 'infinity'::date) AND p.ends_on > $3
ORDER BY p.ends_on DESC LIMIT 1

-- name: ClosingParticipants (scheme, low, high) -> subject_id, path, born, group_key, since, until
SELECT s.subject_id, s.path, p.born_on - date '1970-01-01' AS born, t.group_key, t.since - date '1970-01-01' AS since,
    t.until - date '1970-01-01' AS until
FROM points_participation t JOIN points_subject s ON s.subject_id = t.subject_id LEFT JOIN person p ON p.id = s.person_id
WHERE t.scheme_id = $1 AND s.path >= $2 AND s.path < $3 AND t.path >= $2 AND t.path < $3
ORDER BY s.subject_id, t.since

-- name: ClosingExemptions (scheme, low, high) -> subject_id, exemption_key, since, until
SELECT x.subject_id, x.exemption_key, x.since, x.until
FROM points_exemption x JOIN points_subject s ON s.subject_id = x.subject_id
WHERE x.scheme_id = $1 AND s.path >= $2 AND s.path < $3

-- name: ClosingLedger (scheme, subjects) -> subject_id, entries, head, hash
-- One text per subject with its entries in the order of their numbers, which is the order of the subquery.
SELECT u.subject_id, k.entries, k.head, k.hash
FROM unnest($2::uuid[]) AS u (subject_id) CROSS JOIN LATERAL (
    SELECT string_agg(concat_ws(E'\x1f', e.number, e.kind, e.item, e.value,
            e.happened_on - date '1970-01-01', e.counts_on - date '1970-01-01', e.posted_on - date '1970-01-01',
            e.continuing::integer, translate(coalesce(e.deed, ''), E'\x1e\x1f', '  '), coalesce(e.level, ''), coalesce(e.follows::text, ''),
            coalesce(e.reverses::text, '')), E'\x1e') FILTER (WHERE e.scheme_id = $1) AS entries,
        max(e.number) AS head, (array_agg(e.hash))[count(*)] AS hash
    FROM (SELECT * FROM ledger_entry l WHERE l.subject_id = u.subject_id ORDER BY l.number) AS e
) AS k
WHERE k.head IS NOT NULL

-- name: ClosingPublished (scheme, low, high, starts_on) -> subject_id, starts_on, score
SELECT h.subject_id, h.starts_on, h.score FROM published_below($1, $2, $3, $4) AS h

-- name: PublishedElsewhere (scheme, low, high, starts_on, ends_on, period) -> subject_id
SELECT e.subject_id FROM published_elsewhere($1, $2, $3, $4, $5, $6) AS e (subject_id)
