import Civil
import Foundation
import Kernel
import Points
import Postgres

struct ParticipantBody: Codable, Sendable {
    let subject: String
    let group: String?
    let since: String
    let until: String?

    func draft() throws(AppError) -> ParticipationDraft {
        ParticipationDraft(
            subject: try PointsBody.uuid(subject, "subject"), group: group, since: try APIRequest.day(since, "since"),
            until: try until.map { text throws(AppError) in try APIRequest.day(text, "until") })
    }
}

struct ParticipantsBody: Codable, Sendable {
    let participants: [ParticipantBody]
}

struct ParticipantLineBody: Codable, Sendable {
    let subject: String
    let name: String
    let organisation: String?
    let group: String?
    let since: String
    let until: String?

    init(_ line: ParticipationLine) {
        subject = line.subject.text
        name = line.name
        organisation = line.organisation
        group = line.group
        since = line.since.description
        until = line.until?.description
    }
}

struct EverybodyBody: Codable, Sendable {
    let scope: String
    /// Membership statuses; full and probationary unless given, and none for a scheme of organisations.
    let statuses: [String]?
    let group: String?
    let since: String?
    let dryRun: Bool?
}

struct RegroupingBody: Codable, Sendable {
    let subjects: [String]
    let group: String?
    let on: String
    /// Ends their part instead.
    let leaves: Bool?
}

struct ExemptionBody: Codable, Sendable {
    let subjects: [String]
    let exemption: String
    let since: String
    let until: String?
    let reason: String
    let document: String
}

struct ExemptionLineBody: Codable, Sendable {
    let id: String
    let exemption: String
    let since: String
    let until: String?
    let reason: String
    let document: String

    init(_ line: ExemptionLine) {
        id = line.id.text
        exemption = line.key
        since = line.since.description
        until = line.until?.description
        reason = line.reason
        document = line.document
    }
}

struct ExemptionEndBody: Codable, Sendable {
    let subject: String
    let on: String
}

struct FactBody: Codable, Sendable {
    let subject: String
    let fact: String
    let name: String?
    let outcome: String?
    let on: String
    let quantity: String?
    let reference: String

    func draft() throws(AppError) -> FactDraft {
        FactDraft(
            subject: try PointsBody.uuid(subject, "subject"),
            fact: PointsFact(
                kind: try APIRequest.choice(fact, "fact"), name: name ?? "", outcome: outcome ?? "",
                happened: try APIRequest.day(on, "on"), quantity: try PointsBody.amount(quantity, "quantity"),
                reference: reference))
    }
}

struct FactsBody: Codable, Sendable {
    let facts: [FactBody]
}

struct AutomaticOrderBody: Codable, Sendable {
    let scope: String
    let asOf: String?
}
