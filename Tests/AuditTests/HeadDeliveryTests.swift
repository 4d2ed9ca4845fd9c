import Access
import Audit
import Composition
import Dispatch
import Foundation
import Kernel
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Settings

/// Signed heads go to a webhook as well; what is away is tried again, and the doctor says so.
struct HeadDeliveryTests {
    private func with(_ hook: HookServer, _ body: (Fixture) async throws -> Void) async throws {
        var settings = Settings()
        settings.audit.headsWebhook = "http://127.0.0.1:\(hook.port)/heads?office=61"
        try await Fixture.with(settings: settings) { try await body($0) }
    }

    private func finding(_ fixture: Fixture) async throws -> DoctorFinding {
        let settings = fixture.services.settings
        let doctor = Doctor(
            Startup(settings: settings, environment: [:], logger: Logger(label: "test")),
            SettingsLoader.Loaded(settings: settings, origins: [:]), logger: Logger(label: "test"))
        return try await doctor.heads(fixture.owner, key: fixture.identityKey)
    }

    @Test(arguments: ["nowhere", "folder", "private cluster"])
    func theDoctorWarnsWhereHeadsAreKeptNowhere(place: String) async throws {
        var settings = Settings()
        if place != "private cluster" { settings.database.url = "postgresql://dangwu_app@127.0.0.1/dangwu" }
        if place == "folder" { settings.audit.headsFolder = "/mnt/heads" }
        try await Fixture.with(settings: settings) { fixture in
            let found = try await finding(fixture)
            #expect(found.state == (place == "nowhere" ? .warning : .ok), "\(found)")
        }
    }

    @Test func headsThatWereRefusedGoOutWithTheNextSealing() async throws {
        let hook = try HookServer(statuses: [503, 200])
        try await with(hook) { fixture in
            let audit = fixture.services.audit
            #expect(try await finding(fixture).state == .warning)
            let first = try await audit.seal(caller: Fixture.root)
            #expect(first.heads > 0 && first.delivered == 0)
            let failing = try await finding(fixture)
            #expect(failing.state == .problem && failing.finding.english.contains("HTTP 503"))
            // Nothing new to seal: what waits goes out all the same.
            let second = try await audit.seal(caller: Fixture.root)
            #expect(second.heads == 0 && second.delivered == first.heads)
            #expect(try await finding(fixture).state == .ok)
            #expect(try await audit.seal(caller: Fixture.root).delivered == 0)
            let requests = hook.requests
            #expect(requests.count == 2)
            let last = try #require(requests.last)
            #expect(last.hasPrefix("POST /heads?office=61 HTTP/1.1"))
            #expect(last.contains("Idempotency-Key: audit-head-\(first.heads)"))
            let body = try #require(last.range(of: "\r\n\r\n")).upperBound
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let list = try decoder.decode(HeadList.self, from: Data(last[body...].utf8))
            #expect(list.heads.map(\.number) == Array(1...first.heads))
            // What the receiver has is what the check compares with.
            #expect(try await audit.verify(AuditCheckOrder(heads: list.heads), caller: Fixture.root).faultCount == 0)
        }
    }

    @Test func aReceiverThatIsAwayKeepsNothingFromBeingSealed() async throws {
        let hook = try HookServer(statuses: [])
        hook.close()
        try await with(hook) { fixture in
            let report = try await fixture.services.audit.seal(caller: Fixture.root)
            #expect(report.heads > 0 && report.delivered == 0)
            #expect(try await finding(fixture).finding.english.contains("cannot be reached"))
        }
    }

    @Test(arguments: ["https://archive.example", "archive", "http://"])
    func anAddressThatIsNoneIsRefusedAtTheStart(url: String) async throws {
        var settings = Settings()
        settings.audit.headsWebhook = url
        let error = await #expect(throws: AppError.self) { try await Fixture.with(settings: settings) { _ in } }
        #expect(error?.message.english.contains("audit.heads_webhook") == true)
    }

    @Test func mailNeedsAMailServer() async throws {
        var settings = Settings()
        settings.audit.headsMailTo = "archive@example.invalid"
        await #expect(throws: AppError.self) { try await Fixture.with(settings: settings) { _ in } }
    }
}

/// Answers one request a connection with the statuses that it was given, one after another.
private final class HookServer: Sendable {
    let port: Int
    private let socket: Int32
    private let seen = Mutex<[String]>([])

    var requests: [String] { seen.withLock { $0 } }

    init(statuses: [Int]) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && listen(socket, 8) == 0
                    && getsockname(socket, pointer, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let queue = DispatchQueue(label: "dangwu.test.hook")
        queue.async { [self] in
            for status in statuses {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                seen.withLock { $0.append(Self.read(connection)) }
                let answer = Array("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
                _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
                _ = Foundation.close(connection)
            }
        }
    }

    func close() { _ = Foundation.close(socket) }

    /// Head and body, by its Content-Length.
    private static func read(_ connection: Int32) -> String {
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n"),
                let length = text.firstMatch(of: /Content-Length: (\d+)/).flatMap({ Int($0.1) }),
                text[head.upperBound...].utf8.count >= length
            {
                return text
            }
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return text }
            bytes += piece.prefix(count)
        }
    }
}
