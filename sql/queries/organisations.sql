-- owner: Organisations
-- tables: organisation organisation_version org_unit

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
INSERT INTO organisation_version (organisation_id, version, path, since, parent_id, level, kind, field, name, audit_event_id)
SELECT id, 1, path, since, parent_id, level, kind, field, name, $1 FROM staged_organisation ORDER BY path

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

-- name: OrganisationVersions (organisation) -> version, since, until, level, kind, field, name, parent_code
SELECT v.version, v.since, v.until, v.level, v.kind, v.field, v.name, p.code AS parent_code
FROM organisation_version v LEFT JOIN organisation p ON p.id = v.parent_id
WHERE v.organisation_id = $1 ORDER BY v.version

-- name: EndOrganisationVersion (organisation, version, until)
UPDATE organisation_version SET until = $3 WHERE organisation_id = $1 AND version = $2

-- name: InsertOrganisationVersion (organisation, version, path, since, parent, level, kind, field, name, audit_event)
INSERT INTO organisation_version (organisation_id, version, path, since, parent_id, level, kind, field, name, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: UpdateOrganisation (id, name, kind, field, parent, version, audit_event)
UPDATE organisation SET name = $2, kind = $3, field = $4, parent_id = $5, version = $6, audit_event_id = $7 WHERE id = $1

-- name: CloseOrganisation (id, until, audit_event)
UPDATE organisation SET until = $2, version = version + 1, audit_event_id = $3 WHERE id = $1

-- name: OpenChildren (parent) -> open
SELECT count(*) AS open FROM organisation WHERE parent_id = $1 AND until IS NULL

-- name: MoveSubtree (from, to)
CALL move_subtree($1, $2)

-- name: Coverage (low, high) -> kind, units, covered
SELECT u.kind, count(*) AS units, count(*) FILTER (WHERE o.until IS NULL) AS covered
FROM org_unit u JOIN organisation o ON o.id = u.organisation_id
WHERE u.path >= $1 AND u.path < $2 AND u.until IS NULL
GROUP BY u.kind ORDER BY u.kind
