import Composition
import Sheets
import Civil
import Foundation
import HTTPTypes
import Kernel
import Members
import Organisations
import Points

/// The routes of schemes and of who takes part in them.
enum SchemeRoutes {
    private static func organisation(_ key: String, _ request: APIRequest) async throws -> Organisation {
        try await request.services.organisations.organisation(key, caller: request.caller)
    }

    private static let schemes: [Endpoint] = [
        .get("/v1/points/schemes", "Schemes in use, an edition a line", query: [.limit, .after]) { request in
            PageBody(
                try await request.services.points.schemes(request.page(), caller: request.caller), EditionBody.init)
        },
        .write(
            .post, "/v1/points/schemes", "Take an edition of a scheme in; its examples must hold",
            takes: SchemeImportBody.self
        ) { request, body in
            let texts = Dictionary(body.files.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
            let file = try SchemeFile(main: body.main, texts: texts)
            return EditionBody(
                try await request.services.points.importScheme(
                    file, for: organisation(body.organisation, request), dryRun: body.dryRun ?? false,
                    caller: request.caller))
        },
        .get("/v1/points/schemes/{scheme}/items", "The items of a scheme", query: [.scope, .asOf]) { request in
            let scope = try await request.scope() ?? request.caller.scope
            let day = try request.day("as_of") ?? request.today
            let (_, _, scheme) = try await request.services.points.scheme(
                request.path("scheme"), under: scope, on: day)
            return ListBody(items: scheme.items.map(ItemBody.init))
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/local", "Take a village's or branch's own items in",
            takes: LocalItemsBody.self
        ) { request, body in
            CountBody(
                count: try await request.services.points.importLocal(
                    body.text, scheme: request.path("scheme"), for: organisation(body.organisation, request),
                    from: APIRequest.day(body.from ?? request.today.description, "from"), caller: request.caller))
        },
    ]

    private static let participants: [Endpoint] = [
        .get(
            "/v1/points/schemes/{scheme}/participants", "Who takes part on a day",
            query: [.scope, .asOf, .limit, .after]
        ) { request in
            PageBody(
                try await request.services.points.participants(
                    scheme: request.path("scheme"), under: request.scope(), on: request.day("as_of") ?? request.today,
                    request.page(), caller: request.caller), ParticipantLineBody.init)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/participants", "Enter participants", takes: ParticipantsBody.self
        ) { request, body in
            var drafts: [ParticipationDraft] = []
            for participant in body.participants { drafts.append(try participant.draft()) }
            return CountBody(
                count: try await request.services.points.join(
                    drafts, scheme: request.path("scheme"), caller: request.caller))
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/participants/all", "Enter everybody below an organisation",
            takes: EverybodyBody.self
        ) { request, body in
            var statuses: [MembershipStatus] = []
            for status in body.statuses ?? ["full", "probationary"] {
                statuses.append(try APIRequest.choice(status, "statuses"))
            }
            return CountBody(
                count: try await request.services.points.joinAll(
                    under: request.services.organisations.scope(body.scope, caller: request.caller),
                    statuses: statuses, group: body.group,
                    since: APIRequest.day(body.since ?? request.today.description, "since"),
                    scheme: request.path("scheme"), dryRun: body.dryRun ?? false, caller: request.caller))
        },
        .importing(
            "/v1/points/schemes/{scheme}/participants/import", "Take a table of participants",
            columns: SheetLayout.participants.map(\.key), query: [.dryRun]
        ) { request in
            CountBody(
                count: try await request.services.points.importParticipants(
                    request.bytes, scheme: request.path("scheme"), on: request.today, dryRun: request.flag("dry_run"),
                    caller: request.caller))
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/regroupings", "Move participants to another group, or end their part",
            takes: RegroupingBody.self
        ) { request, body in
            CountBody(
                count: try await request.services.points.regroup(
                    PointsBody.uuids(body.subjects, "subjects"), to: body.group, leaves: body.leaves ?? false,
                    on: APIRequest.day(body.on, "on"), scheme: request.path("scheme"), caller: request.caller))
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/exemptions", "Exempt participants for a time", takes: ExemptionBody.self
        ) { request, body in
            let until = try body.until.map { text throws(AppError) in try APIRequest.day(text, "until") }
            let order = ExemptionOrder(
                key: body.exemption, since: try APIRequest.day(body.since, "since"), until: until, reason: body.reason,
                document: body.document)
            let ids = try await request.services.points.exempt(
                order, PointsBody.uuids(body.subjects, "subjects"), scheme: request.path("scheme"),
                caller: request.caller)
            return ListBody(items: ids.map { IdentifierBody(id: $0.text) })
        },
        .get(
            "/v1/points/schemes/{scheme}/subjects/{subject}/exemptions", "The exemptions of a subject"
        ) { request in
            ListBody(
                items: try await request.services.points.exemptions(
                    of: PointsBody.uuid(request.path("subject"), "subject"), scheme: request.path("scheme"),
                    caller: request.caller
                ).map(ExemptionLineBody.init))
        },
        .write(
            .post, "/v1/points/exemptions/{id}/end", "End an exemption that had no end", takes: ExemptionEndBody.self
        ) { request, body in
            try await request.services.points.endExemption(
                PointsBody.uuid(request.path("id"), "id"), of: PointsBody.uuid(body.subject, "subject"),
                on: APIRequest.day(body.on, "on"), caller: request.caller)
            return DoneBody(done: true)
        },
    ]

    private static let facts: [Endpoint] = [
        .write(.post, "/v1/points/facts", "Record facts that may make entries", takes: FactsBody.self) {
            request, body in
            var drafts: [FactDraft] = []
            for fact in body.facts { drafts.append(try fact.draft()) }
            return CountBody(count: try await request.services.points.record(drafts, caller: request.caller))
        },
        .importing(
            "/v1/points/schemes/{scheme}/facts/import", "Take a table of facts", columns: SheetLayout.facts.map(\.key),
            query: [.dryRun]
        ) { request in
            CountBody(
                count: try await request.services.points.importFacts(
                    request.bytes, scheme: request.path("scheme"), on: request.today, dryRun: request.flag("dry_run"),
                    caller: request.caller))
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/automatic", "Turn facts into entries; repeating it makes nothing twice",
            takes: AutomaticOrderBody.self
        ) { request, body in
            let scope = try await request.services.organisations.scope(body.scope, caller: request.caller)
            return AutomaticBody(
                try await request.services.points.runAutomatic(
                    scheme: request.path("scheme"), under: scope,
                    asOf: APIRequest.day(body.asOf ?? request.today.description, "as_of"), today: request.today,
                    caller: request.caller))
        }.resumable,
    ]

    static let all = schemes + participants + facts
}
