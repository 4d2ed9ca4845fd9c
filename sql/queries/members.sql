-- name: StagePeople
CREATE TEMP TABLE staged_person (
    line integer, person_id uuid, organisation_code text COLLATE "C", name text, name_key text COLLATE "C", sex text,
    born_on date, id_cipher bytea, id_hash bytea, synthetic boolean, status text, since date, membership_id uuid,
    title text, nature text, tenure_since date, tenure_id uuid,
    organisation_id uuid, path text COLLATE "C", known uuid, has_membership boolean DEFAULT false
) ON COMMIT DROP

-- name: ResolveStagedPeople
UPDATE staged_person s SET organisation_id = o.id, path = o.path
FROM organisation o WHERE o.code = s.organisation_code AND o.until IS NULL

-- name: MatchStagedPeopleByNumber
UPDATE staged_person s SET known = n.person_id, person_id = n.person_id
FROM person_id_number n WHERE n.id_hash = s.id_hash

-- name: MatchStagedPeopleByName
UPDATE staged_person s SET known = p.id, person_id = p.id
FROM membership m JOIN person p ON p.id = m.person_id
WHERE s.id_hash IS NULL AND m.path = s.path AND p.name_key = s.name_key AND p.born_on = s.born_on

-- name: MarkStagedMemberships
UPDATE staged_person s SET has_membership = true
FROM membership m WHERE m.person_id = s.known AND m.organisation_id = s.organisation_id AND m.until IS NULL

-- name: StagedPeopleErrors
SELECT line, 'organisation' AS field, 'missing' AS what, organisation_code AS value
FROM staged_person WHERE organisation_id IS NULL
UNION ALL
SELECT s.line, 'name', 'differs', p.name FROM staged_person s JOIN person p ON p.id = s.known WHERE p.name <> s.name
UNION ALL
SELECT s.line, 'birth_date', 'differs', p.born_on::text
FROM staged_person s JOIN person p ON p.id = s.known WHERE p.born_on <> s.born_on
UNION ALL
SELECT s.line, 'organisation', 'elsewhere', o.name
FROM staged_person s JOIN membership m ON m.person_id = s.known AND m.until IS NULL
    JOIN organisation o ON o.id = m.organisation_id
WHERE m.organisation_id <> s.organisation_id AND s.title IS NULL
UNION ALL
SELECT max(line), 'name', 'twice', min(name) FROM staged_person WHERE id_hash IS NULL
GROUP BY organisation_code, name_key, born_on HAVING count(*) > 1
ORDER BY line LIMIT 200

-- name: InsertStagedPeople
INSERT INTO person (id, path, name, name_key, sex, born_on, id_cipher, synthetic, act_id)
SELECT person_id, path, name, name_key, sex, born_on, id_cipher, synthetic, $1 FROM staged_person WHERE known IS NULL ORDER BY path

-- name: InsertStagedNumbers
INSERT INTO person_id_number (id_hash, person_id)
SELECT id_hash, person_id FROM staged_person WHERE known IS NULL AND id_hash IS NOT NULL

-- name: InsertStagedMemberships
INSERT INTO membership (person_id, id, organisation_id, path, status, since, act_id)
SELECT person_id, membership_id, organisation_id, path, status, since, $1 FROM staged_person s
WHERE NOT has_membership AND (known IS NULL OR NOT EXISTS (
    SELECT FROM membership m WHERE m.person_id = s.known AND m.until IS NULL))
ORDER BY path

-- name: StageTenures
CREATE TEMP TABLE staged_tenure (
    line integer, tenure_id uuid, organisation_code text COLLATE "C", id_hash bytea, name_key text COLLATE "C", title text, seat integer,
    nature text, since date, until date,
    organisation_id uuid, path text COLLATE "C", person_id uuid, post_id uuid, people integer, known boolean DEFAULT false
) ON COMMIT DROP

-- name: StageTenuresOfPeople
INSERT INTO staged_tenure (line, tenure_id, title, seat, nature, since, organisation_id, path, person_id, people)
SELECT line, tenure_id, title, 1, nature, tenure_since, organisation_id, path, person_id, 1
FROM staged_person WHERE title IS NOT NULL

-- name: ResolveStagedTenures
UPDATE staged_tenure s SET organisation_id = o.id, path = o.path FROM organisation o WHERE o.code = s.organisation_code

-- name: MatchStagedTenuresByNumber
UPDATE staged_tenure s SET person_id = n.person_id, people = 1 FROM person_id_number n WHERE n.id_hash = s.id_hash

-- name: MatchStagedTenuresByName
UPDATE staged_tenure s SET person_id = found.person_id, people = found.people
FROM (
    SELECT s.line, min(p.id::text)::uuid AS person_id, count(DISTINCT p.id) AS people
    FROM staged_tenure s JOIN membership m ON m.path = s.path JOIN person p ON p.id = m.person_id AND p.name_key = s.name_key
    WHERE s.id_hash IS NULL GROUP BY s.line
) AS found
WHERE found.line = s.line AND s.person_id IS NULL

-- name: MatchStagedPosts
UPDATE staged_tenure s SET post_id = p.id FROM post p
WHERE p.organisation_id = s.organisation_id AND p.title = s.title AND p.seat = s.seat

-- name: MarkKnownTenures
UPDATE staged_tenure s SET known = true, tenure_id = t.id FROM tenure t
WHERE t.post_id = s.post_id AND t.person_id = s.person_id AND t.since = s.since AND t.nature = s.nature
    AND t.until IS NOT DISTINCT FROM s.until AND t.annulled_act_id IS NULL

-- name: StagedTenureErrors
SELECT line, 'organisation' AS field, 'missing' AS what, organisation_code AS value
FROM staged_tenure WHERE organisation_id IS NULL
UNION ALL
SELECT line, 'person', CASE WHEN people > 1 THEN 'ambiguous' ELSE 'missing' END, NULL
FROM staged_tenure WHERE (person_id IS NULL OR people > 1) AND organisation_id IS NOT NULL
UNION ALL
SELECT s.line, 'since', 'overlaps', p.name || ' ' || t.since || '–' || coalesce(t.until::text, '')
FROM staged_tenure s JOIN tenure t ON t.post_id = s.post_id JOIN person p ON p.id = t.person_id
WHERE NOT s.known AND t.annulled_act_id IS NULL AND (t.nature = 'acting') = (s.nature = 'acting')
    AND daterange(t.since, t.until) && daterange(s.since, s.until)
UNION ALL
SELECT b.line, 'since', 'overlaps_row', a.line::text
FROM staged_tenure a JOIN staged_tenure b ON a.organisation_id = b.organisation_id AND a.title = b.title AND a.seat = b.seat
    AND a.line < b.line AND (a.nature = 'acting') = (b.nature = 'acting')
    AND daterange(a.since, a.until) && daterange(b.since, b.until)
WHERE NOT a.known AND NOT b.known
ORDER BY line LIMIT 200

-- name: InsertStagedPosts
INSERT INTO post (id, organisation_id, path, title, seat, since, act_id)
SELECT gen_random_uuid(), organisation_id, path, title, seat, min(since), $1 FROM staged_tenure
WHERE NOT known AND post_id IS NULL GROUP BY organisation_id, path, title, seat ORDER BY path

-- name: InsertStagedTenures
INSERT INTO tenure (id, post_id, person_id, path, nature, since, until, act_id)
SELECT tenure_id, post_id, person_id, path, nature, since, until, $1 FROM staged_tenure WHERE NOT known ORDER BY path

-- name: StagedTenureIDs
SELECT tenure_id FROM staged_tenure WHERE NOT known

-- name: People
SELECT p.id, p.path, p.name, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status, m.since, m.organisation_id,
    o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM membership m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
WHERE m.path >= $1 AND m.path < $2 AND m.until IS NULL AND (m.path, m.person_id) > ($3, $4)
ORDER BY m.path, m.person_id LIMIT $5

-- name: PeopleByName
SELECT p.id, p.path, p.name, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status, m.since, m.organisation_id,
    o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE p.name_key >= $1 AND p.name_key < $2 AND ($3::uuid IS NULL OR p.id > $3)
ORDER BY p.id LIMIT $4

-- name: PersonByID
SELECT p.id, p.path, p.name, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status, m.since, m.organisation_id,
    o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE p.id = $1

-- name: PersonByNumber
SELECT n.person_id FROM person_id_number n WHERE n.id_hash = $1

-- name: MembershipsOfPerson
SELECT m.id, m.status, m.since, m.until, m.ended_as, o.code, o.name
FROM membership m LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE m.person_id = $1 ORDER BY m.since, m.id

-- name: TenuresOfPerson
SELECT t.id, t.person_id, pe.name AS person, o.code, o.name, po.title, po.seat, t.nature, t.since, t.until
FROM tenure t JOIN post po ON po.id = t.post_id JOIN organisation o ON o.id = po.organisation_id
    JOIN person pe ON pe.id = t.person_id
WHERE t.person_id = $1 AND t.annulled_act_id IS NULL ORDER BY t.since, t.id

-- name: TenuresOfOrganisation
SELECT t.id, t.person_id, pe.name AS person, o.code, o.name, po.title, po.seat, t.nature, t.since, t.until
FROM post po JOIN tenure t ON t.post_id = po.id JOIN organisation o ON o.id = po.organisation_id
    JOIN person pe ON pe.id = t.person_id
WHERE po.organisation_id = $1 AND t.annulled_act_id IS NULL ORDER BY po.title, po.seat, t.since, t.id

-- name: InsertPost
INSERT INTO post (id, organisation_id, path, title, seat, since, act_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT ON CONSTRAINT post_unique DO NOTHING

-- name: PostOf
SELECT id FROM post WHERE organisation_id = $1 AND title = $2 AND seat = $3

-- name: InsertTenure
INSERT INTO tenure (id, post_id, person_id, path, nature, since, act_id) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: LockTenure
SELECT id, person_id, path, nature, since, until FROM tenure WHERE id = $1 AND annulled_act_id IS NULL FOR UPDATE

-- name: EndTenure
UPDATE tenure SET until = $2, ended_act_id = $3 WHERE id = $1

-- name: AnnulTenure
UPDATE tenure SET annulled_act_id = $2 WHERE id = $1

-- name: EndMembership
UPDATE membership SET until = $3, ended_as = $4 WHERE person_id = $1 AND id = $2

-- name: InsertMembership
INSERT INTO membership (person_id, id, organisation_id, path, status, since, act_id) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: MovePerson
CALL move_person($1, $2)
