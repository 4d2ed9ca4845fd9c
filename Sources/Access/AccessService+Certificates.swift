import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// Client certificates: which account each signs in to, and signing in by one that a proxy checked.
extension AccessService {
    private static let certificatesListed = 100

    package func bind(
        _ order: CertificateOrder, to account: Identifier<Account>, caller given: Caller
    ) async throws -> CertificateBound {
        let caller = try given.managingAccounts()
        let right = try await right(toChange: account, given) { who throws(AppError) in try who.managingAccounts() }
        let subject = order.subject.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        try Plausible.words(subject, "subject", atMost: CertificateOrder.longest)
        let id = Identifier<AccountCertificate>.new()
        try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            try await requireNotAbove(account, caller, transaction)
            let auditEvent = try await transaction.record(
                "certificate.bind", "account", subject: account.value, path: found.path,
                after: JSONText(encoding: ["subject": subject]))
            _ = try await transaction.query(
                .bindCertificate(
                    id: id, account: account, path: found.path, subject: subject, until: right.end,
                    auditEvent: auditEvent))
        }
        return CertificateBound(id: id, account: account, subject: subject, cutTo: right.end)
    }

    /// Ends what a certificate can do, and every session of the account: which way each was opened is not kept.
    package func unbind(
        _ id: Identifier<AccountCertificate>, of account: Identifier<Account>, caller: Caller
    ) async throws -> CertificateUnbound {
        let caller = try caller.managingAccounts()
        let unbound = try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            let auditEvent = try await transaction.record(
                "certificate.unbind", "account", subject: account.value, path: found.path,
                after: JSONText(encoding: ["certificate": id.description]))
            let rows = try await transaction.pipeline([
                .unbindCertificate(id: id, account: account, auditEvent: auditEvent),
                .endSessions(account: account, except: PathKey.first, auditEvent: auditEvent),
            ])
            guard let row = rows[0].first else {
                throw AppError.notFound(Text(zh: "证书", en: "certificate"), id.description)
            }
            return CertificateUnbound(
                id: id, account: account, subject: try row["subject"], endedSessions: rows[1].affected)
        }
        cache.empty()
        return unbound
    }

    /// The certificates of an account, the newest first, ended ones included.
    package func certificates(of account: Identifier<Account>, caller: Caller) async throws -> [CertificateLine] {
        let caller = try caller.managingAccounts()
        return try await database.read(
            caller, .certificatesOfAccount(account: account, limit: Self.certificatesListed), as: CertificateLine.self)
    }

    /// Opens a session for who came through a trusted proxy with a certificate that an account is bound to.
    /// - Parameter shown: the subject as the proxy passed it; nil where nobody passed any who is believed.
    /// - Throws: `access.certificate_missing`; `access.certificate_refused` whatever is wrong with it;
    ///   `access.sign_in_locked`, `access.code_needed`.
    package func signIn(byCertificate shown: String?, _ order: CertificateSignInOrder, door: String) async throws
        -> NewSession
    {
        guard let shown, !shown.isEmpty else { throw AppError.certificateMissing }
        guard let subject = holder(shown) else {
            try await noteRefusal(nil, nil, door: door)
            throw AppError.certificateRefused
        }
        let attempt = Identifier<SignInAttempt>.new()
        // No sign-in name has a blank, so the two are never counted together.
        let begin = Statement.beginCertificateSignIn(
            subject: subject, hash: vault.hash(name: "certificate " + subject), door: door, attempt: attempt,
            since: rules.failuresSince(Date()), allowed: rules.failuresAllowed)
        let row = try await database.explained {
            try await database.pool.transaction { try await $0.query(begin).single }
        }
        guard let row, try row["locked"] == false else { throw AppError.signInLocked(minutes: rules.lockMinutes) }
        let account: Identifier<Account>? = try row["account_id"]
        let path: String? = try row["path"]
        guard let account, let path, try row["active"] == true, let id: UUID = try row["certificate_id"] else {
            try await noteRefusal(account, path, door: door)
            throw AppError.certificateRefused
        }
        var factor: (UUID, Bytes)?
        if let id: UUID = try row["factor_id"] { factor = (id, try row["sealed"]) }
        let proof = SignInProof(
            attempt: attempt, account: account, path: path, name: try row["name"], password: id, isTemporary: false,
            isSpent: false, factor: factor)
        let uses = try await codeUses(proof, order.code, door: door, refusal: .certificateRefused)
        // A one-time secret that was never used ends here: an unknown password takes its place. Otherwise the
        // session could do nothing but change a password whose secret may not be at hand.
        let isTemporary: Bool = try row["temporary"] ?? false
        let hash = isTemporary ? try await hashed(SecretBytes.words(40)) : nil
        let session = try await open(proof, door: door, action: "session.certificate", mustChange: false) {
            auditEvent in
            uses + (hash.map { [.insert($0, of: account, path, expires: nil, auditEvent)] } ?? [])
        }
        if isTemporary { cache.empty() }
        return session
    }

    /// What accounts are bound to.
    private func holder(_ shown: String) -> String? {
        if rules.certificatePart.lowercased() == "subject" {
            let whole = shown.precomposedStringWithCanonicalMapping
            let isFitting = whole.unicodeScalars.count <= CertificateOrder.longest
            return CertificateSubject(shown) != nil && isFitting ? whole : nil
        }
        guard let value = CertificateSubject(shown)?.value(of: rules.certificatePart),
            value.unicodeScalars.count <= CertificateOrder.longest
        else { return nil }
        return value
    }
}

extension AppError {
    static var certificateMissing: AppError {
        AppError(
            .unauthenticated, "access.certificate_missing",
            Text(zh: "没有客户端证书。", en: "No client certificate was shown."),
            hint: Text(
                zh: "须经受信任的代理（http.trusted_proxies）访问，由它核对证书并写入 access.certificate_header 指定的请求头。",
                en: "Come through a trusted proxy (http.trusted_proxies) that checks the certificate and passes its "
                    + "subject in the header of access.certificate_header."))
    }

    static var certificateRefused: AppError {
        AppError(
            .unauthenticated, "access.certificate_refused",
            Text(zh: "这张证书不能登录。", en: "This certificate does not sign in."),
            hint: Text(
                zh: "请管理员用 dangwu account bind-certificate 登记，并核对账号是否停用、验证码是否正确。",
                en: "Have an administrator bind it with dangwu account bind-certificate; the account may also be "
                    + "deactivated, or the code wrong."))
    }
}
