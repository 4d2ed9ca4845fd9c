package import Foundation

/// The key of lists ordered by path and identifier.
package enum PathKey {
    /// Before and after every identifier.
    package static let first = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    package static let last = UUID(
        uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))

    package static func write(_ path: String, _ id: UUID) -> String { path + "~" + id.text }

    package static func write<Subject>(_ path: String, _ id: Identifier<Subject>) -> String {
        write(path, id.value)
    }

    /// Where a list below a scope continues. Never before the scope: the server reads an index from the cursor on and
    /// would pass over everything between the two.
    package static func read(_ key: String?, within scope: Scope) throws(AppError) -> (String, UUID) {
        guard let key else { return (scope.low, first) }
        let parts = key.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .pageKey(key) }
        let (path, id) = (String(parts[0]), try UUID.key(String(parts[1])))
        return scope.isAfter(path) ? (scope.low, first) : (path, id)
    }
}

extension Scope {
    /// Whether everything in it comes after a path.
    package func isAfter(_ path: String) -> Bool { path.utf8.lexicographicallyPrecedes(low.utf8) }
}

extension UUID {
    /// A page's key as it came back from the caller.
    package static func key(_ text: String) throws(AppError) -> UUID {
        guard let id = UUID(uuidString: text) else { throw .pageKey(text) }
        return id
    }
}

extension AppError {
    package static func pageKey(_ key: String) -> AppError {
        .invalidValue(
            "after", String(key.prefix(60)),
            expected: Text(zh: "上一页给出的 next", en: "the next of the previous page"))
    }
}
