import Composition
import HTTPTypes
import Kernel
import Members
import Organisations
import Wire

/// The routes of people, memberships and tenures.
enum MemberRoutes {
    static let all: [Endpoint] = [
        .list(
            "/v1/people", "People of a subtree, also by the beginning of their name", PeopleQuery.self, export: .people
        ) {
            request, query, page in
            try await request.services.members.people(query, page, caller: request.caller)
        },
        .get("/v1/people/{person}", "One person; the ID number is masked") { request in
            try await request.services.members.person(request.reference("person"), caller: request.caller)
        },
        .get("/v1/people/{person}/number", "The ID number in clear; each reading is audited") { request in
            try await request.services.members.number(of: request.reference("person"), caller: request.caller)
        }.sensitive(.number),
        .get("/v1/people/{person}/memberships", "The history of a membership") { request in
            try await request.services.members.memberships(of: request.reference("person"), caller: request.caller)
        },
        .get("/v1/people/{person}/tenures", "The offices of a person") { request in
            try await request.services.members.tenures(
                of: request.reference("person"), caller: request.caller)
        },
        .write(
            .post, "/v1/people/{person}/transfer", "Move a membership to another organisation within scope",
            takes: MoveOrder.self
        ) { request, order in
            try await request.services.members.move(
                request.reference("person"), order, on: request.today, caller: request.caller)
        },
        .get("/v1/organisations/{organisation}/tenures", "Everybody who held office in an organisation") { request in
            try await request.services.members.tenures(
                in: request.reference("organisation"), caller: request.caller)
        },
        .list(
            "/v1/secretaries", "Every organisation with its secretary: since when, and whether trained",
            SecretaryQuery.self
        ) { request, query, page in
            try await request.services.secretaries(query, page, on: request.today, caller: request.caller)
        },
        .list(
            "/v1/vacancies", "Organisations without a secretary of their own, and who acts there", VacancyQuery.self
        ) { request, query, page in
            try await request.services.members.vacancies(query, page, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/tenures", "Appoint", takes: AppointmentOrder.self) { request, order in
            try await request.services.members.appoint(order, caller: request.caller)
        },
        .write(.post, "/v1/tenures/{tenure}/end", "End a tenure", takes: TenureEndOrder.self) { request, order in
            try await request.services.members.end(request.reference("tenure"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/tenures/{tenure}/annul", "Annul a tenure that was entered by mistake",
            takes: TenureAnnulment.self
        ) { request, order in
            try await request.services.members.annul(request.reference("tenure"), order, caller: request.caller)
        },
        .importing(
            "/v1/imports/people", "Import people, optionally with a post, all or nothing", sheet: "people",
            for: .writeRegistry,
            PeopleImportOrder.self
        ) { request, order in
            try await request.services.members.importPeople(
                request.bytes, order, on: request.today, caller: request.caller)
        },
        .importing(
            "/v1/imports/tenures", "Import tenures, all or nothing", sheet: "tenures", for: .writeRegistry,
            ImportOrder.self
        ) {
            request, order in
            try await request.services.members.importTenures(request.bytes, order, caller: request.caller)
        },
    ]
}
