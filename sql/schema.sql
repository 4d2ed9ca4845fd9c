CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';
CREATE DOMAIN public.scope_path AS text COLLATE pg_catalog."C"
	CONSTRAINT scope_path_shape CHECK ((VALUE ~ '^([0-9A-Za-z_-]+\.)+$'::text));
CREATE FUNCTION public.above_a_part(low text, high text) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
DECLARE
    borders text[] := string_to_array(current_setting('app.scope_gaps', true), ',');
BEGIN
    FOR part IN 1..coalesce(array_length(borders, 1), 0) / 2 LOOP
        IF borders[2 * part] COLLATE "C" >= low AND borders[2 * part] COLLATE "C" < high THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END
$$;
CREATE FUNCTION public.account_is_within(who uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM account a WHERE a.id = who AND in_scope(a.path))
        AND rights_are_within(who)
        AND NOT EXISTS (
            SELECT FROM grant_substitution s
            WHERE s.substitute_id = who AND s.until > today_in_china()
                AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = s.id)
                AND NOT (rights_are_within(s.account_id) AND in_scope(s.path)))
$$;
CREATE FUNCTION public.addressee(wanted text) RETURNS TABLE(id uuid, path public.scope_path, code text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT o.id, o.path, o.code, o.name FROM organisation o WHERE o.code = wanted AND o.until IS NULL
        AND (SELECT scope_is_proven())
$$;
CREATE FUNCTION public.administers(maker uuid, who uuid, roles text[], givers text[], with_posts boolean) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
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
CREATE FUNCTION public.answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    t membership_transfer;
    m membership;
    ended date;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which;
    PERFORM FROM organisation o WHERE o.id = t.to_id FOR SHARE;
    SELECT * INTO t FROM membership_transfer WHERE person_id = who AND id = which FOR UPDATE;
    IF t.id IS NULL OR t.direction <> 'inside' OR NOT coalesce(in_scope(t.to_path), false) THEN
        RETURN 'missing';
    END IF;
    IF NOT t.open THEN RETURN 'answered'; END IF;
    IF given = 'accepted' THEN
        SELECT o.until INTO ended FROM organisation o WHERE o.id = t.to_id FOR SHARE;
        IF ended IS NOT NULL THEN RETURN 'dissolved'; END IF;
        SELECT * INTO m FROM membership WHERE person_id = who AND until IS NULL FOR UPDATE;
        IF m.id IS NULL OR m.organisation_id <> t.from_id OR m.since >= given_on THEN RETURN 'moved'; END IF;
        UPDATE membership SET until = given_on, ended_as = 'transferred' WHERE person_id = who AND id = m.id;
        INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, counts_from, audit_event_id)
        VALUES (who, standing, t.to_id, t.to_path, m.status, given_on, 'transferred', coalesce(m.counts_from, m.since), by_event);
        CALL move_person(who, t.to_path);
        PERFORM leave_place(who, m.path, t.to_path, given_on, by_event);
    ELSIF given <> 'returned' THEN
        RETURN 'missing';
    END IF;
    INSERT INTO membership_transfer_answer VALUES (who, which, t.path, t.to_path, given, given_on, given_remark, by_event);
    UPDATE membership_transfer SET open = false WHERE person_id = who AND id = which;
    RETURN 'done';
END
$$;
CREATE PROCEDURE public.audit_enrol()
    LANGUAGE plpgsql
    AS $_$
DECLARE
    t record;
    number integer;
    known record;
    key text;
    content text;
BEGIN
    FOR t IN
        SELECT c.oid, c.relname::text AS name, (
                SELECT array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C") FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND (a.attgenerated = '' OR right(a.attname, 7) = '_digest')
                    AND NOT EXISTS (SELECT FROM audit_exception x WHERE x.relation = c.relname AND x.attribute = a.attname)
            ) AS attributes, (
                SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index i
                    CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attribute, place)
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attribute
                WHERE i.indrelid = c.oid AND i.indisprimary
            ) AS keys, EXISTS (
                SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::smallint[])
                WHERE i.indrelid = c.oid AND i.indisprimary AND a.atttypid = 'scope_path'::regtype
            ) AS is_placed
        FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND NOT EXISTS (SELECT FROM audit_exception x WHERE x.relation = c.relname AND x.attribute = '*')
        ORDER BY c.relname
    LOOP
        IF t.keys IS NULL THEN RAISE EXCEPTION 'table % has no primary key and cannot be sealed', t.name; END IF;
        SELECT r.id INTO number FROM audit_relation r WHERE r.name = t.name;
        IF number IS NULL THEN
            INSERT INTO audit_relation (id, label, name)
            SELECT coalesce(max(r.id), 0) + 1, t.name, t.name FROM audit_relation r RETURNING id INTO number;
        END IF;
        SELECT s.* INTO known FROM audit_shape s WHERE s.relation = number ORDER BY s.id DESC LIMIT 1;
        IF known.id IS NULL OR known.attributes <> t.attributes THEN
            INSERT INTO audit_shape (id, relation, columns, attributes)
            SELECT coalesce(max(s.id), 0) + 1, number, t.attributes, t.attributes FROM audit_shape s;
            SELECT s.* INTO known FROM audit_shape s WHERE s.relation = number ORDER BY s.id DESC LIMIT 1;
        END IF;
        key := $text$concat_ws(E'\x1f'$text$;
        SELECT key || string_agg(format(', r.%I', k), '' ORDER BY place) || ')' INTO key
        FROM unnest(t.keys) WITH ORDINALITY AS k (k, place);
        SELECT format($text$sha256(convert_to(%L || E'\x1f%s\x1f' || ROW(%s)::text, 'UTF8'))$text$,
            (SELECT label FROM audit_relation r WHERE r.id = number),
            encode(sha256(convert_to(array_to_string(known.columns, ','), 'UTF8')), 'hex'),
            string_agg(format('r.%I', a), ', ' ORDER BY place)) INTO content
        FROM unnest(known.attributes) WITH ORDINALITY AS a (a, place);
        EXECUTE format($text$
            CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT %2$s, %3$s FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT %2$s, %3$s, %4$s FROM old_rows r;
        %5$s
    END IF;
    RETURN NULL;
END
$body$ $text$, 'audit_note_' || t.name, number, key, content,
            -- A key that contains a place changes with it: then it is another row.
            CASE WHEN t.is_placed THEN format('IF TG_OP = ''UPDATE'' THEN
            INSERT INTO audit_note (relation, key) SELECT %1$s, %2$s FROM new_rows r EXCEPT ALL SELECT %1$s, %2$s FROM old_rows r;
        END IF;', number, key) ELSE '' END);
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM public', 'audit_note_' || t.name);
        IF NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname = 'audit_insert') THEN
            EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
                FOR EACH STATEMENT EXECUTE FUNCTION %I()', t.name, 'audit_note_' || t.name);
            EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                FOR EACH STATEMENT EXECUTE FUNCTION %I()', t.name, 'audit_note_' || t.name);
            EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
                FOR EACH STATEMENT EXECUTE FUNCTION %I()', t.name, 'audit_note_' || t.name);
        END IF;
    END LOOP;
END
$_$;
CREATE FUNCTION public.audit_note_absence() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 67, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 67, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('absence' || E'\x1fe6b3230a270e59ad00b6d471b444c061fab8da079dde36052db8fbac2262844d\x1f' || ROW(r.audit_event_id, r.document, r.from_on, r.id, r.kind, r.path, r.person_id, r.reason, r.until_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_absence_withdrawal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 68, concat_ws(E'\x1f', r.person_id, r.absence_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 68, concat_ws(E'\x1f', r.person_id, r.absence_id), sha256(convert_to('absence_withdrawal' || E'\x1fd825b98231309204eca7e1b37ed7f6d90f81fa5eac13c74b92dd1618c498e123\x1f' || ROW(r.absence_id, r.audit_event_id, r.path, r.person_id, r.reason, r.withdrawn_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_access_grant() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 1, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 1, concat_ws(E'\x1f', r.id), sha256(convert_to('access_grant' || E'\x1fca341eb1bf7aaaf254e5ca4ae63381497763130bb613481d1b0719e7e1b6f035\x1f' || ROW(r.account_id, r.audit_event_id, r.id, r.path, r.role, r.since, r.until, r.waits)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 2, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 2, concat_ws(E'\x1f', r.id), sha256(convert_to('account' || E'\x1fbb2613e9d5838171d33e6d6df15ddf2331ce7bd050250110ab6e3be48a744551\x1f' || ROW(r.active, r.audit_event_id, r.id, r.name, r.path, r.sign_in_name)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_account_certificate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 80, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 80, concat_ws(E'\x1f', r.id), sha256(convert_to('account_certificate' || E'\x1ff4cc5769d1c24b1f5e92f64a41278255de416fe6c067c49450dff9bcfcf71488\x1f' || ROW(r.account_id, r.audit_event_id, r.bound_at, r.ended_at, r.ended_audit_event_id, r.id, r.path, r.subject, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_account_password() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 61, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 61, concat_ws(E'\x1f', r.id), sha256(convert_to('account_password' || E'\x1f3b1ded7545b2c2b34d51b2fa13c615da2ae90236a5da0594bd7f1bc369b37e89\x1f' || ROW(r.account_id, r.audit_event_id, r.block, r.cost, r.expires_at, r.hash_digest, r.id, r.lanes, r.path, r.set_at, r.temporary)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_account_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 3, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 3, concat_ws(E'\x1f', r.id), sha256(convert_to('account_person' || E'\x1f4ea5bdb3debbfb74821605c25a881232260367b9910c4045a976b5a5039563b7\x1f' || ROW(r.account_id, r.audit_event_id, r.ended_at, r.ended_audit_event_id, r.id, r.path, r.person_id, r.reach_hi, r.reach_lo, r.reach_until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_attendance_mark() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 4, concat_ws(E'\x1f', r.person_id, r.enrolment_id, r.session_number, r.revision) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 4, concat_ws(E'\x1f', r.person_id, r.enrolment_id, r.session_number, r.revision), sha256(convert_to('attendance_mark' || E'\x1f6297a5d22aa611782bb2f176ea8034a76be7d13fd98715108b825f1845b08dd8\x1f' || ROW(r.approver, r.audit_event_id, r.class_id, r.enrolment_id, r.made_up_class, r.made_up_in, r.made_up_on, r.made_up_session, r.mark, r.path, r.person_id, r.reason, r.revision, r.session_number)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_audit_boundary() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 81, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 81, concat_ws(E'\x1f', r.id), sha256(convert_to('audit_boundary' || E'\x1f4ca74d4e547dfc92afac2fee715552652733263fa80d673578201862ae7b8262\x1f' || ROW(r.audit_event_id, r.id, r.key_id, r.path, r.signature, r.tree_size)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_audit_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 5, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 5, concat_ws(E'\x1f', r.id), sha256(convert_to('audit_event' || E'\x1ff28e4cee7ba60551b6c4bac190262b0b219d253df7d25eb742d7b245246bf449\x1f' || ROW(r.account_id, r.account_name, r.action, r.after, r.at, r.before, r.door, r.id, r.on_behalf_of, r.path, r.subject_id, r.subject_kind)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_audit_exception() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 6, concat_ws(E'\x1f', r.relation, r.attribute) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 6, concat_ws(E'\x1f', r.relation, r.attribute), sha256(convert_to('audit_exception' || E'\x1f71081dedef56fb17e6f633496af73eda463c23ad27a358e07318eee23bc512a4\x1f' || ROW(r.attribute, r.path, r.reason, r.relation)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_audit_relation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 7, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 7, concat_ws(E'\x1f', r.id), sha256(convert_to('audit_relation' || E'\x1fa35acc8253a0cacce7bb9d5b5ce4b8ef2447f6ed76f3909559cb3116fa7443b1\x1f' || ROW(r.id, r.label, r.name, r.path)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_audit_shape() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 8, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 8, concat_ws(E'\x1f', r.id), sha256(convert_to('audit_shape' || E'\x1f9e94804004559b129bdc450f1a541723ef98f6ee7e928458fefc5dbe8be7a127\x1f' || ROW(r.attributes, r.columns, r.id, r.path, r.relation)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_budget() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 95, concat_ws(E'\x1f', r.class_id, r.revision) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 95, concat_ws(E'\x1f', r.class_id, r.revision), sha256(convert_to('class_budget' || E'\x1f6c917751e7a33ed78078b48af95ef0592bfafccd591831c4be56f05603da2b6c\x1f' || ROW(r.arrival_days, r.audit_event_id, r.ceiling, r.class_id, r.decided_on, r.departure_days, r.path, r.reason, r.revision, r.standard)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 76, concat_ws(E'\x1f', r.class_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 76, concat_ws(E'\x1f', r.class_id, r.number), sha256(convert_to('class_change' || E'\x1ff8be18de445b8de16047c0fc7dc30de7672a6fd42e038d4b2fd2749ee009b331\x1f' || ROW(r.after, r.audit_event_id, r.before, r.changed_on, r.class_id, r.members, r.number, r.path, r.reason, r.state)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 9, concat_ws(E'\x1f', r.class_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 9, concat_ws(E'\x1f', r.class_id, r.number), sha256(convert_to('class_event' || E'\x1f0fd36e15581d466c4f29f9d8b1136a4f2c729cc611241054659b2043110de70a\x1f' || ROW(r.audit_event_id, r.class_id, r.happened_on, r.number, r.path, r.reason, r.state)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_nomination() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 77, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 77, concat_ws(E'\x1f', r.id), sha256(convert_to('class_nomination' || E'\x1f03e50069ca8a0bed8513349f17ee4251d327c78dd73336a5f46fdae22c0d8f8e\x1f' || ROW(r.audit_event_id, r.class_id, r.duty_id, r.id, r.nominated_on, r.path, r.person_id, r.reason, r.replaces, r.waiting)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_nomination_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 78, concat_ws(E'\x1f', r.nomination_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 78, concat_ws(E'\x1f', r.nomination_id), sha256(convert_to('class_nomination_decision' || E'\x1f503c94f4ec1de77177ace8e6921652d34d876cc5bbf75e8667b4576a3a37e624\x1f' || ROW(r.audit_event_id, r.decided_on, r.nomination_id, r.path, r.person_id, r.reason, r.verdict)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_quota() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 10, concat_ws(E'\x1f', r.class_id, r.path, r.revision) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 10, concat_ws(E'\x1f', r.class_id, r.path, r.revision), sha256(convert_to('class_quota' || E'\x1f011964b2033cf15f7a6cf6d05993c6e6170c13d39554bb31310f566109bd88c2\x1f' || ROW(r.audit_event_id, r.class_id, r.path, r.reason, r.released_on, r.revision, r.seats)::text, 'UTF8')) FROM old_rows r;
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO audit_note (relation, key) SELECT 10, concat_ws(E'\x1f', r.class_id, r.path, r.revision) FROM new_rows r EXCEPT ALL SELECT 10, concat_ws(E'\x1f', r.class_id, r.path, r.revision) FROM old_rows r;
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_result() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 85, concat_ws(E'\x1f', r.person_id, r.enrolment_id, r.part, r.sitting, r.revision) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 85, concat_ws(E'\x1f', r.person_id, r.enrolment_id, r.part, r.sitting, r.revision), sha256(convert_to('class_result' || E'\x1fcae91b60f9f24e60ea1f6d2a138b2b5f7ad1c7b087a0de13db52ff765be9afb8\x1f' || ROW(r.audit_event_id, r.class_id, r.enrolment_id, r.held_on, r.part, r.path, r.person_id, r.reason, r.revision, r.score, r.sitting, r.verdict)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_class_session() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 11, concat_ws(E'\x1f', r.class_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 11, concat_ws(E'\x1f', r.class_id, r.number), sha256(convert_to('class_session' || E'\x1fb682715c3a03a87c7b7a3e57d7d9d468a7f098a540af1a16e6174fc74c21f7ea\x1f' || ROW(r.audit_event_id, r.class_id, r.fee, r.half, r.held_on, r.hours, r.number, r.path, r.teacher, r.teacher_title, r.title, r.topic, r.venue)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_committee_term() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 92, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 92, concat_ws(E'\x1f', r.id), sha256(convert_to('committee_term' || E'\x1fe58d5fba94b79352ecd025ab63d29e6ab3f215b6130564d54e1ddba0c61a6efd\x1f' || ROW(r.audit_event_id, r.document, r.due, r.ended, r.id, r.name, r.organisation_id, r.path, r.since)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_committee_term_extension() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 93, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 93, concat_ws(E'\x1f', r.id), sha256(convert_to('committee_term_extension' || E'\x1fd6902474d962675155ddc86373bdfc6756cf1b2c51962bef676a362eee21d054\x1f' || ROW(r.audit_event_id, r.document, r.id, r.path, r.reason, r.term_id, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_committee_term_withdrawal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 94, concat_ws(E'\x1f', r.term_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 94, concat_ws(E'\x1f', r.term_id), sha256(convert_to('committee_term_withdrawal' || E'\x1f42cbf3d4e041f217a0b195948e0f75db93126b21db7e2df28866ca22e554fda7\x1f' || ROW(r.audit_event_id, r.path, r.reason, r.term_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_comparison() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 104, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 104, concat_ws(E'\x1f', r.id), sha256(convert_to('comparison' || E'\x1fdfe87c9fe54b03839d25a2dcbb73dc9843aa47c34ad27919fb84b6fe225aeec5\x1f' || ROW(r.audit_event_id, r.compared_at, r.file_hash, r.id, r.path, r.rows, r.source)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_comparison_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 105, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 105, concat_ws(E'\x1f', r.id), sha256(convert_to('comparison_decision' || E'\x1f71292c2e005f884cb6808e9c942e983f279a715f34d10aad564cbdf9727c03b8\x1f' || ROW(r.audit_event_id, r.comparison_id, r.decided_at, r.decision, r.document, r.id, r.number, r.path, r.reason)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_credit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 12, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 12, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('credit' || E'\x1f7aab0510781e60ae69f7ee07e141927f0c41620be127c27655de5e6c384f14fb\x1f' || ROW(r.audit_event_id, r.claimed, r.class_id, r.class_name, r.completions, r.counts_from, r.course, r.document, r.earned_on, r.form, r.hours, r.id, r.kinds, r.level, r.path, r.person_id, r.reverses, r.source, r.waiting)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_credit_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 65, concat_ws(E'\x1f', r.person_id, r.credit_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 65, concat_ws(E'\x1f', r.person_id, r.credit_id), sha256(convert_to('credit_decision' || E'\x1f4825f556fb2ca2cbdfb58b046f1940649309538b50e65dab1520a27c65315ec3\x1f' || ROW(r.audit_event_id, r.credit_id, r.decided_on, r.office, r.path, r.person_id, r.reason, r.verdict)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_cycle() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 13, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 13, concat_ws(E'\x1f', r.id), sha256(convert_to('cycle' || E'\x1fee6b0d3c390f1c407de05cc03ebee02cf99a1dc6cb09fd06c2bb6fca7923c87a\x1f' || ROW(r.audience, r.audit_event_id, r.document, r.fields, r.hard_on, r.id, r.key, r.levels, r.name_en, r.name_zh, r.opens_on, r.path, r.path_end, r.place, r.soft_on, r.withdrawn_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_cycle_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 72, concat_ws(E'\x1f', r.cycle_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 72, concat_ws(E'\x1f', r.cycle_id, r.number), sha256(convert_to('cycle_change' || E'\x1fdd5819efecc05c6f0feccc80ba69baead0e865d8e3e19b1117fb774b2c4098c3\x1f' || ROW(r.audit_event_id, r.change, r.changed_on, r.cycle_id, r.document, r.hard_before, r.hard_on, r.number, r.opens_on, r.path, r.path_end, r.reason, r.soft_before, r.soft_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_duty() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 14, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 14, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('duty' || E'\x1fc213fc0b63fdc63872a12bc3926c6662912693a842fa45878649e0943ec7d764\x1f' || ROW(r.accepts, r.annulled_on, r.caps, r.category_id, r.closed_on, r.cycle_id, r.due_on, r.field, r.hard_on, r.id, r.kind, r.needs, r.opened_on, r.organisation_id, r.path, r.person_id, r.required_hours, r.rests_from, r.rests_until, r.rule_set, r.subject, r.tenure_id, r.year)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_duty_year() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 73, concat_ws(E'\x1f', r.path, r.year, r.everyone) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 73, concat_ws(E'\x1f', r.path, r.year, r.everyone), sha256(convert_to('duty_year' || E'\x1f55067a0b2412e3a4ddd4e009e87e8e367089a2bb5a1b887661fcaf15f29da4da\x1f' || ROW(r.audit_event_id, r.everyone, r.path, r.path_end, r.year)::text, 'UTF8')) FROM old_rows r;
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO audit_note (relation, key) SELECT 73, concat_ws(E'\x1f', r.path, r.year, r.everyone) FROM new_rows r EXCEPT ALL SELECT 73, concat_ws(E'\x1f', r.path, r.year, r.everyone) FROM old_rows r;
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_enrolment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 15, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 15, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('enrolment' || E'\x1f9ea22d38d8dd5553c5feb3df82946741ea217d9275207e3a91f4bd9079a69f45\x1f' || ROW(r.audit_event_id, r.class_id, r.duty_id, r.id, r.joined_on, r.left_on, r.list_number, r.path, r.person_id, r.state, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_enrolment_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 16, concat_ws(E'\x1f', r.person_id, r.enrolment_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 16, concat_ws(E'\x1f', r.person_id, r.enrolment_id, r.number), sha256(convert_to('enrolment_event' || E'\x1f54525d67ffabe37dbd5244788ba6d0888bc75d22380f010982264586b173ce8b\x1f' || ROW(r.audit_event_id, r.enrolment_id, r.happened_at, r.joined_on, r.number, r.path, r.person_id, r.reason, r.state)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_grant_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 82, concat_ws(E'\x1f', r.subject_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 82, concat_ws(E'\x1f', r.subject_id), sha256(convert_to('grant_decision' || E'\x1f86ef2a2bb6b345817145585f7e59090c0c29167eab547d31e09038ec1937c7e9\x1f' || ROW(r.account_id, r.approved, r.at, r.audit_event_id, r.path, r.reason, r.subject_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_grant_substitution() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 83, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 83, concat_ws(E'\x1f', r.id), sha256(convert_to('grant_substitution' || E'\x1f1ce288c153e6b18142b03a17bde32f7c6260ef10c33bea7ffe895e8058a5f87c\x1f' || ROW(r.account_id, r.audit_event_id, r.id, r.path, r.reason, r.since, r.substitute_id, r.until, r.waits)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_import_run() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 66, concat_ws(E'\x1f', r.path, r.kind, r.file_hash, r.day, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 66, concat_ws(E'\x1f', r.path, r.kind, r.file_hash, r.day, r.number), sha256(convert_to('import_run' || E'\x1f79067786391c618008a6809bf416351b31c5b8f320dea9c5a953b6b1721d6911\x1f' || ROW(r.at, r.audit_event_id, r.day, r.file_hash, r.kind, r.number, r.path)::text, 'UTF8')) FROM old_rows r;
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO audit_note (relation, key) SELECT 66, concat_ws(E'\x1f', r.path, r.kind, r.file_hash, r.day, r.number) FROM new_rows r EXCEPT ALL SELECT 66, concat_ws(E'\x1f', r.path, r.kind, r.file_hash, r.day, r.number) FROM old_rows r;
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_imported_sheet() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 96, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 96, concat_ws(E'\x1f', r.id), sha256(convert_to('imported_sheet' || E'\x1f81bf6b42d55531ff6c5ea42468e8a5f44550f27c09b6faf85cd7a93c41b7c0c9\x1f' || ROW(r.added, r.audit_event_id, r.changed, r.events, r.file_hash, r.id, r.imported_at, r.kind, r.path, r.rows)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_imported_sheet_undo() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 97, concat_ws(E'\x1f', r.import_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 97, concat_ws(E'\x1f', r.import_id), sha256(convert_to('imported_sheet_undo' || E'\x1f829a10227d6f0a08c3c0c00319ef9d8c3e00eb2074b9965cba7092f79db25028\x1f' || ROW(r.audit_event_id, r.import_id, r.path, r.reason, r.undone_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_ledger_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 17, concat_ws(E'\x1f', r.subject_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 17, concat_ws(E'\x1f', r.subject_id, r.number), sha256(convert_to('ledger_entry' || E'\x1f6c6270d659017ff9284e29f4c7554d7dce3e58a8af0e89f45c12428f028e64f8\x1f' || ROW(r.audit_event_id, r.cause, r.claim_id, r.continuing, r.counts_on, r.decision, r.deed, r.evidence, r.follows, r.formula, r.happened_on, r.hash, r.item, r.key, r.kind, r.level, r.number, r.posted_on, r.previous, r.reverses, r.scheme_id, r.subject_id, r.value, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 18, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 18, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('membership' || E'\x1fdaead345bb741ab97ac4e52db3c4c786bc0ca510c27beccd75824ff51f4382bc\x1f' || ROW(r.audit_event_id, r.began_as, r.counts_from, r.ended_as, r.id, r.organisation_id, r.path, r.person_id, r.since, r.status, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership_balance() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 19, concat_ws(E'\x1f', r.organisation_id, r.year, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 19, concat_ws(E'\x1f', r.organisation_id, r.year, r.number), sha256(convert_to('membership_balance' || E'\x1f711d3b63be4bd09d45e951dad164850993d3d11a3edb44e735f2c75505a00e77\x1f' || ROW(r.audit_event_id, r.closing, r.document, r.lines, r.number, r.opening, r.organisation_id, r.path, r.year)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 20, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 20, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('membership_decision' || E'\x1f99d2334d34dbc5b9ef049600a22e044c01db40b3f8782ad692fbcfe307a3f862\x1f' || ROW(r.audit_event_id, r.change, r.decided_on, r.document, r.ground, r.ground_since, r.id, r.path, r.person_id, r.reason)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership_decision_annulment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 21, concat_ws(E'\x1f', r.person_id, r.decision_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 21, concat_ws(E'\x1f', r.person_id, r.decision_id), sha256(convert_to('membership_decision_annulment' || E'\x1f1c091575d14d40560ac3347ef1756786d839c8c40823da801d71b9144471562f\x1f' || ROW(r.audit_event_id, r.decision_id, r.document, r.path, r.person_id, r.reason)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership_letter_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 22, concat_ws(E'\x1f', r.organisation_id, r.year) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 22, concat_ws(E'\x1f', r.organisation_id, r.year), sha256(convert_to('membership_letter_number' || E'\x1fd5ff1ffc197e62a75d96513c4882b6f2eeb13d3201bf958ed5e87bed55eb009c\x1f' || ROW(r.last, r.organisation_id, r.path, r.year)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership_transfer() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 23, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 23, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('membership_transfer' || E'\x1f4df5aa3d421b5a80772aa4359aa1c52da2df69ce2d746b87e10295c5191d1fd9\x1f' || ROW(r.audit_event_id, r.direction, r.dues_through, r.from_code, r.from_id, r.from_name, r.id, r.issued_on, r.letter, r.name, r.open, r.path, r.person_id, r.status, r.to_code, r.to_id, r.to_name, r.to_path, r.valid_through)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_membership_transfer_answer() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 24, concat_ws(E'\x1f', r.person_id, r.transfer_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 24, concat_ws(E'\x1f', r.person_id, r.transfer_id), sha256(convert_to('membership_transfer_answer' || E'\x1f75e4cdd1e8a8df55464d4273e8c3e0d201ada76efd697ff606fcf2dbf2b1ace7\x1f' || ROW(r.answer, r.answered_on, r.audit_event_id, r.path, r.person_id, r.remark, r.to_path, r.transfer_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_merge_exception() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 99, concat_ws(E'\x1f', r.relation, r.attribute) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 99, concat_ws(E'\x1f', r.relation, r.attribute), sha256(convert_to('merge_exception' || E'\x1f71081dedef56fb17e6f633496af73eda463c23ad27a358e07318eee23bc512a4\x1f' || ROW(r.attribute, r.path, r.reason, r.relation)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_notice() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 25, concat_ws(E'\x1f', r.person_id, r.key, r.channel) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 25, concat_ws(E'\x1f', r.person_id, r.key, r.channel), sha256(convert_to('notice' || E'\x1f2e04620214a41ac901b9fb54e8917ee3d654ffbf8fde234783a914b56f4a91fb\x1f' || ROW(r.about_person, r.audit_event_id, r.body_en, r.body_zh, r.channel, r.due_on, r.id, r.key, r.made_at, r.path, r.person_id, r.subject_en, r.subject_zh)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_notice_address() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 26, concat_ws(E'\x1f', r.organisation_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 26, concat_ws(E'\x1f', r.organisation_id), sha256(convert_to('notice_address' || E'\x1f73a6676991b9548ad459029ce16004c40637b73423070db8097a201e1eb3beb6\x1f' || ROW(r.address, r.audit_event_id, r.organisation_id, r.path)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_org_unit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 27, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 27, concat_ws(E'\x1f', r.id), sha256(convert_to('org_unit' || E'\x1f49b91eb2c4d663efb45c5347bc433a849406f66909bbf12a923a8664d953cfb9\x1f' || ROW(r.audit_event_id, r.code, r.credit_code, r.id, r.kind, r.name, r.organisation_id, r.path, r.since, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_organisation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 28, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 28, concat_ws(E'\x1f', r.id), sha256(convert_to('organisation' || E'\x1feb6a3bdceaceea776e50f953612b657d16d658bda7b3c2880647f2d1146d09d0\x1f' || ROW(r.audit_event_id, r.code, r.field, r.id, r.kind, r.level, r.name, r.parent_id, r.path, r.since, r.until, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_organisation_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 86, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 86, concat_ws(E'\x1f', r.id), sha256(convert_to('organisation_change' || E'\x1f69a2e81a9834930d47108e7967243f35f6f2d74a27f287c220bdc7e357726925\x1f' || ROW(r.audit_event_id, r.change, r.document, r.effective_on, r.id, r.organisation_id, r.path, r.reason, r.undoes, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_organisation_link() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 87, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 87, concat_ws(E'\x1f', r.id), sha256(convert_to('organisation_link' || E'\x1fcb8261b4a823ed41360541a2f9958ec0f7ec45bcf76581b447f1aa861e73b192\x1f' || ROW(r.audit_event_id, r.change_id, r.effective_on, r.from_code, r.from_id, r.from_name, r.id, r.path, r.relation, r.to_code, r.to_id, r.to_name, r.to_path)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_organisation_place() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 88, concat_ws(E'\x1f', r.organisation_id, r.since) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 88, concat_ws(E'\x1f', r.organisation_id, r.since), sha256(convert_to('organisation_place' || E'\x1ffa8625029f7b8fbe68d3f3e36de29f8ad3bd7c629efb2f218c87205d13047f3e\x1f' || ROW(r.organisation_id, r.path, r.place, r.since, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_organisation_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 29, concat_ws(E'\x1f', r.organisation_id, r.version) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 29, concat_ws(E'\x1f', r.organisation_id, r.version), sha256(convert_to('organisation_version' || E'\x1f32965a98699049c461977664dfe5202236a0216ef5f90026202c8468ba8698eb\x1f' || ROW(r.annulled_audit_event_id, r.audit_event_id, r.code, r.field, r.kind, r.level, r.name, r.organisation_id, r.parent_id, r.path, r.since, r.until, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 30, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 30, concat_ws(E'\x1f', r.id), sha256(convert_to('person' || E'\x1ff7425505427e5dec7c8f13bd7774524501d28f905b689317440c49c74dd228e3\x1f' || ROW(r.audit_event_id, r.born_on, r.id, r.id_cipher, r.name, r.name_key, r.path, r.sex, r.synthetic, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_attribute() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 89, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 89, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('person_attribute' || E'\x1f083953c009711f4d013988da12f4a5f05e0fb572f20954708adfed70d44b36c5\x1f' || ROW(r.annulled_audit_event_id, r.audit_event_id, r.corrects, r.id, r.key, r.path, r.person_id, r.reason, r.recorded_on, r.since, r.value)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_category() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 74, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 74, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('person_category' || E'\x1f734ac4ac066926f7b38b9eb757487a89162a1378c71c7051acc780981cbbea78\x1f' || ROW(r.annulled_audit_event_id, r.audit_event_id, r.category, r.ended_audit_event_id, r.id, r.organisation_id, r.path, r.person_id, r.person_name, r.since, r.source, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_correction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 90, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 90, concat_ws(E'\x1f', r.id), sha256(convert_to('person_correction' || E'\x1f3c6a18267c967cb32698d615813abc523604ed5908e58acf2011a2a54592670a\x1f' || ROW(r.account_id, r.after, r.after_cipher, r.audit_event_id, r.before, r.before_cipher, r.document, r.field, r.id, r.open, r.path, r.person_id, r.reason, r.recorded_on, r.waits)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_correction_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 91, concat_ws(E'\x1f', r.correction_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 91, concat_ws(E'\x1f', r.correction_id), sha256(convert_to('person_correction_decision' || E'\x1fab62979bbe137493863696a166be7e6628b384edf39a9df5ec50d1fe73126147\x1f' || ROW(r.account_id, r.approved, r.audit_event_id, r.correction_id, r.decided_on, r.path, r.person_id, r.reason)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_distinction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 100, concat_ws(E'\x1f', r.first_id, r.second_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 100, concat_ws(E'\x1f', r.first_id, r.second_id), sha256(convert_to('person_distinction' || E'\x1febf9f6120af519a1623a55b26c277b044d9967189bc56b295c938b274ffd30a0\x1f' || ROW(r.audit_event_id, r.decided_on, r.first_id, r.path, r.reason, r.second_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_id_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 31, concat_ws(E'\x1f', r.id_hash) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 31, concat_ws(E'\x1f', r.id_hash), sha256(convert_to('person_id_number' || E'\x1f9eab6060bec36ebf78577582fc631c5e396c9e0cbda0952d50e05a999360a419\x1f' || ROW(r.id_hash, r.person_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_merge() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 101, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 101, concat_ws(E'\x1f', r.id), sha256(convert_to('person_merge' || E'\x1fdf0f301538d378fc2a12e3e29d7369f20934664d82f28fda5f3c554c2339b75d\x1f' || ROW(r.audit_event_id, r.document, r.gone_id, r.gone_key, r.gone_name, r.gone_path, r.id, r.kept_id, r.kept_name, r.kept_path, r.merged_on, r.open, r.path, r.reason, r.took_number)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_merge_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 102, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 102, concat_ws(E'\x1f', r.id), sha256(convert_to('person_merge_change' || E'\x1f6042037871b7315e341e206c25dfc7e330cd924fc2d3e83163ea757950c6f791\x1f' || ROW(r.attribute, r.audit_event_id, r.before, r.fact, r.id, r.key, r.merge_id, r.path, r.relation)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_person_separation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 103, concat_ws(E'\x1f', r.merge_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 103, concat_ws(E'\x1f', r.merge_id), sha256(convert_to('person_separation' || E'\x1f1b81a080fbf1d6ab6f84db5625f4ccb5d52bb2e7e452f3ba2a1b14bc020d9b08\x1f' || ROW(r.audit_event_id, r.merge_id, r.path, r.reason, r.separated_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_plan() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 32, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 32, concat_ws(E'\x1f', r.id), sha256(convert_to('plan' || E'\x1f16bbf126121a633d8885f1468d4182c9feb2493618accd7f42eeefc8fbac4adf\x1f' || ROW(r.accepted_on, r.assigned, r.audit_event_id, r.document, r.id, r.name, r.path, r.score, r.unassigned)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_plan_seat() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 69, concat_ws(E'\x1f', r.plan_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 69, concat_ws(E'\x1f', r.plan_id, r.number), sha256(convert_to('plan_seat' || E'\x1f2894c5fcbaea432a7d29c990a1f4fc8da36f65a4bd00e16b771292e239d71904\x1f' || ROW(r.after_code, r.after_name, r.after_starts_on, r.before_code, r.before_name, r.before_starts_on, r.change, r.duty_kind, r.number, r.organisation_name, r.path, r.person_id, r.person_name, r.plan_id, r.reason_en, r.reason_zh)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_claim() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 33, concat_ws(E'\x1f', r.subject_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 33, concat_ws(E'\x1f', r.subject_id, r.id), sha256(convert_to('points_claim' || E'\x1f323b5592c0162d3427eb586becb2a8160177e0126c15b8f65cf698e1c2e4b04c\x1f' || ROW(r.audit_event_id, r.claimant, r.claimed_by, r.claimed_on, r.content, r.formula, r.happened_on, r.id, r.item, r.key, r.level, r.path, r.provisional, r.published_from, r.published_through, r.scheme_id, r.state, r.subject_id, r.value, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_claim_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 34, concat_ws(E'\x1f', r.subject_id, r.claim_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 34, concat_ws(E'\x1f', r.subject_id, r.claim_id, r.number), sha256(convert_to('points_claim_event' || E'\x1fa1432aa36d6f64aa18c6fd805066c6755cc274883fbd8e32be7880aaa3babec0\x1f' || ROW(r.account_id, r.account_name, r.audit_event_id, r.claim_id, r.happened_on, r.number, r.reason, r.state, r.step, r.subject_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_edition() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 35, concat_ws(E'\x1f', r.scheme_id, r.version) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 35, concat_ws(E'\x1f', r.scheme_id, r.version), sha256(convert_to('points_edition' || E'\x1f00ec684ee3847d27d14bf38de7cc7ee3b99ba71c84172ce1cbd6234e5f0517a4\x1f' || ROW(r.audit_event_id, r.document, r.files, r.from_on, r.main, r.name_en, r.name_zh, r.path, r.place, r.scheme_id, r.until_on, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_exemption() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 36, concat_ws(E'\x1f', r.subject_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 36, concat_ws(E'\x1f', r.subject_id, r.id), sha256(convert_to('points_exemption' || E'\x1f759e9f1d46f94862d9ff175f9a9445742efc4a46b7ce375bf6103ccb7355de54\x1f' || ROW(r.audit_event_id, r.document, r.ended_audit_event_id, r.exemption_key, r.id, r.reason, r.scheme_id, r.since, r.subject_id, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_fact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 37, concat_ws(E'\x1f', r.subject_id, r.kind, r.reference) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 37, concat_ws(E'\x1f', r.subject_id, r.kind, r.reference), sha256(convert_to('points_fact' || E'\x1f567ebdd39dea475759775fc201ba4157b0eccced9258c6684f0b1a063c20b756\x1f' || ROW(r.audit_event_id, r.happened_on, r.kind, r.name, r.outcome, r.quantity, r.reference, r.subject_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_local() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 38, concat_ws(E'\x1f', r.scheme_id, r.path, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 38, concat_ws(E'\x1f', r.scheme_id, r.path, r.number), sha256(convert_to('points_local' || E'\x1f35d4aa40508b0a4150eff136cccf691827b1f70afc2e0a823242b72bdcf87fcb\x1f' || ROW(r.audit_event_id, r.file, r.from_on, r.number, r.path, r.scheme_id)::text, 'UTF8')) FROM old_rows r;
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO audit_note (relation, key) SELECT 38, concat_ws(E'\x1f', r.scheme_id, r.path, r.number) FROM new_rows r EXCEPT ALL SELECT 38, concat_ws(E'\x1f', r.scheme_id, r.path, r.number) FROM old_rows r;
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_participation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 39, concat_ws(E'\x1f', r.subject_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 39, concat_ws(E'\x1f', r.subject_id, r.id), sha256(convert_to('points_participation' || E'\x1f0e1d5516357d9424ab81fd95f29424dfeb5a28657fcd163467a19b72791ecba6\x1f' || ROW(r.audit_event_id, r.ended_audit_event_id, r.group_key, r.id, r.path, r.scheme_id, r.since, r.subject_id, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 40, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 40, concat_ws(E'\x1f', r.id), sha256(convert_to('points_period' || E'\x1f1db5e3b1ab44396bfb00ad37ce488996c9f63c5e204159a831d5aa2e3d370072\x1f' || ROW(r.audit_event_id, r.ends_on, r.id, r.path, r.revision, r.scheme_id, r.starts_on, r.state)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_period_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 41, concat_ws(E'\x1f', r.period_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 41, concat_ws(E'\x1f', r.period_id, r.number), sha256(convert_to('points_period_event' || E'\x1fc85cf01b9bfd451a59c99a48ff0896da51f58bfd070023bf4908ce8e21e10489\x1f' || ROW(r.audit_event_id, r.decided_on, r.decision, r.number, r.path, r.period_id, r.revision, r.sheet_hash, r.state, r.version, r.waived)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_scheme() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 42, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 42, concat_ws(E'\x1f', r.id), sha256(convert_to('points_scheme' || E'\x1fddf66034a14ccc5e93a3790f40dc3f27146e0f48b2abcc68738b79dee7b51561\x1f' || ROW(r.audit_event_id, r.id, r.key, r.path, r.subject)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_sheet() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 43, concat_ws(E'\x1f', r.subject_id, r.period_id, r.revision) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 43, concat_ws(E'\x1f', r.subject_id, r.period_id, r.revision), sha256(convert_to('points_sheet' || E'\x1f4822e9195ffc9b6318e177214f02aa426f4c37343ec834a4b575d15d9158ed22\x1f' || ROW(r.audit_event_id, r.base, r.grade, r.group_key, r.head, r.moved_by, r.path, r.period_id, r.rank, r.rank_in_branch, r.revision, r.score, r.standing, r.subject_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_points_subject() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 44, concat_ws(E'\x1f', r.subject_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 44, concat_ws(E'\x1f', r.subject_id), sha256(convert_to('points_subject' || E'\x1fbe1d4be60734d4883346bbb945101a943d39c25a5f7bae0ada8168fcd7c4fc71\x1f' || ROW(r.audit_event_id, r.organisation_id, r.path, r.person_id, r.subject_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_post() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 45, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 45, concat_ws(E'\x1f', r.id), sha256(convert_to('post' || E'\x1f3be515b69e1f2c66e9f945ed86f038583869d7ae84d30128b70756cff866d389\x1f' || ROW(r.audit_event_id, r.id, r.organisation_id, r.path, r.seat, r.since, r.title, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_post_suspension() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 84, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 84, concat_ws(E'\x1f', r.id), sha256(convert_to('post_suspension' || E'\x1f02f3e90af70fcc736ba588820d3d9407703dbec1fbb5de3b70b4d7cd71f9b900\x1f' || ROW(r.account_id, r.audit_event_id, r.id, r.path, r.reason, r.tenure_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recovery_code() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 62, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 62, concat_ws(E'\x1f', r.id), sha256(convert_to('recovery_code' || E'\x1fb70ca3015e66a78c192a4e0f0880010eadf489e7bb28f467f5b2c809d77a3fd6\x1f' || ROW(r.account_id, r.audit_event_id, r.hash_digest, r.id, r.path, r.second_factor_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_admission() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 46, concat_ws(E'\x1f', r.person_id, r.case_id, r.milestone) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 46, concat_ws(E'\x1f', r.person_id, r.case_id, r.milestone), sha256(convert_to('recruitment_admission' || E'\x1ff6ad1cd784f0e31cb4f907d0b41e42733aca7546ff47667b3eace285c848c0af\x1f' || ROW(r.born_on, r.case_id, r.held_on, r.milestone, r.path, r.person_id, r.sex, r.traits)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_bound() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 47, concat_ws(E'\x1f', r.organisation_id, r.year, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 47, concat_ws(E'\x1f', r.organisation_id, r.year, r.number), sha256(convert_to('recruitment_bound' || E'\x1f9b43b572b8f8094884e1d83f6b3eb1a5781084f77b7460af5081eb0537a706ea\x1f' || ROW(r.at_least, r.at_most, r.audit_event_id, r.document, r.number, r.organisation_id, r.path, r.year)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_case() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 48, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 48, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('recruitment_case' || E'\x1ff1224c2b11ff3883dacf8207c4ec7aa39bb830554128aaefeabcd28546b727dd\x1f' || ROW(r.audit_event_id, r.id, r.leaves_on, r.opened_on, r.path, r.person_id, r.rule_set, r.stage, r.state, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_floor() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 49, concat_ws(E'\x1f', r.organisation_id, r.year, r.structure, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 49, concat_ws(E'\x1f', r.organisation_id, r.year, r.structure, r.number), sha256(convert_to('recruitment_floor' || E'\x1f535166f85d2235848e85170a4200857d65c064ea43cac3b176100dc7e4b5b2c6\x1f' || ROW(r.at_least, r.audit_event_id, r.document, r.number, r.organisation_id, r.path, r.structure, r.year)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_quota() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 50, concat_ws(E'\x1f', r.organisation_id, r.year, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 50, concat_ws(E'\x1f', r.organisation_id, r.year, r.number), sha256(convert_to('recruitment_quota' || E'\x1fbceeafa86e181eaef1e07f87762eccae23fd60e24fd2da3b94178d2d07a5385b\x1f' || ROW(r.audit_event_id, r.batch, r.decided_on, r.document, r.number, r.organisation_id, r.path, r.reason, r.seats, r.year)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_ruling() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 51, concat_ws(E'\x1f', r.person_id, r.case_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 51, concat_ws(E'\x1f', r.person_id, r.case_id), sha256(convert_to('recruitment_ruling' || E'\x1f2e748864d25f2aa4d74dcfcea21e5894f08b50ee7f32e06e0caf78ebf1b66d5c\x1f' || ROW(r.audit_event_id, r.case_id, r.decided_on, r.document, r.path, r.person_id, r.reason, r.ruling)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_step() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 52, concat_ws(E'\x1f', r.person_id, r.case_id, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 52, concat_ws(E'\x1f', r.person_id, r.case_id, r.number), sha256(convert_to('recruitment_step' || E'\x1f2bcb32b70567fa3050630726372af7551c1bba51572cf87f52f38296275bb0d3\x1f' || ROW(r.annulled_audit_event_id, r.audit_event_id, r.broken, r.case_id, r.content, r.evidence, r.held_from, r.held_through, r.irregular, r.key, r.milestone, r.number, r.path, r.person_id, r.reason, r.recorded_at, r.recorded_by, r.rule_set)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_recruitment_trait() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 53, concat_ws(E'\x1f', r.person_id, r.trait, r.since) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 53, concat_ws(E'\x1f', r.person_id, r.trait, r.since), sha256(convert_to('recruitment_trait' || E'\x1f11dbebb388bac554074cbdc059ba7f5a689fe90f95c975a19d56975998950d92\x1f' || ROW(r.audit_event_id, r.path, r.person_id, r.since, r.trait, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_relief() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 54, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 54, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('relief' || E'\x1f7704013775ee6f0c903527832a557c48cf3541a49834bac926cbe6f7d2aabdc7\x1f' || ROW(r.approver, r.audit_event_id, r.document, r.duty_id, r.expires_on, r.granted_on, r.id, r.kind, r.path, r.person_id, r.reason)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_relief_withdrawal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 55, concat_ws(E'\x1f', r.person_id, r.relief_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 55, concat_ws(E'\x1f', r.person_id, r.relief_id), sha256(convert_to('relief_withdrawal' || E'\x1fee402338dd03e35a7f41043f2f929863da8c07782cc9c377166cc21378d56d8a\x1f' || ROW(r.audit_event_id, r.path, r.person_id, r.reason, r.relief_id, r.withdrawn_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_revocation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 56, concat_ws(E'\x1f', r.subject_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 56, concat_ws(E'\x1f', r.subject_id), sha256(convert_to('revocation' || E'\x1f4e27d03cd825fa408b523abf25c1a0fb2fd0cf08c83d7f497e8c8be0d6281857\x1f' || ROW(r.at, r.audit_event_id, r.path, r.subject_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_schema_migration() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 57, concat_ws(E'\x1f', r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 57, concat_ws(E'\x1f', r.number), sha256(convert_to('schema_migration' || E'\x1f0adac67ba4ddb702fb0369b7dde70a69f47c38de8c8a6b2980f852f6faef5262\x1f' || ROW(r.applied_at, r.checksum, r.name, r.number)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_seating_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 70, concat_ws(E'\x1f', r.person_id, r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 70, concat_ws(E'\x1f', r.person_id, r.id), sha256(convert_to('seating_decision' || E'\x1fe9cebea7960bc7a06a1f1104f59f1a61a55383eda50b7e3511ff1027c1077298\x1f' || ROW(r.audit_event_id, r.class_id, r.decided_on, r.id, r.kind, r.path, r.person_id, r.reason)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_seating_decision_withdrawal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 71, concat_ws(E'\x1f', r.person_id, r.decision_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 71, concat_ws(E'\x1f', r.person_id, r.decision_id), sha256(convert_to('seating_decision_withdrawal' || E'\x1fa066f82855f7998626b2a6e122602f95a392710835ec98e567227ddd633ddee9\x1f' || ROW(r.audit_event_id, r.decision_id, r.path, r.person_id, r.reason, r.withdrawn_on)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_second_factor() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 63, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 63, concat_ws(E'\x1f', r.id), sha256(convert_to('second_factor' || E'\x1f45c59e8c4b12c79fa843d2f7f8e62b167b8dbd00c04ea00f82d1b916e6dcfe9f\x1f' || ROW(r.account_id, r.audit_event_id, r.created_at, r.id, r.path, r.sealed_digest)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_sensitive_read() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 79, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 79, concat_ws(E'\x1f', r.id), sha256(convert_to('sensitive_read' || E'\x1f23357858dde873e274ccaaa4af8b972594fe88e8eec7dead704aa2d08f6d56b3\x1f' || ROW(r.account_id, r.at, r.audit_event_id, r.door, r.filters, r.id, r.kind, r.office, r.path, r.person_id, r.purpose, r.reader, r.reading_id, r.rows, r.subject)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_tenure() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 58, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 58, concat_ws(E'\x1f', r.id), sha256(convert_to('tenure' || E'\x1f3773dba4e502d5e6c3314dafae9989ae49bf4da20671f9359b9149b83429f3a6\x1f' || ROW(r.annulled_audit_event_id, r.audit_event_id, r.ended_audit_event_id, r.id, r.nature, r.path, r.person_id, r.person_name, r.post_id, r.since, r.until)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_token() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 59, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 59, concat_ws(E'\x1f', r.id), sha256(convert_to('token' || E'\x1f662c10b163b6fd2e493a91a2219ef54b658d037a8b4d1865f18538a21d74f2d0\x1f' || ROW(r.account_id, r.audit_event_id, r.created_at, r.expires_at, r.hash_digest, r.id, r.idle_minutes, r.kind, r.label, r.made_with, r.path, r.second_factor)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_token_replacement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 64, concat_ws(E'\x1f', r.token_id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 64, concat_ws(E'\x1f', r.token_id), sha256(convert_to('token_replacement' || E'\x1f81e3f3dcd184a14fa84e8f23922db3bef356646f687e3c8ebdcb1885971a7908\x1f' || ROW(r.audit_event_id, r.ends_at, r.path, r.successor_id, r.token_id)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_training_class() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 60, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 60, concat_ws(E'\x1f', r.id), sha256(convert_to('training_class' || E'\x1f6cce795b04f853c7be97eeeca3e6eb12bb0a6f896621879754703d05c1bf0278\x1f' || ROW(r.admits, r.admits_end, r.attendance_rule, r.audit_event_id, r.capacity, r.code, r.cost_per_person_day, r.course, r.ends_on, r.fields, r.filters, r.form, r.host_id, r.id, r.kinds, r.level, r.minimum, r.name, r.path, r.starts_on, r.state, r.venue, r.version)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_training_report() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 75, concat_ws(E'\x1f', r.organisation_id, r.month, r.number) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 75, concat_ws(E'\x1f', r.organisation_id, r.month, r.number), sha256(convert_to('training_report' || E'\x1fb9be81b53226edcf0869dae077a39656f9730cc9158ad55d52952126832a135d\x1f' || ROW(r.as_of, r.audit_event_id, r.content, r.document, r.month, r.number, r.organisation_id, r.path)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.audit_note_withdrawn_fact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_note (relation, key) SELECT 98, concat_ws(E'\x1f', r.id) FROM new_rows r;
    ELSE
        PERFORM set_config('DateStyle', 'ISO, YMD', true), set_config('TimeZone', 'UTC', true),
            set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
            set_config('extra_float_digits', '1', true);
        INSERT INTO audit_note (relation, key, before) SELECT 98, concat_ws(E'\x1f', r.id), sha256(convert_to('withdrawn_fact' || E'\x1fa5869926f2de59cb31fde632e6fe50c42e11a3e6a7567405bd01334d1fc3e153\x1f' || ROW(r.audit_event_id, r.fact, r.id, r.import_id, r.path, r.relation)::text, 'UTF8')) FROM old_rows r;
        
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.begin_certificate_sign_in(wanted text, hashed bytea, through text, attempt uuid, since timestamp with time zone, allowed integer) RETURNS TABLE(locked boolean, account_id uuid, path public.scope_path, name text, active boolean, certificate_id uuid, temporary boolean, password_id uuid, factor_id uuid, sealed bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.begin_sign_in(wanted text, hashed bytea, one_source bytea, through text, attempt uuid, since timestamp with time zone, allowed integer, together integer, kept_since timestamp with time zone) RETURNS TABLE(locked boolean, account_id uuid, path public.scope_path, name text, active boolean, password_id uuid, salt bytea, hash bytea, cost integer, block integer, lanes integer, temporary boolean, expired boolean, used boolean, factor_id uuid, sealed bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.claim_returning(hashes bytea[], places text[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.clashes_between(people uuid[], except_class uuid, first_day date, last_day date) RETURNS TABLE(person_id uuid, name text, state text)
    LANGUAGE sql STABLE
    AS $$
    SELECT n.person_id, t.name, n.state FROM enrolment n JOIN training_class t ON t.id = n.class_id
    WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting') AND t.state <> 'cancelled' AND t.id <> except_class
        AND t.form = 'concentrated' AND t.starts_on <= last_day AND t.ends_on >= first_day
    ORDER BY t.starts_on, n.id
$$;
CREATE FUNCTION public.class_clashes(people uuid[], except_class uuid, first_day date, last_day date) RETURNS TABLE(person_id uuid, name text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT x.person_id, x.name, x.state FROM clashes_between(people, except_class, first_day, last_day) x
    WHERE (SELECT scope_is_proven()) AND (
        EXISTS (SELECT FROM person p WHERE p.id = x.person_id AND in_scope(p.path))
        OR EXISTS (SELECT FROM duty d WHERE d.person_id = x.person_id AND in_scope(d.path))
        OR EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
            WHERE n.person_id = x.person_id AND n.class_id = except_class AND in_scope(c.path)))
$$;
CREATE FUNCTION public.class_list(which uuid) RETURNS TABLE(enrolled bigint, waiting bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT count(*) FILTER (WHERE n.state = 'enrolled'), count(*) FILTER (WHERE n.state = 'waiting')
    FROM training_class c LEFT JOIN enrolment n ON n.class_id = c.id
    WHERE c.id = which AND (SELECT scope_is_proven()) AND (
        in_scope(c.path)
        OR c.admits <= current_setting('app.scope_lo', true) AND c.admits_end > current_setting('app.scope_lo', true)
            AND current_setting('app.scope_lo', true) <> ''
        OR current_setting('app.scope_gaps', true) <> '' AND above_a_part(c.admits, c.admits_end))
$$;
CREATE FUNCTION public.class_of_notice(key text) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT substring(key FROM '^class:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):')::uuid
$$;
CREATE FUNCTION public.class_quotas(which uuid) RETURNS TABLE(path public.scope_path, seats integer, released_on date, taken bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT q.path, q.seats, q.released_on, (SELECT count(*) FROM enrolment n
        WHERE n.class_id = which AND n.state = 'enrolled' AND starts_with(n.path, q.path))
    FROM (SELECT DISTINCT ON (l.path) l.path, l.seats, l.released_on FROM class_quota l WHERE l.class_id = which
        ORDER BY l.path, l.revision DESC) AS q JOIN training_class c ON c.id = which
    WHERE q.seats > 0 AND (SELECT scope_is_proven()) AND (in_scope(c.path) OR in_scope(q.path))
$$;
CREATE FUNCTION public.concerns_caller(account uuid, person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (
        SELECT FROM (SELECT nullif(current_setting('app.account', true), '')::uuid AS id) AS me
        WHERE me.id = account OR EXISTS (
            SELECT FROM account_person p WHERE p.account_id = me.id AND (p.person_id = person
                OR EXISTS (SELECT FROM account_person o WHERE o.account_id = account AND o.person_id = p.person_id))))
$$;
CREATE FUNCTION public.credit_author(which uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT a.account_id FROM credit c JOIN audit_event a ON a.id = c.audit_event_id
    WHERE c.id = which AND (SELECT scope_is_proven()) AND in_scope(c.path)
$$;
CREATE FUNCTION public.credit_verdict(who uuid, which uuid, is_claimed boolean, as_of date) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN is_claimed THEN coalesce((SELECT d.verdict FROM credit_decision d
        WHERE d.person_id = who AND d.credit_id = which AND d.decided_on <= as_of), 'waiting') ELSE 'confirmed' END
$$;
CREATE FUNCTION public.demand_own_account() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF NEW.account_id IS NOT DISTINCT FROM nullif(current_setting('app.account', true), '')::uuid AND scope_is_proven()
        OR account_is_within(NEW.account_id) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'row-level security: the account reaches beyond the scope';
END
$$;
CREATE FUNCTION public.demand_own_subject() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR subject_is_within(NEW.subject_id) THEN RETURN NEW; END IF;
    RAISE insufficient_privilege USING MESSAGE = 'row-level security: what is ended lies beyond the scope';
END
$$;
CREATE FUNCTION public.demand_own_token() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR subject_is_within(NEW.token_id) AND subject_is_within(NEW.successor_id) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'row-level security: what is ended lies beyond the scope';
END
$$;
CREATE FUNCTION public.demand_proof() RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    IF NOT scope_is_proven() THEN
        RAISE insufficient_privilege USING MESSAGE = 'row-level security: the scope is not proven';
    END IF;
END
$$;
CREATE FUNCTION public.differ_slightly(first text, second text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT length(first) = length(second) AND (
        count(*) = 1 OR count(*) = 2 AND max(n) = min(n) + 1
            AND substr(first, min(n), 1) = substr(second, max(n), 1) AND substr(first, max(n), 1) = substr(second, min(n), 1))
    FROM generate_series(1, length(first)) AS n WHERE substr(first, n, 1) <> substr(second, n, 1)
$$;
CREATE FUNCTION public.duty_ends(of_cycle uuid, kind text, opened date, due date, hard date, as_of date) RETURNS TABLE(due_on date, hard_on date)
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN NOT y.is_shorter THEN due WHEN kind <> 'rotation' OR opened >= y.hard_end THEN due
            WHEN opened <= y.soft_end THEN y.soft_end ELSE y.hard_end END,
        CASE WHEN NOT y.is_shorter THEN hard WHEN opened >= y.hard_end THEN hard WHEN kind <> 'rotation' THEN greatest(due, y.hard_end)
            ELSE y.hard_end END
    FROM (
        SELECT o.is_shorter,
            CASE WHEN o.is_shorter THEN coalesce(
                (SELECT h.soft_on FROM cycle_change h WHERE h.cycle_id = of_cycle AND h.soft_on <> h.soft_before
                    AND (h.change = 'correct' OR h.changed_on <= as_of) ORDER BY h.number DESC LIMIT 1),
                (SELECT h.soft_before FROM cycle_change h WHERE h.cycle_id = of_cycle ORDER BY h.number LIMIT 1)) END AS soft_end,
            CASE WHEN o.is_shorter THEN coalesce(
                (SELECT h.hard_on FROM cycle_change h WHERE h.cycle_id = of_cycle AND h.hard_on <> h.hard_before
                    AND (h.change = 'correct' OR h.changed_on <= as_of) ORDER BY h.number DESC LIMIT 1),
                (SELECT h.hard_before FROM cycle_change h WHERE h.cycle_id = of_cycle ORDER BY h.number LIMIT 1)) END AS hard_end
        FROM (SELECT of_cycle IS NOT NULL AND as_of < today_in_china() AND EXISTS (SELECT FROM cycle_change h
            WHERE h.cycle_id = of_cycle AND h.change = 'extend' AND h.changed_on > as_of) AS is_shorter) AS o
    ) AS y
$$;
CREATE FUNCTION public.duty_judgement(as_of date, due_soon integer, forecast integer) RETURNS TABLE(id uuid, person_id uuid, path public.scope_path, organisation_id uuid, tenure_id uuid, kind text, field text, subject text, cycle_id uuid, year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric, rule_set text, seat text, seat_ends date, attended text, unmarked text, settled boolean, exempt boolean, level text)
    LANGUAGE sql STABLE
    AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.tenure_id, d.kind, d.field, d.subject, d.cycle_id, d.year, d.opened_on,
        e.due_on, greatest(h.hard_on, e.due_on), d.required_hours, k.hours, k.unconfirmed, d.rule_set, s.name, s.ends_on,
        CASE WHEN a.there THEN a.name END, CASE WHEN a.there IS NULL THEN a.name END,
        k.completions >= 1 AND k.hours >= d.required_hours AND q.met, e.exempt,
        CASE
            WHEN k.completions >= 1 AND k.hours >= d.required_hours AND q.met THEN 'settled'
            WHEN e.exempt THEN 'exempt'
            WHEN as_of > greatest(h.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND (s.name IS NULL OR s.ends_on > e.due_on) AND a.there IS NOT TRUE THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
            ELSE 'open'
        END
    FROM duty d
    CROSS JOIN LATERAL duty_ends(d.cycle_id, d.kind, d.opened_on, d.due_on, d.hard_on, as_of) AS h
    -- The hours of a year are those of the person, whichever office asks for them.
    CROSS JOIN LATERAL (
        SELECT CASE d.kind WHEN 'annual' THEN make_date(d.year, 1, 1) ELSE d.opened_on END AS first
    ) AS o
    CROSS JOIN LATERAL (
        SELECT greatest(h.due_on, max(r.expires_on) FILTER (WHERE r.kind = 'extension')) AS due_on,
            coalesce(bool_or(r.kind = 'exemption' AND r.expires_on >= as_of), false) AS exempt
        FROM relief r
        WHERE r.duty_id = d.id AND r.granted_on <= as_of AND NOT EXISTS (
            SELECT FROM relief_withdrawal w
            WHERE w.person_id = r.person_id AND w.relief_id = r.id AND w.withdrawn_on <= as_of)
    ) AS e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(least(f.hours, (d.caps ->> f.form)::numeric)), 0) AS hours,
            coalesce(sum(f.completions), 0) AS completions, coalesce(sum(f.unconfirmed), 0) AS unconfirmed
        FROM (
            SELECT v.form, coalesce(sum(v.hours) FILTER (WHERE v.verdict = 'confirmed'), 0) AS hours,
                sum(v.completions) FILTER (WHERE v.verdict = 'confirmed') AS completions,
                sum(v.hours) FILTER (WHERE v.verdict = 'waiting') AS unconfirmed
            FROM (
                SELECT c.form, c.hours, c.completions, CASE WHEN c.claimed THEN coalesce((SELECT x.verdict FROM credit_decision x
                    WHERE x.person_id = c.person_id AND x.credit_id = c.id AND x.decided_on <= as_of), 'waiting')
                    ELSE 'confirmed' END AS verdict
                FROM credit c
                WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                    AND c.earned_on >= o.first AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
            ) AS v GROUP BY v.form
        ) AS f
    ) AS k
    CROSS JOIN LATERAL (
        SELECT d.needs = '[]'::jsonb OR NOT EXISTS (
            SELECT FROM jsonb_array_elements(d.needs) AS n (need) CROSS JOIN LATERAL (
                SELECT coalesce(sum(c.completions), 0) AS completions, coalesce(sum(c.hours), 0) AS hours
                FROM credit c
                WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                    AND c.earned_on >= o.first AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
                    AND n.need -> 'forms' ? c.form AND n.need -> 'levels' ? c.level
                    AND credit_verdict(c.person_id, c.id, c.claimed, as_of) = 'confirmed'
            ) AS got
            WHERE got.completions < (n.need ->> 'times')::integer OR got.hours < (n.need ->> 'hours')::numeric) AS met
    ) AS q
    -- A seat in a class that ends after the due day is one all the same: it is late, not missing.
    LEFT JOIN LATERAL (
        SELECT n.name, n.ends_on
        FROM seats_on(d.person_id, as_of) n
        WHERE d.kind = ANY (n.kinds) AND n.level = ANY (d.accepts) AND n.ends_on >= as_of
            AND (d.kind <> 'annual' OR n.ends_on <= e.due_on)
        ORDER BY n.ends_on, n.class_id LIMIT 1
    ) AS s ON true
    -- A class that is over and not closed gives hours once it is: it is no seat, and it is not nothing. One in which nothing
    -- was marked is named too.
    LEFT JOIN LATERAL (
        SELECT n.name, m.there
        FROM seats_on(d.person_id, as_of) n CROSS JOIN LATERAL (
            SELECT bool_or(x.mark IN ('present', 'late', 'left_early', 'made_up')) AS there FROM attendance_mark x
            WHERE x.person_id = d.person_id AND x.enrolment_id = n.enrolment_id
        ) AS m
        WHERE d.kind = ANY (n.kinds) AND n.level = ANY (d.accepts) AND n.ends_on < as_of AND n.ends_on >= d.opened_on
            AND (d.kind <> 'annual' OR n.ends_on <= d.due_on) AND coalesce(m.there, true)
        ORDER BY m.there IS NULL, n.ends_on, n.class_id LIMIT 1
    ) AS a ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of) AND d.annulled_on IS NULL
        AND (d.rests_from IS NULL OR as_of < d.rests_from OR as_of >= d.rests_until)
$$;
CREATE FUNCTION public.duty_of_nominee(which uuid, who uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT d.id FROM class_nomination n JOIN training_class c ON c.id = n.class_id JOIN duty d ON d.person_id = n.person_id
        AND d.id = n.duty_id AND d.annulled_on IS NULL
    WHERE n.class_id = which AND n.person_id = who AND (SELECT scope_is_proven()) AND in_scope(c.path)
    ORDER BY n.id DESC LIMIT 1
$$;
CREATE FUNCTION public.duty_standing(as_of date, due_soon integer, forecast integer) RETURNS TABLE(id uuid, person_id uuid, path public.scope_path, organisation_id uuid, kind text, field text, subject text, cycle_id uuid, year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric, rule_set text, seat text, seat_ends date, attended text, unmarked text, level text)
    LANGUAGE sql STABLE
    AS $$
    SELECT j.id, j.person_id, j.path, j.organisation_id, j.kind, j.field, j.subject, j.cycle_id, j.year, j.opened_on, j.due_on,
        j.hard_on, j.required_hours, j.hours, j.unconfirmed, j.rule_set, j.seat, j.seat_ends, j.attended,
        j.unmarked, j.level
    FROM duty_judgement(as_of, due_soon, forecast) j WHERE NOT j.settled AND NOT j.exempt
$$;
CREATE FUNCTION public.end_outgrown(account uuid, roles text[], givers text[], with_posts boolean, trusted uuid, event uuid) RETURNS TABLE(secrets integer, tokens integer, certificates integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.fill_seats(which uuid, why text, by_event uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM demand_proof();
    IF EXISTS (SELECT FROM training_class c WHERE c.id = which AND in_scope(c.path)) THEN
        RETURN QUERY SELECT * FROM move_up(which, why, by_event);
    END IF;
END
$$;
CREATE FUNCTION public.finish_sign_in(attempt uuid, came_to text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    UPDATE sign_in_attempt SET outcome = came_to WHERE id = attempt AND outcome = 'failed'
$$;
CREATE PROCEDURE public.guard_by_path(IN guarded regclass)
    LANGUAGE plpgsql
    AS $$
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
CREATE PROCEDURE public.guard_by_subject(IN guarded regclass)
    LANGUAGE plpgsql
    AS $_$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY with_subject ON %1$s USING (EXISTS (
        SELECT FROM points_subject s WHERE s.subject_id = %1$s.subject_id))', guarded);
    CALL require_proof(guarded);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$_$;
CREATE FUNCTION public.host_list(which uuid) RETURNS TABLE(enrolment_id uuid, person_id uuid, path public.scope_path, state text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT n.id, n.person_id, n.path, n.state FROM training_class c JOIN enrolment n ON n.class_id = c.id
    WHERE c.id = which AND (SELECT scope_is_proven()) AND in_scope(c.path) ORDER BY n.list_number, n.id
$$;
CREATE FUNCTION public.hosts_class(which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM training_class c WHERE c.id = which AND in_scope(c.path))
$$;
CREATE FUNCTION public.hosts_enrolment(who uuid, which uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
        WHERE n.person_id = who AND n.id = which AND in_scope(c.path))
$$;
CREATE FUNCTION public.import_hindrances(which uuid) RETURNS TABLE(subject text, relation text, day date)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;
CREATE FUNCTION public.in_scope(place text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT place COLLATE "C" >= current_setting('app.scope_lo', true) AND place COLLATE "C" < current_setting('app.scope_hi', true)
        AND (current_setting('app.scope_gaps', true) = '' OR outside_gaps(place))
$$;
CREATE FUNCTION public.installation_ready() RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN EXISTS (SELECT FROM schema_migration);
END
$$;
CREATE FUNCTION public.is_locked(who uuid, since timestamp with time zone, allowed integer) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (SELECT FROM sign_in_attempt s
        WHERE s.account_id = who AND s.outcome = 'failed' AND s.at > greatest(since, (
            SELECT max(o.at) FROM sign_in_attempt o
            WHERE o.account_id = who AND o.source IS NOT DISTINCT FROM s.source AND o.outcome = 'succeeded'))
        GROUP BY s.source HAVING count(*) >= allowed)
$$;
CREATE FUNCTION public.joining_day(which uuid) RETURNS date
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN today_in_china() > c.starts_on AND today_in_china() <= c.ends_on THEN today_in_china() END
    FROM training_class c WHERE c.id = which AND c.state IN ('running', 'reopened')
$$;
CREATE FUNCTION public.joint_path(one text, other text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT coalesce((
        SELECT p FROM (
            SELECT array_to_string(w[1:n], '.') || '.' AS p
            FROM (SELECT string_to_array(left(one, -1), '.') AS w) AS words, generate_series(1, cardinality(w)) AS n) AS above
        WHERE starts_with(other, p) ORDER BY length(p) DESC LIMIT 1), '')
$$;
CREATE FUNCTION public.keep_admissions(who uuid, which uuid, held text[], days date[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.keep_reach() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.key_columns(which regclass) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
    SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::smallint[])
    WHERE i.indrelid = which AND i.indisprimary
$$;
CREATE FUNCTION public.leave_place(who uuid, old_path text, new_path text, on_day date, by_event uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    ended uuid[];
BEGIN
    WITH gone AS (
        UPDATE tenure t SET until = CASE WHEN t.since < on_day THEN on_day ELSE t.until END, ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN t.since < on_day THEN NULL ELSE by_event END
        WHERE t.person_id = who AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > on_day)
            AND t.path >= old_path AND t.path < left(old_path, -1) || '/' AND NOT starts_with(new_path, t.path)
        RETURNING t.id
    ), left_groups AS (
        UPDATE person_category c SET until = CASE WHEN c.since < on_day THEN on_day ELSE c.until END,
            ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN c.since < on_day THEN NULL ELSE by_event END
        WHERE c.person_id = who AND c.annulled_audit_event_id IS NULL AND (c.until IS NULL OR c.until > on_day)
            AND c.path >= old_path AND c.path < left(old_path, -1) || '/' AND NOT starts_with(new_path, c.path)
        RETURNING c.id
    )
    SELECT array_agg(id) INTO ended FROM (SELECT id FROM gone UNION ALL SELECT id FROM left_groups) AS e;
    UPDATE duty d SET closed_on = on_day, annulled_on = CASE WHEN d.opened_on >= on_day THEN on_day END
    WHERE d.person_id = who AND d.annulled_on IS NULL AND (d.closed_on IS NULL OR d.closed_on > on_day)
        AND (d.tenure_id = ANY (ended) OR d.category_id = ANY (ended));
    PERFORM release_seats(ARRAY[who], on_day, false, 'transfer', by_event);
END
$$;
CREATE FUNCTION public.lock_list(which uuid, others uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM demand_proof();
    PERFORM lock_people(others || ARRAY(SELECT n.person_id FROM training_class c JOIN enrolment n ON n.class_id = c.id
        WHERE c.id = which AND in_scope(c.path) AND n.state IN ('enrolled', 'waiting')));
END
$$;
CREATE FUNCTION public.lock_people(people uuid[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4, b.place)
    FROM (SELECT DISTINCT hashtext(p.id::text) & 255 AS place FROM unnest(people) AS p (id) ORDER BY 1) AS b;
END
$$;
CREATE FUNCTION public.made_by_others(token uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    SELECT min(m.at) FROM token t CROSS JOIN LATERAL token_makers(t.id) m
    WHERE t.id = token AND m.maker NOT IN (t.account_id, '00000000-0000-0000-0000-000000000000')
$$;
CREATE FUNCTION public.member_parts(top uuid, on_day date, parted_by text, attribute text, ages integer[], days date[]) RETURNS TABLE(person_id uuid, organisation_id uuid, path public.scope_path, status text, name text, sex text, born_on date, part text)
    LANGUAGE sql STABLE
    AS $$
    SELECT m.person_id, m.organisation_id, m.path, m.status, p.name, p.sex, p.born_on, CASE parted_by
        WHEN 'sex' THEN p.sex
        WHEN 'status' THEN m.status
        WHEN 'field' THEN coalesce(o.field, '')
        WHEN 'child' THEN split_part(m.below, '.', 1)
        WHEN 'age' THEN width_bucket(extract(year FROM age(on_day, p.born_on))::integer, ages)::text
        WHEN 'joined' THEN width_bucket(j.joined, days)::text
        ELSE coalesce(a.value, '') END
    FROM members_on(top, on_day) m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
        LEFT JOIN LATERAL (
            SELECT min(coalesce(h.counts_from, h.since)) AS joined FROM membership h
            WHERE parted_by = 'joined' AND h.person_id = m.person_id AND h.status IN ('probationary', 'full', 'suspended')) AS j ON true
        LEFT JOIN LATERAL (
            SELECT f.value FROM person_attribute f
            WHERE parted_by = 'attribute' AND f.person_id = m.person_id AND f.key = attribute AND f.since <= on_day
                AND f.annulled_audit_event_id IS NULL
            ORDER BY f.since DESC, f.id DESC LIMIT 1) AS a ON true
$$;
CREATE FUNCTION public.members_on(top uuid, on_day date) RETURNS TABLE(person_id uuid, organisation_id uuid, path public.scope_path, status text, below text)
    LANGUAGE sql STABLE
    AS $$
    SELECT m.person_id, m.organisation_id, m.path, m.status, substr(p.place, length(t.place) + 1)
    FROM organisation_place t
        JOIN organisation_place p ON p.place >= t.place AND p.place < left(t.place, -1) || '/'
            AND p.since <= on_day AND (p.until IS NULL OR p.until > on_day)
        JOIN membership m ON m.path = p.path AND m.organisation_id = p.organisation_id
            AND m.since <= on_day AND (m.until IS NULL OR m.until > on_day)
    WHERE t.organisation_id = top AND t.since <= on_day AND (t.until IS NULL OR t.until > on_day)
        AND m.status IN ('probationary', 'full')
$$;
CREATE FUNCTION public.merge_conflicts(keep uuid, gone uuid) RETURNS TABLE(what text, kept text, other text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE PROCEDURE public.merge_double(IN which uuid, IN by_event uuid, IN place text, IN from_table text, IN condition text, IN keep uuid, IN gone uuid)
    LANGUAGE plpgsql
    AS $_$
BEGIN
    EXECUTE format('WITH doubled AS (DELETE FROM %I g WHERE %s RETURNING g.*)
        INSERT INTO person_merge_change (merge_id, path, relation, fact, audit_event_id)
        SELECT $3, $5, %L, to_jsonb(d), $4 FROM doubled d', from_table, condition, from_table) USING keep, gone, which, by_event, place;
END
$_$;
CREATE FUNCTION public.merge_people(which uuid, keep uuid, gone uuid, why text, paper text, by_event uuid) RETURNS TABLE(relation text, moved bigint, doubled bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;
CREATE PROCEDURE public.move_person(IN mover uuid, IN new_path text)
    LANGUAGE plpgsql
    AS $_$
DECLARE
    moved record;
BEGIN
    FOR moved IN
        SELECT c.relname AS name, k.attname AS who
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'path' AND a.atttypid = 'scope_path'::regtype
            JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'person_id' AND NOT k.attisdropped
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND NOT EXISTS (SELECT FROM path_exception x WHERE x.relation = c.relname AND x.movement = 'person')
        ORDER BY c.relname
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE %I = $1 AND path <> $2', moved.name, moved.who) USING mover, new_path;
    END LOOP;
    UPDATE points_subject SET path = new_path WHERE subject_id = mover AND path <> new_path;
    UPDATE points_participation SET path = new_path WHERE subject_id = mover AND path <> new_path;
    UPDATE points_claim SET path = new_path WHERE subject_id = mover AND path <> new_path;
    -- What a member owes without an office goes along, with what was granted for it.
    UPDATE relief r SET path = new_path FROM duty d
    WHERE d.person_id = mover AND d.id = r.duty_id AND r.person_id = mover AND d.tenure_id IS NULL AND d.category_id IS NULL;
    UPDATE relief_withdrawal w SET path = new_path FROM relief r JOIN duty d ON d.person_id = r.person_id AND d.id = r.duty_id
    WHERE w.person_id = mover AND r.person_id = mover AND r.id = w.relief_id AND d.tenure_id IS NULL AND d.category_id IS NULL;
    UPDATE duty d SET path = new_path, organisation_id = coalesce(
        (SELECT o.id FROM organisation o WHERE o.path = new_path), d.organisation_id)
    WHERE d.person_id = mover AND d.tenure_id IS NULL AND d.category_id IS NULL AND d.annulled_on IS NULL;
    UPDATE person SET path = new_path WHERE id = mover;
END
$_$;
CREATE PROCEDURE public.move_subtree(IN old_path text, IN new_path text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
    moved record;
BEGIN
    PERFORM demand_proof();
    IF NOT coalesce(in_scope(old_path) AND in_scope(new_path), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'move_subtree outside the scope';
    END IF;
    FOR moved IN
        SELECT c.relname AS name, a.attname AS place, e.attname AS range_end
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attribute e ON e.attrelid = c.oid AND e.attname = a.attname || '_end' AND NOT e.attisdropped
                AND e.attgenerated = ''
        WHERE c.relnamespace = current_schema()::regnamespace AND a.atttypid = 'scope_path'::regtype AND NOT a.attisdropped
            AND c.relkind = 'r'
            AND NOT EXISTS (SELECT FROM path_exception x WHERE x.relation = c.relname AND x.movement = 'subtree')
        ORDER BY c.relname, a.attname
    LOOP
        -- The end of a range goes with its beginning.
        EXECUTE format('UPDATE %1$I SET %3$s %2$I = $2 || substr(%2$I, length($1) + 1)
            WHERE %2$I >= $1 AND %2$I < left($1, -1) || ''/''', moved.name, moved.place,
            CASE WHEN moved.range_end IS NULL THEN '' ELSE
                format('%I = left($2 || substr(%I, length($1) + 1), -1) || ''/'',', moved.range_end, moved.place) END)
            USING old_path, new_path;
    END LOOP;
END
$_$;
CREATE FUNCTION public.move_up(which uuid, why text, by_event uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql
    AS $$
DECLARE
    held training_class;
    one record;
BEGIN
    SELECT * INTO held FROM training_class c WHERE c.id = which FOR UPDATE;
    IF held.id IS NULL OR held.state NOT IN ('draft', 'announced', 'running') THEN RETURN; END IF;
    IF NOT EXISTS (SELECT FROM enrolment n WHERE n.class_id = which AND n.state = 'waiting') THEN RETURN; END IF;
    -- What else they sit in is read once nobody changes it.
    PERFORM lock_people(ARRAY(SELECT n.person_id FROM enrolment n WHERE n.class_id = which AND n.state = 'waiting'));
    FOR one IN SELECT s.* FROM seating_of(which, '{}', '{}', false) s WHERE s.state = 'waiting' AND s.seated LOOP
        UPDATE enrolment SET state = 'enrolled', version = version + 1, left_on = NULL,
            joined_on = coalesce(joined_on, joining_day(which))
        WHERE person_id = one.person_id AND id = one.enrolment_id;
        INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
        SELECT one.person_id, one.enrolment_id, 1 + coalesce(max(e.number), 0), one.path, 'enrolled', why, by_event
        FROM enrolment_event e WHERE e.person_id = one.person_id AND e.enrolment_id = one.enrolment_id;
        RETURN NEXT one.person_id;
    END LOOP;
END
$$;
CREATE FUNCTION public.name_in_office(who uuid) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(
        (SELECT t.person_name FROM tenure t WHERE t.person_id = who ORDER BY t.since DESC, t.id DESC LIMIT 1),
        (SELECT c.person_name FROM person_category c WHERE c.person_id = who ORDER BY c.since DESC, c.id DESC LIMIT 1),
        name_on_list(who))
$$;
CREATE FUNCTION public.name_on_list(who uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT p.name FROM person p WHERE p.id = who AND (SELECT scope_is_proven()) AND (
        EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id WHERE n.person_id = who AND in_scope(c.path))
        OR EXISTS (SELECT FROM class_nomination n JOIN training_class c ON c.id = n.class_id
            WHERE n.person_id = who AND in_scope(c.path)))
$$;
CREATE FUNCTION public.nominated_here(which uuid, who uuid, place text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM class_nomination n
        JOIN class_nomination_decision d ON d.nomination_id = n.id AND d.verdict = 'confirmed'
        JOIN training_class c ON c.id = n.class_id
        WHERE n.class_id = which AND n.person_id = who AND n.path = place AND in_scope(c.path))
$$;
CREATE FUNCTION public.note_use(hashed bytea, used uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    INSERT INTO access_use (subject_id, path, used_at)
    SELECT i.id, i.path, now() FROM (
        SELECT t.id, t.path FROM token t WHERE t.hash = hashed
        UNION ALL
        SELECT g.id, g.path FROM token t CROSS JOIN LATERAL usable_by(t.account_id) g WHERE t.hash = hashed) AS i
    WHERE i.id = ANY (used) ORDER BY i.id
    ON CONFLICT (subject_id) DO UPDATE SET used_at = excluded.used_at
$$;
CREATE FUNCTION public.notice_address_of(place text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT a.address FROM notice_address a WHERE starts_with(place, a.path) AND (SELECT scope_is_proven())
    ORDER BY length(a.path) DESC LIMIT 1
$$;
CREATE FUNCTION public.number_enrolment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.list_number := 1 + coalesce((SELECT max(n.list_number) FROM enrolment n WHERE n.class_id = NEW.class_id), 0);
    RETURN NEW;
END
$$;
CREATE FUNCTION public.on_own_list(which uuid, who uuid, place text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND EXISTS (SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
        WHERE n.class_id = which AND n.person_id = who AND n.path = place AND in_scope(c.path))
$$;
CREATE FUNCTION public.one_hand(first uuid, second uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    WITH RECURSIVE hand AS (
        SELECT r.root, r.account_id FROM (VALUES (1, first), (2, second)) AS r (root, account_id)
        UNION
        SELECT h.root, w.by FROM hand h CROSS JOIN LATERAL (
            SELECT e.account_id AS by FROM token t JOIN audit_event e ON e.id = t.audit_event_id
            WHERE t.account_id = h.account_id AND t.kind = 'api'
            UNION ALL
            SELECT e.account_id FROM account_certificate c JOIN audit_event e ON e.id = c.audit_event_id
            WHERE c.account_id = h.account_id
            UNION ALL
            SELECT e.account_id FROM audit_event e
            WHERE e.subject_id = h.account_id AND e.subject_kind = 'account' AND e.action = 'password.reset'
        ) AS w
        -- Neither the operator of the machine nor somebody who has shown nothing yet.
        WHERE w.by NOT IN ('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    SELECT (SELECT scope_is_proven()) AND EXISTS (
        SELECT FROM hand a JOIN hand b ON b.account_id = a.account_id WHERE a.root = 1 AND b.root = 2)
$$;
CREATE FUNCTION public.organisation_short_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(regexp_replace(name, '^(中国共产党|中共)'::text, ''::text), '(工作委员会|总支部委员会|支部委员会|委员会|党总支|党支部|党工委|党委)$'::text, ''::text);
CREATE FUNCTION public.outside_gaps(place text) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN coalesce(
        width_bucket(place COLLATE "C", string_to_array(current_setting('app.scope_gaps', true), ',')) % 2 = 0, false);
END
$$;
CREATE FUNCTION public.own_account() RETURNS TABLE(account_id uuid, path public.scope_path, name text, sign_in_name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT a.id, a.path, a.name, a.sign_in_name FROM account a
    WHERE (SELECT scope_is_proven()) AND a.id = nullif(current_setting('app.account', true), '')::uuid
$$;
CREATE FUNCTION public.own_secret_is_outgrown(givers text[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.paths_above(place text) RETURNS SETOF public.scope_path
    LANGUAGE sql IMMUTABLE STRICT ROWS 5
    AS $$
    SELECT array_to_string((string_to_array(left(place, -1), '.'))[1:n], '.') || '.'
    FROM generate_series(1, cardinality(string_to_array(left(place, -1), '.')) - 1) AS n
$$;
CREATE FUNCTION public.person_columns() RETURNS TABLE(relation text, attribute text, excepted boolean)
    LANGUAGE sql STABLE
    AS $$
    SELECT c.relname::text, k.attname::text, EXISTS (
        SELECT FROM merge_exception x WHERE x.relation = c.relname AND x.attribute = k.attname)
    FROM pg_class c JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum > 0 AND NOT k.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'person' AND (
        k.attname = 'person_id' OR k.attname = 'subject_id' AND (c.relname LIKE 'points%' OR c.relname = 'ledger_entry')
        OR EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[k.attnum]
            AND f.confrelid IN ('person'::regclass, 'points_subject'::regclass)))
    ORDER BY 1, 2
$$;
CREATE FUNCTION public.person_is_within(who uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND NOT EXISTS (
        SELECT FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
        WHERE t.person_id = who AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > today_in_china())
            AND NOT coalesce(in_scope(o.path), false))
$$;
CREATE FUNCTION public.place_of(who uuid, otherwise text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce((SELECT m.path::text FROM membership m WHERE m.person_id = who ORDER BY m.until DESC NULLS FIRST LIMIT 1), otherwise)
$$;
CREATE PROCEDURE public.place_organisation(IN which uuid, IN from_day date, IN parent uuid, IN new_code text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    span record;
    one record;
    last date;
BEGIN
    PERFORM demand_proof();
    IF NOT EXISTS (SELECT FROM organisation o WHERE o.id = which AND in_scope(o.path))
        OR parent IS NOT NULL AND NOT EXISTS (SELECT FROM organisation o WHERE o.id = parent AND in_scope(o.path)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'place_organisation outside the scope';
    END IF;
    FOR span IN
        SELECT p.place AS old_place, coalesce(a.place, '') || new_code || '.' AS new_place,
            greatest(p.since, a.since, from_day) AS since, least(p.until, a.until) AS until
        FROM organisation_place p LEFT JOIN organisation_place a
            ON a.organisation_id = parent AND daterange(a.since, a.until) && daterange(p.since, p.until)
            AND (a.until IS NULL OR a.until > from_day)
        WHERE p.organisation_id = which AND (p.until IS NULL OR p.until > from_day)
        ORDER BY 3
    LOOP
        CONTINUE WHEN span.old_place = span.new_place;
        FOR one IN
            SELECT p.* FROM organisation_place p
            WHERE p.place >= span.old_place AND p.place < left(span.old_place, -1) || '/'
                AND (span.until IS NULL OR p.since < span.until) AND (p.until IS NULL OR p.until > span.since)
            ORDER BY p.place, p.since
        LOOP
            last := least(one.until, span.until);
            IF one.since < span.since THEN
                UPDATE organisation_place SET until = span.since
                WHERE organisation_id = one.organisation_id AND since = one.since;
                INSERT INTO organisation_place (organisation_id, since, until, path, place)
                VALUES (one.organisation_id, span.since, last, one.path,
                    span.new_place || substr(one.place, length(span.old_place) + 1));
            ELSE
                UPDATE organisation_place SET until = last, place = span.new_place || substr(one.place, length(span.old_place) + 1)
                WHERE organisation_id = one.organisation_id AND since = one.since;
            END IF;
            IF last IS DISTINCT FROM one.until THEN
                INSERT INTO organisation_place (organisation_id, since, until, path, place)
                VALUES (one.organisation_id, last, one.until, one.path, one.place);
            END IF;
        END LOOP;
    END LOOP;
END
$$;
CREATE FUNCTION public.post_decision(tenure uuid, entered uuid, linked uuid, holder uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(
        (SELECT d.approved FROM grant_decision d WHERE d.subject_id = tenure),
        (SELECT true FROM audit_event e CROSS JOIN audit_event l
            WHERE e.id = entered AND l.id = linked AND (e.account_id = '00000000-0000-0000-0000-000000000000'
                OR l.at > e.at AND l.account_id <> e.account_id AND holder NOT IN (e.account_id, l.account_id))))
$$;
CREATE FUNCTION public.posts_of(who uuid, today date, second_person boolean) RETURNS TABLE(id uuid, path public.scope_path, title text, level text, kind text, until date, entered_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
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
CREATE FUNCTION public.published_below(scheme uuid, low text, high text, before date) RETURNS TABLE(subject_id uuid, starts_on date, score numeric)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.published_of(subjects uuid[], schemes uuid[]) RETURNS TABLE(subject_id uuid, scheme_id uuid, period_id uuid, starts_on date, ends_on date, score numeric)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.quotas_in_force(which uuid, on_day date) RETURNS TABLE(path public.scope_path, seats integer)
    LANGUAGE sql STABLE
    AS $$
    SELECT q.path, q.seats FROM (SELECT DISTINCT ON (l.path) l.path, l.seats, l.released_on
        FROM class_quota l WHERE l.class_id = which ORDER BY l.path, l.revision DESC) AS q
    WHERE q.seats > 0 AND (q.released_on IS NULL OR q.released_on > on_day) ORDER BY q.path
$$;
CREATE FUNCTION public.reach_of(who uuid, with_posts boolean) RETURNS TABLE(path public.scope_path, role text, until date)
    LANGUAGE sql STABLE
    AS $$
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
CREATE FUNCTION public.recent_failures(hashed bytea, who uuid, since timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT count(*)::integer FROM sign_in_attempt f
    WHERE f.name_hash = hashed AND f.outcome = 'failed' AND f.at > greatest(since,
        (SELECT max(s.at) FROM sign_in_attempt s WHERE s.name_hash = hashed AND s.at > since AND s.outcome = 'succeeded'),
        (SELECT max(p.set_at) FROM account_password p WHERE p.account_id = who))
$$;
CREATE FUNCTION public.recent_failures_from(hashed bytea, one_source bytea, who uuid, since timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT count(*)::integer FROM sign_in_attempt f
    WHERE f.name_hash = hashed AND f.source = one_source AND f.outcome = 'failed' AND f.at > greatest(since,
        (SELECT max(s.at) FROM sign_in_attempt s
            WHERE s.name_hash = hashed AND s.source = one_source AND s.at > since AND s.outcome = 'succeeded'),
        (SELECT max(p.set_at) FROM account_password p WHERE p.account_id = who))
$$;
CREATE FUNCTION public.recovery_code_of(factor uuid, hashed bytea) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT c.id FROM recovery_code c WHERE c.second_factor_id = factor AND c.hash = hashed
        AND NOT EXISTS (SELECT FROM code_use u WHERE u.subject_id = c.id)
$$;
CREATE FUNCTION public.refresh_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    name text;
BEGIN
    PERFORM demand_proof();
    FOREACH name IN ARRAY ARRAY['organisation', 'organisation_version', 'organisation_place', 'person', 'person_id_number', 'membership',
        'post', 'tenure', 'duty', 'training_class', 'enrolment', 'credit']
    LOOP
        EXECUTE format('ANALYZE %I', name);
    END LOOP;
END
$$;
CREATE FUNCTION public.release_seats(people uuid[], on_day date, everything boolean, why text, by_event uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    touched uuid[];
    released integer := 0;
    one record;
    which uuid;
BEGIN
    PERFORM demand_proof();
    -- Classes first, in one order, as everybody who changes a list does; then the people of their lists.
    SELECT array_agg(DISTINCT n.class_id) INTO touched
    FROM enrolment n JOIN training_class t ON t.id = n.class_id
        LEFT JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
    WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting')
        AND t.state IN ('draft', 'announced', 'running', 'reopened')
        AND (everything AND t.ends_on >= on_day OR (d.annulled_on IS NOT NULL OR d.closed_on <= t.starts_on) AND NOT was_there(n));
    IF touched IS NULL THEN RETURN 0; END IF;
    PERFORM FROM training_class t WHERE t.id = ANY (touched) ORDER BY t.id FOR UPDATE;
    PERFORM lock_people(ARRAY(SELECT n.person_id FROM enrolment n WHERE n.class_id = ANY (touched) AND n.state = 'waiting'));
    FOR one IN
        SELECT n.person_id, n.id, n.path FROM enrolment n JOIN training_class t ON t.id = n.class_id
            JOIN person p ON p.id = n.person_id
            LEFT JOIN duty d ON d.person_id = n.person_id AND d.id = n.duty_id
        WHERE n.person_id = ANY (people) AND n.state IN ('enrolled', 'waiting') AND n.class_id = ANY (touched)
            AND t.state IN ('draft', 'announced', 'running', 'reopened')
            AND (everything AND t.ends_on >= on_day OR (d.annulled_on IS NOT NULL OR d.closed_on <= t.starts_on) AND NOT was_there(n))
            AND (in_scope(n.path) OR in_scope(p.path) OR EXISTS (
                SELECT FROM duty o WHERE o.person_id = n.person_id AND in_scope(o.path)))
        ORDER BY n.class_id, n.id
    LOOP
        UPDATE enrolment SET state = 'dropped', version = version + 1, left_on = greatest(on_day, joined_on)
        WHERE person_id = one.person_id AND id = one.id;
        INSERT INTO enrolment_event (person_id, enrolment_id, number, path, state, reason, audit_event_id)
        SELECT one.person_id, one.id, 1 + coalesce(max(e.number), 0), one.path, 'dropped', why, by_event
        FROM enrolment_event e WHERE e.person_id = one.person_id AND e.enrolment_id = one.id;
        released := released + 1;
    END LOOP;
    IF released > 0 THEN
        FOREACH which IN ARRAY touched LOOP PERFORM move_up(which, why, by_event); END LOOP;
    END IF;
    RETURN released;
END
$$;
CREATE FUNCTION public.renumber_person(who uuid, cipher bytea, edition integer, hashes bytea[], editions integer[], sex_of text, birth date, by_event uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM demand_proof();
    IF NOT EXISTS (SELECT FROM person p WHERE p.id = who AND in_scope(p.path)) THEN RETURN false; END IF;
    DELETE FROM person_id_number n WHERE n.person_id = who;
    INSERT INTO person_id_number (id_hash, person_id, key_edition)
    SELECT h.hash, who, h.edition FROM unnest(hashes, editions) AS h (hash, edition) ORDER BY h.hash;
    UPDATE person SET id_cipher = cipher, key_edition = edition, sex = sex_of, born_on = birth, version = version + 1,
        audit_event_id = by_event
    WHERE id = who;
    RETURN true;
END
$$;
CREATE PROCEDURE public.require_proof(IN guarded regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('CREATE POLICY proven ON %s AS RESTRICTIVE USING ((SELECT scope_is_proven()))', guarded);
END
$$;
CREATE FUNCTION public.require_writing_key() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    missed boolean;
BEGIN
    IF TG_TABLE_NAME = 'person_id_number' THEN
        missed := EXISTS (SELECT FROM new_rows r WHERE r.key_edition < writing_key() AND NOT EXISTS (
            SELECT FROM new_rows n WHERE n.person_id = r.person_id AND n.key_edition = writing_key()));
    ELSE
        missed := EXISTS (SELECT FROM new_rows r WHERE r.key_edition < writing_key());
    END IF;
    IF missed THEN
        RAISE check_violation USING MESSAGE = 'written under a key that was changed', CONSTRAINT = TG_TABLE_NAME || '_key';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION public.rights_are_within(who uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (SELECT scope_is_proven()) AND NOT EXISTS (
            SELECT FROM access_grant g
            WHERE g.account_id = who AND (g.until IS NULL OR g.until > today_in_china())
                AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id)
                AND NOT coalesce(in_scope(g.path), false))
        AND NOT EXISTS (
            SELECT FROM account_person l WHERE l.account_id = who AND l.ended_at IS NULL AND NOT person_is_within(l.person_id))
$$;
CREATE FUNCTION public.roles_of(who uuid) RETURNS TABLE(role text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.rule_digests() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    WITH RECURSIVE found AS (
        (SELECT c.calculated_by FROM recruitment_case c WHERE c.state IN ('open', 'admitted') ORDER BY c.calculated_by LIMIT 1)
        UNION ALL
        SELECT (SELECT c.calculated_by FROM recruitment_case c
            WHERE c.state IN ('open', 'admitted') AND c.calculated_by > f.calculated_by ORDER BY c.calculated_by LIMIT 1)
        FROM found f WHERE f.calculated_by IS NOT NULL
    )
    SELECT calculated_by FROM found WHERE calculated_by IS NOT NULL AND (SELECT scope_is_proven())
$$;
CREATE FUNCTION public.scope_is_proven() RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.seating_of(which uuid, people uuid[], places text[], ahead boolean) RETURNS TABLE(person_id uuid, enrolment_id uuid, path public.scope_path, state text, seated boolean)
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    held training_class;
    kept text[];
    free integer[];
    open_seats integer;
    seats_left integer;
    best integer;
BEGIN
    SELECT * INTO held FROM training_class c WHERE c.id = which;
    SELECT coalesce(array_agg(q.path::text ORDER BY q.path), '{}'), coalesce(array_agg(q.seats ORDER BY q.path), '{}'),
        held.capacity - coalesce(sum(q.seats), 0) INTO kept, free, open_seats
    FROM quotas_in_force(which, today_in_china()) q;
    seats_left := held.capacity - (SELECT count(*) FROM enrolment n WHERE n.class_id = which AND n.state = 'enrolled');
    FOR person_id, enrolment_id, path, state IN
        SELECT l.who, l.id, l.place, l.was FROM (
            SELECT n.person_id AS who, n.id, n.path::text AS place, n.state AS was, CASE n.state WHEN 'enrolled' THEN 1 ELSE 3 END AS turn,
                n.list_number::bigint AS number
            -- Nobody moves up in a class that is over.
            FROM enrolment n WHERE n.class_id = which
                AND (n.state = 'enrolled' OR n.state = 'waiting' AND held.state IN ('draft', 'announced', 'running'))
            UNION ALL
            SELECT w.who, NULL, w.place, NULL, CASE WHEN ahead THEN 2 ELSE 4 END, w.number FROM unnest(people, places) WITH ORDINALITY AS w (who, place, number)
        ) AS l ORDER BY l.turn, l.number, l.id
    LOOP
        seated := state IS DISTINCT FROM 'waiting'
            OR (held.form <> 'concentrated' OR NOT EXISTS (
                SELECT FROM clashes_between(ARRAY[person_id], which, held.starts_on, held.ends_on) x WHERE x.state = 'enrolled'))
            -- Trained elsewhere meanwhile: the place stays, for a class that is reopened takes its hours back.
            AND NOT EXISTS (
                SELECT FROM enrolment n JOIN duty_judgement(today_in_china(), 0, 0) j ON j.person_id = n.person_id AND j.id = n.duty_id
                WHERE n.person_id = seating_of.person_id AND n.id = seating_of.enrolment_id AND j.settled);
        IF seated THEN
            best := NULL;
            FOR place IN 1 .. cardinality(kept) LOOP
                IF free[place] > 0 AND starts_with(path, kept[place])
                    AND (best IS NULL OR length(kept[place]) > length(kept[best])) THEN
                    best := place;
                END IF;
            END LOOP;
            IF best IS NOT NULL THEN free[best] := free[best] - 1;
            ELSIF open_seats > 0 THEN open_seats := open_seats - 1;
            ELSE seated := false;
            END IF;
        END IF;
        IF seated AND state IS DISTINCT FROM 'enrolled' THEN
            seated := seats_left > 0;
            seats_left := seats_left - 1;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
CREATE FUNCTION public.seats_for(which uuid, people uuid[], places text[], ahead boolean) RETURNS TABLE(person_id uuid, seated boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT s.person_id, s.seated FROM training_class c CROSS JOIN LATERAL seating_of(c.id, people, places, ahead) s
    WHERE c.id = which AND (SELECT scope_is_proven()) AND in_scope(c.path) AND s.enrolment_id IS NULL
$$;
CREATE FUNCTION public.seats_on(who uuid, as_of date) RETURNS TABLE(enrolment_id uuid, class_id uuid, name text, ends_on date, kinds text[], level text)
    LANGUAGE sql STABLE
    AS $$
    SELECT n.id, t.id, t.name, t.ends_on, t.kinds, t.level
    FROM enrolment n JOIN training_class t ON t.id = n.class_id
    WHERE n.person_id = who AND CASE
        WHEN as_of >= today_in_china() THEN n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
        ELSE (n.state = 'enrolled' OR n.state IN ('dropped', 'replaced') AND n.left_on > as_of)
            AND (n.joined_on IS NULL OR n.joined_on <= as_of)
            AND coalesce((SELECT f.day >= t.starts_on OR f.day <= as_of FROM (
                SELECT (min(e.happened_at) AT TIME ZONE 'Asia/Shanghai')::date AS day FROM enrolment_event e
                WHERE e.person_id = n.person_id AND e.enrolment_id = n.id AND e.state = 'enrolled') AS f), n.state = 'enrolled')
            AND t.state <> 'draft' AND coalesce((SELECT nullif(e.state, 'draft') FROM class_event e
                WHERE e.class_id = t.id AND e.happened_on <= as_of ORDER BY e.number DESC LIMIT 1), 'announced')
                IN ('announced', 'running', 'reopened')
        END
$$;
CREATE FUNCTION public.separate_people(which uuid, why text, hashes bytea[], by_event uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;
CREATE FUNCTION public.separation_hindrances(which uuid) RETURNS TABLE(what text, day date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;
CREATE FUNCTION public.settle_organisation(old_id uuid, new_id uuid, movers uuid[], on_day date, remark text, by_event uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    source organisation;
    target organisation;
    one record;
BEGIN
    PERFORM demand_proof();
    SELECT * INTO source FROM organisation o WHERE o.id = old_id AND in_scope(o.path);
    SELECT * INTO target FROM organisation o WHERE o.id = new_id AND in_scope(o.path) AND o.until IS NULL;
    IF source.id IS NULL OR new_id IS NOT NULL AND target.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'settle_organisation outside the scope';
    END IF;
    IF target.id IS NOT NULL THEN
        FOR one IN
            SELECT m.person_id, m.id, m.status, coalesce(m.counts_from, m.since) AS counts_from FROM membership m
            WHERE m.path = source.path AND m.organisation_id = old_id AND m.until IS NULL
                AND (movers IS NULL OR m.person_id = ANY (movers))
            ORDER BY m.person_id
        LOOP
            PERFORM FROM person p WHERE p.id = one.person_id FOR NO KEY UPDATE;
            UPDATE membership m SET until = on_day, ended_as = 'transferred' WHERE m.person_id = one.person_id AND m.id = one.id;
            INSERT INTO membership (person_id, id, organisation_id, path, status, since, began_as, counts_from, audit_event_id)
            VALUES (one.person_id, gen_random_uuid(), new_id, target.path, one.status, on_day, 'transferred', one.counts_from,
                by_event);
            -- A letter between the two has nothing left to do; others go on from the new place.
            INSERT INTO membership_transfer_answer
            SELECT t.person_id, t.id, t.path, t.to_path, 'cancelled', greatest(on_day, t.issued_on), remark, by_event
            FROM membership_transfer t WHERE t.person_id = one.person_id AND t.open AND t.to_id = new_id;
            UPDATE membership_transfer t SET open = false WHERE t.person_id = one.person_id AND t.open AND t.to_id = new_id;
            UPDATE membership_transfer t SET from_id = new_id, path = target.path
            WHERE t.person_id = one.person_id AND t.open AND t.from_id = old_id;
            CALL move_person(one.person_id, target.path);
            PERFORM leave_place(one.person_id, source.path, target.path, on_day, by_event);
            RETURN NEXT one.person_id;
        END LOOP;
    END IF;
    IF movers IS NOT NULL THEN RETURN; END IF;
    RETURN QUERY
    WITH ended AS (
        UPDATE tenure t SET until = CASE WHEN t.since < on_day THEN on_day ELSE t.until END, ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN t.since < on_day THEN NULL ELSE by_event END
        FROM post p
        WHERE p.id = t.post_id AND p.organisation_id = old_id AND t.annulled_audit_event_id IS NULL
            AND (t.until IS NULL OR t.until > on_day)
        RETURNING t.person_id
    ), left_groups AS (
        UPDATE person_category c SET until = CASE WHEN c.since < on_day THEN on_day ELSE c.until END,
            ended_audit_event_id = by_event,
            annulled_audit_event_id = CASE WHEN c.since < on_day THEN NULL ELSE by_event END
        WHERE c.organisation_id = old_id AND c.annulled_audit_event_id IS NULL AND (c.until IS NULL OR c.until > on_day)
        RETURNING c.person_id
    )
    SELECT e.person_id FROM ended e UNION SELECT g.person_id FROM left_groups g;
    UPDATE points_participation w SET until = greatest(on_day, w.since + 1), ended_audit_event_id = by_event
    WHERE w.subject_id = old_id AND (w.until IS NULL OR w.until > on_day);
    INSERT INTO revocation (subject_id, path, audit_event_id)
    SELECT g.id, g.path, by_event FROM access_grant g
    WHERE g.path = source.path AND (g.until IS NULL OR g.until > on_day)
        AND NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = g.id);
    IF target.id IS NULL THEN RETURN; END IF;
    -- A letter from the other one to this one has nothing left to do either.
    INSERT INTO membership_transfer_answer
    SELECT t.person_id, t.id, t.path, t.to_path, 'cancelled', greatest(on_day, t.issued_on), remark, by_event
    FROM membership_transfer t WHERE t.open AND t.to_id = old_id AND t.from_id = new_id;
    UPDATE membership_transfer t SET open = false WHERE t.open AND t.to_id = old_id AND t.from_id = new_id;
    UPDATE membership_transfer t SET to_id = new_id, to_path = target.path WHERE t.open AND t.to_id = old_id;
    UPDATE class_session s SET path = target.path FROM training_class c
    WHERE s.class_id = c.id AND c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE class_event s SET path = target.path FROM training_class c
    WHERE s.class_id = c.id AND c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE class_change s SET path = target.path FROM training_class c
    WHERE s.class_id = c.id AND c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE training_class c SET host_id = new_id, path = target.path, version = c.version + 1,
        admits = CASE WHEN starts_with(c.admits, source.path) THEN target.path ELSE c.admits END,
        admits_end = CASE WHEN starts_with(c.admits, source.path) THEN left(target.path, -1) || '/' ELSE c.admits_end END
    WHERE c.host_id = old_id AND c.state NOT IN ('closed', 'cancelled');
    UPDATE org_unit u SET organisation_id = new_id, path = target.path WHERE u.organisation_id = old_id AND u.until IS NULL;
END
$$;
CREATE PROCEDURE public.show_from_below(IN shown regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('CREATE POLICY from_below ON %s FOR SELECT USING (path <= current_setting(''app.scope_lo'', true)
        AND path_end > current_setting(''app.scope_lo'', true) AND current_setting(''app.scope_lo'', true) <> ''''
        OR current_setting(''app.scope_gaps'', true) <> '''' AND above_a_part(path, path_end))', shown);
END
$$;
CREATE FUNCTION public.shown_account() RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT t.account_id FROM token t
        WHERE t.hash = decode(nullif(current_setting('app.token_hash', true), ''), 'hex'));
END
$$;
CREATE FUNCTION public.shown_grants(today date) RETURNS TABLE(id uuid, path public.scope_path, role text, holder_id uuid, holder text, until date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT g.id, g.path, g.role, NULL::uuid, NULL::text, g.until FROM access_grant g
    WHERE g.account_id = (SELECT shown_account()) AND g.since <= today AND (g.until IS NULL OR g.until > today)
        AND stands(g.id, g.waits)
    UNION ALL
    SELECT s.id, g.path, g.role, s.holder_id, s.holder, least(s.until, g.until)
    FROM substitutions_of((SELECT shown_account()), today) s JOIN access_grant g ON g.account_id = s.holder_id
    WHERE g.since <= today AND (g.until IS NULL OR g.until > today) AND stands(g.id, g.waits)
    ORDER BY 2, 3
$$;
CREATE FUNCTION public.shown_posts(today date, second_person boolean) RETURNS TABLE(id uuid, path public.scope_path, title text, level text, kind text, holder_id uuid, holder text, until date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.shown_rights() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    shown uuid := shown_account();
BEGIN
    RETURN ARRAY(SELECT t.id FROM token t WHERE t.account_id = shown
        UNION ALL SELECT g.id FROM access_grant g WHERE g.account_id = shown);
END
$$;
CREATE FUNCTION public.stands(subject uuid, waits boolean) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT NOT EXISTS (SELECT FROM revocation r WHERE r.subject_id = subject)
        AND (NOT waits OR EXISTS (SELECT FROM grant_decision d WHERE d.subject_id = subject AND d.approved))
$$;
CREATE FUNCTION public.subject_is_within(what uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.substitutions_of(who uuid, today date) RETURNS TABLE(id uuid, path public.scope_path, holder_id uuid, holder text, until date)
    LANGUAGE sql STABLE
    AS $$
    SELECT s.id, s.path, a.id, a.name, s.until FROM grant_substitution s JOIN account a ON a.id = s.account_id
    WHERE s.substitute_id = who AND s.since <= today AND s.until > today AND a.active AND stands(s.id, s.waits)
$$;
CREATE FUNCTION public.today_in_china() RETURNS date
    LANGUAGE sql STABLE
    RETURN ((now() AT TIME ZONE 'Asia/Shanghai'::text))::date;
CREATE FUNCTION public.token_makers(token uuid) RETURNS TABLE(maker uuid, at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
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
CREATE FUNCTION public.token_state(hashed bytea, every_minutes integer) RETURNS TABLE(token_id uuid, account_path public.scope_path, kind text, second_factor boolean, active boolean, must_change boolean, has_factor boolean, idle boolean, replaced boolean, stale uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.transfers_of(who uuid) RETURNS SETOF date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT m.since FROM person p JOIN membership m ON m.person_id = p.id
    WHERE p.id = who AND (SELECT scope_is_proven()) AND in_scope(p.path)
        AND (m.began_as = 'transferred' OR EXISTS (
            SELECT FROM membership b WHERE b.person_id = who AND b.until = m.since AND b.ended_as = 'transferred'))
    ORDER BY m.since
$$;
CREATE FUNCTION public.trim_identity_lookups(before date, most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    deleted integer;
BEGIN
    PERFORM demand_proof();
    DELETE FROM identity_lookup WHERE ctid = ANY (ARRAY(
        SELECT l.ctid FROM identity_lookup l WHERE l.day < least(before, today_in_china() - 1) LIMIT most));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
CREATE FUNCTION public.trim_import_runs(before date, most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    deleted integer;
BEGIN
    PERFORM demand_proof();
    DELETE FROM import_run WHERE ctid = ANY (ARRAY(
        SELECT r.ctid FROM import_run r WHERE r.day < least(before, today_in_china() - 1) LIMIT most));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
CREATE FUNCTION public.usable_by(who uuid) RETURNS TABLE(id uuid, path public.scope_path)
    LANGUAGE sql STABLE
    AS $$
    SELECT g.id, g.path FROM access_grant g WHERE g.account_id = who
    UNION ALL
    SELECT s.id, s.path FROM grant_substitution s WHERE s.substitute_id = who
    UNION ALL
    SELECT t.id, t.path FROM account_person l JOIN tenure t ON t.person_id = l.person_id
    WHERE l.account_id = who AND l.ended_at IS NULL
$$;
CREATE FUNCTION public.void_of_notice(who uuid, about text, is_personal boolean, today date) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN NOT is_personal THEN NULL
        WHEN (SELECT bool_and(coalesce(m.until <= today, false)) FROM membership m WHERE m.person_id = who) THEN 'departed'
        WHEN about ~ '^class:[0-9a-f-]{36}:(called|change:|cancelled)' AND NOT EXISTS (SELECT FROM enrolment n
            WHERE n.person_id = who AND n.class_id = class_of_notice(about) AND n.state IN ('enrolled', 'waiting')) THEN 'unseated'
        WHEN about ~ '^(duty|appointed):[0-9a-f-]{36}' AND NOT EXISTS (SELECT FROM duty d
            WHERE d.person_id = who AND d.id = substring(about FROM ':([0-9a-f-]{36})')::uuid AND d.annulled_on IS NULL
                AND (d.closed_on IS NULL OR d.closed_on > today)) THEN 'not_owed'
        END
$$;
CREATE FUNCTION public.waiting_post(tenure uuid) RETURNS TABLE(account_id uuid, made_by uuid, made_by_name text, at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT l.account_id, e.account_id, e.account_name, e.at
    FROM tenure t JOIN account_person l ON l.person_id = t.person_id JOIN audit_event e ON e.id = t.audit_event_id
    WHERE t.id = tenure AND (SELECT scope_is_proven()) AND in_scope(t.path) AND l.ended_at IS NULL
        AND t.annulled_audit_event_id IS NULL
        AND post_decision(t.id, t.audit_event_id, l.audit_event_id, l.account_id) IS NULL
$$;
CREATE TABLE public.enrolment (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    class_id uuid NOT NULL,
    duty_id uuid,
    path public.scope_path NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    audit_event_id uuid NOT NULL,
    list_number integer NOT NULL,
    joined_on date,
    left_on date,
    CONSTRAINT enrolment_days CHECK ((left_on >= joined_on)),
    CONSTRAINT enrolment_state CHECK ((state = ANY (ARRAY['enrolled'::text, 'waiting'::text, 'dropped'::text, 'replaced'::text])))
);
CREATE FUNCTION public.was_there(seat public.enrolment) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT FROM attendance_mark m WHERE m.person_id = seat.person_id AND m.enrolment_id = seat.id
        AND m.mark IN ('present', 'late', 'left_early', 'made_up'))
$$;
CREATE FUNCTION public.withdraw_import(which uuid, why text, by_event uuid) RETURNS TABLE(relation text, facts bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE PROCEDURE public.withdraw_public_execution()
    LANGUAGE plpgsql
    AS $$
DECLARE
    routine record;
BEGIN
    FOR routine IN
        SELECT p.oid::regprocedure AS name, p.proname
        FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
    LOOP
        EXECUTE format('REVOKE ALL ON ROUTINE %s FROM public', routine.name);
        IF routine.proname NOT IN ('guard_by_path', 'guard_by_subject', 'show_from_below', 'require_proof',
            'withdraw_public_execution') THEN
            EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO dangwu_app', routine.name);
        END IF;
    END LOOP;
END
$$;
CREATE FUNCTION public.writing_key() RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(max(c.edition), 1) FROM key_check c WHERE c.name = 'identity'
$$;
CREATE FUNCTION public.written_columns(which regclass) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = which AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
$$;
CREATE TABLE public.absence (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    kind text NOT NULL,
    from_on date NOT NULL,
    until_on date,
    reason text,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT absence_dates CHECK ((until_on >= from_on)),
    CONSTRAINT absence_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT absence_kind CHECK ((kind = ANY (ARRAY['maternity'::text, 'illness'::text, 'secondment'::text, 'other'::text]))),
    CONSTRAINT absence_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.absence_withdrawal (
    person_id uuid NOT NULL,
    absence_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    withdrawn_on date NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT absence_withdrawal_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.access_grant (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    role text NOT NULL,
    since date NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    waits boolean DEFAULT false NOT NULL,
    CONSTRAINT access_grant_dates CHECK ((until > since)),
    CONSTRAINT access_grant_role CHECK ((role ~ '^[a-z][a-z0-9_]{0,39}$'::text))
);
CREATE TABLE public.access_use (
    subject_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    used_at timestamp with time zone NOT NULL
);
CREATE TABLE public.account (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    name text NOT NULL,
    audit_event_id uuid NOT NULL,
    sign_in_name text COLLATE pg_catalog."C",
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT account_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT account_sign_in_name_form CHECK ((sign_in_name ~ '^[a-z0-9][a-z0-9._-]{1,59}$'::text))
);
CREATE TABLE public.account_certificate (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    bound_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    ended_at timestamp with time zone,
    ended_audit_event_id uuid,
    until date,
    CONSTRAINT account_certificate_subject CHECK (((length(subject) >= 1) AND (length(subject) <= 200)))
);
CREATE TABLE public.account_password (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    salt bytea NOT NULL,
    hash bytea NOT NULL,
    cost integer NOT NULL,
    block integer NOT NULL,
    lanes integer NOT NULL,
    temporary boolean NOT NULL,
    expires_at timestamp with time zone,
    set_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    hash_digest bytea GENERATED ALWAYS AS (sha256((salt || hash))) STORED,
    CONSTRAINT account_password_block CHECK (((block >= 1) AND (block <= 64))),
    CONSTRAINT account_password_cost CHECK (((cost >= 1) AND (cost <= 30))),
    CONSTRAINT account_password_lanes CHECK (((lanes >= 1) AND (lanes <= 16)))
);
CREATE TABLE public.account_person (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    audit_event_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ended_at timestamp with time zone,
    ended_audit_event_id uuid,
    reach_lo text COLLATE pg_catalog."C",
    reach_hi text COLLATE pg_catalog."C",
    reach_until date
);
CREATE TABLE public.attendance_mark (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    session_number integer NOT NULL,
    revision integer NOT NULL,
    class_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    mark text NOT NULL,
    approver text,
    made_up_in text,
    audit_event_id uuid NOT NULL,
    reason text,
    made_up_session integer,
    made_up_class uuid,
    made_up_on date,
    CONSTRAINT attendance_mark_kind CHECK ((mark = ANY (ARRAY['present'::text, 'late'::text, 'left_early'::text, 'absent'::text, 'on_leave'::text, 'made_up'::text]))),
    CONSTRAINT attendance_mark_leave CHECK (((mark = 'on_leave'::text) = (approver IS NOT NULL))),
    CONSTRAINT attendance_mark_made_up CHECK (((mark = 'made_up'::text) = (made_up_in IS NOT NULL))),
    CONSTRAINT attendance_mark_other_class CHECK (((made_up_class IS NULL) OR (made_up_session IS NOT NULL))),
    CONSTRAINT attendance_mark_place CHECK (((mark = 'made_up'::text) OR ((made_up_session IS NULL) AND (made_up_class IS NULL) AND (made_up_on IS NULL)))),
    CONSTRAINT attendance_mark_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.audit_boundary (
    id integer NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL,
    tree_size bigint NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT audit_boundary_once CHECK ((id = 1)),
    CONSTRAINT audit_boundary_size CHECK ((tree_size >= 0))
);
CREATE TABLE public.audit_delivery (
    channel text NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL,
    delivered bigint NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    failure text,
    tried_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_delivery_channel CHECK ((channel = ANY (ARRAY['webhook'::text, 'mail'::text]))),
    CONSTRAINT audit_delivery_delivered CHECK ((delivered >= 0))
);
CREATE TABLE public.audit_event (
    id uuid NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    account_id uuid NOT NULL,
    account_name text NOT NULL,
    door text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid,
    path public.scope_path NOT NULL,
    before jsonb,
    after jsonb,
    mac bytea,
    on_behalf_of text,
    CONSTRAINT audit_event_door CHECK ((door = ANY (ARRAY['cli'::text, 'api'::text, 'console'::text]))),
    CONSTRAINT audit_event_mac CHECK ((length(mac) = 40)),
    CONSTRAINT audit_event_on_behalf_of CHECK ((length(on_behalf_of) > 0))
);
CREATE TABLE public.audit_exception (
    relation text NOT NULL COLLATE pg_catalog."C",
    attribute text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL
);
CREATE TABLE public.audit_head (
    number bigint NOT NULL,
    tree_size bigint NOT NULL,
    root bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    previous bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    next_key_id text,
    next_signature bytea,
    path public.scope_path DEFAULT '0.'::text NOT NULL,
    CONSTRAINT audit_head_next CHECK (((next_key_id IS NULL) = (next_signature IS NULL))),
    CONSTRAINT audit_head_root CHECK ((length(root) = 32)),
    CONSTRAINT audit_head_size CHECK ((tree_size >= 0))
);
CREATE TABLE public.audit_leaf (
    leaf_index bigint NOT NULL,
    relation integer NOT NULL,
    kind text NOT NULL,
    cause text,
    shape integer,
    previous bigint,
    path public.scope_path NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    content bytea,
    CONSTRAINT audit_leaf_content CHECK ((length(content) = 32)),
    CONSTRAINT audit_leaf_kind CHECK ((kind = ANY (ARRAY['begun'::text, 'initial'::text, 'added'::text, 'changed'::text, 'removed'::text, 'reshaped'::text, 'broken'::text])))
);
CREATE TABLE public.audit_note (
    seq bigint NOT NULL,
    relation integer NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    before bytea,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL
);
ALTER TABLE public.audit_note ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_note_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_relation (
    id integer NOT NULL,
    label text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    path public.scope_path DEFAULT '0.'::text NOT NULL
);
CREATE TABLE public.audit_shape (
    id integer NOT NULL,
    relation integer NOT NULL,
    columns text[] NOT NULL,
    attributes text[] NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL
);
CREATE TABLE public.audit_tile (
    level integer NOT NULL,
    number bigint NOT NULL,
    hashes bytea NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL,
    CONSTRAINT audit_tile_length CHECK ((((length(hashes) >= 32) AND (length(hashes) <= 8192)) AND ((length(hashes) % 32) = 0)))
);
ALTER TABLE ONLY public.audit_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
CREATE TABLE public.class_budget (
    class_id uuid NOT NULL,
    revision integer NOT NULL,
    path public.scope_path NOT NULL,
    standard text NOT NULL,
    arrival_days integer NOT NULL,
    departure_days integer NOT NULL,
    ceiling numeric(12,2),
    reason text,
    decided_on date DEFAULT public.today_in_china() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT class_budget_arrival CHECK (((arrival_days >= 0) AND (arrival_days <= 30))),
    CONSTRAINT class_budget_ceiling CHECK ((ceiling >= (0)::numeric)),
    CONSTRAINT class_budget_departure CHECK (((departure_days >= 0) AND (departure_days <= 30))),
    CONSTRAINT class_budget_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT class_budget_standard CHECK (((length(standard) >= 1) AND (length(standard) <= 100)))
);
CREATE TABLE public.class_change (
    class_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    changed_on date DEFAULT public.today_in_china() NOT NULL,
    state text NOT NULL,
    reason text,
    members text[] NOT NULL,
    before text[] NOT NULL,
    after text[] NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT class_change_members CHECK ((cardinality(members) > 0)),
    CONSTRAINT class_change_pairs CHECK (((cardinality(before) = cardinality(members)) AND (cardinality(after) = cardinality(members)))),
    CONSTRAINT class_change_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.class_event (
    class_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    state text NOT NULL,
    happened_on date NOT NULL,
    reason text,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.class_nomination (
    id uuid NOT NULL,
    class_id uuid NOT NULL,
    person_id uuid NOT NULL,
    replaces uuid,
    path public.scope_path NOT NULL,
    nominated_on date DEFAULT public.today_in_china() NOT NULL,
    reason text,
    waiting boolean DEFAULT true NOT NULL,
    audit_event_id uuid NOT NULL,
    duty_id uuid,
    CONSTRAINT class_nomination_other CHECK ((replaces <> person_id)),
    CONSTRAINT class_nomination_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.class_nomination_decision (
    nomination_id uuid NOT NULL,
    person_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    verdict text NOT NULL,
    decided_on date DEFAULT public.today_in_china() NOT NULL,
    reason text,
    audit_event_id uuid NOT NULL,
    CONSTRAINT class_nomination_decision_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT class_nomination_decision_says_why CHECK (((verdict = 'confirmed'::text) OR (reason IS NOT NULL))),
    CONSTRAINT class_nomination_decision_verdict CHECK ((verdict = ANY (ARRAY['confirmed'::text, 'refused'::text, 'withdrawn'::text])))
);
CREATE TABLE public.class_quota (
    class_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    seats integer NOT NULL,
    audit_event_id uuid NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    released_on date,
    reason text,
    CONSTRAINT class_quota_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT class_quota_revision CHECK ((revision > 0)),
    CONSTRAINT class_quota_seats CHECK ((seats >= 0))
);
CREATE TABLE public.class_result (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    part text NOT NULL COLLATE pg_catalog."C",
    sitting integer NOT NULL,
    revision integer NOT NULL,
    class_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    score numeric(4,1),
    verdict text,
    held_on date,
    reason text,
    audit_event_id uuid NOT NULL,
    CONSTRAINT class_result_one CHECK (((score IS NULL) <> (verdict IS NULL))),
    CONSTRAINT class_result_part CHECK (((length(part) >= 1) AND (length(part) <= 60))),
    CONSTRAINT class_result_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT class_result_score CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric))),
    CONSTRAINT class_result_sitting CHECK (((sitting >= 1) AND (sitting <= 10))),
    CONSTRAINT class_result_verdict CHECK ((verdict = ANY (ARRAY['passed'::text, 'failed'::text, 'missed'::text])))
);
CREATE TABLE public.class_session (
    class_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    held_on date NOT NULL,
    half text NOT NULL,
    topic text NOT NULL,
    title text NOT NULL,
    hours numeric(4,1) NOT NULL,
    teacher text NOT NULL,
    audit_event_id uuid NOT NULL,
    venue text,
    fee numeric(10,2),
    teacher_title text,
    CONSTRAINT class_session_fee CHECK ((fee >= (0)::numeric)),
    CONSTRAINT class_session_half CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text]))),
    CONSTRAINT class_session_hours CHECK (((hours > (0)::numeric) AND (hours <= (8)::numeric))),
    CONSTRAINT class_session_number CHECK (((number >= 1) AND (number <= 400))),
    CONSTRAINT class_session_teacher_title CHECK (((length(teacher_title) >= 1) AND (length(teacher_title) <= 100))),
    CONSTRAINT class_session_topic CHECK ((topic = ANY (ARRAY['ideals'::text, 'technology'::text, 'business'::text, 'social_construction'::text, 'governance'::text, 'service'::text]))),
    CONSTRAINT class_session_venue CHECK (((length(venue) >= 1) AND (length(venue) <= 200)))
);
CREATE TABLE public.code_use (
    subject_id uuid NOT NULL,
    step bigint NOT NULL,
    path public.scope_path NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.committee_term (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    name text,
    since date NOT NULL,
    due date NOT NULL,
    ended date,
    document text,
    audit_event_id uuid NOT NULL,
    CONSTRAINT committee_term_dates CHECK ((due > since)),
    CONSTRAINT committee_term_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT committee_term_ended CHECK ((ended > since)),
    CONSTRAINT committee_term_name CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE TABLE public.committee_term_extension (
    id uuid NOT NULL,
    term_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    until date NOT NULL,
    document text NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT committee_term_extension_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT committee_term_extension_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.committee_term_withdrawal (
    term_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT committee_term_withdrawal_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.comparison (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    source text NOT NULL,
    compared_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    file_hash bytea NOT NULL,
    rows integer NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT comparison_source CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
CREATE TABLE public.comparison_decision (
    id uuid NOT NULL,
    comparison_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    document text,
    decided_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT comparison_decision_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT comparison_decision_kind CHECK ((decision = ANY (ARRAY['taken'::text, 'kept'::text, 'handled'::text]))),
    CONSTRAINT comparison_decision_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.comparison_line (
    comparison_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    kind text NOT NULL,
    person_id uuid,
    name text NOT NULL,
    organisation text,
    field text,
    here text,
    there text,
    "row" integer,
    CONSTRAINT comparison_line_field CHECK (((field IS NULL) = (kind <> 'differs'::text))),
    CONSTRAINT comparison_line_kind CHECK ((kind = ANY (ARRAY['differs'::text, 'only_there'::text, 'only_here'::text]))),
    CONSTRAINT comparison_line_number CHECK ((number > 0))
);
CREATE TABLE public.credit (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    source text NOT NULL,
    class_id uuid,
    class_name text NOT NULL,
    level text NOT NULL,
    kinds text[] NOT NULL,
    earned_on date NOT NULL,
    counts_from date NOT NULL,
    hours numeric(6,1) NOT NULL,
    completions integer NOT NULL,
    document text,
    reverses uuid,
    audit_event_id uuid NOT NULL,
    claimed boolean DEFAULT false NOT NULL,
    waiting boolean DEFAULT false NOT NULL,
    form text DEFAULT 'concentrated'::text NOT NULL,
    course text,
    CONSTRAINT credit_claimed CHECK (((NOT claimed) OR ((source = 'import'::text) AND (document IS NOT NULL)))),
    CONSTRAINT credit_completions CHECK (((completions >= '-1'::integer) AND (completions <= 1))),
    CONSTRAINT credit_course CHECK (((length(course) >= 1) AND (length(course) <= 60))),
    CONSTRAINT credit_form CHECK ((form = ANY (ARRAY['concentrated'::text, 'online'::text, 'self_study'::text, 'activity'::text]))),
    CONSTRAINT credit_sign CHECK ((((reverses IS NULL) = (source <> 'reversal'::text)) AND ((reverses IS NULL) OR (hours <= (0)::numeric)))),
    CONSTRAINT credit_source CHECK ((source = ANY (ARRAY['class'::text, 'import'::text, 'reversal'::text]))),
    CONSTRAINT credit_waiting CHECK (((NOT waiting) OR claimed))
);
CREATE TABLE public.credit_decision (
    person_id uuid NOT NULL,
    credit_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    verdict text NOT NULL,
    decided_on date NOT NULL,
    reason text,
    office text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT credit_decision_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT credit_decision_says_why CHECK (((verdict = 'confirmed'::text) OR (reason IS NOT NULL))),
    CONSTRAINT credit_decision_verdict CHECK ((verdict = ANY (ARRAY['confirmed'::text, 'refused'::text])))
);
CREATE TABLE public.cycle (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    path_end text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    opens_on date NOT NULL,
    soft_on date NOT NULL,
    hard_on date NOT NULL,
    levels text[] NOT NULL,
    fields text[] NOT NULL,
    document text NOT NULL,
    place text NOT NULL,
    audit_event_id uuid NOT NULL,
    audience jsonb,
    withdrawn_on date,
    CONSTRAINT cycle_dates CHECK (((opens_on < soft_on) AND (soft_on <= hard_on)))
);
CREATE TABLE public.cycle_change (
    cycle_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    path_end text NOT NULL COLLATE pg_catalog."C",
    change text NOT NULL,
    changed_on date NOT NULL,
    opens_on date NOT NULL,
    soft_on date NOT NULL,
    hard_on date NOT NULL,
    document text NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    soft_before date NOT NULL,
    hard_before date NOT NULL,
    CONSTRAINT cycle_change_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT cycle_change_kind CHECK ((change = ANY (ARRAY['correct'::text, 'extend'::text, 'withdraw'::text]))),
    CONSTRAINT cycle_change_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.duty (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    organisation_id uuid NOT NULL,
    tenure_id uuid,
    cycle_id uuid,
    year integer,
    kind text NOT NULL,
    field text,
    opened_on date NOT NULL,
    due_on date NOT NULL,
    hard_on date NOT NULL,
    closed_on date,
    required_hours numeric(6,1) NOT NULL,
    accepts text[] NOT NULL,
    rule_set text NOT NULL,
    category_id uuid,
    subject text,
    needs jsonb DEFAULT '[]'::jsonb NOT NULL,
    caps jsonb DEFAULT '{}'::jsonb NOT NULL,
    annulled_on date,
    slot text GENERATED ALWAYS AS ((COALESCE((tenure_id)::text, (category_id)::text, 'member'::text) ||
CASE kind
    WHEN 'annual'::text THEN (' year '::text || (year)::text)
    WHEN 'new_member'::text THEN (((' '::text || subject) || ' '::text) || ((opened_on - '2000-01-01'::date))::text)
    WHEN 'newly_appointed'::text THEN ' appointed'::text
    ELSE (' cycle '::text || (cycle_id)::text)
END)) STORED,
    rests_from date,
    rests_until date,
    CONSTRAINT duty_basis CHECK ((((kind = 'annual'::text) = (year IS NOT NULL)) AND ((kind <> 'rotation'::text) OR (cycle_id IS NOT NULL)) AND ((kind <> ALL (ARRAY['annual'::text, 'new_member'::text])) OR (cycle_id IS NULL)))),
    CONSTRAINT duty_dates CHECK (((opened_on <= due_on) AND (due_on <= hard_on))),
    CONSTRAINT duty_holder CHECK (((tenure_id IS NULL) OR (category_id IS NULL))),
    CONSTRAINT duty_kind CHECK ((kind = ANY (ARRAY['rotation'::text, 'newly_appointed'::text, 'annual'::text, 'new_member'::text]))),
    CONSTRAINT duty_rest CHECK ((((rests_from IS NULL) = (rests_until IS NULL)) AND (rests_from < rests_until)))
);
CREATE TABLE public.duty_year (
    path public.scope_path NOT NULL,
    path_end text NOT NULL COLLATE pg_catalog."C",
    year integer NOT NULL,
    everyone boolean NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT duty_year_year CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE TABLE public.enrolment_event (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    state text NOT NULL,
    happened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reason text,
    audit_event_id uuid NOT NULL,
    joined_on date
);
CREATE TABLE public.grant_decision (
    subject_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    account_id uuid NOT NULL,
    approved boolean NOT NULL,
    reason text,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT grant_decision_reason CHECK ((approved OR (length(reason) > 0)))
);
CREATE TABLE public.grant_substitution (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    substitute_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    reason text NOT NULL,
    waits boolean DEFAULT false NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT grant_substitution_dates CHECK ((until > since)),
    CONSTRAINT grant_substitution_other CHECK ((account_id <> substitute_id)),
    CONSTRAINT grant_substitution_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
);
CREATE TABLE public.idempotency (
    account_id uuid NOT NULL,
    key text NOT NULL,
    path public.scope_path NOT NULL,
    request_hash bytea NOT NULL,
    status integer NOT NULL,
    body text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_key_length CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
CREATE TABLE public.identity_lookup (
    account_id uuid NOT NULL,
    day date DEFAULT public.today_in_china() NOT NULL,
    id_hash bytea NOT NULL,
    birth_hash bytea NOT NULL,
    path public.scope_path NOT NULL,
    key_edition integer DEFAULT 1 NOT NULL
);
CREATE TABLE public.import_run (
    path public.scope_path NOT NULL,
    kind text NOT NULL,
    file_hash bytea NOT NULL,
    day date DEFAULT public.today_in_china() NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT import_run_kind CHECK (((length(kind) >= 1) AND (length(kind) <= 120))),
    CONSTRAINT import_run_number CHECK ((number > 0))
);
CREATE TABLE public.imported_sheet (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    kind text NOT NULL,
    file_hash bytea NOT NULL,
    imported_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    rows integer,
    added integer,
    changed integer,
    events uuid[] NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT imported_sheet_kind CHECK (((length(kind) >= 1) AND (length(kind) <= 120)))
);
CREATE TABLE public.imported_sheet_undo (
    import_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    reason text NOT NULL,
    undone_on date DEFAULT public.today_in_china() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT imported_sheet_undo_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.key_check (
    name text NOT NULL,
    edition integer NOT NULL,
    value bytea NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT key_check_edition CHECK ((edition > 0)),
    CONSTRAINT key_check_name CHECK ((name ~ '^[a-z]{1,40}$'::text)),
    CONSTRAINT key_check_value CHECK ((length(value) = 32))
);
CREATE TABLE public.key_rotation (
    name text NOT NULL,
    edition integer NOT NULL,
    step text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT key_rotation_step CHECK ((step = ANY (ARRAY['begun'::text, 'filled'::text, 'retired'::text])))
);
CREATE TABLE public.ledger_entry (
    subject_id uuid NOT NULL,
    number integer NOT NULL,
    scheme_id uuid NOT NULL,
    version text NOT NULL,
    kind text NOT NULL,
    item text NOT NULL,
    value numeric(14,4) NOT NULL,
    formula text NOT NULL,
    happened_on date NOT NULL,
    counts_on date NOT NULL,
    posted_on date NOT NULL,
    continuing boolean NOT NULL,
    deed text,
    level text,
    cause text,
    evidence text,
    decision text,
    follows integer,
    reverses integer,
    claim_id uuid,
    key text NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT ledger_entry_hash CHECK ((length(hash) = 32)),
    CONSTRAINT ledger_entry_key CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT ledger_entry_kind CHECK ((kind = ANY (ARRAY['award'::text, 'follow_up'::text, 'repair'::text, 'base'::text, 'adjustment'::text, 'reversal'::text]))),
    CONSTRAINT ledger_entry_number CHECK ((number > 0)),
    CONSTRAINT ledger_entry_order CHECK (((follows < number) AND (reverses < number))),
    CONSTRAINT ledger_entry_reversal CHECK (((kind = 'reversal'::text) = (reverses IS NOT NULL)))
);
CREATE TABLE public.membership (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    status text NOT NULL,
    since date NOT NULL,
    until date,
    ended_as text,
    audit_event_id uuid NOT NULL,
    began_as text,
    counts_from date,
    CONSTRAINT membership_began_as CHECK ((began_as = ANY (ARRAY['registered'::text, 'advanced'::text, 'transferred'::text, 'suspended'::text, 'restored'::text]))),
    CONSTRAINT membership_dates CHECK ((until > since)),
    CONSTRAINT membership_end CHECK (((until IS NULL) = (ended_as IS NULL))),
    CONSTRAINT membership_ended_as CHECK ((ended_as = ANY (ARRAY['advanced'::text, 'transferred'::text, 'withdrawn'::text, 'persuaded'::text, 'removed'::text, 'expelled'::text, 'died'::text, 'cancelled'::text, 'suspended'::text, 'restored'::text]))),
    CONSTRAINT membership_status CHECK ((status = ANY (ARRAY['applicant'::text, 'activist'::text, 'development_target'::text, 'probationary'::text, 'full'::text, 'suspended'::text])))
);
CREATE TABLE public.membership_balance (
    organisation_id uuid NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    opening integer NOT NULL,
    closing integer NOT NULL,
    lines jsonb NOT NULL,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT membership_balance_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT membership_balance_year CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE TABLE public.membership_decision (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    change text NOT NULL,
    ground text NOT NULL,
    ground_since date,
    decided_on date NOT NULL,
    document text NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT membership_decision_change CHECK ((change = ANY (ARRAY['suspend'::text, 'restore'::text, 'withdraw'::text, 'persuade'::text, 'remove'::text, 'expel'::text, 'die'::text]))),
    CONSTRAINT membership_decision_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT membership_decision_ground CHECK (((length(ground) >= 1) AND (length(ground) <= 60))),
    CONSTRAINT membership_decision_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT membership_decision_since CHECK ((ground_since <= decided_on))
);
CREATE TABLE public.membership_decision_annulment (
    person_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    document text NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT membership_decision_annulment_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT membership_decision_annulment_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.membership_letter_number (
    organisation_id uuid NOT NULL,
    year integer NOT NULL,
    path public.scope_path NOT NULL,
    last integer NOT NULL
);
CREATE TABLE public.membership_transfer (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    to_path public.scope_path,
    from_id uuid,
    to_id uuid,
    direction text NOT NULL,
    from_code text,
    from_name text NOT NULL,
    to_code text,
    to_name text NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    letter text NOT NULL,
    issued_on date NOT NULL,
    valid_through date NOT NULL,
    dues_through date,
    open boolean NOT NULL,
    audit_event_id uuid NOT NULL,
    joint_path text GENERATED ALWAYS AS (public.joint_path((path)::text, (to_path)::text)) STORED COLLATE pg_catalog."C",
    CONSTRAINT membership_transfer_days CHECK ((valid_through >= issued_on)),
    CONSTRAINT membership_transfer_direction CHECK ((direction = ANY (ARRAY['inside'::text, 'out'::text, 'in'::text]))),
    CONSTRAINT membership_transfer_ends CHECK ((((direction = 'in'::text) = (from_id IS NULL)) AND ((direction = 'out'::text) = (to_id IS NULL)) AND ((to_id IS NULL) = (to_path IS NULL)))),
    CONSTRAINT membership_transfer_from_name CHECK (((length(from_name) >= 1) AND (length(from_name) <= 200))),
    CONSTRAINT membership_transfer_letter CHECK (((length(letter) >= 1) AND (length(letter) <= 60))),
    CONSTRAINT membership_transfer_to_name CHECK (((length(to_name) >= 1) AND (length(to_name) <= 200)))
);
CREATE TABLE public.membership_transfer_answer (
    person_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    to_path public.scope_path,
    answer text NOT NULL,
    answered_on date NOT NULL,
    remark text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT membership_transfer_answer_kind CHECK ((answer = ANY (ARRAY['accepted'::text, 'returned'::text, 'cancelled'::text, 'expired'::text]))),
    CONSTRAINT membership_transfer_answer_remark CHECK (((length(remark) >= 1) AND (length(remark) <= 500)))
);
CREATE TABLE public.merge_exception (
    relation text NOT NULL COLLATE pg_catalog."C",
    attribute text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL
);
CREATE TABLE public.notice (
    person_id uuid NOT NULL,
    key text NOT NULL,
    channel text NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    due_on date NOT NULL,
    subject_zh text NOT NULL,
    subject_en text NOT NULL,
    body_zh text NOT NULL,
    body_en text NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    sent_at timestamp with time zone,
    failure text,
    leased_until timestamp with time zone,
    leased_by uuid,
    about_person boolean DEFAULT true NOT NULL,
    void text,
    void_at timestamp with time zone,
    CONSTRAINT notice_channel CHECK ((channel = ANY (ARRAY['file'::text, 'smtp'::text, 'webhook'::text]))),
    CONSTRAINT notice_key CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT notice_lease CHECK (((leased_until IS NULL) = (leased_by IS NULL))),
    CONSTRAINT notice_lease_open CHECK (((leased_by IS NULL) OR (sent_at IS NULL))),
    CONSTRAINT notice_void CHECK ((void = ANY (ARRAY['departed'::text, 'unseated'::text, 'not_owed'::text]))),
    CONSTRAINT notice_void_at CHECK (((void IS NULL) = (void_at IS NULL))),
    CONSTRAINT notice_void_unsent CHECK (((void IS NULL) OR (sent_at IS NULL)))
);
CREATE TABLE public.notice_address (
    organisation_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    address text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT notice_address_form CHECK (((address ~ '^[^@\s<>,;]+@[^@\s<>,;]+$'::text) AND (length(address) <= 200)))
);
CREATE TABLE public.org_unit (
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    organisation_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    credit_code text,
    since date NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    CONSTRAINT org_unit_dates CHECK ((until > since)),
    CONSTRAINT org_unit_kind CHECK ((kind = ANY (ARRAY['village'::text, 'community'::text, 'township'::text, 'enterprise'::text, 'organ'::text, 'school'::text, 'institution'::text, 'social'::text])))
);
CREATE TABLE public.organisation (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    parent_id uuid,
    level text NOT NULL,
    kind text NOT NULL,
    field text,
    name text NOT NULL,
    since date NOT NULL,
    until date,
    version integer DEFAULT 1 NOT NULL,
    audit_event_id uuid NOT NULL,
    short_name text GENERATED ALWAYS AS (public.organisation_short_name(name)) STORED COLLATE pg_catalog."C",
    CONSTRAINT organisation_code_shape CHECK ((code ~ '^[0-9A-Za-z_-]{1,40}$'::text)),
    CONSTRAINT organisation_dates CHECK ((until > since)),
    CONSTRAINT organisation_field CHECK ((field = ANY (ARRAY['rural'::text, 'community'::text, 'enterprise_state'::text, 'organ'::text, 'university'::text, 'institution'::text, 'enterprise_private'::text, 'social'::text]))),
    CONSTRAINT organisation_kind CHECK ((kind = ANY (ARRAY['committee'::text, 'working_committee'::text, 'general_branch'::text, 'branch'::text, 'joint_branch'::text, 'temporary_branch'::text, 'functional_branch'::text, 'mobile_branch'::text, 'group'::text]))),
    CONSTRAINT organisation_level CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'primary'::text]))),
    CONSTRAINT organisation_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE TABLE public.organisation_change (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    change text NOT NULL,
    effective_on date NOT NULL,
    document text,
    reason text,
    version integer,
    undoes uuid,
    audit_event_id uuid NOT NULL,
    CONSTRAINT organisation_change_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT organisation_change_kind CHECK ((change = ANY (ARRAY['found'::text, 'change'::text, 'merge'::text, 'split'::text, 'close'::text, 'reopen'::text, 'correct'::text, 'undo'::text]))),
    CONSTRAINT organisation_change_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT organisation_change_undo CHECK (((change = 'undo'::text) = (undoes IS NOT NULL)))
);
CREATE TABLE public.organisation_link (
    id uuid NOT NULL,
    change_id uuid NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    to_path public.scope_path NOT NULL,
    relation text NOT NULL,
    effective_on date NOT NULL,
    from_code text NOT NULL,
    from_name text NOT NULL,
    to_code text NOT NULL,
    to_name text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT organisation_link_ends CHECK ((from_id <> to_id)),
    CONSTRAINT organisation_link_relation CHECK ((relation = ANY (ARRAY['merged'::text, 'split'::text])))
);
CREATE TABLE public.organisation_place (
    organisation_id uuid NOT NULL,
    since date NOT NULL,
    until date,
    path public.scope_path NOT NULL,
    place text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT organisation_place_dates CHECK ((until > since))
);
CREATE TABLE public.organisation_version (
    organisation_id uuid NOT NULL,
    version integer NOT NULL,
    path public.scope_path NOT NULL,
    since date NOT NULL,
    until date,
    parent_id uuid,
    level text NOT NULL,
    kind text NOT NULL,
    field text,
    name text NOT NULL,
    audit_event_id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    annulled_audit_event_id uuid,
    CONSTRAINT organisation_version_dates CHECK ((until > since))
);
CREATE TABLE public.path_exception (
    relation text NOT NULL COLLATE pg_catalog."C",
    movement text NOT NULL,
    reason text NOT NULL,
    path public.scope_path DEFAULT '0.'::text NOT NULL,
    CONSTRAINT path_exception_movement CHECK ((movement = ANY (ARRAY['subtree'::text, 'person'::text])))
);
CREATE TABLE public.person (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL COLLATE pg_catalog."C",
    sex text NOT NULL,
    born_on date NOT NULL,
    id_cipher bytea,
    synthetic boolean NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    audit_event_id uuid NOT NULL,
    key_edition integer DEFAULT 1 NOT NULL,
    CONSTRAINT person_born CHECK (((born_on >= '1900-01-01'::date) AND (born_on <= '2100-01-01'::date))),
    CONSTRAINT person_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT person_sex CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
);
CREATE TABLE public.person_attribute (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL,
    since date NOT NULL,
    recorded_on date DEFAULT public.today_in_china() NOT NULL,
    corrects uuid,
    reason text,
    audit_event_id uuid NOT NULL,
    annulled_audit_event_id uuid,
    CONSTRAINT person_attribute_key CHECK ((key ~ '^([a-z][a-z_]{0,39}|[+].{1,60})$'::text)),
    CONSTRAINT person_attribute_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT person_attribute_says_why CHECK (((corrects IS NULL) OR (reason IS NOT NULL))),
    CONSTRAINT person_attribute_value CHECK (((length(value) >= 1) AND (length(value) <= 500)))
);
CREATE TABLE public.person_category (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    organisation_id uuid NOT NULL,
    category text NOT NULL,
    since date NOT NULL,
    until date,
    source text NOT NULL,
    person_name text NOT NULL,
    audit_event_id uuid NOT NULL,
    ended_audit_event_id uuid,
    annulled_audit_event_id uuid,
    CONSTRAINT person_category_dates CHECK ((until > since)),
    CONSTRAINT person_category_length CHECK (((length(category) >= 1) AND (length(category) <= 60))),
    CONSTRAINT person_category_source CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
CREATE TABLE public.person_correction (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    field text NOT NULL,
    before text,
    after text NOT NULL,
    before_cipher bytea,
    after_cipher bytea,
    key_edition integer DEFAULT public.writing_key() NOT NULL,
    reason text NOT NULL,
    document text,
    recorded_on date DEFAULT public.today_in_china() NOT NULL,
    account_id uuid NOT NULL,
    waits boolean NOT NULL,
    open boolean NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT person_correction_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT person_correction_field CHECK ((field = ANY (ARRAY['name'::text, 'sex'::text, 'born'::text, 'number'::text, 'joined'::text, 'converted'::text]))),
    CONSTRAINT person_correction_open CHECK ((waits OR (NOT open))),
    CONSTRAINT person_correction_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT person_correction_sealed CHECK ((((field = 'number'::text) = (after_cipher IS NOT NULL)) AND ((field = 'number'::text) OR (before_cipher IS NULL))))
);
CREATE TABLE public.person_correction_decision (
    correction_id uuid NOT NULL,
    person_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    approved boolean NOT NULL,
    reason text,
    decided_on date DEFAULT public.today_in_china() NOT NULL,
    account_id uuid NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT person_correction_decision_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT person_correction_decision_says_why CHECK ((approved OR (reason IS NOT NULL)))
);
CREATE TABLE public.person_distinction (
    first_id uuid NOT NULL,
    second_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    reason text NOT NULL,
    decided_on date DEFAULT public.today_in_china() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT person_distinction_order CHECK ((first_id < second_id)),
    CONSTRAINT person_distinction_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.person_id_number (
    id_hash bytea NOT NULL,
    person_id uuid NOT NULL,
    key_edition integer DEFAULT 1 NOT NULL,
    CONSTRAINT person_id_number_key CHECK ((key_edition > 0))
);
CREATE TABLE public.person_merge (
    id uuid NOT NULL,
    kept_id uuid NOT NULL,
    gone_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    kept_path public.scope_path NOT NULL,
    gone_path public.scope_path NOT NULL,
    kept_name text NOT NULL,
    gone_name text NOT NULL,
    gone_key text NOT NULL COLLATE pg_catalog."C",
    took_number boolean NOT NULL,
    reason text NOT NULL,
    document text,
    merged_on date DEFAULT public.today_in_china() NOT NULL,
    open boolean DEFAULT true NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT person_merge_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT person_merge_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT person_merge_two CHECK ((kept_id <> gone_id))
);
CREATE TABLE public.person_merge_change (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    merge_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    relation text NOT NULL,
    attribute text,
    key jsonb,
    before text,
    fact jsonb,
    audit_event_id uuid NOT NULL,
    CONSTRAINT person_merge_change_kind CHECK ((((attribute IS NULL) = (key IS NULL)) AND ((attribute IS NULL) = (fact IS NOT NULL))))
);
CREATE TABLE public.person_separation (
    merge_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    reason text NOT NULL,
    separated_on date DEFAULT public.today_in_china() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT person_separation_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.plan (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    accepted_on date NOT NULL,
    name text NOT NULL,
    score bigint NOT NULL,
    assigned integer NOT NULL,
    unassigned integer NOT NULL,
    document jsonb NOT NULL,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.plan_seat (
    plan_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    organisation_name text,
    duty_kind text NOT NULL,
    change text NOT NULL,
    before_code text,
    before_name text,
    before_starts_on date,
    after_code text,
    after_name text,
    after_starts_on date,
    reason_zh text NOT NULL,
    reason_en text NOT NULL,
    CONSTRAINT plan_seat_change CHECK ((change = ANY (ARRAY['new'::text, 'moved'::text, 'withdrawn'::text, 'kept'::text, 'left_out'::text]))),
    CONSTRAINT plan_seat_classes CHECK ((((change = ANY (ARRAY['moved'::text, 'withdrawn'::text, 'kept'::text])) = (before_code IS NOT NULL)) AND ((change = ANY (ARRAY['new'::text, 'moved'::text, 'kept'::text])) = (after_code IS NOT NULL)))),
    CONSTRAINT plan_seat_number CHECK ((number > 0))
);
CREATE TABLE public.points_claim (
    subject_id uuid NOT NULL,
    id uuid NOT NULL,
    scheme_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    item text NOT NULL,
    happened_on date NOT NULL,
    content jsonb NOT NULL,
    value numeric(14,4) NOT NULL,
    formula text NOT NULL,
    claimant text NOT NULL,
    claimed_by uuid NOT NULL,
    claimed_on date NOT NULL,
    state text NOT NULL,
    level integer DEFAULT 0 NOT NULL,
    published_from date,
    published_through date,
    provisional boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    key text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_claim_claimant CHECK ((claimant = ANY (ARRAY['member'::text, 'branch'::text, 'department'::text, 'import'::text, 'fact'::text]))),
    CONSTRAINT points_claim_key CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT points_claim_publicity CHECK ((published_through >= published_from)),
    CONSTRAINT points_claim_state CHECK ((state = ANY (ARRAY['claimed'::text, 'published'::text, 'objected'::text, 'posted'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text])))
);
CREATE TABLE public.points_claim_event (
    subject_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    step text NOT NULL,
    happened_on date NOT NULL,
    account_id uuid NOT NULL,
    account_name text NOT NULL,
    reason text,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.points_edition (
    scheme_id uuid NOT NULL,
    version text NOT NULL,
    path public.scope_path NOT NULL,
    path_end text GENERATED ALWAYS AS (("left"((path)::text, '-1'::integer) || '/'::text)) STORED COLLATE pg_catalog."C",
    from_on date NOT NULL,
    until_on date,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    document text NOT NULL,
    place text NOT NULL,
    main text NOT NULL,
    files jsonb NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_edition_dates CHECK ((until_on > from_on)),
    CONSTRAINT points_edition_version CHECK (((length(version) >= 1) AND (length(version) <= 40)))
);
CREATE TABLE public.points_exemption (
    subject_id uuid NOT NULL,
    id uuid NOT NULL,
    scheme_id uuid NOT NULL,
    exemption_key text NOT NULL,
    since date NOT NULL,
    until date,
    reason text NOT NULL,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    ended_audit_event_id uuid,
    CONSTRAINT points_exemption_dates CHECK ((until > since))
);
CREATE TABLE public.points_fact (
    subject_id uuid NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    name text NOT NULL,
    outcome text NOT NULL,
    happened_on date NOT NULL,
    quantity numeric(14,4),
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_fact_kind CHECK ((kind = ANY (ARRAY['attendance'::text, 'make_up'::text, 'training_hours'::text, 'dues'::text, 'grade'::text]))),
    CONSTRAINT points_fact_reference CHECK (((length(reference) >= 1) AND (length(reference) <= 200)))
);
CREATE TABLE public.points_local (
    scheme_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    path_end text GENERATED ALWAYS AS (("left"((path)::text, '-1'::integer) || '/'::text)) STORED COLLATE pg_catalog."C",
    number integer NOT NULL,
    from_on date NOT NULL,
    file text NOT NULL,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.points_participation (
    subject_id uuid NOT NULL,
    id uuid NOT NULL,
    scheme_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    group_key text,
    since date NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    ended_audit_event_id uuid,
    CONSTRAINT points_participation_dates CHECK ((until > since))
);
CREATE TABLE public.points_period (
    id uuid NOT NULL,
    scheme_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    path_end text GENERATED ALWAYS AS (("left"((path)::text, '-1'::integer) || '/'::text)) STORED COLLATE pg_catalog."C",
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_period_dates CHECK ((ends_on > starts_on)),
    CONSTRAINT points_period_state CHECK ((state = ANY (ARRAY['closing'::text, 'closed'::text, 'reopened'::text])))
);
CREATE TABLE public.points_period_event (
    period_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    decided_on date NOT NULL,
    decision text NOT NULL,
    waived bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    version text NOT NULL,
    audit_event_id uuid NOT NULL,
    sheet_hash bytea,
    CONSTRAINT points_period_event_sheet_hash CHECK ((length(sheet_hash) = 32))
);
CREATE TABLE public.points_scheme (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    path_end text GENERATED ALWAYS AS (("left"((path)::text, '-1'::integer) || '/'::text)) STORED COLLATE pg_catalog."C",
    key text NOT NULL,
    subject text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_scheme_subject CHECK ((subject = ANY (ARRAY['person'::text, 'organisation'::text])))
);
CREATE TABLE public.points_sheet (
    subject_id uuid NOT NULL,
    period_id uuid NOT NULL,
    revision integer NOT NULL,
    path public.scope_path NOT NULL,
    group_key text,
    standing text NOT NULL,
    base numeric(14,4) NOT NULL,
    score numeric(14,4) NOT NULL,
    grade text,
    moved_by integer,
    rank integer,
    rank_in_branch integer,
    head integer NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_sheet_standing CHECK ((standing = ANY (ARRAY['scored'::text, 'exempt'::text, 'absent'::text, 'ungraded'::text])))
);
CREATE TABLE public.points_subject (
    subject_id uuid NOT NULL,
    person_id uuid,
    organisation_id uuid,
    path public.scope_path NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT points_subject_one CHECK (((num_nonnulls(person_id, organisation_id) = 1) AND (subject_id = COALESCE(person_id, organisation_id))))
);
CREATE TABLE public.post (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    title text NOT NULL,
    seat integer DEFAULT 1 NOT NULL,
    since date NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    CONSTRAINT post_dates CHECK ((until > since)),
    CONSTRAINT post_seat CHECK (((seat >= 1) AND (seat <= 99))),
    CONSTRAINT post_title CHECK ((title = ANY (ARRAY['secretary'::text, 'first_secretary'::text, 'deputy_secretary'::text, 'organisation_commissioner'::text, 'publicity_commissioner'::text, 'discipline_commissioner'::text, 'youth_commissioner'::text, 'production_commissioner'::text, 'united_front_commissioner'::text, 'women_commissioner'::text, 'mass_work_commissioner'::text, 'confidentiality_commissioner'::text, 'committee_member'::text])))
);
CREATE TABLE public.post_suspension (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    tenure_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT post_suspension_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
);
CREATE TABLE public.recovery_code (
    id uuid NOT NULL,
    second_factor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    hash bytea NOT NULL,
    audit_event_id uuid NOT NULL,
    hash_digest bytea GENERATED ALWAYS AS (sha256(hash)) STORED
);
CREATE TABLE public.recruitment_admission (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    milestone text NOT NULL,
    path public.scope_path NOT NULL,
    held_on date NOT NULL,
    sex text NOT NULL,
    born_on date NOT NULL,
    traits text[] NOT NULL,
    CONSTRAINT recruitment_admission_milestone CHECK ((milestone = ANY (ARRAY['branch_meeting'::text, 'approval'::text])))
);
CREATE TABLE public.recruitment_bound (
    organisation_id uuid NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    at_least integer NOT NULL,
    at_most integer,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT recruitment_bound_at_least CHECK ((at_least >= 0)),
    CONSTRAINT recruitment_bound_at_most CHECK ((at_most >= at_least)),
    CONSTRAINT recruitment_bound_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT recruitment_bound_year CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE TABLE public.recruitment_case (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    opened_on date NOT NULL,
    stage integer DEFAULT 1 NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    leaves_on date,
    rule_set text NOT NULL,
    calculated_by text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    version integer DEFAULT 1 NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT recruitment_case_stage CHECK (((stage >= 1) AND (stage <= 5))),
    CONSTRAINT recruitment_case_state CHECK ((state = ANY (ARRAY['open'::text, 'admitted'::text, 'refused'::text, 'cancelled'::text, 'withdrawn'::text, 'unrecognised'::text, 'ended'::text])))
);
CREATE TABLE public.recruitment_due (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    rule text NOT NULL,
    milestone text NOT NULL,
    due_on date NOT NULL,
    special_on date,
    kind text NOT NULL,
    basis text NOT NULL,
    CONSTRAINT recruitment_due_kind CHECK ((kind = ANY (ARRAY['due'::text, 'blocked'::text])))
);
CREATE TABLE public.recruitment_floor (
    organisation_id uuid NOT NULL,
    year integer NOT NULL,
    structure text NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    at_least integer NOT NULL,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT recruitment_floor_at_least CHECK ((at_least >= 0)),
    CONSTRAINT recruitment_floor_document CHECK (((length(document) >= 1) AND (length(document) <= 200)))
);
CREATE TABLE public.recruitment_quota (
    organisation_id uuid NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    seats integer NOT NULL,
    document text NOT NULL,
    reason text NOT NULL,
    batch integer,
    decided_on date NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT recruitment_quota_batch CHECK (((batch >= 1) AND (batch <= 99))),
    CONSTRAINT recruitment_quota_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT recruitment_quota_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT recruitment_quota_seats CHECK (((seats <> 0) AND (abs(seats) <= 1000000))),
    CONSTRAINT recruitment_quota_year CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE TABLE public.recruitment_ruling (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    ruling text NOT NULL,
    decided_on date NOT NULL,
    reason text NOT NULL,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT recruitment_ruling_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT recruitment_ruling_kind CHECK ((ruling = ANY (ARRAY['withdrawn'::text, 'unrecognised'::text, 'ended'::text]))),
    CONSTRAINT recruitment_ruling_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.recruitment_step (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    milestone text NOT NULL,
    held_from date NOT NULL,
    held_through date NOT NULL,
    content jsonb NOT NULL,
    evidence text[] NOT NULL,
    irregular boolean NOT NULL,
    reason text,
    broken text[] NOT NULL,
    rule_set text NOT NULL,
    key text NOT NULL,
    audit_event_id uuid NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    annulled_audit_event_id uuid,
    CONSTRAINT recruitment_step_days CHECK ((held_from <= held_through)),
    CONSTRAINT recruitment_step_irregular CHECK (((NOT irregular) OR (reason IS NOT NULL))),
    CONSTRAINT recruitment_step_key_length CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT recruitment_step_number CHECK ((number > 0)),
    CONSTRAINT recruitment_step_reason_length CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.recruitment_trait (
    person_id uuid NOT NULL,
    trait text NOT NULL,
    since date NOT NULL,
    path public.scope_path NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    CONSTRAINT recruitment_trait_days CHECK ((until > since)),
    CONSTRAINT recruitment_trait_known CHECK ((trait = ANY (ARRAY['educated'::text, 'front_line'::text, 'worker'::text, 'farmer'::text, 'young_intellectual'::text, 'ex_serviceman'::text, 'minority'::text, 'student'::text, 'non_public'::text, 'social_organisation'::text])))
);
CREATE TABLE public.relief (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    duty_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    kind text NOT NULL,
    granted_on date NOT NULL,
    expires_on date NOT NULL,
    reason text NOT NULL,
    approver text NOT NULL,
    document text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT relief_approver CHECK (((length(approver) >= 1) AND (length(approver) <= 100))),
    CONSTRAINT relief_dates CHECK ((expires_on >= granted_on)),
    CONSTRAINT relief_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT relief_kind CHECK ((kind = ANY (ARRAY['extension'::text, 'exemption'::text]))),
    CONSTRAINT relief_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.relief_withdrawal (
    person_id uuid NOT NULL,
    relief_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    withdrawn_on date NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.revocation (
    subject_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.scope_key (
    id text NOT NULL,
    inner_block bytea NOT NULL,
    outer_block bytea NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT scope_key_id CHECK ((id ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT scope_key_inner_block CHECK ((length(inner_block) = 64)),
    CONSTRAINT scope_key_outer_block CHECK ((length(outer_block) = 64))
);
CREATE TABLE public.seating_decision (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    class_id uuid NOT NULL,
    kind text NOT NULL,
    decided_on date NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT seating_decision_kind CHECK ((kind = ANY (ARRAY['pinned'::text, 'excluded'::text]))),
    CONSTRAINT seating_decision_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.seating_decision_withdrawal (
    person_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    withdrawn_on date NOT NULL,
    reason text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT seating_decision_withdrawal_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE TABLE public.second_factor (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    sealed_digest bytea GENERATED ALWAYS AS (sha256(sealed)) STORED,
    key_edition integer DEFAULT 1 NOT NULL,
    CONSTRAINT second_factor_key CHECK ((key_edition > 0))
);
CREATE TABLE public.sensitive_read (
    id uuid NOT NULL,
    reading_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    account_id uuid NOT NULL,
    reader text NOT NULL,
    office text,
    door text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    person_id uuid,
    purpose text,
    filters text,
    rows integer NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT sensitive_read_kind CHECK ((kind = ANY (ARRAY['read'::text, 'export'::text, 'print'::text]))),
    CONSTRAINT sensitive_read_purpose CHECK (((length(purpose) >= 1) AND (length(purpose) <= 200))),
    CONSTRAINT sensitive_read_rows CHECK ((rows > 0)),
    CONSTRAINT sensitive_read_subject CHECK ((subject ~ '^[a-z_.]{1,60}$'::text))
);
CREATE TABLE public.sign_in_attempt (
    id uuid NOT NULL,
    name_hash bytea NOT NULL,
    account_id uuid,
    path public.scope_path NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    door text NOT NULL,
    outcome text NOT NULL,
    source bytea,
    CONSTRAINT sign_in_attempt_outcome CHECK ((outcome = ANY (ARRAY['failed'::text, 'succeeded'::text, 'withdrawn'::text]))),
    CONSTRAINT sign_in_attempt_source CHECK ((length(source) = 32))
);
CREATE TABLE public.tenure (
    id uuid NOT NULL,
    post_id uuid NOT NULL,
    person_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    nature text NOT NULL,
    since date NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    ended_audit_event_id uuid,
    annulled_audit_event_id uuid,
    person_name text NOT NULL,
    CONSTRAINT tenure_dates CHECK ((until > since)),
    CONSTRAINT tenure_nature CHECK ((nature = ANY (ARRAY['substantive'::text, 'acting'::text, 'concurrent'::text])))
);
CREATE TABLE public.token (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    hash bytea NOT NULL,
    label text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    audit_event_id uuid NOT NULL,
    hash_digest bytea GENERATED ALWAYS AS (sha256(hash)) STORED,
    kind text DEFAULT 'api'::text NOT NULL,
    idle_minutes integer,
    second_factor boolean DEFAULT false NOT NULL,
    made_with uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    CONSTRAINT token_expiry CHECK ((expires_at > created_at)),
    CONSTRAINT token_idle_minutes CHECK ((idle_minutes > 0)),
    CONSTRAINT token_kind CHECK ((kind = ANY (ARRAY['api'::text, 'session'::text])))
);
CREATE TABLE public.token_replacement (
    token_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    successor_id uuid NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    audit_event_id uuid NOT NULL
);
CREATE TABLE public.training_class (
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    host_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    admits public.scope_path NOT NULL,
    admits_end text NOT NULL COLLATE pg_catalog."C",
    level text NOT NULL,
    fields text[] NOT NULL,
    kinds text[] NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    minimum integer NOT NULL,
    capacity integer NOT NULL,
    venue text NOT NULL,
    cost_per_person_day numeric(10,2) NOT NULL,
    attendance_rule text NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    audit_event_id uuid NOT NULL,
    form text DEFAULT 'concentrated'::text NOT NULL,
    course text,
    filters jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT training_class_cost CHECK ((cost_per_person_day >= (0)::numeric)),
    CONSTRAINT training_class_course CHECK (((length(course) >= 1) AND (length(course) <= 60))),
    CONSTRAINT training_class_dates CHECK ((starts_on <= ends_on)),
    CONSTRAINT training_class_fields CHECK ((cardinality(fields) > 0)),
    CONSTRAINT training_class_filters CHECK ((jsonb_typeof(filters) = 'object'::text)),
    CONSTRAINT training_class_form CHECK ((form = ANY (ARRAY['concentrated'::text, 'online'::text, 'self_study'::text]))),
    CONSTRAINT training_class_kinds CHECK (((cardinality(kinds) > 0) AND (kinds <@ ARRAY['rotation'::text, 'newly_appointed'::text, 'annual'::text, 'new_member'::text]))),
    CONSTRAINT training_class_level CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'primary'::text]))),
    CONSTRAINT training_class_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT training_class_seats CHECK (((minimum >= 0) AND (capacity >= minimum) AND ((capacity >= 1) AND (capacity <= 5000)))),
    CONSTRAINT training_class_state CHECK ((state = ANY (ARRAY['draft'::text, 'announced'::text, 'running'::text, 'closed'::text, 'reopened'::text, 'cancelled'::text])))
);
CREATE TABLE public.training_report (
    organisation_id uuid NOT NULL,
    month date NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    as_of date NOT NULL,
    document text NOT NULL,
    content jsonb NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT training_report_document CHECK (((length(document) >= 1) AND (length(document) <= 200))),
    CONSTRAINT training_report_month CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
CREATE TABLE public.withdrawn_fact (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    import_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    relation text NOT NULL,
    fact jsonb NOT NULL,
    audit_event_id uuid NOT NULL
);
ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.absence_withdrawal
    ADD CONSTRAINT absence_withdrawal_pk PRIMARY KEY (person_id, absence_id);
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.access_use
    ADD CONSTRAINT access_use_pk PRIMARY KEY (subject_id);
ALTER TABLE ONLY public.account_certificate
    ADD CONSTRAINT account_certificate_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.account_person
    ADD CONSTRAINT account_person_id_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_sign_in_name_unique UNIQUE (sign_in_name);
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_pk PRIMARY KEY (person_id, enrolment_id, session_number, revision);
ALTER TABLE ONLY public.audit_boundary
    ADD CONSTRAINT audit_boundary_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_delivery
    ADD CONSTRAINT audit_delivery_pk PRIMARY KEY (channel);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_exception
    ADD CONSTRAINT audit_exception_pk PRIMARY KEY (relation, attribute);
ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pk PRIMARY KEY (number);
ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_pk PRIMARY KEY (leaf_index);
ALTER TABLE ONLY public.audit_relation
    ADD CONSTRAINT audit_relation_label_unique UNIQUE (label);
ALTER TABLE ONLY public.audit_relation
    ADD CONSTRAINT audit_relation_name_unique UNIQUE (name);
ALTER TABLE ONLY public.audit_relation
    ADD CONSTRAINT audit_relation_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_shape
    ADD CONSTRAINT audit_shape_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_tile
    ADD CONSTRAINT audit_tile_pk PRIMARY KEY (level, number);
ALTER TABLE ONLY public.class_budget
    ADD CONSTRAINT class_budget_pk PRIMARY KEY (class_id, revision);
ALTER TABLE ONLY public.class_change
    ADD CONSTRAINT class_change_pk PRIMARY KEY (class_id, number);
ALTER TABLE ONLY public.class_event
    ADD CONSTRAINT class_event_pk PRIMARY KEY (class_id, number);
ALTER TABLE ONLY public.class_nomination_decision
    ADD CONSTRAINT class_nomination_decision_pk PRIMARY KEY (nomination_id);
ALTER TABLE ONLY public.class_nomination
    ADD CONSTRAINT class_nomination_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.class_quota
    ADD CONSTRAINT class_quota_pk PRIMARY KEY (class_id, path, revision);
ALTER TABLE ONLY public.class_result
    ADD CONSTRAINT class_result_pk PRIMARY KEY (person_id, enrolment_id, part, sitting, revision);
ALTER TABLE ONLY public.class_session
    ADD CONSTRAINT class_session_once UNIQUE (class_id, held_on, half) DEFERRABLE;
ALTER TABLE ONLY public.class_session
    ADD CONSTRAINT class_session_pk PRIMARY KEY (class_id, number);
ALTER TABLE ONLY public.code_use
    ADD CONSTRAINT code_use_pk PRIMARY KEY (subject_id, step);
ALTER TABLE ONLY public.committee_term_extension
    ADD CONSTRAINT committee_term_extension_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.committee_term
    ADD CONSTRAINT committee_term_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.committee_term_withdrawal
    ADD CONSTRAINT committee_term_withdrawal_pk PRIMARY KEY (term_id);
ALTER TABLE ONLY public.comparison_decision
    ADD CONSTRAINT comparison_decision_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.comparison_line
    ADD CONSTRAINT comparison_line_pk PRIMARY KEY (comparison_id, number);
ALTER TABLE ONLY public.comparison
    ADD CONSTRAINT comparison_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.credit_decision
    ADD CONSTRAINT credit_decision_pk PRIMARY KEY (person_id, credit_id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_reversed_once UNIQUE (person_id, reverses);
ALTER TABLE ONLY public.cycle_change
    ADD CONSTRAINT cycle_change_pk PRIMARY KEY (cycle_id, number);
ALTER TABLE ONLY public.cycle
    ADD CONSTRAINT cycle_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.duty_year
    ADD CONSTRAINT duty_year_pk PRIMARY KEY (path, year, everyone);
ALTER TABLE ONLY public.enrolment_event
    ADD CONSTRAINT enrolment_event_pk PRIMARY KEY (person_id, enrolment_id, number);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_once UNIQUE (person_id, class_id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.grant_decision
    ADD CONSTRAINT grant_decision_pk PRIMARY KEY (subject_id);
ALTER TABLE ONLY public.grant_substitution
    ADD CONSTRAINT grant_substitution_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pk PRIMARY KEY (account_id, key);
ALTER TABLE ONLY public.identity_lookup
    ADD CONSTRAINT identity_lookup_pk PRIMARY KEY (account_id, day, id_hash);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_pk PRIMARY KEY (path, kind, file_hash, day, number);
ALTER TABLE ONLY public.imported_sheet
    ADD CONSTRAINT imported_sheet_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.imported_sheet_undo
    ADD CONSTRAINT imported_sheet_undo_pk PRIMARY KEY (import_id);
ALTER TABLE ONLY public.key_check
    ADD CONSTRAINT key_check_pk PRIMARY KEY (name, edition);
ALTER TABLE ONLY public.key_rotation
    ADD CONSTRAINT key_rotation_pk PRIMARY KEY (name, edition, step);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_once UNIQUE (subject_id, key);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pk PRIMARY KEY (subject_id, number);
ALTER TABLE ONLY public.membership_balance
    ADD CONSTRAINT membership_balance_pk PRIMARY KEY (organisation_id, year, number);
ALTER TABLE ONLY public.membership_decision_annulment
    ADD CONSTRAINT membership_decision_annulment_pk PRIMARY KEY (person_id, decision_id);
ALTER TABLE ONLY public.membership_decision
    ADD CONSTRAINT membership_decision_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.membership_letter_number
    ADD CONSTRAINT membership_letter_number_pk PRIMARY KEY (organisation_id, year);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_overlap EXCLUDE USING gist (person_id WITH =, daterange(since, until) WITH &&);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.membership_transfer_answer
    ADD CONSTRAINT membership_transfer_answer_pk PRIMARY KEY (person_id, transfer_id);
ALTER TABLE ONLY public.membership_transfer
    ADD CONSTRAINT membership_transfer_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.merge_exception
    ADD CONSTRAINT merge_exception_pk PRIMARY KEY (relation, attribute);
ALTER TABLE ONLY public.notice_address
    ADD CONSTRAINT notice_address_pk PRIMARY KEY (organisation_id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pk PRIMARY KEY (person_id, key, channel);
ALTER TABLE ONLY public.org_unit
    ADD CONSTRAINT org_unit_code_unique UNIQUE (code);
ALTER TABLE ONLY public.org_unit
    ADD CONSTRAINT org_unit_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation_change
    ADD CONSTRAINT organisation_change_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation_change
    ADD CONSTRAINT organisation_change_undone_once UNIQUE (undoes);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_code_unique UNIQUE (code);
ALTER TABLE ONLY public.organisation_link
    ADD CONSTRAINT organisation_link_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_path_unique UNIQUE (path);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation_place
    ADD CONSTRAINT organisation_place_overlap EXCLUDE USING gist (organisation_id WITH =, daterange(since, until) WITH &&);
ALTER TABLE ONLY public.organisation_place
    ADD CONSTRAINT organisation_place_pk PRIMARY KEY (organisation_id, since);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_overlap EXCLUDE USING gist (organisation_id WITH =, daterange(since, until) WITH &&) WHERE ((annulled_audit_event_id IS NULL));
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_pk PRIMARY KEY (organisation_id, version);
ALTER TABLE ONLY public.path_exception
    ADD CONSTRAINT path_exception_pk PRIMARY KEY (relation, movement);
ALTER TABLE ONLY public.person_attribute
    ADD CONSTRAINT person_attribute_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_once EXCLUDE USING gist (person_id WITH =, organisation_id WITH =, category WITH =, daterange(since, until) WITH &&) WHERE ((annulled_audit_event_id IS NULL));
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.person_correction_decision
    ADD CONSTRAINT person_correction_decision_pk PRIMARY KEY (correction_id);
ALTER TABLE ONLY public.person_correction
    ADD CONSTRAINT person_correction_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.person_distinction
    ADD CONSTRAINT person_distinction_pk PRIMARY KEY (first_id, second_id);
ALTER TABLE ONLY public.person_id_number
    ADD CONSTRAINT person_id_number_unique PRIMARY KEY (id_hash);
ALTER TABLE ONLY public.person_merge_change
    ADD CONSTRAINT person_merge_change_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.person_separation
    ADD CONSTRAINT person_separation_pk PRIMARY KEY (merge_id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.plan_seat
    ADD CONSTRAINT plan_seat_pk PRIMARY KEY (plan_id, number);
ALTER TABLE ONLY public.points_claim_event
    ADD CONSTRAINT points_claim_event_pk PRIMARY KEY (subject_id, claim_id, number);
ALTER TABLE ONLY public.points_claim
    ADD CONSTRAINT points_claim_id_unique UNIQUE (id);
ALTER TABLE ONLY public.points_claim
    ADD CONSTRAINT points_claim_once UNIQUE (subject_id, scheme_id, key);
ALTER TABLE ONLY public.points_claim
    ADD CONSTRAINT points_claim_pk PRIMARY KEY (subject_id, id);
ALTER TABLE ONLY public.points_edition
    ADD CONSTRAINT points_edition_pk PRIMARY KEY (scheme_id, version);
ALTER TABLE ONLY public.points_edition
    ADD CONSTRAINT points_edition_start UNIQUE (scheme_id, from_on);
ALTER TABLE ONLY public.points_exemption
    ADD CONSTRAINT points_exemption_overlap EXCLUDE USING gist (subject_id WITH =, scheme_id WITH =, daterange(since, until) WITH &&);
ALTER TABLE ONLY public.points_exemption
    ADD CONSTRAINT points_exemption_pk PRIMARY KEY (subject_id, id);
ALTER TABLE ONLY public.points_fact
    ADD CONSTRAINT points_fact_pk PRIMARY KEY (subject_id, kind, reference);
ALTER TABLE ONLY public.points_local
    ADD CONSTRAINT points_local_pk PRIMARY KEY (scheme_id, path, number);
ALTER TABLE ONLY public.points_participation
    ADD CONSTRAINT points_participation_overlap EXCLUDE USING gist (subject_id WITH =, scheme_id WITH =, daterange(since, until) WITH &&);
ALTER TABLE ONLY public.points_participation
    ADD CONSTRAINT points_participation_pk PRIMARY KEY (subject_id, id);
ALTER TABLE ONLY public.points_period_event
    ADD CONSTRAINT points_period_event_pk PRIMARY KEY (period_id, number);
ALTER TABLE ONLY public.points_period
    ADD CONSTRAINT points_period_once UNIQUE (scheme_id, path, starts_on);
ALTER TABLE ONLY public.points_period
    ADD CONSTRAINT points_period_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.points_scheme
    ADD CONSTRAINT points_scheme_once UNIQUE (path, key);
ALTER TABLE ONLY public.points_scheme
    ADD CONSTRAINT points_scheme_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.points_sheet
    ADD CONSTRAINT points_sheet_pk PRIMARY KEY (subject_id, period_id, revision);
ALTER TABLE ONLY public.points_subject
    ADD CONSTRAINT points_subject_pk PRIMARY KEY (subject_id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.post_suspension
    ADD CONSTRAINT post_suspension_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_unique UNIQUE (organisation_id, title, seat);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.recruitment_admission
    ADD CONSTRAINT recruitment_admission_pk PRIMARY KEY (person_id, case_id, milestone);
ALTER TABLE ONLY public.recruitment_bound
    ADD CONSTRAINT recruitment_bound_pk PRIMARY KEY (organisation_id, year, number);
ALTER TABLE ONLY public.recruitment_case
    ADD CONSTRAINT recruitment_case_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.recruitment_due
    ADD CONSTRAINT recruitment_due_pk PRIMARY KEY (person_id, case_id, rule, milestone);
ALTER TABLE ONLY public.recruitment_floor
    ADD CONSTRAINT recruitment_floor_pk PRIMARY KEY (organisation_id, year, structure, number);
ALTER TABLE ONLY public.recruitment_quota
    ADD CONSTRAINT recruitment_quota_pk PRIMARY KEY (organisation_id, year, number);
ALTER TABLE ONLY public.recruitment_ruling
    ADD CONSTRAINT recruitment_ruling_pk PRIMARY KEY (person_id, case_id);
ALTER TABLE ONLY public.recruitment_step
    ADD CONSTRAINT recruitment_step_key UNIQUE (person_id, case_id, key);
ALTER TABLE ONLY public.recruitment_step
    ADD CONSTRAINT recruitment_step_pk PRIMARY KEY (person_id, case_id, number);
ALTER TABLE ONLY public.recruitment_trait
    ADD CONSTRAINT recruitment_trait_pk PRIMARY KEY (person_id, trait, since);
ALTER TABLE ONLY public.relief
    ADD CONSTRAINT relief_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.relief_withdrawal
    ADD CONSTRAINT relief_withdrawal_pk PRIMARY KEY (person_id, relief_id);
ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_pk PRIMARY KEY (subject_id);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pk PRIMARY KEY (number);
ALTER TABLE ONLY public.scope_key
    ADD CONSTRAINT scope_key_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.seating_decision
    ADD CONSTRAINT seating_decision_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.seating_decision_withdrawal
    ADD CONSTRAINT seating_decision_withdrawal_pk PRIMARY KEY (person_id, decision_id);
ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.sensitive_read
    ADD CONSTRAINT sensitive_read_once UNIQUE (reading_id, path);
ALTER TABLE ONLY public.sensitive_read
    ADD CONSTRAINT sensitive_read_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_one_acting EXCLUDE USING gist (post_id WITH =, daterange(since, until) WITH &&) WHERE (((nature = 'acting'::text) AND (annulled_audit_event_id IS NULL)));
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_one_holder EXCLUDE USING gist (post_id WITH =, daterange(since, until) WITH &&) WHERE (((nature <> 'acting'::text) AND (annulled_audit_event_id IS NULL)));
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_hash_unique UNIQUE (hash);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.token_replacement
    ADD CONSTRAINT token_replacement_pk PRIMARY KEY (token_id);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_code_unique UNIQUE (path, code);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.training_report
    ADD CONSTRAINT training_report_pk PRIMARY KEY (organisation_id, month, number);
ALTER TABLE ONLY public.withdrawn_fact
    ADD CONSTRAINT withdrawn_fact_pk PRIMARY KEY (id);
CREATE INDEX absence_by_path ON public.absence USING btree (path, id);
CREATE INDEX access_grant_by_account ON public.access_grant USING btree (account_id);
CREATE INDEX access_grant_by_path ON public.access_grant USING btree (path, id);
CREATE INDEX access_grant_waiting ON public.access_grant USING btree (path, id) WHERE waits;
CREATE INDEX account_by_path ON public.account USING btree (path, id);
CREATE INDEX account_certificate_by_account ON public.account_certificate USING btree (account_id, bound_at);
CREATE UNIQUE INDEX account_certificate_subject_once ON public.account_certificate USING btree (subject) WHERE (ended_at IS NULL);
CREATE INDEX account_password_by_account ON public.account_password USING btree (account_id, set_at);
CREATE INDEX account_person_by_account ON public.account_person USING btree (account_id, person_id);
CREATE UNIQUE INDEX account_person_pk ON public.account_person USING btree (account_id) WHERE (ended_at IS NULL);
CREATE INDEX attendance_mark_by_class ON public.attendance_mark USING btree (class_id, session_number);
CREATE INDEX attendance_mark_made_up_elsewhere ON public.attendance_mark USING btree (made_up_class) WHERE (made_up_class IS NOT NULL);
CREATE INDEX audit_event_by_path ON public.audit_event USING btree (path, id);
CREATE INDEX audit_event_by_subject ON public.audit_event USING btree (subject_id, id) WHERE (subject_id IS NOT NULL);
CREATE INDEX audit_leaf_by_key ON public.audit_leaf USING btree (relation, key, leaf_index);
CREATE UNIQUE INDEX audit_leaf_previous_once ON public.audit_leaf USING btree (previous) WHERE (previous IS NOT NULL);
CREATE INDEX audit_leaf_suspect ON public.audit_leaf USING btree (leaf_index) WHERE ((kind = 'broken'::text) OR ((cause IS NULL) AND (kind = ANY (ARRAY['added'::text, 'changed'::text, 'removed'::text]))));
CREATE INDEX class_nomination_by_class ON public.class_nomination USING btree (class_id, id);
CREATE UNIQUE INDEX class_nomination_once ON public.class_nomination USING btree (class_id, person_id) WHERE waiting;
CREATE UNIQUE INDEX class_nomination_replaced_once ON public.class_nomination USING btree (class_id, replaces) WHERE (waiting AND (replaces IS NOT NULL));
CREATE INDEX class_result_by_class ON public.class_result USING btree (class_id);
CREATE INDEX code_use_by_age ON public.code_use USING btree (at) WHERE (step > 0);
CREATE INDEX committee_term_by_organisation ON public.committee_term USING btree (organisation_id, since DESC);
CREATE INDEX committee_term_by_path ON public.committee_term USING btree (path, id);
CREATE INDEX committee_term_extension_by_term ON public.committee_term_extension USING btree (term_id);
CREATE INDEX comparison_by_path ON public.comparison USING btree (path, id);
CREATE INDEX comparison_decision_by_line ON public.comparison_decision USING btree (comparison_id, number, decided_at);
CREATE INDEX comparison_line_by_person ON public.comparison_line USING btree (person_id, field);
CREATE INDEX credit_by_class ON public.credit USING btree (class_id) WHERE (class_id IS NOT NULL);
CREATE UNIQUE INDEX credit_by_id ON public.credit USING btree (id);
CREATE INDEX credit_decision_by_path ON public.credit_decision USING btree (path, credit_id);
CREATE UNIQUE INDEX credit_imported_once ON public.credit USING btree (person_id, class_name, earned_on) WHERE (source = 'import'::text);
CREATE INDEX credit_of_course ON public.credit USING btree (person_id, course) WHERE (course IS NOT NULL);
CREATE INDEX credit_waiting_by_path ON public.credit USING btree (path, id) WHERE waiting;
CREATE UNIQUE INDEX cycle_unique ON public.cycle USING btree (path, key) WHERE (withdrawn_on IS NULL);
CREATE INDEX duty_by_id ON public.duty USING btree (id);
CREATE INDEX duty_by_path ON public.duty USING btree (path, id);
CREATE UNIQUE INDEX duty_once ON public.duty USING btree (person_id, slot) WHERE (annulled_on IS NULL);
CREATE INDEX enrolment_by_class ON public.enrolment USING btree (class_id, id);
CREATE INDEX enrolment_by_number ON public.enrolment USING btree (class_id, list_number);
CREATE INDEX enrolment_by_path ON public.enrolment USING btree (path, id);
CREATE INDEX grant_decision_by_path ON public.grant_decision USING btree (path, subject_id);
CREATE INDEX grant_substitution_by_account ON public.grant_substitution USING btree (account_id);
CREATE INDEX grant_substitution_by_path ON public.grant_substitution USING btree (path, id);
CREATE INDEX grant_substitution_by_substitute ON public.grant_substitution USING btree (substitute_id);
CREATE INDEX grant_substitution_waiting ON public.grant_substitution USING btree (path, id) WHERE waits;
CREATE INDEX idempotency_by_age ON public.idempotency USING btree (at);
CREATE INDEX identity_lookup_by_birth ON public.identity_lookup USING btree (account_id, day, birth_hash);
CREATE INDEX identity_lookup_by_day ON public.identity_lookup USING btree (day);
CREATE INDEX import_run_by_day ON public.import_run USING btree (day);
CREATE INDEX imported_sheet_by_event ON public.imported_sheet USING btree (audit_event_id);
CREATE INDEX imported_sheet_by_path ON public.imported_sheet USING btree (path, id);
CREATE UNIQUE INDEX ledger_entry_reversed_once ON public.ledger_entry USING btree (subject_id, reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX membership_by_path ON public.membership USING btree (path, person_id);
CREATE INDEX membership_transfer_awaited ON public.membership_transfer USING btree (open, joint_path, to_path, id);
CREATE UNIQUE INDEX membership_transfer_by_id ON public.membership_transfer USING btree (id);
CREATE INDEX membership_transfer_by_letter ON public.membership_transfer USING btree (letter);
CREATE INDEX membership_transfer_issued ON public.membership_transfer USING btree (open, path, id);
CREATE UNIQUE INDEX membership_transfer_one_open ON public.membership_transfer USING btree (person_id) WHERE open;
CREATE UNIQUE INDEX notice_by_id ON public.notice USING btree (id);
CREATE INDEX notice_by_path ON public.notice USING btree (path, id);
CREATE INDEX notice_unsent ON public.notice USING btree (path, id) WHERE ((sent_at IS NULL) AND (void IS NULL));
CREATE INDEX notice_waiting ON public.notice USING btree (next_at, id) WHERE ((sent_at IS NULL) AND (void IS NULL));
CREATE INDEX org_unit_by_path ON public.org_unit USING btree (path, id);
CREATE INDEX organisation_by_name ON public.organisation USING btree (name, path);
CREATE INDEX organisation_by_parent ON public.organisation USING btree (parent_id, path);
CREATE INDEX organisation_by_short_name ON public.organisation USING btree (short_name, path);
CREATE INDEX organisation_change_by_path ON public.organisation_change USING btree (path, id);
CREATE INDEX organisation_change_of ON public.organisation_change USING btree (organisation_id, id);
CREATE INDEX organisation_link_by_from ON public.organisation_link USING btree (from_id);
CREATE INDEX organisation_link_by_path ON public.organisation_link USING btree (path, id);
CREATE INDEX organisation_link_by_to ON public.organisation_link USING btree (to_id);
CREATE INDEX organisation_place_by_path ON public.organisation_place USING btree (path, organisation_id);
CREATE INDEX organisation_place_by_place ON public.organisation_place USING btree (place, since);
CREATE INDEX organisation_version_by_code ON public.organisation_version USING btree (code);
CREATE INDEX organisation_version_by_parent ON public.organisation_version USING btree (parent_id);
CREATE INDEX person_attribute_by_event ON public.person_attribute USING btree (audit_event_id);
CREATE INDEX person_by_name ON public.person USING btree (name_key, path, id);
CREATE INDEX person_by_name_and_birth ON public.person USING btree (name_key, born_on);
CREATE INDEX person_by_path ON public.person USING btree (path, id);
CREATE UNIQUE INDEX person_category_by_id ON public.person_category USING btree (id);
CREATE INDEX person_category_by_path ON public.person_category USING btree (path, id);
CREATE INDEX person_correction_by_path ON public.person_correction USING btree (path, id);
CREATE INDEX person_correction_by_person ON public.person_correction USING btree (person_id, id);
CREATE UNIQUE INDEX person_correction_one_open ON public.person_correction USING btree (person_id, field) WHERE open;
CREATE INDEX person_correction_waiting ON public.person_correction USING btree (path, id) WHERE open;
CREATE INDEX person_merge_by_kept ON public.person_merge USING btree (kept_id);
CREATE INDEX person_merge_by_path ON public.person_merge USING btree (path, id);
CREATE INDEX person_merge_change_by_merge ON public.person_merge_change USING btree (merge_id);
CREATE UNIQUE INDEX person_merge_gone_once ON public.person_merge USING btree (gone_id) WHERE open;
CREATE INDEX plan_by_name ON public.plan USING btree (name, accepted_on);
CREATE INDEX plan_by_path ON public.plan USING btree (path, id);
CREATE INDEX plan_seat_changed ON public.plan_seat USING btree (plan_id, number) WHERE (change = ANY (ARRAY['new'::text, 'moved'::text, 'withdrawn'::text]));
CREATE INDEX points_claim_by_path ON public.points_claim USING btree (state, path, id);
CREATE INDEX points_claim_by_state ON public.points_claim USING btree (scheme_id, state, path, id);
CREATE INDEX points_claim_published ON public.points_claim USING btree (scheme_id, path, happened_on, id) WHERE (state = 'published'::text);
CREATE INDEX points_participation_by_path ON public.points_participation USING btree (scheme_id, path, subject_id);
CREATE INDEX points_period_by_path ON public.points_period USING btree (path, id);
CREATE INDEX points_period_by_scheme ON public.points_period USING btree (scheme_id, path, id);
CREATE INDEX points_sheet_by_path ON public.points_sheet USING btree (period_id, revision, path, subject_id);
CREATE INDEX points_sheet_by_subject ON public.points_sheet USING btree (period_id, revision, subject_id);
CREATE INDEX points_subject_by_path ON public.points_subject USING btree (path, subject_id);
CREATE INDEX post_by_path ON public.post USING btree (path, id);
CREATE INDEX post_suspension_by_path ON public.post_suspension USING btree (path, id);
CREATE INDEX post_suspension_by_tenure ON public.post_suspension USING btree (tenure_id, account_id);
CREATE INDEX recovery_code_by_second_factor ON public.recovery_code USING btree (second_factor_id);
CREATE INDEX recruitment_admission_by_path ON public.recruitment_admission USING btree (path, milestone, held_on);
CREATE INDEX recruitment_case_by_calculation ON public.recruitment_case USING btree (calculated_by, path) WHERE (state = ANY (ARRAY['open'::text, 'admitted'::text]));
CREATE UNIQUE INDEX recruitment_case_by_id ON public.recruitment_case USING btree (id);
CREATE INDEX recruitment_case_by_path ON public.recruitment_case USING btree (path, id);
CREATE INDEX recruitment_case_by_stage ON public.recruitment_case USING btree (state, stage, path, id);
CREATE UNIQUE INDEX recruitment_case_one_open ON public.recruitment_case USING btree (person_id) WHERE (state = 'open'::text);
CREATE INDEX recruitment_due_blocked ON public.recruitment_due USING btree (path, due_on, case_id, rule) WHERE (kind = 'blocked'::text);
CREATE INDEX recruitment_due_by_path ON public.recruitment_due USING btree (path, due_on, case_id, rule);
CREATE UNIQUE INDEX recruitment_trait_once ON public.recruitment_trait USING btree (person_id, trait) WHERE (until IS NULL);
CREATE INDEX relief_by_duty ON public.relief USING btree (duty_id);
CREATE INDEX seating_decision_by_path ON public.seating_decision USING btree (path, id);
CREATE INDEX second_factor_by_account ON public.second_factor USING btree (account_id, created_at);
CREATE INDEX sensitive_read_by_path ON public.sensitive_read USING btree (path, id);
CREATE INDEX sign_in_attempt_by_account ON public.sign_in_attempt USING btree (account_id, at);
CREATE INDEX sign_in_attempt_by_age ON public.sign_in_attempt USING btree (at);
CREATE INDEX sign_in_attempt_by_name ON public.sign_in_attempt USING btree (name_hash, at);
CREATE INDEX sign_in_attempt_by_source ON public.sign_in_attempt USING btree (name_hash, source) WHERE (outcome = 'succeeded'::text);
CREATE INDEX tenure_by_path ON public.tenure USING btree (path, id);
CREATE INDEX tenure_by_person ON public.tenure USING btree (person_id);
CREATE INDEX token_api_by_path ON public.token USING btree (path, id) WHERE (kind = 'api'::text);
CREATE INDEX token_by_account ON public.token USING btree (account_id, id);
CREATE INDEX token_session_by_path ON public.token USING btree (path, id) WHERE (kind = 'session'::text);
CREATE INDEX training_class_admitting ON public.training_class USING btree (admits, state, path, id);
CREATE INDEX training_class_by_path ON public.training_class USING btree (path, starts_on, id);
CREATE INDEX training_class_by_state ON public.training_class USING btree (state, path, id);
CREATE INDEX training_report_by_path ON public.training_report USING btree (path, month, number);
CREATE INDEX withdrawn_fact_by_import ON public.withdrawn_fact USING btree (import_id, relation);
CREATE TRIGGER audit_delete AFTER DELETE ON public.absence REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_absence();
CREATE TRIGGER audit_delete AFTER DELETE ON public.absence_withdrawal REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_absence_withdrawal();
CREATE TRIGGER audit_delete AFTER DELETE ON public.access_grant REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_access_grant();
CREATE TRIGGER audit_delete AFTER DELETE ON public.account REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account();
CREATE TRIGGER audit_delete AFTER DELETE ON public.account_certificate REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_certificate();
CREATE TRIGGER audit_delete AFTER DELETE ON public.account_password REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_password();
CREATE TRIGGER audit_delete AFTER DELETE ON public.account_person REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_person();
CREATE TRIGGER audit_delete AFTER DELETE ON public.attendance_mark REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_attendance_mark();
CREATE TRIGGER audit_delete AFTER DELETE ON public.audit_boundary REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_boundary();
CREATE TRIGGER audit_delete AFTER DELETE ON public.audit_event REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_event();
CREATE TRIGGER audit_delete AFTER DELETE ON public.audit_exception REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_exception();
CREATE TRIGGER audit_delete AFTER DELETE ON public.audit_relation REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_relation();
CREATE TRIGGER audit_delete AFTER DELETE ON public.audit_shape REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_shape();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_budget REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_budget();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_change REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_change();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_event REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_event();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_nomination REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_nomination();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_nomination_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_nomination_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_quota REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_quota();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_result REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_result();
CREATE TRIGGER audit_delete AFTER DELETE ON public.class_session REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_session();
CREATE TRIGGER audit_delete AFTER DELETE ON public.committee_term REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term();
CREATE TRIGGER audit_delete AFTER DELETE ON public.committee_term_extension REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term_extension();
CREATE TRIGGER audit_delete AFTER DELETE ON public.committee_term_withdrawal REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term_withdrawal();
CREATE TRIGGER audit_delete AFTER DELETE ON public.comparison REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_comparison();
CREATE TRIGGER audit_delete AFTER DELETE ON public.comparison_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_comparison_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.credit REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_credit();
CREATE TRIGGER audit_delete AFTER DELETE ON public.credit_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_credit_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.cycle REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_cycle();
CREATE TRIGGER audit_delete AFTER DELETE ON public.cycle_change REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_cycle_change();
CREATE TRIGGER audit_delete AFTER DELETE ON public.duty REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_duty();
CREATE TRIGGER audit_delete AFTER DELETE ON public.duty_year REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_duty_year();
CREATE TRIGGER audit_delete AFTER DELETE ON public.enrolment REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_enrolment();
CREATE TRIGGER audit_delete AFTER DELETE ON public.enrolment_event REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_enrolment_event();
CREATE TRIGGER audit_delete AFTER DELETE ON public.grant_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_grant_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.grant_substitution REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_grant_substitution();
CREATE TRIGGER audit_delete AFTER DELETE ON public.import_run REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_import_run();
CREATE TRIGGER audit_delete AFTER DELETE ON public.imported_sheet REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_imported_sheet();
CREATE TRIGGER audit_delete AFTER DELETE ON public.imported_sheet_undo REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_imported_sheet_undo();
CREATE TRIGGER audit_delete AFTER DELETE ON public.ledger_entry REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_ledger_entry();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership_balance REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_balance();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership_decision_annulment REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_decision_annulment();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership_letter_number REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_letter_number();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership_transfer REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_transfer();
CREATE TRIGGER audit_delete AFTER DELETE ON public.membership_transfer_answer REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_transfer_answer();
CREATE TRIGGER audit_delete AFTER DELETE ON public.merge_exception REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_merge_exception();
CREATE TRIGGER audit_delete AFTER DELETE ON public.notice REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_notice();
CREATE TRIGGER audit_delete AFTER DELETE ON public.notice_address REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_notice_address();
CREATE TRIGGER audit_delete AFTER DELETE ON public.org_unit REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_org_unit();
CREATE TRIGGER audit_delete AFTER DELETE ON public.organisation REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation();
CREATE TRIGGER audit_delete AFTER DELETE ON public.organisation_change REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_change();
CREATE TRIGGER audit_delete AFTER DELETE ON public.organisation_link REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_link();
CREATE TRIGGER audit_delete AFTER DELETE ON public.organisation_place REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_place();
CREATE TRIGGER audit_delete AFTER DELETE ON public.organisation_version REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_version();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_attribute REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_attribute();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_category REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_category();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_correction REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_correction();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_correction_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_correction_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_distinction REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_distinction();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_id_number REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_id_number();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_merge REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_merge();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_merge_change REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_merge_change();
CREATE TRIGGER audit_delete AFTER DELETE ON public.person_separation REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_separation();
CREATE TRIGGER audit_delete AFTER DELETE ON public.plan REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_plan();
CREATE TRIGGER audit_delete AFTER DELETE ON public.plan_seat REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_plan_seat();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_claim REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_claim();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_claim_event REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_claim_event();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_edition REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_edition();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_exemption REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_exemption();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_fact REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_fact();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_local REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_local();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_participation REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_participation();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_period REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_period();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_period_event REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_period_event();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_scheme REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_scheme();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_sheet REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_sheet();
CREATE TRIGGER audit_delete AFTER DELETE ON public.points_subject REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_subject();
CREATE TRIGGER audit_delete AFTER DELETE ON public.post REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_post();
CREATE TRIGGER audit_delete AFTER DELETE ON public.post_suspension REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_post_suspension();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recovery_code REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recovery_code();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_admission REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_admission();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_bound REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_bound();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_case REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_case();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_floor REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_floor();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_quota REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_quota();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_ruling REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_ruling();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_step REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_step();
CREATE TRIGGER audit_delete AFTER DELETE ON public.recruitment_trait REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_trait();
CREATE TRIGGER audit_delete AFTER DELETE ON public.relief REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_relief();
CREATE TRIGGER audit_delete AFTER DELETE ON public.relief_withdrawal REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_relief_withdrawal();
CREATE TRIGGER audit_delete AFTER DELETE ON public.revocation REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_revocation();
CREATE TRIGGER audit_delete AFTER DELETE ON public.schema_migration REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_schema_migration();
CREATE TRIGGER audit_delete AFTER DELETE ON public.seating_decision REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_seating_decision();
CREATE TRIGGER audit_delete AFTER DELETE ON public.seating_decision_withdrawal REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_seating_decision_withdrawal();
CREATE TRIGGER audit_delete AFTER DELETE ON public.second_factor REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_second_factor();
CREATE TRIGGER audit_delete AFTER DELETE ON public.sensitive_read REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_sensitive_read();
CREATE TRIGGER audit_delete AFTER DELETE ON public.tenure REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_tenure();
CREATE TRIGGER audit_delete AFTER DELETE ON public.token REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_token();
CREATE TRIGGER audit_delete AFTER DELETE ON public.token_replacement REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_token_replacement();
CREATE TRIGGER audit_delete AFTER DELETE ON public.training_class REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_training_class();
CREATE TRIGGER audit_delete AFTER DELETE ON public.training_report REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_training_report();
CREATE TRIGGER audit_delete AFTER DELETE ON public.withdrawn_fact REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_withdrawn_fact();
CREATE TRIGGER audit_insert AFTER INSERT ON public.absence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_absence();
CREATE TRIGGER audit_insert AFTER INSERT ON public.absence_withdrawal REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_absence_withdrawal();
CREATE TRIGGER audit_insert AFTER INSERT ON public.access_grant REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_access_grant();
CREATE TRIGGER audit_insert AFTER INSERT ON public.account REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account();
CREATE TRIGGER audit_insert AFTER INSERT ON public.account_certificate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_certificate();
CREATE TRIGGER audit_insert AFTER INSERT ON public.account_password REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_password();
CREATE TRIGGER audit_insert AFTER INSERT ON public.account_person REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_person();
CREATE TRIGGER audit_insert AFTER INSERT ON public.attendance_mark REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_attendance_mark();
CREATE TRIGGER audit_insert AFTER INSERT ON public.audit_boundary REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_boundary();
CREATE TRIGGER audit_insert AFTER INSERT ON public.audit_event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_event();
CREATE TRIGGER audit_insert AFTER INSERT ON public.audit_exception REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_exception();
CREATE TRIGGER audit_insert AFTER INSERT ON public.audit_relation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_relation();
CREATE TRIGGER audit_insert AFTER INSERT ON public.audit_shape REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_shape();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_budget REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_budget();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_change REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_change();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_event();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_nomination REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_nomination();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_nomination_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_nomination_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_quota REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_quota();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_result REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_result();
CREATE TRIGGER audit_insert AFTER INSERT ON public.class_session REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_session();
CREATE TRIGGER audit_insert AFTER INSERT ON public.committee_term REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term();
CREATE TRIGGER audit_insert AFTER INSERT ON public.committee_term_extension REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term_extension();
CREATE TRIGGER audit_insert AFTER INSERT ON public.committee_term_withdrawal REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term_withdrawal();
CREATE TRIGGER audit_insert AFTER INSERT ON public.comparison REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_comparison();
CREATE TRIGGER audit_insert AFTER INSERT ON public.comparison_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_comparison_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.credit REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_credit();
CREATE TRIGGER audit_insert AFTER INSERT ON public.credit_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_credit_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.cycle REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_cycle();
CREATE TRIGGER audit_insert AFTER INSERT ON public.cycle_change REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_cycle_change();
CREATE TRIGGER audit_insert AFTER INSERT ON public.duty REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_duty();
CREATE TRIGGER audit_insert AFTER INSERT ON public.duty_year REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_duty_year();
CREATE TRIGGER audit_insert AFTER INSERT ON public.enrolment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_enrolment();
CREATE TRIGGER audit_insert AFTER INSERT ON public.enrolment_event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_enrolment_event();
CREATE TRIGGER audit_insert AFTER INSERT ON public.grant_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_grant_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.grant_substitution REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_grant_substitution();
CREATE TRIGGER audit_insert AFTER INSERT ON public.import_run REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_import_run();
CREATE TRIGGER audit_insert AFTER INSERT ON public.imported_sheet REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_imported_sheet();
CREATE TRIGGER audit_insert AFTER INSERT ON public.imported_sheet_undo REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_imported_sheet_undo();
CREATE TRIGGER audit_insert AFTER INSERT ON public.ledger_entry REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_ledger_entry();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership_balance REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_balance();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership_decision_annulment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_decision_annulment();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership_letter_number REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_letter_number();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership_transfer REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_transfer();
CREATE TRIGGER audit_insert AFTER INSERT ON public.membership_transfer_answer REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_transfer_answer();
CREATE TRIGGER audit_insert AFTER INSERT ON public.merge_exception REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_merge_exception();
CREATE TRIGGER audit_insert AFTER INSERT ON public.notice REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_notice();
CREATE TRIGGER audit_insert AFTER INSERT ON public.notice_address REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_notice_address();
CREATE TRIGGER audit_insert AFTER INSERT ON public.org_unit REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_org_unit();
CREATE TRIGGER audit_insert AFTER INSERT ON public.organisation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation();
CREATE TRIGGER audit_insert AFTER INSERT ON public.organisation_change REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_change();
CREATE TRIGGER audit_insert AFTER INSERT ON public.organisation_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_link();
CREATE TRIGGER audit_insert AFTER INSERT ON public.organisation_place REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_place();
CREATE TRIGGER audit_insert AFTER INSERT ON public.organisation_version REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_version();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_attribute REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_attribute();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_category REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_category();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_correction REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_correction();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_correction_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_correction_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_distinction REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_distinction();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_id_number REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_id_number();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_merge REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_merge();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_merge_change REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_merge_change();
CREATE TRIGGER audit_insert AFTER INSERT ON public.person_separation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_separation();
CREATE TRIGGER audit_insert AFTER INSERT ON public.plan REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_plan();
CREATE TRIGGER audit_insert AFTER INSERT ON public.plan_seat REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_plan_seat();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_claim REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_claim();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_claim_event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_claim_event();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_edition REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_edition();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_exemption REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_exemption();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_fact REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_fact();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_local REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_local();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_participation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_participation();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_period REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_period();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_period_event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_period_event();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_scheme REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_scheme();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_sheet REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_sheet();
CREATE TRIGGER audit_insert AFTER INSERT ON public.points_subject REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_subject();
CREATE TRIGGER audit_insert AFTER INSERT ON public.post REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_post();
CREATE TRIGGER audit_insert AFTER INSERT ON public.post_suspension REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_post_suspension();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recovery_code REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recovery_code();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_admission REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_admission();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_bound REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_bound();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_case REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_case();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_floor REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_floor();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_quota REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_quota();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_ruling REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_ruling();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_step REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_step();
CREATE TRIGGER audit_insert AFTER INSERT ON public.recruitment_trait REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_trait();
CREATE TRIGGER audit_insert AFTER INSERT ON public.relief REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_relief();
CREATE TRIGGER audit_insert AFTER INSERT ON public.relief_withdrawal REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_relief_withdrawal();
CREATE TRIGGER audit_insert AFTER INSERT ON public.revocation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_revocation();
CREATE TRIGGER audit_insert AFTER INSERT ON public.schema_migration REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_schema_migration();
CREATE TRIGGER audit_insert AFTER INSERT ON public.seating_decision REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_seating_decision();
CREATE TRIGGER audit_insert AFTER INSERT ON public.seating_decision_withdrawal REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_seating_decision_withdrawal();
CREATE TRIGGER audit_insert AFTER INSERT ON public.second_factor REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_second_factor();
CREATE TRIGGER audit_insert AFTER INSERT ON public.sensitive_read REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_sensitive_read();
CREATE TRIGGER audit_insert AFTER INSERT ON public.tenure REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_tenure();
CREATE TRIGGER audit_insert AFTER INSERT ON public.token REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_token();
CREATE TRIGGER audit_insert AFTER INSERT ON public.token_replacement REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_token_replacement();
CREATE TRIGGER audit_insert AFTER INSERT ON public.training_class REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_training_class();
CREATE TRIGGER audit_insert AFTER INSERT ON public.training_report REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_training_report();
CREATE TRIGGER audit_insert AFTER INSERT ON public.withdrawn_fact REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_withdrawn_fact();
CREATE TRIGGER audit_update AFTER UPDATE ON public.absence REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_absence();
CREATE TRIGGER audit_update AFTER UPDATE ON public.absence_withdrawal REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_absence_withdrawal();
CREATE TRIGGER audit_update AFTER UPDATE ON public.access_grant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_access_grant();
CREATE TRIGGER audit_update AFTER UPDATE ON public.account REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account();
CREATE TRIGGER audit_update AFTER UPDATE ON public.account_certificate REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_certificate();
CREATE TRIGGER audit_update AFTER UPDATE ON public.account_password REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_password();
CREATE TRIGGER audit_update AFTER UPDATE ON public.account_person REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_account_person();
CREATE TRIGGER audit_update AFTER UPDATE ON public.attendance_mark REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_attendance_mark();
CREATE TRIGGER audit_update AFTER UPDATE ON public.audit_boundary REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_boundary();
CREATE TRIGGER audit_update AFTER UPDATE ON public.audit_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_event();
CREATE TRIGGER audit_update AFTER UPDATE ON public.audit_exception REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_exception();
CREATE TRIGGER audit_update AFTER UPDATE ON public.audit_relation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_relation();
CREATE TRIGGER audit_update AFTER UPDATE ON public.audit_shape REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_audit_shape();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_budget REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_budget();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_change REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_change();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_event();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_nomination REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_nomination();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_nomination_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_nomination_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_quota REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_quota();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_result REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_result();
CREATE TRIGGER audit_update AFTER UPDATE ON public.class_session REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_class_session();
CREATE TRIGGER audit_update AFTER UPDATE ON public.committee_term REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term();
CREATE TRIGGER audit_update AFTER UPDATE ON public.committee_term_extension REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term_extension();
CREATE TRIGGER audit_update AFTER UPDATE ON public.committee_term_withdrawal REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_committee_term_withdrawal();
CREATE TRIGGER audit_update AFTER UPDATE ON public.comparison REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_comparison();
CREATE TRIGGER audit_update AFTER UPDATE ON public.comparison_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_comparison_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.credit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_credit();
CREATE TRIGGER audit_update AFTER UPDATE ON public.credit_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_credit_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.cycle REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_cycle();
CREATE TRIGGER audit_update AFTER UPDATE ON public.cycle_change REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_cycle_change();
CREATE TRIGGER audit_update AFTER UPDATE ON public.duty REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_duty();
CREATE TRIGGER audit_update AFTER UPDATE ON public.duty_year REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_duty_year();
CREATE TRIGGER audit_update AFTER UPDATE ON public.enrolment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_enrolment();
CREATE TRIGGER audit_update AFTER UPDATE ON public.enrolment_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_enrolment_event();
CREATE TRIGGER audit_update AFTER UPDATE ON public.grant_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_grant_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.grant_substitution REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_grant_substitution();
CREATE TRIGGER audit_update AFTER UPDATE ON public.import_run REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_import_run();
CREATE TRIGGER audit_update AFTER UPDATE ON public.imported_sheet REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_imported_sheet();
CREATE TRIGGER audit_update AFTER UPDATE ON public.imported_sheet_undo REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_imported_sheet_undo();
CREATE TRIGGER audit_update AFTER UPDATE ON public.ledger_entry REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_ledger_entry();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership_balance REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_balance();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership_decision_annulment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_decision_annulment();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership_letter_number REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_letter_number();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership_transfer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_transfer();
CREATE TRIGGER audit_update AFTER UPDATE ON public.membership_transfer_answer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_membership_transfer_answer();
CREATE TRIGGER audit_update AFTER UPDATE ON public.merge_exception REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_merge_exception();
CREATE TRIGGER audit_update AFTER UPDATE ON public.notice REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_notice();
CREATE TRIGGER audit_update AFTER UPDATE ON public.notice_address REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_notice_address();
CREATE TRIGGER audit_update AFTER UPDATE ON public.org_unit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_org_unit();
CREATE TRIGGER audit_update AFTER UPDATE ON public.organisation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation();
CREATE TRIGGER audit_update AFTER UPDATE ON public.organisation_change REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_change();
CREATE TRIGGER audit_update AFTER UPDATE ON public.organisation_link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_link();
CREATE TRIGGER audit_update AFTER UPDATE ON public.organisation_place REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_place();
CREATE TRIGGER audit_update AFTER UPDATE ON public.organisation_version REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_organisation_version();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_attribute REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_attribute();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_category REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_category();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_correction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_correction();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_correction_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_correction_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_distinction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_distinction();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_id_number REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_id_number();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_merge REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_merge();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_merge_change REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_merge_change();
CREATE TRIGGER audit_update AFTER UPDATE ON public.person_separation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_person_separation();
CREATE TRIGGER audit_update AFTER UPDATE ON public.plan REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_plan();
CREATE TRIGGER audit_update AFTER UPDATE ON public.plan_seat REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_plan_seat();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_claim REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_claim();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_claim_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_claim_event();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_edition REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_edition();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_exemption REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_exemption();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_fact REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_fact();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_local REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_local();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_participation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_participation();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_period REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_period();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_period_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_period_event();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_scheme REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_scheme();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_sheet REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_sheet();
CREATE TRIGGER audit_update AFTER UPDATE ON public.points_subject REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_points_subject();
CREATE TRIGGER audit_update AFTER UPDATE ON public.post REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_post();
CREATE TRIGGER audit_update AFTER UPDATE ON public.post_suspension REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_post_suspension();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recovery_code REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recovery_code();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_admission REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_admission();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_bound REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_bound();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_case REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_case();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_floor REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_floor();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_quota REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_quota();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_ruling REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_ruling();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_step REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_step();
CREATE TRIGGER audit_update AFTER UPDATE ON public.recruitment_trait REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_recruitment_trait();
CREATE TRIGGER audit_update AFTER UPDATE ON public.relief REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_relief();
CREATE TRIGGER audit_update AFTER UPDATE ON public.relief_withdrawal REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_relief_withdrawal();
CREATE TRIGGER audit_update AFTER UPDATE ON public.revocation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_revocation();
CREATE TRIGGER audit_update AFTER UPDATE ON public.schema_migration REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_schema_migration();
CREATE TRIGGER audit_update AFTER UPDATE ON public.seating_decision REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_seating_decision();
CREATE TRIGGER audit_update AFTER UPDATE ON public.seating_decision_withdrawal REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_seating_decision_withdrawal();
CREATE TRIGGER audit_update AFTER UPDATE ON public.second_factor REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_second_factor();
CREATE TRIGGER audit_update AFTER UPDATE ON public.sensitive_read REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_sensitive_read();
CREATE TRIGGER audit_update AFTER UPDATE ON public.tenure REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_tenure();
CREATE TRIGGER audit_update AFTER UPDATE ON public.token REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_token();
CREATE TRIGGER audit_update AFTER UPDATE ON public.token_replacement REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_token_replacement();
CREATE TRIGGER audit_update AFTER UPDATE ON public.training_class REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_training_class();
CREATE TRIGGER audit_update AFTER UPDATE ON public.training_report REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_training_report();
CREATE TRIGGER audit_update AFTER UPDATE ON public.withdrawn_fact REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.audit_note_withdrawn_fact();
CREATE TRIGGER enrolment_numbered BEFORE INSERT ON public.enrolment FOR EACH ROW EXECUTE FUNCTION public.number_enrolment();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON public.account_certificate FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON public.account_password FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON public.account_person FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT ON public.grant_substitution FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT ON public.recovery_code FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT ON public.second_factor FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_account BEFORE INSERT OR UPDATE ON public.token FOR EACH ROW EXECUTE FUNCTION public.demand_own_account();
CREATE TRIGGER own_subject BEFORE INSERT ON public.revocation FOR EACH ROW EXECUTE FUNCTION public.demand_own_subject();
CREATE TRIGGER own_token BEFORE INSERT ON public.token_replacement FOR EACH ROW EXECUTE FUNCTION public.demand_own_token();
CREATE TRIGGER reach BEFORE INSERT ON public.account_person FOR EACH ROW EXECUTE FUNCTION public.keep_reach();
CREATE TRIGGER writing_key AFTER INSERT ON public.person_id_number REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.require_writing_key();
CREATE TRIGGER writing_key AFTER INSERT ON public.second_factor REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.require_writing_key();
ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.absence_withdrawal
    ADD CONSTRAINT absence_withdrawal_absence FOREIGN KEY (person_id, absence_id) REFERENCES public.absence(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.absence_withdrawal
    ADD CONSTRAINT absence_withdrawal_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_certificate
    ADD CONSTRAINT account_certificate_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_certificate
    ADD CONSTRAINT account_certificate_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.account_certificate
    ADD CONSTRAINT account_certificate_ended_audit_event FOREIGN KEY (ended_audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.account_person
    ADD CONSTRAINT account_person_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_person
    ADD CONSTRAINT account_person_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_class FOREIGN KEY (made_up_class) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES public.enrolment(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_session FOREIGN KEY (class_id, session_number) REFERENCES public.class_session(class_id, number);
ALTER TABLE ONLY public.audit_boundary
    ADD CONSTRAINT audit_boundary_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.audit_shape
    ADD CONSTRAINT audit_shape_relation FOREIGN KEY (relation) REFERENCES public.audit_relation(id);
ALTER TABLE ONLY public.class_budget
    ADD CONSTRAINT class_budget_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.class_budget
    ADD CONSTRAINT class_budget_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_change
    ADD CONSTRAINT class_change_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.class_change
    ADD CONSTRAINT class_change_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_event
    ADD CONSTRAINT class_event_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_nomination
    ADD CONSTRAINT class_nomination_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.class_nomination
    ADD CONSTRAINT class_nomination_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_nomination_decision
    ADD CONSTRAINT class_nomination_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.class_nomination_decision
    ADD CONSTRAINT class_nomination_decision_nomination FOREIGN KEY (nomination_id) REFERENCES public.class_nomination(id);
ALTER TABLE ONLY public.class_nomination
    ADD CONSTRAINT class_nomination_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.class_nomination
    ADD CONSTRAINT class_nomination_replaces FOREIGN KEY (replaces) REFERENCES public.person(id);
ALTER TABLE ONLY public.class_quota
    ADD CONSTRAINT class_quota_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_result
    ADD CONSTRAINT class_result_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.class_result
    ADD CONSTRAINT class_result_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_result
    ADD CONSTRAINT class_result_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES public.enrolment(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.class_session
    ADD CONSTRAINT class_session_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.committee_term
    ADD CONSTRAINT committee_term_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.committee_term_extension
    ADD CONSTRAINT committee_term_extension_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.committee_term_extension
    ADD CONSTRAINT committee_term_extension_term FOREIGN KEY (term_id) REFERENCES public.committee_term(id);
ALTER TABLE ONLY public.committee_term
    ADD CONSTRAINT committee_term_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.committee_term_withdrawal
    ADD CONSTRAINT committee_term_withdrawal_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.committee_term_withdrawal
    ADD CONSTRAINT committee_term_withdrawal_term FOREIGN KEY (term_id) REFERENCES public.committee_term(id);
ALTER TABLE ONLY public.comparison
    ADD CONSTRAINT comparison_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.comparison_decision
    ADD CONSTRAINT comparison_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.comparison_decision
    ADD CONSTRAINT comparison_decision_line FOREIGN KEY (comparison_id, number) REFERENCES public.comparison_line(comparison_id, number);
ALTER TABLE ONLY public.comparison_line
    ADD CONSTRAINT comparison_line_of FOREIGN KEY (comparison_id) REFERENCES public.comparison(id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.credit_decision
    ADD CONSTRAINT credit_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.credit_decision
    ADD CONSTRAINT credit_decision_credit FOREIGN KEY (person_id, credit_id) REFERENCES public.credit(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_reversal FOREIGN KEY (person_id, reverses) REFERENCES public.credit(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.cycle
    ADD CONSTRAINT cycle_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.cycle_change
    ADD CONSTRAINT cycle_change_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.cycle_change
    ADD CONSTRAINT cycle_change_cycle FOREIGN KEY (cycle_id) REFERENCES public.cycle(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_category FOREIGN KEY (person_id, category_id) REFERENCES public.person_category(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_cycle FOREIGN KEY (cycle_id) REFERENCES public.cycle(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_tenure FOREIGN KEY (tenure_id) REFERENCES public.tenure(id);
ALTER TABLE ONLY public.duty_year
    ADD CONSTRAINT duty_year_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_duty FOREIGN KEY (person_id, duty_id) REFERENCES public.duty(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.enrolment_event
    ADD CONSTRAINT enrolment_event_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES public.enrolment(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.grant_decision
    ADD CONSTRAINT grant_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.grant_substitution
    ADD CONSTRAINT grant_substitution_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.grant_substitution
    ADD CONSTRAINT grant_substitution_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.grant_substitution
    ADD CONSTRAINT grant_substitution_substitute FOREIGN KEY (substitute_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.imported_sheet
    ADD CONSTRAINT imported_sheet_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.imported_sheet_undo
    ADD CONSTRAINT imported_sheet_undo_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.imported_sheet_undo
    ADD CONSTRAINT imported_sheet_undo_of FOREIGN KEY (import_id) REFERENCES public.imported_sheet(id);
ALTER TABLE ONLY public.key_rotation
    ADD CONSTRAINT key_rotation_edition FOREIGN KEY (name, edition) REFERENCES public.key_check(name, edition);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_edition FOREIGN KEY (scheme_id, version) REFERENCES public.points_edition(scheme_id, version);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_follows FOREIGN KEY (subject_id, follows) REFERENCES public.ledger_entry(subject_id, number) DEFERRABLE;
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_reverses FOREIGN KEY (subject_id, reverses) REFERENCES public.ledger_entry(subject_id, number) DEFERRABLE;
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.membership_balance
    ADD CONSTRAINT membership_balance_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_balance
    ADD CONSTRAINT membership_balance_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.membership_decision_annulment
    ADD CONSTRAINT membership_decision_annulment_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_decision_annulment
    ADD CONSTRAINT membership_decision_annulment_of FOREIGN KEY (person_id, decision_id) REFERENCES public.membership_decision(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.membership_decision
    ADD CONSTRAINT membership_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_decision
    ADD CONSTRAINT membership_decision_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.membership_letter_number
    ADD CONSTRAINT membership_letter_number_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.membership_transfer_answer
    ADD CONSTRAINT membership_transfer_answer_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_transfer_answer
    ADD CONSTRAINT membership_transfer_answer_of FOREIGN KEY (person_id, transfer_id) REFERENCES public.membership_transfer(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.membership_transfer
    ADD CONSTRAINT membership_transfer_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_transfer
    ADD CONSTRAINT membership_transfer_from FOREIGN KEY (from_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.membership_transfer
    ADD CONSTRAINT membership_transfer_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.membership_transfer
    ADD CONSTRAINT membership_transfer_to FOREIGN KEY (to_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.notice_address
    ADD CONSTRAINT notice_address_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.notice_address
    ADD CONSTRAINT notice_address_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.org_unit
    ADD CONSTRAINT org_unit_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.organisation_change
    ADD CONSTRAINT organisation_change_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.organisation_change
    ADD CONSTRAINT organisation_change_subject FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_change
    ADD CONSTRAINT organisation_change_undoes FOREIGN KEY (undoes) REFERENCES public.organisation_change(id);
ALTER TABLE ONLY public.organisation_link
    ADD CONSTRAINT organisation_link_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.organisation_link
    ADD CONSTRAINT organisation_link_change FOREIGN KEY (change_id) REFERENCES public.organisation_change(id);
ALTER TABLE ONLY public.organisation_link
    ADD CONSTRAINT organisation_link_from FOREIGN KEY (from_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_link
    ADD CONSTRAINT organisation_link_to FOREIGN KEY (to_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_parent FOREIGN KEY (parent_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_place
    ADD CONSTRAINT organisation_place_subject FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_annulled_by FOREIGN KEY (annulled_audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_parent FOREIGN KEY (parent_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_subject FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.person_attribute
    ADD CONSTRAINT person_attribute_annulled FOREIGN KEY (annulled_audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_attribute
    ADD CONSTRAINT person_attribute_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_attribute
    ADD CONSTRAINT person_attribute_corrects FOREIGN KEY (person_id, corrects) REFERENCES public.person_attribute(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.person_attribute
    ADD CONSTRAINT person_attribute_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_annulled_by FOREIGN KEY (annulled_audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_ended_by FOREIGN KEY (ended_audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.person_category
    ADD CONSTRAINT person_category_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_correction
    ADD CONSTRAINT person_correction_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_correction_decision
    ADD CONSTRAINT person_correction_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_correction_decision
    ADD CONSTRAINT person_correction_decision_of FOREIGN KEY (correction_id) REFERENCES public.person_correction(id);
ALTER TABLE ONLY public.person_correction
    ADD CONSTRAINT person_correction_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_distinction
    ADD CONSTRAINT person_distinction_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_distinction
    ADD CONSTRAINT person_distinction_first FOREIGN KEY (first_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_distinction
    ADD CONSTRAINT person_distinction_second FOREIGN KEY (second_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_id_number
    ADD CONSTRAINT person_id_number_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_merge_change
    ADD CONSTRAINT person_merge_change_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_merge_change
    ADD CONSTRAINT person_merge_change_of FOREIGN KEY (merge_id) REFERENCES public.person_merge(id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_gone FOREIGN KEY (gone_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_kept FOREIGN KEY (kept_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_separation
    ADD CONSTRAINT person_separation_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_separation
    ADD CONSTRAINT person_separation_of FOREIGN KEY (merge_id) REFERENCES public.person_merge(id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.plan_seat
    ADD CONSTRAINT plan_seat_plan FOREIGN KEY (plan_id) REFERENCES public.plan(id);
ALTER TABLE ONLY public.points_claim_event
    ADD CONSTRAINT points_claim_event_claim FOREIGN KEY (subject_id, claim_id) REFERENCES public.points_claim(subject_id, id) DEFERRABLE;
ALTER TABLE ONLY public.points_claim
    ADD CONSTRAINT points_claim_scheme FOREIGN KEY (scheme_id) REFERENCES public.points_scheme(id);
ALTER TABLE ONLY public.points_claim
    ADD CONSTRAINT points_claim_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.points_edition
    ADD CONSTRAINT points_edition_scheme FOREIGN KEY (scheme_id) REFERENCES public.points_scheme(id);
ALTER TABLE ONLY public.points_exemption
    ADD CONSTRAINT points_exemption_scheme FOREIGN KEY (scheme_id) REFERENCES public.points_scheme(id);
ALTER TABLE ONLY public.points_exemption
    ADD CONSTRAINT points_exemption_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.points_fact
    ADD CONSTRAINT points_fact_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.points_local
    ADD CONSTRAINT points_local_scheme FOREIGN KEY (scheme_id) REFERENCES public.points_scheme(id);
ALTER TABLE ONLY public.points_participation
    ADD CONSTRAINT points_participation_scheme FOREIGN KEY (scheme_id) REFERENCES public.points_scheme(id);
ALTER TABLE ONLY public.points_participation
    ADD CONSTRAINT points_participation_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.points_period_event
    ADD CONSTRAINT points_period_event_period FOREIGN KEY (period_id) REFERENCES public.points_period(id);
ALTER TABLE ONLY public.points_period
    ADD CONSTRAINT points_period_scheme FOREIGN KEY (scheme_id) REFERENCES public.points_scheme(id);
ALTER TABLE ONLY public.points_sheet
    ADD CONSTRAINT points_sheet_period FOREIGN KEY (period_id) REFERENCES public.points_period(id);
ALTER TABLE ONLY public.points_sheet
    ADD CONSTRAINT points_sheet_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.points_subject
    ADD CONSTRAINT points_subject_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.points_subject
    ADD CONSTRAINT points_subject_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.post_suspension
    ADD CONSTRAINT post_suspension_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.post_suspension
    ADD CONSTRAINT post_suspension_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_second_factor FOREIGN KEY (second_factor_id) REFERENCES public.second_factor(id);
ALTER TABLE ONLY public.recruitment_admission
    ADD CONSTRAINT recruitment_admission_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.recruitment_bound
    ADD CONSTRAINT recruitment_bound_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_bound
    ADD CONSTRAINT recruitment_bound_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.recruitment_case
    ADD CONSTRAINT recruitment_case_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_case
    ADD CONSTRAINT recruitment_case_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.recruitment_due
    ADD CONSTRAINT recruitment_due_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.recruitment_floor
    ADD CONSTRAINT recruitment_floor_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_floor
    ADD CONSTRAINT recruitment_floor_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.recruitment_quota
    ADD CONSTRAINT recruitment_quota_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_quota
    ADD CONSTRAINT recruitment_quota_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.recruitment_ruling
    ADD CONSTRAINT recruitment_ruling_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_ruling
    ADD CONSTRAINT recruitment_ruling_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.recruitment_step
    ADD CONSTRAINT recruitment_step_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_step
    ADD CONSTRAINT recruitment_step_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.recruitment_trait
    ADD CONSTRAINT recruitment_trait_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_trait
    ADD CONSTRAINT recruitment_trait_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.relief
    ADD CONSTRAINT relief_duty FOREIGN KEY (person_id, duty_id) REFERENCES public.duty(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.relief_withdrawal
    ADD CONSTRAINT relief_withdrawal_relief FOREIGN KEY (person_id, relief_id) REFERENCES public.relief(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.seating_decision
    ADD CONSTRAINT seating_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.seating_decision
    ADD CONSTRAINT seating_decision_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.seating_decision
    ADD CONSTRAINT seating_decision_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.seating_decision_withdrawal
    ADD CONSTRAINT seating_decision_withdrawal_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.seating_decision_withdrawal
    ADD CONSTRAINT seating_decision_withdrawal_decision FOREIGN KEY (person_id, decision_id) REFERENCES public.seating_decision(person_id, id) DEFERRABLE;
ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.sensitive_read
    ADD CONSTRAINT sensitive_read_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_post FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.token_replacement
    ADD CONSTRAINT token_replacement_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.token_replacement
    ADD CONSTRAINT token_replacement_successor FOREIGN KEY (successor_id) REFERENCES public.token(id);
ALTER TABLE ONLY public.token_replacement
    ADD CONSTRAINT token_replacement_token FOREIGN KEY (token_id) REFERENCES public.token(id);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_host FOREIGN KEY (host_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.training_report
    ADD CONSTRAINT training_report_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.training_report
    ADD CONSTRAINT training_report_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.withdrawn_fact
    ADD CONSTRAINT withdrawn_fact_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.withdrawn_fact
    ADD CONSTRAINT withdrawn_fact_import FOREIGN KEY (import_id) REFERENCES public.imported_sheet(id);
ALTER TABLE public.absence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.absence_withdrawal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account_password ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY admitted ON public.class_change FOR SELECT USING ((EXISTS ( SELECT
   FROM public.training_class c
  WHERE (c.id = class_change.class_id))));
CREATE POLICY admitted ON public.class_event FOR SELECT USING ((EXISTS ( SELECT
   FROM public.training_class c
  WHERE (c.id = class_event.class_id))));
CREATE POLICY admitted ON public.class_session FOR SELECT USING ((EXISTS ( SELECT
   FROM public.training_class c
  WHERE (c.id = class_session.class_id))));
CREATE POLICY admitted ON public.training_class FOR SELECT USING (((((admits)::text <= current_setting('app.scope_lo'::text, true)) AND (admits_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((admits)::text, admits_end))));
ALTER TABLE public.attendance_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_boundary ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_exception ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_relation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_shape ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_tile ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_account ON public.audit_event AS RESTRICTIVE FOR INSERT WITH CHECK ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
CREATE POLICY by_account ON public.sensitive_read AS RESTRICTIVE FOR INSERT WITH CHECK ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
CREATE POLICY by_category ON public.person FOR SELECT USING ((EXISTS ( SELECT
   FROM public.person_category c
  WHERE ((c.person_id = person.id) AND (c.annulled_audit_event_id IS NULL) AND ((c.until IS NULL) OR (c.until > public.today_in_china()))))));
CREATE POLICY by_office ON public.person FOR SELECT USING ((EXISTS ( SELECT
   FROM public.tenure t
  WHERE ((t.person_id = person.id) AND (t.annulled_audit_event_id IS NULL) AND ((t.until IS NULL) OR (t.until > public.today_in_china()))))));
ALTER TABLE public.class_budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_nomination ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_nomination_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_quota ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.code_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.committee_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.committee_term_extension ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.committee_term_withdrawal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.comparison ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.comparison_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.comparison_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY decided_by_host ON public.class_nomination FOR UPDATE USING (public.hosts_class(class_id)) WITH CHECK (public.hosts_class(class_id));
CREATE POLICY decided_by_host ON public.class_nomination_decision FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM public.class_nomination n
  WHERE ((n.id = class_nomination_decision.nomination_id) AND (n.person_id = class_nomination_decision.person_id) AND ((n.path)::text = (class_nomination_decision.path)::text) AND public.hosts_class(n.class_id)))));
ALTER TABLE public.duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.duty_year ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.enrolment_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON public.key_check USING (true) WITH CHECK ((edition = 1));
CREATE POLICY everybody ON public.key_rotation FOR SELECT USING (true);
CREATE POLICY for_any_office ON public.sensitive_read FOR INSERT WITH CHECK (true);
CREATE POLICY for_receiver ON public.membership_transfer FOR SELECT USING ((((to_path)::text >= current_setting('app.scope_lo'::text, true)) AND ((to_path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((to_path)::text))));
CREATE POLICY for_receiver ON public.membership_transfer_answer FOR SELECT USING ((((to_path)::text >= current_setting('app.scope_lo'::text, true)) AND ((to_path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((to_path)::text))));
CREATE POLICY for_receiver ON public.organisation_link FOR SELECT USING ((((to_path)::text >= current_setting('app.scope_lo'::text, true)) AND ((to_path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((to_path)::text))));
CREATE POLICY from_below ON public.cycle FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
CREATE POLICY from_below ON public.cycle_change FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
CREATE POLICY from_below ON public.duty_year FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
CREATE POLICY from_below ON public.points_edition FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
CREATE POLICY from_below ON public.points_local FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
CREATE POLICY from_below ON public.points_period FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
CREATE POLICY from_below ON public.points_scheme FOR SELECT USING (((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)) OR ((current_setting('app.scope_gaps'::text, true) <> ''::text) AND public.above_a_part((path)::text, path_end))));
ALTER TABLE public.grant_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.grant_substitution ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_lookup ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.import_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.imported_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.imported_sheet_undo ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON public.absence USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.absence_withdrawal USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.access_grant USING ((( SELECT public.scope_is_proven() AS scope_is_proven) AND ((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.access_use USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.account USING ((( SELECT public.scope_is_proven() AS scope_is_proven) AND ((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.account_certificate USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.account_password USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.account_person USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.attendance_mark USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_boundary USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_delivery USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_exception USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_head USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_leaf USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_note USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_relation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_shape USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.audit_tile USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_budget USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_change USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_nomination USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_nomination_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_quota USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_result USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.class_session USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.code_use USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.committee_term USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.committee_term_extension USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.committee_term_withdrawal USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.comparison USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.comparison_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.comparison_line USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.credit USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.credit_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.cycle USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.cycle_change USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.duty USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.duty_year USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.enrolment USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.enrolment_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.grant_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.grant_substitution USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.idempotency USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.import_run USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.imported_sheet USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.imported_sheet_undo USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership_balance USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership_decision_annulment USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership_letter_number USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership_transfer USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.membership_transfer_answer USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.merge_exception USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.notice USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.notice_address USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.org_unit USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.organisation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.organisation_change USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.organisation_link USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.organisation_place USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.organisation_version USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.path_exception USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_attribute USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_category USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_correction USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_correction_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_distinction USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_id_number USING ((EXISTS ( SELECT
   FROM public.person p
  WHERE (p.id = person_id_number.person_id))));
CREATE POLICY in_scope ON public.person_merge USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_merge_change USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.person_separation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.plan USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.plan_seat USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_claim USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_edition USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_local USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_participation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_period USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_period_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_scheme USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_sheet USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.points_subject USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.post USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.post_suspension USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recovery_code USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_admission USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_bound USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_case USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_due USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_floor USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_quota USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_ruling USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_step USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.recruitment_trait USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.relief USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.relief_withdrawal USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.revocation USING ((( SELECT public.scope_is_proven() AS scope_is_proven) AND ((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.seating_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.seating_decision_withdrawal USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.second_factor USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.sensitive_read USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.sign_in_attempt USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.tenure USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.token USING ((( SELECT public.scope_is_proven() AS scope_is_proven) AND ((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.token_replacement USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.training_class USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.training_report USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY in_scope ON public.withdrawn_fact USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true)) AND (( SELECT (current_setting('app.scope_gaps'::text, true) = ''::text)) OR public.outside_gaps((path)::text))));
CREATE POLICY kept_by_host ON public.class_quota FOR INSERT WITH CHECK (public.hosts_class(class_id));
ALTER TABLE public.key_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.key_rotation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_balance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_decision_annulment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_letter_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_transfer_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.merge_exception ENABLE ROW LEVEL SECURITY;
CREATE POLICY nominated ON public.enrolment FOR INSERT WITH CHECK (public.nominated_here(class_id, person_id, (path)::text));
ALTER TABLE public.notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notice_address ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_class ON public.attendance_mark FOR SELECT USING (public.hosts_class(class_id));
CREATE POLICY of_own_class ON public.class_nomination FOR SELECT USING (public.hosts_class(class_id));
CREATE POLICY of_own_class ON public.class_nomination_decision FOR SELECT USING ((EXISTS ( SELECT
   FROM public.class_nomination n
  WHERE ((n.id = class_nomination_decision.nomination_id) AND public.hosts_class(n.class_id)))));
CREATE POLICY of_own_class ON public.class_quota FOR SELECT USING (public.hosts_class(class_id));
CREATE POLICY of_own_class ON public.class_result FOR SELECT USING (public.hosts_class(class_id));
CREATE POLICY of_own_class ON public.credit FOR SELECT USING (((class_id IS NOT NULL) AND public.hosts_class(class_id)));
CREATE POLICY of_own_class ON public.enrolment FOR SELECT USING (public.hosts_class(class_id));
CREATE POLICY of_own_class ON public.enrolment_event FOR SELECT USING (public.hosts_enrolment(person_id, enrolment_id));
CREATE POLICY on_own_list ON public.attendance_mark FOR INSERT WITH CHECK (public.on_own_list(class_id, person_id, (path)::text));
CREATE POLICY on_own_list ON public.class_result FOR INSERT WITH CHECK (public.on_own_list(class_id, person_id, (path)::text));
CREATE POLICY on_own_list ON public.credit FOR INSERT WITH CHECK (((class_id IS NOT NULL) AND public.on_own_list(class_id, person_id, (path)::text)));
CREATE POLICY on_own_list ON public.enrolment FOR UPDATE USING (public.hosts_class(class_id)) WITH CHECK (public.on_own_list(class_id, person_id, (path)::text));
CREATE POLICY on_own_list ON public.enrolment_event FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM public.enrolment n
  WHERE ((n.person_id = enrolment_event.person_id) AND (n.id = enrolment_event.enrolment_id) AND public.on_own_list(n.class_id, n.person_id, (enrolment_event.path)::text)))));
CREATE POLICY on_own_list ON public.notice FOR INSERT WITH CHECK (public.on_own_list(public.class_of_notice(key), person_id, (path)::text));
ALTER TABLE public.org_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON public.identity_lookup USING ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
CREATE POLICY own_count ON public.sensitive_read AS RESTRICTIVE FOR UPDATE USING ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
ALTER TABLE public.path_exception ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_attribute ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_correction_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_distinction ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_id_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_merge_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_separation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_seat ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_claim_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_edition ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_exemption ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_local ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_participation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_period ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_period_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_scheme ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.points_subject ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.post ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.post_suspension ENABLE ROW LEVEL SECURITY;
CREATE POLICY proven ON public.absence AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.absence_withdrawal AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.access_use AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.account_certificate AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.account_password AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.account_person AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.attendance_mark AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_boundary AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_delivery AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_event AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_exception AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_head AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_leaf AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_note AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_relation AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_shape AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.audit_tile AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_budget AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_change AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_event AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_nomination AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_nomination_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_quota AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_result AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.class_session AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.code_use AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.committee_term AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.committee_term_extension AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.committee_term_withdrawal AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.comparison AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.comparison_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.comparison_line AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.credit AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.credit_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.cycle AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.cycle_change AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.duty AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.duty_year AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.enrolment AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.enrolment_event AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.grant_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.grant_substitution AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.idempotency AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.identity_lookup AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.import_run AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.imported_sheet AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.imported_sheet_undo AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.ledger_entry AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership_balance AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership_decision_annulment AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership_letter_number AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership_transfer AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.membership_transfer_answer AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.merge_exception AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.notice AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.notice_address AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.org_unit AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.organisation AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.organisation_change AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.organisation_link AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.organisation_place AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.organisation_version AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.path_exception AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_attribute AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_category AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_correction AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_correction_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_distinction AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_id_number AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_merge AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_merge_change AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.person_separation AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.plan AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.plan_seat AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_claim AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_claim_event AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_edition AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_exemption AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_fact AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_local AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_participation AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_period AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_period_event AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_scheme AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_sheet AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.points_subject AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.post AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.post_suspension AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recovery_code AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_admission AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_bound AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_case AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_due AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_floor AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_quota AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_ruling AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_step AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.recruitment_trait AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.relief AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.relief_withdrawal AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.seating_decision AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.seating_decision_withdrawal AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.second_factor AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.sensitive_read AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.sign_in_attempt AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.tenure AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.token_replacement AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.training_class AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.training_report AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
CREATE POLICY proven ON public.withdrawn_fact AS RESTRICTIVE USING (( SELECT public.scope_is_proven() AS scope_is_proven));
ALTER TABLE public.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_admission ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_bound ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_due ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_floor ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_quota ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_ruling ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.recruitment_trait ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relief ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.relief_withdrawal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.revocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scope_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.seating_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.seating_decision_withdrawal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.second_factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sensitive_read ENABLE ROW LEVEL SECURITY;
CREATE POLICY shown ON public.access_grant FOR SELECT USING ((account_id = ( SELECT public.shown_account() AS shown_account)));
CREATE POLICY shown ON public.account FOR SELECT USING ((id = ( SELECT public.shown_account() AS shown_account)));
CREATE POLICY shown ON public.revocation FOR SELECT USING ((subject_id = ANY (( SELECT public.shown_rights() AS shown_rights)::uuid[])));
CREATE POLICY shown ON public.token FOR SELECT USING ((hash = decode(NULLIF(current_setting('app.token_hash'::text, true), ''::text), 'hex'::text)));
ALTER TABLE public.sign_in_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tenure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.token ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.token_replacement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.training_class ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.training_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_subject ON public.ledger_entry USING ((EXISTS ( SELECT
   FROM public.points_subject s
  WHERE ((s.subject_id = ledger_entry.subject_id) AND (ledger_entry.number > 0)))));
CREATE POLICY with_subject ON public.points_claim_event USING ((EXISTS ( SELECT
   FROM public.points_subject s
  WHERE (s.subject_id = points_claim_event.subject_id))));
CREATE POLICY with_subject ON public.points_exemption USING ((EXISTS ( SELECT
   FROM public.points_subject s
  WHERE (s.subject_id = points_exemption.subject_id))));
CREATE POLICY with_subject ON public.points_fact USING ((EXISTS ( SELECT
   FROM public.points_subject s
  WHERE (s.subject_id = points_fact.subject_id))));
CREATE POLICY with_subject ON public.points_sheet FOR SELECT USING ((EXISTS ( SELECT
   FROM public.points_subject s
  WHERE (s.subject_id = points_sheet.subject_id))));
ALTER TABLE public.withdrawn_fact ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA public TO dangwu_app;
REVOKE ALL ON FUNCTION public.above_a_part(low text, high text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.above_a_part(low text, high text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.account_is_within(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_is_within(who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.addressee(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.addressee(wanted text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.administers(maker uuid, who uuid, roles text[], givers text[], with_posts boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.audit_enrol() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_absence() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_absence_withdrawal() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_access_grant() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_account() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_account_certificate() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_account_password() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_account_person() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_attendance_mark() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_audit_boundary() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_audit_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_audit_exception() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_audit_relation() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_audit_shape() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_budget() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_nomination() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_nomination_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_quota() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_result() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_class_session() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_committee_term() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_committee_term_extension() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_committee_term_withdrawal() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_comparison() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_comparison_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_credit() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_credit_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_cycle() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_cycle_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_duty() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_duty_year() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_enrolment() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_enrolment_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_grant_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_grant_substitution() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_import_run() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_imported_sheet() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_imported_sheet_undo() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_ledger_entry() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership_balance() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership_decision_annulment() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership_letter_number() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership_transfer() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_membership_transfer_answer() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_merge_exception() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_notice() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_notice_address() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_org_unit() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_organisation() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_organisation_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_organisation_link() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_organisation_place() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_organisation_version() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_attribute() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_category() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_correction() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_correction_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_distinction() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_id_number() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_merge() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_merge_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_person_separation() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_plan() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_plan_seat() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_claim() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_claim_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_edition() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_exemption() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_fact() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_local() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_participation() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_period() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_period_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_scheme() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_sheet() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_points_subject() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_post() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_post_suspension() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recovery_code() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_admission() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_bound() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_case() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_floor() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_quota() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_ruling() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_step() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_recruitment_trait() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_relief() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_relief_withdrawal() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_revocation() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_schema_migration() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_seating_decision() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_seating_decision_withdrawal() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_second_factor() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_sensitive_read() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_tenure() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_token() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_token_replacement() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_training_class() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_training_report() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_note_withdrawn_fact() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.begin_certificate_sign_in(wanted text, hashed bytea, through text, attempt uuid, since timestamp with time zone, allowed integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_certificate_sign_in(wanted text, hashed bytea, through text, attempt uuid, since timestamp with time zone, allowed integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.begin_sign_in(wanted text, hashed bytea, one_source bytea, through text, attempt uuid, since timestamp with time zone, allowed integer, together integer, kept_since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_sign_in(wanted text, hashed bytea, one_source bytea, through text, attempt uuid, since timestamp with time zone, allowed integer, together integer, kept_since timestamp with time zone) TO dangwu_app;
REVOKE ALL ON FUNCTION public.claim_returning(hashes bytea[], places text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_returning(hashes bytea[], places text[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.clashes_between(people uuid[], except_class uuid, first_day date, last_day date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.class_clashes(people uuid[], except_class uuid, first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.class_clashes(people uuid[], except_class uuid, first_day date, last_day date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.class_list(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.class_list(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.class_of_notice(key text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.class_of_notice(key text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.class_quotas(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.class_quotas(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.concerns_caller(account uuid, person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.concerns_caller(account uuid, person uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.credit_author(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.credit_author(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.credit_verdict(who uuid, which uuid, is_claimed boolean, as_of date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.credit_verdict(who uuid, which uuid, is_claimed boolean, as_of date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.demand_own_account() FROM PUBLIC;
GRANT ALL ON FUNCTION public.demand_own_account() TO dangwu_app;
REVOKE ALL ON FUNCTION public.demand_own_subject() FROM PUBLIC;
GRANT ALL ON FUNCTION public.demand_own_subject() TO dangwu_app;
REVOKE ALL ON FUNCTION public.demand_own_token() FROM PUBLIC;
GRANT ALL ON FUNCTION public.demand_own_token() TO dangwu_app;
REVOKE ALL ON FUNCTION public.demand_proof() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.differ_slightly(first text, second text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.differ_slightly(first text, second text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.duty_ends(of_cycle uuid, kind text, opened date, due date, hard date, as_of date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.duty_ends(of_cycle uuid, kind text, opened date, due date, hard date, as_of date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.duty_judgement(as_of date, due_soon integer, forecast integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.duty_judgement(as_of date, due_soon integer, forecast integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.duty_of_nominee(which uuid, who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.duty_of_nominee(which uuid, who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.duty_standing(as_of date, due_soon integer, forecast integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.duty_standing(as_of date, due_soon integer, forecast integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.end_outgrown(account uuid, roles text[], givers text[], with_posts boolean, trusted uuid, event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_outgrown(account uuid, roles text[], givers text[], with_posts boolean, trusted uuid, event uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.fill_seats(which uuid, why text, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.fill_seats(which uuid, why text, by_event uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.finish_sign_in(attempt uuid, came_to text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.finish_sign_in(attempt uuid, came_to text) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.guard_by_path(IN guarded regclass) FROM PUBLIC;
REVOKE ALL ON PROCEDURE public.guard_by_subject(IN guarded regclass) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.host_list(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.host_list(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.hosts_class(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hosts_class(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.hosts_enrolment(who uuid, which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hosts_enrolment(who uuid, which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.import_hindrances(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_hindrances(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.in_scope(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.in_scope(place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.installation_ready() FROM PUBLIC;
GRANT ALL ON FUNCTION public.installation_ready() TO dangwu_app;
REVOKE ALL ON FUNCTION public.is_locked(who uuid, since timestamp with time zone, allowed integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_locked(who uuid, since timestamp with time zone, allowed integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.joining_day(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.joining_day(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.joint_path(one text, other text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.joint_path(one text, other text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.keep_admissions(who uuid, which uuid, held text[], days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_admissions(who uuid, which uuid, held text[], days date[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.keep_reach() FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_reach() TO dangwu_app;
REVOKE ALL ON FUNCTION public.key_columns(which regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION public.key_columns(which regclass) TO dangwu_app;
REVOKE ALL ON FUNCTION public.leave_place(who uuid, old_path text, new_path text, on_day date, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.leave_place(who uuid, old_path text, new_path text, on_day date, by_event uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.lock_list(which uuid, others uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_list(which uuid, others uuid[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.lock_people(people uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.made_by_others(token uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.member_parts(top uuid, on_day date, parted_by text, attribute text, ages integer[], days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.member_parts(top uuid, on_day date, parted_by text, attribute text, ages integer[], days date[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.members_on(top uuid, on_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.members_on(top uuid, on_day date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.merge_conflicts(keep uuid, gone uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.merge_conflicts(keep uuid, gone uuid) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.merge_double(IN which uuid, IN by_event uuid, IN place text, IN from_table text, IN condition text, IN keep uuid, IN gone uuid) FROM PUBLIC;
GRANT ALL ON PROCEDURE public.merge_double(IN which uuid, IN by_event uuid, IN place text, IN from_table text, IN condition text, IN keep uuid, IN gone uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.merge_people(which uuid, keep uuid, gone uuid, why text, paper text, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.merge_people(which uuid, keep uuid, gone uuid, why text, paper text, by_event uuid) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.move_person(IN mover uuid, IN new_path text) FROM PUBLIC;
GRANT ALL ON PROCEDURE public.move_person(IN mover uuid, IN new_path text) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.move_subtree(IN old_path text, IN new_path text) FROM PUBLIC;
GRANT ALL ON PROCEDURE public.move_subtree(IN old_path text, IN new_path text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.move_up(which uuid, why text, by_event uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.name_in_office(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.name_in_office(who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.name_on_list(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.name_on_list(who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.nominated_here(which uuid, who uuid, place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.nominated_here(which uuid, who uuid, place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.note_use(hashed bytea, used uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.note_use(hashed bytea, used uuid[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.notice_address_of(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.notice_address_of(place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.number_enrolment() FROM PUBLIC;
GRANT ALL ON FUNCTION public.number_enrolment() TO dangwu_app;
REVOKE ALL ON FUNCTION public.on_own_list(which uuid, who uuid, place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.on_own_list(which uuid, who uuid, place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.one_hand(first uuid, second uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.one_hand(first uuid, second uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.organisation_short_name(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.organisation_short_name(name text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.outside_gaps(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.outside_gaps(place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.own_account() FROM PUBLIC;
GRANT ALL ON FUNCTION public.own_account() TO dangwu_app;
REVOKE ALL ON FUNCTION public.own_secret_is_outgrown(givers text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.own_secret_is_outgrown(givers text[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.paths_above(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.paths_above(place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.person_columns() FROM PUBLIC;
GRANT ALL ON FUNCTION public.person_columns() TO dangwu_app;
REVOKE ALL ON FUNCTION public.person_is_within(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.person_is_within(who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.place_of(who uuid, otherwise text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.place_of(who uuid, otherwise text) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.place_organisation(IN which uuid, IN from_day date, IN parent uuid, IN new_code text) FROM PUBLIC;
GRANT ALL ON PROCEDURE public.place_organisation(IN which uuid, IN from_day date, IN parent uuid, IN new_code text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.post_decision(tenure uuid, entered uuid, linked uuid, holder uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.posts_of(who uuid, today date, second_person boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.published_below(scheme uuid, low text, high text, before date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.published_below(scheme uuid, low text, high text, before date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.published_of(subjects uuid[], schemes uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.published_of(subjects uuid[], schemes uuid[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.quotas_in_force(which uuid, on_day date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.reach_of(who uuid, with_posts boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.recent_failures(hashed bytea, who uuid, since timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.recent_failures_from(hashed bytea, one_source bytea, who uuid, since timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.recovery_code_of(factor uuid, hashed bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.recovery_code_of(factor uuid, hashed bytea) TO dangwu_app;
REVOKE ALL ON FUNCTION public.refresh_statistics() FROM PUBLIC;
GRANT ALL ON FUNCTION public.refresh_statistics() TO dangwu_app;
REVOKE ALL ON FUNCTION public.release_seats(people uuid[], on_day date, everything boolean, why text, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.release_seats(people uuid[], on_day date, everything boolean, why text, by_event uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.renumber_person(who uuid, cipher bytea, edition integer, hashes bytea[], editions integer[], sex_of text, birth date, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.renumber_person(who uuid, cipher bytea, edition integer, hashes bytea[], editions integer[], sex_of text, birth date, by_event uuid) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.require_proof(IN guarded regclass) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.require_writing_key() FROM PUBLIC;
GRANT ALL ON FUNCTION public.require_writing_key() TO dangwu_app;
REVOKE ALL ON FUNCTION public.rights_are_within(who uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.roles_of(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.roles_of(who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.rule_digests() FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_digests() TO dangwu_app;
REVOKE ALL ON FUNCTION public.scope_is_proven() FROM PUBLIC;
GRANT ALL ON FUNCTION public.scope_is_proven() TO dangwu_app;
REVOKE ALL ON FUNCTION public.seating_of(which uuid, people uuid[], places text[], ahead boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.seats_for(which uuid, people uuid[], places text[], ahead boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.seats_for(which uuid, people uuid[], places text[], ahead boolean) TO dangwu_app;
REVOKE ALL ON FUNCTION public.seats_on(who uuid, as_of date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.seats_on(who uuid, as_of date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.separate_people(which uuid, why text, hashes bytea[], by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.separate_people(which uuid, why text, hashes bytea[], by_event uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.separation_hindrances(which uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.separation_hindrances(which uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.settle_organisation(old_id uuid, new_id uuid, movers uuid[], on_day date, remark text, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_organisation(old_id uuid, new_id uuid, movers uuid[], on_day date, remark text, by_event uuid) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.show_from_below(IN shown regclass) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.shown_account() FROM PUBLIC;
GRANT ALL ON FUNCTION public.shown_account() TO dangwu_app;
REVOKE ALL ON FUNCTION public.shown_grants(today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.shown_grants(today date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.shown_posts(today date, second_person boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.shown_posts(today date, second_person boolean) TO dangwu_app;
REVOKE ALL ON FUNCTION public.shown_rights() FROM PUBLIC;
GRANT ALL ON FUNCTION public.shown_rights() TO dangwu_app;
REVOKE ALL ON FUNCTION public.stands(subject uuid, waits boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.stands(subject uuid, waits boolean) TO dangwu_app;
REVOKE ALL ON FUNCTION public.subject_is_within(what uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.subject_is_within(what uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.substitutions_of(who uuid, today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.today_in_china() FROM PUBLIC;
GRANT ALL ON FUNCTION public.today_in_china() TO dangwu_app;
REVOKE ALL ON FUNCTION public.token_makers(token uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.token_state(hashed bytea, every_minutes integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.token_state(hashed bytea, every_minutes integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.transfers_of(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.transfers_of(who uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.trim_identity_lookups(before date, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.trim_identity_lookups(before date, most integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.trim_import_runs(before date, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.trim_import_runs(before date, most integer) TO dangwu_app;
REVOKE ALL ON FUNCTION public.usable_by(who uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.void_of_notice(who uuid, about text, is_personal boolean, today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.void_of_notice(who uuid, about text, is_personal boolean, today date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.waiting_post(tenure uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.waiting_post(tenure uuid) TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(duty_id) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(state) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(joined_on) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(left_on) ON TABLE public.enrolment TO dangwu_app;
REVOKE ALL ON FUNCTION public.was_there(seat public.enrolment) FROM PUBLIC;
GRANT ALL ON FUNCTION public.was_there(seat public.enrolment) TO dangwu_app;
REVOKE ALL ON FUNCTION public.withdraw_import(which uuid, why text, by_event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.withdraw_import(which uuid, why text, by_event uuid) TO dangwu_app;
REVOKE ALL ON PROCEDURE public.withdraw_public_execution() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.writing_key() FROM PUBLIC;
GRANT ALL ON FUNCTION public.writing_key() TO dangwu_app;
REVOKE ALL ON FUNCTION public.written_columns(which regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION public.written_columns(which regclass) TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.absence TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.absence TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.absence_withdrawal TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.absence_withdrawal TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.access_grant TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.access_grant TO dangwu_app;
GRANT SELECT ON TABLE public.access_use TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.access_use TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.account TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.account TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.account TO dangwu_app;
GRANT UPDATE(sign_in_name) ON TABLE public.account TO dangwu_app;
GRANT UPDATE(active) ON TABLE public.account TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.account_certificate TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.account_certificate TO dangwu_app;
GRANT UPDATE(ended_at) ON TABLE public.account_certificate TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.account_certificate TO dangwu_app;
GRANT INSERT ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(id) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(account_id) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(path),UPDATE(path) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(cost) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(block) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(lanes) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(temporary) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(expires_at) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(set_at) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(audit_event_id) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT(hash_digest) ON TABLE public.account_password TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.account_person TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.account_person TO dangwu_app;
GRANT UPDATE(ended_at) ON TABLE public.account_person TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.account_person TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.attendance_mark TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.attendance_mark TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_boundary TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_delivery TO dangwu_app;
GRANT UPDATE(delivered) ON TABLE public.audit_delivery TO dangwu_app;
GRANT UPDATE(tries) ON TABLE public.audit_delivery TO dangwu_app;
GRANT UPDATE(failure) ON TABLE public.audit_delivery TO dangwu_app;
GRANT UPDATE(tried_at) ON TABLE public.audit_delivery TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_event TO dangwu_app;
GRANT SELECT ON TABLE public.audit_exception TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_head TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_leaf TO dangwu_app;
GRANT SELECT,DELETE ON TABLE public.audit_note TO dangwu_app;
GRANT SELECT ON TABLE public.audit_relation TO dangwu_app;
GRANT SELECT ON TABLE public.audit_shape TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_tile TO dangwu_app;
GRANT UPDATE(hashes) ON TABLE public.audit_tile TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_budget TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.class_budget TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_change TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_nomination TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.class_nomination TO dangwu_app;
GRANT UPDATE(waiting) ON TABLE public.class_nomination TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_nomination_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.class_nomination_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_quota TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_result TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.class_result TO dangwu_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(held_on) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(half) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(topic) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(title) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(hours) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(teacher) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(venue) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(fee) ON TABLE public.class_session TO dangwu_app;
GRANT UPDATE(teacher_title) ON TABLE public.class_session TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.code_use TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.code_use TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.committee_term TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.committee_term TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.committee_term_extension TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.committee_term_extension TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.committee_term_withdrawal TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.committee_term_withdrawal TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.comparison TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.comparison TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.comparison_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.comparison_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.comparison_line TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.comparison_line TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.credit TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.credit TO dangwu_app;
GRANT UPDATE(waiting) ON TABLE public.credit TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.credit_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.credit_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.cycle TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.cycle TO dangwu_app;
GRANT UPDATE(opens_on) ON TABLE public.cycle TO dangwu_app;
GRANT UPDATE(soft_on) ON TABLE public.cycle TO dangwu_app;
GRANT UPDATE(hard_on) ON TABLE public.cycle TO dangwu_app;
GRANT UPDATE(withdrawn_on) ON TABLE public.cycle TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.cycle_change TO dangwu_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.duty TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.duty_year TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.enrolment_event TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.enrolment_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.grant_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.grant_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.grant_substitution TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.grant_substitution TO dangwu_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.idempotency TO dangwu_app;
GRANT UPDATE(status) ON TABLE public.idempotency TO dangwu_app;
GRANT UPDATE(body) ON TABLE public.idempotency TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.identity_lookup TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.import_run TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.import_run TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.imported_sheet TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.imported_sheet TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.imported_sheet_undo TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.imported_sheet_undo TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.key_check TO dangwu_app;
GRANT SELECT ON TABLE public.key_rotation TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.ledger_entry TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.membership TO dangwu_app;
GRANT UPDATE(ended_as) ON TABLE public.membership TO dangwu_app;
GRANT UPDATE(counts_from) ON TABLE public.membership TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership_balance TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership_balance TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership_decision_annulment TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership_decision_annulment TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership_letter_number TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership_letter_number TO dangwu_app;
GRANT UPDATE(last) ON TABLE public.membership_letter_number TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership_transfer TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership_transfer TO dangwu_app;
GRANT UPDATE(to_path) ON TABLE public.membership_transfer TO dangwu_app;
GRANT UPDATE(open) ON TABLE public.membership_transfer TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.membership_transfer_answer TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.membership_transfer_answer TO dangwu_app;
GRANT UPDATE(to_path) ON TABLE public.membership_transfer_answer TO dangwu_app;
GRANT SELECT ON TABLE public.merge_exception TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(tries) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(next_at) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(sent_at) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(failure) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(leased_until) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(leased_by) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(void) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(void_at) ON TABLE public.notice TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.notice_address TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.notice_address TO dangwu_app;
GRANT UPDATE(address) ON TABLE public.notice_address TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.notice_address TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.org_unit TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.org_unit TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.org_unit TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(code) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(parent_id) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(level) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(kind) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(field) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(since) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.organisation TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation_change TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.organisation_change TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation_link TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.organisation_link TO dangwu_app;
GRANT UPDATE(to_path) ON TABLE public.organisation_link TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation_place TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation_version TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.organisation_version TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.organisation_version TO dangwu_app;
GRANT UPDATE(annulled_audit_event_id) ON TABLE public.organisation_version TO dangwu_app;
GRANT SELECT ON TABLE public.path_exception TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(name_key) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(sex) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(born_on) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(id_cipher) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.person TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_attribute TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_attribute TO dangwu_app;
GRANT UPDATE(annulled_audit_event_id) ON TABLE public.person_attribute TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_category TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_category TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.person_category TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.person_category TO dangwu_app;
GRANT UPDATE(annulled_audit_event_id) ON TABLE public.person_category TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_correction TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_correction TO dangwu_app;
GRANT UPDATE(open) ON TABLE public.person_correction TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_correction_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_correction_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_distinction TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_distinction TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_id_number TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_merge TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_merge TO dangwu_app;
GRANT UPDATE(kept_path) ON TABLE public.person_merge TO dangwu_app;
GRANT UPDATE(gone_path) ON TABLE public.person_merge TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_merge_change TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_merge_change TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_separation TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person_separation TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.plan TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.plan_seat TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.plan_seat TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(state) ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(level) ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(published_from) ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(published_through) ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(provisional) ON TABLE public.points_claim TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.points_claim TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_claim_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_edition TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_edition TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_exemption TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.points_exemption TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.points_exemption TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_fact TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_local TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_local TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_participation TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_participation TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.points_participation TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.points_participation TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_period TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_period TO dangwu_app;
GRANT UPDATE(state) ON TABLE public.points_period TO dangwu_app;
GRANT UPDATE(revision) ON TABLE public.points_period TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_period_event TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_period_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_scheme TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_scheme TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_sheet TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_sheet TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.points_subject TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.points_subject TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.post TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.post TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.post TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.post_suspension TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.post_suspension TO dangwu_app;
GRANT INSERT ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT(id) ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT(second_factor_id) ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT(account_id) ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT(path),UPDATE(path) ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT(audit_event_id) ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT(hash_digest) ON TABLE public.recovery_code TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_admission TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_admission TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_bound TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_bound TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(stage) ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(state) ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(leaves_on) ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(rule_set) ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(calculated_by) ON TABLE public.recruitment_case TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.recruitment_case TO dangwu_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.recruitment_due TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_due TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_floor TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_floor TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_quota TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_quota TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_ruling TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_ruling TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_step TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_step TO dangwu_app;
GRANT UPDATE(annulled_audit_event_id) ON TABLE public.recruitment_step TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.recruitment_trait TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.recruitment_trait TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.recruitment_trait TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.relief TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.relief TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.relief_withdrawal TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.relief_withdrawal TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.revocation TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.revocation TO dangwu_app;
GRANT SELECT ON TABLE public.schema_migration TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.seating_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.seating_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.seating_decision_withdrawal TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.seating_decision_withdrawal TO dangwu_app;
GRANT INSERT ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT(id) ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT(account_id) ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT(path),UPDATE(path) ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT(created_at) ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT(audit_event_id) ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT(sealed_digest) ON TABLE public.second_factor TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.sensitive_read TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.sensitive_read TO dangwu_app;
GRANT UPDATE(rows) ON TABLE public.sensitive_read TO dangwu_app;
GRANT SELECT ON TABLE public.sign_in_attempt TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.sign_in_attempt TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(annulled_audit_event_id) ON TABLE public.tenure TO dangwu_app;
GRANT INSERT ON TABLE public.token TO dangwu_app;
GRANT SELECT(id) ON TABLE public.token TO dangwu_app;
GRANT SELECT(account_id) ON TABLE public.token TO dangwu_app;
GRANT SELECT(path),UPDATE(path) ON TABLE public.token TO dangwu_app;
GRANT SELECT(label) ON TABLE public.token TO dangwu_app;
GRANT SELECT(created_at) ON TABLE public.token TO dangwu_app;
GRANT SELECT(expires_at) ON TABLE public.token TO dangwu_app;
GRANT SELECT(audit_event_id) ON TABLE public.token TO dangwu_app;
GRANT SELECT(hash_digest) ON TABLE public.token TO dangwu_app;
GRANT SELECT(kind) ON TABLE public.token TO dangwu_app;
GRANT SELECT(idle_minutes) ON TABLE public.token TO dangwu_app;
GRANT SELECT(second_factor) ON TABLE public.token TO dangwu_app;
GRANT SELECT(made_with) ON TABLE public.token TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.token_replacement TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.token_replacement TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(code) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(admits) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(admits_end) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(level) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(fields) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(kinds) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(starts_on) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(ends_on) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(minimum) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(capacity) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(venue) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(cost_per_person_day) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(attendance_rule) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(state) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(form) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(course) ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(filters) ON TABLE public.training_class TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.training_report TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.training_report TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.withdrawn_fact TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.withdrawn_fact TO dangwu_app;
