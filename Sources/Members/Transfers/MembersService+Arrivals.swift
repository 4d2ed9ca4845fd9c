import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

/// Somebody who comes with a letter from an organisation that is not on this register.
package struct Arrival: Sendable {
    package let organisation: String
    package let name: String
    package let sex: Sex?
    package let born: Day?
    package let number: IDNumber?
    package let status: MembershipStatus
    package let isSynthetic: Bool
    /// The organisation that issued the letter, and the letter's number.
    package let from: String
    package let letter: String
    package let issuedOn: Day
    package let day: Day

    package init(
        organisation: String, name: String, sex: Sex?, born: Day?, number: IDNumber?, status: MembershipStatus,
        isSynthetic: Bool, from: String, letter: String, issuedOn: Day, day: Day
    ) {
        self.organisation = organisation
        self.name = name
        self.sex = sex
        self.born = born
        self.number = number
        self.status = status
        self.isSynthetic = isSynthetic
        self.from = from
        self.letter = letter
        self.issuedOn = issuedOn
        self.day = day
    }

    fileprivate func entry() throws(AppError) -> PersonEntry {
        try Plausible.words(name, "name", atMost: 60)
        try Plausible.words(from, "from", atMost: 200)
        try Plausible.words(letter, "letter", atMost: 60)
        try Plausible.day(day, "on")
        try Plausible.day(issuedOn, "issued_on")
        if let number {
            guard born.map({ $0 == number.birth }) ?? true else { throw .contradictsNumber("born") }
            guard sex.map({ ($0 == .male) == number.isMale }) ?? true else { throw .contradictsNumber("sex") }
        }
        guard let sex = sex ?? number.map({ $0.isMale ? .male : .female }) else { throw .missingValue("sex") }
        guard let born = born ?? number?.birth else { throw .missingValue("born") }
        guard status != .suspended else { throw .suspendedStays(name) }
        try Plausible.past(born, "born", today: day)
        return PersonEntry(
            line: 1, organisation: organisation, name: name, sex: sex, born: born, number: number, status: status,
            since: day, isSynthetic: isSynthetic, title: nil, nature: .substantive, tenureSince: nil)
    }
}

extension MembersService {
    /// Takes in somebody from elsewhere: the membership begins here on the day of arrival. Who was on this register before
    /// is found again by the ID number.
    /// - Returns: the letter as it is on file.
    package func receive(_ arrival: Arrival, today: Day, caller: Caller) async throws -> Transfer {
        try caller.require(.writeRegistry)
        guard arrival.day <= today else { throw AppError.decisionAhead(arrival.day, today) }
        let entry = try arrival.entry()
        let through = TransferRule.longest(issued: arrival.issuedOn, life)
        guard (arrival.issuedOn...through).contains(arrival.day) else {
            throw AppError.arrivalOutside(arrival.letter, arrival.issuedOn, through, arrival.day)
        }
        let id = Identifier<Transfer>.new().value
        try await database.write(caller) { transaction in
            guard try await transaction.query(.addressee(code: arrival.organisation)).single != nil else {
                throw AppError.notFound(Text(zh: "组织", en: "organisation"), arrival.organisation)
            }
            let added = try await PeopleImport(transaction: transaction, vault: vault).people(
                [entry], began: "transferred"
            ).added
            let row = try await transaction.query(.stagedArrival)[0]
            let person: UUID = try row["person_id"]
            guard added == 1 else { throw AppError.arrivedAlready(arrival.name, try row["name"]) }
            if let bar = try await barred(Identifier(person), on: arrival.day, transaction) {
                throw AppError.returnsTooEarly(bar)
            }
            let path: String = try row["path"]
            let (organisation, code, name): (UUID, String, String) = (
                try row["organisation_id"], try row["code"], try row["name"]
            )
            let auditEvent = try await transaction.record(
                "transfer.arrive", "person", subject: person, path: path,
                after: JSONText(encoding: ["letter": arrival.letter, "on": arrival.day.description]))
            _ = try await transaction.query(
                .insertTransfer(
                    person: person, id: id, path: path, toPath: path, from: UUID?.none, to: organisation,
                    direction: Transfer.Direction.in.rawValue, fromCode: String?.none, fromName: arrival.from,
                    toCode: code, toName: name, name: arrival.name, status: arrival.status.rawValue,
                    letter: arrival.letter, issuedOn: arrival.issuedOn, validThrough: through, duesThrough: Day?.none,
                    open: true, auditEvent: auditEvent))
            _ = try await transaction.query(
                .answerTransfer(
                    person: person, transfer: id, answer: Transfer.Answer.accepted.rawValue, answeredOn: arrival.day,
                    remark: arrival.letter, auditEvent: auditEvent))
        }
        return try await transfer(id, caller: caller)
    }
}
