-- The key of ID numbers can be changed while people work. A rotation has three steps, each a fact: `begun`, from when on
-- numbers are written under the new key; `filled`, when nothing is left under the old one, from when on they are found by the new one;
-- `retired`, when what the old key had made is deleted and it can be put away. Until `filled` each number has a hash under either key,
-- so a program finds everybody whichever of the two it has heard about.

CREATE TABLE key_rotation (
    name text NOT NULL,
    -- The edition of `key_check` that the step concerns: the new one for `begun` and `filled`, the old one for `retired`.
    edition integer NOT NULL,
    step text NOT NULL CONSTRAINT key_rotation_step CHECK (step IN ('begun', 'filled', 'retired')),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT key_rotation_pk PRIMARY KEY (name, edition, step),
    CONSTRAINT key_rotation_edition FOREIGN KEY (name, edition) REFERENCES key_check
);
ALTER TABLE key_rotation ENABLE ROW LEVEL SECURITY;
-- Every program asks which key holds; the owner's command alone writes it.
CREATE POLICY everybody ON key_rotation FOR SELECT USING (true);
GRANT SELECT ON key_rotation TO dangwu_app;

-- Which edition of the key a number, a hash or a secret is kept under.
ALTER TABLE person ADD COLUMN key_edition integer NOT NULL DEFAULT 1;
ALTER TABLE person_id_number ADD COLUMN key_edition integer NOT NULL DEFAULT 1
    CONSTRAINT person_id_number_key CHECK (key_edition > 0);
ALTER TABLE second_factor ADD COLUMN key_edition integer NOT NULL DEFAULT 1
    CONSTRAINT second_factor_key CHECK (key_edition > 0);
ALTER TABLE identity_lookup ADD COLUMN key_edition integer NOT NULL DEFAULT 1;

-- The edition that is written with.
CREATE FUNCTION writing_key() RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(c.edition), 1) FROM key_check c WHERE c.name = 'identity'
$$;

-- A program that does not have the new key cannot write what the rotation would miss.
CREATE FUNCTION require_writing_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    missed boolean;
BEGIN
    IF TG_TABLE_NAME = 'person_id_number' THEN
        missed := EXISTS (SELECT FROM new_rows r WHERE r.key_edition < writing_key() AND NOT EXISTS (
            SELECT FROM new_rows n WHERE n.person_id = r.person_id AND n.key_edition = writing_key()));
    ELSE
        missed := EXISTS (SELECT FROM new_rows r WHERE r.key_edition < writing_key());
    END IF;
    IF missed THEN
        RAISE check_violation USING MESSAGE = 'written under a key that was changed', CONSTRAINT = TG_TABLE_NAME || '_key';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER writing_key AFTER INSERT ON person_id_number REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION require_writing_key();
CREATE TRIGGER writing_key AFTER INSERT ON second_factor REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION require_writing_key();

INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('key_rotation', '*', 'steps of a change of keys; each has an audit event'),
    ('person', 'key_edition', 'which key opens the number; the number itself is sealed'),
    ('person_id_number', 'key_edition', 'which key made the hash; the hash itself is sealed'),
    ('second_factor', 'key_edition', 'which key opens the secret; its digest is sealed');
CALL audit_enrol();
CALL withdraw_public_execution();
