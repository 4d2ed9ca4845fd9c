import Foundation
import TestSupport
import Testing

/// What an operator types: the README's way from an empty server to a signed-in administrator, and the scripts of the
/// installation archive.
struct InstallationTests {
    private struct Run {
        let status: Int32
        let output: String
    }

    private func shell(_ script: String, folder: String, _ variables: [String: String] = [:]) throws -> Run {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let bin = URL(fileURLWithPath: CommandRunner.program).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        process.environment = ["PATH": bin + ":" + path, "HOME": "/tmp", "DANGWU_LANG": "en"].merging(variables) { $1 }
        let log = folder + "/" + UUID().uuidString
        try Data().write(to: URL(fileURLWithPath: log))
        let file = try #require(FileHandle(forWritingAtPath: log))
        process.standardOutput = file
        process.standardError = file
        try process.run()
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: try String(contentsOfFile: log, encoding: .utf8))
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/dangwu-install-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// The lines of a page's `shell-session` block.
    private func commands(_ page: String) throws -> [String] {
        let text = try String(contentsOfFile: CommandRunner.repository + "/" + page, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```shell-session\n").dropFirst().first)
        return (block.components(separatedBy: "```").first ?? "").split(separator: "\n").map { String($0.dropFirst(2)) }
    }

    @Test(.timeLimit(.minutes(3)))
    func fromAnEmptyServerToASignedInAdministratorInFourCommands() async throws {
        let commands = try commands("README.md")
        #expect(commands.count == 4)
        #expect(try commands == self.commands("README.zh-CN.md"))
        try await RealServer.with { server in
            try await withFolder { folder in
                try FileManager.default.copyItem(atPath: server.authority, toPath: folder + "/ca.crt")
                let script =
                    "set -e\n"
                    + commands.map { $0.replacing("db.example", with: "localhost:\(server.port)") }
                    .joined(separator: "\n")
                let run = try shell(script, folder: folder, ["SUPERUSER_URL": server.url()])
                #expect(run.status == 0, "\(run.output)")
                #expect(run.output.contains("Account") && run.output.contains("administrator"), "\(run.output)")
                #expect(run.output.contains("61."), "\(run.output)")
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func theArchiveIsInstalledUpgradedAndRemoved() async throws {
        try await withFolder { folder in
            let tools = CommandRunner.repository + "/Tools/dist"
            let (archive, root) = (folder + "/archive", folder + "/root")
            let packed = try shell("sh '\(tools)/pack.sh' '\(CommandRunner.program)' '\(archive)'", folder: folder)
            #expect(packed.status == 0, "\(packed.output)")
            let install = "DESTDIR='\(root)' '\(archive)/install.sh'"
            let first = try shell(install, folder: folder)
            #expect(first.status == 0, "\(first.output)")
            let modes = try shell(
                "cd '\(root)' && find . -type f -o -type d | grep -v '/lib/dangwu/lib/' | xargs stat -c '%a %n' | sort -k2",
                folder: folder)
            for line in [
                "755 ./usr/bin/dangwu", "755 ./usr/lib/dangwu/bin/dangwu", "640 ./etc/dangwu/dangwu.yaml",
                "640 ./etc/dangwu/environment", "750 ./etc/dangwu", "700 ./var/lib/dangwu", "700 ./var/backups/dangwu",
                "644 ./lib/systemd/system/dangwu.service", "644 ./lib/systemd/system/dangwu-backup.timer",
                "644 ./usr/share/doc/dangwu/nginx.conf",
            ] {
                #expect(modes.output.split(separator: "\n").contains(Substring(line)), "\(line) in\n\(modes.output)")
            }
            // The installed command runs the installed program with the settings that it is given.
            let settings = root + "/etc/dangwu/dangwu.yaml"
            let shown = try shell(
                "'\(root)/usr/lib/dangwu/bin/dangwu' config show --config '\(settings)' --format csv", folder: folder)
            #expect(shown.status == 0 && shown.output.contains("http.port"), "\(shown.output)")
            // An operator's settings stay, and the former program is kept.
            let kept = try shell("echo '# mine' >> '\(settings)' && \(install)", folder: folder)
            #expect(kept.status == 0, "\(kept.output)")
            #expect(try String(contentsOfFile: settings, encoding: .utf8).hasSuffix("# mine\n"))
            for path in [settings + ".new", root + "/usr/lib/dangwu/bin/dangwu.previous"] {
                #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            }
            let wrong = try shell(install + " --nonsense", folder: folder)
            #expect(wrong.status == 64)
            let removed = try shell("DESTDIR='\(root)' '\(root)/usr/lib/dangwu/uninstall.sh'", folder: folder)
            #expect(removed.status == 0, "\(removed.output)")
            #expect(!FileManager.default.fileExists(atPath: root + "/usr/bin/dangwu"))
            #expect(FileManager.default.fileExists(atPath: settings))
            let purged = try shell("DESTDIR='\(root)' '\(archive)/uninstall.sh' --purge", folder: folder)
            #expect(purged.status == 0)
            #expect(!FileManager.default.fileExists(atPath: settings))
        }
    }

    @Test func scriptsAreCorrectAndTheServiceIsHardened() async throws {
        try await withFolder { folder in
            let tools = CommandRunner.repository + "/Tools"
            let scripts = ["dist", "compatibility"].flatMap { name in
                ((try? FileManager.default.contentsOfDirectory(atPath: tools + "/" + name)) ?? [])
                    .filter { $0.hasSuffix(".sh") }.map { tools + "/\(name)/\($0)" }
            }
            #expect(scripts.count >= 6)
            for script in scripts {
                let run = try shell("sh -n '\(script)' && bash -n '\(script)'", folder: folder)
                #expect(run.status == 0, "\(script): \(run.output)")
            }
            let unit = tools + "/dist/dangwu.service"
            let text = try String(contentsOfFile: unit, encoding: .utf8)
            for line in [
                "Restart=on-failure", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes",
                "StateDirectory=dangwu", "User=dangwu",
            ] {
                #expect(text.contains("\n\(line)\n"), "\(line)")
            }
            guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else { return }
            let judged = try shell(
                "systemd-analyze security --offline=true --threshold=20 '\(unit)'", folder: folder)
            #expect(judged.status == 0, "\(judged.output.suffix(200))")
        }
    }
}
