-- What an installation is checked by: the keys it was written with, and whether its server can still run functions.

-- A keyed digest of each key outside the database. It reveals nothing about the key; a program with another key, or without one,
-- refuses to start instead of writing numbers that nobody can read again. A new key gets a further edition.
CREATE TABLE key_check (
    name text NOT NULL CONSTRAINT key_check_name CHECK (name ~ '^[a-z]{1,40}$'),
    edition integer NOT NULL CONSTRAINT key_check_edition CHECK (edition > 0),
    value bytea NOT NULL CONSTRAINT key_check_value CHECK (length(value) = 32),
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT key_check_pk PRIMARY KEY (name, edition)
);
ALTER TABLE key_check ENABLE ROW LEVEL SECURITY;
-- The application writes the first value of a database that has none; a further edition is the owner's act.
CREATE POLICY everybody ON key_check USING (true) WITH CHECK (edition = 1);
GRANT SELECT, INSERT ON key_check TO dangwu_app;

-- A server whose package was replaced below it answers SELECT 1 and cannot load the language of its functions.
CREATE FUNCTION installation_ready() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM schema_migration);
END
$$;

-- Functions and procedures are executable by PUBLIC unless that is taken away. They belong to the application's role alone; those that
-- give tables their policies belong to the owner. Later migrations that make a routine call this at their end.
CREATE PROCEDURE withdraw_public_execution() LANGUAGE plpgsql AS $$
DECLARE
    routine record;
BEGIN
    FOR routine IN
        SELECT p.oid::regprocedure AS name, p.proname
        FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
    LOOP
        EXECUTE format('REVOKE ALL ON ROUTINE %s FROM public', routine.name);
        IF routine.proname NOT IN ('guard_by_path', 'guard_by_subject', 'show_from_below', 'require_proof',
            'withdraw_public_execution') THEN
            EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO dangwu_app', routine.name);
        END IF;
    END LOOP;
END
$$;
CALL withdraw_public_execution();
