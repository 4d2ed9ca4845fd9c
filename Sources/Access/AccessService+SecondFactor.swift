import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// The beginning of a second factor: proves the password again, and the factor that it is to replace.
package struct FactorOrder: Codable, Described, Sendable {
    package let password: String
    package let code: String?

    package init(password: String, code: String? = nil) {
        self.password = password
        self.code = code
    }

    package static let memberLimits: [String: MemberLimit] = [
        "password": .length(SignInRules.longestPassword), "code": .length(40),
    ]

    package static let memberTexts = [
        "password": Text(zh: "密码", en: "Password"),
        "code": Text(zh: "已有双因素时，原验证器的验证码或恢复码", en: "A code of the present second factor, where there is one"),
    ]
}

/// A second factor that is not in force yet.
package struct FactorOffer: Outcome {
    /// For an authenticator, as a picture or typed; shown once.
    package let uri: String
    package let secret: String
    /// Goes back with the first code.
    package let ticket: String
    package let expires: Moment

    package var summary: Text {
        Text(
            zh: "请在验证器中加入：\(uri)\n然后在 \(expires) 前确认：dangwu account confirm --ticket \(ticket) --code <六位数字>",
            en: "Add this to an authenticator: \(uri)\nThen confirm until \(expires): "
                + "dangwu account confirm --ticket \(ticket) --code <six digits>")
    }
}

/// The first code of a second factor, which puts it in force.
package struct FactorConfirmation: Codable, Described, Sendable {
    package let ticket: String
    package let code: String

    package init(ticket: String, code: String) {
        self.ticket = ticket
        self.code = code
    }

    package static let memberLimits: [String: MemberLimit] = ["ticket": .length(1000), "code": .length(40)]

    package static let memberTexts = [
        "ticket": Text(zh: "登记时得到的凭据", en: "The ticket of the enrolment"),
        "code": Text(zh: "验证器显示的六位数字", en: "The six digits that the authenticator shows"),
    ]
}

package struct FactorConfirmed: Outcome {
    package let id: Identifier<SecondFactor>
    /// Shown once; each works once instead of a code.
    package let recoveryCodes: [String]

    package var summary: Text {
        let codes = recoveryCodes.joined(separator: "\n")
        return Text(
            zh: "双因素已启用，请重新登录。恢复码只显示这一次，每个用一次：\n\(codes)",
            en:
                "The second factor is in force; sign in again. The recovery codes are shown once and work once each:\n"
                + codes
        )
    }
}

package struct FactorRemoved: Outcome {
    package let account: Identifier<Account>

    package var summary: Text { Text(zh: "双因素已取消。", en: "The second factor was removed.") }
}

/// What proves a person besides the password.
package enum SecondFactor {}

/// An enrolment between its two steps; the sealed text is with the person and nowhere else.
private struct FactorTicket: Codable {
    let account: Identifier<Account>
    let secret: Data
    let expires: Date
}

extension AccessService {
    private static let ticketPurpose = "enrolment"
    private static let ticketMinutes = 15.0
    private static let recoveryCodes = 10

    /// Begins a second factor of the caller's own account.
    package func enrol(_ order: FactorOrder, caller: Caller) async throws -> FactorOffer {
        let own = try await own(caller)
        guard let signInName = own.signInName else { throw AppError.noSignInName }
        let proof = try await prove(
            signInName, order.password, door: caller.door, from: .session, refusal: .oldPasswordWrong)
        let uses = try await codeUses(proof, order.code, door: caller.door, refusal: .codeWrong)
        let secret = SecretBytes.random(20)
        let expires = Date().addingTimeInterval(60 * Self.ticketMinutes)
        let ticket = FactorTicket(account: caller.account, secret: Data(secret), expires: expires)
        let sealed = try vault.seal([UInt8](JSONEncoder().encode(ticket)), for: Self.ticketPurpose)
        try await database.write(own.caller) { transaction in
            _ = try await transaction.record(
                "second_factor.enrol", "account", subject: caller.account.value, path: own.path)
            _ = try await transaction.pipeline(
                uses + [.finishSignIn(attempt: proof.attempt, outcome: "succeeded")])
        }
        return FactorOffer(
            uri: TimeCode.uri(secret: secret, name: signInName), secret: SecretBytes.base32(secret),
            ticket: Data(sealed.bytes).base64EncodedString(), expires: Moment(expires))
    }

    /// Puts a second factor in force, in place of the one before. Its code is used up with it.
    package func confirm(_ order: FactorConfirmation, caller: Caller) async throws -> FactorConfirmed {
        let own = try await own(caller)
        guard let sealed = Data(base64Encoded: order.ticket),
            let plain = vault.open(Bytes([UInt8](sealed)), for: Self.ticketPurpose),
            let ticket = try? JSONDecoder().decode(FactorTicket.self, from: Data(plain)),
            ticket.account == caller.account, ticket.expires > Date()
        else { throw AppError.enrolmentExpired }
        let secret = [UInt8](ticket.secret)
        let code = order.code.filter { !$0.isWhitespace }
        guard let step = TimeCode.step(of: code, secret: secret, at: Date()) else { throw AppError.codeWrong }
        let factor = Identifier<SecondFactor>.new()
        let codes = (0..<Self.recoveryCodes).map { _ in SecretBytes.words(16) }
        try await database.write(own.caller) { transaction in
            let key = try await vault.ring.share(transaction).writing
            let kept = try key.seal(secret, for: caller.account.description)
            let auditEvent = try await transaction.record(
                "second_factor.confirm", "account", subject: caller.account.value, path: own.path)
            var statements: [Statement] = [
                .endSecondFactors(account: caller.account, auditEvent: auditEvent),
                .insertSecondFactor(
                    id: factor, account: caller.account, path: own.path, sealed: kept, keyEdition: key.edition,
                    auditEvent: auditEvent),
                .useCode(subject: factor, step: step, path: own.path),
            ]
            for code in codes {
                statements.append(
                    .insertRecoveryCode(
                        id: UUID(), secondFactor: factor, account: caller.account, path: own.path,
                        hash: Token.hash(code.filter { $0 != "-" }), auditEvent: auditEvent))
            }
            _ = try await transaction.pipeline(statements)
        }
        cache.empty()
        return FactorConfirmed(id: factor, recoveryCodes: codes)
    }

    /// Removes the caller's own second factor.
    package func removeFactor(_ order: FactorOrder, caller: Caller) async throws -> FactorRemoved {
        let own = try await own(caller)
        guard let signInName = own.signInName else { throw AppError.noSignInName }
        let proof = try await prove(
            signInName, order.password, door: caller.door, from: .session, refusal: .oldPasswordWrong)
        let uses = try await codeUses(proof, order.code, door: caller.door, refusal: .codeWrong)
        try await database.write(own.caller) { transaction in
            let auditEvent = try await transaction.record(
                "second_factor.remove", "account", subject: caller.account.value, path: own.path)
            _ = try await transaction.pipeline(
                uses + [
                    .endSecondFactors(account: caller.account, auditEvent: auditEvent),
                    .finishSignIn(attempt: proof.attempt, outcome: "succeeded"),
                ])
        }
        cache.empty()
        return FactorRemoved(account: caller.account)
    }
}
