-- One definition of how the seats of a class are filled, for every verb and event: the smallest quota that fits and has a seat left,
-- otherwise an open seat; those who have one first, then those who wait, then who is new, each in the order of the list; who takes the
-- place of somebody else comes before those who wait. Seats are those of everybody, also of people outside the caller's scope; who sits in another class on these days cannot move up.

-- The same places as LockSubjects takes for what a person is put on, in the same order.
CREATE FUNCTION lock_people(people uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4, b.place)
    FROM (SELECT DISTINCT hashtext(p.id::text) & 255 AS place FROM unnest(people) AS p (id) ORDER BY 1) AS b;
END
$$;

-- Quotas that hold on a day: the latest revision for each subtree, unless it was released.
CREATE FUNCTION quotas_in_force(which uuid, on_day date) RETURNS TABLE (path scope_path, seats integer)
LANGUAGE sql STABLE AS $$
    SELECT q.path, q.seats FROM (SELECT DISTINCT ON (l.path) l.path, l.seats, l.released_on
        FROM class_quota l WHERE l.class_id = which ORDER BY l.path, l.revision DESC) AS q
    WHERE q.seats > 0 AND (q.released_on IS NULL OR q.released_on > on_day) ORDER BY q.path
$$;

-- Seats of people in other classes between two days, or their places on waiting lists. Online classes and self-study leave the days of
-- their people free.
CREATE FUNCTION clashes_between(people uuid[], except_class uuid, first_day date, last_day date)
RETURNS TABLE (person_id uuid, name text, state text) LANGUAGE sql STABLE AS $$
    SELECT n.person_id, t.name, n.state FROM enrolment n JOIN training_class t ON t.id = n.class_id
    WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting') AND t.state <> 'cancelled' AND t.id <> except_class
        AND t.form = 'concentrated' AND t.starts_on <= last_day AND t.ends_on >= first_day
    ORDER BY t.starts_on, n.id
$$;

-- Who of a class has a seat: everybody on its list, and people who want one, with the places that their duties lie in.
CREATE FUNCTION seating_of(which uuid, people uuid[], places text[], ahead boolean)
RETURNS TABLE (person_id uuid, enrolment_id uuid, path scope_path, state text, seated boolean) LANGUAGE plpgsql STABLE AS $$
DECLARE
    held training_class;
    kept text[];
    free integer[];
    open_seats integer;
    best integer;
BEGIN
    SELECT * INTO held FROM training_class c WHERE c.id = which;
    SELECT coalesce(array_agg(q.path::text ORDER BY q.path), '{}'), coalesce(array_agg(q.seats ORDER BY q.path), '{}'),
        held.capacity - coalesce(sum(q.seats), 0) INTO kept, free, open_seats
    FROM quotas_in_force(which, today_in_china()) q;
    FOR person_id, enrolment_id, path, state IN
        SELECT l.who, l.id, l.place, l.was FROM (
            SELECT n.person_id AS who, n.id, n.path::text AS place, n.state AS was, CASE n.state WHEN 'enrolled' THEN 1 ELSE 3 END AS turn,
                n.list_number::bigint AS number
            -- Nobody moves up in a class that is over.
            FROM enrolment n WHERE n.class_id = which
                AND (n.state = 'enrolled' OR n.state = 'waiting' AND held.state IN ('draft', 'announced', 'running'))
            UNION ALL
            SELECT w.who, NULL, w.place, NULL, CASE WHEN ahead THEN 2 ELSE 4 END, w.number FROM unnest(people, places) WITH ORDINALITY AS w (who, place, number)
        ) AS l ORDER BY l.turn, l.number, l.id
    LOOP
        seated := state IS DISTINCT FROM 'waiting' OR held.form <> 'concentrated' OR NOT EXISTS (
            SELECT FROM clashes_between(ARRAY[person_id], which, held.starts_on, held.ends_on) x WHERE x.state = 'enrolled');
        IF seated THEN
            best := NULL;
            FOR place IN 1 .. cardinality(kept) LOOP
                IF free[place] > 0 AND starts_with(path, kept[place])
                    AND (best IS NULL OR length(kept[place]) > length(kept[best])) THEN
                    best := place;
                END IF;
            END LOOP;
            IF best IS NOT NULL THEN free[best] := free[best] - 1;
            ELSIF open_seats > 0 THEN open_seats := open_seats - 1;
            ELSE seated := false;
            END IF;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Gives free seats to those who wait. Answers who moved up, in that order.
CREATE FUNCTION move_up(which uuid, why text, by_event uuid) RETURNS SETOF uuid
LANGUAGE plpgsql AS $$
DECLARE
    held training_class;
    one record;
BEGIN
    SELECT * INTO held FROM training_class c WHERE c.id = which FOR UPDATE;
    IF held.id IS NULL OR held.state NOT IN ('draft', 'announced', 'running') THEN RETURN; END IF;
    IF NOT EXISTS (SELECT FROM enrolment n WHERE n.class_id = which AND n.state = 'waiting') THEN RETURN; END IF;
    -- What else they sit in is read once nobody changes it.
    PERFORM lock_people(ARRAY(SELECT n.person_id FROM enrolment n WHERE n.class_id = which AND n.state = 'waiting'));
    FOR one IN SELECT s.* FROM seating_of(which, '{}', '{}', false) s WHERE s.state = 'waiting' AND s.seated LOOP
        UPDATE enrolment SET state = 'enrolled', version = version + 1, left_on = NULL,
            joined_on = coalesce(joined_on, joining_day(which))
        WHERE person_id = one.person_id AND id = one.enrolment_id;
        INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
        SELECT one.person_id, one.enrolment_id, 1 + coalesce(max(e.number), 0), one.path, 'enrolled', why, by_event
        FROM enrolment_event e WHERE e.person_id = one.person_id AND e.enrolment_id = one.enrolment_id;
        RETURN NEXT one.person_id;
    END LOOP;
END
$$;

-- The same for the host: the next in line may be anybody's, so it runs with the owner's rights.
DROP FUNCTION fill_seats;
CREATE FUNCTION fill_seats(which uuid, why text, by_event uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_proof();
    IF EXISTS (SELECT FROM training_class c WHERE c.id = which AND in_scope(c.path)) THEN
        RETURN QUERY SELECT * FROM move_up(which, why, by_event);
    END IF;
END
$$;

-- Whether there is a seat for each of some people who are not on the list of the host's class: after those who wait, or ahead of them.
CREATE FUNCTION seats_for(which uuid, people uuid[], places text[], ahead boolean) RETURNS TABLE (person_id uuid, seated boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.person_id, s.seated FROM training_class c CROSS JOIN LATERAL seating_of(c.id, people, places, ahead) s
    WHERE c.id = which AND (SELECT scope_is_proven()) AND in_scope(c.path) AND s.enrolment_id IS NULL
$$;

-- Everybody on the list of the host's class.
CREATE FUNCTION host_list(which uuid) RETURNS TABLE (enrolment_id uuid, person_id uuid, path scope_path, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.id, n.person_id, n.path, n.state FROM training_class c JOIN enrolment n ON n.class_id = c.id
    WHERE c.id = which AND (SELECT scope_is_proven()) AND in_scope(c.path) ORDER BY n.list_number, n.id
$$;

-- Holds still who waits for the host's class, and some others, in one order.
CREATE FUNCTION lock_list(which uuid, others uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_proof();
    PERFORM lock_people(others || ARRAY(SELECT n.person_id FROM training_class c JOIN enrolment n ON n.class_id = c.id
        WHERE c.id = which AND in_scope(c.path) AND n.state IN ('enrolled', 'waiting')));
END
$$;

-- The quotas of a class: all of them for its host, for others those of their own parts of the tree.
CREATE FUNCTION class_quotas(which uuid) RETURNS TABLE (path scope_path, seats integer, released_on date, taken bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT q.path, q.seats, q.released_on, (SELECT count(*) FROM enrolment n
        WHERE n.class_id = which AND n.state = 'enrolled' AND starts_with(n.path, q.path))
    FROM (SELECT DISTINCT ON (l.path) l.path, l.seats, l.released_on FROM class_quota l WHERE l.class_id = which
        ORDER BY l.path, l.revision DESC) AS q JOIN training_class c ON c.id = which
    WHERE q.seats > 0 AND (SELECT scope_is_proven()) AND (in_scope(c.path) OR in_scope(q.path))
$$;

-- Other classes that people of the caller are in between two days, whoever hosts them: people who are or owe something in the
-- caller's scope, or are on the list of a class of the caller.
CREATE FUNCTION class_clashes(people uuid[], except_class uuid, first_day date, last_day date)
RETURNS TABLE (person_id uuid, name text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT x.person_id, x.name, x.state FROM clashes_between(people, except_class, first_day, last_day) x
    WHERE (SELECT scope_is_proven()) AND (
        EXISTS (SELECT FROM person p WHERE p.id = x.person_id AND in_scope(p.path))
        OR EXISTS (SELECT FROM duty d WHERE d.person_id = x.person_id AND in_scope(d.path))
        OR EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
            WHERE n.person_id = x.person_id AND n.class_id = except_class AND in_scope(c.path)))
$$;

CREATE OR REPLACE FUNCTION release_seats(people uuid[], on_day date, everything boolean, why text, by_event uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid[];
    released integer := 0;
    one record;
    which uuid;
BEGIN
    PERFORM demand_proof();
    -- Classes first, in one order, as everybody who changes a list does; then the people of their lists.
    SELECT array_agg(DISTINCT n.class_id) INTO touched
    FROM enrolment n JOIN training_class t ON t.id = n.class_id
        LEFT JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
    WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting')
        AND t.state IN ('draft', 'announced', 'running', 'reopened')
        AND (everything AND t.ends_on >= on_day OR (d.annulled_on IS NOT NULL OR d.closed_on <= t.starts_on) AND NOT was_there(n));
    IF touched IS NULL THEN RETURN 0; END IF;
    PERFORM FROM training_class t WHERE t.id = ANY (touched) ORDER BY t.id FOR UPDATE;
    PERFORM lock_people(ARRAY(SELECT n.person_id FROM enrolment n WHERE n.class_id = ANY (touched) AND n.state = 'waiting'));
    FOR one IN
        SELECT n.person_id, n.id, n.path FROM enrolment n JOIN training_class t ON t.id = n.class_id
            JOIN person p ON p.id = n.person_id
            LEFT JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
        WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting') AND n.class_id = ANY (touched)
            AND t.state IN ('draft', 'announced', 'running', 'reopened')
            AND (everything AND t.ends_on >= on_day OR (d.annulled_on IS NOT NULL OR d.closed_on <= t.starts_on) AND NOT was_there(n))
            AND (in_scope(n.path) OR in_scope(p.path) OR EXISTS (
                SELECT FROM duty o WHERE o.person_id = n.person_id AND in_scope(o.path)))
        ORDER BY n.class_id, n.id
    LOOP
        UPDATE enrolment SET state = 'dropped', version = version + 1, left_on = greatest(on_day, joined_on)
        WHERE person_id = one.person_id AND id = one.id;
        INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
        SELECT one.person_id, one.id, 1 + coalesce(max(e.number), 0), one.path, 'dropped', why, by_event
        FROM enrolment_event e WHERE e.person_id = one.person_id AND e.enrolment_id = one.id;
        released := released + 1;
    END LOOP;
    IF released > 0 THEN
        FOREACH which IN ARRAY touched LOOP PERFORM move_up(which, why, by_event); END LOOP;
    END IF;
    RETURN released;
END
$$;

-- The people that a class admits can be changed, and a wrong day of joining corrected: the event keeps the new value.
GRANT UPDATE (admits, admits_end) ON training_class TO dangwu_app;
ALTER TABLE enrolment_event ADD COLUMN joined_on date;

-- While a nearer cycle was in force that was withdrawn since, the office owed that one alone: on these days the duty rests.
ALTER TABLE duty ADD COLUMN rests_from date, ADD COLUMN rests_until date,
    ADD CONSTRAINT duty_rest CHECK ((rests_from IS NULL) = (rests_until IS NULL) AND rests_from < rests_until);
CREATE OR REPLACE FUNCTION duty_judgement(as_of date, due_soon integer, forecast integer) RETURNS TABLE (
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
        AND (d.rests_from IS NULL OR as_of < d.rests_from OR as_of >= d.rests_until)
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
-- Of these the application calls those alone that look at the scope.
REVOKE ALL ON FUNCTION lock_people, quotas_in_force, clashes_between, seating_of, move_up FROM dangwu_app;
