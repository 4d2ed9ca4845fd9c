-- name: LockForSeats
-- Seats below one organisation are given out one after the other.
SELECT id, path FROM organisation WHERE id = $1 FOR NO KEY UPDATE

-- name: ParentOf
SELECT p.id, p.code, p.name, p.path FROM organisation o JOIN organisation p ON p.id = o.parent_id WHERE o.id = $1

-- name: QuotaLines
-- An organisation and those directly below it: seats, what was used, cases on the way.
SELECT o.id, o.code, o.name, o.path, o.id = $1 AS own, coalesce(q.seats, 0) AS seats, coalesce(b.seats, 0) AS base, u.used,
    c.applicants, c.activists
FROM organisation o
    LEFT JOIN LATERAL (SELECT sum(s.seats) AS seats FROM recruitment_quota s
        WHERE s.organisation_id = o.id AND s.year = $2) AS q ON true
    LEFT JOIN LATERAL (SELECT sum(s.seats) AS seats FROM recruitment_quota s
        WHERE s.organisation_id = o.id AND s.year = $2 - 1) AS b ON true
    CROSS JOIN LATERAL (SELECT count(*) AS used FROM recruitment_step s
        WHERE s.path >= o.path AND s.path < left(o.path, -1) || '/' AND s.milestone = $3
            AND s.milestone IN ('branch_meeting', 'approval') AND NOT s.irregular AND s.annulled_act_id IS NULL
            AND s.held_through >= $4 AND s.held_through <= $5 AND s.content ->> 'outcome' = 'admit') AS u
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE k.stage = 1) AS applicants,
            count(*) FILTER (WHERE k.stage BETWEEN 2 AND 4) AS activists
        FROM recruitment_case k WHERE k.path >= o.path AND k.path < left(o.path, -1) || '/' AND k.state = 'open') AS c
WHERE (o.id = $1 OR o.parent_id = $1) AND o.until IS NULL
ORDER BY o.path

-- name: QuotaSeats
SELECT coalesce(sum(seats), 0) AS seats, coalesce(max(number), 0) AS number FROM recruitment_quota
WHERE organisation_id = $1 AND year = $2

-- name: QuotaGiven
SELECT coalesce(sum(q.seats), 0) AS seats FROM recruitment_quota q JOIN organisation o ON o.id = q.organisation_id
WHERE o.parent_id = $1 AND q.year = $2

-- name: InsertSeats
INSERT INTO recruitment_quota (organisation_id, year, number, path, seats, document, reason, decided_on, act_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: QuotaHistory
SELECT number, seats, document, reason, decided_on FROM recruitment_quota
WHERE organisation_id = $1 AND year = $2 ORDER BY number

-- name: Floors
SELECT DISTINCT ON (structure) structure, at_least, document FROM recruitment_floor
WHERE organisation_id = $1 AND year = $2 ORDER BY structure, number DESC

-- name: InsertFloor
INSERT INTO recruitment_floor (organisation_id, year, structure, number, path, at_least, document, act_id)
SELECT $1, $2, $3, 1 + coalesce(max(number), 0), $4, $5, $6, $7 FROM recruitment_floor
WHERE organisation_id = $1 AND year = $2 AND structure = $3

-- name: StructureOfCandidates
-- Activists, targets and those before the vote below an organisation, by its sub-units and the groups they are in.
SELECT o.id, g.groups, count(*) AS people
FROM organisation o
    JOIN recruitment_case c ON c.path >= o.path AND c.path < left(o.path, -1) || '/' AND c.state = 'open' AND c.stage BETWEEN 2 AND 4
    JOIN person p ON p.id = c.person_id
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
            CASE WHEN p.sex = 'female' THEN 'women' END, CASE WHEN p.born_on > $2 THEN 'young' END], NULL)
        || coalesce((SELECT array_agg(t.trait ORDER BY t.trait) FROM recruitment_trait t
            WHERE t.person_id = p.id AND t.until IS NULL), '{}') AS groups) AS g
WHERE o.parent_id = $1 AND o.until IS NULL
GROUP BY o.id, g.groups

-- name: StructureOfPeople
SELECT p.id AS person_id, p.name, array_remove(ARRAY[
        CASE WHEN p.sex = 'female' THEN 'women' END, CASE WHEN p.born_on > $2 THEN 'young' END], NULL)
    || coalesce((SELECT array_agg(t.trait ORDER BY t.trait) FROM recruitment_trait t
        WHERE t.person_id = p.id AND t.until IS NULL), '{}') AS groups
FROM person p WHERE p.id = ANY ($1)

-- name: StructureOfAdmitted
-- Those admitted in a span below an organisation, by the groups they are in.
SELECT g.groups, count(*) AS people
FROM recruitment_step s JOIN person p ON p.id = s.person_id
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
            CASE WHEN p.sex = 'female' THEN 'women' END, CASE WHEN p.born_on > $6 THEN 'young' END], NULL)
        || coalesce((SELECT array_agg(t.trait ORDER BY t.trait) FROM recruitment_trait t
            WHERE t.person_id = p.id AND t.until IS NULL), '{}') AS groups) AS g
WHERE s.path >= $1 AND s.path < $2 AND s.milestone = $3 AND s.milestone IN ('branch_meeting', 'approval') AND NOT s.irregular
    AND s.annulled_act_id IS NULL AND s.held_through >= $4 AND s.held_through <= $5 AND s.content ->> 'outcome' = 'admit'
GROUP BY g.groups

-- name: EndTrait
UPDATE recruitment_trait SET until = $3 WHERE person_id = $1 AND trait = $2 AND until IS NULL AND since < $3

-- name: InsertTrait
INSERT INTO recruitment_trait (person_id, trait, since, path, act_id) VALUES ($1, $2, $3, $4, $5)

-- name: TraitsOf
SELECT trait FROM recruitment_trait WHERE person_id = $1 AND until IS NULL ORDER BY trait

-- name: IdleBranches
-- Branches with people in their care that admitted nobody since a day.
SELECT o.id, o.code, o.name, o.path,
    (SELECT max(s.held_through) FROM recruitment_step s
        WHERE s.path = o.path AND s.milestone = 'branch_meeting' AND NOT s.irregular AND s.annulled_act_id IS NULL
            AND s.content ->> 'outcome' = 'admit') AS last_on
FROM organisation o
WHERE o.path >= $1 AND o.path < $2 AND o.level = 'primary' AND o.until IS NULL AND o.since < $3 AND (o.path, o.id) > ($4, $5)
    AND NOT EXISTS (SELECT FROM recruitment_step s
        WHERE s.path = o.path AND s.milestone IN ('branch_meeting', 'approval') AND NOT s.irregular
            AND s.annulled_act_id IS NULL AND s.milestone = 'branch_meeting' AND s.held_through >= $3
            AND s.content ->> 'outcome' = 'admit')
ORDER BY o.path, o.id LIMIT $6

-- name: AgeingCandidates
-- Those on the way who leave the group of 35 and younger within a span.
SELECT c.id AS case_id, p.id AS person_id, p.name, p.born_on, c.path, c.stage, o.name AS organisation_name
FROM recruitment_case c JOIN person p ON p.id = c.person_id LEFT JOIN organisation o ON o.path = c.path
WHERE c.path >= $1 AND c.path < $2 AND c.state = 'open' AND c.stage BETWEEN 2 AND 4 AND p.born_on > $3 AND p.born_on <= $4
    AND (c.path, c.id) > ($5, $6)
ORDER BY c.path, c.id LIMIT $7
