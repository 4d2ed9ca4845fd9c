/// Roots of subtrees out of stored tiles: what proofs are made of.
package struct TileReader: Sendable {
    /// The hashes of a tile, as far as they are stored.
    private let tile: @Sendable (_ level: Int, _ number: Int) async throws -> [MerkleHash]

    package init(_ tile: @escaping @Sendable (_ level: Int, _ number: Int) async throws -> [MerkleHash]) {
        self.tile = tile
    }

    /// The root of the leaves `start..<start + count`, as RFC 9162 divides a tree; nil when a tile is too short.
    package func root(_ start: Int, _ count: Int) async throws -> MerkleHash? {
        guard count > 0, count & (count - 1) == 0, start % count == 0 else {
            guard count > 1 else { return nil }
            let split = MerkleSpan.split(count)
            guard let left = try await root(start, split), let right = try await root(start + split, count - split)
            else { return nil }
            return .node(left, right)
        }
        // The level whose hashes are the largest subtrees that are not larger.
        let level = count.trailingZeroBitCount / 8
        let first = (start >> (8 * level)) % MerkleTree.tileSize
        let end = first + (count >> (8 * level))
        let hashes = try await tile(level, start >> (8 * (level + 1)))
        guard end <= hashes.count else { return nil }
        return MerkleHash.root(hashes[first..<end])
    }
}
