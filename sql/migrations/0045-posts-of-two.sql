-- The access that goes with a post is a decision like a grant. Where a second person is asked for, it needs one who neither entered the
-- tenure nor gains by it. Roles of accounts are told to those in whose scope the account lies.

-- What was said about the access that goes with a tenure: given, refused, or NULL while it waits. Who linked the account after the
-- tenure was entered saw what it brings; what the operator of the machine entered needs nobody else.
CREATE FUNCTION post_decision(tenure uuid, entered uuid, linked uuid, holder uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT d.approved FROM grant_decision d WHERE d.subject_id = tenure),
        (SELECT true FROM audit_event e CROSS JOIN audit_event l
            WHERE e.id = entered AND l.id = linked AND (e.account_id = '00000000-0000-0000-0000-000000000000'
                OR l.at > e.at AND l.account_id <> e.account_id AND holder NOT IN (e.account_id, l.account_id))))
$$;

-- The accounts for which the access that goes with a tenure waits, and who entered it.
CREATE FUNCTION waiting_post(tenure uuid) RETURNS TABLE (account_id uuid, made_by uuid, made_by_name text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.account_id, e.account_id, e.account_name, e.at
    FROM tenure t JOIN account_person l ON l.person_id = t.person_id JOIN audit_event e ON e.id = t.audit_event_id
    WHERE t.id = tenure AND (SELECT scope_is_proven()) AND in_scope(t.path) AND l.ended_at IS NULL
        AND t.annulled_audit_event_id IS NULL
        AND post_decision(t.id, t.audit_event_id, l.audit_event_id, l.account_id) IS NULL
$$;

DROP FUNCTION shown_posts(date);
DROP FUNCTION posts_of(uuid, date);

-- The posts that the person behind an account holds on a day, unless the access that goes with them is suspended or, where a second
-- person is asked for, nobody confirmed it.
CREATE FUNCTION posts_of(who uuid, today date, second_person boolean) RETURNS TABLE(id uuid, path scope_path, title text, level text,
    kind text)
LANGUAGE sql STABLE AS $$
    SELECT t.id, o.path, p.title, o.level, o.kind
    FROM account_person l JOIN tenure t ON t.person_id = l.person_id JOIN post p ON p.id = t.post_id
        JOIN organisation o ON o.id = p.organisation_id
    WHERE l.account_id = who AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL AND t.since <= today
        AND (t.until IS NULL OR t.until > today)
        AND (l.reach_lo IS NULL OR o.path >= l.reach_lo AND o.path < l.reach_hi)
        AND NOT EXISTS (SELECT FROM post_suspension x WHERE x.tenure_id = t.id AND x.account_id = who
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = x.id))
        AND (NOT second_person OR post_decision(t.id, t.audit_event_id, l.audit_event_id, who))
$$;

-- The posts behind the account whose token is shown, and behind those in whose place it acts.
CREATE FUNCTION shown_posts(today date, second_person boolean) RETURNS TABLE (
    id uuid, path scope_path, title text, level text, kind text, holder_id uuid, holder text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.path, p.title, p.level, p.kind, NULL::uuid, NULL::text
    FROM posts_of((SELECT shown_account()), today, second_person) p
    UNION ALL
    SELECT s.id, p.path, p.title, p.level, p.kind, s.holder_id, s.holder
    FROM substitutions_of((SELECT shown_account()), today) s CROSS JOIN LATERAL posts_of(s.holder_id, today, second_person) p
    ORDER BY 2, 3
$$;

-- The roles that an account has or will have, those that wait included, and those of others in whose place it acts, wherever they lie:
-- what may not be united in one hand is asked of all of them.
CREATE OR REPLACE FUNCTION roles_of(who uuid) RETURNS TABLE (role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT g.role FROM access_grant g
    WHERE (SELECT scope_is_proven()) AND (g.until IS NULL OR g.until > today_in_china())
        AND (who = nullif(current_setting('app.account', true), '')::uuid
            OR EXISTS (SELECT FROM account a WHERE a.id = who AND in_scope(a.path)))
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
        AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = g.id AND NOT d.approved)
        AND (g.account_id = who OR g.account_id IN (
            SELECT s.account_id FROM grant_substitution s WHERE s.substitute_id = who AND s.until > today_in_china()
                AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
                AND NOT EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = s.id AND NOT d.approved)))
    ORDER BY g.role
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
-- They answer for the functions above alone.
REVOKE ALL ON FUNCTION post_decision, posts_of FROM dangwu_app;
