package import Kernel

/// Until every caller passes references.
extension OrganisationService {
    package func organisation(_ key: String, caller: Caller) async throws -> Organisation {
        try await organisation(Reference<Organisation>(key), caller: caller)
    }

    package func scope(_ key: String, caller: Caller) async throws -> Scope {
        try await scope(Reference<Organisation>(key), caller: caller)
    }
}
