-- owner: Recruitment
-- tables: recruitment_trait recruitment_quota recruitment_floor recruitment_bound

-- name: LockForSeats (organisation) -> id, path
-- Grants of seats below one organisation are serialised.
SELECT id, path FROM organisation WHERE id = $1 FOR NO KEY UPDATE

-- name: ParentOf (organisation) -> id, code, name, path
SELECT p.id, p.code, p.name, p.path FROM organisation o JOIN organisation p ON p.id = o.parent_id WHERE o.id = $1

-- name: QuotaLines (organisation, year, milestone, first, last) -> id, code, name, path, own, seats, base, used,
--     applicants, activists
-- An organisation and those directly below it: seats, used seats, open cases.
SELECT o.id, o.code, o.name, o.path, o.id = $1 AS own, coalesce(q.seats, 0) AS seats, coalesce(b.seats, 0) AS base, u.used,
    c.applicants, c.activists
FROM organisation o
    LEFT JOIN LATERAL (SELECT sum(s.seats) AS seats FROM recruitment_quota s
        WHERE s.organisation_id = o.id AND s.year = $2) AS q ON true
    LEFT JOIN LATERAL (SELECT sum(s.seats) AS seats FROM recruitment_quota s
        WHERE s.organisation_id = o.id AND s.year = $2 - 1) AS b ON true
    CROSS JOIN LATERAL (SELECT count(*) AS used FROM recruitment_admission s
        WHERE s.path >= o.path AND s.path < left(o.path, -1) || '/' AND s.milestone = $3
            AND s.held_on >= $4 AND s.held_on <= $5) AS u
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE k.stage = 1) AS applicants,
            count(*) FILTER (WHERE k.stage BETWEEN 2 AND 4) AS activists
        FROM recruitment_case k WHERE k.path >= o.path AND k.path < left(o.path, -1) || '/' AND k.state = 'open') AS c
WHERE (o.id = $1 OR o.parent_id = $1) AND o.until IS NULL
ORDER BY o.path

-- name: QuotaSeats (organisation, year) -> seats, number
SELECT coalesce(sum(seats), 0) AS seats, coalesce(max(number), 0) AS number FROM recruitment_quota
WHERE organisation_id = $1 AND year = $2

-- name: QuotaGiven (parent, year) -> seats
SELECT coalesce(sum(q.seats), 0) AS seats FROM recruitment_quota q JOIN organisation o ON o.id = q.organisation_id
WHERE o.parent_id = $1 AND q.year = $2

-- name: InsertSeats (organisation, year, number, path, seats, document, reason, decided_on, audit_event, batch)
INSERT INTO recruitment_quota (organisation_id, year, number, path, seats, document, reason, decided_on, audit_event_id, batch)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: QuotaHistory (organisation, year) -> number, seats, document, reason, decided_on, batch
SELECT number, seats, document, reason, decided_on, batch FROM recruitment_quota
WHERE organisation_id = $1 AND year = $2 ORDER BY number

-- name: SeatsAbove (paths, year, milestone, first, last) -> name, seats, used
-- The seats of a branch and of its superiors for a year, as far as the caller sees them, with the used ones.
SELECT o.name, q.seats, u.used
FROM organisation o
    JOIN LATERAL (SELECT sum(s.seats) AS seats FROM recruitment_quota s
        WHERE s.organisation_id = o.id AND s.year = $2) AS q ON q.seats IS NOT NULL
    CROSS JOIN LATERAL (SELECT count(*) AS used FROM recruitment_admission s
        WHERE s.path >= o.path AND s.path < left(o.path, -1) || '/' AND s.milestone = $3
            AND s.held_on >= $4 AND s.held_on <= $5) AS u
WHERE o.path = ANY ($1) AND o.until IS NULL
ORDER BY length(o.path) DESC

-- name: InsertBound (organisation, year, path, at_least, at_most, document, audit_event)
INSERT INTO recruitment_bound (organisation_id, year, number, path, at_least, at_most, document, audit_event_id)
SELECT $1, $2, 1 + coalesce(max(number), 0), $3, $4, $5, $6, $7 FROM recruitment_bound
WHERE organisation_id = $1 AND year = $2

-- name: Bounds (parent, year) -> code, at_least, at_most, document
-- Guarantees and limits of those directly below an organisation.
SELECT DISTINCT ON (o.path) o.code, b.at_least, b.at_most, b.document
FROM organisation o JOIN recruitment_bound b ON b.organisation_id = o.id
WHERE o.parent_id = $1 AND o.until IS NULL AND b.year = $2
ORDER BY o.path, b.number DESC

-- name: Floors (organisation, year) -> structure, at_least, document
-- In the order in which they were first set: if not all can be met, earlier ones take precedence.
SELECT structure, at_least, document FROM (
    SELECT DISTINCT ON (f.structure) f.structure, f.at_least, f.document,
        (SELECT min(g.audit_event_id::text) FROM recruitment_floor g
            WHERE g.organisation_id = $1 AND g.year = $2 AND g.structure = f.structure AND g.number = 1) AS first_event
    FROM recruitment_floor f
    WHERE f.organisation_id = $1 AND f.year = $2 ORDER BY f.structure, f.number DESC) AS held
ORDER BY first_event

-- name: InsertFloor (organisation, year, structure, path, at_least, document, audit_event)
INSERT INTO recruitment_floor (organisation_id, year, structure, number, path, at_least, document, audit_event_id)
SELECT $1, $2, $3, 1 + coalesce(max(number), 0), $4, $5, $6, $7 FROM recruitment_floor
WHERE organisation_id = $1 AND year = $2 AND structure = $3

-- name: StructureOfCandidates (parent, young_after) -> id, groups, people
-- Activists, targets and people before the vote below an organisation, by sub-unit and group.
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

-- name: StructureOfPeople (people, young_after) -> person_id, name, groups, path, status
SELECT p.id AS person_id, p.name, array_remove(ARRAY[
        CASE WHEN p.sex = 'female' THEN 'women' END, CASE WHEN p.born_on > $2 THEN 'young' END], NULL)
    || coalesce((SELECT array_agg(t.trait ORDER BY t.trait) FROM recruitment_trait t
        WHERE t.person_id = p.id AND t.until IS NULL), '{}') AS groups,
    p.path, (SELECT m.status FROM membership m WHERE m.path = p.path AND m.person_id = p.id AND m.until IS NULL) AS status
FROM person p WHERE p.id = ANY ($1)

-- name: StructureOfAdmitted (low, high, milestone, first, last, young_after) -> groups, people
-- People admitted in a period below an organisation, by group.
SELECT g.groups, count(*) AS people
FROM recruitment_admission s
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
            CASE WHEN s.sex = 'female' THEN 'women' END, CASE WHEN s.born_on > $6 THEN 'young' END], NULL)
        || s.traits AS groups) AS g
WHERE s.path >= $1 AND s.path < $2 AND s.milestone = $3 AND s.held_on >= $4 AND s.held_on <= $5
GROUP BY g.groups

-- name: EndTrait (person, trait, until)
UPDATE recruitment_trait SET until = $3 WHERE person_id = $1 AND trait = $2 AND until IS NULL AND since < $3

-- name: InsertTrait (person, trait, since, path, audit_event)
INSERT INTO recruitment_trait (person_id, trait, since, path, audit_event_id) VALUES ($1, $2, $3, $4, $5)

-- name: TraitsOf (person) -> trait
SELECT trait FROM recruitment_trait WHERE person_id = $1 AND until IS NULL ORDER BY trait

-- name: IdleBranches (low, high, since, after, limit) -> organisation, code, name, path, last_on
-- Branches with open cases that have admitted nobody since a day.
SELECT o.id AS organisation, o.code, o.name, o.path,
    (SELECT max(s.held_on) FROM recruitment_admission s
        WHERE s.path = o.path AND s.milestone = 'branch_meeting') AS last_on
FROM organisation o
WHERE o.path >= $1 AND o.path < $2 AND o.level = 'primary' AND o.until IS NULL AND o.since < $3 AND o.path > $4
    AND NOT EXISTS (SELECT FROM recruitment_admission s
        WHERE s.path = o.path AND s.milestone = 'branch_meeting' AND s.held_on >= $3)
ORDER BY o.path LIMIT $5

-- name: AgeingCandidates (low, high, born_after, born_by, after_path, after_case, limit, year) -> case_id, person_id,
--     name, born_on, path, stage, organisation_name, seats, ahead
-- People with open cases who leave the group of the young within a period, with the seats of the nearest organisation that has any and
-- the open cases there that precede theirs.
SELECT c.id AS case_id, c.person_id, c.name, c.born_on, c.path, c.stage, o.name AS organisation_name, s.seats, q.ahead
FROM (
    SELECT c.* FROM unnest('{2,3,4}'::integer[]) AS g (stage) CROSS JOIN LATERAL (
        SELECT c.*, p.name, p.born_on FROM recruitment_case c JOIN person p ON p.id = c.person_id
        WHERE c.state = 'open' AND c.stage = g.stage AND c.path >= $1 AND c.path < $2 AND (c.path, c.id) > ($5, $6)
            AND p.born_on > $3 AND p.born_on <= $4
        ORDER BY c.path, c.id LIMIT $7) AS c
    ORDER BY c.path, c.id LIMIT $7
) AS c LEFT JOIN organisation o ON o.path = c.path
    LEFT JOIN LATERAL (
        SELECT h.path, sum(w.seats)::integer AS seats
        FROM organisation h JOIN recruitment_quota w ON w.organisation_id = h.id AND w.year = $8
        WHERE h.path IN (SELECT array_to_string(a.parts[1:n], '.') || '.'
            FROM (SELECT string_to_array(left(c.path, -1), '.') AS parts) AS a, generate_series(1, cardinality(a.parts)) AS n)
        GROUP BY h.path ORDER BY length(h.path) DESC LIMIT 1) AS s ON true
    LEFT JOIN LATERAL (
        SELECT count(*)::integer AS ahead FROM recruitment_case k
        WHERE k.path >= s.path AND k.path < left(s.path, -1) || '/' AND k.state = 'open'
            AND (k.stage BETWEEN c.stage + 1 AND 4 OR k.stage = c.stage AND (k.opened_on, k.id) < (c.opened_on, c.id))
    ) AS q ON s.path IS NOT NULL
ORDER BY c.path, c.id
