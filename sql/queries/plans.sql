-- owner: Training
-- tables: plan

-- name: OpenDuties (as_of, low, high) -> id, person_id, path, kind, field, opened_on, due_on, hard_on, person,
--     class_id
SELECT s.id, s.person_id, s.path, s.kind, s.field, s.opened_on, s.due_on, s.hard_on, p.name AS person, seat.class_id
FROM duty_standing($1, 0, 0) s JOIN person p ON p.id = s.person_id
    LEFT JOIN LATERAL (
        SELECT n.class_id FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = s.person_id AND n.duty_id = s.id AND n.state = 'enrolled' AND t.state IN ('announced', 'running')
        ORDER BY t.starts_on LIMIT 1) AS seat ON true
WHERE s.path >= $2 AND s.path < $3 AND s.kind <> 'annual' AND s.field IS NOT NULL
ORDER BY s.path, s.id

-- name: PlannableClasses (low, high, as_of) -> id, code, name, path, admits, fields, kinds, starts_on, ends_on, minimum,
--     capacity, state, level, cost_per_person_day, enrolled
SELECT c.id, c.code, c.name, c.path, c.admits, c.fields, c.kinds, c.starts_on, c.ends_on, c.minimum, c.capacity, c.state, c.level,
    c.cost_per_person_day,
    (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled') AS enrolled
FROM training_class c
WHERE c.path >= $1 AND c.path < $2 AND c.starts_on > $3 AND c.state IN ('draft', 'announced')
ORDER BY c.starts_on, c.id

-- name: InsertPlan (id, path, accepted_on, name, score, assigned, unassigned, document, audit_event)
INSERT INTO plan (id, path, accepted_on, name, score, assigned, unassigned, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: Plans (low, high, after_path, after_id, limit) -> id, path, accepted_on, name, score, assigned, unassigned
SELECT id, path, accepted_on, name, score, assigned, unassigned FROM plan
WHERE path >= $1 AND path < $2 AND (path, id) > ($3, $4) ORDER BY path, id LIMIT $5

-- name: StagePlan
CREATE TEMP TABLE staged_plan (
    duty_id uuid, person_id uuid, class_id uuid, enrolment_id uuid
) ON COMMIT DROP

-- name: DropMovedEnrolments
UPDATE enrolment n SET state = 'replaced', version = version + 1
FROM staged_plan s
WHERE n.person_id = s.person_id AND n.duty_id = s.duty_id AND n.state = 'enrolled' AND n.class_id <> s.class_id

-- name: InsertPlannedEnrolments (audit_event)
INSERT INTO enrolment (person_id, id, class_id, duty_id, path, state, audit_event_id)
SELECT s.person_id, s.enrolment_id, s.class_id, s.duty_id, d.path, 'enrolled', $1
FROM staged_plan s JOIN duty d ON d.person_id = s.person_id AND d.id = s.duty_id
WHERE NOT EXISTS (SELECT FROM enrolment n WHERE n.person_id = s.person_id AND n.class_id = s.class_id)
ORDER BY d.path

-- name: ReviveEnrolments
UPDATE enrolment n SET state = 'enrolled', version = version + 1, duty_id = s.duty_id
FROM staged_plan s WHERE n.person_id = s.person_id AND n.class_id = s.class_id AND n.state <> 'enrolled'

-- name: InsertPlannedEvents (audit_event, reason)
INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
SELECT n.person_id, n.id, 1 + (SELECT coalesce(max(e.number), 0) FROM enrolment_event e
    WHERE e.person_id = n.person_id AND e.enrolment_id = n.id), n.path, n.state, $2, $1
FROM staged_plan s JOIN enrolment n ON n.person_id = s.person_id AND (n.class_id = s.class_id OR n.state = 'replaced')
WHERE NOT EXISTS (SELECT FROM enrolment_event e WHERE e.person_id = n.person_id AND e.enrolment_id = n.id
    AND e.state = n.state AND e.number = (SELECT max(number) FROM enrolment_event l WHERE l.person_id = n.person_id
        AND l.enrolment_id = n.id))

-- name: LockClasses (ids) -> id
-- In one order, so that two plans do not wait for each other.
SELECT c.id FROM training_class c WHERE c.id = ANY ($1) ORDER BY c.id FOR UPDATE

-- name: ClashesOfPlan -> name, other
-- Somebody of the plan who would be in two classes at once.
SELECT t.name, u.name AS other
FROM staged_plan s JOIN training_class t ON t.id = s.class_id
    JOIN enrolment n ON n.person_id = s.person_id AND n.class_id <> s.class_id AND n.state IN ('enrolled', 'waiting')
    JOIN training_class u ON u.id = n.class_id AND u.state <> 'cancelled' AND u.starts_on <= t.ends_on AND u.ends_on >= t.starts_on
LIMIT 1

-- name: DraftClassesOfPlan -> class_id
SELECT DISTINCT s.class_id FROM staged_plan s JOIN training_class c ON c.id = s.class_id WHERE c.state = 'draft'

-- name: OverfullClasses -> id, name
SELECT c.id, c.name FROM training_class c
WHERE c.id IN (SELECT class_id FROM staged_plan)
    AND c.capacity < (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled')

-- name: HostsOfLevel (level, low, high) -> id, code, path, parent_id, level, kind, field, name, since, until, version
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version
FROM organisation WHERE level = $1 AND path >= $2 AND path < $3 AND until IS NULL ORDER BY path
