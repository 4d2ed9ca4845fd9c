import Access
import Audit
import Backup
import Composition
import Foundation
import Kernel
import LocalPostgres
import Members
import Organisations
import Postgres
import Settings
import Synchronization
import TestSupport
import Testing

/// A backup made while people write is one state of the database; a restored one is that state, and a damaged one is
/// refused before anything is touched.
struct BackupTests {
    /// A fixture with some people, its owner's connection, and a folder that is removed afterwards.
    private static func with(
        _ body: (Fixture, ConnectionSettings, String) async throws -> Void
    ) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002", "610102001001"]))
            let folder = "/tmp/dangwu-backup-\(UUID().uuidString.prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await body(fixture, TestCluster.shared.server().owner(database: fixture.name), folder)
        }
    }

    private static func maker(_ fixture: Fixture, _ owner: ConnectionSettings, recipient: String = "") throws
        -> BackupMaker
    {
        BackupMaker(
            owner: owner, key: try MasterKey(fixture.identityKey), recipient: recipient, settings: ["log.level": "info"]
        )
    }

    /// An empty database beside the fixture's.
    private static func target(_ body: (ConnectionSettings, String) async throws -> Void) async throws {
        let name = try await TestCluster.shared.makeDatabase(migrated: false)
        let server = try await TestCluster.shared.server()
        do {
            try await body(server.owner(database: name), name)
            try await server.dropDatabase(name)
        } catch {
            try await server.dropDatabase(name)
            throw error
        }
    }

    @Test func aBackupUnderWritersIsOneStateAndComesBackAsItWas() async throws {
        try await Self.with { fixture, owner, folder in
            let isDone = Mutex(false)
            let writing = Task {
                var written = 0
                while !isDone.withLock({ $0 }) {
                    let table = "code,parent_code,level,name\n6109%,61,city,市%\n"
                        .replacing("%", with: String(written + 100))
                    _ = try await fixture.services.organisations.importDivisions(
                        Array(table.utf8), .init(since: day("2020-01-01")), on: ChinaTime.today(), caller: Fixture.root)
                    written += 1
                }
                return written
            }
            let (path, manifest) = try await Self.maker(fixture, owner).make(in: folder)
            isDone.withLock { $0 = true }
            let written = try await writing.value
            #expect(written > 0)
            #expect(manifest.tables.contains { $0.table == "person" && $0.rows == 3 })
            #expect(manifest.tables.count > 50 && manifest.settings["log.level"] == "info")
            try await Self.target { target, name in
                let restorer = try BackupRestorer(path, key: MasterKey(fixture.identityKey), backupKey: nil)
                let compared = try await restorer.restore(into: target, name: name, work: folder + "/work")
                #expect(compared.allSatisfy { $0.isEqual } && compared.count == manifest.tables.count)
                // The program's own role reads it under the same key, and no more than its scope.
                let app = try await Connection.connect(target.user("dangwu_app"))
                let scope = fixture.services.database.signer.statement(Scope(path: "61.6101.610116."))
                let seen = try await app.transaction(.read, prelude: [scope]) {
                    try await $0.query("SELECT count(*) AS n FROM person")[0]["n"] as Int
                }
                #expect(seen == 2)
                // One changed value in one row is named, beside the note that its trigger left.
                let changed = try await Connection.connect(target)
                _ = try await changed.query(
                    "UPDATE person SET name = name || '一' WHERE id = (SELECT min(id::text)::uuid FROM person)")
                let different = try await restorer.compare(with: target).filter { !$0.isEqual }
                #expect(
                    different.map(\.table) == ["audit_note", "person"] && different[1].rowsThen == different[1].rowsNow)
                // A database with tables in it is not written into.
                let error = await #expect(throws: AppError.self) {
                    try await restorer.restore(into: target, name: name, work: folder + "/work")
                }
                #expect(error?.code == "restore.not_empty")
            }
        }
    }

    /// What can become of a folder on its way: each is refused, and nothing is restored.
    @Test func aDamagedBackupIsRefused() async throws {
        try await Self.with { fixture, owner, folder in
            let (path, manifest) = try await Self.maker(fixture, owner).make(in: folder)
            let key = try MasterKey(fixture.identityKey)
            let largest = try #require(manifest.files.max { $0.bytes < $1.bytes })
            let file = path + "/" + largest.name
            let whole = try #require(FileManager.default.contents(atPath: file))
            let text = try #require(FileManager.default.contents(atPath: path + "/manifest.json"))
            func refused(_ code: String, key: MasterKey, _ what: String, _ change: () throws -> Void) throws {
                try change()
                let error = #expect(throws: AppError.self, "\(what)") {
                    _ = try BackupRestorer(path, key: key, backupKey: nil)
                }
                #expect(error?.code == code, "\(what)")
                try whole.write(to: URL(fileURLWithPath: file))
                try text.write(to: URL(fileURLWithPath: path + "/manifest.json"))
                try? FileManager.default.removeItem(atPath: path + "/dump/more")
            }
            try refused("backup.damaged", key: key, "cut in half") {
                try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: file))
            }
            try refused("backup.damaged", key: key, "a bit changed") {
                var bytes = whole
                bytes[bytes.count / 2] ^= 1
                try bytes.write(to: URL(fileURLWithPath: file))
            }
            try refused("backup.damaged", key: key, "a file missing") {
                try FileManager.default.removeItem(atPath: file)
            }
            try refused("backup.damaged", key: key, "a file too many") {
                try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/dump/more"))
            }
            try refused("backup.incomplete", key: key, "no manifest") {
                try FileManager.default.removeItem(atPath: path + "/manifest.json")
            }
            try refused("backup.damaged", key: key, "a manifest cut in half") {
                try text.prefix(text.count / 2).write(to: URL(fileURLWithPath: path + "/manifest.json"))
            }
            try refused("backup.damaged", key: key, "a manifest with another sum") {
                let other = String(decoding: text, as: UTF8.self).replacing("\"rows\" : 3", with: "\"rows\" : 2")
                #expect(Data(other.utf8) != text)
                try Data(other.utf8).write(to: URL(fileURLWithPath: path + "/manifest.json"))
            }
            try refused("backup.other_key", key: try MasterKey(MasterKey.new()), "another identity.key") {}
            _ = try BackupRestorer(path, key: key, backupKey: nil)
        }
    }

    @Test func anEncryptedBackupOpensWithItsKeyAlone() async throws {
        try await Self.with { fixture, owner, folder in
            let (own, other) = (BackupKey(), BackupKey())
            let (path, manifest) = try await Self.maker(fixture, owner, recipient: own.recipient).make(in: folder)
            let key = try MasterKey(fixture.identityKey)
            #expect(manifest.encryption?.recipient == own.recipient)
            for file in manifest.files {
                let bytes = try #require(FileManager.default.contents(atPath: path + "/" + file.name))
                #expect(bytes.range(of: Data("PGDMP".utf8)) == nil && !bytes.starts(with: [0x1F, 0x8B]))
            }
            #expect(throws: AppError.self) { try BackupRestorer(path, key: key, backupKey: nil) }
            try await Self.target { target, name in
                let error = await #expect(throws: AppError.self) {
                    try await BackupRestorer(path, key: key, backupKey: other)
                        .restore(into: target, name: name, work: folder + "/work")
                }
                #expect(error?.code == "backup.key")
                let again = try BackupKey(own.privateText)
                let compared = try await BackupRestorer(path, key: key, backupKey: again)
                    .restore(into: target, name: name, work: folder + "/work")
                #expect(compared.allSatisfy { $0.isEqual })
                #expect(!FileManager.default.fileExists(atPath: folder + "/work"))
            }
            let error = await #expect(throws: AppError.self) {
                try await Self.maker(fixture, owner, recipient: "secret").make(in: folder + "/x")
            }
            #expect(error?.code == "backup.recipient")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/x")
            #expect(left.isEmpty)
        }
    }

    @Test func theNewestStay() async throws {
        try await Self.with { fixture, owner, folder in
            var made: [String] = []
            for hour in 0..<3 {
                let date = Date(timeIntervalSince1970: 1_800_000_000 + Double(hour) * 3600)
                made.append(try await Self.maker(fixture, owner).make(in: folder, at: date).folder)
            }
            // One that was cut off does not count, and is not taken for one of the newest.
            try FileManager.default.createDirectory(
                atPath: folder + "/dangwu-20990101T000000Z.part", withIntermediateDirectories: false)
            #expect(BackupFolder.list(folder) == made.reversed())
            let removed = try BackupFolder.prune(folder, keeping: 2)
            #expect(removed == [made[0]])
            #expect(BackupFolder.list(folder) == [made[2], made[1]])
            // A day later nobody writes it any more.
            let left = folder + "/dangwu-20990101T000000Z.part"
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -100_000)], ofItemAtPath: left)
            #expect(try BackupFolder.prune(folder, keeping: 2) == [left])
        }
    }

    /// Two backups of one installation: one whose log is whole, and one of a time after somebody had changed a row.
    @Test func aRestoreSaysWhatTheLogSaysOfIt() async throws {
        try await Self.with { fixture, owner, folder in
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            // Written after the last head: the restored notes name transactions of this server.
            _ = try await fixture.importPeople(Fixture.secretaries(["610116002200"]))
            let sound = try await Self.maker(fixture, owner).make(in: folder + "/sound").folder
            try await fixture.owner.script(
                "SET session_replication_role = replica; UPDATE person SET name = name || '一'; "
                    + "SET session_replication_role = origin")
            let damaged = try await Self.maker(fixture, owner).make(in: folder + "/damaged").folder
            for (path, isSound) in [(sound, true), (damaged, false)] {
                try await Self.target { target, name in
                    let restorer = try BackupRestorer(path, key: MasterKey(fixture.identityKey), backupKey: nil)
                    // Every table is as it was backed up, in both.
                    let compared = try await restorer.restore(into: target, name: name, work: folder + "/work")
                    #expect(compared.allSatisfy { $0.isEqual })
                    // A check alone writes nothing.
                    _ = try await Startup.check(
                        restored: target, settings: fixture.services.settings, identityKey: fixture.identityKey,
                        auditKey: fixture.services.settings.audit.key, seals: false)
                    #expect(try await restorer.compare(with: target).allSatisfy { $0.isEqual })
                    let log = try await Startup.check(
                        restored: target, settings: fixture.services.settings, identityKey: fixture.identityKey,
                        auditKey: fixture.services.settings.audit.key)
                    // The sealing of a restore made a later check of it fail.
                    for table in try await restorer.compare(with: target) where !table.isEqual {
                        #expect(isSound && AuditService.ownTables.contains(table.table), "\(table)")
                    }
                    let audit = try #require(log.audit)
                    #expect(audit.faultCount == (isSound ? 0 : 3), "\(audit.faults)")
                    if isSound {
                        try log.requireWhole()
                        #expect(audit.pending > 0)
                        let sealed = try await Startup.check(
                            restored: target, settings: fixture.services.settings, identityKey: fixture.identityKey,
                            auditKey: fixture.services.settings.audit.key)
                        #expect(sealed.audit?.pending == 0 && sealed.audit?.faultCount == 0, "\(sealed)")
                    } else {
                        let error = #expect(throws: AppError.self) { try log.requireWhole() }
                        #expect(error?.code == "restore.log" && error?.message.english.contains("3 faults") == true)
                    }
                    // Without the key, or with another one, nothing is claimed.
                    for (key, code) in [("", "audit.key_missing"), (AuditKeys.new(), "audit.key_unknown")] {
                        let error = await #expect(throws: AppError.self) {
                            _ = try await Startup.check(
                                restored: target, settings: fixture.services.settings,
                                identityKey: fixture.identityKey, auditKey: key)
                        }
                        #expect(error?.code == code)
                    }
                }
            }
        }
    }
}
