import Access
import Kernel
import Postgres

/// The statements that compare the rows of one table with the log. Rows noted since the last sealing are left out.
struct CheckStatements {
    let relation: SealedRelation
    /// The shapes that versions in force can have.
    let shapes: [SealedRelation.Shape]
    /// The places of rows that are looked at.
    let scope: Scope

    /// So many differences are listed; all are counted.
    static let listed = 200

    private var latest: String {
        """
        SELECT l.leaf_index, l.key, l.cause, l.shape, l.content FROM audit_leaf l
        WHERE l.relation = \(relation.id) AND l.kind <> 'begun' AND l.content IS NOT NULL
            AND l.path >= $1 AND l.path < $2
            AND NOT EXISTS (SELECT FROM audit_leaf n WHERE n.previous = l.leaf_index)
        """
    }

    private var contents: String {
        shapes.map { "\(relation.content($0)) AS content\($0.id)" }.joined(separator: ", ")
    }

    /// The hash of the row in the shape of its leaf.
    private var content: String {
        "CASE l.shape \(shapes.map { "WHEN \($0.id) THEN r.content\($0.id)" }.joined(separator: " ")) END"
    }

    private func counted(_ found: String) -> String {
        """
        WITH noted AS MATERIALIZED (SELECT DISTINCT n.key FROM audit_note n WHERE n.relation = \(relation.id)),
            found AS (\(found))
        SELECT f.leaf_index, f.key, f.cause, f.kind, count(*) OVER () AS total
        FROM found f WHERE NOT EXISTS (SELECT FROM noted n WHERE n.key = f.key)
        ORDER BY f.leaf_index, f.key LIMIT \(Self.listed)
        """
    }

    /// Every row against its newest version.
    var whole: Statement {
        Statement(
            sql: counted(
                """
                SELECT l.leaf_index, coalesce(l.key, r.key) AS key, l.cause,
                    CASE WHEN r.key IS NULL THEN 'missing' WHEN l.key IS NULL THEN 'unsealed' ELSE 'changed' END AS kind
                FROM (\(latest)) AS l FULL JOIN (
                    SELECT \(relation.key) AS key, \(contents) FROM \(relation.table) r
                    WHERE \(relation.place) >= $1 AND \(relation.place) < $2) AS r ON r.key = l.key
                WHERE l.key IS NULL OR r.key IS NULL OR \(content) IS DISTINCT FROM l.content
                """), parameters: [scope.low.parameter, scope.high.parameter])
    }

    /// The versions since a leaf against their rows.
    func since(_ leaf: Int) -> Statement {
        Statement(
            sql: counted(
                """
                SELECT l.leaf_index, l.key, l.cause, CASE WHEN r.is_there THEN 'changed' ELSE 'missing' END AS kind
                FROM (\(latest) AND l.leaf_index >= $3) AS l LEFT JOIN LATERAL (
                    SELECT true AS is_there, \(contents) FROM \(relation.table) r
                    WHERE \(relation.hasKey("l.key")) LIMIT 1
                ) AS r ON true
                WHERE r.is_there IS NULL OR \(content) IS DISTINCT FROM l.content
                """), parameters: [scope.low.parameter, scope.high.parameter, leaf.parameter])
    }

    /// How many rows there are.
    var rows: Statement {
        Statement(
            sql:
                "SELECT count(*) AS count FROM \(relation.table) r "
                + "WHERE \(relation.place) >= $1 AND \(relation.place) < $2",
            parameters: [scope.low.parameter, scope.high.parameter])
    }
}
