import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Wire

/// What gives people access: the review, acting in place of others, the word of a second person, posts.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: localized(zh: "权限核查、代理和复核", en: "Review of access, substitutes and confirmation"),
        subcommands: [
            Review.self, Readings.self, Substitute.self, Substitutions.self, EndSubstitution.self, Waiting.self,
            Confirm.self,
            Refuse.self, Suspend.self, Resume.self,
        ], defaultSubcommand: Review.self)

    struct Review: SessionCommand {
        static let route = "GET /v1/access/review"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "范围内的每项授权及其疑点", en: "Every grant of the scope, with what speaks against it"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.access.review($0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Readings: SessionCommand {
        static let route = "GET /v1/access/readings"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "谁查看、导出或打印过本组织人员的信息", en: "Who read ID numbers, exports and prints of the office's people"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<GrantedScope>?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.access.readings(ReadingQuery(scope: scope), $0, caller: session.caller)
            }
        }
    }

    struct Substitute: SessionCommand {
        static let route = "POST /v1/substitutions"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "委托代理：某段时间由另一账号代行授权", en: "Let an account act in the grants of another for some days"))
        @OptionGroup var shape: Shape
        @Argument(help: member("substitute", of: SubstitutionOrder.self)) var substitute: Identifier<Account>
        @Option(help: member("account", of: SubstitutionOrder.self)) var account: Identifier<Account>?
        @Option(help: member("since", of: SubstitutionOrder.self)) var since: Day
        @Option(help: member("until", of: SubstitutionOrder.self)) var until: Day
        @Option(help: member("reason", of: SubstitutionOrder.self)) var reason: String

        func run(_ session: Session) async throws {
            let order = SubstitutionOrder(
                account: account, substitute: substitute, since: since, until: until, reason: reason)
            try shape.report(
                try await session.services.access.substitute(order, on: session.today, caller: session.caller))
        }
    }

    struct Substitutions: SessionCommand {
        static let route = "GET /v1/substitutions"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出代理", en: "List substitutions"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.access.substitutions($0, caller: session.caller) }
        }
    }

    struct EndSubstitution: SessionCommand {
        static let route = "DELETE /v1/substitutions/{id}"
        static let configuration = CommandConfiguration(
            commandName: "end-substitution", abstract: localized(zh: "提前终止代理", en: "End a substitution before its time")
        )
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "代理的编号", en: "Identifier of the substitution")) var id: Identifier<Substitution>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.access.endSubstitution(id, caller: session.caller))
        }
    }

    struct Waiting: SessionCommand {
        static let route = "GET /v1/grants/waiting"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出待第二人确认的授权", en: "List what waits for a second administrator"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.access.waiting($0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Confirm: SessionCommand {
        static let route = "POST /v1/grants/{grant}/confirmation"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "确认另一名管理员的授权", en: "Put in force what another administrator decided"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "授权、代理或任职的编号", en: "Identifier of the grant, substitution or tenure")) var id:
            Identifier<Grant>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.access.confirm(id, caller: session.caller))
        }
    }

    struct Refuse: SessionCommand {
        static let route = "POST /v1/grants/{grant}/refusal"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "不予确认另一名管理员的授权", en: "Refuse what another administrator decided"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "授权、代理或任职的编号", en: "Identifier of the grant, substitution or tenure")) var id:
            Identifier<Grant>
        @Option(help: member("reason", of: RefusalOrder.self)) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.access.refuse(id, RefusalOrder(reason: reason), caller: session.caller))
        }
    }

    struct Suspend: SessionCommand {
        static let route = "POST /v1/tenures/{tenure}/suspension"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "停用随职务的权限", en: "Suspend the access that goes with a post"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "任职的编号", en: "Identifier of the tenure")) var tenure: Identifier<HeldTenure>
        @Option(help: member("account", of: PostSuspensionOrder.self)) var account: Identifier<Account>
        @Option(help: member("reason", of: PostSuspensionOrder.self)) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.access.suspend(
                    tenure, PostSuspensionOrder(account: account, reason: reason), caller: session.caller))
        }
    }

    struct Resume: SessionCommand {
        static let route = "DELETE /v1/suspensions/{id}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "恢复随职务的权限", en: "End the suspension of the access that goes with a post"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "停用记录的编号", en: "Identifier of the suspension")) var id: Identifier<PostSuspension>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.access.resume(id, caller: session.caller))
        }
    }
}
