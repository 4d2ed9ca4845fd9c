-- Lists as of a day that is past: the ends of a cycle before they were extended, and the seats that were held then, in classes that
-- were closed, cancelled or left since. Before, a past day was judged by what holds today.

-- What each change of a cycle replaced. It is on file with the audit event of the change.
ALTER TABLE cycle_change ADD COLUMN soft_before date, ADD COLUMN hard_before date;
UPDATE cycle_change c SET soft_before = coalesce((e.before ->> 'soft_end')::date, c.soft_on),
    hard_before = coalesce((e.before ->> 'hard_end')::date, c.hard_on)
FROM audit_event e WHERE e.id = c.audit_event_id;
ALTER TABLE cycle_change ALTER COLUMN soft_before SET NOT NULL, ALTER COLUMN hard_before SET NOT NULL;

-- The ends of a duty on a day. An extension that was decided later had not been made then; what was corrected was always so.
CREATE FUNCTION duty_ends(of_cycle uuid, kind text, opened date, due date, hard date, as_of date)
RETURNS TABLE (due_on date, hard_on date) LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT y.is_shorter THEN due WHEN kind <> 'rotation' OR opened >= y.hard_end THEN due
            WHEN opened <= y.soft_end THEN y.soft_end ELSE y.hard_end END,
        CASE WHEN NOT y.is_shorter THEN hard WHEN opened >= y.hard_end THEN hard WHEN kind <> 'rotation' THEN greatest(due, y.hard_end)
            ELSE y.hard_end END
    FROM (
        SELECT o.is_shorter,
            CASE WHEN o.is_shorter THEN coalesce(
                (SELECT h.soft_on FROM cycle_change h WHERE h.cycle_id = of_cycle AND h.soft_on <> h.soft_before
                    AND (h.change = 'correct' OR h.changed_on <= as_of) ORDER BY h.number DESC LIMIT 1),
                (SELECT h.soft_before FROM cycle_change h WHERE h.cycle_id = of_cycle ORDER BY h.number LIMIT 1)) END AS soft_end,
            CASE WHEN o.is_shorter THEN coalesce(
                (SELECT h.hard_on FROM cycle_change h WHERE h.cycle_id = of_cycle AND h.hard_on <> h.hard_before
                    AND (h.change = 'correct' OR h.changed_on <= as_of) ORDER BY h.number DESC LIMIT 1),
                (SELECT h.hard_before FROM cycle_change h WHERE h.cycle_id = of_cycle ORDER BY h.number LIMIT 1)) END AS hard_end
        FROM (SELECT of_cycle IS NOT NULL AND as_of < today_in_china() AND EXISTS (SELECT FROM cycle_change h
            WHERE h.cycle_id = of_cycle AND h.change = 'extend' AND h.changed_on > as_of) AS is_shorter) AS o
    ) AS y
$$;

-- The places that somebody held on a day in classes that were not closed, nor cancelled by then. What was entered once a class had
-- begun has no day of its own: such a place counts as held since the class was announced.
CREATE FUNCTION seats_on(who uuid, as_of date)
RETURNS TABLE (enrolment_id uuid, class_id uuid, name text, ends_on date, kinds text[], level text) LANGUAGE sql STABLE AS $$
    SELECT n.id, t.id, t.name, t.ends_on, t.kinds, t.level
    FROM enrolment n JOIN training_class t ON t.id = n.class_id
    WHERE n.person_id = who AND CASE
        WHEN as_of >= today_in_china() THEN n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
        ELSE (n.state = 'enrolled' OR n.state IN ('dropped', 'replaced') AND n.left_on > as_of)
            AND (n.joined_on IS NULL OR n.joined_on <= as_of)
            AND coalesce((SELECT f.day >= t.starts_on OR f.day <= as_of FROM (
                SELECT (min(e.happened_at) AT TIME ZONE 'Asia/Shanghai')::date AS day FROM enrolment_event e
                WHERE e.person_id = n.person_id AND e.enrolment_id = n.id AND e.state = 'enrolled') AS f), n.state = 'enrolled')
            AND t.state <> 'draft' AND coalesce((SELECT nullif(e.state, 'draft') FROM class_event e
                WHERE e.class_id = t.id AND e.happened_on <= as_of ORDER BY e.number DESC LIMIT 1), 'announced')
                IN ('announced', 'running', 'reopened')
        END
$$;

CREATE OR REPLACE FUNCTION duty_judgement(as_of date, due_soon integer, forecast integer)
RETURNS TABLE (id uuid, person_id uuid, path scope_path, organisation_id uuid, tenure_id uuid, kind text, field text, subject text,
    cycle_id uuid, year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric,
    rule_set text, seat text, seat_ends date, attended text, unmarked text, settled boolean, exempt boolean, level text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.tenure_id, d.kind, d.field, d.subject, d.cycle_id, d.year, d.opened_on,
        e.due_on, greatest(h.hard_on, e.due_on), d.required_hours, k.hours, k.unconfirmed, d.rule_set, s.name, s.ends_on,
        CASE WHEN a.there THEN a.name END, CASE WHEN a.there IS NULL THEN a.name END,
        k.completions >= 1 AND k.hours >= d.required_hours AND q.met, e.exempt,
        CASE
            WHEN k.completions >= 1 AND k.hours >= d.required_hours AND q.met THEN 'settled'
            WHEN e.exempt THEN 'exempt'
            WHEN as_of > greatest(h.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND (s.name IS NULL OR s.ends_on > e.due_on) AND a.there IS NOT TRUE THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
            ELSE 'open'
        END
    FROM duty d
    CROSS JOIN LATERAL duty_ends(d.cycle_id, d.kind, d.opened_on, d.due_on, d.hard_on, as_of) AS h
    -- The hours of a year are those of the person, whichever office asks for them.
    CROSS JOIN LATERAL (
        SELECT CASE d.kind WHEN 'annual' THEN make_date(d.year, 1, 1) ELSE d.opened_on END AS first
    ) AS o
    CROSS JOIN LATERAL (
        SELECT greatest(h.due_on, max(r.expires_on) FILTER (WHERE r.kind = 'extension')) AS due_on,
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
        SELECT n.name, n.ends_on
        FROM seats_on(d.person_id, as_of) n
        WHERE d.kind = ANY (n.kinds) AND n.level = ANY (d.accepts) AND n.ends_on >= as_of
            AND (d.kind <> 'annual' OR n.ends_on <= e.due_on)
        ORDER BY n.ends_on, n.class_id LIMIT 1
    ) AS s ON true
    -- A class that is over and not closed gives hours once it is: it is no seat, and it is not nothing. One in which nothing
    -- was marked is named too.
    LEFT JOIN LATERAL (
        SELECT n.name, m.there
        FROM seats_on(d.person_id, as_of) n CROSS JOIN LATERAL (
            SELECT bool_or(x.mark IN ('present', 'late', 'left_early', 'made_up')) AS there FROM attendance_mark x
            WHERE x.person_id = d.person_id AND x.enrolment_id = n.enrolment_id
        ) AS m
        WHERE d.kind = ANY (n.kinds) AND n.level = ANY (d.accepts) AND n.ends_on < as_of AND n.ends_on >= d.opened_on
            AND (d.kind <> 'annual' OR n.ends_on <= d.due_on) AND coalesce(m.there, true)
        ORDER BY m.there IS NULL, n.ends_on, n.class_id LIMIT 1
    ) AS a ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of) AND d.annulled_on IS NULL
        AND (d.rests_from IS NULL OR as_of < d.rests_from OR as_of >= d.rests_until)
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
