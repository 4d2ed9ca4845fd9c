-- owner: Members
-- tables: person_merge person_merge_change person_separation person_distinction merge_exception

-- name: KeptRecords (people) -> gone_id, kept_id
-- The records that people of these identifiers are found in today, where theirs was merged into another.
WITH RECURSIVE chain AS (
    SELECT g.gone_id, g.kept_id FROM person_merge g WHERE g.open AND g.gone_id = ANY ($1)
    UNION
    SELECT c.gone_id, g.kept_id FROM chain c JOIN person_merge g ON g.open AND g.gone_id = c.kept_id
)
SELECT c.gone_id, c.kept_id FROM chain c WHERE NOT EXISTS (SELECT FROM person_merge g WHERE g.open AND g.gone_id = c.kept_id)

-- name: Duplicates (low, high, phones, after_first, after_second, limit) -> first_id, second_id, path, first_name, second_name,
--     first_organisation, second_organisation, first_born, second_born, first_cipher, second_cipher, reasons
-- Pairs of people below an organisation that resemble each other: one name and one birth day; one name and sex with birth days that
-- differ in a digit or in two neighbours; one telephone with one surname and sex. Not those that were found to be two.
WITH people AS MATERIALIZED (
    SELECT p.id, p.path, p.name, p.name_key, p.sex, p.born_on, p.id_cipher, to_char(p.born_on, 'YYYYMMDD') AS digits,
        count(*) OVER (PARTITION BY p.name_key) AS namesakes
    FROM person p WHERE p.path >= $1 AND p.path < $2 AND p.name_key <> ''
), variants AS (
    -- Birth days without one digit, and with two neighbours changed: joined by equality, since comparing all with all takes too long.
    SELECT p.id, p.path, p.name_key, p.sex, p.id_cipher IS NOT NULL AS numbered, p.digits,
        overlay(p.digits PLACING '_' FROM n FOR 1) AS without,
        overlay(p.digits PLACING substr(p.digits, n + 1, 1) || substr(p.digits, n, 1) FROM n FOR 2) AS turned
    FROM people p CROSS JOIN generate_series(1, 8) AS n WHERE p.namesakes > 1
), pairs AS (
    SELECT a.id AS first_id, b.id AS second_id, 'born' AS reason
    FROM people a JOIN people b ON b.name_key = a.name_key AND b.born_on = a.born_on AND b.id > a.id
    UNION ALL
    SELECT a.id, b.id, 'born_digit'
    FROM variants a JOIN variants b ON b.name_key = a.name_key AND b.sex = a.sex AND b.without = a.without AND b.id > a.id
    WHERE b.digits <> a.digits AND (a.numbered AND b.numbered OR a.path = b.path)
    UNION ALL
    SELECT a.id, b.id, 'born_digit'
    FROM variants a JOIN people b ON b.name_key = a.name_key AND b.sex = a.sex AND b.digits = a.turned AND b.id > a.id
    WHERE b.digits <> a.digits AND length(a.turned) = 8 AND (a.numbered AND b.id_cipher IS NOT NULL OR a.path = b.path)
    UNION ALL
    SELECT DISTINCT a.id, b.id, 'phone'
    FROM person_attribute x JOIN person_attribute y ON y.value = x.value AND y.person_id > x.person_id
        JOIN people a ON a.id = x.person_id JOIN people b ON b.id = y.person_id AND b.sex = a.sex AND left(b.name, 1) = left(a.name, 1)
    WHERE x.key = ANY ($3) AND y.key = ANY ($3) AND x.annulled_audit_event_id IS NULL AND y.annulled_audit_event_id IS NULL
), grouped AS (
    SELECT r.first_id, r.second_id, array_agg(DISTINCT r.reason ORDER BY r.reason) AS reasons FROM pairs r
    WHERE (r.first_id, r.second_id) > ($4, $5)
        AND NOT EXISTS (SELECT FROM person_distinction d WHERE d.first_id = r.first_id AND d.second_id = r.second_id)
    GROUP BY r.first_id, r.second_id ORDER BY r.first_id, r.second_id LIMIT $6
)
SELECT g.first_id, g.second_id, a.path, a.name AS first_name, b.name AS second_name, ao.name AS first_organisation,
    bo.name AS second_organisation, a.born_on AS first_born, b.born_on AS second_born, a.id_cipher AS first_cipher,
    b.id_cipher AS second_cipher, g.reasons
FROM grouped g JOIN person a ON a.id = g.first_id JOIN person b ON b.id = g.second_id
    LEFT JOIN organisation ao ON ao.path = a.path LEFT JOIN organisation bo ON bo.path = b.path
ORDER BY g.first_id, g.second_id

-- name: StagedResemblances -> line, name, organisation, reason
-- People on the register like new rows of a sheet: one name and birth day, whose number is another or missing on one side.
-- The name leads to the birth day or to the place: of a common name there are thousands.
SELECT f.line, p.name, o.name AS organisation, f.reason
FROM (
    SELECT s.line, p.id, 'born' AS reason
    FROM staged_person s JOIN person p ON p.name_key = s.name_key AND p.born_on = s.born_on
    WHERE s.known IS NULL
    UNION ALL
    SELECT s.line, p.id, 'born_digit'
    FROM staged_person s JOIN person p ON p.name_key = s.name_key AND p.path = s.path AND p.sex = s.sex AND p.born_on <> s.born_on
    WHERE s.known IS NULL AND differ_slightly(to_char(p.born_on, 'YYYYMMDD'), to_char(s.born_on, 'YYYYMMDD'))
) AS f JOIN person p ON p.id = f.id LEFT JOIN organisation o ON o.path = p.path
ORDER BY f.line, p.name LIMIT 200

-- name: PeopleToMerge (first, second) -> id, name, path
SELECT p.id, p.name, p.path FROM person p WHERE p.id IN ($1, $2)

-- name: MergeConflicts (kept, gone) -> what, kept, other
SELECT what, kept, other FROM merge_conflicts($1, $2)

-- name: MergePeople (id, kept, gone, reason, document, audit_event) -> relation, moved, doubled
SELECT relation, moved, doubled FROM merge_people($1, $2, $3, $4, $5, $6)

-- name: Merges (low, high, after_path, after_id, limit) -> id, path, kept, kept_name, gone, gone_name, reason, document, merged_on,
--     account, separated_on, separation_reason
SELECT g.id, g.path, g.kept_id AS kept, g.kept_name, g.gone_id AS gone, g.gone_name, g.reason, g.document, g.merged_on,
    e.account_name AS account, s.separated_on, s.reason AS separation_reason
FROM (SELECT m.* FROM person_merge m WHERE m.path >= $1 AND m.path < $2 AND (m.path, m.id) > ($3, $4) ORDER BY m.path, m.id LIMIT $5) AS g
    LEFT JOIN audit_event e ON e.id = g.audit_event_id LEFT JOIN person_separation s ON s.merge_id = g.id
ORDER BY g.path, g.id

-- name: OpenMerge (person) -> id, kept_id, gone_id, path, kept_name, gone_name, cipher
-- The merge of a record that is gone, or the last one of a kept record.
SELECT g.id, g.kept_id, g.gone_id, g.path, g.kept_name, g.gone_name, p.id_cipher AS cipher
FROM person_merge g JOIN person p ON p.id = g.gone_id
WHERE g.open AND (g.gone_id = $1 OR g.kept_id = $1 OR g.id = $1)
ORDER BY (g.kept_id = $1), g.id DESC LIMIT 1 FOR NO KEY UPDATE OF g

-- name: SeparationHindrances (id) -> what, day
SELECT what, day FROM separation_hindrances($1)

-- name: SeparatePeople (id, reason, hashes, audit_event) -> done
SELECT separate_people($1, $2, $3, $4) AS done

-- name: InsertDistinction (first, second, path, reason, audit_event)
INSERT INTO person_distinction (first_id, second_id, path, reason, audit_event_id)
VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, $5)
ON CONFLICT ON CONSTRAINT person_distinction_pk DO NOTHING
