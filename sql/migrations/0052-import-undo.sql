-- Imports that can be taken back as one act: who imported which sheet, which audit events it wrote under, and what an undo removed, as
-- it was on file.

CREATE TABLE imported_sheet (
    id uuid CONSTRAINT imported_sheet_pk PRIMARY KEY,
    -- The top of the scope that it was imported for.
    path scope_path NOT NULL,
    kind text NOT NULL CONSTRAINT imported_sheet_kind CHECK (length(kind) BETWEEN 1 AND 120),
    file_hash bytea NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- NULL where the import counts something else than rows of the register.
    rows integer,
    added integer,
    changed integer,
    -- The audit events of its transaction: every fact that it brought names one of them.
    events uuid[] NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT imported_sheet_audit_event REFERENCES audit_event
);
CREATE INDEX imported_sheet_by_event ON imported_sheet (audit_event_id);
CREATE INDEX imported_sheet_by_path ON imported_sheet (path, id);
CALL guard_by_path('imported_sheet');
GRANT UPDATE (path) ON imported_sheet TO dangwu_app;

CREATE TABLE imported_sheet_undo (
    import_id uuid CONSTRAINT imported_sheet_undo_pk PRIMARY KEY CONSTRAINT imported_sheet_undo_of REFERENCES imported_sheet,
    path scope_path NOT NULL,
    reason text NOT NULL CONSTRAINT imported_sheet_undo_reason CHECK (length(reason) BETWEEN 1 AND 500),
    undone_on date NOT NULL DEFAULT today_in_china(),
    audit_event_id uuid NOT NULL CONSTRAINT imported_sheet_undo_audit_event REFERENCES audit_event
);
CALL guard_by_path('imported_sheet_undo');
GRANT UPDATE (path) ON imported_sheet_undo TO dangwu_app;

-- A fact that an undo removed, as it was. ID numbers are not kept: the sheet has them.
CREATE TABLE withdrawn_fact (
    id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT withdrawn_fact_pk PRIMARY KEY,
    import_id uuid NOT NULL CONSTRAINT withdrawn_fact_import REFERENCES imported_sheet,
    path scope_path NOT NULL,
    relation text NOT NULL,
    fact jsonb NOT NULL,
    audit_event_id uuid NOT NULL CONSTRAINT withdrawn_fact_audit_event REFERENCES audit_event
);
CREATE INDEX withdrawn_fact_by_import ON withdrawn_fact (import_id, relation);
CALL guard_by_path('withdrawn_fact');
GRANT UPDATE (path) ON withdrawn_fact TO dangwu_app;

-- What rests on an import and keeps it from being taken back: later facts of the people it brought, seats and reliefs for what its
-- tenures owe, corrections and reversals of its facts, whatever lies at organisations that it founded. What it brought is locked, so
-- that nothing is added meanwhile.
CREATE FUNCTION import_hindrances(which uuid) RETURNS TABLE (subject text, relation text, day date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sheet imported_sheet;
    begun timestamptz;
    people uuid[];
    founded uuid[];
    held record;
BEGIN
    PERFORM demand_proof();
    SELECT s.* INTO sheet FROM imported_sheet s WHERE s.id = which;
    IF sheet.id IS NULL OR NOT in_scope(sheet.path) THEN RETURN; END IF;
    SELECT e.at INTO begun FROM audit_event e WHERE e.id = sheet.audit_event_id;
    people := ARRAY(
        SELECT p.id FROM person p WHERE p.audit_event_id = ANY (sheet.events)
        UNION SELECT m.person_id FROM membership m WHERE m.audit_event_id = ANY (sheet.events));
    founded := ARRAY(
        SELECT v.organisation_id FROM organisation_version v WHERE v.version = 1 AND v.audit_event_id = ANY (sheet.events));
    PERFORM FROM person p WHERE p.id IN (
        SELECT unnest(people)
        UNION SELECT t.person_id FROM tenure t WHERE t.audit_event_id = ANY (sheet.events)
        UNION SELECT c.person_id FROM credit c WHERE c.audit_event_id = ANY (sheet.events)) ORDER BY p.id FOR UPDATE;
    PERFORM FROM organisation o WHERE o.id = ANY (founded) ORDER BY o.id FOR UPDATE;

    RETURN QUERY SELECT f.subject, 'elsewhere', NULL::date FROM (
        SELECT p.name AS subject, m.path::text AS place FROM membership m JOIN person p ON p.id = m.person_id
        WHERE m.audit_event_id = ANY (sheet.events)
        UNION ALL SELECT t.person_name, t.path FROM tenure t WHERE t.audit_event_id = ANY (sheet.events)
        UNION ALL SELECT p.name, c.path FROM credit c JOIN person p ON p.id = c.person_id WHERE c.audit_event_id = ANY (sheet.events)
        UNION ALL SELECT o.name, o.path FROM organisation o WHERE o.id = ANY (founded)) AS f
    WHERE NOT in_scope(f.place) LIMIT 50;

    FOR held IN
        SELECT c.relname AS name FROM pg_class c
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'person_id' AND NOT k.attisdropped
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'audit_event_id' AND NOT a.attisdropped
        -- What was sent to somebody does not rest on them.
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'notice' ORDER BY c.relname
    LOOP
        RETURN QUERY EXECUTE format('SELECT p.name, %L::text, min(e.at AT TIME ZONE ''Asia/Shanghai'')::date
            FROM %I f JOIN audit_event e ON e.id = f.audit_event_id JOIN person p ON p.id = f.person_id
            WHERE f.person_id IN (SELECT unnest($1)) AND e.at > $2 AND NOT (e.id = ANY ($3))
            GROUP BY p.id, p.name ORDER BY p.name LIMIT 50', held.name, held.name) USING people, begun, sheet.events;
    END LOOP;

    -- Merges, distinctions, those who were replaced in a class: what names them under another name.
    FOR held IN
        SELECT c.relname AS name, k.attname AS attribute FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = f.conkey[1]
        WHERE f.contype = 'f' AND f.confrelid = 'person'::regclass AND k.attname <> 'person_id' ORDER BY c.relname, k.attname
    LOOP
        RETURN QUERY EXECUTE format('SELECT p.name, %L::text, NULL::date FROM %I f JOIN person p ON p.id = f.%I
            WHERE p.id = ANY ($1) ORDER BY p.name LIMIT 50', held.name, held.name, held.attribute) USING people;
    END LOOP;

    RETURN QUERY SELECT t.person_name, 'tenure_ended', t.until FROM tenure t
    WHERE t.audit_event_id = ANY (sheet.events)
        AND (NOT t.ended_audit_event_id = ANY (sheet.events) OR NOT t.annulled_audit_event_id = ANY (sheet.events)) LIMIT 50;
    RETURN QUERY SELECT t.person_name, 'enrolment', d.opened_on
    FROM tenure t JOIN duty d ON d.tenure_id = t.id JOIN enrolment n ON n.person_id = d.person_id AND n.duty_id = d.id
    WHERE t.audit_event_id = ANY (sheet.events) AND NOT t.person_id = ANY (people) LIMIT 50;
    RETURN QUERY SELECT t.person_name, 'relief', r.granted_on
    FROM tenure t JOIN duty d ON d.tenure_id = t.id JOIN relief r ON r.person_id = d.person_id AND r.duty_id = d.id
    WHERE t.audit_event_id = ANY (sheet.events) AND NOT t.person_id = ANY (people) LIMIT 50;
    FOR held IN
        SELECT c.relname AS name, k.attname AS attribute FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = f.conkey[1]
        WHERE f.contype = 'f' AND f.confrelid = 'tenure'::regclass AND c.relname <> 'duty' ORDER BY c.relname
    LOOP
        RETURN QUERY EXECUTE format('SELECT t.person_name, %L::text, NULL::date FROM %I f JOIN tenure t ON t.id = f.%I
            WHERE t.audit_event_id = ANY ($1) LIMIT 50', held.name, held.name, held.attribute) USING sheet.events;
    END LOOP;

    RETURN QUERY SELECT p.name, 'credit_reversed', r.earned_on
    FROM credit c JOIN credit r ON r.person_id = c.person_id AND r.reverses = c.id JOIN person p ON p.id = c.person_id
    WHERE c.audit_event_id = ANY (sheet.events) LIMIT 50;
    RETURN QUERY SELECT p.name, 'credit_decision', d.decided_on
    FROM credit c JOIN credit_decision d ON d.person_id = c.person_id AND d.credit_id = c.id JOIN person p ON p.id = c.person_id
    WHERE c.audit_event_id = ANY (sheet.events) LIMIT 50;
    RETURN QUERY SELECT p.name, 'person_attribute', l.recorded_on
    FROM person_attribute a JOIN person_attribute l ON l.person_id = a.person_id AND l.corrects = a.id
        JOIN person p ON p.id = a.person_id
    WHERE a.audit_event_id = ANY (sheet.events) AND NOT l.audit_event_id = ANY (sheet.events)
        AND NOT a.person_id = ANY (people) LIMIT 50;

    IF cardinality(founded) = 0 THEN RETURN; END IF;
    RETURN QUERY SELECT o.name, 'organisation', v.since FROM organisation_version v JOIN organisation o ON o.id = v.parent_id
    WHERE v.parent_id = ANY (founded) AND NOT v.organisation_id = ANY (founded) LIMIT 50;
    FOR held IN
        SELECT c.relname AS name FROM pg_class c
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'path' AND k.atttypid = 'scope_path'::regtype
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'audit_event_id' AND NOT a.attisdropped
        -- What was taken back before rests on nothing.
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT k.attisdropped AND c.relname <> 'withdrawn_fact'
        ORDER BY c.relname
    LOOP
        RETURN QUERY EXECUTE format('SELECT o.name, %L::text, min(e.at AT TIME ZONE ''Asia/Shanghai'')::date
            FROM organisation o JOIN %I f ON f.path = o.path JOIN audit_event e ON e.id = f.audit_event_id
            WHERE o.id = ANY ($1) AND NOT (e.id = ANY ($2)) GROUP BY o.id, o.name ORDER BY o.name LIMIT 50', held.name, held.name)
            USING founded, sheet.events;
    END LOOP;
END
$$;

-- Takes back every fact that an import brought and keeps it in withdrawn_fact. Nothing may rest on it: import_hindrances comes first.
-- Who was on the register before lies afterwards where the last membership lies.
CREATE FUNCTION withdraw_import(which uuid, why text, by_event uuid) RETURNS TABLE (relation text, facts bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sheet imported_sheet;
    founded uuid[];
    former record;
BEGIN
    PERFORM demand_proof();
    SELECT s.* INTO sheet FROM imported_sheet s WHERE s.id = which;
    IF sheet.id IS NULL OR NOT in_scope(sheet.path) OR EXISTS (SELECT FROM import_hindrances(which)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'withdraw_import: outside the scope, or something rests on it';
    END IF;
    INSERT INTO imported_sheet_undo (import_id, path, reason, audit_event_id) VALUES (which, sheet.path, why, by_event);
    founded := ARRAY(
        SELECT v.organisation_id FROM organisation_version v WHERE v.version = 1 AND v.audit_event_id = ANY (sheet.events));

    -- Duties are calculated, and calculated again of those who stay.
    DELETE FROM duty d WHERE d.tenure_id IN (SELECT t.id FROM tenure t WHERE t.audit_event_id = ANY (sheet.events))
        OR d.person_id IN (SELECT p.id FROM person p WHERE p.audit_event_id = ANY (sheet.events));
    WITH gone AS (DELETE FROM notice n WHERE n.person_id IN (SELECT p.id FROM person p WHERE p.audit_event_id = ANY (sheet.events))
        RETURNING n.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'notice', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM tenure t WHERE t.audit_event_id = ANY (sheet.events) RETURNING t.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'tenure', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM post p WHERE p.audit_event_id = ANY (sheet.events)
        AND NOT EXISTS (SELECT FROM tenure t WHERE t.post_id = p.id) RETURNING p.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'post', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM credit c WHERE c.audit_event_id = ANY (sheet.events) RETURNING c.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'credit', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM person_attribute a WHERE a.audit_event_id = ANY (sheet.events) RETURNING a.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'person_attribute', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM membership m WHERE m.audit_event_id = ANY (sheet.events) RETURNING m.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'membership', to_jsonb(g), by_event FROM gone g;
    DELETE FROM person_id_number n WHERE n.person_id IN (SELECT p.id FROM person p WHERE p.audit_event_id = ANY (sheet.events));
    WITH gone AS (DELETE FROM person p WHERE p.audit_event_id = ANY (sheet.events) RETURNING p.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'person', to_jsonb(g) - 'id_cipher' - 'key_edition', by_event FROM gone g;
    FOR former IN
        SELECT p.id, p.path AS here, last.path AS place FROM person p CROSS JOIN LATERAL (
            SELECT m.path FROM membership m WHERE m.person_id = p.id ORDER BY m.until DESC NULLS FIRST LIMIT 1) AS last
        WHERE p.id IN (SELECT (w.fact ->> 'person_id')::uuid FROM withdrawn_fact w
            WHERE w.import_id = which AND w.relation = 'membership') ORDER BY p.id
    LOOP
        IF former.place <> former.here THEN CALL move_person(former.id, former.place); END IF;
    END LOOP;

    WITH gone AS (DELETE FROM org_unit u WHERE u.audit_event_id = ANY (sheet.events) RETURNING u.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'org_unit', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM organisation_place l WHERE l.organisation_id = ANY (founded) RETURNING l.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'organisation_place', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM organisation_version v WHERE v.organisation_id = ANY (founded) RETURNING v.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'organisation_version', to_jsonb(g), by_event FROM gone g;
    WITH gone AS (DELETE FROM organisation o WHERE o.id = ANY (founded) RETURNING o.*)
    INSERT INTO withdrawn_fact (import_id, path, relation, fact, audit_event_id)
    SELECT which, g.path, 'organisation', to_jsonb(g), by_event FROM gone g;

    RETURN QUERY SELECT w.relation, count(*) FROM withdrawn_fact w WHERE w.import_id = which GROUP BY w.relation ORDER BY w.relation;
END
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
