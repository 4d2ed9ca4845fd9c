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

    /// A command of a file that somebody else wrote, or could write, ran as the user who entered its folder.
    @Test func aCommandOfSomebodyElsesFileIsNotTaken() throws {
        for key in ["identity", "audit"] {
            let path = try file("\(key):\n  key_command: cat /tmp/key\n")
            for (mode, isTaken) in [(0o600, true), (0o644, true), (0o666, false), (0o620, false)] {
                chmod(path, mode_t(mode))
                if isTaken {
                    _ = try SettingsLoader(file: path, environment: [:]).load()
                } else {
                    let error = #expect(throws: AppError.self) {
                        try SettingsLoader(file: path, environment: [:]).load()
                    }
                    #expect(error?.code == "settings.foreign_command")
                    #expect(error?.message.english.contains("\(path):2") ?? false)
                }
            }
            chmod(path, 0o644)
            guard geteuid() == 0 else { continue }
            chown(path, 12_345, 12_345)
            #expect(throws: AppError.self) { try SettingsLoader(file: path, environment: [:]).load() }
        }
        // What runs nothing is read as before.
        let plain = try file("http:\n  port: 1\n")
        chmod(plain, 0o666)
        #expect(try SettingsLoader(file: plain, environment: [:]).load().settings.http.port == 1)
    }

    /// A log of level debug showed the settings whole, keys and passwords included.
    @Test func noDumpShowsASecret() throws {
        let key = "c2VjcmV0IG9mIG1pbmU="
        var flags: [String: String] = [:]
        for secret in SettingsKey.all where secret.isSecret || secret.name.hasSuffix("_command") {
            flags[secret.name] = secret.name.hasSuffix("url") ? "postgresql://a:\(key)@b/c" : key
        }
        #expect(flags.count >= 7)
        let settings = try SettingsLoader(environment: [:]).load(flags: flags).settings
        struct Worker {
            let settings: Settings
            let sources: [KeySource]
        }
        let worker = Worker(settings: settings, sources: [settings.identity, settings.audit.source])
        var dumped = ""
        dump(worker, to: &dumped)
        for shown in [
            dumped, String(describing: worker), String(reflecting: worker), String(describing: settings),
            "\(settings.identity)", "\(settings.database)", "\(settings.audit)", String(reflecting: settings.identity),
        ] { #expect(!shown.contains(key), "\(shown)") }
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
