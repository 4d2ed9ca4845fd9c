import Access
import ArgumentParser
import Composition
import Kernel
import Wire

/// Client certificates of accounts.
extension AccountCommand {
    struct Certificates: SessionCommand {
        static let route = "GET /v1/accounts/{account}/certificates"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "账号登记的客户端证书", en: "The client certificates of an account"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>

        func run(_ session: Session) async throws {
            try shape.show(
                Page(whole: try await session.services.access.certificates(of: account, caller: session.caller)))
        }
    }

    struct BindCertificate: SessionCommand {
        static let route = "POST /v1/accounts/{account}/certificates"
        static let configuration = CommandConfiguration(
            commandName: "bind-certificate",
            abstract: localized(zh: "登记客户端证书", en: "Let a client certificate sign in to an account"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>
        @Option(help: member("subject", of: CertificateOrder.self)) var subject: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.access.bind(
                    CertificateOrder(subject: subject), to: account, caller: session.caller))
        }
    }

    struct UnbindCertificate: SessionCommand {
        static let route = "DELETE /v1/accounts/{account}/certificates/{id}"
        static let configuration = CommandConfiguration(
            commandName: "unbind-certificate",
            abstract: localized(zh: "解除客户端证书", en: "End what a client certificate can do"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>
        @Argument(help: help(zh: "证书登记的编号", en: "Identifier of the binding"))
        var id: Identifier<AccountCertificate>

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.access.unbind(id, of: account, caller: session.caller))
        }
    }
}
