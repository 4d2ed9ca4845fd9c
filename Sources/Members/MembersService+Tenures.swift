import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles
package import Wire

/// Who is appointed to which post.
package struct AppointmentOrder: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let organisation: Reference<Organisation>
    package let title: PostTitle?
    package let seat: Int?
    package let nature: TenureNature?
    package let since: Day

    package init(
        person: Reference<Person>, organisation: Reference<Organisation>, title: PostTitle? = nil, seat: Int? = nil,
        nature: TenureNature? = nil, since: Day
    ) {
        self.person = person
        self.organisation = organisation
        self.title = title
        self.seat = seat
        self.nature = nature
        self.since = since
    }

    package static let memberLimits: [String: MemberLimit] = ["seat": .count(1...99)]

    package static let memberTexts = [
        "title": Text(zh: "职务，默认书记", en: "Post, by default secretary"),
        "seat": Text(zh: "席位，1 到 99，默认 1", en: "Seat, 1 to 99, by default 1"),
        "nature": Text(zh: "任职性质，默认专任", en: "Nature, by default substantive"),
        "since": Text(zh: "任职日期", en: "Day of the appointment"),
    ]
}

package struct Appointed: Outcome {
    package let tenure: Tenure
    /// The person held the post already: what was owed and done goes on.
    package let again: Bool

    package var summary: Text {
        Text(
            zh: "\(tenure.personName) 自 \(tenure.since) 起\(again ? "连任" : "任")\(tenure.post.chinese)"
                + "（\(tenure.nature.text.chinese)）。",
            en:
                "\(tenure.personName) is \(again ? "again " : "")\(tenure.post.english) from \(tenure.since) on "
                + "(\(tenure.nature.text.english))."
        )
    }
}

/// The end of a tenure, and which tenure is meant when its holder has several.
package struct TenureEndOrder: Codable, Described, Sendable {
    package let until: Day
    package let organisation: Reference<Organisation>?
    package let title: PostTitle?

    package init(until: Day, organisation: Reference<Organisation>? = nil, title: PostTitle? = nil) {
        self.until = until
        self.organisation = organisation
        self.title = title
    }

    package static let memberTexts = [
        "until": Text(zh: "不再任职的第一天", en: "The first day on which it is no longer held"),
        "organisation": .tenureOrganisation, "title": .tenureTitle,
    ]
}

package struct TenureEnded: Outcome {
    package let tenure: Tenure
    package let until: Day
    /// Seats in classes that went with the office.
    package let seats: [SeatGivenUp]

    package var summary: Text {
        seats.added(
            to: Text(
                zh: "\(tenure.personName) 的\(tenure.post.chinese)任期于 \(until) 结束。",
                en: "\(tenure.personName) is no longer \(tenure.post.english) as of \(until)."))
    }
}

/// Why a tenure was entered by mistake, and which tenure is meant when its holder has several.
package struct TenureAnnulment: Codable, Described, Sendable {
    package let reason: String
    package let organisation: Reference<Organisation>?
    package let title: PostTitle?
    package let since: Day?

    package init(
        reason: String, organisation: Reference<Organisation>? = nil, title: PostTitle? = nil, since: Day? = nil
    ) {
        self.reason = reason
        self.organisation = organisation
        self.title = title
        self.since = since
    }

    package static let memberTexts = [
        "organisation": .tenureOrganisation, "title": .tenureTitle,
        "since": Text(zh: "哪一天开始的任职", en: "On which day the tenure meant began"),
    ]
}

package struct TenureAnnulled: Outcome {
    package let tenure: Tenure
    package let reason: String

    package var summary: Text {
        Text(
            zh: "\(tenure.personName) 自 \(tenure.since) 起的\(tenure.post.chinese)任职已作废：\(reason)。",
            en:
                "The tenure of \(tenure.personName) as \(tenure.post.english) from \(tenure.since) on is annulled: "
                + "\(reason)."
        )
    }
}

extension Text {
    fileprivate static let tenureOrganisation = Text(
        zh: "哪个党组织的任职，兼任多职时填写", en: "The organisation of the tenure, where the person has several")
    fileprivate static let tenureTitle = Text(zh: "哪个职务，兼任多职时填写", en: "The post, where the person has several")
    fileprivate static let tenure = Text(zh: "任期", en: "tenure")
}

extension MembersService {
    /// The offices of a person, those that are over included.
    package func tenures(of reference: Reference<Person>, caller: Caller) async throws -> Page<Tenure> {
        let caller = try caller.with(.readRegistry)
        let id = try await identifier(of: reference, caller: caller)
        return Page(whole: try await about(id, .tenuresOfPerson(person: id), caller).map { try $0.tenure() })
    }

    /// Everybody who held office in an organisation.
    package func tenures(in reference: Reference<Organisation>, caller: Caller) async throws -> Page<Tenure> {
        let caller = try caller.with(.readRegistry)
        let organisation = try await organisations.organisation(reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .tenuresOfOrganisation(organisation: organisation.id)).map {
                try $0.tenure()
            })
    }

    /// Appoints somebody to a post, which is made when the organisation has none of that title and seat.
    package func appoint(_ order: AppointmentOrder, caller: Caller) async throws -> Appointed {
        let caller = try caller.with(.writeRegistry)
        let (title, seat) = (order.title ?? .secretary, order.seat ?? 1)
        let (nature, since) = (order.nature ?? .substantive, order.since)
        try AppointmentOrder.requireLimit("seat", seat)
        try Plausible.day(since, "since")
        let person = try await identifier(of: order.person, caller: caller)
        let named = try await organisations.organisation(order.organisation, caller: caller)
        let id = Identifier<Tenure>.new()
        return try await database.write(caller) { transaction in
            try await transaction.lock(.organisations, [named.code])
            let organisation = try await transaction.openOrganisation(named.id)
            guard let row = try await transaction.query(.personByID(id: person)).single else {
                throw AppError.notFound(Self.word, person.description)
            }
            let name: String = try row["name"]
            try await requireDay(order, of: person, in: organisation, transaction)
            let auditEvent = try await transaction.record(
                "tenure.begin", "tenure", subject: id.value, path: organisation.path,
                after: JSONText(encoding: [
                    "person": person.description, "title": title.rawValue, "nature": nature.rawValue,
                    "since": since.description,
                ]))
            _ = try await transaction.query(
                .insertPost(
                    id: UUID(), organisation: organisation.id, path: organisation.path, title: title.rawValue,
                    seat: seat, since: since, auditEvent: auditEvent))
            let post: UUID = try await transaction.query(
                .postOf(organisation: organisation.id, title: title.rawValue, seat: seat))[0]["id"]
            // Who holds the post is elected again: one tenure ends on the day on which the next begins.
            let before: Identifier<Tenure>? = try await transaction.query(
                .heldTenure(post: post, person: person, nature: nature.rawValue, since: since)
            ).single.map { try $0["id"] }
            if let before {
                _ = try await transaction.query(.endTenure(id: before, until: since, auditEvent: auditEvent))
            }
            _ = try await transaction.query(
                .insertTenure(
                    id: id, post: post, person: person, personName: name, path: organisation.path,
                    nature: nature.rawValue, since: since,
                    auditEvent: auditEvent))
            try await tenuresChanged(transaction, [before, id].compactMap(\.self))
            return Appointed(
                tenure: Tenure(
                    id: id, person: person, path: organisation.path, personName: name,
                    organisationCode: organisation.code, organisationName: organisation.name, title: title, seat: seat,
                    nature: nature, since: since, until: nil), again: before != nil)
        }
    }

    /// The check of an import, for one appointment.
    /// - Throws: `value.invalid` for a day before the birth, the admission or the founding of the organisation.
    private func requireDay(
        _ order: AppointmentOrder, of person: Identifier<Person>, in organisation: Organisation,
        _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(.stageTenures)
        _ = try await transaction.query(
            .stageAppointment(
                organisation: organisation.id, person: person, title: (order.title ?? .secretary).rawValue,
                seat: order.seat ?? 1, nature: (order.nature ?? .substantive).rawValue, since: order.since))
        guard let problem = try await transaction.query(.stagedTenureDays).first else { return }
        let (what, value): (String, String) = (try problem["what"], try problem["value"])
        let rule: Text =
            switch what {
            case "before_birth": Plausible.notBeforeBirth(value)
            case "before_admission": .notBeforeAdmission(value)
            default: .notBeforeFounding(value)
            }
        throw AppError.invalidValue("since", order.since.description, expected: rule)
    }

    /// Ends a tenure: `until` is the first day on which it is no longer held.
    package func end(_ reference: Reference<Tenure>, _ order: TenureEndOrder, caller: Caller) async throws
        -> TenureEnded
    {
        let caller = try caller.with(.writeRegistry)
        try Plausible.day(order.until, "until")
        let id = try await tenure(reference, order.organisation, order.title, caller) { $0.until == nil }
        return try await database.write(caller) { transaction in
            let row = try await lock(id, transaction)
            let since: Day = try row["since"]
            if let ended: Day = try row["until"] { throw AppError.tenureEnded(on: ended) }
            guard order.until > since else { throw AppError.tenureDates(since: since, until: order.until) }
            let auditEvent = try await transaction.record(
                "tenure.end", "tenure", subject: id.value, path: try row["path"],
                before: JSONText(encoding: ["since": since.description]),
                after: JSONText(encoding: ["until": order.until.description]))
            _ = try await transaction.query(.endTenure(id: id, until: order.until, auditEvent: auditEvent))
            try await tenuresChanged(transaction, [id])
            let tenure = try await reread(id, transaction)
            return TenureEnded(
                tenure: tenure, until: order.until, seats: try await seatsGivenUp(by: tenure.person, transaction))
        }
    }

    /// Annuls a wrong entry: it stays on file and has no effect.
    package func annul(_ reference: Reference<Tenure>, _ order: TenureAnnulment, caller: Caller) async throws
        -> TenureAnnulled
    {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.reason, "reason")
        let id = try await tenure(reference, order.organisation, order.title, caller) {
            order.since == nil || $0.since == order.since
        }
        return try await database.write(caller) { transaction in
            let row = try await lock(id, transaction)
            let auditEvent = try await transaction.record(
                "tenure.annul", "tenure", subject: id.value, path: try row["path"],
                after: JSONText(encoding: ["reason": order.reason]))
            _ = try await transaction.query(.annulTenure(id: id, auditEvent: auditEvent))
            try await tenuresChanged(transaction, [id])
            return TenureAnnulled(tenure: try await reread(id, transaction), reason: order.reason)
        }
    }

    /// A tenure by its identifier, or by its holder: the only one that fits everything else stated about it.
    /// - Throws: `not_found`; `reference.ambiguous` with the tenures of the person.
    private func tenure(
        _ reference: Reference<Tenure>, _ organisation: Reference<Organisation>?, _ title: PostTitle?,
        _ caller: Caller, _ fits: (Tenure) -> Bool
    ) async throws -> Identifier<Tenure> {
        if let id = reference.identifier { return id }
        var code: String?
        if let organisation { code = try await organisations.organisation(organisation, caller: caller).code }
        let person = try await identifier(of: Reference(reference.text), caller: caller)
        let fitting = try await about(person, .tenuresOfPerson(person: person), caller).map { try $0.tenure() }
            .filter { tenure in
                fits(tenure) && (code == nil || tenure.organisationCode == code)
                    && (title == nil || tenure.title == title)
            }
        guard let first = fitting.first else { throw AppError.notFound(.tenure, reference.text) }
        guard fitting.count == 1 else {
            throw AppError.ambiguous(
                .tenure, reference.text,
                candidates: fitting.map {
                    ($0.id.description, "\($0.post.chinese) \($0.since)–\($0.until?.description ?? "")")
                })
        }
        return first.id
    }

    private func lock(_ tenure: Identifier<Tenure>, _ transaction: ScopedTransaction) async throws -> Row {
        guard let row = try await transaction.query(.lockTenure(id: tenure)).single else {
            throw AppError.notFound(.tenure, tenure.description)
        }
        return row
    }

    private func reread(_ id: Identifier<Tenure>, _ transaction: ScopedTransaction) async throws -> Tenure {
        guard let row = try await transaction.query(.tenureByID(id: id)).single else {
            throw AppError.notFound(.tenure, id.description)
        }
        return try row.tenure()
    }
}
