/// A growing tree of which only the right edge is kept: the unfinished tile of each level. A tile has the hashes of 256
/// neighbours; when it is full, its root is appended to the level above.
package struct MerkleTree: Sendable {
    package static let tileSize = 256

    /// A tile that was added or grew, to be stored.
    package struct Tile: Sendable, Equatable {
        package let level: Int
        package let number: Int
        package internal(set) var hashes: [MerkleHash]
    }

    package private(set) var size: Int
    /// The unfinished tile of each level, the leaves' first.
    private var edge: [[MerkleHash]]
    private var finished: [Tile] = []

    package init() { (size, edge) = (0, []) }

    /// The tree of a size, from its unfinished tiles.
    /// - Returns: nil when a tile has another length than the size demands.
    package init?(size: Int, edge: [[MerkleHash]]) {
        guard size >= 0, edge.map(\.count) == Self.edgeLengths(of: size) else { return nil }
        (self.size, self.edge) = (size, edge)
    }

    /// How many hashes the unfinished tile of each level has: the digits of the size to the base 256.
    package static func edgeLengths(of size: Int) -> [Int] {
        var (rest, lengths) = (size, [Int]())
        while rest > 0 {
            lengths.append(rest % tileSize)
            rest /= tileSize
        }
        return lengths
    }

    package mutating func append(_ leaf: MerkleHash) {
        size += 1
        append(leaf, level: 0)
    }

    private mutating func append(_ hash: MerkleHash, level: Int) {
        if edge.count == level { edge.append([]) }
        edge[level].append(hash)
        guard edge[level].count == Self.tileSize else { return }
        let full = edge[level]
        edge[level] = []
        finished.append(Tile(level: level, number: (size >> (8 * (level + 1))) - 1, hashes: full))
        append(MerkleHash.root(full[...]), level: level + 1)
    }

    /// The root of everything appended.
    package var root: MerkleHash {
        guard size > 0 else { return .empty }
        var root: MerkleHash?
        for tile in edge {
            // Subtrees of the edge, the smallest and rightmost first.
            var (rest, end) = (tile.count, tile.count)
            while rest > 0 {
                let width = 1 << rest.trailingZeroBitCount
                let subtree = MerkleHash.root(tile[(end - width)..<end])
                root = root.map { .node(subtree, $0) } ?? subtree
                end -= width
                rest -= width
            }
        }
        return root ?? .empty
    }

    /// The tiles that were finished since the last call.
    package mutating func takeFinished() -> [Tile] {
        defer { finished = [] }
        return finished
    }

    /// The unfinished tiles, to be stored with the finished ones.
    package var unfinished: [Tile] {
        edge.enumerated().filter { !$1.isEmpty }.map { level, hashes in
            Tile(level: level, number: size >> (8 * (level + 1)), hashes: hashes)
        }
    }
}
