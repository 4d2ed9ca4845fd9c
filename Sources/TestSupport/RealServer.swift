import Foundation
import LocalPostgres
import Postgres

/// A PostgreSQL server as an office runs one: over TCP, with passwords (SCRAM) and a certificate of its own authority,
/// empty but for its superuser. Made for one test and removed with its folder.
package struct RealServer: Sendable {
    package let folder: String
    package let port: Int
    private let binaries: ServerBinaries
    private let user: ServerUser

    package static let password = "geheim: s/p@ce"

    /// The authority's certificate, for `sslrootcert`.
    package var authority: String { folder + "/ca.crt" }
    /// An authority that did not issue the server's certificate.
    package var otherAuthority: String { folder + "/other.crt" }

    /// Gives the body a running server.
    package static func with(_ body: (RealServer) async throws -> Void) async throws {
        let server = RealServer(
            folder: "/tmp/dangwu-real-\(UUID().uuidString.prefix(8))", port: Int.random(in: 20_000...28_000),
            binaries: try ServerBinaries.find(), user: try ServerUser.choose())
        do {
            try await server.start()
            try await body(server)
            await server.end()
        } catch {
            await server.end()
            throw error
        }
    }

    private func run(_ command: [String]) async throws {
        let outcome = try await ProcessRunner.run(command)
        guard outcome.status == 0 else {
            throw Failure(command: command.joined(separator: " "), output: outcome.output)
        }
    }

    private struct Failure: Error {
        let command: String
        let output: String
    }

    /// As the server's user, through a shell.
    private func shell(_ script: String) async throws { try await run(user.command("/bin/sh", ["-c", script])) }

    private func start() async throws {
        try await run(["/bin/mkdir", "-m", "755", folder])
        if let name = user.name { try await run(["/bin/chown", name, folder]) }
        let issue = """
            cd '\(folder)' && umask 077
            for name in ca other; do
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$name -keyout $name.key -out $name.crt
            done
            openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
            printf 'subjectAltName=DNS:localhost' > server.ext
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext \\
                -out server.crt
            chmod 644 ca.crt other.crt
            printf '%s' '\(Self.password)' > superuser
            '\(binaries.path("initdb"))' -D data -U postgres --pwfile=superuser --encoding=UTF8 --locale=C \\
                --auth=scram-sha-256
            printf 'hostssl all all all scram-sha-256\\n' > data/pg_hba.conf
            """
        try await shell(
            "(\(issue)) >make.log 2>&1 || { cat make.log; exit 1; }".replacing("make.log", with: folder + "/make.log"))
        let options =
            "-c listen_addresses=localhost,127.0.0.1 -c port=\(port) -c unix_socket_directories= -c ssl=on "
            + "-c ssl_cert_file=\(folder)/server.crt -c ssl_key_file=\(folder)/server.key"
        try await run(
            user.command(
                binaries.path("pg_ctl"),
                ["-D", folder + "/data", "-l", folder + "/log", "-w", "-t", "60", "-o", options, "start"]))
    }

    private func end() async {
        _ = try? await run(
            user.command(binaries.path("pg_ctl"), ["-D", folder + "/data", "-m", "immediate", "-w", "stop"]))
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A connection URI that verifies the server, unless the test wants another.
    package func url(
        _ user: String = "postgres", password: String = RealServer.password, database: String = "postgres",
        host: String = "localhost", authority: String? = nil
    ) -> String {
        let escaped = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgresql://\(user):\(escaped)@\(host):\(port)/\(database)"
            + "?sslmode=verify-full&sslrootcert=\(authority ?? self.authority)"
    }

    /// Runs statements as the superuser.
    package func script(_ statements: String..., database: String = "postgres") async throws {
        let connection = try await Connection.connect(ConnectionSettings(url: url(database: database)))
        for statement in statements { try await connection.script(statement) }
    }
}
