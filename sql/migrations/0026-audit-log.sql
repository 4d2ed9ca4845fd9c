-- A Merkle log of every fact (RFC 9162): a leaf for each version of each row, heads that are signed with a key outside the
-- database. The tables of facts are found in the catalogue; what is left out is listed with its reason in audit_exception.

-- Tables and columns that are not facts; '*' means the whole table.
CREATE TABLE audit_exception (
    relation text NOT NULL COLLATE "C",
    attribute text NOT NULL COLLATE "C",
    reason text NOT NULL,
    path scope_path NOT NULL DEFAULT '0.',
    CONSTRAINT audit_exception_pk PRIMARY KEY (relation, attribute)
);

-- A table whose rows are in the log. Hashes contain the label, the name it was first sealed under.
CREATE TABLE audit_relation (
    id integer CONSTRAINT audit_relation_pk PRIMARY KEY,
    label text NOT NULL COLLATE "C" CONSTRAINT audit_relation_label_unique UNIQUE,
    name text NOT NULL COLLATE "C" CONSTRAINT audit_relation_name_unique UNIQUE,
    path scope_path NOT NULL DEFAULT '0.'
);

-- The columns that a hash covers, in order: the names it contains, and what they are called today.
CREATE TABLE audit_shape (
    id integer CONSTRAINT audit_shape_pk PRIMARY KEY,
    relation integer NOT NULL CONSTRAINT audit_shape_relation REFERENCES audit_relation,
    columns text[] NOT NULL,
    attributes text[] NOT NULL,
    path scope_path NOT NULL DEFAULT '0.'
);

-- What was written since the last sealing: a hint where to look. A change or removal carries the hash of the row before it, and
-- the transaction shows which audit event caused it.
CREATE TABLE audit_note (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    relation integer NOT NULL,
    key text NOT NULL COLLATE "C",
    before bytea,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    path scope_path NOT NULL DEFAULT '0.'
);

-- One version of one row. The content is the hash of its columns, NULL when the row is gone; previous is the version before it.
-- The cause is the audit event of the transaction or its migration; without one the change happened behind the program's back.
CREATE TABLE audit_leaf (
    leaf_index bigint CONSTRAINT audit_leaf_pk PRIMARY KEY,
    relation integer NOT NULL,
    kind text NOT NULL CONSTRAINT audit_leaf_kind
        CHECK (kind IN ('begun', 'initial', 'added', 'changed', 'removed', 'reshaped', 'broken')),
    cause text,
    shape integer,
    previous bigint,
    path scope_path NOT NULL,
    key text NOT NULL COLLATE "C",
    content bytea CONSTRAINT audit_leaf_content CHECK (length(content) = 32)
);
CREATE INDEX audit_leaf_by_key ON audit_leaf (relation, key, leaf_index);
CREATE UNIQUE INDEX audit_leaf_previous_once ON audit_leaf (previous) WHERE previous IS NOT NULL;
CREATE INDEX audit_leaf_suspect ON audit_leaf (leaf_index)
    WHERE kind = 'broken' OR (cause IS NULL AND kind IN ('added', 'changed', 'removed'));

-- The tree: level 0 holds the hashes of 256 leaves in a row, each level above it the roots of 256 full tiles below.
CREATE TABLE audit_tile (
    level integer NOT NULL,
    number bigint NOT NULL,
    hashes bytea NOT NULL CONSTRAINT audit_tile_length CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    path scope_path NOT NULL DEFAULT '0.',
    CONSTRAINT audit_tile_pk PRIMARY KEY (level, number)
);
ALTER TABLE audit_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- A signed head: so many leaves have this root. The second signature is made by a key that takes over.
CREATE TABLE audit_head (
    number bigint CONSTRAINT audit_head_pk PRIMARY KEY,
    tree_size bigint NOT NULL,
    root bytea NOT NULL CONSTRAINT audit_head_root CHECK (length(root) = 32),
    sealed_at timestamptz NOT NULL,
    previous bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    next_key_id text,
    next_signature bytea,
    path scope_path NOT NULL DEFAULT '0.',
    CONSTRAINT audit_head_size CHECK (tree_size >= 0),
    CONSTRAINT audit_head_next CHECK ((next_key_id IS NULL) = (next_signature IS NULL))
);

CALL guard_by_path('audit_exception');
CALL guard_by_path('audit_relation');
CALL guard_by_path('audit_shape');
CALL guard_by_path('audit_note');
CALL guard_by_path('audit_leaf');
CALL guard_by_path('audit_tile');
CALL guard_by_path('audit_head');
REVOKE INSERT ON audit_exception, audit_relation, audit_shape, audit_note FROM dangwu_app;
GRANT DELETE ON audit_note TO dangwu_app;
GRANT UPDATE (hashes) ON audit_tile TO dangwu_app;

INSERT INTO audit_exception (relation, attribute, reason) VALUES
    ('audit_note', '*', 'the log itself: what is to be sealed'),
    ('audit_leaf', '*', 'the log itself'),
    ('audit_tile', '*', 'the log itself'),
    ('audit_head', '*', 'the log itself'),
    ('scope_key', '*', 'what proofs of scope are checked with; the owner puts it in place'),
    ('key_check', '*', 'what keys outside the database are checked with'),
    ('token', 'hash', 'a secret; its digest is sealed in its place'),
    ('idempotency', '*', 'answers kept for repeated requests, trimmed by age'),
    ('recruitment_due', '*', 'calculated from the steps of a case and the rules'),
    ('recruitment_case', 'calculated_by', 'which rules the deadlines were last calculated with'),
    ('notice', 'tries', 'progress of the delivery'),
    ('notice', 'next_at', 'progress of the delivery'),
    ('notice', 'sent_at', 'progress of the delivery'),
    ('notice', 'failure', 'progress of the delivery'),
    ('notice', 'leased_until', 'progress of the delivery'),
    ('notice', 'leased_by', 'progress of the delivery');

-- Puts every table of the schema that is not excepted into the log, and follows new columns. To be called at the end of each
-- migration that makes or alters a table. Sealing finds what was written through three triggers that note the row's key.
CREATE PROCEDURE audit_enrol() LANGUAGE plpgsql AS $_$
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
REVOKE ALL ON PROCEDURE audit_enrol FROM public;

-- What the application may write and not read is sealed as its digest, which it may read.
ALTER TABLE token ADD COLUMN hash_digest bytea GENERATED ALWAYS AS (sha256(hash)) STORED;
GRANT SELECT (hash_digest) ON token TO dangwu_app;

CALL audit_enrol();
