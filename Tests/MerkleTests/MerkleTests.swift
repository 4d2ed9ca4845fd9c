import Testing

@testable import Merkle

/// The tree and its proofs against the definition of RFC 9162, for every size up to some hundreds.
struct MerkleTests {
    private static let leaves = (0..<700).map { MerkleHash.leaf(Array("entry \($0)".utf8)) }

    private func subtree(_ start: Int, _ count: Int) -> MerkleHash {
        MerkleHash.root(Self.leaves[start..<start + count])
    }

    private func changed(_ hash: MerkleHash) throws -> MerkleHash {
        try #require(MerkleHash([hash.bytes[0] ^ 1] + hash.bytes.dropFirst()))
    }

    @Test func hashesAreThoseOfTheStandard() {
        func hex(_ hash: MerkleHash) -> String {
            hash.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(hex(.empty) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        // The test vectors of Certificate Transparency: no bytes, then 00, then 10.
        let entries: [[UInt8]] = [[], [0], [0x10]]
        let hashes = entries.map { MerkleHash.leaf($0) }
        #expect(hex(hashes[0]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(
            hex(MerkleHash.root(hashes[..<2])) == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
        #expect(hex(MerkleHash.root(hashes[...])) == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")
    }

    @Test func aGrowingTreeHasTheRootOfItsDefinition() {
        var tree = MerkleTree()
        for (index, leaf) in Self.leaves.enumerated() {
            #expect(tree.root == MerkleHash.root(Self.leaves[..<index]))
            tree.append(leaf)
        }
        #expect(tree.size == Self.leaves.count)
    }

    @Test func aTreeGoesOnFromItsStoredTiles() throws {
        var whole = MerkleTree()
        for size in 0..<Self.leaves.count {
            let edge = MerkleTree.edgeLengths(of: size).indices.map { level in
                whole.unfinished.first { $0.level == level }?.hashes ?? []
            }
            var stored = try #require(MerkleTree(size: size, edge: edge))
            #expect(stored.root == whole.root)
            whole.append(Self.leaves[size])
            stored.append(Self.leaves[size])
            #expect(stored.root == whole.root && stored.unfinished == whole.unfinished)
        }
        let tiles = whole.takeFinished()
        #expect(tiles.map(\.number) == [0, 1] && tiles.allSatisfy { $0.level == 0 })
        #expect(tiles[1].hashes == Array(Self.leaves[256..<512]))
        #expect(MerkleTree(size: 300, edge: [[], []]) == nil)
    }

    @Test func levelsAboveTheSecondAreBuilt() {
        var tree = MerkleTree()
        let leaf = Self.leaves[0]
        for _ in 0..<(256 * 256 + 3) { tree.append(leaf) }
        #expect(MerkleTree.edgeLengths(of: tree.size) == [3, 0, 1])
        #expect(tree.takeFinished().filter { $0.level == 1 }.map(\.number) == [0])
        #expect(tree.root == MerkleHash.root(Array(repeating: leaf, count: tree.size)[...]))
    }

    @Test func subtreesAreReadFromTiles() async throws {
        let size = 256 * 256 + 517
        let leaves = (0..<size).map { MerkleHash.leaf([UInt8($0 & 255), UInt8($0 >> 8 & 255), UInt8($0 >> 16)]) }
        var tree = MerkleTree()
        for leaf in leaves { tree.append(leaf) }
        var stored: [[Int]: [MerkleHash]] = [:]
        for tile in tree.takeFinished() + tree.unfinished { stored[[tile.level, tile.number]] = tile.hashes }
        let tiles = stored
        let reader = TileReader { tiles[[$0, $1]] ?? [] }
        for (start, count) in [
            (0, size), (0, 65_536), (65_536, 517), (65_536, 256), (512, 128), (65_792, 5), (7, 1), (32_768, 32_768),
        ] {
            #expect(try await reader.root(start, count) == MerkleHash.root(leaves[start..<start + count]))
        }
        #expect(try await reader.root(size, 1) == nil)
        #expect(try await reader.root(0, size + 1) == nil)
        let path = try await MerkleProof.inclusion(of: 65_800, in: size) { try #require(try await reader.root($0, $1)) }
        #expect(MerkleProof.holds(inclusion: path, of: leaves[65_800], at: 65_800, in: size, root: tree.root))
    }

    @Test func everyLeafIsProvedAndNoOther() async throws {
        for size in [1, 2, 3, 7, 8, 13, 64, 100, 255, 256, 257, 699] {
            let root = subtree(0, size)
            for leaf in stride(from: 0, to: size, by: max(1, size / 17)) {
                let path = try await MerkleProof.inclusion(of: leaf, in: size) { subtree($0, $1) }
                let hash = Self.leaves[leaf]
                #expect(MerkleProof.holds(inclusion: path, of: hash, at: leaf, in: size, root: root))
                #expect(!MerkleProof.holds(inclusion: path, of: try changed(hash), at: leaf, in: size, root: root))
                #expect(!MerkleProof.holds(inclusion: path, of: hash, at: leaf, in: size, root: try changed(root)))
                #expect(!MerkleProof.holds(inclusion: path + [hash], of: hash, at: leaf, in: size, root: root))
                if size > 1 {
                    #expect(!MerkleProof.holds(inclusion: path, of: hash, at: (leaf + 1) % size, in: size, root: root))
                    #expect(!MerkleProof.holds(inclusion: path.dropLast(), of: hash, at: leaf, in: size, root: root))
                }
            }
        }
        #expect(try await MerkleProof.inclusion(of: 5, in: 5) { subtree($0, $1) }.isEmpty)
    }

    @Test func everyBeginningIsConsistentAndNoOther() async throws {
        for second in [1, 2, 3, 5, 8, 9, 31, 64, 65, 130] {
            for first in 1...second {
                let path = try await MerkleProof.consistency(from: first, to: second) { subtree($0, $1) }
                let (old, new) = (subtree(0, first), subtree(0, second))
                #expect(MerkleProof.holds(consistency: path, from: first, old, to: second, new))
                #expect(!MerkleProof.holds(consistency: path, from: first, try changed(old), to: second, new))
                #expect(!MerkleProof.holds(consistency: path, from: first, old, to: second, try changed(new)))
                if let last = path.last {
                    let wrong = path.dropLast() + [try changed(last)]
                    #expect(!MerkleProof.holds(consistency: Array(wrong), from: first, old, to: second, new))
                }
            }
        }
        #expect(MerkleProof.holds(consistency: [], from: 0, .empty, to: 3, subtree(0, 3)))
        #expect(!MerkleProof.holds(consistency: [], from: 4, subtree(0, 4), to: 3, subtree(0, 3)))
    }
}
