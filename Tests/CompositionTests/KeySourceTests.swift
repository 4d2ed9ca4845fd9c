import Foundation
import Kernel
import TestSupport
import Testing

@testable import Settings

/// A key comes from the settings, a file or a command, and from one of them only.
struct KeySourceTests {
    private func source(key: String = "", file: String = "", command: String = "") -> KeySource {
        var source = KeySource()
        (source.key, source.keyFile, source.keyCommand) = (key, file, command)
        return source
    }

    private func code(_ source: KeySource) async -> String? {
        do throws(AppError) {
            _ = try await source.resolve("identity.key")
            return nil
        } catch {
            return error.code
        }
    }

    @Test func eachWayGivesTheKey() async throws {
        let path = "/tmp/dangwu-key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("abc=\n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o640)
        #expect(try await source().resolve("identity.key") == nil)
        #expect(try await source(key: "abc=").resolve("identity.key") == "abc=")
        #expect(try await source(file: path).resolve("identity.key") == "abc=")
        #expect(try await source(command: "echo abc=; echo note >&2").resolve("identity.key") == "abc=")
    }

    @Test func whatGivesNoKeyIsAnError() async throws {
        let path = "/tmp/dangwu-key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(await code(source(file: path)) == "key.file")
        try Data(" \n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        #expect(await code(source(file: path)) == "key.file")
        chmod(path, 0o604)
        try Data("abc=".utf8).write(to: URL(fileURLWithPath: path))
        #expect(await code(source(file: path)) == "key.file_open")
        #expect(await code(source(command: "echo abc=; exit 3")) == "key.command")
        #expect(await code(source(command: "true")) == "key.command")
        #expect(await code(source(key: "abc=", command: "echo abc=")) == "key.ambiguous")
    }
}
