-- Recruitment: cases, what was recorded about them, what was ruled on them, and what is due. Tables that grow with the
-- membership begin with person_id.

CREATE TABLE recruitment_case (
    person_id uuid NOT NULL CONSTRAINT recruitment_case_person REFERENCES person,
    id uuid NOT NULL,
    -- Where the person's membership lies today; it moves with the person.
    path scope_path NOT NULL,
    opened_on date NOT NULL,
    -- The stage that was reached and how the case stands; both follow from the steps and are kept here for lists.
    stage integer NOT NULL DEFAULT 1 CONSTRAINT recruitment_case_stage CHECK (stage BETWEEN 1 AND 5),
    state text NOT NULL DEFAULT 'open' CONSTRAINT recruitment_case_state
        CHECK (state IN ('open', 'admitted', 'refused', 'cancelled', 'withdrawn', 'unrecognised')),
    -- Known to leave the unit on this day.
    leaves_on date,
    -- The rules by which what is due was reckoned last: the key of the set, and a digest of rules and holidays.
    rule_set text NOT NULL,
    reckoned_by text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    act_id uuid NOT NULL CONSTRAINT recruitment_case_act REFERENCES act,
    CONSTRAINT recruitment_case_pk PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX recruitment_case_one_open ON recruitment_case (person_id) WHERE state = 'open';
CREATE UNIQUE INDEX recruitment_case_by_id ON recruitment_case (id);
CREATE INDEX recruitment_case_by_path ON recruitment_case (path, id);
CREATE INDEX recruitment_case_reckoned ON recruitment_case (reckoned_by, path) WHERE state IN ('open', 'admitted');

-- Numbered in the order of recording, which is not that of the days.
CREATE TABLE recruitment_step (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    number integer NOT NULL CONSTRAINT recruitment_step_number CHECK (number > 0),
    path scope_path NOT NULL,
    milestone text NOT NULL,
    -- The same day twice, or a month of which the papers say no more.
    held_from date NOT NULL,
    held_through date NOT NULL,
    content jsonb NOT NULL,
    evidence text[] NOT NULL,
    -- Against a gate: a fact of the past on which nothing can rest, with the reason for recording it.
    irregular boolean NOT NULL,
    reason text CONSTRAINT recruitment_step_reason_length CHECK (length(reason) BETWEEN 1 AND 500),
    -- Ids of the rules that it broke, deadlines included, by the set that was in force on its day.
    broken text[] NOT NULL,
    rule_set text NOT NULL,
    key text NOT NULL CONSTRAINT recruitment_step_key_length CHECK (length(key) BETWEEN 1 AND 200),
    act_id uuid NOT NULL CONSTRAINT recruitment_step_act REFERENCES act,
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The act that found the entry to be wrong; it then counts for nothing.
    annulled_act_id uuid,
    CONSTRAINT recruitment_step_pk PRIMARY KEY (person_id, case_id, number),
    CONSTRAINT recruitment_step_case FOREIGN KEY (person_id, case_id) REFERENCES recruitment_case,
    CONSTRAINT recruitment_step_key UNIQUE (person_id, case_id, key),
    CONSTRAINT recruitment_step_days CHECK (held_from <= held_through),
    CONSTRAINT recruitment_step_irregular CHECK (NOT irregular OR reason IS NOT NULL)
);

-- Decisions about a case as a whole: withdrawn by the person, or an admission that is not recognised.
CREATE TABLE recruitment_ruling (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    path scope_path NOT NULL,
    ruling text NOT NULL CONSTRAINT recruitment_ruling_kind CHECK (ruling IN ('withdrawn', 'unrecognised')),
    decided_on date NOT NULL,
    reason text NOT NULL CONSTRAINT recruitment_ruling_reason CHECK (length(reason) BETWEEN 1 AND 500),
    document text NOT NULL CONSTRAINT recruitment_ruling_document CHECK (length(document) BETWEEN 1 AND 200),
    act_id uuid NOT NULL CONSTRAINT recruitment_ruling_act REFERENCES act,
    CONSTRAINT recruitment_ruling_pk PRIMARY KEY (person_id, case_id),
    CONSTRAINT recruitment_ruling_case FOREIGN KEY (person_id, case_id) REFERENCES recruitment_case
);

-- What cases have to have by a day. Derived from steps and rules: it can be made anew at any time.
CREATE TABLE recruitment_due (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    path scope_path NOT NULL,
    rule text NOT NULL,
    milestone text NOT NULL,
    due_on date NOT NULL,
    -- The last day in special cases.
    special_on date,
    kind text NOT NULL CONSTRAINT recruitment_due_kind CHECK (kind IN ('due', 'blocked')),
    basis text NOT NULL,
    CONSTRAINT recruitment_due_pk PRIMARY KEY (person_id, case_id, rule, milestone),
    CONSTRAINT recruitment_due_case FOREIGN KEY (person_id, case_id) REFERENCES recruitment_case
);
CREATE INDEX recruitment_due_by_path ON recruitment_due (path, due_on, case_id, rule);

CALL guard_by_path('recruitment_case');
CALL guard_by_path('recruitment_step');
CALL guard_by_path('recruitment_ruling');
CALL guard_by_path('recruitment_due');
GRANT UPDATE (path, stage, state, leaves_on, rule_set, reckoned_by, version) ON recruitment_case TO dangwu_app;
GRANT UPDATE (path, annulled_act_id) ON recruitment_step TO dangwu_app;
GRANT UPDATE (path) ON recruitment_ruling TO dangwu_app;
GRANT UPDATE (path), DELETE ON recruitment_due TO dangwu_app;

-- The days on which somebody in scope came from another organisation: memberships elsewhere are out of sight, but what was
-- done there goes on counting. A policy on membership for this would make every join with it walk the table.
CREATE FUNCTION transfers_of(who uuid) RETURNS SETOF date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT m.since FROM person p JOIN membership m ON m.person_id = p.id
    WHERE p.id = who AND p.path >= current_setting('app.scope_lo', true) AND p.path < current_setting('app.scope_hi', true)
        AND EXISTS (SELECT FROM membership b WHERE b.person_id = who AND b.until = m.since AND b.ended_as = 'transferred')
    ORDER BY m.since
$$;
REVOKE ALL ON FUNCTION transfers_of FROM public;
GRANT EXECUTE ON FUNCTION transfers_of TO dangwu_app;

CREATE OR REPLACE PROCEDURE move_subtree(old_path text, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['organisation', 'organisation_version', 'org_unit', 'person', 'membership', 'post',
        'tenure', 'duty', 'relief', 'relief_withdrawal', 'enrolment', 'enrolment_event', 'attendance_mark', 'credit',
        'account', 'token', 'access_grant', 'revocation', 'account_person', 'points_scheme', 'points_edition',
        'points_local', 'points_subject', 'points_participation', 'points_claim', 'points_period', 'points_period_event',
        'points_sheet', 'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 || substr(path, length($1) + 1)
            WHERE path >= $1 AND path < left($1, -1) || ''/''', moved) USING old_path, new_path;
    END LOOP;
END
$$;

-- Published sheets stay with the branch that published them; a recruitment case goes on where the person goes.
CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE person_id = $1', moved) USING mover, new_path;
    END LOOP;
    FOREACH moved IN ARRAY ARRAY['points_subject', 'points_participation', 'points_claim']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE subject_id = $1', moved) USING mover, new_path;
    END LOOP;
    UPDATE person SET path = new_path WHERE id = mover;
END
$$;
