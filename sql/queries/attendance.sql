-- owner: Training
-- tables: attendance_mark

-- name: InsertMarks (class, session, people, marks, approvers, made_up_in, made_up_sessions, made_up_classes, made_up_on,
--     reasons, keeps, audit_event) -> person_id, before, outcome
-- Each person that may be marked, with the mark on file and what became of it: new, same, kept, replaced, or early for a half-day before
-- the person joined. Who has left may be marked for what was held until then.
WITH wanted AS (
    SELECT * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::uuid[], $9::date[], $10::text[],
        $11::boolean[])
        AS w (person_id, mark, approver, made_up_in, made_up_session, made_up_class, made_up_on, reason, keeps)
), matched AS (
    SELECT e.person_id, e.id AS enrolment_id, e.path, w.mark, w.approver, w.made_up_in, w.made_up_session, w.made_up_class,
        w.made_up_on, w.reason, coalesce(last.revision, 0) AS revision, last.mark AS before,
        CASE WHEN e.joined_on > s.held_on THEN 'early'
            WHEN last.revision IS NULL THEN 'new'
            WHEN (last.mark, last.approver, last.made_up_in) IS NOT DISTINCT FROM (w.mark, w.approver, w.made_up_in) THEN 'same'
            WHEN w.keeps THEN 'kept'
            ELSE 'replaced' END AS outcome
    FROM wanted w JOIN enrolment e ON e.person_id = w.person_id AND e.class_id = $1
        JOIN class_session s ON s.class_id = $1 AND s.number = $2
        LEFT JOIN LATERAL (SELECT m.revision, m.mark, m.approver, m.made_up_in FROM attendance_mark m
            WHERE m.person_id = e.person_id AND m.enrolment_id = e.id AND m.session_number = $2
            ORDER BY m.revision DESC LIMIT 1) AS last ON true
    WHERE e.state = 'enrolled' OR e.state IN ('dropped', 'replaced') AND e.left_on > s.held_on
), written AS (
    INSERT INTO attendance_mark (person_id, enrolment_id, session_number, revision, class_id, path, mark, approver, made_up_in,
        made_up_session, made_up_class, made_up_on, reason, audit_event_id)
    SELECT person_id, enrolment_id, $2, revision + 1, $1, path, mark, approver, made_up_in, made_up_session, made_up_class,
        made_up_on, reason, $12
    FROM matched WHERE outcome IN ('new', 'replaced')
)
SELECT person_id, before, outcome FROM matched

-- name: MarksOfClass (class) -> person_id, session_number, mark, approver, made_up_in, made_up_session, made_up_class,
--     made_up_on, reason, revision, path, person
SELECT DISTINCT ON (m.person_id, m.session_number) m.person_id, m.session_number, m.mark, m.approver, m.made_up_in,
    m.made_up_session, m.made_up_class, m.made_up_on, m.reason, m.revision, m.path,
    coalesce(p.name, name_in_office(m.person_id)) AS person
FROM attendance_mark m LEFT JOIN person p ON p.id = m.person_id WHERE m.class_id = $1
ORDER BY m.person_id, m.session_number, m.revision DESC

-- name: MarksOfPeople (class, people) -> person_id, session_number, mark, made_up_session, made_up_class, made_up_on
SELECT DISTINCT ON (m.person_id, m.session_number) m.person_id, m.session_number, m.mark, m.made_up_session, m.made_up_class,
    m.made_up_on
FROM attendance_mark m WHERE m.class_id = $1 AND m.person_id = ANY ($2)
ORDER BY m.person_id, m.session_number, m.revision DESC

-- name: MadeUpElsewhere (class) -> person_id, session_number, class_id, missed
-- Half-days of a class in which people of other classes made up what they had missed there.
SELECT m.person_id, m.made_up_session AS session_number, m.class_id, m.session_number AS missed
FROM attendance_mark m
WHERE m.made_up_class = $1 AND NOT EXISTS (
    SELECT FROM attendance_mark l WHERE l.person_id = m.person_id AND l.enrolment_id = m.enrolment_id
        AND l.session_number = m.session_number AND l.revision > m.revision)
ORDER BY m.person_id, m.made_up_session

-- name: MadeUpHere (class, session) -> person_id, missed
-- Who made up another half-day of the class in this one.
SELECT m.person_id, m.session_number AS missed FROM attendance_mark m
WHERE m.class_id = $1 AND m.made_up_session = $2 AND m.made_up_class IS NULL AND NOT EXISTS (
    SELECT FROM attendance_mark l WHERE l.person_id = m.person_id AND l.enrolment_id = m.enrolment_id
        AND l.session_number = m.session_number AND l.revision > m.revision)

-- name: MarkedSessions (class, numbers) -> number
SELECT DISTINCT m.session_number AS number FROM attendance_mark m
WHERE m.class_id = $1 AND m.session_number = ANY ($2::bigint[]) ORDER BY 1

-- name: EnrolledIn (class, people) -> person_id, joined_on
SELECT n.person_id, n.joined_on FROM enrolment n WHERE n.class_id = $1 AND n.person_id = ANY ($2) AND n.state = 'enrolled'

-- name: TodayInChina -> today
SELECT today_in_china() AS today
