package import Crypto
package import Foundation
import Kernel
package import Postgres
import Wire

/// Signs audit events with a key that the database does not have, so that an event which somebody with the owner's
/// rights inserts by SQL differs from one that the program wrote, before it is sealed as well as afterwards.
package struct EventSigner: Sendable, Unshown {
    /// Names the key, in front of each signature.
    package let id: Bytes
    private let key: SymmetricKey

    package static let idLength = 8
    package static let length = 40

    /// - Parameter id: 8 bytes.
    package init(id: Bytes, key: SymmetricKey) {
        self.id = id
        self.key = key
    }

    /// The name of the key and the signature.
    package func sign(_ event: EventContent) -> Bytes {
        Bytes(id.bytes + HMAC<SHA256>.authenticationCode(for: event.bytes, using: key))
    }

    package func holds(_ mac: Bytes, of event: EventContent) -> Bool {
        mac.bytes.count == Self.length && mac.bytes.prefix(Self.idLength).elementsEqual(id.bytes)
            && HMAC<SHA256>.isValidAuthenticationCode(
                mac.bytes.dropFirst(Self.idLength), authenticating: event.bytes, using: key)
    }
}

/// Everything that the program says of an event. Its time is the database's; the identifier holds the program's own.
package struct EventContent: Sendable {
    /// Each member with its length in front of it, or a dash for none.
    let bytes: Data

    package init(
        id: UUID, account: UUID, accountName: String, door: String, action: String, subjectKind: String, subject: UUID?,
        path: String, before: String?, after: String?, onBehalfOf: String? = nil
    ) {
        var bytes = Data("dangwu audit event\n".utf8)
        func add(_ member: (some Collection<UInt8>)?) {
            guard let member else { return bytes.append(contentsOf: "-\n".utf8) }
            bytes.append(contentsOf: "\(member.count)\n".utf8)
            bytes.append(contentsOf: member)
        }
        add(id.data)
        add(account.data)
        for word in [accountName, door, action, subjectKind, path] { add(word.utf8) }
        add(subject?.data)
        // As it is when it is none: PostgreSQL does not take it then.
        add(before.map { CanonicalJSON.bytes($0) ?? Array($0.utf8) })
        add(after.map { CanonicalJSON.bytes($0) ?? Array($0.utf8) })
        if let onBehalfOf { add(onBehalfOf.utf8) }
        self.bytes = bytes
    }
}

extension UUID {
    fileprivate var data: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }
}
