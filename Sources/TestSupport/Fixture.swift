package import Access
import Audit
package import Civil
package import Composition
import Foundation
package import Kernel
import LocalPostgres
import Logging
package import Members
import Organisations
package import Postgres
package import Settings
package import Wire

/// A database of its own with services over it, and a small tree: two cities, three counties, four townships and a
/// handful of villages out of the real division codes.
package struct Fixture: Sendable {
    package let services: Services
    package let name: String
    package let owner: Connection
    package let identityKey: String

    package static let root = Caller.localOperator()

    package static let tree = """
        code,parent_code,level,name
        61,,province,陕西省
        6101,61,city,西安市
        610116,6101,county,长安区
        610116001,610116,township,韦曲街道
        610116001001,610116001,village,东社区
        610116001002,610116001,village,西社区
        610116001200,610116001,village,南村
        610116002,610116,township,郭杜街道
        610116002200,610116002,village,北村
        610102,6101,county,新城区
        610102001,610102,township,西一路街道
        610102001001,610102001,village,中社区
        6105,61,city,渭南市
        610528,6105,county,富平县
        610528100,610528,township,庄里镇
        610528100200,610528100,village,石村
        """

    /// Runs the body over a fixture and drops its database afterwards.
    package static func with(
        tree: String? = Fixture.tree, poolMaximum: Int = 4, settings: Settings = Settings(),
        _ body: (Fixture) async throws -> Void
    ) async throws {
        await running.enter()
        do {
            try await run(tree, poolMaximum, settings, body)
            await running.leave()
        } catch {
            await running.leave()
            throw error
        }
    }

    /// So many databases with their pools at a time: the server has three hundred connections for all tests of a run.
    static let running = Gate(16)

    private static func run(
        _ tree: String?, _ poolMaximum: Int, _ settings: Settings, _ body: (Fixture) async throws -> Void
    ) async throws {
        let fixture = try await make(poolMaximum: poolMaximum, settings: settings)
        do {
            if let tree { _ = try await fixture.importTree(tree) }
            try await body(fixture)
            await fixture.end()
        } catch {
            await fixture.end()
            throw error
        }
    }

    /// The key of the audit log for tests that bring none of their own.
    static let auditKey = AuditKeys.new()
    package static let passwordCost = 5

    /// The shipped rule files, read once for all tests of a run.
    static let policies = Result<Policies, any Error> { try Policies(Settings().policy) }

    /// - Parameter like: a database to clone, whose identity numbers were written with the key.
    static func make(
        poolMaximum: Int, settings: Settings = Settings(), like template: String? = nil,
        identityKey: String = MasterKey.new()
    ) async throws -> Fixture {
        let cluster = TestCluster.shared
        let server = try await cluster.server()
        let name = try await cluster.makeDatabase(like: template)
        // Tests of a run share two cores: a statement that waits for a lock, and a writer, wait as long as it takes.
        let owner = server.owner(database: name).statementTimeout(.zero)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let pool = Pool(
            owner.user("dangwu_app"), settings: PoolSettings(maximum: poolMaximum, acquireTimeout: .seconds(900)),
            logger: logger)
        var settings = settings
        settings.http.port = 0
        // Nothing is sealed behind a test's back.
        settings.audit.everyMinutes = 0
        if settings.audit.key.isEmpty { settings.audit.key = auditKey }
        // A real hash takes a tenth of a second.
        settings.access.passwordCost = min(settings.access.passwordCost, Self.passwordCost)
        let services = try Services(
            settings: settings, pool: pool, keys: KeyRing(MasterKey(identityKey)), auditKey: settings.audit.key,
            headsFolder: settings.audit.headsFolder.isEmpty ? nil : settings.audit.headsFolder,
            policies: policies.get(), logger: logger)
        let connection = try await Connection.connect(owner)
        try await ScopeSigner(MasterKey(identityKey)).install(connection)
        return Fixture(services: services, name: name, owner: connection, identityKey: identityKey)
    }

    func importTree(_ tree: String) async throws -> ImportOutcome {
        try await services.organisations.importDivisions(
            Array(tree.utf8), DivisionOrder(since: Day(number: 10_000)), on: ChinaTime.today(), caller: Self.root)
    }

    func end() async {
        await services.pool.close()
        // The server is thrown away as a whole; a database that stays costs nothing but space.
        _ = try? await TestCluster.shared.server().dropDatabase(name)
    }

    // MARK: people and offices

    /// A table of people, one secretary for each code, with right check digits and a region nobody has.
    package static func secretaries(_ codes: [String], since: String = "2012-01-01") -> String {
        "organisation,name,id_number,since,title,tenure_since,synthetic\n"
            + codes.enumerated().map { index, code in
                "\(code),测试\(index),\(number(index)),2005-07-01,secretary,\(since),true"
            }.joined(separator: "\n") + "\n"
    }

    package static func number(_ index: Int) -> String {
        let birth = Day(number: 3000 + index % 1000)
        // Sequences begin with 001; those of even people stay even.
        let sequence = index % 999 == 0 ? 998 : index % 999
        return (try? IDNumber(region: "990001", birth: birth, sequence: sequence))?.characters ?? ""
    }

    package func importPeople(
        _ table: String, on today: Day = ChinaTime.today(), caller: Caller = Fixture.root
    ) async throws -> ImportOutcome {
        try await services.members.importPeople(
            Array(table.utf8), PeopleImportOrder(again: true), on: today, caller: caller)
    }

    package func person(_ index: Int) async throws -> Person {
        try await services.members.person(number: IDNumber(Self.number(index)), caller: Self.root)
    }

    package func count(_ table: String) async throws -> Int {
        try await owner.query("SELECT count(*) AS n FROM \(unsafeSQL: table)")[0]["n"]
    }

    /// A caller over the subtree of an organisation.
    package func caller(_ code: String, _ role: Role = .administrator) async throws -> Caller {
        let organisation = try await services.organisations.organisation(Reference(code), caller: Self.root)
        return Caller(account: .new(), name: "test", roles: [role], scope: organisation.scope, door: "api")
    }

    /// A token of a new account over the subtree of an organisation.
    package func token(
        _ code: String, _ role: Role, lasting seconds: Double = 3600, on today: Day = ChinaTime.today(),
        caller: Caller = Fixture.root
    ) async throws -> NewToken {
        try await services.access.issue(
            TokenOrder(name: code, role: role, scope: Reference(code)), on: today, lasting: seconds, caller: caller)
    }
}
