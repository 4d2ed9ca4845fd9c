/// Failures to sign in: who is locked out, and who is not.
import Access
import Composition
import Kernel
import Postgres
import TestSupport
import Testing

struct LockSourceTests {
    private func fail(_ signer: Signer, _ times: Int, from address: String) async throws {
        for _ in 0..<times { _ = try await refusal { try await signer.signIn("wrong wrong wrong", from: address) } }
    }

    /// Anybody who knew the name of an account could keep its holder out, a quarter of an hour with five requests.
    @Test func failuresFromElsewhereDoNotLockTheHolderOut() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            try await fail(signer, 7, from: "198.51.100.7")
            #expect(try await refusal { try await signer.signIn(from: "198.51.100.7") } == "access.sign_in_locked")
            #expect(try await refusal { try await signer.signIn(from: "192.0.2.1") } == "done")
            // A success elsewhere does not unlock it for who failed.
            #expect(try await refusal { try await signer.signIn(from: "198.51.100.7") } == "access.sign_in_locked")
            let listed = try await fixture.services.access.accounts(PageRequest(), caller: Fixture.root)
            #expect(listed.items.first { $0.id == signer.account }?.isLocked == true)
        }
    }

    /// Many machines together do not guess faster than ten: new sources are refused, that of the holder is not.
    @Test func failuresFromManySourcesLockNewOnes() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            _ = try await signer.signIn(from: "192.0.2.200")
            for machine in 1...13 { try await fail(signer, 4, from: "198.51.100.\(machine)") }
            #expect(try await refusal { try await signer.signIn(from: "203.0.113.9") } == "access.sign_in_locked")
            #expect(try await refusal { try await signer.signIn(from: "192.0.2.200") } == "done")
            let unknown = Signer(fixture: fixture, account: signer.account, name: "nobody", grant: nil)
            for machine in 1...13 { try await fail(unknown, 4, from: "198.51.100.\(machine)") }
            #expect(try await refusal { try await unknown.signIn(from: "203.0.113.9") } == "access.sign_in_locked")
        }
    }

    /// Who finds a session open guesses its password no more often, and locks nobody out of signing in by it.
    @Test func guessesInAnOpenSessionCountForThemselves() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            let session = try await signer.signIn()
            let caller = try await signer.caller(session.secret, isPersonal: true)
            let guess = {
                try await refusal {
                    try await signer.access.changePassword(
                        PasswordOrder(old: "wrong wrong wrong", new: "another password 1"), caller: caller)
                }
            }
            for _ in 0..<5 { #expect(try await guess() == "password.old_wrong") }
            #expect(try await guess() == "access.sign_in_locked")
            #expect(try await refusal { try await signer.signIn() } == "done")
        }
    }

    /// Addresses are not kept.
    @Test func theSourceIsKeptAsAKeyedHashOnly() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            let other = try await Signer.make(fixture, "li.na")
            try await fail(signer, 1, from: "198.51.100.7")
            try await fail(other, 1, from: "198.51.100.7")
            let rows = try await fixture.owner.query(
                "SELECT count(DISTINCT source) AS n, count(*) AS rows FROM sign_in_attempt WHERE outcome = 'failed'")
            // The same address under two names is not seen to be the same.
            #expect(try rows[0]["n"] as Int == 2 && rows[0]["rows"] as Int == 2)
            let kept = try await fixture.owner.query(
                "SELECT count(*) AS n FROM sign_in_attempt s WHERE s::text LIKE '%198.51.100%'")
            #expect(try kept[0]["n"] as Int == 0)
        }
    }
}
