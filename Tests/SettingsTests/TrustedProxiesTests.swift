import Kernel
import Settings
import Testing

/// Whose address a request comes from, behind proxies and with headers that lie.
struct TrustedProxiesTests {
    private let proxies = TrustedProxies("127.0.0.1, ::1, 10.20.0.0/16,2001:db8:1::/47")

    @Test(arguments: [
        // Nobody but a trusted peer is believed.
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("192.0.2.7", nil, "192.0.2.7"),
        ("127.0.0.1", nil, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        // What the client wrote itself stands before what the proxy added.
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        // Several proxies in a row.
        ("::1", "203.0.113.9, 198.51.100.1, 10.20.3.4", "198.51.100.1"),
        ("10.20.255.255", "2001:db8:2::5", "2001:db8:2::5"),
        ("10.21.0.0", "198.51.100.1", "10.21.0.0"),
        ("10.20.0.9", "198.51.100.1, 2001:db8:1:ffff::1", "198.51.100.1"),
        // All of them are trusted: the first is the nearest to the client.
        ("127.0.0.1", "10.20.0.1, 10.20.0.2", "10.20.0.1"),
        // What is no address ends the search.
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, <script>, 10.20.0.2", "10.20.0.2"),
        ("127.0.0.1", "", "127.0.0.1"), ("127.0.0.1", ",", "127.0.0.1"), ("-", "198.51.100.1", "-"),
        // Written in other ways, the same address.
        ("::ffff:127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"), ("127.0.0.1", "[2001:DB8:0::0:5]:80", "2001:db8::5"),
    ])
    func theLastAddressThatIsNoProxyIsTheClients(peer: String, forwarded: String?, client: String) throws {
        #expect(try #require(proxies).client(peer: peer, forwarded: forwarded) == client)
    }

    @Test func withoutASettingNobodyIsBelieved() {
        #expect(TrustedProxies("")?.client(peer: "127.0.0.1", forwarded: "198.51.100.1") == "127.0.0.1")
        #expect(TrustedProxies("") == TrustedProxies.none)
    }

    @Test(arguments: [
        "localhost", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "::1/129", "10.0.0.1 10.0.0.2",
    ])
    func whatIsNoListIsRefused(text: String) {
        #expect(TrustedProxies(text) == nil)
        #expect(throws: AppError.self) {
            try SettingsLoader(file: nil, environment: ["DANGWU_HTTP_TRUSTED_PROXIES": text]).load()
        }
    }

    @Test func anEndlessChainIsLookedAtFromItsEnd() {
        let chain = Array(repeating: "10.20.0.1", count: 100_000).joined(separator: ",")
        #expect(proxies?.client(peer: "127.0.0.1", forwarded: "198.51.100.1," + chain) == "10.20.0.1")
    }
}
