import Organisations
import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Members
import Training

private let classWord = Text(zh: "班次", en: "class")

/// Classes and who is on their list.
struct ClassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "class", abstract: localized(zh: "班次", en: "Classes"),
        subcommands: [
            Create.self, List.self, Show.self, Announce.self, Start.self, Close.self, Reopen.self, Cancel.self,
            Enrol.self, Drop.self,
            Roster.self, Quota.self,
        ])

    struct Create: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "新建班次草案，课次按工作日自动排", en: "Draft a class with half-days on each working day"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "主办组织编码", en: "Code of the host"))) var host: String
        @Option var code: String
        @Option var name: String
        @Option(help: ArgumentHelp(localized(zh: "层级，默认同主办组织", en: "Level, by default the host's"))) var level: Level?
        @Option(
            help: ArgumentHelp(localized(zh: "招收范围的组织编码，默认主办组织", en: "Code of the subtree it admits, by default the host's")))
        var admits: String?
        @Option(help: ArgumentHelp(localized(zh: "领域，可多次", en: "Field, may be repeated"))) var field: [Field]
        @Option(help: ArgumentHelp(localized(zh: "任务类型，可多次，默认全部", en: "Kind of duty, may be repeated, by default all")))
        var kind: [DutyKind] = []
        @Option var starts: Day
        @Option var ends: Day
        @Option var minimum = 10
        @Option var capacity: Int
        @Option var venue: String
        @Option(help: ArgumentHelp(localized(zh: "每人每天费用（元）", en: "Yuan a person and day"))) var cost: Int?
        @Option(help: ArgumentHelp(localized(zh: "考勤规则", en: "Attendance rule"))) var rule = "share-three-quarters"
        @Option(help: ArgumentHelp(localized(zh: "授课人", en: "Teacher"))) var teacher = "-"

        func run(_ session: Session) async throws {
            let organisations = session.services.organisations
            let found = try await organisations.organisation(host, caller: session.caller)
            var admitted = found
            if let admits { admitted = try await organisations.organisation(admits, caller: session.caller) }
            let draft = ClassDraft(
                code: code, name: name, level: level ?? found.level, admits: admits, fields: field,
                kinds: kind.isEmpty ? DutyKind.allCases : kind,
                starts: starts, ends: ends, minimum: minimum, capacity: capacity, venue: venue,
                costPerPersonDay: Decimal(cost ?? session.services.training.rules.classDefaults.costPerPersonDay),
                attendanceRule: rule,
                sessions: session.services.training.halfDays(from: starts, through: ends, teacher: teacher))
            let made = try await session.services.training.createClass(
                draft, host: found, admits: admitted, caller: session.caller)
            Terminal.write(made.id.description + "\n")
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出班次", en: "List classes"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option var state: ClassState?
        @Option(help: ArgumentHelp(localized(zh: "主办组织在此范围内", en: "Hosts in this subtree"))) var scope: String?

        func run(_ session: Session) async throws {
            let page = try await session.services.training.classes(
                state: state, under: session.scope(scope), paging.request(), caller: session.caller)
            shape.show(.classes(page.items))
            paging.more(page.next)
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个班次的课次", en: "The sessions of a class"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var id: String

        func run(_ session: Session) async throws {
            let found = try await session.services.training.trainingClass(
                identifier(id, classWord), caller: session.caller)
            if shape.format == .table { Terminal.write(Listing.classes([found]).render(.table) + "\n") }
            var listing = Listing(columns: [
                .init(key: "number", title: Text(zh: "课次", en: "Session"), right: true),
                .init(key: "day", title: Text(zh: "日期", en: "Day")),
                .init(key: "half", title: Text(zh: "半天", en: "Half-day")),
                .init(key: "topic", title: Text(zh: "专题", en: "Topic")),
                .init(key: "title", title: Text(zh: "题目", en: "Title")),
                .init(key: "hours", title: Text(zh: "学时", en: "Hours"), right: true),
                .init(key: "teacher", title: Text(zh: "授课", en: "Teacher")),
            ])
            listing.rows = try await session.services.training.sessions(of: found.id, caller: session.caller).map {
                [
                    .number($0.number), .day($0.day), .word($0.half.rawValue, $0.half.text),
                    .word($0.topic.rawValue, $0.topic.text),
                    .text($0.title), .hours($0.hours), .text($0.teacher),
                ]
            }
            shape.show(listing)
        }
    }

    struct Announce: ClassMove {
        static let configuration = CommandConfiguration(abstract: localized(zh: "发通知", en: "Announce"))
        static let state = ClassState.announced
        @OptionGroup var globals: Globals
        @OptionGroup var move: MoveOptions
    }

    struct Start: ClassMove {
        static let configuration = CommandConfiguration(abstract: localized(zh: "开班", en: "Start"))
        static let state = ClassState.running
        @OptionGroup var globals: Globals
        @OptionGroup var move: MoveOptions
    }

    struct Cancel: ClassMove {
        static let configuration = CommandConfiguration(abstract: localized(zh: "取消", en: "Cancel"))
        static let state = ClassState.cancelled
        @OptionGroup var globals: Globals
        @OptionGroup var move: MoveOptions
    }

    struct Close: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "结班：按考勤规则判定并计学时", en: "Close: judge attendance and credit the hours"))
        @OptionGroup var globals: Globals
        @OptionGroup var move: MoveOptions
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            let lines = try await session.services.training.closeClass(
                identifier(move.id, classWord), on: move.day ?? session.today, expected: nil, caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "person", title: Text(zh: "人员", en: "Person")),
                .init(key: "completed", title: Text(zh: "结业", en: "Completed")),
                .init(key: "hours", title: Text(zh: "学时", en: "Hours"), right: true),
                .init(key: "why", title: Text(zh: "原因", en: "Why not")),
            ])
            listing.rows = lines.map {
                [
                    .text($0.person.description),
                    .word(
                        String($0.judgement.completed),
                        $0.judgement.completed ? Text(zh: "是", en: "yes") : Text(zh: "否", en: "no")),
                    .hours($0.judgement.attended), .both(.list($0.judgement.failures)),
                ]
            }
            shape.show(listing)
        }
    }

    struct Reopen: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "取消结班：冲销已计学时", en: "Reopen: take the credited hours back"))
        @OptionGroup var globals: Globals
        @OptionGroup var move: MoveOptions

        func run(_ session: Session) async throws {
            guard let reason = move.reason else { throw AppError.missingValue("reason") }
            let found = try await session.services.training.reopenClass(
                identifier(move.id, classWord), on: move.day ?? session.today, reason: reason, expected: nil,
                caller: session.caller)
            Terminal.write(Listing.classes([found]).render(.table))
        }
    }

    struct Enrol: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "调训：先坐满名额，余者候补", en: "Enrol people: seats first, then the waiting list"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifiers of people"))) var people: [String]

        func run(_ session: Session) async throws {
            let (enrolled, waiting) = try await session.services.training.enrol(
                people.map { try identifier($0, Text(zh: "人员", en: "person")) }, in: identifier(id, classWord),
                caller: session.caller)
            Terminal.write(
                Text(zh: "调训 \(enrolled) 人，候补 \(waiting) 人。", en: "\(enrolled) enrolled, \(waiting) waiting.").localized
                    + "\n")
        }
    }

    struct Drop: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "退出，候补者递补", en: "Take somebody off the list; the next in waiting enters"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "调训编号", en: "Identifier of the enrolment"))) var enrolment: String
        @Option var reason: String

        func run(_ session: Session) async throws {
            let next = try await session.services.training.drop(
                identifier(enrolment, Text(zh: "调训", en: "enrolment")), reason: reason, expected: nil,
                caller: session.caller)
            if let next { Terminal.write(Text(zh: "递补：\(next)", en: "entered: \(next)").localized + "\n") }
        }
    }

    struct Roster: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "名单", en: "The list of a class"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Argument var id: String

        func run(_ session: Session) async throws {
            let page = try await session.services.training.enrolments(
                of: identifier(id, classWord), paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "enrolment", title: Text(zh: "调训编号", en: "Enrolment")),
                .init(key: "person", title: Text(zh: "人员编号", en: "Person")),
                .init(key: "name", title: Text(zh: "姓名", en: "Name")),
                .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
                .init(key: "state", title: Text(zh: "状态", en: "State")),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.id.description), .text($0.person.description), .text($0.personName),
                    .text($0.organisationName),
                    .word($0.state.rawValue, $0.state.text),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Quota: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "为一个范围留名额", en: "Keep seats for a subtree"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Option(name: .customLong("for")) var organisation: String
        @Option var seats: Int

        func run(_ session: Session) async throws {
            let found = try await session.services.organisations.organisation(organisation, caller: session.caller)
            try await session.services.training.setQuota(
                identifier(id, classWord), path: found.path, seats: seats, caller: session.caller)
        }
    }
}

struct MoveOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(localized(zh: "班次编号", en: "Identifier of the class"))) var id: String
    @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "日期，默认今天", en: "The day, by default today"))) var day:
        Day?
    @Option var reason: String?
}

/// A verb that takes a class to another state.
protocol ClassMove: SessionCommand {
    static var state: ClassState { get }
    var move: MoveOptions { get }
}

extension ClassMove {
    func run(_ session: Session) async throws {
        let found = try await session.services.training.move(
            identifier(move.id, classWord), to: Self.state, on: move.day ?? session.today, reason: move.reason,
            expected: nil,
            caller: session.caller)
        Terminal.write(Listing.classes([found]).render(.table))
    }
}

extension Level: ExpressibleByArgument {}
extension ClassState: ExpressibleByArgument {}
extension Mark: ExpressibleByArgument {}

extension Listing {
    static func classes(_ items: [TrainingClass]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
            .init(key: "name", title: Text(zh: "名称", en: "Name")),
            .init(key: "state", title: Text(zh: "状态", en: "State")),
            .init(key: "starts", title: Text(zh: "开班", en: "Starts")),
            .init(key: "ends", title: Text(zh: "结束", en: "Ends")),
            .init(key: "enrolled", title: Text(zh: "人数", en: "Enrolled"), right: true),
            .init(key: "capacity", title: Text(zh: "容量", en: "Capacity"), right: true),
            .init(key: "waiting", title: Text(zh: "候补", en: "Waiting"), right: true),
            .init(key: "venue", title: Text(zh: "地点", en: "Venue")),
        ])
        listing.rows = items.map {
            [
                .text($0.id.description), .text($0.name), .word($0.state.rawValue, $0.state.text), .day($0.starts),
                .day($0.ends),
                .number($0.enrolled), .number($0.capacity), .number($0.waiting), .text($0.venue),
            ]
        }
        return listing
    }
}

/// Attendance by half-day.
struct AttendanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attendance", abstract: localized(zh: "考勤", en: "Attendance"),
        subcommands: [MarkOne.self, MarkAll.self, Import.self, List.self])

    struct MarkOne: SessionCommand {
        static let configuration = CommandConfiguration(
            commandName: "mark", abstract: localized(zh: "登记一个人的一个半天", en: "One person's half-day"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "班次编号", en: "Identifier of the class"))) var id: String
        @Option(name: .customLong("session")) var number: Int
        @Option var person: String
        @Option var mark: Mark
        @Option(help: ArgumentHelp(localized(zh: "请假批准人", en: "Who approved the leave"))) var approver: String?
        @Option(help: ArgumentHelp(localized(zh: "补在哪一课次", en: "Session in which it was made up"))) var madeUpIn: String?

        func run(_ session: Session) async throws {
            let entry = MarkEntry(
                person: try identifier(person, Text(zh: "人员", en: "person")), mark: mark, approver: approver,
                madeUpIn: madeUpIn)
            let written = try await session.services.training.mark(
                [entry], session: number, of: identifier(id, classWord), caller: session.caller)
            Terminal.write(Text(zh: "登记 \(written) 条。", en: "\(written) marks written.").localized + "\n")
        }
    }

    struct MarkAll: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "全班登记一个半天", en: "Everybody's half-day at once"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Option(name: .customLong("session")) var number: Int
        @Option var mark: Mark = .present
        @Option(help: ArgumentHelp(localized(zh: "缺勤者的人员编号", en: "Identifiers of those absent"))) var absent: [String] = []

        func run(_ session: Session) async throws {
            let entries = try absent.map {
                MarkEntry(person: try identifier($0, Text(zh: "人员", en: "person")), mark: .absent)
            }
            let written = try await session.services.training.markAll(
                mark, except: entries, session: number, of: identifier(id, classWord), caller: session.caller)
            Terminal.write(Text(zh: "登记 \(written) 条。", en: "\(written) marks written.").localized + "\n")
        }
    }

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入考勤", en: "Take marks from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Argument var file: String

        func run(_ session: Session) async throws {
            let written = try await session.services.training.importMarks(
                readInput(file), of: identifier(id, classWord), caller: session.caller)
            Terminal.write(Text(zh: "登记 \(written) 条。", en: "\(written) marks written.").localized + "\n")
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个班次的考勤", en: "The marks of a class"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var id: String

        func run(_ session: Session) async throws {
            var listing = Listing(columns: [
                .init(key: "person", title: Text(zh: "人员", en: "Person")),
                .init(key: "session", title: Text(zh: "课次", en: "Session"), right: true),
                .init(key: "mark", title: Text(zh: "考勤", en: "Mark")),
                .init(key: "approver", title: Text(zh: "批准人", en: "Approver")),
                .init(key: "made_up_in", title: Text(zh: "补训", en: "Made up in")),
                .init(key: "revision", title: Text(zh: "修订", en: "Revision"), right: true),
            ])
            listing.rows = try await session.services.training.marks(
                of: identifier(id, classWord), caller: session.caller
            ).map {
                [
                    .text($0.person.description), .number($0.session), .word($0.mark.rawValue, $0.mark.text),
                    .text($0.approver),
                    .text($0.madeUpIn), .number($0.revision),
                ]
            }
            shape.show(listing)
        }
    }
}
