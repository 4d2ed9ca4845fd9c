import Composition
import LocalPostgres
import Postgres
package import Settings

/// A database that is prepared once and cloned for each of many trials, so that none sees what another did.
package struct FixtureImage: Sendable {
    private let name: String
    private let key: String

    /// - Parameter prepare: fills the database; what it returns is handed to the body beside the image.
    package static func with<Held: Sendable>(
        _ prepare: (Fixture) async throws -> Held, _ body: (FixtureImage, Held) async throws -> Void
    ) async throws {
        let (image, held) = try await make(prepare)
        do {
            try await body(image, held)
            await image.drop()
        } catch {
            await image.drop()
            throw error
        }
    }

    /// An image that stays until the server is thrown away.
    package static func make<Held: Sendable>(
        _ prepare: (Fixture) async throws -> Held
    ) async throws -> (FixtureImage, Held) {
        let fixture = try await Fixture.make(poolMaximum: 4)
        _ = try await fixture.importTree(Fixture.tree)
        let held = try await prepare(fixture)
        // The server clones no database that somebody is connected to.
        await fixture.services.pool.close()
        let server = try await Connection.connect(TestCluster.shared.server().owner(database: "postgres"))
        _ = try await server.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(fixture.name)")
        return (FixtureImage(name: fixture.name, key: fixture.identityKey), held)
    }

    package func copy<Value: Sendable>(
        settings: Settings = Settings(), _ body: (Fixture) async throws -> Value
    ) async throws -> Value {
        await Fixture.running.enter()
        do {
            let value = try await run(settings, body)
            await Fixture.running.leave()
            return value
        } catch {
            await Fixture.running.leave()
            throw error
        }
    }

    private func run<Value: Sendable>(
        _ settings: Settings, _ body: (Fixture) async throws -> Value
    ) async throws -> Value {
        let fixture = try await Fixture.make(poolMaximum: 4, settings: settings, like: name, identityKey: key)
        do {
            let value = try await body(fixture)
            await fixture.end()
            return value
        } catch {
            await fixture.end()
            throw error
        }
    }

    private func drop() async { _ = try? await TestCluster.shared.server().dropDatabase(name) }
}
