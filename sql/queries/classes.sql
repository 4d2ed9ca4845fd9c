-- owner: Training
-- tables: credit credit_decision training_class class_event class_session class_quota enrolment enrolment_event attendance_mark

-- name: InsertClass (id, code, name, host, path, admits, admits_end, level, fields, kinds, starts_on, ends_on,
--     minimum, capacity, venue, cost_per_person_day, attendance_rule, audit_event)
INSERT INTO training_class (id, code, name, host_id, path, admits, admits_end, level, fields, kinds, starts_on, ends_on, minimum,
    capacity, venue, cost_per_person_day, attendance_rule, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)

-- name: InsertClassEvent (class, path, state, happened_on, reason, audit_event)
INSERT INTO class_event (class_id, number, path, state, happened_on, reason, audit_event_id)
SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6 FROM class_event WHERE class_id = $1

-- name: Classes (low, high, after_path, after_id, states, admitted, limit) -> id, code, name, path, admits, level,
--     fields, kinds, starts_on, ends_on, minimum, capacity, venue, cost_per_person_day, attendance_rule, state,
--     version, enrolled, waiting
-- Classes hosted in a range and, given the path of the caller, those hosted elsewhere that admit it. The cursor may precede the
-- range, which is then read from its start.
SELECT c.id, c.code, c.name, c.path, c.admits, c.level, c.fields, c.kinds, c.starts_on, c.ends_on, c.minimum, c.capacity, c.venue,
    c.cost_per_person_day, c.attendance_rule, c.state, c.version,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled') AS enrolled,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'waiting') AS waiting
FROM (
    SELECT c.id, c.path FROM unnest($5::text[]) AS s (state) CROSS JOIN LATERAL (
        SELECT c.id, c.path FROM training_class c
        WHERE c.state = s.state AND c.path >= $1 AND c.path < $2
            AND (c.path, c.id) > (greatest($1 COLLATE "C", $3),
                CASE WHEN $3 >= $1 COLLATE "C" THEN $4::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
        ORDER BY c.path, c.id LIMIT $7) AS c
    UNION
    SELECT c.id, c.path FROM unnest($5::text[]) AS s (state)
        CROSS JOIN (SELECT $6::text UNION ALL SELECT paths_above($6)) AS place (path)
        CROSS JOIN LATERAL (
            SELECT c.id, c.path FROM training_class c
            WHERE c.admits = place.path AND c.state = s.state AND (c.path, c.id) > ($3, $4)
            ORDER BY c.path, c.id LIMIT $7) AS c
    ORDER BY path, id LIMIT $7
) AS page CROSS JOIN LATERAL (SELECT c.* FROM training_class c WHERE c.id = page.id LIMIT 1) AS c
ORDER BY c.path, c.id

-- name: ClassByID (id) -> id, code, name, path, admits, level, fields, kinds, starts_on, ends_on, minimum, capacity,
--     venue, cost_per_person_day, attendance_rule, state, version, enrolled, waiting
SELECT c.id, c.code, c.name, c.path, c.admits, c.level, c.fields, c.kinds, c.starts_on, c.ends_on, c.minimum, c.capacity, c.venue,
    c.cost_per_person_day, c.attendance_rule, c.state, c.version,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled') AS enrolled,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'waiting') AS waiting
FROM training_class c WHERE c.id = $1

-- name: ClassesByCode (code, limit) -> id, name, path, starts_on
-- A code is unique to its host alone.
SELECT id, name, path, starts_on FROM training_class WHERE code = $1 ORDER BY path LIMIT $2

-- name: LockClass (id) -> id
SELECT id FROM training_class WHERE id = $1 FOR UPDATE

-- name: ShareClass (id) -> id
SELECT id FROM training_class WHERE id = $1 FOR SHARE

-- name: SetClassState (id, state, audit_event)
UPDATE training_class SET state = $2, version = version + 1, audit_event_id = $3 WHERE id = $1

-- name: UpdateClass (id, name, starts_on, ends_on, minimum, capacity, venue, cost_per_person_day, attendance_rule,
--     audit_event)
UPDATE training_class SET name = $2, starts_on = $3, ends_on = $4, minimum = $5, capacity = $6, venue = $7,
    cost_per_person_day = $8, attendance_rule = $9, version = version + 1, audit_event_id = $10
WHERE id = $1

-- name: InsertSession (class, number, path, held_on, half, topic, title, hours, teacher, audit_event)
INSERT INTO class_session (class_id, number, path, held_on, half, topic, title, hours, teacher, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: Sessions (class) -> number, held_on, half, topic, title, hours, teacher
SELECT number, held_on, half, topic, title, hours, teacher FROM class_session WHERE class_id = $1 ORDER BY number

-- name: InsertQuota (class, path, seats, audit_event)
INSERT INTO class_quota (class_id, path, seats, audit_event_id) VALUES ($1, $2, $3, $4)

-- name: Quotas (class) -> path, seats
SELECT path, seats FROM class_quota WHERE class_id = $1 ORDER BY path

-- name: Enrolments (class, after, limit) -> id, person_id, duty_id, path, state, version, person, organisation
SELECT n.id, n.person_id, n.duty_id, n.path, n.state, n.version, coalesce(p.name, name_in_office(n.person_id), '') AS person,
    o.name AS organisation
FROM enrolment n LEFT JOIN person p ON p.id = n.person_id
    LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE n.class_id = $1 AND n.id > $2
ORDER BY n.id LIMIT $3

-- name: EnrolmentSeats (class) -> id, person_id, path, state
SELECT n.id, n.person_id, n.path, n.state FROM enrolment n WHERE n.class_id = $1 ORDER BY n.id

-- name: EnrolledPeople (class) -> person_id, path, person, organisation
-- Who has a seat, by name and branch.
SELECT n.person_id, n.path, coalesce(p.name, name_in_office(n.person_id)) AS person, o.name AS organisation
FROM enrolment n LEFT JOIN person p ON p.id = n.person_id
    LEFT JOIN membership m ON m.person_id = n.person_id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE n.class_id = $1 AND n.state = 'enrolled' ORDER BY n.id

-- name: PeopleByNumbers (hashes) -> id_hash, person_id
SELECT id_hash, person_id FROM person_id_number WHERE id_hash = ANY ($1)

-- name: PeopleForEnrolment (people, class, duty_kinds, day) -> id, path, name, duty_id, known
SELECT p.id, coalesce(d.path::text, p.path::text) AS path, p.name, d.id AS duty_id,
    EXISTS (SELECT FROM enrolment n WHERE n.person_id = p.id AND n.class_id = $2) AS known
FROM person p LEFT JOIN LATERAL (
    SELECT d.id, d.path FROM duty d
    WHERE d.person_id = p.id AND d.kind = ANY ($3) AND (d.closed_on IS NULL OR d.closed_on > $4)
    ORDER BY d.due_on, d.id LIMIT 1) AS d ON true
WHERE p.id = ANY ($1)

-- name: OverlappingClasses (people, except, starts_on, ends_on) -> person_id, name
SELECT n.person_id, t.name FROM enrolment n JOIN training_class t ON t.id = n.class_id
WHERE n.person_id = ANY ($1) AND n.state IN ('enrolled', 'waiting') AND t.state <> 'cancelled' AND t.id <> $2
    AND t.starts_on <= $4 AND t.ends_on >= $3

-- name: InsertEnrolments (people, ids, duties, paths, class, audit_event, states)
INSERT INTO enrolment (person_id, id, class_id, duty_id, path, state, audit_event_id)
SELECT person_id, id, $5, duty_id, path, state, $6
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $7::text[]) AS n (person_id, id, duty_id, path, state)

-- name: InsertEnrolmentEvents (ids, reason, audit_event)
INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
SELECT n.person_id, n.id, 1 + (SELECT coalesce(max(e.number), 0) FROM enrolment_event e
    WHERE e.person_id = n.person_id AND e.enrolment_id = n.id), n.path, n.state, $2, $3
FROM enrolment n WHERE n.id = ANY ($1)

-- name: SetEnrolmentState (id, state)
UPDATE enrolment SET state = $2, version = version + 1 WHERE id = $1

-- name: EnrolmentOfPerson (class, person) -> id, path, state, version, person
SELECT n.id, n.path, n.state, n.version, coalesce(p.name, name_in_office(n.person_id)) AS person
FROM enrolment n LEFT JOIN person p ON p.id = n.person_id WHERE n.class_id = $1 AND n.person_id = $2

-- name: InsertMarks (class, session, people, marks, approvers, made_up_in, audit_event) -> matched, written
WITH wanted AS (
    SELECT * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) AS w (person_id, mark, approver, made_up_in)
), matched AS (
    SELECT e.person_id, e.id AS enrolment_id, e.path, w.mark, w.approver, w.made_up_in, coalesce(last.revision, 0) AS revision,
        (last.mark, last.approver, last.made_up_in) IS NOT DISTINCT FROM (w.mark, w.approver, w.made_up_in) AS same
    FROM wanted w JOIN enrolment e ON e.person_id = w.person_id AND e.class_id = $1 AND e.state = 'enrolled'
        LEFT JOIN LATERAL (SELECT m.revision, m.mark, m.approver, m.made_up_in FROM attendance_mark m
            WHERE m.person_id = e.person_id AND m.enrolment_id = e.id AND m.session_number = $2
            ORDER BY m.revision DESC LIMIT 1) AS last ON true
), written AS (
    INSERT INTO attendance_mark (person_id, enrolment_id, session_number, revision, class_id, path, mark, approver,
        made_up_in, audit_event_id)
    SELECT person_id, enrolment_id, $2, revision + 1, $1, path, mark, approver, made_up_in, $7 FROM matched WHERE NOT same
    RETURNING 1
)
SELECT ARRAY(SELECT person_id FROM matched) AS matched, (SELECT count(*) FROM written) AS written

-- name: MarksOfClass (class) -> person_id, session_number, mark, approver, made_up_in, revision, person
SELECT DISTINCT ON (m.person_id, m.session_number) m.person_id, m.session_number, m.mark, m.approver, m.made_up_in, m.revision,
    coalesce(p.name, name_in_office(m.person_id)) AS person
FROM attendance_mark m LEFT JOIN person p ON p.id = m.person_id WHERE m.class_id = $1
ORDER BY m.person_id, m.session_number, m.revision DESC

-- name: SessionExists (class, number) -> number
SELECT number FROM class_session WHERE class_id = $1 AND number = $2

-- name: InsertCredits (people, paths, earned_on, hours, completions, class, class_name, level, kinds, counts_from,
--     audit_event)
INSERT INTO credit (person_id, id, path, source, class_id, class_name, level, kinds, earned_on, counts_from, hours,
    completions, audit_event_id)
SELECT c.person_id, gen_random_uuid(), c.path, 'class', $6, $7, $8,
    CASE WHEN c.completions > 0 THEN $9::text[] ELSE ARRAY['annual'] END, c.earned_on, $10, c.hours, c.completions, $11
FROM unnest($1::uuid[], $2::text[], $3::date[], $4::numeric[], $5::bigint[]) AS c (person_id, path, earned_on, hours, completions)

-- name: ReverseClassCredits (class, counts_from, audit_event)
INSERT INTO credit (person_id, id, path, source, class_id, class_name, level, kinds, earned_on, counts_from, hours, completions,
    reverses, audit_event_id)
SELECT c.person_id, gen_random_uuid(), c.path, 'reversal', c.class_id, c.class_name, c.level, c.kinds, c.earned_on, $2, -c.hours,
    -c.completions, c.id, $3
FROM credit c
WHERE c.class_id = $1 AND c.source = 'class' AND NOT EXISTS (
    SELECT FROM credit r WHERE r.person_id = c.person_id AND r.reverses = c.id)

-- name: CreditedHours (person, first, last) -> hours
-- Hours of a person's classes between two days, less reversals, and without those that nobody has confirmed.
SELECT coalesce(sum(c.hours), 0) AS hours FROM credit c
WHERE c.person_id = $1 AND c.earned_on >= $2 AND c.earned_on <= $3
    AND (NOT c.claimed OR credit_verdict(c.person_id, c.id, c.claimed, 'infinity') = 'confirmed')

-- name: LevelOfOffice (path) -> level, name
SELECT level, name FROM organisation WHERE path = $1

-- name: HostOfClass (class) -> level, name
SELECT o.level, o.name FROM training_class c JOIN organisation o ON o.id = c.host_id WHERE c.id = $1

-- name: CreditToDecide (id) -> person_id, path, person, class_name, level, hours, document, earned_on, claimed, waiting,
--     verdict, decided_on
-- One at a time: the row is locked until the decision is on file.
SELECT c.person_id, c.path, coalesce(p.name, name_in_office(c.person_id)) AS person, c.class_name, c.level, c.hours, c.document,
    c.earned_on, c.claimed, c.waiting, d.verdict, d.decided_on
FROM credit c LEFT JOIN person p ON p.id = c.person_id
    LEFT JOIN credit_decision d ON d.person_id = c.person_id AND d.credit_id = c.id
WHERE c.id = $1 FOR NO KEY UPDATE OF c

-- name: DecideCredit (person, credit, path, verdict, decided_on, reason, office, audit_event)
WITH decided AS (UPDATE credit SET waiting = false WHERE person_id = $1 AND id = $2)
INSERT INTO credit_decision (person_id, credit_id, path, verdict, decided_on, reason, office, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: CreditsWaiting (low, high, after_path, after_id, limit) -> id, person_id, path, person, organisation, class_name,
--     level, kinds, earned_on, hours, document
SELECT c.id, c.person_id, c.path, coalesce(p.name, name_in_office(c.person_id)) AS person, o.name AS organisation, c.class_name,
    c.level, c.kinds, c.earned_on, c.hours, c.document
FROM credit c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN organisation o ON o.path = c.path
WHERE c.waiting AND c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($3, $4)
ORDER BY c.path, c.id LIMIT $5
