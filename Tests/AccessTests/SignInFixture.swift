import Civil
import Composition
import Foundation
import Kernel
import TestSupport

@testable import Access

/// Somebody who signs in, for the tests of accounts.
struct Signer {
    static let password = "eine lange Losung"

    let fixture: Fixture
    let account: Identifier<Account>
    let name: String
    let grant: Identifier<Grant>?

    var access: AccessService { fixture.services.access }

    /// An account whose password was changed at its first sign-in.
    static func make(
        _ fixture: Fixture, _ name: String = "wang.fang", role: Role = .clerk, scope: String = "610116"
    ) async throws -> Signer {
        let made = try await fixture.services.access.add(
            AccountOrder(name: "王芳", signInName: name, role: role, scope: Reference(scope)), on: ChinaTime.today(),
            caller: Fixture.root)
        let signer = Signer(fixture: fixture, account: made.account, name: name, grant: made.grant)
        let first = try await signer.signIn(made.secret)
        _ = try await signer.access.changePassword(
            PasswordOrder(old: made.secret, new: password), caller: signer.caller(first.secret, isPersonal: true))
        return signer
    }

    func signIn(
        _ password: String = Signer.password, code: String? = nil, from address: String = "192.0.2.1"
    ) async throws -> NewSession {
        try await access.signIn(
            SignInOrder(name: name, password: password, code: code), door: "api", from: .address(address))
    }

    func caller(_ secret: String, isPersonal: Bool = false) async throws -> Caller {
        try await access.authenticate(secret, isPersonal: isPersonal, on: ChinaTime.today(), door: "api")
    }

    /// A second factor in force, with its secret and its recovery codes.
    func enrol() async throws -> (secret: [UInt8], codes: [String]) {
        let caller = try await caller(signIn().secret, isPersonal: true)
        let offer = try await access.enrol(FactorOrder(password: Self.password), caller: caller)
        let secret = Self.bytes(offer.secret)
        // One step back, so that the tests have the present one left.
        let code = TimeCode.code(secret, step: TimeCode.step(at: Date()) - 1)
        let confirmed = try await access.confirm(
            FactorConfirmation(ticket: offer.ticket, code: code), caller: caller)
        return (secret, confirmed.recoveryCodes)
    }

    static func bytes(_ base32: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, buffer, bits) = ([UInt8](), 0, 0)
        for letter in base32 {
            buffer = (buffer << 5 | (alphabet.firstIndex(of: letter) ?? 0)) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 255))
            }
        }
        return bytes
    }
}

/// The code of the error that a body ends with; "done" where it ends with none.
func refusal(_ body: () async throws -> some Sendable) async throws -> String {
    do {
        _ = try await body()
        return "done"
    } catch let error as AppError { return error.code }
}
