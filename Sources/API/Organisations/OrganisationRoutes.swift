import Composition
import Sheets
import HTTPTypes
import Civil
import Kernel
import Organisations

/// The routes of the tree of organisations.
enum OrganisationRoutes {
    static let all: [Endpoint] = [
        .get(
            "/v1/organisations", "Organisations of a subtree in the order of their paths",
            query: [.scope, .limit, .after]
        ) { request in
            PageBody(
                try await request.services.organisations.organisations(
                    under: request.scope(), request.page(), caller: request.caller),
                OrganisationBody.init)
        },
        .get(versioned: "/v1/organisations/{key}", "One organisation by code or identifier") { request in
            OrganisationBody(
                try await request.services.organisations.organisation(request.path("key"), caller: request.caller))
        },
        .get("/v1/organisations/{key}/versions", "What an organisation was when") { request in
            ListBody(
                items: try await request.services.organisations.history(request.path("key"), caller: request.caller)
                    .map(OrganisationVersionBody.init))
        },
        .write(
            .patch, "/v1/organisations/{key}", "Rename, convert or move from a day on",
            takes: OrganisationChangeBody.self
        ) { request, body in
            let organisations = request.services.organisations
            let old = try await organisations.organisation(request.path("key"), caller: request.caller)
            let change = OrganisationChange(
                since: try APIRequest.day(body.since, "since"), name: body.name,
                kind: try body.kind.map { text throws(AppError) in try APIRequest.choice(text, "kind") },
                field: try body.field.map { text throws(AppError) in try APIRequest.choice(text, "field") },
                parentCode: body.parentCode)
            return OrganisationBody(
                try await organisations.change(
                    old.id, change, expected: request.version(), today: request.today, caller: request.caller))
        },
        .write(
            .post, "/v1/organisations/{key}/close", "Dissolve an organisation with none below it", takes: DayBody.self
        ) {
            request, body in
            let organisations = request.services.organisations
            let old = try await organisations.organisation(request.path("key"), caller: request.caller)
            let (day, expected) = (try APIRequest.day(body.on, "on"), try request.version())
            return OrganisationBody(
                try await organisations.close(old.id, on: day, expected: expected, caller: request.caller))
        },
        .get("/v1/coverage", "Units with an organisation of their own, by kind", query: [.scope]) { request in
            ListBody(
                items: try await request.services.organisations.coverage(under: request.scope(), caller: request.caller)
                    .map {
                        CoverageBody(kind: $0.kind, units: $0.units, covered: $0.covered)
                    })
        },
        .importing(
            "/v1/imports/organisations", "Take organisations, whole or not at all",
            columns: OrganisationSheet.columns.map(\.key),
            query: [.dryRun]
        ) { request in
            ImportBody(
                try await request.services.organisations.importSheet(
                    request.bytes, form: .organisations, dryRun: request.flag("dry_run"), caller: request.caller))
        },
        .importing(
            "/v1/imports/divisions", "Make an organisation of each administrative division, whole or not at all",
            columns: OrganisationSheet.divisionColumns.map(\.key),
            query: [.dryRun, QueryParameter(name: "since", type: "date", summary: "Founding day")]
        ) { request in
            guard let since = try request.day("since") else { throw AppError.missingValue("since") }
            return ImportBody(
                try await request.services.organisations.importSheet(
                    request.bytes, form: .divisions(request.services.divisions, since: since),
                    dryRun: request.flag("dry_run"),
                    caller: request.caller))
        },
    ]
}
