import Crypto
import Foundation
import Postgres

/// A table of facts in the log, and the expressions that make keys and hashes of its rows. They are made here and not
/// in the database, whose owner could make them overlook a row.
struct SealedRelation: Sendable {
    let id: Int
    /// The name it was first sealed under; hashes contain it.
    let label: String
    /// The table's name today.
    let name: String
    let shape: Shape
    let keys: [String]
    let types: [String]
    /// How many of its three triggers work.
    let triggers: Int
    /// The leaf that marks the beginning of its rows in the log, and the shape they have there; nil before that.
    let begunLeaf: Int?
    let begunShape: Int?

    /// The columns that hashes cover: the names they contain, and what they are called today.
    struct Shape: Sendable {
        let id: Int
        let columns: [String]
        let attributes: [String]
    }

    init(_ row: Row) throws {
        id = try row["id"]
        label = try row["label"]
        name = try row["name"]
        shape = Shape(id: try row["shape"], columns: try row["columns"], attributes: try row["attributes"])
        keys = try row["keys"]
        types = try row["types"]
        triggers = try row["triggers"]
        begunLeaf = try row["begun_leaf"]
        begunShape = try row["begun_shape"]
    }

    /// False for a table that was dropped.
    var exists: Bool { !keys.isEmpty }
    var isBegun: Bool { begunLeaf != nil }
    /// Whether rows of the log have other columns than the table has now.
    var isOutdated: Bool { isBegun && begunShape != shape.id }
    var isPlaced: Bool { shape.attributes.contains("path") }

    static let separator = "\u{1f}"

    var table: String { Self.quoted(name) }

    /// The key of a row `r` as the log spells it.
    var key: String {
        "concat_ws(E'\\x1f', \(keys.map { "r." + Self.quoted($0) }.joined(separator: ", "))) COLLATE \"C\""
    }

    /// The condition that a row `r` has a key that is given as text.
    func hasKey(_ text: String) -> String {
        zip(keys, types).enumerated().map { index, key in
            "r.\(Self.quoted(key.0)) = split_part(\(text), E'\\x1f', \(index + 1))::\(key.1)"
        }.joined(separator: " AND ")
    }

    /// The hash of a row `r`: table, columns and values.
    func content(_ shape: Shape? = nil) -> String {
        let shape = shape ?? self.shape
        let digest = Bytes(SHA256.hash(data: Data(shape.columns.joined(separator: ",").utf8))).hex
        let values = shape.attributes.map { "r." + Self.quoted($0) }.joined(separator: ", ")
        return "sha256(convert_to('\(label)' || E'\\x1f\(digest)\\x1f' || ROW(\(values))::text, 'UTF8'))"
    }

    /// The place of a row `r`, for auditors of a scope.
    var place: String { isPlaced ? "r.path" : "'0.'" }

    /// The audit event that a row `r` names.
    var event: String {
        if name == "audit_event" { return "r.id::text" }
        return shape.attributes.contains("audit_event_id") ? "r.audit_event_id::text" : "NULL"
    }

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
