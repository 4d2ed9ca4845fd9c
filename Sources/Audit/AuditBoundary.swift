import Foundation
import Kernel
import Postgres

/// From which leaf of the log on every audit event has to be signed: events from before signatures were introduced have
/// none. The key signs it, and the log has it.
struct AuditBoundary: Sendable {
    let treeSize: Int
    let key: String
    let signature: Bytes

    init(treeSize: Int, _ keys: AuditKeys) {
        self.treeSize = treeSize
        key = keys.current.id
        signature = keys.current.sign(Self.text(treeSize))
    }

    init(_ row: Row) throws {
        treeSize = try row["tree_size"]
        key = try row["key_id"]
        signature = try row["signature"]
    }

    func isSigned(by keys: AuditKeys) -> Bool { keys[key]?.holds(signature, of: Self.text(treeSize)) ?? false }

    private static func text(_ treeSize: Int) -> String { "dangwu audit boundary\n\(treeSize)\n" }
}
