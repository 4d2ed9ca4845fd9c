import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Policy
import TestSupport
import Testing

@testable import Training

/// Offices held again, beside each other and one after the other; seats that end late; classes closed again.
struct OfficeAgainTests {
    private let organisation = Identifier<Organisation>.new()

    private func office(
        _ since: String, _ until: String? = nil, at organisation: Identifier<Organisation>? = nil,
        title: PostTitle = .secretary, nature: TenureNature = .substantive, field: Field = .rural
    ) -> DutyRule.Office {
        DutyRule.Office(
            tenure: .new(), person: .new(), organisation: organisation ?? self.organisation, path: "61.",
            level: .primary, field: field, title: title, nature: nature, since: day(since),
            until: until.map { day($0) })
    }

    @Test func whoIsElectedAgainGoesOnInOffice() {
        let (first, second) = (office("2012-01-01", "2026-03-01"), office("2026-03-01"))
        let runs = DutyRule.continuing([second, first])
        #expect(runs.map(\.tenure) == [first.tenure] && runs[0].until == nil && runs[0].since == day("2012-01-01"))
    }

    /// A day between, another organisation, another post, or acting before: that is another office.
    @Test func whatDoesNotFollowAtOnceInTheSamePostIsAnotherOffice() {
        let first = office("2012-01-01", "2026-03-01")
        for second in [
            office("2026-03-02"), office("2026-03-01", at: .new()), office("2026-03-01", title: .deputySecretary),
            office("2026-03-01", nature: .acting),
        ] {
            #expect(DutyRule.continuing([first, second]).count == 2)
        }
    }

    private func yearly(_ offices: [DutyRule.Office], _ year: Int) throws -> [DutyRule.Draft] {
        let rules = try TrainingRules(PolicyLoader().load("policy/training/training.yaml"))
        let years = DutyRule.Years(opened: [], known: [year], current: year)
        return DutyRule.duties(of: offices, cycles: [], years: years, rules: rules).map(\.draft).filter {
            $0.kind == .annual && $0.year == year
        }.sorted { $0.opened < $1.opened }
    }

    @Test func theHoursOfAYearAreOwedOnce() throws {
        // Two posts at once.
        #expect(try yearly([office("2010-01-01"), office("2012-01-01", at: .new())], 2026).count == 1)
        // One after the other: nobody owes both on any day.
        let moved = try yearly([office("2010-01-01", "2026-10-01"), office("2026-10-01", at: .new())], 2026)
        #expect(moved.map(\.closed) == [day("2026-10-01"), nil])
        #expect(moved.map(\.opened) == [day("2026-01-01"), day("2026-10-01")])
        // A second post for some months changes nothing.
        #expect(try yearly([office("2010-01-01"), office("2026-03-01", "2026-06-01", at: .new())], 2026).count == 1)
        // The first ends while the second goes on.
        let both = try yearly([office("2010-01-01", "2026-06-01"), office("2026-03-01", at: .new())], 2026)
        #expect(both.map(\.opened) == [day("2026-01-01"), day("2026-06-01")], "\(both)")
    }

    @Test func hoursBeforeTheSecondOfficeOfAYearCount() {
        let duty = Duty(
            id: .new(), person: .new(), path: "61.", kind: .annual, field: .rural, cycle: nil, year: 2026,
            opened: day("2026-10-01"), due: day("2026-12-31"), hard: day("2026-12-31"), closed: nil,
            requiredHours: Hours(tenths: 560), accepts: [.county], ruleSet: "x")
        func state(_ earned: String) -> DutyState {
            let credit = Credit(
                id: .new(), className: "c", level: .county, kinds: [.annual], earned: day(earned),
                countsFrom: day(earned), hours: Hours(tenths: 560), completions: 1)
            return OverdueRule(dueSoonDays: 90, forecastDays: 60).judge(
                duty, credits: [credit], reliefs: [], seats: [], asOf: day("2026-11-01")
            ).state
        }
        #expect(state("2025-12-31") == .open(.forecastToMiss))
        #expect(state("2026-01-01") == .settled(on: day("2026-01-01")))
        #expect(state("2026-04-15") == .settled(on: day("2026-04-15")))
    }

    /// Appointed again to the post they hold: one act, which ends the tenure before and keeps duty, seat and training.
    @Test func reelectionKeepsDutyAndSeat() async throws {
        try await ClassOffice.with { office in
            let training = office.training
            let made = try await office.announced("A1", starts: "2014-09-01")
            try await office.enrol(0, in: made)
            let before = try await training.judged(
                office.fixture.person(0).id, asOf: office.today, caller: Fixture.root)
            let again = try await office.fixture.services.members.appoint(
                AppointmentOrder(
                    person: office.person(0), organisation: Reference(ClassOffice.villages[0]), since: day("2014-08-01")
                ),
                caller: Fixture.root)
            #expect(again.again && again.summary.chinese.contains("连任"))
            let tenures = try await office.fixture.services.members.tenures(
                of: office.person(0), caller: Fixture.root
            ).items
            #expect(tenures.map(\.until) == [day("2014-08-01"), nil])
            let after = try await training.judged(office.fixture.person(0).id, asOf: office.today, caller: Fixture.root)
            #expect(after.map(\.duty.id) == before.map(\.duty.id) && after.map(\.state) == before.map(\.state))
            #expect(try await office.list(made)["测试0"]?.state == .enrolled)
        }
    }

    /// The same as two acts, as offices enter it: the duty goes on from the day of the first tenure.
    @Test func endedAndBegunOnOneDayIsTheSameOffice() async throws {
        try await ClassOffice.with { office in
            let members = office.fixture.services.members
            let person = try await office.person(0)
            _ = try await members.end(
                try Reference(#require(members.tenures(of: person, caller: Fixture.root).items.first).id),
                TenureEndOrder(until: day("2015-03-01")), caller: Fixture.root)
            _ = try await members.appoint(
                AppointmentOrder(
                    person: person, organisation: Reference(ClassOffice.villages[0]), since: day("2015-03-01")),
                caller: Fixture.root)
            let owed = try await office.training.judged(
                office.fixture.person(0).id, asOf: day("2016-08-01"), caller: Fixture.root
            ).filter { $0.state.isOwed && $0.duty.kind != .annual }
            #expect(owed.map(\.duty.kind) == [.rotation])
            #expect(owed.map(\.state) == [.open(.overdue)])
        }
    }

    @Test func aSeatThatEndsLateIsNamed() async throws {
        try await ClassOffice.with { office in
            let made = try await office.announced("A1", starts: "2016-09-05")
            try await office.enrol(0, in: made)
            let lines = try await office.training.overdue(
                OverdueQuery(asOf: day("2016-08-01"), kind: .rotation), PageRequest(limit: 500), on: office.today,
                caller: Fixture.root
            ).items
            let reasons = Dictionary(uniqueKeysWithValues: lines.map { ($0.personName, $0.reason.chinese) })
            #expect(reasons["测试0"]?.contains("已安排「班次A1」（2016-09-07 结束，晚于期限）") == true, "\(reasons)")
            #expect(reasons["测试1"]?.contains("未安排班次") == true)
            // Over, and nobody entered anything.
            let later = try await office.training.overdue(
                OverdueQuery(asOf: day("2016-10-01"), kind: .rotation), PageRequest(limit: 500), on: office.today,
                caller: Fixture.root
            ).items
            #expect(
                later.first { $0.personName == "测试0" }?.reason.chinese.contains("「班次A1」已结束，未登记考勤") == true)
        }
    }

    /// The hours given first count until the day of the reopening: given again before it they would count twice.
    @Test func aClassIsNotClosedBeforeItWasReopened() async throws {
        try await ClassOffice.with { office in
            let made = try await office.announced("A1", starts: "2014-09-01")
            try await office.enrol(0, in: made)
            try await office.move(made, .running)
            _ = try await office.close(made, unmarked: .present, reason: "全勤")
            _ = try await office.training.reopenClass(
                made, ClassReopening(on: day("2015-10-01"), reason: "补登记"), expected: nil, on: office.today,
                caller: Fixture.root)
            #expect(
                try await office.refusal { _ = try await office.close(made) }.code == "class.closed_before_reopening")
            _ = try await office.training.closeClass(
                made, ClassClosing(on: day("2015-10-01")), expected: nil, on: office.today, caller: Fixture.root)
        }
    }

    /// A seat is for what the class can settle: not for the hours of another year, and not twice for one duty.
    @Test func aSeatIsForTheDutyThatTheClassSettles() async throws {
        try await ClassOffice.with { office in
            _ = try await office.training.openYear(YearOrder(year: 2014), on: ChinaTime.today(), caller: Fixture.root)
            let starts = office.today.adding(days: 30)
            var made: [Reference<TrainingClass>] = []
            for (number, first) in [starts, starts.adding(days: 30)].enumerated() {
                let draft = try await office.training.createClass(
                    ClassOrder(
                        host: "61", code: "B\(number)", name: "班次B\(number)", fields: [.rural, .community],
                        starts: first,
                        ends: first.adding(days: 3), minimum: 1, capacity: 30, venue: "党校", weekends: true),
                    on: office.today, caller: Fixture.root)
                made.append(Reference(draft.id))
                try await office.move(Reference(draft.id), .announced)
            }
            try await office.enrol(0, in: made[0])
            let duty = try #require(try await office.list(made[0])["测试0"]?.duty)
            let kinds = try await office.training.judged(
                office.fixture.person(0).id, asOf: office.today, caller: Fixture.root
            ).filter { $0.duty.id == duty }.map(\.duty.kind)
            #expect(kinds == [.rotation])
            let refused = try await office.refusal { _ = try await office.enrol(0, in: made[1]) }
            #expect(refused.code == "enrolment.not_admitted")
            #expect(refused.message.chinese.contains("班次B0"), "\(refused.message.chinese)")
        }
    }
}
