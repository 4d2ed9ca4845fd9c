import Access
import Foundation
package import Kernel
import Merkle
import Postgres
import SQLFiles
import Wire

/// What a sealing added.
package struct SealReport: Outcome {
    /// Versions of rows that were added to the log.
    package internal(set) var leaves: Int
    package internal(set) var treeSize: Int
    /// Heads that were signed; none when nothing had changed.
    package internal(set) var heads: Int
    /// Heads that were written to the folder.
    package internal(set) var exported: Int
    /// Heads that the webhook and the mail took.
    package internal(set) var delivered: Int

    package var summary: Text {
        Text(
            zh: "新增 \(leaves) 条，日志共 \(treeSize) 条；签名 \(heads) 个树头，导出 \(exported) 个，另送 \(delivered) 个。",
            en: "\(leaves) leaves added, \(treeSize) in all; \(heads) heads signed, \(exported) exported, "
                + "\(delivered) delivered.")
    }
}

extension AuditService {
    /// Adds what was written since the last sealing to the log, signs the new head and exports it.
    /// - Throws: `audit.key_missing`, `audit.busy`; `audit.log_changed` when the log is not the one that was signed.
    package func seal(caller: Caller) async throws -> SealReport {
        try await requireExportedHead()
        var report = try await seal(areRestored: false, caller: caller)
        report.exported = try await export()
        report.delivered = try await deliver(at: now())
        return report
    }

    /// Seals what a database that was just restored and checked holds unsealed: its notes name transactions of the
    /// server that was backed up. Nothing leaves: the copy may be there for the check alone.
    package func sealRestored(caller: Caller) async throws -> SealReport {
        try await seal(areRestored: true, caller: caller)
    }

    private func seal(areRestored: Bool, caller: Caller) async throws -> SealReport {
        let caller = try caller.with(.sealAudit)
        guard try await seesEverything(caller) else { throw AppError.outsideScope }
        let keys = try await requireKeys()
        var report = SealReport(leaves: 0, treeSize: 0, heads: 0, exported: 0, delivered: 0)
        let relations = try await relations()
        guard let events = relations.first(where: { $0.label == "audit_event" })?.id,
            let migrations = relations.first(where: { $0.label == "schema_migration" })?.id
        else { throw PostgresError.misuse("the audit log has no audit_event") }
        func statements(_ relation: SealedRelation) -> SealStatements {
            SealStatements(relation: relation, events: events, migrations: migrations, areRestored: areRestored)
        }
        // Each table of the first sealing has a transaction of its own; those that explain the others come last.
        for relation in relations
        where relation.exists && !relation.isBegun && ![events, migrations].contains(relation.id) {
            try await step(keys, &report) { transaction, index in
                try await begin(statements(relation), at: index, transaction)
            }
        }
        let shapes = try await shapes()
        for relation in relations where relation.exists && relation.isOutdated {
            try await step(keys, &report) { transaction, index in
                try await mark(relation, at: index, transaction)
                let statement = statements(relation).reshaped(shapes[relation.id] ?? [], from: index + 1)
                return try await transaction.query(statement).affected + 1
            }
        }
        try await sealNoted(statements, relations, [events, migrations], keys, &report)
        if let boundary = relations.first(where: { $0.label == "audit_boundary" }),
            try await recordBoundary(keys, relation: boundary, size: report.treeSize)
        {
            try await sealNoted(statements, try await self.relations(), [events, migrations], keys, &report)
        }
        return report
    }

    /// What was written since the last sealing, and the tables that explain the others at their first one.
    private func sealNoted(
        _ statements: (SealedRelation) -> SealStatements, _ relations: [SealedRelation], _ explaining: [Int],
        _ keys: AuditKeys, _ report: inout SealReport
    ) async throws {
        try await step(keys, &report) { transaction, index in
            var next = index
            let noted = try await transaction.query(.notedRelations).map { try $0["relation"] as Int }
            for relation in relations where relation.exists && noted.contains(relation.id) {
                guard relation.isBegun || !explaining.contains(relation.id) else { continue }
                next += try await transaction.query(statements(relation).noted(from: next)).affected
            }
            for relation in relations where !relation.isBegun && explaining.contains(relation.id) {
                next += try await begin(statements(relation), at: next, transaction)
            }
            if !noted.isEmpty { _ = try await transaction.query(.deleteAuditNotes) }
            return next - index
        }
    }

    private func begin(_ statements: SealStatements, at index: Int, _ transaction: ScopedTransaction) async throws
        -> Int
    {
        let relation = statements.relation
        try await mark(relation, at: index, transaction)
        let rows = try await transaction.query(statements.initial(from: index + 1)).affected
        _ = try await transaction.query(.deleteNotesOfRelation(relation: relation.id))
        return rows + 1
    }

    /// Marks from which leaf on the rows of a table are in the log with its present columns.
    private func mark(_ relation: SealedRelation, at index: Int, _ transaction: ScopedTransaction) async throws {
        _ = try await transaction.query(
            .beginRelation(
                leafIndex: index, relation: relation.id, shape: relation.shape.id, previous: relation.begunLeaf))
    }

    /// One transaction that sees one state of the database: adds leaves, then the tiles and the head over them.
    private func step(
        _ keys: AuditKeys, _ report: inout SealReport, _ add: (ScopedTransaction, Int) async throws -> Int
    ) async throws {
        let (leaves, size) = try await database.seal(Self.everybody) { transaction -> (Int, Int) in
            guard try await transaction.query(.lockAudit).single?["locked"] == true else { throw AppError.auditBusy }
            _ = try await transaction.query(.longStatements)
            let last = try await transaction.query(.lastAuditHead).single.map { try AuditHead($0) }
            var tree = try await storedTree(last, keys, transaction)
            let first = tree.size
            let added = try await add(transaction, first)
            guard added > 0 else { return (0, first) }
            var stored: [MerkleTree.Tile] = []
            for start in stride(from: first, to: first + added, by: Self.leavesAtATime) {
                let end = min(start + Self.leavesAtATime, first + added)
                for row in try await transaction.query(.leafHashes(first: start, last: end)) {
                    for hash in try (row["hashes"] as Bytes).merkleHashes() { tree.append(hash) }
                }
                stored += tree.takeFinished()
            }
            guard tree.size == first + added else { throw AppError.auditLogChanged(last?.number ?? 0) }
            try await store(stored + tree.unfinished, transaction)
            let head = try AuditHead(after: last, tree, at: now(), keys)
            try await insert(head, transaction)
            return (added, tree.size)
        }
        report.leaves += leaves
        report.treeSize = size
        if leaves > 0 { report.heads += 1 }
    }

    /// So many hashes are held in memory at a time.
    static let leavesAtATime = MerkleTree.tileSize * 512

    /// The tree of the last head out of its tiles.
    private func storedTree(_ last: AuditHead?, _ keys: AuditKeys, _ transaction: ScopedTransaction) async throws
        -> MerkleTree
    {
        guard let last else { return MerkleTree() }
        guard last.isSigned(by: keys) else {
            if let unknown = last.signers.first(where: { keys[$0] == nil }) { throw AppError.auditKeyUnknown(unknown) }
            throw AppError.auditLogChanged(last.number)
        }
        let edge = try await edge(of: last.treeSize) { try await transaction.query($0) }
        guard let tree = MerkleTree(size: last.treeSize, edge: edge), Bytes(tree.root.bytes).hex == last.root else {
            throw AppError.auditLogChanged(last.number)
        }
        return tree
    }

    /// The unfinished tiles of a tree of a size: the beginnings of those that are stored.
    func edge(of size: Int, _ query: (Statement) async throws -> Rows) async throws -> [[MerkleHash]] {
        let lengths = MerkleTree.edgeLengths(of: size)
        let levels = lengths.indices.filter { lengths[$0] > 0 }
        var edge = lengths.map { _ in [MerkleHash]() }
        let rows = try await query(.auditTiles(levels: Array(levels), numbers: levels.map { size >> (8 * ($0 + 1)) }))
        for row in rows {
            let level: Int = try row["level"]
            guard edge.indices.contains(level) else { continue }
            edge[level] = Array(try (row["hashes"] as Bytes).merkleHashes().prefix(lengths[level]))
        }
        return edge
    }

    private func store(_ tiles: [MerkleTree.Tile], _ transaction: ScopedTransaction) async throws {
        // A tile grows as text to 16 KiB: a few megabytes at a time.
        for start in stride(from: 0, to: tiles.count, by: 256) {
            let slice = tiles[start..<min(start + 256, tiles.count)]
            _ = try await transaction.query(
                .storeTiles(
                    levels: slice.map(\.level), numbers: slice.map(\.number),
                    hashes: slice.map { Bytes($0.hashes.flatMap(\.bytes)) }))
        }
    }

    private func insert(_ head: AuditHead, _ transaction: ScopedTransaction) async throws {
        func bytes(_ hex: String) -> Bytes? { Bytes(postgresText: "\\x" + hex) }
        _ = try await transaction.query(
            .insertAuditHead(
                number: head.number, treeSize: head.treeSize, root: bytes(head.root), sealedAt: head.sealedAt.date,
                previous: bytes(head.previous ?? ""), key: head.key, signature: bytes(head.signature),
                nextKey: head.nextKey, nextSignature: head.nextSignature.flatMap(bytes)))
    }

    // MARK: heads outside

    /// A log whose exported end is missing or different is not continued: that would hide it.
    private func requireExportedHead() async throws {
        guard let folder, let exported = try folder.last() else { return }
        let stored = try await database.read(Self.everybody, .auditHeads(after: exported.number - 1, limit: 1)).single
            .map { try AuditHead($0) }
        guard stored == exported else { throw AppError.auditHeadMissing(exported.number, in: folder.path) }
    }

    /// Writes the heads that the folder does not have yet.
    private func export() async throws -> Int {
        guard let folder else { return 0 }
        var (count, last) = (0, try folder.last()?.number ?? 0)
        while true {
            let heads = try await database.read(Self.everybody, .auditHeads(after: last, limit: 500))
                .map { try AuditHead($0) }
            guard let newest = heads.last else { return count }
            try folder.append(heads)
            (count, last) = (count + heads.count, newest.number)
        }
    }

    // MARK: the catalogue

    func relations() async throws -> [SealedRelation] {
        try await database.read(Self.everybody, .auditRelations).map { try SealedRelation($0) }
    }

    /// The shapes of each table whose columns still exist.
    func shapes() async throws -> [Int: [SealedRelation.Shape]] {
        var shapes: [Int: [SealedRelation.Shape]] = [:]
        for row in try await database.read(Self.everybody, .auditShapes) {
            let shape = SealedRelation.Shape(
                id: try row["id"], columns: try row["columns"], attributes: try row["attributes"])
            shapes[try row["relation"], default: []].append(shape)
        }
        return shapes
    }
}

extension Bytes {
    /// Hashes in a row.
    /// - Throws: `.decode` when they do not fill it.
    func merkleHashes() throws(PostgresError) -> [MerkleHash] {
        var hashes: [MerkleHash] = []
        hashes.reserveCapacity(bytes.count / MerkleHash.length)
        for start in stride(from: 0, to: bytes.count, by: MerkleHash.length) {
            guard let hash = MerkleHash(bytes[start..<min(start + MerkleHash.length, bytes.count)]) else {
                throw .decode(column: "hashes", expected: "hashes of 32 bytes", found: "\(bytes.count) bytes")
            }
            hashes.append(hash)
        }
        return hashes
    }
}
