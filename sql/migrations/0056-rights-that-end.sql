-- What rests on a right that ends with a day does not outlive it, and what others sign an account in with ends when the account reaches
-- beyond what they administer.

-- Until which day (exclusive) somebody signs in by a certificate, and until which the posts of a linked person give something.
ALTER TABLE account_certificate ADD COLUMN until date;
ALTER TABLE account_person ADD COLUMN reach_until date;

DROP FUNCTION shown_grants(date);
DROP FUNCTION shown_posts(date, boolean);
DROP FUNCTION posts_of(uuid, date, boolean);
DROP FUNCTION substitutions_of(uuid, date);

-- The substitutions by which an account acts for others on a day. Who was deactivated lends nothing.
CREATE FUNCTION substitutions_of(who uuid, today date) RETURNS TABLE (id uuid, path scope_path, holder_id uuid, holder text, until date)
LANGUAGE sql STABLE AS $$
    SELECT s.id, s.path, a.id, a.name, s.until FROM grant_substitution s JOIN account a ON a.id = s.account_id
    WHERE s.substitute_id = who AND s.since <= today AND s.until > today AND a.active AND stands(s.id, s.waits)
$$;

-- The posts that the person behind an account holds on a day, unless the access that goes with them is suspended or, where a second
-- person is asked for, nobody confirmed it. A tenure that somebody entered for themselves in place of another gives nothing.
CREATE FUNCTION posts_of(who uuid, today date, second_person boolean) RETURNS TABLE(id uuid, path scope_path, title text, level text,
    kind text, until date, entered_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT t.id, o.path, p.title, o.level, o.kind, least(t.until, l.reach_until), e.at
    FROM account_person l JOIN tenure t ON t.person_id = l.person_id JOIN post p ON p.id = t.post_id
        JOIN organisation o ON o.id = p.organisation_id LEFT JOIN audit_event e ON e.id = t.audit_event_id
    WHERE l.account_id = who AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL AND t.since <= today
        AND (t.until IS NULL OR t.until > today)
        AND (l.reach_lo IS NULL OR o.path >= l.reach_lo AND o.path < l.reach_hi)
        AND (l.reach_until IS NULL OR l.reach_until > today)
        AND (e.on_behalf_of IS NULL
            OR NOT EXISTS (SELECT FROM account_person m WHERE m.account_id = e.account_id AND m.person_id = t.person_id))
        AND NOT EXISTS (SELECT FROM post_suspension x WHERE x.tenure_id = t.id AND x.account_id = who
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = x.id))
        AND (NOT second_person OR post_decision(t.id, t.audit_event_id, l.audit_event_id, who))
$$;

-- Who made a token, those before it that it replaced, and those that it was made with. Who has one of them may have the others.
CREATE FUNCTION token_makers(token uuid) RETURNS TABLE (maker uuid, at timestamptz)
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE chain AS (
        SELECT token AS id
        UNION
        SELECT w.id FROM chain c CROSS JOIN LATERAL (
            SELECT n.token_id AS id FROM token_replacement n WHERE n.successor_id = c.id
            UNION ALL
            SELECT unnest(t.made_with) FROM token t WHERE t.id = c.id) AS w
    )
    SELECT e.account_id, e.at FROM chain c JOIN token t ON t.id = c.id JOIN audit_event e ON e.id = t.audit_event_id
$$;

-- Until when somebody else than its holder made a token, or what it comes from: posts entered later are not of it. NULL for a token of
-- the holder's own; the operator of the machine may do everything.
CREATE FUNCTION made_by_others(token uuid) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT min(m.at) FROM token t CROSS JOIN LATERAL token_makers(t.id) m
    WHERE t.id = token AND m.maker NOT IN (t.account_id, '00000000-0000-0000-0000-000000000000')
$$;

-- What the account whose token is shown may use on a day, and until when: its own grants, and those of others in whose place it acts.
-- Whoever is another's substitute passes nothing of that on, since only grants of the others' own are listed.
CREATE FUNCTION shown_grants(today date) RETURNS TABLE (id uuid, path scope_path, role text, holder_id uuid, holder text, until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.id, g.path, g.role, NULL::uuid, NULL::text, g.until FROM access_grant g
    WHERE g.account_id = (SELECT shown_account()) AND g.since <= today AND (g.until IS NULL OR g.until > today)
        AND stands(g.id, g.waits)
    UNION ALL
    SELECT s.id, g.path, g.role, s.holder_id, s.holder, least(s.until, g.until)
    FROM substitutions_of((SELECT shown_account()), today) s JOIN access_grant g ON g.account_id = s.holder_id
    WHERE g.since <= today AND (g.until IS NULL OR g.until > today) AND stands(g.id, g.waits)
    ORDER BY 2, 3
$$;

-- The posts behind the account whose token is shown, and behind those in whose place it acts, and until when they give something.
CREATE FUNCTION shown_posts(today date, second_person boolean) RETURNS TABLE (
    id uuid, path scope_path, title text, level text, kind text, holder_id uuid, holder text, until date
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH shown AS (
        SELECT t.account_id, made_by_others(t.id) AS others FROM token t
        WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex'))
    SELECT p.id, p.path, p.title, p.level, p.kind, NULL::uuid, NULL::text, p.until
    FROM shown w CROSS JOIN LATERAL posts_of(w.account_id, today, second_person) p
    WHERE w.others IS NULL OR p.entered_at <= w.others
    UNION ALL
    SELECT s.id, p.path, p.title, p.level, p.kind, s.holder_id, s.holder, least(s.until, p.until)
    FROM shown w CROSS JOIN LATERAL substitutions_of(w.account_id, today) s
        CROSS JOIN LATERAL posts_of(s.holder_id, today, second_person) p
    WHERE w.others IS NULL OR p.entered_at <= w.others
    ORDER BY 2, 3
$$;

-- Whether an account is the caller's or of the same person, or a person is the caller's. Links that ended count.
CREATE FUNCTION concerns_caller(account uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (
        SELECT FROM (SELECT nullif(current_setting('app.account', true), '')::uuid AS id) AS me
        WHERE me.id = account OR EXISTS (
            SELECT FROM account_person p WHERE p.account_id = me.id AND (p.person_id = person
                OR EXISTS (SELECT FROM account_person o WHERE o.account_id = account AND o.person_id = p.person_id))))
$$;

-- What an account reaches today or later and until when, also in place of others. Posts are of no role here.
CREATE FUNCTION reach_of(who uuid, with_posts boolean) RETURNS TABLE (path scope_path, role text, until date)
LANGUAGE sql STABLE AS $$
    WITH holder AS (
        SELECT who AS id, NULL::date AS until
        UNION
        SELECT s.account_id, s.until FROM grant_substitution s WHERE s.substitute_id = who AND s.until > today_in_china()
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
            AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id AND NOT d.approved)
    )
    SELECT g.path, g.role, least(h.until, g.until) FROM holder h JOIN access_grant g ON g.account_id = h.id
    WHERE (g.until IS NULL OR g.until > today_in_china())
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
        AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id AND NOT d.approved)
    UNION
    SELECT o.path, NULL, least(h.until, t.until, l.reach_until) FROM holder h JOIN account_person l ON l.account_id = h.id JOIN tenure t ON t.person_id = l.person_id
        JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
    WHERE with_posts AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > today_in_china())
        AND (l.reach_lo IS NULL OR o.path >= l.reach_lo AND o.path < l.reach_hi)
$$;

-- Whether somebody administers all that an account reaches, as long as it does. Each of `roles` is given by who has the one of `givers` at the same place of
-- the two lists; the empty word stands for the roles of posts. A role that is not listed gives nothing.
CREATE FUNCTION administers(maker uuid, who uuid, roles text[], givers text[], with_posts boolean) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH own AS (
        SELECT g.path, g.role, least(h.until, g.until) AS until
        FROM (SELECT maker AS id, NULL::date AS until
                UNION ALL SELECT s.holder_id, s.until FROM substitutions_of(maker, today_in_china()) s) AS h
            JOIN access_grant g ON g.account_id = h.id
        WHERE g.since <= today_in_china() AND (g.until IS NULL OR g.until > today_in_china()) AND stands(g.id, g.waits)
    )
    SELECT EXISTS (SELECT FROM account a WHERE a.id = maker AND a.active) AND NOT EXISTS (
        SELECT FROM reach_of(who, with_posts) r
        WHERE coalesce(r.role, '') = ANY (roles) AND NOT EXISTS (
            SELECT FROM own o JOIN unnest(roles, givers) AS l (role, giver) ON l.giver = o.role
            WHERE l.role = coalesce(r.role, '') AND starts_with(r.path, o.path) AND (o.until IS NULL OR r.until <= o.until)))
$$;

-- Ends what others may sign an account and its substitutes in with, and do not administer all that it reaches: one-time secrets,
-- tokens and certificates, with the sessions that they may have opened. To be called when the account was given something, in the same
-- transaction.
-- `trusted` is the caller where they act by a right of their own.
CREATE FUNCTION end_outgrown(account uuid, roles text[], givers text[], with_posts boolean, trusted uuid, event uuid)
RETURNS TABLE (secrets integer, tokens integer, certificates integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who uuid;
    found integer;
    ended integer;
    -- Of these everybody knows enough, or nobody anything.
    exempt uuid[];
BEGIN
    secrets := 0;
    tokens := 0;
    certificates := 0;
    IF NOT scope_is_proven() THEN RETURN; END IF;
    FOR who IN
        SELECT account
        UNION
        SELECT s.substitute_id FROM grant_substitution s WHERE s.account_id = account AND s.until > today_in_china()
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
        ORDER BY 1
    LOOP
        ended := 0;
        exempt := ARRAY[who, trusted, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']::uuid[];
        INSERT INTO code_use (subject_id, step, path)
        SELECT p.id, 0, p.path
        FROM (SELECT h.* FROM account_password h WHERE h.account_id = who ORDER BY h.set_at DESC LIMIT 1) AS p
            JOIN audit_event e ON e.id = p.audit_event_id
        WHERE p.temporary AND e.account_id <> ALL (exempt)
            AND (p.expires_at > now() OR EXISTS (SELECT FROM token t WHERE t.account_id = who AND t.kind = 'session'
                AND t.expires_at > now() AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = t.id)))
            AND NOT administers(e.account_id, who, roles, givers, with_posts)
        ON CONFLICT ON CONSTRAINT code_use_pk DO UPDATE SET path = excluded.path;
        GET DIAGNOSTICS found = ROW_COUNT;
        secrets := secrets + found;
        ended := ended + found;
        UPDATE account_certificate c SET ended_at = clock_timestamp(), ended_audit_event_id = event
        FROM audit_event e
        WHERE c.account_id = who AND c.ended_at IS NULL AND e.id = c.audit_event_id AND e.account_id <> ALL (exempt)
            AND NOT administers(e.account_id, who, roles, givers, with_posts);
        GET DIAGNOSTICS found = ROW_COUNT;
        certificates := certificates + found;
        ended := ended + found;
        INSERT INTO revocation (subject_id, path, audit_event_id)
        SELECT t.id, t.path, event FROM token t
        WHERE t.account_id = who AND t.kind = 'api' AND t.expires_at > now()
            AND NOT EXISTS (SELECT FROM token_replacement n WHERE n.token_id = t.id AND n.ends_at <= now())
            AND EXISTS (SELECT FROM token_makers(t.id) m
                WHERE m.maker <> ALL (exempt) AND NOT administers(m.maker, who, roles, givers, with_posts))
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS found = ROW_COUNT;
        tokens := tokens + found;
        -- Which way a session was opened is not kept.
        INSERT INTO revocation (subject_id, path, audit_event_id)
        SELECT t.id, t.path, event FROM token t
        WHERE ended > 0 AND t.account_id = who AND t.kind = 'session' AND t.expires_at > now()
        ON CONFLICT DO NOTHING;
    END LOOP;
    IF secrets + tokens + certificates > 0 THEN RETURN NEXT; END IF;
END
$$;

-- Whether the person behind the caller's own account has a post that was entered after the account's one-time secret was made, and that
-- its maker does not administer. All else that an account is given ends such secrets at once.
CREATE FUNCTION own_secret_is_outgrown(givers text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (
        SELECT FROM (SELECT h.* FROM account_password h
                WHERE h.account_id = nullif(current_setting('app.account', true), '')::uuid ORDER BY h.set_at DESC LIMIT 1) AS w
            JOIN audit_event e ON e.id = w.audit_event_id
            JOIN account_person l ON l.account_id = w.account_id AND l.ended_at IS NULL
            JOIN tenure t ON t.person_id = l.person_id JOIN audit_event n ON n.id = t.audit_event_id
            JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
        WHERE w.temporary AND e.account_id NOT IN (w.account_id, '00000000-0000-0000-0000-000000000000')
            AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > today_in_china()) AND n.at > w.set_at
            AND (l.reach_lo IS NULL OR o.path >= l.reach_lo AND o.path < l.reach_hi)
            AND NOT EXISTS (
                SELECT FROM access_grant g JOIN account a ON a.id = g.account_id
                WHERE g.account_id = e.account_id AND a.active AND g.role = ANY (givers) AND starts_with(o.path, g.path)
                    AND g.since <= today_in_china() AND (g.until IS NULL OR g.until > today_in_china()) AND stands(g.id, g.waits)))
$$;

-- A certificate ends by itself where it was bound until a day.
CREATE OR REPLACE FUNCTION begin_certificate_sign_in(
    wanted text, hashed bytea, through text, attempt uuid, since timestamptz, allowed integer
) RETURNS TABLE (
    locked boolean, account_id uuid, path scope_path, name text, active boolean, certificate_id uuid, temporary boolean,
    password_id uuid, factor_id uuid, sealed bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who account;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(hashed, 'hex'), 23));
    SELECT c.id INTO certificate_id FROM account_certificate c
    WHERE c.subject = wanted AND c.ended_at IS NULL AND (c.until IS NULL OR c.until > today_in_china());
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

CALL audit_enrol();
-- The links of an account, ended ones among them: what was given by somebody to themselves is looked for by them.
CREATE INDEX account_person_by_account ON account_person (account_id, person_id);

CALL withdraw_public_execution();
-- They answer for the functions above alone.
REVOKE ALL ON FUNCTION substitutions_of, posts_of, token_makers, made_by_others, reach_of, administers FROM dangwu_app;
