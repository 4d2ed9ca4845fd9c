-- owner: Members
-- tables: person person_id_number post tenure membership membership_decision membership_decision_annulment
--     membership_transfer membership_transfer_answer membership_letter_number membership_balance

-- name: SealedNumber -> id_cipher
-- Any number, to see whether a key opens it.
SELECT id_cipher FROM person WHERE id_cipher IS NOT NULL LIMIT 1

-- name: StagePeople
CREATE TEMP TABLE staged_person (
    line integer, person_id uuid, organisation_code text COLLATE "C", organisation_name text, name text, name_key text COLLATE "C", sex text,
    born_on date, born_written boolean, id_cipher bytea, id_hash bytea, next_hash bytea, synthetic boolean, status text, since date, membership_id uuid,
    probation_since date, probation_id uuid,
    title text, nature text, tenure_since date, tenure_id uuid,
    organisation_id uuid, path text COLLATE "C", known uuid, by_name boolean DEFAULT false,
    has_membership boolean DEFAULT false
) ON COMMIT DROP

-- name: OrganisationsNamed (names) -> named, code, organisations
-- The open organisations of a name, in full or else short: one code where there is one.
SELECT w.named, coalesce(e.code, s.code) AS code, greatest(e.organisations, s.organisations) AS organisations
FROM unnest($1::text[]) AS w (named)
    CROSS JOIN LATERAL (
        SELECT min(o.code) AS code, count(*) AS organisations FROM organisation o
        WHERE o.name = w.named AND o.until IS NULL) AS e
    CROSS JOIN LATERAL (
        SELECT min(o.code) AS code, count(*) AS organisations FROM organisation o
        WHERE e.organisations = 0 AND o.short_name = organisation_short_name(w.named) AND o.until IS NULL) AS s
WHERE e.organisations + s.organisations > 0

-- name: ResolveStagedPeople
UPDATE staged_person s SET organisation_id = o.id, path = o.path
FROM organisation o WHERE o.code = s.organisation_code AND o.until IS NULL

-- name: ClaimReturning -> people
SELECT claim_returning(array_agg(id_hash), array_agg(path::text)) AS people FROM staged_person
WHERE id_hash IS NOT NULL AND path IS NOT NULL

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

-- name: StagedPeopleErrors -> line, field, what, value
-- A birth day is compared where the sheet has one: that of an ID number may differ from the one on file. What kind of member somebody
-- is and since when is compared wherever the membership lies: a row that is there for a post says it as well.
SELECT line, 'organisation' AS field, 'missing' AS what, organisation_code AS value
FROM staged_person WHERE organisation_id IS NULL
UNION ALL
SELECT s.line, 'organisation_name', 'organisation_name', o.name
FROM staged_person s JOIN organisation o ON o.id = s.organisation_id
WHERE organisation_short_name(s.organisation_name) <> o.short_name
UNION ALL
SELECT s.line, 'name', 'differs', p.name FROM staged_person s JOIN person p ON p.id = s.known WHERE p.name <> s.name
UNION ALL
SELECT s.line, 'birth_date', 'differs', p.born_on::text
FROM staged_person s JOIN person p ON p.id = s.known WHERE s.born_written AND p.born_on <> s.born_on
UNION ALL
SELECT s.line, 'sex', 'sex', p.sex FROM staged_person s JOIN person p ON p.id = s.known WHERE p.sex <> s.sex
UNION ALL
SELECT s.line, 'synthetic', 'real', NULL
FROM staged_person s JOIN person p ON p.id = s.known WHERE s.synthetic AND NOT p.synthetic
UNION ALL
SELECT s.line, 'synthetic', 'synthetic', NULL
FROM staged_person s JOIN person p ON p.id = s.known WHERE NOT s.synthetic AND p.synthetic
UNION ALL
SELECT s.line, 'status', 'standing', m.status || ' ' || coalesce(m.counts_from, m.since)
FROM staged_person s JOIN membership m ON m.person_id = s.known AND m.until IS NULL
WHERE (m.organisation_id = s.organisation_id OR s.title IS NOT NULL) AND m.status <> s.status
UNION ALL
-- A standing begins again here with a transfer; the day on which it was gained stays with its first entry.
SELECT s.line, 'since', 'differs', coalesce(m.counts_from, m.since)::text
FROM staged_person s JOIN membership m ON m.person_id = s.known AND m.until IS NULL
WHERE (m.organisation_id = s.organisation_id OR s.title IS NOT NULL) AND m.status = s.status AND NOT EXISTS (
    SELECT FROM membership h
    WHERE h.person_id = s.known AND h.status = s.status AND s.since IN (h.since, h.counts_from))
UNION ALL
-- The day of admission of somebody who was converted later is that of the probation.
SELECT s.line, 'since', 'differs', coalesce((
        SELECT min(coalesce(h.counts_from, h.since))::text FROM membership h
        WHERE h.person_id = s.known AND h.status = 'probationary'), '—')
FROM staged_person s JOIN membership m ON m.person_id = s.known AND m.until IS NULL
WHERE s.probation_since IS NOT NULL AND (m.organisation_id = s.organisation_id OR s.title IS NOT NULL) AND m.status = s.status
    AND NOT EXISTS (
        SELECT FROM membership h
        WHERE h.person_id = s.known AND h.status = 'probationary' AND s.probation_since IN (h.since, h.counts_from))
    AND EXISTS (
        SELECT FROM membership h
        WHERE h.person_id = s.known AND h.status = s.status AND s.since IN (h.since, h.counts_from))
UNION ALL
SELECT s.line, 'title', 'post', p.title || ' ' || t.since
FROM staged_person s JOIN tenure t ON t.person_id = s.known JOIN post p ON p.id = t.post_id
WHERE s.title IS NOT NULL AND p.organisation_id = s.organisation_id AND t.until IS NULL
    AND t.annulled_audit_event_id IS NULL AND (p.title, t.since, t.nature) <> (s.title, s.tenure_since, s.nature)
UNION ALL
SELECT s.line, 'organisation', 'elsewhere', o.name
FROM staged_person s JOIN membership m ON m.person_id = s.known AND m.until IS NULL
    JOIN organisation o ON o.id = m.organisation_id
WHERE m.organisation_id <> s.organisation_id AND s.title IS NULL
UNION ALL
-- The list is older than the end of the membership.
SELECT s.line, 'since', 'ended', m.ended_as || ' ' || m.until
FROM staged_person s JOIN membership m ON m.person_id = s.known AND m.until > s.since
WHERE NOT EXISTS (SELECT FROM membership n WHERE n.person_id = s.known AND (n.until IS NULL OR n.until > m.until))
UNION ALL
SELECT max(line), 'name', 'twice', min(name) FROM staged_person WHERE id_hash IS NULL
GROUP BY organisation_code, name_key, born_on HAVING count(*) > 1
ORDER BY line LIMIT 2000

-- name: InsertStagedPeople (audit_event, key_edition)
INSERT INTO person (id, path, name, name_key, sex, born_on, id_cipher, synthetic, audit_event_id, key_edition)
SELECT person_id, path, name, name_key, sex, born_on, id_cipher, coalesce(synthetic, false), $1, $2
FROM staged_person WHERE known IS NULL ORDER BY path

-- name: InsertStagedNumbers (key_edition, next_edition)
-- While the key is changed each number has a hash under either.
INSERT INTO person_id_number (id_hash, person_id, key_edition)
SELECT h.hash, s.person_id, h.edition
FROM staged_person s CROSS JOIN LATERAL (VALUES (s.id_hash, $1::integer), (s.next_hash, $2::integer)) AS h (hash, edition)
WHERE s.known IS NULL AND h.hash IS NOT NULL

-- name: NumbersToRotate (key_edition, after, limit) -> id, id_cipher
-- What somebody else is changing is left for the next round.
SELECT id, id_cipher FROM person WHERE id > $2 AND key_edition < $1 AND id_cipher IS NOT NULL
ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED

-- name: RotateNumbers (ids, ciphers, key_edition)
UPDATE person p SET id_cipher = w.cipher, key_edition = $3
FROM unnest($1::uuid[], $2::bytea[]) AS w (id, cipher) WHERE p.id = w.id

-- name: AddHashes (hashes, ids, key_edition)
-- Numbers of records that were merged lead to the kept one.
INSERT INTO person_id_number (id_hash, person_id, key_edition)
SELECT w.hash, coalesce(k.id, w.id), $3 FROM unnest($1::bytea[], $2::uuid[]) AS w (hash, id) LEFT JOIN LATERAL (
    WITH RECURSIVE chain AS (
        SELECT g.kept_id AS id, 1 AS step FROM person_merge g WHERE g.open AND g.gone_id = w.id
        UNION SELECT g.kept_id, c.step + 1 FROM chain c JOIN person_merge g ON g.open AND g.gone_id = c.id
    ) SELECT c.id FROM chain c ORDER BY c.step DESC LIMIT 1) AS k ON true
ORDER BY w.hash
ON CONFLICT ON CONSTRAINT person_id_number_unique DO NOTHING

-- name: NumbersLeft (key_edition) -> n
SELECT count(*) AS n FROM person WHERE key_edition < $1 AND id_cipher IS NOT NULL

-- name: HashesMissing (key_edition) -> n
-- Hashes under an earlier key whose person has none under this one.
SELECT count(*) AS n FROM person_id_number o WHERE o.key_edition < $1
    AND o.person_id NOT IN (SELECT n.person_id FROM person_id_number n WHERE n.key_edition = $1)

-- name: DropHashes (key_edition, after, limit) -> id_hash
DELETE FROM person_id_number WHERE id_hash = ANY (ARRAY(
    SELECT n.id_hash FROM person_id_number n WHERE n.id_hash > $2 AND n.key_edition < $1 ORDER BY n.id_hash LIMIT $3))
RETURNING id_hash

-- name: InsertStagedMemberships (audit_event, began_as)
INSERT INTO membership (person_id, id, organisation_id, path, status, since, audit_event_id, began_as)
SELECT person_id, membership_id, organisation_id, path, status, since, $1, $2 FROM staged_person s
WHERE NOT has_membership AND (known IS NULL OR NOT EXISTS (
    SELECT FROM membership m WHERE m.person_id = s.known AND m.until IS NULL))
ORDER BY path

-- name: InsertStagedProbations (audit_event)
-- The probation of those who came in as full members with both days, beside the membership just written.
INSERT INTO membership (person_id, id, organisation_id, path, status, since, until, ended_as, audit_event_id, began_as)
SELECT s.person_id, s.probation_id, s.organisation_id, s.path, 'probationary', s.probation_since, s.since, 'advanced', $1, 'registered'
FROM staged_person s WHERE s.probation_id IS NOT NULL
    AND EXISTS (SELECT FROM membership m WHERE m.person_id = s.person_id AND m.id = s.membership_id)
    AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = s.person_id AND m.since < s.since)
ORDER BY s.path

-- name: StagedReturns -> line, person_id, since
-- Rows that would create a new membership for a person with an earlier decision.
SELECT s.line, s.person_id, s.since FROM staged_person s JOIN membership m ON m.id = s.membership_id AND m.person_id = s.person_id
WHERE s.known IS NOT NULL AND EXISTS (SELECT FROM membership_decision d WHERE d.person_id = s.known)
ORDER BY s.line

-- name: StagedStandings -> person_id
-- Members that an import brought, except those whose offices say the same.
SELECT person_id FROM staged_person WHERE NOT has_membership AND status IN ('probationary', 'full') AND tenure_id IS NULL

-- name: StageTenures
CREATE TEMP TABLE staged_tenure (
    line integer, tenure_id uuid, organisation_code text COLLATE "C", id_hash bytea, name_key text COLLATE "C", title text, seat integer,
    nature text, since date, until date,
    organisation_id uuid, path text COLLATE "C", person_id uuid, post_id uuid, people integer, known boolean DEFAULT false,
    born_on date, admitted_on date
) ON COMMIT DROP

-- name: StageTenuresOfPeople
-- Of people who are new their rows say when they were born and admitted.
INSERT INTO staged_tenure
    (line, tenure_id, title, seat, nature, since, organisation_id, path, person_id, people, born_on, admitted_on)
SELECT line, tenure_id, title, 1, nature, tenure_since, organisation_id, path, person_id, 1,
    CASE WHEN known IS NULL THEN born_on END,
    CASE WHEN known IS NULL AND status IN ('probationary', 'full', 'suspended') THEN coalesce(probation_since, since) END
FROM staged_person WHERE title IS NOT NULL

-- name: StageAppointment (organisation, person, title, seat, nature, since)
-- One appointment, for the checks of an import.
INSERT INTO staged_tenure (line, organisation_id, path, person_id, people, title, seat, nature, since)
SELECT 1, o.id, o.path, $2, 1, $3, $4, $5, $6 FROM organisation o WHERE o.id = $1

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
    AND t.until IS NOT DISTINCT FROM s.until AND t.annulled_audit_event_id IS NULL

-- name: StagedTenureErrors -> line, field, what, value
SELECT line, 'organisation' AS field, 'missing' AS what, organisation_code AS value
FROM staged_tenure WHERE organisation_id IS NULL
UNION ALL
SELECT line, 'person', CASE WHEN people > 1 THEN 'ambiguous' ELSE 'missing' END, NULL
FROM staged_tenure WHERE (person_id IS NULL OR people > 1) AND organisation_id IS NOT NULL
UNION ALL
SELECT s.line, 'name', 'differs', p.name FROM staged_tenure s JOIN person p ON p.id = s.person_id
WHERE s.id_hash IS NOT NULL AND p.name_key <> s.name_key
UNION ALL
SELECT s.line, 'organisation', 'closed', o.until::text FROM staged_tenure s JOIN organisation o ON o.id = s.organisation_id
WHERE NOT s.known AND o.until IS NOT NULL AND (s.until IS NULL OR s.until > o.until)
UNION ALL
SELECT s.line, 'since', 'overlaps', coalesce(p.name, t.person_name) || ' ' || t.since || '–' || coalesce(t.until::text, '')
FROM staged_tenure s JOIN tenure t ON t.post_id = s.post_id LEFT JOIN person p ON p.id = t.person_id
WHERE NOT s.known AND t.annulled_audit_event_id IS NULL AND (t.nature = 'acting') = (s.nature = 'acting')
    AND daterange(t.since, t.until) && daterange(s.since, s.until)
UNION ALL
SELECT b.line, 'since', 'overlaps_row', a.line::text
FROM staged_tenure a JOIN staged_tenure b ON a.organisation_id = b.organisation_id AND a.title = b.title AND a.seat = b.seat
    AND a.line < b.line AND (a.nature = 'acting') = (b.nature = 'acting')
    AND daterange(a.since, a.until) && daterange(b.since, b.until)
WHERE NOT a.known AND NOT b.known
ORDER BY line LIMIT 2000

-- name: StagedTenureDays -> line, what, value
-- Days before which nobody can have held a post: the birth, the admission to the Party, the founding of the organisation. The admission
-- is known where the first standing on file is not one that somebody brought from elsewhere. A founding day is a real one where it was
-- stated for the organisation: by its founding, by a correction of the day, or in a sheet of organisations. The one day of a list of
-- divisions, whose villages have units of the same day, and that of the first committee are none.
SELECT s.line, d.what, d.day::text AS value
FROM staged_tenure s JOIN organisation o ON o.id = s.organisation_id
    LEFT JOIN person p ON p.id = s.person_id
    LEFT JOIN LATERAL (
        SELECT coalesce(m.counts_from, m.since) AS day, m.began_as FROM membership m
        WHERE m.person_id = s.person_id AND m.status IN ('probationary', 'full', 'suspended')
        ORDER BY coalesce(m.counts_from, m.since), m.since LIMIT 1) AS first ON true
    LEFT JOIN LATERAL (
        SELECT v.since AS day FROM organisation_version v
        WHERE v.organisation_id = o.id AND v.annulled_audit_event_id IS NULL AND v.since > s.since
            AND NOT EXISTS (SELECT FROM organisation_version w
                WHERE w.organisation_id = o.id AND w.annulled_audit_event_id IS NULL AND w.since < v.since)
            AND (EXISTS (SELECT FROM organisation_change c
                    WHERE c.organisation_id = o.id AND c.audit_event_id = v.audit_event_id
                        AND (c.change <> 'correct' OR NOT EXISTS (SELECT FROM organisation_version x
                            WHERE x.organisation_id = o.id AND x.version < v.version AND x.since = v.since)))
                OR EXISTS (SELECT FROM audit_event e WHERE e.id = v.audit_event_id AND e.action = 'organisation.import'
                    AND e.after ->> 'source' = 'organisations')
                OR o.level = 'primary' AND o.parent_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM org_unit u WHERE u.organisation_id = o.id AND u.since = v.since))
        LIMIT 1) AS founding ON true
    CROSS JOIN LATERAL (VALUES
        (1, 'before_birth', coalesce(p.born_on, s.born_on)),
        (2, 'before_admission', CASE WHEN first.day IS NULL THEN s.admitted_on
            WHEN first.began_as IS DISTINCT FROM 'transferred' THEN first.day END),
        (3, 'before_founding', founding.day)) AS d (rank, what, day)
WHERE NOT s.known AND s.people = 1 AND s.since < d.day
ORDER BY s.line, d.rank LIMIT 2000

-- name: InsertStagedPosts (audit_event)
INSERT INTO post (id, organisation_id, path, title, seat, since, audit_event_id)
SELECT gen_random_uuid(), organisation_id, path, title, seat, min(since), $1 FROM staged_tenure
WHERE NOT known AND post_id IS NULL GROUP BY organisation_id, path, title, seat ORDER BY path

-- name: InsertStagedTenures (audit_event)
INSERT INTO tenure (id, post_id, person_id, person_name, path, nature, since, until, audit_event_id)
SELECT s.tenure_id, s.post_id, s.person_id, p.name, s.path, s.nature, s.since, s.until, $1
FROM staged_tenure s JOIN person p ON p.id = s.person_id WHERE NOT s.known ORDER BY s.path

-- name: StagedChanges (audit_event) -> changed
-- Rows of existing people who only received a post or an attribute.
SELECT count(*) AS changed FROM staged_person s
WHERE s.known IS NOT NULL AND NOT EXISTS (
        SELECT FROM membership m WHERE m.person_id = s.person_id AND m.id = s.membership_id)
    AND (EXISTS (SELECT FROM staged_tenure t WHERE t.line = s.line AND NOT t.known)
        OR EXISTS (SELECT FROM person_attribute a WHERE a.person_id = s.person_id AND a.audit_event_id = $1))

-- name: StagedTenureIDs -> tenure_id
SELECT tenure_id FROM staged_tenure WHERE NOT known

-- name: People (low, high, after_path, after_person, limit) -> id, path, name, sex, born_on, id_cipher, synthetic,
--     version, status, since, organisation_id, organisation_code, organisation_name, membership_id
SELECT p.id, p.path, p.name, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status,
    coalesce(m.counts_from, m.since) AS since, m.organisation_id,
    o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM membership m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
WHERE m.path >= $1 AND m.path < $2 AND m.until IS NULL AND (m.path, m.person_id) > ($3, $4)
ORDER BY m.path, m.person_id LIMIT $5

-- name: PeopleByName (name_key, end_key, low, high, after_name, after_path, after_person, limit) -> id, path, name,
--     name_key, sex, born_on, id_cipher, synthetic, version, status, since, organisation_id, organisation_code,
--     organisation_name, membership_id
-- People whose name has a prefix, within a range of paths: both ranges and the cursor are conditions of one index.
SELECT p.id, p.path, p.name, p.name_key, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status,
    coalesce(m.counts_from, m.since) AS since,
    m.organisation_id, o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE p.name_key >= $1 AND p.name_key < $2 AND p.path >= $3 AND p.path < $4 AND (p.name_key, p.path, p.id) > ($5, $6, $7)
ORDER BY p.name_key, p.path, p.id LIMIT $8

-- name: PeopleByExactName (name_key, low, high, limit) -> id, path, name, sex, born_on, id_cipher, synthetic, version,
--     status, since, organisation_id, organisation_code, organisation_name, membership_id
SELECT p.id, p.path, p.name, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status,
    coalesce(m.counts_from, m.since) AS since, m.organisation_id,
    o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE p.name_key = $1 AND p.path >= $2 AND p.path < $3 ORDER BY p.path, p.id LIMIT $4

-- name: PersonByID (id) -> id, path, name, sex, born_on, id_cipher, synthetic, version, status, since,
--     organisation_id, organisation_code, organisation_name, membership_id
SELECT p.id, p.path, p.name, p.sex, p.born_on, p.id_cipher, p.synthetic, p.version, m.status,
    coalesce(m.counts_from, m.since) AS since, m.organisation_id,
    o.code AS organisation_code, o.name AS organisation_name, m.id AS membership_id
FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE p.id = $1

-- name: PersonByNumber (id_hash) -> person_id
SELECT n.person_id FROM person_id_number n WHERE n.id_hash = $1

-- name: MembershipsOfPerson (person) -> id, status, since, until, ended_as, counts_from, code, name
SELECT m.id, m.status, m.since, m.until, m.ended_as, m.counts_from, o.code, o.name
FROM membership m LEFT JOIN organisation o ON o.id = m.organisation_id
WHERE m.person_id = $1 ORDER BY m.since, m.id

-- name: TenuresOfPerson (person) -> id, person_id, path, person, code, name, title, seat, nature, since,
--     until
SELECT t.id, t.person_id, t.path, coalesce(pe.name, t.person_name) AS person, o.code, o.name, po.title, po.seat, t.nature,
    t.since, t.until
FROM tenure t JOIN post po ON po.id = t.post_id JOIN organisation o ON o.id = po.organisation_id
    LEFT JOIN person pe ON pe.id = t.person_id
WHERE t.person_id = $1 AND t.annulled_audit_event_id IS NULL ORDER BY t.since, t.id

-- name: TenureByID (id) -> id, person_id, path, person, code, name, title, seat, nature, since,
--     until
SELECT t.id, t.person_id, t.path, coalesce(pe.name, t.person_name) AS person, o.code, o.name, po.title, po.seat, t.nature,
    t.since, t.until
FROM tenure t JOIN post po ON po.id = t.post_id JOIN organisation o ON o.id = po.organisation_id
    LEFT JOIN person pe ON pe.id = t.person_id
WHERE t.id = $1

-- name: TenuresOfOrganisation (organisation) -> id, person_id, path, person, code, name, title, seat, nature, since,
--     until
SELECT t.id, t.person_id, t.path, coalesce(pe.name, t.person_name) AS person, o.code, o.name, po.title, po.seat, t.nature,
    t.since, t.until
FROM post po JOIN tenure t ON t.post_id = po.id JOIN organisation o ON o.id = po.organisation_id
    LEFT JOIN person pe ON pe.id = t.person_id
WHERE po.organisation_id = $1 AND t.annulled_audit_event_id IS NULL ORDER BY po.title, po.seat, t.since, t.id

-- name: Vacancies (low, high, after, day, level, limit, place_low, place_high) -> path, code, organisation, level, kind, field,
--     since, before, acting, acting_since
-- Organisations whose secretary's post nobody holds in their own right on a day; who acts there holds it for somebody absent. They
-- are named, and lie, as they did on the day.
SELECT o.path, v.code, v.name AS organisation, v.level, v.kind, v.field, coalesce(last.until, o.since) AS since,
    last.name AS before, acting.name AS acting, acting.since AS acting_since
FROM organisation o
    JOIN organisation_version v ON v.organisation_id = o.id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $4 AND (v.until IS NULL OR v.until > $4)
    LEFT JOIN organisation_place l ON l.organisation_id = o.id AND l.since <= $4 AND (l.until IS NULL OR l.until > $4)
    LEFT JOIN LATERAL (
        SELECT t.until, coalesce(p.name, t.person_name) AS name
        FROM post x JOIN tenure t ON t.post_id = x.id LEFT JOIN person p ON p.id = t.person_id
        WHERE x.organisation_id = o.id AND x.title = 'secretary' AND t.nature <> 'acting' AND t.annulled_audit_event_id IS NULL
            AND t.until <= $4
        ORDER BY t.until DESC, t.id LIMIT 1) AS last ON true
    LEFT JOIN LATERAL (
        SELECT t.since, coalesce(p.name, t.person_name) AS name
        FROM post x JOIN tenure t ON t.post_id = x.id LEFT JOIN person p ON p.id = t.person_id
        WHERE x.organisation_id = o.id AND x.title = 'secretary' AND t.nature = 'acting' AND t.annulled_audit_event_id IS NULL
            AND t.since <= $4 AND (t.until IS NULL OR t.until > $4)
        ORDER BY t.since DESC, t.id LIMIT 1) AS acting ON true
WHERE o.path >= $1 AND o.path < $2 AND o.path > $3 AND v.kind <> 'group' AND ($5::text IS NULL OR v.level = $5)
    AND coalesce(l.place, o.path) >= $7 AND coalesce(l.place, o.path) < $8
    AND NOT EXISTS (SELECT FROM post x JOIN tenure t ON t.post_id = x.id
        WHERE x.organisation_id = o.id AND x.title = 'secretary' AND t.nature <> 'acting' AND t.annulled_audit_event_id IS NULL
            AND t.since <= $4 AND (t.until IS NULL OR t.until > $4))
ORDER BY o.path LIMIT $6

-- name: InsertPost (id, organisation, path, title, seat, since, audit_event)
INSERT INTO post (id, organisation_id, path, title, seat, since, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT ON CONSTRAINT post_unique DO NOTHING

-- name: PostOf (organisation, title, seat) -> id
SELECT id FROM post WHERE organisation_id = $1 AND title = $2 AND seat = $3

-- name: InsertTenure (id, post, person, person_name, path, nature, since, audit_event)
INSERT INTO tenure (id, post_id, person_id, person_name, path, nature, since, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: LockTenure (id) -> id, person_id, path, nature, since, until
SELECT id, person_id, path, nature, since, until FROM tenure WHERE id = $1 AND annulled_audit_event_id IS NULL FOR NO KEY UPDATE

-- name: HeldTenure (post, person, nature, since) -> id
-- The tenure of somebody who is appointed again to the post they hold.
SELECT id FROM tenure WHERE post_id = $1 AND person_id = $2 AND nature = $3 AND nature <> 'acting' AND until IS NULL AND since < $4
    AND annulled_audit_event_id IS NULL FOR NO KEY UPDATE

-- name: EndTenure (id, until, audit_event)
UPDATE tenure SET until = $2, ended_audit_event_id = $3 WHERE id = $1

-- name: AnnulTenure (id, audit_event)
UPDATE tenure SET annulled_audit_event_id = $2 WHERE id = $1

-- name: EndMembership (person, id, until, ended_as)
UPDATE membership SET until = $3, ended_as = $4 WHERE person_id = $1 AND id = $2 AND until IS NULL

-- name: InsertMembership (person, id, organisation, path, status, since, audit_event, began_as, counts_from)
INSERT INTO membership (person_id, id, organisation_id, path, status, since, audit_event_id, began_as, counts_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: RecountStanding (person, status, counts_from)
-- The open standing counts from another day, because one of the steps that led to it was corrected.
UPDATE membership SET counts_from = CASE WHEN since = $3 THEN NULL ELSE $3::date END
WHERE person_id = $1 AND until IS NULL AND status = $2 AND began_as = 'advanced'

-- name: MovePerson (person, path)
CALL move_person($1, $2)

-- name: SeatsGivenUp (person) -> class, entered
-- Seats in classes that somebody lost by what this transaction did, and who moved up there.
SELECT t.name AS class, ARRAY(
    SELECT coalesce(p.name, name_in_office(o.person_id)) FROM enrolment o LEFT JOIN person p ON p.id = o.person_id
    WHERE o.class_id = n.class_id AND o.person_id <> n.person_id AND o.state = 'enrolled'
        AND coalesce(p.name, name_in_office(o.person_id)) IS NOT NULL
        AND EXISTS (SELECT FROM enrolment_event m WHERE m.person_id = o.person_id AND m.enrolment_id = o.id
            AND m.state = 'enrolled' AND m.xmin = pg_current_xact_id()::xid)
    ORDER BY o.list_number) AS entered
FROM enrolment n JOIN training_class t ON t.id = n.class_id
WHERE n.person_id = $1 AND n.state = 'dropped' AND EXISTS (SELECT FROM enrolment_event e
    WHERE e.person_id = n.person_id AND e.enrolment_id = n.id AND e.state = 'dropped' AND e.xmin = pg_current_xact_id()::xid)
ORDER BY t.starts_on, t.id

-- name: LeavePlace (person, from, to, day, audit_event)
-- Offices at the place that a membership leaves end, with what they owed and the seats for it.
SELECT FROM leave_place($1, $2, $3, $4, $5)

-- name: LockPerson (person) -> id
-- Concurrent decisions about a person are serialised; each sees the standing left by the previous one.
SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE

-- name: Standing (person) -> name, path, membership_id, status, since, counts_from, organisation_id, began_as, letter
-- The open standing of a person, and the number of a pending letter of introduction.
SELECT p.name, p.path, m.id AS membership_id, m.status, m.since, m.counts_from, m.organisation_id, m.began_as,
    (SELECT t.letter FROM membership_transfer t WHERE t.person_id = p.id AND t.open) AS letter
FROM person p LEFT JOIN membership m ON m.path = p.path AND m.person_id = p.id AND m.until IS NULL
WHERE p.id = $1

-- name: StandingBeforeSuspension (person) -> status
SELECT b.status FROM membership s JOIN membership b ON b.person_id = s.person_id AND b.until <= s.since AND b.status <> 'suspended'
WHERE s.person_id = $1 AND s.status = 'suspended' ORDER BY s.since DESC, b.since DESC LIMIT 1

-- name: InsertDecision (person, id, path, change, ground, ground_since, decided_on, document, reason, audit_event)
INSERT INTO membership_decision
    (person_id, id, path, change, ground, ground_since, decided_on, document, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: DecisionsOfPerson (person) -> id, change, ground, ground_since, decided_on, document, reason,
--     annulled_because
SELECT d.id, d.change, d.ground, d.ground_since, d.decided_on, d.document, d.reason, a.reason AS annulled_because
FROM membership_decision d LEFT JOIN membership_decision_annulment a ON a.person_id = d.person_id AND a.decision_id = d.id
WHERE d.person_id = $1 ORDER BY d.decided_on, d.id

-- name: InsertDecisionAnnulment (person, decision, path, document, reason, audit_event)
INSERT INTO membership_decision_annulment (person_id, decision_id, path, document, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: ReopenMembership (person, until, ended_as)
-- The standing that a decision ended, unless another followed.
UPDATE membership m SET until = NULL, ended_as = NULL
WHERE m.person_id = $1 AND m.until = $2 AND m.ended_as = $3
    AND NOT EXISTS (SELECT FROM membership l WHERE l.person_id = $1 AND l.since >= $2)

-- name: EndTenuresOfPerson (person, day, audit_event) -> id, code, name, title
-- One that would begin on the day or later is annulled.
WITH ended AS (
    UPDATE tenure SET until = CASE WHEN since < $2 THEN $2::date ELSE until END, ended_audit_event_id = $3,
        annulled_audit_event_id = CASE WHEN since < $2 THEN NULL ELSE $3::uuid END
    WHERE person_id = $1 AND annulled_audit_event_id IS NULL AND (until IS NULL OR until > $2)
    RETURNING id, post_id
)
SELECT e.id, o.code, o.name, p.title FROM ended e JOIN post p ON p.id = e.post_id JOIN organisation o ON o.id = p.organisation_id
ORDER BY o.name, o.code, p.title

-- name: NextLetter (organisation, year, path) -> last
INSERT INTO membership_letter_number (organisation_id, year, path, last) VALUES ($1, $2, $3, 1)
ON CONFLICT ON CONSTRAINT membership_letter_number_pk DO UPDATE SET last = membership_letter_number.last + 1
RETURNING last

-- name: InsertTransfer (person, id, path, to_path, from, to, direction, from_code, from_name, to_code, to_name, name,
--     status, letter, issued_on, valid_through, dues_through, open, audit_event)
INSERT INTO membership_transfer (person_id, id, path, to_path, from_id, to_id, direction, from_code, from_name, to_code,
    to_name, name, status, letter, issued_on, valid_through, dues_through, open, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)

-- name: StagedArrival -> person_id, path, organisation_id, code, name
SELECT s.person_id, s.path, s.organisation_id, o.code, o.name FROM staged_person s JOIN organisation o ON o.id = s.organisation_id

-- name: Addressee (code) -> id, path, code, name
SELECT id, path, code, name FROM addressee($1)

-- name: LockLetter (person) -> id, letter, issued_on, valid_through
-- The pending letter of a person; the receiver cannot lock it.
SELECT id, letter, issued_on, valid_through FROM membership_transfer WHERE person_id = $1 AND open FOR UPDATE

-- name: AnswerTransfer (person, transfer, answer, answered_on, remark, audit_event)
WITH answered AS (
    UPDATE membership_transfer SET open = false WHERE person_id = $1 AND id = $2 AND open RETURNING path, to_path
)
INSERT INTO membership_transfer_answer (person_id, transfer_id, path, to_path, answer, answered_on, remark, audit_event_id)
SELECT $1, $2, path, to_path, $3, $4, $5, $6 FROM answered

-- name: AnswerTransferHere (person, transfer, answer, answered_on, remark, audit_event, membership) -> outcome
SELECT answer_transfer($1, $2, $3, $4, $5, $6, $7) AS outcome

-- name: Transfers (low, high, after_place, after_id, filter, today, limit) -> person_id, id, path, to_path, direction,
--     from_code, from_name, to_code, to_name, name, status, letter, issued_on, valid_through,
--     dues_through, open, answer, answered_on, remark
-- Letters issued or expected here: pending, expired, or all; ordered by the end that lies here.
SELECT t.person_id, t.id, t.path, t.to_path, t.direction, t.from_code, t.from_name, t.to_code, t.to_name, t.name, t.status,
    t.letter, t.issued_on, t.valid_through, t.dues_through, t.open, a.answer, a.answered_on, a.remark
FROM (
    SELECT t.path AS place, t.* FROM unnest(CASE $5 WHEN 'all' THEN '{t,f}' ELSE '{t}' END::boolean[]) AS s (open)
        CROSS JOIN LATERAL (
            SELECT t.* FROM membership_transfer t
            WHERE t.open = s.open AND t.path >= $1 AND t.path < $2 AND (t.path, t.id) > ($3, $4)
                AND ($5 <> 'expired' OR t.valid_through < $6)
            ORDER BY t.path, t.id LIMIT $7) AS t
    UNION ALL
    SELECT t.to_path, t.* FROM unnest(CASE $5 WHEN 'all' THEN '{t,f}' ELSE '{t}' END::boolean[]) AS s (open)
        CROSS JOIN (SELECT '' WHERE $1 LIKE '%.' UNION ALL SELECT paths_above($1)) AS above (path)
        CROSS JOIN LATERAL (
            SELECT t.* FROM membership_transfer t
            WHERE t.open = s.open AND t.joint_path = above.path AND t.to_path >= $1 AND t.to_path < $2
                AND (t.to_path, t.id) > ($3, $4) AND ($5 <> 'expired' OR t.valid_through < $6)
            ORDER BY t.to_path, t.id LIMIT $7) AS t
    ORDER BY place, id LIMIT $7
) AS t
    LEFT JOIN membership_transfer_answer a ON a.person_id = t.person_id AND a.transfer_id = t.id
ORDER BY t.place, t.id

-- name: TransfersByLetter (letter, limit) -> person_id, id, path, to_path, direction, from_code, from_name, to_code,
--     to_name, name, status, letter, issued_on, valid_through, dues_through, open, answer, answered_on, remark
SELECT t.person_id, t.id, t.path, t.to_path, t.direction, t.from_code, t.from_name, t.to_code, t.to_name, t.name, t.status,
    t.letter, t.issued_on, t.valid_through, t.dues_through, t.open, a.answer, a.answered_on, a.remark
FROM membership_transfer t
    LEFT JOIN membership_transfer_answer a ON a.person_id = t.person_id AND a.transfer_id = t.id
WHERE t.letter = $1 ORDER BY t.id LIMIT $2

-- name: TransferByID (id) -> person_id, id, path, to_path, direction, from_code, from_name, to_code, to_name, name,
--     status, letter, issued_on, valid_through, dues_through, open, answer, answered_on, remark
SELECT t.person_id, t.id, t.path, t.to_path, t.direction, t.from_code, t.from_name, t.to_code, t.to_name, t.name, t.status,
    t.letter, t.issued_on, t.valid_through, t.dues_through, t.open, a.answer, a.answered_on, a.remark
FROM membership_transfer t
    LEFT JOIN membership_transfer_answer a ON a.person_id = t.person_id AND a.transfer_id = t.id
WHERE t.id = $1

-- name: MembersOnDay (organisation, opening_day, closing_day) -> opening, closing
-- Members at the end of two days, of what lay below an organisation on either day.
SELECT count(*) FILTER (WHERE d.day = $2) AS opening, count(*) FILTER (WHERE d.day = $3) AS closing
FROM (VALUES ($2::date), ($3::date)) AS d (day)
    JOIN organisation_place t ON t.organisation_id = $1 AND t.since <= d.day AND (t.until IS NULL OR t.until > d.day)
    JOIN organisation_place p ON p.place >= t.place AND p.place < left(t.place, -1) || '/'
        AND p.since <= d.day AND (p.until IS NULL OR p.until > d.day)
    JOIN membership m ON m.path = p.path AND m.organisation_id = p.organisation_id
        AND m.since <= d.day AND (m.until IS NULL OR m.until > d.day)
WHERE m.status IN ('probationary', 'full')

-- name: BalanceMovements (organisation, opening_day, closing_day) -> begins, status, word, beside, people, examples
-- Beginnings and ends of memberships between two days, each with the standing before and after it in the subtree. What comes
-- below the organisation or leaves it in between comes and leaves with its members.
WITH inside AS (
    SELECT p.organisation_id, p.path, greatest(p.since, t.since) AS since, least(p.until, t.until) AS until
    FROM organisation_place t JOIN organisation_place p ON p.place >= t.place AND p.place < left(t.place, -1) || '/'
        AND (t.until IS NULL OR p.since < t.until) AND (p.until IS NULL OR p.until > t.since)
    WHERE t.organisation_id = $1 AND t.since <= $3 AND (t.until IS NULL OR t.until > $2)
        AND p.since <= $3 AND (p.until IS NULL OR p.until > $2)
), movers AS (
    SELECT DISTINCT m.person_id FROM inside i JOIN membership m ON m.path = i.path AND m.organisation_id = i.organisation_id
    WHERE m.status IN ('probationary', 'full')
        AND (m.since > $2 AND m.since <= $3 OR m.until > $2 AND m.until <= $3 OR i.since > $2 OR i.until <= $3)
), spells AS (
    SELECT s.*, lag(s.status) OVER w AS status_before, lag(s.until) OVER w AS until_before,
        lead(s.status) OVER w AS status_after, lead(s.since) OVER w AS since_after
    FROM (
        SELECT m.person_id, m.status, greatest(m.since, i.since) AS since, least(m.until, i.until) AS until,
            CASE WHEN m.since >= i.since THEN m.began_as ELSE 'transferred' END AS began_as,
            CASE WHEN i.until IS NULL OR m.until <= i.until THEN m.ended_as ELSE 'transferred' END AS ended_as
        FROM movers v JOIN membership m ON m.person_id = v.person_id
            JOIN inside i ON i.path = m.path AND i.organisation_id = m.organisation_id
                AND (i.until IS NULL OR m.since < i.until) AND (m.until IS NULL OR m.until > i.since)
    ) AS s
    WINDOW w AS (PARTITION BY s.person_id ORDER BY s.since)
), moves AS (
    SELECT person_id, since AS day, true AS begins, status, began_as AS word,
        CASE WHEN until_before = since THEN status_before END AS beside
    FROM spells WHERE status IN ('probationary', 'full') AND since > $2 AND since <= $3
    UNION ALL
    SELECT person_id, until, false, status, ended_as, CASE WHEN since_after = until THEN status_after END
    FROM spells WHERE status IN ('probationary', 'full') AND until > $2 AND until <= $3
)
SELECT m.begins, m.status, m.word, m.beside, count(*) AS people,
    (array_agg(p.name || ' ' || m.day ORDER BY m.day, p.name))[1:20] AS examples
FROM moves m JOIN person p ON p.id = m.person_id
WHERE m.beside IS NULL OR m.beside NOT IN ('probationary', 'full')
GROUP BY m.begins, m.status, m.word, m.beside ORDER BY m.begins DESC, m.status, m.word, m.beside

-- name: ReportedBalances (organisation, year) -> year, number, opening, closing, document
SELECT year, number, opening, closing, document FROM membership_balance WHERE organisation_id = $1 AND year IN ($2, $2 - 1)
ORDER BY year, number

-- name: InsertBalance (organisation, year, path, opening, closing, lines, document, audit_event)
INSERT INTO membership_balance (organisation_id, year, number, path, opening, closing, lines, document, audit_event_id)
SELECT $1, $2, coalesce(max(b.number), 0) + 1, $3, $4, $5, $6, $7, $8 FROM membership_balance b
WHERE b.organisation_id = $1 AND b.year = $2

-- name: TransfersOfPerson (person) -> person_id, id, path, to_path, direction, from_code, from_name, to_code, to_name,
--     name, status, letter, issued_on, valid_through, dues_through, open, answer, answered_on, remark
SELECT t.person_id, t.id, t.path, t.to_path, t.direction, t.from_code, t.from_name, t.to_code, t.to_name, t.name, t.status,
    t.letter, t.issued_on, t.valid_through, t.dues_through, t.open, a.answer, a.answered_on, a.remark
FROM membership_transfer t
    LEFT JOIN membership_transfer_answer a ON a.person_id = t.person_id AND a.transfer_id = t.id
WHERE t.person_id = $1 ORDER BY t.issued_on, t.id

-- name: ChangesOfPerson (person, limit) -> at, account, on_behalf_of, door, action
-- Who wrote what about a person: the events that name the person, readings aside, and those behind what the register holds of them.
SELECT e.at, e.account_name AS account, e.on_behalf_of, e.door, e.action
FROM audit_event e
WHERE e.id = ANY (ARRAY(
    SELECT s.id FROM audit_event s WHERE s.subject_id = $1 AND s.action !~ '[.](read|export|print)$'
    UNION SELECT p.audit_event_id FROM person p WHERE p.id = $1
    UNION SELECT m.audit_event_id FROM membership m WHERE m.person_id = $1
    UNION SELECT t.audit_event_id FROM tenure t WHERE t.person_id = $1
    UNION SELECT a.audit_event_id FROM person_attribute a WHERE a.person_id = $1))
ORDER BY e.id DESC LIMIT $2

-- name: Secretaries (low, high, after, day, level, limit) -> path, code, organisation, level, kind, field, person, name, sex, born,
--     joined, education, mobile, tenure, since, nature, vacant_since
-- Every organisation with its secretary on a day, or without one since. Who holds the post in their own right comes before who acts.
SELECT o.path, o.code, o.name AS organisation, o.level, o.kind, o.field, h.person_id AS person, coalesce(p.name, h.person_name) AS name,
    p.sex, p.born_on AS born, (SELECT min(coalesce(m.counts_from, m.since)) FROM membership m
        WHERE m.person_id = h.person_id AND m.status IN ('probationary', 'full', 'suspended')) AS joined,
    filed.education, filed.mobile, h.id AS tenure, h.since, h.nature, CASE WHEN h.id IS NULL THEN coalesce(last.until, o.since) END AS vacant_since
FROM organisation o
    LEFT JOIN LATERAL (
        SELECT t.id, t.person_id, t.person_name, t.since, t.nature FROM post x JOIN tenure t ON t.post_id = x.id
        WHERE x.organisation_id = o.id AND x.title = 'secretary' AND t.annulled_audit_event_id IS NULL
            AND t.since <= $4 AND (t.until IS NULL OR t.until > $4)
        ORDER BY t.nature = 'acting', t.since DESC, t.id LIMIT 1) AS h ON true
    LEFT JOIN LATERAL (
        SELECT t.until FROM post x JOIN tenure t ON t.post_id = x.id
        WHERE x.organisation_id = o.id AND x.title = 'secretary' AND t.annulled_audit_event_id IS NULL AND t.until <= $4
        ORDER BY t.until DESC, t.id LIMIT 1) AS last ON true
    LEFT JOIN person p ON p.id = h.person_id
    LEFT JOIN LATERAL (
        SELECT max(a.value) FILTER (WHERE a.key = 'education') AS education, max(a.value) FILTER (WHERE a.key = 'mobile') AS mobile
        FROM (SELECT DISTINCT ON (f.key) f.key, f.value FROM person_attribute f
            WHERE f.person_id = h.person_id AND f.key IN ('education', 'mobile') AND f.since <= $4 AND f.annulled_audit_event_id IS NULL
            ORDER BY f.key, f.since DESC, f.id DESC) AS a) AS filed ON true
WHERE o.path >= $1 AND o.path < $2 AND o.path > $3 AND o.kind <> 'group' AND ($5::text IS NULL OR o.level = $5)
    AND o.since <= $4 AND (o.until IS NULL OR o.until > $4)
ORDER BY o.path LIMIT $6

-- name: MemberStatistics (organisation, day, by, attribute, ages, days) -> part, people, women, probationary
SELECT m.part, count(*) AS people, count(*) FILTER (WHERE m.sex = 'female') AS women,
    count(*) FILTER (WHERE m.status = 'probationary') AS probationary
FROM member_parts($1, $2, $3, $4, $5::integer[], $6::date[]) m GROUP BY m.part ORDER BY m.part

-- name: PeopleOfPart (organisation, day, by, attribute, ages, days, part, after_path, after_id, limit) -> person, path, name, sex,
--     born, status, organisation
SELECT m.person_id AS person, m.path, m.name, m.sex, m.born_on AS born, m.status, o.name AS organisation
FROM member_parts($1, $2, $3, $4, $5::integer[], $6::date[]) m JOIN organisation o ON o.id = m.organisation_id
WHERE m.part = $7 AND (m.path, m.person_id) > ($8, $9) ORDER BY m.path, m.person_id LIMIT $10

-- name: NamesOfParts (codes) -> code, name
SELECT code, name FROM organisation WHERE code = ANY ($1)
