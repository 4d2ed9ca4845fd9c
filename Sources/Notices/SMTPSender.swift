import Foundation
import Kernel
import NIOCore
import NIOPosix

/// Hands each notice to a mail server of the intranet (RFC 5321): one that takes mail from this machine without asking
/// for a password. The message's identifier is the notice's own.
package struct SMTPSender: NoticeSender {
    private let host: String
    private let port: Int
    private let sender: String
    /// Where mail goes about places that have no address of their own; empty: nowhere.
    private let fallback: String
    private let timeout: TimeAmount

    package init(host: String, port: Int, sender: String, fallback: String, timeoutSeconds: Int = 20) {
        self.host = host
        self.port = port
        self.sender = sender
        self.fallback = fallback
        timeout = .seconds(Int64(timeoutSeconds))
    }

    package func send(_ notice: Notice) async throws(NoticeFailure) {
        let recipient = notice.address ?? fallback
        guard !recipient.isEmpty else { throw NoticeFailure(.noAddress) }
        let message = MailMessage(notice, from: sender, to: recipient)
        try await TimeLimit.run(.nanoseconds(timeout.nanoseconds)) {
            let channel = try await IntranetClient.connect(host, port, timeout) { channel in
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
            try await channel.executeThenClose { inbound, outbound in
                var dialogue = SMTPDialogue(message, from: sender, to: recipient)
                for try await piece in inbound {
                    switch try dialogue.hear(String(buffer: piece)) {
                    case .wait: continue
                    case .say(let line): try await outbound.write(ByteBuffer(string: line))
                    case .done: return
                    }
                }
                throw NoticeFailure(.unreachable)
            }
        }
    }
}

/// The words of one delivery: greeting, envelope, message, goodbye. Pure: replies in, what to say next out.
struct SMTPDialogue {
    enum Step: Equatable {
        case wait
        case say(String)
        case done
    }

    /// The lines sent, and the code that the server has to answer to each; the server begins.
    private var script: ArraySlice<(line: String, code: Int)>
    private var awaited = 220
    private var unread = ""

    init(_ message: MailMessage, from sender: String, to recipient: String) {
        // A line of one dot ends the message, so lines that begin with one get another (RFC 5321, 4.5.2).
        let stuffed = message.text.replacingOccurrences(of: "\r\n.", with: "\r\n..")
        script = [
            ("EHLO dangwu.invalid", 250), ("MAIL FROM:<\(sender)>", 250), ("RCPT TO:<\(recipient)>", 250),
            ("DATA", 354), (stuffed + "\r\n.", 250), ("QUIT", 221),
        ]
    }

    /// - Throws: `refused` with the server's code; its text may contain addresses, so those are not kept.
    mutating func hear(_ text: String) throws(NoticeFailure) -> Step {
        unread += text
        guard unread.utf8.count < 65_536 else { throw NoticeFailure(.refused, "?") }
        while let end = unread.firstIndex(where: \.isNewline) {
            let line = unread[..<end]
            defer { unread = String(unread[unread.index(after: end)...]) }
            // The halves of an end of line may come apart.
            if line.isEmpty { continue }
            guard line.count >= 3, let code = Int(line.prefix(3)) else { throw NoticeFailure(.refused, "?") }
            // A reply may have several lines; the last has no hyphen behind its code.
            if line.dropFirst(3).first == "-" { continue }
            guard code == awaited else { throw NoticeFailure(.refused, "SMTP \(code)") }
            guard let next = script.popFirst() else { return .done }
            awaited = next.code
            return .say(next.line + "\r\n")
        }
        return .wait
    }
}

/// A mail in plain text, Chinese and then English (RFC 5322, RFC 2045 to 2047).
struct MailMessage {
    let text: String

    init(_ notice: Notice, from sender: String, to recipient: String) {
        let body = Data((notice.body.chinese + "\n\n" + notice.body.english + "\n").utf8)
        let headers = [
            "From: <\(sender)>", "To: <\(recipient)>", "Subject: \(Self.encoded(notice.subject.chinese))",
            "Message-ID: <\(notice.id.text)@dangwu.invalid>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        let lines = Self.wrapped(body.base64EncodedString(), at: 76)
        text = (headers + [""] + lines).joined(separator: "\r\n")
    }

    /// Words of a header that are not ASCII, each at most 75 characters long (RFC 2047, section 2).
    static func encoded(_ text: String) -> String {
        var (words, part): ([String], String) = ([], "")
        func close() {
            if !part.isEmpty { words.append("=?utf-8?B?\(Data(part.utf8).base64EncodedString())?=") }
            part = ""
        }
        for character in text where !character.isNewline {
            if part.utf8.count + character.utf8.count > 42 { close() }
            part.append(character)
        }
        close()
        return words.joined(separator: "\r\n ")
    }

    private static func wrapped(_ text: String, at width: Int) -> [String] {
        var (lines, rest): ([String], Substring) = ([], text[...])
        while !rest.isEmpty {
            lines.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return lines
    }
}
