import Access
import Civil
import Foundation
import Kernel
import Logging
import Members
import Postgres
import TestSupport
import Testing

@testable import Composition
@testable import Settings

/// A server over TCP with passwords and certificates: from empty to a signed-in administrator, and what goes wrong.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct RealServerTests {
    private static let ownerPassword = "owner: p@ss/word"
    private let today = Day(number: 20_000)

    private var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    private func startup(_ server: RealServer, url: String = "") -> Startup {
        var settings = Settings()
        settings.database.ownerURL = server.url("dangwu_owner", password: Self.ownerPassword, database: "dangwu")
        settings.database.url = url
        settings.identity.key = Data(repeating: 7, count: 32).base64EncodedString()
        return Startup(settings: settings, environment: [:], logger: logger)
    }

    private func prepare(_ server: RealServer) async throws {
        try await server.script(
            "CREATE ROLE dangwu_owner LOGIN CREATEROLE PASSWORD '\(Self.ownerPassword)'",
            "CREATE DATABASE dangwu OWNER dangwu_owner ENCODING 'UTF8' TEMPLATE template0")
    }

    private var order: SetupOrder {
        var order = SetupOrder(root: "61", administrator: "张三")
        (order.name, order.level) = ("中共陕西省委员会", .province)
        return order
    }

    private func error(_ body: () async throws -> Void) async -> AppError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? AppError
        }
    }

    @Test func anEmptyServerGetsItsAdministratorOnce() async throws {
        try await RealServer.with { server in
            try await prepare(server)
            let first = try await Setup(startup(server), logger: logger).run(order, on: today)
            #expect(first.steps.map(\.part) == SetupStep.Part.allCases)
            let changed = first.steps.filter(\.isChanged).map(\.part)
            #expect(changed == [.schema, .role, .key, .root, .password, .administrator])
            let url = try #require(first.databaseURL)
            let token = try #require(first.administrator)
            // The administrator gets in through the application's role, with the password that was made.
            let running = startup(server, url: url)
            let services = try await running.open()
            let caller = try await services.access.authenticate(token.secret, on: today, door: "cli")
            #expect(caller.scope.low == "61." && caller.may(.administer))
            try await thePersonSetsAPassword(running, services, try #require(first.signIn))
            // Again: nothing changes.
            let second = try await Setup(running, logger: logger).run(order, on: today)
            #expect(!second.isChanged && second.administrator == nil && second.databaseURL == nil)
            try await aFurtherOneIsMadeOnRequestOnly(running, services)
            try await theRoleHasNoOtherWay(server, services)
            await services.pool.close()
            try await theDoctorJudgesTheConnection(server, url)
            try await itsPasswordIsSetOnRequest(server)
        }
    }

    /// With a token alone nobody could sign in with a password; a secret that was lost is replaced by another run.
    private func thePersonSetsAPassword(_ startup: Startup, _ services: Services, _ made: NewAccount) async throws {
        func signIn(_ secret: String) async throws {
            _ = try await services.access.signInFirst(
                FirstSignInOrder(name: made.signInName, secret: secret, password: "eine lange Losung"), door: "cli",
                from: .address("192.0.2.1"))
        }
        #expect(made.signInName == "admin")
        var renewal = order
        renewal.renewsSecret = true
        let report = try await Setup(startup, logger: logger).run(renewal, on: today)
        #expect(report.steps.filter(\.isChanged).map(\.part) == [.administrator] && report.administrator == nil)
        #expect(await error { try await signIn(made.secret) }?.code == "access.sign_in_refused")
        try await signIn(try #require(report.signIn).secret)
    }

    private func aFurtherOneIsMadeOnRequestOnly(_ startup: Startup, _ services: Services) async throws {
        var other = order
        other.administrator = "李四"
        let refused = await error { _ = try await Setup(startup, logger: logger).run(other, on: today) }
        #expect(refused?.code == "setup.administrator_exists")
        #expect(refused?.facts.map(\.value) == ["张三 61."])
        other.isAnother = true
        let taken = await error { _ = try await Setup(startup, logger: logger).run(other, on: today) }
        #expect(taken?.code == "setup.sign_in_name")
        other.signInName = "li.si"
        let report = try await Setup(startup, logger: logger).run(other, on: today)
        let token = try #require(report.administrator)
        _ = try await services.access.authenticate(token.secret, on: today, door: "cli")
    }

    /// The administrator was made with the owner's rights; the application's role cannot do the same.
    private func theRoleHasNoOtherWay(_ server: RealServer, _ services: Services) async throws {
        let hole = await error {
            _ = try await services.database.write(.localOperator(scope: Scope(path: "0."))) { transaction in
                _ = try await transaction.query(
                    "INSERT INTO account (id, path, name, audit_event_id) VALUES (gen_random_uuid(), '61.', 'x', gen_random_uuid())"
                )
            }
        }
        #expect(hole != nil)
    }

    private func theDoctorJudgesTheConnection(_ server: RealServer, _ url: String) async throws {
        for (mode, state) in [("verify-full", DoctorFinding.State.ok), ("require", .warning)] {
            var settings = startup(server, url: url.replacing("verify-full", with: mode)).settings
            settings.database.ownerURL = ""
            let findings = await Doctor(
                Startup(settings: settings, environment: [:], logger: logger),
                SettingsLoader.Loaded(settings: settings, origins: [:]), logger: logger
            ).examine()
            let other = findings.filter { $0.state != .ok && $0.check != .tls }
            // Neither a backup, nor a key of the audit log, nor a place for heads was set up.
            #expect(other.map(\.check) == [.backup, .sealing, .heads], "\(other)")
            #expect(findings.first { $0.check == .tls }?.state == state)
        }
    }

    private func itsPasswordIsSetOnRequest(_ server: RealServer) async throws {
        let url = server.url("dangwu_app", password: "another one", database: "dangwu")
        let refused = await error {
            _ = try await Setup(startup(server, url: url), logger: logger).run(order, on: today)
        }
        #expect(refused?.code == "setup.password")
        var reset = order
        reset.resetsPassword = true
        let report = try await Setup(startup(server, url: url), logger: logger).run(reset, on: today)
        #expect(report.steps.filter(\.isChanged).map(\.part) == [.password])
        _ = try await Connection.connect(ConnectionSettings(url: url))
    }

    @Test func whatIsMissingIsNamedBeforeAnythingIsDone() async throws {
        try await RealServer.with { server in
            try await server.script(
                "CREATE ROLE dangwu_owner LOGIN PASSWORD '\(Self.ownerPassword)'",
                "CREATE DATABASE dangwu OWNER dangwu_owner ENCODING 'UTF8' TEMPLATE template0")
            func run() async -> AppError? {
                await error { _ = try await Setup(startup(server), logger: logger).run(order, on: today) }
            }
            let creates = await run()
            #expect(creates?.code == "setup.privilege")
            #expect(creates?.hint?.english.contains("ALTER ROLE dangwu_owner CREATEROLE") == true)
            try await server.script(
                "ALTER ROLE dangwu_owner CREATEROLE", "CREATE ROLE dangwu_app LOGIN BYPASSRLS CREATEDB")
            let strong = await run()
            #expect(strong?.code == "setup.role")
            #expect(strong?.hint?.english.contains("NOBYPASSRLS; ALTER ROLE dangwu_app NOCREATEDB") == true)
            try await server.script(
                "ALTER ROLE dangwu_app NOBYPASSRLS NOCREATEDB", "DROP DATABASE dangwu WITH (FORCE)",
                "CREATE DATABASE dangwu OWNER dangwu_owner ENCODING 'SQL_ASCII' TEMPLATE template0")
            #expect(await run()?.code == "setup.encoding")
            // Migrated once, the owner needs no right to make roles.
            try await server.script(
                "DROP DATABASE dangwu WITH (FORCE)",
                "CREATE DATABASE dangwu OWNER dangwu_owner ENCODING 'UTF8' TEMPLATE template0")
            var unnamed = order
            unnamed.name = nil
            let rootless = await error { _ = try await Setup(startup(server), logger: logger).run(unnamed, on: today) }
            #expect(rootless?.code == "setup.root_missing")
            try await server.script("ALTER ROLE dangwu_owner NOCREATEROLE")
            #expect(await run() == nil)
        }
    }

    @Test func connectionsThatFailSayWhyWithoutTheirSecrets() async throws {
        try await RealServer.with { server in
            let cases: [(url: String, words: String, hint: String)] = [
                (server.url(authority: server.otherAuthority), "certificate verify failed", "sslrootcert"),
                (server.url(host: "127.0.0.1"), "does not match host name", "host name in the certificate"),
                (server.url(password: "Wrong-Secret"), "password authentication failed", "percent-encoded"),
                (server.url().replacing("verify-full", with: "disable"), "no encryption", "ssl"),
                ("postgresql://postgres:Wrong-Secret@localhost:1/x", "refused", "server is running"),
                (
                    "postgresql://postgres:Wrong/Secret@host@localhost:\(server.port)/x", "invalid integer",
                    "server is running"
                ),
                ("postgresql://postgres:Wrong-Secret@[localhost/x", "cannot be read", "server is running"),
            ]
            for (url, words, hint) in cases {
                let error = await error {
                    try await Startup.explained { _ = try await Connection.connect(ConnectionSettings(url: url)) }
                }
                #expect(error?.code == "database.unreachable", "\(url)")
                #expect(error?.message.english.contains(words) == true, "\(url): \(error?.message.english ?? "")")
                #expect(error?.hint?.english.contains(hint) == true, "\(url): \(error?.hint?.english ?? "")")
                for secret in ["Wrong", "Secret", RealServer.password, "geheim"] {
                    #expect(error?.message.english.contains(secret) == false, "\(error?.message.english ?? "")")
                }
            }
        }
    }
}
