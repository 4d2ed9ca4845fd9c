import Foundation
import Kernel
import Postgres

/// A private server that died or was upgraded while it ran: how that is noticed, and how it is started again.
extension LocalServer {
    package enum Health: Sendable, Equatable {
        case healthy
        /// Stopped on purpose (`dangwu local stop`).
        case stopped
        /// There is no server behind the socket.
        case dead(String)
        /// It answers but cannot run functions, as after its package was upgraded below it.
        case broken(String)
        /// It is starting, stopping or out of connections: to be asked again.
        case busy(String)
    }

    /// Asks over a new connection, since only that loads the server's libraries as they are on disk now.
    package func health(database: String) async -> Health {
        do {
            let connection = try await Connection.connect(owner(database: database))
            try await connection.script("DO $$ BEGIN PERFORM 1; END $$")
            return .healthy
        } catch PostgresError.server(let error) {
            return .broken(error.message)
        } catch PostgresError.connect(let message) {
            if FileManager.default.fileExists(atPath: stopMark) { return .stopped }
            let signs = ["Connection refused", "No such file or directory", "server closed the connection"]
            return signs.contains(where: message.contains) ? .dead(message) : .busy(message)
        } catch {
            return .busy("\(error)")
        }
    }

    /// Starts a dead server, and a broken one after stopping it.
    package func revive(_ health: Health) async throws {
        if case .broken = health { try await halt(immediately: false) }
        try await start()
    }
}
