import ConfigFiles
import Foundation
import Kernel
import Settings
import Testing

/// Where settings come from, and what happens to wrong ones.
struct SettingsTests {
    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func theShippedFileSaysWhatTheCodeSays() throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../config/dangwu.yaml")
        let loaded = try SettingsLoader(file: source.path, environment: [:]).load()
        #expect(loaded.settings == Settings())
        for key in SettingsKey.all {
            if case .file = loaded.origins[key.name] {
            } else {
                Issue.record("\(key.name) is not in config/dangwu.yaml")
            }
        }
    }

    @Test func laterSourcesWin() throws {
        let path = try file("http:\n  port: 1\n  host: a\n")
        let loaded = try SettingsLoader(file: path, environment: ["DANGWU_HTTP_PORT": "2"]).load(flags: [
            "http.host": "b"
        ])
        #expect(loaded.settings.http.port == 2)
        #expect(loaded.settings.http.host == "b")
        #expect(loaded.origins["http.port"] == .environment("DANGWU_HTTP_PORT"))
        #expect(loaded.origins["http.host"] == .flag("http.host"))
    }

    @Test func unknownKeysNameFileAndLine() throws {
        let path = try file("http:\n  prot: 1\n")
        do {
            _ = try SettingsLoader(file: path, environment: [:]).load()
            Issue.record("accepted")
        } catch {
            #expect(error.code == "settings.unknown_key")
            #expect(error.message.english.contains("\(path):2") && error.message.english.contains("http.prot"))
        }
    }

    @Test func badValuesNameFileLineAndKey() throws {
        let path = try file("http:\n  host: a\n  port: many\n")
        do {
            _ = try SettingsLoader(file: path, environment: [:]).load()
            Issue.record("accepted")
        } catch {
            #expect(error.code == "settings.bad_value")
            #expect(error.message.chinese.contains("\(path):3") && error.message.chinese.contains("http.port"))
        }
    }

    @Test func secretsAreNotShownInErrors() {
        do {
            _ = try SettingsLoader(environment: ["DANGWU_HTTP_PORT": "x"]).load()
            Issue.record("accepted")
        } catch { #expect(error.message.english.contains("http.port")) }
        #expect(
            SettingsKey.all.filter(\.isSecret).map(\.name) == [
                "database.url", "database.owner_url", "identity.key", "identity.old_key", "audit.key",
            ])
    }

    @Test func aNamedFileMustBeThere() {
        #expect(throws: AppError.self) { try SettingsLoader(file: "/nowhere.yaml", environment: [:]).load() }
    }
}
