import Access
import ArgumentParser
import Composition
import Kernel
import Organisations
import Points
import Wire

/// Claims of points, from making one to settling what was published.
struct ClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: localized(zh: "积分申报", en: "Claims of points"),
        subcommands: [
            Make.self, Import.self, List.self, Show.self, Review.self, Object.self, Decide.self, Withdraw.self,
            Objections.self, Settle.self,
        ])

    /// The claim that a command is about.
    struct Named: ParsableArguments {
        @Argument(
            help: help(
                zh: "申报编号；对象只有一件未办结的申报时，也可写对象",
                en: "Identifier of the claim, or its subject while that has one undecided claim only"))
        var claim: Reference<Claim>
    }

    struct Make: SessionCommand {
        static let route = "POST /v1/points/claims"
        static let configuration = CommandConfiguration(abstract: localized(zh: "申报一项", en: "Make a claim"))
        @OptionGroup var shape: Shape
        @OptionGroup var what: EntryOptions
        @Option(help: member("note")) var note: String?
        @Option(help: member("claimant", of: ClaimOrder.self)) var claimant: Claimant?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.claim(
                    what.claim(note: note, claimant: claimant), on: session.today, caller: session.caller))
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/claims/import"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入申报", en: "Import claims from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var sheet: SheetOptions

        func run(_ session: Session) async throws {
            try shape.report(
                try await sheet.imported(as: "claims", session) {
                    try await session.services.points.importClaims(
                        $0, $1, scheme: $2, on: session.today, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/points/claims"
        static let sensitive = SensitiveRead.claims
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出申报", en: "List claims"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scheme", of: ClaimQuery.self)) var scheme: String?
        @Option(help: member("state", of: ClaimQuery.self)) var state: ClaimState?
        @Option(help: member("subject", of: ClaimQuery.self)) var subject: Reference<PointsSubject>?
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let query = ClaimQuery(scheme: scheme, state: state, subject: subject, scope: scope)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.points.claims(query, $0, caller: session.caller)
            }
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/points/claims/{claim}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一件申报的经过", en: "A claim and everything that became of it"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named

        func run(_ session: Session) async throws {
            let claim = try await session.services.points.claim(named.claim, caller: session.caller)
            try shape.show(claim, heading: Table([claim]), parts: claim.events ?? [])
        }
    }

    struct Review: SessionCommand {
        static let route = "POST /v1/points/claims/{claim}/reviews"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "审核一级：默认通过", en: "Decide one level of review; approves unless --reject"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Flag(help: help(zh: "不通过", en: "Reject it")) var reject = false
        @Option(help: member("reason", of: ClaimReviewOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.review(
                    named.claim, ClaimReviewOrder(approves: !reject, reason: reason), on: session.today,
                    caller: session.caller))
        }
    }

    struct Object: SessionCommand {
        static let route = "POST /v1/points/claims/{claim}/objections"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "对公示提出异议", en: "Object to what is published"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.object(
                    named.claim, ClaimObjectionOrder(reason: reason), on: session.today, caller: session.caller))
        }
    }

    struct Decide: SessionCommand {
        static let route = "POST /v1/points/claims/{claim}/decisions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "决定异议", en: "Decide on an objection"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Flag(help: member("upholds", of: ClaimDecisionOrder.self)) var uphold = false
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.decide(
                    named.claim, ClaimDecisionOrder(upholds: uphold, reason: reason), on: session.today,
                    caller: session.caller))
        }
    }

    struct Withdraw: SessionCommand {
        static let route = "POST /v1/points/claims/{claim}/withdrawal"
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤回申报", en: "Withdraw a claim"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Option(help: member("reason")) var reason: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.withdraw(
                    named.claim, ClaimWithdrawalOrder(reason: reason), on: session.today, caller: session.caller))
        }
    }

    struct Objections: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/points/schemes/{scheme}/objections"
        static let sensitive = SensitiveRead.claims
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "未答复的异议和答复期限", en: "Objections without a decision, and when they are due"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @OptionGroup var scheme: SchemeOption
        @OptionGroup var scope: ScopeOption

        func run(_ session: Session) async throws {
            try await shape.show(
                session.services.points.objections(
                    scope.part, scheme: scheme.scheme, on: session.today, caller: session.caller),
                Self.sensitive, scope.part, session)
        }
    }

    struct Settle: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/settlements"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "公示期满的记账，逾期未审的失效", en: "Post what was published long enough; let lapse what nobody decided"))
        @OptionGroup var shape: Shape
        @OptionGroup var scheme: SchemeOption
        @OptionGroup var scope: ScopeOption

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.settle(
                    scope.part, scheme: scheme.scheme, on: session.today, caller: session.caller))
        }
    }
}
