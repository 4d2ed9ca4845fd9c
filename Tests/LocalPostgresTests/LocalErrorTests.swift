import Foundation
import Kernel
import TestSupport
import Testing

@testable import LocalPostgres

/// Problems of the machine are reported as errors of the product.
@Suite(.timeLimit(.minutes(30)))
struct LocalErrorTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/dangwu-own-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func missingProgramsAreReportedWithAHint() async throws {
        try await withFolder { folder in
            let error = #expect(throws: AppError.self) { try ServerBinaries.find(environment: ["PGBIN": folder]) }
            #expect(error?.code == "local.binaries_missing")
            #expect(error?.kind == .unavailable)
            #expect(error?.hint != nil)
        }
    }

    @Test func theNamedFolderWinsOverTheInstalledOne() async throws {
        try await withFolder { folder in
            for program in ["initdb", "pg_ctl", "postgres"] {
                let made = FileManager.default.createFile(
                    atPath: folder + "/" + program, contents: Data(), attributes: [.posixPermissions: 0o755])
                #expect(made)
            }
            let found = try ServerBinaries.find(environment: ["PGBIN": folder])
            #expect(found.path("initdb") == folder + "/initdb")
        }
    }

    @Test func anEmptyNameOfTheFolderMeansTheInstalledPrograms() throws {
        let installed = try ServerBinaries.find()
        #expect(try ServerBinaries.find(environment: ["PGBIN": "", "PATH": installed.folder]).folder.isEmpty == false)
    }

    /// Root may write everywhere, but nobody makes a folder below a file.
    @Test func aFolderThatCannotBeMadeIsAnErrorOfTheProduct() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            let server = try LocalServer(folder: folder + "/file/state", throwaway: true)
            let error = await #expect(throws: AppError.self) { try await server.start() }
            #expect(error?.code == "local.folder")
            #expect(try await server.status() == .absent)
        }
    }

    /// The folders are there, but nothing can be written into them.
    @Test func aLockThatCannotBeMadeIsAnErrorOfTheProduct() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/start.lock", withIntermediateDirectories: true)
            let server = try LocalServer(folder: folder, throwaway: true)
            let error = await #expect(throws: AppError.self) { try await server.start() }
            #expect(error?.code == "local.folder")
        }
    }

    @Test func aClusterThatDoesNotStartIsExplained() async throws {
        try await withFolder { folder in
            let server = try LocalServer(folder: folder, throwaway: true)
            try FileManager.default.createDirectory(atPath: server.dataFolder, withIntermediateDirectories: true)
            try Data("15\n".utf8).write(to: URL(fileURLWithPath: server.dataFolder + "/PG_VERSION"))
            #expect(try await server.status() == .stopped)
            let error = await #expect(throws: AppError.self) { try await server.start() }
            #expect(error?.code == "local.start_failed")
        }
    }

    /// In a shared folder somebody else may have been first, with a folder or a link to one of ours.
    @Test func aFolderThatSomebodyElsePreparedIsRefused() async throws {
        try await withFolder { folder in
            let victim = folder + "/victim"
            try FileManager.default.createDirectory(atPath: victim, withIntermediateDirectories: true)
            chmod(victim, 0o755)
            let user = try ServerUser.choose()
            symlink(victim, folder + "/link")
            let link = OwnFolder(path: folder + "/link", user: user)
            #expect(throws: OwnFolder.Problem.foreign) { try link.secure(isPrivate: true) }
            #expect(try FileManager.default.attributesOfItem(atPath: victim)[.posixPermissions] as? Int == 0o755)
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            #expect(throws: OwnFolder.Problem.foreign) {
                try OwnFolder(path: folder + "/file", user: user).secure()
            }
            try FileManager.default.createDirectory(atPath: folder + "/open", withIntermediateDirectories: true)
            chmod(folder + "/open", 0o777)
            #expect(throws: OwnFolder.Problem.foreign) {
                try OwnFolder(path: folder + "/open", user: user).secure()
            }
            if getuid() == 0 {
                chown(victim, 12_345, 12_345)
                #expect(throws: OwnFolder.Problem.foreign) { try OwnFolder(path: victim, user: user).secure() }
                #expect(try FileManager.default.attributesOfItem(atPath: victim)[.ownerAccountID] as? Int == 12_345)
            }
            let server = try LocalServer(folder: folder + "/open", throwaway: true)
            let error = await #expect(throws: AppError.self) { try await server.start() }
            #expect(error?.code == "local.folder_foreign")
            // The operator's own link is a choice of place.
            let own = folder + "/own"
            symlink(folder + "/elsewhere", folder + "/place")
            try FileManager.default.createDirectory(atPath: folder + "/elsewhere", withIntermediateDirectories: true)
            try OwnFolder(path: folder + "/place", user: user).secure(isLinkAllowed: true)
            try OwnFolder(path: own, user: user).secure(isPrivate: true)
            #expect(try FileManager.default.attributesOfItem(atPath: own)[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func theLockIsHeldByOneAtATime() async throws {
        try await withFolder { folder in
            let path = folder + "/lock"
            let first = try #require(try await FolderLock.acquire(path, timeout: .seconds(1)))
            #expect(try await FolderLock.acquire(path, timeout: .milliseconds(60)) == nil)
            first.release()
            let second = try #require(try await FolderLock.acquire(path, timeout: .seconds(1)))
            second.release()
        }
    }

    @Test func aProgramsStatusAndWordsAreKept() async throws {
        let outcome = try await ProcessRunner.run(["/bin/sh", "-c", "echo out; echo err >&2; exit 3"])
        #expect(outcome.status == 3)
        #expect(outcome.output == "out\nerr\n")
        #expect(try await ProcessRunner.run(["/bin/sh", "-c", "kill -9 $$"]).status == 137)
        await #expect(throws: (any Error).self) { try await ProcessRunner.run(["/no/such/program"]) }
        // Does not wait for what the program leaves behind.
        let start = ContinuousClock.now
        _ = try await ProcessRunner.run(["/bin/sh", "-c", "sleep 12 & echo $! ; exit 0"])
        #expect(start.duration(to: .now) < .seconds(10))
    }

    @Test func theStateFolderFollowsTheEnvironment() {
        guard getuid() != 0 else {
            #expect(LocalServer.defaultFolder(environment: ["HOME": "/home/x"]) == "/var/lib/dangwu")
            return
        }
        #expect(LocalServer.defaultFolder(environment: ["XDG_STATE_HOME": "/s"]) == "/s/dangwu")
        #expect(LocalServer.defaultFolder(environment: ["HOME": "/home/x"]) == "/home/x/.local/state/dangwu")
    }
}
