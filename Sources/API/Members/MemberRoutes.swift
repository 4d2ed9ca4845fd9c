import Composition
import Organisations
import Sheets
import HTTPTypes
import Foundation
import Civil
import Kernel
import Members

struct PersonBody: Codable, Sendable {
    let id: String
    let path: String
    let name: String
    let sex: String
    let born: String
    let maskedNumber: String?
    let synthetic: Bool
    let status: String?
    let memberSince: String?
    let organisationCode: String?
    let organisationName: String?
    let version: Int

    init(_ person: Person) {
        id = person.id.description
        path = person.path
        name = person.name
        sex = person.sex.rawValue
        born = person.born.description
        maskedNumber = person.maskedNumber
        synthetic = person.isSynthetic
        status = person.status?.rawValue
        memberSince = person.memberSince?.description
        organisationCode = person.organisationCode
        organisationName = person.organisationName
        version = person.version
    }
}

struct MembershipBody: Codable, Sendable {
    let id: String
    let status: String
    let since: String
    let until: String?
    let endedAs: String?
    let organisationCode: String?

    init(_ membership: Membership) {
        id = membership.id.text
        status = membership.status.rawValue
        since = membership.since.description
        until = membership.until?.description
        endedAs = membership.endedAs
        organisationCode = membership.organisationCode
    }
}

struct TenureBody: Codable, Sendable {
    let id: String
    let person: String
    let personName: String
    let organisationCode: String
    let title: String
    let seat: Int
    let nature: String
    let since: String
    let until: String?

    init(_ tenure: Tenure) {
        id = tenure.id.description
        person = tenure.person.description
        personName = tenure.personName
        organisationCode = tenure.organisationCode
        title = tenure.title.rawValue
        seat = tenure.seat
        nature = tenure.nature.rawValue
        since = tenure.since.description
        until = tenure.until?.description
    }
}

struct AppointmentBody: Codable, Sendable {
    let person: String
    let organisation: String
    let title: String
    let seat: Int?
    let nature: String?
    let since: String
}

struct TenureEndBody: Codable, Sendable {
    let until: String
}

struct ReasonBody: Codable, Sendable {
    let reason: String
}

struct TransferBody: Codable, Sendable {
    let organisation: String
    let on: String
}

struct IdentifierBody: Codable, Sendable {
    let id: String
}

struct NumberBody: Codable, Sendable {
    let number: String
}

struct DoneBody: Codable, Sendable {
    let done: Bool
}

/// The routes of people, memberships and tenures.
enum MemberRoutes {
    private static let name = QueryParameter(name: "name", type: "string", summary: "Beginning of the name")

    static let all: [Endpoint] = [
        .get(
            "/v1/people", "People of a subtree, or by the beginning of their name",
            query: [.scope, name, .limit, .after]
        ) { request in
            let members = request.services.members
            if let name = request.query["name"] {
                return PageBody(
                    try await members.people(named: name, request.page(), caller: request.caller), PersonBody.init)
            }
            return PageBody(
                try await members.people(under: request.scope(), request.page(), caller: request.caller),
                PersonBody.init)
        },
        .get("/v1/people/{id}", "One person; the ID number is masked") { request in
            PersonBody(try await request.services.members.person(request.identifier(), caller: request.caller))
        },
        .get("/v1/people/{id}/number", "The ID number in clear; each reading is audited") { request in
            NumberBody(
                number: try await request.services.members.number(of: request.identifier(), caller: request.caller))
        },
        .get("/v1/people/{id}/memberships", "The history of a membership") { request in
            ListBody(
                items: try await request.services.members.memberships(of: request.identifier(), caller: request.caller)
                    .map(MembershipBody.init))
        },
        .get("/v1/people/{id}/tenures", "The offices of a person") { request in
            ListBody(
                items: try await request.services.members.tenures(of: request.identifier(), caller: request.caller).map(
                    TenureBody.init))
        },
        .write(.post, "/v1/people/{id}/transfer", "Move a membership to another organisation", takes: TransferBody.self)
        { request, body in
            let to = try await request.services.organisations.organisation(body.organisation, caller: request.caller)
            try await request.services.members.transfer(
                request.identifier(), to: to, on: APIRequest.day(body.on, "on"), caller: request.caller)
            return DoneBody(done: true)
        },
        .get("/v1/organisations/{key}/tenures", "Everybody who held office in an organisation") { request in
            let organisation = try await request.services.organisations.organisation(
                request.path("key"), caller: request.caller)
            return ListBody(
                items: try await request.services.members.tenures(in: organisation.id, caller: request.caller).map(
                    TenureBody.init))
        },
        .write(.post, "/v1/tenures", "Appoint", takes: AppointmentBody.self) { request, body in
            let organisation = try await request.services.organisations.organisation(
                body.organisation, caller: request.caller)
            let id = try await request.services.members.appoint(
                APIRequest.identifier(body.person, "person"), to: APIRequest.choice(body.title, "title"),
                seat: body.seat ?? 1,
                of: organisation, nature: APIRequest.choice(body.nature ?? TenureNature.substantive.rawValue, "nature"),
                since: APIRequest.day(body.since, "since"), caller: request.caller)
            return IdentifierBody(id: id.description)
        },
        .write(.post, "/v1/tenures/{id}/end", "End a tenure", takes: TenureEndBody.self) { request, body in
            try await request.services.members.end(
                request.identifier(), until: APIRequest.day(body.until, "until"), caller: request.caller)
            return DoneBody(done: true)
        },
        .write(.post, "/v1/tenures/{id}/annul", "Annul a tenure that was entered by mistake", takes: ReasonBody.self) {
            request, body in
            try await request.services.members.annul(request.identifier(), reason: body.reason, caller: request.caller)
            return DoneBody(done: true)
        },
        .importing(
            "/v1/imports/people", "Take people, each perhaps with a post, whole or not at all",
            columns: PeopleSheet.columns.map(\.key),
            query: [.dryRun]
        ) { request in
            ImportBody(
                try await request.services.members.importPeople(
                    request.bytes, dryRun: request.flag("dry_run"), caller: request.caller))
        },
        .importing(
            "/v1/imports/tenures", "Take tenures, whole or not at all", columns: PeopleSheet.tenureColumns.map(\.key),
            query: [.dryRun]
        ) { request in
            ImportBody(
                try await request.services.members.importTenures(
                    request.bytes, dryRun: request.flag("dry_run"), caller: request.caller))
        },
    ]
}
