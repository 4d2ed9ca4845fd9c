import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import NIOCore
import NIOHTTP1
import NIOPosix
import Organisations
import Procedures
import Recruitment
import TestSupport
import Testing

@testable import Notices

/// Notices are written once and sent once, over real files, a real mail dialogue and a real HTTP server.
struct NoticeTests {
    private static let today = day("2026-11-25")

    private func folder() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-notices-\(UUID())").path
    }

    private func files(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// Somebody whose talk was due on 2026-04-01.
    private func applicant(_ fixture: Fixture) async throws {
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,status,synthetic\n"
                + "610116001001,申请人,\(Fixture.number(0)),2026-03-01,applicant,true\n"
        )
        let service = fixture.services.recruitment
        let opened = try await service.open(
            CaseOrder(person: Reference(fixture.person(0).id), on: day("2026-03-01")), on: Self.today,
            caller: Fixture.root)
        _ = try await service.record(
            StepOrder(.application, on: StatedDate(day("2026-03-01")), evidence: ["application_letter"]),
            of: Reference(opened.id), on: Self.today, caller: Fixture.root)
    }

    private func remind(_ fixture: Fixture, _ notices: NoticeService, on day: Day = Self.today) async throws -> Int {
        try await fixture.services.recruitment.remind(
            ReminderOrder(), over: notices, on: day, caller: Fixture.root
        ).written
    }

    @Test func aMissedRunLosesNothingAndARepeatedOneNotifiesNobodyTwice() async throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Fixture.with { fixture in
            try await applicant(fixture)
            let notices = fixture.notices([.file: FileSender(folder: folder)])
            // The lead of a talk is seven days: the eighth day before is too early, and months later a notice is still
            // written.
            #expect(try await remind(fixture, notices, on: day("2026-03-24")) == 0)
            #expect(try await remind(fixture, notices, on: day("2026-03-25")) == 1)
            #expect(try await remind(fixture, notices) == 0)
            let first = try await notices.deliver(at: Date().addingTimeInterval(1), caller: Fixture.root)
            let second = try await notices.deliver(at: Date().addingTimeInterval(2), caller: Fixture.root)
            #expect(first.sent == 1 && second.sent == 0)
            let names = files(folder)
            #expect(names.count == 1 && names[0].hasPrefix("2026-04-01-"))
            let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + names[0]))
            let read = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let subject = try #require(read["subject"] as? [String: String])
            #expect(subject["zh"]?.contains("2026-04-01") == true && subject["en"]?.contains("2026-04-01") == true)
        }
    }

    @Test func manySendersAtOnceSendEachOnce() async throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Fixture.with { fixture in
            try await applicant(fixture)
            let person = try await fixture.person(0).id
            let counter = CountingSender()
            let notices = fixture.notices([.webhook: counter])
            try await fixture.services.database.write(Fixture.root) { transaction in
                let auditEvent = try await transaction.record("test", "person")
                let drafts = (0..<40).map { number in
                    NoticeDraft(
                        person: person, key: "k\(number)", path: "61.6101.", dueOn: Self.today, subject: .verbatim("s"),
                        body: .verbatim("b"))
                }
                _ = try await notices.put(drafts, auditEvent: auditEvent, transaction)
            }
            let now = Date().addingTimeInterval(5)
            let reports = try await withThrowingTaskGroup(of: NoticeReport.self) { group in
                for _ in 0..<6 { group.addTask { try await notices.deliver(at: now, caller: Fixture.root) } }
                return try await group.reduce(into: [NoticeReport]()) { $0.append($1) }
            }
            #expect(reports.map(\.sent).reduce(0, +) == 40)
            let seen = await counter.seen
            #expect(seen.count == 40 && Set(seen).count == 40)
        }
    }

    @Test func whatDoesNotGetThroughWaitsLongerEachTimeAndKeepsItsIdentifier() async throws {
        try await Fixture.with { fixture in
            try await applicant(fixture)
            let sender = CountingSender(refusals: 2)
            let notices = fixture.notices([.webhook: sender])
            #expect(try await remind(fixture, notices) == 1)
            let start = Date().addingTimeInterval(5)
            func deliver(_ minutes: Double) async throws -> NoticeReport {
                try await notices.deliver(at: start.addingTimeInterval(minutes * 60), caller: Fixture.root)
            }
            #expect(try await deliver(0).failed == 1)
            let page = try await notices.notices(
                NoticeQuery(filter: .waiting), PageRequest(limit: 5), caller: Fixture.root)
            #expect(
                page.items.map(\.tries) == [1] && page.items.first?.failure == NoticeFailure(.refused, "HTTP 503").text)
            #expect(try await deliver(0.9) == NoticeReport())
            #expect(try await deliver(1.1).failed == 1)
            #expect(try await deliver(3) == NoticeReport())
            #expect(try await deliver(3.2).sent == 1)
            let seen = await sender.seen
            #expect(seen.count == 3 && Set(seen).count == 1)
        }
    }

    @Test func aNeighbourSeesNoneAndNoChannelIsAnError() async throws {
        try await Fixture.with { fixture in
            try await applicant(fixture)
            let notices = fixture.notices([.webhook: CountingSender()])
            #expect(try await remind(fixture, notices) == 1)
            let neighbour = try await fixture.caller("610102", .clerk)
            #expect(try await notices.deliver(at: Date().addingTimeInterval(5), caller: neighbour).sent == 0)
            #expect(
                try await notices.notices(NoticeQuery(), PageRequest(limit: 5), caller: neighbour).items.isEmpty)
            let none = fixture.notices([:])
            await #expect(throws: AppError.self) { _ = try await remind(fixture, none) }
        }
    }

    @Test func mailGoesToTheNearestAddress() async throws {
        let server = try await MailServer.start()
        try await Fixture.with { fixture in
            try await applicant(fixture)
            let sender = SMTPSender(
                host: "127.0.0.1", port: server.port, sender: "dangwu@example.invalid", fallback: "")
            let notices = fixture.notices([.smtp: sender])
            #expect(try await remind(fixture, notices) == 1)
            let start = Date().addingTimeInterval(5)
            // No address is recorded.
            #expect(try await notices.deliver(at: start, caller: Fixture.root).failed == 1)
            for (code, address) in [("61", "province@example.invalid"), ("610116001", "township@example.invalid")] {
                let set = try await notices.setAddress(
                    NoticeAddressOrder(address: address), of: Reference(code), caller: Fixture.root)
                #expect(set.code == code && set.summary.english.contains(address))
            }
            var refusal: AppError?
            do {
                _ = try await notices.setAddress(
                    NoticeAddressOrder(address: "a@b\r\nRCPT TO:<c@d>"), of: "61", caller: Fixture.root)
            } catch let error as AppError { refusal = error }
            #expect(refusal?.code == "notice_address_form" && refusal?.hint != nil)
            #expect(try await notices.deliver(at: start.addingTimeInterval(120), caller: Fixture.root).sent == 1)
        }
        let talk = await server.transcript()
        #expect(talk.contains("RCPT TO:<township@example.invalid>"))
        #expect(talk.contains("Subject: =?utf-8?B?") && talk.contains("Content-Transfer-Encoding: base64"))
        try await server.stop()
    }

    @Test func aServerThatRefusesMailIsNamedByItsCodeAlone() async throws {
        let server = try await MailServer.start(answerToRecipient: "550 no such user somebody@example.invalid")
        let sender = SMTPSender(
            host: "127.0.0.1", port: server.port, sender: "d@example.invalid", fallback: "somebody@example.invalid")
        await #expect(throws: NoticeFailure(.refused, "SMTP 550")) { try await sender.send(Self.notice) }
        try await server.stop()
        // Nobody listens on the first port of this machine.
        let nobody = SMTPSender(host: "127.0.0.1", port: 1, sender: "d@example.invalid", fallback: "d@example.invalid")
        await #expect(throws: NoticeFailure(.unreachable)) { try await nobody.send(Self.notice) }
    }

    static let notice = Notice(
        id: UUID(), key: "k", path: "61.", dueOn: today, subject: Text(zh: String(repeating: "党", count: 60), en: "s"),
        body: Text(zh: "正文", en: "body"), address: nil)

    @Test func longSubjectsAreFoldedWords() throws {
        let words = MailMessage.encoded(Self.notice.subject.chinese).components(separatedBy: "\r\n ")
        #expect(words.count > 1 && words.allSatisfy { $0.count <= 75 })
        let decoded = words.compactMap { word in
            Data(base64Encoded: String(word.dropFirst("=?utf-8?B?".count).dropLast(2)))
        }.map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(decoded == Self.notice.subject.chinese)
    }

    @Test func addressesThatAreNoPlainHTTPAreRefused() {
        for text in ["https://a.invalid/x", "ftp://a", "a", "http://"] {
            #expect(throws: AppError.self) { try WebhookSender(url: text) }
        }
    }
}

/// Takes notices and remembers their identifiers; refuses the first so many.
private actor CountingSender: NoticeSender {
    private(set) var seen: [UUID] = []
    private var refusals: Int

    init(refusals: Int = 0) { self.refusals = refusals }

    func send(_ notice: Notice) async throws(NoticeFailure) {
        seen.append(notice.id)
        guard refusals == 0 else {
            refusals -= 1
            throw NoticeFailure(.refused, "HTTP 503")
        }
    }
}
