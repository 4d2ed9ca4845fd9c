import Access
package import Civil
import Foundation
package import Kernel
import Merkle
import Postgres
import SQLFiles
package import Wire

/// What is checked, and with which heads.
package struct AuditCheckOrder: Codable, Described, Sendable {
    /// Only what was sealed from this day on. Rows that were put in behind the program's back are found by a check of
    /// everything.
    package let since: Day?
    /// Heads that were kept elsewhere; without them, those of the folder in the settings.
    package let heads: [AuditHead]?

    package init(since: Day? = nil, heads: [AuditHead]? = nil) {
        self.since = since
        self.heads = heads
    }

    package static let memberLimits: [String: MemberLimit] = ["heads": .items(0...headLimit)]

    /// More than nine years of sealing every five minutes.
    static let headLimit = 1_000_000

    package static let memberTexts = [
        "since": Text(
            zh: "只核对这一天起封存的内容；默认全部", en: "Check only what was sealed from this day on; by default everything"),
        "heads": Text(
            zh: "另外保存的树头；默认用设置里的文件夹",
            en: "Heads that were kept elsewhere; by default those of the folder in the settings"),
    ]
}

extension AuditService {
    /// Compares every fact with the log, the log with its tree, and the tree with the signed heads.
    ///
    /// A caller whose scope is a part checks the whole tree, and the rows of that part.
    package func verify(_ order: AuditCheckOrder, caller: Caller) async throws -> AuditVerification {
        let caller = try caller.with(.readAudit)
        if let heads = order.heads { try AuditCheckOrder.requireLimit("heads", heads.count) }
        let keys = try await requireKeys()
        let isWhole = try await seesEverything(caller)
        let ranges = isWhole ? [.everything] : caller.ranges
        let exported = if let heads = order.heads { heads } else { try folder?.existingHeads() ?? [] }
        let start = try await lastHead(before: order.since)
        let since = order.since == nil ? nil : start?.treeSize ?? 0
        // Heads, leaves and rows are compared at the same time; each part takes as long as the others.
        async let heads = tally { try await checkHeads(exported, from: start, keys, &$0) }
        async let leaves = tally { try await checkLeaves(from: since ?? 0, ranges, &$0) }
        async let tables = tally { try await checkTables(isWhole: isWhole, ranges, since: since, &$0) }
        async let events = tally { try await checkEvents(ranges, since: order.since, keys, &$0) }
        var tally = try await heads
        tally.merge(try await leaves)
        tally.merge(try await tables)
        tally.merge(try await events)
        if order.since == nil, tally.heads == 0 { try await checkBeginning(&tally) }
        try await explain(&tally)
        let pending = try await database.read(Self.everybody, .notedRows).single?["count"] as Int? ?? 0
        return tally.verification(pending: pending, isWhole: isWhole)
    }

    /// The same check of a database that was restored. Heads that were exported after the backup are left out: beside
    /// them the log of the restored database goes on with heads of its own.
    /// - Returns: nil when nothing was ever sealed.
    /// - Throws: `audit.key_missing`, `audit.key_unknown` when the last head cannot be checked.
    package func verifyRestored(caller: Caller) async throws -> AuditVerification? {
        guard let row = try await database.read(Self.everybody, .lastAuditHead).single else { return nil }
        let (last, keys) = (try AuditHead(row), try await requireKeys())
        guard keys[last.key] != nil else { throw AppError.auditKeyUnknown(last.key) }
        let exported = try folder?.existingHeads().filter { $0.number <= last.number } ?? []
        let common = try await commonBeginning(exported)
        // A log that has nothing in common with what was exported is another one.
        return try await verify(AuditCheckOrder(heads: common.isEmpty ? exported : common), caller: caller)
    }

    /// The first of the exported heads, up to the one that the database has otherwise.
    private func commonBeginning(_ exported: [AuditHead]) async throws -> [AuditHead] {
        guard let first = exported.first else { return [] }
        return zip(exported, try await heads(after: first.number - 1)).prefix { $0 == $1 }.map(\.0)
    }

    /// Every head of the database after one of a number.
    private func heads(after number: Int) async throws -> [AuditHead] {
        var heads: [AuditHead] = []
        while true {
            let page = try await database.read(
                Self.everybody, .auditHeads(after: heads.last?.number ?? number, limit: 5000)
            ).map { try AuditHead($0) }
            if page.isEmpty { return heads }
            heads += page
        }
    }

    private func tally(_ check: (inout AuditTally) async throws -> Void) async throws -> AuditTally {
        var tally = AuditTally()
        try await check(&tally)
        return tally
    }

    // MARK: heads and tree

    /// A log without a head is a new one for a day, in which the first sealing is made.
    private func checkBeginning(_ tally: inout AuditTally) async throws {
        let first: Date? = try await database.read(Self.everybody, .firstUnsealedEvent).single?["at"]
        if let first, first < now().addingTimeInterval(-86_400) {
            tally.add(AuditFault(.emptied, at: Moment(first)))
        }
    }

    /// The last head before a day; none for a check of everything.
    private func lastHead(before since: Day?) async throws -> AuditHead? {
        guard let since else { return nil }
        let date = Date(timeIntervalSince1970: Double(since.number * 86_400 - 8 * 3600))
        return try await database.read(Self.everybody, .auditHeadBefore(at: date)).single.map { try AuditHead($0) }
    }

    /// The heads against each other, their signatures, the tree and what was exported.
    /// - Parameter start: the head before which nothing is checked.
    private func checkHeads(
        _ exported: [AuditHead], from start: AuditHead?, _ keys: AuditKeys, _ tally: inout AuditTally
    ) async throws {
        let heads = try await heads(after: start.map { $0.number - 1 } ?? 0)
        for (index, head) in heads.enumerated() {
            let follows = index == 0 && start != nil || head.follows(index == 0 ? nil : heads[index - 1])
            if !follows || !head.isSigned(by: keys) {
                tally.add(AuditFault(.head, number: head.number, at: head.sealedAt))
            }
        }
        tally.heads = heads.count + exported.count
        let stored = Dictionary(heads.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        for head in exported {
            if !head.isSigned(by: keys) {
                tally.add(AuditFault(.head, number: head.number, at: head.sealedAt))
            } else if let own = stored[head.number] {
                if own != head { tally.add(AuditFault(.fork, number: head.number, at: head.sealedAt)) }
            } else if head.number >= start?.number ?? 0 {
                tally.add(AuditFault(.cut, number: head.number, at: head.sealedAt))
            }
        }
        try await checkTree(heads, exported, from: start, &tally)
    }

    /// The root that the tiles give at the size of each head.
    private func checkTree(
        _ heads: [AuditHead], _ exported: [AuditHead], from start: AuditHead?, _ tally: inout AuditTally
    ) async throws {
        var tree = MerkleTree()
        if let start {
            let edge = try await edge(of: start.treeSize) { try await database.read(Self.everybody, $0) }
            guard let stored = MerkleTree(size: start.treeSize, edge: edge),
                Bytes(stored.root.bytes).hex == start.root
            else { return tally.add(AuditFault(.fork, number: start.number, at: start.sealedAt)) }
            tree = stored
        }
        // The first head that the tree does not give is named; those after it cannot fit either.
        var waiting = Set(heads + exported).filter { $0.treeSize >= tree.size }
            .sorted { ($0.treeSize, $0.number) < ($1.treeSize, $1.number) }[...]
        func compare(_ tally: inout AuditTally) -> Bool {
            while let next = waiting.first, next.treeSize == tree.size {
                waiting.removeFirst()
                guard Bytes(tree.root.bytes).hex == next.root else {
                    tally.add(AuditFault(.fork, number: next.number, at: next.sealedAt))
                    return false
                }
            }
            return true
        }
        guard compare(&tally) else { return }
        var tile = tree.size / MerkleTree.tileSize
        var skipped = tree.size % MerkleTree.tileSize
        while true {
            let rows = try await database.read(Self.everybody, .leafTiles(first: tile, last: tile + 512))
            for row in rows {
                for hash in try (row["hashes"] as Bytes).merkleHashes().dropFirst(skipped) {
                    tree.append(hash)
                    guard compare(&tally) else { return }
                }
                skipped = 0
            }
            _ = tree.takeFinished()
            if rows.isEmpty { break }
            tile += 512
        }
        tally.leaves = tree.size
        if let short = waiting.first {
            tally.add(AuditFault(.cut, number: short.number, at: short.sealedAt))
        }
    }

    // MARK: leaves

    /// The entries of the log against the tree, and those that were sealed as faults.
    private func checkLeaves(from first: Int, _ ranges: [Scope], _ tally: inout AuditTally) async throws {
        let end = (try await database.read(Self.everybody, .lastLeafTile).single?["number"] as Int? ?? -1) + 1
        for start in stride(from: first / MerkleTree.tileSize, to: end, by: 2048) {
            let tiles = try await database.snapshot(Self.everybody) { transaction in
                _ = try await transaction.query(.longStatements)
                return try await transaction.query(.differingTiles(first: start, last: min(start + 2048, end)))
                    .map { try $0["number"] as Int }
            }
            for tile in tiles {
                if tally.isFull { tally.count(1) } else { try await compareTile(tile, &tally) }
            }
        }
        let relations = Dictionary(uniqueKeysWithValues: try await relations().map { ($0.id, $0.name) })
        for range in ranges { try await checkSuspects(from: first, range, relations, &tally) }
    }

    private func checkSuspects(
        from first: Int, _ range: Scope, _ relations: [Int: String], _ tally: inout AuditTally
    ) async throws {
        let suspects = try await database.read(
            Self.everybody,
            .suspectLeaves(first: first, low: range.low, high: range.high, limit: CheckStatements.listed))
        for row in suspects {
            let kind = AuditFault.Kind(rawValue: try row["kind"]) == .broken ? AuditFault.Kind.broken : .unexplained
            tally.add(
                AuditFault(
                    kind, table: relations[try row["relation"]], key: try row["key"], number: try row["leaf_index"],
                    event: try row["cause"]))
        }
        if let total: Int = try suspects.first?["total"] { tally.count(total - suspects.count) }
    }

    private func compareTile(_ tile: Int, _ tally: inout AuditTally) async throws {
        let (first, last) = (tile * MerkleTree.tileSize, (tile + 1) * MerkleTree.tileSize)
        let rows = try await database.read(
            Self.everybody, [.leafTiles(first: tile, last: tile + 1), .leafHashes(first: first, last: last)])
        let tree = try rows[0].first.map { try ($0["hashes"] as Bytes).merkleHashes() } ?? []
        var found: [Int: MerkleHash] = [:]
        if let row = rows[1].first {
            let leaves: [Int] = try row["leaves"]
            for (leaf, hash) in zip(leaves, try (row["hashes"] as Bytes).merkleHashes()) { found[leaf] = hash }
        }
        for leaf in first..<last {
            let expected = leaf - first < tree.count ? tree[leaf - first] : nil
            if found[leaf] != expected { tally.add(AuditFault(.leaf, number: leaf)) }
        }
    }

    // MARK: rows

    private func checkTables(isWhole: Bool, _ ranges: [Scope], since: Int?, _ tally: inout AuditTally) async throws {
        let (relations, shapes) = (try await relations(), try await shapes())
        for row in try await database.read(Self.everybody, .tablesOutsideTheAudit) {
            tally.add(AuditFault(.table, table: try row["name"]))
        }
        for relation in relations where relation.triggers < 3 {
            tally.add(AuditFault(.trigger, table: relation.name))
        }
        let checked = relations.filter { $0.exists && $0.isBegun && (isWhole || $0.isPlaced) }
        let statements = checked.flatMap { relation in
            ranges.map { range in
                CheckStatements(
                    relation: relation, shapes: relation.isOutdated ? shapes[relation.id] ?? [] : [relation.shape],
                    scope: range)
            }
        }
        // The largest tables take as long as all others: several at a time, without taking every connection.
        try await withThrowingTaskGroup(of: AuditTally.self) { group in
            var rest = statements[...]
            for _ in 0..<Self.tablesAtATime {
                if let next = rest.popFirst() { group.addTask { try await check(next, since: since) } }
            }
            while let part = try await group.next() {
                tally.merge(part)
                if let next = rest.popFirst() { group.addTask { try await check(next, since: since) } }
            }
        }
    }

    private static let tablesAtATime = 3

    private func check(_ statements: CheckStatements, since: Int?) async throws -> AuditTally {
        try await database.snapshot(Self.everybody) { transaction in
            _ = try await transaction.pipeline([.longStatements, .largeJoins])
            var tally = AuditTally()
            if since == nil { tally.rows = try await transaction.query(statements.rows).single?["count"] ?? 0 }
            let found = try await transaction.query(since.map { statements.since($0) } ?? statements.whole)
            for row in found {
                let kind = AuditFault.Kind(rawValue: try row["kind"]) ?? .changed
                tally.add(
                    AuditFault(
                        kind, table: statements.relation.name, key: try row["key"], number: try row["leaf_index"],
                        event: try row["cause"]))
            }
            let total: Int = try found.first?["total"] ?? 0
            tally.count(total - found.count)
            if total > 0 {
                tally.tables = [AuditTableLine(table: statements.relation.name, rows: tally.rows, faults: total)]
            }
            return tally
        }
    }

    /// Who changed the listed rows last, and when.
    private func explain(_ tally: inout AuditTally) async throws {
        let events = Set(tally.faults.compactMap { $0.event.flatMap { Identifier<AuditEvent>($0) } })
        guard !events.isEmpty else { return }
        for row in try await database.read(Self.everybody, .auditCauses(events: events.sorted())) {
            let id: Identifier<AuditEvent> = try row["id"]
            tally.explain(
                id.description, account: try row["account_name"], action: try row["action"],
                at: Moment(try row["at"]))
        }
    }
}
