import Foundation
package import Kernel
import Merkle
import Postgres
package import Wire

/// A signed head of the log: at this time this many leaves had this root. Each signs the signature of the head before
/// it, so that heads form a chain of their own.
package struct AuditHead: Codable, Described, Sendable, Hashable {
    package let number: Int
    package let treeSize: Int
    /// The root of the tree, in hex.
    package let root: String
    package let sealedAt: Moment
    /// The signature of the head before; none for the first.
    package let previous: String?
    /// Identifies the key that signed it.
    package let key: String
    package let signature: String
    /// The key that takes over with this head, and its signature.
    package let nextKey: String?
    package let nextSignature: String?

    /// The next head after another.
    /// - Throws: `audit.key_unknown` when the key of that head is not among the keys.
    init(after last: AuditHead?, _ tree: MerkleTree, at date: Date, _ keys: AuditKeys) throws(AppError) {
        number = (last?.number ?? 0) + 1
        treeSize = tree.size
        root = Bytes(tree.root.bytes).hex
        sealedAt = Moment(Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000))
        previous = last?.signature
        // A head that a new key takes over with is signed by both.
        let signer = last?.validKeyID ?? keys.current.id
        guard let signing = keys[signer] else { throw .auditKeyUnknown(signer) }
        key = signer
        let text = Self.text(number, treeSize, root, sealedAt, previous, signer)
        signature = signing.sign(text).hex
        nextKey = signer == keys.current.id ? nil : keys.current.id
        nextSignature = signer == keys.current.id ? nil : keys.current.sign(text).hex
    }

    init(_ row: Row) throws {
        func hex(_ column: String) throws -> String? { try (row[column] as Bytes?)?.hex }
        number = try row["number"]
        treeSize = try row["tree_size"]
        root = try hex("root") ?? ""
        sealedAt = Moment(try row["sealed_at"])
        previous = try hex("previous").flatMap { $0.isEmpty ? nil : $0 }
        key = try row["key_id"]
        signature = try hex("signature") ?? ""
        nextKey = try row["next_key_id"]
        nextSignature = try hex("next_signature")
    }

    /// Times are compared as they are written: reading one from JSON rounds it otherwise than the database does.
    package static func == (left: AuditHead, right: AuditHead) -> Bool {
        left.signedText == right.signedText && left.signature == right.signature && left.nextKey == right.nextKey
            && left.nextSignature == right.nextSignature
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(signature) }

    private var signedText: String { Self.text(number, treeSize, root, sealedAt, previous, key) }

    /// The key that signs the head after this one.
    var validKeyID: String { nextKey ?? key }

    /// The keys that signed this one.
    var signers: [String] { [key] + (nextKey.map { [$0] } ?? []) }

    private static func text(
        _ number: Int, _ size: Int, _ root: String, _ at: Moment, _ previous: String?, _ key: String
    ) -> String { "dangwu audit head\n\(number)\n\(size)\n\(root)\n\(at)\n\(previous ?? "")\n\(key)\n" }

    /// Whether its signatures are those of known keys.
    func isSigned(by keys: AuditKeys) -> Bool {
        let text = signedText
        func holds(_ id: String, _ signature: String?) -> Bool {
            guard let key = keys[id], let signature, let bytes = Bytes(postgresText: "\\x" + signature.lowercased())
            else { return false }
            return key.holds(bytes, of: text)
        }
        return holds(key, signature) && (nextKey.map { holds($0, nextSignature) } ?? true)
    }

    /// Whether it was made right after another: number, chain and key continue, and the tree did not shrink.
    func follows(_ last: AuditHead?) -> Bool {
        guard let last else { return number == 1 && previous == nil }
        return number == last.number + 1 && previous == last.signature && key == last.validKeyID
            && treeSize >= last.treeSize
    }
}

extension AuditHead {
    /// Numbers that every reader of JSON holds exactly.
    static let numbers = 1...9_007_199_254_740_991

    package static let memberLimits: [String: MemberLimit] = [
        "number": .count(numbers), "tree_size": .count(0...numbers.upperBound),
    ]

    package static let memberTexts = [
        "number": Text(zh: "树头的序号", en: "Number of the head"),
        "tree_size": Text(zh: "日志的条数", en: "Leaves of the log"),
        "root": Text(zh: "树根，十六进制", en: "Root of the tree in hex"),
        "sealed_at": Text(zh: "封存时间", en: "When it was sealed"),
        "previous": Text(zh: "上一个树头的签名", en: "Signature of the head before"),
        "key": Text(zh: "签名密钥的代号", en: "Identifier of the key that signed it"),
        "signature": Text(zh: "签名，十六进制", en: "Signature in hex"),
        "next_key": Text(zh: "接替密钥的代号", en: "Identifier of the key that takes over"),
        "next_signature": Text(zh: "接替密钥的签名", en: "Signature of the key that takes over"),
    ]
}

extension AuditHead: Tabular {
    package static let columns: [Column<AuditHead>] = [
        Column("number", zh: "序号", en: "Number", \.number),
        Column("sealed_at", zh: "封存时间", en: "Sealed at", \.sealedAt),
        Column("tree_size", zh: "条数", en: "Leaves", \.treeSize),
        Column("root", zh: "树根", en: "Root", \.root),
        Column("key", zh: "密钥", en: "Key", \.key),
        Column("next_key", zh: "接替密钥", en: "Next key", \.nextKey),
    ]
}
