import Access
import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import Wire

/// What is on file of a key field, read once nobody else changes it.
struct FieldOnFile: Sendable {
    let name: String
    let path: String
    let sex: Sex
    let born: Day
    /// As people read it; nil where there is nothing.
    let text: String?
    /// The ID number as it is sealed, and opened for the comparison alone.
    let cipher: Bytes?
    let number: IDNumber?
    /// The membership whose first day it is, and the days before and after which it cannot lie.
    let standing: UUID?
    let earliest: Day?
    let latest: Day?
    /// Whether the field is the birth day.
    let isBirth: Bool

    /// A birth day of the file that is not the one of the ID number (档案年龄): it is kept, and the difference is named.
    func note(about value: CorrectedValue) -> Text? {
        let differs =
            switch value {
            case .day(let day): number != nil && isBirth && number?.birth != day
            case .number(let new): follows(new) != new.birth
            case .name, .sex: false
            }
        return differs
            ? Text(zh: "与身份证号里的出生日期不同，按档案登记。", en: "The ID number has another birth date; that of the file is kept.")
            : nil
    }

    /// The birth day beside a corrected number: that of the number where the one on file came from the number before.
    func follows(_ new: IDNumber) -> Day { number.map { $0.birth == born } ?? false ? new.birth : born }

    func isOther(than value: CorrectedValue) -> Bool {
        switch value {
        case .name(let name): name != text
        case .sex(let sex): sex.rawValue != text
        case .day(let day): day.description != text
        case .number(let number): number != self.number
        }
    }
}

extension MembersService {
    /// - Throws: `correction.no_standing` for a day of admission or conversion of somebody who has none.
    func onFile(_ field: KeyField, of id: Identifier<Person>, _ transaction: ScopedTransaction) async throws
        -> FieldOnFile
    {
        try await lock(id, transaction)
        guard let row = try await transaction.query(.personByID(id: id)).single else {
            throw AppError.notFound(Self.word, id.description)
        }
        let person = try row.person()
        let cipher: Bytes? = try row["id_cipher"]
        var (text, standing, earliest, latest): (String?, UUID?, Day?, Day?) = (nil, nil, nil, nil)
        switch field {
        case .name: text = person.name
        case .sex: text = person.sex.rawValue
        case .born: text = person.born.description
        case .number: text = person.maskedNumber
        case .joined, .converted:
            let days = try await transaction.query(.standingsToCorrect(person: id)).map {
                (
                    id: try $0["id"] as UUID, status: try $0.choice("status") as MembershipStatus,
                    from: try $0["counts_from"] as Day? ?? $0["since"]
                )
            }
            let index = field == .joined ? days.indices.first : days.firstIndex { $0.status == .full }
            guard let index else { throw AppError.correctsNoStanding(field) }
            (text, standing) = (days[index].from.description, days[index].id)
            earliest = index > 0 ? days[index - 1].from : nil
            latest = index + 1 < days.count ? days[index + 1].from : nil
        }
        return FieldOnFile(
            name: person.name, path: person.path, sex: person.sex, born: person.born, text: text,
            cipher: field == .number ? cipher : nil, number: cipher.flatMap { vault.opened($0) }, standing: standing,
            earliest: earliest, latest: latest, isBirth: field == .born)
    }

    /// A value as the correction keeps it: an ID number masked, and sealed beside.
    func sealed(_ value: CorrectedValue, of id: Identifier<Person>, _ transaction: ScopedTransaction) async throws
        -> (text: String, cipher: Bytes?)
    {
        switch value {
        case .name(let name): (name, nil)
        case .sex(let sex): (sex.rawValue, nil)
        case .day(let day): (day.description, nil)
        case .number(let number):
            (
                IDNumber.masked(reference: id.description.suffix(6)),
                try await vault.ring.share(transaction).writing.seal(number)
            )
        }
    }

    /// What a correction on file says.
    func value(_ field: KeyField, _ row: Row, _ today: Day) throws -> CorrectedValue {
        guard field == .number else { return try CorrectedValue(field, try row["after"], today: today) }
        guard let number = vault.opened(try row["after_cipher"]) else { throw AppError.numberUnreadable }
        return .number(number)
    }

    /// Brings a correction into effect.
    func apply(
        _ value: CorrectedValue, _ field: KeyField, _ found: FieldOnFile, _ id: Identifier<Person>, _ today: Day,
        _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        var (name, sex, born) = (found.name, found.sex, found.born)
        switch value {
        case .name(let new): name = new
        case .sex(let new):
            guard found.number.map({ $0.isMale == (new == .male) }) ?? true else {
                throw AppError.contradictsNumber("sex")
            }
            sex = new
        case .day(let day) where field == .born:
            born = day
        case .day(let day): return try await apply(day, field, found, id, transaction)
        case .number(let number):
            return try await renumber(number, born: found.follows(number), id, auditEvent, transaction)
        }
        _ = try await transaction.query(
            .correctPerson(
                person: id, name: name, nameKey: NameKey.of(name), sex: sex.rawValue, born: born,
                auditEvent: auditEvent))
    }

    private func apply(
        _ day: Day, _ field: KeyField, _ found: FieldOnFile, _ id: Identifier<Person>, _ transaction: ScopedTransaction
    ) async throws {
        guard let standing = found.standing else { throw AppError.correctsNoStanding(field) }
        guard day.age(bornOn: found.born) >= 18, found.earliest.map({ $0 < day }) ?? true,
            found.latest.map({ day < $0 }) ?? true
        else { throw AppError.correctedDay(field, day, found) }
        _ = try await transaction.query(.correctStanding(person: id, id: standing, countsFrom: day))
        try await standingsChanged(transaction, [id])
    }

    /// The number carries the sex, which follows it.
    private func renumber(
        _ number: IDNumber, born: Day, _ id: Identifier<Person>, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        let keys = try await vault.ring.share(transaction)
        var (hashes, editions) = ([keys.finding.hash(number)], [keys.finding.edition])
        if keys.writing.edition != keys.finding.edition {
            hashes.append(keys.writing.hash(number))
            editions.append(keys.writing.edition)
        }
        let done: Bool = try await transaction.query(
            .renumberPerson(
                person: id, cipher: try keys.writing.seal(number), edition: keys.writing.edition, hashes: hashes,
                editions: editions, sex: (number.isMale ? Sex.male : .female).rawValue, born: born,
                auditEvent: auditEvent))[0]["done"]
        guard done else { throw AppError.notFound(Self.word, id.description) }
    }
}

extension AppError {
    static func correctionUnchanged(_ field: KeyField) -> AppError { attributeUnchanged(field.text) }

    static func attributeUnchanged(_ field: Text) -> AppError {
        AppError(
            .conflict, "correction.unchanged",
            Text(zh: "\(field.chinese)本来就是这样登记的。", en: "The \(field.english) on file says that already."))
    }

    static func correctsNoStanding(_ field: KeyField) -> AppError {
        AppError(
            .conflict, "correction.no_standing",
            Text(zh: "没有登记过\(field.text.chinese)。", en: "There is no \(field.text.english) on file."),
            hint: Text(
                zh: "党籍变动用发展党员的步骤或 dangwu membership decide 登记。",
                en: "Changes of membership are steps of recruitment or decisions (dangwu membership decide)."))
    }

    static func correctedDay(_ field: KeyField, _ day: Day, _ found: FieldOnFile) -> AppError {
        let after = [found.earliest, found.born.adding(years: 18).adding(days: -1)].compactMap(\.self).max()
        let (low, high) = (after?.description ?? "", found.latest?.description ?? "")
        return AppError(
            .invalid, "correction.days",
            Text(
                zh: "\(field.text.chinese) \(day) 不在 \(low) 之后、\(high) 之前（须满18周岁，前后党籍的日期不变）。",
                en:
                    "The \(field.text.english) \(day) must come after \(low) and before \(high): eighteen years of "
                    + "age, and between the standings around it."))
    }

    static let correctionDecided = AppError(
        .conflict, "correction.decided", Text(zh: "这项更正已有结论。", en: "The correction is decided already."))

    static let ownCorrection = AppError(
        .forbidden, "correction.own",
        Text(zh: "更正须由另一人同意。", en: "Somebody else than its author decides about a correction."),
        hint: Text(zh: "请交由同事或上级办理。", en: "Ask a colleague or the superior organisation."))

    static func correctionOutdated(_ field: KeyField) -> AppError {
        AppError(
            .conflict, "correction.outdated",
            Text(
                zh: "登记更正之后，\(field.text.chinese)又变了。",
                en: "The \(field.text.english) was changed since the correction."),
            hint: Text(zh: "请不同意这一项，另行更正。", en: "Refuse this one and enter another."))
    }
}
