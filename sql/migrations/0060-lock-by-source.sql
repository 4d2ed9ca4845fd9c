-- Failures to sign in are counted by where they come from: nobody locks an account for its holder from another machine.

-- A keyed hash of the source and the name; null for attempts from before.
ALTER TABLE sign_in_attempt ADD COLUMN source bytea CONSTRAINT sign_in_attempt_source CHECK (length(source) = 32);
CREATE INDEX sign_in_attempt_by_source ON sign_in_attempt (name_hash, source) WHERE outcome = 'succeeded';

-- Failures of an account from one source since its last success from there, its last password and the beginning of the window.
CREATE FUNCTION recent_failures_from(hashed bytea, one_source bytea, who uuid, since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM sign_in_attempt f
    WHERE f.name_hash = hashed AND f.source = one_source AND f.outcome = 'failed' AND f.at > greatest(since,
        (SELECT max(s.at) FROM sign_in_attempt s
            WHERE s.name_hash = hashed AND s.source = one_source AND s.at > since AND s.outcome = 'succeeded'),
        (SELECT max(p.set_at) FROM account_password p WHERE p.account_id = who))
$$;
REVOKE ALL ON FUNCTION recent_failures_from FROM public;

DROP FUNCTION begin_sign_in;
-- Begins a sign-in: counts the attempt as failed until it is finished, and returns what proves the person. One row always, so that
-- an unknown name is answered like a known one. A source has its own failures; those of all together lock the name for sources from
-- which nobody has signed in under it.
CREATE FUNCTION begin_sign_in(
    wanted text, hashed bytea, one_source bytea, through text, attempt uuid, since timestamptz, allowed integer, together integer,
    kept_since timestamptz
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
    locked := recent_failures_from(hashed, one_source, who.id, since) >= allowed
        OR recent_failures(hashed, who.id, since) >= together AND NOT EXISTS (
            SELECT FROM sign_in_attempt s WHERE s.name_hash = hashed AND s.source = one_source AND s.outcome = 'succeeded');
    IF NOT locked THEN
        INSERT INTO sign_in_attempt (id, name_hash, source, account_id, path, door, outcome)
        VALUES (attempt, hashed, one_source, who.id, coalesce(who.path, '0.'), through, 'failed');
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

-- Whether an account is locked for a source at least. Runs with the rights of who asks.
CREATE FUNCTION is_locked(who uuid, since timestamptz, allowed integer) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM sign_in_attempt s
        WHERE s.account_id = who AND s.outcome = 'failed' AND s.at > greatest(since, (
            SELECT max(o.at) FROM sign_in_attempt o
            WHERE o.account_id = who AND o.source IS NOT DISTINCT FROM s.source AND o.outcome = 'succeeded'))
        GROUP BY s.source HAVING count(*) >= allowed)
$$;

CALL withdraw_public_execution();
CALL audit_enrol();
