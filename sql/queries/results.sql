-- owner: Training
-- tables: class_result

-- name: InsertResults (class, people, parts, sittings, scores, verdicts, held_on, reasons, audit_event) -> person_id,
--     part, sitting, before_score, before_verdict, outcome
-- Each person on the list, with the result on file and what became of it: new, same or replaced.
WITH wanted AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::numeric[], $6::text[], $7::date[], $8::text[])
        AS w (person_id, part, sitting, score, verdict, held_on, reason)
), matched AS (
    SELECT e.person_id, e.id AS enrolment_id, e.path, w.part, w.sitting, w.score, w.verdict,
        coalesce(w.held_on, last.held_on) AS held_on, w.reason, coalesce(last.revision, 0) AS revision,
        last.score AS before_score, last.verdict AS before_verdict,
        CASE WHEN last.revision IS NULL THEN 'new'
            WHEN (last.score, last.verdict, last.held_on)
                IS NOT DISTINCT FROM (w.score, w.verdict, coalesce(w.held_on, last.held_on)) THEN 'same'
            ELSE 'replaced' END AS outcome
    FROM wanted w JOIN enrolment e ON e.person_id = w.person_id AND e.class_id = $1 AND e.state = 'enrolled'
        LEFT JOIN LATERAL (SELECT r.revision, r.score, r.verdict, r.held_on FROM class_result r
            WHERE r.person_id = e.person_id AND r.enrolment_id = e.id AND r.part = w.part AND r.sitting = w.sitting
            ORDER BY r.revision DESC LIMIT 1) AS last ON true
), written AS (
    INSERT INTO class_result (person_id, enrolment_id, part, sitting, revision, class_id, path, score, verdict, held_on, reason,
        audit_event_id)
    SELECT person_id, enrolment_id, part, sitting, revision + 1, $1, path, score, verdict, held_on, reason, $9
    FROM matched WHERE outcome <> 'same'
)
SELECT person_id, part, sitting, before_score, before_verdict, outcome FROM matched

-- name: ResultsOfClass (class) -> person_id, part, sitting, score, verdict, held_on, reason, revision
-- As they are now.
SELECT DISTINCT ON (r.person_id, r.part, r.sitting) r.person_id, r.part, r.sitting, r.score, r.verdict, r.held_on, r.reason,
    r.revision
FROM class_result r WHERE r.class_id = $1
ORDER BY r.person_id, r.part, r.sitting, r.revision DESC
