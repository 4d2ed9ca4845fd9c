import Access
package import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
package import Wire

/// An extension or exemption for one duty or a list of them.
package struct ReliefOrder: Codable, Described, Sendable {
    package let duties: [Reference<Duty>]
    package let dutyKind: DutyKind?
    package let kind: Relief.Kind
    package let granted: Day?
    package let expires: Day
    package let reason: String
    package let approver: String
    package let document: String

    package init(
        duties: [Reference<Duty>], dutyKind: DutyKind? = nil, kind: Relief.Kind, granted: Day? = nil, expires: Day,
        reason: String, approver: String, document: String
    ) {
        self.duties = duties
        self.dutyKind = dutyKind
        self.kind = kind
        self.granted = granted
        self.expires = expires
        self.reason = reason
        self.approver = approver
        self.document = document
    }

    package static let memberLimits: [String: MemberLimit] = ["duties": .items(1...TrainingService.mostAtOnce)]

    package static let memberTexts = [
        "duties": Text(
            zh: "任务编号，或只有一项未完成任务的人员", en: "Duties by identifier, or by a person who owes one open duty"),
        "duty_kind": DutyKind.whichText,
        "kind": Text(zh: "extension（延期）或 exemption（免训）", en: "extension or exemption"),
        "granted": Text(zh: "批准日期，默认今天", en: "The day of the grant, by default today"),
        "expires": Text(zh: "有效至哪一天（含当日）", en: "The last day on which it has effect"),
    ]
}

package struct ReliefsGranted: Outcome {
    package struct Item: Codable, Sendable {
        package let id: Identifier<Relief>
        package let duty: Identifier<Duty>
        package let personName: String
    }

    package let kind: Relief.Kind
    package let expires: Day
    package let items: [Item]

    package var summary: Text {
        Text(
            zh: "已批准\(kind.text.chinese) \(items.count) 项，有效至 \(expires)。",
            en: "Granted \(items.count) × \(kind.text.english), until \(expires).")
    }
}

package struct ReliefWithdrawal: Codable, Described, Sendable {
    package let on: Day?
    package let reason: String
    package let kind: Relief.Kind?
    package let dutyKind: DutyKind?
    package let document: String?

    package init(
        on: Day? = nil, reason: String, kind: Relief.Kind? = nil, dutyKind: DutyKind? = nil, document: String? = nil
    ) {
        self.on = on
        self.reason = reason
        self.kind = kind
        self.dutyKind = dutyKind
        self.document = document
    }

    package static let memberTexts = [
        "on": Text(zh: "从哪一天起不再有效，默认今天", en: "The first day without effect, by default today"),
        "kind": Text(
            zh: "按人员指明时，extension（延期）或 exemption（免训）",
            en: "An extension or an exemption, when it is named by its person"),
        "duty_kind": DutyKind.whichText,
        "document": Text(
            zh: "按人员指明而有几项时，批准它的文号",
            en: "The number of the document that granted it, when it is named by a person who has several"),
    ]
}

package struct ReliefWithdrawn: Outcome {
    package let personName: String
    package let relief: Relief

    package var summary: Text {
        let (kind, day) = (relief.kind.text, relief.withdrawn?.description ?? "")
        return Text(
            zh: "已撤回\(personName)的\(kind.chinese)，自 \(day) 起无效。",
            en: "Withdrew the \(kind.english) of \(personName) from \(day) on.")
    }
}

extension TrainingService {
    /// The maximum number of duties or people in one order.
    package static let mostAtOnce = 5000

    /// Grants one relief for each duty of the list, all or nothing.
    package func grant(_ order: ReliefOrder, on today: Day, caller: Caller) async throws -> ReliefsGranted {
        let caller = try caller.with(.grantRelief)
        try Plausible.count(order.duties.count, "duties", in: 1...Self.mostAtOnce)
        let granted = order.granted ?? today
        try Plausible.past(granted, "granted", today: today)
        try Plausible.day(order.expires, "expires")
        try Plausible.words(order.reason, "reason")
        try Plausible.words(order.approver, "approver")
        try Plausible.words(order.document, "document")
        var duties: [Identifier<Duty>] = []
        for reference in order.duties {
            duties.append(try await identifier(of: reference, kind: order.dutyKind, on: granted, caller: caller))
        }
        let named = duties
        let items = try await database.write(caller) { transaction in
            let rows = try zip(named, await transaction.pipeline(named.map { .dutyByID(id: $0, asOf: granted) })).map {
                id, rows in
                guard let row = try rows.single else { throw AppError.notFound(Self.dutyWord, id.description) }
                return (id, row)
            }
            let auditEvent = try await transaction.record(
                "relief.grant", "relief", touching: try rows.map { try $0.1["path"] },
                after: JSONText(encoding: [
                    "kind": order.kind.rawValue, "document": order.document, "duties": String(named.count),
                ]))
            var items: [ReliefsGranted.Item] = []
            for (id, row) in rows {
                let (person, path): (Identifier<Person>, String) = (try row["person_id"], try row["path"])
                let relief = Identifier<Relief>.new()
                _ = try await transaction.query(
                    .insertRelief(
                        person: person, id: relief, duty: id, path: path, kind: order.kind.rawValue,
                        grantedOn: granted, expiresOn: order.expires, reason: order.reason, approver: order.approver,
                        document: order.document, auditEvent: auditEvent))
                items.append(.init(id: relief, duty: id, personName: try row["person"]))
            }
            return items
        }
        return ReliefsGranted(kind: order.kind, expires: order.expires, items: items)
    }

    /// Withdraws a relief from a day on; what it did before that day stays.
    /// - Parameter reference: its identifier, or a person who has one that is not withdrawn and not over on that day.
    /// - Throws: `not_found`; `reference.ambiguous` with the reliefs that the person has.
    package func withdraw(
        _ reference: Reference<Relief>, _ order: ReliefWithdrawal, on today: Day, caller: Caller
    ) async throws -> ReliefWithdrawn {
        let caller = try caller.with(.grantRelief)
        let day = order.on ?? today
        try Plausible.day(day, "on")
        try Plausible.words(order.reason, "reason")
        try Plausible.words(optional: order.document, "document")
        let id = try await identifier(of: reference, order, on: day, caller: caller)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.reliefByID(id: id)).single else {
                throw AppError.notFound(Self.reliefWord, id.description)
            }
            let (person, path): (Identifier<Person>, String) = (try row["person_id"], try row["path"])
            let auditEvent = try await transaction.record(
                "relief.withdraw", "relief", subject: id.value, path: path,
                after: JSONText(encoding: ["reason": order.reason]))
            _ = try await transaction.query(
                .insertWithdrawal(
                    person: person, relief: id, path: path, withdrawnOn: day, reason: order.reason,
                    auditEvent: auditEvent))
            let written = try await transaction.query(.reliefByID(id: id))[0]
            return ReliefWithdrawn(personName: try written["person"], relief: try written.relief())
        }
    }

    private func identifier(
        of reference: Reference<Relief>, _ order: ReliefWithdrawal, on day: Day, caller: Caller
    ) async throws -> Identifier<Relief> {
        if let id = reference.identifier { return id }
        let person = try await members.identifier(of: Reference<Person>(reference.text), caller: caller)
        var held: [(relief: Relief, duty: DutyKind)] = []
        for row in try await database.read(caller, .reliefsOfPerson(person: person)) {
            let (relief, duty): (Relief, DutyKind) = (try row.relief(), try row.choice("duty_kind"))
            guard relief.withdrawn == nil, relief.expires >= day else { continue }
            if let kind = order.kind, kind != relief.kind { continue }
            if let dutyKind = order.dutyKind, dutyKind != duty { continue }
            if let document = order.document, document != relief.document { continue }
            held.append((relief, duty))
        }
        guard let first = held.first else { throw AppError.notFound(Self.reliefWord, reference.text) }
        guard held.count == 1 else {
            throw AppError.ambiguous(
                Self.reliefWord, reference.text,
                candidates: held.map { ($0.relief.id.description, Self.words($0.relief, $0.duty)) })
        }
        return first.relief.id
    }

    private static func words(_ relief: Relief, _ duty: DutyKind) -> String {
        let (kind, of) = (relief.kind.text, duty.text)
        return Text(
            zh: "\(of.chinese)的\(kind.chinese)，至 \(relief.expires)（--document \(relief.document)）",
            en: "\(kind.english) of \(of.english), until \(relief.expires) (--document \(relief.document))"
        ).both
    }

    private static let reliefWord = Text(zh: "有效的延期或免训", en: "extension or exemption in force")

    /// Extensions and exemptions of a duty.
    package func reliefs(of duty: Reference<Duty>, _ query: DutyQuery, on today: Day, caller: Caller) async throws
        -> Page<Relief>
    {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: duty, kind: query.kind, on: query.asOf ?? today, caller: caller)
        return Page(whole: try await database.read(caller, .reliefsOfDuty(duty: id)).map { try $0.relief() })
    }

    static let dutyWord = Text(zh: "应训任务", en: "duty")
}
