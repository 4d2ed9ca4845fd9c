-- Notices: what people are to be told, over which channel, and what became of it. One key over one channel is one notice, so
-- that a run that is repeated, or was missed, tells everybody once.

CREATE TABLE notice (
    person_id uuid NOT NULL CONSTRAINT notice_person REFERENCES person,
    -- What it says, such as a case, a rule and a due day.
    key text NOT NULL CONSTRAINT notice_key CHECK (length(key) BETWEEN 1 AND 200),
    channel text NOT NULL CONSTRAINT notice_channel CHECK (channel IN ('file', 'smtp', 'webhook')),
    id uuid NOT NULL,
    path scope_path NOT NULL,
    due_on date NOT NULL,
    subject_zh text NOT NULL,
    subject_en text NOT NULL,
    body_zh text NOT NULL,
    body_en text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id uuid NOT NULL CONSTRAINT notice_act REFERENCES act,
    -- What became of it: tries, when the next one is due, when it got through, and why the last try did not.
    tries integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at timestamptz,
    failure text,
    CONSTRAINT notice_pk PRIMARY KEY (person_id, key, channel)
);
CREATE UNIQUE INDEX notice_by_id ON notice (id);
CREATE INDEX notice_waiting ON notice (next_at, id) WHERE sent_at IS NULL;
CREATE INDEX notice_by_path ON notice (path, id);

-- Where mail about an organisation and everything below it goes; the nearest above counts.
CREATE TABLE notice_address (
    organisation_id uuid CONSTRAINT notice_address_pk PRIMARY KEY CONSTRAINT notice_address_organisation REFERENCES organisation,
    path scope_path NOT NULL,
    address text NOT NULL CONSTRAINT notice_address_form CHECK (address ~ '^[^@\s<>,;]+@[^@\s<>,;]+$' AND length(address) <= 200),
    act_id uuid NOT NULL CONSTRAINT notice_address_act REFERENCES act
);

CALL guard_by_path('notice');
CALL guard_by_path('notice_address');
GRANT UPDATE (path, tries, next_at, sent_at, failure) ON notice TO dangwu_app;
GRANT UPDATE (path, address, act_id) ON notice_address TO dangwu_app;

-- The address that counts for a place may be kept above the caller's scope.
CREATE FUNCTION notice_address_of(place text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.address FROM notice_address a WHERE starts_with(place, a.path) ORDER BY length(a.path) DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION notice_address_of FROM public;
GRANT EXECUTE ON FUNCTION notice_address_of TO dangwu_app;

CREATE OR REPLACE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due', 'recruitment_trait',
        'membership_decision', 'membership_decision_annulment', 'notice']
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
