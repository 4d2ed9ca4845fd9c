import Crypto
import Foundation

/// Time-based one-time passwords (RFC 6238): six digits, thirty seconds, SHA-1, which every authenticator knows.
enum TimeCode {
    static let digits = 6
    static let period = 30

    static func step(at date: Date) -> Int { Int((date.timeIntervalSince1970 / Double(period)).rounded(.down)) }

    static func code(_ secret: [UInt8], step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(truncatingIfNeeded: step).bigEndian) { Data($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: Data(secret))))
        // Dynamic truncation (RFC 4226, 5.3).
        let offset = Int((mac.last ?? 0) & 15)
        let number = mac[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The step that a code belongs to, now or one step before or after. Every step is compared, whichever fits.
    static func step(of code: String, secret: [UInt8], at date: Date) -> Int? {
        let now = step(at: date)
        return [now - 1, now, now + 1].reduce(nil as Int?) { found, step in
            SecretBytes.areEqual(Array(code.utf8), Array(Self.code(secret, step: step).utf8)) ? step : found
        }
    }

    /// What an authenticator reads from a picture or a line (Key URI Format).
    static func uri(secret: [UInt8], name: String) -> String {
        "otpauth://totp/Dangwu:\(name)?secret=\(SecretBytes.base32(secret))&issuer=Dangwu&algorithm=SHA1"
            + "&digits=\(digits)&period=\(period)"
    }
}
