import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Points

/// The ledger of points: who takes part, what is posted, what it comes to.
struct PointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points", abstract: localized(zh: "积分账", en: "The ledger of points"),
        subcommands: [
            Join.self, Participants.self, Regroup.self, Leave.self, Exempt.self, Exemptions.self, EndExemption.self,
            Facts.self, Automatic.self, Post.self,
            Reverse.self, Score.self, Entries.self, Ranking.self, Proposals.self, Close.self, Reopen.self, Periods.self,
            Sheet.self, Averages.self,
        ])

    struct Join: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记参加：一个组织的全体党员，或一张表", en: "Enter participants: everybody of an organisation, or a table")
        )
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "CSV 文件；不写则按 --scope", en: "CSV file; without it --scope says who")))
        var file: String?
        @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "类别", en: "Group"))) var group: String?
        @Option(help: ArgumentHelp(localized(zh: "党籍状态，可多次", en: "Membership status, may be repeated"))) var status:
            [MembershipStatus] = [.full, .probationary]
        @Option(help: ArgumentHelp(localized(zh: "自哪天起", en: "From which day on"))) var since: Day?
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            let points = session.services.points
            let count: Int
            if let file {
                count = try await points.importParticipants(
                    readInput(file), scheme: scheme, on: session.today, dryRun: dryRun, caller: session.caller)
            } else {
                guard let scope = try await session.scope(scope) else { throw AppError.missingValue("scope") }
                count = try await points.joinAll(
                    under: scope, statuses: status, group: group, since: since ?? session.today, scheme: scheme,
                    dryRun: dryRun, caller: session.caller)
            }
            Terminal.talk(Text(zh: "登记 \(count) 个对象", en: "\(count) participants").localized)
        }
    }

    struct Participants: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出参加对象", en: "List participants"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var place: PlaceOptions

        func run(_ session: Session) async throws {
            let page = try await session.services.points.participants(
                scheme: place.scheme, under: session.scope(place.scope), on: place.asOf ?? session.today,
                paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "subject", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "name", title: Text(zh: "对象", en: "Subject")),
                .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
                .init(key: "group", title: Text(zh: "类别", en: "Group")),
                .init(key: "since", title: Text(zh: "起", en: "Since")),
                .init(key: "until", title: Text(zh: "止", en: "Until")),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.subject.text), .text($0.name), .text($0.organisation), .text($0.group), .day($0.since),
                    .day($0.until),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Regroup: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起换类别", en: "Move participants to another group from a day on"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subjects"))) var subjects: [String]
        @Option var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "新类别", en: "The new group"))) var group: String
        @Option(name: .customLong("on")) var day: Day

        func run(_ session: Session) async throws {
            let points = session.services.points
            var ids: [UUID] = []
            for subject in subjects {
                ids.append(
                    try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller))
            }
            _ = try await points.regroup(ids, to: group, on: day, scheme: scheme, caller: session.caller)
        }
    }

    struct Leave: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起不再参加", en: "End the part of participants from a day on"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subjects"))) var subjects: [String]
        @Option var scheme: String
        @Option(name: .customLong("on")) var day: Day

        func run(_ session: Session) async throws {
            let points = session.services.points
            var ids: [UUID] = []
            for subject in subjects {
                ids.append(
                    try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller))
            }
            _ = try await points.regroup(ids, to: nil, leaves: true, on: day, scheme: scheme, caller: session.caller)
        }
    }

    struct Exempt: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "决定一段时间免予积分", en: "Exempt participants for a time"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subjects"))) var subjects: [String]
        @Option var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "情形", en: "Kind of exemption"))) var kind: String
        @Option var since: Day
        @Option var until: Day?
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String
        @Option(help: ArgumentHelp(localized(zh: "决定文号", en: "Document"))) var document: String

        func run(_ session: Session) async throws {
            let points = session.services.points
            var ids: [UUID] = []
            for subject in subjects {
                ids.append(
                    try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller))
            }
            let made = try await points.exempt(
                ExemptionOrder(key: kind, since: since, until: until, reason: reason, document: document), ids,
                scheme: scheme, caller: session.caller)
            for id in made { Terminal.write(id.text + "\n") }
        }
    }

    struct Exemptions: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个对象的免予积分", en: "The exemptions of a subject"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subject"))) var subject: String
        @Option var scheme: String

        func run(_ session: Session) async throws {
            let points = session.services.points
            let id = try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "kind", title: Text(zh: "情形", en: "Kind")),
                .init(key: "since", title: Text(zh: "起", en: "Since")),
                .init(key: "until", title: Text(zh: "止", en: "Until")),
                .init(key: "reason", title: Text(zh: "理由", en: "Reason")),
                .init(key: "document", title: Text(zh: "决定文号", en: "Document")),
            ])
            listing.rows = try await points.exemptions(of: id, scheme: scheme, caller: session.caller).map {
                [
                    .text($0.id.text), .text($0.key), .day($0.since), .day($0.until), .text($0.reason),
                    .text($0.document),
                ]
            }
            shape.show(listing)
        }
    }

    struct EndExemption: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起恢复积分", en: "End an exemption: from that day on it counts again"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "免予积分编号", en: "Identifier of the exemption"))) var id: String
        @Option(help: ArgumentHelp(localized(zh: "对象", en: "Subject"))) var subject: String
        @Option var scheme: String
        @Option(name: .customLong("on")) var day: Day

        func run(_ session: Session) async throws {
            let points = session.services.points
            let id: Identifier<ExemptionLine> = try identifier(id, Text(zh: "免予积分", en: "exemption"))
            let owner = try await points.subject(
                named: subject, scheme: scheme, on: session.today, caller: session.caller)
            try await points.endExemption(id.value, of: owner, on: day, caller: session.caller)
        }
    }

    struct Facts: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入事实（考勤、补课、党费……）", en: "Take facts from a CSV file: attendance, make-ups, dues …"))
        @OptionGroup var globals: Globals
        @Argument var file: String
        @Option var scheme: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            let count = try await session.services.points.importFacts(
                readInput(file), scheme: scheme, on: session.today, dryRun: dryRun, caller: session.caller)
            Terminal.talk(Text(zh: "新事实 \(count) 条", en: "\(count) new facts").localized)
        }
    }

    struct Automatic: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "把事实按办法记账；重复运行不重复记账", en: "Turn facts into entries; repeating it makes nothing twice"))
        @OptionGroup var globals: Globals
        @OptionGroup var place: PlaceOptions

        func run(_ session: Session) async throws {
            guard let scope = try await session.scope(place.scope) else { throw AppError.missingValue("scope") }
            let outcome = try await session.services.points.runAutomatic(
                scheme: place.scheme, under: scope, asOf: place.asOf ?? session.today, today: session.today,
                caller: session.caller)
            Terminal.talk(
                Text(
                    zh: "新记账 \(outcome.made) 笔，已有 \(outcome.known) 笔，未能记账 \(outcome.refused.count) 笔",
                    en: "\(outcome.made) made, \(outcome.known) known before, \(outcome.refused.count) refused"
                ).localized)
            for (subject, item, error) in outcome.refused.prefix(20) {
                Terminal.talk("  \(subject.text) \(item): \(error.cellText.localized)")
            }
        }
    }

    struct Post: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "直接记账（办法允许的项目）", en: "Post an item that needs no claim"))
        @OptionGroup var globals: Globals
        @OptionGroup var what: EntryOptions
        @Option(help: ArgumentHelp(localized(zh: "决定", en: "Decision"))) var decision: String?

        func run(_ session: Session) async throws {
            let posted = try await session.services.points.post(
                [
                    PostOrder(
                        subject: what.id(session), scheme: what.scheme, item: what.item, happened: what.day,
                        seen: what.seen(), act: what.act, follows: what.follows, isContinuing: what.continuing,
                        evidence: what.evidence, decision: decision, cause: what.cause,
                        key: what.key ?? UUID().uuidString.lowercased())
                ], on: session.today, caller: session.caller)
            posted[0].show()
        }
    }

    struct Reverse: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "依决定冲销一笔记账", en: "Take an entry back by a decision"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subject"))) var subject: String
        @Argument(help: ArgumentHelp(localized(zh: "记账号", en: "Number of the entry"))) var number: Int
        @Option var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "决定", en: "Decision"))) var decision: String

        func run(_ session: Session) async throws {
            let points = session.services.points
            let id = try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller)
            try await points.reverse(
                number, of: id, decision: decision, key: "reversal:\(number)", on: session.today, caller: session.caller
            ).show()
        }
    }
}

/// A scheme and a part of the tree, on a day.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
    @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
    @Option(help: ArgumentHelp(localized(zh: "截至日期，默认今天", en: "The day to judge by; today unless given"))) var asOf: Day?
}

extension MembershipStatus: ExpressibleByArgument {}

extension Posted {
    func show() {
        Terminal.write("\(number)\n")
        Terminal.talk(
            Text(
                zh: "第 \(number) 号：分值 \(value.signed)，计入 \(counted.signed)，现得分 \(score)",
                en: "entry \(number): worth \(value.signed), counts \(counted.signed), the score is now \(score)"
            ).localized)
        for cut in cuts { Terminal.talk("  " + cut.localized) }
    }
}
