import Foundation
package import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts JSON to an HTTP address of the intranet; any answer of 200 to 299 is taken as a receipt.
package struct IntranetPost: Sendable {
    private let host: String
    private let port: Int
    private let target: String
    private let timeout: TimeAmount

    /// - Parameter setting: the name of the setting that holds the address.
    /// - Throws: `value.invalid` for what is no plain HTTP address.
    package init(url text: String, setting: String, timeoutSeconds: Int = 20) throws(AppError) {
        guard let url = URLComponents(string: text), url.scheme == "http", let host = url.host, !host.isEmpty else {
            throw .invalidValue(
                setting, String(text.prefix(60)),
                expected: Text(
                    zh: "http:// 开头的内网地址；https 请经本机代理",
                    en: "an address that begins with http://; put a proxy in front for https"))
        }
        self.host = host
        port = url.port ?? 80
        let path = url.percentEncodedPath.isEmpty ? "/" : url.percentEncodedPath
        target = path + (url.percentEncodedQuery.map { "?" + $0 } ?? "")
        timeout = .seconds(Int64(timeoutSeconds))
    }

    /// - Parameter key: the same at every try, so that a receiver which has it already can tell.
    package func send(_ json: [UInt8], key: String) async throws(NoticeFailure) {
        try await TimeLimit.run(.nanoseconds(timeout.nanoseconds)) {
            let body = ByteBuffer(bytes: json)
            let channel = try await IntranetClient.connect(host, port, timeout) { channel in
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                    wrappingChannelSynchronously: channel)
            }
            let head = HTTPRequestHead(
                version: .http1_1, method: .POST, uri: target,
                headers: [
                    "Host": "\(host):\(port)", "Content-Type": "application/json; charset=utf-8",
                    "Content-Length": String(body.readableBytes), "Idempotency-Key": key,
                    "Connection": "close", "User-Agent": "dangwu",
                ])
            try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(.head(head))
                try await outbound.write(.body(.byteBuffer(body)))
                try await outbound.write(.end(nil))
                for try await part in inbound {
                    guard case .head(let answer) = part else { continue }
                    guard (200..<300).contains(answer.status.code) else {
                        throw NoticeFailure(.refused, "HTTP \(answer.status.code)")
                    }
                    return
                }
                throw NoticeFailure(.unreachable)
            }
        }
    }
}
