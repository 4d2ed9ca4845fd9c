import Postgres

/// The statements that append leaves for the rows of one table. Each returns nothing; the number of leaves is the
/// number of rows it inserted.
struct SealStatements {
    let relation: SealedRelation
    /// The tables whose new rows explain what their transaction did.
    let events: Int
    let migrations: Int
    /// Whether the notes were restored from a backup, and so belong to the transactions of another server.
    var areRestored = false

    /// A note is its transaction's own row. One that says another transaction's number was written or changed behind
    /// the program's back, and explains nothing.
    private var isGenuine: String { areRestored ? "true" : "n.xmin = n.xid::xid" }

    private static let columns = "leaf_index, relation, kind, cause, shape, previous, path, key, content"

    /// Every row of the table, at the first sealing.
    func initial(from index: Int) -> Statement {
        Statement(
            sql: """
                INSERT INTO audit_leaf (\(Self.columns))
                SELECT $1 + row_number() OVER () - 1, \(relation.id), 'initial', \(relation.event),
                    \(relation.shape.id), NULL,
                    \(relation.place), \(relation.key), \(relation.content())
                FROM \(relation.table) r
                """, parameters: [index.parameter])
    }

    /// The rows that were noted since the last sealing: one leaf for each that differs from its last version.
    ///
    /// The first change since then carries the hash of the row it changed. If that is not the last version, the row was
    /// changed before, without a trace. Audit events must explain the writes that changed what is sealed: a notice that
    /// was sent is the same notice.
    func noted(from index: Int) -> Statement {
        let isAlive = "p.content IS NOT NULL"
        let broken = """
            CASE WHEN \(isAlive) THEN k.before IS NULL OR (p.shape = \(relation.shape.id) AND k.before <> p.content)
                ELSE k.before IS NOT NULL END
            """
        return Statement(
            sql: """
                WITH causes AS MATERIALIZED (
                    SELECT n.xid,
                        min(CASE WHEN n.relation = \(events) THEN n.key ELSE 'migration ' || n.key END) AS cause
                    FROM audit_note n
                    WHERE n.relation IN (\(events), \(migrations)) AND n.before IS NULL AND \(isGenuine)
                    GROUP BY n.xid
                ), notes AS MATERIALIZED (
                    SELECT n.key, n.seq, n.before, c.cause, lead(n.before) OVER w AS after,
                        lead(n.seq) OVER w IS NULL AS is_last
                    FROM audit_note n LEFT JOIN causes c ON c.xid = n.xid AND \(isGenuine)
                    WHERE n.relation = \(relation.id) WINDOW w AS (PARTITION BY n.key ORDER BY n.seq)
                ), taken AS MATERIALIZED (
                    SELECT n.key, min(n.seq) AS first, (array_agg(n.before ORDER BY n.seq))[1] AS before,
                        bool_and(n.is_last OR n.cause IS NOT NULL OR n.before IS NOT DISTINCT FROM n.after)
                            AS is_explained,
                        (array_agg(n.cause ORDER BY n.seq DESC))[1] AS last_cause,
                        (array_agg(n.before ORDER BY n.seq DESC))[1] AS last_before,
                        (array_agg(n.cause ORDER BY n.seq DESC) FILTER (WHERE n.cause IS NOT NULL))[1] AS cause
                    FROM notes n GROUP BY n.key
                ), judged AS (
                    SELECT k.first, k.key, r.content, coalesce(r.place, p.path) AS place, p.leaf_index AS previous,
                        CASE WHEN k.is_explained
                            AND (k.last_cause IS NOT NULL OR r.content IS NOT DISTINCT FROM k.last_before)
                            THEN k.cause END AS cause,
                        CASE WHEN \(broken) THEN 'broken' WHEN r.content IS NULL THEN 'removed'
                            WHEN \(isAlive) THEN 'changed' ELSE 'added' END AS kind
                    FROM taken k
                        LEFT JOIN LATERAL (
                            SELECT \(relation.content()) AS content, \(relation.place) AS place
                            FROM \(relation.table) r WHERE \(relation.hasKey("k.key")) LIMIT 1) AS r ON true
                        LEFT JOIN LATERAL (
                            SELECT l.leaf_index, l.shape, l.path, l.content FROM audit_leaf l
                            WHERE l.relation = \(relation.id) AND l.key = k.key
                            ORDER BY l.leaf_index DESC LIMIT 1) AS p ON true
                    WHERE r.content IS DISTINCT FROM p.content OR (\(broken))
                )
                INSERT INTO audit_leaf (\(Self.columns))
                SELECT $1 + row_number() OVER (ORDER BY j.first) - 1, \(relation.id), j.kind, j.cause,
                    CASE WHEN j.content IS NOT NULL THEN \(relation.shape.id) END, j.previous,
                    coalesce(j.place, '0.'), j.key, j.content
                FROM judged j
                """, parameters: [index.parameter])
    }

    /// New versions of rows that were sealed before the table got its present columns. A row that does not match its
    /// old version is marked as broken.
    func reshaped(_ shapes: [SealedRelation.Shape], from index: Int) -> Statement {
        let cases = shapes.map { "WHEN \($0.id) THEN \(relation.content($0)) = l.content" }.joined(separator: " ")
        let matches = shapes.isEmpty ? "true" : "CASE l.shape \(cases) ELSE true END"
        return Statement(
            sql: """
                INSERT INTO audit_leaf (\(Self.columns))
                SELECT $1 + row_number() OVER (ORDER BY l.leaf_index) - 1, \(relation.id),
                    CASE WHEN \(matches) THEN 'reshaped' ELSE 'broken' END, l.cause, \(relation.shape.id), l.leaf_index,
                    \(relation.place), l.key, \(relation.content())
                FROM audit_leaf l JOIN \(relation.table) r ON \(relation.key) = l.key
                WHERE l.relation = \(relation.id) AND l.shape <> \(relation.shape.id)
                    AND NOT EXISTS (SELECT FROM audit_leaf n WHERE n.previous = l.leaf_index)
                    AND NOT EXISTS (SELECT FROM audit_note n WHERE n.relation = \(relation.id) AND n.key = l.key)
                """, parameters: [index.parameter])
    }
}
