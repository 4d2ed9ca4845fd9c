import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

extension ArrivalOrder {
    /// The row of a sheet of people that says the same.
    fileprivate func entry(in organisation: Organisation, on day: Day) throws(AppError) -> PersonEntry {
        try Plausible.words(name, "name", atMost: ArrivalOrder.longestName)
        try Plausible.words(from, "from")
        try Plausible.words(letter, "letter")
        try Plausible.day(day, "on")
        try Plausible.day(issuedOn, "issued_on")
        let number = try AppError.idNumber(number)
        if let number {
            guard sex.map({ ($0 == .male) == number.isMale }) ?? true else { throw .contradictsNumber("sex") }
        }
        guard let sex = sex ?? number.map({ $0.isMale ? .male : .female }) else { throw .missingValue("sex") }
        guard let birth = born ?? number?.birth else { throw .missingValue("born") }
        guard status != .suspended else { throw .suspendedStays(name) }
        try Plausible.past(birth, "born", today: day)
        return PersonEntry(
            line: 1, organisation: organisation.code, name: name, sex: sex, born: birth,
            isBornWritten: born != nil, number: number, status: status,
            since: day, probationSince: nil, synthetic: synthetic ?? false, title: nil, nature: .substantive,
            tenureSince: nil)
    }
}

extension MembersService {
    /// Registers somebody who comes from elsewhere: the membership begins here on the day of arrival. Who was on this
    /// register before is found again by the ID number.
    /// - Returns: the letter as it is on file.
    package func receive(_ order: ArrivalOrder, on today: Day, caller: Caller) async throws -> TransferOutcome {
        let caller = try caller.with(.writeRegistry)
        let day = order.on ?? today
        guard day <= today else { throw AppError.decisionAhead(day, today) }
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let entry = try order.entry(in: organisation, on: day)
        let through = TransferRule.longest(issued: order.issuedOn, life)
        guard order.issuedOn <= day, day <= through else {
            throw AppError.arrivalOutside(order.letter, order.issuedOn, through, day)
        }
        try await count([entry.number].compactMap(\.self), for: "arrival", caller: caller)
        let id = Identifier<Transfer>.new()
        try await database.write(caller) { transaction in
            let added = try await PeopleImport(transaction: transaction, vault: vault).people(
                [entry], began: MembershipEnding.transferred.rawValue
            ).added
            let row = try await transaction.query(.stagedArrival)[0]
            let person: Identifier<Person> = try row["person_id"]
            guard added == 1 else { throw AppError.arrivedAlready(order.name, try row["name"]) }
            if let bar = try await barred(person, on: day, transaction) { throw AppError.returnsTooEarly(bar) }
            let auditEvent = try await transaction.record(
                "transfer.arrive", "person", subject: person.value, path: organisation.path,
                after: JSONText(encoding: ["letter": order.letter, "on": day.description]))
            _ = try await transaction.query(
                .insertTransfer(
                    person: person, id: id, path: organisation.path, toPath: organisation.path,
                    from: Identifier<Organisation>?.none, to: organisation.id,
                    direction: Transfer.Direction.in.rawValue, fromCode: String?.none, fromName: order.from,
                    toCode: organisation.code, toName: organisation.name, name: order.name,
                    status: entry.status.rawValue, letter: order.letter, issuedOn: order.issuedOn,
                    validThrough: through, duesThrough: Day?.none, open: true, auditEvent: auditEvent))
            _ = try await transaction.query(
                .answerTransfer(
                    person: person, transfer: id, answer: Transfer.State.accepted.rawValue, answeredOn: day,
                    remark: order.letter, auditEvent: auditEvent))
            try await standingsChanged(transaction, [person])
        }
        return TransferOutcome(transfer: try await transfer(Reference(id), on: today, caller: caller))
    }
}
