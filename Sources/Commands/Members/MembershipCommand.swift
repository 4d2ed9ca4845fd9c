import Composition
import ArgumentParser
import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations

extension LifeChange: ExpressibleByArgument {}

/// What is decided about memberships, and the yearly balance.
struct MembershipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "membership", abstract: localized(zh: "党籍处理与年度增减平衡", en: "Decisions about memberships, yearly balance"),
        subcommands: [Grounds.self, Decide.self, Annul.self, Show.self, Balance.self])

    struct Grounds: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "可作哪些处理，各凭什么依据", en: "What can be decided, and on which grounds"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            shape.show(.grounds(session.services.members.lifeRules))
        }
    }

    struct Decide: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一项处理决定", en: "Record a decision"),
            discussion: say(
                zh:
                    "例：dangwu membership decide 人员编号 suspend --ground lost_contact --ground-since 2026-01-31 --on 2026-08-01 --document 川组〔2026〕3号 --reason 失联",
                en:
                    "Example: dangwu membership decide PERSON suspend --ground lost_contact --ground-since 2026-01-31 --on 2026-08-01 --document 'No. 3' --reason 'no contact'"
            ))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String
        @Argument(help: ArgumentHelp(localized(zh: "处理", en: "Change"))) var change: LifeChange
        @Option(help: ArgumentHelp(localized(zh: "依据，见 membership grounds", en: "Ground, see membership grounds")))
        var ground: String
        @Option(help: ArgumentHelp(localized(zh: "情形从哪天开始", en: "Since when the ground has been there")))
        var groundSince: Day?
        @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "决定日期", en: "Day of the decision"))) var day: Day
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Document"))) var document: String
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String

        func run(_ session: Session) async throws {
            let outcome = try await session.services.members.decide(
                LifeOrder(
                    change, ground: ground, groundSince: groundSince, on: day, document: document, reason: reason),
                about: identifier(person, Text(zh: "人员", en: "person")), today: session.today,
                caller: session.caller)
            for post in outcome.posts {
                Terminal.talk(
                    say(
                        zh: "职务随之结束：\(post.organisation) \(post.title.text.chinese)",
                        en: "A post ended with it: \(post.title.text.english) of \(post.organisation)"))
            }
        }
    }

    struct Annul: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "更正误登的处理决定：留档，不作数，党籍继续", en: "Annul a decision recorded by mistake: the membership goes on"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String
        @Argument(
            help: ArgumentHelp(localized(zh: "决定编号（membership show）", en: "Identifier of the decision (membership show)")))
        var decision: String
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Document"))) var document: String
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String

        func run(_ session: Session) async throws {
            let which: Identifier<LifeDecision> = try identifier(decision, Text(zh: "决定", en: "decision"))
            try await session.services.members.annul(
                decision: which.value, about: identifier(person, Text(zh: "人员", en: "person")), reason: reason,
                document: document, caller: session.caller)
            Terminal.talk(
                say(
                    zh: "该决定不再作数，党籍继续；随之结束的职务和案卷如仍有效，请重新登记。",
                    en:
                        "The decision counts for nothing and the membership goes on; enter posts and cases that ended with it anew."
                ))
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人的党籍经历和处理决定", en: "The history of a membership and what was decided about it"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            let members = session.services.members
            _ = try await members.person(id, caller: session.caller)
            shape.show(.memberships(try await members.memberships(of: id, caller: session.caller)))
            let decisions = try await members.decisions(about: id, caller: session.caller)
            guard shape.format == .table, !decisions.isEmpty else { return }
            Terminal.write("\n" + Listing.decisions(decisions, members.lifeRules).render(.table))
        }
    }

    struct Balance: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "年度党员增减平衡表", en: "A year's balance of members"),
            discussion: say(
                zh: "上年末 + 增 − 减 = 本年末；原因不明的逐人列出。--report 上报并存底，须先平衡。",
                en:
                    "Last year's end + increases − decreases = this year's end; people without a reason on file are named. --report keeps it as sent; it has to balance first."
            ))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "党组织编码", en: "Code of the organisation"))) var organisation: String
        @Argument(help: ArgumentHelp(localized(zh: "年度", en: "Year"))) var year: Int
        @Option(help: ArgumentHelp(localized(zh: "上报文号", en: "Document under which it is sent"))) var report: String?

        func run(_ session: Session) async throws {
            let found = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let members = session.services.members
            let balance =
                if let report {
                    try await members.report(
                        found, year: year, document: report, today: session.today, caller: session.caller)
                } else {
                    try await members.balance(
                        of: found, year: year, today: session.today, caller: session.caller)
                }
            shape.show(.balance(balance))
            let names = balance.lines.flatMap(\.examples)
            guard shape.format == .table, !names.isEmpty else { return }
            Terminal.talk(localized(zh: "原因不明：", en: "Without a reason on file:") + "\n  " + names.joined(separator: "\n  "))
        }
    }
}
