import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles

extension MembersService {
    /// The addressee of a letter; of one to elsewhere only the name is known.
    private struct Receiver {
        let id: Identifier<Organisation>?
        let path: String?
        let code: String?
        let name: String
    }

    /// Issues a letter of introduction. Nothing moves before it is accepted.
    /// - Throws: `membership.in_transfer`, `transfer.*`.
    package func issueTransfer(_ order: LetterOrder, on today: Day, caller: Caller) async throws -> TransferOutcome {
        let caller = try caller.with(.writeRegistry)
        let day = order.on ?? today
        guard day <= today else { throw AppError.decisionAhead(day, today) }
        try Plausible.day(day, "on")
        if let month = order.duesThrough { try Plausible.day(month.first, "dues_through") }
        let through = try TransferRule.validThrough(issued: day, days: order.days, life)
        let receiver = try await receiver(order, caller)
        let person = try await identifier(of: order.person, caller: caller)
        let id = Identifier<Transfer>.new()
        try await database.write(caller) { transaction in
            try await requireOpen(receiver, transaction)
            let row = try await lockedStanding(of: person, transaction)
            let name: String = try row["name"]
            guard let from: Identifier<Organisation> = try row["organisation_id"] else {
                throw AppError.notAMember(name)
            }
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
                throw AppError.notFound(Text(zh: "党组织", en: "organisation"), from.description)
            }
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
                    validThrough: through, duesThrough: order.duesThrough?.first, open: true, auditEvent: auditEvent))
        }
        return TransferOutcome(transfer: try await transfer(Reference(id), on: today, caller: caller))
    }

    /// An addressee that is dissolved meanwhile gets no letter.
    private func requireOpen(_ receiver: Receiver, _ transaction: ScopedTransaction) async throws {
        guard let code = receiver.code else { return }
        try await transaction.lock(.organisations, [code])
        guard try await transaction.query(.addressee(code: code)).single != nil else {
            throw AppError.receiverDissolved(receiver.name)
        }
    }

    /// An expired letter makes room for the next one.
    private func expire(
        _ person: Identifier<Person>, before day: Day, path: String, _ transaction: ScopedTransaction
    ) async throws {
        guard let open = try await transaction.query(.lockLetter(person: person)).single else { return }
        let (letter, number, through): (Identifier<Transfer>, String, Day) = (
            try open["id"], try open["letter"], try open["valid_through"]
        )
        guard through < day else { throw AppError.inTransfer(number) }
        let auditEvent = try await transaction.record("transfer.expire", "person", subject: person.value, path: path)
        _ = try await transaction.query(
            .answerTransfer(
                person: person, transfer: letter, answer: Transfer.State.expired.rawValue,
                answeredOn: through.adding(days: 1), remark: number, auditEvent: auditEvent))
    }

    /// An organisation of this register, which may lie outside the caller's scope when it is named by its code, or one
    /// elsewhere.
    private func receiver(_ order: LetterOrder, _ caller: Caller) async throws -> Receiver {
        switch (order.organisation, order.elsewhere) {
        case (nil, let name?):
            try Plausible.words(name, "elsewhere")
            return Receiver(id: nil, path: nil, code: nil, name: name)
        case (let reference?, nil):
            if let row = try await database.read(caller, .addressee(code: reference.text)).single {
                return Receiver(
                    id: try row["id"], path: try row["path"], code: try row["code"], name: try row["name"])
            }
            let found = try await organisations.organisation(reference, caller: caller)
            return Receiver(id: found.id, path: found.path, code: found.code, name: found.name)
        default:
            throw AppError.invalidValue(
                "organisation", order.organisation?.text ?? "",
                expected: Text(
                    zh: "organisation（系统内组织）和 elsewhere（系统外组织的名称）填一个",
                    en: "one of organisation (on this register) and elsewhere (the name of another)"))
        }
    }

    /// Accepts a letter: the membership is with the receiver from that day on. For a letter to elsewhere, the receipt
    /// has come back and the membership ends here.
    package func acceptTransfer(
        _ letter: Reference<Transfer>, _ order: ReceiptOrder, on today: Day, caller: Caller
    ) async throws -> TransferOutcome {
        try await answer(
            letter, .accepted, remark: (order.receipt, "receipt"), on: order.on, today: today, caller: caller)
    }

    /// Returns a letter; the membership stays where it is. A receiver may not refuse without cause, so it says why.
    package func returnTransfer(
        _ letter: Reference<Transfer>, _ order: LetterReason, on today: Day, caller: Caller
    ) async throws -> TransferOutcome {
        try await answer(
            letter, .returned, remark: (order.reason, "reason"), on: order.on, today: today, caller: caller)
    }

    /// Cancels a letter that nobody has answered.
    package func cancelTransfer(
        _ letter: Reference<Transfer>, _ order: LetterReason, on today: Day, caller: Caller
    ) async throws -> TransferOutcome {
        try await answer(
            letter, .cancelled, remark: (order.reason, "reason"), on: order.on, today: today, caller: caller)
    }

    private func answer(
        _ reference: Reference<Transfer>, _ answer: Transfer.State, remark: (text: String, name: String),
        on day: Day?, today: Day, caller: Caller
    ) async throws -> TransferOutcome {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(remark.text, remark.name)
        let day = day ?? today
        try Plausible.day(day, "on")
        let id = try await letter(reference, on: today, caller).transfer.id
        let seats = try await database.write(caller) { transaction -> [SeatGivenUp]? in
            guard let letter = try await transaction.query(.transferByID(id: id)).single?.letter(on: today) else {
                throw AppError.notFound(.letter, id.description)
            }
            let transfer = letter.transfer
            try TransferRule.requireOpen(letter, accepts: answer == .accepted, on: day, today: today)
            let asReceiver = transfer.direction == .inside && answer != .cancelled
            guard caller.covers(asReceiver ? letter.toPath ?? letter.path : letter.path) else {
                throw AppError.transferNotYours(transfer, receiver: asReceiver)
            }
            let auditEvent = try await transaction.record(
                "transfer.\(answer.rawValue)", "person", subject: transfer.person.value,
                path: asReceiver ? letter.toPath : letter.path,
                after: JSONText(encoding: [
                    "letter": transfer.letter, "on": day.description, remark.name: remark.text,
                ]))
            if asReceiver {
                let outcome: String = try await transaction.query(
                    .answerTransferHere(
                        person: transfer.person, transfer: id, answer: answer.rawValue, answeredOn: day,
                        remark: remark.text, auditEvent: auditEvent, membership: Identifier<Membership>.new()))[0][
                        "outcome"]
                switch outcome {
                case "done":
                    guard answer == .accepted else { return nil }
                    try await standingsChanged(transaction, [transfer.person])
                    return try await seatsGivenUp(by: transfer.person, transaction)
                case "dissolved": throw AppError.receiverDissolved(transfer.to.name)
                case "answered": throw AppError.transferAnswered(transfer, .accepted)
                case "moved": throw AppError.transferMoved(transfer)
                default: throw AppError.notFound(.letter, id.description)
                }
            }
            if answer == .accepted { try await leave(transfer, on: day, auditEvent: auditEvent, transaction) }
            let written = try await transaction.query(
                .answerTransfer(
                    person: transfer.person, transfer: id, answer: answer.rawValue, answeredOn: day,
                    remark: remark.text, auditEvent: auditEvent)
            ).affected
            guard written == 1 else { throw AppError.transferAnswered(transfer, answer) }
            return answer == .accepted ? try await seatsGivenUp(by: transfer.person, transaction) : nil
        }
        return TransferOutcome(transfer: try await transfer(Reference(id), on: today, caller: caller), seats: seats)
    }

    /// The receipt of an organisation elsewhere: the membership ends here.
    private func leave(_ transfer: Transfer, on day: Day, auditEvent: UUID, _ transaction: ScopedTransaction)
        async throws
    {
        let row = try await lockedStanding(of: transfer.person, transaction)
        guard let standing: Identifier<Membership> = try row["membership_id"], let since: Day = try row["since"],
            since < day
        else { throw AppError.transferMoved(transfer) }
        _ = try await transaction.query(
            .endMembership(
                person: transfer.person, id: standing, until: day, endedAs: MembershipEnding.transferred.rawValue))
        _ = try await endPosts(transfer.person, day, auditEvent, transaction)
        try await membershipEnded(
            transaction,
            MembershipEnd(
                person: transfer.person, day: day, reason: "→ \(transfer.to.name)",
                document: transfer.letter, auditEvent: auditEvent))
    }
}

extension Text {
    static let letter = Text(zh: "介绍信", en: "letter of introduction")
}
