-- Duties follow from every fact that founds them: offices, categories of people, standings, cycles as they were changed, and years.
-- What becomes of seats and paths when people leave or parts of the tree move is decided here, once.

-- Groups of trainees that are neither a post nor a standing: village directors, owners of enterprises, reserve cadres. Which there
-- are says the rule file.
CREATE TABLE person_category (
    person_id uuid NOT NULL CONSTRAINT person_category_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    organisation_id uuid NOT NULL CONSTRAINT person_category_organisation REFERENCES organisation,
    category text NOT NULL CONSTRAINT person_category_length CHECK (length(category) BETWEEN 1 AND 60),
    since date NOT NULL,
    until date,
    -- Where it is written that the person belongs to it.
    source text NOT NULL CONSTRAINT person_category_source CHECK (length(source) BETWEEN 1 AND 200),
    -- The name as it was then: what happened here stays readable after the person has left.
    person_name text NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT person_category_audit_event REFERENCES audit_event,
    ended_audit_event_id uuid CONSTRAINT person_category_ended_by REFERENCES audit_event,
    -- The event that found the entry to be wrong; it then counts for nothing.
    annulled_audit_event_id uuid CONSTRAINT person_category_annulled_by REFERENCES audit_event,
    CONSTRAINT person_category_pk PRIMARY KEY (person_id, id),
    CONSTRAINT person_category_dates CHECK (until > since),
    CONSTRAINT person_category_once EXCLUDE USING gist (
        person_id WITH =, organisation_id WITH =, category WITH =, daterange(since, until) WITH &&)
        WHERE (annulled_audit_event_id IS NULL)
);
CREATE INDEX person_category_by_path ON person_category (path, id);
CREATE UNIQUE INDEX person_category_by_id ON person_category (id);
CALL guard_by_path('person_category');
GRANT UPDATE (path, until, ended_audit_event_id, annulled_audit_event_id) ON person_category TO dangwu_app;
-- Who belongs to a category here is visible here, as the holder of an office is.
CREATE POLICY by_category ON person FOR SELECT USING (EXISTS (SELECT FROM person_category c
    WHERE c.person_id = person.id AND c.annulled_audit_event_id IS NULL AND (c.until IS NULL OR c.until > today_in_china())));
CREATE OR REPLACE FUNCTION name_in_office(who uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT t.person_name FROM tenure t WHERE t.person_id = who ORDER BY t.since DESC, t.id DESC LIMIT 1),
        (SELECT c.person_name FROM person_category c WHERE c.person_id = who ORDER BY c.since DESC, c.id DESC LIMIT 1))
$$;

-- Cycles: who owes them, as their document said when they were opened, and what was changed since.
ALTER TABLE cycle ADD COLUMN audience jsonb,
    ADD COLUMN withdrawn_on date,
    DROP CONSTRAINT cycle_unique;
-- One that was withdrawn may be opened again.
CREATE UNIQUE INDEX cycle_unique ON cycle (path, key) WHERE withdrawn_on IS NULL;
GRANT UPDATE (path, opens_on, soft_on, hard_on, withdrawn_on) ON cycle TO dangwu_app;

-- The cycle holds the days that are in force; each change keeps those that it brought, and why.
CREATE TABLE cycle_change (
    cycle_id uuid NOT NULL CONSTRAINT cycle_change_cycle REFERENCES cycle,
    number integer NOT NULL,
    path scope_path NOT NULL,
    path_end text COLLATE "C" NOT NULL,
    change text NOT NULL CONSTRAINT cycle_change_kind CHECK (change IN ('correct', 'extend', 'withdraw')),
    changed_on date NOT NULL,
    opens_on date NOT NULL,
    soft_on date NOT NULL,
    hard_on date NOT NULL,
    document text NOT NULL CONSTRAINT cycle_change_document CHECK (length(document) BETWEEN 1 AND 200),
    reason text NOT NULL CONSTRAINT cycle_change_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT cycle_change_audit_event REFERENCES audit_event,
    CONSTRAINT cycle_change_pk PRIMARY KEY (cycle_id, number)
);
CALL guard_by_path('cycle_change');
CALL show_from_below('cycle_change');

-- Which years were opened for which part of the tree: for offices alone, or for every member.
CREATE TABLE duty_year (
    path scope_path NOT NULL,
    path_end text COLLATE "C" NOT NULL,
    year integer NOT NULL CONSTRAINT duty_year_year CHECK (year BETWEEN 1990 AND 2200),
    everyone boolean NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT duty_year_audit_event REFERENCES audit_event,
    CONSTRAINT duty_year_pk PRIMARY KEY (path, year, everyone)
);
CALL guard_by_path('duty_year');
CALL show_from_below('duty_year');
-- What was opened before was not kept by place; the duties of members show it.
INSERT INTO duty_year (path, path_end, year, everyone, audit_event_id)
SELECT DISTINCT o.path, left(o.path, -1) || '/', d.year, d.tenure_id IS NULL, v.id
FROM duty d JOIN organisation o ON o.id = d.organisation_id
    CROSS JOIN LATERAL (SELECT a.id FROM audit_event a WHERE a.action = 'year.open' AND a.after->>'year' = d.year::text
        ORDER BY a.at LIMIT 1) AS v
WHERE d.year IS NOT NULL;

-- Hours have a form: what counts as concentrated training is not learned alone.
ALTER TABLE credit ADD COLUMN form text NOT NULL DEFAULT 'concentrated'
    CONSTRAINT credit_form CHECK (form IN ('concentrated', 'online', 'self_study', 'activity'));

-- New members are a fourth kind.
ALTER TABLE training_class DROP CONSTRAINT training_class_kinds, ADD CONSTRAINT training_class_kinds
    CHECK (cardinality(kinds) > 0 AND kinds <@ ARRAY['rotation', 'newly_appointed', 'annual', 'new_member']);

ALTER TABLE duty DROP CONSTRAINT duty_kind, DROP CONSTRAINT duty_basis,
    ADD CONSTRAINT duty_kind CHECK (kind IN ('rotation', 'newly_appointed', 'annual', 'new_member')),
    ADD COLUMN category_id uuid,
    -- The word of the rule file for who owes it: a post, a standing or a category.
    ADD COLUMN subject text,
    -- Beside the hours: at least so many completions and hours of these forms and levels.
    ADD COLUMN needs jsonb NOT NULL DEFAULT '[]',
    -- At most so many hours of a form count.
    ADD COLUMN caps jsonb NOT NULL DEFAULT '{}',
    -- What founded it proved to be wrong. It stays because something hangs on it, and counts for nothing.
    ADD COLUMN annulled_on date,
    ADD CONSTRAINT duty_category FOREIGN KEY (person_id, category_id) REFERENCES person_category,
    ADD CONSTRAINT duty_basis CHECK ((kind = 'annual') = (year IS NOT NULL) AND (kind <> 'rotation' OR cycle_id IS NOT NULL)
        AND (kind NOT IN ('annual', 'new_member') OR cycle_id IS NULL)),
    ADD CONSTRAINT duty_holder CHECK (tenure_id IS NULL OR category_id IS NULL);
-- What makes two duties the same one: whose it is, and for what.
ALTER TABLE duty ADD COLUMN slot text GENERATED ALWAYS AS (coalesce(tenure_id::text, category_id::text, 'member') || CASE kind
    WHEN 'annual' THEN ' year ' || year::text
    WHEN 'new_member' THEN ' ' || subject || ' ' || (opened_on - DATE '2000-01-01')::text
    WHEN 'newly_appointed' THEN ' appointed'
    ELSE ' cycle ' || cycle_id::text END) STORED;
UPDATE duty d SET subject = p.title FROM tenure t JOIN post p ON p.id = t.post_id WHERE t.id = d.tenure_id;
UPDATE duty SET subject = 'member' WHERE tenure_id IS NULL;
UPDATE duty d SET annulled_on = today_in_china() FROM tenure t
WHERE t.id = d.tenure_id AND t.annulled_audit_event_id IS NOT NULL;
UPDATE duty d SET annulled_on = today_in_china() FROM (
    SELECT id, row_number() OVER (PARTITION BY person_id, slot ORDER BY closed_on DESC NULLS FIRST, opened_on, id) AS n
    FROM duty WHERE annulled_on IS NULL) AS same
WHERE same.id = d.id AND same.n > 1;
DROP INDEX duty_once_a_cycle, duty_once_a_year;
CREATE UNIQUE INDEX duty_once ON duty (person_id, slot) WHERE annulled_on IS NULL;
-- An office that ended owes nothing more, nor past years.
UPDATE duty d SET closed_on = t.until FROM tenure t
WHERE t.id = d.tenure_id AND d.kind = 'annual' AND t.until IS NOT NULL AND d.closed_on IS NULL AND d.annulled_on IS NULL;
-- Nor does somebody who has died or left.
UPDATE duty d SET closed_on = gone.day FROM (
    SELECT m.person_id, max(m.until) AS day FROM membership m
    WHERE NOT EXISTS (SELECT FROM membership o WHERE o.person_id = m.person_id AND o.until IS NULL)
    GROUP BY m.person_id) AS gone
WHERE gone.person_id = d.person_id AND d.tenure_id IS NULL AND d.annulled_on IS NULL
    AND (d.closed_on IS NULL OR d.closed_on > gone.day);

-- A monthly report as it was sent.
CREATE TABLE training_report (
    organisation_id uuid NOT NULL CONSTRAINT training_report_organisation REFERENCES organisation,
    month date NOT NULL CONSTRAINT training_report_month CHECK (extract(day FROM month) = 1),
    number integer NOT NULL,
    path scope_path NOT NULL,
    as_of date NOT NULL,
    document text NOT NULL CONSTRAINT training_report_document CHECK (length(document) BETWEEN 1 AND 200),
    content jsonb NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT training_report_audit_event REFERENCES audit_event,
    CONSTRAINT training_report_pk PRIMARY KEY (organisation_id, month, number)
);
CREATE INDEX training_report_by_path ON training_report (path, month, number);
CALL guard_by_path('training_report');
GRANT UPDATE (path) ON training_report TO dangwu_app;

-- Every duty that is in force on a day and where it stands: the same judgement as OverdueRule in the program, as a set.
CREATE FUNCTION duty_judgement(as_of date, due_soon integer, forecast integer)
RETURNS TABLE (id uuid, person_id uuid, path scope_path, organisation_id uuid, tenure_id uuid, kind text, field text, subject text,
    cycle_id uuid, year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric,
    unconfirmed numeric, rule_set text, seat text, attended text, settled boolean, exempt boolean, level text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.tenure_id, d.kind, d.field, d.subject, d.cycle_id, d.year, d.opened_on,
        e.due_on, greatest(d.hard_on, e.due_on), d.required_hours, k.hours, k.unconfirmed, d.rule_set, s.name, a.name,
        k.completions >= 1 AND k.hours >= d.required_hours AND q.met, e.exempt,
        CASE
            WHEN k.completions >= 1 AND k.hours >= d.required_hours AND q.met THEN 'settled'
            WHEN e.exempt THEN 'exempt'
            WHEN as_of > greatest(d.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND s.name IS NULL AND a.name IS NULL THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
            ELSE 'open'
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
                    AND c.earned_on >= d.opened_on AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
            ) AS v GROUP BY v.form
        ) AS f
    ) AS k
    CROSS JOIN LATERAL (
        SELECT d.needs = '[]'::jsonb OR NOT EXISTS (
            SELECT FROM jsonb_array_elements(d.needs) AS n (need) CROSS JOIN LATERAL (
                SELECT coalesce(sum(c.completions), 0) AS completions, coalesce(sum(c.hours), 0) AS hours
                FROM credit c
                WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                    AND c.earned_on >= d.opened_on AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
                    AND n.need -> 'forms' ? c.form AND n.need -> 'levels' ? c.level
                    AND credit_verdict(c.person_id, c.id, c.claimed, as_of) = 'confirmed'
            ) AS got
            WHERE got.completions < (n.need ->> 'times')::integer OR got.hours < (n.need ->> 'hours')::numeric) AS met
    ) AS q
    LEFT JOIN LATERAL (
        SELECT t.name
        FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on <= e.due_on AND t.ends_on >= as_of
        ORDER BY t.ends_on, t.id LIMIT 1
    ) AS s ON true
    -- A class that is over and not closed gives hours once it is: it is no seat, and it is not nothing.
    LEFT JOIN LATERAL (
        SELECT t.name
        FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on < as_of AND t.ends_on >= d.opened_on
            AND (d.kind <> 'annual' OR t.ends_on <= d.due_on)
            AND EXISTS (SELECT FROM attendance_mark m WHERE m.person_id = n.person_id AND m.enrolment_id = n.id
                AND m.mark IN ('present', 'late', 'left_early', 'made_up'))
        ORDER BY t.ends_on, t.id LIMIT 1
    ) AS a ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of) AND d.annulled_on IS NULL
$$;

-- Those of them that are owed: neither settled nor exempt.
DROP FUNCTION duty_standing;
CREATE FUNCTION duty_standing(as_of date, due_soon integer, forecast integer)
RETURNS TABLE (id uuid, person_id uuid, path scope_path, organisation_id uuid, kind text, field text, subject text, cycle_id uuid,
    year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric,
    rule_set text, seat text, attended text, level text)
LANGUAGE sql STABLE AS $$
    SELECT j.id, j.person_id, j.path, j.organisation_id, j.kind, j.field, j.subject, j.cycle_id, j.year, j.opened_on, j.due_on,
        j.hard_on, j.required_hours, j.hours, j.unconfirmed, j.rule_set, j.seat, j.attended, j.level
    FROM duty_judgement(as_of, due_soon, forecast) j WHERE NOT j.settled AND NOT j.exempt
$$;

-- Whether somebody was marked as attending a class.
CREATE FUNCTION was_there(seat enrolment) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM attendance_mark m WHERE m.person_id = seat.person_id AND m.enrolment_id = seat.id
        AND m.mark IN ('present', 'late', 'left_early', 'made_up'))
$$;

-- Ends what somebody held at the place that a membership leaves: offices and categories there and below, unless the new place lies
-- below them; duties of these, and seats for them. Where the receiver acts, it cannot see the old place.
CREATE FUNCTION leave_place(who uuid, old_path text, new_path text, on_day date, by_event uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ended uuid[];
BEGIN
    WITH gone AS (
        UPDATE tenure t SET until = CASE WHEN t.since < on_day THEN on_day ELSE t.until END, ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN t.since < on_day THEN NULL ELSE by_event END
        WHERE t.person_id = who AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > on_day)
            AND t.path >= old_path AND t.path < left(old_path, -1) || '/' AND NOT starts_with(new_path, t.path)
        RETURNING t.id
    ), left_groups AS (
        UPDATE person_category c SET until = CASE WHEN c.since < on_day THEN on_day ELSE c.until END,
            ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN c.since < on_day THEN NULL ELSE by_event END
        WHERE c.person_id = who AND c.annulled_audit_event_id IS NULL AND (c.until IS NULL OR c.until > on_day)
            AND c.path >= old_path AND c.path < left(old_path, -1) || '/' AND NOT starts_with(new_path, c.path)
        RETURNING c.id
    )
    SELECT array_agg(id) INTO ended FROM (SELECT id FROM gone UNION ALL SELECT id FROM left_groups) AS e;
    UPDATE duty d SET closed_on = on_day, annulled_on = CASE WHEN d.opened_on >= on_day THEN on_day END
    WHERE d.person_id = who AND d.annulled_on IS NULL AND (d.closed_on IS NULL OR d.closed_on > on_day)
        AND (d.tenure_id = ANY (ended) OR d.category_id = ANY (ended));
    PERFORM release_seats(ARRAY[who], on_day, false, 'transfer', by_event);
END
$$;

CREATE OR REPLACE FUNCTION answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    t membership_transfer;
    m membership;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(in_scope(t.to_path), false) THEN
        RETURN 'missing';
    END IF;
    IF NOT t.open THEN RETURN 'answered'; END IF;
    IF given = 'accepted' THEN
        SELECT * INTO m FROM membership WHERE person_id = who AND until IS NULL FOR UPDATE;
        IF m.id IS NULL OR m.organisation_id <> t.from_id OR m.since >= given_on THEN RETURN 'moved'; END IF;
        UPDATE membership SET until = given_on, ended_as = 'transferred' WHERE person_id = who AND id = m.id;
        INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, audit_event_id)
        VALUES (who, standing, t.to_id, t.to_path, m.status, given_on, 'transferred', by_event);
        CALL move_person(who, t.to_path);
        PERFORM leave_place(who, m.path, t.to_path, given_on, by_event);
    ELSIF given <> 'returned' THEN
        RETURN 'missing';
    END IF;
    INSERT INTO membership_transfer_answer VALUES (who, which, t.path, t.to_path, given, given_on, given_remark, by_event);
    UPDATE membership_transfer SET open = false WHERE person_id = who AND id = which;
    RETURN 'done';
END
$$;

-- What does not move along, with the reason. Every other column of a place moves: with its part of the tree, and in a table that
-- names a person, with the person.
CREATE TABLE path_exception (
    relation text NOT NULL COLLATE "C",
    movement text NOT NULL CONSTRAINT path_exception_movement CHECK (movement IN ('subtree', 'person')),
    reason text NOT NULL,
    path scope_path NOT NULL DEFAULT '0.',
    CONSTRAINT path_exception_pk PRIMARY KEY (relation, movement)
);
CALL guard_by_path('path_exception');
REVOKE INSERT ON path_exception FROM dangwu_app;
INSERT INTO path_exception (relation, movement, reason) VALUES
    ('audit_event', 'subtree', 'what was done is kept under the place where it was done'),
    ('audit_leaf', 'subtree', 'the log is never rewritten'),
    ('audit_note', 'subtree', 'the log lies at no place'),
    ('audit_exception', 'subtree', 'a list of the schema, at no place'),
    ('audit_relation', 'subtree', 'a list of the schema, at no place'),
    ('audit_shape', 'subtree', 'a list of the schema, at no place'),
    ('audit_tile', 'subtree', 'the log lies at no place'),
    ('audit_head', 'subtree', 'the log lies at no place'),
    ('path_exception', 'subtree', 'a list of the schema, at no place'),
    ('identity_lookup', 'subtree', 'what an account asked for on one day, found by the account'),
    ('idempotency', 'subtree', 'answers kept for repeated requests, found by the account and trimmed by age'),
    ('tenure', 'person', 'an office lies where its organisation lies'),
    ('person_category', 'person', 'a category is that of an organisation; one at the old place ends'),
    ('duty', 'person', 'what an office owes stays with the office; what a member owes is moved by name'),
    ('plan_seat', 'person', 'a plan is kept as it was accepted'),
    ('relief', 'person', 'goes with its duty'),
    ('relief_withdrawal', 'person', 'goes with its duty'),
    ('membership', 'person', 'where somebody was a member stays there'),
    ('membership_transfer', 'person', 'a letter stays with its two ends'),
    ('membership_transfer_answer', 'person', 'an answer stays with the two ends of its letter'),
    ('recruitment_admission', 'person', 'counts for the branch that admitted');

CREATE OR REPLACE PROCEDURE move_subtree(IN old_path text, IN new_path text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $_$
DECLARE
    moved record;
BEGIN
    PERFORM demand_proof();
    IF NOT coalesce(in_scope(old_path) AND in_scope(new_path), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'move_subtree outside the scope';
    END IF;
    FOR moved IN
        SELECT c.relname AS name, a.attname AS place, e.attname AS range_end
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attribute e ON e.attrelid = c.oid AND e.attname = a.attname || '_end' AND NOT e.attisdropped
                AND e.attgenerated = ''
        WHERE c.relnamespace = current_schema()::regnamespace AND a.atttypid = 'scope_path'::regtype AND NOT a.attisdropped
            AND c.relkind = 'r'
            AND NOT EXISTS (SELECT FROM path_exception x WHERE x.relation = c.relname AND x.movement = 'subtree')
        ORDER BY c.relname, a.attname
    LOOP
        -- The end of a range goes with its beginning.
        EXECUTE format('UPDATE %1$I SET %3$s %2$I = $2 || substr(%2$I, length($1) + 1)
            WHERE %2$I >= $1 AND %2$I < left($1, -1) || ''/''', moved.name, moved.place,
            CASE WHEN moved.range_end IS NULL THEN '' ELSE
                format('%I = left($2 || substr(%I, length($1) + 1), -1) || ''/'',', moved.range_end, moved.place) END)
            USING old_path, new_path;
    END LOOP;
END
$_$;

CREATE OR REPLACE PROCEDURE move_person(IN mover uuid, IN new_path text) LANGUAGE plpgsql AS $_$
DECLARE
    moved record;
BEGIN
    FOR moved IN
        SELECT c.relname AS name, k.attname AS who
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'path' AND a.atttypid = 'scope_path'::regtype
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'person_id' AND NOT k.attisdropped
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND NOT EXISTS (SELECT FROM path_exception x WHERE x.relation = c.relname AND x.movement = 'person')
        ORDER BY c.relname
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE %I = $1 AND path <> $2', moved.name, moved.who) USING mover, new_path;
    END LOOP;
    UPDATE points_subject SET path = new_path WHERE subject_id = mover AND path <> new_path;
    UPDATE points_participation SET path = new_path WHERE subject_id = mover AND path <> new_path;
    UPDATE points_claim SET path = new_path WHERE subject_id = mover AND path <> new_path;
    -- What a member owes without an office goes along, with what was granted for it.
    UPDATE relief r SET path = new_path FROM duty d
    WHERE d.person_id = mover AND d.id = r.duty_id AND r.person_id = mover AND d.tenure_id IS NULL AND d.category_id IS NULL;
    UPDATE relief_withdrawal w SET path = new_path FROM relief r JOIN duty d ON d.person_id = r.person_id AND d.id = r.duty_id
    WHERE w.person_id = mover AND r.person_id = mover AND r.id = w.relief_id AND d.tenure_id IS NULL AND d.category_id IS NULL;
    UPDATE duty d SET path = new_path, organisation_id = coalesce(
        (SELECT o.id FROM organisation o WHERE o.path = new_path), d.organisation_id)
    WHERE d.person_id = mover AND d.tenure_id IS NULL AND d.category_id IS NULL AND d.annulled_on IS NULL;
    UPDATE person SET path = new_path WHERE id = mover;
END
$_$;

INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('path_exception', '*', 'a list of the schema that migrations write');
CALL audit_enrol();
CALL withdraw_public_execution();
