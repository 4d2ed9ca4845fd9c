import Civil
import Foundation
import Kernel
import Settings
import TestSupport
import Testing

@testable import Training

/// A class is changed as a whole as long as it is not closed; what it was before stays on file, and its people are
/// notified.
struct ClassChangeTests {
    @Test func aClassMovesToAnotherWeekWithItsSessions() async throws {
        var settings = Settings()
        settings.notices.folder = FileManager.default.temporaryDirectory.path
        try await ClassOffice.with(settings: settings) { office in
            let course = try await office.announced()
            try await office.enrol(0, 1, in: course)
            let before = try await office.sessions(course)
            let moved = try await office.training.shiftClass(
                course, ClassShiftOrder(to: day("2014-09-15")), expected: nil, caller: Fixture.root)
            #expect(moved.starts == day("2014-09-15") && moved.ends == day("2014-09-17") && moved.sessions == 6)
            #expect(moved.daysOff.isEmpty)
            let after = try await office.sessions(course)
            #expect(after.map(\.day) == before.map { $0.day.adding(days: 14) })
            #expect(after.map(\.half) == before.map(\.half) && after.map(\.title) == before.map(\.title))
            let changes = try await office.training.changes(of: course, caller: Fixture.root).items
            #expect(changes.first { $0.member == "starts" }?.before == "2014-09-01")
            #expect(changes.count { $0.member.hasPrefix("session ") } == 6)
            // One notice for each person on the list.
            #expect(try await office.fixture.count("notice WHERE key LIKE '%:change:1'") == 2)
            let weekend = try await office.training.shiftClass(
                course, ClassShiftOrder(to: day("2014-09-13")), expected: nil, caller: Fixture.root)
            #expect(weekend.daysOff == [day("2014-09-13"), day("2014-09-14")])
        }
    }

    @Test func halfDaysAreAddedChangedRemovedAndSwapped() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            let training = office.training
            _ = try await training.addSession(
                SessionOrder(
                    day: day("2014-09-02"), half: .evening, topic: .governance, title: "夜学", teacher: "王老师",
                    venue: "二教"), to: course, expected: nil, caller: Fixture.root)
            _ = try await training.changeSession(
                2, of: course, SessionChange(title: "实地教学", teacher: "李老师"), expected: nil, caller: Fixture.root)
            _ = try await training.removeSession(
                6, of: course, SessionRemoval(), expected: nil, caller: Fixture.root)
            var sessions = try await office.sessions(course)
            #expect(sessions.map(\.number) == [1, 2, 3, 4, 5, 7])
            #expect(sessions[1].title == "实地教学" && sessions[1].teacher == "李老师")
            #expect(sessions[5].half == .evening && sessions[5].venue == "二教")
            // Two half-days change places in one list.
            let (one, two) = (sessions[0], sessions[1])
            sessions[0] = ClassSession(
                number: 1, day: two.day, half: two.half, topic: one.topic, title: one.title, hours: one.hours,
                teacher: one.teacher)
            sessions[1] = ClassSession(
                number: 2, day: one.day, half: one.half, topic: two.topic, title: two.title, hours: two.hours,
                teacher: two.teacher)
            _ = try await training.updateClass(
                course, ClassChange(sessions: sessions), expected: nil, caller: Fixture.root)
            let after = try await office.sessions(course)
            #expect(after[0].half == two.half && after[1].half == one.half)
            let missing = try await office.refusal {
                _ = try await training.changeSession(
                    9, of: course, SessionChange(title: "x"), expected: nil, caller: Fixture.root)
            }
            #expect(missing.code == "class.no_session" && missing.message.english.contains("6 sessions"))
            let twice = try await office.refusal {
                _ = try await training.addSession(
                    SessionOrder(day: day("2014-09-02"), half: .evening, topic: .ideals, title: "x"), to: course,
                    expected: nil, caller: Fixture.root)
            }
            #expect(twice.code == "class_session_once")
        }
    }

    @Test func aChangeAfterTheStartNeedsAReasonAndKeepsWhatWas() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(0, in: course)
            try await office.move(course, .running)
            let training = office.training
            let silent = try await office.refusal {
                _ = try await training.updateClass(
                    course, ClassChange(venue: "礼堂"), expected: nil, caller: Fixture.root)
            }
            #expect(silent.code == "class.reason")
            let changed = try await training.updateClass(
                course, ClassChange(venue: "礼堂", reason: "停电"), expected: nil, caller: Fixture.root)
            #expect(changed.venue == "礼堂")
            let line = try #require(try await training.changes(of: course, caller: Fixture.root).items.last)
            #expect(line.before == "党校" && line.after == "礼堂" && line.reason == "停电" && line.state == .running)
            try await office.mark(course, 1, others: .present)
            let marked = try await office.refusal {
                _ = try await training.removeSession(
                    1, of: course, SessionRemoval(reason: "r"), expected: nil, caller: Fixture.root)
            }
            #expect(marked.code == "class.session_marked")
            _ = try await office.close(course, unmarked: .present)
            let closed = try await office.refusal {
                _ = try await training.updateClass(
                    course, ClassChange(name: "x", reason: "r"), expected: nil, caller: Fixture.root)
            }
            #expect(closed.code == "class.state")
        }
    }

    @Test func moreSeatsLetThoseEnterWhoWait() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(capacity: 1)
            let placed = try await office.enrol(0, 1, 2, in: course)
            #expect(placed.enrolled == 1 && placed.waiting == 2)
            let wider = try await office.training.updateClass(
                course, ClassChange(capacity: 2), expected: nil, caller: Fixture.root)
            #expect(wider.enrolled == 2 && wider.waiting == 1)
        }
    }

    /// A class that was changed to another level or kind stopped counting for everybody on its list without a word.
    @Test func aClassDoesNotStopCountingForItsPeopleInSilence() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116")
            try await office.enrol(0, 1, 2, in: course)
            func change(_ change: ClassChange) async throws -> TrainingClass {
                try await office.training.updateClass(course, change, expected: nil, caller: Fixture.root)
            }
            for refused in [
                ClassChange(level: .township, reason: "r"), ClassChange(kinds: [.annual], reason: "r"),
                ClassChange(fields: [.university], reason: "r"),
                ClassChange(reason: "r", filters: ClassFilters(bornFrom: 2000)),
            ] {
                let error = try await office.refusal { _ = try await change(refused) }
                #expect(error.code == "class.no_longer_counts" && error.facts.count == 3, "\(error.message.english)")
                #expect(try await office.fixture.count("class_change") == 0)
            }
            let unsaid = try await office.refusal { _ = try await change(ClassChange(level: .township, anyway: true)) }
            #expect(unsaid.code == "value.missing")
            // What it still counts for may change, and so may everything with a reason.
            let narrower = try await change(ClassChange(kinds: [.rotation], reason: "r"))
            #expect(narrower.settles?.english.contains("rotation") ?? false)
            let lower = try await change(ClassChange(level: .township, reason: "改为镇班", anyway: true))
            #expect(lower.level == .township && lower.settles?.english.contains("does not count") ?? false)
            // Where it does not count already, nothing gets worse.
            _ = try await change(ClassChange(fields: [.rural], reason: "r"))
        }
    }

    @Test func aTeacherIsInOneClassAtATime() async throws {
        try await ClassOffice.with { office in
            _ = try await office.announced("A", teacher: "王老师")
            let other = try await office.refusal { _ = try await office.announced("B", teacher: "王老师") }
            #expect(other.code == "class.teacher_busy" && other.facts.first?.name == "王老师")
            // Who is not named yet can be anywhere.
            _ = try await office.announced("C")
            _ = try await office.announced("D")
        }
    }
}
