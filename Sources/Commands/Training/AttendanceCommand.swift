import ArgumentParser
import Composition
import Kernel
import Members
import Training
import Wire

/// Attendance by half-day.
struct AttendanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attendance", abstract: localized(zh: "考勤", en: "Attendance"),
        subcommands: [MarkOne.self, MarkAll.self, Import.self, List.self, Rules.self])

    struct MarkOne: SessionCommand {
        static let route = "POST /v1/classes/{class}/sessions/{number}/marks"
        static let configuration = CommandConfiguration(
            commandName: "mark", abstract: localized(zh: "登记一个人的一个半天", en: "One person's half-day"))
        @OptionGroup var shape: Shape
        @OptionGroup var meeting: SessionOptions
        @Option(help: member("person")) var person: Reference<Person>
        @Option(help: member("mark", of: MarkEntry.self)) var mark: Mark
        @Option(help: member("approver", of: MarkEntry.self)) var approver: String?
        @Option(help: member("made_up_in", of: MarkEntry.self)) var madeUpIn: String?

        func run(_ session: Session) async throws {
            let entry = MarkEntry(person: person, mark: mark, approver: approver, madeUpIn: madeUpIn)
            try shape.report(
                try await session.services.training.mark(
                    MarksOrder(marks: [entry]), session: meeting.session, of: meeting.reference, caller: session.caller)
            )
        }
    }

    struct MarkAll: SessionCommand {
        static let route = "POST /v1/classes/{class}/sessions/{number}/marks"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "全班登记一个半天", en: "Everybody's half-day at once"))
        @OptionGroup var shape: Shape
        @OptionGroup var meeting: SessionOptions
        @Option(help: member("others", of: MarksOrder.self)) var mark = Mark.usual
        @Option(
            help: help(
                zh: "缺勤的人：姓名、身份证号或编号，可多次", en: "Who was absent: name, ID number or identifier; may be repeated"))
        var absent: [Reference<Person>] = []

        func run(_ session: Session) async throws {
            let order = MarksOrder(marks: absent.map { MarkEntry(person: $0, mark: .absent) }, others: mark)
            try shape.report(
                try await session.services.training.mark(
                    order, session: meeting.session, of: meeting.reference, caller: session.caller))
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/classes/{class}/marks"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入考勤", en: "Import marks from CSV"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Argument(help: help(zh: "CSV 文件，- 表示标准输入", en: "CSV file; - is standard input")) var file: String
        @Flag(help: member("dry_run")) var dryRun = false
        @Flag(help: member("again")) var again = false

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.importMarks(
                    readInput(file), ImportOrder(dryRun: dryRun, again: again), of: reference, caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/classes/{class}/marks"
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个班次的考勤", en: "The marks of a class"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.training.marks(of: reference, caller: session.caller))
        }
    }

    struct Rules: SessionCommand {
        static let route = "GET /v1/attendance-rules"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出考勤规则", en: "List the attendance rules"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(try session.services.training.attendanceRules(caller: session.caller))
        }
    }
}

/// One half-day of a class.
struct SessionOptions: ParsableArguments {
    @Argument(help: classHelp) var reference: Reference<TrainingClass>
    @Option(help: help(zh: "课次编号", en: "Number of the session")) var session: Int
}

extension Mark: WordOption {}
