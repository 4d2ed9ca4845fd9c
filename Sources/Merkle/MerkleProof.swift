/// Proofs of RFC 9162, section 2.1.3 and 2.1.4: that a leaf is in a tree, and that a tree is the beginning of another.
package enum MerkleProof {
    /// Gives the root of the leaves `start..<start + count`; `count` is a power of two, or the range ends with the
    /// tree.
    package typealias Subtree = (_ start: Int, _ count: Int) async throws -> MerkleHash

    /// The hashes that lead from a leaf to the root of a tree of a size.
    package static func inclusion(of leaf: Int, in size: Int, _ subtree: Subtree) async throws -> [MerkleHash] {
        guard leaf >= 0, leaf < size else { return [] }
        var (start, count) = (0, size)
        var path: [MerkleHash] = []
        while count > 1 {
            let split = MerkleSpan.split(count)
            if leaf < start + split {
                path.append(try await subtree(start + split, count - split))
                count = split
            } else {
                path.append(try await subtree(start, split))
                (start, count) = (start + split, count - split)
            }
        }
        return path.reversed()
    }

    /// Whether the path leads from the leaf to the root.
    package static func holds(
        inclusion path: [MerkleHash], of hash: MerkleHash, at leaf: Int, in size: Int, root: MerkleHash
    ) -> Bool {
        guard leaf >= 0, leaf < size else { return false }
        var (node, last, result) = (leaf, size - 1, hash)
        for sibling in path {
            guard last > 0 else { return false }
            if node % 2 == 1 || node == last {
                result = .node(sibling, result)
                while node % 2 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                result = .node(result, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && result == root
    }

    /// The hashes that show that the tree of the first size is the beginning of the tree of the second.
    package static func consistency(from first: Int, to second: Int, _ subtree: Subtree) async throws -> [MerkleHash] {
        guard first > 0, first < second else { return [] }
        var (start, known, count, isWhole) = (0, first, second, true)
        var path: [MerkleHash] = []
        while known != count {
            let split = MerkleSpan.split(count)
            if known <= split {
                path.append(try await subtree(start + split, count - split))
                count = split
            } else {
                path.append(try await subtree(start, split))
                (start, known, count, isWhole) = (start + split, known - split, count - split, false)
            }
        }
        if !isWhole { path.append(try await subtree(start, known)) }
        return path.reversed()
    }

    /// Whether the path shows that the second root continues the first.
    package static func holds(
        consistency path: [MerkleHash], from first: Int, _ firstRoot: MerkleHash, to second: Int,
        _ secondRoot: MerkleHash
    ) -> Bool {
        guard first <= second, first >= 0 else { return false }
        if first == second { return path.isEmpty && firstRoot == secondRoot }
        guard first > 0 else { return path.isEmpty && firstRoot == .empty }
        var rest = path[...]
        if first & (first - 1) == 0 { rest = [firstRoot] + rest }
        guard let start = rest.popFirst() else { return false }
        var (node, last, old, new) = (first - 1, second - 1, start, start)
        while node % 2 == 1 {
            node >>= 1
            last >>= 1
        }
        for hash in rest {
            guard last > 0 else { return false }
            if node % 2 == 1 || node == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while node % 2 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && old == firstRoot && new == secondRoot
    }
}
