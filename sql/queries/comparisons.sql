-- owner: Members
-- tables: comparison comparison_line comparison_decision

-- name: MatchComparedByName (low, high)
-- Rows whose number is unknown here, or that have none: the one person of the name and birth day that no other row is about.
UPDATE staged_person s SET known = c.id, person_id = c.id, by_name = true
FROM (
    SELECT s.line, min(p.id::text)::uuid AS id
    FROM staged_person s JOIN person p ON p.name_key = s.name_key AND p.born_on = s.born_on
    WHERE s.known IS NULL AND p.path >= $1 AND p.path < $2
        AND NOT EXISTS (SELECT FROM staged_person k WHERE k.known = p.id)
        AND NOT EXISTS (SELECT FROM staged_person t
            WHERE t.line <> s.line AND t.known IS NULL AND t.name_key = s.name_key AND t.born_on = s.born_on)
    GROUP BY s.line HAVING count(*) = 1) AS c
WHERE c.line = s.line

-- name: InsertComparison (id, path, source, file_hash, rows, audit_event)
INSERT INTO comparison (id, path, source, file_hash, rows, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6)

-- name: InsertComparisonLines (comparison, path, low, high, personal, rows, hints, limit) -> kind, lines
-- Each field of a person has a line of its own. Hints: who resembles those here who are only there, by the rows of the sheet.
WITH hint AS (
    SELECT h.row, string_agg(h.hint, '; ' ORDER BY h.hint) AS hint FROM unnest($6::integer[], $7::text[]) AS h (row, hint) GROUP BY h.row
), matched AS (
    SELECT s.*, p.name AS name_here, p.sex AS sex_here, p.born_on AS born_here, p.id_cipher IS NOT NULL AS has_number,
        m.status AS status_here, o.name AS organisation_here, m.organisation_id AS organisation_id_here,
        (SELECT min(coalesce(h.counts_from, h.since)) FROM membership h
            WHERE h.person_id = p.id AND h.status IN ('probationary', 'full', 'suspended')) AS joined_here,
        (SELECT min(coalesce(h.counts_from, h.since)) FROM membership h
            WHERE h.person_id = p.id AND h.status = 'full') AS converted_here
    FROM staged_person s JOIN person p ON p.id = s.known
        LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
        LEFT JOIN organisation o ON o.id = m.organisation_id
), found AS (
    SELECT 1 AS rank, 'differs' AS kind, s.known AS person_id, s.name_here AS name, s.organisation_here AS organisation,
        f.field, f.here, f.there, s.line
    FROM matched s CROSS JOIN LATERAL (VALUES
        ('name', s.name_here, s.name, true),
        ('sex', s.sex_here, s.sex, true),
        ('born', s.born_here::text, s.born_on::text, s.born_written),
        ('number', CASE WHEN s.has_number THEN '****' END, '****', s.by_name AND s.id_hash IS NOT NULL),
        ('organisation', s.organisation_here, coalesce(s.organisation_name, s.organisation_code),
            s.organisation_id IS DISTINCT FROM s.organisation_id_here),
        ('status', s.status_here, s.status, true),
        ('joined', s.joined_here::text, coalesce(s.probation_since, s.since)::text, s.status IN ('probationary', 'full', 'suspended')),
        ('converted', s.converted_here::text, s.since::text, s.probation_since IS NOT NULL)
    ) AS f (field, here, there, compared)
    WHERE f.compared AND (f.field IN ('number', 'organisation') OR f.here IS DISTINCT FROM f.there)
    UNION ALL
    SELECT 1, 'differs', s.known, s.name_here, s.organisation_here, a.key,
        CASE WHEN a.key = ANY ($5::text[]) AND h.value IS NOT NULL THEN '****' ELSE h.value END,
        CASE WHEN a.key = ANY ($5::text[]) THEN '****' ELSE a.value END, s.line
    FROM matched s JOIN staged_attribute a ON a.line = s.line
        LEFT JOIN LATERAL (SELECT b.value FROM person_attribute b
            WHERE b.person_id = s.known AND b.key = a.key AND b.annulled_audit_event_id IS NULL AND b.since <= today_in_china()
            ORDER BY b.since DESC, b.id DESC LIMIT 1) AS h ON true
    WHERE a.value IS DISTINCT FROM h.value
    UNION ALL
    SELECT 2, 'only_there', NULL, s.name, coalesce(o.name, s.organisation_name, s.organisation_code), NULL, t.hint, NULL, s.line
    FROM staged_person s LEFT JOIN organisation o ON o.id = s.organisation_id LEFT JOIN hint t ON t.row = s.line
    WHERE s.known IS NULL
    UNION ALL
    SELECT 3, 'only_here', p.id, p.name, o.name, NULL, NULL, NULL, NULL
    FROM membership m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
    WHERE m.path >= $3 AND m.path < $4 AND m.until IS NULL AND m.status IN ('probationary', 'full', 'suspended')
        AND NOT EXISTS (SELECT FROM staged_person s WHERE s.known = p.id)
), numbered AS (
    SELECT row_number() OVER (ORDER BY f.rank, f.organisation, f.name, f.person_id, f.line, f.field) AS number, f.* FROM found f
), kept AS (
    INSERT INTO comparison_line (comparison_id, number, path, kind, person_id, name, organisation, field, here, there, row)
    SELECT $1, n.number, $2, n.kind, n.person_id, n.name, n.organisation, n.field, n.here, n.there, n.line
    FROM numbered n WHERE n.number <= $8
    RETURNING kind
)
SELECT kind, count(*) AS lines FROM kept GROUP BY kind ORDER BY kind

-- name: Comparisons (low, high, after_path, after_id, limit) -> id, path, organisation_name, source, compared_at, account, rows,
--     differing, only_there, only_here, open
SELECT c.id, c.path, o.name AS organisation_name, c.source, c.compared_at, e.account_name AS account, c.rows, n.differing, n.only_there,
    n.only_here, n.open
FROM (SELECT * FROM comparison WHERE path >= $1 AND path < $2 AND (path, id) > ($3, $4) ORDER BY path, id LIMIT $5) AS c
    LEFT JOIN organisation o ON o.path = c.path LEFT JOIN audit_event e ON e.id = c.audit_event_id
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE l.kind = 'differs') AS differing, count(*) FILTER (WHERE l.kind = 'only_there') AS only_there,
            count(*) FILTER (WHERE l.kind = 'only_here') AS only_here,
            count(*) FILTER (WHERE NOT EXISTS (SELECT FROM comparison_decision d
                WHERE d.comparison_id = l.comparison_id AND d.number = l.number)) AS open
        FROM comparison_line l WHERE l.comparison_id = c.id) AS n
ORDER BY c.path, c.id

-- name: ComparisonByID (id) -> id, path
SELECT id, path FROM comparison WHERE id = $1

-- name: LastComparison (low, high) -> id, path
SELECT id, path FROM comparison WHERE path >= $1 AND path < $2 ORDER BY compared_at DESC LIMIT 1

-- name: ComparisonLines (comparison, after, kind, field, open, limit) -> number, kind, person, name, organisation, field, here, there,
--     row, decision, reason, document, decided_on, account, earlier
SELECT l.number, l.kind, l.person_id AS person, l.name, l.organisation, l.field, l.here, l.there, l.row, d.decision, d.reason, d.document,
    (d.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS decided_on, e.account_name AS account, b.reason AS earlier
FROM comparison_line l
    LEFT JOIN LATERAL (SELECT h.* FROM comparison_decision h WHERE h.comparison_id = l.comparison_id AND h.number = l.number
        ORDER BY h.decided_at DESC LIMIT 1) AS d ON true
    LEFT JOIN audit_event e ON e.id = d.audit_event_id
    LEFT JOIN LATERAL (
        SELECT h.reason FROM comparison_line o JOIN comparison_decision h ON h.comparison_id = o.comparison_id AND h.number = o.number
        WHERE o.person_id = l.person_id AND o.field = l.field AND o.there IS NOT DISTINCT FROM l.there
            AND o.comparison_id <> l.comparison_id AND h.decision = 'kept'
        ORDER BY h.decided_at DESC LIMIT 1) AS b ON true
WHERE l.comparison_id = $1 AND l.number > $2 AND ($3::text IS NULL OR l.kind = $3) AND ($4::text IS NULL OR l.field = $4)
    AND (NOT $5::boolean OR d.decision IS NULL)
ORDER BY l.number LIMIT $6

-- name: LockComparisonLines (comparison, numbers) -> number, kind, person, name, field, here, there, decision
SELECT l.number, l.kind, l.person_id AS person, l.name, l.field, l.here, l.there,
    (SELECT h.decision FROM comparison_decision h WHERE h.comparison_id = l.comparison_id AND h.number = l.number
        ORDER BY h.decided_at DESC LIMIT 1) AS decision
FROM comparison_line l WHERE l.comparison_id = $1 AND l.number = ANY ($2::integer[]) ORDER BY l.number FOR UPDATE

-- name: InsertComparisonDecision (id, comparison, number, path, decision, reason, document, audit_event)
INSERT INTO comparison_decision (id, comparison_id, number, path, decision, reason, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
