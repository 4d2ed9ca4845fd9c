package import Access
import Foundation
package import Kernel
import Merkle
import Postgres
import SQLFiles
package import Wire

/// One version of a fact and the hashes that lead from it to a signed head.
package struct AuditProof: Codable, Sendable {
    package let table: String
    package let key: String
    package let leaf: Int
    /// The text of the leaf, whose parts end with U+001F. Its hash is SHA-256 over a zero byte and this text in UTF-8.
    package let entry: String
    /// The hashes of RFC 9162, section 2.1.3, in hex.
    package let path: [String]
    package let head: AuditHead
}

extension AuditProof: Tabular {
    package static let columns: [Column<AuditProof>] = [
        Column("table", zh: "表", en: "Table", \.table),
        Column("key", zh: "键", en: "Key", \.key),
        Column("leaf", zh: "条目", en: "Leaf", \.leaf),
        Column("entry", zh: "内容", en: "Entry") { $0.entry.replacing(SealedRelation.separator, with: " | ") },
        Column("head", zh: "树头", en: "Head") { $0.head.number },
        Column("path", zh: "路径", en: "Path") { $0.path.joined(separator: " ") },
    ]
}

/// Two heads between which a proof is asked for.
package struct ConsistencyQuery: Codable, Described, Sendable {
    package let from: Int?
    package let to: Int?

    package init(from: Int? = nil, to: Int? = nil) {
        self.from = from
        self.to = to
    }

    package static let memberLimits: [String: MemberLimit] = [
        "from": .count(AuditHead.numbers), "to": .count(AuditHead.numbers),
    ]

    package static let memberTexts = [
        "from": Text(zh: "较早树头的序号，默认第一个", en: "Number of the earlier head, by default the first"),
        "to": Text(zh: "较晚树头的序号，默认最后一个", en: "Number of the later head, by default the last"),
    ]
}

/// The hashes that show that the tree of one head is the beginning of the tree of another.
package struct AuditConsistency: Codable, Sendable {
    package let from: AuditHead
    package let to: AuditHead
    /// The hashes of RFC 9162, section 2.1.4, in hex.
    package let path: [String]
}

extension AuditConsistency: Tabular {
    package static let columns: [Column<AuditConsistency>] = [
        Column("from", zh: "从树头", en: "From head") { $0.from.number },
        Column("to", zh: "到树头", en: "To head") { $0.to.number },
        Column("from_root", zh: "较早树根", en: "Earlier root") { $0.from.root },
        Column("to_root", zh: "较晚树根", en: "Later root") { $0.to.root },
        Column("path", zh: "路径", en: "Path") { $0.path.joined(separator: " ") },
    ]
}

extension AuditService {
    /// The signed heads, the oldest first.
    package func heads(_ page: PageRequest, caller: Caller) async throws -> Page<AuditHead> {
        _ = try caller.with(.readAudit)
        var after = 0
        if let text = page.after {
            guard let number = Int(text) else { throw AppError.invalidValue("after", text, expected: Self.headNumber) }
            after = number
        }
        let heads = try await database.read(Self.everybody, .auditHeads(after: after, limit: page.limit + 1))
            .map { try AuditHead($0) }
        return Page(heads, limit: page.limit, key: \.number.description)
    }

    private static let headNumber = Text(zh: "树头的序号", en: "the number of a head")

    /// The proof that each version of a fact is in the log.
    /// - Throws: `not_found` for a fact that has not been sealed, or lies outside the caller's scope.
    package func proofs(of fact: Identifier<AuditSubject>, caller: Caller) async throws -> [AuditProof] {
        let caller = try caller.with(.readAudit)
        let isWhole = try await seesEverything(caller)
        let relations = Dictionary(uniqueKeysWithValues: try await relations().map { ($0.id, $0.name) })
        guard let head = try await database.read(Self.everybody, .lastAuditHead).single.map({ try AuditHead($0) })
        else { throw Self.notSealed(fact) }
        var proofs: [AuditProof] = []
        let leaves = try await database.read(
            Self.everybody, .leavesOfKey(key: fact.description, limit: Self.proofsAtATime))
        for row in leaves {
            let (leaf, place): (Int, String) = (try row["leaf_index"], try row["path"])
            guard leaf < head.treeSize, isWhole || caller.covers(place) else { continue }
            let path = try await MerkleProof.inclusion(of: leaf, in: head.treeSize) { try await subtree($0, $1, head) }
            let entry = try Self.entry(row)
            guard
                MerkleProof.holds(
                    inclusion: path, of: .leaf(Array(entry.utf8)), at: leaf, in: head.treeSize,
                    root: try await subtree(0, head.treeSize, head)), let relation = relations[try row["relation"]]
            else { throw AppError.auditLogChanged(head.number) }
            proofs.append(
                AuditProof(
                    table: relation, key: (try row["key"] as String).replacing(SealedRelation.separator, with: "/"),
                    leaf: leaf, entry: entry, path: path.map { Bytes($0.bytes).hex }, head: head))
        }
        guard !proofs.isEmpty else { throw Self.notSealed(fact) }
        return proofs
    }

    private static let proofsAtATime = 20

    private static func notSealed(_ fact: Identifier<AuditSubject>) -> AppError {
        .notFound(Text(zh: "封存的事实", en: "sealed fact"), fact.description)
    }

    /// The text of a leaf; `LeafHashes` makes the same in the database.
    private static func entry(_ row: Row) throws -> String {
        let content = (try row["content"] as Bytes?)?.hex ?? ""
        return ["relation", "kind", "cause", "shape", "previous", "path", "key"].map { row.text($0) ?? "" }
            .joined(separator: SealedRelation.separator) + SealedRelation.separator + content
    }

    /// The proof that one head continues another.
    /// - Throws: `not_found` for a head that does not exist, `value.invalid` for heads in the wrong order.
    package func consistency(_ query: ConsistencyQuery, caller: Caller) async throws -> AuditConsistency {
        _ = try caller.with(.readAudit)
        let last = try await database.read(Self.everybody, .lastAuditHead).single?["number"] as Int? ?? 0
        let (from, to) = (try await head(query.from ?? 1), try await head(query.to ?? last))
        guard from.number <= to.number else {
            throw AppError.invalidValue(
                "to", String(to.number),
                expected: Text(zh: "不早于 \(from.number)", en: "a head not before \(from.number)"))
        }
        let path = try await MerkleProof.consistency(from: from.treeSize, to: to.treeSize) {
            try await subtree($0, $1, to)
        }
        return AuditConsistency(from: from, to: to, path: path.map { Bytes($0.bytes).hex })
    }

    private func head(_ number: Int) async throws -> AuditHead {
        guard number > 0, number < Int.max,
            let head = try await database.read(Self.everybody, .auditHeads(after: number - 1, limit: 1)).single
                .map({ try AuditHead($0) }), head.number == number
        else { throw AppError.notFound(Text(zh: "树头", en: "head"), String(number)) }
        return head
    }

    private func subtree(_ start: Int, _ count: Int, _ head: AuditHead) async throws -> MerkleHash {
        let reader = TileReader { level, number in
            try await database.read(Self.everybody, .auditTiles(levels: [level], numbers: [number])).single
                .map { try ($0["hashes"] as Bytes).merkleHashes() } ?? []
        }
        guard let root = try await reader.root(start, count) else { throw AppError.auditLogChanged(head.number) }
        return root
    }
}
