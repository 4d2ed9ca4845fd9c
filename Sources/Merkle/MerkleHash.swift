import Crypto

/// A hash of a tree's leaf or node (RFC 9162, section 2.1): SHA-256, with a first byte that distinguishes leaves from
/// nodes.
package struct MerkleHash: Sendable, Hashable {
    package let bytes: [UInt8]

    /// - Returns: nil unless there are 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = Array(bytes)
    }

    private init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    package static let length = 32

    /// The hash of a tree without leaves.
    package static let empty = MerkleHash(SHA256.hash(data: [UInt8]()))

    package static func leaf(_ entry: some Sequence<UInt8>) -> MerkleHash {
        MerkleHash(SHA256.hash(data: [0] + Array(entry)))
    }

    package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var data: [UInt8] = [1]
        data.reserveCapacity(1 + 2 * length)
        data += left.bytes
        data += right.bytes
        return MerkleHash(SHA256.hash(data: data))
    }

    /// The root over hashes in a row, whatever their number: the largest power of two below it goes to the left.
    package static func root(_ hashes: ArraySlice<MerkleHash>) -> MerkleHash {
        guard let first = hashes.first else { return empty }
        guard hashes.count > 1 else { return first }
        let middle = hashes.startIndex + MerkleSpan.split(hashes.count)
        return node(root(hashes[..<middle]), root(hashes[middle...]))
    }
}

/// Sizes of subtrees.
enum MerkleSpan {
    /// The largest power of two below a number greater than one.
    static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}
