-- A caller whose grants cover several subtrees works in all of them at once. The range app.scope_lo to app.scope_hi reaches from the
-- first to the last; what lies between two of them is a gap. app.scope_gaps lists the ends and beginnings around the gaps, 'high1,low2,
-- high2,low3', and is empty for a single subtree. The proof signs it with the range, so that it can neither be widened nor dropped.

-- Whether a path lies in none of the gaps: each border that is not after the path leads into a gap or out of it.
CREATE FUNCTION outside_gaps(place text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce(
        width_bucket(place COLLATE "C", string_to_array(current_setting('app.scope_gaps', true), ',')) % 2 = 0, false);
END
$$;

-- Whether a path lies in the caller's scope. For functions; policies spell it out, since a policy is planned with every statement.
CREATE FUNCTION in_scope(place text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT place COLLATE "C" >= current_setting('app.scope_lo', true) AND place COLLATE "C" < current_setting('app.scope_hi', true)
        AND (current_setting('app.scope_gaps', true) = '' OR outside_gaps(place))
$$;

-- Whether one of the subtrees behind a gap begins within a range: what is decided above is seen from below.
CREATE FUNCTION above_a_part(low text, high text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    borders text[] := string_to_array(current_setting('app.scope_gaps', true), ',');
BEGIN
    FOR part IN 1..coalesce(array_length(borders, 1), 0) / 2 LOOP
        IF borders[2 * part] COLLATE "C" >= low AND borders[2 * part] COLLATE "C" < high THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END
$$;

-- The signed text has five fields and a separator between each two; a field that has one itself could pass for two others.
CREATE OR REPLACE FUNCTION scope_is_proven() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    proof text := current_setting('app.scope_proof', true);
    expiry text := split_part(proof, '.', 2);
    -- NULL where a setting is missing.
    signed text := current_setting('app.scope_lo', true) || '|' || current_setting('app.scope_hi', true) || '|'
        || current_setting('app.scope_gaps', true) || '|' || current_setting('app.account', true) || '|' || expiry;
    used scope_key;
BEGIN
    SELECT * INTO used FROM scope_key k WHERE k.id = split_part(proof, '.', 1);
    IF used.id IS NULL OR length(signed) - length(replace(signed, '|', '')) IS DISTINCT FROM 4
        OR encode(sha256(used.outer_block || sha256(used.inner_block || convert_to(signed, 'UTF8'))), 'hex')
            IS DISTINCT FROM split_part(proof, '.', 3) THEN
        RETURN false;
    END IF;
    -- Signed, so it is a number.
    RETURN expiry::bigint > extract(epoch FROM clock_timestamp());
END
$$;

CREATE OR REPLACE PROCEDURE guard_by_path(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY in_scope ON %s USING (path >= current_setting(''app.scope_lo'', true)
         AND path < current_setting(''app.scope_hi'', true)
         AND ((SELECT current_setting(''app.scope_gaps'', true) = '''') OR outside_gaps(path)))', guarded);
    CALL require_proof(guarded);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$$;

CREATE OR REPLACE PROCEDURE show_from_below(shown regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY from_below ON %s FOR SELECT USING (path <= current_setting(''app.scope_lo'', true)
        AND path_end > current_setting(''app.scope_lo'', true) AND current_setting(''app.scope_lo'', true) <> ''''
        OR current_setting(''app.scope_gaps'', true) <> '''' AND above_a_part(path, path_end))', shown);
END
$$;

DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN
        SELECT p.polrelid::regclass AS guarded, p.polname AS name,
            pg_get_expr(p.polqual, p.polrelid) LIKE '%scope_is_proven()%' AS with_proof
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.scope_lo%'
        ORDER BY c.relname, p.polname
    LOOP
        CASE policy.name
        WHEN 'in_scope', 'for_receiver' THEN
            EXECUTE format(
                'ALTER POLICY %1$I ON %2$s USING (%4$s %3$I >= current_setting(''app.scope_lo'', true)
                 AND %3$I < current_setting(''app.scope_hi'', true)
                 AND ((SELECT current_setting(''app.scope_gaps'', true) = '''') OR outside_gaps(%3$I)))',
                policy.name, policy.guarded, CASE policy.name WHEN 'for_receiver' THEN 'to_path' ELSE 'path' END,
                CASE WHEN policy.with_proof THEN '(SELECT scope_is_proven()) AND' ELSE '' END);
        WHEN 'from_below', 'admitted' THEN
            EXECUTE format(
                'ALTER POLICY %1$I ON %2$s USING (%3$I <= current_setting(''app.scope_lo'', true)
                 AND %4$I > current_setting(''app.scope_lo'', true) AND current_setting(''app.scope_lo'', true) <> ''''
                 OR current_setting(''app.scope_gaps'', true) <> '''' AND above_a_part(%3$I, %4$I))',
                policy.name, policy.guarded, CASE policy.name WHEN 'admitted' THEN 'admits' ELSE 'path' END,
                CASE policy.name WHEN 'admitted' THEN 'admits_end' ELSE 'path_end' END);
        END CASE;
    END LOOP;
END
$$;

-- What runs with the owner's rights looks at the gaps as well.
CREATE OR REPLACE FUNCTION account_is_within(who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM account a WHERE a.id = who
            AND in_scope(a.path))
        AND NOT EXISTS (SELECT FROM access_grant g WHERE g.account_id = who
            AND (g.until IS NULL OR g.until > (now() AT TIME ZONE 'Asia/Shanghai')::date)
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
            AND NOT coalesce(in_scope(g.path), false))
$$;

CREATE OR REPLACE FUNCTION answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    t membership_transfer;
    m membership;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(in_scope(t.to_path), false) THEN
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
        WHERE p.path <> w.place AND in_scope(w.place)
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
    IF NOT EXISTS (SELECT FROM person p WHERE p.id = who AND in_scope(p.path)) THEN
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
    IF NOT coalesce(in_scope(old_path)
        AND in_scope(new_path), false) THEN
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

CREATE OR REPLACE FUNCTION published_below(scheme uuid, low text, high text, before date) RETURNS TABLE(subject_id uuid, starts_on date, score numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM demand_proof();
    RETURN QUERY
    SELECT h.subject_id, p.starts_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE p.scheme_id = scheme AND p.starts_on < before AND p.state = 'closed' AND s.path >= low AND s.path < high
        AND in_scope(s.path)
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
        AND in_scope(s.path);
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
        AND in_scope(s.path)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
$$;

CREATE OR REPLACE FUNCTION transfers_of(who uuid) RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.since FROM person p JOIN membership m ON m.person_id = p.id
    WHERE p.id = who AND (SELECT scope_is_proven()) AND in_scope(p.path)
        AND (m.began_as = 'transferred' OR EXISTS (
            SELECT FROM membership b WHERE b.person_id = who AND b.until = m.since AND b.ended_as = 'transferred'))
    ORDER BY m.since
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
