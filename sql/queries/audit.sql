-- owner: Audit
-- tables: audit_exception audit_relation audit_shape audit_note audit_leaf audit_tile audit_head audit_boundary audit_delivery

-- name: AuditRelations -> id, label, name, shape, columns, attributes, keys, types, triggers, begun_shape, begun_leaf
-- The sealed tables as the catalogue has them today; a dropped one has no keys.
SELECT r.id, r.label, r.name, s.id AS shape, s.columns, s.attributes, coalesce(k.keys, '{}') AS keys, coalesce(k.types, '{}') AS types,
    (SELECT count(*) FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgenabled = 'O'
        AND g.tgname IN ('audit_insert', 'audit_update', 'audit_delete')
        AND g.tgfoid = to_regproc(quote_ident('audit_note_' || r.name))) AS triggers,
    b.shape AS begun_shape, b.leaf_index AS begun_leaf
FROM audit_relation r
    JOIN LATERAL (SELECT s.* FROM audit_shape s WHERE s.relation = r.id ORDER BY s.id DESC LIMIT 1) AS s ON true
    LEFT JOIN LATERAL (SELECT l.shape, l.leaf_index FROM audit_leaf l WHERE l.relation = r.id AND l.key = ''
        ORDER BY l.leaf_index DESC LIMIT 1) AS b ON true
    LEFT JOIN pg_class c ON c.oid = to_regclass(quote_ident(r.name)) AND c.relkind = 'r'
    LEFT JOIN LATERAL (
        SELECT array_agg(a.attname::text ORDER BY i.place) AS keys,
            array_agg(format_type(a.atttypid, NULL) || coalesce(
                (SELECT ' COLLATE ' || quote_ident(n.collname) FROM pg_collation n WHERE n.oid = a.attcollation), '') ORDER BY i.place) AS types
        FROM pg_index x CROSS JOIN LATERAL unnest(x.indkey::smallint[]) WITH ORDINALITY AS i (attribute, place)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.attribute
        WHERE x.indrelid = c.oid AND x.indisprimary) AS k ON true
ORDER BY r.id

-- name: AuditShapes -> id, relation, columns, attributes
-- Those whose columns still exist.
SELECT s.id, s.relation, s.columns, s.attributes FROM audit_shape s JOIN audit_relation r ON r.id = s.relation
WHERE NOT EXISTS (SELECT FROM unnest(s.attributes) AS w (name) WHERE NOT EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = to_regclass(quote_ident(r.name)) AND a.attname = w.name AND NOT a.attisdropped))
ORDER BY s.id

-- name: TablesOutsideTheAudit -> name
-- Tables that are neither in the log nor excepted, and columns of sealed tables that no hash covers.
SELECT c.relname::text || coalesce('.' || a.attname, '') AS name
FROM pg_class c
    LEFT JOIN audit_relation r ON r.name = c.relname
    LEFT JOIN LATERAL (SELECT s.attributes FROM audit_shape s WHERE s.relation = r.id ORDER BY s.id DESC LIMIT 1) AS s ON true
    LEFT JOIN pg_attribute a ON r.id IS NOT NULL AND a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM audit_exception x
        WHERE x.relation = c.relname AND (x.attribute = '*' OR x.attribute = a.attname))
    AND (r.id IS NULL OR a.attname <> ALL (s.attributes))
ORDER BY 1

-- name: LockAudit -> locked
-- One sealing at a time; the lock ends with the transaction.
SELECT pg_try_advisory_xact_lock(7161127131498703) AS locked

-- name: LongStatements -> set_config, set_config
-- Without a limit of time, and joined by hash: the server does not know how many notes there are.
SELECT set_config('statement_timeout', '0', true), set_config('enable_nestloop', 'off', true)

-- name: LargeJoins -> set_config
SELECT set_config('work_mem', '256MB', true)

-- name: NotedRelations -> relation
SELECT DISTINCT n.relation FROM audit_note n ORDER BY n.relation

-- name: NotedRows -> count
SELECT count(*) FROM audit_note

-- name: DeleteAuditNotes
DELETE FROM audit_note

-- name: DeleteNotesOfRelation (relation)
DELETE FROM audit_note WHERE relation = $1

-- name: BeginRelation (leaf_index, relation, shape, previous)
-- The leaf that marks that from here on the rows of a table are in the log, with these columns.
INSERT INTO audit_leaf (leaf_index, relation, kind, shape, previous, path, key) VALUES ($1, $2, 'begun', $3, $4, '0.', '')

-- name: LastAuditHead -> number, tree_size, root, sealed_at, previous, key_id, signature, next_key_id, next_signature
SELECT h.number, h.tree_size, h.root, h.sealed_at, h.previous, h.key_id, h.signature, h.next_key_id, h.next_signature
FROM audit_head h ORDER BY h.number DESC LIMIT 1

-- name: FirstUnsealedEvent -> sealed_at, at
-- The oldest event after the last head, found by its identifier, which begins with its time in milliseconds.
SELECT h.sealed_at, (
    SELECT e.at FROM audit_event e
    WHERE e.id >= (lpad(to_hex(coalesce((extract(epoch FROM h.sealed_at) * 1000)::bigint, 0)), 12, '0') || repeat('0', 20))::uuid
    ORDER BY e.id LIMIT 1) AS at
FROM (SELECT max(sealed_at) AS sealed_at FROM audit_head) AS h

-- name: AuditHeads (after, limit) -> number, tree_size, root, sealed_at, previous, key_id, signature, next_key_id, next_signature
SELECT h.number, h.tree_size, h.root, h.sealed_at, h.previous, h.key_id, h.signature, h.next_key_id, h.next_signature
FROM audit_head h WHERE h.number > $1 ORDER BY h.number LIMIT $2

-- name: AuditHeadBefore (at) -> number, tree_size, root, sealed_at, previous, key_id, signature, next_key_id, next_signature
SELECT h.number, h.tree_size, h.root, h.sealed_at, h.previous, h.key_id, h.signature, h.next_key_id, h.next_signature
FROM audit_head h WHERE h.sealed_at < $1 ORDER BY h.number DESC LIMIT 1

-- name: InsertAuditHead (number, tree_size, root, sealed_at, previous, key, signature, next_key, next_signature)
INSERT INTO audit_head (number, tree_size, root, sealed_at, previous, key_id, signature, next_key_id, next_signature)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: AuditTiles (levels, numbers) -> level, number, hashes
SELECT t.level, t.number, t.hashes FROM unnest($1::bigint[], $2::bigint[]) AS w (level, number)
    JOIN audit_tile t ON t.level = w.level AND t.number = w.number

-- name: LeafTiles (first, last) -> number, hashes
SELECT t.number, t.hashes FROM audit_tile t WHERE t.level = 0 AND t.number >= $1 AND t.number < $2 ORDER BY t.number

-- name: StoreTiles (levels, numbers, hashes)
INSERT INTO audit_tile (level, number, hashes)
SELECT w.level, w.number, w.hashes FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS w (level, number, hashes)
ON CONFLICT ON CONSTRAINT audit_tile_pk DO UPDATE SET hashes = excluded.hashes

-- name: LeafHashes (first, last) -> number, leaves, hashes
-- The hashes of the leaves that the caller may see, by tile. A leaf's entry has its members in order, each ended by U+001F.
SELECT l.leaf_index / 256 AS number, array_agg(l.leaf_index ORDER BY l.leaf_index) AS leaves,
    string_agg(sha256('\x00'::bytea || convert_to(concat(l.relation, E'\x1f', l.kind, E'\x1f', l.cause, E'\x1f', l.shape, E'\x1f',
        l.previous, E'\x1f', l.path, E'\x1f', l.key, E'\x1f', encode(l.content, 'hex')), 'UTF8')), ''::bytea ORDER BY l.leaf_index) AS hashes
FROM audit_leaf l WHERE l.leaf_index >= $1 AND l.leaf_index < $2 GROUP BY 1 ORDER BY 1

-- name: DifferingTiles (first, last) -> number
-- Tiles of the tree that their leaves do not give, or whose leaves have other numbers, for callers who see all of them.
SELECT coalesce(t.number, l.number) AS number
FROM (
    SELECT l.leaf_index / 256 AS number,
        string_agg(sha256('\x00'::bytea || convert_to(concat(l.relation, E'\x1f', l.kind, E'\x1f', l.cause, E'\x1f', l.shape, E'\x1f',
            l.previous, E'\x1f', l.path, E'\x1f', l.key, E'\x1f', encode(l.content, 'hex')), 'UTF8')), ''::bytea ORDER BY l.leaf_index) AS hashes,
        count(*) AS leaves, max(l.leaf_index) AS last
    FROM audit_leaf l WHERE l.leaf_index >= $1 * 256 AND l.leaf_index < $2 * 256 GROUP BY 1
) AS l FULL JOIN (
    SELECT t.number, t.hashes FROM audit_tile t WHERE t.level = 0 AND t.number >= $1 AND t.number < $2
) AS t USING (number)
WHERE l.hashes IS DISTINCT FROM t.hashes OR l.last <> l.number * 256 + l.leaves - 1
ORDER BY 1

-- name: SuspectLeaves (first, low, high, limit) -> leaf_index, relation, kind, cause, key, total
-- Changes that no audit event caused, and rows that were not as the log had them when the program changed them.
SELECT l.leaf_index, l.relation, l.kind, l.cause, l.key, count(*) OVER () AS total
FROM audit_leaf l
WHERE (l.kind = 'broken' OR (l.cause IS NULL AND l.kind IN ('added', 'changed', 'removed')))
    AND l.leaf_index >= $1 AND l.path >= $2 AND l.path < $3
ORDER BY l.leaf_index LIMIT $4

-- name: AuditCauses (events) -> id, at, account_name, action
SELECT a.id, a.at, a.account_name, a.action FROM audit_event a WHERE a.id = ANY ($1)

-- name: LeavesOfKey (key, limit) -> leaf_index, relation, kind, cause, shape, previous, path, key, content
-- The versions of the rows whose key is a word or begins with it, the newest first.
SELECT l.leaf_index, l.relation, l.kind, l.cause, l.shape, l.previous, l.path, l.key, l.content
FROM audit_relation r JOIN audit_leaf l ON l.relation = r.id
WHERE l.key = $1 OR (l.key > $1 || E'\x1f' AND l.key < $1 || E'\x20')
ORDER BY l.leaf_index DESC LIMIT $2

-- name: OrganisationsOutside (low, high) -> outside
SELECT EXISTS (SELECT FROM organisation o WHERE o.path < $1 OR o.path >= $2) AS outside

-- name: LastLeafTile -> number
-- The last tile of the leaves, by the tree or by the leaves themselves.
SELECT greatest((SELECT max(t.number) FROM audit_tile t WHERE t.level = 0), (SELECT max(l.leaf_index) / 256 FROM audit_leaf l)) AS number

-- name: AuditBoundary -> tree_size, key_id, signature
SELECT tree_size, key_id, signature FROM audit_boundary

-- name: AuditBoundarySealed (relation) -> sealed
-- Whether the log ever had one.
SELECT EXISTS (SELECT FROM audit_leaf l WHERE l.relation = $1 AND l.key <> '') AS sealed

-- name: InsertAuditBoundary (tree_size, key, signature, audit_event)
INSERT INTO audit_boundary (id, tree_size, key_id, signature, audit_event_id) VALUES (1, $1, $2, $3, $4)

-- name: EventsToVerify (after, low, high, since, relation, limit) -> id, at, account_id, account_name, door, action,
--     subject_kind, subject_id, path, before, after, mac, on_behalf_of, leaf
-- Events in the order of their identifiers. The leaf is that of an event without a signature, by which it is old enough or not.
SELECT e.id, e.at, e.account_id, e.account_name, e.door, e.action, e.subject_kind, e.subject_id, e.path, e.before, e.after, e.mac, e.on_behalf_of,
    CASE WHEN e.mac IS NULL
        THEN (SELECT min(l.leaf_index) FROM audit_leaf l WHERE l.relation = $5 AND l.key = e.id::text) END AS leaf
FROM audit_event e
WHERE e.id > $1 AND e.path >= $2 AND e.path < $3 AND ($4::timestamptz IS NULL OR e.at >= $4)
ORDER BY e.id LIMIT $6

-- name: HeadDelivery (channel) -> delivered, failed, tried_at
SELECT delivered, failure IS NOT NULL AS failed, tried_at FROM audit_delivery WHERE channel = $1

-- name: HeadsDelivered (channel, delivered, tried_at)
INSERT INTO audit_delivery (channel, delivered, tried_at) VALUES ($1, $2, $3)
ON CONFLICT ON CONSTRAINT audit_delivery_pk DO UPDATE
SET delivered = greatest(audit_delivery.delivered, excluded.delivered), tries = 0, failure = NULL, tried_at = excluded.tried_at

-- name: HeadsUndelivered (channel, failure, tried_at)
INSERT INTO audit_delivery (channel, delivered, tries, failure, tried_at) VALUES ($1, 0, 1, $2, $3)
ON CONFLICT ON CONSTRAINT audit_delivery_pk DO UPDATE
SET tries = audit_delivery.tries + 1, failure = excluded.failure, tried_at = excluded.tried_at

-- name: HeadDeliveries -> channel, delivered, tries, failure, tried_at, newest
SELECT d.channel, d.delivered, d.tries, d.failure, d.tried_at, coalesce((SELECT max(h.number) FROM audit_head h), 0) AS newest
FROM audit_delivery d ORDER BY d.channel
