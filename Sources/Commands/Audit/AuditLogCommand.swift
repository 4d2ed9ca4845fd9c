import Access
import ArgumentParser
import Audit
import Civil
import Composition
import Kernel
import Postgres
import Wire

/// The sealed log: a Merkle tree over every fact, with signed heads.
extension AuditCommand {
    struct Verify: SessionCommand {
        static let route = "POST /v1/audit/verifications"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "核对全部数据与封存的日志、签名的树头", en: "Compare every fact with the sealed log and the signed heads"))
        @OptionGroup var shape: Shape
        @Option(help: member("since", of: AuditCheckOrder.self)) var since: Day?
        @Option(
            help: help(
                zh: "另外保存的树头文件夹；默认用设置里的",
                en: "Folder of heads that were kept elsewhere; by default that of the settings"))
        var heads: String?

        func run(_ session: Session) async throws {
            let kept = try heads.map { try HeadFolder($0).heads() }
            let found = try await session.services.audit.verify(
                AuditCheckOrder(since: since, heads: kept), caller: session.caller)
            if shape.format == .table, !found.tables.isEmpty { try shape.write(Table(found.tables)) }
            if !found.faults.isEmpty, shape.format != .json { try shape.write(Table(found.faults)) }
            try shape.report(found)
            try found.requireWhole()
        }
    }

    struct Seal: SessionCommand {
        static let route = "POST /v1/audit/seals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "封存上次以来写入的数据", en: "Seal what was written since the last sealing"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.audit.seal(caller: session.caller))
        }
    }

    struct Heads: SessionCommand {
        static let route = "GET /v1/audit/heads"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "签名的树头，旧的在前", en: "The signed heads of the log, the oldest first"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.audit.heads($0, caller: session.caller) }
        }
    }

    struct Proof: SessionCommand {
        static let route = "GET /v1/audit/facts/{fact}/proofs"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "某项事实在日志里的证明", en: "The proof that each version of a fact is in the log"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "事实的编号", en: "Identifier of the fact")) var fact: Identifier<AuditSubject>

        func run(_ session: Session) async throws {
            try shape.show(Page(whole: try await session.services.audit.proofs(of: fact, caller: session.caller)))
        }
    }

    struct Consistency: SessionCommand {
        static let route = "GET /v1/audit/consistency"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个树头延续另一个的证明", en: "The proof that one head continues another"))
        @OptionGroup var shape: Shape
        @Option(help: member("from", of: ConsistencyQuery.self)) var from: Int?
        @Option(help: member("to", of: ConsistencyQuery.self)) var to: Int?

        func run(_ session: Session) async throws {
            try shape.show(
                one: try await session.services.audit.consistency(
                    ConsistencyQuery(from: from, to: to), caller: session.caller))
        }
    }

    /// The key is a file of this machine, so there is no route.
    struct RotateKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-key",
            abstract: localized(zh: "换签名密钥；下一个树头由新旧密钥同时签名", en: "Change the signing key; both keys sign the next head"))
        @OptionGroup var globals: Globals

        func run() async throws {
            let startup = try globals.startup()
            try await startup.rotateAuditKey()
            let services = try await startup.open()
            let report = try await services.audit.seal(caller: .localOperator())
            await services.pool.close()
            Terminal.talk(report.summary.localized)
        }
    }
}
