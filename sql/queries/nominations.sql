-- owner: Training
-- tables: class_nomination class_nomination_decision

-- name: InsertNominations (class, ids, people, paths, duties, replaces, reason, audit_event)
INSERT INTO class_nomination (id, class_id, person_id, path, duty_id, replaces, reason, audit_event_id)
SELECT n.id, $1, n.person_id, n.path, n.duty_id, n.replaces, $7, $8
FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) AS n (id, person_id, path, duty_id, replaces)

-- name: Nominations (class, after, limit) -> id, person_id, path, person, organisation, replaces, replaced,
--     nominated_on, reason, verdict, decided_on, decision_reason
SELECT n.id, n.person_id, n.path, coalesce(p.name, name_in_office(n.person_id)) AS person, o.name AS organisation, n.replaces,
    coalesce(r.name, name_in_office(n.replaces)) AS replaced, n.nominated_on, n.reason, d.verdict, d.decided_on,
    d.reason AS decision_reason
FROM class_nomination n LEFT JOIN person p ON p.id = n.person_id LEFT JOIN person r ON r.id = n.replaces
    LEFT JOIN membership m ON m.person_id = n.person_id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
    LEFT JOIN class_nomination_decision d ON d.nomination_id = n.id
WHERE n.class_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3

-- name: WaitingNomination (class, person) -> id, path, replaces, person
SELECT n.id, n.path, n.replaces, coalesce(p.name, name_in_office(n.person_id)) AS person
FROM class_nomination n LEFT JOIN person p ON p.id = n.person_id
WHERE n.class_id = $1 AND n.person_id = $2 AND n.waiting FOR NO KEY UPDATE OF n

-- name: DutyOfNominee (class, person) -> duty_id
SELECT duty_of_nominee($1, $2) AS duty_id

-- name: NominatedPaths (class) -> person_id, path, replaces
SELECT n.person_id, n.path, n.replaces FROM class_nomination n WHERE n.class_id = $1 AND n.waiting ORDER BY n.id

-- name: DecideNomination (nomination, person, path, verdict, reason, audit_event)
WITH decided AS (UPDATE class_nomination SET waiting = false WHERE id = $1)
INSERT INTO class_nomination_decision (nomination_id, person_id, path, verdict, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6)
