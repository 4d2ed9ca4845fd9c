import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Planning
import Training
import Wire

/// Plans by name, before and after they are accepted.
extension PlanCommand {
    struct Preview: SessionCommand, SensitiveCommand {
        static let route = "POST /v1/plans/previews"
        static let sensitive = SensitiveRead.seats
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "采纳前看计划文件的名单：谁进哪个班、谁有变动",
                en: "Read a plan file by name before it is accepted: who sits where, and who moves"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: planHelp) var plan: String
        @Option(help: member("scope", of: PlanPreview.self)) var scope: Reference<Organisation>?
        @Option(help: member("as_of", of: PlanPreview.self)) var asOf: Day?
        @Flag(help: member("changed", of: PlanSeatQuery.self)) var changed = false

        func run(_ session: Session) async throws {
            let order = PlanPreview(scope: scope, asOf: asOf, assignments: try readPlan(plan).assignments)
            let preview = try await session.services.training.previewPlan(
                order, on: session.today, caller: session.caller)
            try await shape.show(
                preview, parts: changed ? preview.seats.filter(\.change.isChange) : preview.seats, Self.sensitive,
                ["scope": scope?.text], session)
            let total = preview.seats.count
            let counts = Text(
                zh: "共 \(total) 项，变动 \(preview.changes) 项。", en: "\(total) duties, \(preview.changes) changes.")
            let short =
                preview.short.isEmpty
                ? nil
                : Text(
                    zh: "有 \(preview.short.count) 项学时仍不足。", en: "\(preview.short.count) duties would still lack hours.")
            let parts = [
                counts, preview.announces.text(isDone: false), preview.movesUp.text(isDone: false), short,
            ]
            Terminal.talk(Text.sentences(parts.compactMap(\.self)).localized)
        }
    }

    struct Show: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/plans/{plan}/seats"
        static let sensitive = SensitiveRead.seats
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "已采纳计划的名单和变动表，按采纳时的姓名和班次",
                en: "The names and changes of an accepted plan, as they were filed"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Argument(help: help(zh: "计划：名称或编号", en: "Plan: its name or identifier")) var plan: Reference<AcceptedPlan>
        @Flag(help: member("changed", of: PlanSeatQuery.self)) var changed = false

        func run(_ session: Session) async throws {
            let query = PlanSeatQuery(changed: changed ? true : nil)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.training.seats(of: plan, query, $0, caller: session.caller)
            }
        }
    }
}

/// What of a proposal is listed.
enum PlanPart: String, Choice {
    case classes, seats, changes, left, needed, short, later

    var text: Text {
        switch self {
        case .classes: Text(zh: "班次", en: "classes")
        case .seats: Text(zh: "名单", en: "seats")
        case .changes: Text(zh: "变动", en: "changes")
        case .left: Text(zh: "未安排", en: "left")
        case .needed: Text(zh: "还需班次", en: "needed")
        case .short: Text(zh: "学时不足", en: "short of hours")
        case .later: Text(zh: "尚未开始的任务", en: "owed later")
        }
    }

    static var listed: String { words }
}

extension PlanPart: WordOption {}
