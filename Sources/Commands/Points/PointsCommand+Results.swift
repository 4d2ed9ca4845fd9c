import Postgres
import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Organisations
import Points

/// What the ledger comes to: scores, rankings, periods and their sheets.
extension PointsCommand {
    struct Score: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "得分及逐行说明", en: "A score, line by line"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subject"))) var subject: String
        @Option var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "截至日期，默认今天", en: "The day to judge by; today unless given"))) var asOf: Day?
        @Option(help: ArgumentHelp(localized(zh: "只看此日前的记账", en: "Look only at what was posted until this day"))) var known:
            Day?
        @Flag(help: ArgumentHelp(localized(zh: "按办法汇总到长周期", en: "The long period that the scheme rolls up into")))
        var rolledUp = false

        func run(_ session: Session) async throws {
            let points = session.services.points
            let id = try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller)
            let (found, sheet) = try await points.score(
                of: id, scheme: scheme, on: asOf ?? session.today, known: known ?? session.today, rolledUp: rolledUp,
                caller: session.caller)
            shape.show(.explanation(sheet))
            let grade = sheet.grade.flatMap { found.grade($0)?.name.localized } ?? ""
            Terminal.talk("\(found.name.localized) \(sheet.period.lowerBound)…\(sheet.asOf): \(sheet.score) \(grade)")
        }
    }

    struct Entries: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个对象的记账", en: "A subject's entries"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Argument(help: ArgumentHelp(localized(zh: "对象", en: "Subject"))) var subject: String
        @Option var scheme: String

        func run(_ session: Session) async throws {
            let points = session.services.points
            let id = try await points.subject(named: subject, scheme: scheme, on: session.today, caller: session.caller)
            let page = try await points.entries(of: id, paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "number", title: Text(zh: "号", en: "No."), right: true),
                .init(key: "kind", title: Text(zh: "类型", en: "Kind")),
                .init(key: "item", title: Text(zh: "项目", en: "Item")),
                .init(key: "happened", title: Text(zh: "发生", en: "Happened")),
                .init(key: "posted", title: Text(zh: "记账", en: "Posted")),
                .init(key: "value", title: Text(zh: "分值", en: "Value"), right: true),
                .init(key: "formula", title: Text(zh: "算式", en: "Arithmetic")),
                .init(key: "evidence", title: Text(zh: "佐证", en: "Evidence")),
                .init(key: "decision", title: Text(zh: "决定", en: "Decision")),
                .init(key: "hash", title: Text(zh: "校验", en: "Seal")),
            ])
            listing.rows = page.items.map {
                [
                    .number($0.number), .text($0.kind.rawValue), .text($0.item), .day($0.happened), .day($0.posted),
                    .text($0.value.signed), .text($0.formula), .text($0.evidence), .text($0.decision),
                    .text(String($0.hash.hex.prefix(8))),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Ranking: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "排名：未结账的周期，或 --period 结过账的", en: "Ranks: of a period that is open, or of a closed one by --period"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var place: PlaceOptions
        @Option(help: ArgumentHelp(localized(zh: "结过账的周期编号", en: "Identifier of a closed period"))) var period: String?
        @Option(help: ArgumentHelp(localized(zh: "行数", en: "Lines"))) var limit = 50
        @Option(help: ArgumentHelp(localized(zh: "从第几行之后", en: "Lines to leave out at the top"))) var offset = 0

        func run(_ session: Session) async throws {
            if let period {
                let id: Identifier<PeriodLine> = try identifier(period, Text(zh: "周期", en: "period"))
                shape.show(
                    .sheet(
                        try await session.services.points.ranking(
                            of: id.value, under: session.scope(place.scope), offset: offset,
                            limit: PageRequest(limit: limit).limit, caller: session.caller)))
                return
            }
            let lines = try await session.services.points.liveRanking(
                scheme: place.scheme, under: session.scope(place.scope), on: place.asOf ?? session.today,
                offset: offset,
                limit: PageRequest(limit: limit).limit, caller: session.caller)
            shape.show(.sheet(lines))
        }
    }

    struct Proposals: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "低分建议：只供决定参考", en: "What low scores suggest; people decide"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var place: PlaceOptions

        func run(_ session: Session) async throws {
            let lines = try await session.services.points.proposals(
                scheme: place.scheme, under: session.scope(place.scope), on: place.asOf ?? session.today,
                caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "name", title: Text(zh: "对象", en: "Subject")),
                .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
                .init(key: "scores", title: Text(zh: "得分", en: "Scores")),
                .init(key: "proposal", title: Text(zh: "建议", en: "Proposal")),
                .init(key: "rule", title: Text(zh: "依据", en: "Rule")),
            ])
            listing.rows = lines.map {
                [
                    .text($0.name), .text($0.organisation), .text($0.scores.map(\.description).joined(separator: " ")),
                    .both($0.text), .text($0.place),
                ]
            }
            shape.show(listing)
        }
    }

    struct Close: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "结账：定等、排名、固定公示表", en: "Close a period: grades, ranks, and a sheet that stays"))
        @OptionGroup var globals: Globals
        @Option var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "组织编码", en: "Code of the organisation"))) var organisation: String
        @Option(help: ArgumentHelp(localized(zh: "周期中的任一天", en: "Any day of the period"))) var day: Day
        @Option(help: ArgumentHelp(localized(zh: "决定", en: "Decision"))) var decision: String
        @Option(
            help: ArgumentHelp(
                localized(zh: "决定不适用的等次比例（序号），可多次", en: "A share that the decision sets aside, by index; may be repeated")))
        var waive: [Int] = []

        func run(_ session: Session) async throws {
            let owner = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let outcome = try await session.services.points.close(
                scheme: scheme, for: owner, day: day, decision: decision, waived: waive, on: session.today,
                caller: session.caller)
            Terminal.write(outcome.period.text + "\n")
            Terminal.talk(
                Text(
                    zh: "结账第 \(outcome.revision) 版：\(outcome.subjects) 个对象，结账分录 \(outcome.entries) 笔",
                    en:
                        "closed, revision \(outcome.revision): \(outcome.subjects) subjects, \(outcome.entries) closing entries"
                ).localized)
        }
    }

    struct Reopen: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "依决定重开周期", en: "Reopen a period by a decision"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "周期编号", en: "Identifier of the period"))) var period: String
        @Option(help: ArgumentHelp(localized(zh: "决定", en: "Decision"))) var decision: String

        func run(_ session: Session) async throws {
            let id: Identifier<PeriodLine> = try identifier(period, Text(zh: "周期", en: "period"))
            try await session.services.points.reopen(
                id.value, decision: decision, on: session.today, caller: session.caller)
        }
    }

    struct Periods: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "结过账的周期", en: "Periods that were closed"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option var scheme: String?

        func run(_ session: Session) async throws {
            let page = try await session.services.points.periods(
                scheme: scheme, paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "scheme", title: Text(zh: "办法", en: "Scheme")),
                .init(key: "organisation", title: Text(zh: "组织", en: "Organisation")),
                .init(key: "from", title: Text(zh: "起", en: "From")),
                .init(key: "until", title: Text(zh: "止（不含）", en: "Until")),
                .init(key: "state", title: Text(zh: "状态", en: "State")),
                .init(key: "revision", title: Text(zh: "版", en: "Revision"), right: true),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.id.text), .text($0.scheme), .text($0.organisation), .day($0.starts), .day($0.ends),
                    .text($0.state), .number($0.revision),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Sheet: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "公示表；csv 按办法规定的列", en: "The published sheet; as CSV in the scheme's own columns"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "周期编号", en: "Identifier of the period"))) var period: String
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let id: Identifier<PeriodLine> = try identifier(period, Text(zh: "周期", en: "period"))
            let points = session.services.points
            let scope = try await session.scope(scope)
            if shape.format == .csv {
                Terminal.write(try await points.sheetCSV(of: id.value, under: scope, caller: session.caller))
                return
            }
            var (lines, after): ([SheetLine], String?) = ([], nil)
            repeat {
                let page = try await points.sheet(
                    of: id.value, under: scope, PageRequest(limit: 500, after: after), caller: session.caller)
                lines += page.items
                after = page.next
            } while after != nil
            shape.show(.sheet(lines))
        }
    }

    struct Averages: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "各支部平均分", en: "The mean score of each branch"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "周期编号", en: "Identifier of the period"))) var period: String
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let id: Identifier<PeriodLine> = try identifier(period, Text(zh: "周期", en: "period"))
            var listing = Listing(columns: [
                .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
                .init(key: "members", title: Text(zh: "人数", en: "Members"), right: true),
                .init(key: "mean", title: Text(zh: "平均", en: "Mean"), right: true),
                .init(key: "lowest", title: Text(zh: "最低", en: "Lowest"), right: true),
                .init(key: "highest", title: Text(zh: "最高", en: "Highest"), right: true),
            ])
            listing.rows = try await session.services.points.averages(
                of: id.value, under: session.scope(scope), caller: session.caller
            ).map {
                [
                    .text($0.organisation ?? $0.path), .number($0.members), .text($0.mean.description),
                    .text($0.lowest.description), .text($0.highest.description),
                ]
            }
            shape.show(listing)
        }
    }
}

extension Listing {
    static func sheet(_ lines: [SheetLine]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "rank", title: Text(zh: "名次", en: "Rank"), right: true),
            .init(key: "rank_in_branch", title: Text(zh: "支部名次", en: "In branch"), right: true),
            .init(key: "name", title: Text(zh: "对象", en: "Subject")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "group", title: Text(zh: "类别", en: "Group")),
            .init(key: "score", title: Text(zh: "得分", en: "Score"), right: true),
            .init(key: "grade", title: Text(zh: "等次", en: "Grade")),
            .init(key: "standing", title: Text(zh: "状态", en: "Standing")),
        ])
        listing.rows = lines.map {
            [
                .text($0.rank.map(String.init)), .text($0.rankInBranch.map(String.init)), .text($0.name),
                .text($0.organisation), .text($0.group), .text($0.score.description), .text($0.grade),
                .text($0.standing),
            ]
        }
        return listing
    }
}
