-- owner: Members
-- tables: person_attribute

-- name: StageAttributes
CREATE TEMP TABLE staged_attribute (line integer, id uuid, key text COLLATE "C", value text) ON COMMIT DROP

-- name: StagedAttributeErrors -> line, field, what, value
-- Only the office of a person says what their file says.
SELECT DISTINCT s.line, a.key AS field, 'file_elsewhere' AS what, NULL::text AS value
FROM staged_attribute a JOIN staged_person s ON s.line = a.line JOIN person p ON p.id = s.known
WHERE NOT in_scope(p.path)
ORDER BY s.line, a.key LIMIT 2000

-- name: InsertStagedAttributes (audit_event)
-- What is on file already is not written again.
INSERT INTO person_attribute (person_id, id, path, key, value, since, audit_event_id)
SELECT s.person_id, a.id, p.path, a.key, a.value, today_in_china(), $1
FROM staged_attribute a JOIN staged_person s ON s.line = a.line JOIN person p ON p.id = s.person_id
WHERE s.known IS NULL OR a.value IS DISTINCT FROM (
    SELECT h.value FROM person_attribute h
    WHERE h.person_id = s.known AND h.key = a.key AND h.annulled_audit_event_id IS NULL AND h.since <= today_in_china()
    ORDER BY h.since DESC, h.id DESC LIMIT 1)
ORDER BY p.path

-- name: AttributesOfPerson (person, as_of) -> id, key, value, since, recorded_on, corrects, reason, annulled
-- What the file says on a day: of each attribute the newest fact that holds.
SELECT DISTINCT ON (a.key) a.id, a.key, a.value, a.since, a.recorded_on, a.corrects, a.reason, false AS annulled
FROM person_attribute a
WHERE a.person_id = $1 AND a.since <= $2 AND a.annulled_audit_event_id IS NULL
ORDER BY a.key, a.since DESC, a.id DESC

-- name: PhonesOfPeople (people, keys, as_of) -> person_id, value
-- Of several telephones the first by the order of the keys.
SELECT DISTINCT ON (f.person_id) f.person_id, f.value FROM (
    SELECT DISTINCT ON (a.person_id, a.key) a.person_id, a.key, a.value FROM person_attribute a
    WHERE a.person_id = ANY ($1) AND a.key = ANY ($2) AND a.since <= $3 AND a.annulled_audit_event_id IS NULL
    ORDER BY a.person_id, a.key, a.since DESC, a.id DESC) AS f
WHERE f.value IS NOT NULL ORDER BY f.person_id, array_position($2::text[], f.key)

-- name: AttributeHistory (person) -> id, key, value, since, recorded_on, corrects, reason, annulled
SELECT a.id, a.key, a.value, a.since, a.recorded_on, a.corrects, a.reason, a.annulled_audit_event_id IS NOT NULL AS annulled
FROM person_attribute a WHERE a.person_id = $1 ORDER BY a.key, a.since, a.id

-- name: AttributeToCorrect (person, key) -> id, value, since
-- What the file says today, which a correction takes the place of.
SELECT a.id, a.value, a.since FROM person_attribute a
WHERE a.person_id = $1 AND a.key = $2 AND a.annulled_audit_event_id IS NULL AND a.since <= today_in_china()
ORDER BY a.since DESC, a.id DESC LIMIT 1

-- name: AnnulAttribute (person, id, audit_event)
UPDATE person_attribute SET annulled_audit_event_id = $3
WHERE person_id = $1 AND id = $2 AND annulled_audit_event_id IS NULL

-- name: InsertAttribute (person, id, path, key, value, since, corrects, reason, audit_event)
INSERT INTO person_attribute (person_id, id, path, key, value, since, corrects, reason, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
