import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

extension MembersService {
    /// Corrects what is on file about a person: at once, or when a second person agrees.
    /// - Throws: `correction.unchanged`, `correction.open`, `correction.no_standing`, `correction.days`.
    package func correct(
        _ reference: Reference<Person>, _ order: CorrectionOrder, on today: Day, caller: Caller
    ) async throws -> PersonCorrected {
        let caller = try caller.with(.writeRegistry)
        let change = try correctedField(order, on: today)
        if case .key(_, .number(let number)) = change {
            try await count([number], for: "correction", caller: caller)
        }
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { try await correct(id, change, order, on: today, $0) }
    }

    /// What an order corrects, and what it is to say.
    enum CorrectedField: Sendable {
        case key(KeyField, CorrectedValue)
        case attribute(String)
    }

    /// - Throws: `value.*` for what cannot be.
    func correctedField(_ order: CorrectionOrder, on today: Day) throws -> CorrectedField {
        try Plausible.words(order.reason, "reason")
        if let document = order.document { try Plausible.words(document, "document") }
        if let since = order.since { try Plausible.past(since, "since", today: today) }
        guard let field = KeyField(rawValue: order.field) else {
            return .attribute(try attributeValue(order))
        }
        guard order.since == nil else {
            throw AppError.invalidValue(
                "since", order.since?.description ?? "", expected: Text(zh: "只用于档案项目", en: "only for attributes"))
        }
        return .key(field, try CorrectedValue(field, order.value, today: today))
    }

    func correct(
        _ id: Identifier<Person>, _ change: CorrectedField, _ order: CorrectionOrder, on today: Day,
        _ transaction: ScopedTransaction
    ) async throws -> PersonCorrected {
        switch change {
        case .key(let field, let value): try await correct(id, field, value, order, today, transaction)
        case .attribute(let value): try await correct(id, attribute: value, order, today, transaction)
        }
    }

    private func correct(
        _ id: Identifier<Person>, _ field: KeyField, _ value: CorrectedValue, _ order: CorrectionOrder, _ today: Day,
        _ transaction: ScopedTransaction
    ) async throws -> PersonCorrected {
        let waits = needsSecondPerson && field.needsSecondPerson
        let found = try await onFile(field, of: id, transaction)
        guard found.isOther(than: value) else { throw AppError.correctionUnchanged(field) }
        let correction = Identifier<PersonCorrection>.new()
        let auditEvent = try await transaction.record(
            "person.correct", "person", subject: id.value, path: found.path,
            after: JSONText(encoding: [
                "field": field.rawValue, "reason": order.reason, "waits": String(waits),
            ]))
        let (after, cipher) = try await sealed(value, of: id, transaction)
        _ = try await transaction.query(
            .insertCorrection(
                id: correction, person: id, path: found.path, field: field.rawValue, before: found.text,
                after: after, beforeCipher: found.cipher, afterCipher: cipher, reason: order.reason,
                document: order.document, account: transaction.caller.account, waits: waits, open: waits,
                auditEvent: auditEvent))
        if !waits { try await apply(value, field, found, id, today, auditEvent, transaction) }
        return PersonCorrected(
            person: id, personName: found.name, field: field.rawValue, fieldName: field.text,
            before: found.text.map { field.shown($0) }, after: field.shown(after), correction: correction,
            waits: waits, note: found.note(about: value))
    }

    /// What a second person says about a correction that waits. Approved, it takes effect.
    /// - Throws: `correction.decided`, `correction.own`, `correction.outdated`.
    package func decide(
        _ correction: Identifier<PersonCorrection>, _ order: CorrectionDecisionOrder, on today: Day, caller: Caller
    ) async throws -> CorrectionDecided {
        let caller = try caller.with(anyOf: .writeRegistry, .decideMembership)
        if let reason = order.reason { try Plausible.words(reason, "reason") }
        guard order.approves || order.reason != nil else { throw AppError.missingValue("reason") }
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.lockCorrection(id: correction)).single else {
                throw AppError.notFound(Self.correctionWord, correction.description)
            }
            guard try row["open"] else { throw AppError.correctionDecided }
            guard try row["account_id"] as Identifier<Account> != caller.account else {
                throw AppError.ownCorrection
            }
            let (id, field): (Identifier<Person>, KeyField) = (try row["person_id"], try row.choice("field"))
            let found = try await onFile(field, of: id, transaction)
            let auditEvent = try await transaction.record(
                "person.decide", "person", subject: id.value, path: try row["path"],
                after: JSONText(encoding: ["field": field.rawValue, "approves": String(order.approves)]))
            _ = try await transaction.query(
                .decideCorrection(
                    id: correction, approved: order.approves, reason: order.reason, account: caller.account,
                    auditEvent: auditEvent))
            if order.approves {
                guard try row["before"] as String? == found.text else { throw AppError.correctionOutdated(field) }
                try await apply(
                    try value(field, row, today), field, found, id, today, auditEvent, transaction)
            }
            return CorrectionDecided(
                correction: correction, person: id, personName: found.name, field: field, approved: order.approves)
        }
    }

    /// Corrections in a subtree or of a person, with what became of them.
    package func corrections(_ query: CorrectionQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<PersonCorrection>
    {
        let caller = try caller.with(.readRegistry)
        let waiting = query.waiting ?? false
        if let reference = query.person {
            let id = try await identifier(of: reference, caller: caller)
            let scope = try await organisations.scope(query.scope, caller: caller)
            let all = try await about(id, .correctionsOfPerson(person: id), caller).map { try $0.correction() }
            return Page(whole: all.filter { scope.contains($0.path) && (!waiting || $0.state == .waiting) })
        }
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .corrections(
                low: scope.low, high: scope.high, afterPath: path, afterID: id, waiting: waiting, limit: page.limit + 1)
        )
        return Page(try rows.map { try $0.correction() }, limit: page.limit) { PathKey.write($0.path, $0.id.value) }
    }

    static let correctionWord = Text(zh: "更正", en: "correction")

    private func attribute(_ key: String) throws(AppError) -> PersonAttribute {
        if let attribute = attributes[key] { return attribute }
        if key.hasPrefix(AttributeTable.furtherMark) { return AttributeTable.further }
        throw .invalidValue(
            "field", key.quotable,
            expected: .listed(
                KeyField.allCases.map { ($0.rawValue, $0.text) } + attributes.attributes.map { ($0.key, $0.name) }))
    }

    /// - Throws: `value.*` for a text that the attribute cannot have.
    private func attributeValue(_ order: CorrectionOrder) throws(AppError) -> String {
        switch try attribute(order.field).read(order.value) {
        case .value(let read): return read
        case .nothing: throw .missingValue("value")
        case .masked: throw .invalidValue("value", "****", expected: Text(zh: "完整的号码", en: "the whole number"))
        case .wrong(let reason): throw .invalidValue("value", "…", expected: reason)
        }
    }

    /// An attribute: from a day on it is another, or what is on file was wrong.
    private func correct(
        _ id: Identifier<Person>, attribute value: String, _ order: CorrectionOrder, _ today: Day,
        _ transaction: ScopedTransaction
    ) async throws -> PersonCorrected {
        let key = order.field
        let isPersonal = attributes.isPersonal(key)
        try await lock(id, transaction)
        guard let person = try await transaction.query(.personByID(id: id)).single else {
            throw AppError.notFound(Self.word, id.description)
        }
        let (name, path): (String, String) = (try person["name"], try person["path"])
        let found = try await transaction.query(.attributeToCorrect(person: id, key: key)).single
        let before: String? = try found?["value"]
        guard before != value else { throw AppError.attributeUnchanged(attributes.name(of: key)) }
        let auditEvent = try await transaction.record(
            "person.correct", "person", subject: id.value, path: path,
            after: JSONText(encoding: ["field": key, "reason": order.reason]))
        var corrects: Identifier<AttributeFact>?
        var since = order.since ?? today
        if order.since == nil, let found {
            let former: Identifier<AttributeFact> = try found["id"]
            (corrects, since) = (former, try found["since"])
            _ = try await transaction.query(.annulAttribute(person: id, id: former, auditEvent: auditEvent))
        }
        _ = try await transaction.query(
            .insertAttribute(
                person: id, id: Identifier<AttributeFact>.new(), path: path, key: key, value: value, since: since,
                corrects: corrects, reason: order.reason, auditEvent: auditEvent))
        return PersonCorrected(
            person: id, personName: name, field: key, fieldName: attributes.name(of: key),
            before: isPersonal ? nil : before.map { attributes.shown($0, of: key) },
            after: isPersonal ? nil : attributes.shown(value, of: key), correction: nil, waits: false)
    }
}

extension KeyField {
    /// A value as people read it.
    func shown(_ text: String) -> Text { self == .sex ? Sex(rawValue: text)?.text ?? .verbatim(text) : .verbatim(text) }
}

extension Row {
    fileprivate func correction() throws -> PersonCorrection {
        let (waits, approved): (Bool, Bool?) = (try self["waits"], try self["approved"])
        return PersonCorrection(
            id: try self["id"], person: try self["person_id"], personName: try self["person"], path: try self["path"],
            field: try choice("field"), before: try self["before"], after: try self["after"],
            reason: try self["reason"], document: try self["document"], recordedOn: try self["recorded_on"],
            account: try self["account"],
            state: !waits || approved == true ? .applied : approved == nil ? .waiting : .refused,
            decidedOn: try self["decided_on"], decider: try self["decider"], refusal: try self["refusal"])
    }
}
