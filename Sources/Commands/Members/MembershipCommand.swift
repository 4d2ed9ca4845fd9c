import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// What is decided about memberships, and the yearly balance.
struct MembershipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "membership",
        abstract: localized(zh: "党籍处理与年度增减平衡", en: "Decisions about memberships, yearly balance"),
        subcommands: [
            Grounds.self, Decide.self, Annul.self, Show.self, Decisions.self, Balance.self, Report.self,
            Statistics.self,
            StatisticsPeople.self,
        ])

    struct Grounds: SessionCommand {
        static let route = "GET /v1/membership/grounds"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "可作哪些处理，各凭什么依据", en: "What can be decided, and on which grounds"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws { try shape.show(session.services.members.decisionGrounds) }
    }

    struct Decide: SessionCommand {
        static let route = "POST /v1/people/{person}/decisions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一项处理决定", en: "Record a decision"),
            discussion: localized(
                zh:
                    "例：dangwu membership decide 王芳 suspend --ground lost_contact --ground-since 2026-01-31 "
                    + "--on 2026-08-01 --document 川组〔2026〕3号 --reason 失联",
                en:
                    "Example: dangwu membership decide PERSON suspend --ground lost_contact "
                    + "--ground-since 2026-01-31 --on 2026-08-01 --document 'No. 3' --reason 'no contact'"
            ))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(help: member("change", of: DecisionOrder.self)) var change: LifeChange
        @Option(help: member("ground", of: DecisionOrder.self)) var ground: String
        @Option(help: member("ground_since", of: DecisionOrder.self)) var groundSince: Day?
        @Option(help: member("on", of: DecisionOrder.self)) var on: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = DecisionOrder(
                change, ground: ground, groundSince: groundSince, on: on, document: document, reason: reason)
            try shape.report(
                try await session.services.members.decide(
                    order, about: person, on: session.today, caller: session.caller))
        }
    }

    struct Annul: SessionCommand {
        static let route = "POST /v1/people/{person}/decisions/{decision}/annulment"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "更正误登的处理决定：留档，不作数，党籍继续", en: "Annul a decision recorded by mistake: the membership goes on"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(
            help: help(
                zh: "决定：其文号或编号（membership decisions）",
                en: "The decision by its document or identifier (membership decisions)"))
        var decision: Reference<MembershipDecision>
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.annul(
                    decision: decision, about: person, DecisionAnnulment(reason: reason, document: document),
                    caller: session.caller))
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/people/{person}/memberships"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的党籍经历", en: "The history of a membership"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.members.memberships(of: person, caller: session.caller))
        }
    }

    struct Decisions: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/{person}/decisions"
        static let sensitive = SensitiveRead.decisions
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个人的党籍处理决定（会留下审计记录）", en: "What was decided about a membership; the reading is audited"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.members.decisions(about: person, caller: session.caller))
        }
    }

    struct Balance: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/balances/{year}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "年度党员增减平衡表", en: "A year's balance of members"),
            discussion: localized(
                zh: "上年末 + 增 − 减 = 本年末；原因不明的逐人列出。",
                en:
                    "Last year's end + increases − decreases = this year's end; "
                    + "people without a reason on file are named."
            ))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Argument(help: member("year")) var year: Int

        func run(_ session: Session) async throws {
            let balance = try await session.services.members.balance(
                of: organisation, year: year, on: session.today, caller: session.caller)
            try shape.show(balance, heading: Table([balance]), parts: balance.lines)
        }
    }

    struct Report: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/balances/{year}"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "上报年度平衡表并存底，须先平衡", en: "Keep a year's balance as it is sent; it has to balance first"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Argument(help: member("year")) var year: Int
        @Option(help: member("document", of: BalanceReport.self)) var document: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.report(
                    BalanceReport(document: document), of: organisation, year: year, on: session.today,
                    caller: session.caller))
        }
    }
}

extension LifeChange: WordOption {}
