-- Corrections of what identifies a person and of the days of admission: as it was, as it became, why, and who agreed.

CREATE TABLE person_correction (
    id uuid CONSTRAINT person_correction_pk PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT person_correction_person REFERENCES person,
    path scope_path NOT NULL,
    field text NOT NULL CONSTRAINT person_correction_field CHECK (field IN ('name', 'sex', 'born', 'number', 'joined', 'converted')),
    -- As people read them: an ID number is masked, and sealed beside it. NULL: there was none.
    before text,
    after text NOT NULL,
    before_cipher bytea,
    after_cipher bytea,
    key_edition integer NOT NULL DEFAULT writing_key(),
    reason text NOT NULL CONSTRAINT person_correction_reason CHECK (length(reason) BETWEEN 1 AND 500),
    document text CONSTRAINT person_correction_document CHECK (length(document) BETWEEN 1 AND 200),
    recorded_on date NOT NULL DEFAULT today_in_china(),
    account_id uuid NOT NULL,
    -- Whether it needs the word of a second person before it has any effect. That word is in person_correction_decision.
    waits boolean NOT NULL,
    -- Follows from the decisions and is there for the index alone.
    open boolean NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT person_correction_audit_event REFERENCES audit_event,
    CONSTRAINT person_correction_sealed CHECK ((field = 'number') = (after_cipher IS NOT NULL)
        AND (field = 'number' OR before_cipher IS NULL)),
    CONSTRAINT person_correction_open CHECK (waits OR NOT open)
);
CREATE INDEX person_correction_by_path ON person_correction (path, id);
CREATE INDEX person_correction_waiting ON person_correction (path, id) WHERE open;
CREATE INDEX person_correction_by_person ON person_correction (person_id, id);
CREATE UNIQUE INDEX person_correction_one_open ON person_correction (person_id, field) WHERE open;
CALL guard_by_path('person_correction');
GRANT UPDATE (path, open) ON person_correction TO dangwu_app;

-- What a second person said about a correction that waits.
CREATE TABLE person_correction_decision (
    correction_id uuid CONSTRAINT person_correction_decision_pk PRIMARY KEY
        CONSTRAINT person_correction_decision_of REFERENCES person_correction,
    person_id uuid NOT NULL,
    path scope_path NOT NULL,
    approved boolean NOT NULL,
    reason text CONSTRAINT person_correction_decision_reason CHECK (length(reason) BETWEEN 1 AND 500),
    decided_on date NOT NULL DEFAULT today_in_china(),
    account_id uuid NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT person_correction_decision_audit_event REFERENCES audit_event,
    CONSTRAINT person_correction_decision_says_why CHECK (approved OR reason IS NOT NULL)
);
CALL guard_by_path('person_correction_decision');
GRANT UPDATE (path) ON person_correction_decision TO dangwu_app;

-- Gives a person another ID number, found by its hash under each key that is in use. The hashes before are removed, which only the
-- owner may; nothing happens for somebody outside the caller's scope.
CREATE FUNCTION renumber_person(
    who uuid, cipher bytea, edition integer, hashes bytea[], editions integer[], sex_of text, birth date, by_event uuid
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_proof();
    IF NOT EXISTS (SELECT FROM person p WHERE p.id = who AND in_scope(p.path)) THEN RETURN false; END IF;
    DELETE FROM person_id_number n WHERE n.person_id = who;
    INSERT INTO person_id_number (id_hash, person_id, key_edition)
    SELECT h.hash, who, h.edition FROM unnest(hashes, editions) AS h (hash, edition) ORDER BY h.hash;
    UPDATE person SET id_cipher = cipher, key_edition = edition, sex = sex_of, born_on = birth, version = version + 1,
        audit_event_id = by_event
    WHERE id = who;
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION renumber_person FROM public;
GRANT EXECUTE ON FUNCTION renumber_person TO dangwu_app;

INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('person_correction', 'key_edition', 'which key opens the numbers; the numbers themselves are sealed');
CALL audit_enrol();
CALL withdraw_public_execution();
