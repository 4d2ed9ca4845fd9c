-- owner: Training
-- tables: plan plan_seat absence absence_withdrawal seating_decision seating_decision_withdrawal

-- name: OpenDuties (as_of, low, high, yearly) -> id, person_id, path, kind, field, cycle_id, opened_on, due_on, hard_on,
--     accepts, required_hours, hours, needs, person, organisation
-- With the completions that the hours must contain and do not yet. Hours of a year are earned in it, whatever was extended.
SELECT s.id, s.person_id, s.path, s.kind, s.field, s.cycle_id, s.opened_on,
    CASE s.kind WHEN 'annual' THEN d.due_on ELSE s.due_on END AS due_on, s.hard_on, d.accepts, s.required_hours, s.hours,
    CASE WHEN d.needs = '[]'::jsonb THEN d.needs ELSE (
        SELECT coalesce(jsonb_agg(jsonb_set(n.need, '{times}', to_jsonb((n.need ->> 'times')::integer - got.completions))), '[]'::jsonb)
        FROM jsonb_array_elements(d.needs) AS n (need) CROSS JOIN LATERAL (
            SELECT coalesce(sum(c.completions), 0) AS completions FROM credit c
            WHERE c.person_id = d.person_id AND c.counts_from <= $1 AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                AND c.earned_on >= CASE d.kind WHEN 'annual' THEN make_date(d.year, 1, 1) ELSE d.opened_on END
                AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
                AND n.need -> 'forms' ? c.form AND n.need -> 'levels' ? c.level
                AND credit_verdict(c.person_id, c.id, c.claimed, $1) = 'confirmed'
        ) AS got
        WHERE got.completions < (n.need ->> 'times')::integer
    ) END AS needs, p.name AS person, o.name AS organisation
FROM duty_standing($1, 0, 0) s JOIN duty d ON d.person_id = s.person_id AND d.id = s.id
    JOIN person p ON p.id = s.person_id LEFT JOIN organisation o ON o.id = s.organisation_id
WHERE s.path >= $2 AND s.path < $3 AND (s.kind <> 'annual' OR $4 AND d.due_on > $1) AND s.field IS NOT NULL
ORDER BY s.path, s.id

-- name: DutiesToCome (as_of, low, high) -> kind, cycle, name_zh, name_en, opens, duties
-- What nobody owes yet on a day, and a plan of that day leaves out.
SELECT d.kind, y.key AS cycle, y.name_zh, y.name_en, min(d.opened_on) AS opens, count(*) AS duties
FROM duty d LEFT JOIN cycle y ON y.id = d.cycle_id
WHERE d.path >= $2 AND d.path < $3 AND d.kind <> 'annual' AND d.field IS NOT NULL AND d.opened_on > $1
    AND d.annulled_on IS NULL AND (d.closed_on IS NULL OR d.closed_on > d.opened_on)
GROUP BY d.kind, y.key, y.name_zh, y.name_en
ORDER BY opens, d.kind, y.key

-- name: OpenYearlyDuties (as_of, low, high) -> duties
-- Hours of a year, for which a plan gives seats where it is asked to.
SELECT count(*) AS duties FROM duty_standing($1, 0, 0) s WHERE s.path >= $2 AND s.path < $3 AND s.kind = 'annual'

-- name: YearlyAmong (duties) -> id
SELECT d.id FROM duty d WHERE d.id = ANY ($1) AND d.kind = 'annual' LIMIT 1

-- name: NamesOnList (class, people) -> person_id, name
SELECT n.person_id, coalesce(p.name, name_in_office(n.person_id)) AS name
FROM enrolment n LEFT JOIN person p ON p.id = n.person_id
WHERE n.class_id = $1 AND n.person_id = ANY ($2)

-- name: HeldSeats (low, high, as_of) -> id, person_id, duty_id, class_id, state, code, name, starts_on, ends_on, form,
--     kinds, level, hours
-- Seats and places on waiting lists of everybody who is, or owes a duty, in a range, in whosever classes. One in a class that has ended
-- and is not closed yet counts: what it gave is unknown before.
SELECT n.id, n.person_id, n.duty_id, n.class_id, n.state, t.code, t.name, t.starts_on, t.ends_on, t.form, t.kinds,
    t.level, (SELECT coalesce(sum(x.hours), 0) FROM class_session x WHERE x.class_id = t.id) AS hours
FROM (
    SELECT e.person_id, e.id FROM enrolment e
    WHERE e.path >= $1 AND e.path < $2 AND e.state IN ('enrolled', 'waiting')
    UNION
    SELECT e.person_id, e.id FROM duty d JOIN enrolment e ON e.person_id = d.person_id AND e.state IN ('enrolled', 'waiting')
    WHERE d.path >= $1 AND d.path < $2
) AS held JOIN enrolment n ON n.person_id = held.person_id AND n.id = held.id
    JOIN training_class t ON t.id = n.class_id AND (t.state IN ('draft', 'announced', 'running', 'reopened') AND t.ends_on > $3 OR t.state IN ('running', 'reopened'))
ORDER BY t.starts_on, n.id

-- name: PlannableClasses (low, high, as_of) -> id, code, name, path, admits, fields, kinds, starts_on, ends_on, minimum,
--     capacity, state, level, cost_per_person_day, form, course, filters, hours
SELECT c.id, c.code, c.name, c.path, c.admits, c.fields, c.kinds, c.starts_on, c.ends_on, c.minimum, c.capacity, c.state, c.level,
    c.cost_per_person_day, c.form, c.course, c.filters,
    (SELECT coalesce(sum(x.hours), 0) FROM class_session x WHERE x.class_id = c.id) AS hours
FROM training_class c
WHERE c.path >= $1 AND c.path < $2 AND c.starts_on > $3 AND c.state IN ('draft', 'announced')
ORDER BY c.starts_on, c.id

-- name: SeatsOfClasses (low, high, as_of) -> class_id, enrolment_id, path
-- Who sits in the classes that may be planned.
SELECT c.id AS class_id, n.enrolment_id, n.path
FROM training_class c CROSS JOIN LATERAL host_list(c.id) AS n
WHERE c.path >= $1 AND c.path < $2 AND c.starts_on > $3 AND c.state IN ('draft', 'announced') AND n.state = 'enrolled'
ORDER BY c.id, n.enrolment_id

-- name: QuotasOfClasses (low, high, as_of) -> class_id, path, seats
SELECT c.id AS class_id, q.path, q.seats
FROM training_class c CROSS JOIN LATERAL class_quotas(c.id) AS q
WHERE c.path >= $1 AND c.path < $2 AND c.starts_on > $3 AND c.state IN ('draft', 'announced')
    AND (q.released_on IS NULL OR q.released_on > $3)
ORDER BY c.id, q.path

-- name: AbsencesInForce (low, high, as_of) -> person_id, kind, from_on, until_on
SELECT a.person_id, a.kind, a.from_on, a.until_on
FROM absence a
WHERE a.person_id IN (SELECT d.person_id FROM duty d WHERE d.path >= $1 AND d.path < $2)
    AND (a.until_on IS NULL OR a.until_on >= $3)
    AND NOT EXISTS (SELECT FROM absence_withdrawal w WHERE w.person_id = a.person_id AND w.absence_id = a.id)
ORDER BY a.person_id, a.from_on, a.id

-- name: SeatingInForce (low, high) -> person_id, class_id, kind
SELECT s.person_id, s.class_id, s.kind
FROM seating_decision s
WHERE s.person_id IN (SELECT d.person_id FROM duty d WHERE d.path >= $1 AND d.path < $2)
    AND NOT EXISTS (SELECT FROM seating_decision_withdrawal w WHERE w.person_id = s.person_id AND w.decision_id = s.id)
ORDER BY s.person_id, s.id

-- name: InsertPlan (id, path, accepted_on, name, score, assigned, unassigned, document, audit_event)
INSERT INTO plan (id, path, accepted_on, name, score, assigned, unassigned, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: Plans (low, high, after_path, after_id, limit) -> id, path, accepted_on, name, score, assigned, unassigned
SELECT id, path, accepted_on, name, score, assigned, unassigned FROM plan
WHERE path >= $1 AND path < $2 AND (path, id) > ($3, $4) ORDER BY path, id LIMIT $5

-- name: PlansByName (name, limit) -> id, path, accepted_on
SELECT id, path, accepted_on FROM plan WHERE name = $1 ORDER BY accepted_on DESC, id LIMIT $2

-- name: PlanByID (id) -> id
SELECT id FROM plan WHERE id = $1

-- name: StagePlanSeats
CREATE TEMP TABLE staged_plan_seat (
    number integer, path text COLLATE "C", person_id uuid, person_name text, organisation_name text, duty_kind text, change text,
    before_code text, before_name text, before_starts_on date, after_code text, after_name text, after_starts_on date,
    reason_zh text, reason_en text
) ON COMMIT DROP

-- name: InsertPlanSeats (plan)
INSERT INTO plan_seat (plan_id, number, path, person_id, person_name, organisation_name, duty_kind, change, before_code, before_name,
    before_starts_on, after_code, after_name, after_starts_on, reason_zh, reason_en)
SELECT $1, number, path, person_id, person_name, organisation_name, duty_kind, change, before_code, before_name,
    before_starts_on, after_code, after_name, after_starts_on, reason_zh, reason_en
FROM staged_plan_seat ORDER BY number

-- name: PlanSeats (plan, after, limit) -> number, path, person_id, person_name, organisation_name, duty_kind, change,
--     before_code, before_name, before_starts_on, after_code, after_name, after_starts_on, reason_zh, reason_en
SELECT number, path, person_id, person_name, organisation_name, duty_kind, change, before_code, before_name, before_starts_on,
    after_code, after_name, after_starts_on, reason_zh, reason_en
FROM plan_seat WHERE plan_id = $1 AND number > $2 ORDER BY number LIMIT $3

-- name: PlanChanges (plan, after, limit) -> number, path, person_id, person_name, organisation_name, duty_kind, change,
--     before_code, before_name, before_starts_on, after_code, after_name, after_starts_on, reason_zh, reason_en
SELECT number, path, person_id, person_name, organisation_name, duty_kind, change, before_code, before_name, before_starts_on,
    after_code, after_name, after_starts_on, reason_zh, reason_en
FROM plan_seat WHERE plan_id = $1 AND number > $2 AND change IN ('new', 'moved', 'withdrawn') ORDER BY number LIMIT $3

-- name: StagePlan
CREATE TEMP TABLE staged_plan (
    duty_id uuid, person_id uuid, class_id uuid, enrolment_id uuid
) ON COMMIT DROP

-- name: ReplaceEnrolments (people, ids) -> person_id, id
UPDATE enrolment n SET state = 'replaced', version = version + 1
FROM unnest($1::uuid[], $2::uuid[]) AS s (person_id, id)
WHERE n.person_id = s.person_id AND n.id = s.id AND n.state IN ('enrolled', 'waiting')
RETURNING n.person_id, n.id

-- name: ReviveEnrolments -> person_id, id
UPDATE enrolment n SET state = 'enrolled', version = version + 1, duty_id = s.duty_id
FROM staged_plan s WHERE n.person_id = s.person_id AND n.class_id = s.class_id
RETURNING n.person_id, n.id

-- name: InsertPlannedEnrolments (audit_event) -> person_id, id
INSERT INTO enrolment (person_id, id, class_id, duty_id, path, state, audit_event_id)
SELECT s.person_id, s.enrolment_id, s.class_id, s.duty_id, d.path, 'enrolled', $1
FROM staged_plan s JOIN duty d ON d.person_id = s.person_id AND d.id = s.duty_id
WHERE NOT EXISTS (SELECT FROM enrolment n WHERE n.person_id = s.person_id AND n.class_id = s.class_id)
ORDER BY d.path
RETURNING person_id, id

-- name: InsertPlannedEvents (people, ids, audit_event, reason)
INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
SELECT n.person_id, n.id, 1 + (SELECT coalesce(max(e.number), 0) FROM enrolment_event e
    WHERE e.person_id = n.person_id AND e.enrolment_id = n.id), n.path, n.state, $4, $3
FROM unnest($1::uuid[], $2::uuid[]) AS s (person_id, id) JOIN enrolment n ON n.person_id = s.person_id AND n.id = s.id

-- name: LockClasses (ids) -> id
-- In one order, so that two plans do not wait for each other.
SELECT c.id FROM training_class c WHERE c.id = ANY ($1) ORDER BY c.id FOR UPDATE

-- name: ClashesOfPlan -> name, other
-- Somebody of the plan who would be in two classes at once, of any host.
SELECT t.name, u.name AS other
FROM (SELECT class_id, array_agg(person_id) AS people FROM staged_plan GROUP BY class_id) AS s
    JOIN training_class t ON t.id = s.class_id AND t.form = 'concentrated'
    CROSS JOIN LATERAL class_clashes(s.people, t.id, t.starts_on, t.ends_on) AS u
WHERE u.state = 'enrolled' LIMIT 1

-- name: DraftClassesOfPlan -> class_id
SELECT DISTINCT s.class_id FROM staged_plan s JOIN training_class c ON c.id = s.class_id WHERE c.state = 'draft'

-- name: OverfullClasses -> id, name
SELECT c.id, c.name FROM training_class c
WHERE c.id IN (SELECT class_id FROM staged_plan)
    AND c.capacity < (SELECT l.enrolled FROM class_list(c.id) AS l)

-- name: HostsOfLevel (level, kinds, low, high) -> id, code, path, parent_id, level, kind, field, name, since, until, version
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version
FROM organisation WHERE level = $1 AND kind = ANY ($2) AND path >= $3 AND path < $4 AND until IS NULL ORDER BY path

-- name: ClassCodesOfHosts (paths) -> path, code
SELECT path, code FROM training_class WHERE path = ANY ($1)

-- name: DutiesForEnrolment (people, day) -> person_id, id, kind, field, path, accepts, is_open
-- What people owe on a day, settled or not, the most urgent first, and the hours of that year last.
SELECT d.person_id, d.id, d.kind, d.field, d.path, d.accepts,
    EXISTS (SELECT FROM duty_standing($2, 0, 0) s WHERE s.person_id = d.person_id AND s.id = d.id) AS is_open
FROM duty d
WHERE d.person_id = ANY ($1) AND d.opened_on <= $2 AND (d.closed_on IS NULL OR d.closed_on > $2) AND d.annulled_on IS NULL
    AND (d.rests_from IS NULL OR $2 < d.rests_from OR $2 >= d.rests_until)
    AND (d.year IS NULL OR d.year = extract(year FROM $2::date))
ORDER BY d.year IS NOT NULL, d.due_on, d.id

-- name: SeatsForDuties (people, duties, except) -> person_id, name, starts_on
-- Seats in other classes that are not over and settle the same duties, for whichever duty each was given; a duty that asks for
-- hours takes as many classes as these need.
SELECT person_id, name, starts_on FROM (
    SELECT n.person_id, t.name, t.starts_on, d.id, d.required_hours,
        sum((SELECT coalesce(sum(x.hours), 0) FROM class_session x WHERE x.class_id = t.id)) OVER (PARTITION BY d.id) AS planned
    FROM duty d JOIN enrolment n ON n.person_id = d.person_id JOIN training_class t ON t.id = n.class_id
    WHERE d.person_id = ANY ($1) AND d.id = ANY ($2) AND n.class_id <> $3 AND n.state = 'enrolled'
        AND (n.duty_id = d.id OR d.kind <> 'annual' AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts))
        AND t.state IN ('draft', 'announced', 'running') AND t.ends_on >= today_in_china()
) AS s
WHERE s.required_hours = 0 OR s.required_hours <= s.planned + coalesce((SELECT j.hours FROM duty_judgement(today_in_china(), 0, 0) j
    WHERE j.person_id = s.person_id AND j.id = s.id), 0)

-- name: AbsentPeople (people, starts_on, ends_on) -> person_id, kind, from_on, until_on
SELECT a.person_id, a.kind, a.from_on, a.until_on
FROM absence a
WHERE a.person_id = ANY ($1) AND a.from_on <= $3 AND (a.until_on IS NULL OR a.until_on >= $2)
    AND NOT EXISTS (SELECT FROM absence_withdrawal w WHERE w.person_id = a.person_id AND w.absence_id = a.id)

-- name: ExcludedPeople (people, class) -> person_id
-- People who are not to go to the class, as was decided.
SELECT s.person_id FROM seating_decision s
WHERE s.person_id = ANY ($1) AND s.class_id = $2 AND s.kind = 'excluded'
    AND NOT EXISTS (SELECT FROM seating_decision_withdrawal w WHERE w.person_id = s.person_id AND w.decision_id = s.id)

-- name: FieldsOfPeople (people) -> person_id, name, field
SELECT p.id AS person_id, p.name, o.field
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE p.id = ANY ($1)

-- name: TraineeFacts (people, as_of) -> person_id, born_on, sex, titles, since, until, courses, completed_on
-- What a class may ask of a person: birth, offices ever held, and courses completed as known on a day.
SELECT p.id AS person_id, p.born_on, p.sex, office.titles, office.since, office.until, done.courses, done.completed_on
FROM person p CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(x.title ORDER BY t.since, t.id), '{}') AS titles,
        coalesce(array_agg(t.since ORDER BY t.since, t.id), '{}') AS since,
        coalesce(array_agg(coalesce(t.until, '9999-12-31') ORDER BY t.since, t.id), '{}') AS until
    FROM tenure t JOIN post x ON x.id = t.post_id
    WHERE t.person_id = p.id AND t.annulled_audit_event_id IS NULL
) AS office CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(c.course ORDER BY c.earned_on, c.id), '{}') AS courses,
        coalesce(array_agg(c.earned_on ORDER BY c.earned_on, c.id), '{}') AS completed_on
    FROM credit c
    WHERE c.person_id = p.id AND c.course IS NOT NULL AND c.completions > 0 AND c.counts_from <= $2
        AND credit_verdict(c.person_id, c.id, c.claimed, $2) = 'confirmed'
        AND NOT EXISTS (SELECT FROM credit r WHERE r.person_id = c.person_id AND r.reverses = c.id AND r.counts_from <= $2)
) AS done
WHERE p.id = ANY ($1)

-- name: DutiesByAcceptance (low, high, day, ends, hours) -> kind, field, accepts, duties, longer
-- What is still owed below an organisation on a day, by what would settle it: neither done nor exempt. Those among them that lack
-- more than so many hours are only helped. Hours of a year are earned in it.
SELECT d.kind, d.field, d.accepts, count(*) AS duties, count(*) FILTER (WHERE s.required_hours - s.hours > $5) AS longer
FROM duty_standing($3, 0, 0) s JOIN duty d ON d.person_id = s.person_id AND d.id = s.id
WHERE s.path >= $1 AND s.path < $2 AND (d.kind <> 'annual' OR d.due_on >= $4)
GROUP BY d.kind, d.field, d.accepts ORDER BY d.kind, d.field, d.accepts

-- name: PersonForAbsence (person) -> path, name
SELECT path, name FROM person WHERE id = $1

-- name: InsertAbsence (person, id, path, kind, from_on, until_on, reason, document, audit_event)
INSERT INTO absence (person_id, id, path, kind, from_on, until_on, reason, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: AbsencesOfPerson (person) -> id, path, kind, since, until
-- What holds of one person.
SELECT a.id, a.path, a.kind, a.from_on AS since, a.until_on AS until FROM absence a
WHERE a.person_id = $1
    AND NOT EXISTS (SELECT FROM absence_withdrawal w WHERE w.person_id = a.person_id AND w.absence_id = a.id)
ORDER BY a.from_on, a.id

-- name: Absences (low, high, after_path, after_id, limit) -> id, person, path, kind, since, until, reason, document,
--     withdrawn, withdrawn_because, person_name, organisation_name
SELECT a.id, a.person_id AS person, a.path, a.kind, a.from_on AS since, a.until_on AS until, a.reason, a.document,
    w.withdrawn_on AS withdrawn, w.reason AS withdrawn_because, coalesce(p.name, name_in_office(a.person_id), '') AS person_name,
    o.name AS organisation_name
FROM absence a LEFT JOIN absence_withdrawal w ON w.person_id = a.person_id AND w.absence_id = a.id
    LEFT JOIN person p ON p.id = a.person_id LEFT JOIN organisation o ON o.path = a.path
WHERE a.path >= $1 AND a.path < $2 AND (a.path, a.id) > ($3, $4)
ORDER BY a.path, a.id LIMIT $5

-- name: InsertAbsenceWithdrawal (person, absence, path, withdrawn_on, reason, audit_event)
INSERT INTO absence_withdrawal (person_id, absence_id, path, withdrawn_on, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: InsertSeating (person, id, path, class, kind, decided_on, reason, audit_event)
INSERT INTO seating_decision (person_id, id, path, class_id, kind, decided_on, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: SeatingOfPerson (person) -> id, path, class_id, code, name, kind
-- What holds of one person.
SELECT s.id, s.path, s.class_id, t.code, t.name, s.kind
FROM seating_decision s JOIN training_class t ON t.id = s.class_id
WHERE s.person_id = $1
    AND NOT EXISTS (SELECT FROM seating_decision_withdrawal w WHERE w.person_id = s.person_id AND w.decision_id = s.id)
ORDER BY s.id

-- name: SeatsToPlan (person) -> class_id, name
-- Seats that a plan may still change.
SELECT t.id AS class_id, t.name FROM enrolment n JOIN training_class t ON t.id = n.class_id
WHERE n.person_id = $1 AND n.state = 'enrolled' AND t.state IN ('draft', 'announced') AND t.starts_on > today_in_china()
ORDER BY t.starts_on, t.id

-- name: Seatings (low, high, after_path, after_id, limit) -> id, person, path, class, class_code, class_name, starts, kind,
--     decided, reason, withdrawn, withdrawn_because, person_name, organisation_name
SELECT s.id, s.person_id AS person, s.path, s.class_id AS class, t.code AS class_code, t.name AS class_name, t.starts_on AS starts,
    s.kind, s.decided_on AS decided, s.reason, w.withdrawn_on AS withdrawn, w.reason AS withdrawn_because,
    coalesce(p.name, name_in_office(s.person_id), '') AS person_name, o.name AS organisation_name
FROM seating_decision s LEFT JOIN seating_decision_withdrawal w ON w.person_id = s.person_id AND w.decision_id = s.id
    LEFT JOIN training_class t ON t.id = s.class_id
    LEFT JOIN person p ON p.id = s.person_id LEFT JOIN organisation o ON o.path = s.path
WHERE s.path >= $1 AND s.path < $2 AND (s.path, s.id) > ($3, $4)
ORDER BY s.path, s.id LIMIT $5

-- name: InsertSeatingWithdrawal (person, decision, path, withdrawn_on, reason, audit_event)
INSERT INTO seating_decision_withdrawal (person_id, decision_id, path, withdrawn_on, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6)
