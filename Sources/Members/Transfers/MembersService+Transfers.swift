import Access
package import Civil
package import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

extension MembersService {
    /// Issues a letter of introduction. Nothing moves before it is accepted.
    /// - Parameters:
    ///   - days: for which the letter holds; nil for what the rules say.
    ///   - duesThrough: first day of the month through which dues are paid.
    /// - Throws: `membership.in_transfer`, `transfer.*`.
    package func issueTransfer(
        of person: Identifier<Person>, to addressee: Addressee, on day: Day, days: Int?, duesThrough: Day?,
        today: Day, caller: Caller
    ) async throws -> Transfer {
        try caller.require(.writeRegistry)
        guard day <= today else { throw AppError.decisionAhead(day, today) }
        try Plausible.day(day, "on")
        if let duesThrough { try Plausible.day(duesThrough, "dues_through") }
        if case .elsewhere(let name) = addressee { try Plausible.words(name, "elsewhere", atMost: 200) }
        let through = try TransferRule.validThrough(issued: day, days: days, life)
        let id = Identifier<Transfer>.new().value
        try await database.write(caller) { transaction in
            let row = try await lockedStanding(of: person, transaction)
            let name: String = try row["name"]
            guard let from: UUID = try row["organisation_id"] else { throw AppError.notAMember(name) }
            let status: MembershipStatus = try row.choice("status")
            guard status != .suspended else { throw AppError.suspendedStays(name) }
            let since: Day = try row["since"]
            guard day >= since else {
                throw AppError.invalidValue(
                    "on", day.description,
                    expected: Text(zh: "不早于现有党籍的起始日 \(since)", en: "not before the standing began, \(since)"))
            }
            let path: String = try row["path"]
            try await expire(person, before: day, path: path, transaction)
            guard let issuer = try await transaction.query(.organisationByID(id: from)).single else {
                throw AppError.notFound(Text(zh: "组织", en: "organisation"), from.text)
            }
            let receiver = try await receiver(addressee, transaction)
            guard receiver.id != from else { throw AppError.transferToItself }
            let number: Int = try await transaction.query(.nextLetter(organisation: from, year: day.year, path: path))[
                0]["last"]
            let (code, title): (String, String) = (try issuer["code"], try issuer["name"])
            let letter = "\(code)-\(day.year)-\(number)"
            let auditEvent = try await transaction.record(
                "transfer.issue", "person", subject: person.value, path: path,
                after: JSONText(encoding: [
                    "letter": letter, "to": receiver.code ?? receiver.name, "through": through.description,
                ]))
            let direction: Transfer.Direction = receiver.id == nil ? .out : .inside
            _ = try await transaction.query(
                .insertTransfer(
                    person: person, id: id, path: path, toPath: receiver.path, from: from, to: receiver.id,
                    direction: direction.rawValue, fromCode: code, fromName: title, toCode: receiver.code,
                    toName: receiver.name, name: name, status: status.rawValue, letter: letter, issuedOn: day,
                    validThrough: through, duesThrough: duesThrough, open: true, auditEvent: auditEvent))
        }
        return try await transfer(id, caller: caller)
    }

    /// A letter that ran out makes room for the next one.
    private func expire(
        _ person: Identifier<Person>, before day: Day, path: String, _ transaction: ScopedTransaction
    ) async throws {
        guard let open = try await transaction.query(.lockLetter(person: person)).single else { return }
        let (letter, number, through): (UUID, String, Day) = (
            try open["id"], try open["letter"], try open["valid_through"]
        )
        guard through < day else { throw AppError.inTransfer(number) }
        let auditEvent = try await transaction.record("transfer.expire", "person", subject: person.value, path: path)
        _ = try await transaction.query(
            .answerTransfer(
                person: person, transfer: letter, answer: Transfer.Answer.expired.rawValue,
                answeredOn: through.adding(days: 1), remark: number, auditEvent: auditEvent))
    }

    private func receiver(_ addressee: Addressee, _ transaction: ScopedTransaction) async throws -> (
        id: UUID?, path: String?, code: String?, name: String
    ) {
        switch addressee {
        case .elsewhere(let name):
            return (nil, nil, nil, name)
        case .organisation(let code):
            guard let row = try await transaction.query(.addressee(code: code)).single else {
                throw AppError.notFound(Text(zh: "组织", en: "organisation"), code)
            }
            return (try row["id"], try row["path"], try row["code"], try row["name"])
        }
    }

    /// Accepts a letter: the membership lies with the receiver from that day. For a letter to elsewhere, the receipt has
    /// come back and the membership ends here.
    /// - Parameter receipt: the number of the receipt.
    package func acceptTransfer(_ id: UUID, receipt: String, on day: Day, today: Day, caller: Caller) async throws {
        try await answer(id, .accepted, remark: receipt, name: "receipt", on: day, today: today, caller: caller)
    }

    /// Sends a letter back; the membership stays where it is. A receiver may not refuse without cause, so it says why.
    package func returnTransfer(_ id: UUID, reason: String, on day: Day, today: Day, caller: Caller) async throws {
        try await answer(id, .returned, remark: reason, name: "reason", on: day, today: today, caller: caller)
    }

    /// Takes a letter back that nobody has answered.
    package func cancelTransfer(_ id: UUID, reason: String, on day: Day, today: Day, caller: Caller) async throws {
        try await answer(id, .cancelled, remark: reason, name: "reason", on: day, today: today, caller: caller)
    }

    private func answer(
        _ id: UUID, _ answer: Transfer.Answer, remark: String, name: String, on day: Day, today: Day, caller: Caller
    ) async throws {
        try caller.require(.writeRegistry)
        try Plausible.words(remark, name, atMost: 500)
        try Plausible.day(day, "on")
        try await database.write(caller) { transaction in
            guard let transfer = try await transaction.query(.transferByID(id: id)).single?.transfer() else {
                throw AppError.notFound(Text(zh: "介绍信", en: "letter of introduction"), id.text)
            }
            try TransferRule.mayAnswer(transfer, accepts: answer == .accepted, on: day, today: today)
            let asReceiver = transfer.direction == .inside && answer != .cancelled
            guard caller.scope.contains(asReceiver ? transfer.toPath ?? transfer.path : transfer.path) else {
                throw AppError.transferNotYours(transfer, receiver: asReceiver)
            }
            let auditEvent = try await transaction.record(
                "transfer.\(answer.rawValue)", "person", subject: transfer.person,
                path: asReceiver ? transfer.toPath : transfer.path,
                after: JSONText(encoding: ["letter": transfer.letter, "on": day.description, name: remark]))
            if asReceiver {
                let outcome: String = try await transaction.query(
                    .answerTransferHere(
                        person: transfer.person, transfer: id, answer: answer.rawValue, answeredOn: day, remark: remark,
                        auditEvent: auditEvent, membership: Identifier<Membership>.new()))[0]["outcome"]
                switch outcome {
                case "done": return
                case "answered": throw AppError.transferAnswered(transfer, .accepted)
                case "moved": throw AppError.transferMoved(transfer)
                default: throw AppError.notFound(Text(zh: "介绍信", en: "letter of introduction"), id.text)
                }
            }
            if answer == .accepted { try await leave(transfer, on: day, auditEvent: auditEvent, transaction) }
            let written = try await transaction.query(
                .answerTransfer(
                    person: transfer.person, transfer: id, answer: answer.rawValue, answeredOn: day, remark: remark,
                    auditEvent: auditEvent)
            ).affected
            guard written == 1 else { throw AppError.transferAnswered(transfer, answer) }
        }
    }

    /// The receipt of an organisation elsewhere: the membership ends here.
    private func leave(_ transfer: Transfer, on day: Day, auditEvent: UUID, _ transaction: ScopedTransaction)
        async throws
    {
        let row = try await lockedStanding(of: Identifier(transfer.person), transaction)
        guard let standing: UUID = try row["membership_id"], let since: Day = try row["since"], since < day
        else { throw AppError.transferMoved(transfer) }
        _ = try await transaction.query(
            .endMembership(person: transfer.person, id: standing, until: day, endedAs: "transferred"))
        try await membershipEnded(
            transaction,
            MembershipEnd(
                person: transfer.person, day: day, reason: "→ \(transfer.to.name)",
                document: transfer.letter, auditEvent: auditEvent))
    }

    package func transfer(_ id: UUID, caller: Caller) async throws -> Transfer {
        try caller.require(.readRegistry)
        guard let row = try await database.read(caller, .transferByID(id: id)).single else {
            throw AppError.notFound(Text(zh: "介绍信", en: "letter of introduction"), id.text)
        }
        return try row.transfer()
    }

    /// Letters that were issued or are awaited in a subtree, the oldest first.
    package func transfers(
        under scope: Scope?, _ filter: TransferFilter, on today: Day, _ page: PageRequest, caller: Caller
    ) async throws -> Page<Transfer> {
        try caller.require(.readRegistry)
        let scope = scope ?? caller.scope
        let after = try page.after.map { try UUID.key($0) } ?? PathKey.first
        let rows = try await database.read(
            caller,
            .transfers(
                low: scope.low, high: scope.high, after: after, filter: filter.rawValue, today: today,
                limit: page.limit + 1))
        return Page(try rows.map { try $0.transfer() }, limit: page.limit, key: \.id.text)
    }

    /// A letter ready to print: stub, letter and receipt.
    package func letter(_ id: UUID, _ language: Language, caller: Caller) async throws -> String {
        try TransferLetter(try await transfer(id, caller: caller)).html(letterLayout, language)
    }
}
