import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Planning
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200"]
private let today = ChinaTime.today()

/// Plans against what is on file: who sits where, whose seat changes, and what every plan heeds.
struct PlanTests {
    private func with(_ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(fixture, fixture.services.training)
        }
    }

    private func announced(
        _ training: TrainingService, _ code: String, host: Reference<Organisation> = "610116",
        starts: String = "2014-09-01", capacity: Int = 30, kinds: [DutyKind] = [.rotation, .newlyAppointed]
    ) async throws -> Reference<TrainingClass> {
        let made = try await training.createClass(
            ClassOrder(
                host: host, code: code, name: "班" + code, fields: [.rural, .community],
                kinds: kinds, starts: day(starts), ends: day(starts).adding(days: 2),
                minimum: 1, capacity: capacity, venue: "党校"), on: today, caller: Fixture.root)
        _ = try await training.move(
            Reference(made.id), ClassMoveOrder(state: .announced, on: made.starts), expected: nil, on: today,
            caller: Fixture.root)
        return Reference(made.id)
    }

    private func propose(
        _ training: TrainingService, _ scope: Reference<Organisation>? = "610116", asOf: String = "2014-06-01",
        caller: Caller = Fixture.root
    ) async throws -> PlanProposal {
        try await training.proposePlan(
            PlanOrder(scope: scope, asOf: day(asOf), steps: 500), on: today, caller: caller, progress: { 0 }
        ).proposal
    }

    private func accept(
        _ training: TrainingService, _ proposal: PlanProposal, _ scope: Reference<Organisation>? = "610116",
        name: String = "计划", asOf: String = "2014-06-01", withdraw: Bool? = nil, caller: Caller = Fixture.root
    ) async throws -> AcceptedPlan {
        try await training.acceptPlan(
            PlanAcceptance(
                name: name, scope: scope, asOf: day(asOf), assignments: proposal.assignments, withdraw: withdraw),
            on: today, caller: caller)
    }

    private func refusal(_ body: () async throws -> Void) async throws -> AppError {
        try #require(await #expect(throws: AppError.self) { try await body() })
    }

    /// A township's class was filled with people whose duty accepts a county's and above.
    @Test func aClassOfALevelThatDoesNotCountIsNotUsed() async throws {
        try await with { fixture, training in
            let made = try await training.createClass(
                ClassOrder(
                    host: "610116001", code: "T", name: "镇班", fields: [.rural, .community], kinds: [.rotation],
                    starts: day("2014-09-01"), ends: day("2014-09-03"), minimum: 1, capacity: 30, venue: "v"),
                on: today, caller: Fixture.root)
            #expect(made.settles?.english.contains("does not count for 3") ?? false)
            #expect(try await propose(training).assignments.isEmpty)
            let calendar = try await training.draftCalendar(
                CalendarOrder(
                    scope: "610116", from: day("2014-06-01"), through: day("2014-12-31"),
                    hosts: ["610116001", "610116002"], smallest: 1),
                on: today, caller: Fixture.root)
            #expect(calendar.classes.isEmpty && calendar.unaccepted == 4 && calendar.unplaced == 4)
            _ = try await training.move(
                "T", ClassMoveOrder(state: .announced, on: day("2014-08-01")), expected: nil, on: today,
                caller: Fixture.root)
            let people = [Reference(try await fixture.person(0).id)]
            let error = try await refusal {
                _ = try await training.enrol(EnrolmentOrder(people: people), in: "T", caller: Fixture.root)
            }
            #expect(error.code == "enrolment.not_admitted" && error.message.english.contains("does not count"))
            let enrolled = try await training.enrol(
                EnrolmentOrder(people: people, anyway: true, reason: "补课"), in: "T", caller: Fixture.root)
            #expect(enrolled.enrolled == 1 && enrolled.warnings.count == 1)
            #expect(try await fixture.count("enrolment_event WHERE reason = '补课'") == 1)
        }
    }

    @Test func whoIsOfAnotherFieldOrTrainedIsNotEnrolledInSilence() async throws {
        try await with { fixture, training in
            let course = try await announced(training, "A")
            let person = Reference<Person>(try await fixture.person(0).id)
            let number = Fixture.number(0)
            _ = try await training.importPast(
                Array("id_number,class,level,kinds,ended_on,hours\n\(number),旧班,county,rotation,2014-06-20,24\n".utf8),
                ImportOrder(), on: today, caller: Fixture.root)
            let error = try await refusal {
                _ = try await training.enrol(EnrolmentOrder(people: [person]), in: course, caller: Fixture.root)
            }
            #expect(error.code == "enrolment.not_admitted" && error.message.english.contains("already trained"))
        }
    }

    /// A township's plan withdrew its people from the county's classes, and a county's from the city's.
    @Test func aSeatInAClassOfAHostAboveStays() async throws {
        try await with { fixture, training in
            let city = try await announced(training, "C", host: "6101")
            _ = try await announced(training, "A", starts: "2014-10-13")
            let person = try await fixture.person(0)
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id)]), in: city, caller: Fixture.root)
            let county = try await fixture.caller("610116")
            let proposal = try await propose(training, nil, caller: county)
            let seat = try #require(proposal.seats.first { $0.person == person.id })
            #expect(seat.change == .kept && seat.afterCode == "C")
            #expect(proposal.changes.count == 3 && proposal.changes.allSatisfy { $0.change == .new })
            _ = try await accept(training, proposal, nil, caller: county)
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 4)
            #expect(try await fixture.count("enrolment WHERE state = 'replaced'") == 0)
            // And a township with no classes of its own changes nothing at all.
            let township = try await fixture.caller("610116001")
            let below = try await propose(training, nil, caller: township)
            #expect(below.changes.isEmpty && below.seats.count == 3)
            _ = try await accept(training, below, nil, name: "镇", caller: township)
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 4)
            #expect(try await fixture.count("enrolment_event") == 4)
        }
    }

    /// A cycle was opened while a class was being filled: its people were given a second seat.
    @Test func aSeatFromBeforeTheCycleWasOpenedCounts() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await announced(training, "A")
            _ = try await announced(training, "L", host: "6101", starts: "2014-11-03")
            // Its level does not count for anybody's duty.
            _ = try await announced(training, "T", host: "610116001", starts: "2014-12-01")
            for (index, course) in ["A", "L", "T"].enumerated() {
                let person = Reference<Person>(try await fixture.person(index).id)
                _ = try await training.enrol(
                    EnrolmentOrder(people: [person]), in: Reference(course), caller: Fixture.root)
            }
            #expect(try await fixture.count("enrolment WHERE duty_id IS NULL") == 3)
            _ = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let proposal = try await propose(training)
            var seats: [String: [PlanSeat]] = [:]
            for index in 0..<3 {
                let person = try await fixture.person(index)
                seats[["A", "L", "T"][index]] = proposal.seats.filter { $0.person == person.id }
            }
            #expect(seats["A"]?.map(\.change) == [.kept] && seats["A"]?.map(\.afterCode) == ["A"])
            #expect(seats["L"]?.map(\.change) == [.kept] && seats["L"]?.map(\.afterCode) == ["L"])
            #expect(seats["T"]?.map(\.change) == [.new] && seats["T"]?.map(\.afterCode) == ["A"])
            _ = try await accept(training, proposal)
            // The two seats, the one that does not count, and two new ones.
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 5)
            #expect(try await fixture.count("enrolment WHERE state = 'replaced'") == 0)
        }
    }

    /// A class that has begun is nobody's to plan, and its people were moved out of it.
    @Test func aSeatInARunningClassStays() async throws {
        try await with { fixture, training in
            let running = try await announced(training, "A", starts: "2014-05-28")
            _ = try await announced(training, "B", starts: "2014-10-13")
            let person = try await fixture.person(0)
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id)]), in: running, caller: Fixture.root)
            let proposal = try await propose(training, asOf: "2014-05-29")
            #expect(proposal.seats.first { $0.person == person.id }?.change == .kept)
            _ = try await accept(training, proposal, asOf: "2014-05-29")
            #expect(try await fixture.count("enrolment WHERE state = 'replaced'") == 0)
        }
    }

    /// Who owes two duties, holds a seat and gets two new ones: an internal error (`enrolment_event_pk`).
    @Test func twoDutiesAndASeatBecomeTwoNewSeats() async throws {
        try await with { fixture, training in
            let tenure = try #require(
                try await fixture.services.members.tenures(
                    of: Reference(try await fixture.person(0).id), caller: Fixture.root
                ).items.first)
            _ = try await fixture.services.members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2014-05-20")), caller: Fixture.root)
            let person = try await fixture.person(1)
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: Reference(person.id), organisation: Reference(villages[0]), nature: .concurrent,
                    since: day("2014-05-20")), caller: Fixture.root)
            let held = try await announced(training, "A")
            // Neither of these settles both duties.
            _ = try await announced(training, "B", starts: "2014-10-13", kinds: [.rotation])
            _ = try await announced(training, "C", starts: "2014-11-03", kinds: [.newlyAppointed])
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id)]), in: held, caller: Fixture.root)
            _ = try await training.decideSeating(
                SeatingOrder(person: Reference(person.id), class: "A", kind: .excluded, reason: "另有任务"), on: today,
                caller: Fixture.root)
            let proposal = try await propose(training)
            let own = proposal.seats.filter { $0.person == person.id }
            #expect(Set(own.compactMap(\.afterCode)) == ["B", "C"])
            #expect(own.map(\.change).sorted { $0.rawValue < $1.rawValue } == [.moved, .new])
            _ = try await accept(training, proposal)
            #expect(try await fixture.count("enrolment WHERE state = 'replaced'") == 1)
            #expect(
                try await fixture.count(
                    "enrolment_event e JOIN enrolment n ON n.id = e.enrolment_id AND n.state = 'replaced'")
                    == 2)
        }
    }

    /// The numbering began again at one, although cancelled classes keep their codes.
    @Test func aCalendarIsAcceptedTwiceAYear() async throws {
        try await with { fixture, training in
            @Sendable func draft() async throws -> DraftedCalendar {
                try await training.draftCalendar(
                    CalendarOrder(
                        scope: "610116", from: day("2014-06-20"), through: day("2014-09-20"), capacity: 2, length: 3,
                        smallest: 1, accept: true), on: today, caller: Fixture.root)
            }
            let first = try await draft()
            #expect(first.written >= 2)
            for item in first.classes {
                _ = try await training.move(
                    Reference(item.code), ClassMoveOrder(state: .cancelled), expected: nil, on: today,
                    caller: Fixture.root)
            }
            let second = try await draft()
            #expect(second.written == first.written)
            #expect(Set(first.classes.map(\.code)).isDisjoint(with: second.classes.map(\.code)))
            let race = await Race.run { _ in _ = try await draft() }
            #expect(race.refused.isEmpty && race.isClean)
        }
    }

    /// Fifteen of twenty seats were kept, and fifteen outsiders seated.
    @Test func seatsKeptForOthersStayFree() async throws {
        try await with { fixture, training in
            let course = try await announced(training, "A", capacity: 4)
            _ = try await training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 3), caller: Fixture.root)
            let kept = try await propose(training)
            #expect(kept.assignments.count == 2)
            #expect(kept.left.allSatisfy { !$0.remedies.isEmpty })
            // A plan of somebody else's is held against the quota, too.
            let all = kept.seats.filter { $0.change == .leftOut }
            #expect(all.count == 2)
            // Released before the day of the plan, the seats are open.
            _ = try await training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 3, release: day("2014-05-30"), reason: "期限"),
                caller: Fixture.root)
            let released = try await propose(training)
            #expect(released.assignments.count == 4)
            _ = try await training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 2), caller: Fixture.root)
            #expect(
                try await training.quotas(of: course, caller: Fixture.root).items.map(\.seats) == [2])
            let error = try await refusal {
                _ = try await accept(training, released)
            }
            #expect(error.code == "plan.invalid")
            _ = try await training.removeQuota(
                course, ClassQuotaRemoval(organisation: "610116002"), caller: Fixture.root)
            #expect(try await training.quotas(of: course, caller: Fixture.root).items.isEmpty)
            #expect(try await propose(training).assignments.count == 4)
        }
    }

    /// What would place everybody was left open.
    @Test func whatIsNeededIsCounted() async throws {
        try await with { _, training in
            _ = try await announced(training, "A", capacity: 1)
            let proposal = try await propose(training)
            #expect(proposal.left.count == 3 && proposal.left.allSatisfy { !$0.remedies.isEmpty })
            let needed = try #require(proposal.needed)
            #expect(needed.left == 0 && needed.items.map(\.people).sum() == 3)
            #expect(Set(needed.items.map(\.hostName)) == ["中共长安区委员会"], "\(needed.items)")
        }
    }

    /// A plan could not be read by name before it was accepted, and nobody saw who moves.
    @Test func aPlanIsReadByNameBeforeAndAfterwards() async throws {
        try await with { fixture, training in
            let course = try await announced(training, "A")
            _ = try await announced(training, "B", starts: "2014-11-03")
            let person = try await fixture.person(0)
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id)]), in: course, caller: Fixture.root)
            _ = try await training.recordAbsence(
                AbsenceOrder(
                    person: Reference(person.id), kind: .illness, since: day("2014-08-20"), until: day("2014-09-20"),
                    document: "病假条"), caller: Fixture.root)
            let proposal = try await propose(training)
            let moved = try #require(proposal.changes.first { $0.person == person.id })
            #expect(moved.change == .moved && moved.beforeCode == "A" && moved.afterCode == "B")
            #expect(moved.personName == person.name && moved.reason.english.contains("absent"))
            let preview = try await training.previewPlan(
                PlanPreview(scope: "610116", asOf: day("2014-06-01"), assignments: proposal.assignments), on: today,
                caller: Fixture.root)
            #expect(preview.seats.map(\.afterCode) == proposal.seats.map(\.afterCode))
            #expect(preview.changes == proposal.changes.count)
            let before = try await fixture.count("enrolment")
            #expect(before == 1)
            _ = try await accept(training, proposal, name: "秋季计划")
            let filed = try await training.seats(
                of: "秋季计划", PlanSeatQuery(), PageRequest(limit: 500), caller: Fixture.root
            ).items
            #expect(filed.map(\.personName) == preview.seats.map(\.personName))
            let changed = try await training.seats(
                of: "秋季计划", PlanSeatQuery(changed: true), PageRequest(limit: 2), caller: Fixture.root)
            #expect(changed.items.count == 2 && changed.next != nil)
            #expect(changed.items.allSatisfy { $0.change.isChange })
        }
    }

    /// A plan that leaves somebody out who has a seat took it in silence, or overfilled the class.
    @Test func seatsAreTakenAwayOnlyOnRequest() async throws {
        try await with { fixture, training in
            let course = try await announced(training, "A")
            let person = Reference<Person>(try await fixture.person(0).id)
            _ = try await training.enrol(EnrolmentOrder(people: [person]), in: course, caller: Fixture.root)
            let nothing = PlanAcceptance(name: "空", scope: "610116", asOf: day("2014-06-01"), assignments: [])
            let error = try await refusal {
                _ = try await training.acceptPlan(nothing, on: today, caller: Fixture.root)
            }
            #expect(error.code == "plan.withdraws" && error.message.english.contains("测试0"))
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 1)
            _ = try await training.acceptPlan(
                PlanAcceptance(
                    name: "空", scope: "610116", asOf: day("2014-06-01"), assignments: [], withdraw: true), on: today,
                caller: Fixture.root)
            #expect(try await fixture.count("enrolment WHERE state = 'replaced'") == 1)
        }
    }

    @Test func absencesAndPinsHoldInEveryPlan() async throws {
        try await with { fixture, training in
            let (autumn, winter) = (
                try await announced(training, "A"), try await announced(training, "B", starts: "2014-11-03")
            )
            let (ill, pinned) = (try await fixture.person(0), try await fixture.person(1))
            let absence = AbsenceOrder(
                person: Reference(ill.id), kind: .maternity, since: day("2014-08-01"), until: day("2014-12-31"),
                document: "产假批复")
            _ = try await training.recordAbsence(absence, caller: Fixture.root)
            let twice = try await refusal { _ = try await training.recordAbsence(absence, caller: Fixture.root) }
            #expect(twice.code == "absence.overlap")
            _ = try await training.decideSeating(
                SeatingOrder(person: Reference(pinned.id), class: winter, kind: .pinned, reason: "秋收"), on: today,
                caller: Fixture.root)
            let proposal = try await propose(training)
            #expect(proposal.seats.first { $0.person == ill.id }?.change == .leftOut)
            #expect(proposal.seats.first { $0.person == pinned.id }?.afterCode == "B")
            let error = try await refusal {
                _ = try await training.enrol(
                    EnrolmentOrder(people: [Reference(ill.id)]), in: autumn, caller: Fixture.root)
            }
            #expect(error.code == "enrolment.not_admitted" && error.message.english.contains("absent"))
            _ = try await training.withdrawAbsence(
                AbsenceWithdrawal(person: Reference(ill.id), reason: "误登"), on: today, caller: Fixture.root)
            _ = try await training.withdrawSeating(
                SeatingWithdrawal(person: Reference(pinned.id), class: winter, reason: "已商定"), on: today,
                caller: Fixture.root)
            #expect(try await propose(training).seats.allSatisfy { $0.afterCode != nil })
            let filed = try await training.absences(AbsenceQuery(), PageRequest(limit: 10), caller: Fixture.root)
            #expect(filed.items.count == 1 && filed.items.first?.withdrawnBecause == "误登")
            let seatings = try await training.seatings(SeatingQuery(), PageRequest(limit: 10), caller: Fixture.root)
            #expect(seatings.items.first?.classCode == "B" && seatings.items.first?.withdrawn != nil)
        }
    }

    /// What every plan heeds was forgotten by `class enrol`.
    @Test func whoIsExcludedFromAClassIsNotEnrolledInSilence() async throws {
        try await with { fixture, training in
            let course = try await announced(training, "A")
            let person = Reference<Person>(try await fixture.person(0).id)
            _ = try await training.decideSeating(
                SeatingOrder(person: person, class: course, kind: .excluded, reason: "另有任务"), on: today,
                caller: Fixture.root)
            let error = try await refusal {
                _ = try await training.enrol(EnrolmentOrder(people: [person]), in: course, caller: Fixture.root)
            }
            #expect(error.code == "enrolment.not_admitted" && error.message.english.contains("plan exclude"))
            _ = try await training.withdrawSeating(
                SeatingWithdrawal(person: person, class: course, reason: "r"), on: today, caller: Fixture.root)
            #expect(
                try await training.enrol(EnrolmentOrder(people: [person]), in: course, caller: Fixture.root).enrolled
                    == 1)
        }
    }

    /// With yearly duties open a plan claimed that nobody owed anything.
    @Test func anEmptyPlanNamesTheHoursOfTheYear() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await training.openYear(YearOrder(year: today.year), on: today, caller: Fixture.root)
            let proposal = try await propose(training, asOf: today.description)
            let notice = try #require(proposal.notice?.english)
            #expect(proposal.seats.isEmpty && notice.contains("4 duties of hours of the year"), "\(notice)")
        }
    }

    @Test func aPinThatCannotBeKeptIsNamed() async throws {
        try await with { fixture, training in
            _ = try await announced(training, "A")
            let person = Reference<Person>(try await fixture.person(0).id)
            _ = try await training.decideSeating(
                SeatingOrder(person: person, class: "A", kind: .pinned, reason: "r"), on: today, caller: Fixture.root)
            let again = try await refusal {
                _ = try await training.decideSeating(
                    SeatingOrder(person: person, class: "A", kind: .excluded, reason: "r"), on: today,
                    caller: Fixture.root)
            }
            #expect(again.code == "plan.seating")
            _ = try await training.recordAbsence(
                AbsenceOrder(person: person, kind: .secondment, since: day("2014-07-01"), document: "d"),
                caller: Fixture.root)
            let error = try await refusal { _ = try await propose(training) }
            #expect(error.code == "plan.pin" && error.message.english.contains("测试0"))
        }
    }

    /// Over a whole cycle: what each host holds, what each month carries, and everybody before the soft end.
    @Test func aWholeCycleIsPlanned() async throws {
        try await with { _, training in
            let calendar = try await training.draftCalendar(
                CalendarOrder(
                    scope: "610116", from: day("2014-05-12"), cycle: "shaanxi-2014", capacity: 2, length: 3,
                    smallest: 1), on: today, caller: Fixture.root)
            #expect(calendar.through == day("2016-05-09") && calendar.duties == 4)
            #expect(calendar.unplaced == 0 && calendar.late == 0 && calendar.needed == nil)
            #expect(calendar.hosts.map(\.people).sum() == 4 && calendar.months.map(\.people).sum() == 4)
            #expect(calendar.hosts.map(\.classes).sum() == calendar.classes.count)
            // Too short a time for everybody: what is needed is stated.
            let short = try await training.draftCalendar(
                CalendarOrder(
                    scope: "610116", from: day("2014-05-12"), through: day("2014-05-18"), capacity: 2, length: 3,
                    seatsPerHundred: 50, smallest: 1), on: today, caller: Fixture.root)
            #expect(short.unplaced > 0 && short.needed != nil)
        }
    }

    /// The planner admits what the rule admits, and nothing else.
    @Test func thePlannerAndTheRuleAdmitTheSame() throws {
        var random = SeededRandom(seed: 7)
        let levels = Level.allCases
        for _ in 0..<400 {
            let path = ["61.6101.610116.610116001.", "61.6101.610102.", "61.6105.610528."][random.below(3)]
            let offer = Admission.Offer(
                kinds: random.below(2) == 0 ? [.rotation] : [.rotation, .newlyAppointed],
                fields: [Field.allCases[random.below(3)]],
                admits: Scope(path: ["61.", "61.6101.", "61.6101.610116."][random.below(3)]),
                level: levels[random.below(levels.count)], starts: day("2014-02-01"),
                filters: ClassFilters(bornFrom: 1960 + random.below(40), sex: random.below(2) == 0 ? .female : nil))
            let trainee = Admission.Trainee(
                born: day("\(1960 + random.below(40))-05-04"), sex: random.below(2) == 0 ? .female : .male)
            let need = Admission.Need(
                kind: random.below(2) == 0 ? .rotation : .newlyAppointed, field: Field.allCases[random.below(3)],
                path: path, accepts: [levels[random.below(levels.count)], levels[random.below(levels.count)]],
                trainee: trainee)
            let refused = !Admission.objections(offer, trainee).isEmpty
            let instance = Instance(
                name: "", horizon: .init(start: day("2014-01-01"), end: day("2014-12-31")),
                weights: .init(unassigned: 1, latePerDay: 0, travel: [0, 0, 0, 0], moved: 0),
                trainees: [
                    .init(
                        id: "t", place: Places.place(path), domain: need.field?.rawValue ?? "", unavailable: [],
                        excluded: refused ? ["c"] : nil)
                ],
                demands: [
                    .init(
                        id: "d", trainee: "t", kind: need.kind.rawValue, earliest: day("2014-01-01"),
                        due: day("2014-12-31"), hardDue: false, priority: 1, pinned: nil, previous: nil,
                        accepts: need.accepts.map(\.rawValue))
                ],
                classes: [
                    .init(
                        id: "c", host: "", scope: Places.place(offer.admits.low), domains: offer.fields.map(\.rawValue),
                        kinds: offer.kinds.map(\.rawValue), start: day("2014-02-01"), end: day("2014-02-02"),
                        minimum: 0,
                        capacity: 1, fixedCost: 0, committed: true, level: offer.level.rawValue)
                ], covers: [])
            let plan = Plan(assignments: [.init(demand: "d", course: "c")], score: Score())
            #expect(PlanCheck.violations(plan, instance).isEmpty == Admission.objections(offer, need).isEmpty)
        }
    }
}
