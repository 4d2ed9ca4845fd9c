import Access
import Civil
package import Kernel
import Postgres
import SQLFiles

/// People as people name them: by identifier, by ID number, or by a name that is unique in the caller's scope. An
/// identifier of a record that was merged into another leads to that one.
extension MembersService {
    /// - Throws: `not_found`; `arrival.id_number` for a mistyped ID number; `reference.ambiguous` with branch and
    ///   masked number of those who share the name.
    package func identifier(of reference: Reference<Person>, caller: Caller) async throws -> Identifier<Person> {
        if let id = reference.identifier { return try await kept([id], caller)[id] ?? id }
        let text = reference.text
        if Self.resemblesNumber(text), let number = try AppError.idNumber(text) {
            return try await person(number: number, caller: caller).id
        }
        let (low, high) = (caller.scope.low, caller.scope.high)
        let named = try await database.read(
            caller,
            .peopleByExactName(
                nameKey: NameKey.of(text), low: low, high: high, limit: AppError.candidatesShown + 1)
        ).map { try $0.person() }
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
    /// - Throws: also `value.invalid` for more than ``Plausible/named``.
    package func identifiers(of references: [Reference<Person>], caller: Caller) async throws -> [Identifier<Person>] {
        try Plausible.count(references.count, "people", in: Plausible.named)
        let kept = try await kept(references.compactMap(\.identifier), caller)
        var identifiers: [Identifier<Person>] = []
        for reference in references {
            if let id = reference.identifier {
                identifiers.append(kept[id] ?? id)
            } else {
                identifiers.append(try await identifier(of: reference, caller: caller))
            }
        }
        return identifiers
    }

    /// Whether somebody meant an ID number, right or mistyped: it is not repeated as if it were a name.
    private static func resemblesNumber(_ text: String) -> Bool {
        let bytes = text.utf8.filter { $0 != 0x20 }
        return (15...20).contains(bytes.count) && bytes.prefix(15).allSatisfy { (0x30...0x39).contains($0) }
    }

    static let word = Text(zh: "人员", en: "person")
}
