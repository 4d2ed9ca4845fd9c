import Access
import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import Schemes
import Synchronization

/// A scheme as an organisation has it: every edition, and what villages below added.
struct OwnedScheme: Sendable {
    struct Edition: Sendable {
        let version: String
        let from: Day
        let until: Day?
        let scheme: Scheme
    }

    struct Local: Sendable {
        let path: String
        let number: Int
        let from: Day
        let file: String
    }

    let id: Identifier<Scheme>
    let key: String
    let path: String
    let subject: SubjectKind
    /// By their first day.
    let editions: [Edition]
    var locals: [Local]

    /// The edition by which a whole period is judged: the one in force on its last day or, where the scheme had ended
    /// by then, on the last day that it was.
    func edition(closing day: Day) -> (edition: Edition, period: Range<Day>)? {
        for edition in editions.reversed() {
            let period = edition.scheme.period.span(containing: day)
            if edition.from < period.upperBound, edition.until.map({ $0 > period.lowerBound }) ?? true {
                return (edition, period)
            }
        }
        return nil
    }

    func edition(_ version: String) -> Edition? { editions.first { $0.version == version } }

    /// Of each village the last list that had begun on a day, from above to below.
    func lists(on day: Day, above path: String? = nil) -> [Local] {
        var latest: [String: Local] = [:]
        for local in locals where local.from <= day && path.map({ $0.hasPrefix(local.path) }) ?? true {
            latest[local.path] = local
        }
        return latest.values.sorted { $0.path < $1.path }
    }

    /// Whether a scheme takes the villages' lists from a day on, each together with those above it.
    /// - Throws: `points.local_conflict` with the list that it does not take.
    func tryLists(onto scheme: Scheme, from day: Day) throws(AppError) {
        for day in Set([day] + locals.map(\.from).filter { $0 > day }).sorted() {
            let lists = lists(on: day)
            for list in lists {
                var tried = scheme
                for above in lists where list.path.hasPrefix(above.path) {
                    do {
                        tried = try LocalItems.read(above.file, onto: tried)
                    } catch {
                        throw .localConflict(key, list.path, error)
                    }
                }
            }
        }
    }

    /// The edition in force on a day: the last one that had begun, unless it had ended.
    func edition(on day: Day) -> Edition? {
        editions.last { $0.from <= day }.flatMap { edition in edition.until.map { day < $0 } ?? true ? edition : nil }
    }
}

/// The schemes that were read from the database, so that a post does not parse a file. Editions never change; which
/// there are is asked again after a second.
final class SchemeCatalogue: Sendable {
    private struct Loaded {
        let schemes: [OwnedScheme]
        let until: ContinuousClock.Instant
    }

    private struct LocalKey: Hashable {
        let scheme: Identifier<Scheme>
        let version: String
        let locals: [String]
    }

    private struct State {
        var loaded: [String: Loaded] = [:]
        var parsed: [String: Scheme] = [:]
        var extended: [LocalKey: Scheme] = [:]
        var keeping: [LocalKey: Scheme] = [:]
    }

    private static let lifetime = Duration.seconds(1)
    private static let maximum = 2000
    private let database: ScopedDatabase
    private let state = Mutex(State())

    init(database: ScopedDatabase) { self.database = database }

    /// Every owner's scheme of that key. Rule files hold no personal data, so that they are read whatever the scope;
    /// what a caller may do with them is decided where subjects are.
    func schemes(_ key: String) async throws -> [OwnedScheme] {
        let now = ContinuousClock.now
        if let known = state.withLock({ $0.loaded[key] }), known.until > now { return known.schemes }
        let rows = try await database.read(
            .localOperator(),
            [.pointsEditions(key: key), .pointsLocals(key: key)])
        var locals: [Identifier<Scheme>: [OwnedScheme.Local]] = [:]
        for row in rows[1] {
            locals[try row["scheme_id"], default: []].append(
                OwnedScheme.Local(
                    path: try row["path"], number: try row["number"], from: try row["from_on"], file: try row["file"]))
        }
        var schemes: [OwnedScheme] = []
        var index = rows[0].startIndex
        while index < rows[0].endIndex {
            let first = rows[0][index]
            let id: Identifier<Scheme> = try first["id"]
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
                    editions: keeping(id, editions, locals[id] ?? []), locals: locals[id] ?? []))
        }
        let found = schemes
        state.withLock { state in
            if state.loaded.count >= Self.maximum { state.loaded.removeAll() }
            state.loaded[key] = Loaded(schemes: found, until: now + Self.lifetime)
        }
        return found
    }

    /// Each edition with the items of those before it and of the villages' lists: what was posted under them counts on.
    private func keeping(_ id: Identifier<Scheme>, _ editions: [OwnedScheme.Edition], _ locals: [OwnedScheme.Local])
        -> [OwnedScheme.Edition]
    {
        guard editions.count > 1 || !locals.isEmpty else { return editions }
        let names = editions.map(\.version) + locals.map { "\($0.path)#\($0.number)" }
        var retired: [String: Item]?
        var earlier: [String: Item] = [:]
        return editions.map { edition in
            let key = LocalKey(scheme: id, version: edition.version, locals: names)
            defer { for item in edition.scheme.items { earlier[item.id] = item } }
            if let known = state.withLock({ $0.keeping[key] }) {
                return OwnedScheme.Edition(
                    version: edition.version, from: edition.from, until: edition.until, scheme: known)
            }
            let lists = retired ?? Self.items(of: locals, editions)
            retired = lists
            let made = edition.scheme.keeping(lists.merging(earlier) { $1 })
            state.withLock { state in
                if state.keeping.count >= Self.maximum { state.keeping.removeAll() }
                state.keeping[key] = made
            }
            return OwnedScheme.Edition(version: edition.version, from: edition.from, until: edition.until, scheme: made)
        }
    }

    /// The items of every list, read onto the last edition that takes it.
    private static func items(of locals: [OwnedScheme.Local], _ editions: [OwnedScheme.Edition]) -> [String: Item] {
        var items: [String: Item] = [:]
        for local in locals {
            let read = editions.reversed().lazy.compactMap { try? LocalItems.read(local.file, onto: $0.scheme) }.first
            for item in read?.items ?? [] where item.isLocal { items[item.id] = item }
        }
        return items
    }

    /// To be called after an import.
    func forget() { state.withLock { $0.loaded.removeAll() } }

    private func parsed(_ id: Identifier<Scheme>, _ row: Row) throws -> Scheme {
        let version: String = try row["version"]
        let name = "\(id)/\(version)"
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
        let owned = try nearest(schemes, key: key, for: path)
        guard let edition = owned.edition(on: day) else { throw AppError.editionMissing(key, day) }
        return (owned, edition.version, extended(owned, edition, path, day))
    }

    /// The scheme of the nearest superior of a path.
    /// - Throws: `points.scheme_missing`.
    func nearest(_ schemes: [OwnedScheme], key: String, for path: String) throws(AppError) -> OwnedScheme {
        let above = schemes.filter { path.hasPrefix($0.path) }
        guard let owned = above.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else { throw .schemeMissing(key) }
        return owned
    }

    /// An edition with the items that villages above a path had added on a day.
    func extended(_ owned: OwnedScheme, _ edition: OwnedScheme.Edition, _ path: String, _ day: Day) -> Scheme {
        guard !owned.locals.isEmpty else { return edition.scheme }
        let chosen = owned.lists(on: day, above: path)
        guard !chosen.isEmpty else { return edition.scheme }
        let key = LocalKey(scheme: owned.id, version: edition.version, locals: chosen.map { "\($0.path)#\($0.number)" })
        if let known = state.withLock({ $0.extended[key] }) { return known }
        var scheme = edition.scheme
        // A list that does not fit any more loses its own items and takes nothing from anybody else.
        for local in chosen { if let next = try? LocalItems.read(local.file, onto: scheme) { scheme = next } }
        let made = scheme
        state.withLock { state in
            if state.extended.count >= Self.maximum { state.extended.removeAll() }
            state.extended[key] = made
        }
        return made
    }
}
