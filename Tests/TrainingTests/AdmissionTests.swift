import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Planning
import Policy
import TestSupport
import Testing
import Wire

@testable import Training

/// What a class demands of people, and what form it has: one definition for lists, plans and calendars.
struct AdmissionTests {
    private func offer(_ filters: ClassFilters = .none, after: [Admission.Demand] = []) -> Admission.Offer {
        Admission.Offer(
            kinds: [.rotation], fields: [.rural], admits: .everything, level: .county, starts: day("2014-09-01"),
            filters: filters, after: after)
    }

    private func trainee(
        born: String = "1980-05-04", sex: Sex = .male, since: String = "2012-03-01", until: String = "9999-12-31",
        primary: String? = nil
    ) -> Admission.Trainee {
        Admission.Trainee(
            born: day(born), sex: sex, offices: [.init(title: .secretary, since: day(since), until: day(until))],
            completed: primary.map { [.init(course: "primary", on: day($0))] } ?? [])
    }

    private func words(_ offer: Admission.Offer, _ trainee: Admission.Trainee) -> [String] {
        Admission.objections(offer, trainee).map(\.text.chinese)
    }

    @Test(arguments: [
        ("1969-12-31", false), ("1970-01-01", true), ("1980-05-04", true), ("1990-12-31", true), ("1991-01-01", false),
    ])
    func theYearsOfBirthIncludeTheirEnds(born: String, fits: Bool) {
        let found = words(offer(ClassFilters(bornFrom: 1970, bornThrough: 1990)), trainee(born: born))
        #expect(found.isEmpty == fits)
        if !fits { #expect(found == ["\(born.prefix(4)) 年出生，本班招收 1970 至 1990 年出生的"]) }
    }

    @Test(arguments: [("2013-12-31", false), ("2014-01-01", true), ("2014-06-30", true), ("2014-07-01", false)])
    func newlyAppointedAreThoseInOfficeSinceADay(since: String, fits: Bool) {
        let filters = ClassFilters(appointedFrom: day("2014-01-01"), appointedThrough: day("2014-06-30"))
        #expect(words(offer(filters), trainee(since: since)).isEmpty == fits)
    }

    /// An office counts on the first day of the class: taken up by then, and not ended.
    @Test(arguments: [
        ("2014-08-31", "9999-12-31", true), ("2014-09-01", "9999-12-31", true), ("2014-09-02", "9999-12-31", false),
        ("2012-01-01", "2014-09-01", false), ("2012-01-01", "2014-09-02", true),
    ])
    func aPostIsHeldOnTheFirstDay(since: String, until: String, fits: Bool) {
        let found = words(offer(ClassFilters(posts: [.secretary])), trainee(since: since, until: until))
        #expect(found == (fits ? [] : ["开班时不担任书记"]), "\(found)")
        #expect(!words(offer(ClassFilters(posts: [.deputySecretary])), trainee(since: since, until: until)).isEmpty)
    }

    /// Three years: completed the day before the anniversary is too early, on it and after it is not.
    @Test(arguments: [
        ("2011-08-31", "初级班于 2011-08-31 完成，到开班已超过 3 年"), ("2011-09-01", nil), ("2011-09-02", nil),
        ("2014-08-31", nil), ("2014-09-01", "还没有完成初级班"),
    ])
    func aPrerequisiteLiesWithinItsYears(completed: String, objection: String?) throws {
        let rules = try TrainingRules(PolicyLoader().load("policy/training/training.yaml"))
        let demands = rules.demands(.none, course: "intermediate")
        let found = words(offer(after: demands), trainee(primary: completed))
        #expect(found == (objection.map { [$0] } ?? []))
        #expect(words(offer(after: demands), trainee()) == ["还没有完成初级班"])
        // What the class says itself goes before what its course says.
        #expect(rules.demands(ClassFilters(after: []), course: "intermediate").isEmpty)
        #expect(
            rules.demands(ClassFilters(after: [Prerequisite(course: "primary")]), course: nil).map(\.years) == [nil])
    }

    @Test func thePersonIsJudgedWithTheDuty() {
        let need = Admission.Need(
            kind: .rotation, field: .organ, path: "61.", accepts: [.county], trainee: trainee(sex: .male))
        let found = Admission.objections(offer(ClassFilters(sex: .female)), need).map(\.text.chinese)
        #expect(found == ["本班不招收领域「机关」", "本班只招收女性"])
    }

    // MARK: on a database

    private func create(
        _ office: ClassOffice, _ code: String, starts: String = "2014-09-01", days: Int = 3,
        form: TrainingForm? = nil, course: String? = nil, filters: ClassFilters? = nil
    ) async throws -> Reference<TrainingClass> {
        let made = try await office.training.createClass(
            ClassOrder(
                host: "610116", code: code, name: "班次" + code, fields: [.rural, .community],
                kinds: [.rotation, .newlyAppointed], starts: day(starts), ends: day(starts).adding(days: days - 1),
                minimum: 1, capacity: 30, venue: "党校", weekends: true, form: form, course: course, filters: filters),
            on: office.today, caller: Fixture.root)
        try await office.move(Reference(made.id), .announced)
        return Reference(made.id)
    }

    @Test func whoDoesNotFitIsRefusedInWordsAndEnrolledAnywayWithAReason() async throws {
        try await ClassOffice.with { office in
            let born = try await office.fixture.person(0).born.year
            let course = try await create(office, "A1", filters: ClassFilters(bornFrom: born + 1))
            let refused = try await office.refusal { try await office.enrol(0, in: course) }
            #expect(refused.code == "enrolment.not_admitted")
            #expect(
                refused.message.chinese.contains("\(born) 年出生，本班招收 \(born + 1) 年及以后出生的"), "\(refused.message.chinese)")
            let anyway = try await office.training.enrol(
                EnrolmentOrder(people: [try await office.person(0)], anyway: true, reason: "县委同意"), in: course,
                caller: Fixture.root)
            #expect(anyway.enrolled == 1 && anyway.warnings.count == 1)
            // The seat is one for the duty, which the class settles all the same.
            #expect(try await office.list(course)["测试0"]?.duty != nil)
            let wider = try await create(office, "A2", starts: "2014-10-13", filters: ClassFilters(bornFrom: born))
            #expect(try await office.enrol(1, in: wider).enrolled == 1)
        }
    }

    @Test func theDemandsOfAClassAreChangedAndKept() async throws {
        try await ClassOffice.with { office in
            let course = try await create(
                office, "A1", filters: ClassFilters(bornFrom: 1970, posts: [.secretary]))
            let shown = try await office.training.trainingClass(course, caller: Fixture.root)
            #expect(shown.filters?.bornFrom == 1970 && shown.filters?.posts == [.secretary])
            let changed = try await office.training.updateClass(
                course, ClassChange(form: .online, course: "primary", filters: ClassFilters(sex: .female)),
                expected: nil, caller: Fixture.root)
            #expect(changed.form == .online && changed.course == "primary")
            #expect(changed.filters == ClassFilters(sex: .female))
            let lines = try await office.training.changes(of: course, caller: Fixture.root).items
            #expect(lines.map(\.member) == ["form", "course", "filters"])
            #expect(lines.last?.before == "1970 年及以后出生、担任书记" && lines.last?.after == "只招收女性")
            let open = try await office.training.updateClass(
                course, ClassChange(course: "-", filters: ClassFilters()), expected: nil, caller: Fixture.root)
            #expect(open.course == nil && open.filters == nil)
            for filters in [
                ClassFilters(bornFrom: 1990, bornThrough: 1970), ClassFilters(bornFrom: 3000),
                ClassFilters(appointedFrom: day("2015-01-01"), appointedThrough: day("2014-01-01")),
                ClassFilters(after: [Prerequisite(course: "unknown")]),
                ClassFilters(after: [Prerequisite(course: "primary", years: 51)]),
            ] {
                let refused = try await office.refusal {
                    _ = try await office.training.updateClass(
                        course, ClassChange(filters: filters), expected: nil, caller: Fixture.root)
                }
                #expect(refused.kind == .invalid, "\(refused.code)")
            }
            let activity = try await office.refusal { _ = try await create(office, "A9", form: .activity) }
            #expect(activity.code == "value.invalid")
        }
    }

    @Test func primaryComesBeforeIntermediate() async throws {
        try await ClassOffice.with { office in
            let primary = try await create(office, "P1", course: "primary")
            let intermediate = try await create(office, "M1", starts: "2015-09-07", course: "intermediate")
            let early = try await office.refusal { try await office.enrol(0, in: intermediate) }
            #expect(early.message.chinese.contains("还没有完成初级班"))
            try await office.enrol(0, in: primary)
            try await office.move(primary, .running)
            _ = try await office.training.closeClass(
                primary, ClassClosing(on: day("2014-09-03"), unmarked: .present), expected: nil, on: office.today,
                caller: Fixture.root)
            // The rotation is done; the next class is for who completed the first.
            let trained = try await office.refusal { try await office.enrol(0, in: intermediate) }
            #expect(!trained.message.chinese.contains("初级班") && trained.message.chinese.contains("已完成或免训"))
            // Training on file counts as well, when it names its course; what is reversed does not.
            let past = "id_number,class,level,ended_on,hours,course\n\(Fixture.number(1)),老班,county,2013-06-20,8,初级班\n"
            _ = try await office.training.importPast(
                Array(past.utf8), ImportOrder(), on: office.today, caller: Fixture.root)
            #expect(try await office.enrol(1, in: intermediate).enrolled == 1)
            _ = try await office.training.reopenClass(
                primary, ClassReopening(on: day("2014-10-01"), reason: "更正"), expected: nil, on: office.today,
                caller: Fixture.root)
            let reversed = try await office.refusal { try await office.enrol(0, in: intermediate) }
            #expect(reversed.message.chinese.contains("还没有完成初级班"))
            let unknown =
                "id_number,class,level,ended_on,hours,course\n\(Fixture.number(2)),老班,county,2013-06-20,8,高级班\n"
            let refused = try await office.refusal {
                _ = try await office.training.importPast(
                    Array(unknown.utf8), ImportOrder(), on: office.today, caller: Fixture.root)
            }
            #expect(refused.code == "import.rejected")
        }
    }

    /// The planner seats nobody in a class that is not for them, says why, and a calendar counts on no such seats.
    @Test func plansAndCalendarsAdmitAsListsDo() async throws {
        try await ClassOffice.with { office in
            let born = try await office.fixture.person(0).born.year
            _ = try await create(office, "A1", filters: ClassFilters(bornFrom: born + 1))
            let order = PlanOrder(scope: "610116", asOf: day("2014-05-12"), seconds: 0.2, steps: 50)
            let draft = try await office.training.proposePlan(order, on: office.today, caller: Fixture.root)
            #expect(draft.proposal.seats.allSatisfy { $0.afterCode == nil } && draft.proposal.left.count == 4)
            #expect(draft.proposal.left.allSatisfy { $0.reason.chinese.contains("年出生，本班招收") }, "\(draft.proposal.left)")
            _ = try await create(office, "A2", starts: "2014-10-13", filters: ClassFilters(bornThrough: born))
            let both = try await office.training.proposePlan(order, on: office.today, caller: Fixture.root)
            #expect(Set(both.proposal.seats.map(\.afterCode)) == ["A2"] && both.proposal.left.isEmpty)
            // A calendar drafts classes beside what is there: with room in a class for everybody it drafts none.
            let calendar = try await office.training.draftCalendar(
                CalendarOrder(
                    scope: "610116", from: day("2014-05-12"), through: day("2014-08-29"), capacity: 4, length: 3,
                    smallest: 1), on: office.today, caller: Fixture.root)
            #expect(calendar.unplaced == 0)
            let one = try await office.fixture.person(0)
            _ = try await office.training.decideSeating(
                SeatingOrder(person: Reference(one.id), class: "A1", kind: .pinned, reason: "r"), on: office.today,
                caller: Fixture.root)
            let pinned = try await office.refusal {
                _ = try await office.training.proposePlan(order, on: office.today, caller: Fixture.root)
            }
            #expect(pinned.code == "plan.pin" && pinned.message.chinese.contains("年出生"))
        }
    }

    @Test func anOnlineClassCreditsOnlineHoursAndLeavesItsDaysFree() async throws {
        try await ClassOffice.with { office in
            let online = try await create(office, "W1", starts: "2014-09-01", days: 12, form: .online)
            let meeting = try await create(office, "A1", starts: "2014-09-03")
            try await office.enrol(0, in: online)
            // Both at once: who studies online can be called up, while two meetings exclude each other.
            #expect(try await office.enrol(0, in: meeting).enrolled == 1)
            let other = try await create(office, "A2", starts: "2014-09-04")
            let clash = try await office.refusal { try await office.enrol(0, in: other) }
            #expect(clash.code == "enrolment.overlap")
            let moved = try await office.refusal {
                _ = try await office.training.updateClass(
                    online, ClassChange(form: .concentrated), expected: nil, caller: Fixture.root)
            }
            #expect(moved.code == "enrolment.overlap")
            try await office.move(online, .running)
            _ = try await office.training.closeClass(
                online, ClassClosing(on: day("2014-09-12"), unmarked: .present), expected: nil, on: office.today,
                caller: Fixture.root)
            func forms() async throws -> [TrainingForm] {
                try await office.training.credits(of: try await office.person(0), caller: Fixture.root).items.map(
                    \.form)
            }
            #expect(try await forms() == [.online])
            _ = try await office.training.reopenClass(
                online, ClassReopening(on: day("2014-10-01"), reason: "更正"), expected: nil, on: office.today,
                caller: Fixture.root)
            // What is reversed is reversed among the hours of its form.
            #expect(try await forms() == [.online, .online])
        }
    }
}
