-- owner: Training
-- tables: cycle duty relief relief_withdrawal

-- name: InsertCycle (id, path, path_end, key, name_zh, name_en, opens_on, soft_on, hard_on, levels, fields, document,
--     place, audit_event)
INSERT INTO cycle (id, path, path_end, key, name_zh, name_en, opens_on, soft_on, hard_on, levels, fields, document,
    place, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: Cycles -> id, key, name_zh, name_en, opens, soft_end, hard_end, levels, fields, document, path, path_end
SELECT id, key, name_zh, name_en, opens_on AS opens, soft_on AS soft_end, hard_on AS hard_end, levels, fields, document, path, path_end
FROM cycle ORDER BY opens_on, path, id

-- name: OfficesByTenures (tenures) -> tenure_id, person_id, organisation_id, path, level, field, title, nature,
--     since, until, annulled
SELECT t.id AS tenure_id, t.person_id, o.id AS organisation_id, t.path, o.level, o.field, p.title, t.nature, t.since, t.until,
    t.annulled_audit_event_id IS NOT NULL AS annulled
FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
WHERE t.id = ANY ($1)

-- name: OfficesInScope (low, high) -> tenure_id, person_id, organisation_id, path, level, field, title, nature,
--     since, until, annulled
SELECT t.id AS tenure_id, t.person_id, o.id AS organisation_id, t.path, o.level, o.field, p.title, t.nature, t.since, t.until,
    false AS annulled
FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
WHERE t.path >= $1 AND t.path < $2 AND t.annulled_audit_event_id IS NULL

-- name: MembersInScope (low, high, first, last) -> person_id, organisation_id, path, field, since, until
SELECT m.person_id, m.organisation_id, m.path, o.field, m.since, m.until
FROM membership m JOIN organisation o ON o.id = m.organisation_id
WHERE m.path >= $1 AND m.path < $2 AND m.status IN ('probationary', 'full')
    AND m.since <= $4 AND (m.until IS NULL OR m.until > $3)
    AND NOT EXISTS (SELECT FROM tenure t WHERE t.person_id = m.person_id AND t.nature <> 'acting'
        AND t.annulled_audit_event_id IS NULL
        AND t.since <= $4 AND (t.until IS NULL OR t.until > $3))

-- name: LockDuties -> locked
-- Opening a cycle or a year reads the tenures; a tenure that begins reads the cycles and years.
SELECT pg_advisory_xact_lock(3, -1)::text AS locked

-- name: ShareDuties -> locked
SELECT pg_advisory_xact_lock_shared(3, -1)::text AS locked

-- name: StageDuties
CREATE TEMP TABLE staged_duty (
    person_id uuid, path text COLLATE "C", organisation_id uuid, tenure_id uuid, cycle_id uuid, year integer, kind text, field text,
    opened_on date, due_on date, hard_on date, closed_on date, required_hours numeric(6,1), accepts text[], rule_set text
) ON COMMIT DROP

-- name: UpdateStagedDuties
UPDATE duty d SET kind = s.kind, opened_on = s.opened_on, due_on = s.due_on, hard_on = s.hard_on, closed_on = s.closed_on,
    required_hours = s.required_hours, accepts = s.accepts, rule_set = s.rule_set, field = s.field, path = s.path
FROM staged_duty s
WHERE d.person_id = s.person_id AND d.tenure_id IS NOT DISTINCT FROM s.tenure_id
    AND d.cycle_id IS NOT DISTINCT FROM s.cycle_id AND d.year IS NOT DISTINCT FROM s.year
    AND (s.tenure_id IS NOT NULL OR d.organisation_id = s.organisation_id)
    AND (d.kind, d.opened_on, d.due_on, d.hard_on, d.closed_on, d.required_hours, d.accepts, d.rule_set, d.field, d.path::text)
        IS DISTINCT FROM
        (s.kind, s.opened_on, s.due_on, s.hard_on, s.closed_on, s.required_hours, s.accepts, s.rule_set, s.field, s.path)

-- name: InsertStagedDuties
INSERT INTO duty (person_id, id, path, organisation_id, tenure_id, cycle_id, year, kind, field, opened_on, due_on, hard_on,
    closed_on, required_hours, accepts, rule_set)
SELECT s.person_id, gen_random_uuid(), s.path, s.organisation_id, s.tenure_id, s.cycle_id, s.year, s.kind, s.field, s.opened_on,
    s.due_on, s.hard_on, s.closed_on, s.required_hours, s.accepts, s.rule_set
FROM staged_duty s
WHERE NOT EXISTS (
    SELECT FROM duty d
    WHERE d.person_id = s.person_id AND d.tenure_id IS NOT DISTINCT FROM s.tenure_id
        AND d.cycle_id IS NOT DISTINCT FROM s.cycle_id AND d.year IS NOT DISTINCT FROM s.year
        AND (s.tenure_id IS NOT NULL OR d.organisation_id = s.organisation_id))
ORDER BY s.path

-- name: DeleteVanishedDuties (tenures)
DELETE FROM duty d
WHERE d.tenure_id = ANY ($1) AND NOT EXISTS (SELECT FROM relief r WHERE r.duty_id = d.id)
    AND NOT EXISTS (SELECT FROM enrolment n WHERE n.person_id = d.person_id AND n.duty_id = d.id)
    AND NOT EXISTS (
        SELECT FROM staged_duty s
        WHERE d.person_id = s.person_id AND d.tenure_id = s.tenure_id
            AND d.cycle_id IS NOT DISTINCT FROM s.cycle_id AND d.year IS NOT DISTINCT FROM s.year)

-- name: YearsOfTenures (tenures) -> year
SELECT DISTINCT year FROM duty WHERE tenure_id = ANY ($1) AND year IS NOT NULL

-- name: DutyByID (id) -> id, person_id, path, kind, field, cycle_id, year, opened_on, due_on, hard_on, closed_on,
--     required_hours, accepts, rule_set, person, organisation, organisation_code, name_zh, name_en, document, place,
--     title, tenure_since
SELECT d.id, d.person_id, d.path, d.kind, d.field, d.cycle_id, d.year, d.opened_on, d.due_on, d.hard_on, d.closed_on,
    d.required_hours, d.accepts, d.rule_set, coalesce(p.name, name_in_office(d.person_id)) AS person, o.name AS organisation,
    o.code AS organisation_code, y.name_zh, y.name_en, y.document, y.place, po.title, t.since AS tenure_since
FROM duty d LEFT JOIN person p ON p.id = d.person_id JOIN organisation o ON o.id = d.organisation_id
    LEFT JOIN cycle y ON y.id = d.cycle_id LEFT JOIN tenure t ON t.id = d.tenure_id LEFT JOIN post po ON po.id = t.post_id
WHERE d.id = $1 AND (p.id IS NOT NULL OR name_in_office(d.person_id) IS NOT NULL)

-- name: DutiesOfPerson (person) -> id, person_id, path, kind, field, cycle_id, year, opened_on, due_on, hard_on,
--     closed_on, required_hours, accepts, rule_set
SELECT d.id, d.person_id, d.path, d.kind, d.field, d.cycle_id, d.year, d.opened_on, d.due_on, d.hard_on, d.closed_on,
    d.required_hours, d.accepts, d.rule_set
FROM duty d WHERE d.person_id = $1 ORDER BY d.opened_on, d.id

-- name: CreditsOfPerson (person) -> id, class_name, level, kinds, earned_on, counts_from, hours, completions, source,
--     reverses, document, claimed, verdict, decided_on, reason, office
SELECT c.id, c.class_name, c.level, c.kinds, c.earned_on, c.counts_from, c.hours, c.completions, c.source, c.reverses, c.document,
    c.claimed, d.verdict, d.decided_on, d.reason, d.office
FROM credit c LEFT JOIN credit_decision d ON d.person_id = c.person_id AND d.credit_id = c.id
WHERE c.person_id = $1 ORDER BY c.earned_on, c.id

-- name: ReliefsOfDuty (duty) -> id, kind, granted_on, expires_on, reason, approver, document, withdrawn_on
SELECT r.id, r.kind, r.granted_on, r.expires_on, r.reason, r.approver, r.document, w.withdrawn_on
FROM relief r LEFT JOIN relief_withdrawal w ON w.person_id = r.person_id AND w.relief_id = r.id
WHERE r.duty_id = $1 ORDER BY r.granted_on, r.id

-- name: SeatsOfPerson (person) -> name, ends_on, kinds, level
SELECT t.name, t.ends_on, t.kinds, t.level
FROM enrolment n JOIN training_class t ON t.id = n.class_id
WHERE n.person_id = $1 AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
ORDER BY t.ends_on, t.id

-- name: UncreditedOfPerson (person) -> name, ends_on, state, class_state
SELECT t.name, t.ends_on, n.state, t.state AS class_state
FROM enrolment n JOIN training_class t ON t.id = n.class_id
WHERE n.person_id = $1 AND (n.state <> 'enrolled' OR t.state = 'closed')
    AND NOT EXISTS (SELECT FROM credit c WHERE c.person_id = n.person_id AND c.class_id = n.class_id AND c.completions > 0
        AND NOT EXISTS (SELECT FROM credit r WHERE r.person_id = c.person_id AND r.reverses = c.id))
ORDER BY t.ends_on, t.id

-- name: PreferIndexOrder -> set_config, set_config, set_config, set_config, set_config, set_config, set_config,
--     set_config
-- A page is the first rows of an index range. With this setting the server keeps one plan and scans the index; otherwise it
-- plans again each time (2 ms against 0.7 ms of work) or sorts the whole province (300 ms).
SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_sort', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_material', 'off', true), set_config('jit', 'off', true)

-- name: Overdue (as_of, due_soon_days, forecast_days, low, high, after_path, after_id, levels, field, kind, limit) ->
--     id, person_id, path, kind, field, opened_on, due_on, hard_on, required_hours, hours, unconfirmed, seat, level,
--     rule_set, person, organisation, organisation_code, last_class, last_on
-- Who has left is named as the office knew them.
SELECT s.id, s.person_id, s.path, s.kind, s.field, s.opened_on, s.due_on, s.hard_on, s.required_hours, s.hours, s.unconfirmed, s.seat,
    s.level, s.rule_set, coalesce(p.name, name_in_office(s.person_id)) AS person, o.name AS organisation,
    o.code AS organisation_code, last.class_name AS last_class, last.earned_on AS last_on
FROM duty_standing($1, $2::integer, $3::integer) s LEFT JOIN person p ON p.id = s.person_id
    JOIN organisation o ON o.id = s.organisation_id
    LEFT JOIN LATERAL (SELECT c.class_name, c.earned_on FROM credit c
        WHERE c.person_id = s.person_id AND c.counts_from <= $1 AND c.completions > 0
            AND (NOT c.claimed OR credit_verdict(c.person_id, c.id, c.claimed, $1) = 'confirmed')
        ORDER BY c.earned_on DESC, c.id DESC LIMIT 1) AS last ON true
WHERE s.path >= $4 AND s.path < $5 AND (s.path, s.id) > ($6, $7) AND s.level = ANY ($8)
    AND ($9::text IS NULL OR s.field = $9) AND ($10::text IS NULL OR s.kind = $10)
    AND (p.id IS NOT NULL OR name_in_office(s.person_id) IS NOT NULL)
ORDER BY s.path, s.id LIMIT $11

-- name: OverdueCounts (as_of, due_soon_days, forecast_days, low, high, grouping, base, levels, field,
--     kind) -> part, level, count
SELECT CASE $6 WHEN 'field' THEN coalesce(s.field, '') WHEN 'kind' THEN s.kind
        ELSE split_part(substr(s.path, length($7) + 1), '.', 1) END AS part,
    s.level, count(*) AS count
FROM duty_standing($1, $2::integer, $3::integer) s
WHERE s.path >= $4 AND s.path < $5 AND s.level = ANY ($8)
    AND ($9::text IS NULL OR s.field = $9) AND ($10::text IS NULL OR s.kind = $10)
GROUP BY 1, 2 ORDER BY 1, 2

-- name: NamesOfChildren (codes) -> code, name
SELECT code, name FROM organisation WHERE code = ANY ($1)

-- name: InsertRelief (person, id, duty, path, kind, granted_on, expires_on, reason, approver, document, audit_event)
INSERT INTO relief (person_id, id, duty_id, path, kind, granted_on, expires_on, reason, approver, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: ReliefByID (id) -> person_id, path, person, id, kind, granted_on, expires_on, reason, approver, document,
--     withdrawn_on
SELECT r.person_id, r.path, coalesce(p.name, name_in_office(r.person_id)) AS person, r.id, r.kind, r.granted_on, r.expires_on, r.reason, r.approver, r.document,
    w.withdrawn_on
FROM relief r LEFT JOIN person p ON p.id = r.person_id
    LEFT JOIN relief_withdrawal w ON w.person_id = r.person_id AND w.relief_id = r.id
WHERE r.id = $1

-- name: InsertWithdrawal (person, relief, path, withdrawn_on, reason, audit_event)
INSERT INTO relief_withdrawal (person_id, relief_id, path, withdrawn_on, reason, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: StageCredits
CREATE TEMP TABLE staged_credit (
    line integer, id uuid, id_hash bytea, class_name text, level text, kinds text[], earned_on date, hours numeric(6,1), document text,
    claimed boolean, person_id uuid, path text COLLATE "C", known boolean DEFAULT false
) ON COMMIT DROP

-- name: ResolveStagedCredits
UPDATE staged_credit s SET person_id = p.id, path = p.path
FROM person_id_number n JOIN person p ON p.id = n.person_id WHERE n.id_hash = s.id_hash

-- name: MarkKnownCredits
UPDATE staged_credit s SET known = true FROM credit c
WHERE c.person_id = s.person_id AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import'
    AND c.hours = s.hours

-- name: StagedCreditErrors -> line, field, what, value
SELECT line, 'id_number' AS field, 'missing' AS what, NULL AS value FROM staged_credit WHERE person_id IS NULL
UNION ALL
SELECT s.line, 'hours', 'differs', c.hours::text FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import' AND c.hours <> s.hours
UNION ALL
SELECT max(line), 'class', 'twice', min(class_name) FROM staged_credit WHERE person_id IS NOT NULL
GROUP BY person_id, class_name, earned_on HAVING count(*) > 1
ORDER BY line LIMIT 200

-- name: InsertStagedCredits (audit_event)
INSERT INTO credit (person_id, id, path, source, class_name, level, kinds, earned_on, counts_from, hours,
    completions, document, claimed, waiting, audit_event_id)
SELECT person_id, id, path, 'import', class_name, level, kinds, earned_on, earned_on, hours, 1, document, claimed, claimed, $1
FROM staged_credit WHERE NOT known ORDER BY path
