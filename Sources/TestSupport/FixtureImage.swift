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

    private static func make<Held: Sendable>(
        _ prepare: (Fixture) async throws -> Held
    ) async throws -> (FixtureImage, Held) {
        let fixture = try await Fixture.make(poolMaximum: 4)
        _ = try await fixture.importTree(Fixture.tree)
        let held = try await prepare(fixture)
        // The server clones no database that somebody is connected to.
        await fixture.services.pool.close()
        return (FixtureImage(name: fixture.name, key: fixture.identityKey), held)
    }

    package func copy(settings: Settings = Settings(), _ body: (Fixture) async throws -> Void) async throws {
        let fixture = try await Fixture.make(poolMaximum: 4, settings: settings, like: name, identityKey: key)
        do {
            try await body(fixture)
            await fixture.end()
        } catch {
            await fixture.end()
            throw error
        }
    }

    private func drop() async { _ = try? await TestCluster.shared.server().dropDatabase(name) }
}
