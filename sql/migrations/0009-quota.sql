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

CALL guard_by_path('recruitment_trait');
CALL guard_by_path('recruitment_quota');
CALL guard_by_path('recruitment_floor');
GRANT UPDATE (path, until) ON recruitment_trait TO dangwu_app;
GRANT UPDATE (path) ON recruitment_quota TO dangwu_app;
GRANT UPDATE (path) ON recruitment_floor TO dangwu_app;

-- Votes and approvals of a year below an organisation: what uses seats up.
CREATE INDEX recruitment_step_admission ON recruitment_step (path, held_through)
    WHERE milestone IN ('branch_meeting', 'approval') AND NOT irregular AND annulled_act_id IS NULL;

CREATE OR REPLACE PROCEDURE move_subtree(old_path text, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['organisation', 'organisation_version', 'org_unit', 'person', 'membership', 'post',
        'tenure', 'duty', 'relief', 'relief_withdrawal', 'enrolment', 'enrolment_event', 'attendance_mark', 'credit',
        'account', 'token', 'access_grant', 'revocation', 'account_person', 'points_scheme', 'points_edition',
        'points_local', 'points_subject', 'points_participation', 'points_claim', 'points_period', 'points_period_event',
        'points_sheet', 'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due',
        'recruitment_trait', 'recruitment_quota', 'recruitment_floor']
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
