import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import Settings
import TestSupport
import Testing
import Wire

@testable import Training

/// A county with three townships and their secretaries, and what a clerk does with its classes.
struct ClassOffice: Sendable {
    let fixture: Fixture
    let training: TrainingService
    let today = ChinaTime.today()

    static let villages = [
        "610116001001", "610116001002", "610116001200", "610116002200", "610102001001", "610528100200",
    ]

    static func with(
        villages: [String] = ClassOffice.villages, poolMaximum: Int = 4, settings: Settings = Settings(),
        _ body: (ClassOffice) async throws -> Void
    ) async throws {
        try await Fixture.with(poolMaximum: poolMaximum, settings: settings) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(ClassOffice(fixture: fixture, training: fixture.services.training))
        }
    }

    func announced(
        _ code: String = "A1", host: Reference<Organisation> = "61", starts: String = "2014-09-01", days: Int = 3,
        capacity: Int = 30, rule: String? = nil, teacher: String? = nil
    ) async throws -> Reference<TrainingClass> {
        let first = day(starts)
        let made = try await training.createClass(
            ClassOrder(
                host: host, code: code, name: "班次" + code, fields: [.rural, .community], starts: first,
                ends: first.adding(days: days - 1), minimum: 1, capacity: capacity, venue: "党校", attendanceRule: rule,
                teacher: teacher), on: today, caller: Fixture.root)
        try await move(Reference(made.id), .announced)
        return Reference(made.id)
    }

    func move(_ course: Reference<TrainingClass>, _ state: ClassMove, reason: String? = nil) async throws {
        _ = try await training.move(
            course, ClassMoveOrder(state: state, on: day("2014-09-01"), reason: reason), expected: nil, on: today,
            caller: Fixture.root)
    }

    func person(_ index: Int) async throws -> Reference<Person> { Reference(try await fixture.person(index).id) }

    @discardableResult
    func enrol(_ people: Int..., in course: Reference<TrainingClass>, since: String? = nil) async throws -> Enrolled {
        var references: [Reference<Person>] = []
        for index in people { references.append(try await person(index)) }
        return try await training.enrol(
            EnrolmentOrder(people: references, since: since.map { day($0) }), in: course, caller: Fixture.root)
    }

    @discardableResult
    func mark(
        _ course: Reference<TrainingClass>, _ session: Int, _ marks: [String: Mark] = [:], others: Mark? = nil,
        madeUpIn: String? = nil, overwrite: Bool? = nil, reason: String? = nil
    ) async throws -> MarksWritten {
        try await training.mark(
            MarksOrder(
                marks: marks.sorted { $0.key < $1.key }.map { name, mark in
                    MarkEntry(
                        person: Reference(name), mark: mark, approver: mark == .onLeave ? "县委组织部" : nil,
                        madeUpIn: mark == .madeUp ? madeUpIn : nil)
                }, others: others, overwrite: overwrite, reason: reason), session: session, of: course,
            caller: Fixture.root)
    }

    func close(
        _ course: Reference<TrainingClass>, unmarked: UnmarkedDecision? = nil, reason: String? = nil
    ) async throws -> ClassClosed {
        try await training.closeClass(
            course, ClassClosing(on: day("2015-09-01"), unmarked: unmarked, reason: reason), expected: nil, on: today,
            caller: Fixture.root)
    }

    func list(_ course: Reference<TrainingClass>, caller: Caller = Fixture.root) async throws -> [String: Enrolment] {
        let lines = try await training.enrolments(of: course, PageRequest(limit: 500), caller: caller).items
        return Dictionary(uniqueKeysWithValues: lines.map { ($0.personName, $0) })
    }

    func sessions(_ course: Reference<TrainingClass>) async throws -> [ClassSession] {
        try await training.sessions(of: course, caller: Fixture.root).items
    }

    func refusal(_ body: () async throws -> Void) async throws -> AppError {
        try #require(await #expect(throws: AppError.self) { try await body() })
    }
}
