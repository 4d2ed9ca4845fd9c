import Access
import Civil
package import Kernel
import Postgres
import SQLFiles

/// People as people name them: by identifier, by ID number, or by a name that is unique in the caller's scope.
extension MembersService {
    /// - Throws: `not_found`; `reference.ambiguous` with branch and masked number of those who share the name.
    package func identifier(of reference: Reference<Person>, caller: Caller) async throws -> Identifier<Person> {
        if let id = reference.identifier { return id }
        let text = reference.text
        if let number = try? IDNumber(text) { return try await person(number: number, caller: caller).id }
        let (low, high) = (caller.scope.low, caller.scope.high)
        let named = try await database.read(
            caller,
            .peopleByExactName(
                nameKey: NameKey.of(text), low: low, high: high, limit: AppError.candidatesShown + 1)
        ).map { try $0.person(vault) }
        guard let first = named.first else { throw AppError.notFound(Self.word, text) }
        guard named.count == 1 else {
            throw AppError.ambiguous(
                Self.word, text,
                candidates: named.map {
                    (
                        $0.id.description,
                        [$0.name, $0.organisationName, $0.maskedNumber].compactMap(\.self).joined(separator: " ")
                    )
                })
        }
        return first.id
    }

    /// The same for a list, in its order.
    package func identifiers(of references: [Reference<Person>], caller: Caller) async throws -> [Identifier<Person>] {
        var identifiers: [Identifier<Person>] = []
        for reference in references { identifiers.append(try await identifier(of: reference, caller: caller)) }
        return identifiers
    }

    private static let word = Text(zh: "人员", en: "person")
}
