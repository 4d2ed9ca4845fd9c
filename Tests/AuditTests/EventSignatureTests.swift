import Access
import Audit
import Civil
import Composition
import Foundation
import Kernel
import LocalPostgres
import Logging
import Members
import Postgres
import Settings
import TestSupport
import Testing
import Wire

/// Every event that the program writes is signed; one that the owner of the database makes up is named, also before it
/// is sealed.
struct EventSignatureTests {
    private static let forged = """
        INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path)
        SELECT gen_random_uuid(), account_id, account_name, 'api', 'membership.decide', 'person', '61.'
        FROM audit_event LIMIT 1
        """

    private func forgedEvents(_ log: LogFixture) async throws -> [AuditFault] {
        try await log.verify().faults.filter { $0.kind == .unsigned }
    }

    @Test func anEventMadeUpBetweenTwoSealingsIsNamedBeforeAndAfter() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            #expect(try await log.verify().faultCount == 0)
            try await log.owner.script(Self.forged)
            let before = try await forgedEvents(log)
            #expect(before.map(\.action) == ["membership.decide"] && before.first?.account != nil)
            try await log.seal()
            #expect(try await forgedEvents(log).map(\.action) == ["membership.decide"])
            #expect(try await log.verify(since: ChinaTime.today()).faults.contains { $0.kind == .unsigned })
        }
    }

    @Test func aSignatureFitsItsOwnEventAlone() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            _ = try await log.fixture.importPeople(Fixture.secretaries(["610102001001"]))
            #expect(try await log.verify().faultCount == 0)
            // The signature of a true event on another one, and each column changed under its own.
            try await log.tamper(
                """
                INSERT INTO audit_event SELECT gen_random_uuid(), at, account_id, account_name, door, action, subject_kind,
                    subject_id, path, before, after, mac FROM audit_event WHERE mac IS NOT NULL LIMIT 1
                """)
            #expect(try await forgedEvents(log).count == 1)
            try await log.tamper("DELETE FROM audit_event WHERE id::text NOT LIKE '0%'")
            for change in [
                "account_id = gen_random_uuid()", "account_name = 'x'", "door = 'api'", "action = 'x'",
                "subject_kind = 'x'",
                "subject_id = gen_random_uuid()", "path = '6101.'", "before = '1'", "after = '{\"rows\": 2}'",
                "after = NULL",
                "mac = set_byte(mac, 39, 255 - get_byte(mac, 39))", "mac = set_byte(mac, 0, 255 - get_byte(mac, 0))",
            ] {
                try await log.owner.script("CREATE TABLE kept AS SELECT * FROM audit_event")
                try await log.tamper(
                    "UPDATE audit_event SET \(change) WHERE id = (SELECT max(id::text)::uuid FROM audit_event WHERE mac IS NOT NULL)"
                )
                #expect(try await forgedEvents(log).count == 1, "\(change)")
                try await log.tamper(
                    "DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept; DROP TABLE kept")
                #expect(try await forgedEvents(log).isEmpty, "\(change)")
            }
        }
    }

    /// Events from before signatures are taken; what comes after the boundary without one is not.
    @Test func oldEventsAreAcceptedUpToTheBoundary() async throws {
        try await LogFixture.with { log in
            try await log.owner.script("UPDATE audit_event SET mac = NULL")
            try await log.seal()
            #expect(try await log.verify().faultCount == 0)
            #expect(try await log.fixture.count("audit_boundary") == 1)
            #expect(
                try await log.fixture.count(
                    "audit_leaf l JOIN audit_relation r ON r.id = l.relation WHERE r.name = 'audit_boundary' AND l.key = '1'"
                ) == 1)
            // With an identifier older than all of them.
            try await log.owner.script(
                Self.forged.replacing("gen_random_uuid()", with: "'00000000-0000-7000-8000-000000000001'"))
            #expect(try await forgedEvents(log).count == 1)
            try await log.seal()
            #expect(try await forgedEvents(log).count == 1)
        }
    }

    @Test func theBoundaryCannotBeMovedOrMadeAgain() async throws {
        try await LogFixture.with { log in
            try await log.seal()
            try await log.owner.script(Self.forged)
            try await log.seal()
            try await log.tamper("UPDATE audit_boundary SET tree_size = tree_size + 1000")
            #expect(try await log.verify().found.contains("changed audit_boundary"))
            await #expect(throws: AppError.self) { try await log.seal() }
            try await log.tamper("DELETE FROM audit_boundary")
            #expect(try await log.verify().found.contains("missing audit_boundary"))
            let error = await #expect(throws: AppError.self) { try await log.seal() }
            #expect(error?.code == "audit.boundary")
        }
    }

    @Test func eventsUnderAnOlderKeyStayValid() async throws {
        let (old, new) = (AuditKeys.new(), AuditKeys.new())
        try await LogFixture.with { log in
            try await log.seal()
            _ = try await log.fixture.importPeople(Fixture.secretaries(["610102001001"]))
            let signed = try await log.fixture.count("audit_event WHERE mac IS NOT NULL")
            #expect(signed > 3)
            // Another key alone knows none of the signatures.
            let services = try await services(log, key: new)
            let found = try await services.audit.verify(AuditCheckOrder(), caller: Fixture.root)
            #expect(found.faults.contains { $0.table == "audit_boundary" || $0.kind == .unsigned })
            await services.pool.close()
            let both = try await self.services(
                log, key: new + "," + log.fixture.services.settings.audit.key + "," + old)
            #expect(try await both.audit.verify(AuditCheckOrder(), caller: Fixture.root).faultCount == 0)
            _ = try await both.audit.seal(caller: Fixture.root)
            #expect(try await both.audit.verify(AuditCheckOrder(), caller: Fixture.root).faultCount == 0)
            await both.pool.close()
        }
    }

    private func services(_ log: LogFixture, key: String) async throws -> Services {
        let (fixture, logger) = (log.fixture, Logger(label: "test"))
        let owner = try await TestCluster.shared.server().owner(database: fixture.name)
        let pool = Pool(owner.user("dangwu_app"), settings: PoolSettings(maximum: 4), logger: logger)
        return try Services(
            settings: fixture.services.settings, pool: pool, keys: KeyRing(MasterKey(fixture.identityKey)),
            auditKey: key, logger: logger)
    }

    /// Whatever JSON is recorded, the database gives back something with the same canonical form.
    @Test func whatTheDatabaseGivesBackHasTheSameForm() async throws {
        try await LogFixture.with(people: 1) { log in
            var random = FuzzRandom(seed: 33)
            for _ in 0..<2000 {
                let text = random.json(depth: 4)
                let back: String = try await log.owner.query("SELECT \(JSONText(text)) AS value")[0]["value"]
                #expect(CanonicalJSON.bytes(text) != nil, "\(text)")
                #expect(CanonicalJSON.bytes(text) == CanonicalJSON.bytes(back), "\(text) and \(back)")
            }
        }
    }

    /// What a signature costs beside the event that it signs: a figure for the log, with a bound that a defect breaks.
    @Test func aSignatureCostsLittle() {
        let key = AuditKeys.new()
        guard let signer = try? AuditKeys(key).eventSigner else { return #expect(Bool(false)) }
        let statement = { (signer: EventSigner?) in
            AuditStatement(caller: Fixture.root, signer: signer).make(
                "attendance.mark", "class", subject: UUID(), path: "61.6101.",
                after: JSONText("{\"session\":3,\"marks\":40}"))
        }
        func microseconds(_ signer: EventSigner?) -> Double {
            let start = ContinuousClock.now
            for _ in 0..<2000 { _ = statement(signer) }
            return (ContinuousClock.now - start) / .microseconds(2000)
        }
        _ = microseconds(signer)
        let (without, with) = (microseconds(nil), microseconds(signer))
        print("an audit event: \(without) µs, signed \(with) µs")
        #expect(with - without < 2000)
    }
}

/// Numbers in a row that depend on the seed alone (SplitMix64), and JSON made of them.
private struct FuzzRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) >> 2) % limit
    }

    mutating func json(depth: Int) -> String {
        switch below(depth > 0 ? 7 : 5) {
        case 0: return ["true", "false", "null"][below(3)]
        case 1: return number()
        case 2, 3, 4: return string()
        case 5: return "[" + (0..<below(4)).map { _ in json(depth: depth - 1) }.joined(separator: ", ") + "]"
        default:
            return "{" + (0..<below(4)).map { _ in string() + ":" + json(depth: depth - 1) }.joined(separator: " ,")
                + "}"
        }
    }

    private mutating func number() -> String {
        var text = (below(3) == 0 ? "-" : "") + (below(4) == 0 ? "0" : "\(below(9) + 1)\(below(1000))")
        if below(2) == 0 { text += "." + (0...below(5)).map { _ in String(below(10)) }.joined() }
        if below(3) == 0 { text += ["e", "E", "e-", "e+", "E-"][below(5)] + String(below(20)) }
        return text
    }

    private mutating func string() -> String {
        let pieces = [
            "a", "王", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83d\\ude00", " ", ":", ",", "😀", "\\t", "{", "9",
        ]
        return "\"" + (0..<below(5)).map { _ in pieces[below(pieces.count)] }.joined() + "\""
    }
}
