-- Classes that can be changed with everything that was decided about them kept, lists that people join late, leave and come back to,
-- and the nominations of the offices below.

-- Who joins a class after its beginning has missed nothing before; who leaves it keeps what was attended until then. NULL is from the
-- first day, and until the last. The number on the list is what sign-in sheets and certificates show: it is never given twice.
ALTER TABLE enrolment ADD COLUMN list_number integer, ADD COLUMN joined_on date, ADD COLUMN left_on date,
    ADD CONSTRAINT enrolment_days CHECK (left_on >= joined_on);
UPDATE enrolment n SET list_number = r.number
FROM (SELECT e.person_id, e.id, row_number() OVER (PARTITION BY e.class_id ORDER BY e.id) AS number FROM enrolment e) AS r
WHERE r.person_id = n.person_id AND r.id = n.id;
UPDATE enrolment n SET left_on = (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date
FROM enrolment_event e
WHERE n.state IN ('dropped', 'replaced') AND e.person_id = n.person_id AND e.enrolment_id = n.id AND e.state = n.state;
ALTER TABLE enrolment ALTER COLUMN list_number SET NOT NULL;
CREATE INDEX enrolment_by_number ON enrolment (class_id, list_number);
GRANT UPDATE (joined_on, left_on) ON enrolment TO dangwu_app;

-- Whoever adds people to a list holds the row of its class, so that no two count at once.
CREATE FUNCTION number_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.list_number := 1 + coalesce((SELECT max(n.list_number) FROM enrolment n WHERE n.class_id = NEW.class_id), 0);
    RETURN NEW;
END
$$;
CREATE TRIGGER enrolment_numbered BEFORE INSERT ON enrolment FOR EACH ROW EXECUTE FUNCTION number_enrolment();

-- The day on which somebody joins who is put on the list now; NULL for a class that has not begun, or is over.
CREATE FUNCTION joining_day(which uuid) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN today_in_china() > c.starts_on AND today_in_china() <= c.ends_on THEN today_in_china() END
    FROM training_class c WHERE c.id = which AND c.state IN ('running', 'reopened')
$$;

-- Everybody on the list of a class, for those who see the class: its seats are not only those of the reader's own people.
CREATE FUNCTION class_list(which uuid) RETURNS TABLE (enrolled bigint, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE n.state = 'enrolled'), count(*) FILTER (WHERE n.state = 'waiting')
    FROM training_class c LEFT JOIN enrolment n ON n.class_id = c.id
    WHERE c.id = which AND (SELECT scope_is_proven()) AND (
        in_scope(c.path)
        OR c.admits <= current_setting('app.scope_lo', true) AND c.admits_end > current_setting('app.scope_lo', true)
            AND current_setting('app.scope_lo', true) <> ''
        OR current_setting('app.scope_gaps', true) <> '' AND above_a_part(c.admits, c.admits_end))
$$;
REVOKE ALL ON FUNCTION class_list FROM public;
GRANT EXECUTE ON FUNCTION class_list TO dangwu_app;

-- A class is changed as long as it is not closed; what it was before is kept with the reason.
CREATE TABLE class_change (
    class_id uuid NOT NULL CONSTRAINT class_change_class REFERENCES training_class,
    number integer NOT NULL,
    path scope_path NOT NULL,
    changed_on date NOT NULL DEFAULT today_in_china(),
    state text NOT NULL,
    reason text CONSTRAINT class_change_reason CHECK (length(reason) BETWEEN 1 AND 500),
    -- What was changed, as it was and as it became, element by element.
    members text[] NOT NULL CONSTRAINT class_change_members CHECK (cardinality(members) > 0),
    before text[] NOT NULL,
    after text[] NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT class_change_audit_event REFERENCES audit_event,
    CONSTRAINT class_change_pk PRIMARY KEY (class_id, number),
    CONSTRAINT class_change_pairs CHECK (cardinality(before) = cardinality(members) AND cardinality(after) = cardinality(members))
);
CALL guard_by_path('class_change');
CREATE POLICY admitted ON class_change FOR SELECT USING (EXISTS (SELECT FROM training_class c WHERE c.id = class_id));

GRANT UPDATE (code, level, fields, kinds) ON training_class TO dangwu_app;
-- Where the half-day is held when not at the venue of the class, and what its teacher is paid for an hour, in yuan after tax.
ALTER TABLE class_session ADD COLUMN venue text CONSTRAINT class_session_venue CHECK (length(venue) BETWEEN 1 AND 200),
    ADD COLUMN fee numeric(10,2) CONSTRAINT class_session_fee CHECK (fee >= 0);
GRANT UPDATE (held_on, half, topic, title, hours, teacher, venue, fee, audit_event_id), DELETE ON class_session TO dangwu_app;
-- Sessions change places in one statement, at whose end each half-day has one.
ALTER TABLE class_session DROP CONSTRAINT class_session_once,
    ADD CONSTRAINT class_session_once UNIQUE (class_id, held_on, half) DEFERRABLE INITIALLY IMMEDIATE;

-- Why a mark is what it is, and where a half-day was made up, as something that can be looked up.
ALTER TABLE attendance_mark ADD COLUMN reason text CONSTRAINT attendance_mark_reason CHECK (length(reason) BETWEEN 1 AND 500),
    ADD COLUMN made_up_session integer, ADD COLUMN made_up_class uuid CONSTRAINT attendance_mark_class REFERENCES training_class,
    ADD COLUMN made_up_on date,
    ADD CONSTRAINT attendance_mark_place CHECK (mark = 'made_up' OR (made_up_session IS NULL AND made_up_class IS NULL
        AND made_up_on IS NULL)),
    ADD CONSTRAINT attendance_mark_other_class CHECK (made_up_class IS NULL OR made_up_session IS NOT NULL);
CREATE INDEX attendance_mark_made_up_elsewhere ON attendance_mark (made_up_class) WHERE made_up_class IS NOT NULL;

-- People that an office below proposes for a class of its superior. The host decides.
CREATE TABLE class_nomination (
    id uuid CONSTRAINT class_nomination_pk PRIMARY KEY,
    class_id uuid NOT NULL CONSTRAINT class_nomination_class REFERENCES training_class,
    person_id uuid NOT NULL CONSTRAINT class_nomination_person REFERENCES person,
    -- Whose seat it is to be; NULL for a seat of the quota that is free.
    replaces uuid CONSTRAINT class_nomination_replaces REFERENCES person,
    path scope_path NOT NULL,
    nominated_on date NOT NULL DEFAULT today_in_china(),
    reason text CONSTRAINT class_nomination_reason CHECK (length(reason) BETWEEN 1 AND 500),
    -- Follows from the decisions and is there for the index alone.
    waiting boolean NOT NULL DEFAULT true,
    audit_event_id uuid NOT NULL CONSTRAINT class_nomination_audit_event REFERENCES audit_event,
    CONSTRAINT class_nomination_other CHECK (replaces <> person_id)
);
CREATE UNIQUE INDEX class_nomination_once ON class_nomination (class_id, person_id) WHERE waiting;
CREATE UNIQUE INDEX class_nomination_replaced_once ON class_nomination (class_id, replaces) WHERE waiting AND replaces IS NOT NULL;
CREATE INDEX class_nomination_by_class ON class_nomination (class_id, id);
CALL guard_by_path('class_nomination');
GRANT UPDATE (path, waiting) ON class_nomination TO dangwu_app;

CREATE TABLE class_nomination_decision (
    nomination_id uuid CONSTRAINT class_nomination_decision_pk PRIMARY KEY
        CONSTRAINT class_nomination_decision_nomination REFERENCES class_nomination,
    person_id uuid NOT NULL,
    path scope_path NOT NULL,
    verdict text NOT NULL CONSTRAINT class_nomination_decision_verdict CHECK (verdict IN ('confirmed', 'refused', 'withdrawn')),
    decided_on date NOT NULL DEFAULT today_in_china(),
    reason text CONSTRAINT class_nomination_decision_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT class_nomination_decision_audit_event REFERENCES audit_event,
    CONSTRAINT class_nomination_decision_says_why CHECK (verdict = 'confirmed' OR reason IS NOT NULL)
);
CALL guard_by_path('class_nomination_decision');
GRANT UPDATE (path) ON class_nomination_decision TO dangwu_app;

-- Gives free seats of a class to those who wait, in the order in which they came: as SeatRule in the program does. The next in line
-- may be anybody's, so this runs with the owner's rights, and for release_seats alone.
CREATE FUNCTION fill_seats(which uuid, why text, by_event uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held training_class;
    kept text[];
    free integer[];
    open_seats integer;
    one record;
    best integer;
    has_seat boolean;
    entered integer := 0;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO held FROM training_class c WHERE c.id = which FOR UPDATE;
    IF held.id IS NULL OR held.state NOT IN ('draft', 'announced', 'running') THEN RETURN 0; END IF;
    SELECT coalesce(array_agg(q.path::text ORDER BY q.path), '{}'), coalesce(array_agg(q.seats ORDER BY q.path), '{}'),
        held.capacity - coalesce(sum(q.seats), 0) INTO kept, free, open_seats
    FROM class_quota q WHERE q.class_id = which;
    FOR one IN
        SELECT n.person_id, n.id, n.path, n.state FROM enrolment n
        WHERE n.class_id = which AND n.state IN ('enrolled', 'waiting') ORDER BY n.state, n.id
    LOOP
        best := NULL;
        FOR place IN 1 .. cardinality(kept) LOOP
            IF free[place] > 0 AND starts_with(one.path, kept[place])
                AND (best IS NULL OR length(kept[place]) > length(kept[best])) THEN
                best := place;
            END IF;
        END LOOP;
        has_seat := best IS NOT NULL OR open_seats > 0;
        IF best IS NOT NULL THEN free[best] := free[best] - 1;
        ELSIF open_seats > 0 THEN open_seats := open_seats - 1;
        END IF;
        IF one.state = 'waiting' AND has_seat THEN
            UPDATE enrolment SET state = 'enrolled', version = version + 1, left_on = NULL,
                joined_on = coalesce(joined_on, joining_day(which))
            WHERE person_id = one.person_id AND id = one.id;
            INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
            SELECT one.person_id, one.id, 1 + coalesce(max(e.number), 0), one.path, 'enrolled', why, by_event
            FROM enrolment_event e WHERE e.person_id = one.person_id AND e.enrolment_id = one.id;
            entered := entered + 1;
        END IF;
    END LOOP;
    RETURN entered;
END
$$;

-- Gives back the seats that nothing founds any more: in classes that are not over on a day all of somebody who has left, else
-- those for duties that ended before the class begins or never were. Somebody may hold an office here and lie elsewhere, so this
-- runs with the owner's rights, for people who have a seat, an office or their membership in the caller's scope.
CREATE FUNCTION release_seats(people uuid[], on_day date, everything boolean, why text, by_event uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid[];
    released integer := 0;
    one record;
    which uuid;
BEGIN
    PERFORM demand_proof();
    -- Classes first, in one order, as everybody who changes a list does.
    SELECT array_agg(DISTINCT n.class_id) INTO touched
    FROM enrolment n JOIN training_class t ON t.id = n.class_id
        LEFT JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
    WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting')
        AND t.state IN ('draft', 'announced', 'running', 'reopened')
        AND (everything AND t.ends_on >= on_day OR (d.annulled_on IS NOT NULL OR d.closed_on <= t.starts_on) AND NOT was_there(n));
    IF touched IS NULL THEN RETURN 0; END IF;
    PERFORM FROM training_class t WHERE t.id = ANY (touched) ORDER BY t.id FOR UPDATE;
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
        FOREACH which IN ARRAY touched LOOP PERFORM fill_seats(which, why, by_event); END LOOP;
    END IF;
    RETURN released;
END
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
REVOKE EXECUTE ON FUNCTION fill_seats FROM dangwu_app;
