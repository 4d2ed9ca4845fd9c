-- Cycles, duties, classes, attendance and credits.

-- Two to three years in which every secretary is trained once.
CREATE TABLE cycle (
    id uuid CONSTRAINT cycle_pk PRIMARY KEY,
    path scope_path NOT NULL,
    -- The subtree's end: a cycle is seen by everybody below its organisation.
    path_end text COLLATE "C" NOT NULL,
    key text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    opens_on date NOT NULL,
    soft_on date NOT NULL,
    hard_on date NOT NULL,
    levels text[] NOT NULL,
    fields text[] NOT NULL,
    document text NOT NULL,
    place text NOT NULL,
    act_id uuid NOT NULL CONSTRAINT cycle_act REFERENCES act,
    CONSTRAINT cycle_unique UNIQUE (path, key),
    CONSTRAINT cycle_dates CHECK (opens_on < soft_on AND soft_on <= hard_on)
);

-- What an office owes, written out of tenures, cycles and rule sets; it can be made anew at any time.
CREATE TABLE duty (
    person_id uuid NOT NULL CONSTRAINT duty_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    organisation_id uuid NOT NULL CONSTRAINT duty_organisation REFERENCES organisation,
    -- NULL for what a member owes without an office.
    tenure_id uuid CONSTRAINT duty_tenure REFERENCES tenure,
    cycle_id uuid CONSTRAINT duty_cycle REFERENCES cycle,
    year integer,
    kind text NOT NULL CONSTRAINT duty_kind CHECK (kind IN ('rotation', 'newly_appointed', 'annual')),
    field text,
    opened_on date NOT NULL,
    due_on date NOT NULL,
    hard_on date NOT NULL,
    -- The end of the tenure or membership: the duty passes to the successor.
    closed_on date,
    required_hours numeric(6,1) NOT NULL,
    -- Levels of a class that settle it.
    accepts text[] NOT NULL,
    rule_set text NOT NULL,
    CONSTRAINT duty_pk PRIMARY KEY (person_id, id),
    CONSTRAINT duty_basis CHECK ((kind = 'annual') = (cycle_id IS NULL) AND (kind = 'annual') = (year IS NOT NULL)),
    CONSTRAINT duty_dates CHECK (opened_on <= due_on AND due_on <= hard_on)
);
CREATE INDEX duty_by_path ON duty (path, id);
CREATE INDEX duty_by_id ON duty (id);
CREATE UNIQUE INDEX duty_once_a_cycle ON duty (person_id, tenure_id, cycle_id) WHERE cycle_id IS NOT NULL;
CREATE UNIQUE INDEX duty_once_a_year ON duty (person_id, coalesce(tenure_id, organisation_id), year) WHERE year IS NOT NULL;

-- An extension or an exemption, for one duty.
CREATE TABLE relief (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    duty_id uuid NOT NULL,
    path scope_path NOT NULL,
    kind text NOT NULL CONSTRAINT relief_kind CHECK (kind IN ('extension', 'exemption')),
    granted_on date NOT NULL,
    -- The last day on which it helps.
    expires_on date NOT NULL,
    reason text NOT NULL CONSTRAINT relief_reason CHECK (length(reason) BETWEEN 1 AND 500),
    approver text NOT NULL CONSTRAINT relief_approver CHECK (length(approver) BETWEEN 1 AND 100),
    document text NOT NULL CONSTRAINT relief_document CHECK (length(document) BETWEEN 1 AND 200),
    act_id uuid NOT NULL,
    CONSTRAINT relief_pk PRIMARY KEY (person_id, id),
    CONSTRAINT relief_duty FOREIGN KEY (person_id, duty_id) REFERENCES duty,
    CONSTRAINT relief_dates CHECK (expires_on >= granted_on)
);
CREATE INDEX relief_by_duty ON relief (duty_id);

CREATE TABLE relief_withdrawal (
    person_id uuid NOT NULL,
    relief_id uuid NOT NULL,
    path scope_path NOT NULL,
    withdrawn_on date NOT NULL,
    reason text NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT relief_withdrawal_pk PRIMARY KEY (person_id, relief_id),
    CONSTRAINT relief_withdrawal_relief FOREIGN KEY (person_id, relief_id) REFERENCES relief
);

CREATE TABLE training_class (
    id uuid CONSTRAINT training_class_pk PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    name text NOT NULL CONSTRAINT training_class_name_length CHECK (length(name) BETWEEN 1 AND 200),
    host_id uuid NOT NULL CONSTRAINT training_class_host REFERENCES organisation,
    -- The host's path: who may change the class.
    path scope_path NOT NULL,
    -- The subtree it admits, as a range: who may see it.
    admits scope_path NOT NULL,
    admits_end text COLLATE "C" NOT NULL,
    level text NOT NULL CONSTRAINT training_class_level
        CHECK (level IN ('province', 'city', 'county', 'township', 'primary')),
    fields text[] NOT NULL CONSTRAINT training_class_fields CHECK (cardinality(fields) > 0),
    kinds text[] NOT NULL CONSTRAINT training_class_kinds
        CHECK (cardinality(kinds) > 0 AND kinds <@ ARRAY['rotation', 'newly_appointed', 'annual']),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    minimum integer NOT NULL,
    capacity integer NOT NULL,
    venue text NOT NULL,
    -- Yuan for one person and day.
    cost_per_person_day numeric(10,2) NOT NULL CONSTRAINT training_class_cost CHECK (cost_per_person_day >= 0),
    attendance_rule text NOT NULL,
    -- The last event's state, kept here for lists.
    state text NOT NULL DEFAULT 'draft' CONSTRAINT training_class_state
        CHECK (state IN ('draft', 'announced', 'running', 'closed', 'reopened', 'cancelled')),
    version integer NOT NULL DEFAULT 1,
    act_id uuid NOT NULL CONSTRAINT training_class_act REFERENCES act,
    CONSTRAINT training_class_code_unique UNIQUE (path, code),
    CONSTRAINT training_class_dates CHECK (starts_on <= ends_on),
    CONSTRAINT training_class_seats CHECK (minimum >= 0 AND capacity >= minimum AND capacity BETWEEN 1 AND 5000)
);
CREATE INDEX training_class_by_path ON training_class (path, starts_on, id);

CREATE TABLE class_event (
    class_id uuid NOT NULL CONSTRAINT class_event_class REFERENCES training_class,
    number integer NOT NULL,
    path scope_path NOT NULL,
    state text NOT NULL,
    happened_on date NOT NULL,
    reason text,
    act_id uuid NOT NULL,
    CONSTRAINT class_event_pk PRIMARY KEY (class_id, number)
);

-- Half-day meetings.
CREATE TABLE class_session (
    class_id uuid NOT NULL CONSTRAINT class_session_class REFERENCES training_class,
    number integer NOT NULL CONSTRAINT class_session_number CHECK (number BETWEEN 1 AND 400),
    path scope_path NOT NULL,
    held_on date NOT NULL,
    half text NOT NULL CONSTRAINT class_session_half CHECK (half IN ('morning', 'afternoon', 'evening')),
    topic text NOT NULL CONSTRAINT class_session_topic CHECK (topic IN ('ideals', 'technology', 'business',
        'social_construction', 'governance', 'service')),
    title text NOT NULL,
    hours numeric(4,1) NOT NULL CONSTRAINT class_session_hours CHECK (hours > 0 AND hours <= 8),
    teacher text NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT class_session_pk PRIMARY KEY (class_id, number),
    CONSTRAINT class_session_once UNIQUE (class_id, held_on, half)
);

-- Seats of a class kept for the people of a subtree.
CREATE TABLE class_quota (
    class_id uuid NOT NULL CONSTRAINT class_quota_class REFERENCES training_class,
    path scope_path NOT NULL,
    seats integer NOT NULL CONSTRAINT class_quota_seats CHECK (seats > 0),
    act_id uuid NOT NULL,
    CONSTRAINT class_quota_pk PRIMARY KEY (class_id, path)
);

CREATE TABLE enrolment (
    person_id uuid NOT NULL CONSTRAINT enrolment_person REFERENCES person,
    id uuid NOT NULL,
    class_id uuid NOT NULL CONSTRAINT enrolment_class REFERENCES training_class,
    duty_id uuid,
    path scope_path NOT NULL,
    -- The last event's state, kept here for lists.
    state text NOT NULL CONSTRAINT enrolment_state CHECK (state IN ('enrolled', 'waiting', 'dropped', 'replaced')),
    version integer NOT NULL DEFAULT 1,
    act_id uuid NOT NULL,
    CONSTRAINT enrolment_pk PRIMARY KEY (person_id, id),
    CONSTRAINT enrolment_duty FOREIGN KEY (person_id, duty_id) REFERENCES duty,
    CONSTRAINT enrolment_once UNIQUE (person_id, class_id)
);
CREATE INDEX enrolment_by_class ON enrolment (class_id, id);
CREATE INDEX enrolment_by_path ON enrolment (path, id);

CREATE TABLE enrolment_event (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    number integer NOT NULL,
    path scope_path NOT NULL,
    state text NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text,
    act_id uuid NOT NULL,
    CONSTRAINT enrolment_event_pk PRIMARY KEY (person_id, enrolment_id, number),
    CONSTRAINT enrolment_event_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES enrolment
);

-- One mark for one person and half-day; a later revision corrects an earlier one, which stays.
CREATE TABLE attendance_mark (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    session_number integer NOT NULL,
    revision integer NOT NULL,
    class_id uuid NOT NULL,
    path scope_path NOT NULL,
    mark text NOT NULL CONSTRAINT attendance_mark_kind CHECK (mark IN
        ('present', 'late', 'left_early', 'absent', 'on_leave', 'made_up')),
    -- Who approved the leave.
    approver text,
    -- Where it was made up: a session of this or another class, in words.
    made_up_in text,
    act_id uuid NOT NULL,
    CONSTRAINT attendance_mark_pk PRIMARY KEY (person_id, enrolment_id, session_number, revision),
    CONSTRAINT attendance_mark_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES enrolment,
    CONSTRAINT attendance_mark_session FOREIGN KEY (class_id, session_number) REFERENCES class_session,
    CONSTRAINT attendance_mark_leave CHECK ((mark = 'on_leave') = (approver IS NOT NULL)),
    CONSTRAINT attendance_mark_made_up CHECK ((mark = 'made_up') = (made_up_in IS NOT NULL))
);
CREATE INDEX attendance_mark_by_class ON attendance_mark (class_id, session_number);

-- Hours that count. Never changed: what was wrong is reversed by an entry with the opposite sign.
CREATE TABLE credit (
    person_id uuid NOT NULL CONSTRAINT credit_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    source text NOT NULL CONSTRAINT credit_source CHECK (source IN ('class', 'import', 'reversal')),
    class_id uuid CONSTRAINT credit_class REFERENCES training_class,
    class_name text NOT NULL,
    level text NOT NULL,
    kinds text[] NOT NULL,
    -- The day it belongs to, by which a period is judged.
    earned_on date NOT NULL,
    -- The day from which it counts in a list as of a date: that of a reversal is the decision's.
    counts_from date NOT NULL,
    hours numeric(6,1) NOT NULL,
    -- 1 for a completion, -1 for its reversal.
    completions integer NOT NULL CONSTRAINT credit_completions CHECK (completions BETWEEN -1 AND 1),
    document text,
    reverses uuid,
    act_id uuid NOT NULL,
    CONSTRAINT credit_pk PRIMARY KEY (person_id, id),
    CONSTRAINT credit_reversal FOREIGN KEY (person_id, reverses) REFERENCES credit,
    CONSTRAINT credit_reversed_once UNIQUE (person_id, reverses),
    CONSTRAINT credit_sign CHECK ((reverses IS NULL) = (source <> 'reversal') AND (reverses IS NULL OR hours <= 0))
);
CREATE UNIQUE INDEX credit_imported_once ON credit (person_id, class_name, earned_on) WHERE source = 'import';
CREATE INDEX credit_by_class ON credit (class_id) WHERE class_id IS NOT NULL;

-- A plan that was accepted: what it was made from and what it said.
CREATE TABLE plan (
    id uuid CONSTRAINT plan_pk PRIMARY KEY,
    path scope_path NOT NULL,
    accepted_on date NOT NULL,
    name text NOT NULL,
    score bigint NOT NULL,
    assigned integer NOT NULL,
    unassigned integer NOT NULL,
    document jsonb NOT NULL,
    act_id uuid NOT NULL CONSTRAINT plan_act REFERENCES act
);
CREATE INDEX plan_by_path ON plan (path, id);

CALL guard_by_path('duty');
CALL guard_by_path('relief');
CALL guard_by_path('relief_withdrawal');
CALL guard_by_path('training_class');
CALL guard_by_path('class_event');
CALL guard_by_path('class_session');
CALL guard_by_path('class_quota');
CALL guard_by_path('enrolment');
CALL guard_by_path('enrolment_event');
CALL guard_by_path('attendance_mark');
CALL guard_by_path('credit');
CALL guard_by_path('plan');
CALL guard_by_path('cycle');

-- A cycle is seen from below; a class by whoever it admits.
CREATE POLICY from_below ON cycle FOR SELECT USING (path <= current_setting('app.scope_lo', true)
    AND path_end > current_setting('app.scope_lo', true) AND current_setting('app.scope_lo', true) <> '');
CREATE POLICY admitted ON training_class FOR SELECT USING (admits <= current_setting('app.scope_lo', true)
    AND admits_end > current_setting('app.scope_lo', true) AND current_setting('app.scope_lo', true) <> '');
CREATE POLICY admitted ON class_session FOR SELECT USING (EXISTS (SELECT FROM training_class c WHERE c.id = class_id));
CREATE POLICY admitted ON class_event FOR SELECT USING (EXISTS (SELECT FROM training_class c WHERE c.id = class_id));

-- Duties and their derived path are made anew when tenures change.
GRANT UPDATE, DELETE ON duty TO dangwu_app;
GRANT UPDATE (path) ON relief, relief_withdrawal, enrolment_event, attendance_mark, credit TO dangwu_app;
GRANT UPDATE (path, state, version, duty_id) ON enrolment TO dangwu_app;
GRANT UPDATE (name, starts_on, ends_on, minimum, capacity, venue, cost_per_person_day, attendance_rule, state, version,
    act_id) ON training_class TO dangwu_app;

-- Every open duty and where it stands on a day: the same judgement as OverdueRule in the program, as a set. Level is
-- NULL for a duty that is not due for long.
CREATE FUNCTION duty_standing(as_of date, due_soon integer, forecast integer)
RETURNS TABLE (id uuid, person_id uuid, path text, organisation_id uuid, kind text, field text, cycle_id uuid, year integer,
    opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, rule_set text, seat text, level text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.person_id, d.path::text, d.organisation_id, d.kind, d.field, d.cycle_id, d.year, d.opened_on, e.due_on,
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
