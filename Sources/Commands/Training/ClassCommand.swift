import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// Classes and their lists.
struct ClassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "class", abstract: localized(zh: "班次", en: "Classes"),
        subcommands: [
            Create.self, Update.self, List.self, Show.self, Sessions.self, Announce.self, Start.self, Cancel.self,
            Close.self, Reopen.self, Quota.self, Enrol.self, Drop.self, Roster.self,
        ])

    struct Create: SessionCommand {
        static let route = "POST /v1/classes"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "新建班次草案，课次默认按工作日排", en: "Draft a class, by default with half-days on each working day"))
        @OptionGroup var shape: Shape
        @Option(help: member("host", of: ClassOrder.self)) var host: Reference<Organisation>
        @Option(help: member("code", of: ClassOrder.self)) var code: String
        @Option(help: member("name")) var name: String
        @Option(help: member("level", of: ClassOrder.self)) var level: Level?
        @Option(help: member("admits", of: ClassOrder.self)) var admits: Reference<Organisation>?
        @Option(name: .customLong("field"), help: member("fields", of: ClassOrder.self)) var fields: [Field]
        @Option(name: .customLong("kind"), help: member("kinds", of: ClassOrder.self)) var kinds: [DutyKind] = []
        @Option(help: member("starts", of: ClassOrder.self)) var starts: Day
        @Option(help: member("ends", of: ClassOrder.self)) var ends: Day
        @Option(help: member("minimum", of: ClassOrder.self)) var minimum: Int?
        @Option(help: member("capacity", of: ClassOrder.self)) var capacity: Int
        @Option(help: member("venue", of: ClassOrder.self)) var venue: String
        @Option(help: member("cost_per_person_day", of: ClassOrder.self)) var cost: Amount?
        @Option(help: member("attendance_rule", of: ClassOrder.self)) var rule: String?
        @Option(help: member("teacher", of: ClassOrder.self)) var teacher: String?
        @Option(
            help: help(
                zh: "课次的 JSON 文件，形如 class sessions --format json 的 items",
                en: "JSON file of the sessions, as the items of class sessions --format json"))
        var sessions: String?

        func run(_ session: Session) async throws {
            let order = ClassOrder(
                host: host, code: code, name: name, level: level, admits: admits, fields: fields,
                kinds: kinds.isEmpty ? nil : kinds, starts: starts, ends: ends, minimum: minimum, capacity: capacity,
                venue: venue, costPerPersonDay: cost, attendanceRule: rule, teacher: teacher,
                sessions: try sessions.map {
                    try WireDecoder.decode(
                        [ClassSession].self, from: readInput($0), .file($0, page: "/openapi.json"))
                })
            try shape.report(
                try await session.services.training.createClass(order, on: session.today, caller: session.caller))
        }
    }

    struct Update: SessionCommand {
        static let route = "PATCH /v1/classes/{class}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "修改草案或已通知的班次，课次不变", en: "Change a draft or announced class; its sessions stay"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Option(help: member("name")) var name: String?
        @Option(help: member("starts", of: ClassChange.self)) var starts: Day?
        @Option(help: member("ends", of: ClassChange.self)) var ends: Day?
        @Option(help: member("minimum", of: ClassChange.self)) var minimum: Int?
        @Option(help: member("capacity", of: ClassChange.self)) var capacity: Int?
        @Option(help: member("venue", of: ClassChange.self)) var venue: String?
        @Option(help: member("cost_per_person_day", of: ClassChange.self)) var cost: Amount?
        @Option(help: member("attendance_rule", of: ClassChange.self)) var rule: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            let change = ClassChange(
                name: name, starts: starts, ends: ends, minimum: minimum, capacity: capacity, venue: venue,
                costPerPersonDay: cost, attendanceRule: rule)
            try shape.report(
                try await session.services.training.updateClass(
                    reference, change, expected: expectedVersion, caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/classes"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出班次", en: "List classes"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("state", of: ClassQuery.self)) var state: ClassState?
        @Option(help: member("scope", of: ClassQuery.self)) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.classes(
                    ClassQuery(state: state, scope: scope), paging.request(), caller: session.caller))
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/classes/{class}"
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个班次", en: "One class"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            let found = try await session.services.training.trainingClass(reference, caller: session.caller)
            guard shape.format == .table else { return try shape.show(one: found) }
            let card = Table([found], TrainingClass.columns + TrainingClass.details)
            Terminal.write(card.card(in: CommandLanguage.current))
        }
    }

    struct Sessions: SessionCommand {
        static let route = "GET /v1/classes/{class}/sessions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个班次的课次", en: "The half-days of a class"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.training.sessions(of: reference, caller: session.caller))
        }
    }

    struct Quota: SessionCommand {
        static let route = "POST /v1/classes/{class}/quotas"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "为一个党组织及其下级留名额", en: "Keep seats for a subtree"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Option(name: .customLong("for"), help: member("organisation", of: ClassQuotaOrder.self))
        var organisation: Reference<Organisation>
        @Option(help: member("seats", of: ClassQuotaOrder.self)) var seats: Int

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.setQuota(
                    reference, ClassQuotaOrder(organisation: organisation, seats: seats), caller: session.caller))
        }
    }
}

/// How a class is named.
var classHelp: ArgumentHelp {
    ArgumentHelp(localized(zh: "班次：编号或标识", en: "Class: its code or identifier"), valueName: "class")
}

extension Level: WordOption {}
extension ClassState: WordOption {}
