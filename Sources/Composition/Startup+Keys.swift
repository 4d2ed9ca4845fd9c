package import Access
import Foundation
import Kernel
package import Postgres
import SQLFiles
import Settings

/// The keys of ID numbers: those that the settings and the state folder hold, by the editions that the database gave
/// them.
extension Startup {
    private static let check = KeyCheck("identity")

    /// The new key of the private cluster while it is changed, and each old one afterwards: backups may need it.
    var nextKeyFile: String { stateFolder + "/identity.key.next" }
    func oldKeyFile(_ edition: Int) -> String { stateFolder + "/identity.key.old-\(edition)" }

    /// Every key there is: that of the settings or the state folder, the old one, and the next.
    func heldKeys() async throws -> [String] {
        var keys = [try await identityKey.find(isNeeded: true)]
        if let old = try await settings.oldIdentity.resolve("identity.old_key") { keys.append(old) }
        if isLocal, settings.identity.isEmpty, FileManager.default.fileExists(atPath: nextKeyFile) {
            keys.append(try KeySource.read(nextKeyFile))
        }
        return keys
    }

    /// An edition of the key in the database, and the key where it is held.
    struct KeyEdition: Sendable {
        let number: Int
        let isRetired: Bool
        let text: String?
    }

    /// The editions of the database, and which of the keys have none.
    func keyEditions(_ connection: Connection) async throws -> (editions: [KeyEdition], unknown: [String]) {
        let rows = try await connection.query(.keyEditions(name: Self.check.name))
        var unknown = try await heldKeys()
        let editions = try rows.map { row in
            let value: Bytes = try row["value"]
            let text = unknown.first { Self.check.value(of: $0).bytes == value.bytes }
            unknown.removeAll { $0 == text }
            return KeyEdition(number: try row["edition"], isRetired: try row["is_retired"], text: text)
        }
        return (editions, unknown)
    }

    /// The keys by which the database can be read and written.
    /// - Parameter connection: of the owner, or of the application's role.
    /// - Throws: `key.*`.
    func keyRing(_ connection: Connection) async throws -> KeyRing {
        // The first value of a database that has none is written here.
        if try await !Self.check.isKnown(connection) { _ = try await identityKey.verified(connection) }
        let needed = try await keyEditions(connection).editions.filter { !$0.isRetired }
        guard let newest = needed.last, let text = newest.text else { throw identityKey.wrong }
        var keys = [newest.number: try MasterKey(text)]
        for edition in needed.dropLast() {
            guard let text = edition.text else { throw AppError.oldKeyMissing }
            keys[edition.number] = try MasterKey(text)
        }
        let finding: Int = try await connection.query(.keyState)[0]["finding"]
        return KeyRing(keys, writing: newest.number, finding: finding) { value in
            guard let texts = try? await heldKeys(),
                let text = texts.first(where: { Self.check.value(of: $0).bytes == value.bytes })
            else { return nil }
            return try? MasterKey(text)
        }
    }

    /// What backups are signed with.
    func newestKey(_ connection: Connection) async throws -> MasterKey {
        let ring = try await keyRing(connection)
        let editions = try await keyEditions(connection).editions
        guard let text = editions.first(where: { $0.number == ring.newest.edition })?.text else {
            throw identityKey.wrong
        }
        return try MasterKey(text)
    }

    /// Checks the keys and makes the database take them for proofs of scope.
    /// - Parameter owner: a connection of the owner.
    /// - Throws: `key.*`.
    @discardableResult
    package func keepKeys(_ owner: Connection) async throws -> KeyRing {
        let ring = try await keyRing(owner)
        try await ScopeSigner.install(ring.all.map(\.signer), owner)
        return ring
    }
}

extension AppError {
    static var oldKeyMissing: AppError {
        AppError(
            .conflict, "key.old_missing",
            Text(
                zh: "密钥更换还没有完成，旧密钥仍然需要。", en: "The key was not changed completely: the old one is still needed."),
            hint: Text(
                zh: "请把旧密钥设为 identity.old_key，再运行 dangwu key rotate 完成更换。",
                en: "Set the old key as identity.old_key, and finish the change with dangwu key rotate."))
    }
}
