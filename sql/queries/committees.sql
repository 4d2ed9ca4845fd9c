-- owner: Committees
-- tables: committee_term committee_term_extension committee_term_withdrawal

-- name: CommitteeTerms (low, high, after, day, kinds, levels, remind_months, states, limit) -> organisation, code, organisation_name,
--     path, kind, name, since, due, extended, document, state, months_over
-- Organisations that elect, with their term of a day; the name and kind of that day.
SELECT s.organisation, s.code, s.organisation_name, s.path, s.kind, s.name, s.since, s.due, s.extended, s.document, s.state,
    CASE s.state WHEN 'overdue' THEN
        (extract(year FROM age($4, coalesce(s.extended, s.due))) * 12
            + extract(month FROM age($4, coalesce(s.extended, s.due))))::integer END AS months_over
FROM (
    SELECT o.id AS organisation, o.code, v.name AS organisation_name, o.path, v.kind, t.name, t.since, t.due, t.extended, t.document,
        CASE WHEN t.since IS NULL THEN 'missing'
            WHEN coalesce(t.extended, t.due) < $4 THEN 'overdue'
            WHEN (coalesce(t.extended, t.due) - make_interval(months => $7::integer))::date <= $4 THEN 'soon'
            ELSE 'running' END AS state
    FROM organisation o
        JOIN LATERAL (
            SELECT v.name, v.kind, v.level FROM organisation_version v
            WHERE v.organisation_id = o.id AND v.since <= $4 AND v.annulled_audit_event_id IS NULL
            ORDER BY v.since DESC, v.version DESC LIMIT 1) AS v ON true
        LEFT JOIN LATERAL (
            SELECT t.name, t.since, t.due, t.document,
                (SELECT max(x.until) FROM committee_term_extension x WHERE x.term_id = t.id) AS extended
            FROM committee_term t
            WHERE t.organisation_id = o.id AND t.since <= $4 AND (t.ended IS NULL OR t.ended > $4)
                AND NOT EXISTS (SELECT FROM committee_term_withdrawal w WHERE w.term_id = t.id)
            ORDER BY t.since DESC LIMIT 1) AS t ON true
    WHERE o.path >= $1 AND o.path < $2 AND o.path > $3 AND o.since <= $4 AND (o.until IS NULL OR o.until > $4)
        AND v.kind = ANY ($5) AND v.level = ANY ($6)
) AS s
WHERE $8::text[] IS NULL OR s.state = ANY ($8)
ORDER BY s.path LIMIT $9

-- name: TermsOfOrganisation (organisation) -> id, name, since, due, extended, ended
-- Those that were not withdrawn, the newest first.
SELECT t.id, t.name, t.since, t.due, (SELECT max(x.until) FROM committee_term_extension x WHERE x.term_id = t.id) AS extended, t.ended
FROM committee_term t
WHERE t.organisation_id = $1 AND NOT EXISTS (SELECT FROM committee_term_withdrawal w WHERE w.term_id = t.id)
ORDER BY t.since DESC

-- name: InsertTerm (id, organisation, path, name, since, due, ended, document, audit_event)
INSERT INTO committee_term (id, organisation_id, path, name, since, due, ended, document, audit_event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: InsertTerms (ids, organisations, paths, names, since, due, ended, documents, audit_event)
INSERT INTO committee_term (id, organisation_id, path, name, since, due, ended, document, audit_event_id)
SELECT w.id, w.organisation_id, w.path, w.name, w.since, w.due, w.ended, w.document, $9
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::date[], $8::text[])
    AS w (id, organisation_id, path, name, since, due, ended, document)

-- name: InsertTermExtension (id, term, path, until, document, reason, audit_event)
INSERT INTO committee_term_extension (id, term_id, path, until, document, reason, audit_event_id) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: InsertTermWithdrawal (term, path, reason, audit_event)
INSERT INTO committee_term_withdrawal (term_id, path, reason, audit_event_id) VALUES ($1, $2, $3, $4)

-- name: OrganisationsCalled (low, high, words) -> word, id, path, name, kind, level, field, since, until
-- By code, by name, and by the name without 中共 and the kind of committee.
SELECT w.word, o.id, o.path, o.name, o.kind, o.level, o.field, o.since, o.until
FROM unnest($3::text[]) AS w (word) JOIN organisation o ON o.code = w.word
WHERE o.path >= $1 AND o.path < $2
UNION
SELECT w.word, o.id, o.path, o.name, o.kind, o.level, o.field, o.since, o.until
FROM unnest($3::text[]) AS w (word) JOIN organisation o ON o.short_name = organisation_short_name(w.word)
WHERE o.path >= $1 AND o.path < $2 AND o.until IS NULL

-- name: KnownTerms (organisations, since) -> organisation_id, since, due, ended, name, document
SELECT t.organisation_id, t.since, t.due, t.ended, t.name, t.document
FROM unnest($1::uuid[], $2::date[]) AS w (organisation_id, since)
    JOIN committee_term t ON t.organisation_id = w.organisation_id AND t.since = w.since
WHERE NOT EXISTS (SELECT FROM committee_term_withdrawal x WHERE x.term_id = t.id)

-- name: OrganisationSizes (low, high, after, day, least_full, limit) -> organisation, code, organisation_name, path, kind, full,
--     members, members_below, officers, neighbours
-- Primary organisations with the numbers of a day that their form depends on.
SELECT o.id AS organisation, o.code, v.name AS organisation_name, o.path, v.kind, own.full_members AS full, own.members,
    coalesce(below.members, 0) AS members_below,
    (SELECT count(DISTINCT t.person_id) FROM post p JOIN tenure t ON t.post_id = p.id
        WHERE p.path = o.path AND p.organisation_id = o.id AND t.annulled_audit_event_id IS NULL AND t.since <= $4
            AND (t.until IS NULL OR t.until > $4)) AS officers,
    CASE WHEN v.kind = 'branch' AND own.full_members < $5 THEN ARRAY(
        SELECT s.name FROM organisation s
        WHERE s.parent_id = o.parent_id AND s.id <> o.id AND s.kind = 'branch' AND s.since <= $4 AND (s.until IS NULL OR s.until > $4)
            AND (SELECT count(*) FROM membership m WHERE m.path = s.path AND m.status = 'full' AND m.since <= $4
                AND (m.until IS NULL OR m.until > $4)) < $5
        ORDER BY s.path LIMIT 5) ELSE '{}' END AS neighbours
FROM organisation o
    JOIN LATERAL (
        SELECT v.name, v.kind, v.level FROM organisation_version v
        WHERE v.organisation_id = o.id AND v.since <= $4 AND v.annulled_audit_event_id IS NULL
        ORDER BY v.since DESC, v.version DESC LIMIT 1) AS v ON true
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE m.status = 'full') AS full_members, count(*) AS members FROM membership m
        WHERE m.path = o.path AND m.status IN ('full', 'probationary') AND m.since <= $4 AND (m.until IS NULL OR m.until > $4)) AS own
    LEFT JOIN LATERAL (
        SELECT count(*) AS members FROM membership m
        WHERE v.kind = 'general_branch' AND m.path >= o.path AND m.path < left(o.path, -1) || '/'
            AND m.status IN ('full', 'probationary') AND m.since <= $4 AND (m.until IS NULL OR m.until > $4)) AS below ON true
WHERE o.path >= $1 AND o.path < $2 AND o.path > $3 AND o.since <= $4 AND (o.until IS NULL OR o.until > $4) AND v.level = 'primary'
ORDER BY o.path LIMIT $6
