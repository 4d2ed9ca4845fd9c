import Dispatch
import Foundation

/// A small HTTP/1.1 client over one kept connection to this machine, for measurements and trials: what it costs is the
/// server's, not the client's.
package actor LoopbackClient {
    package struct Response: Sendable {
        package let status: Int
        package let headers: [String: String]
        package let body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package enum Failure: Error {
        case connect(Int32), closed, malformed
    }

    private let port: Int
    private var socket: Int32 = -1
    private var buffer: [UInt8] = []
    private let executor = DispatchExecutor()
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(port: Int) { self.port = port }

    deinit { if socket >= 0 { close(socket) } }

    /// Sends one request and reads its whole answer.
    /// - Parameter read: when given, gets the body piece by piece, and `body` of the answer stays empty.
    package func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = [],
        read: (@Sendable (Int) -> Void)? = nil
    ) throws -> Response {
        if socket < 0 { try open() }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        do {
            try write(Array((head + "\r\n").utf8))
            try? write(body)
            return try receive(read, hasBody: method != "HEAD")
        } catch {
            shut()
            throw error
        }
    }

    private func open() throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let reason = errno
            shut()
            throw Failure.connect(reason)
        }
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        buffer = []
    }

    private func shut() {
        if socket >= 0 { close(socket) }
        socket = -1
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.closed }
            sent += count
        }
    }

    private func receive(_ read: (@Sendable (Int) -> Void)?, hasBody: Bool) throws -> Response {
        var end: Int?
        while end == nil {
            try fill()
            end = buffer.firstRange(of: [13, 10, 13, 10])?.lowerBound
        }
        let lines = String(decoding: buffer[..<(end ?? 0)], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst((end ?? 0) + 4)
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw Failure.malformed }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        var body: [UInt8] = []
        // An answer to HEAD says how long the body would be (RFC 9112, 6.3).
        if hasBody, headers["transfer-encoding"] == "chunked" {
            while true {
                let size = try chunkSize()
                let piece = try take(size)
                _ = try take(2)
                if size == 0 { break }
                if let read { read(piece.count) } else { body += piece }
            }
        } else if hasBody, let length = headers["content-length"].flatMap({ Int($0) }) {
            body = try take(length)
        }
        if headers["connection"] == "close" { shut() }
        return Response(status: status, headers: headers, body: body)
    }

    private func chunkSize() throws -> Int {
        while true {
            if let end = buffer.firstRange(of: [13, 10])?.lowerBound {
                let text = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 2)
                guard let size = Int(text.prefix { $0 != ";" }, radix: 16) else { throw Failure.malformed }
                return size
            }
            try fill()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        let piece = Array(buffer.prefix(count))
        buffer.removeFirst(count)
        return piece
    }

    private func fill() throws {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &piece, piece.count, 0)
        guard count > 0 else { throw Failure.closed }
        buffer.append(contentsOf: piece.prefix(count))
    }
}

/// Keeps the client's blocking calls off the cooperative threads.
private final class DispatchExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "dangwu.loopback")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
