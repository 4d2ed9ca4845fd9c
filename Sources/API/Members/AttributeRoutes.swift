import Composition
import HTTPTypes
import Kernel
import Members
import Wire

/// The routes of what the files of people say.
enum AttributeRoutes {
    static let all: [Endpoint] = [
        .get("/v1/attributes", "Attributes that the file of a person may have") {
            try $0.services.members.attributeLines(caller: $0.caller)
        },
        .get("/v1/attributes/{attribute}", "Values of an attribute that has a list") {
            try $0.services.members.attributeChoices(of: $0.path("attribute"), caller: $0.caller)
        },
        .get("/v1/people/{person}/page", "One person on one page: everything that is on file; each reading is audited")
        {
            try await $0.services.page(of: $0.reference("person"), on: $0.today, caller: $0.caller)
        }.sensitive(.page),
        .get(
            "/v1/people/{person}/attributes", "What the file of a person says, personal data aside",
            AttributesQuery.self
        ) {
            request, query in
            try await request.services.members.attributes(
                of: request.reference("person"), query, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/people/{person}/contacts", "Telephone, address and what else is personal; each reading is audited",
            AttributesQuery.self
        ) { request, query in
            try await request.services.members.contacts(
                of: request.reference("person"), query, on: request.today, caller: request.caller)
        }.sensitive(.contacts),
    ]
}
