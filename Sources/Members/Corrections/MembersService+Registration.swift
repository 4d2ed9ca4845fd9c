import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Sheets
import Wire

extension MembersService {
    /// Enters one person with their membership: the row of a sheet of people, with the same checks.
    /// - Throws: `person.invalid` with everything that is wrong, `person.exists`.
    package func register(
        _ order: RegistrationOrder, on today: Day, caller: Caller
    ) async throws -> PersonRegistered {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.name, "name", atMost: 60)
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let (entry, differences) = try entry(order, in: organisation.code, on: today)
        try await count([entry.number].compactMap(\.self), for: "registration", caller: caller)
        let (id, resembling) = try await AppError.single {
            try await database.write(caller) { transaction in
                let done = try await PeopleImport(transaction: transaction, vault: vault).people(
                    [entry], as: "person.register")
                let id: Identifier<Person> = try await transaction.query(.stagedArrival)[0]["person_id"]
                guard done.added == 1 else { throw AppError.registeredAlready(order.name, organisation.name) }
                if let bar = try await barred(id, on: entry.since, transaction) { throw AppError.returnsTooEarly(bar) }
                try await standingsChanged(transaction, [id])
                return (id, done.resembling.map(\.reason))
            }
        }
        return PersonRegistered(
            person: try await person(id, caller: caller), resembling: resembling, notes: differences)
    }

    /// The row, and what it says otherwise than the ID number.
    private func entry(
        _ order: RegistrationOrder, in code: String, on today: Day
    ) throws -> (PersonEntry, differences: [Text]) {
        var cells: [(key: String, value: String)] = [
            ("organisation", code), ("name", order.name), ("sex", order.sex?.rawValue ?? ""),
            ("birth_date", order.born?.description ?? ""), ("id_number", order.number ?? ""),
            ("status", order.status.rawValue), ("since", order.since.description),
            ("converted", order.converted?.description ?? ""),
            ("synthetic", order.synthetic.map { $0 ? "true" : "false" } ?? ""),
        ]
        for given in order.attributes ?? [] {
            let key = try attributes.attribute(given.attribute).key
            guard !cells.contains(where: { $0.key == key }) else { throw AppError.attributeTwice(key) }
            try Plausible.words(given.value, "value", atMost: PersonAttribute.longest)
            cells.append((key, given.value))
        }
        let table = [cells.map(\.key), cells.map(\.value)].map(CSVText.line).joined(separator: "\n") + "\n"
        do throws(AppError) {
            let rows = try PeopleSheet.people(Array(table.utf8), attributes, on: today)
            guard rows.notes.isEmpty, let entry = rows.entries.first else { throw .rejected(rows.notes) }
            return (entry, rows.differences.map(\.reason))
        } catch { throw error.asSingle }
    }
}

extension AppError {
    /// What a sheet would answer about a row, for the one person.
    fileprivate var asSingle: AppError {
        guard code == "import.rejected" else { return self }
        let chinese = cells.map { "\($0.column)：\($0.reason.chinese)" }.joined(separator: "；")
        let english = cells.map { "\($0.column): \($0.reason.english)" }.joined(separator: "; ")
        return AppError(
            .invalid, "person.invalid",
            Text(zh: "不能登记：\(chinese)。", en: "The person cannot be registered: \(english)."),
            hint: Text(zh: "请改正后重试；什么也没有改变。", en: "Correct it and try again; nothing was changed."))
    }

    fileprivate static func single<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as AppError { throw error.asSingle }
    }

    static func registeredAlready(_ name: String, _ organisation: String) -> AppError {
        AppError(
            .conflict, "person.exists",
            Text(zh: "\(name) 已在「\(organisation)」登记。", en: "\(name) is on the register of “\(organisation)” already."),
            hint: Text(
                zh: "有误的内容用 dangwu person correct 更正。", en: "Correct what is wrong with dangwu person correct."))
    }

    static func attributeTwice(_ key: String) -> AppError {
        .invalidValue("attributes", key, expected: Text(zh: "每项一次", en: "each attribute once"))
    }
}
