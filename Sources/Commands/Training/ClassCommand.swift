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
            Create.self, Update.self, Shift.self, SessionCommands.self, Changes.self, List.self, Show.self,
            Sessions.self, Announce.self, Start.self, Cancel.self, Close.self, Reopen.self, Quota.self, Enrol.self,
            Drop.self, Restore.self, Joined.self, Fill.self, Roster.self, Nominate.self, Nominations.self, Confirm.self,
            Refuse.self, Withdraw.self, Print.self, Remind.self, Budget.self,
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
        @OptionGroup var kind: ClassKindOptions
        @OptionGroup var filters: FilterOptions
        @Flag(inversion: .prefixedNo, help: member("weekends", of: ClassOrder.self)) var weekends: Bool?
        @Option(help: sessionFileHelp) var sessions: String?
        @OptionGroup var layout: LayoutOptions

        func run(_ session: Session) async throws {
            let order = ClassOrder(
                host: host, code: code, name: name, level: level, admits: admits, fields: fields,
                kinds: kinds.isEmpty ? nil : kinds, starts: starts, ends: ends, minimum: minimum, capacity: capacity,
                venue: venue, costPerPersonDay: cost, attendanceRule: rule, teacher: teacher,
                sessions: try sessions.map(sessionFile), weekends: weekends, form: kind.form, course: kind.course,
                filters: filters.filters, halfDays: layout.halfDays, firstHalf: layout.firstHalf,
                halfDayHours: layout.halfDayHours, evenings: layout.evenings, eveningHours: layout.eveningHours)
            try shape.report(
                try await session.services.training.createClass(order, on: session.today, caller: session.caller))
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
            try await shape.show(paging) {
                try await session.services.training.classes(
                    ClassQuery(state: state, scope: scope), $0, caller: session.caller)
            }
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
}

/// Half-days and evenings of sessions that are laid out automatically.
struct LayoutOptions: ParsableArguments {
    @Option(help: member("half_days", of: ClassOrder.self)) var halfDays: Int?
    @Option(help: member("first_half", of: ClassOrder.self)) var firstHalf: HalfDay?
    @Option(help: member("half_day_hours", of: ClassOrder.self)) var halfDayHours: Hours?
    @Option(help: member("evenings", of: ClassOrder.self)) var evenings: Int?
    @Option(help: member("evening_hours", of: ClassOrder.self)) var eveningHours: Hours?
}

var sessionFileHelp: ArgumentHelp {
    help(
        zh: "课次的 JSON 文件，形如 class sessions --format json 的 items",
        en: "JSON file of the sessions, as the items of class sessions --format json")
}

func sessionFile(_ file: String) throws -> [ClassSession] {
    try WireDecoder.decode([ClassSession].self, from: readInput(file), .file(file, page: "/openapi.json"))
}

/// How a class is named.
var classHelp: ArgumentHelp {
    ArgumentHelp(localized(zh: "班次：编号或标识", en: "Class: its code or identifier"), valueName: "class")
}

extension Level: WordOption {}
extension ClassState: WordOption {}
