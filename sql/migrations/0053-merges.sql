-- Two records of one person made one, and separated again: what was moved, what was there twice, and which pairs are not the same.

CREATE TABLE person_merge (
    id uuid CONSTRAINT person_merge_pk PRIMARY KEY,
    kept_id uuid NOT NULL CONSTRAINT person_merge_kept REFERENCES person,
    gone_id uuid NOT NULL CONSTRAINT person_merge_gone REFERENCES person,
    path scope_path NOT NULL,
    -- Where either lay before, and how the record that is gone was found by name.
    kept_path scope_path NOT NULL,
    gone_path scope_path NOT NULL,
    kept_name text NOT NULL,
    gone_name text NOT NULL,
    gone_key text NOT NULL COLLATE "C",
    -- Whether the kept record had no ID number and got that of the other.
    took_number boolean NOT NULL,
    reason text NOT NULL CONSTRAINT person_merge_reason CHECK (length(reason) BETWEEN 1 AND 500),
    document text CONSTRAINT person_merge_document CHECK (length(document) BETWEEN 1 AND 200),
    merged_on date NOT NULL DEFAULT today_in_china(),
    -- Follows from person_separation and is there for the indexes alone.
    open boolean NOT NULL DEFAULT true,
    audit_event_id uuid NOT NULL CONSTRAINT person_merge_audit_event REFERENCES audit_event,
    CONSTRAINT person_merge_two CHECK (kept_id <> gone_id)
);
CREATE INDEX person_merge_by_path ON person_merge (path, id);
CREATE INDEX person_merge_by_kept ON person_merge (kept_id);
CREATE UNIQUE INDEX person_merge_gone_once ON person_merge (gone_id) WHERE open;
CALL guard_by_path('person_merge');
GRANT UPDATE (path, kept_path, gone_path) ON person_merge TO dangwu_app;

-- One value that a merge changed, or one row of the record that is gone which said what the kept one says already.
CREATE TABLE person_merge_change (
    id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT person_merge_change_pk PRIMARY KEY,
    merge_id uuid NOT NULL CONSTRAINT person_merge_change_of REFERENCES person_merge,
    path scope_path NOT NULL,
    relation text NOT NULL,
    -- The column, the key of the row after the change, and what was there.
    attribute text,
    key jsonb,
    before text,
    -- The whole row, where it was taken away.
    fact jsonb,
    audit_event_id uuid NOT NULL CONSTRAINT person_merge_change_audit_event REFERENCES audit_event,
    CONSTRAINT person_merge_change_kind CHECK ((attribute IS NULL) = (key IS NULL) AND (attribute IS NULL) = (fact IS NOT NULL))
);
CREATE INDEX person_merge_change_by_merge ON person_merge_change (merge_id);
CALL guard_by_path('person_merge_change');
GRANT UPDATE (path) ON person_merge_change TO dangwu_app;

CREATE TABLE person_separation (
    merge_id uuid CONSTRAINT person_separation_pk PRIMARY KEY CONSTRAINT person_separation_of REFERENCES person_merge,
    path scope_path NOT NULL,
    reason text NOT NULL CONSTRAINT person_separation_reason CHECK (length(reason) BETWEEN 1 AND 500),
    separated_on date NOT NULL DEFAULT today_in_china(),
    audit_event_id uuid NOT NULL CONSTRAINT person_separation_audit_event REFERENCES audit_event
);
CALL guard_by_path('person_separation');
GRANT UPDATE (path) ON person_separation TO dangwu_app;

-- Two people who resemble each other and are two.
CREATE TABLE person_distinction (
    first_id uuid NOT NULL CONSTRAINT person_distinction_first REFERENCES person,
    second_id uuid NOT NULL CONSTRAINT person_distinction_second REFERENCES person,
    path scope_path NOT NULL,
    reason text NOT NULL CONSTRAINT person_distinction_reason CHECK (length(reason) BETWEEN 1 AND 500),
    decided_on date NOT NULL DEFAULT today_in_china(),
    audit_event_id uuid NOT NULL CONSTRAINT person_distinction_audit_event REFERENCES audit_event,
    CONSTRAINT person_distinction_pk PRIMARY KEY (first_id, second_id),
    CONSTRAINT person_distinction_order CHECK (first_id < second_id)
);
CALL guard_by_path('person_distinction');
GRANT UPDATE (path) ON person_distinction TO dangwu_app;

-- Columns that name a person and that a merge leaves as they are.
CREATE TABLE merge_exception (
    relation text NOT NULL COLLATE "C",
    attribute text NOT NULL COLLATE "C",
    reason text NOT NULL,
    path scope_path NOT NULL DEFAULT '0.',
    CONSTRAINT merge_exception_pk PRIMARY KEY (relation, attribute)
);
CALL guard_by_path('merge_exception');
REVOKE INSERT ON merge_exception FROM dangwu_app;
INSERT INTO path_exception (relation, movement, reason) VALUES ('merge_exception', 'subtree', 'a list of the schema, at no place');
INSERT INTO merge_exception (relation, attribute, reason) VALUES
    ('ledger_entry', 'subject_id', 'the ledger is never rewritten: who has entries is the one that is kept'),
    ('points_sheet', 'subject_id', 'the sheet of a closed period is never rewritten: who has one is the one that is kept'),
    ('points_subject', 'subject_id', 'an account of points stays with its record; the kept one has its own'),
    ('points_subject', 'person_id', 'an account of points stays with its record; the kept one has its own'),
    ('person_id_number', 'person_id', 'numbers go by their hash, so that both find the kept record'),
    ('sensitive_read', 'person_id', 'what was read was read of that record'),
    ('plan_seat', 'person_id', 'a plan is kept as it was accepted'),
    ('person_correction', 'person_id', 'a correction stays with the record that it corrected'),
    ('person_correction_decision', 'person_id', 'a correction stays with the record that it corrected'),
    ('person_merge', 'kept_id', 'the merge itself'), ('person_merge', 'gone_id', 'the merge itself'),
    ('person_distinction', 'first_id', 'a decision about two records'), ('person_distinction', 'second_id', 'a decision about two records');

-- Whether two texts of one length differ in one place, or in two neighbours that changed places.
CREATE FUNCTION differ_slightly(first text, second text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT length(first) = length(second) AND (
        count(*) = 1 OR count(*) = 2 AND max(n) = min(n) + 1
            AND substr(first, min(n), 1) = substr(second, max(n), 1) AND substr(first, max(n), 1) = substr(second, min(n), 1))
    FROM generate_series(1, length(first)) AS n WHERE substr(first, n, 1) <> substr(second, n, 1)
$$;

-- Every column that names a person, directly or as the holder of an account of points: a new table is found here by itself.
CREATE FUNCTION person_columns() RETURNS TABLE (relation text, attribute text, excepted boolean) LANGUAGE sql STABLE AS $$
    SELECT c.relname::text, k.attname::text, EXISTS (
        SELECT FROM merge_exception x WHERE x.relation = c.relname AND x.attribute = k.attname)
    FROM pg_class c JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum > 0 AND NOT k.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'person' AND (
        k.attname = 'person_id' OR k.attname = 'subject_id' AND (c.relname LIKE 'points%' OR c.relname = 'ledger_entry')
        OR EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[k.attnum]
            AND f.confrelid IN ('person'::regclass, 'points_subject'::regclass)))
    ORDER BY 1, 2
$$;

-- The holder of a row and of what hangs on it change together: these references are looked at when a merge is done.
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT c.conrelid::regclass AS relation, c.conname FROM pg_constraint c
            JOIN pg_attribute k ON k.attrelid = c.conrelid AND k.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) > 1
            AND k.attname IN ('person_id', 'subject_id') AND NOT c.condeferrable
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', held.relation, held.conname);
    END LOOP;
END
$$;

-- Facts of two records that cannot both be those of one person, each with what either says.
CREATE FUNCTION merge_conflicts(keep uuid, gone uuid) RETURNS TABLE (what text, kept text, other text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_proof();
    IF (SELECT count(*) FROM person p WHERE p.id IN (keep, gone) AND in_scope(p.path)) < 2 THEN RETURN; END IF;
    RETURN QUERY SELECT 'merged', coalesce(g.kept_name, ''), coalesce(g.gone_name, '') FROM person_merge g
    WHERE g.open AND g.gone_id IN (keep, gone);
    RETURN QUERY SELECT 'membership', ko.name || ' ' || coalesce(k.counts_from, k.since) || '–' || coalesce(k.until::text, ''),
        go.name || ' ' || coalesce(g.counts_from, g.since) || '–' || coalesce(g.until::text, '')
    FROM membership k JOIN membership g ON daterange(k.since, k.until) && daterange(g.since, g.until)
        JOIN organisation ko ON ko.id = k.organisation_id JOIN organisation go ON go.id = g.organisation_id
    WHERE k.person_id = keep AND g.person_id = gone AND NOT (k.organisation_id = g.organisation_id AND k.status = g.status
        AND k.until IS NOT DISTINCT FROM g.until AND coalesce(k.counts_from, k.since) = coalesce(g.counts_from, g.since))
    ORDER BY k.since;
    RETURN QUERY SELECT 'enrolment', c.name, c.name FROM enrolment k JOIN enrolment g ON g.class_id = k.class_id
        JOIN training_class c ON c.id = k.class_id
    WHERE k.person_id = keep AND g.person_id = gone ORDER BY c.starts_on;
    RETURN QUERY SELECT 'class_nomination', c.name, c.name
    FROM class_nomination k JOIN class_nomination g ON g.class_id = k.class_id AND g.waiting JOIN training_class c ON c.id = k.class_id
    WHERE k.waiting AND (k.person_id = keep AND g.person_id = gone OR k.replaces = keep AND g.replaces = gone
        OR k.id = g.id AND (k.person_id = keep AND k.replaces = gone OR k.person_id = gone AND k.replaces = keep));
    RETURN QUERY SELECT 'credit', k.class_name || ' ' || k.hours, g.class_name || ' ' || g.hours
    FROM credit k JOIN credit g ON g.class_name = k.class_name AND g.earned_on = k.earned_on
    WHERE k.person_id = keep AND g.person_id = gone AND k.source = 'import' AND g.source = 'import'
        AND ((k.hours, k.form, k.level, k.completions) <> (g.hours, g.form, g.level, g.completions)
            OR EXISTS (SELECT FROM credit r WHERE r.person_id = gone AND r.reverses = g.id)
            OR EXISTS (SELECT FROM credit_decision d WHERE d.person_id = gone AND d.credit_id = g.id))
    ORDER BY k.earned_on;
    RETURN QUERY SELECT 'person_category', o.name || ' ' || k.since, o.name || ' ' || g.since
    FROM person_category k JOIN person_category g ON g.organisation_id = k.organisation_id AND g.category = k.category
            AND daterange(k.since, k.until) && daterange(g.since, g.until)
        JOIN organisation o ON o.id = k.organisation_id
    WHERE k.person_id = keep AND g.person_id = gone AND k.annulled_audit_event_id IS NULL AND g.annulled_audit_event_id IS NULL
        AND (k.since <> g.since OR k.until IS DISTINCT FROM g.until OR EXISTS (
            SELECT FROM duty d WHERE d.person_id = gone AND d.category_id = g.id
                AND (EXISTS (SELECT FROM enrolment n WHERE n.person_id = gone AND n.duty_id = d.id)
                    OR EXISTS (SELECT FROM relief r WHERE r.person_id = gone AND r.duty_id = d.id))));
    RETURN QUERY SELECT 'membership_transfer', k.letter, g.letter FROM membership_transfer k, membership_transfer g
    WHERE k.person_id = keep AND g.person_id = gone AND k.open AND g.open;
    RETURN QUERY SELECT 'recruitment_case', k.opened_on::text, g.opened_on::text FROM recruitment_case k, recruitment_case g
    WHERE k.person_id = keep AND g.person_id = gone AND k.state = 'open' AND g.state = 'open';
    RETURN QUERY SELECT 'person_correction', '', c.recorded_on::text FROM person_correction c WHERE c.person_id = gone AND c.open;
    RETURN QUERY SELECT 'ledger_entry', '', min(e.posted_on)::text FROM ledger_entry e WHERE e.subject_id = gone HAVING count(*) > 0;
    RETURN QUERY SELECT 'points_sheet', '', count(*)::text FROM points_sheet e WHERE e.subject_id = gone HAVING count(*) > 0;
    RETURN QUERY SELECT 'points_claim', k.item, g.item FROM points_claim k JOIN points_claim g USING (scheme_id, key)
    WHERE k.subject_id = keep AND g.subject_id = gone;
    RETURN QUERY SELECT 'points_exemption', k.since::text, g.since::text FROM points_exemption k JOIN points_exemption g
        ON g.scheme_id = k.scheme_id AND daterange(k.since, k.until) && daterange(g.since, g.until)
    WHERE k.subject_id = keep AND g.subject_id = gone;
END
$$;

-- Takes rows of the record that is gone away because the kept one has the same; they are kept in person_merge_change.
CREATE PROCEDURE merge_double(which uuid, by_event uuid, place text, from_table text, condition text, keep uuid, gone uuid)
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('WITH doubled AS (DELETE FROM %I g WHERE %s RETURNING g.*)
        INSERT INTO person_merge_change (merge_id, path, relation, fact, audit_event_id)
        SELECT $3, $5, %L, to_jsonb(d), $4 FROM doubled d', from_table, condition, from_table) USING keep, gone, which, by_event, place;
END
$$;

-- The names of a table's key columns, and of those that can be written.
CREATE FUNCTION key_columns(which regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::smallint[])
    WHERE i.indrelid = which AND i.indisprimary
$$;
CREATE FUNCTION written_columns(which regclass) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = which AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
$$;

-- Where somebody lies: where the last membership lies.
CREATE FUNCTION place_of(who uuid, otherwise text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT m.path::text FROM membership m WHERE m.person_id = who ORDER BY m.until DESC NULLS FIRST LIMIT 1), otherwise)
$$;

-- Gives everything that one record of a person holds to the other, and keeps how it was. Nothing happens for people outside the
-- caller's scope, or while facts of the two contradict each other: merge_conflicts comes first.
CREATE FUNCTION merge_people(which uuid, keep uuid, gone uuid, why text, paper text, by_event uuid)
RETURNS TABLE (relation text, moved bigint, doubled bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept person;
    other person;
    place text;
    held record;
BEGIN
    PERFORM demand_proof();
    PERFORM FROM person p WHERE p.id IN (keep, gone) ORDER BY p.id FOR UPDATE;
    SELECT p.* INTO kept FROM person p WHERE p.id = keep;
    SELECT p.* INTO other FROM person p WHERE p.id = gone;
    IF NOT coalesce(in_scope(kept.path) AND in_scope(other.path), false) OR EXISTS (SELECT FROM merge_conflicts(keep, gone)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'merge_people: outside the scope, or the records contradict each other';
    END IF;
    INSERT INTO person_merge (id, kept_id, gone_id, path, kept_path, gone_path, kept_name, gone_name, gone_key, took_number, reason,
        document, audit_event_id)
    VALUES (which, keep, gone, kept.path, kept.path, other.path, kept.name, other.name, other.name_key,
        kept.id_cipher IS NULL AND other.id_cipher IS NOT NULL, why, paper, by_event);
    SET CONSTRAINTS ALL DEFERRED;

    -- Seats and reliefs for a duty that both owe are those for the kept one's.
    FOR held IN SELECT g.id AS former, k.id AS now FROM duty g JOIN duty k ON k.slot = g.slot
        WHERE g.person_id = gone AND k.person_id = keep AND g.annulled_on IS NULL AND k.annulled_on IS NULL
    LOOP
        WITH moved AS (UPDATE enrolment n SET duty_id = held.now WHERE n.person_id = gone AND n.duty_id = held.former RETURNING n.id)
        INSERT INTO person_merge_change (merge_id, path, relation, attribute, key, before, audit_event_id)
        SELECT which, kept.path, 'enrolment', 'duty_id', jsonb_build_object('person_id', keep, 'id', m.id), held.former, by_event
        FROM moved m;
        WITH moved AS (UPDATE relief n SET duty_id = held.now WHERE n.person_id = gone AND n.duty_id = held.former RETURNING n.id)
        INSERT INTO person_merge_change (merge_id, path, relation, attribute, key, before, audit_event_id)
        SELECT which, kept.path, 'relief', 'duty_id', jsonb_build_object('person_id', keep, 'id', m.id), held.former, by_event FROM moved m;
        CALL merge_double(which, by_event, kept.path, 'duty', format('g.person_id = $2 AND g.id = %L', held.former), keep, gone);
    END LOOP;
    CALL merge_double(which, by_event, kept.path, 'membership', 'g.person_id = $2 AND EXISTS (SELECT FROM membership k
        WHERE k.person_id = $1 AND daterange(k.since, k.until) && daterange(g.since, g.until))', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'credit', 'g.person_id = $2 AND g.source = ''import'' AND EXISTS (SELECT FROM credit k
        WHERE k.person_id = $1 AND k.source = ''import'' AND k.class_name = g.class_name AND k.earned_on = g.earned_on)', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'duty', 'g.person_id = $2 AND g.category_id IN (
        SELECT c.id FROM person_category c JOIN person_category k ON k.person_id = $1 AND k.organisation_id = c.organisation_id
            AND k.category = c.category AND daterange(k.since, k.until) && daterange(c.since, c.until)
        WHERE c.person_id = $2 AND c.annulled_audit_event_id IS NULL AND k.annulled_audit_event_id IS NULL)', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'person_category', 'g.person_id = $2 AND g.annulled_audit_event_id IS NULL
        AND EXISTS (SELECT FROM person_category k WHERE k.person_id = $1 AND k.organisation_id = g.organisation_id
            AND k.category = g.category AND k.annulled_audit_event_id IS NULL
            AND daterange(k.since, k.until) && daterange(g.since, g.until))', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'notice', 'g.person_id = $2 AND EXISTS (SELECT FROM notice k
        WHERE k.person_id = $1 AND k.key = g.key AND k.channel = g.channel)', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'recruitment_trait', 'g.person_id = $2 AND EXISTS (SELECT FROM recruitment_trait k
        WHERE k.person_id = $1 AND k.trait = g.trait AND daterange(k.since, k.until) && daterange(g.since, g.until))', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'points_fact', 'g.subject_id = $2 AND EXISTS (SELECT FROM points_fact k
        WHERE k.subject_id = $1 AND k.kind = g.kind AND k.reference = g.reference)', keep, gone);
    CALL merge_double(which, by_event, kept.path, 'points_participation', 'g.subject_id = $2 AND EXISTS (
        SELECT FROM points_participation k WHERE k.subject_id = $1 AND k.scheme_id = g.scheme_id
            AND daterange(k.since, k.until) && daterange(g.since, g.until))', keep, gone);

    INSERT INTO points_subject (subject_id, person_id, path, audit_event_id)
    SELECT keep, keep, kept.path, by_event FROM points_subject s
    WHERE s.subject_id = gone AND NOT EXISTS (SELECT FROM points_subject k WHERE k.subject_id = keep);
    FOR held IN
        SELECT c.relation, c.attribute, (
            SELECT string_agg(format('%L, %s', k, CASE WHEN k = c.attribute THEN '$1' ELSE 'r.' || quote_ident(k) END), ', ')
            FROM unnest(key_columns(c.relation::regclass)) AS k) AS key
        FROM person_columns() c WHERE NOT c.excepted
    LOOP
        EXECUTE format('WITH moved AS (UPDATE %1$I r SET %2$I = $1 WHERE r.%2$I = $2 %3$s RETURNING r.*)
            INSERT INTO person_merge_change (merge_id, path, relation, attribute, key, before, audit_event_id)
            SELECT $3, $4, %1$L, %2$L, jsonb_build_object(%4$s), $2, $5 FROM moved r', held.relation, held.attribute,
            -- What the kept record says of itself stays.
            CASE held.relation WHEN 'person_attribute' THEN 'AND NOT EXISTS (SELECT FROM person_attribute k
                WHERE k.person_id = $1 AND k.key = r.key AND k.annulled_audit_event_id IS NULL)' ELSE '' END, held.key)
            USING keep, gone, which, kept.path, by_event;
    END LOOP;
    UPDATE person_id_number SET person_id = keep WHERE person_id = gone;
    IF kept.id_cipher IS NULL AND other.id_cipher IS NOT NULL THEN
        UPDATE person p SET id_cipher = other.id_cipher, key_edition = other.key_edition, version = p.version + 1 WHERE p.id = keep;
    END IF;
    place := place_of(keep, kept.path);
    CALL move_person(keep, place);
    -- Nobody finds it by its name any more.
    UPDATE person p SET name_key = '', path = place, version = p.version + 1 WHERE p.id = gone;
    UPDATE person_merge g SET path = place WHERE g.id = which;
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN QUERY SELECT c.relation, count(*) FILTER (WHERE c.fact IS NULL AND c.attribute <> 'duty_id'), count(c.fact)
    FROM person_merge_change c WHERE c.merge_id = which GROUP BY c.relation ORDER BY c.relation;
END
$$;

-- What keeps two records from being separated again: the kept one was merged into another, or others into it, since; its standing or
-- its number changed.
CREATE FUNCTION separation_hindrances(which uuid) RETURNS TABLE (what text, day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    done person_merge;
    held text;
BEGIN
    PERFORM demand_proof();
    SELECT g.* INTO done FROM person_merge g WHERE g.id = which;
    IF done.id IS NULL OR NOT in_scope(done.path) THEN RETURN; END IF;
    RETURN QUERY SELECT 'person_merge', g.merged_on FROM person_merge g JOIN audit_event e ON e.id = g.audit_event_id
    WHERE g.open AND g.id <> which AND (g.gone_id = done.kept_id OR g.kept_id = done.kept_id
        AND e.at > (SELECT b.at FROM audit_event b WHERE b.id = done.audit_event_id));
    FOREACH held IN ARRAY ARRAY['membership', 'membership_decision', 'membership_transfer', 'recruitment_case', 'recruitment_step'] LOOP
        RETURN QUERY EXECUTE format('SELECT %L::text, (e.at AT TIME ZONE ''Asia/Shanghai'')::date FROM %I f
            JOIN audit_event e ON e.id = f.audit_event_id
            WHERE f.person_id = $1 AND e.at > (SELECT b.at FROM audit_event b WHERE b.id = $2) ORDER BY e.at LIMIT 1', held, held)
            USING done.kept_id, done.audit_event_id;
    END LOOP;
    RETURN QUERY SELECT 'person_correction', c.recorded_on FROM person_correction c JOIN audit_event e ON e.id = c.audit_event_id
    WHERE c.person_id = done.kept_id AND c.field = 'number' AND e.at > (SELECT b.at FROM audit_event b WHERE b.id = done.audit_event_id)
    LIMIT 1;
END
$$;

-- Gives back what a merge moved, with what was added to it since, and what it took away as doubled.
CREATE FUNCTION separate_people(which uuid, why text, hashes bytea[], by_event uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    done person_merge;
    held record;
    change record;
BEGIN
    PERFORM demand_proof();
    SELECT g.* INTO done FROM person_merge g WHERE g.id = which FOR UPDATE;
    IF done.id IS NULL OR NOT done.open OR NOT in_scope(done.path) OR EXISTS (SELECT FROM separation_hindrances(which)) THEN
        RETURN false;
    END IF;
    PERFORM FROM person p WHERE p.id IN (done.kept_id, done.gone_id) ORDER BY p.id FOR UPDATE;
    SET CONSTRAINTS ALL DEFERRED;
    -- Who holds a row is part of its key in most tables: that comes last.
    FOR change IN SELECT c.* FROM person_merge_change c WHERE c.merge_id = which AND c.attribute IS NOT NULL
        ORDER BY (c.key ? c.attribute), c.relation
    LOOP
        EXECUTE format('UPDATE %I r SET %I = %L WHERE %s', change.relation, change.attribute, change.before,
            (SELECT string_agg(format('r.%I = %L', k.key, k.value), ' AND ') FROM jsonb_each_text(change.key) AS k));
    END LOOP;
    FOR change IN SELECT c.* FROM person_merge_change c WHERE c.merge_id = which AND c.fact IS NOT NULL LOOP
        EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1) ON CONFLICT DO NOTHING',
            change.relation, written_columns(change.relation::regclass)) USING change.fact;
    END LOOP;
    -- What was added since to a row that is given back goes with it: three tables in a row at most.
    FOR round IN 1..3 LOOP
        FOR held IN
            SELECT f.conrelid::regclass AS child, f.confrelid::regclass AS parent, h.attname AS holder, a.attname AS child_key,
                p.attname AS parent_key, o.attname AS parent_holder
            FROM pg_constraint f JOIN pg_attribute h ON h.attrelid = f.conrelid AND h.attnum = f.conkey[1]
                JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[2]
                JOIN pg_attribute o ON o.attrelid = f.confrelid AND o.attnum = f.confkey[1]
                JOIN pg_attribute p ON p.attrelid = f.confrelid AND p.attnum = f.confkey[2]
            WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace AND cardinality(f.conkey) = 2
                AND h.attname IN ('person_id', 'subject_id') AND f.conrelid <> 'ledger_entry'::regclass
        LOOP
            EXECUTE format('UPDATE %s c SET %I = $1 FROM %s p WHERE c.%I = $2 AND p.%I = $1 AND p.%I = c.%I', held.child, held.holder,
                held.parent, held.holder, held.parent_holder, held.parent_key, held.child_key) USING done.gone_id, done.kept_id;
        END LOOP;
    END LOOP;
    UPDATE person_id_number n SET person_id = done.gone_id WHERE n.id_hash = ANY (hashes);
    IF done.took_number THEN
        UPDATE person p SET id_cipher = NULL, version = p.version + 1 WHERE p.id = done.kept_id;
    END IF;
    UPDATE person p SET name_key = done.gone_key, version = p.version + 1 WHERE p.id = done.gone_id;
    CALL move_person(done.gone_id, place_of(done.gone_id, done.gone_path));
    CALL move_person(done.kept_id, place_of(done.kept_id, done.kept_path));
    UPDATE person_merge g SET open = false WHERE g.id = which;
    INSERT INTO person_separation (merge_id, path, reason, audit_event_id) VALUES (which, done.path, why, by_event);
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN true;
END
$$;

CALL audit_enrol();
CALL withdraw_public_execution();
