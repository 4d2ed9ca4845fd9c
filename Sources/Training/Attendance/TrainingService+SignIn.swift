import Access
import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
package import Sheets
import Wire

/// Marks from a list of those who were there.
extension TrainingService {
    package static let signInColumns = SignInSheet.columns

    /// Marks one half-day by a list: a pasted column, a paper sheet or the export of a meeting program, all or nothing.
    /// Somebody who is on it twice is there once. Marks on file stay.
    package func signIn(
        _ bytes: [UInt8], _ order: AttendanceListOrder, session: Int, of reference: Reference<TrainingClass>,
        caller: Caller
    ) async throws -> SignInRead {
        let caller = try caller.with(.markAttendance)
        let limits = try order.limits()
        let sheet = try SignInSheet(bytes, as: SheetChoices(sheet: order.sheet, map: order.map))
        guard limits.late == nil || sheet.hasTimes else { throw AppError.signInWithoutTimes }
        let id = try await identifier(of: reference, caller: caller)
        let ignored = Set(order.ignore ?? [])
        let lines = sheet.lines.filter { !ignored.contains($0.text) }
        let roster = try await roster(id, naming: lines.map { Reference<Person>($0.text) }, caller: caller)
        let signed = try Self.signed(lines, roster)
        var marks: [Marking] = []
        var (late, short): (Int, [SignInShort]) = (0, [])
        for person in signed {
            let mark = limits.mark(person)
            if mark == .late { late += 1 }
            if mark == .absent { short.append(SignInShort(name: person.name, minutes: person.spent / 60)) }
            marks.append(
                Marking(
                    MarkEntry(person: Reference(person.id), mark: mark), person.id, shownAs: person.name, keeps: true))
        }
        if let others = order.others {
            let there = Set(signed.map(\.id))
            marks += roster.seats.filter { !there.contains($0.person) }.map {
                Marking(
                    MarkEntry(person: Reference($0.person), mark: others), $0.person, shownAs: $0.name ?? "",
                    isOther: true, keeps: true)
            }
        }
        let (all, dryRun) = (marks, order.dryRun ?? false)
        let written = try await database.write(caller, dryRun: dryRun) { try await mark([session: all], of: id, $0) }
        return SignInRead(
            people: signed.count, present: signed.count - late - short.count, late: late, short: short,
            repeated: signed.filter { $0.times > 1 }.map(\.name), unread: sheet.unread, written: written,
            dryRun: dryRun)
    }

    /// Everybody of the list once, with the first entry and the whole time.
    /// - Throws: `import.rejected` with every line that names nobody, or several.
    private static func signed(_ lines: [SignInSheet.Line], _ roster: ClassRoster) throws -> [SignedIn] {
        var reader = CellReader()
        var (signed, places): ([SignedIn], [Identifier<Person>: Int]) = ([], [:])
        for line in lines {
            let found = try roster.people(called: line.text)
            guard found.count == 1, let seat = found.first else {
                let shown = (found.isEmpty ? roster.resembling(line.text) : found).prefix(5).map(\.shown)
                let candidates = shown.joined(separator: "；")
                let name = line.text.quotable
                reader.fail(
                    line: line.line, "person",
                    found.isEmpty
                        ? Text(
                            zh: "「\(name)」不在本班名单" + (shown.isEmpty ? "" : "；相近的：\(candidates)"),
                            en: "“\(name)” is not on the list" + (shown.isEmpty ? "" : "; it resembles \(candidates)"))
                        : Text(zh: "「\(name)」可能是：\(candidates)", en: "“\(name)” may be one of: \(candidates)"))
                continue
            }
            let spent = line.spent ?? max(0, (line.left ?? 0) - (line.joined ?? line.left ?? 0))
            if let place = places[seat.person] {
                signed[place].times += 1
                signed[place].spent += spent
                signed[place].joined = [signed[place].joined, line.joined].compactMap(\.self).min()
            } else {
                places[seat.person] = signed.count
                signed.append(
                    SignedIn(id: seat.person, name: seat.name ?? line.text, joined: line.joined, spent: spent))
            }
        }
        try reader.finish()
        return signed
    }
}

/// Somebody who was there.
struct SignedIn {
    let id: Identifier<Person>
    let name: String
    var joined: Int?
    var spent: Int
    var times = 1
}

/// What makes somebody late or absent, in seconds.
struct SignInLimits {
    /// After midnight.
    let late: Int?
    let least: Int?

    func mark(_ person: SignedIn) -> Mark {
        if let least, person.spent < least { return .absent }
        if let late, let joined = person.joined, joined > late { return .late }
        return .present
    }
}

extension AttendanceListOrder {
    /// - Throws: `value.*`.
    func limits() throws(AppError) -> SignInLimits {
        if let lateAfter { try Self.requireLimit("late_after", lateAfter) }
        if let atLeast { try Self.requireLimit("at_least", atLeast) }
        if let others, others == .onLeave || others == .madeUp {
            throw .invalidValue(
                "others", others.rawValue,
                expected: Text(zh: "present、late、left_early 或 absent", en: "present, late, left_early or absent"))
        }
        guard (starts == nil) == (lateAfter == nil) else {
            throw .missingValue(starts == nil ? "starts" : "late_after")
        }
        var late: Int?
        if let starts, let lateAfter {
            guard let seconds = ClockText.seconds(starts) else {
                throw .invalidValue("starts", starts, expected: Text(zh: "时刻，如 19:00", en: "a time such as 19:00"))
            }
            late = [seconds, lateAfter * 60].sum()
        }
        return SignInLimits(late: late, least: atLeast.map { $0 * 60 })
    }
}

extension ClassRoster {
    /// Who may be meant by a name, a number, or a nickname that contains the name.
    func people(called text: String) throws -> [Seat] {
        if let id = Reference<Person>(text).identifier { return seats.filter { $0.person == id } }
        if text.allSatisfy(\.isNumber) || text.utf8.count == 18, text.first?.isNumber ?? false {
            return try person(Reference(text)).flatMap { seat(of: $0) }.map { [$0] } ?? []
        }
        var found: [Seat] = []
        for name in Nickname.names(in: text) {
            let named = self.named(name)
            found += named.filter { seat in !found.contains { $0.person == seat.person } }
            // The whole text decides where it is a name.
            if name == text, !named.isEmpty { return named }
        }
        return found
    }

    /// Names that are a part of the text: to be shown, never taken for it.
    func resembling(_ text: String) -> [Seat] { seats.filter { $0.name.map { text.contains($0) } ?? false } }
}
