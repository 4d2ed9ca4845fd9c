import Access
import Civil
import Kernel
import Members
import Postgres
import SQLFiles

/// Who has a seat in a class or had one while it was held, to be found by identifier, number of the list, ID number or
/// name.
struct ClassRoster {
    struct Seat {
        let person: Identifier<Person>
        let number: Int
        let path: String
        let name: String?
        let organisationName: String?
    }

    let seats: [Seat]
    private let known: Set<Identifier<Person>>
    private let byName: [String: [Seat]]
    private let byNumber: [Bytes: Identifier<Person>]
    private let members: MembersService

    /// - Parameters:
    ///   - rows: of the block `PeopleToMark`.
    ///   - numbers: of the block `PeopleByNumbers`, for the ID numbers that will be asked for.
    init(_ rows: Rows, numbers: Rows?, members: MembersService) throws {
        let seats = try rows.map {
            Seat(
                person: try $0["person_id"], number: try $0["list_number"], path: try $0["path"],
                name: try $0["person"],
                organisationName: try $0["organisation"])
        }
        self.seats = seats
        byName = Dictionary(grouping: seats.filter { $0.name != nil }) { NameKey.of($0.name ?? "") }
        let known = Set(seats.map(\.person))
        var byNumber: [Bytes: Identifier<Person>] = [:]
        for row in numbers.map(Array.init) ?? [] {
            let person: Identifier<Person> = try row["person_id"]
            if known.contains(person) { byNumber[try row["id_hash"]] = person }
        }
        self.known = known
        self.byNumber = byNumber
        self.members = members
    }

    /// - Returns: nil for nobody of the class.
    /// - Throws: `reference.ambiguous` for a name that several of them have.
    func person(_ reference: Reference<Person>) throws -> Identifier<Person>? {
        if let id = reference.identifier { return known.contains(id) ? id : nil }
        if let number = try? IDNumber(reference.text) { return byNumber[members.hash(number)] }
        // Names have no digits: a short number is one of the list.
        if let number = Int(reference.text) { return seats.first { $0.number == number }?.person }
        let named = self.named(reference.text)
        guard named.count > 1 else { return named.first?.person }
        throw AppError.ambiguous(
            Text(zh: "人员", en: "person"), reference.text, candidates: named.map { ($0.person.description, $0.shown) })
    }

    /// Each of several entries with the person it names, and what the others call somebody who is not of the class.
    /// - Throws: `reference.ambiguous`.
    func people<Entry>(
        _ entries: [Entry], _ name: (Entry) -> Reference<Person>
    ) throws -> (found: [(entry: Entry, person: Identifier<Person>, shownAs: String)], strangers: [String]) {
        var found: [(entry: Entry, person: Identifier<Person>, shownAs: String)] = []
        var strangers: [String] = []
        for entry in entries {
            let reference = name(entry)
            if let person = try person(reference) {
                found.append((entry, person, seat(of: person)?.name ?? reference.text))
            } else {
                strangers.append(reference.text)
            }
        }
        return (found, strangers)
    }

    func named(_ name: String) -> [Seat] { byName[NameKey.of(name)] ?? [] }

    func seat(of person: Identifier<Person>) -> Seat? { seats.first { $0.person == person } }
}

extension ClassRoster.Seat {
    /// As a list of candidates shows it.
    var shown: String { "\(number) \(name ?? "") \(organisationName ?? path)" }
}

extension TrainingService {
    /// The roster of a class and the ID numbers among what people are named by.
    func roster(_ id: Identifier<TrainingClass>, naming references: [Reference<Person>], caller: Caller) async throws
        -> ClassRoster
    {
        let numbers = references.filter { $0.identifier == nil }.compactMap { try? IDNumber($0.text) }
        try await members.count(numbers, for: "class", caller: caller)
        let hashes = numbers.map(members.hash)
        let statements: [Statement] =
            [.peopleToMark(class: id)] + (hashes.isEmpty ? [] : [.peopleByNumbers(hashes: hashes)])
        let rows = try await database.read(caller, statements)
        return try ClassRoster(rows[0], numbers: rows.count > 1 ? rows[1] : nil, members: members)
    }
}

extension Text {
    static let notEnrolled = Text(zh: "不在本班名单", en: "not enrolled in this class")
}
