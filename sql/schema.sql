CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';
CREATE DOMAIN public.scope_path AS text COLLATE pg_catalog."C"
	CONSTRAINT scope_path_shape CHECK ((VALUE ~ '^([0-9A-Za-z_-]+\.)+$'::text));
CREATE FUNCTION public.addressee(wanted text) RETURNS TABLE(id uuid, path public.scope_path, code text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT o.id, o.path, o.code, o.name FROM organisation o WHERE o.code = wanted AND o.until IS NULL
$$;
CREATE FUNCTION public.answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.claim_returning(hashes bytea[], places text[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    returning_one record;
    found integer := 0;
BEGIN
    FOR returning_one IN
        SELECT n.person_id, w.place FROM unnest(hashes, places) AS w (hash, place)
            JOIN person_id_number n ON n.id_hash = w.hash JOIN person p ON p.id = n.person_id
        WHERE p.path <> w.place AND w.place >= current_setting('app.scope_lo', true)
            AND w.place < current_setting('app.scope_hi', true)
            AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = n.person_id AND m.until IS NULL)
        ORDER BY n.person_id
    LOOP
        CALL move_person(returning_one.person_id, returning_one.place);
        found := found + 1;
    END LOOP;
    RETURN found;
END
$$;
CREATE FUNCTION public.credit_verdict(who uuid, which uuid, is_claimed boolean, as_of date) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN is_claimed THEN coalesce((SELECT d.verdict FROM credit_decision d
        WHERE d.person_id = who AND d.credit_id = which AND d.decided_on <= as_of), 'waiting') ELSE 'confirmed' END
$$;
CREATE FUNCTION public.duty_standing(as_of date, due_soon integer, forecast integer) RETURNS TABLE(id uuid, person_id uuid, path public.scope_path, organisation_id uuid, kind text, field text, cycle_id uuid, year integer, opened_on date, due_on date, hard_on date, required_hours numeric, hours numeric, unconfirmed numeric, rule_set text, seat text, level text)
    LANGUAGE sql STABLE
    AS $$
    SELECT d.id, d.person_id, d.path, d.organisation_id, d.kind, d.field, d.cycle_id, d.year, d.opened_on, e.due_on,
        greatest(d.hard_on, e.due_on), d.required_hours, k.hours, k.unconfirmed, d.rule_set, s.name,
        CASE
            WHEN as_of > greatest(d.hard_on, e.due_on) THEN 'past_hard'
            WHEN as_of > e.due_on THEN 'overdue'
            WHEN e.due_on - as_of <= forecast AND s.name IS NULL THEN 'forecast_to_miss'
            WHEN e.due_on - as_of <= due_soon THEN 'due_soon'
        END
    FROM duty d
    CROSS JOIN LATERAL (
        SELECT greatest(d.due_on, max(r.expires_on) FILTER (WHERE r.kind = 'extension')) AS due_on,
            coalesce(bool_or(r.kind = 'exemption' AND r.expires_on >= as_of), false) AS exempt
        FROM relief r
        WHERE r.duty_id = d.id AND r.granted_on <= as_of AND NOT EXISTS (
            SELECT FROM relief_withdrawal w
            WHERE w.person_id = r.person_id AND w.relief_id = r.id AND w.withdrawn_on <= as_of)
    ) AS e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(v.hours) FILTER (WHERE v.verdict = 'confirmed'), 0) AS hours,
            coalesce(sum(v.completions) FILTER (WHERE v.verdict = 'confirmed'), 0) AS completions,
            coalesce(sum(v.hours) FILTER (WHERE v.verdict = 'waiting'), 0) AS unconfirmed
        FROM (
            SELECT c.hours, c.completions, CASE WHEN c.claimed THEN coalesce((SELECT f.verdict FROM credit_decision f
                WHERE f.person_id = c.person_id AND f.credit_id = c.id AND f.decided_on <= as_of), 'waiting')
                ELSE 'confirmed' END AS verdict
            FROM credit c
            WHERE c.person_id = d.person_id AND c.counts_from <= as_of AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts)
                AND c.earned_on >= d.opened_on AND (d.kind <> 'annual' OR c.earned_on <= d.due_on)
        ) AS v
    ) AS k
    LEFT JOIN LATERAL (
        SELECT t.name
        FROM enrolment n JOIN training_class t ON t.id = n.class_id
        WHERE n.person_id = d.person_id AND n.state = 'enrolled' AND t.state IN ('announced', 'running', 'reopened')
            AND d.kind = ANY (t.kinds) AND t.level = ANY (d.accepts) AND t.ends_on <= e.due_on
        ORDER BY t.ends_on, t.id LIMIT 1
    ) AS s ON true
    WHERE d.opened_on <= as_of AND (d.closed_on IS NULL OR d.closed_on > as_of)
        AND NOT (k.completions >= 1 AND k.hours >= d.required_hours) AND NOT e.exempt
$$;
CREATE PROCEDURE public.guard_by_path(IN guarded regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY in_scope ON %s USING (path >= current_setting(''app.scope_lo'', true)
         AND path < current_setting(''app.scope_hi'', true))', guarded);
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
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dangwu_app', guarded);
END
$_$;
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
    IF NOT EXISTS (SELECT FROM person p WHERE p.id = who AND p.path >= current_setting('app.scope_lo', true)
        AND p.path < current_setting('app.scope_hi', true)) THEN
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
CREATE PROCEDURE public.move_person(IN mover uuid, IN new_path text)
    LANGUAGE plpgsql
    AS $_$
DECLARE
    moved text;
BEGIN
    FOREACH moved IN ARRAY ARRAY['credit', 'credit_decision', 'enrolment', 'enrolment_event', 'attendance_mark', 'account_person',
        'recruitment_case', 'recruitment_step', 'recruitment_ruling', 'recruitment_due', 'recruitment_trait',
        'membership_decision', 'membership_decision_annulment', 'notice']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE person_id = $1', moved) USING mover, new_path;
    END LOOP;
    FOREACH moved IN ARRAY ARRAY['points_subject', 'points_participation', 'points_claim']
    LOOP
        EXECUTE format('UPDATE %I SET path = $2 WHERE subject_id = $1', moved) USING mover, new_path;
    END LOOP;
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
    IF NOT coalesce(old_path >= current_setting('app.scope_lo', true) AND old_path < current_setting('app.scope_hi', true)
        AND new_path >= current_setting('app.scope_lo', true) AND new_path < current_setting('app.scope_hi', true), false) THEN
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
CREATE FUNCTION public.name_in_office(who uuid) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT t.person_name FROM tenure t WHERE t.person_id = who ORDER BY t.since DESC, t.id DESC LIMIT 1
$$;
CREATE FUNCTION public.notice_address_of(place text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT a.address FROM notice_address a WHERE starts_with(place, a.path) ORDER BY length(a.path) DESC LIMIT 1
$$;
CREATE FUNCTION public.organisation_short_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(regexp_replace(name, '^(中国共产党|中共)'::text, ''::text), '(工作委员会|总支部委员会|支部委员会|委员会|党总支|党支部|党工委|党委)$'::text, ''::text);
CREATE FUNCTION public.paths_above(place text) RETURNS SETOF public.scope_path
    LANGUAGE sql IMMUTABLE STRICT ROWS 5
    AS $$
    SELECT array_to_string((string_to_array(left(place, -1), '.'))[1:n], '.') || '.'
    FROM generate_series(1, cardinality(string_to_array(left(place, -1), '.')) - 1) AS n
$$;
CREATE FUNCTION public.published_below(scheme uuid, low text, high text, before date) RETURNS TABLE(subject_id uuid, starts_on date, score numeric)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT h.subject_id, p.starts_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE p.scheme_id = scheme AND p.starts_on < before AND p.state = 'closed' AND s.path >= low AND s.path < high
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
$$;
CREATE FUNCTION public.published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT s.subject_id
    FROM points_period p JOIN points_sheet h ON h.period_id = p.id JOIN points_subject s ON s.subject_id = h.subject_id
    WHERE p.scheme_id = scheme AND p.starts_on < last AND p.ends_on > first AND p.state = 'closed' AND p.id <> own
        AND s.path >= low AND s.path < high
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true);
END
$$;
CREATE FUNCTION public.published_of(subjects uuid[], schemes uuid[]) RETURNS TABLE(subject_id uuid, scheme_id uuid, period_id uuid, starts_on date, ends_on date, score numeric)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT h.subject_id, p.scheme_id, p.id, p.starts_on, p.ends_on, h.score
    FROM points_subject s JOIN points_sheet h ON h.subject_id = s.subject_id JOIN points_period p ON p.id = h.period_id
    WHERE s.subject_id = ANY (subjects) AND p.scheme_id = ANY (schemes) AND p.state = 'closed'
        AND s.path >= current_setting('app.scope_lo', true) AND s.path < current_setting('app.scope_hi', true)
        AND NOT EXISTS (SELECT FROM points_sheet n
            WHERE n.subject_id = h.subject_id AND n.period_id = h.period_id AND n.revision > h.revision);
END
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
    SELECT calculated_by FROM found WHERE calculated_by IS NOT NULL
$$;
CREATE PROCEDURE public.show_from_below(IN shown regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('CREATE POLICY from_below ON %s FOR SELECT USING (path <= current_setting(''app.scope_lo'', true)
        AND path_end > current_setting(''app.scope_lo'', true) AND current_setting(''app.scope_lo'', true) <> '''')', shown);
END
$$;
CREATE FUNCTION public.today_in_china() RETURNS date
    LANGUAGE sql STABLE
    RETURN ((now() AT TIME ZONE 'Asia/Shanghai'::text))::date;
CREATE FUNCTION public.transfers_of(who uuid) RETURNS SETOF date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT m.since FROM person p JOIN membership m ON m.person_id = p.id
    WHERE p.id = who AND p.path >= current_setting('app.scope_lo', true) AND p.path < current_setting('app.scope_hi', true)
        AND (m.began_as = 'transferred' OR EXISTS (
            SELECT FROM membership b WHERE b.person_id = who AND b.until = m.since AND b.ended_as = 'transferred'))
    ORDER BY m.since
$$;
CREATE TABLE public.access_grant (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    role text NOT NULL,
    since date NOT NULL,
    until date,
    audit_event_id uuid NOT NULL,
    CONSTRAINT access_grant_dates CHECK ((until > since)),
    CONSTRAINT access_grant_role CHECK ((role ~ '^[a-z][a-z0-9_]{0,39}$'::text))
);
CREATE TABLE public.account (
    id uuid NOT NULL,
    path public.scope_path NOT NULL,
    name text NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT account_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE TABLE public.account_person (
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    audit_event_id uuid NOT NULL
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
    CONSTRAINT attendance_mark_kind CHECK ((mark = ANY (ARRAY['present'::text, 'late'::text, 'left_early'::text, 'absent'::text, 'on_leave'::text, 'made_up'::text]))),
    CONSTRAINT attendance_mark_leave CHECK (((mark = 'on_leave'::text) = (approver IS NOT NULL))),
    CONSTRAINT attendance_mark_made_up CHECK (((mark = 'made_up'::text) = (made_up_in IS NOT NULL)))
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
    CONSTRAINT audit_event_door CHECK ((door = ANY (ARRAY['cli'::text, 'api'::text, 'console'::text])))
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
CREATE TABLE public.class_quota (
    class_id uuid NOT NULL,
    path public.scope_path NOT NULL,
    seats integer NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT class_quota_seats CHECK ((seats > 0))
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
    CONSTRAINT class_session_half CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text]))),
    CONSTRAINT class_session_hours CHECK (((hours > (0)::numeric) AND (hours <= (8)::numeric))),
    CONSTRAINT class_session_number CHECK (((number >= 1) AND (number <= 400))),
    CONSTRAINT class_session_topic CHECK ((topic = ANY (ARRAY['ideals'::text, 'technology'::text, 'business'::text, 'social_construction'::text, 'governance'::text, 'service'::text])))
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
    CONSTRAINT credit_claimed CHECK (((NOT claimed) OR ((source = 'import'::text) AND (document IS NOT NULL)))),
    CONSTRAINT credit_completions CHECK (((completions >= '-1'::integer) AND (completions <= 1))),
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
    CONSTRAINT cycle_dates CHECK (((opens_on < soft_on) AND (soft_on <= hard_on)))
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
    CONSTRAINT duty_basis CHECK ((((kind = 'annual'::text) = (cycle_id IS NULL)) AND ((kind = 'annual'::text) = (year IS NOT NULL)))),
    CONSTRAINT duty_dates CHECK (((opened_on <= due_on) AND (due_on <= hard_on))),
    CONSTRAINT duty_kind CHECK ((kind = ANY (ARRAY['rotation'::text, 'newly_appointed'::text, 'annual'::text])))
);
CREATE TABLE public.enrolment (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    class_id uuid NOT NULL,
    duty_id uuid,
    path public.scope_path NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    audit_event_id uuid NOT NULL,
    CONSTRAINT enrolment_state CHECK ((state = ANY (ARRAY['enrolled'::text, 'waiting'::text, 'dropped'::text, 'replaced'::text])))
);
CREATE TABLE public.enrolment_event (
    person_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    number integer NOT NULL,
    path public.scope_path NOT NULL,
    state text NOT NULL,
    happened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reason text,
    audit_event_id uuid NOT NULL
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
    path public.scope_path NOT NULL
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
    CONSTRAINT notice_channel CHECK ((channel = ANY (ARRAY['file'::text, 'smtp'::text, 'webhook'::text]))),
    CONSTRAINT notice_key CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT notice_lease CHECK (((leased_until IS NULL) = (leased_by IS NULL))),
    CONSTRAINT notice_lease_open CHECK (((leased_by IS NULL) OR (sent_at IS NULL)))
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
    CONSTRAINT organisation_kind CHECK ((kind = ANY (ARRAY['committee'::text, 'working_committee'::text, 'general_branch'::text, 'branch'::text, 'group'::text]))),
    CONSTRAINT organisation_level CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'primary'::text]))),
    CONSTRAINT organisation_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200)))
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
    CONSTRAINT organisation_version_dates CHECK ((until > since))
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
    CONSTRAINT person_born CHECK (((born_on >= '1900-01-01'::date) AND (born_on <= '2100-01-01'::date))),
    CONSTRAINT person_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT person_sex CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
);
CREATE TABLE public.person_id_number (
    id_hash bytea NOT NULL,
    person_id uuid NOT NULL
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
    CONSTRAINT post_title CHECK ((title = ANY (ARRAY['secretary'::text, 'first_secretary'::text, 'deputy_secretary'::text, 'organisation_commissioner'::text, 'publicity_commissioner'::text, 'discipline_commissioner'::text, 'committee_member'::text])))
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
    CONSTRAINT token_expiry CHECK ((expires_at > created_at))
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
    CONSTRAINT training_class_cost CHECK ((cost_per_person_day >= (0)::numeric)),
    CONSTRAINT training_class_dates CHECK ((starts_on <= ends_on)),
    CONSTRAINT training_class_fields CHECK ((cardinality(fields) > 0)),
    CONSTRAINT training_class_kinds CHECK (((cardinality(kinds) > 0) AND (kinds <@ ARRAY['rotation'::text, 'newly_appointed'::text, 'annual'::text]))),
    CONSTRAINT training_class_level CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'primary'::text]))),
    CONSTRAINT training_class_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT training_class_seats CHECK (((minimum >= 0) AND (capacity >= minimum) AND ((capacity >= 1) AND (capacity <= 5000)))),
    CONSTRAINT training_class_state CHECK ((state = ANY (ARRAY['draft'::text, 'announced'::text, 'running'::text, 'closed'::text, 'reopened'::text, 'cancelled'::text])))
);
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.account_person
    ADD CONSTRAINT account_person_pk PRIMARY KEY (account_id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_pk PRIMARY KEY (person_id, enrolment_id, session_number, revision);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.class_event
    ADD CONSTRAINT class_event_pk PRIMARY KEY (class_id, number);
ALTER TABLE ONLY public.class_quota
    ADD CONSTRAINT class_quota_pk PRIMARY KEY (class_id, path);
ALTER TABLE ONLY public.class_session
    ADD CONSTRAINT class_session_once UNIQUE (class_id, held_on, half);
ALTER TABLE ONLY public.class_session
    ADD CONSTRAINT class_session_pk PRIMARY KEY (class_id, number);
ALTER TABLE ONLY public.credit_decision
    ADD CONSTRAINT credit_decision_pk PRIMARY KEY (person_id, credit_id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_reversed_once UNIQUE (person_id, reverses);
ALTER TABLE ONLY public.cycle
    ADD CONSTRAINT cycle_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.cycle
    ADD CONSTRAINT cycle_unique UNIQUE (path, key);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.enrolment_event
    ADD CONSTRAINT enrolment_event_pk PRIMARY KEY (person_id, enrolment_id, number);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_once UNIQUE (person_id, class_id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_pk PRIMARY KEY (person_id, id);
ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pk PRIMARY KEY (account_id, key);
ALTER TABLE ONLY public.identity_lookup
    ADD CONSTRAINT identity_lookup_pk PRIMARY KEY (account_id, day, id_hash);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_pk PRIMARY KEY (path, kind, file_hash, day, number);
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
ALTER TABLE ONLY public.notice_address
    ADD CONSTRAINT notice_address_pk PRIMARY KEY (organisation_id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pk PRIMARY KEY (person_id, key, channel);
ALTER TABLE ONLY public.org_unit
    ADD CONSTRAINT org_unit_code_unique UNIQUE (code);
ALTER TABLE ONLY public.org_unit
    ADD CONSTRAINT org_unit_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_code_unique UNIQUE (code);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_path_unique UNIQUE (path);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_overlap EXCLUDE USING gist (organisation_id WITH =, daterange(since, until) WITH &&);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_pk PRIMARY KEY (organisation_id, version);
ALTER TABLE ONLY public.person_id_number
    ADD CONSTRAINT person_id_number_unique PRIMARY KEY (id_hash);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pk PRIMARY KEY (id);
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
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_unique UNIQUE (organisation_id, title, seat);
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
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_code_unique UNIQUE (path, code);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_pk PRIMARY KEY (id);
CREATE INDEX access_grant_by_account ON public.access_grant USING btree (account_id);
CREATE INDEX access_grant_by_path ON public.access_grant USING btree (path, id);
CREATE INDEX account_by_path ON public.account USING btree (path, id);
CREATE INDEX attendance_mark_by_class ON public.attendance_mark USING btree (class_id, session_number);
CREATE INDEX audit_event_by_path ON public.audit_event USING btree (path, id);
CREATE INDEX audit_event_by_subject ON public.audit_event USING btree (subject_id, id) WHERE (subject_id IS NOT NULL);
CREATE INDEX credit_by_class ON public.credit USING btree (class_id) WHERE (class_id IS NOT NULL);
CREATE UNIQUE INDEX credit_by_id ON public.credit USING btree (id);
CREATE INDEX credit_decision_by_path ON public.credit_decision USING btree (path, credit_id);
CREATE UNIQUE INDEX credit_imported_once ON public.credit USING btree (person_id, class_name, earned_on) WHERE (source = 'import'::text);
CREATE INDEX credit_waiting_by_path ON public.credit USING btree (path, id) WHERE waiting;
CREATE INDEX duty_by_id ON public.duty USING btree (id);
CREATE INDEX duty_by_path ON public.duty USING btree (path, id);
CREATE UNIQUE INDEX duty_once_a_cycle ON public.duty USING btree (person_id, tenure_id, cycle_id) WHERE (cycle_id IS NOT NULL);
CREATE UNIQUE INDEX duty_once_a_year ON public.duty USING btree (person_id, COALESCE(tenure_id, organisation_id), year) WHERE (year IS NOT NULL);
CREATE INDEX enrolment_by_class ON public.enrolment USING btree (class_id, id);
CREATE INDEX enrolment_by_path ON public.enrolment USING btree (path, id);
CREATE INDEX identity_lookup_by_birth ON public.identity_lookup USING btree (account_id, day, birth_hash);
CREATE UNIQUE INDEX ledger_entry_reversed_once ON public.ledger_entry USING btree (subject_id, reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX membership_by_path ON public.membership USING btree (path, person_id);
CREATE INDEX membership_transfer_awaited ON public.membership_transfer USING btree (open, joint_path, to_path, id);
CREATE UNIQUE INDEX membership_transfer_by_id ON public.membership_transfer USING btree (id);
CREATE INDEX membership_transfer_by_letter ON public.membership_transfer USING btree (letter);
CREATE INDEX membership_transfer_issued ON public.membership_transfer USING btree (open, path, id);
CREATE UNIQUE INDEX membership_transfer_one_open ON public.membership_transfer USING btree (person_id) WHERE open;
CREATE UNIQUE INDEX notice_by_id ON public.notice USING btree (id);
CREATE INDEX notice_by_path ON public.notice USING btree (path, id);
CREATE INDEX notice_unsent ON public.notice USING btree (path, id) WHERE (sent_at IS NULL);
CREATE INDEX notice_waiting ON public.notice USING btree (next_at, id) WHERE (sent_at IS NULL);
CREATE INDEX org_unit_by_path ON public.org_unit USING btree (path, id);
CREATE INDEX organisation_by_name ON public.organisation USING btree (name, path);
CREATE INDEX organisation_by_parent ON public.organisation USING btree (parent_id, path);
CREATE INDEX organisation_by_short_name ON public.organisation USING btree (short_name, path);
CREATE INDEX person_by_name ON public.person USING btree (name_key, path, id);
CREATE INDEX person_by_path ON public.person USING btree (path, id);
CREATE INDEX plan_by_path ON public.plan USING btree (path, id);
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
CREATE INDEX tenure_by_path ON public.tenure USING btree (path, id);
CREATE INDEX tenure_by_person ON public.tenure USING btree (person_id);
CREATE INDEX token_by_path ON public.token USING btree (path, id);
CREATE INDEX training_class_admitting ON public.training_class USING btree (admits, state, path, id);
CREATE INDEX training_class_by_path ON public.training_class USING btree (path, starts_on, id);
CREATE INDEX training_class_by_state ON public.training_class USING btree (state, path, id);
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_person
    ADD CONSTRAINT account_person_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_person
    ADD CONSTRAINT account_person_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES public.enrolment(person_id, id);
ALTER TABLE ONLY public.attendance_mark
    ADD CONSTRAINT attendance_mark_session FOREIGN KEY (class_id, session_number) REFERENCES public.class_session(class_id, number);
ALTER TABLE ONLY public.class_event
    ADD CONSTRAINT class_event_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_quota
    ADD CONSTRAINT class_quota_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.class_session
    ADD CONSTRAINT class_session_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.credit_decision
    ADD CONSTRAINT credit_decision_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.credit_decision
    ADD CONSTRAINT credit_decision_credit FOREIGN KEY (person_id, credit_id) REFERENCES public.credit(person_id, id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_reversal FOREIGN KEY (person_id, reverses) REFERENCES public.credit(person_id, id);
ALTER TABLE ONLY public.cycle
    ADD CONSTRAINT cycle_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_cycle FOREIGN KEY (cycle_id) REFERENCES public.cycle(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_tenure FOREIGN KEY (tenure_id) REFERENCES public.tenure(id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_class FOREIGN KEY (class_id) REFERENCES public.training_class(id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_duty FOREIGN KEY (person_id, duty_id) REFERENCES public.duty(person_id, id);
ALTER TABLE ONLY public.enrolment_event
    ADD CONSTRAINT enrolment_event_enrolment FOREIGN KEY (person_id, enrolment_id) REFERENCES public.enrolment(person_id, id);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_edition FOREIGN KEY (scheme_id, version) REFERENCES public.points_edition(scheme_id, version);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_follows FOREIGN KEY (subject_id, follows) REFERENCES public.ledger_entry(subject_id, number);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_reverses FOREIGN KEY (subject_id, reverses) REFERENCES public.ledger_entry(subject_id, number);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_subject FOREIGN KEY (subject_id) REFERENCES public.points_subject(subject_id);
ALTER TABLE ONLY public.membership_balance
    ADD CONSTRAINT membership_balance_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_balance
    ADD CONSTRAINT membership_balance_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.membership_decision_annulment
    ADD CONSTRAINT membership_decision_annulment_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.membership_decision_annulment
    ADD CONSTRAINT membership_decision_annulment_of FOREIGN KEY (person_id, decision_id) REFERENCES public.membership_decision(person_id, id);
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
    ADD CONSTRAINT membership_transfer_answer_of FOREIGN KEY (person_id, transfer_id) REFERENCES public.membership_transfer(person_id, id);
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
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_parent FOREIGN KEY (parent_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_parent FOREIGN KEY (parent_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.organisation_version
    ADD CONSTRAINT organisation_version_subject FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.person_id_number
    ADD CONSTRAINT person_id_number_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.points_claim_event
    ADD CONSTRAINT points_claim_event_claim FOREIGN KEY (subject_id, claim_id) REFERENCES public.points_claim(subject_id, id);
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
ALTER TABLE ONLY public.recruitment_admission
    ADD CONSTRAINT recruitment_admission_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id);
ALTER TABLE ONLY public.recruitment_bound
    ADD CONSTRAINT recruitment_bound_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_bound
    ADD CONSTRAINT recruitment_bound_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.recruitment_case
    ADD CONSTRAINT recruitment_case_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_case
    ADD CONSTRAINT recruitment_case_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.recruitment_due
    ADD CONSTRAINT recruitment_due_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id);
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
    ADD CONSTRAINT recruitment_ruling_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id);
ALTER TABLE ONLY public.recruitment_step
    ADD CONSTRAINT recruitment_step_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_step
    ADD CONSTRAINT recruitment_step_case FOREIGN KEY (person_id, case_id) REFERENCES public.recruitment_case(person_id, id);
ALTER TABLE ONLY public.recruitment_trait
    ADD CONSTRAINT recruitment_trait_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.recruitment_trait
    ADD CONSTRAINT recruitment_trait_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.relief
    ADD CONSTRAINT relief_duty FOREIGN KEY (person_id, duty_id) REFERENCES public.duty(person_id, id);
ALTER TABLE ONLY public.relief_withdrawal
    ADD CONSTRAINT relief_withdrawal_relief FOREIGN KEY (person_id, relief_id) REFERENCES public.relief(person_id, id);
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_person FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.tenure
    ADD CONSTRAINT tenure_post FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_account FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_audit_event FOREIGN KEY (audit_event_id) REFERENCES public.audit_event(id);
ALTER TABLE ONLY public.training_class
    ADD CONSTRAINT training_class_host FOREIGN KEY (host_id) REFERENCES public.organisation(id);
ALTER TABLE public.access_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY admitted ON public.class_event FOR SELECT USING ((EXISTS ( SELECT
   FROM public.training_class c
  WHERE (c.id = class_event.class_id))));
CREATE POLICY admitted ON public.class_session FOR SELECT USING ((EXISTS ( SELECT
   FROM public.training_class c
  WHERE (c.id = class_session.class_id))));
CREATE POLICY admitted ON public.training_class FOR SELECT USING ((((admits)::text <= current_setting('app.scope_lo'::text, true)) AND (admits_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)));
ALTER TABLE public.attendance_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_office ON public.person FOR SELECT USING ((EXISTS ( SELECT
   FROM public.tenure t
  WHERE ((t.person_id = person.id) AND (t.annulled_audit_event_id IS NULL) AND ((t.until IS NULL) OR (t.until > public.today_in_china()))))));
ALTER TABLE public.class_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_quota ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.enrolment_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_receiver ON public.membership_transfer FOR SELECT USING ((((to_path)::text >= current_setting('app.scope_lo'::text, true)) AND ((to_path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY for_receiver ON public.membership_transfer_answer FOR SELECT USING ((((to_path)::text >= current_setting('app.scope_lo'::text, true)) AND ((to_path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY from_below ON public.cycle FOR SELECT USING ((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)));
CREATE POLICY from_below ON public.points_edition FOR SELECT USING ((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)));
CREATE POLICY from_below ON public.points_local FOR SELECT USING ((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)));
CREATE POLICY from_below ON public.points_period FOR SELECT USING ((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)));
CREATE POLICY from_below ON public.points_scheme FOR SELECT USING ((((path)::text <= current_setting('app.scope_lo'::text, true)) AND (path_end > current_setting('app.scope_lo'::text, true)) AND (current_setting('app.scope_lo'::text, true) <> ''::text)));
ALTER TABLE public.idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.identity_lookup ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.import_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON public.access_grant USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.account USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.account_person USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.attendance_mark USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.audit_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.class_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.class_quota USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.class_session USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.credit USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.credit_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.cycle USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.duty USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.enrolment USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.enrolment_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.idempotency USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.import_run USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership_balance USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership_decision USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership_decision_annulment USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership_letter_number USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership_transfer USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.membership_transfer_answer USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.notice USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.notice_address USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.org_unit USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.organisation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.organisation_version USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.person USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.person_id_number USING ((EXISTS ( SELECT
   FROM public.person p
  WHERE (p.id = person_id_number.person_id))));
CREATE POLICY in_scope ON public.plan USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_claim USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_edition USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_local USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_participation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_period USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_period_event USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_scheme USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_sheet USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.points_subject USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.post USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_admission USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_bound USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_case USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_due USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_floor USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_quota USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_ruling USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_step USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.recruitment_trait USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.relief USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.relief_withdrawal USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.revocation USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.tenure USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.token USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
CREATE POLICY in_scope ON public.training_class USING ((((path)::text >= current_setting('app.scope_lo'::text, true)) AND ((path)::text < current_setting('app.scope_hi'::text, true))));
ALTER TABLE public.ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_balance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_decision_annulment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_letter_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.membership_transfer_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notice_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.org_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisation_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_account ON public.identity_lookup USING ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_id_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan ENABLE ROW LEVEL SECURITY;
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
CREATE POLICY shown ON public.access_grant FOR SELECT USING ((account_id IN ( SELECT t.account_id
   FROM public.token t
  WHERE (t.hash = decode(NULLIF(current_setting('app.token_hash'::text, true), ''::text), 'hex'::text)))));
CREATE POLICY shown ON public.account FOR SELECT USING ((id IN ( SELECT t.account_id
   FROM public.token t
  WHERE (t.hash = decode(NULLIF(current_setting('app.token_hash'::text, true), ''::text), 'hex'::text)))));
CREATE POLICY shown ON public.revocation FOR SELECT USING ((subject_id IN ( SELECT t.id
   FROM public.token t
  WHERE (t.hash = decode(NULLIF(current_setting('app.token_hash'::text, true), ''::text), 'hex'::text))
UNION ALL
 SELECT g.id
   FROM (public.access_grant g
     JOIN public.token t USING (account_id))
  WHERE (t.hash = decode(NULLIF(current_setting('app.token_hash'::text, true), ''::text), 'hex'::text)))));
CREATE POLICY shown ON public.token FOR SELECT USING ((hash = decode(NULLIF(current_setting('app.token_hash'::text, true), ''::text), 'hex'::text)));
ALTER TABLE public.tenure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.token ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.training_class ENABLE ROW LEVEL SECURITY;
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
GRANT USAGE ON SCHEMA public TO dangwu_app;
REVOKE ALL ON FUNCTION public.addressee(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.addressee(wanted text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.answer_transfer(who uuid, which uuid, given text, given_on date, given_remark text, by_event uuid, standing uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.claim_returning(hashes bytea[], places text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_returning(hashes bytea[], places text[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.keep_admissions(who uuid, which uuid, held text[], days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_admissions(who uuid, which uuid, held text[], days date[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.notice_address_of(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.notice_address_of(place text) TO dangwu_app;
REVOKE ALL ON FUNCTION public.published_below(scheme uuid, low text, high text, before date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.published_below(scheme uuid, low text, high text, before date) TO dangwu_app;
REVOKE ALL ON FUNCTION public.published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.published_elsewhere(scheme uuid, low text, high text, first date, last date, own uuid) TO dangwu_app;
REVOKE ALL ON FUNCTION public.published_of(subjects uuid[], schemes uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.published_of(subjects uuid[], schemes uuid[]) TO dangwu_app;
REVOKE ALL ON FUNCTION public.rule_digests() FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_digests() TO dangwu_app;
REVOKE ALL ON FUNCTION public.transfers_of(who uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.transfers_of(who uuid) TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.access_grant TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.access_grant TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.account TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.account TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.account_person TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.account_person TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.attendance_mark TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.attendance_mark TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.audit_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_quota TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.class_session TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.credit TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.credit TO dangwu_app;
GRANT UPDATE(waiting) ON TABLE public.credit TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.credit_decision TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.credit_decision TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.cycle TO dangwu_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.duty TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(duty_id) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(state) ON TABLE public.enrolment TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.enrolment TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.enrolment_event TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.enrolment_event TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.idempotency TO dangwu_app;
GRANT UPDATE(status) ON TABLE public.idempotency TO dangwu_app;
GRANT UPDATE(body) ON TABLE public.idempotency TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.identity_lookup TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.import_run TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.import_run TO dangwu_app;
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
GRANT SELECT,INSERT ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(tries) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(next_at) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(sent_at) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(failure) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(leased_until) ON TABLE public.notice TO dangwu_app;
GRANT UPDATE(leased_by) ON TABLE public.notice TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.notice_address TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.notice_address TO dangwu_app;
GRANT UPDATE(address) ON TABLE public.notice_address TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.notice_address TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.org_unit TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.org_unit TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.org_unit TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(parent_id) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(level) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(kind) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(field) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.organisation TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.organisation TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.organisation_version TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.organisation_version TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.organisation_version TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(name_key) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(sex) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(born_on) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(id_cipher) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(version) ON TABLE public.person TO dangwu_app;
GRANT UPDATE(audit_event_id) ON TABLE public.person TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.person_id_number TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.plan TO dangwu_app;
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
GRANT SELECT,INSERT ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(until) ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(ended_audit_event_id) ON TABLE public.tenure TO dangwu_app;
GRANT UPDATE(annulled_audit_event_id) ON TABLE public.tenure TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.token TO dangwu_app;
GRANT UPDATE(path) ON TABLE public.token TO dangwu_app;
GRANT SELECT,INSERT ON TABLE public.training_class TO dangwu_app;
GRANT UPDATE(name) ON TABLE public.training_class TO dangwu_app;
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
