-- owner: Training
-- tables: credit credit_decision training_class class_event class_change class_session class_quota enrolment enrolment_event

-- name: InsertClass (id, code, name, host, path, admits, admits_end, level, fields, kinds, starts_on, ends_on,
--     minimum, capacity, venue, cost_per_person_day, attendance_rule, form, course, filters, audit_event)
INSERT INTO training_class (id, code, name, host_id, path, admits, admits_end, level, fields, kinds, starts_on, ends_on, minimum,
    capacity, venue, cost_per_person_day, attendance_rule, form, course, filters, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)

-- name: LastReopening (class) -> day
-- From that day on the hours given before do not count: giving them again earlier would count them twice.
SELECT max(happened_on) AS day FROM class_event WHERE class_id = $1 AND state = 'reopened'

-- name: InsertClassEvent (class, path, state, happened_on, reason, audit_event)
INSERT INTO class_event (class_id, number, path, state, happened_on, reason, audit_event_id)
SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6 FROM class_event WHERE class_id = $1

-- name: Classes (low, high, after_path, after_id, states, admitted, limit) -> id, code, name, path, admits, level,
--     fields, kinds, starts_on, ends_on, minimum, capacity, venue, cost_per_person_day, attendance_rule, form,
--     course, filters, state, version, enrolled, waiting, own_enrolled, own_waiting
-- Classes hosted in a range and, given the places of the caller, those hosted elsewhere that admit one of them. The cursor may precede the
-- range, which is then read from its start.
SELECT c.id, c.code, c.name, c.path, c.admits, c.level, c.fields, c.kinds, c.starts_on, c.ends_on, c.minimum, c.capacity, c.venue,
    c.cost_per_person_day, c.attendance_rule, c.form, c.course, c.filters, c.state, c.version,
    l.enrolled, l.waiting,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled' AND in_scope(n.path)) AS own_enrolled,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'waiting' AND in_scope(n.path)) AS own_waiting
FROM (
    SELECT c.id, c.path FROM unnest($5::text[]) AS s (state) CROSS JOIN LATERAL (
        SELECT c.id, c.path FROM training_class c
        WHERE c.state = s.state AND c.path >= $1 AND c.path < $2
            AND (c.path, c.id) > (greatest($1 COLLATE "C", $3),
                CASE WHEN $3 >= $1 COLLATE "C" THEN $4::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
        ORDER BY c.path, c.id LIMIT $7) AS c
    UNION
    SELECT c.id, c.path FROM unnest($5::text[]) AS s (state)
        CROSS JOIN (SELECT unnest($6::text[]) UNION SELECT paths_above(p) FROM unnest($6::text[]) AS p) AS place (path)
        CROSS JOIN LATERAL (
            SELECT c.id, c.path FROM training_class c
            WHERE c.admits = place.path AND c.state = s.state AND (c.path, c.id) > ($3, $4)
            ORDER BY c.path, c.id LIMIT $7) AS c
    ORDER BY path, id LIMIT $7
) AS page CROSS JOIN LATERAL (SELECT c.* FROM training_class c WHERE c.id = page.id LIMIT 1) AS c
    CROSS JOIN LATERAL class_list(c.id) AS l
ORDER BY c.path, c.id

-- name: ClassByID (id) -> id, code, name, path, admits, level, fields, kinds, starts_on, ends_on, minimum, capacity,
--     venue, cost_per_person_day, attendance_rule, form, course, filters, state, version, enrolled, waiting, own_enrolled,
--     own_waiting
SELECT c.id, c.code, c.name, c.path, c.admits, c.level, c.fields, c.kinds, c.starts_on, c.ends_on, c.minimum, c.capacity, c.venue,
    c.cost_per_person_day, c.attendance_rule, c.form, c.course, c.filters, c.state, c.version,
    l.enrolled, l.waiting,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled' AND in_scope(n.path)) AS own_enrolled,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'waiting' AND in_scope(n.path)) AS own_waiting
FROM training_class c CROSS JOIN LATERAL class_list(c.id) AS l WHERE c.id = $1

-- name: ClassesByCode (code, limit) -> id, name, path, starts_on
-- A code is unique to its host alone.
SELECT id, name, path, starts_on FROM training_class WHERE code = $1 ORDER BY path LIMIT $2

-- name: LockClass (id) -> id
SELECT id FROM training_class WHERE id = $1 FOR UPDATE

-- name: ShareClass (id) -> id
SELECT id FROM training_class WHERE id = $1 FOR SHARE

-- name: SetClassState (id, state, audit_event)
UPDATE training_class SET state = $2, version = version + 1, audit_event_id = $3 WHERE id = $1

-- name: UpdateClass (id, code, name, level, fields, kinds, starts_on, ends_on, minimum, capacity, venue,
--     cost_per_person_day, attendance_rule, form, course, filters, admits, admits_end, audit_event)
UPDATE training_class SET code = $2, name = $3, level = $4, fields = $5, kinds = $6, starts_on = $7, ends_on = $8, minimum = $9,
    capacity = $10, venue = $11, cost_per_person_day = $12, attendance_rule = $13, form = $14, course = $15, filters = $16,
    admits = $17, admits_end = $18, version = version + 1, audit_event_id = $19
WHERE id = $1

-- name: InsertClassChange (class, path, state, reason, members, before, after, audit_event) -> number
INSERT INTO class_change (class_id, number, path, state, reason, members, before, after, audit_event_id)
SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6, $7, $8 FROM class_change WHERE class_id = $1
RETURNING number

-- name: ClassChanges (class) -> number, changed_on, state, reason, members, before, after
SELECT number, changed_on, state, reason, members, before, after FROM class_change WHERE class_id = $1 ORDER BY number

-- name: InsertSession (class, number, path, held_on, half, topic, title, hours, teacher, venue, fee, teacher_title,
--     audit_event)
INSERT INTO class_session (class_id, number, path, held_on, half, topic, title, hours, teacher, venue, fee, teacher_title,
    audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: UpdateSessions (class, numbers, days, halves, topics, titles, hours, teachers, venues, fees, teacher_titles,
--     audit_event)
UPDATE class_session s SET held_on = n.held_on, half = n.half, topic = n.topic, title = n.title, hours = n.hours,
    teacher = n.teacher, venue = n.venue, fee = n.fee, teacher_title = n.teacher_title, audit_event_id = $12
FROM unnest($2::bigint[], $3::date[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::text[], $9::text[], $10::numeric[],
    $11::text[]) AS n (number, held_on, half, topic, title, hours, teacher, venue, fee, teacher_title)
WHERE s.class_id = $1 AND s.number = n.number

-- name: DeleteSessions (class, numbers)
DELETE FROM class_session WHERE class_id = $1 AND number = ANY ($2::bigint[])

-- name: Sessions (class) -> number, held_on, half, topic, title, hours, teacher, venue, fee, teacher_title
SELECT number, held_on, half, topic, title, hours, teacher, venue, fee, teacher_title FROM class_session WHERE class_id = $1
ORDER BY number

-- name: TeachersEngaged (class, teachers, days, halves) -> teacher, held_on, half, name
-- Half-days of the host's other classes in which one of the teachers teaches at the same time. Drafts bind nobody yet.
SELECT s.teacher, s.held_on, s.half, c.name
FROM unnest($2::text[], $3::date[], $4::text[]) AS n (teacher, held_on, half)
    JOIN class_session s ON s.teacher = n.teacher AND s.held_on = n.held_on AND s.half = n.half
    JOIN training_class c ON c.id = s.class_id AND c.state NOT IN ('draft', 'cancelled')
WHERE s.class_id <> $1 AND c.path = (SELECT o.path FROM training_class o WHERE o.id = $1) ORDER BY s.held_on, s.half, s.teacher

-- name: AnswersForClass (class) -> person_id
-- The secretary of the host, or the first on the list.
SELECT who.person_id FROM training_class c CROSS JOIN LATERAL (
    (SELECT t.person_id, 1 AS place FROM post x JOIN tenure t ON t.post_id = x.id
        WHERE x.organisation_id = c.host_id AND x.title IN ('secretary', 'first_secretary')
            AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > today_in_china())
        ORDER BY t.since DESC LIMIT 1)
    UNION ALL
    (SELECT n.person_id, 2 FROM enrolment n WHERE n.class_id = c.id ORDER BY n.id LIMIT 1)
) AS who WHERE c.id = $1 ORDER BY who.place LIMIT 1

-- name: HostOnPaper (class) -> code, name, closed_on
-- The host as its letters call it, also where the reader does not see it, and the day of the last closing.
SELECT coalesce(o.code, split_part(rtrim(c.path, '.'), '.', -1)) AS code, coalesce(o.name, '') AS name, (SELECT max(e.happened_on) FROM class_event e
    WHERE e.class_id = c.id AND e.state = 'closed') AS closed_on
FROM training_class c LEFT JOIN organisation o ON o.id = c.host_id WHERE c.id = $1

-- name: PaperOfClass (class) -> person_id, path, list_number, person, sex, organisation, township, title, joined_on
-- Who has a seat, by township and number, with the post held when the class begins.
SELECT n.person_id, n.path, n.list_number, coalesce(p.name, name_in_office(n.person_id)) AS person, p.sex,
    o.name AS organisation, town.name AS township, office.title, n.joined_on
FROM enrolment n JOIN training_class c ON c.id = n.class_id LEFT JOIN person p ON p.id = n.person_id
    LEFT JOIN membership m ON m.person_id = n.person_id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
    LEFT JOIN LATERAL (
        SELECT t.name, t.path FROM (SELECT n.path AS path UNION ALL SELECT paths_above(n.path)) AS place
            JOIN organisation t ON t.path = place.path AND t.level = 'township'
        ORDER BY t.until NULLS FIRST, t.path DESC LIMIT 1) AS town ON true
    LEFT JOIN LATERAL (
        SELECT x.title FROM tenure t JOIN post x ON x.id = t.post_id
        WHERE t.person_id = n.person_id AND t.annulled_audit_event_id IS NULL AND t.since <= c.starts_on
            AND (t.until IS NULL OR t.until > c.starts_on)
        ORDER BY t.since DESC LIMIT 1) AS office ON true
WHERE n.class_id = $1 AND n.state = 'enrolled' ORDER BY town.path NULLS LAST, n.list_number

-- name: InsertQuota (class, path, seats, released_on, reason, audit_event)
INSERT INTO class_quota (class_id, path, seats, released_on, reason, audit_event_id, revision)
SELECT $1::uuid, $2::text, $3::integer, $4::date, $5::text, $6::uuid, 1 + coalesce(max(q.revision), 0)
FROM class_quota q WHERE q.class_id = $1 AND q.path = $2

-- name: Quotas (class) -> path, seats
-- Those that hold today: all of them for the host, for others those of their own parts of the tree.
SELECT q.path, q.seats FROM class_quotas($1) AS q WHERE q.released_on IS NULL OR q.released_on > today_in_china() ORDER BY q.path

-- name: QuotaList (class) -> path, code, name, seats, released_on, taken
-- With those who sit in a subtree, however their seats are counted.
SELECT q.path, coalesce(o.code, split_part(rtrim(q.path, '.'), '.', -1)) AS code,
    coalesce(o.name, split_part(rtrim(q.path, '.'), '.', -1)) AS name, q.seats, q.released_on, q.taken
FROM class_quotas($1) AS q LEFT JOIN organisation o ON o.path = q.path ORDER BY q.path

-- name: Enrolments (class, after, limit) -> id, person_id, duty_id, path, state, version, list_number, joined_on,
--     left_on, person, organisation
SELECT n.id, n.person_id, n.duty_id, n.path, n.state, n.version, n.list_number, n.joined_on, n.left_on,
    coalesce(p.name, name_in_office(n.person_id), '') AS person, o.name AS organisation
FROM enrolment n LEFT JOIN person p ON p.id = n.person_id
    LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE n.class_id = $1 AND n.list_number > $2
ORDER BY n.list_number LIMIT $3

-- name: EnrolmentSeats (class) -> id, person_id, path, state
-- Of the reader's own people, and of everybody for the host, in the order of the list.
SELECT n.id, n.person_id, n.path, n.state FROM enrolment n WHERE n.class_id = $1 ORDER BY n.list_number, n.id

-- name: HostList (class) -> id, person_id, path, state
-- Of everybody, for the host.
SELECT l.enrolment_id AS id, l.person_id, l.path, l.state FROM host_list($1) AS l

-- name: LockList (class, people) -> locked
-- Nobody on the list of the host's class, and none of the people, is put on another list until this is done.
SELECT lock_list($1, $2)::text AS locked

-- name: SeatsFor (class, people, paths, ahead) -> person_id, seated
-- Whether there is a seat for each of the people, in this order: after those who have one, and after those who wait or ahead of them.
SELECT s.person_id, s.seated FROM seats_for($1, $2, $3, $4) AS s

-- name: FillSeats (class, reason, audit_event) -> person_id
-- Who moves up from the waiting list.
SELECT f.person_id FROM fill_seats($1, $2, $3) AS f (person_id)

-- name: PeopleToMark (class) -> person_id, path, list_number, joined_on, person, organisation
-- Who has a seat or had one while the class was held, by name and branch.
SELECT n.person_id, n.path, n.list_number, n.joined_on, coalesce(p.name, name_in_office(n.person_id)) AS person,
    o.name AS organisation
FROM enrolment n JOIN training_class c ON c.id = n.class_id LEFT JOIN person p ON p.id = n.person_id
    LEFT JOIN membership m ON m.person_id = n.person_id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE n.class_id = $1 AND (n.state = 'enrolled' OR n.state IN ('dropped', 'replaced') AND n.left_on > c.starts_on)
ORDER BY n.list_number

-- name: PeopleOfClass (class) -> person_id, path, state, list_number, joined_on, left_on, reason, person, organisation
-- Who has or had a seat, with when and why those left who did; a plan that moves people does so before the class.
SELECT n.person_id, n.path, n.state, n.list_number, n.joined_on,
    CASE WHEN n.state <> 'enrolled' THEN coalesce(n.left_on, c.starts_on) END AS left_on, e.reason,
    coalesce(p.name, name_in_office(n.person_id)) AS person, o.name AS organisation
FROM enrolment n JOIN training_class c ON c.id = n.class_id LEFT JOIN person p ON p.id = n.person_id
    LEFT JOIN membership m ON m.person_id = n.person_id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
    LEFT JOIN LATERAL (SELECT e.reason FROM enrolment_event e WHERE e.person_id = n.person_id AND e.enrolment_id = n.id
        ORDER BY e.number DESC LIMIT 1) AS e ON true
WHERE n.class_id = $1 AND n.state <> 'waiting' ORDER BY n.list_number

-- name: PeopleByNumbers (hashes) -> id_hash, person_id
SELECT id_hash, person_id FROM person_id_number WHERE id_hash = ANY ($1)

-- name: PeopleForEnrolment (people, class) -> id, path, name, known
SELECT p.id, p.path, p.name, EXISTS (SELECT FROM enrolment n WHERE n.person_id = p.id AND n.class_id = $2)
    OR p.id IN (SELECT l.person_id FROM host_list($2) AS l) AS known
FROM person p WHERE p.id = ANY ($1)

-- name: OverlappingClasses (people, except, starts_on, ends_on) -> person_id, name, person, organisation
-- Of all hosts. Online classes and self-study leave the days of their people free.
SELECT x.person_id, x.name, coalesce(p.name, name_in_office(x.person_id)) AS person, o.name AS organisation
FROM class_clashes($1, $2, $3, $4) AS x LEFT JOIN person p ON p.id = x.person_id
    LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL LEFT JOIN organisation o ON o.id = m.organisation_id

-- name: InsertEnrolments (people, ids, duties, paths, class, audit_event, states, joined_on)
INSERT INTO enrolment (person_id, id, class_id, duty_id, path, state, joined_on, audit_event_id)
SELECT person_id, id, $5, duty_id, path, state, coalesce($8, joining_day($5)), $6
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $7::text[]) AS n (person_id, id, duty_id, path, state)

-- name: InsertEnrolmentEvents (ids, reason, audit_event)
INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
SELECT n.person_id, n.id, 1 + (SELECT coalesce(max(e.number), 0) FROM enrolment_event e
    WHERE e.person_id = n.person_id AND e.enrolment_id = n.id), n.path, n.state, $2, $3
FROM enrolment n WHERE n.id = ANY ($1)

-- name: SetEnrolmentState (id, state, joined_on, left_on)
-- Who leaves does so on the day given, or today, and not before joining; who enters from the waiting list of a running class joins
-- today.
UPDATE enrolment SET state = $2, version = version + 1,
    joined_on = CASE WHEN $2 = 'enrolled' THEN coalesce($3, joined_on, joining_day(class_id)) ELSE joined_on END,
    left_on = CASE WHEN $2 IN ('dropped', 'replaced') THEN greatest(coalesce($4, today_in_china()), joined_on) END
WHERE id = $1

-- name: RestoreEnrolment (id, state)
-- As if nothing had happened in between: somebody dropped by mistake was there all the time.
UPDATE enrolment SET state = $2, version = version + 1, left_on = NULL WHERE id = $1

-- name: AttendedBefore (person, enrolment, day) -> number
-- Half-days before a day at which somebody was, by the last mark of each.
SELECT s.number FROM (SELECT DISTINCT ON (m.session_number) m.session_number, m.class_id, m.mark FROM attendance_mark m
    WHERE m.person_id = $1 AND m.enrolment_id = $2 ORDER BY m.session_number, m.revision DESC) AS l
    JOIN class_session s ON s.class_id = l.class_id AND s.number = l.session_number
WHERE s.held_on < $3 AND l.mark IN ('present', 'late', 'left_early', 'made_up') ORDER BY s.number

-- name: CorrectJoining (person, enrolment, joined_on, reason, audit_event)
WITH corrected AS (
    UPDATE enrolment SET joined_on = $3::date, version = version + 1 WHERE person_id = $1 AND id = $2 RETURNING path, state
)
INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, joined_on, reason, audit_event_id)
SELECT $1, $2, 1 + (SELECT coalesce(max(e.number), 0) FROM enrolment_event e WHERE e.person_id = $1 AND e.enrolment_id = $2),
    n.path, n.state, $3::date, $4, $5
FROM corrected n

-- name: EnrolmentOfPerson (class, person) -> id, path, state, version, joined_on, left_on, person
SELECT n.id, n.path, n.state, n.version, n.joined_on, n.left_on, coalesce(p.name, name_in_office(n.person_id)) AS person
FROM enrolment n LEFT JOIN person p ON p.id = n.person_id WHERE n.class_id = $1 AND n.person_id = $2

-- name: InsertCredits (people, paths, earned_on, hours, completions, class, class_name, level, kinds, counts_from,
--     form, course, audit_event)
INSERT INTO credit (person_id, id, path, source, class_id, class_name, level, kinds, earned_on, counts_from, hours,
    completions, form, course, audit_event_id)
SELECT c.person_id, gen_random_uuid(), c.path, 'class', $6, $7, $8,
    CASE WHEN c.completions > 0 THEN $9::text[] ELSE ARRAY['annual'] END, c.earned_on, $10, c.hours, c.completions, $11, $12, $13
FROM unnest($1::uuid[], $2::text[], $3::date[], $4::numeric[], $5::bigint[]) AS c (person_id, path, earned_on, hours, completions)

-- name: ReverseClassCredits (class, counts_from, audit_event)
INSERT INTO credit (person_id, id, path, source, class_id, class_name, level, form, course, kinds, earned_on, counts_from, hours,
    completions, reverses, audit_event_id)
SELECT c.person_id, gen_random_uuid(), c.path, 'reversal', c.class_id, c.class_name, c.level, c.form, c.course, c.kinds, c.earned_on,
    $2, -c.hours, -c.completions, c.id, $3
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

-- name: CreditAuthor (id) -> account
SELECT credit_author($1) AS account

-- name: LockCredit (id) -> id
-- One decision at a time. A statement that waited for a row sees the others as they were before it waited: what was decided
-- is read by the next one.
SELECT id FROM credit WHERE id = $1 FOR NO KEY UPDATE

-- name: CreditToDecide (id) -> person_id, path, person, class_name, level, hours, document, earned_on, claimed, waiting,
--     verdict, decided_on
SELECT c.person_id, c.path, coalesce(p.name, name_in_office(c.person_id)) AS person, c.class_name, c.level, c.hours, c.document,
    c.earned_on, c.claimed, c.waiting, d.verdict, d.decided_on
FROM credit c LEFT JOIN person p ON p.id = c.person_id
    LEFT JOIN credit_decision d ON d.person_id = c.person_id AND d.credit_id = c.id
WHERE c.id = $1

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
