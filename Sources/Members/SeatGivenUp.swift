import Access
import Kernel
import Postgres
import SQLFiles

/// A seat in a class that somebody gave up because of what was recorded of them, and who moved up there.
package struct SeatGivenUp: Codable, Sendable {
    package let `class`: String
    package let entered: [String]

    var text: Text {
        let names = entered.joined(separator: "、")
        return entered.isEmpty
            ? Text(
                zh: "「\(`class`)」的名额随之退出，没有人递补。",
                en: "The seat in “\(`class`)” is given up; nobody was waiting for it.")
            : Text(
                zh: "「\(`class`)」的名额随之退出，由\(names)递补。",
                en: "The seat in “\(`class`)” is given up; \(names) moved up.")
    }
}

extension [SeatGivenUp] {
    /// A sentence with what became of seats.
    func added(to text: Text) -> Text { isEmpty ? text : .sentences([text] + map(\.text)) }
}

extension MembersService {
    /// Seats that somebody lost by what a transaction did; those of classes that the caller sees.
    func seatsGivenUp(by person: Identifier<Person>, _ transaction: ScopedTransaction) async throws -> [SeatGivenUp] {
        try await transaction.query(.seatsGivenUp(person: person)).map {
            SeatGivenUp(class: try $0["class"], entered: try $0["entered"])
        }
    }
}
