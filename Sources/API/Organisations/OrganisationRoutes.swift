import Composition
import HTTPTypes
import Kernel
import Organisations
import Wire

extension Organisation: Versioned {}

/// The routes of the tree of organisations.
enum OrganisationRoutes {
    static let all: [Endpoint] = [
        .list("/v1/organisations", "Organisations of a subtree in the order of their paths", OrganisationQuery.self) {
            request, query, page in
            try await request.services.organisations.organisations(query, page, caller: request.caller)
        },
        .get(versioned: "/v1/organisations/{organisation}", "One organisation by code, unique name or identifier") {
            request in
            try await request.services.organisations.organisation(
                request.reference("organisation"), caller: request.caller)
        },
        .get("/v1/organisations/{organisation}/versions", "What an organisation was when") { request in
            try await request.services.organisations.versions(
                of: request.reference("organisation"), caller: request.caller)
        },
        .write(
            .patch, "/v1/organisations/{organisation}", "Rename, convert or move from a day on",
            takes: OrganisationChange.self
        ) { request, change in
            try await request.services.organisations.change(
                request.reference("organisation"), change, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/close", "Dissolve an organisation with none below it",
            takes: OrganisationClosing.self
        ) { request, order in
            try await request.services.organisations.close(
                request.reference("organisation"), order, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .get("/v1/coverage", "Units with an organisation of their own, by kind", CoverageQuery.self) {
            request, query in
            try await request.services.organisations.coverage(query, caller: request.caller)
        },
        .importing(
            "/v1/imports/organisations", "Import organisations, all or nothing", sheet: "organisations",
            ImportOrder.self
        ) { request, order in
            try await request.services.organisations.importOrganisations(request.bytes, order, caller: request.caller)
        },
        .importing(
            "/v1/imports/divisions", "Import administrative divisions, each as an organisation, all or nothing",
            sheet: "divisions", DivisionOrder.self
        ) { request, order in
            try await request.services.organisations.importDivisions(request.bytes, order, caller: request.caller)
        },
    ]
}
