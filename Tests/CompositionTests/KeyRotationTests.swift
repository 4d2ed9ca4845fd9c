import Access
import Audit
import Backup
import Civil
import Foundation
import Kernel
import LocalPostgres
import Logging
import Members
import Postgres
import Settings
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Composition

/// The key of ID numbers is changed while people work: everybody is found all the time, nobody is registered twice, and
/// in the end nothing is under the old key.
struct KeyRotationTests {
    private struct Stopped: Error {}

    /// What writers, readers and the rotation share.
    private final class Course: Sendable {
        let isDone = Mutex(false)
        let next = Mutex(1500)
    }

    /// A database, its old key and a new one, and the services of a program that can find both.
    private struct Bench: Sendable {
        let fixture: Fixture
        let new: String
        let services: Services

        var old: String { fixture.identityKey }

        init(_ fixture: Fixture) throws {
            self.fixture = fixture
            let key = MasterKey.new()
            new = key
            let ring = KeyRing([1: try MasterKey(fixture.identityKey)], writing: 1, finding: 1) { value in
                KeyCheck("identity").value(of: key).bytes == value.bytes ? try? MasterKey(key) : nil
            }
            services = try Bench.services(fixture, ring)
        }

        static func services(_ fixture: Fixture, _ ring: KeyRing) throws -> Services {
            try Services(
                settings: fixture.services.settings, pool: fixture.services.pool, keys: ring,
                auditKey: fixture.services.settings.audit.key, logger: Logger(label: "test"))
        }

        /// A program that was started after the change, with the new key alone.
        func after() throws -> Services {
            try Self.services(fixture, KeyRing([2: try MasterKey(new)], writing: 2, finding: 2))
        }

        func rotation() throws -> KeyRotation {
            try KeyRotation(
                fixture.owner, from: old, edition: 1, to: new, grace: .milliseconds(300),
                signer: fixture.services.database.eventSigner)
        }

        func add(_ range: Range<Int>, _ services: Services? = nil) async throws {
            let table =
                "organisation,name,id_number,since,synthetic\n"
                + range.map { "610116001001,测试\($0),\(Fixture.number($0)),2005-07-01,true\n" }.joined()
            _ = try await (services ?? self.services).members.importPeople(
                Array(table.utf8), PeopleImportOrder(again: true), on: ChinaTime.today(), caller: Fixture.root)
        }

        func isFound(_ index: Int, _ services: Services? = nil) async throws -> Bool {
            let members = (services ?? self.services).members
            let person = try await members.person(number: IDNumber(Fixture.number(index)), caller: Fixture.root)
            let number = try await members.number(of: Reference(person.id), caller: Fixture.root)
            return person.name == "测试\(index)" && number.number.text == Fixture.number(index)
        }

        func count(_ table: String) async throws -> Int { try await fixture.count(table) }

        /// Nothing is left of the old key.
        func expectChanged(people: Int) async throws {
            #expect(try await count("person") == people)
            #expect(try await count("person_id_number") == people)
            #expect(try await count("person_id_number WHERE key_edition = 2") == people)
            #expect(try await count("person WHERE key_edition = 2") == people)
            #expect(try await count("second_factor WHERE key_edition < 2") == 0)
            #expect(try await count("identity_lookup WHERE key_edition < 2") == 0)
            #expect(try await count("scope_key") == 1)
            #expect(try await count("key_rotation") == 3)
        }
    }

    @Test func writersAndReadersGoOnWhileTheKeyIsChanged() async throws {
        try await Fixture.with(poolMaximum: 8) { fixture in
            let bench = try Bench(fixture)
            try await bench.add(0..<1500)
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            let course = Course()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await bench.rotation().run()
                    course.isDone.withLock { $0 = true }
                }
                // New people, and at the same time people who are on file: each of those is found again.
                group.addTask {
                    while !course.isDone.withLock({ $0 }) {
                        let first = course.next.withLock { $0 }
                        try await bench.add(first..<(first + 5))
                        course.next.withLock { $0 = first + 5 }
                        try await bench.add((first % 1400)..<(first % 1400 + 5))
                    }
                }
                group.addTask {
                    var random = SeededRandom(seed: 7)
                    while !course.isDone.withLock({ $0 }) {
                        let index = Int(random.next() % UInt64(course.next.withLock { $0 }))
                        let isFound = try await bench.isFound(index)
                        #expect(isFound, "\(index)")
                    }
                }
                try await group.waitForAll()
            }
            let people = course.next.withLock { $0 }
            #expect(people > 1500)
            try await bench.expectChanged(people: people)
            let after = try bench.after()
            for index in stride(from: 0, to: people, by: 97) { #expect(try await bench.isFound(index, after)) }
            try await bench.add(0..<people, after)
            #expect(try await bench.count("person") == people)
            // Each change has its audit event.
            _ = try await after.audit.seal(caller: Fixture.root)
            let found = try await after.audit.verify(AuditCheckOrder(), caller: Fixture.root)
            #expect(found.faults.isEmpty, "\(found.faults.prefix(3))")
        }
    }

    /// It ends after the first batch, and again between the steps; each time people are found and added, and the next
    /// run goes on.
    @Test func aRotationThatIsCutOffGoesOn() async throws {
        try await Fixture.with { fixture in
            let bench = try Bench(fixture)
            try await bench.add(0..<1100)
            await #expect(throws: Stopped.self) { try await bench.rotation().run { _ in throw Stopped() } }
            #expect(try await bench.count("person WHERE key_edition = 2") == 1000)
            #expect(try await bench.count("person WHERE key_edition = 1") == 100)
            for index in [0, 500, 1099] { #expect(try await bench.isFound(index)) }
            try await bench.add(1100..<1110)
            #expect(try await bench.count("person_id_number WHERE key_edition = 1") == 1110)
            try await bench.add(0..<20)
            #expect(try await bench.count("person") == 1110)
            await #expect(throws: Stopped.self) {
                try await bench.rotation().run { share in if share == 1 { throw Stopped() } }
            }
            try await bench.rotation().run()
            try await bench.expectChanged(people: 1110)
            for index in [0, 500, 1099, 1109] { #expect(try await bench.isFound(index, bench.after())) }
        }
    }

    /// A program with the old key alone writes nothing that the change would miss, and knows why.
    @Test func whoHasTheOldKeyAloneIsRefused() async throws {
        try await Fixture.with { fixture in
            let bench = try Bench(fixture)
            try await bench.add(0..<3)
            let stale = fixture.services
            await #expect(throws: Stopped.self) { try await bench.rotation().run { _ in throw Stopped() } }
            let code = await #expect(throws: AppError.self) { try await bench.add(3..<4, stale) }?.code
            #expect(code == "key.new_missing")
            // What is under the old key is found still; by hand nothing is written under it.
            _ = try await stale.members.person(number: IDNumber(Fixture.number(0)), caller: Fixture.root)
            await #expect(throws: (any Error).self) {
                _ = try await fixture.owner.query(
                    "INSERT INTO person_id_number (id_hash, person_id) SELECT sha256('x'), id FROM person LIMIT 1")
            }
            try await bench.rotation().run()
            let refused = await #expect(throws: AppError.self) { try await stale.access.ready() }?.code
            #expect(refused == "key.retired")
            // What a service does every few seconds.
            #expect(try await bench.services.database.keys.follow(fixture.services.pool))
            try await bench.services.access.ready()
        }
    }

    @Test func twoRotationsAtOnceAreOne() async throws {
        try await Fixture.with { fixture in
            let bench = try Bench(fixture)
            try await bench.add(0..<3)
            let server = try await TestCluster.shared.server()
            let other = try await Connection.connect(server.owner(database: fixture.name))
            _ = try await other.query("SELECT pg_advisory_lock(99, 1)")
            let code = await #expect(throws: AppError.self) { try await bench.rotation().run() }?.code
            #expect(code == "key.rotation_running")
            _ = try await other.query("SELECT pg_advisory_unlock(99, 1)")
            try await bench.rotation().run()
            try await bench.expectChanged(people: 3)
        }
    }

    @Test func aBackupMadeAfterwardsNeedsTheNewKeyAlone() async throws {
        try await Fixture.with { fixture in
            let bench = try Bench(fixture)
            try await bench.add(0..<5)
            try await bench.rotation().run()
            let server = try await TestCluster.shared.server()
            let folder = NSTemporaryDirectory() + "dangwu-rotated-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let (path, _) = try await BackupMaker(
                owner: server.owner(database: fixture.name), key: MasterKey(bench.new), recipient: "", settings: [:]
            ).make(in: folder)
            let code = #expect(throws: AppError.self) {
                _ = try BackupRestorer(path, key: MasterKey(bench.old), backupKey: nil)
            }?.code
            #expect(code == "backup.other_key")
            let name = try await TestCluster.shared.makeDatabase(migrated: false)
            let compared = try await BackupRestorer(path, key: MasterKey(bench.new), backupKey: nil)
                .restore(into: server.owner(database: name), name: name, work: folder + "/work")
            #expect(compared.allSatisfy { $0.isEqual })
            try await server.dropDatabase(name)
        }
    }
}
