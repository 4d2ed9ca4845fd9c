import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Settings
import TestSupport
import Testing
import Wire

@testable import Training

/// The host of a class has its whole list: people of other parts of the tree, and people who were transferred there
/// meanwhile. Nobody else sees more than before.
struct HostListTests {
    private static let notifying: Settings = {
        var settings = Settings()
        settings.notices.folder = FileManager.default.temporaryDirectory.path
        return settings
    }()

    /// The county's class with one of its own people and one of its neighbour's.
    private func shared(_ office: ClassOffice) async throws -> Reference<TrainingClass> {
        let course = try await office.announced("W", host: "610116")
        _ = try await office.training.updateClass(
            course, ClassChange(admits: "6101"), expected: nil, caller: Fixture.root)
        try await office.enrol(0, 4, in: course)
        return course
    }

    @Test func aHostKeepsTheListOfPeopleItDoesNotSee() async throws {
        try await ClassOffice.with(settings: Self.notifying) { office in
            let (training, fixture) = (office.training, office.fixture)
            let course = try await shared(office)
            let host = try await fixture.caller("610116")
            let list = try await office.list(course, caller: host)
            #expect(Set(list.keys) == ["测试0", "测试4"])
            let read = try await training.trainingClass(course, caller: host)
            #expect(read.enrolled == 2 && read.ownEnrolled == 1)
            _ = try await training.shiftClass(
                course, ClassShiftOrder(to: day("2014-09-08"), reason: "r"), expected: nil, caller: host)
            #expect(try await fixture.count("notice WHERE key LIKE 'class:%:change:%' AND key NOT LIKE '%:above'") == 2)
            try await office.move(course, .running)
            for session in try await office.sessions(course) {
                let written = try await training.mark(
                    MarksOrder(marks: [MarkEntry(person: "测试4", mark: .present)], others: .present),
                    session: session.number, of: course, caller: host)
                #expect(written.count == 2)
            }
            // Somebody is taken off the list by the host, and comes back.
            _ = try await training.drop(
                "测试4", from: course, DropOrder(reason: "误入", on: day("2014-09-09")), expected: nil, caller: host)
            _ = try await training.restore(
                "测试4", to: course, RestoreOrder(reason: "误退"), expected: nil, caller: host)
            #expect(try await office.list(course, caller: host)["测试4"]?.state == .enrolled)
            let closed = try await training.closeClass(
                course, ClassClosing(on: day("2014-09-20")), expected: nil, on: office.today, caller: host)
            #expect(closed.completed == 2 && Set(closed.items.compactMap(\.personName)) == ["测试0", "测试4"])
            #expect(try await fixture.count("credit") == 2)
            _ = try await training.reopenClass(
                course, ClassReopening(on: day("2014-09-21"), reason: "r"), expected: nil, on: office.today,
                caller: host)
            #expect(try await fixture.count("credit WHERE reverses IS NOT NULL") == 2)
        }
    }

    @Test func nobodyElseSeesTheList() async throws {
        try await ClassOffice.with { office in
            let (training, fixture) = (office.training, office.fixture)
            let course = try await shared(office)
            try await office.move(course, .running)
            try await office.mark(course, 1, others: .present)
            let neighbour = try await fixture.caller("610102")
            #expect(Set(try await office.list(course, caller: neighbour).keys) == ["测试4"])
            #expect(try await training.marks(of: course, caller: neighbour).items.map(\.personName) == ["测试4"])
            let township = try await fixture.caller("610116001")
            #expect(Set(try await office.list(course, caller: township).keys) == ["测试0"])
            let stranger = try await fixture.caller("610528")
            #expect(try await office.list(course, caller: stranger).isEmpty)
            #expect(try await training.marks(of: course, caller: stranger).items.isEmpty)
            // A host writes of people of its list alone, whatever statement it sends.
            let host = try await fixture.caller("610116")
            let outsider = try await fixture.person(5)
            let id = try #require(Identifier<TrainingClass>(course.text))
            let refused = try await office.refusal {
                try await fixture.services.database.write(host) { transaction in
                    let event = try await transaction.record("class.credit", "class", subject: id.value)
                    _ = try await transaction.query(
                        .insertCredits(
                            people: [outsider.id], paths: [outsider.path], earnedOn: [day("2014-09-03")],
                            hours: [Hours(tenths: 80)], completions: [1], class: id, className: "W", level: "county",
                            kinds: ["rotation"], countsFrom: day("2014-09-03"), form: "concentrated",
                            course: String?.none, auditEvent: event))
                }
            }
            #expect(refused.code == "access.outside_scope")
            #expect(try await fixture.count("credit") == 0)
        }
    }

    /// Who was transferred to another county before the closing vanished from the list, and the hours were lost.
    @Test func whoIsTransferredBeforeTheClosingIsCredited() async throws {
        try await ClassOffice.with { office in
            let (training, fixture) = (office.training, office.fixture)
            let course = try await office.announced("T", host: "610116")
            try await office.enrol(0, 1, in: course)
            try await office.move(course, .running)
            for session in 1...6 { try await office.mark(course, session, others: .present) }
            let person = try await office.person(0)
            _ = try await fixture.services.members.move(
                person, MoveOrder(organisation: "610528100200", on: office.today), on: office.today,
                caller: Fixture.root)
            let host = try await fixture.caller("610116")
            #expect(Set(try await office.list(course, caller: host).keys) == ["测试0", "测试1"])
            let closed = try await training.closeClass(
                course, ClassClosing(on: day("2015-09-01")), expected: nil, on: office.today, caller: host)
            #expect(closed.completed == 2)
            let receiver = try await fixture.caller("610528")
            let credits = try await training.credits(of: person, caller: receiver).items
            #expect(credits.map(\.hours) == [Hours(tenths: 240)])
        }
    }
}
