package import Access
package import Civil
package import Foundation
import Kernel
import Postgres
import Synchronization

/// A scheme as an organisation has it: every edition, and what villages below added.
package struct OwnedScheme: Sendable {
    package struct Edition: Sendable {
        package let version: String
        package let from: Day
        package let until: Day?
        package let scheme: Scheme
    }

    struct Local: Sendable {
        let path: String
        let number: Int
        let from: Day
        let file: String
    }

    package let id: UUID
    package let key: String
    package let path: String
    package let subject: SubjectKind
    /// By their first day.
    package let editions: [Edition]
    let locals: [Local]

    /// The edition in force on a day: the last one that had begun, unless it had ended.
    package func edition(on day: Day) -> Edition? {
        editions.last { $0.from <= day }.flatMap { edition in edition.until.map { day < $0 } ?? true ? edition : nil }
    }
}

/// The schemes that were read from the database, so that a post does not parse a file. Editions never change; which there
/// are is asked again after a second.
package final class SchemeShelf: Sendable {
    private struct Loaded {
        let schemes: [OwnedScheme]
        let until: ContinuousClock.Instant
    }

    private struct LocalKey: Hashable {
        let scheme: UUID
        let version: String
        let locals: [String]
    }

    private struct State {
        var loaded: [String: Loaded] = [:]
        var parsed: [String: Scheme] = [:]
        var extended: [LocalKey: Scheme] = [:]
    }

    private static let lifetime = Duration.seconds(1)
    private static let maximum = 2000
    private let database: ScopedDatabase
    private let state = Mutex(State())

    package init(database: ScopedDatabase) { self.database = database }

    /// Every owner's scheme of that key. Rule files hold no personal data, so that they are read whatever the scope; what a
    /// caller may do with them is decided where subjects are.
    package func schemes(_ key: String) async throws -> [OwnedScheme] {
        let now = ContinuousClock.now
        if let known = state.withLock({ $0.loaded[key] }), known.until > now { return known.schemes }
        let rows = try await database.read(
            .localOperator(),
            [database.sql("PointsEditions", [key.parameter]), database.sql("PointsLocals", [key.parameter])])
        var locals: [UUID: [OwnedScheme.Local]] = [:]
        for row in rows[1] {
            locals[try row["scheme_id"], default: []].append(
                OwnedScheme.Local(
                    path: try row["path"], number: try row["number"], from: try row["from_on"], file: try row["file"]))
        }
        var schemes: [OwnedScheme] = []
        var index = rows[0].startIndex
        while index < rows[0].endIndex {
            let first = rows[0][index]
            let id: UUID = try first["id"]
            var editions: [OwnedScheme.Edition] = []
            while index < rows[0].endIndex, try rows[0][index]["id"] == id {
                let row = rows[0][index]
                editions.append(
                    OwnedScheme.Edition(
                        version: try row["version"], from: try row["from_on"], until: try row["until_on"],
                        scheme: try parsed(id, row)))
                index += 1
            }
            let subject: String = try first["subject"]
            schemes.append(
                OwnedScheme(
                    id: id, key: key, path: try first["path"], subject: SubjectKind(rawValue: subject) ?? .person,
                    editions: editions, locals: locals[id] ?? []))
        }
        let found = schemes
        state.withLock { state in
            if state.loaded.count >= Self.maximum { state.loaded.removeAll() }
            state.loaded[key] = Loaded(schemes: found, until: now + Self.lifetime)
        }
        return found
    }

    /// To be called by whoever imported something.
    func forget() { state.withLock { $0.loaded.removeAll() } }

    private func parsed(_ id: UUID, _ row: Row) throws -> Scheme {
        let version: String = try row["version"]
        let name = "\(id.text)/\(version)"
        if let known = state.withLock({ $0.parsed[name] }) { return known }
        let files: JSONText = try row["files"]
        let texts = try JSONDecoder().decode([String: String].self, from: Data(files.text.utf8))
        let scheme = try SchemeFile(main: try row["main"], texts: texts).scheme
        state.withLock { state in
            if state.parsed.count >= Self.maximum { state.parsed.removeAll() }
            state.parsed[name] = scheme
        }
        return scheme
    }

    /// The scheme that judges a subject: the one of its nearest superior, with the items that villages above it added.
    /// - Throws: `points.scheme_missing`, `points.not_in_force`.
    func scheme(_ schemes: [OwnedScheme], key: String, for path: String, on day: Day) throws -> (
        owned: OwnedScheme, version: String, scheme: Scheme
    ) {
        let above = schemes.filter { path.hasPrefix($0.path) }
        guard let owned = above.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else {
            throw AppError.schemeMissing(key)
        }
        guard let edition = owned.edition(on: day) else { throw AppError.editionMissing(key, day) }
        return (owned, edition.version, try extended(owned, edition, path, day))
    }

    private func extended(_ owned: OwnedScheme, _ edition: OwnedScheme.Edition, _ path: String, _ day: Day) throws
        -> Scheme
    {
        guard !owned.locals.isEmpty else { return edition.scheme }
        // Of each village the last list that had begun.
        var latest: [String: OwnedScheme.Local] = [:]
        for local in owned.locals where path.hasPrefix(local.path) && local.from <= day { latest[local.path] = local }
        guard !latest.isEmpty else { return edition.scheme }
        let chosen = latest.values.sorted { $0.path < $1.path }
        let key = LocalKey(scheme: owned.id, version: edition.version, locals: chosen.map { "\($0.path)#\($0.number)" })
        if let known = state.withLock({ $0.extended[key] }) { return known }
        var scheme = edition.scheme
        for local in chosen { scheme = try LocalItems.read(local.file, onto: scheme) }
        let made = scheme
        state.withLock { state in
            if state.extended.count >= Self.maximum { state.extended.removeAll() }
            state.extended[key] = made
        }
        return made
    }
}
