-- Who may see and do what, and what was done. Everything that a caller reads or writes carries the path of an
-- organisation; the session's scope is a range over that path (app.scope_lo, app.scope_hi). Without it the
-- comparison is with NULL or '' and no row passes.

CREATE EXTENSION IF NOT EXISTS btree_gist;

DO $$
BEGIN
    CREATE ROLE dangwu_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    -- The role belongs to the whole cluster; another database of it was there first.
    NULL;
END
$$;

GRANT USAGE ON SCHEMA public TO dangwu_app;

-- The codes of an organisation and its ancestors, each ended by a dot: '61.6101.610116.'.
CREATE DOMAIN scope_path AS text COLLATE "C"
    CONSTRAINT scope_path_shape CHECK (VALUE ~ '^([0-9A-Za-z_-]+\.)+$');

-- Puts a table under the scope: readable and insertable inside it, never updated or deleted unless a later GRANT of
-- single columns says so.
CREATE PROCEDURE guard_by_path(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY in_scope ON %s USING (path >= current_setting(''app.scope_lo'', true)
         AND path < current_setting(''app.scope_hi'', true))', guarded);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$$;

-- One act: every fact row names the act that wrote it.
CREATE TABLE act (
    id uuid CONSTRAINT act_pk PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id uuid NOT NULL,
    account_name text NOT NULL,
    door text NOT NULL CONSTRAINT act_door CHECK (door IN ('cli', 'api', 'console')),
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid,
    path scope_path NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX act_by_path ON act (path, id);
CREATE INDEX act_by_subject ON act (subject_id) WHERE subject_id IS NOT NULL;
CALL guard_by_path('act');

CREATE TABLE account (
    id uuid CONSTRAINT account_pk PRIMARY KEY,
    path scope_path NOT NULL,
    name text NOT NULL CONSTRAINT account_name_length CHECK (length(name) BETWEEN 1 AND 200),
    act_id uuid NOT NULL
);
CREATE INDEX account_by_path ON account (path, id);

CREATE TABLE token (
    id uuid CONSTRAINT token_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT token_account REFERENCES account,
    path scope_path NOT NULL,
    -- SHA-256 of the token; the token itself is shown once and kept nowhere.
    hash bytea NOT NULL CONSTRAINT token_hash_unique UNIQUE,
    label text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    act_id uuid NOT NULL,
    CONSTRAINT token_expiry CHECK (expires_at > created_at)
);

-- A role over a subtree, from one day to another.
CREATE TABLE access_grant (
    id uuid CONSTRAINT access_grant_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT access_grant_account REFERENCES account,
    path scope_path NOT NULL,
    role text NOT NULL CONSTRAINT access_grant_role
        CHECK (role IN ('viewer', 'clerk', 'reviewer', 'registrar', 'auditor', 'administrator')),
    since date NOT NULL,
    until date,
    act_id uuid NOT NULL,
    CONSTRAINT access_grant_dates CHECK (until > since)
);
CREATE INDEX access_grant_by_account ON access_grant (account_id);

-- The end of a token or a grant: a fact of its own.
CREATE TABLE revocation (
    subject_id uuid CONSTRAINT revocation_pk PRIMARY KEY,
    path scope_path NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    act_id uuid NOT NULL
);

CALL guard_by_path('account');
CALL guard_by_path('token');
CALL guard_by_path('access_grant');
CALL guard_by_path('revocation');

-- Before there is a scope, whoever shows a token may see that token, its account and its grants, and nothing else.
CREATE POLICY shown ON token FOR SELECT
    USING (hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex'));
CREATE POLICY shown ON account FOR SELECT
    USING (id IN (SELECT t.account_id FROM token t
        WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex')));
CREATE POLICY shown ON access_grant FOR SELECT
    USING (account_id IN (SELECT t.account_id FROM token t
        WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex')));
CREATE POLICY shown ON revocation FOR SELECT
    USING (subject_id IN (SELECT t.id FROM token t
            WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex')
        UNION ALL SELECT g.id FROM access_grant g JOIN token t USING (account_id)
            WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex')));

-- The answer that a key was given, so that a repeated request is answered alike and done once.
CREATE TABLE idempotency (
    account_id uuid NOT NULL,
    key text NOT NULL CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 200),
    path scope_path NOT NULL,
    request_hash bytea NOT NULL,
    status integer NOT NULL,
    body text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_pk PRIMARY KEY (account_id, key)
);
CALL guard_by_path('idempotency');
GRANT UPDATE (status, body) ON idempotency TO dangwu_app;

GRANT SELECT ON schema_migration TO dangwu_app;
