-- Seats of a year down the tree, what a structure needs, and what people are.

-- Groups that structure floors speak of; women and those of 35 and younger follow from the register.
CREATE TABLE recruitment_trait (
    person_id uuid NOT NULL CONSTRAINT recruitment_trait_person REFERENCES person,
    trait text NOT NULL CONSTRAINT recruitment_trait_known CHECK (trait IN ('educated', 'front_line', 'worker', 'farmer',
        'young_intellectual', 'ex_serviceman', 'minority', 'student', 'non_public', 'social_organisation')),
    since date NOT NULL,
    path scope_path NOT NULL,
    until date,
    act_id uuid NOT NULL CONSTRAINT recruitment_trait_act REFERENCES act,
    CONSTRAINT recruitment_trait_pk PRIMARY KEY (person_id, trait, since),
    CONSTRAINT recruitment_trait_days CHECK (until > since)
);
CREATE UNIQUE INDEX recruitment_trait_once ON recruitment_trait (person_id, trait) WHERE until IS NULL;

-- Seats given to an organisation for a year, and every change of them with its document: their sum is what it has.
CREATE TABLE recruitment_quota (
    organisation_id uuid NOT NULL CONSTRAINT recruitment_quota_organisation REFERENCES organisation,
    year integer NOT NULL CONSTRAINT recruitment_quota_year CHECK (year BETWEEN 1990 AND 2200),
    number integer NOT NULL,
    path scope_path NOT NULL,
    seats integer NOT NULL CONSTRAINT recruitment_quota_seats CHECK (seats <> 0 AND abs(seats) <= 1000000),
    document text NOT NULL CONSTRAINT recruitment_quota_document CHECK (length(document) BETWEEN 1 AND 200),
    reason text NOT NULL CONSTRAINT recruitment_quota_reason CHECK (length(reason) BETWEEN 1 AND 500),
    -- Plans are given out in batches; nothing when it was not said which.
    batch integer CONSTRAINT recruitment_quota_batch CHECK (batch BETWEEN 1 AND 99),
    decided_on date NOT NULL,
    act_id uuid NOT NULL CONSTRAINT recruitment_quota_act REFERENCES act,
    CONSTRAINT recruitment_quota_pk PRIMARY KEY (organisation_id, year, number)
);

-- At least so many of a group; the last number of a group is what holds.
CREATE TABLE recruitment_floor (
    organisation_id uuid NOT NULL CONSTRAINT recruitment_floor_organisation REFERENCES organisation,
    year integer NOT NULL,
    structure text NOT NULL,
    number integer NOT NULL,
    path scope_path NOT NULL,
    at_least integer NOT NULL CONSTRAINT recruitment_floor_at_least CHECK (at_least >= 0),
    document text NOT NULL CONSTRAINT recruitment_floor_document CHECK (length(document) BETWEEN 1 AND 200),
    act_id uuid NOT NULL CONSTRAINT recruitment_floor_act REFERENCES act,
    CONSTRAINT recruitment_floor_pk PRIMARY KEY (organisation_id, year, structure, number)
);

-- What a superior guarantees an organisation in a year, and the most it may get; the last number is what holds.
CREATE TABLE recruitment_bound (
    organisation_id uuid NOT NULL CONSTRAINT recruitment_bound_organisation REFERENCES organisation,
    year integer NOT NULL CONSTRAINT recruitment_bound_year CHECK (year BETWEEN 1990 AND 2200),
    number integer NOT NULL,
    path scope_path NOT NULL,
    at_least integer NOT NULL CONSTRAINT recruitment_bound_at_least CHECK (at_least >= 0),
    at_most integer CONSTRAINT recruitment_bound_at_most CHECK (at_most >= at_least),
    document text NOT NULL CONSTRAINT recruitment_bound_document CHECK (length(document) BETWEEN 1 AND 200),
    act_id uuid NOT NULL CONSTRAINT recruitment_bound_act REFERENCES act,
    CONSTRAINT recruitment_bound_pk PRIMARY KEY (organisation_id, year, number)
);

-- Votes and approvals that admitted somebody: what uses seats up, where it was and who the person was on that day. Derived from
-- the steps of a case; it stays with the branch that admitted when the person moves on.
CREATE TABLE recruitment_admission (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    milestone text NOT NULL CONSTRAINT recruitment_admission_milestone CHECK (milestone IN ('branch_meeting', 'approval')),
    path scope_path NOT NULL,
    held_on date NOT NULL,
    sex text NOT NULL,
    born_on date NOT NULL,
    traits text[] NOT NULL,
    CONSTRAINT recruitment_admission_pk PRIMARY KEY (person_id, case_id, milestone),
    CONSTRAINT recruitment_admission_case FOREIGN KEY (person_id, case_id) REFERENCES recruitment_case
);
CREATE INDEX recruitment_admission_by_path ON recruitment_admission (path, milestone, held_on);

CALL guard_by_path('recruitment_bound');
CALL guard_by_path('recruitment_admission');
GRANT UPDATE (path) ON recruitment_bound TO dangwu_app;
GRANT UPDATE (path) ON recruitment_admission TO dangwu_app;

-- Makes the admissions of a case follow its steps. An earlier branch may lie out of sight, so this runs with the owner's
-- rights; it does nothing for a person outside the caller's scope.
CREATE FUNCTION keep_admissions(who uuid, which uuid, held text[], days date[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM person p WHERE p.id = who AND p.path >= current_setting('app.scope_lo', true)
        AND p.path < current_setting('app.scope_hi', true)) THEN
        RETURN;
    END IF;
    DELETE FROM recruitment_admission a WHERE a.person_id = who AND a.case_id = which
        AND NOT EXISTS (SELECT FROM unnest(held, days) AS n (milestone, day)
            WHERE n.milestone = a.milestone AND n.day = a.held_on);
    INSERT INTO recruitment_admission (person_id, case_id, milestone, path, held_on, sex, born_on, traits)
    SELECT who, which, n.milestone, c.path, n.day, p.sex, p.born_on, coalesce((
            SELECT array_agg(t.trait ORDER BY t.trait) FROM recruitment_trait t
            WHERE t.person_id = who AND t.since <= n.day AND (t.until IS NULL OR t.until > n.day)), '{}')
    FROM unnest(held, days) AS n (milestone, day)
        JOIN recruitment_case c ON c.person_id = who AND c.id = which
        JOIN person p ON p.id = who
    ON CONFLICT ON CONSTRAINT recruitment_admission_pk DO NOTHING;
END
$$;
REVOKE ALL ON FUNCTION keep_admissions FROM public;
GRANT EXECUTE ON FUNCTION keep_admissions TO dangwu_app;

CALL guard_by_path('recruitment_trait');
CALL guard_by_path('recruitment_quota');
CALL guard_by_path('recruitment_floor');
GRANT UPDATE (path, until) ON recruitment_trait TO dangwu_app;
GRANT UPDATE (path) ON recruitment_quota TO dangwu_app;
GRANT UPDATE (path) ON recruitment_floor TO dangwu_app;

CREATE OR REPLACE PROCEDURE move_subtree(old_path text, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['organisation', 'organisation_version', 'org_unit', 'person', 'membership', 'post',
        'tenure', 'duty', 'relief', 'relief_withdrawal', 'enrolment', 'enrolment_event', 'attendance_mark', 'credit',
        'account', 'token', 'access_grant', 'revocation', 'account_person', 'points_scheme', 'points_edition',
        'points_local', 'points_subject', 'points_participation', 'points_claim', 'points_period', 'points_period_event',
        'points_sheet', 'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due',
        'recruitment_trait', 'recruitment_quota', 'recruitment_floor', 'recruitment_bound', 'recruitment_admission']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 || substr(path, length($1) + 1)
            WHERE path >= $1 AND path < left($1, -1) || ''/''', moved) USING old_path, new_path;
    END LOOP;
END
$$;

CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due', 'recruitment_trait']
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
