import Access
import Kernel
import Members
import Postgres
import SQLFiles
import Settings

extension InstallationKey {
    /// The key of ID numbers. With the private cluster it may be a file that is made once.
    static func identity(_ source: KeySource, file: String?) -> InstallationKey {
        InstallationKey("identity", source: source, file: file, evidence: { try await sealedNumber($0) })
    }

    /// Whether a key opens one of the numbers on file; nil when there is none.
    private static func sealedNumber(_ connection: Connection) async throws -> (@Sendable (String) -> Bool)? {
        // The owner sees it; the application's role sees nothing, and relies on what the owner checked.
        let rows = try await connection.query(.sealedNumber)
        guard let row = rows.first else { return nil }
        let sample: Bytes = try row["id_cipher"]
        return { key in
            guard let master = try? MasterKey(key) else { return false }
            return IdentityVault(KeyRing(master)).opens(sample)
        }
    }
}
