import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Notices
import Postgres
import Synchronization
import TestSupport
import Testing

/// Leases: when a notice is sent again, when it is not, and who takes it over.
// The wait for a database counts too: hundreds of tests begin at once.
@Suite(.timeLimit(.minutes(30)))
struct DeliveryTests {
    /// Well after every notice was written, however long a busy machine takes to write it.
    private static let now = Date().addingTimeInterval(3600)

    /// Notices name people: other users of the machine do not read them.
    @Test func filesOfNoticesAreForTheirOwnerOnly() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)/notices")
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        try await withNotices(2) { fixture, service in
            let sender = FileSender(folder: folder.path)
            let report = try await service(sender).deliver(at: Self.now, caller: Fixture.root)
            #expect(report.sent == 2, "\(report)")
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(folder.path) == 0o700)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files.count == 2)
            for file in files { #expect(try mode(folder.path + "/" + file) == 0o600) }
        }
    }

    /// A fixture with so many notices that wait.
    private func withNotices(
        _ count: Int,
        _ body: @escaping @Sendable (Fixture, @Sendable (any NoticeSender) -> NoticeService) async throws -> Void
    ) async throws {
        try await Fixture.with(poolMaximum: 8) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await fixture.person(0).id
            @Sendable func service(_ sender: any NoticeSender) -> NoticeService { fixture.notices([.webhook: sender]) }
            try await fixture.services.database.write(Fixture.root) { transaction in
                let auditEvent = try await transaction.record("test", "person")
                let drafts = (0..<count).map { number in
                    NoticeDraft(
                        person: person, key: "k\(number)", path: "61.6101.", dueOn: day("2026-11-25"),
                        subject: .verbatim("s"), body: .verbatim("b"))
                }
                _ = try await service(Recorder()).put(drafts, auditEvent: auditEvent, transaction)
            }
            try await body(fixture, service)
        }
    }

    private func deliver(_ service: NoticeService, minutes: Double = 0) async throws -> NoticeReport {
        try await service.deliver(at: Self.now.addingTimeInterval(minutes * 60), caller: Fixture.root)
    }

    private func line(_ service: NoticeService) async throws -> NoticeLine {
        try #require(
            try await service.notices(NoticeQuery(), PageRequest(limit: 5), caller: Fixture.root).items.first)
    }

    /// The COMMIT after sending meets a deadlock, or the server ends the connection in the middle of it.
    @Test(arguments: [
        "RAISE EXCEPTION 'again' USING ERRCODE = '40P01'", "PERFORM pg_terminate_backend(pg_backend_pid())",
    ])
    func aCommitThatFailsAfterSendingSendsOnce(failure: String) async throws {
        try await withNotices(1) { fixture, service in
            try await fixture.owner.script(Self.failingCommit(failure, when: "NEW.tries > OLD.tries"))
            let sender = Recorder()
            let notices = service(sender)
            #expect(try await deliver(notices).sent == 1)
            #expect(try await deliver(notices, minutes: 60) == NoticeReport())
            #expect(sender.seen.count == 1)
            let line = try await line(notices)
            #expect(line.sentAt != nil && line.tries == 1)
            let calls: Int = try await fixture.owner.query("SELECT last_value AS n FROM commits")[0]["n"]
            #expect(calls == 2)
        }
    }

    @Test func aLeaseThatIsRepeatedAfterADeadlockSendsOnce() async throws {
        try await withNotices(1) { fixture, service in
            let deadlock = "RAISE EXCEPTION 'again' USING ERRCODE = '40P01'"
            try await fixture.owner.script(Self.failingCommit(deadlock, when: "NEW.leased_until IS NOT NULL"))
            let sender = Recorder()
            #expect(try await deliver(service(sender)).sent == 1)
            #expect(sender.seen.count == 1)
        }
    }

    /// Connections that the server ends while a notice is under way cost nothing but another connection.
    @Test func connectionsLostWhileSendingSendOnce() async throws {
        try await withNotices(1) { fixture, service in
            let sender = Recorder.cutting(fixture.owner)
            let report = try await deliver(service(sender))
            #expect(report.sent == 1 && sender.seen.count == 1)
        }
    }

    /// The first COMMIT of a kind fails, the second succeeds. A sequence counts them, since it does not roll back.
    private static func failingCommit(_ failure: String, when condition: String) -> String {
        """
        CREATE SEQUENCE commits;
        CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        BEGIN
            IF nextval('commits') = 1 THEN \(failure); END IF;
            RETURN NULL;
        END
        $$;
        CREATE CONSTRAINT TRIGGER fail_once AFTER UPDATE ON notice DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (\(condition)) EXECUTE FUNCTION fail_once();
        """
    }

    @Test func twoProgramsNeverSendTheSameNoticeAtTheSameMoment() async throws {
        try await withNotices(3) { _, service in
            let door = Door()
            let slow = Recorder.waiting(at: door, first: 1)
            let quick = Recorder()
            async let first = deliver(service(slow))
            await door.knocked()
            // The first program is in the middle of its notice: the second sends the others and leaves that one alone.
            let others = try await deliver(service(quick))
            let later = try await deliver(service(quick), minutes: 600)
            #expect(others.sent == 2 && later == NoticeReport())
            await door.open()
            let own = try await first
            #expect(own.sent == 1)
            #expect(Set(slow.seen + quick.seen).count == 3 && slow.seen.count + quick.seen.count == 3)
        }
    }

    @Test func theLeaseOfAKilledProgramIsTakenOverAfterItsTime() async throws {
        try await withNotices(1) { fixture, service in
            let door = Door()
            // It never comes back from sending, as far as the others can tell.
            let killed = Recorder.waiting(at: door)
            async let lost = deliver(service(killed))
            await door.knocked()
            let next = Recorder()
            #expect(try await deliver(service(next)) == NoticeReport())
            try await fixture.owner.script("UPDATE notice SET leased_until = now() - interval '1 second'")
            #expect(try await deliver(service(next)).sent == 1)
            // The same identifier: the receiver can tell.
            #expect(next.seen == killed.seen && next.seen.count == 1)
            // Should it wake up after all, what was noted stands.
            await door.open()
            _ = try await lost
            let line = try await line(service(next))
            #expect(line.tries == 1 && line.sentAt != nil)
        }
    }

    /// A run that lost its lease may still note that the notice got through, but not that it failed.
    @Test func aFailureUnderALostLeaseIsNotNoted() async throws {
        try await withNotices(1) { fixture, service in
            let door = Door()
            let late = Recorder.refusing(after: door)
            async let first = deliver(service(late))
            await door.knocked()
            try await fixture.owner.script("UPDATE notice SET leased_until = now() - interval '1 second'")
            #expect(try await deliver(service(Recorder())).sent == 1)
            await door.open()
            #expect(try await first.failed == 1)
            let line = try await line(service(late))
            #expect(line.tries == 1 && line.sentAt != nil && line.failure == nil)
        }
    }

    /// A shutdown in the middle of a notice: what was sent is noted, what was not waits for the next run at once.
    @Test(arguments: [true, false]) func aShutdownLosesNothing(arrives: Bool) async throws {
        try await withNotices(2) { _, service in
            let door = Door()
            let sender = arrives ? Recorder.waiting(at: door) : .hanging(after: door)
            let notices = service(sender)
            let run = Task { try await deliver(notices) }
            await door.knocked()
            run.cancel()
            await door.open()
            let report = try await run.value
            #expect(report.sent == (arrives ? 1 : 0))
            let next = try await deliver(service(Recorder()))
            #expect(next.sent == (arrives ? 1 : 2))
            let first = try await line(notices)
            #expect(first.tries == 1)
        }
    }

    @Test func aRunHasOneRange() async throws {
        try await withNotices(3) { _, service in
            let notices = service(Recorder())
            for limit in [0, -1, NoticeService.runLimits.upperBound + 1] {
                await #expect(throws: AppError.self) {
                    try await notices.deliver(
                        DeliveryOrder(limit: limit), at: Self.now, caller: Fixture.root)
                }
            }
            #expect(NoticeService.runLimits.contains(NoticeService.defaultRunLimit))
            let report = try await notices.deliver(
                DeliveryOrder(limit: 2), at: Self.now, caller: Fixture.root)
            #expect(report.sent == 2)
        }
    }
}

/// Remembers what it sends, and does with the first, the second … what a test wants.
private final class Recorder: NoticeSender {
    private let identifiers = Mutex<[UUID]>([])
    private let work: @Sendable (_ number: Int) async throws -> Void

    init(_ work: @escaping @Sendable (Int) async throws -> Void = { _ in }) { self.work = work }

    /// Waits at the door with so many of its first notices.
    static func waiting(at door: Door, first: Int = .max) -> Recorder {
        Recorder { number in if number <= first { await door.pass() } }
    }

    static func refusing(after door: Door) -> Recorder {
        Recorder { _ in
            await door.pass()
            throw NoticeFailure(.refused, "HTTP 503")
        }
    }

    /// Does not finish before it is cancelled.
    static func hanging(after door: Door) -> Recorder {
        Recorder { _ in
            await door.pass()
            try await Task.sleep(for: .seconds(60))
        }
    }

    /// Ends every connection of the application while it sends.
    static func cutting(_ owner: Connection) -> Recorder {
        Recorder { _ in
            try await owner.script(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE usename = 'dangwu_app' AND datname = current_database()
                """)
        }
    }

    var seen: [UUID] { identifiers.withLock { $0 } }

    func send(_ notice: Notice) async throws(NoticeFailure) {
        let number = identifiers.withLock { identifiers in
            identifiers.append(notice.id)
            return identifiers.count
        }
        do {
            try await work(number)
        } catch let failure as NoticeFailure {
            throw failure
        } catch {
            throw NoticeFailure(.unreachable)
        }
    }
}

/// Where somebody waits until a test lets them through.
private actor Door {
    private var isOpen = false
    private var isKnocked = false
    private var inside: [CheckedContinuation<Void, Never>] = []
    private var outside: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        isKnocked = true
        for waiting in inside { waiting.resume() }
        inside = []
        if !isOpen { await withCheckedContinuation { outside.append($0) } }
    }

    /// Returns once somebody waits at the door.
    func knocked() async {
        if !isKnocked { await withCheckedContinuation { inside.append($0) } }
    }

    func open() {
        isOpen = true
        for waiting in outside { waiting.resume() }
        outside = []
    }
}

extension Fixture {
    /// The outbox with channels of a test.
    func notices(_ senders: [NoticeChannel: any NoticeSender]) -> NoticeService {
        NoticeService(database: services.database, organisations: services.organisations, senders: senders)
    }
}
