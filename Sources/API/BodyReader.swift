import Access
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import NIOHTTP1
import Synchronization

/// Reads the bodies of requests: each within its limit, and all that are held at once within another, so that many
/// large ones do not fill the memory. A large one takes its place as a whole before it is read and waits for it, so
/// bodies that arrive together come one after the other; an account has the place of one, so nobody keeps the others
/// out.
final class BodyReader: Sendable {
    /// Bodies of the largest size that fit at once.
    private static let wholeBodies = 4
    /// Up to this a body is read without a place: connections are bounded already.
    static let small = 65_536
    private static let look = Duration.milliseconds(20)

    private struct Places {
        var total = 0
        var accounts: [Identifier<Account>: Int] = [:]
    }

    private let most: Int
    private let places = Mutex(Places())

    init(most: Int) { self.most = most }

    var heldBytes: Int { places.withLock { $0.total } }

    /// A body with its place, which is given back when it is no longer used.
    final class Body: Sendable {
        private let reader: BodyReader
        private let account: Identifier<Account>
        private let size = Mutex(0)

        fileprivate init(_ reader: BodyReader, _ account: Identifier<Account>) {
            self.reader = reader
            self.account = account
        }

        fileprivate var hasPlace: Bool { size.withLock { $0 > 0 } }

        fileprivate func take(_ count: Int) -> Bool {
            let fits = reader.places.withLock { places in
                let own = places.accounts[account] ?? 0
                guard own + count <= reader.most, places.total + count <= reader.most * BodyReader.wholeBodies else {
                    return false
                }
                places.total += count
                places.accounts[account] = own + count
                return true
            }
            if fits { size.withLock { $0 += count } }
            return fits
        }

        deinit {
            let count = size.withLock { $0 }
            guard count > 0 else { return }
            reader.places.withLock { places in
                places.total -= count
                let left = (places.accounts[account] ?? 0) - count
                places.accounts[account] = left > 0 ? left : nil
            }
        }
    }

    /// The whole body, or an error before more than the limit was read.
    /// - Parameters:
    ///   - body: holds its place for as long as the bytes are used.
    ///   - end: until when a place is waited for.
    /// - Throws: `body.too_large`, `body.crowded`, `body.framing`.
    func read(_ request: Request, _ body: Body, until end: ContinuousClock.Instant) async throws -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced {
            guard announced <= most else { throw tooLarge }
            if announced > Self.small { try await waitForPlace(announced, body, until: end) }
        }
        var bytes: [UInt8] = []
        do {
            for try await piece in request.body {
                guard bytes.count + piece.readableBytes <= most else { throw tooLarge }
                // Its length is unknown: it may become as long as any.
                if bytes.count + piece.readableBytes > Self.small, !body.hasPlace {
                    try await waitForPlace(most, body, until: end)
                }
                bytes.append(contentsOf: piece.readableBytesView)
            }
        } catch is HTTPParserError {
            throw AppError.bodyFraming
        }
        try Wanted.check()
        return bytes
    }

    private func waitForPlace(_ count: Int, _ body: Body, until end: ContinuousClock.Instant) async throws {
        while !body.take(count) {
            guard ContinuousClock.now + Self.look * 2 < end else { throw AppError.bodiesCrowded }
            try await Task.sleep(for: Self.look)
        }
    }

    func body(of account: Identifier<Account>) -> Body { Body(self, account) }

    private var tooLarge: AppError {
        AppError(
            .tooLarge, "body.too_large",
            Text(zh: "请求体超过 \(most) 字节，什么也没有保存。", en: "The body is over \(most) bytes; nothing was kept."),
            hint: Text(zh: "请分成几个文件，或调整 http.body_limit_bytes。", en: "Split the file, or raise http.body_limit_bytes."))
    }
}

extension AppError {
    fileprivate static var bodiesCrowded: AppError {
        AppError(
            .unavailable, "body.crowded",
            Text(
                zh: "同时到达的大请求体太多，什么也没有保存。", en: "Too many large bodies arrive at once; nothing was kept."),
            hint: Text(zh: "请稍后再试。", en: "Try again in a moment."), retryAfter: 5)
    }

    fileprivate static var bodyFraming: AppError {
        AppError(
            .malformed, "body.framing",
            Text(
                zh: "请求体的分块编码不对，什么也没有保存。",
                en: "The body is not chunked as HTTP/1.1 says; nothing was kept."),
            hint: Text(
                zh: "请检查发送的程序或中间的代理。", en: "Check the program that sends it, or the proxy between."))
    }

    static var bodyTooSlow: AppError {
        AppError(
            .tooSlow, "body.too_slow",
            Text(zh: "请求体来得太慢，什么也没有保存。", en: "The body came too slowly; nothing was kept."),
            hint: Text(
                zh: "请检查网络，或调整 http.request_timeout_seconds。",
                en: "Check the network, or raise http.request_timeout_seconds."))
    }

    static var requestTimeout: AppError {
        .unavailable(
            "request.timeout", Text(zh: "处理超时，什么也没有保存。", en: "It took too long and was given up; nothing was kept."))
    }
}
