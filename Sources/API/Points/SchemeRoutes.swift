import Access
import Composition
import HTTPTypes
import Points
import Wire

/// The routes of schemes, of who takes part in them, and of facts.
enum SchemeRoutes {
    private static let schemes: [Endpoint] = [
        .list("/v1/points/schemes", "Schemes in use, an edition a line") { request, page in
            try await request.services.points.schemes(page, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes", "Import an edition of a scheme; its examples must hold",
            takes: SchemeImportOrder.self
        ) { request, order in try await request.services.points.importScheme(order, caller: request.caller) }.long
            .demands(.manageSchemes),
        .get("/v1/points/schemes/{scheme}/items", "The items of a scheme", PointsPlace.self) { request, query in
            try await request.services.points.items(
                query, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/local", "Import a village's or branch's own items",
            takes: LocalItemsOrder.self
        ) { request, order in
            try await request.services.points.importLocal(
                order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        }.long.demands(.manageSchemes),
    ]

    private static let participants: [Endpoint] = [
        .list(
            "/v1/points/schemes/{scheme}/participants", "Who takes part on a day", PointsPlace.self,
            export: .participants
        ) {
            request, query, page in
            try await request.services.points.participants(
                query, scheme: request.path("scheme"), page, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/participants", "Enter participants", takes: ParticipantsOrder.self
        ) { request, order in
            try await request.services.points.join(
                order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/participants/all", "Enter everybody below an organisation",
            takes: EverybodyOrder.self
        ) { request, order in
            try await request.services.points.joinAll(
                order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
        .importing(
            "/v1/points/schemes/{scheme}/participants/import", "Import participants from a sheet",
            sheet: "participants", for: .claimPoints, ImportOrder.self
        ) { request, order in
            try await request.services.points.importParticipants(
                request.bytes, order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/regroupings", "Move participants to another group, or end their part",
            takes: RegroupingOrder.self
        ) { request, order in
            try await request.services.points.regroup(order, scheme: request.path("scheme"), caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/exemptions", "Exempt participants for a time",
            takes: ExemptionOrder.self
        ) { request, order in
            try await request.services.points.exempt(order, scheme: request.path("scheme"), caller: request.caller)
        },
        .get("/v1/points/schemes/{scheme}/subjects/{subject}/exemptions", "The exemptions of a subject") { request in
            try await request.services.points.exemptions(
                of: request.reference("subject"), scheme: request.path("scheme"), caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/subjects/{subject}/exemptions/end",
            "End the exemption of a subject that has no end yet", takes: ExemptionEndOrder.self
        ) { request, order in
            try await request.services.points.endExemption(
                order, of: request.reference("subject"), scheme: request.path("scheme"), caller: request.caller)
        },
    ]

    private static let facts: [Endpoint] = [
        .write(.post, "/v1/points/facts", "Record facts that may make entries", takes: FactsOrder.self) {
            request, order in
            try await request.services.points.record(order, on: request.today, caller: request.caller)
        },
        .importing(
            "/v1/points/schemes/{scheme}/facts/import", "Import facts from a sheet",
            sheet: "facts", for: .claimPoints, ImportOrder.self
        ) { request, order in
            try await request.services.points.importFacts(
                request.bytes, order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/automatic", "Turn facts into entries; repeating it makes nothing twice",
            takes: AutomaticOrder.self
        ) { request, order in
            try await request.services.points.runAutomatic(
                order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        }.resumable,
    ]

    static let all = schemes + participants + facts
}
