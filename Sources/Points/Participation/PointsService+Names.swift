import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Postgres
import SQLFiles

/// What subjects are called at the doors and in sheets.
extension PointsService {
    /// One subject by what it is called: a person's identifier or ID number, an organisation's code or identifier.
    /// - Throws: `not_found`.
    package func subject(named name: String, scheme key: String, on day: Day, caller: Caller) async throws -> UUID {
        let kind = try await sheetScheme(key, on: day, caller: caller).scheme.subject
        guard let id = try await subjects(named: [name], kind, caller: caller)[name] else {
            // An ID number is not repeated in an error.
            let shown = (try? IDNumber(name))?.masked ?? name
            throw AppError.notFound(Text(zh: "积分对象", en: "subject of points"), shown)
        }
        return id
    }

    /// What subjects are called in sheets: a person's identifier or ID number, an organisation's code or identifier.
    func subjects(named names: [String], _ kind: SubjectKind, caller: Caller) async throws -> [String: UUID] {
        var found: [String: UUID] = [:]
        var others: Set<String> = []
        for name in names where found[name] == nil {
            if let id = UUID(canonical: name) { found[name] = id } else { others.insert(name) }
        }
        guard !others.isEmpty else { return found }
        switch kind {
        case .person:
            var hashes: [Bytes: String] = [:]
            for name in others {
                if let number = try? IDNumber(name) { hashes[members.hash(number)] = name }
            }
            for row in try await database.read(
                caller, .pointsPeopleByNumber(idHashes: Array(hashes.keys)))
            {
                if let name = hashes[try row["id_hash"]] { found[name] = try row["person_id"] as UUID }
            }
        case .organisation:
            for row in try await database.read(
                caller, .pointsOrganisationsByCode(codes: Array(others)))
            {
                found[try row["code"]] = try row["id"] as UUID
            }
        }
        return found
    }
}
