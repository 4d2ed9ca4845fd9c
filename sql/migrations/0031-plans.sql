-- Plans that are read by name, absences and decisions about seats that every plan heeds, and quotas that can be changed.

-- Somebody who is away for a time: no class of these days takes them.
CREATE TABLE absence (
    person_id uuid NOT NULL CONSTRAINT absence_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    kind text NOT NULL CONSTRAINT absence_kind CHECK (kind IN ('maternity', 'illness', 'secondment', 'other')),
    from_on date NOT NULL,
    -- The last day; NULL while it is not known.
    until_on date,
    reason text CONSTRAINT absence_reason CHECK (length(reason) BETWEEN 1 AND 500),
    document text NOT NULL CONSTRAINT absence_document CHECK (length(document) BETWEEN 1 AND 200),
    audit_event_id uuid NOT NULL CONSTRAINT absence_audit_event REFERENCES audit_event,
    CONSTRAINT absence_pk PRIMARY KEY (person_id, id),
    CONSTRAINT absence_dates CHECK (until_on >= from_on)
);
CREATE INDEX absence_by_path ON absence (path, id);

CREATE TABLE absence_withdrawal (
    person_id uuid NOT NULL,
    absence_id uuid NOT NULL,
    path scope_path NOT NULL,
    withdrawn_on date NOT NULL,
    reason text NOT NULL CONSTRAINT absence_withdrawal_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT absence_withdrawal_audit_event REFERENCES audit_event,
    CONSTRAINT absence_withdrawal_pk PRIMARY KEY (person_id, absence_id),
    CONSTRAINT absence_withdrawal_absence FOREIGN KEY (person_id, absence_id) REFERENCES absence
);

-- That somebody goes to a class, or does not, whatever a plan would make of it.
CREATE TABLE seating_decision (
    person_id uuid NOT NULL CONSTRAINT seating_decision_person REFERENCES person,
    id uuid NOT NULL,
    path scope_path NOT NULL,
    class_id uuid NOT NULL CONSTRAINT seating_decision_class REFERENCES training_class,
    kind text NOT NULL CONSTRAINT seating_decision_kind CHECK (kind IN ('pinned', 'excluded')),
    decided_on date NOT NULL,
    reason text NOT NULL CONSTRAINT seating_decision_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT seating_decision_audit_event REFERENCES audit_event,
    CONSTRAINT seating_decision_pk PRIMARY KEY (person_id, id)
);
CREATE INDEX seating_decision_by_path ON seating_decision (path, id);

CREATE TABLE seating_decision_withdrawal (
    person_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    path scope_path NOT NULL,
    withdrawn_on date NOT NULL,
    reason text NOT NULL CONSTRAINT seating_decision_withdrawal_reason CHECK (length(reason) BETWEEN 1 AND 500),
    audit_event_id uuid NOT NULL CONSTRAINT seating_decision_withdrawal_audit_event REFERENCES audit_event,
    CONSTRAINT seating_decision_withdrawal_pk PRIMARY KEY (person_id, decision_id),
    CONSTRAINT seating_decision_withdrawal_decision FOREIGN KEY (person_id, decision_id) REFERENCES seating_decision
);

-- What an accepted plan said about each of its people, by the names of that day: filed, and never calculated again.
CREATE TABLE plan_seat (
    plan_id uuid NOT NULL CONSTRAINT plan_seat_plan REFERENCES plan,
    number integer NOT NULL CONSTRAINT plan_seat_number CHECK (number > 0),
    -- Of the duty, as it was.
    path scope_path NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    organisation_name text,
    duty_kind text NOT NULL,
    change text NOT NULL CONSTRAINT plan_seat_change CHECK (change IN ('new', 'moved', 'withdrawn', 'kept', 'left_out')),
    before_code text,
    before_name text,
    before_starts_on date,
    after_code text,
    after_name text,
    after_starts_on date,
    reason_zh text NOT NULL,
    reason_en text NOT NULL,
    CONSTRAINT plan_seat_pk PRIMARY KEY (plan_id, number),
    CONSTRAINT plan_seat_classes CHECK ((change IN ('moved', 'withdrawn', 'kept')) = (before_code IS NOT NULL)
        AND (change IN ('new', 'moved', 'kept')) = (after_code IS NOT NULL))
);
CREATE INDEX plan_seat_changed ON plan_seat (plan_id, number) WHERE change IN ('new', 'moved', 'withdrawn');

CREATE INDEX plan_by_name ON plan (name, accepted_on);

CALL guard_by_path('absence');
CALL guard_by_path('absence_withdrawal');
CALL guard_by_path('seating_decision');
CALL guard_by_path('seating_decision_withdrawal');
CALL guard_by_path('plan_seat');
GRANT UPDATE (path) ON absence, absence_withdrawal, seating_decision, seating_decision_withdrawal, plan_seat TO dangwu_app;

-- The latest revision of a class and a subtree holds; no seats end the quota. From the day of release on, what is left of
-- the seats is open to everybody admitted.
ALTER TABLE class_quota ADD COLUMN revision integer NOT NULL DEFAULT 1 CONSTRAINT class_quota_revision CHECK (revision > 0),
    ADD COLUMN released_on date,
    ADD COLUMN reason text CONSTRAINT class_quota_reason CHECK (length(reason) BETWEEN 1 AND 500);
ALTER TABLE class_quota DROP CONSTRAINT class_quota_pk,
    ADD CONSTRAINT class_quota_pk PRIMARY KEY (class_id, path, revision),
    DROP CONSTRAINT class_quota_seats,
    ADD CONSTRAINT class_quota_seats CHECK (seats >= 0);

-- Absences and decisions about seats follow the person.
CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'credit_decision', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due', 'recruitment_trait',
        'membership_decision', 'membership_decision_annulment', 'notice',
        'absence', 'absence_withdrawal', 'seating_decision', 'seating_decision_withdrawal']
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

CALL audit_enrol();
CALL withdraw_public_execution();
