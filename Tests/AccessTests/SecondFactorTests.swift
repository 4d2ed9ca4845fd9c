import Civil
import Composition
import Foundation
import Kernel
import Logging
import Postgres
import TestSupport
import Testing

@testable import Access

/// Codes of an authenticator, recovery codes, and roles that ask for them.
struct SecondFactorTests {
    /// RFC 6238, appendix B, with six digits instead of eight.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func codesAreThoseOfTheStandard(seconds: Int, code: String) {
        let secret = Array("12345678901234567890".utf8)
        let date = Date(timeIntervalSince1970: Double(seconds))
        #expect(TimeCode.code(secret, step: TimeCode.step(at: date)) == code)
        #expect(TimeCode.step(of: code, secret: secret, at: date) == seconds / 30)
        // One step before and after, and no further.
        for (offset, fits) in [(-30, true), (30, true), (-61, false), (61, false)] {
            let found = TimeCode.step(of: code, secret: secret, at: date.addingTimeInterval(Double(offset)))
            #expect((found == seconds / 30) == fits, "\(offset)")
        }
    }

    /// RFC 4648, section 10, without padding.
    @Test(arguments: [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")])
    func secretsAreWrittenInBase32(text: String, expected: String) {
        #expect(SecretBytes.base32(Array(text.utf8)) == expected)
        #expect(Signer.bytes(expected) == Array(text.utf8))
    }

    private func code(_ secret: [UInt8], _ offset: Int = 0) -> String {
        TimeCode.code(secret, step: TimeCode.step(at: Date()) + offset)
    }

    @Test func aCodeIsAskedForAndAcceptedOnce() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            let (secret, codes) = try await signer.enrol()
            #expect(codes.count == 10 && Set(codes).count == 10)
            #expect(try await refusal { try await signer.signIn() } == "access.code_needed")
            #expect(try await refusal { try await signer.signIn(code: "000000") } == "access.sign_in_refused")
            // A missing code is no failure, and no success that would forget the failure before.
            for _ in 0..<6 {
                #expect(try await refusal { try await signer.signIn() } == "access.code_needed")
            }
            let now = code(secret, 1)
            let session = try await signer.signIn(code: now)
            #expect(session.hasSecondFactor)
            #expect(try await signer.caller(session.secret).credential?.hasSecondFactor == true)
            #expect(try await refusal { try await signer.signIn(code: now) } == "code_use_pk")
            // The code that confirmed the factor is used up as well.
            #expect(try await refusal { try await signer.signIn(code: code(secret, -1)) } != "done")
            #expect(try await refusal { try await signer.signIn(code: codes[0]) } == "done")
            #expect(try await refusal { try await signer.signIn(code: codes[0]) } == "access.sign_in_refused")
            #expect(
                try await refusal { try await signer.signIn(code: codes[1].uppercased()) } == "done")
        }
    }

    @Test func wrongCodesLock() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            _ = try await signer.enrol()
            for _ in 0..<5 {
                #expect(try await refusal { try await signer.signIn(code: "123456") } == "access.sign_in_refused")
                #expect(try await refusal { try await signer.signIn() } != "done")
            }
            #expect(try await refusal { try await signer.signIn(code: "123456") } == "access.sign_in_locked")
        }
    }

    @Test func aSecondFactorIsReplacedAndRemovedByWhoHasIt() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            let (_, codes) = try await signer.enrol()
            let caller = try await signer.caller(signer.signIn(code: codes[0]).secret)
            let access = signer.access
            let order = FactorOrder(password: Signer.password)
            #expect(try await refusal { try await access.enrol(order, caller: caller) } == "access.code_needed")
            #expect(try await refusal { try await access.removeFactor(order, caller: caller) } == "access.code_needed")
            #expect(
                try await refusal {
                    try await access.removeFactor(
                        FactorOrder(password: Signer.password, code: "111111"), caller: caller)
                } == "second_factor.code_wrong")
            let offer = try await access.enrol(
                FactorOrder(password: Signer.password, code: codes[1]), caller: caller)
            #expect(offer.uri.hasPrefix("otpauth://totp/Dangwu:wang.fang?secret=\(offer.secret)&issuer=Dangwu"))
            // The ticket belongs to one account.
            let other = try await Signer.make(fixture, "li.na")
            let another = try await other.caller(other.signIn().secret)
            let first = TimeCode.code(Signer.bytes(offer.secret), step: TimeCode.step(at: Date()))
            #expect(
                try await refusal {
                    try await access.confirm(
                        FactorConfirmation(ticket: offer.ticket, code: first), caller: another)
                } == "second_factor.enrolment_expired")
            #expect(
                try await refusal {
                    try await access.confirm(
                        FactorConfirmation(ticket: offer.ticket, code: "000000"), caller: caller)
                } == "second_factor.code_wrong")
            let confirmed = try await access.confirm(
                FactorConfirmation(ticket: offer.ticket, code: first), caller: caller)
            #expect(try await refusal { try await signer.signIn(code: codes[2]) } == "access.sign_in_refused")
            _ = try await access.removeFactor(
                FactorOrder(password: Signer.password, code: confirmed.recoveryCodes[0]), caller: caller)
            #expect(try await refusal { try await signer.signIn() } == "done")
        }
    }

    @Test func aResetRemovesItWhenAskedTo() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            _ = try await signer.enrol()
            let access = signer.access
            let kept = try await access.reset(signer.account, ResetOrder(), caller: Fixture.root)
            #expect(try await refusal { try await signer.signIn(kept.secret) } == "access.code_needed")
            let without = try await access.reset(
                signer.account, ResetOrder(secondFactor: true), caller: Fixture.root)
            #expect(try await refusal { try await signer.signIn(without.secret) } == "done")
        }
    }

    @Test func secretsAtRestAreSealed() async throws {
        try await Fixture.with { fixture in
            let signer = try await Signer.make(fixture)
            let (secret, codes) = try await signer.enrol()
            let sealed: Bytes = try await fixture.owner.query("SELECT sealed FROM second_factor")[0]["sealed"]
            #expect(sealed.bytes.count == 20 + 28)
            #expect(!sealed.bytes.starts(with: secret))
            #expect(signer.access.vault.open(sealed, for: signer.account.description) == secret)
            #expect(signer.access.vault.open(sealed, for: "another account") == nil)
            let trail = try await fixture.owner.query(
                "SELECT string_agg(coalesce(before::text, '') || coalesce(after::text, ''), '') AS text FROM audit_event"
            )
            let text: String = try trail[0]["text"]
            for word in codes + [Signer.password, SecretBytes.base32(secret)] { #expect(!text.contains(word)) }
        }
    }

    /// `second_factor: required` of roles.yaml: without one the grant gives nothing but the enrolment itself.
    @Test func aRoleMayRequireIt() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let strict = AccessService(
                database: access.database,
                matrix: RoleMatrix(
                    access.matrix.entries.map { entry in
                        RoleMatrix.Entry(
                            role: entry.role, name: entry.name, purpose: entry.purpose,
                            permissions: entry.permissions, needsSecondFactor: entry.role == .clerk)
                    }), rules: access.rules, grants: GrantRules(), vault: access.vault, place: access.place,
                logger: .init(label: "test"))
            let signer = try await Signer.make(fixture)
            func caller(_ secret: String, isPersonal: Bool = false) async throws -> Caller {
                try await strict.authenticate(secret, isPersonal: isPersonal, on: ChinaTime.today(), door: "api")
            }
            let weak = try await signer.signIn()
            #expect(try await refusal { try await caller(weak.secret) } == "access.second_factor_needed")
            #expect(try await caller(weak.secret, isPersonal: true).roles.isEmpty)
            // A token that somebody issues without it gives nothing either.
            let issued = try await access.issue(
                LabelledTokenOrder(label: "l"), for: signer.account, caller: Fixture.root)
            #expect(try await refusal { try await caller(issued.secret) } == "access.second_factor_needed")
            let (_, codes) = try await signer.enrol()
            #expect(try await refusal { try await caller(weak.secret) } != "done")
            let strong = try await signer.signIn(code: codes[0])
            let me = try await caller(strong.secret)
            #expect(me.roles == [.clerk])
            // What is made in a strong session is strong.
            let own = try await strict.issueOwn(LabelledTokenOrder(label: "l"), caller: me)
            #expect(try await caller(own.secret).roles == [.clerk])
            let review = try await strict.review(PageRequest(), on: ChinaTime.today(), caller: Fixture.root).items
            #expect(review.first { $0.account == signer.account }?.flags.contains(.noSecondFactor) == false)
        }
    }
}
