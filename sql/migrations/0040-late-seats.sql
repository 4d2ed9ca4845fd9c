-- A seat that ends late is a seat, a class that nobody marked has its name, and the hours of a year are the person's.

DROP FUNCTION duty_standing;
DROP FUNCTION duty_judgement;

CREATE FUNCTION duty_judgement(as_of date, due_soon integer, forecast integer) RETURNS TABLE (
    id uuid, person_id uuid, path scope_path, organisation_id uuid, tenure_id uuid, kind text, field text, subject text,
    cycle_id uuid, year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric,
    unconfirmed numeric, rule_set text, seat text, seat_ends date, attended text, unmarked text, settled boolean,
    exempt boolean, level text
)
    LANGUAGE sql STABLE
    AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.tenure_id, d.kind, d.field, d.subject, d.cycle_id, d.year, d.opened_on,
        e.due_on, greatest(d.hard_on, e.due_on), d.required_hours, k.hours, k.unconfirmed, d.rule_set, s.name, s.ends_on,
        CASE WHEN a.there THEN a.name END, CASE WHEN a.there IS NULL THEN a.name END,
        k.completions >= 1 AND k.hours >= d.required_hours AND q.met, e.exempt,
        CASE
            WHEN k.completions >= 1 AND k.hours >= d.required_hours AND q.met THEN 'settled'
            WHEN e.exempt THEN 'exempt'
            WHEN as_of > greatest(d.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND (s.name IS NULL OR s.ends_on > e.due_on) AND a.there IS NOT TRUE THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
            ELSE 'open'
        END
    FROM duty d
    -- The hours of a year are those of the person, whichever office asks for them.
    CROSS JOIN LATERAL (
        SELECT CASE d.kind WHEN 'annual' THEN make_date(d.year, 1, 1) ELSE d.opened_on END AS first
    ) AS o
    CROSS JOIN LATERAL (
        SELECT greatest(d.due_on, max(r.expires_on) FILTER (WHERE r.kind = 'extension')) AS due_on,
            coalesce(bool_or(r.kind = 'exemption' AND r.expires_on >= as_of), false) AS exempt
        FROM relief r
        WHERE r.duty_id = d.id AND r.granted_on <= as_of AND NOT EXISTS (
            SELECT FROM relief_withdrawal w
            WHERE w.person_id = r.person_id AND w.relief_id = r.id AND w.withdrawn_on <= as_of)
    ) AS e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(least(f.hours, (d.caps ->> f.form)::numeric)), 0) AS hours,
            coalesce(sum(f.completions), 0) AS completions, coalesce(sum(f.unconfirmed), 0) AS unconfirmed
        FROM (
            SELECT v.form, coalesce(sum(v.hours) FILTER (WHERE v.verdict = 'confirmed'), 0) AS hours,
                sum(v.completions) FILTER (WHERE v.verdict = 'confirmed') AS completions,
                sum(v.hours) FILTER (WHERE v.verdict = 'waiting') AS unconfirmed
            FROM (
                SELECT c.form, c.hours, c.completions, CASE WHEN c.claimed THEN coalesce((SELECT x.verdict FROM credit_decision x
                    WHERE x.person_id = c.person_id AND x.credit_id = c.id AND x.decided_on <= as_of), 'waiting')
                    ELSE 'confirmed' END AS verdict
                FROM credit c
                WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                    AND c.earned_on >= o.first AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
            ) AS v GROUP BY v.form
        ) AS f
    ) AS k
    CROSS JOIN LATERAL (
        SELECT d.needs = '[]'::jsonb OR NOT EXISTS (
            SELECT FROM jsonb_array_elements(d.needs) AS n (need) CROSS JOIN LATERAL (
                SELECT coalesce(sum(c.completions), 0) AS completions, coalesce(sum(c.hours), 0) AS hours
                FROM credit c
                WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                    AND c.earned_on >= o.first AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
                    AND n.need -> 'forms' ? c.form AND n.need -> 'levels' ? c.level
                    AND credit_verdict(c.person_id, c.id, c.claimed, as_of) = 'confirmed'
            ) AS got
            WHERE got.completions < (n.need ->> 'times')::integer OR got.hours < (n.need ->> 'hours')::numeric) AS met
    ) AS q
    -- A seat in a class that ends after the due day is one all the same: it is late, not missing.
    LEFT JOIN LATERAL (
        SELECT t.name, t.ends_on
        FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on >= as_of
            AND (d.kind <> 'annual' OR t.ends_on <= e.due_on)
        ORDER BY t.ends_on, t.id LIMIT 1
    ) AS s ON true
    -- A class that is over and not closed gives hours once it is: it is no seat, and it is not nothing. One in which nothing
    -- was marked is named too.
    LEFT JOIN LATERAL (
        SELECT t.name, m.there
        FROM enrolment n JOIN training_class t ON t.id = n.class_id CROSS JOIN LATERAL (
            SELECT bool_or(x.mark IN ('present', 'late', 'left_early', 'made_up')) AS there FROM attendance_mark x
            WHERE x.person_id = n.person_id AND x.enrolment_id = n.id
        ) AS m
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on < as_of AND t.ends_on >= d.opened_on
            AND (d.kind <> 'annual' OR t.ends_on <= d.due_on) AND coalesce(m.there, true)
        ORDER BY m.there IS NULL, t.ends_on, t.id LIMIT 1
    ) AS a ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of) AND d.annulled_on IS NULL
$$;

CREATE FUNCTION duty_standing(as_of date, due_soon integer, forecast integer) RETURNS TABLE (
    id uuid, person_id uuid, path scope_path, organisation_id uuid, kind text, field text, subject text, cycle_id uuid,
    year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric,
    rule_set text, seat text, seat_ends date, attended text, unmarked text, level text
)
    LANGUAGE sql STABLE
    AS $$
    SELECT j.id, j.person_id, j.path, j.organisation_id, j.kind, j.field, j.subject, j.cycle_id, j.year, j.opened_on, j.due_on,
        j.hard_on, j.required_hours, j.hours, j.unconfirmed, j.rule_set, j.seat, j.seat_ends, j.attended,
        j.unmarked, j.level
    FROM duty_judgement(as_of, due_soon, forecast) j WHERE NOT j.settled AND NOT j.exempt
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
