import Foundation
import Kernel
import Postgres
import TestSupport
import Testing

@testable import LocalPostgres

/// The private server: made once, found again, and never two on one folder.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct LocalServerTests {
    /// A state folder for the body alone; whatever runs there is stopped and removed.
    private func withServer(_ suffix: String = "", _ body: (LocalServer) async throws -> Void) async throws {
        let base = "/tmp/dangwu-own-\(UUID().uuidString)"
        let server = try LocalServer(folder: base + suffix, throwaway: true)
        defer {
            for path in [base, server.socketFolder] { try? FileManager.default.removeItem(atPath: path) }
        }
        do {
            try await body(server)
        } catch {
            _ = try? await server.stop(immediately: true)
            throw error
        }
        try await server.stop(immediately: true)
    }

    private func answers(_ server: LocalServer) async throws -> Bool {
        let connection = try await Connection.connect(server.owner(database: "postgres"))
        return try await connection.query("SELECT 1").count == 1
    }

    @Test func aServerIsMadeFoundStoppedAndStartedAgain() async throws {
        try await withServer { server in
            #expect(try await server.status() == .absent)
            #expect(try await !server.stop())
            #expect(try await server.start())
            guard case .running(let process) = try await server.status() else {
                Issue.record("not running")
                return
            }
            #expect(process > 0)
            #expect(try await !server.start())
            #expect(try await server.status() == .running(process: process))
            try await databasesAreMadeOnce(server)
            try await onlyTheOwnerGetsIn(server)
            let file = try String(contentsOfFile: server.dataFolder + "/postmaster.pid", encoding: .utf8)
            #expect(try await server.stop())
            #expect(try await server.status() == .stopped)
            try await aStaleFileIsNoServer(server, file)
        }
    }

    private func databasesAreMadeOnce(_ server: LocalServer) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { try await server.ensureDatabase("twice \"named\"") } }
            try await group.waitForAll()
        }
        try await server.ensureDatabase("own")
        let connection = try await Connection.connect(server.owner(database: "own"))
        let row = try await connection.query(
            "SELECT pg_encoding_to_char(encoding) AS encoding, datcollate FROM pg_database WHERE datname = 'own'")[0]
        #expect(row.text("encoding") == "UTF8")
        #expect(row.text("datcollate") == "C")
        // Although somebody is connected.
        try await server.dropDatabase("own")
        try await server.dropDatabase("own")
        await #expect(throws: PostgresError.self) { try await Connection.connect(server.owner(database: "own")) }
    }

    private func onlyTheOwnerGetsIn(_ server: LocalServer) async throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: server.socketFolder)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        let connection = try await Connection.connect(server.owner(database: "postgres"))
        let row = try await connection.query("SELECT current_setting('listen_addresses') AS value")[0]
        #expect(row.text("value") == "")
    }

    /// What a power cut leaves: the file of a process that is no more.
    private func aStaleFileIsNoServer(_ server: LocalServer, _ file: String) async throws {
        let path = server.dataFolder + "/postmaster.pid"
        // The number of a process that has ended and was waited for, which the server's need not have been.
        let ended = try await ProcessRunner.run(["/bin/sh", "-c", "echo $$"]).output
        let rest = file.drop { $0 != "\n" }.dropFirst()
        try Data((ended + rest).utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(try await server.status() == .stopped)
        #expect(try await !server.stop())
        #expect(try await server.start())
        #expect(try await answers(server))
    }

    /// An earlier version wrote `trust` for the socket and for TCP.
    /// The server's user owned the state folder: it could move keys and heads of the audit log away.
    @Test(.enabled(if: getuid() == 0)) func theServersUserOwnsItsOwnFoldersAlone() async throws {
        try await withServer { server in
            func owner(_ path: String) throws -> uid_t {
                var found = stat()
                try #require(lstat(path, &found) == 0)
                return found.st_uid
            }
            try await server.start()
            let state = (server.dataFolder as NSString).deletingLastPathComponent
            let other = try owner(server.dataFolder)
            #expect(try owner(state) == 0 && other != 0)
            #expect(try owner(server.socketFolder) == other && owner(state + "/postgres.log") == other)
            #expect(try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int == 0o711)
            // One of an earlier version is taken back at the next start.
            try await server.stop()
            chown(state, other, other)
            chmod(state, 0o700)
            #expect(try await server.start())
            #expect(try owner(state) == 0)
        }
    }

    @Test func anOpenClusterIsClosedAtItsNextStart() async throws {
        try await withServer { server in
            try await server.start()
            let path = server.dataFolder + "/pg_hba.conf"
            let closed = try String(contentsOfFile: path, encoding: .utf8)
            #expect(!closed.contains("trust") && !closed.contains("\nhost"))
            for isRunning in [true, false] {
                if !isRunning { try await server.stop() }
                let file = try #require(FileHandle(forWritingAtPath: path))
                try file.truncate(atOffset: 0)
                try file.write(contentsOf: Data("local all all trust\nhost all all 127.0.0.1/32 trust\n".utf8))
                try file.close()
                #expect(try await server.start() == !isRunning)
                #expect(try String(contentsOfFile: path, encoding: .utf8) == closed)
                #expect(try await answers(server))
            }
            // The kernel says who connects; a role that this user is not mapped to is refused.
            let connection = try await Connection.connect(server.owner(database: "postgres"))
            try await connection.script("CREATE ROLE somebody LOGIN")
            await #expect(throws: PostgresError.self) {
                try await Connection.connect(server.owner(database: "postgres").user("somebody"))
            }
        }
    }

    @Test func aKilledServerIsFoundAndStartedAgain() async throws {
        try await withServer { server in
            try await server.start()
            #expect(await server.health(database: "postgres") == .healthy)
            guard case .running(let process) = try await server.status() else {
                Issue.record("not running")
                return
            }
            kill(pid_t(process), SIGKILL)
            var health = LocalServer.Health.healthy
            for _ in 0..<50 where health == .healthy {
                try await Task.sleep(for: .milliseconds(100))
                health = await server.health(database: "postgres")
            }
            guard case .dead = health else {
                Issue.record("\(health)")
                return
            }
            // Processes of the old server may still be ending.
            for attempt in 0..<20 {
                do {
                    try await server.revive(health)
                    break
                } catch {
                    try #require(attempt < 19, "\(error)")
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            #expect(await server.health(database: "postgres") == .healthy)
            try await server.stop()
            #expect(await server.health(database: "postgres") == .stopped)
        }
    }

    /// What is left when the package was upgraded below the running server: the file of the language is another's.
    @Test func aServerThatCannotRunFunctionsIsBroken() async throws {
        try await withServer { server in
            try await server.start()
            let connection = try await Connection.connect(server.owner(database: "postgres"))
            try await connection.script(
                "UPDATE pg_proc SET probin = '$libdir/gone' WHERE proname LIKE 'plpgsql%'")
            guard case .broken(let message) = await server.health(database: "postgres") else {
                Issue.record("not noticed")
                return
            }
            #expect(message.contains("gone"))
        }
    }

    @Test func anInterruptedCreationIsRestarted() async throws {
        // A home may have a blank or an apostrophe in its name.
        try await withServer("/it's mine") { server in
            for folder in [server.dataFolder, server.dataFolder + ".new"] {
                try FileManager.default.createDirectory(atPath: folder + "/base", withIntermediateDirectories: true)
                try Data("half".utf8).write(to: URL(fileURLWithPath: folder + "/postgresql.conf"))
            }
            #expect(try await server.status() == .absent)
            #expect(try await server.start())
            #expect(try await answers(server))
            #expect(!FileManager.default.fileExists(atPath: server.dataFolder + ".new"))
        }
    }

    /// A killed server leaves a record beside its socket. The number in it may be that of another process by now, or of
    /// one that is still ending.
    @Test func aRecordOfAnotherProcessDoesNotKeepTheServerFromStarting() async throws {
        try await withServer("/recycled") { server in
            #expect(try await server.start())
            try await withServer("/other") { other in
                #expect(try await other.start())
                guard case .running(let process) = try await other.status() else {
                    Issue.record("the other server does not run")
                    return
                }
                #expect(try await server.stop(immediately: true))
                try Data("\(process)\n".utf8).write(
                    to: URL(fileURLWithPath: server.socketFolder + "/.s.PGSQL.5432.lock"))
                #expect(try await server.start())
                #expect(try await answers(server))
                #expect(try await answers(other))
            }
        }
    }

    @Test func ofSeveralStartsAtOnceOneStartsTheServer() async throws {
        // So deep that the socket has to live elsewhere.
        try await withServer("/" + String(repeating: "deep-", count: 20)) { server in
            #expect(server.socketFolder.hasPrefix(getuid() == 0 ? "/run/dangwu-" : "/tmp/dangwu-"))
            let started = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await LocalServer(folder: server.folder, throwaway: true).start() }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(started.filter { $0 }.count == 1)
            #expect(try await answers(server))
            let outcome = try await ProcessRunner.run(["/bin/sh", "-c", server.stopCommand])
            #expect(outcome.status == 0)
            #expect(try await server.status() == .stopped)
        }
    }
}
