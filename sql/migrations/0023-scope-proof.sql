-- A scope has to be proven. The settings app.scope_lo and app.scope_hi can be changed by any statement, so they decide
-- only together with app.scope_proof: a signature (HMAC-SHA-256, RFC 2104) over scope, account and time of expiry, made
-- with a key that the application's role cannot read. SQL that gets into a statement can then narrow the scope or lose it.

-- The keys that proofs are made with, as the two padded blocks of HMAC. The program holds the key itself.
CREATE TABLE scope_key (
    -- The first bytes of the key's SHA-256, as proofs name it.
    id text CONSTRAINT scope_key_pk PRIMARY KEY CONSTRAINT scope_key_id CHECK (id ~ '^[0-9a-f]{16}$'),
    inner_block bytea NOT NULL CONSTRAINT scope_key_inner_block CHECK (length(inner_block) = 64),
    outer_block bytea NOT NULL CONSTRAINT scope_key_outer_block CHECK (length(outer_block) = 64),
    since timestamptz NOT NULL DEFAULT now()
);

-- No policy: nobody but the owner.
ALTER TABLE scope_key ENABLE ROW LEVEL SECURITY;

-- The proof is 'key.expiry.signature', expiry in seconds since 1970.
CREATE FUNCTION scope_is_proven() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    proof text := current_setting('app.scope_proof', true);
    expiry text := split_part(proof, '.', 2);
    used scope_key;
BEGIN
    SELECT * INTO used FROM scope_key k WHERE k.id = split_part(proof, '.', 1);
    IF used.id IS NULL OR encode(sha256(used.outer_block || sha256(used.inner_block || convert_to(concat_ws('|',
            current_setting('app.scope_lo', true), current_setting('app.scope_hi', true),
            current_setting('app.account', true), expiry), 'UTF8'))), 'hex') <> split_part(proof, '.', 3) THEN
        RETURN false;
    END IF;
    -- Signed, so it is a number.
    RETURN expiry::bigint > extract(epoch FROM clock_timestamp());
END
$$;

-- The account whose token is shown, before there is a scope.
CREATE FUNCTION shown_account() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT t.account_id FROM token t
        WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex'));
END
$$;

-- The tokens and grants of that account.
CREATE FUNCTION shown_rights() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    shown uuid := shown_account();
BEGIN
    RETURN ARRAY(SELECT t.id FROM token t WHERE t.account_id = shown
        UNION ALL SELECT g.id FROM access_grant g WHERE g.account_id = shown);
END
$$;

-- Every policy that lets rows through holds only under a proof. The SELECT around the call makes it one evaluation for a
-- statement and table instead of one for a row.
CREATE PROCEDURE require_proof(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY proven ON %s AS RESTRICTIVE USING ((SELECT scope_is_proven()))', guarded);
END
$$;

CREATE OR REPLACE PROCEDURE guard_by_path(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY in_scope ON %s USING (path >= current_setting(''app.scope_lo'', true)
         AND path < current_setting(''app.scope_hi'', true))', guarded);
    CALL require_proof(guarded);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$$;

CREATE OR REPLACE PROCEDURE guard_by_subject(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY with_subject ON %1$s USING (EXISTS (
        SELECT FROM points_subject s WHERE s.subject_id = %1$s.subject_id))', guarded);
    CALL require_proof(guarded);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$$;

DO $$
DECLARE
    guarded regclass;
BEGIN
    FOR guarded IN
        SELECT c.oid::regclass FROM pg_class c
        WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
            AND c.relname NOT IN ('token', 'account', 'access_grant', 'revocation', 'scope_key')
        ORDER BY c.relname
    LOOP
        CALL require_proof(guarded);
    END LOOP;
    -- These four show some rows before there is a scope; what lies in a scope needs a proof as everywhere.
    FOREACH guarded IN ARRAY ARRAY['token', 'account', 'access_grant', 'revocation']::regclass[] LOOP
        EXECUTE format(
            'ALTER POLICY in_scope ON %s USING ((SELECT scope_is_proven())
             AND path >= current_setting(''app.scope_lo'', true) AND path < current_setting(''app.scope_hi'', true))',
            guarded);
    END LOOP;
END
$$;

-- A hash that is read in one scope must not show what the account holds in another.
REVOKE SELECT ON token FROM dangwu_app;
GRANT SELECT (id, account_id, path, label, created_at, expires_at, audit_event_id) ON token TO dangwu_app;
ALTER POLICY shown ON account USING (id = (SELECT shown_account()));
ALTER POLICY shown ON access_grant USING (account_id = (SELECT shown_account()));
ALTER POLICY shown ON revocation USING (subject_id = ANY ((SELECT shown_rights())::uuid[]));

-- Nobody writes in another account's name.
CREATE POLICY by_account ON audit_event AS RESTRICTIVE FOR INSERT
    WITH CHECK (account_id = nullif(current_setting('app.account', true), '')::uuid);

-- What runs with the owner's rights asks for the proof itself.
CREATE FUNCTION demand_proof() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT scope_is_proven() THEN
        RAISE insufficient_privilege USING MESSAGE = 'row-level security: the scope is not proven';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION addressee(wanted text) RETURNS TABLE(id uuid, path scope_path, code text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id, o.path, o.code, o.name FROM organisation o WHERE o.code = wanted AND o.until IS NULL
        AND (SELECT scope_is_proven())
$$;

CREATE OR REPLACE FUNCTION answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    t membership_transfer;
    m membership;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(t.to_path >= current_setting('app.scope_lo', true)
        AND t.to_path < current_setting('app.scope_hi', true), false) THEN
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
    ELSIF given <> 'returned' THEN
        RETURN 'missing';
    END IF;
    INSERT INTO membership_transfer_answer VALUES (who, which, t.path, t.to_path, given, given_on, given_remark, by_event);
    UPDATE membership_transfer SET open = false WHERE person_id = who AND id = which;
    RETURN 'done';
END
$$;

CREATE OR REPLACE FUNCTION claim_returning(hashes bytea[], places text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    returning_one record;
    found integer := 0;
BEGIN
    PERFORM demand_proof();
    FOR returning_one IN
        SELECT n.person_id, w.place FROM unnest(hashes, places) AS w (hash, place)
            JOIN person_id_number n ON n.id_hash = w.hash JOIN person p ON p.id = n.person_id
        WHERE p.path <> w.place AND w.place >= current_setting('app.scope_lo', true)
            AND w.place < current_setting('app.scope_hi', true)
            AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = n.person_id AND m.until IS NULL)
        ORDER BY n.person_id
    LOOP
        CALL move_person(returning_one.person_id, returning_one.place);
        found := found + 1;
    END LOOP;
    RETURN found;
END
$$;

CREATE OR REPLACE FUNCTION keep_admissions(who uuid, which uuid, held text[], days date[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_proof();
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

CREATE OR REPLACE PROCEDURE move_subtree(IN old_path text, IN new_path text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $_$
DECLARE
    moved record;
BEGIN
    PERFORM demand_proof();
    IF NOT coalesce(old_path >= current_setting('app.scope_lo', true) AND old_path < current_setting('app.scope_hi', true)
        AND new_path >= current_setting('app.scope_lo', true) AND new_path < current_setting('app.scope_hi', true), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'move_subtree outside the scope';
    END IF;
    FOR moved IN
        SELECT c.relname AS name, a.attname AS place FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.atttypid = 'scope_path'::regtype AND NOT a.attisdropped AND c.relkind = 'r'
            AND has_column_privilege('dangwu_app', c.oid, a.attnum, 'UPDATE')
        ORDER BY c.relname, a.attname
    LOOP
        EXECUTE format('UPDATE %1$I SET %2$I = $2 || substr(%2$I, length($1) + 1)
            WHERE %2$I >= $1 AND %2$I < left($1, -1) || ''/''', moved.name, moved.place) USING old_path, new_path;
    END LOOP;
END
$_$;

CREATE OR REPLACE FUNCTION notice_address_of(place text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.address FROM notice_address a WHERE starts_with(place, a.path) AND (SELECT scope_is_proven())
    ORDER BY length(a.path) DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION published_below(scheme uuid, low text, high text, before date) RETURNS TABLE(subject_id uuid, starts_on date, score numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM demand_proof();
    RETURN QUERY
    SELECT h.subject_id, p.starts_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE p.scheme_id = scheme AND p.starts_on < before AND p.state = 'closed' AND s.path >= low AND s.path < high
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
$$;

CREATE OR REPLACE FUNCTION published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_proof();
    RETURN QUERY
    SELECT DISTINCT s.subject_id
    FROM points_period p JOIN points_sheet h ON h.period_id = p.id JOIN points_subject s ON s.subject_id = h.subject_id
    WHERE p.scheme_id = scheme AND p.starts_on < last AND p.ends_on > first AND p.state = 'closed' AND p.id <> own
        AND s.path >= low AND s.path < high
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true);
END
$$;

CREATE OR REPLACE FUNCTION published_of(subjects uuid[], schemes uuid[]) RETURNS TABLE(subject_id uuid, scheme_id uuid, period_id uuid, starts_on date, ends_on date, score numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM demand_proof();
    RETURN QUERY
    SELECT h.subject_id, p.scheme_id, p.id, p.starts_on, p.ends_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE s.subject_id = ANY (subjects) AND p.scheme_id = ANY (schemes) AND p.state = 'closed'
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
$$;

CREATE OR REPLACE FUNCTION rule_digests() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE found AS (
        (SELECT c.calculated_by FROM recruitment_case c WHERE c.state IN ('open', 'admitted') ORDER BY c.calculated_by LIMIT 1)
        UNION ALL
        SELECT (SELECT c.calculated_by FROM recruitment_case c
            WHERE c.state IN ('open', 'admitted') AND c.calculated_by > f.calculated_by ORDER BY c.calculated_by LIMIT 1)
        FROM found f WHERE f.calculated_by IS NOT NULL
    )
    SELECT calculated_by FROM found WHERE calculated_by IS NOT NULL AND (SELECT scope_is_proven())
$$;

CREATE OR REPLACE FUNCTION transfers_of(who uuid) RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.since FROM person p JOIN membership m ON m.person_id = p.id
    WHERE p.id = who AND (SELECT scope_is_proven()) AND p.path >= current_setting('app.scope_lo', true) AND p.path < current_setting('app.scope_hi', true)
        AND (m.began_as = 'transferred' OR EXISTS (
            SELECT FROM membership b WHERE b.person_id = who AND b.until = m.since AND b.ended_as = 'transferred'))
    ORDER BY m.since
$$;

REVOKE ALL ON FUNCTION demand_proof, scope_is_proven, shown_account, shown_rights FROM public;
REVOKE ALL ON PROCEDURE require_proof FROM public;
GRANT EXECUTE ON FUNCTION scope_is_proven, shown_account, shown_rights TO dangwu_app;
