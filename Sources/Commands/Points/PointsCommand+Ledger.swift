import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Points
import Schemes
import Wire

/// What is posted, and what it comes to for one subject.
extension PointsCommand {
    struct RecordFact: SessionCommand {
        static let route = "POST /v1/points/facts"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一条事实（考勤、补课、党费……）", en: "Record a fact: attendance, a make-up, dues …"))
        @OptionGroup var shape: Shape
        @Argument(help: member("subject", of: FactOrder.self)) var subject: Reference<PointsSubject>
        @Option(help: member("fact", of: FactOrder.self)) var fact: FactKind
        @Option(help: member("name", of: FactOrder.self)) var name: String?
        @Option(help: member("outcome", of: FactOrder.self)) var outcome: String?
        @Option(help: member("on", of: FactOrder.self)) var on: Day
        @Option(help: member("quantity", of: FactOrder.self)) var quantity: Amount?
        @Option(help: member("reference", of: FactOrder.self)) var reference: String

        func run(_ session: Session) async throws {
            let order = FactOrder(
                subject: subject, fact: fact, name: name, outcome: outcome, on: on, quantity: quantity,
                reference: reference)
            try shape.report(
                try await session.services.points.record(
                    FactsOrder(facts: [order]), on: session.today, caller: session.caller))
        }
    }

    struct ImportFacts: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/facts/import"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入事实", en: "Import facts from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var sheet: SheetOptions

        func run(_ session: Session) async throws {
            try shape.report(
                try await sheet.imported(as: "facts", session) {
                    try await session.services.points.importFacts(
                        $0, $1, scheme: $2, on: session.today, caller: session.caller)
                })
        }
    }

    struct Automatic: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/automatic"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "把事实按办法记账；重复运行不重复记账", en: "Turn facts into entries; repeating it makes nothing twice"))
        @OptionGroup var shape: Shape
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("scope", of: AutomaticOrder.self)) var scope: Reference<Organisation>
        @Option(help: member("as_of")) var asOf: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.runAutomatic(
                    AutomaticOrder(scope: scope, asOf: asOf), scheme: scheme.scheme, on: session.today,
                    caller: session.caller))
        }
    }

    struct Post: SessionCommand {
        static let route = "POST /v1/points/entries"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "直接记账（办法允许的项目）", en: "Post an item that needs no claim"))
        @OptionGroup var shape: Shape
        @OptionGroup var what: EntryOptions
        @Option(help: member("decision", of: PostOrder.self)) var decision: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.post(
                    PostsOrder(entries: [what.post(decision: decision)]), on: session.today, caller: session.caller))
        }
    }

    struct Reverse: SessionCommand {
        static let route = "POST /v1/points/subjects/{subject}/reversals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "依决定冲销一笔记账", en: "Reverse an entry by a decision"))
        @OptionGroup var shape: Shape
        @Argument(help: member("subject", of: PostOrder.self)) var subject: Reference<PointsSubject>
        @Argument(help: member("number", of: ReversalOrder.self)) var number: Int
        @Option(help: member("scheme", of: ReversalOrder.self)) var scheme: String?
        @Option(help: member("decision", of: ReversalOrder.self)) var decision: String
        @Option(help: member("key", of: ReversalOrder.self)) var key: String?

        func run(_ session: Session) async throws {
            let order = ReversalOrder(number: number, decision: decision, scheme: scheme, key: key)
            try shape.report(
                try await session.services.points.reverse(
                    order, of: subject, on: session.today, caller: session.caller))
        }
    }

    struct Score: SessionCommand {
        static let route = "GET /v1/points/subjects/{subject}/score, GET /v1/points/me/score"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "得分及逐行说明", en: "A score, line by line"))
        @OptionGroup var shape: Shape
        @OptionGroup var whose: Whose
        @Option(help: member("scheme")) var scheme: String
        @Option(help: member("as_of")) var asOf: Day?
        @Option(help: member("known", of: ScoreQuery.self)) var known: Day?
        @Flag(help: member("rolled_up", of: ScoreQuery.self)) var rolledUp = false

        func run(_ session: Session) async throws {
            let query = ScoreQuery(scheme: scheme, asOf: asOf, known: known, rolledUp: rolledUp)
            let score = try await session.services.points.score(
                query, of: whose.subject, on: session.today, caller: session.caller)
            try shape.show(score, heading: Table([score]), parts: score.lines)
        }
    }

    struct Entries: SessionCommand {
        static let route = "GET /v1/points/subjects/{subject}/entries, GET /v1/points/me/entries"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个对象的记账", en: "A subject's entries"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var whose: Whose
        @Option(help: member("scheme", of: EntryQuery.self)) var scheme: String?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.points.entries(
                    of: whose.subject, EntryQuery(scheme: scheme), $0, caller: session.caller)
            }
        }
    }

    /// Whose points are read.
    struct Whose: ParsableArguments {
        @Argument(
            help: help(
                zh: "积分对象：编号、身份证号、编码或唯一的名称；不写则为本人",
                en: "Subject: identifier, ID number, code or unique name; oneself when left out"))
        var subject: Reference<PointsSubject>?
    }

    struct Me: SessionCommand {
        static let route = "GET /v1/points/me"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "本人参加的办法", en: "The schemes that the caller takes part in"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(one: try await session.services.points.ownPoints(caller: session.caller))
        }
    }
}
