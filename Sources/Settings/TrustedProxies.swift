import Foundation

/// The proxies whose `X-Forwarded-For` is believed (`http.trusted_proxies`), and the client's address as they tell it.
package struct TrustedProxies: Sendable, Equatable {
    /// Addresses that agree in so many first bits.
    private struct Network: Sendable, Equatable {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ other: [UInt8]) -> Bool {
            guard other.count == bytes.count else { return false }
            let whole = bits / 8
            guard bytes.prefix(whole) == other.prefix(whole) else { return false }
            guard bits % 8 > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
            return bytes[whole] & mask == other[whole] & mask
        }
    }

    package static let none = TrustedProxies(networks: [])

    /// Addresses of one `X-Forwarded-For` that are looked at; a chain of proxies is short.
    private static let longestChain = 32

    private let networks: [Network]

    private init(networks: [Network]) { self.networks = networks }

    /// - Parameter text: addresses and networks such as `10.0.0.0/8`, separated by commas.
    /// - Returns: nil for anything else.
    package init?(_ text: String) {
        var networks: [Network] = []
        for part in text.split(separator: ",") {
            let words = part.trimmingCharacters(in: .whitespaces).split(
                separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let bytes = Self.bytes(words.first.map(String.init) ?? "") else { return nil }
            var bits = bytes.count * 8
            if words.count == 2 {
                guard let number = Int(words[1]), (0...bits).contains(number) else { return nil }
                bits = number
            }
            networks.append(Network(bytes: bytes, bits: bits))
        }
        self.init(networks: networks)
    }

    package func contains(_ address: String) -> Bool {
        guard !networks.isEmpty, let bytes = Self.bytes(address) else { return false }
        return networks.contains { $0.contains(bytes) }
    }

    /// Whose an address is: one address, or the network of 64 bits that one machine has of IPv6. What is no address is
    /// counted as one.
    package static func holder(of address: String) -> [UInt8] {
        guard let bytes = bytes(address) else { return [] }
        return bytes.count == 16 ? Array(bytes.prefix(8)) : bytes
    }

    /// Who sent a request: the other end of the connection, or behind trusted proxies the last address they name that
    /// is none of them. What a client writes itself stands before that and is not looked at; what is no address ends
    /// the search.
    package func client(peer: String, forwarded: String?) -> String {
        guard let forwarded, contains(peer) else { return peer }
        var client = peer
        for entry in forwarded.split(separator: ",", omittingEmptySubsequences: false).reversed()
            .prefix(Self.longestChain)
        {
            guard let address = Self.address(entry.trimmingCharacters(in: .whitespaces)) else { return client }
            client = address
            if !contains(address) { return address }
        }
        return client
    }

    /// An address in its usual form, out of `10.0.0.1`, `10.0.0.1:443`, `2001:db8::1` and `[2001:db8::1]:443`.
    private static func address(_ entry: String) -> String? {
        var text = entry[...]
        if text.first == "[", let end = text.firstIndex(of: "]") {
            text = text[text.index(after: text.startIndex)..<end]
        } else if text.contains("."), let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            text = text[..<colon]
        }
        return bytes(String(text)).flatMap(Self.text)
    }

    /// 4 or 16 bytes; an IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) is the IPv4 address.
    private static func bytes(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return Array(bytes.prefix(12)) == mapped ? Array(bytes.suffix(4)) : bytes
    }

    private static func text(_ bytes: [UInt8]) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
