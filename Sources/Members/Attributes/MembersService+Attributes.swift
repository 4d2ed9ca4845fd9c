package import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

/// What the file of a person says. Telephone numbers, addresses and columns of one's own are personal data: they leave
/// by a way of their own, for a purpose, and recorded.
extension MembersService {
    package func attributeLines(caller: Caller) throws -> Page<AttributeLine> {
        _ = try caller.with(.readRegistry)
        return attributes.lines
    }

    package func attributeChoices(of key: String, caller: Caller) throws -> Page<AttributeChoice> {
        _ = try caller.with(.readRegistry)
        return try attributes.choices(of: key)
    }

    /// The attributes that everybody may read who reads the registry.
    package func attributes(
        of reference: Reference<Person>, _ query: AttributesQuery, on today: Day, caller: Caller
    ) async throws -> Page<AttributeFact> {
        let caller = try caller.with(.readRegistry)
        let id = try await identifier(of: reference, caller: caller)
        let rows = try await about(id, statement(id, query, today), caller)
        return Page(whole: try rows.map { try attributes.fact($0) }.filter { !attributes.isPersonal($0.key) })
    }

    /// The personal ones. Each reading is audited, and the person's office sees it.
    package func contacts(
        of reference: Reference<Person>, _ query: AttributesQuery, on today: Day, caller: Caller
    ) async throws -> Page<AttributeFact> {
        let caller = try caller.with(.readIdentity)
        let reading = try database.reading(.contacts, caller: caller)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Self.word, id.description)
            }
            _ = try await reading.keep(about: id.value, at: try row["path"], transaction)
            let rows = try await transaction.query(statement(id, query, today))
            return Page(whole: try rows.map { try attributes.fact($0) }.filter { attributes.isPersonal($0.key) })
        }
    }

    /// The telephones of people, for a list that is printed. Who prints it asks for the permission and records the
    /// reading.
    package func phones(
        of people: [Identifier<Person>], on day: Day, _ transaction: ScopedTransaction
    ) async throws -> [Identifier<Person>: String] {
        let keys = attributes.attributes.filter { $0.form == .phone }.map(\.key)
        var phones: [Identifier<Person>: String] = [:]
        for row in try await transaction.query(.phonesOfPeople(people: people, keys: keys, asOf: day)) {
            phones[try row["person_id"]] = try row["value"]
        }
        return phones
    }

    private func statement(_ id: Identifier<Person>, _ query: AttributesQuery, _ today: Day) -> Statement {
        query.history ?? false
            ? .attributeHistory(person: id) : .attributesOfPerson(person: id, asOf: query.asOf ?? today)
    }
}
