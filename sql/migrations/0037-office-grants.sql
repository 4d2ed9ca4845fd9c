-- Grants as an office keeps them: a second person confirms what one has decided, somebody acts in place of another for some time, and
-- who holds a post has what goes with it.

-- Whether it needs the word of a second person before it gives anything. That word is in grant_decision.
ALTER TABLE access_grant ADD COLUMN waits boolean NOT NULL DEFAULT false;
CREATE INDEX access_grant_waiting ON access_grant (path, id) WHERE waits;

-- Somebody acts in the grants of another account. It ends by itself, or early by a revocation.
CREATE TABLE grant_substitution (
    id uuid CONSTRAINT grant_substitution_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT grant_substitution_account REFERENCES account,
    substitute_id uuid NOT NULL CONSTRAINT grant_substitution_substitute REFERENCES account,
    path scope_path NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    reason text NOT NULL CONSTRAINT grant_substitution_reason CHECK (length(reason) BETWEEN 1 AND 1000),
    waits boolean NOT NULL DEFAULT false,
    audit_event_id uuid NOT NULL CONSTRAINT grant_substitution_audit_event REFERENCES audit_event,
    CONSTRAINT grant_substitution_dates CHECK (until > since),
    CONSTRAINT grant_substitution_other CHECK (account_id <> substitute_id)
);
CREATE INDEX grant_substitution_by_path ON grant_substitution (path, id);
CREATE INDEX grant_substitution_waiting ON grant_substitution (path, id) WHERE waits;
CREATE INDEX grant_substitution_by_account ON grant_substitution (account_id);
CREATE INDEX grant_substitution_by_substitute ON grant_substitution (substitute_id);
CALL guard_by_path('grant_substitution');
GRANT UPDATE (path) ON grant_substitution TO dangwu_app;

-- What a second person said about a grant or a substitution that waits.
CREATE TABLE grant_decision (
    subject_id uuid CONSTRAINT grant_decision_pk PRIMARY KEY,
    path scope_path NOT NULL,
    account_id uuid NOT NULL,
    approved boolean NOT NULL,
    reason text CONSTRAINT grant_decision_reason CHECK (approved OR length(reason) > 0),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    audit_event_id uuid NOT NULL CONSTRAINT grant_decision_audit_event REFERENCES audit_event
);
CREATE INDEX grant_decision_by_path ON grant_decision (path, subject_id);
CALL guard_by_path('grant_decision');
GRANT UPDATE (path) ON grant_decision TO dangwu_app;

-- The access that goes with a post, kept from somebody who holds it. Ended by a revocation.
CREATE TABLE post_suspension (
    id uuid CONSTRAINT post_suspension_pk PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT post_suspension_account REFERENCES account,
    tenure_id uuid NOT NULL,
    path scope_path NOT NULL,
    reason text NOT NULL CONSTRAINT post_suspension_reason CHECK (length(reason) BETWEEN 1 AND 1000),
    audit_event_id uuid NOT NULL CONSTRAINT post_suspension_audit_event REFERENCES audit_event
);
CREATE INDEX post_suspension_by_tenure ON post_suspension (tenure_id, account_id);
CREATE INDEX post_suspension_by_path ON post_suspension (path, id);
CALL guard_by_path('post_suspension');
GRANT UPDATE (path) ON post_suspension TO dangwu_app;

-- In whose place an act was done, where its author acted for others.
ALTER TABLE audit_event ADD COLUMN on_behalf_of text CONSTRAINT audit_event_on_behalf_of CHECK (length(on_behalf_of) > 0);

-- Whether a grant or a substitution gives something as far as people decide about it.
CREATE FUNCTION stands(subject uuid, waits boolean) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = subject)
        AND (NOT waits OR EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = subject AND d.approved))
$$;

-- The substitutions by which an account acts for others on a day. Who was deactivated lends nothing.
CREATE FUNCTION substitutions_of(who uuid, today date) RETURNS TABLE (id uuid, path scope_path, holder_id uuid, holder text)
LANGUAGE sql STABLE AS $$
    SELECT s.id, s.path, a.id, a.name FROM grant_substitution s JOIN account a ON a.id = s.account_id
    WHERE s.substitute_id = who AND s.since <= today AND s.until > today AND a.active AND stands(s.id, s.waits)
$$;

-- The posts that the person behind an account holds on a day, unless the access that goes with them is suspended.
CREATE FUNCTION posts_of(who uuid, today date) RETURNS TABLE (id uuid, path scope_path, title text, level text, kind text)
LANGUAGE sql STABLE AS $$
    SELECT t.id, o.path, p.title, o.level, o.kind
    FROM account_person l JOIN tenure t ON t.person_id = l.person_id JOIN post p ON p.id = t.post_id
        JOIN organisation o ON o.id = p.organisation_id
    WHERE l.account_id = who AND l.ended_at IS NULL AND t.annulled_audit_event_id IS NULL AND t.since <= today
        AND (t.until IS NULL OR t.until > today)
        AND NOT EXISTS (SELECT FROM post_suspension x WHERE x.tenure_id = t.id AND x.account_id = who
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = x.id))
$$;

-- What the account whose token is shown may use on a day: its own grants, and those of others in whose place it acts. Whoever is
-- another's substitute passes nothing of that on, since only grants of the others' own are listed.
CREATE FUNCTION shown_grants(today date) RETURNS TABLE (id uuid, path scope_path, role text, holder_id uuid, holder text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.id, g.path, g.role, NULL::uuid, NULL::text FROM access_grant g
    WHERE g.account_id = (SELECT shown_account()) AND g.since <= today AND (g.until IS NULL OR g.until > today)
        AND stands(g.id, g.waits)
    UNION ALL
    SELECT s.id, g.path, g.role, s.holder_id, s.holder
    FROM substitutions_of((SELECT shown_account()), today) s JOIN access_grant g ON g.account_id = s.holder_id
    WHERE g.since <= today AND (g.until IS NULL OR g.until > today) AND stands(g.id, g.waits)
    ORDER BY 2, 3
$$;

-- The posts behind the account whose token is shown, and behind those in whose place it acts.
CREATE FUNCTION shown_posts(today date) RETURNS TABLE (
    id uuid, path scope_path, title text, level text, kind text, holder_id uuid, holder text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.path, p.title, p.level, p.kind, NULL::uuid, NULL::text FROM posts_of((SELECT shown_account()), today) p
    UNION ALL
    SELECT s.id, p.path, p.title, p.level, p.kind, s.holder_id, s.holder
    FROM substitutions_of((SELECT shown_account()), today) s CROSS JOIN LATERAL posts_of(s.holder_id, today) p
    ORDER BY 2, 3
$$;

-- Everything of an account whose use is noted, tokens aside.
CREATE FUNCTION usable_by(who uuid) RETURNS TABLE (id uuid, path scope_path)
LANGUAGE sql STABLE AS $$
    SELECT g.id, g.path FROM access_grant g WHERE g.account_id = who
    UNION ALL
    SELECT s.id, s.path FROM grant_substitution s WHERE s.substitute_id = who
    UNION ALL
    SELECT t.id, t.path FROM account_person l JOIN tenure t ON t.person_id = l.person_id
    WHERE l.account_id = who AND l.ended_at IS NULL
$$;

CREATE OR REPLACE FUNCTION token_state(hashed bytea, every_minutes integer) RETURNS TABLE (
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
        ARRAY(SELECT i.id FROM (SELECT t.id UNION ALL SELECT g.id FROM usable_by(a.id) g) AS i
            WHERE NOT EXISTS (SELECT FROM access_use u WHERE u.subject_id = i.id
                AND u.used_at > now() - make_interval(mins => every_minutes)))
    FROM token t JOIN account a ON a.id = t.account_id
    WHERE t.hash = hashed
$$;

CREATE OR REPLACE FUNCTION note_use(hashed bytea, used uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO access_use (subject_id, path, used_at)
    SELECT i.id, i.path, now() FROM (
        SELECT t.id, t.path FROM token t WHERE t.hash = hashed
        UNION ALL
        SELECT g.id, g.path FROM token t CROSS JOIN LATERAL usable_by(t.account_id) g WHERE t.hash = hashed) AS i
    WHERE i.id = ANY (used) ORDER BY i.id
    ON CONFLICT (subject_id) DO UPDATE SET used_at = excluded.used_at
$$;

-- The roles that an account has or will have, those that wait included, and those of others in whose place it acts, wherever they lie:
-- what may not be united in one hand is asked of all of them.
CREATE FUNCTION roles_of(who uuid) RETURNS TABLE (role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT g.role FROM access_grant g
    WHERE (SELECT scope_is_proven()) AND (g.until IS NULL OR g.until > today_in_china())
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
-- They see whatever the caller's rights allow, and the functions above have the owner's: nobody else calls them.
REVOKE ALL ON FUNCTION substitutions_of, posts_of, usable_by FROM dangwu_app;
