import Access
import ArgumentParser
import Composition
import Foundation
import Kernel
import Members
import Training
import Wire

/// Attendance by half-day.
struct AttendanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attendance", abstract: localized(zh: "考勤", en: "Attendance"),
        subcommands: [MarkOne.self, MarkAll.self, SignIn.self, Import.self, List.self, Rules.self])

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
        @Option(help: member("reason", of: MarksOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            let entry = MarkEntry(person: person, mark: mark, approver: approver, madeUpIn: madeUpIn)
            try shape.report(
                try await session.services.training.mark(
                    MarksOrder(marks: [entry], reason: reason), session: meeting.session, of: meeting.reference,
                    caller: session.caller)
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
                zh: "缺勤的人：姓名、名单序号、身份证号或编号；可用逗号隔开，可多次",
                en: "Who was absent: name, number of the list, ID number or identifier; several by commas or repeated"
            ))
        var absent: [Reference<Person>] = []
        @Flag(help: member("overwrite", of: MarksOrder.self)) var overwrite = false
        @Option(help: member("reason", of: MarksOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            let order = MarksOrder(
                marks: absent.separated.map { MarkEntry(person: $0, mark: .absent) }, others: mark,
                overwrite: overwrite ? true : nil, reason: reason)
            try shape.report(
                try await session.services.training.mark(
                    order, session: meeting.session, of: meeting.reference, caller: session.caller))
        }
    }

    struct SignIn: SessionCommand {
        static let route = "POST /v1/classes/{class}/sessions/{number}/sign-in"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "按签到名单登记一个半天：一列姓名，或会议程序导出的表",
                en: "A half-day by a list: a column of names, or a meeting program's export"))
        @OptionGroup var shape: Shape
        @OptionGroup var meeting: SessionOptions
        @OptionGroup var input: SheetFile
        @Option(help: member("others", of: AttendanceListOrder.self)) var others: Mark?
        @Option(help: member("starts", of: AttendanceListOrder.self)) var starts: String?
        @Option(help: member("late_after", of: AttendanceListOrder.self)) var lateAfter: Int?
        @Option(help: member("at_least", of: AttendanceListOrder.self)) var atLeast: Int?
        @Option(help: member("ignore", of: AttendanceListOrder.self)) var ignore: [String] = []

        func run(_ session: Session) async throws {
            let order = AttendanceListOrder(
                others: others, starts: starts, lateAfter: lateAfter, atLeast: atLeast,
                ignore: ignore.isEmpty ? nil : ignore, dryRun: input.dryRun, sheet: input.sheet,
                map: input.map.isEmpty ? nil : input.map)
            try shape.report(
                try await input.read(as: "sign-in", session) {
                    try await session.services.training.signIn(
                        $0, order, session: meeting.session, of: meeting.reference, caller: session.caller)
                })
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/classes/{class}/marks"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入考勤", en: "Import marks from a sheet"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @OptionGroup var input: ImportFile
        @Option(help: member("approver", of: MarksImportOrder.self)) var approver: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "marks", session) { bytes, how in
                    let order = MarksImportOrder(approver: approver, how)
                    return try await session.services.training.importMarks(
                        bytes, order, of: reference, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/classes/{class}/marks"
        static let sensitive = SensitiveRead.marks
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个班次的考勤", en: "The marks of a class"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try await shape.show(
                session.services.training.marks(of: reference, caller: session.caller), Self.sensitive,
                ["class": reference.text], session)
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

extension [Reference<Person>] {
    /// Several people in one word, as they are dictated: 3,4 or 张三、李四. No name has these signs in it.
    var separated: [Reference<Person>] {
        flatMap { $0.text.split { ",，、;；".contains($0) } }.map { part in
            Reference(part.trimmingCharacters(in: .whitespaces))
        }
    }
}

extension Mark: WordOption {}
