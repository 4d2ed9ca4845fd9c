import CryptoExtras
import Foundation
import Kernel
import Postgres

/// A password as it is kept: scrypt (RFC 7914) with its salt and parameters beside it.
struct PasswordHash: Sendable, Unshown {
    let salt: Bytes
    let hash: Bytes
    /// N is two to this power.
    let cost: Int
    let block: Int
    let lanes: Int

    static let usualBlock = 8
    static let usualLanes = 1
    private static let length = 32

    /// Takes a tenth of a second and more: only `PasswordWork` calls it.
    static func make(_ password: String, cost: Int) throws(AppError) -> PasswordHash {
        let salt = SecretBytes.random(16)
        let hash = try derive(password, salt: salt, cost: cost, block: usualBlock, lanes: usualLanes)
        return PasswordHash(
            salt: Bytes(salt), hash: Bytes(hash), cost: cost, block: usualBlock, lanes: usualLanes)
    }

    /// What an unknown account is compared with, so that it takes as long as a known one.
    static func decoy(cost: Int) -> PasswordHash {
        PasswordHash(
            salt: Bytes(SecretBytes.random(16)), hash: Bytes(SecretBytes.random(length)), cost: cost,
            block: usualBlock, lanes: usualLanes)
    }

    /// As slow as `make`.
    func matches(_ password: String) throws(AppError) -> Bool {
        let derived = try Self.derive(password, salt: salt.bytes, cost: cost, block: block, lanes: lanes)
        return SecretBytes.areEqual(derived, hash.bytes)
    }

    private static func derive(
        _ password: String, salt: [UInt8], cost: Int, block: Int, lanes: Int
    ) throws(AppError) -> [UInt8] {
        // The same password typed on another keyboard: composed characters (RFC 8265, OpaqueString).
        let text = Data(password.precomposedStringWithCanonicalMapping.utf8)
        do {
            return try KDF.Scrypt.deriveKey(
                from: text, salt: salt, outputByteCount: length, rounds: 1 << min(max(cost, 1), 30), blockSize: block,
                parallelism: lanes
            ).withUnsafeBytes { Array($0) }
        } catch {
            throw .unavailable(
                "password.memory", Text(zh: "内存不足，无法核对密码。", en: "There is not enough memory to check a password."))
        }
    }
}

/// Random bytes and their comparison.
enum SecretBytes {
    static func random(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// In a time that depends on the lengths alone.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    /// Letters and digits that are not mistaken for one another, five bits each, in groups of four.
    static func words(_ count: Int) -> String {
        let text = random(count).map { letters[Int($0 & 31)] }
        return stride(from: 0, to: count, by: 4)
            .map { String(decoding: text[$0..<min($0 + 4, count)], as: UTF8.self) }.joined(separator: "-")
    }

    /// Base32 (RFC 4648) without padding, as authenticators read it.
    static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (text, buffer, bits) = ([UInt8](), UInt32(0), 0)
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
