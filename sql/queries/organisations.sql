-- owner: Organisations
-- tables: organisation organisation_version organisation_place organisation_change organisation_link org_unit path_exception

-- name: StageOrganisations
CREATE TEMP TABLE staged_organisation (
    line integer, id uuid, path text COLLATE "C", code text COLLATE "C", parent_id uuid, level text, kind text, field text,
    name text, since date, unit_kind text, unit_name text, unit_id uuid
) ON COMMIT DROP

-- name: OrganisationsByCodes (codes) -> id, code, path, name, kind, level, field, since, until
SELECT id, code, path, name, kind, level, field, since, until FROM organisation WHERE code = ANY($1)

-- name: InsertStagedOrganisations (audit_event)
INSERT INTO organisation (id, path, code, parent_id, level, kind, field, name, since, audit_event_id)
SELECT id, path, code, parent_id, level, kind, field, name, since, $1 FROM staged_organisation ORDER BY path

-- name: InsertStagedVersions (audit_event)
INSERT INTO organisation_version (organisation_id, version, path, since, parent_id, level, kind, field, code, name,
    audit_event_id)
SELECT id, 1, path, since, parent_id, level, kind, field, code, name, $1 FROM staged_organisation ORDER BY path

-- name: InsertStagedPlaces
-- Below a parent that was registered before, wherever it lay; below one of the same sheet, where that one lies.
WITH RECURSIVE placed AS (
    SELECT s.id, coalesce(p.since, DATE '0001-01-01') AS since, p.until, coalesce(p.place, '') || s.code || '.' AS place
    FROM staged_organisation s LEFT JOIN organisation_place p ON p.organisation_id = s.parent_id
    WHERE s.parent_id IS NULL OR p.organisation_id IS NOT NULL
    UNION ALL
    SELECT s.id, p.since, p.until, p.place || s.code || '.' FROM placed p JOIN staged_organisation s ON s.parent_id = p.id
)
INSERT INTO organisation_place (organisation_id, since, until, path, place)
SELECT p.id, p.since, p.until, s.path, p.place FROM placed p JOIN staged_organisation s ON s.id = p.id ORDER BY s.path

-- name: InsertStagedUnits (audit_event)
INSERT INTO org_unit (id, code, organisation_id, path, kind, name, since, audit_event_id)
SELECT unit_id, code, id, path, unit_kind, unit_name, since, $1 FROM staged_organisation
WHERE unit_id IS NOT NULL ORDER BY path

-- name: Organisations (low, high, after, parent, limit) -> id, code, path, parent_id, level, kind, field, name,
--     since, until, version
SELECT o.id, o.code, o.path, o.parent_id, o.level, o.kind, o.field, o.name, o.since, o.until, o.version
FROM (
    (SELECT o.* FROM organisation o
        WHERE $4::uuid IS NULL AND o.path >= $1 AND o.path < $2 AND o.path > $3
        ORDER BY o.path LIMIT $5)
    UNION ALL
    (SELECT o.* FROM organisation o
        WHERE o.parent_id = $4 AND o.path >= $1 AND o.path < $2 AND o.path > $3
        ORDER BY o.path LIMIT $5)
) AS o
ORDER BY o.path

-- name: OrganisationByCode (code) -> id, code, path, parent_id, level, kind, field, name, since, until, version
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version FROM organisation WHERE code = $1

-- name: OrganisationByID (id) -> id, code, path, parent_id, level, kind, field, name, since, until, version
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version FROM organisation WHERE id = $1

-- name: OrganisationsByName (name, low, high, limit) -> id, code, path, parent_id, level, kind, field, name, since,
--     until, version
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version FROM organisation
WHERE name = $1 AND path >= $2 AND path < $3 AND until IS NULL ORDER BY path LIMIT $4

-- name: OrganisationsByShortName (name, low, high, limit) -> id, code, path, parent_id, level, kind, field, name, since,
--     until, version
-- Without 中共 and the kind of committee, on both sides.
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version FROM organisation
WHERE short_name = organisation_short_name($1) AND path >= $2 AND path < $3 AND until IS NULL
ORDER BY path LIMIT $4

-- name: LockOrganisation (id) -> id, code, path, parent_id, level, kind, field, name, since, until, version
SELECT id, code, path, parent_id, level, kind, field, name, since, until, version FROM organisation WHERE id = $1 FOR UPDATE

-- name: OrganisationsOnDay (day, low, high, after, parent, limit) -> id, code, path, parent_id, level, kind, field,
--     name, since, until, version
-- As it was on a day: names, parents and codes of then, in the order of the places of then.
SELECT o.id, v.code, o.place AS path, v.parent_id, v.level, v.kind, v.field, v.name, n.since, NULL::date AS until, v.version
FROM (
    (SELECT p.organisation_id, p.place FROM organisation_place p
            JOIN organisation_version v ON v.organisation_id = p.organisation_id AND v.annulled_audit_event_id IS NULL
                AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
        WHERE $5::uuid IS NULL AND p.place >= $2 AND p.place < $3 AND p.place > $4
            AND p.since <= $1 AND (p.until IS NULL OR p.until > $1)
        ORDER BY p.place LIMIT $6)
    UNION ALL
    (SELECT p.organisation_id, p.place FROM organisation_version v
            JOIN organisation_place p ON p.organisation_id = v.organisation_id
        WHERE v.parent_id = $5 AND v.annulled_audit_event_id IS NULL AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
            AND p.place >= $2 AND p.place < $3 AND p.place > $4 AND p.since <= $1 AND (p.until IS NULL OR p.until > $1)
        ORDER BY p.place LIMIT $6)
) AS o (id, place)
    JOIN organisation n ON n.id = o.id
    JOIN organisation_version v ON v.organisation_id = o.id AND v.annulled_audit_event_id IS NULL
        AND v.since <= $1 AND (v.until IS NULL OR v.until > $1)
ORDER BY o.place

-- name: PlaceOfPathOnDay (path, day) -> place
-- Where on a day lay what lies at a path now.
SELECT p.place FROM organisation o JOIN organisation_place p ON p.organisation_id = o.id
WHERE o.path = $1 AND p.since <= $2 AND (p.until IS NULL OR p.until > $2)

-- name: PathsOfPlacesOnDay (low, high, day) -> first, last
-- Where what lay in a range on a day lies now.
SELECT min(p.path) AS first, max(p.path) AS last FROM organisation_place p
WHERE p.place >= $1 AND p.place < $2 AND p.since <= $3 AND (p.until IS NULL OR p.until > $3)

-- name: PlaceOnDay (organisation, day) -> place
SELECT p.place FROM organisation_place p
WHERE p.organisation_id = $1 AND p.since <= $2 AND (p.until IS NULL OR p.until > $2)

-- name: OrganisationByFormerCode (code) -> id
-- The organisation that had the code last.
SELECT v.organisation_id AS id FROM organisation_version v
WHERE v.code = $1 AND v.annulled_audit_event_id IS NULL ORDER BY v.since DESC LIMIT 1

-- name: OrganisationVersions (organisation) -> version, since, until, level, kind, field, code, name, parent_id, parent_code
-- The code of the parent is the one that it had when the version began.
SELECT v.version, v.since, v.until, v.level, v.kind, v.field, v.code, v.name, v.parent_id, coalesce(
    (SELECT w.code FROM organisation_version w WHERE w.organisation_id = v.parent_id AND w.annulled_audit_event_id IS NULL
        AND w.since <= v.since ORDER BY w.since DESC LIMIT 1), p.code) AS parent_code
FROM organisation_version v LEFT JOIN organisation p ON p.id = v.parent_id
WHERE v.organisation_id = $1 AND v.annulled_audit_event_id IS NULL ORDER BY v.since

-- name: LastVersionNumber (organisation) -> version
SELECT max(v.version) AS version FROM organisation_version v WHERE v.organisation_id = $1

-- name: EndOrganisationVersion (organisation, version, until)
UPDATE organisation_version SET until = $3 WHERE organisation_id = $1 AND version = $2

-- name: AnnulOrganisationVersion (organisation, version, audit_event)
UPDATE organisation_version SET annulled_audit_event_id = $3 WHERE organisation_id = $1 AND version = $2

-- name: InsertOrganisationVersion (organisation, version, path, since, until, parent, level, kind, field, code, name,
--     audit_event)
INSERT INTO organisation_version (organisation_id, version, path, since, until, parent_id, level, kind, field, code, name,
    audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: UpdateOrganisation (id, code, name, level, kind, field, parent, since, until, version, audit_event)
UPDATE organisation SET code = $2, name = $3, level = $4, kind = $5, field = $6, parent_id = $7, since = $8, until = $9,
    version = $10, audit_event_id = $11
WHERE id = $1

-- name: OpenChildren (parent) -> id, code, level
SELECT id, code, level FROM organisation WHERE parent_id = $1 AND until IS NULL ORDER BY path

-- name: PlaceOrganisation (organisation, day, parent, code)
CALL place_organisation($1, $2, $3, $4)

-- name: SettleOrganisation (from, into, people, day, remark, audit_event) -> person_id
SELECT DISTINCT settle_organisation AS person_id FROM settle_organisation($1, $2, $3, $4, $5, $6)

-- name: InsertOrganisationChange (id, organisation, path, change, effective_on, document, reason, version, undoes,
--     audit_event)
INSERT INTO organisation_change (id, organisation_id, path, change, effective_on, document, reason, version, undoes,
    audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: InsertOrganisationLink (id, change, from, to, path, to_path, relation, effective_on, from_code, from_name,
--     to_code, to_name, audit_event)
INSERT INTO organisation_link (id, change_id, from_id, to_id, path, to_path, relation, effective_on, from_code, from_name,
    to_code, to_name, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: Genealogy (organisation) -> change, relation, effective_on, code, name, document, reason, undone, at
-- What was decided about an organisation, and what it came from and became.
SELECT c.change, NULL::text AS relation, c.effective_on, v.code, v.name, c.document, c.reason,
    EXISTS (SELECT FROM organisation_change u WHERE u.undoes = c.id) AS undone, e.at
FROM organisation_change c JOIN audit_event e ON e.id = c.audit_event_id
    LEFT JOIN organisation_version v ON v.organisation_id = c.organisation_id AND v.version = c.version
WHERE c.organisation_id = $1
    AND NOT EXISTS (SELECT FROM organisation_link l WHERE l.change_id = c.id AND (l.from_id = $1 OR l.to_id = $1))
UNION ALL
SELECT CASE l.relation WHEN 'merged' THEN 'merge' ELSE 'split' END,
    CASE WHEN l.from_id = $1 THEN 'became' ELSE 'came_from' END, l.effective_on,
    CASE WHEN l.from_id = $1 THEN l.to_code ELSE l.from_code END, CASE WHEN l.from_id = $1 THEN l.to_name ELSE l.from_name END,
    c.document, c.reason, false, e.at
FROM organisation_link l JOIN audit_event e ON e.id = l.audit_event_id LEFT JOIN organisation_change c ON c.id = l.change_id
WHERE l.from_id = $1 OR l.to_id = $1
ORDER BY effective_on, at

-- name: LastOrganisationChange (organisation) -> id, change, effective_on, version
-- What was done last and has not been undone.
SELECT c.id, c.change, c.effective_on, c.version
FROM organisation_change c JOIN audit_event e ON e.id = c.audit_event_id
WHERE c.organisation_id = $1 AND c.change <> 'undo'
    AND NOT EXISTS (SELECT FROM organisation_change u WHERE u.undoes = c.id)
ORDER BY e.at DESC, c.id DESC LIMIT 1

-- name: LatestBeginning (organisation, people) -> since, name
-- The last day that is taken: by the arrival of a member, of those named or of all; by the last day of one who has left.
SELECT coalesce(m.until - 1, m.since) AS since, coalesce(p.name, '') AS name
FROM organisation o JOIN membership m ON m.path = o.path AND m.organisation_id = o.id LEFT JOIN person p ON p.id = m.person_id
WHERE o.id = $1 AND CASE WHEN $2::uuid[] IS NULL THEN true ELSE m.until IS NULL AND m.person_id = ANY ($2) END
ORDER BY coalesce(m.until - 1, m.since) DESC, p.name LIMIT 1

-- name: FactsSince (organisation, day) -> facts
-- Members and offices that were there on a day or later.
SELECT (SELECT count(*) FROM membership m
        WHERE m.path = o.path AND m.organisation_id = o.id AND (m.until IS NULL OR m.until > $2))
    + (SELECT count(*) FROM post p JOIN tenure t ON t.post_id = p.id
        WHERE p.organisation_id = o.id AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > $2)) AS facts
FROM organisation o WHERE o.id = $1

-- name: MembersHere (organisation, people) -> person_id
SELECT m.person_id FROM membership m
WHERE m.organisation_id = $1 AND m.until IS NULL AND m.person_id = ANY ($2)

-- name: HighestHostedLevel (organisation) -> level
SELECT c.level FROM training_class c WHERE c.host_id = $1 AND c.state NOT IN ('closed', 'cancelled')
ORDER BY array_position(ARRAY['province', 'city', 'county', 'township', 'primary'], c.level) LIMIT 1

-- name: AttachedTo (organisation, path, day) -> kind, number, examples
-- What hangs on an organisation, each kind with the first few.
WITH members AS (
    SELECT m.person_id, p.name FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.path = $2 AND m.organisation_id = $1 AND m.until IS NULL
), things AS (
    SELECT 'children' AS kind, o.name FROM organisation o WHERE o.parent_id = $1 AND o.until IS NULL
    UNION ALL
    SELECT 'members', name FROM members
    UNION ALL
    SELECT 'posts', t.person_name FROM post p JOIN tenure t ON t.post_id = p.id
    WHERE p.organisation_id = $1 AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > $3)
    UNION ALL
    SELECT 'categories', c.person_name FROM person_category c
    WHERE c.path = $2 AND c.organisation_id = $1 AND c.annulled_audit_event_id IS NULL AND (c.until IS NULL OR c.until > $3)
    UNION ALL
    SELECT 'duties', d.subject FROM duty d
    WHERE d.path = $2 AND d.organisation_id = $1 AND d.annulled_on IS NULL AND (d.closed_on IS NULL OR d.closed_on > $3)
    UNION ALL
    SELECT 'seats', c.name FROM members m JOIN enrolment n ON n.person_id = m.person_id AND n.state IN ('enrolled', 'waiting')
        JOIN training_class c ON c.id = n.class_id AND c.state NOT IN ('closed', 'cancelled')
    UNION ALL
    SELECT 'classes', c.name FROM training_class c WHERE c.host_id = $1 AND c.state NOT IN ('closed', 'cancelled')
    UNION ALL
    SELECT 'cases', m.name FROM members m JOIN recruitment_case c ON c.person_id = m.person_id
    WHERE c.state IN ('open', 'admitted')
    UNION ALL
    SELECT 'letters_out', t.letter FROM membership_transfer t WHERE t.open AND t.from_id = $1
    UNION ALL
    SELECT 'letters_in', t.letter FROM membership_transfer t WHERE t.open AND t.to_id = $1
    UNION ALL
    SELECT 'units', u.name FROM org_unit u WHERE u.path = $2 AND u.organisation_id = $1 AND u.until IS NULL
    UNION ALL
    SELECT 'points', s.key FROM points_participation w JOIN points_scheme s ON s.id = w.scheme_id
    WHERE w.subject_id = $1 AND (w.until IS NULL OR w.until > $3)
    UNION ALL
    SELECT 'notices', n.subject_zh FROM notice n WHERE n.path = $2 AND n.sent_at IS NULL AND n.void IS NULL
    UNION ALL
    SELECT 'grants', a.name FROM access_grant g JOIN account a ON a.id = g.account_id
    WHERE g.path = $2 AND (g.until IS NULL OR g.until > $3) AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
)
SELECT kind, count(*) AS number, (array_agg(name ORDER BY name))[1:5] AS examples FROM things GROUP BY kind

-- name: MoveSubtree (from, to)
CALL move_subtree($1, $2)

-- name: Coverage (low, high) -> kind, units, covered
SELECT u.kind, count(*) AS units, count(*) FILTER (WHERE o.until IS NULL) AS covered
FROM org_unit u JOIN organisation o ON o.id = u.organisation_id
WHERE u.path >= $1 AND u.path < $2 AND u.until IS NULL
GROUP BY u.kind ORDER BY u.kind
