import Access
import Audit
import Composition
import HTTPTypes
import Kernel
import Wire

/// The routes of the audit log: sealing, checking, heads and proofs.
enum AuditRoutes {
    static let all: [Endpoint] = [
        .write(.post, "/v1/audit/seals", "Seal what was written since the last sealing") { request in
            try await request.services.audit.seal(caller: request.caller)
        }.long,
        .write(
            .post, "/v1/audit/verifications", "Compare every fact with the sealed log and the signed heads",
            takes: AuditCheckOrder.self
        ) { request, order in
            try await request.services.audit.verify(order, caller: request.caller)
        },
        .list("/v1/audit/heads", "The signed heads of the log, the oldest first") { request, page in
            try await request.services.audit.heads(page, caller: request.caller)
        },
        .get("/v1/audit/facts/{fact}/proofs", "The proof that each version of a fact is in the log") { request in
            Page(
                whole: try await request.services.audit.proofs(
                    of: request.identifier("fact"), caller: request.caller))
        },
        .get("/v1/audit/consistency", "The proof that one head continues another", ConsistencyQuery.self) {
            request, query in
            try await request.services.audit.consistency(query, caller: request.caller)
        },
    ]
}
