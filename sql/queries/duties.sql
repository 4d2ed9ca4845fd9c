-- owner: Training
-- tables: cycle cycle_change duty duty_year relief relief_withdrawal person_category training_report

-- name: InsertCycle (id, path, path_end, key, name_zh, name_en, opens_on, soft_on, hard_on, levels, fields, audience,
--     document, place, audit_event)
INSERT INTO cycle (id, path, path_end, key, name_zh, name_en, opens_on, soft_on, hard_on, levels, fields, audience, document,
    place, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: Cycles -> id, key, name_zh, name_en, opens, soft_end, hard_end, levels, fields, audience, document, path,
--     path_end, withdrawn
SELECT id, key, name_zh, name_en, opens_on AS opens, soft_on AS soft_end, hard_on AS hard_end, levels, fields, audience, document,
    path, path_end, withdrawn_on AS withdrawn
FROM cycle ORDER BY opens_on, path, id

-- name: LockCycle (id) -> id, path, path_end, opens, soft_end, hard_end, withdrawn
SELECT id, path, path_end, opens_on AS opens, soft_on AS soft_end, hard_on AS hard_end, withdrawn_on AS withdrawn
FROM cycle WHERE id = $1 FOR UPDATE

-- name: ChangeCycle (id, opens_on, soft_on, hard_on, withdrawn_on)
UPDATE cycle SET opens_on = $2, soft_on = $3, hard_on = $4, withdrawn_on = $5 WHERE id = $1

-- name: InsertCycleChange (cycle, path, path_end, change, changed_on, opens_on, soft_on, hard_on, soft_before, hard_before,
--     document, reason, audit_event)
INSERT INTO cycle_change (cycle_id, number, path, path_end, change, changed_on, opens_on, soft_on, hard_on, soft_before, hard_before,
    document, reason, audit_event_id)
SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM cycle_change WHERE cycle_id = $1

-- name: CycleChanges (cycle) -> change, changed, opens, soft_end, hard_end, document, reason
SELECT change, changed_on AS changed, opens_on AS opens, soft_on AS soft_end, hard_on AS hard_end, document, reason
FROM cycle_change WHERE cycle_id = $1 ORDER BY number

-- name: OfficesOfPeople (people) -> tenure_id, category_id, person_id, organisation_id, path, level, field, title, nature,
--     category, since, until
-- Offices and categories of people: what duties are founded on.
SELECT t.id AS tenure_id, NULL::uuid AS category_id, t.person_id, o.id AS organisation_id, t.path, o.level, o.field, p.title,
    t.nature, NULL::text AS category, t.since, t.until
FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
WHERE t.person_id = ANY ($1) AND t.annulled_audit_event_id IS NULL
UNION ALL
SELECT NULL, c.id, c.person_id, o.id, c.path, o.level, o.field, NULL, NULL, c.category, c.since, c.until
FROM person_category c JOIN organisation o ON o.id = c.organisation_id
WHERE c.person_id = ANY ($1) AND c.annulled_audit_event_id IS NULL

-- name: OfficesInScope (low, high) -> tenure_id, category_id, person_id, organisation_id, path, level, field, title, nature,
--     category, since, until
SELECT t.id AS tenure_id, NULL::uuid AS category_id, t.person_id, o.id AS organisation_id, t.path, o.level, o.field, p.title,
    t.nature, NULL::text AS category, t.since, t.until
FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
WHERE t.path >= $1 AND t.path < $2 AND t.annulled_audit_event_id IS NULL
UNION ALL
SELECT NULL, c.id, c.person_id, o.id, c.path, o.level, o.field, NULL, NULL, c.category, c.since, c.until
FROM person_category c JOIN organisation o ON o.id = c.organisation_id
WHERE c.path >= $1 AND c.path < $2 AND c.annulled_audit_event_id IS NULL

-- name: DeparturesOfPeople (people) -> person_id, day
-- The day on which somebody died or left, unless they came back: nothing is owed from then on. One pass over the memberships: with a
-- subquery for each office the server, which knows nothing yet of rows that were just imported, read all of them for each.
SELECT m.person_id, max(m.until) FILTER (WHERE m.ended_as IN
    ('withdrawn', 'persuaded', 'removed', 'expelled', 'died', 'cancelled')) AS day
FROM membership m WHERE m.person_id = ANY ($1) GROUP BY m.person_id
HAVING max(m.until) FILTER (WHERE m.ended_as IN
    ('withdrawn', 'persuaded', 'removed', 'expelled', 'died', 'cancelled')) > max(m.since)

-- name: PeopleOfTenures (tenures) -> person_id
SELECT DISTINCT person_id FROM tenure WHERE id = ANY ($1) ORDER BY person_id

-- name: YearsOfDuties (people) -> person_id, year
-- The years that offices of people have duties of.
SELECT DISTINCT person_id, year FROM duty
WHERE person_id = ANY ($1) AND year IS NOT NULL AND annulled_on IS NULL AND (tenure_id IS NOT NULL OR category_id IS NOT NULL)
ORDER BY person_id, year

-- name: YearsOfPlaces (paths) -> path, path_end, year, everyone
-- The years that were opened for one of the places, or for something above it.
SELECT y.path, y.path_end, y.year, y.everyone FROM duty_year y
WHERE EXISTS (SELECT FROM unnest($1::text[]) AS place (path) WHERE place.path >= y.path AND place.path < y.path_end)

-- name: YearIsOpen (low, high, year, everyone) -> is_open
SELECT EXISTS (SELECT FROM duty_year y WHERE y.path <= $1 AND y.path_end >= $2 AND y.year = $3 AND (y.everyone OR NOT $4::boolean))
    AS is_open

-- name: PortionsOfTree (size) -> path
-- The first organisation of each so many, in order.
SELECT n.path FROM (SELECT o.path, row_number() OVER (ORDER BY o.path) AS number FROM organisation o) AS n
WHERE (n.number - 1) % $1::bigint = 0 ORDER BY n.path

-- name: OpenYear (path, path_end, year, everyone, audit_event)
INSERT INTO duty_year (path, path_end, year, everyone, audit_event_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT duty_year_pk DO NOTHING

-- name: StandingsOfPeople (people) -> person_id, organisation_id, path, level, field, status, since, until, began_as
-- The history of memberships, from which what members owe without an office follows.
SELECT m.person_id, m.organisation_id, m.path, o.level, o.field, m.status, coalesce(m.counts_from, m.since) AS since, m.until,
    m.began_as
FROM membership m JOIN organisation o ON o.id = m.organisation_id
WHERE m.person_id = ANY ($1) AND m.status IN ('probationary', 'full') ORDER BY m.person_id, m.since

-- name: MembersInScope (low, high, first, last) -> person_id, organisation_id, path, level, field, status, since, until,
--     began_as
-- Members between two days who held no office then.
SELECT m.person_id, m.organisation_id, m.path, o.level, o.field, m.status, m.since, m.until, m.began_as
FROM membership m JOIN organisation o ON o.id = m.organisation_id
WHERE m.path >= $1 AND m.path < $2 AND m.status IN ('probationary', 'full')
    AND m.since <= $4 AND (m.until IS NULL OR m.until > $3)
    AND NOT EXISTS (SELECT FROM tenure t WHERE t.person_id = m.person_id AND t.nature <> 'acting'
        AND t.annulled_audit_event_id IS NULL
        AND t.since <= $4 AND (t.until IS NULL OR t.until > $3))
ORDER BY m.person_id, m.since

-- name: NewMembersInScope (low, high, since) -> person_id
-- Who came on probation, or became a full member after it, on a day or later.
SELECT DISTINCT m.person_id FROM membership m
WHERE m.path >= $1 AND m.path < $2 AND coalesce(m.counts_from, m.since) >= $3
    AND (m.status = 'probationary' OR m.status = 'full' AND m.began_as = 'advanced')

-- name: Today -> day
SELECT today_in_china() AS day

-- name: LockDuties -> locked
-- Opening a cycle or a year reads the tenures; a tenure that begins reads the cycles and years.
SELECT pg_advisory_xact_lock(3, -1)::text AS locked

-- name: ShareDuties -> locked
SELECT pg_advisory_xact_lock_shared(3, -1)::text AS locked

-- name: StageDuties
CREATE TEMP TABLE staged_duty (
    person_id uuid, path text COLLATE "C", organisation_id uuid, tenure_id uuid, category_id uuid, cycle_id uuid, year integer,
    kind text, subject text, field text, opened_on date, due_on date, hard_on date, closed_on date, rests_from date, rests_until date,
    required_hours numeric(6,1), accepts text[], needs jsonb, caps jsonb, rule_set text, slot text
) ON COMMIT DROP

-- name: SlotStagedDuties
-- What makes it the same duty, as the column of the table is calculated.
UPDATE staged_duty SET slot = coalesce(tenure_id::text, category_id::text, 'member') || CASE kind
    WHEN 'annual' THEN ' year ' || year::text
    WHEN 'new_member' THEN ' ' || subject || ' ' || (opened_on - DATE '2000-01-01')::text
    WHEN 'newly_appointed' THEN ' appointed'
    ELSE ' cycle ' || cycle_id::text END

-- name: RebaseDuties
-- An office whose duty to one cycle gave way to that of another, or to one as newly appointed, goes on with it: seats and
-- reliefs stay.
UPDATE duty d SET kind = s.kind, cycle_id = s.cycle_id, opened_on = s.opened_on, due_on = s.due_on, hard_on = s.hard_on
FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.person_id, s.tenure_id, s.category_id ORDER BY s.opened_on) AS n FROM staged_duty s
    WHERE s.kind IN ('rotation', 'newly_appointed') AND NOT EXISTS (
        SELECT FROM duty k WHERE k.person_id = s.person_id AND k.slot = s.slot AND k.annulled_on IS NULL)
) AS s, (
    SELECT v.*, row_number() OVER (PARTITION BY v.person_id, v.tenure_id, v.category_id ORDER BY v.opened_on) AS n FROM duty v
    WHERE v.kind IN ('rotation', 'newly_appointed') AND v.annulled_on IS NULL
        AND v.person_id IN (SELECT person_id FROM staged_duty)
        AND NOT EXISTS (SELECT FROM staged_duty k WHERE k.person_id = v.person_id AND k.slot = v.slot)
) AS v
WHERE d.person_id = v.person_id AND d.id = v.id AND s.person_id = v.person_id AND s.n = v.n
    AND s.tenure_id IS NOT DISTINCT FROM v.tenure_id AND s.category_id IS NOT DISTINCT FROM v.category_id

-- name: UpdateStagedDuties
UPDATE duty d SET kind = s.kind, cycle_id = s.cycle_id, subject = s.subject, opened_on = s.opened_on, due_on = s.due_on,
    hard_on = s.hard_on, closed_on = s.closed_on, rests_from = s.rests_from, rests_until = s.rests_until,
    required_hours = s.required_hours, accepts = s.accepts, needs = s.needs, caps = s.caps, rule_set = s.rule_set, field = s.field, path = s.path, organisation_id = s.organisation_id
FROM staged_duty s
WHERE d.person_id = s.person_id AND d.slot = s.slot AND d.annulled_on IS NULL
    AND (d.kind, d.cycle_id, d.subject, d.opened_on, d.due_on, d.hard_on, d.closed_on, d.required_hours, d.accepts, d.needs, d.caps,
        d.rule_set, d.field, d.path::text, d.organisation_id, d.rests_from, d.rests_until)
        IS DISTINCT FROM
        (s.kind, s.cycle_id, s.subject, s.opened_on, s.due_on, s.hard_on, s.closed_on, s.required_hours, s.accepts, s.needs, s.caps,
        s.rule_set, s.field, s.path, s.organisation_id, s.rests_from, s.rests_until)

-- name: InsertStagedDuties
INSERT INTO duty (person_id, id, path, organisation_id, tenure_id, category_id, cycle_id, year, kind, subject, field, opened_on,
    due_on, hard_on, closed_on, rests_from, rests_until, required_hours, accepts, needs, caps, rule_set)
SELECT s.person_id, gen_random_uuid(), s.path, s.organisation_id, s.tenure_id, s.category_id, s.cycle_id, s.year, s.kind, s.subject,
    s.field, s.opened_on, s.due_on, s.hard_on, s.closed_on, s.rests_from, s.rests_until, s.required_hours, s.accepts, s.needs,
    s.caps, s.rule_set
FROM staged_duty s
WHERE NOT EXISTS (
    SELECT FROM duty d WHERE d.person_id = s.person_id AND d.slot = s.slot AND d.annulled_on IS NULL)
ORDER BY s.path

-- name: VanishedDuties (people, low, high, kinds) -> person_id, id, hangs
-- Duties that nothing founds any more, of people or in a range, and whether something hangs on them.
SELECT d.person_id, d.id, EXISTS (SELECT FROM relief r WHERE r.duty_id = d.id)
    OR EXISTS (SELECT FROM enrolment n WHERE n.person_id = d.person_id AND n.duty_id = d.id) AS hangs
FROM duty d
WHERE (d.person_id = ANY ($1) OR d.path >= $2 AND d.path < $3 AND (d.tenure_id IS NOT NULL OR d.category_id IS NOT NULL))
    AND d.kind = ANY ($4) AND d.annulled_on IS NULL
    AND NOT EXISTS (SELECT FROM staged_duty s WHERE s.person_id = d.person_id AND s.slot = d.slot)

-- name: DeleteDuties (people, ids)
DELETE FROM duty d USING unnest($1::uuid[], $2::uuid[]) AS v (person_id, id) WHERE d.person_id = v.person_id AND d.id = v.id

-- name: AnnulDuties (people, ids, day)
UPDATE duty d SET annulled_on = $3 FROM unnest($1::uuid[], $2::uuid[]) AS v (person_id, id)
WHERE d.person_id = v.person_id AND d.id = v.id

-- name: UnfoundedSeats (people) -> seats
-- Seats for duties that were annulled or ended before the class begins.
SELECT count(*) AS seats FROM enrolment n JOIN training_class t ON t.id = n.class_id
    JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
WHERE n.person_id = ANY ($1) AND n.state IN ('enrolled', 'waiting') AND t.state IN ('draft', 'announced', 'running', 'reopened')
    AND (d.annulled_on IS NOT NULL OR d.closed_on <= t.starts_on) AND NOT was_there(n)

-- name: ReleaseSeats (people, day, everything, why, audit_event) -> released
SELECT release_seats($1, $2, $3, $4, $5) AS released

-- name: EndCategoriesOfPerson (person, day, audit_event)
UPDATE person_category SET until = CASE WHEN since < $2 THEN $2::date ELSE until END, ended_audit_event_id = $3,
    annulled_audit_event_id = CASE WHEN since < $2 THEN NULL ELSE $3::uuid END
WHERE person_id = $1 AND annulled_audit_event_id IS NULL AND (until IS NULL OR until > $2)

-- name: InsertCategory (person, id, path, organisation, category, since, until, source, person_name, audit_event)
INSERT INTO person_category (person_id, id, path, organisation_id, category, since, until, source, person_name, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: LockCategory (person, category, organisation) -> id, path, organisation, since, until
-- The entries of a person in a category that count, at one organisation or at any.
SELECT c.id, c.path, o.name AS organisation, c.since, c.until FROM person_category c JOIN organisation o ON o.id = c.organisation_id
WHERE c.person_id = $1 AND c.category = $2 AND ($3::uuid IS NULL OR c.organisation_id = $3)
    AND c.annulled_audit_event_id IS NULL
ORDER BY c.since DESC, c.id FOR NO KEY UPDATE OF c

-- name: EndCategory (id, until, audit_event)
UPDATE person_category SET until = $2, ended_audit_event_id = $3 WHERE id = $1

-- name: AnnulCategory (id, audit_event)
UPDATE person_category SET annulled_audit_event_id = $2 WHERE id = $1

-- name: Categories (low, high, after_path, after_id, category, limit) -> id, person_id, path, person, organisation_code,
--     organisation, category, since, until, source
SELECT c.id, c.person_id, c.path, coalesce(p.name, c.person_name) AS person, o.code AS organisation_code, o.name AS organisation,
    c.category, c.since, c.until, c.source
FROM person_category c LEFT JOIN person p ON p.id = c.person_id JOIN organisation o ON o.id = c.organisation_id
WHERE c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($3, $4) AND c.annulled_audit_event_id IS NULL
    AND ($5::text IS NULL OR c.category = $5)
ORDER BY c.path, c.id LIMIT $6

-- name: CategoriesOfPerson (person) -> id, person_id, path, person, organisation_code, organisation, category, since, until, source
SELECT c.id, c.person_id, c.path, coalesce(p.name, c.person_name) AS person, o.code AS organisation_code, o.name AS organisation,
    c.category, c.since, c.until, c.source
FROM person_category c LEFT JOIN person p ON p.id = c.person_id JOIN organisation o ON o.id = c.organisation_id
WHERE c.person_id = $1 AND c.annulled_audit_event_id IS NULL ORDER BY c.since, c.id

-- name: StageCategories
CREATE TEMP TABLE staged_category (
    line integer, id uuid, id_hash bytea, name_key text, organisation_code text, category text, since date, until date, source text,
    person_id uuid, person_name text, people integer DEFAULT 0, organisation_id uuid, path text COLLATE "C",
    known boolean DEFAULT false
) ON COMMIT DROP

-- name: ResolveStagedCategories
UPDATE staged_category s SET organisation_id = o.id, path = o.path FROM organisation o WHERE o.code = s.organisation_code

-- name: MatchStagedCategoriesByNumber
UPDATE staged_category s SET person_id = p.id, person_name = p.name, people = 1
FROM person_id_number n JOIN person p ON p.id = n.person_id WHERE n.id_hash = s.id_hash

-- name: MatchStagedCategoriesByName
UPDATE staged_category s SET person_id = f.person_id, person_name = f.person_name, people = f.people
FROM (
    SELECT s.line, (array_agg(p.id))[1] AS person_id, (array_agg(p.name))[1] AS person_name, count(*)::integer AS people
    FROM staged_category s JOIN person p ON p.name_key = s.name_key AND p.path = s.path
    WHERE s.id_hash IS NULL GROUP BY s.line) AS f
WHERE f.line = s.line

-- name: MarkKnownCategories
UPDATE staged_category s SET known = true FROM person_category c
WHERE c.person_id = s.person_id AND c.organisation_id = s.organisation_id AND c.category = s.category AND c.since = s.since
    AND c.annulled_audit_event_id IS NULL

-- name: StagedCategoryErrors -> line, field, what, value
SELECT line, 'organisation' AS field, 'organisation' AS what, organisation_code AS value FROM staged_category
WHERE organisation_id IS NULL
UNION ALL
SELECT line, 'name', CASE WHEN people = 0 THEN 'missing' ELSE 'several' END, people::text FROM staged_category
WHERE organisation_id IS NOT NULL AND people <> 1
UNION ALL
SELECT s.line, 'since', 'overlaps', c.since::text FROM staged_category s JOIN person_category c ON c.person_id = s.person_id
    AND c.organisation_id = s.organisation_id AND c.category = s.category AND c.annulled_audit_event_id IS NULL
    AND daterange(c.since, c.until) && daterange(s.since, s.until)
WHERE NOT s.known
UNION ALL
SELECT s.line, d.field, 'differs', coalesce(d.value, '')
FROM staged_category s JOIN person_category c ON c.person_id = s.person_id AND c.organisation_id = s.organisation_id
    AND c.category = s.category AND c.since = s.since AND c.annulled_audit_event_id IS NULL
    CROSS JOIN LATERAL (VALUES ('until', c.until::text, s.until::text), ('source', c.source, s.source)) AS d (field, value, new)
WHERE d.new IS NOT NULL AND d.value IS DISTINCT FROM d.new
UNION ALL
SELECT s.line, 'since', 'born', p.born_on::text FROM staged_category s JOIN person p ON p.id = s.person_id
WHERE s.people = 1 AND s.since < p.born_on
UNION ALL
SELECT max(line), 'name', 'twice', min(person_name) FROM staged_category WHERE people = 1
GROUP BY person_id, organisation_id, category HAVING count(*) > 1
ORDER BY line LIMIT 2000

-- name: InsertStagedCategories (audit_event) -> person_id
INSERT INTO person_category (person_id, id, path, organisation_id, category, since, until, source, person_name, audit_event_id)
SELECT person_id, id, path, organisation_id, category, since, until, source, person_name, $1
FROM staged_category WHERE NOT known ORDER BY path
RETURNING person_id

-- name: DutyByID (id, as_of) -> id, person_id, path, kind, field, subject, cycle_id, year, opened_on, due_on, hard_on, closed_on,
--     rests_from, rests_until, annulled_on, required_hours, accepts, needs, caps, rule_set, person, organisation, organisation_code, name_zh, name_en,
--     document, place, withdrawn_on, title, tenure_since
-- With the name of the organisation and the ends of the cycle of a day.
SELECT d.id, d.person_id, d.path, d.kind, d.field, d.subject, d.cycle_id, d.year, d.opened_on, h.due_on, h.hard_on, d.closed_on,
    d.rests_from, d.rests_until, d.annulled_on, d.required_hours, d.accepts, d.needs, d.caps, d.rule_set,
    coalesce(p.name, name_in_office(d.person_id)) AS person,
    coalesce(v.name, o.name) AS organisation, coalesce(v.code, o.code) AS organisation_code, y.name_zh, y.name_en, y.document,
    y.place, y.withdrawn_on, po.title, t.since AS tenure_since
FROM duty d CROSS JOIN LATERAL duty_ends(d.cycle_id, d.kind, d.opened_on, d.due_on, d.hard_on, $2) AS h
    LEFT JOIN person p ON p.id = d.person_id JOIN organisation o ON o.id = d.organisation_id
    LEFT JOIN organisation_version v ON v.organisation_id = o.id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $2 AND (v.until IS NULL OR v.until > $2)
    LEFT JOIN cycle y ON y.id = d.cycle_id LEFT JOIN tenure t ON t.id = d.tenure_id LEFT JOIN post po ON po.id = t.post_id
WHERE d.id = $1 AND (p.id IS NOT NULL OR name_in_office(d.person_id) IS NOT NULL)

-- name: DutiesOfPerson (person, as_of) -> id, person_id, path, kind, field, subject, cycle_id, year, opened_on, due_on, hard_on,
--     closed_on, rests_from, rests_until, annulled_on, required_hours, accepts, needs, caps, rule_set
SELECT d.id, d.person_id, d.path, d.kind, d.field, d.subject, d.cycle_id, d.year, d.opened_on, h.due_on, h.hard_on, d.closed_on,
    d.rests_from, d.rests_until, d.annulled_on, d.required_hours, d.accepts, d.needs, d.caps, d.rule_set
FROM duty d CROSS JOIN LATERAL duty_ends(d.cycle_id, d.kind, d.opened_on, d.due_on, d.hard_on, $2) AS h
WHERE d.person_id = $1 ORDER BY d.opened_on, d.id

-- name: CreditsOfPerson (person) -> id, class_name, level, form, kinds, earned_on, counts_from, hours, completions, source,
--     reverses, document, claimed, verdict, decided_on, reason, office
SELECT c.id, c.class_name, c.level, c.form, c.kinds, c.earned_on, c.counts_from, c.hours, c.completions, c.source, c.reverses,
    c.document, c.claimed, d.verdict, d.decided_on, d.reason, d.office
FROM credit c LEFT JOIN credit_decision d ON d.person_id = c.person_id AND d.credit_id = c.id
WHERE c.person_id = $1 ORDER BY c.earned_on, c.id

-- name: ReliefsOfDuty (duty) -> id, kind, granted_on, expires_on, reason, approver, document, withdrawn_on
SELECT r.id, r.kind, r.granted_on, r.expires_on, r.reason, r.approver, r.document, w.withdrawn_on
FROM relief r LEFT JOIN relief_withdrawal w ON w.person_id = r.person_id AND w.relief_id = r.id
WHERE r.duty_id = $1 ORDER BY r.granted_on, r.id

-- name: ReliefsOfPerson (person) -> id, duty_kind, kind, granted_on, expires_on, reason, approver, document, withdrawn_on
SELECT r.id, d.kind AS duty_kind, r.kind, r.granted_on, r.expires_on, r.reason, r.approver, r.document, w.withdrawn_on
FROM relief r JOIN duty d ON d.person_id = r.person_id AND d.id = r.duty_id
    LEFT JOIN relief_withdrawal w ON w.person_id = r.person_id AND w.relief_id = r.id
WHERE r.person_id = $1 ORDER BY r.granted_on, r.id

-- name: SeatsOfPerson (person, as_of) -> name, ends_on, kinds, level, attended, marked
-- Places on a day in classes that were not closed then, whether the person was there, and whether anything is marked.
SELECT h.name, h.ends_on, h.kinds, h.level, was_there(n) AS attended,
    EXISTS (SELECT FROM attendance_mark m WHERE m.person_id = n.person_id AND m.enrolment_id = n.id) AS marked
FROM seats_on($1, $2) h JOIN enrolment n ON n.person_id = $1 AND n.id = h.enrolment_id
ORDER BY h.ends_on, h.class_id

-- name: ClassesForDuty (person, path, kind, field, accepts, as_of, limit) -> name, starts_on, free, seated
-- Classes to come that count for a duty and are not full; whether one of the seats is for the person, the host alone knows.
SELECT c.name, c.starts_on, c.capacity - l.enrolled AS free,
    (SELECT f.seated FROM seats_for(c.id, ARRAY[$1::uuid], ARRAY[$2::text], false) AS f) AS seated
FROM training_class c CROSS JOIN LATERAL class_list(c.id) AS l
WHERE c.state = 'announced' AND c.starts_on > greatest($6::date, today_in_china()) AND $3 = ANY (c.kinds) AND $4 = ANY (c.fields)
    AND c.level = ANY ($5) AND starts_with($2::text, c.admits::text) AND l.enrolled < c.capacity
    AND NOT EXISTS (SELECT FROM enrolment n WHERE n.person_id = $1 AND n.class_id = c.id)
ORDER BY c.starts_on, c.id LIMIT $7

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

-- name: Overdue (as_of, due_soon_days, forecast_days, low, high, after_path, after_id, levels, field, kind, limit, place_low,
--     place_high) -> id, person_id, path, kind, field, subject, opened_on, due_on, hard_on, required_hours, hours, unconfirmed, seat,
--     seat_ends, attended, unmarked, level, rule_set, person, organisation, organisation_code, last_class, last_on
-- Who has left is named as the office knew them; organisations are named, and lie, as they did on the day.
SELECT s.id, s.person_id, s.path, s.kind, coalesce(v.field, s.field) AS field, s.subject, s.opened_on, s.due_on, s.hard_on,
    s.required_hours, s.hours,
    s.unconfirmed, s.seat, s.seat_ends, s.attended, s.unmarked, s.level, s.rule_set,
    coalesce(p.name, name_in_office(s.person_id)) AS person, coalesce(v.name, o.name) AS organisation,
    coalesce(v.code, o.code) AS organisation_code, last.class_name AS last_class, last.earned_on AS last_on
FROM duty_standing($1, $2::integer, $3::integer) s LEFT JOIN person p ON p.id = s.person_id
    JOIN organisation o ON o.id = s.organisation_id
    LEFT JOIN organisation_version v ON v.organisation_id = s.organisation_id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
    LEFT JOIN organisation_place l ON l.organisation_id = s.organisation_id AND l.since <= $1 AND (l.until IS NULL OR l.until > $1)
    LEFT JOIN LATERAL (SELECT c.class_name, c.earned_on FROM credit c
        WHERE c.person_id = s.person_id AND c.counts_from <= $1 AND c.completions > 0
            AND (NOT c.claimed OR credit_verdict(c.person_id, c.id, c.claimed, $1) = 'confirmed')
        ORDER BY c.earned_on DESC, c.id DESC LIMIT 1) AS last ON true
WHERE s.path >= $4 AND s.path < $5 AND (s.path, s.id) > ($6, $7) AND s.level = ANY ($8)
    AND ($9::text IS NULL OR coalesce(v.field, s.field) = $9) AND ($10::text IS NULL OR s.kind = $10)
    AND coalesce(l.place, s.path) >= $12 AND coalesce(l.place, s.path) < $13
    AND (p.id IS NOT NULL OR name_in_office(s.person_id) IS NOT NULL)
ORDER BY s.path, s.id LIMIT $11

-- name: OverdueCounts (as_of, due_soon_days, forecast_days, low, high, grouping, base, levels, field,
--     kind, place_low, place_high) -> part, level, count
SELECT CASE $6 WHEN 'field' THEN coalesce(v.field, s.field, '') WHEN 'kind' THEN s.kind
        ELSE split_part(substr(coalesce(l.place, s.path), length($7) + 1), '.', 1) END AS part,
    s.level, count(*) AS count
FROM duty_standing($1, $2::integer, $3::integer) s
    LEFT JOIN organisation_version v ON v.organisation_id = s.organisation_id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
    LEFT JOIN organisation_place l ON l.organisation_id = s.organisation_id AND l.since <= $1 AND (l.until IS NULL OR l.until > $1)
WHERE s.path >= $4 AND s.path < $5 AND s.level = ANY ($8)
    AND ($9::text IS NULL OR coalesce(v.field, s.field) = $9) AND ($10::text IS NULL OR s.kind = $10)
    AND coalesce(l.place, s.path) >= $11 AND coalesce(l.place, s.path) < $12
GROUP BY 1, 2 ORDER BY 1, 2

-- name: Duties (as_of, due_soon_days, forecast_days, low, high, after_path, after_id, levels, field, kind, cycles, subject,
--     organisation_level, limit, place_low, place_high) -> id, person_id, path, kind, field, subject, opened_on, due_on, hard_on, required_hours,
--     hours, seat, level, person, organisation, organisation_code
-- Every duty in force, whatever its state: the names behind a table of progress.
SELECT s.id, s.person_id, s.path, s.kind, coalesce(v.field, s.field) AS field, s.subject, s.opened_on, s.due_on, s.hard_on,
    s.required_hours, s.hours, s.seat, s.level, coalesce(p.name, name_in_office(s.person_id)) AS person,
    coalesce(v.name, o.name) AS organisation, coalesce(v.code, o.code) AS organisation_code
FROM duty_judgement($1, $2::integer, $3::integer) s LEFT JOIN person p ON p.id = s.person_id
    JOIN organisation o ON o.id = s.organisation_id
    LEFT JOIN organisation_version v ON v.organisation_id = s.organisation_id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
    LEFT JOIN organisation_place l ON l.organisation_id = s.organisation_id AND l.since <= $1 AND (l.until IS NULL OR l.until > $1)
WHERE s.path >= $4 AND s.path < $5 AND (s.path, s.id) > ($6, $7) AND s.level = ANY ($8)
    AND ($9::text IS NULL OR coalesce(v.field, s.field) = $9) AND ($10::text IS NULL OR s.kind = $10)
    AND (cardinality($11::uuid[]) = 0 OR s.cycle_id = ANY ($11))
    AND ($12::text IS NULL OR s.subject = $12) AND ($13::text IS NULL OR coalesce(v.level, o.level) = $13)
    AND coalesce(l.place, s.path) >= $15 AND coalesce(l.place, s.path) < $16
    AND (p.id IS NOT NULL OR name_in_office(s.person_id) IS NOT NULL)
ORDER BY s.path, s.id LIMIT $14

-- name: Progress (as_of, due_soon_days, forecast_days, low, high, grouping, base, field, kind, cycles, subject,
--     organisation_level, place_low, place_high) -> part, level, count, seated, opened_on, due_on, hard_on
-- How many duties in force stand where, by part; those who have a seat or wait for a class to be closed among them.
SELECT CASE $6 WHEN 'field' THEN coalesce(v.field, s.field, '') WHEN 'kind' THEN s.kind WHEN 'post' THEN coalesce(s.subject, '')
        WHEN 'level' THEN coalesce(v.level, o.level)
        ELSE split_part(substr(coalesce(l.place, s.path), length($7) + 1), '.', 1) END AS part,
    s.level, count(*) AS count, count(*) FILTER (WHERE s.seat IS NOT NULL OR s.attended IS NOT NULL) AS seated,
    min(s.opened_on) AS opened_on, mode() WITHIN GROUP (ORDER BY s.due_on) AS due_on, max(s.hard_on) AS hard_on
FROM duty_judgement($1, $2::integer, $3::integer) s JOIN organisation o ON o.id = s.organisation_id
    LEFT JOIN organisation_version v ON v.organisation_id = s.organisation_id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
    LEFT JOIN organisation_place l ON l.organisation_id = s.organisation_id AND l.since <= $1 AND (l.until IS NULL OR l.until > $1)
WHERE s.path >= $4 AND s.path < $5
    AND ($8::text IS NULL OR coalesce(v.field, s.field) = $8) AND ($9::text IS NULL OR s.kind = $9)
    AND (cardinality($10::uuid[]) = 0 OR s.cycle_id = ANY ($10))
    AND ($11::text IS NULL OR s.subject = $11) AND ($12::text IS NULL OR coalesce(v.level, o.level) = $12)
    AND coalesce(l.place, s.path) >= $13 AND coalesce(l.place, s.path) < $14
GROUP BY 1, 2 ORDER BY 1, 2

-- name: ClassStatistics (low, high, first, last, grouping, base) -> part, classes, person_times, people, completed, hours,
--     person_days, cost
-- Classes that were held: those hosted in a range and ended between two days. A person counts as often as they took part: came to
-- a half-day or was credited, for the days between joining and leaving.
SELECT f.part, count(DISTINCT f.class_id) AS classes, count(f.person_id) AS person_times, count(DISTINCT f.person_id) AS people,
    count(*) FILTER (WHERE f.completions > 0) AS completed, coalesce(sum(f.hours), 0) AS hours,
    coalesce(sum(f.days), 0)::bigint AS person_days, coalesce(sum(f.days * f.cost_per_person_day), 0) AS cost
FROM (
    SELECT CASE $5 WHEN 'level' THEN c.level WHEN 'month' THEN left(c.ends_on::text, 7) WHEN 'field' THEN coalesce(d.field, o.field, '')
            WHEN 'kind' THEN coalesce(d.kind, '') WHEN 'post' THEN coalesce(d.subject, '')
            ELSE split_part(substr(c.path, length($6) + 1), '.', 1) END AS part,
        c.id AS class_id, n.person_id, n.hours, n.completions, c.cost_per_person_day,
        CASE WHEN n.person_id IS NOT NULL THEN least(n.left_on, c.ends_on + 1) - greatest(n.joined_on, c.starts_on) END AS days
    FROM training_class c
        LEFT JOIN LATERAL (
            SELECT e.person_id, e.duty_id, e.path, e.joined_on, e.left_on, k.hours, k.completions
            FROM enrolment e CROSS JOIN LATERAL (SELECT sum(r.hours) AS hours, sum(r.completions) AS completions FROM credit r
                WHERE r.person_id = e.person_id AND r.class_id = c.id) AS k
            WHERE e.class_id = c.id AND e.state <> 'waiting' AND (was_there(e) OR k.completions > 0 OR k.hours > 0)) AS n ON true
        LEFT JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
        LEFT JOIN organisation o ON o.path = n.path
    WHERE c.path >= $1 AND c.path < $2 AND c.ends_on >= $3 AND c.ends_on <= $4
        AND c.state IN ('running', 'closed', 'reopened')
) AS f GROUP BY f.part ORDER BY f.part

-- name: InsertTrainingReport (organisation, month, path, as_of, document, content, audit_event) -> number
INSERT INTO training_report (organisation_id, month, number, path, as_of, document, content, audit_event_id)
SELECT $1, $2, 1 + coalesce(max(number), 0), $3, $4, $5, $6, $7 FROM training_report WHERE organisation_id = $1 AND month = $2
RETURNING number

-- name: TrainingReports (organisation, earlier_than, limit) -> month, number, as_of, document, content
-- The last one of each month as it was sent, newest first.
SELECT DISTINCT ON (r.month) r.month, r.number, r.as_of, r.document, r.content FROM training_report r
WHERE r.organisation_id = $1 AND r.month < $2 ORDER BY r.month DESC, r.number DESC LIMIT $3

-- name: TrainingReport (organisation, month, number) -> month, number, as_of, document, content
-- The last one of a month, or the one of a number.
SELECT month, number, as_of, document, content FROM training_report
WHERE organisation_id = $1 AND month = $2 AND ($3::bigint IS NULL OR number = $3) ORDER BY number DESC LIMIT 1

-- name: TrainingReportBefore (organisation, month, number) -> month, number, content
-- What a report is compared with: the last one of an earlier month that was on file when it was made. One that was made since
-- changes no comparison that was sent.
SELECT r.month, r.number, r.content FROM training_report r, training_report s
WHERE s.organisation_id = $1 AND s.month = $2 AND s.number = $3 AND r.organisation_id = $1 AND r.month < $2
    AND r.audit_event_id < s.audit_event_id
ORDER BY r.month DESC, r.number DESC LIMIT 1

-- name: NamesOfChildren (codes, day) -> code, name
-- As they were called on a day; those that were not there yet, as they are called now.
SELECT o.code, o.name FROM organisation o WHERE o.code = ANY ($1) AND NOT EXISTS (SELECT FROM organisation_version v
    WHERE v.code = o.code AND v.annulled_audit_event_id IS NULL AND v.since <= $2 AND (v.until IS NULL OR v.until > $2))
UNION ALL
SELECT v.code, v.name FROM organisation_version v
WHERE v.code = ANY ($1) AND v.annulled_audit_event_id IS NULL AND v.since <= $2 AND (v.until IS NULL OR v.until > $2)

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
    line integer, id uuid, id_hash bytea, name_key text COLLATE "C", class_name text, level text, form text, course text, kinds text[],
    completions integer, earned_on date, started_on date, hours numeric(6,1), document text,
    claimed boolean, person_id uuid, path text COLLATE "C", known boolean DEFAULT false
) ON COMMIT DROP

-- name: ResolveStagedCredits
UPDATE staged_credit s SET person_id = p.id, path = p.path
FROM person_id_number n JOIN person p ON p.id = n.person_id WHERE n.id_hash = s.id_hash

-- name: ResolveStagedCreditsByName
-- A name that several people in sight have is nobody's.
UPDATE staged_credit s SET person_id = w.id, path = w.path
FROM (
    SELECT p.name_key, min(p.id::text)::uuid AS id, min(p.path) AS path FROM person p
    WHERE p.name_key IN (SELECT c.name_key FROM staged_credit c WHERE c.id_hash IS NULL)
    GROUP BY p.name_key HAVING count(*) = 1
) w
WHERE s.id_hash IS NULL AND w.name_key = s.name_key

-- name: MarkKnownCredits
UPDATE staged_credit s SET known = true FROM credit c
WHERE c.person_id = s.person_id AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import'
    AND c.hours = s.hours

-- name: StagedCreditErrors -> line, field, what, value
SELECT DISTINCT line, CASE WHEN id_hash IS NULL THEN 'name' ELSE 'id_number' END AS field,
    CASE WHEN id_hash IS NULL THEN 'nameless' ELSE 'missing' END AS what, NULL AS value
FROM staged_credit WHERE person_id IS NULL
UNION ALL
SELECT DISTINCT s.line, 'name', 'differs', p.name FROM staged_credit s JOIN person p ON p.path = s.path AND p.id = s.person_id
WHERE p.name_key <> s.name_key
UNION ALL
SELECT s.line, 'hours', 'differs', c.hours::text FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import' AND c.hours <> s.hours
UNION ALL
SELECT s.line, 'form', 'differs', c.form FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import' AND c.form <> s.form
UNION ALL
SELECT s.line, 'level', 'level', c.level FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import' AND c.level <> s.level
UNION ALL
SELECT s.line, 'kinds', 'kinds', array_to_string(c.kinds, '/') FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import'
    AND NOT (c.kinds @> s.kinds AND s.kinds @> c.kinds)
UNION ALL
SELECT s.line, 'document', 'differs', coalesce(c.document, '') FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import' AND c.document IS DISTINCT FROM s.document
    AND s.document IS NOT NULL
UNION ALL
SELECT s.line, 'course', 'differs', coalesce(c.course, '') FROM staged_credit s JOIN credit c ON c.person_id = s.person_id
    AND c.class_name = s.class_name AND c.earned_on = s.earned_on AND c.source = 'import' AND c.course IS DISTINCT FROM s.course
UNION ALL
SELECT DISTINCT s.line, CASE WHEN s.earned_on < p.born_on THEN 'ended_on' ELSE 'started_on' END, 'born', p.born_on::text
FROM staged_credit s JOIN person p ON p.path = s.path AND p.id = s.person_id WHERE least(s.started_on, s.earned_on) < p.born_on
UNION ALL
SELECT max(line), 'class', 'twice', min(class_name) FROM staged_credit WHERE person_id IS NOT NULL
GROUP BY person_id, class_name, earned_on HAVING count(*) > 1
ORDER BY line LIMIT 2000

-- name: StagedCreditLines -> lines
-- A class across the new year gives one line two credits.
SELECT count(DISTINCT line) AS lines FROM staged_credit WHERE NOT known

-- name: InsertStagedCredits (audit_event)
INSERT INTO credit (person_id, id, path, source, class_name, level, form, course, kinds, earned_on, counts_from, hours,
    completions, document, claimed, waiting, audit_event_id)
SELECT person_id, id, path, 'import', class_name, level, form, course, kinds, earned_on, earned_on, hours, completions, document, claimed,
    claimed, $1
FROM staged_credit WHERE NOT known ORDER BY path

-- name: DutiesOfCycle (cycle) -> duties
SELECT count(*) AS duties FROM duty WHERE cycle_id = $1 AND annulled_on IS NULL

-- name: TrainingOfTenures (as_of, due_soon_days, forecast_days, people, tenures) -> tenure, level, due_on, last_class, last_on
-- What the newest duty of each office but its yearly hours says, and the last training of its holder that counts.
SELECT w.tenure, d.level, d.due_on, last.class_name AS last_class, last.earned_on AS last_on
FROM unnest($4::uuid[], $5::uuid[]) AS w (person, tenure)
    LEFT JOIN LATERAL (
        SELECT s.level, s.due_on FROM duty_judgement($1, $2::integer, $3::integer) s
        WHERE s.person_id = w.person AND s.tenure_id = w.tenure AND s.kind <> 'annual'
        ORDER BY s.opened_on DESC, s.id DESC LIMIT 1) AS d ON true
    LEFT JOIN LATERAL (SELECT c.class_name, c.earned_on FROM credit c
        WHERE c.person_id = w.person AND c.counts_from <= $1 AND c.completions > 0
            AND (NOT c.claimed OR credit_verdict(c.person_id, c.id, c.claimed, $1) = 'confirmed')
        ORDER BY c.earned_on DESC, c.id DESC LIMIT 1) AS last ON true
