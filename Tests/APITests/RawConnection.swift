import Dispatch
import Foundation

/// One TCP connection to a server under test, for what no client library would send. Its calls block, so they run on a
/// queue of their own and not on the threads that tests share.
final class RawConnection: Sendable {
    private let socket: Int32
    private let queue = DispatchQueue(label: "dangwu.test.raw")

    struct Answer: Sendable {
        /// Everything that came until the answers ended or nothing more came.
        let text: String
        let isClosed: Bool

        var status: Int { Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0 }
        var code: String {
            guard let start = text.range(of: "\"code\":\"") else { return "" }
            return String(text[start.upperBound...].prefix { $0 != "\"" })
        }

        func header(_ name: String) -> String? {
            let head = text.components(separatedBy: "\r\n\r\n").first ?? ""
            return head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { String($0.dropFirst(name.count + 1)).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// - Parameters:
    ///   - buffer: bytes that the system takes before they are read; nil: as it likes.
    ///   - source: the address that it comes from.
    init(port: Int, buffer: Int32? = nil, from source: String? = nil) {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var buffer { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size)) }
        if let source {
            var own = sockaddr_in()
            own.sin_family = sa_family_t(AF_INET)
            own.sin_addr.s_addr = inet_addr(source)
            withUnsafePointer(to: &own) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(socket) }

    /// Sends bytes and reads until the other end closes, or until nothing came for a while.
    func send(_ bytes: [UInt8], patience seconds: Int = 20) async -> Answer {
        await run { [socket] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Foundation.send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { break }
                sent += count
            }
            return Self.receive(socket, seconds, untilHead: false)
        }
    }

    func send(_ text: String, patience seconds: Int = 20) async -> Answer {
        await send(Array(text.utf8), patience: seconds)
    }

    /// Sends a request and reads one short answer; the seconds that it took.
    func exchange(_ text: String) async -> (answer: Answer, seconds: Double) {
        await run { [socket] in
            let start = ContinuousClock.now
            let bytes = Array(text.utf8)
            _ = Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            let answer = Self.receive(socket, 20, untilHead: true)
            return (answer, (ContinuousClock.now - start) / .seconds(1))
        }
    }

    /// Sends and reads nothing.
    func push(_ text: String) async {
        await run { [socket] in
            let bytes = Array(text.utf8)
            _ = Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Whether the other end has closed, without waiting.
    func isOver() async -> Bool {
        await run { [socket] in
            var byte: UInt8 = 0
            let count = recv(socket, &byte, 1, Int32(MSG_DONTWAIT))
            return count == 0 || count < 0 && errno != EAGAIN
        }
    }

    /// Sends nothing more.
    func finish() { shutdown(socket, Int32(SHUT_WR)) }

    /// The next bytes, of which there may be fewer; none at the end or when nothing came for a while.
    func take(_ most: Int, patience seconds: Int = 20) async -> Int {
        await run { [socket] in
            var patience = timeval(tv_sec: seconds, tv_usec: 0)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var piece = [UInt8](repeating: 0, count: most)
            return max(0, recv(socket, &piece, most, 0))
        }
    }

    private func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
    }

    private static func receive(_ socket: Int32, _ seconds: Int, untilHead: Bool) -> Answer {
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(socket, &piece, piece.count, 0)
            if count > 0 { all += piece.prefix(count) }
            guard count <= 0 || untilHead else { continue }
            // What was sent and not read is answered with a reset.
            let isClosed = count == 0 || count < 0 && errno == ECONNRESET
            return Answer(text: String(decoding: all, as: UTF8.self), isClosed: isClosed)
        }
    }
}

extension RawConnection {
    /// Sends and receives on the thread that calls; whether the answer was 200.
    static func roundTrip(_ connection: RawConnection, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        _ = Foundation.send(connection.socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        return receive(connection.socket, 20, untilHead: true).status == 200
    }
}
