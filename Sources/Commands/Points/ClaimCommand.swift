import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Organisations
import Points

private let claimWord = Text(zh: "申报", en: "claim")

/// Claims of points, from making one to settling what was published.
struct ClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: localized(zh: "积分申报", en: "Claims of points"),
        subcommands: [
            Make.self, Import.self, List.self, Show.self, Review.self, Object.self, Decide.self, Withdraw.self,
            Objections.self, Settle.self,
        ])

    struct Make: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "申报一项", en: "Make a claim"))
        @OptionGroup var globals: Globals
        @OptionGroup var what: EntryOptions
        @Option(help: ArgumentHelp(localized(zh: "说明", en: "Note"))) var note: String?
        @Option(
            help: ArgumentHelp(
                localized(zh: "申报主体：member、branch 或 department", en: "Who claims: member, branch or department")))
        var claimant: ProcessRule.Claimant = .branch

        func run(_ session: Session) async throws {
            guard ProcessRule.Claimant.declared.contains(claimant) else {
                let known = ProcessRule.Claimant.declared.map(\.rawValue).joined(separator: ", ")
                throw AppError.invalidValue(
                    "claimant", claimant.rawValue, expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
            }
            let outcome = try await session.services.points.claim(
                ClaimOrder(
                    subject: what.id(session), scheme: what.scheme, item: what.item, happened: what.day,
                    content: ClaimContent(
                        seen: what.seen(), evidence: what.evidence, note: note, act: what.act, follows: what.follows,
                        isContinuing: what.continuing, cause: what.cause),
                    claimant: claimant, key: what.key ?? UUID().uuidString.lowercased()),
                on: session.today, caller: session.caller)
            outcome.show()
        }
    }

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入申报", en: "Take claims from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument var file: String
        @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            let count = try await session.services.points.importClaims(
                readInput(file), scheme: scheme, claimant: .import, on: session.today, dryRun: dryRun,
                caller: session.caller)
            Terminal.talk(Text(zh: "申报 \(count) 项", en: "\(count) claims").localized)
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出申报", en: "List claims"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String?
        @Option var state: ClaimState?
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let page = try await session.services.points.claims(
                scheme: scheme, state: state, under: session.scope(scope), paging.request(), caller: session.caller)
            shape.show(.claims(page.items))
            paging.more(page.next)
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一件申报的经过", en: "What became of a claim"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var id: String

        func run(_ session: Session) async throws {
            let id: Identifier<Claim> = try identifier(id, claimWord)
            let (claim, events) = try await session.services.points.claim(id.value, caller: session.caller)
            if shape.format == .table { Terminal.write(Listing.claims([claim]).render(.table) + "\n") }
            var listing = Listing(columns: [
                .init(key: "number", title: Text(zh: "序", en: "No."), right: true),
                .init(key: "on", title: Text(zh: "日期", en: "Day")),
                .init(key: "step", title: Text(zh: "步骤", en: "Step")),
                .init(key: "state", title: Text(zh: "状态", en: "State")),
                .init(key: "by", title: Text(zh: "谁", en: "By")),
                .init(key: "reason", title: Text(zh: "理由", en: "Reason")),
            ])
            listing.rows = events.map {
                [
                    .number($0.number), .day($0.happened), .text($0.step), .word($0.state.rawValue, $0.state.text),
                    .text($0.accountName), .text($0.reason),
                ]
            }
            shape.show(listing)
        }
    }

    struct Review: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "审核一级：默认通过", en: "Decide one level of review; approves unless told otherwise"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Flag(help: ArgumentHelp(localized(zh: "不通过", en: "Reject it"))) var reject = false
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String?

        func run(_ session: Session) async throws {
            let id: Identifier<Claim> = try identifier(id, claimWord)
            try await session.services.points.review(
                id.value, approves: !reject, reason: reason, on: session.today, caller: session.caller
            ).show()
        }
    }

    struct Object: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "对公示提出异议", en: "Object to what is published"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String

        func run(_ session: Session) async throws {
            let id: Identifier<Claim> = try identifier(id, claimWord)
            try await session.services.points.object(
                id.value, reason: reason, on: session.today, caller: session.caller
            ).show()
        }
    }

    struct Decide: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "决定异议", en: "Decide on an objection"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Flag(help: ArgumentHelp(localized(zh: "异议成立，申报不通过", en: "The objection is right: reject the claim"))) var uphold =
            false
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String

        func run(_ session: Session) async throws {
            let id: Identifier<Claim> = try identifier(id, claimWord)
            try await session.services.points.decide(
                id.value, upholds: uphold, reason: reason, on: session.today, caller: session.caller
            ).show()
        }
    }

    struct Objections: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "未答复的异议和答复期限", en: "Objections without a decision, and when they are due"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "申报", en: "Claim")),
                .init(key: "name", title: Text(zh: "对象", en: "Subject")),
                .init(key: "item", title: Text(zh: "项目", en: "Item")),
                .init(key: "objected", title: Text(zh: "提出", en: "Objected")),
                .init(key: "due", title: Text(zh: "应答复", en: "Due")),
                .init(key: "overdue", title: Text(zh: "逾期", en: "Overdue")),
            ])
            listing.rows = try await session.services.points.objections(
                scheme: scheme, under: session.scope(scope), on: session.today, caller: session.caller
            ).map { line in
                let mark = line.isProvisional ? Text(zh: "（暂定）", en: " (provisional)").localized : ""
                return [
                    .text(line.claim.id.text), .text(line.claim.name), .text(line.claim.item), .day(line.objected),
                    .text(line.due.map { $0.description + mark }),
                    .text(line.isOverdue ? Text(zh: "是", en: "yes").localized : nil),
                ]
            }
            shape.show(listing)
        }
    }

    struct Withdraw: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤回申报", en: "Take a claim back"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String?

        func run(_ session: Session) async throws {
            let id: Identifier<Claim> = try identifier(id, claimWord)
            try await session.services.points.withdraw(
                id.value, reason: reason, on: session.today, caller: session.caller
            ).show()
        }
    }

    struct Settle: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "公示期满的记账，逾期未审的失效", en: "Post what was published long enough; let lapse what nobody decided"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let outcome = try await session.services.points.settle(
                scheme: scheme, under: session.scope(scope), on: session.today, caller: session.caller)
            Terminal.talk(
                Text(
                    zh: "记账 \(outcome.posted.count) 笔，失效 \(outcome.expired) 件，未能记账 \(outcome.refused.count) 件",
                    en: "\(outcome.posted.count) posted, \(outcome.expired) lapsed, \(outcome.refused.count) refused"
                ).localized)
            for (claim, error) in outcome.refused { Terminal.talk("  \(claim.text): \(error.cellText.localized)") }
        }
    }
}

extension ClaimOutcome {
    fileprivate func show() {
        Terminal.write(id.text + "\n")
        Terminal.talk(state.text.localized)
    }
}

extension ClaimState: ExpressibleByArgument {}
extension ProcessRule.Claimant: ExpressibleByArgument {}

/// What an entry or a claim is about.
struct EntryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            localized(zh: "人员编号、身份证号或组织编码", en: "A person's identifier or ID number, or an organisation's code")))
    var subject: String
    @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
    @Option(help: ArgumentHelp(localized(zh: "项目", en: "Item"))) var item: String
    @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "发生日期", en: "Day of the event"))) var day: Day
    @Option(help: ArgumentHelp(localized(zh: "分值（幅度项目）", en: "Points, for items with a range"))) var points: Amount?
    @Option(help: ArgumentHelp(localized(zh: "数量", en: "Quantity"))) var quantity: Amount?
    @Option(help: ArgumentHelp(localized(zh: "级别", en: "Level"))) var level: String?
    @Option(name: .customLong("mark"), help: ArgumentHelp(localized(zh: "评议来源=分，可多次", en: "source=marks, may be repeated")))
    var marks: [String] = []
    @Option(help: ArgumentHelp(localized(zh: "事由编号（一事多项）", en: "Names the deed, where several items fit one"))) var act:
        String?
    @Option(help: ArgumentHelp(localized(zh: "所依据的记账号", en: "Number of the entry it is about"))) var follows: Int?
    @Flag(help: ArgumentHelp(localized(zh: "持续、未纠正", en: "It goes on until it is corrected"))) var continuing = false
    @Option(help: ArgumentHelp(localized(zh: "佐证", en: "Evidence"))) var evidence: String?
    @Option(help: ArgumentHelp(localized(zh: "行为人或组织", en: "Who did it, when that is not the subject"))) var cause: String?
    @Option(help: ArgumentHelp(localized(zh: "幂等键", en: "Key that makes a repetition harmless"))) var key: String?

    func id(_ session: Session) async throws -> UUID {
        try await session.services.points.subject(
            named: subject, scheme: scheme, on: session.today, caller: session.caller)
    }

    func seen() throws -> Observation {
        var means: [String: Amount] = [:]
        for mark in marks {
            let parts = mark.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = Amount(parts[1]) else {
                throw AppError.invalidValue("mark", mark, expected: Text(zh: "来源=分", en: "source=marks"))
            }
            means[parts[0]] = value
        }
        return Observation(quantity: quantity, points: points, level: level, marks: means.isEmpty ? nil : means)
    }
}

extension Amount: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Listing {
    static func claims(_ claims: [Claim]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
            .init(key: "name", title: Text(zh: "对象", en: "Subject")),
            .init(key: "scheme", title: Text(zh: "办法", en: "Scheme")),
            .init(key: "item", title: Text(zh: "项目", en: "Item")),
            .init(key: "on", title: Text(zh: "日期", en: "Day")),
            .init(key: "value", title: Text(zh: "分值", en: "Value"), right: true),
            .init(key: "state", title: Text(zh: "状态", en: "State")),
            .init(key: "through", title: Text(zh: "公示至", en: "Published until")),
            .init(key: "evidence", title: Text(zh: "佐证", en: "Evidence")),
        ])
        listing.rows = claims.map { claim in
            let mark = claim.isProvisional ? Text(zh: "（暂定）", en: " (provisional)").localized : ""
            return [
                .text(claim.id.text), .text(claim.name), .text(claim.scheme), .text(claim.item), .day(claim.happened),
                .text(claim.value.signed), .word(claim.state.rawValue, claim.state.text),
                .text(claim.publishedThrough.map { $0.description + mark }), .text(claim.content.evidence),
            ]
        }
        return listing
    }
}
