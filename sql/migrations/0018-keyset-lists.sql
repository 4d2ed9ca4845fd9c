-- Every list is a range over paths that is read from a cursor on: both must be conditions of one index, or page N costs as much as
-- all pages before it.

-- A column that a function returns as text has lost the collation "C" of paths, and no comparison with it fits an index: paths leave
-- functions as the domain.
DROP FUNCTION duty_standing;
CREATE FUNCTION duty_standing(as_of date, due_soon integer, forecast integer)
RETURNS TABLE (id uuid, person_id uuid, path scope_path, organisation_id uuid, kind text, field text, cycle_id uuid, year integer,
    opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, rule_set text, seat text, level text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.kind, d.field, d.cycle_id, d.year, d.opened_on, e.due_on,
        greatest(d.hard_on, e.due_on), d.required_hours, k.hours, d.rule_set, s.name,
        CASE
            WHEN as_of > greatest(d.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND s.name IS NULL THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
        END
    FROM duty d
    CROSS JOIN LATERAL (
        SELECT greatest(d.due_on, max(r.expires_on) FILTER (WHERE r.kind = 'extension')) AS due_on,
            coalesce(bool_or(r.kind = 'exemption' AND r.expires_on >= as_of), false) AS exempt
        FROM relief r
        WHERE r.duty_id = d.id AND r.granted_on <= as_of AND NOT EXISTS (
            SELECT FROM relief_withdrawal w
            WHERE w.person_id = r.person_id AND w.relief_id = r.id AND w.withdrawn_on <= as_of)
    ) AS e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(c.hours), 0) AS hours, coalesce(sum(c.completions), 0) AS completions
        FROM credit c
        WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
            AND c.earned_on >= d.opened_on AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
    ) AS k
    LEFT JOIN LATERAL (
        SELECT t.name
        FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on <= e.due_on
        ORDER BY t.ends_on, t.id LIMIT 1
    ) AS s ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of)
        AND NOT (k.completions >= 1 AND k.hours >= d.required_hours) AND NOT e.exempt
$$;

DROP FUNCTION addressee;
CREATE FUNCTION addressee(wanted text) RETURNS TABLE (id uuid, path scope_path, code text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id, o.path, o.code, o.name FROM organisation o WHERE o.code = wanted AND o.until IS NULL
$$;
REVOKE ALL ON FUNCTION addressee FROM public;
GRANT EXECUTE ON FUNCTION addressee TO dangwu_app;

-- The paths above one, the highest first; none above the operator's scope, which begins before every path. Being STRICT it is not
-- inlined: under row-level security its text functions would keep a comparison with a path from the index.
CREATE FUNCTION paths_above(place text) RETURNS SETOF scope_path LANGUAGE sql IMMUTABLE STRICT ROWS 5 AS $$
    SELECT array_to_string((string_to_array(left(place, -1), '.'))[1:n], '.') || '.'
    FROM generate_series(1, cardinality(string_to_array(left(place, -1), '.')) - 1) AS n
$$;

-- The lowest path that has both ends of a letter below it; '' when none has. It calls nothing of this schema, so that a dump can be
-- restored whatever the search path.
CREATE FUNCTION joint_path(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((
        SELECT p FROM (
            SELECT array_to_string(w[1:n], '.') || '.' AS p
            FROM (SELECT string_to_array(left(one, -1), '.') AS w) AS words, generate_series(1, cardinality(w)) AS n) AS above
        WHERE starts_with(other, p) ORDER BY length(p) DESC LIMIT 1), '')
$$;

ALTER TABLE membership_transfer
    ADD COLUMN joint_path text COLLATE "C" GENERATED ALWAYS AS (joint_path(path, to_path)) STORED;
-- Letters issued within a range, and letters that come to it from elsewhere: each letter is in one of the two.
DROP INDEX membership_transfer_issued, membership_transfer_awaited;
CREATE INDEX membership_transfer_issued ON membership_transfer (open, path, id);
CREATE INDEX membership_transfer_awaited ON membership_transfer (open, joint_path, to_path, id);

-- The rule digests by which deadlines were calculated, over the whole installation: a handful of values, found by skipping through
-- the index. A list then asks for each of them whether it applies to a case in its own range.
CREATE FUNCTION rule_digests() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE found AS (
        (SELECT c.reckoned_by FROM recruitment_case c WHERE c.state IN ('open', 'admitted') ORDER BY c.reckoned_by LIMIT 1)
        UNION ALL
        SELECT (SELECT c.reckoned_by FROM recruitment_case c
            WHERE c.state IN ('open', 'admitted') AND c.reckoned_by > f.reckoned_by ORDER BY c.reckoned_by LIMIT 1)
        FROM found f WHERE f.reckoned_by IS NOT NULL
    )
    SELECT reckoned_by FROM found WHERE reckoned_by IS NOT NULL
$$;
REVOKE ALL ON FUNCTION rule_digests FROM public;
GRANT EXECUTE ON FUNCTION rule_digests TO dangwu_app;

CREATE INDEX token_by_path ON token (path, id);
CREATE INDEX access_grant_by_path ON access_grant (path, id);
DROP INDEX act_by_subject;
CREATE INDEX act_by_subject ON act (subject_id, id) WHERE subject_id IS NOT NULL;

DROP INDEX organisation_by_parent;
CREATE INDEX organisation_by_parent ON organisation (parent_id, path);

CREATE INDEX training_class_by_state ON training_class (state, path, id);
CREATE INDEX training_class_admitting ON training_class (admits, state, path, id);

CREATE INDEX notice_unsent ON notice (path, id) WHERE sent_at IS NULL;

CREATE INDEX points_claim_by_path ON points_claim (state, path, id);
CREATE INDEX points_claim_published ON points_claim (scheme_id, path, happened_on, id) WHERE state = 'published';
CREATE INDEX points_period_by_path ON points_period (path, id);
-- A sheet is read by branch, or checked against its seal in the order of its subjects; the ranks of a part of it are sorted.
DROP INDEX points_sheet_by_rank;
CREATE INDEX points_sheet_by_path ON points_sheet (period_id, revision, path, subject_id);
CREATE INDEX points_sheet_by_subject ON points_sheet (period_id, revision, subject_id);

CREATE INDEX recruitment_case_by_stage ON recruitment_case (state, stage, path, id);
CREATE INDEX recruitment_due_blocked ON recruitment_due (path, due_on, case_id, rule) WHERE kind = 'blocked';
