import Kernel
import Wire

/// What a check has found so far.
struct AuditTally: Sendable {
    /// So many faults are listed; all are counted.
    private static let listed = 500

    var leaves = 0
    var heads = 0
    var rows = 0
    var tables: [AuditTableLine] = []
    private(set) var faults: [AuditFault] = []
    private var total = 0

    var isFull: Bool { faults.count >= Self.listed }

    mutating func add(_ fault: AuditFault) {
        total += 1
        if !isFull { faults.append(fault) }
    }

    /// Faults that are counted without being listed.
    mutating func count(_ number: Int) { total += max(0, number) }

    mutating func merge(_ other: AuditTally) {
        leaves += other.leaves
        heads += other.heads
        rows += other.rows
        tables += other.tables
        for fault in other.faults { add(fault) }
        total += other.total - other.faults.count
    }

    mutating func explain(_ event: String, account: String, action: String, at: Moment) {
        for index in faults.indices where faults[index].event == event {
            faults[index].account = account
            faults[index].action = action
            faults[index].at = at
        }
    }

    func verification(pending: Int, isWhole: Bool) -> AuditVerification {
        AuditVerification(
            leaves: leaves, heads: heads, rows: rows, pending: pending, isWhole: isWhole, faultCount: total,
            faults: faults.sorted {
                ($0.table ?? "", $0.number ?? 0, $0.key ?? "") < ($1.table ?? "", $1.number ?? 0, $1.key ?? "")
            },
            tables: tables.sorted { $0.table < $1.table })
    }
}
