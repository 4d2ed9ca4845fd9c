-- What the program calls an audit event is called that in the database as well: the table and whatever refers to it. Policies,
-- privileges and predicates follow the columns by themselves.
ALTER TABLE act RENAME TO audit_event;
ALTER TABLE audit_event RENAME CONSTRAINT act_pk TO audit_event_pk;
ALTER TABLE audit_event RENAME CONSTRAINT act_door TO audit_event_door;
ALTER INDEX act_by_path RENAME TO audit_event_by_path;
ALTER INDEX act_by_subject RENAME TO audit_event_by_subject;

DO $$
DECLARE
    renamed record;
BEGIN
    FOR renamed IN
        SELECT c.relname AS place, a.attname AS name, left(a.attname, -6) || 'audit_event_id' AS term
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped
            AND (a.attname = 'act_id' OR a.attname IN ('annulled_act_id', 'ended_act_id'))
        ORDER BY c.relname, a.attname
    LOOP
        EXECUTE format('ALTER TABLE %I RENAME COLUMN %I TO %I', renamed.place, renamed.name, renamed.term);
    END LOOP;
    FOR renamed IN
        SELECT c.relname AS place, k.conname AS name, left(k.conname, -3) || 'audit_event' AS term
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.confrelid = 'audit_event'::regclass AND k.conname = c.relname || '_act'
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', renamed.place, renamed.name, renamed.term);
    END LOOP;
END
$$;

-- A function keeps the text it was written with.
DROP FUNCTION answer_transfer;

-- The receiver answers a letter. The person still lies outside the receiver's scope, so this runs with the owner's rights;
-- it does nothing unless the letter is open and for an organisation within the caller's scope.
CREATE FUNCTION answer_transfer(
    who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    t membership_transfer;
    m membership;
BEGIN
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(t.to_path >= current_setting('app.scope_lo', true)
        AND t.to_path < current_setting('app.scope_hi', true), false) THEN
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
REVOKE ALL ON FUNCTION answer_transfer FROM public;
GRANT EXECUTE ON FUNCTION answer_transfer TO dangwu_app;
