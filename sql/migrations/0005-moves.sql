-- The path is where something lies today. When an organisation or a person moves, it moves along; the facts stay.

-- Rewrites the beginning of every path below `old`. Runs with the caller's privileges and scope: what lies outside
-- refuses the move.
CREATE PROCEDURE move_subtree(old_path text, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['organisation', 'organisation_version', 'org_unit', 'person', 'membership', 'post',
        'tenure', 'duty', 'relief', 'relief_withdrawal', 'enrolment', 'enrolment_event', 'attendance_mark', 'credit',
        'account', 'token', 'access_grant', 'revocation']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 || substr(path, length($1) + 1)
            WHERE path >= $1 AND path < left($1, -1) || ''/''', moved) USING old_path, new_path;
    END LOOP;
END
$$;

-- The rows that follow a person to another organisation. Closed duties and tenures stay where they were.
CREATE PROCEDURE move_person(mover uuid, new_path text) LANGUAGE plpgsql AS $$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'enrolment', 'enrolment_event', 'attendance_mark']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE person_id = $1', moved) USING mover, new_path;
    END LOOP;
    UPDATE person SET path = new_path WHERE id = mover;
END
$$;

GRANT UPDATE (path) ON account, token, access_grant, revocation TO dangwu_app;
