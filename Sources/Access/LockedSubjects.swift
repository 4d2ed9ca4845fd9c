import Postgres
import SQLFiles

/// What two writers may not read and then change at the same time, where no constraint can say so. A transaction that
/// locks several kinds takes them in this order.
package enum LockedSubject: Int, Sendable {
    /// Files that are imported, and the ID numbers that an account asks for.
    case imports = 1
    /// The list of members and posts of an organisation, by its code.
    case organisations
    /// The cycles and years that duties are made from.
    case duties
    /// What one person is put on: classes, by the person's identifier.
    case people
    /// The grants of an account.
    case grants
    /// What is nominated for a class, by the class's identifier: who nominates cannot lock the class itself.
    case nominations
}

extension ScopedTransaction {
    /// Waits until no other transaction holds one of the subjects; they are released at the end of this one.
    package func lock(_ kind: LockedSubject, _ subjects: some Sequence<String>) async throws {
        _ = try await query(.lockSubjects(kind: kind.rawValue, subjects: Array(subjects)))
    }
}
