import Foundation
import Kernel

/// The key of lists ordered by name, path and identifier.
struct NamePathKey {
    let name: String
    let path: String
    let id: UUID

    static func write(_ name: String, _ path: String, _ id: Identifier<Person>) -> String {
        "\(name)~\(path)~\(id)"
    }

    /// - Parameter prefix: where the names of the list begin; the list never continues before it.
    init(_ key: String?, from prefix: String) throws(AppError) {
        guard let key else {
            (name, path, id) = (prefix, "", PathKey.first)
            return
        }
        // A name may hold the separator; a path and an identifier cannot.
        let parts = key.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { throw .pageKey(key) }
        let (last, given) = (parts.dropLast(2).joined(separator: "~"), try UUID.key(String(parts[parts.count - 1])))
        let isBefore = last.utf8.lexicographicallyPrecedes(prefix.utf8)
        (name, path, id) =
            isBefore ? (prefix, "", PathKey.first) : (last, String(parts[parts.count - 2]), given)
    }
}
