import Crypto
import Foundation
package import Postgres

/// A secret that opens the API: 32 random bytes, shown once, kept as a hash.
package struct Token: Sendable {
    /// `dangwu_` and 43 characters of URL-safe Base64; recognisable to secret scanners.
    package let secret: String

    package static func new() -> Token {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        let text = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Token(secret: "dangwu_" + text)
    }

    /// SHA-256 suffices for a secret of 256 random bits: there is nothing to guess.
    package static func hash(_ secret: String) -> Bytes { Bytes(SHA256.hash(data: Data(secret.utf8))) }
}
