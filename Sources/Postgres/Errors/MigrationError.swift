/// Why migrations cannot be applied to a database.
package enum MigrationError: Error, Sendable, Hashable {
    /// The text of an applied migration is not the one that was applied.
    case edited(String)
    /// The database is newer than this executable.
    case unknown(Int)
    /// The record of a migration is gone, though later ones or what it made are there.
    case unrecorded(String)
    /// A number appears twice or is missing.
    case numbering(Int)
}
