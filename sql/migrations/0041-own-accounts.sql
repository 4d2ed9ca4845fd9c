-- An account is somebody's to change only where everything that it reaches is: grants, substitutions and posts. The tables of
-- accounts ask for that themselves, whatever statement writes them. A token ends with the one it was made with.

ALTER TABLE token ADD COLUMN made_with uuid[] NOT NULL DEFAULT '{}';
GRANT SELECT (made_with) ON token TO dangwu_app;

-- From where an account was linked with its person: posts beyond it give nothing until somebody above links it again.
-- NULL for links from before this was kept.
ALTER TABLE account_person ADD COLUMN reach_lo text COLLATE "C", ADD COLUMN reach_hi text COLLATE "C";

-- Whether the organisations in which a person holds or will hold a post lie in the scope.
CREATE FUNCTION person_is_within(who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND NOT EXISTS (
        SELECT FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
        WHERE t.person_id = who AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > today_in_china())
            AND NOT coalesce(in_scope(o.path), false))
$$;

-- Whether the grants and posts of an account, of today and later, lie in the scope.
CREATE FUNCTION rights_are_within(who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND NOT EXISTS (
            SELECT FROM access_grant g
            WHERE g.account_id = who AND (g.until IS NULL OR g.until > today_in_china())
                AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
                AND NOT coalesce(in_scope(g.path), false))
        AND NOT EXISTS (
            SELECT FROM account_person l WHERE l.account_id = who AND l.ended_at IS NULL AND NOT person_is_within(l.person_id))
$$;

CREATE OR REPLACE FUNCTION account_is_within(who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM account a WHERE a.id = who AND in_scope(a.path))
        AND rights_are_within(who)
        AND NOT EXISTS (
            SELECT FROM grant_substitution s
            WHERE s.substitute_id = who AND s.until > today_in_china()
                AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
                AND NOT (rights_are_within(s.account_id) AND in_scope(s.path)))
$$;

-- Whether what a revocation ends is the caller's own or lies in the scope.
CREATE FUNCTION subject_is_within(what uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND NOT EXISTS (
        SELECT FROM (
            SELECT t.path, t.account_id, NULL::uuid AS other FROM token t WHERE t.id = what
            UNION ALL
            SELECT g.path, g.account_id, NULL FROM access_grant g WHERE g.id = what
            UNION ALL
            SELECT s.path, s.account_id, s.substitute_id FROM grant_substitution s WHERE s.id = what
            UNION ALL
            SELECT f.path, f.account_id, NULL FROM second_factor f WHERE f.id = what
            UNION ALL
            SELECT x.path, x.account_id, NULL FROM post_suspension x WHERE x.id = what
        ) AS i
        WHERE NOT coalesce(in_scope(i.path), false)
            AND NOT coalesce(nullif(current_setting('app.account', true), '')::uuid IN (i.account_id, i.other), false))
$$;

CREATE FUNCTION demand_own_account() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF NEW.account_id IS NOT DISTINCT FROM nullif(current_setting('app.account', true), '')::uuid AND scope_is_proven()
        OR account_is_within(NEW.account_id) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'row-level security: the account reaches beyond the scope';
END
$$;

CREATE FUNCTION demand_own_subject() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR subject_is_within(NEW.subject_id) THEN RETURN NEW; END IF;
    RAISE insufficient_privilege USING MESSAGE = 'row-level security: what is ended lies beyond the scope';
END
$$;

CREATE FUNCTION demand_own_token() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR subject_is_within(NEW.token_id) AND subject_is_within(NEW.successor_id) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'row-level security: what is ended lies beyond the scope';
END
$$;

-- A link reaches as far as who makes it; an account is linked only with somebody whose posts lie in the scope.
CREATE FUNCTION keep_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF NOT person_is_within(NEW.person_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'row-level security: the posts of the person lie beyond the scope';
    END IF;
    NEW.reach_lo := current_setting('app.scope_lo', true);
    NEW.reach_hi := current_setting('app.scope_hi', true);
    RETURN NEW;
END
$$;

CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON token FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON account_password FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON account_certificate FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON account_person FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT ON second_factor FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT ON recovery_code FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT ON grant_substitution FOR EACH ROW EXECUTE FUNCTION demand_own_account();
CREATE TRIGGER own_subject BEFORE INSERT ON revocation FOR EACH ROW EXECUTE FUNCTION demand_own_subject();
CREATE TRIGGER own_token BEFORE INSERT ON token_replacement FOR EACH ROW EXECUTE FUNCTION demand_own_token();
CREATE TRIGGER reach BEFORE INSERT ON account_person FOR EACH ROW EXECUTE FUNCTION keep_reach();

CREATE OR REPLACE FUNCTION posts_of(who uuid, today date) RETURNS TABLE(id uuid, path scope_path, title text, level text, kind text)
LANGUAGE sql STABLE AS $$
    SELECT t.id, o.path, p.title, o.level, o.kind
    FROM account_person l JOIN tenure t ON t.person_id = l.person_id JOIN post p ON p.id = t.post_id
        JOIN organisation o ON o.id = p.organisation_id
    WHERE l.account_id = who AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL AND t.since <= today
        AND (t.until IS NULL OR t.until > today)
        AND (l.reach_lo IS NULL OR o.path >= l.reach_lo AND o.path < l.reach_hi)
        AND NOT EXISTS (SELECT FROM post_suspension x WHERE x.tenure_id = t.id AND x.account_id = who
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = x.id))
$$;

CREATE OR REPLACE FUNCTION token_state(hashed bytea, every_minutes integer) RETURNS TABLE(token_id uuid, account_path scope_path,
    kind text, second_factor boolean, active boolean, must_change boolean, has_factor boolean, idle boolean, replaced boolean,
    stale uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.id, a.path, t.kind, t.second_factor, a.active,
        coalesce((SELECT p.temporary FROM account_password p WHERE p.account_id = a.id ORDER BY p.set_at DESC LIMIT 1), false),
        EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = f.id)),
        coalesce(greatest((SELECT u.used_at FROM access_use u WHERE u.subject_id = t.id), t.created_at)
            + make_interval(mins => t.idle_minutes) <= now(), false),
        EXISTS (SELECT FROM token_replacement n WHERE n.token_id = ANY (t.made_with || t.id) AND n.ends_at <= now())
            OR EXISTS (SELECT FROM revocation r WHERE r.subject_id = ANY (t.made_with)),
        ARRAY(SELECT i.id FROM (SELECT t.id UNION ALL SELECT g.id FROM usable_by(a.id) g) AS i
            WHERE NOT EXISTS (SELECT FROM access_use u WHERE u.subject_id = i.id
                AND u.used_at > now() - make_interval(mins => every_minutes)))
    FROM token t JOIN account a ON a.id = t.account_id
    WHERE t.hash = hashed
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
-- They answer for the functions above alone.
REVOKE ALL ON FUNCTION rights_are_within, posts_of FROM dangwu_app;
