import Composition
import HTTPTypes
import Kernel
import Members
import Wire

/// The routes by which duplicates are found, merged and separated again.
enum MergeRoutes {
    static let all: [Endpoint] = [
        .list("/v1/people/duplicates", "People who may be one person", PersonDuplicateQuery.self) {
            request, query, page in
            try await request.services.members.duplicates(query, page, caller: request.caller)
        },
        .list("/v1/people/merges", "Merges of people, with those that were undone", PersonMergeQuery.self) {
            request, query, page in
            try await request.services.members.merges(query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/people/{person}/merge", "Merge another record of the same person into this one",
            takes: PersonMergeOrder.self
        ) { request, order in
            try await request.services.members.merge(
                into: request.reference("person"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/people/{person}/unmerge", "Make two records of a merged one again",
            takes: PersonSeparationOrder.self
        ) { request, order in
            try await request.services.members.separate(request.reference("person"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/people/{person}/distinctions", "Record that two people who resemble each other are two",
            takes: PersonDistinctionOrder.self
        ) { request, order in
            try await request.services.members.distinguish(
                request.reference("person"), order, caller: request.caller)
        },
    ]
}
