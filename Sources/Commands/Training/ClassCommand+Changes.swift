import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// Changes of a class, as a whole or one half-day at a time.
extension ClassCommand {
    struct Update: SessionCommand {
        static let route = "PATCH /v1/classes/{class}"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "修改尚未结班的班次，已通知的告知学员", en: "Change a class that is not closed; its people are notified"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Option(help: member("code", of: ClassChange.self)) var code: String?
        @Option(help: member("name")) var name: String?
        @Option(help: member("level")) var level: Level?
        @Option(name: .customLong("field"), help: member("fields", of: ClassChange.self)) var fields: [Field] = []
        @Option(name: .customLong("kind"), help: member("kinds", of: ClassChange.self)) var kinds: [DutyKind] = []
        @Option(help: member("admits", of: ClassChange.self)) var admits: Reference<Organisation>?
        @Option(help: member("starts", of: ClassChange.self)) var starts: Day?
        @Option(help: member("ends", of: ClassChange.self)) var ends: Day?
        @Option(help: member("minimum", of: ClassChange.self)) var minimum: Int?
        @Option(help: member("capacity", of: ClassChange.self)) var capacity: Int?
        @Option(help: member("venue", of: ClassChange.self)) var venue: String?
        @Option(help: member("cost_per_person_day", of: ClassChange.self)) var cost: Amount?
        @Option(help: member("attendance_rule", of: ClassChange.self)) var rule: String?
        @Option(help: sessionFileHelp) var sessions: String?
        @OptionGroup var kind: ClassKindOptions
        @OptionGroup var filters: FilterOptions
        @Flag(
            help: help(
                zh: "不再对学员有要求；给出任何要求时替换原有的全部要求",
                en: "No demands on people any more; any demand given takes the place of all on file"))
        var unfiltered = false
        @Flag(help: member("anyway", of: ClassChange.self)) var anyway = false
        @Option(help: member("reason", of: ClassChange.self)) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            let change = ClassChange(
                code: code, name: name, level: level, fields: fields.isEmpty ? nil : fields,
                kinds: kinds.isEmpty ? nil : kinds, admits: admits, starts: starts, ends: ends, minimum: minimum,
                capacity: capacity, venue: venue, costPerPersonDay: cost, attendanceRule: rule,
                sessions: try sessions.map(sessionFile), reason: reason, form: kind.form, course: kind.course,
                filters: unfiltered ? ClassFilters() : filters.filters, anyway: anyway ? true : nil)
            try shape.report(
                try await session.services.training.updateClass(
                    reference, change, expected: expectedVersion, caller: session.caller))
        }
    }

    struct Shift: SessionCommand {
        static let route = "POST /v1/classes/{class}/shift"
        static let configuration = CommandConfiguration(
            commandName: "move",
            abstract: localized(zh: "改期：课次随之平移", en: "Move to another week, sessions along with it"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Option(help: member("to", of: ClassShiftOrder.self)) var to: Day
        @Option(help: member("reason", of: ClassShiftOrder.self)) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.shiftClass(
                    reference, ClassShiftOrder(to: to, reason: reason), expected: expectedVersion,
                    caller: session.caller))
        }
    }

    struct Changes: SessionCommand {
        static let route = "GET /v1/classes/{class}/changes"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "变更记录：原为、改为、理由", en: "What was changed, before and after"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.training.changes(of: reference, caller: session.caller))
        }
    }

    /// One half-day.
    struct SessionCommands: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "session", abstract: localized(zh: "增加、修改或删除一个课次", en: "Add, change or remove a half-day"),
            subcommands: [Add.self, Change.self, Remove.self])

        struct Add: SessionCommand {
            static let route = "POST /v1/classes/{class}/sessions"
            static let configuration = CommandConfiguration(abstract: localized(zh: "增加课次", en: "Add a half-day"))
            @OptionGroup var shape: Shape
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @Option(help: member("number", of: SessionOrder.self)) var number: Int?
            @Option(help: member("day", of: SessionOrder.self)) var day: Day
            @Option(help: member("half", of: SessionOrder.self)) var half: HalfDay
            @Option(help: member("topic", of: SessionOrder.self)) var topic: Topic
            @Option(help: member("title", of: SessionOrder.self)) var title: String
            @Option(help: member("hours", of: SessionOrder.self)) var hours: Hours?
            @OptionGroup var details: SessionDetails

            func run(_ session: Session) async throws {
                let order = SessionOrder(
                    number: number, day: day, half: half, topic: topic, title: title, hours: hours,
                    teacher: details.teacher, venue: details.venue, fee: details.fee,
                    teacherTitle: details.teacherTitle, reason: details.reason)
                try shape.report(
                    try await session.services.training.addSession(
                        order, to: reference, expected: details.expectedVersion, caller: session.caller))
            }
        }

        struct Change: SessionCommand {
            static let route = "PATCH /v1/classes/{class}/sessions/{number}"
            static let configuration = CommandConfiguration(abstract: localized(zh: "修改课次", en: "Change a half-day"))
            @OptionGroup var shape: Shape
            @OptionGroup var meeting: SessionOptions
            @Option(help: member("day", of: SessionChange.self)) var day: Day?
            @Option(help: member("half", of: SessionChange.self)) var half: HalfDay?
            @Option(help: member("topic", of: SessionChange.self)) var topic: Topic?
            @Option(help: member("title", of: SessionChange.self)) var title: String?
            @Option(help: member("hours", of: SessionChange.self)) var hours: Hours?
            @OptionGroup var details: SessionDetails

            func run(_ session: Session) async throws {
                let change = SessionChange(
                    day: day, half: half, topic: topic, title: title, hours: hours, teacher: details.teacher,
                    venue: details.venue, fee: details.fee,
                    teacherTitle: details.teacherTitle, reason: details.reason)
                try shape.report(
                    try await session.services.training.changeSession(
                        meeting.session, of: meeting.reference, change, expected: details.expectedVersion,
                        caller: session.caller))
            }
        }

        struct Remove: SessionCommand {
            static let route = "POST /v1/classes/{class}/sessions/{number}/removal"
            static let configuration = CommandConfiguration(abstract: localized(zh: "删除课次", en: "Remove a half-day"))
            @OptionGroup var shape: Shape
            @OptionGroup var meeting: SessionOptions
            @Option(help: member("reason", of: SessionRemoval.self)) var reason: String?
            @Option(help: member("expected_version")) var expectedVersion: Int?

            func run(_ session: Session) async throws {
                try shape.report(
                    try await session.services.training.removeSession(
                        meeting.session, of: meeting.reference, SessionRemoval(reason: reason),
                        expected: expectedVersion, caller: session.caller))
            }
        }
    }
}

/// What may be given of a half-day in any case.
struct SessionDetails: ParsableArguments {
    @Option(help: member("teacher", of: SessionChange.self)) var teacher: String?
    @Option(help: member("venue", of: SessionChange.self)) var venue: String?
    @Option(help: member("fee", of: SessionChange.self)) var fee: Amount?
    @Option(help: member("teacher_title", of: SessionChange.self)) var teacherTitle: String?
    @Option(help: member("reason", of: SessionChange.self)) var reason: String?
    @Option(help: member("expected_version")) var expectedVersion: Int?
}

extension HalfDay: WordOption {}
extension Topic: WordOption {}
