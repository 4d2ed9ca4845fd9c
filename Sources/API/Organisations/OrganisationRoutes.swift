import Composition
import HTTPTypes
import Kernel
import Members
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
        .get("/v1/organisations/{organisation}/genealogy", "What was decided about an organisation, and its descent") {
            request in
            try await request.services.organisations.genealogy(
                of: request.reference("organisation"), caller: request.caller)
        },
        .get("/v1/organisations/{organisation}/attached", "What hangs on an organisation") { request in
            try await request.services.organisations.attached(
                to: request.reference("organisation"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/organisations", "Found an organisation, alone or by merging others",
            takes: FoundingOrder.self
        ) { request, order in
            try await request.services.organisations.found(order, on: request.today, caller: request.caller)
        },
        .write(
            .patch, "/v1/organisations/{organisation}", "Rename, recode, convert or move from a day on",
            takes: OrganisationChange.self
        ) { request, change in
            try await request.services.organisations.change(
                request.reference("organisation"), change, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/close", "Dissolve an organisation, alone or into another",
            takes: OrganisationClosing.self
        ) { request, order in
            try await request.services.organisations.close(
                request.reference("organisation"), order, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/merge", "Merge organisations into this one", takes: MergeOrder.self
        ) { request, order in
            try await request.services.organisations.merge(
                into: request.reference("organisation"), order, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/split", "Divide an organisation: a part becomes one of its own",
            takes: SplitOrder.self
        ) { request, order in
            try await request.services.members.split(
                request.reference("organisation"), order, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/reopen", "Restore a dissolved organisation from a day on",
            takes: OrganisationReopening.self
        ) { request, order in
            try await request.services.organisations.reopen(
                request.reference("organisation"), order, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/correction", "Correct what was entered wrongly",
            takes: OrganisationCorrection.self
        ) { request, order in
            try await request.services.organisations.correct(
                request.reference("organisation"), order, expected: request.version(), on: request.today,
                caller: request.caller)
        }.ifMatch(.required),
        .write(
            .post, "/v1/organisations/{organisation}/undo", "Undo what was done last about an organisation",
            takes: UndoOrder.self
        ) { request, order in
            try await request.services.organisations.undo(
                request.reference("organisation"), order, expected: request.version(), caller: request.caller)
        }.ifMatch(.required),
        .get("/v1/coverage", "Units with an organisation of their own, by kind", CoverageQuery.self) {
            request, query in
            try await request.services.organisations.coverage(query, caller: request.caller)
        },
        .importing(
            "/v1/imports/organisations", "Import organisations, all or nothing", sheet: "organisations",
            for: .writeRegistry,
            ImportOrder.self
        ) { request, order in
            try await request.services.organisations.importOrganisations(
                request.bytes, order, on: request.today, caller: request.caller)
        },
        .importing(
            "/v1/imports/divisions", "Import administrative divisions, each as an organisation, all or nothing",
            sheet: "divisions", for: .writeRegistry, DivisionOrder.self
        ) { request, order in
            try await request.services.organisations.importDivisions(
                request.bytes, order, on: request.today, caller: request.caller)
        },
    ]
}
