import Access
import Foundation
import Kernel
import LocalPostgres
import Postgres
import TestSupport
import Testing

@testable import Composition
@testable import Settings

/// The key of ID numbers belongs to its database: a lost or another key stops the program instead of being replaced.
struct InstallationKeyTests {
    private func withDatabase(_ body: (Connection, String) async throws -> Void) async throws {
        let cluster = TestCluster.shared
        let name = try await cluster.makeDatabase()
        let folder = "/tmp/dangwu-key-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try await cluster.server()
        do {
            try await body(try await Connection.connect(server.owner(database: name).user("dangwu_app")), folder)
        } catch {
            try await server.dropDatabase(name)
            throw error
        }
        try await server.dropDatabase(name)
    }

    private func code(_ body: () async throws -> String) async -> String {
        do {
            return try await body()
        } catch {
            return (error as? AppError)?.code ?? "\(error)"
        }
    }

    @Test func aFileIsMadeOnceAndNeverReplaced() async throws {
        try await withDatabase { connection, folder in
            let path = folder + "/identity.key"
            let key = InstallationKey.identity(KeySource(), file: path)
            let first = try await key.verified(connection)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try await key.verified(connection) == first)
            try FileManager.default.removeItem(atPath: path)
            #expect(await code { try await key.verified(connection) } == "key.missing")
            #expect(!FileManager.default.fileExists(atPath: path))
            try Data(Data(count: 32).base64EncodedString().utf8).write(to: URL(fileURLWithPath: path))
            #expect(await code { try await key.verified(connection) } == "key.file_open")
            chmod(path, 0o600)
            #expect(await code { try await key.verified(connection) } == "key.wrong")
            try Data(first.utf8).write(to: URL(fileURLWithPath: path))
            chmod(path, 0o600)
            #expect(try await key.verified(connection) == first)
        }
    }

    @Test func aDatabaseOfAnEarlierVersionIsCheckedByOneOfItsNumbers() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            var wrong = KeySource()
            wrong.key = Data(count: 32).base64EncodedString()
            #expect(
                await code { try await InstallationKey.identity(wrong, file: nil).verified(fixture.owner) }
                    == "key.wrong")
            #expect(
                await code {
                    try await InstallationKey.identity(KeySource(), file: "/tmp/none").verified(fixture.owner)
                }
                    == "key.missing")
            #expect(try await fixture.count("key_check") == 0)
        }
    }

    @Test func theCheckValueIsAnotherForEachKeyAndName() {
        let values = [("identity", "a"), ("identity", "b"), ("audit", "a")].map {
            KeyCheck($0.0).value(of: $0.1).hex
        }
        #expect(Set(values).count == 3 && values.allSatisfy { $0.count == 64 })
    }
}
