import Foundation
import Kernel
import Settings
import TestSupport
import Testing

/// Settings files of any text: settings, or an error of the settings.
struct SettingsFuzzTests {
    @Test func anyFile() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var source = FuzzSource(
            seed: 61,
            valid: ["http:\n  port: 1\n  host: a\n", "database: {name: d, pool_maximum: 9}\n", "log.level: info\n"],
            pieces: ["http:\n", "  port: ", "database", ": ", "- ", "&a ", "*a", "{", "}", "\n"])
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let bytes = source.next()
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            clock.run(bytes) {
                do throws(AppError) {
                    _ = try SettingsLoader(file: path, environment: [:]).load()
                    read += 1
                } catch { #expect(error.code.hasPrefix("settings."), "\(error.code)") }
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }
}
