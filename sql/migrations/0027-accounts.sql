-- People sign in with an account name and a password, and with a second factor where they have one. A session is a token with an
-- idle limit. What proves a person (hashes, sealed secrets) can be written by the application and not read by it: only the function
-- that a sign-in begins with returns it, for one account name, and counts the attempt before it does.

ALTER TABLE account ADD COLUMN sign_in_name text COLLATE "C"
    CONSTRAINT account_sign_in_name_form CHECK (sign_in_name ~ '^[a-z0-9][a-z0-9._-]{1,59}$');
ALTER TABLE account ADD CONSTRAINT account_sign_in_name_unique UNIQUE (sign_in_name);
ALTER TABLE account ADD COLUMN active boolean NOT NULL DEFAULT true;
GRANT UPDATE (name, sign_in_name, active) ON account TO dangwu_app;

ALTER TABLE token ADD COLUMN kind text NOT NULL DEFAULT 'api' CONSTRAINT token_kind CHECK (kind IN ('api', 'session'));
ALTER TABLE token ADD COLUMN idle_minutes integer CONSTRAINT token_idle_minutes CHECK (idle_minutes > 0);
-- Whether the person proved a second factor when it was made. No token of earlier versions did.
ALTER TABLE token ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
GRANT SELECT (kind, idle_minutes, second_factor) ON token TO dangwu_app;
CREATE INDEX token_by_account ON token (account_id, id);
DROP INDEX token_by_path;
CREATE INDEX token_api_by_path ON token (path, id) WHERE kind = 'api';
CREATE INDEX token_session_by_path ON token (path, id) WHERE kind = 'session';

-- A token that was replaced by another, and until when it still holds.
CREATE TABLE token_replacement (
    token_id uuid CONSTRAINT token_replacement_pk PRIMARY KEY CONSTRAINT token_replacement_token REFERENCES token,
    path scope_path NOT NULL,
    successor_id uuid NOT NULL CONSTRAINT token_replacement_successor REFERENCES token,
    ends_at timestamptz NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT token_replacement_audit_event REFERENCES audit_event
);
CALL guard_by_path('token_replacement');
GRANT UPDATE (path) ON token_replacement TO dangwu_app;

-- The latest is the one that holds. One that was given by an administrator opens a single session, in which it is replaced.
CREATE TABLE account_password (
    id uuid CONSTRAINT account_password_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT account_password_account REFERENCES account,
    path scope_path NOT NULL,
    -- scrypt (RFC 7914): N = 2^cost, r = block, p = lanes.
    salt bytea NOT NULL,
    hash bytea NOT NULL,
    cost integer NOT NULL CONSTRAINT account_password_cost CHECK (cost BETWEEN 1 AND 30),
    block integer NOT NULL CONSTRAINT account_password_block CHECK (block BETWEEN 1 AND 64),
    lanes integer NOT NULL CONSTRAINT account_password_lanes CHECK (lanes BETWEEN 1 AND 16),
    temporary boolean NOT NULL,
    expires_at timestamptz,
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT account_password_audit_event REFERENCES audit_event
);
CREATE INDEX account_password_by_account ON account_password (account_id, set_at);
CALL guard_by_path('account_password');
REVOKE SELECT ON account_password FROM dangwu_app;
GRANT SELECT (id, account_id, path, temporary, expires_at, set_at), UPDATE (path) ON account_password TO dangwu_app;

-- A shared secret of time-based codes (RFC 6238), sealed by the program's key; ended by a revocation.
CREATE TABLE second_factor (
    id uuid CONSTRAINT second_factor_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT second_factor_account REFERENCES account,
    path scope_path NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT second_factor_audit_event REFERENCES audit_event
);
CREATE INDEX second_factor_by_account ON second_factor (account_id, created_at);
CALL guard_by_path('second_factor');
REVOKE SELECT ON second_factor FROM dangwu_app;
GRANT SELECT (id, account_id, path, created_at), UPDATE (path) ON second_factor TO dangwu_app;

-- Codes for a lost device, each of which works once.
CREATE TABLE recovery_code (
    id uuid CONSTRAINT recovery_code_pk PRIMARY KEY,
    second_factor_id uuid NOT NULL CONSTRAINT recovery_code_second_factor REFERENCES second_factor,
    account_id uuid NOT NULL CONSTRAINT recovery_code_account REFERENCES account,
    path scope_path NOT NULL,
    -- SHA-256 of 80 random bits.
    hash bytea NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT recovery_code_audit_event REFERENCES audit_event
);
CREATE INDEX recovery_code_by_second_factor ON recovery_code (second_factor_id);
CALL guard_by_path('recovery_code');
REVOKE SELECT ON recovery_code FROM dangwu_app;
GRANT SELECT (id, second_factor_id, account_id, path), UPDATE (path) ON recovery_code TO dangwu_app;

-- What was used: a step of a second factor, a recovery code or a temporary password (step 0). The key is what makes it single.
CREATE TABLE code_use (
    subject_id uuid NOT NULL,
    step bigint NOT NULL,
    path scope_path NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT code_use_pk PRIMARY KEY (subject_id, step)
);
CREATE INDEX code_use_by_age ON code_use (at) WHERE step > 0;
CALL guard_by_path('code_use');
GRANT UPDATE (path) ON code_use TO dangwu_app;

-- Attempts by name, existing or not, so that an unknown name is locked as a known one is. Kept for the period of the setting.
CREATE TABLE sign_in_attempt (
    id uuid CONSTRAINT sign_in_attempt_pk PRIMARY KEY,
    name_hash bytea NOT NULL,
    account_id uuid,
    path scope_path NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    door text NOT NULL,
    outcome text NOT NULL CONSTRAINT sign_in_attempt_outcome CHECK (outcome IN ('failed', 'succeeded', 'withdrawn'))
);
CREATE INDEX sign_in_attempt_by_name ON sign_in_attempt (name_hash, at);
CREATE INDEX sign_in_attempt_by_account ON sign_in_attempt (account_id, at);
CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (at);
CALL guard_by_path('sign_in_attempt');
REVOKE INSERT ON sign_in_attempt FROM dangwu_app;
GRANT UPDATE (path) ON sign_in_attempt TO dangwu_app;

-- When a token or a grant was last used, to a few minutes. No fact: a row is overwritten.
CREATE TABLE access_use (
    subject_id uuid CONSTRAINT access_use_pk PRIMARY KEY,
    path scope_path NOT NULL,
    used_at timestamptz NOT NULL
);
CALL guard_by_path('access_use');
REVOKE INSERT ON access_use FROM dangwu_app;
GRANT UPDATE (path) ON access_use TO dangwu_app;

-- Failures of an account since its last success, its last password and the beginning of the window.
CREATE FUNCTION recent_failures(hashed bytea, who uuid, since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM sign_in_attempt f
    WHERE f.name_hash = hashed AND f.outcome = 'failed' AND f.at > greatest(since,
        (SELECT max(s.at) FROM sign_in_attempt s WHERE s.name_hash = hashed AND s.at > since AND s.outcome = 'succeeded'),
        (SELECT max(p.set_at) FROM account_password p WHERE p.account_id = who))
$$;
REVOKE ALL ON FUNCTION recent_failures FROM public;

-- Begins a sign-in: counts the attempt as failed until it is finished, and returns what proves the person. One row always, so that
-- an unknown name is answered like a known one.
CREATE FUNCTION begin_sign_in(
    wanted text, hashed bytea, through text, attempt uuid, since timestamptz, allowed integer, kept_since timestamptz
) RETURNS TABLE (
    locked boolean, account_id uuid, path scope_path, name text, active boolean,
    password_id uuid, salt bytea, hash bytea, cost integer, block integer, lanes integer, temporary boolean, expired boolean,
    used boolean, factor_id uuid, sealed bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who account;
BEGIN
    -- One at a time for a name: guesses that come at once are counted one after another.
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(hashed, 'hex'), 23));
    SELECT a.* INTO who FROM account a WHERE a.sign_in_name = wanted;
    DELETE FROM sign_in_attempt s WHERE s.id IN (
        SELECT o.id FROM sign_in_attempt o WHERE o.at < kept_since AND o.at < now() - interval '1 day'
        ORDER BY o.at LIMIT 100 FOR UPDATE SKIP LOCKED);
    DELETE FROM code_use u WHERE (u.subject_id, u.step) IN (
        SELECT o.subject_id, o.step FROM code_use o WHERE o.step > 0 AND o.at < now() - interval '1 day'
        ORDER BY o.at LIMIT 100 FOR UPDATE SKIP LOCKED);
    locked := recent_failures(hashed, who.id, since) >= allowed;
    IF NOT locked THEN
        INSERT INTO sign_in_attempt (id, name_hash, account_id, path, door, outcome)
        VALUES (attempt, hashed, who.id, coalesce(who.path, '0.'), through, 'failed');
        account_id := who.id;
        path := who.path;
        name := who.name;
        active := who.active;
        SELECT p.id, p.salt, p.hash, p.cost, p.block, p.lanes, p.temporary, coalesce(p.expires_at <= now(), false),
            EXISTS (SELECT FROM code_use u WHERE u.subject_id = p.id)
        INTO password_id, salt, hash, cost, block, lanes, temporary, expired, used
        FROM account_password p WHERE p.account_id = who.id ORDER BY p.set_at DESC LIMIT 1;
        SELECT f.id, f.sealed INTO factor_id, sealed
        FROM second_factor f WHERE f.account_id = who.id
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)
        ORDER BY f.created_at DESC LIMIT 1;
    END IF;
    RETURN NEXT;
END
$$;
REVOKE ALL ON FUNCTION begin_sign_in FROM public;
GRANT EXECUTE ON FUNCTION begin_sign_in TO dangwu_app;

CREATE FUNCTION finish_sign_in(attempt uuid, came_to text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE sign_in_attempt SET outcome = came_to WHERE id = attempt AND outcome = 'failed'
$$;
REVOKE ALL ON FUNCTION finish_sign_in FROM public;
GRANT EXECUTE ON FUNCTION finish_sign_in TO dangwu_app;

-- The caller's own account, which may lie outside the scope that the caller works in.
CREATE FUNCTION own_account() RETURNS TABLE (account_id uuid, path scope_path, name text, sign_in_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.path, a.name, a.sign_in_name FROM account a
    WHERE (SELECT scope_is_proven()) AND a.id = nullif(current_setting('app.account', true), '')::uuid
$$;
REVOKE ALL ON FUNCTION own_account FROM public;
GRANT EXECUTE ON FUNCTION own_account TO dangwu_app;

-- What else there is to know about a token that is shown, before there is a scope.
CREATE FUNCTION token_state(hashed bytea, every_minutes integer) RETURNS TABLE (
    token_id uuid, account_path scope_path, kind text, second_factor boolean, active boolean, must_change boolean,
    has_factor boolean, idle boolean, replaced boolean, stale uuid[]
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.id, a.path, t.kind, t.second_factor, a.active,
        coalesce((SELECT p.temporary FROM account_password p WHERE p.account_id = a.id ORDER BY p.set_at DESC LIMIT 1), false),
        EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)),
        coalesce(greatest((SELECT u.used_at FROM access_use u WHERE u.subject_id = t.id), t.created_at)
            + make_interval(mins => t.idle_minutes) <= now(), false),
        EXISTS (SELECT FROM token_replacement n WHERE n.token_id = t.id AND n.ends_at <= now()),
        ARRAY(SELECT i.id FROM (SELECT t.id UNION ALL SELECT g.id FROM access_grant g WHERE g.account_id = a.id) AS i
            WHERE NOT EXISTS (SELECT FROM access_use u WHERE u.subject_id = i.id
                AND u.used_at > now() - make_interval(mins => every_minutes)))
    FROM token t JOIN account a ON a.id = t.account_id
    WHERE t.hash = hashed
$$;
REVOKE ALL ON FUNCTION token_state FROM public;
GRANT EXECUTE ON FUNCTION token_state TO dangwu_app;

-- Notes that a token that was shown, and grants of its account, were used.
CREATE FUNCTION note_use(hashed bytea, used uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO access_use (subject_id, path, used_at)
    SELECT i.id, i.path, now() FROM (
        SELECT t.id, t.path FROM token t WHERE t.hash = hashed
        UNION ALL
        SELECT g.id, g.path FROM access_grant g JOIN token t ON t.account_id = g.account_id WHERE t.hash = hashed) AS i
    WHERE i.id = ANY (used) ORDER BY i.id
    ON CONFLICT (subject_id) DO UPDATE SET used_at = excluded.used_at
$$;
REVOKE ALL ON FUNCTION note_use FROM public;
GRANT EXECUTE ON FUNCTION note_use TO dangwu_app;

-- Whether an account and all that it is granted, today or later, lie within the caller's scope: who may change it.
CREATE FUNCTION account_is_within(who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM account a WHERE a.id = who
            AND a.path >= current_setting('app.scope_lo', true) AND a.path < current_setting('app.scope_hi', true))
        AND NOT EXISTS (SELECT FROM access_grant g WHERE g.account_id = who
            AND (g.until IS NULL OR g.until > (now() AT TIME ZONE 'Asia/Shanghai')::date)
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
            AND NOT coalesce(g.path >= current_setting('app.scope_lo', true)
                AND g.path < current_setting('app.scope_hi', true), false))
$$;
REVOKE ALL ON FUNCTION account_is_within FROM public;
GRANT EXECUTE ON FUNCTION account_is_within TO dangwu_app;

-- A link between an account and a person can end, and another begin.
ALTER TABLE account_person ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE account_person ADD COLUMN ended_at timestamptz;
ALTER TABLE account_person ADD COLUMN ended_audit_event_id uuid;
ALTER TABLE account_person DROP CONSTRAINT account_person_pk;
ALTER TABLE account_person ADD CONSTRAINT account_person_id_pk PRIMARY KEY (id);
CREATE UNIQUE INDEX account_person_pk ON account_person (account_id) WHERE ended_at IS NULL;
GRANT UPDATE (ended_at, ended_audit_event_id) ON account_person TO dangwu_app;

-- An unused recovery code of a second factor, by its hash.
CREATE FUNCTION recovery_code_of(factor uuid, hashed bytea) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id FROM recovery_code c WHERE c.second_factor_id = factor AND c.hash = hashed
        AND NOT EXISTS (SELECT FROM code_use u WHERE u.subject_id = c.id)
$$;
REVOKE ALL ON FUNCTION recovery_code_of FROM public;
GRANT EXECUTE ON FUNCTION recovery_code_of TO dangwu_app;

-- What only the functions above read is sealed as its digest.
ALTER TABLE account_password ADD COLUMN hash_digest bytea GENERATED ALWAYS AS (sha256(salt || hash)) STORED;
ALTER TABLE second_factor ADD COLUMN sealed_digest bytea GENERATED ALWAYS AS (sha256(sealed)) STORED;
ALTER TABLE recovery_code ADD COLUMN hash_digest bytea GENERATED ALWAYS AS (sha256(hash)) STORED;
GRANT SELECT (cost, block, lanes, hash_digest, audit_event_id) ON account_password TO dangwu_app;
GRANT SELECT (sealed_digest, audit_event_id) ON second_factor TO dangwu_app;
GRANT SELECT (hash_digest, audit_event_id) ON recovery_code TO dangwu_app;
INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('account_password', 'salt', 'a secret; its digest is sealed in its place'),
    ('account_password', 'hash', 'a secret; its digest is sealed in its place'),
    ('second_factor', 'sealed', 'a secret; its digest is sealed in its place'),
    ('recovery_code', 'hash', 'a secret; its digest is sealed in its place'),
    ('code_use', '*', 'codes that were used, trimmed by age'),
    ('sign_in_attempt', '*', 'attempts, trimmed by age'),
    ('access_use', '*', 'when something was last used, overwritten');
CALL audit_enrol();
CALL withdraw_public_execution();
