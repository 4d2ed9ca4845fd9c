import Crypto
import Foundation
import Kernel

/// Encrypts a file in pieces, so that its size does not matter: ChaCha20-Poly1305 over 64 KiB each, the nonce being the
/// piece's number and a mark on the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
/// A file that was cut, reordered or changed does not open.
struct FileCipher {
    private static let pieceSize = 65_536
    private static let tagSize = 16

    /// A key of this file alone.
    private let key: SymmetricKey

    init(fileKey: SymmetricKey, name: String) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: fileKey, info: Data("dangwu backup file \(name)".utf8), outputByteCount: 32)
    }

    func seal(_ source: URL, to target: URL) throws {
        try Self.pieces(of: source, size: Self.pieceSize, into: target) { piece, number, isLast in
            let box = try ChaChaPoly.seal(piece, using: key, nonce: Self.nonce(number, isLast))
            return box.ciphertext + box.tag
        }
    }

    /// - Throws: `backup.damaged`.
    func open(_ source: URL, to target: URL) throws {
        try Self.pieces(of: source, size: Self.pieceSize + Self.tagSize, into: target) { piece, number, isLast in
            guard piece.count >= Self.tagSize,
                let box = try? ChaChaPoly.SealedBox(
                    nonce: Self.nonce(number, isLast), ciphertext: piece.dropLast(Self.tagSize),
                    tag: piece.suffix(Self.tagSize)),
                let plain = try? ChaChaPoly.open(box, using: key)
            else { throw AppError.backupDamaged(source.lastPathComponent) }
            return plain
        }
    }

    /// Reads one piece ahead, to know which is the last. An empty file is one empty piece.
    private static func pieces(
        of source: URL, size: Int, into target: URL, _ transform: (Data, UInt64, Bool) throws -> Data
    ) throws {
        let input = try FileHandle(forReadingFrom: source)
        defer { try? input.close() }
        guard
            FileManager.default.createFile(
                atPath: target.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw AppError.backupFile(target.path) }
        let output = try FileHandle(forWritingTo: target)
        defer { try? output.close() }
        var number: UInt64 = 0
        var piece = try input.read(upToCount: size) ?? Data()
        while true {
            let next = try input.read(upToCount: size) ?? Data()
            try output.write(contentsOf: try transform(piece, number, next.isEmpty))
            if next.isEmpty { break }
            piece = next
            number += 1
        }
        try output.synchronize()
    }

    private static func nonce(_ number: UInt64, _ isLast: Bool) throws -> ChaChaPoly.Nonce {
        var bytes = [UInt8](repeating: 0, count: 12)
        for index in 0..<8 { bytes[3 + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (7 - index))) }
        bytes[11] = isLast ? 1 : 0
        return try ChaChaPoly.Nonce(data: bytes)
    }
}
