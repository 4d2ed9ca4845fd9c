import Demonstration
import Foundation
import Kernel
import Settings
import TestSupport
import Testing

/// Requests that come through a proxy count for the client, and headers of others count for nothing.
struct ProxyTests {
    @Test func wrongTokensBehindATrustedProxyAreThoseOfTheClient() async throws {
        var settings = Settings()
        settings.http.wrongTokensPerMinute = 2
        settings.http.trustedProxies = "127.0.0.1"
        try await ServedFixture.with(settings: settings) { served in
            // What the client puts before its own address changes nothing; another client is not held up.
            let forwarded = [
                "198.51.100.1", "198.51.100.1", "198.51.100.1", "203.0.113.5, 198.51.100.1", "198.51.100.2", nil,
            ]
            var codes: [String] = []
            for text in forwarded {
                var headers: [String: String] = [:]
                headers["X-Forwarded-For"] = text
                codes.append(try await served.send("GET", "/v1/me", token: "wrong", headers: headers).code)
            }
            let (unknown, limited) = ("access.token_unknown", "access.too_many_wrong_tokens")
            #expect(codes == [unknown, unknown, limited, limited, unknown, unknown])
        }
    }

    @Test func anAddressThatAnUntrustedPeerNamesIsIgnored() async throws {
        var settings = Settings()
        settings.http.wrongTokensPerMinute = 2
        settings.http.trustedProxies = "10.0.0.0/8"
        try await ServedFixture.with(settings: settings) { served in
            var codes: [String] = []
            for number in 0..<3 {
                let headers = ["X-Forwarded-For": "198.51.100.\(number)"]
                codes.append(try await served.send("GET", "/v1/me", token: "wrong", headers: headers).code)
            }
            #expect(codes == ["access.token_unknown", "access.token_unknown", "access.too_many_wrong_tokens"])
        }
    }

    @Test func theSignInPageIsThereAndLoadsNothingElse() async throws {
        try await ServedFixture.with { served in
            let page = try await served.send("GET", "/sign-in", token: nil, headers: ["Accept-Language": "en"])
            #expect(page.status == 200 && page.text.contains("First sign-in"))
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(page.headers["cache-control"] == "no-store")
            let script = try await served.send("GET", "/sign-in.js", token: nil)
            #expect(script.status == 200 && script.text.contains("/v1/sessions/first"))
            #expect(!page.text.contains("<script>"))
        }
    }
}
