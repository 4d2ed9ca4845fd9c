-- Client certificates that a proxy checks, and what the later parts of this file say.

-- A certificate that signs an account in, by the part of its subject that names the holder.
CREATE TABLE account_certificate (
    id uuid CONSTRAINT account_certificate_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT account_certificate_account REFERENCES account,
    path scope_path NOT NULL,
    subject text NOT NULL COLLATE "C" CONSTRAINT account_certificate_subject CHECK (length(subject) BETWEEN 1 AND 200),
    bound_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT account_certificate_audit_event REFERENCES audit_event,
    ended_at timestamptz,
    ended_audit_event_id uuid CONSTRAINT account_certificate_ended_audit_event REFERENCES audit_event
);
CREATE UNIQUE INDEX account_certificate_subject_once ON account_certificate (subject) WHERE ended_at IS NULL;
CREATE INDEX account_certificate_by_account ON account_certificate (account_id, bound_at);
CALL guard_by_path('account_certificate');
GRANT UPDATE (path, ended_at, ended_audit_event_id) ON account_certificate TO dangwu_app;

-- Begins a sign-in by certificate as begin_sign_in does by name: the attempt counts as failed until it is finished, and there is one
-- row always.
CREATE FUNCTION begin_certificate_sign_in(
    wanted text, hashed bytea, through text, attempt uuid, since timestamptz, allowed integer
) RETURNS TABLE (
    locked boolean, account_id uuid, path scope_path, name text, active boolean, certificate_id uuid, temporary boolean,
    password_id uuid, factor_id uuid, sealed bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who account;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(hashed, 'hex'), 23));
    SELECT c.id INTO certificate_id FROM account_certificate c WHERE c.subject = wanted AND c.ended_at IS NULL;
    SELECT a.* INTO who FROM account a JOIN account_certificate c ON c.account_id = a.id WHERE c.id = certificate_id;
    -- Another password of the account does not excuse a certificate.
    locked := recent_failures(hashed, NULL, since) >= allowed;
    IF NOT locked THEN
        INSERT INTO sign_in_attempt (id, name_hash, account_id, path, door, outcome)
        VALUES (attempt, hashed, who.id, coalesce(who.path, '0.'), through, 'failed');
        account_id := who.id;
        path := who.path;
        name := who.name;
        active := who.active;
        SELECT p.id, p.temporary INTO password_id, temporary
        FROM account_password p WHERE p.account_id = who.id ORDER BY p.set_at DESC LIMIT 1;
        SELECT f.id, f.sealed INTO factor_id, sealed
        FROM second_factor f WHERE f.account_id = who.id
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)
        ORDER BY f.created_at DESC LIMIT 1;
    END IF;
    RETURN NEXT;
END
$$;
REVOKE ALL ON FUNCTION begin_certificate_sign_in FROM public;
GRANT EXECUTE ON FUNCTION begin_certificate_sign_in TO dangwu_app;

-- Each audit event carries a signature over its content, made with a key outside the database: 8 bytes name the key, 32 are
-- HMAC-SHA-256. It proves the row, so the log does not cover it.
ALTER TABLE audit_event ADD COLUMN mac bytea CONSTRAINT audit_event_mac CHECK (length(mac) = 40);
INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('audit_event', 'mac', 'proves the row itself');

-- From which leaf of the log on events have to be signed; recorded once, by the first sealing that knows of signatures.
CREATE TABLE audit_boundary (
    id integer CONSTRAINT audit_boundary_pk PRIMARY KEY CONSTRAINT audit_boundary_once CHECK (id = 1),
    path scope_path NOT NULL DEFAULT '0.',
    tree_size bigint NOT NULL CONSTRAINT audit_boundary_size CHECK (tree_size >= 0),
    key_id text NOT NULL,
    signature bytea NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT audit_boundary_audit_event REFERENCES audit_event
);
CALL guard_by_path('audit_boundary');

-- How far heads were delivered to places outside, and why not further.
CREATE TABLE audit_delivery (
    channel text CONSTRAINT audit_delivery_pk PRIMARY KEY CONSTRAINT audit_delivery_channel CHECK (channel IN ('webhook', 'mail')),
    path scope_path NOT NULL DEFAULT '0.',
    delivered bigint NOT NULL CONSTRAINT audit_delivery_delivered CHECK (delivered >= 0),
    tries integer NOT NULL DEFAULT 0,
    failure text,
    tried_at timestamptz NOT NULL
);
CALL guard_by_path('audit_delivery');
GRANT UPDATE (delivered, tries, failure, tried_at) ON audit_delivery TO dangwu_app;
INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('audit_delivery', '*', 'progress of the delivery of heads');

-- Counters of ID numbers that were asked for, of every account: an account itself sees its own. Today's and yesterday's stay, since
-- they are what the limits count.
CREATE FUNCTION trim_identity_lookups(before date, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    deleted integer;
BEGIN
    PERFORM demand_proof();
    DELETE FROM identity_lookup WHERE ctid = ANY (ARRAY(
        SELECT l.ctid FROM identity_lookup l WHERE l.day < least(before, today_in_china() - 1) LIMIT most));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
REVOKE ALL ON FUNCTION trim_identity_lookups FROM public;
GRANT EXECUTE ON FUNCTION trim_identity_lookups TO dangwu_app;
CREATE INDEX identity_lookup_by_day ON identity_lookup (day);

-- Records that a file was imported, which say no more than that by the next day.
CREATE FUNCTION trim_import_runs(before date, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    deleted integer;
BEGIN
    PERFORM demand_proof();
    DELETE FROM import_run WHERE ctid = ANY (ARRAY(
        SELECT r.ctid FROM import_run r WHERE r.day < least(before, today_in_china() - 1) LIMIT most));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
REVOKE ALL ON FUNCTION trim_import_runs FROM public;
GRANT EXECUTE ON FUNCTION trim_import_runs TO dangwu_app;
CREATE INDEX import_run_by_day ON import_run (day);

-- The account that entered hours; its event may lie outside the scope of who decides about them.
CREATE FUNCTION credit_author(which uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.account_id FROM credit c JOIN audit_event a ON a.id = c.audit_event_id
    WHERE c.id = which AND (SELECT scope_is_proven()) AND in_scope(c.path)
$$;
REVOKE ALL ON FUNCTION credit_author FROM public;
GRANT EXECUTE ON FUNCTION credit_author TO dangwu_app;

CALL audit_enrol();
CALL withdraw_public_execution();
