package import Crypto
import Foundation
import Kernel
package import Postgres
import SQLFiles
import Synchronization

/// What keys are derived for from the key of an installation (HKDF, RFC 5869).
package enum KeyPurpose: String, CaseIterable, Sendable {
    case numberSeal = "dangwu id seal 1"
    case numberFind = "dangwu id find 1"
    case accessSeal = "dangwu access seal 1"
    case accessName = "dangwu access name 1"
}

/// The keys of ID numbers that a program holds: one, or two while a rotation is under way. The database says which of
/// them is written with and which finds; a program learns of a change when it writes or looks up numbers, and every few
/// seconds.
package final class KeyRing: Sendable {
    /// One key by its edition, with everything that is derived from it.
    package struct Key: Sendable, Unshown {
        package let edition: Int
        package let signer: ScopeSigner
        private let derived: [KeyPurpose: SymmetricKey]

        package init(_ master: MasterKey, edition: Int) {
            self.edition = edition
            signer = ScopeSigner(master)
            derived = Dictionary(
                uniqueKeysWithValues: KeyPurpose.allCases.map { purpose in
                    (purpose, SymmetricKey(data: master.derived(for: purpose.rawValue)))
                })
        }

        package subscript(_ purpose: KeyPurpose) -> SymmetricKey {
            // Every purpose has one; without it nothing could be opened that was ever sealed.
            derived[purpose] ?? SymmetricKey(size: .bits256)
        }
    }

    private struct State {
        var keys: [Int: Key]
        var writing: Int
        var finding: Int
    }

    /// Finds the key with a check value where keys come from: it may have been put there since the program started.
    package typealias Search = @Sendable (_ value: Bytes) async -> MasterKey?

    private let state: Mutex<State>
    private let search: Search

    /// - Parameters:
    ///   - keys: by the edition that the database gave them; that which finds is among them.
    ///   - writing: the newest edition of the database.
    package init(
        _ keys: [Int: MasterKey], writing: Int, finding: Int, search: @escaping Search = { _ in nil }
    ) {
        let held = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, Key($0.value, edition: $0.key)) })
        state = Mutex(State(keys: held, writing: writing, finding: finding))
        self.search = search
    }

    /// Of a database whose key was never changed.
    package convenience init(_ key: MasterKey) { self.init([1: key], writing: 1, finding: 1) }

    /// The newest first.
    package var all: [Key] { state.withLock { state in state.keys.values.sorted { $0.edition > $1.edition } } }

    /// What new secrets are sealed with: the newest that is held, up to the one that the database is written with.
    package var newest: Key {
        state.withLock { state in
            let usable = state.keys.values.filter { $0.edition <= state.writing }
            return usable.max { $0.edition < $1.edition } ?? Key(MasterKey.random, edition: 0)
        }
    }

    /// What numbers are looked up with.
    package var finding: Key { state.withLock { $0.keys[$0.finding] } ?? newest }

    /// The keys of a transaction that writes numbers or secrets: no step of a rotation comes before its end.
    /// - Throws: `key.new_missing`.
    package func share(_ transaction: ScopedTransaction) async throws -> (writing: Key, finding: Key) {
        _ = try await transaction.query(.shareKeys)
        // Another statement, which sees what was done while the first one waited.
        try await follow(transaction.query(.keyState))
        let (writing, finding) = state.withLock { ($0.keys[$0.writing], $0.keys[$0.finding]) }
        guard let writing, let finding else { throw AppError.newKeyMissing }
        return (writing, finding)
    }

    /// Learns of a rotation before numbers are looked up.
    package func follow(_ transaction: ScopedTransaction) async throws {
        try await follow(transaction.query(.keyState))
    }

    /// Learns of a rotation.
    /// - Returns: whether everything that the database is written with can be read.
    @discardableResult
    package func follow(_ pool: Pool) async throws -> Bool {
        try await follow(pool.read([.keyState])[0])
        return state.withLock { $0.keys[$0.writing] != nil }
    }

    private func follow(_ rows: Rows) async throws {
        guard let row = rows.first else { return }
        let (writing, finding): (Int, Int) = (try row["writing"], try row["finding"])
        let value: Bytes? = try row["value"]
        var found: Key?
        if let value, state.withLock({ $0.keys[writing] == nil }), let master = await search(value) {
            found = Key(master, edition: writing)
        }
        state.withLock { [found] state in
            if let found { state.keys[writing] = found }
            // Never back: what was asked first may be answered last.
            state.writing = max(state.writing, writing)
            state.finding = max(state.finding, finding)
        }
    }
}

extension AppError {
    static var newKeyMissing: AppError {
        .unavailable(
            "key.new_missing",
            Text(
                zh: "密钥 identity.key 正在更换，本程序还没有新密钥，暂不能写身份证号。",
                en:
                    "The key identity.key is being changed, and this program does not have the new one: it cannot "
                    + "write ID numbers."),
            hint: Text(
                zh: "请把新密钥设为 identity.key、旧密钥设为 identity.old_key，重新启动。",
                en: "Set the new key as identity.key and the old one as identity.old_key, and start it again."))
    }

    static var keyRetired: AppError {
        .unavailable(
            "key.retired",
            Text(
                zh: "数据库不再认本程序的密钥：密钥已经更换。",
                en: "The database no longer takes this program's key: it was changed."),
            hint: Text(zh: "请用新密钥重新启动。", en: "Start it again with the new key."))
    }
}
