import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

/// Letters of introduction as they are looked up, listed and printed.
extension MembersService {
    /// One letter and what became of it.
    package func transfer(_ reference: Reference<Transfer>, on today: Day, caller: Caller) async throws -> Transfer {
        let caller = try caller.with(.readRegistry)
        return try await letter(reference, on: today, caller).transfer
    }

    /// A letter by its number or its identifier.
    /// - Throws: `not_found`; `reference.ambiguous`, since letters from elsewhere may share a number.
    func letter(_ reference: Reference<Transfer>, on today: Day, _ caller: Caller) async throws -> LetterOnFile {
        let statement =
            if let id = reference.identifier { Statement.transferByID(id: id) } else {
                Statement.transfersByLetter(letter: reference.text, limit: AppError.candidatesShown + 1)
            }
        let found = try await database.read(caller, statement).map { try $0.letter(on: today) }
        guard let first = found.first else { throw AppError.notFound(.letter, reference.text) }
        guard found.count == 1 else {
            throw AppError.ambiguous(
                .letter, reference.text,
                candidates: found.map {
                    (
                        $0.transfer.id.description,
                        "\($0.transfer.name) \($0.transfer.from.name) → \($0.transfer.to.name)"
                    )
                })
        }
        return first
    }

    /// Letters that were issued or are awaited in a subtree, by the branch there; those of one branch, the oldest
    /// first.
    package func transfers(_ query: TransferQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<Transfer>
    {
        let caller = try caller.with(.readRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (place, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .transfers(
                low: scope.low, high: scope.high, afterPlace: place, afterID: id,
                filter: (query.state ?? .open).rawValue, today: today, limit: page.limit + 1))
        let letters = Page(try rows.map { try $0.letter(on: today) }, limit: page.limit) {
            PathKey.write($0.place(in: scope), $0.transfer.id)
        }
        return Page(items: letters.items.map(\.transfer), next: letters.next)
    }

    /// A letter ready to print: stub, letter and receipt.
    package func printedLetter(
        _ reference: Reference<Transfer>, _ language: Language, on today: Day, caller: Caller
    ) async throws -> String {
        let caller = try caller.with(.readRegistry)
        let reading = try database.reading(.letter, caller: caller)
        let found = try await letter(reference, on: today, caller)
        let page = try TransferLetter(found.transfer).html(letterLayout, language)
        try await reading.keep(about: found.transfer.person.value, at: found.path)
        return page
    }
}
