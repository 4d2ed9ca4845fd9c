import Foundation
import Kernel
import LocalPostgres
import Logging
import Postgres
import TestSupport
import Testing

@testable import Composition
@testable import Settings

/// A healthy installation is all ok, and each planted fault is found under its own name, with something to do about it.
@Suite(.timeLimit(.minutes(30)))
struct DoctorTests {
    /// A private cluster of its own, since the faults concern the whole server.
    private struct Ward {
        let folder: String
        let startup: Startup
        let settings: Settings
        let owner: Connection
        let logger: Logger

        static func with(_ body: (Ward) async throws -> Void) async throws {
            let folder = "/tmp/dangwu-ward-\(UUID().uuidString.prefix(8))"
            var settings = Settings()
            settings.backup.folder = folder + "/copies"
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let startup = Startup(settings: settings, environment: ["DANGWU_STATE": folder], logger: logger)
            let server = try startup.localServer()
            do {
                try await startup.open().pool.close()
                try FileManager.default.createDirectory(
                    atPath: settings.backup.folder + "/dangwu-20260101T000000Z", withIntermediateDirectories: true)
                try Data("{}".utf8).write(
                    to: URL(fileURLWithPath: settings.backup.folder + "/dangwu-20260101T000000Z/manifest.json"))
                let owner = try await Connection.connect(server.owner(database: "dangwu"))
                try await body(
                    Ward(folder: folder, startup: startup, settings: settings, owner: owner, logger: logger))
            } catch {
                _ = try? await server.stop(immediately: true)
                try? FileManager.default.removeItem(atPath: folder)
                throw error
            }
            try await server.stop(immediately: true)
            try? FileManager.default.removeItem(atPath: folder)
        }

        func findings(
            _ settings: Settings? = nil, origins: [String: SettingsLoader.Origin] = [:],
            machine: Doctor.Machine = .current
        ) async -> [DoctorFinding] {
            let settings = settings ?? self.settings
            let startup = Startup(settings: settings, environment: ["DANGWU_STATE": folder], logger: logger)
            return await Doctor(
                startup, SettingsLoader.Loaded(settings: settings, origins: origins), machine: machine, logger: logger
            ).examine()
        }

        /// Plants a fault, expects exactly it, takes it away again and expects that all is well.
        func plant(
            _ check: DoctorCheck, _ words: String, _ fault: () async throws -> Void,
            found: (() async -> [DoctorFinding])? = nil,
            undo: () async throws -> Void
        ) async throws {
            try await fault()
            let findings = if let found { await found() } else { await findings() }
            let wrong = findings.filter { $0.state != .ok }
            #expect(wrong.map(\.check) == [check], "\(check): \(wrong)")
            #expect(wrong.first?.finding.english.contains(words) == true, "\(check): \(wrong)")
            #expect(wrong.allSatisfy { $0.remedy?.chinese.isEmpty == false })
            try await undo()
        }

        func plant(_ check: DoctorCheck, _ words: String, sql fault: String, undo: String) async throws {
            try await plant(
                check, words, { try await owner.script(fault) }, undo: { try await owner.script(undo) })
        }

        /// A fault of the settings or of the machine, which needs no undoing.
        func expect(
            _ check: DoctorCheck, _ words: String, machine: Doctor.Machine = .current,
            _ change: (inout Settings) -> Void = { _ in }
        ) async throws {
            var changed = settings
            change(&changed)
            try await plant(
                check, words, {}, found: { await findings(changed, machine: machine) }, undo: {})
        }
    }

    /// The key of the private cluster is two files while it is changed, and each moment of that can be the last one of
    /// the program.
    @Test func anUnfinishedChangeOfTheKeyIsNamedAndFinished() async throws {
        struct Stopped: Error {}
        try await Ward.with { ward in
            let file = ward.folder + "/identity.key"
            let old = try String(contentsOfFile: file, encoding: .utf8)
            // Cut off behind the last step, before the files are exchanged.
            await #expect(throws: Stopped.self) {
                _ = try await ward.startup.rotateKey(grace: .zero) { _ in throw Stopped() }
            }
            let new = try String(contentsOfFile: file + ".next", encoding: .utf8)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == old && new != old)
            try await ward.startup.open().pool.close()
            try await ward.plant(
                .key, "unfinished", sql: "DELETE FROM key_rotation WHERE step = 'retired'", undo: "SELECT 1")
            let report = try await ward.startup.rotateKey(grace: .zero)
            #expect(report.edition == 2 && report.oldFile == file + ".old-1")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == new)
            #expect(try String(contentsOfFile: file + ".old-1", encoding: .utf8) == old)
            #expect(!FileManager.default.fileExists(atPath: file + ".next"))
            try await ward.startup.open().pool.close()
            #expect(await ward.findings().first { $0.check == .key }?.state == .ok)
            // Once more: the third key.
            #expect(try await ward.startup.rotateKey(grace: .zero).edition == 3)
            try await ward.startup.open().pool.close()
        }
    }

    @Test func aHealthyInstallationIsAllOkAndEachPlantedFaultIsNamed() async throws {
        try await Ward.with { ward in
            try await expectHealthy(ward)
            try await faultsOfTheMachine(ward)
            try await faultsOfTheSchema(ward)
            try await faultsOfTheServer(ward)
            try await expectHealthy(ward)
            try await ward.startup.localServer().stop()
            let stopped = await ward.findings().filter { $0.state != .ok }
            #expect(stopped.map(\.check) == [.database])
            #expect(stopped.first?.finding.english.contains("not running") == true)
            #expect(try await ward.startup.localServer().status() == .stopped)
        }
    }

    private func expectHealthy(_ ward: Ward) async throws {
        let findings = await ward.findings()
        #expect(findings.filter { $0.state != .ok } == [])
        #expect(findings.map(\.check) == DoctorCheck.allCases)
    }

    private func faultsOfTheMachine(_ ward: Ward) async throws {
        let machine = Doctor.Machine.current
        let full = Doctor.Machine(now: machine.now, disk: { _ in (free: 1 << 30, total: 100 << 30) })
        try await ward.expect(.disk, "1% (1024 MB) left", machine: full)
        let late = Doctor.Machine(now: { Date().addingTimeInterval(8 * 3600) }, disk: machine.disk)
        try await ward.expect(.clock, "-28800 seconds", machine: late)
        try await ward.expect(.backup, "there is no backup yet") { $0.backup.folder = "" }
        try await ward.expect(.folders, ward.folder + "/none") { $0.notices.folder = ward.folder + "/none" }
        try await ward.expect(.connections, "is 200") { $0.database.poolMaximum = 200 }
        let dump = ward.settings.backup.folder + "/dangwu-20260101T000000Z/manifest.json"
        func date(_ hours: Double) throws {
            try FileManager.default.setAttributes(
                [.modificationDate: Date().addingTimeInterval(-hours * 3600)], ofItemAtPath: dump)
        }
        try await ward.plant(.backup, "50 hours old", { try date(50) }, undo: { try date(0) })
        // What a killed backup left, and a file of something else, were taken for backups.
        let copies = ward.settings.backup.folder
        try await ward.plant(
            .backup, "50 hours old",
            {
                try date(50)
                try Data("x".utf8).write(to: URL(fileURLWithPath: copies + "/one.dump"))
                try FileManager.default.createDirectory(
                    atPath: copies + "/dangwu-20990101T000000Z.part", withIntermediateDirectories: false)
            }, undo: { try date(0) })
        for name in ["audit.key", "identity.key.next", "identity.key.old-1"] {
            let path = ward.folder + "/" + name
            let isNew = !FileManager.default.fileExists(atPath: path)
            if isNew { try Data("x".utf8).write(to: URL(fileURLWithPath: path)) }
            try await ward.plant(
                .files, path, { chmod(path, 0o640 | 0o020) },
                undo: { if isNew { try FileManager.default.removeItem(atPath: path) } else { chmod(path, 0o600) } })
        }
        // Nothing is sealed for a day: the worker fails, or the service does not run.
        let moved = Doctor.Machine(now: { Date().addingTimeInterval(26 * 3600) }, disk: machine.disk)
        try await ward.owner.script(
            """
            SET session_replication_role = replica;
            INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path)
            VALUES (('ffffffffffff7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid, gen_random_uuid(), 'x',
                'cli', 'x', 'x', '61.');
            SET session_replication_role = DEFAULT
            """)
        let late26 = await ward.findings(machine: moved).first { $0.check == .sealing }
        #expect(late26?.state == .problem && late26?.finding.english.contains("26 hours") == true)
        #expect(await ward.findings().first { $0.check == .sealing }?.state == .ok)
        try await ward.owner.script(
            "SET session_replication_role = replica; DELETE FROM audit_event WHERE action = 'x'; "
                + "SET session_replication_role = DEFAULT")
        let key = ward.folder + "/identity.key"
        try await ward.plant(.files, key, { chmod(key, 0o620) }, undo: { chmod(key, 0o600) })
        let rules = ward.folder + "/rules/policy/access"
        try await ward.plant(
            .policy, "roles.yaml",
            {
                try FileManager.default.createDirectory(atPath: rules, withIntermediateDirectories: true)
                try Data("roles: [".utf8).write(to: URL(fileURLWithPath: rules + "/roles.yaml"))
            },
            found: {
                var changed = ward.settings
                changed.policy.folder = ward.folder + "/rules"
                return await ward.findings(changed)
            }, undo: {})
        let file = ward.folder + "/dangwu.yaml"
        try Data().write(to: URL(fileURLWithPath: file))
        try await ward.plant(
            .settings, file, { chmod(file, 0o644) },
            found: {
                var changed = ward.settings
                changed.identity.key = (try? KeySource.read(key)) ?? ""
                return await ward.findings(changed, origins: ["identity.key": .file(file, line: 1)])
            }, undo: {})
    }

    private func faultsOfTheSchema(_ ward: Ward) async throws {
        let last = Services.migrations.count
        try await ward.plant(
            .migrations, "1 pending",
            sql: "CREATE TABLE kept AS SELECT * FROM schema_migration WHERE number = \(last); "
                + "ALTER TABLE kept ENABLE ROW LEVEL SECURITY; DELETE FROM schema_migration WHERE number = \(last)",
            undo: "INSERT INTO schema_migration SELECT * FROM kept; DROP TABLE kept")
        try await ward.plant(
            .migrations, "older than the database",
            sql: "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'x', 'x')",
            undo: "DELETE FROM schema_migration WHERE number = 9999")
        try await ward.plant(
            .key, "not the one",
            sql: "UPDATE key_check SET value = sha256('x') WHERE edition = 1",
            undo: "DELETE FROM key_check")
        try await ward.plant(.key, "no check value", {}, undo: { try await ward.startup.open().pool.close() })
        try await ward.plant(
            .privileges, "organisation", sql: "REVOKE SELECT ON organisation FROM dangwu_app",
            undo: "GRANT SELECT ON organisation TO dangwu_app")
        try await ward.plant(
            .rowSecurity, "person", sql: "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
            undo: "ALTER TABLE person ENABLE ROW LEVEL SECURITY")
        try await ward.plant(
            .routines, "move_subtree", sql: "GRANT EXECUTE ON PROCEDURE move_subtree TO public",
            undo: "CALL withdraw_public_execution()")
        try await ward.plant(
            .indexes, "audit_event_by_path",
            sql: "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'audit_event_by_path'::regclass",
            undo: "UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'audit_event_by_path'::regclass")
        try await ward.plant(
            .notices, "1 waiting, 1 of them failed",
            sql: """
                SET session_replication_role = replica;
                INSERT INTO notice (person_id, key, channel, id, path, due_on, subject_zh, subject_en, body_zh, body_en,
                    audit_event_id, tries, failure)
                VALUES (gen_random_uuid(), 'k', 'smtp', gen_random_uuid(), '61.', '2026-01-01', '', '', '', '',
                    gen_random_uuid(), 3, 'refused');
                SET session_replication_role = DEFAULT
                """,
            undo: "DELETE FROM notice")
    }

    private func faultsOfTheServer(_ ward: Ward) async throws {
        for (attribute, words) in [
            ("BYPASSRLS", "bypasses"), ("CREATEROLE", "creates roles"), ("SUPERUSER", "superuser"),
        ] {
            try await ward.plant(
                .role, words, sql: "ALTER ROLE dangwu_app \(attribute)", undo: "ALTER ROLE dangwu_app NO\(attribute)")
        }
        try await ward.plant(
            .role, "default_transaction_read_only",
            sql: "ALTER ROLE dangwu_app SET default_transaction_read_only = on",
            undo: "ALTER ROLE dangwu_app RESET ALL")
        try await ward.plant(
            .role, "member of the owner", sql: "GRANT dangwu_owner TO dangwu_app",
            undo: "REVOKE dangwu_owner FROM dangwu_app")
        try await ward.plant(
            .connections, "3 available",
            sql: "ALTER ROLE dangwu_app CONNECTION LIMIT 3; ALTER DATABASE dangwu CONNECTION LIMIT 3",
            undo: "ALTER ROLE dangwu_app CONNECTION LIMIT -1; ALTER DATABASE dangwu CONNECTION LIMIT -1")
        func durable(_ value: String) async throws {
            // Not within the transaction that several statements of one text form.
            try await ward.owner.script("ALTER SYSTEM SET full_page_writes = \(value)")
            try await ward.owner.script("SELECT pg_reload_conf()")
            try await Task.sleep(for: .milliseconds(300))
        }
        try await ward.plant(
            .durability, "full_page_writes", { try await durable("off") }, undo: { try await durable("on") })
        let rules = ward.folder + "/postgres/pg_hba.conf"
        let before = try String(contentsOfFile: rules, encoding: .utf8)
        try await ward.plant(
            .access, "pg_hba.conf, line",
            {
                // Written in place, so that the server's user can still read it.
                let file = try #require(FileHandle(forWritingAtPath: rules))
                try file.seekToEnd()
                try file.write(contentsOf: Data("host all all 127.0.0.1/32 trust\n".utf8))
                try file.close()
            }, undo: { _ = try await ward.startup.localServer().start() })
        #expect(try String(contentsOfFile: rules, encoding: .utf8) == before)
    }

    @Test func theOwnersConnectionBelongsIntoNoSettingsFile() async throws {
        var settings = Settings()
        settings.database.ownerURL = "postgresql://dangwu_owner:secret@localhost:1/dangwu"
        settings.database.url = "postgresql://dangwu_app:secret@localhost:1/dangwu"
        let logger = Logger(label: "test")
        for (origin, state) in [
            (SettingsLoader.Origin.file("/etc/dangwu.yaml", line: 3), DoctorFinding.State.problem),
            (.environment("DANGWU_DATABASE_OWNER_URL"), .warning),
        ] {
            let doctor = Doctor(
                Startup(settings: settings, environment: [:], logger: logger),
                SettingsLoader.Loaded(settings: settings, origins: ["database.owner_url": origin]), logger: logger)
            let findings = await doctor.examine()
            #expect(findings.first { $0.check == .ownerURL }?.state == state)
            // A server that cannot be reached is one finding among the others.
            let database = findings.first { $0.check == .database }
            #expect(database?.state == .problem && database?.finding.english.contains("secret") == false)
        }
    }
}
