import Foundation
import TestSupport
import Testing

/// Signing in at the command line of the built program.
struct SignInCommandTests {
    private func write(_ text: String, _ runner: CommandRunner, _ name: String) throws -> String {
        let path = runner.state + "-" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func aSessionIsKeptAndEnds() async throws {
        try await CommandRunner.with { runner in
            let tree = try write("code,parent_code,level,name\n61,,province,陕西省\n", runner, "tree.csv")
            _ = try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01"])
            let added = try await runner.run([
                "account", "add", "--name", "王芳", "--sign-in-name", "wang.fang", "--role", "viewer", "--scope", "61",
            ])
            let secret = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(added.status == 0 && secret.count == 19 && !added.errors.contains(secret), "\(added)")
            let (first, next) = (
                try write(secret + "\n", runner, "first.txt"), try write("eine lange Losung\n", runner, "next.txt")
            )
            let wrong = try await runner.run(["sign-in", "wang.fang", "--password-file", next])
            #expect(wrong.status == 77 && wrong.errors.contains("is wrong"), "\(wrong)")
            let entered = try await runner.run(["sign-in", "wang.fang", "--password-file", first])
            #expect(entered.status == 0 && entered.output.contains("Change the password"), "\(entered)")
            let file = runner.state + "/session"
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            let early = try await runner.run(["org", "list"])
            #expect(early.status == 77 && early.errors.contains("has to be changed first"), "\(early)")
            let changed = try await runner.run(["account", "password", "--old-file", first, "--new-file", next])
            #expect(changed.status == 0, "\(changed)")
            let me = try await runner.run(["token", "me"])
            #expect(me.output.contains("王芳") && me.output.contains("viewer"), "\(me)")
            #expect(try await runner.run(["org", "list"]).status == 0)
            // A viewer changes nothing, although the operator of this machine may.
            #expect(try await runner.run(["org", "change", "61", "--name", "x", "--since", "2020-01-01"]).status == 77)
            // A file that others can read is not used.
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            let open = try await runner.run(["token", "me"])
            #expect(open.status == 75 && open.errors.contains("0600"), "\(open)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            let out = try await runner.run(["sign-out"])
            #expect(out.status == 0 && !FileManager.default.fileExists(atPath: file), "\(out)")
            #expect(try await runner.run(["sign-out"]).status == 73)
            #expect(try await runner.run(["token", "me"]).output.contains("operator"))
        }
    }
}
