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

    init(_ key: String?) throws(AppError) {
        guard let key else {
            (name, path, id) = ("", "", PathKey.first)
            return
        }
        // A name may hold the separator; a path and an identifier cannot.
        let parts = key.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { throw .pageKey(key) }
        name = parts.dropLast(2).joined(separator: "~")
        path = String(parts[parts.count - 2])
        id = try UUID.key(String(parts[parts.count - 1]))
    }
}
