import Access
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import NIOHTTP1
import Synchronization

/// Reads the bodies of requests: each within its limit, and all that are held at once within another, so that many
/// large ones do not fill the memory.
final class BodyReader: Sendable {
    /// Bodies of the largest size that fit at once.
    private static let wholeBodies = 4

    private let most: Int
    private let held = Mutex(0)

    init(most: Int) { self.most = most }

    var heldBytes: Int { held.withLock { $0 } }

    /// A body with what it takes of the common limit, which is given back when it is no longer used.
    final class Body: Sendable {
        private let reader: BodyReader
        private let size = Mutex(0)

        fileprivate init(_ reader: BodyReader) { self.reader = reader }

        fileprivate func grow(_ count: Int) -> Bool {
            let fits = reader.held.withLock { held in
                guard held + count <= reader.most * BodyReader.wholeBodies else { return false }
                held += count
                return true
            }
            if fits { size.withLock { $0 += count } }
            return fits
        }

        deinit {
            let count = size.withLock { $0 }
            reader.held.withLock { $0 -= count }
        }
    }

    /// The whole body, or an error before more than the limit was read.
    /// - Parameter body: holds its place for as long as the bytes are used.
    /// - Throws: `body.too_large`, `body.crowded`, `body.framing`.
    func read(_ request: Request, _ body: Body) async throws -> [UInt8] {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > most { throw tooLarge }
        var bytes: [UInt8] = []
        do {
            for try await piece in request.body {
                guard bytes.count + piece.readableBytes <= most else { throw tooLarge }
                guard body.grow(piece.readableBytes) else { throw AppError.bodiesCrowded }
                bytes.append(contentsOf: piece.readableBytesView)
            }
        } catch is HTTPParserError {
            throw AppError.bodyFraming
        }
        try Wanted.check()
        return bytes
    }

    func body() -> Body { Body(self) }

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
