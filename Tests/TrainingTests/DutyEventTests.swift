import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Policy
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001"]
private let today = ChinaTime.today()

/// What becomes of duties and seats when something happens to people, offices and cycles.
struct DutyEventTests {
    private func with(opening: String? = "61", _ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            if let opening {
                _ = try await fixture.services.training.openCycle(
                    CycleOrder(key: "shaanxi-2014", organisation: Reference(opening)), caller: Fixture.root)
            }
            try await body(fixture, fixture.services.training)
        }
    }

    private func owed(_ fixture: Fixture, _ index: Int, _ asOf: String) async throws -> [(Duty, DutyState)] {
        try await fixture.services.training.judged(
            fixture.person(index).id, asOf: day(asOf), caller: Fixture.root
        ).filter { $0.state.isOwed }.map { ($0.duty, $0.state) }
    }

    private func classWithSeats(_ training: TrainingService, _ code: String, capacity: Int, starts: Day) async throws
        -> TrainingClass
    {
        let made = try await training.createClass(
            ClassOrder(
                host: "610116", code: code, name: "轮训班\(code)", fields: [.rural, .community], kinds: [.rotation],
                starts: starts, ends: starts.adding(days: 3), minimum: 1, capacity: capacity, venue: "党校",
                weekends: true), on: today,
            caller: Fixture.root)
        return try await training.move(
            Reference(made.id), ClassMoveOrder(state: .announced, on: today), expected: nil, on: today,
            caller: Fixture.root)
    }

    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return ""
        } catch let error as AppError { return error.code } catch { return "\(error)" }
    }

    @Test func anAnnulledTenureLeavesNoDutyAndNoSeatAndIsEnteredAgain() async throws {
        try await with { fixture, training in
            let made = try await classWithSeats(training, "A", capacity: 1, starts: today.adding(days: 10))
            let (person, other) = (try await fixture.person(0), try await fixture.person(1))
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id), Reference(other.id)]), in: Reference(made.id),
                caller: Fixture.root)
            let members = fixture.services.members
            let tenure = try #require(
                try await members.tenures(of: Reference(person.id), caller: Fixture.root).items.first)
            _ = try await members.annul(
                Reference(tenure.id), TenureAnnulment(reason: "误登"), caller: Fixture.root)
            #expect(try await owed(fixture, 0, "2016-06-01").isEmpty)
            let list = try await training.enrolments(of: Reference(made.id), PageRequest(), caller: Fixture.root).items
            #expect(list.first { $0.person == person.id }?.state == .dropped)
            #expect(list.first { $0.person == other.id }?.state == .enrolled)
            // The history stays: the duty is annulled, not gone.
            #expect(try await fixture.count("duty WHERE annulled_on IS NOT NULL AND cycle_id IS NOT NULL") == 1)
            _ = try await members.appoint(
                AppointmentOrder(
                    person: Reference(person.id), organisation: Reference(villages[0]), since: day("2012-01-01")),
                caller: Fixture.root)
            let again = try await owed(fixture, 0, "2016-06-01")
            #expect(again.map(\.0.kind) == [.rotation])
        }
    }

    @Test func aCycleBelowAnotherDoublesNothing() async throws {
        try await with { fixture, training in
            let below = CycleOrder(key: "shaanxi-2014", organisation: "610116001")
            let refused = await code { _ = try await training.openCycle(below, caller: Fixture.root) }
            #expect(refused == "cycle.overlaps")
            let opened = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "610116001", instead: true), caller: Fixture.root)
            #expect(opened.duties == 3)
            let counts = try await fixture.owner.query(
                "SELECT count(*) AS n FROM duty WHERE kind = 'rotation' AND annulled_on IS NULL GROUP BY person_id")
            #expect(try counts.map { try $0["n"] as Int } == Array(repeating: 1, count: villages.count))
            // Withdrawn, its offices owe to the one above again.
            let withdrawn = try await training.withdrawCycle(
                Reference(opened.cycle.id), CycleWithdrawal(document: "d", reason: "重复"), on: day("2014-06-01"),
                caller: Fixture.root)
            #expect(withdrawn.cycle.withdrawn == day("2014-06-01"))
            #expect(try await owed(fixture, 0, "2016-06-01").map(\.0.cycle) != [opened.cycle.id])
            #expect(try await owed(fixture, 0, "2016-06-01").count == 1)
        }
    }

    /// As of a day on which the cycle below was in force, its office owed that one alone, whatever was withdrawn since.
    @Test(arguments: ["610116001", "61"])
    func aWithdrawnCycleAndTheOtherAreNotOwedOnTheSameDay(withdrawn place: String) async throws {
        try await with { fixture, training in
            _ = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "610116001", instead: true), caller: Fixture.root)
            _ = try await training.withdrawCycle(
                "shaanxi-2014",
                CycleWithdrawal(organisation: place, on: day("2015-06-01"), document: "d", reason: "r"),
                on: today, caller: Fixture.root)
            for (asOf, nearer) in [("2015-03-01", true), ("2015-07-01", place == "61")] {
                let owed = try await owed(fixture, 0, asOf)
                #expect(owed.count == 1, "\(asOf)")
                let below =
                    try await fixture.owner.query(
                        "SELECT id FROM cycle WHERE path = '61.6101.610116.610116001.'")[0]["id"] as Identifier<Cycle>
                #expect((owed.first?.0.cycle == below) == nearer, "\(asOf)")
                let counted: Int = try await fixture.owner.query(
                    """
                    SELECT count(*) AS n FROM duty_judgement(\(day(asOf)), 0, 0)
                    WHERE person_id = \(try await fixture.person(0).id)
                    """)[0]["n"]
                #expect(counted == 1, "\(asOf)")
            }
        }
    }

    @Test func aCycleThatIsOpenedAgainIsNotOwedBesideItself() async throws {
        try await with { fixture, training in
            _ = try await training.withdrawCycle(
                "shaanxi-2014", CycleWithdrawal(on: day("2015-06-01"), document: "d", reason: "r"), on: today,
                caller: Fixture.root)
            _ = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            for asOf in ["2014-08-01", "2015-05-31", "2015-06-01", "2016-03-01"] {
                #expect(try await owed(fixture, 0, asOf).count == 1, "\(asOf)")
            }
        }
    }

    @Test func theYearIsOpenedInPortionsBeforeAnybodyLooks() async throws {
        try await with(opening: nil) { fixture, training in
            let december = try #require(Day(year: today.year, month: 12, day: 5))
            let opened = try await training.openYearsAhead(on: december, caller: Fixture.root)
            #expect(opened == [today.year, today.year + 1])
            #expect(try await training.openYearsAhead(on: december, caller: Fixture.root).isEmpty)
            let counts: [Int] = try await fixture.owner.query(
                "SELECT count(*) AS n FROM duty WHERE kind = 'annual' GROUP BY year ORDER BY year"
            ).map { try $0["n"] }
            #expect(counts == [villages.count, villages.count])
            // A reader in January finds everything there, and writes nothing.
            let events = try await fixture.count("audit_event")
            let next = try #require(Day(year: today.year + 1, month: 1, day: 2))
            let list = try await training.overdue(
                OverdueQuery(level: [.open], kind: .annual), PageRequest(), on: next, caller: Fixture.root)
            #expect(list.items.count { $0.due.year == today.year + 1 } == villages.count)
            #expect(try await fixture.count("audit_event") == events)
        }
    }

    @Test func openingACycleTwiceChangesNothing() async throws {
        try await with { fixture, training in
            let order = CycleOrder(key: "shaanxi-2014", organisation: "61")
            let again = try await training.openCycle(order, caller: Fixture.root)
            #expect(again.wasOpen && again.duties == villages.count)
            #expect(try await fixture.count("cycle") == 1)
            _ = try await training.withdrawCycle(
                "shaanxi-2014", CycleWithdrawal(document: "d", reason: "r"), on: today, caller: Fixture.root)
            #expect(try await training.openCycle(order, caller: Fixture.root).wasOpen == false)
            #expect(try await fixture.count("cycle WHERE withdrawn_on IS NULL") == 1)
        }
    }

    @Test func aCycleIsExtendedCorrectedAndWithdrawnByFacts() async throws {
        try await with { fixture, training in
            #expect(try await owed(fixture, 0, "2016-06-01").map(\.1) == [.open(.overdue)])
            _ = try await training.extendCycle(
                "shaanxi-2014",
                CycleExtension(softEnd: day("2016-12-31"), hardEnd: day("2017-12-31"), document: "文1", reason: "村换届"),
                on: today, caller: Fixture.root)
            // An extension changes what is due from its own day on, and no list of a day before.
            #expect(try await owed(fixture, 0, "2016-06-01").map(\.1) == [.open(.overdue)])
            let extended = try await training.duties(
                of: Reference(fixture.person(0).id), AsOfQuery(), on: today, caller: Fixture.root)
            #expect(extended.items.contains { $0.due == day("2016-12-31") })
            let shorter = await code {
                _ = try await training.extendCycle(
                    "shaanxi-2014", CycleExtension(hardEnd: day("2017-01-31"), document: "文2", reason: "r"), on: today,
                    caller: Fixture.root)
            }
            #expect(shorter == "cycle.not_longer")
            _ = try await training.correctCycle(
                "shaanxi-2014", CycleCorrection(softEnd: day("2016-03-31"), document: "文3", reason: "误登"), on: today,
                caller: Fixture.root)
            #expect(try await owed(fixture, 0, "2016-06-01").map(\.1) == [.open(.overdue)])
            let township = try await fixture.caller("610116001")
            let foreign = await code {
                _ = try await training.withdrawCycle(
                    "shaanxi-2014", CycleWithdrawal(document: "d", reason: "r"), on: today, caller: township)
            }
            #expect(foreign == "cycle.not_yours")
            _ = try await training.withdrawCycle(
                "shaanxi-2014", CycleWithdrawal(on: day("2016-05-01"), document: "文4", reason: "撤销"), on: today,
                caller: Fixture.root)
            #expect(try await owed(fixture, 0, "2016-04-30").count == 1)
            #expect(try await owed(fixture, 0, "2016-05-01").isEmpty)
            let changes = try await training.changes(of: "shaanxi-2014", CycleQuery(), caller: Fixture.root).items
            #expect(changes.map(\.change) == [.extend, .correct, .withdraw] && changes.map(\.document).last == "文4")
        }
    }

    @Test func newSecretariesOweTrainingWithoutAnOpenCycle() async throws {
        try await with { fixture, training in
            let members = fixture.services.members
            func appoint(_ index: Int, _ village: Int, _ since: String) async throws {
                _ = try await members.appoint(
                    AppointmentOrder(
                        person: Reference(fixture.person(index).id), organisation: Reference(villages[village]),
                        nature: .concurrent, since: day(since)), caller: Fixture.root)
            }
            for (index, village) in [(0, 3), (1, 4)] {
                let holder = try #require(
                    try await members.tenures(in: Reference(villages[village]), caller: Fixture.root).items.first)
                _ = try await members.end(
                    Reference(holder.id), TenureEndOrder(until: day("2018-01-01")), caller: Fixture.root)
                try await appoint(index, village, index == 0 ? "2018-02-01" : "2024-03-15")
            }
            // The cycle ended in 2017; the rule set of the day of appointment says how long there is.
            let first = try await owed(fixture, 0, "2018-02-02").filter { $0.0.opened == day("2018-02-01") }
            #expect(first.map(\.0.due) == [day("2019-02-01")] && first.map(\.0.cycle) == [nil])
            let second = try await owed(fixture, 1, "2024-03-15").filter { $0.0.opened == day("2024-03-15") }
            #expect(second.map(\.0.due) == [day("2024-09-15")] && second.map(\.0.kind) == [.newlyAppointed])
        }
        // No cycle was ever opened: the plan of 2019 asks for it all the same, and nothing before does.
        try await with(opening: nil) { fixture, training in
            #expect(try await owed(fixture, 0, "2018-06-01").isEmpty)
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: Reference(fixture.person(0).id), organisation: "610528100200", nature: .concurrent,
                    since: day("2025-01-31")), caller: Fixture.root)
            #expect(try await owed(fixture, 0, "2025-06-01").map(\.0.due) == [day("2025-07-31")])
            _ = training
        }
    }

    @Test func yearlyHoursNeedNobodyToOpenThem() async throws {
        try await with(opening: nil) { fixture, training in
            let asOf = Day(year: today.year, month: today.components.month, day: 1) ?? today
            let annual = try await training.duties(
                of: "测试0", AsOfQuery(asOf: asOf), on: today, caller: Fixture.root
            ).items.filter { $0.kind == .annual }
            #expect(annual.map(\.year) == [today.year] && annual.map(\.requiredHours.description) == ["56"])
            // A second office in the course of an opened year asks for no second year.
            _ = try await training.openYear(YearOrder(year: 2025), on: ChinaTime.today(), caller: Fixture.root)
            let members = fixture.services.members
            _ = try await members.appoint(
                AppointmentOrder(
                    person: Reference(fixture.person(1).id), organisation: "610528100200", title: .deputySecretary,
                    since: day("2025-06-01")), caller: Fixture.root)
            let years = try await training.duties(
                of: Reference(fixture.person(1).id), AsOfQuery(asOf: day("2025-07-01")), on: today,
                caller: Fixture.root
            ).items.filter { $0.kind == .annual && $0.year == 2025 }
            #expect(years.map(\.opened) == [day("2025-01-01")])
        }
    }

    @Test func theNewYearOpensItselfWhenSomebodyLooks() async throws {
        try await with(opening: nil) { fixture, training in
            let next = try #require(Day(year: today.year + 1, month: 1, day: 2))
            let list = try await training.overdue(
                OverdueQuery(level: [.open], kind: .annual), PageRequest(), on: next, caller: Fixture.root)
            #expect(list.items.count == villages.count && list.items.allSatisfy { $0.due.year == today.year + 1 })
        }
    }

    @Test func whoDiesLeavesListsAndSeatsAndSomebodyMovesUp() async throws {
        try await with { fixture, training in
            let made = try await classWithSeats(training, "A", capacity: 1, starts: today.adding(days: 5))
            let (person, next) = (try await fixture.person(0), try await fixture.person(3))
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id), Reference(next.id)]), in: Reference(made.id),
                caller: Fixture.root)
            _ = try await training.openYear(YearOrder(year: 2025), on: ChinaTime.today(), caller: Fixture.root)
            let township = try await fixture.caller("610116001")
            _ = try await fixture.services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: today.adding(days: -1), document: "d", reason: "病故"),
                about: Reference(person.id), on: today, caller: township)
            #expect(try await owed(fixture, 0, today.description).isEmpty)
            let list = try await training.overdue(
                OverdueQuery(), PageRequest(limit: 200), on: today, caller: Fixture.root)
            #expect(!list.items.contains { $0.person == person.id })
            let seats = try await training.enrolments(of: Reference(made.id), PageRequest(), caller: Fixture.root).items
            #expect(seats.first { $0.person == person.id }?.state == .dropped)
            #expect(seats.first { $0.person == next.id }?.state == .enrolled)
        }
    }

    @Test(arguments: [false, true])
    func whoIsTransferredLeavesOfficeDutyAndSeat(byLetter: Bool) async throws {
        try await with { fixture, training in
            let made = try await classWithSeats(training, "A", capacity: 1, starts: today.adding(days: 5))
            let (person, next) = (try await fixture.person(0), try await fixture.person(1))
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(person.id), Reference(next.id)]), in: Reference(made.id),
                caller: Fixture.root)
            _ = try await training.openYear(YearOrder(year: 2025), on: ChinaTime.today(), caller: Fixture.root)
            let members = fixture.services.members
            if byLetter {
                let sender = try await fixture.caller("610116")
                let letter = try await members.issueTransfer(
                    LetterOrder(person: Reference(person.id), organisation: "610528100200", on: today), on: today,
                    caller: sender
                ).transfer.letter
                let receiver = try await fixture.caller("610528")
                _ = try await members.acceptTransfer(
                    Reference(letter), ReceiptOrder(receipt: "r", on: today), on: today, caller: receiver)
            } else {
                _ = try await members.move(
                    Reference(person.id), MoveOrder(organisation: "610528100200", on: today), on: today,
                    caller: Fixture.root)
            }
            let tenures = try await members.tenures(of: Reference(person.id), caller: Fixture.root).items
            #expect(tenures.map(\.until) == [today])
            let owed = try await owed(fixture, 0, today.description)
            #expect(owed.allSatisfy { $0.0.kind == .annual && $0.0.path.contains("610528100200") })
            let seats = try await training.enrolments(of: Reference(made.id), PageRequest(), caller: Fixture.root).items
            #expect(seats.first { $0.person == person.id }?.state == .dropped)
            #expect(seats.first { $0.person == next.id }?.state == .enrolled)
        }
    }

    @Test func categoriesOweLikePosts() async throws {
        let shipped = try String(
            contentsOfFile: CommandRunner.repository + "/config/policy/training/training.yaml", encoding: .utf8)
        let own = shipped.replacing(
            "    levels: [primary]\n    fields: [rural, community, enterprise_state, organ, university, institution, "
                + "enterprise_private, social]\n",
            with: """
                    audience:
                      - {who: [secretary, first_secretary], hours: 40}
                      - {who: village_director, fields: [rural, community], hours: 24, accepts: [county]}

                """)
        let rules = try TrainingRules(PolicyLoader.parse(own, file: "own.yaml"))
        try await with(opening: nil) { fixture, _ in
            let training = TrainingService(
                database: fixture.services.database, organisations: fixture.services.organisations,
                members: fixture.services.members, notices: fixture.services.notices, rules: rules,
                workingDays: fixture.services.training.workingDays)
            _ = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let director =
                "organisation,name,id_number,since,synthetic\n610116001001,主任,\(Fixture.number(50)),2005-07-01,true\n"
            _ = try await fixture.importPeople(director)
            let table = """
                organisation,name,category,since,until,source
                610116001001,主任,village_director,2013-01-01,,选举公告
                610116001001,测试0,村（居）委会主任,2013-01-01,,一肩挑

                """
            let outcome = try await training.importCategories(Array(table.utf8), ImportOrder(), caller: Fixture.root)
            #expect(outcome.added == 2)
            func owed(_ index: Int) async throws -> [Duty] {
                try await training.judged(fixture.person(index).id, asOf: day("2016-06-01"), caller: Fixture.root)
                    .filter { $0.state.isOwed }.map(\.duty)
            }
            #expect(try await owed(50).map(\.requiredHours.description) == ["24"])
            #expect(try await owed(50).map(\.accepts) == [[.county]])
            #expect(try await owed(50).map(\.subject) == ["village_director"])
            // Both in one person are one duty.
            #expect(try await owed(0).map(\.requiredHours.description) == ["40"])
            _ = try await training.endCategory(
                CategoryEnd(person: "主任", category: "village_director", wrong: true, reason: "误登"),
                caller: Fixture.root)
            #expect(try await owed(50).isEmpty)
            let unknown = await code {
                _ = try await training.categorise(
                    CategoryOrder(person: "主任", category: "nobody", since: day("2013-01-01"), source: "s"),
                    caller: Fixture.root)
            }
            #expect(unknown == "category.unknown")
        }
    }

    @Test func newMembersOweATrainingOnProbationAndAfterIt() async throws {
        try await with(opening: nil) { fixture, training in
            let table =
                "organisation,name,id_number,since,status,synthetic\n"
                + "610116001001,新人,\(Fixture.number(60)),2025-07-01,probationary,true\n"
            _ = try await fixture.importPeople(table)
            let duties = try await training.duties(
                of: "新人", AsOfQuery(asOf: day("2025-08-01")), on: today, caller: Fixture.root
            ).items
            #expect(duties.map(\.kind) == [.newMember] && duties.map(\.due) == [day("2026-07-01")])
        }
    }

    @Test func everyPlaceMovesOrSaysWhyNot() async throws {
        try await with { fixture, training in
            let made = try await classWithSeats(training, "A", capacity: 3, starts: today.adding(days: 5))
            _ = try await training.enrol(
                EnrolmentOrder(people: [Reference(fixture.person(0).id)]), in: Reference(made.id), caller: Fixture.root)
            _ = try await fixture.services.organisations.change(
                "610116", OrganisationChange(since: today, parent: "6105"), expected: nil, on: today,
                caller: Fixture.root)
            let columns = try await fixture.owner.query(
                """
                SELECT c.relname::text AS name, a.attname::text AS place FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
                    AND a.atttypid = 'scope_path'::regtype
                    AND NOT EXISTS (SELECT FROM path_exception x WHERE x.relation = c.relname AND x.movement = 'subtree')
                """)
            for row in columns {
                let (name, place): (String, String) = (try row["name"], try row["place"])
                #expect(
                    try await fixture.count(
                        "\(name) WHERE \(place) >= '61.6101.610116.' AND \(place) < '61.6101.610116/'")
                        == 0, "\(name).\(place)")
            }
            // The ends of ranges went along: the class is still seen from below.
            let village = try await fixture.caller("610116001001")
            #expect(try await training.trainingClass(Reference(made.id), caller: village).code == "A")
            // What names a person moves with the person, or says why not.
            let unmoved = try await fixture.owner.query(
                """
                SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'person_id'
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'path'
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                    AND NOT has_column_privilege('dangwu_app', c.oid, a.attnum, 'UPDATE')
                    AND NOT EXISTS (SELECT FROM path_exception x WHERE x.relation = c.relname AND x.movement = 'person')
                """)
            #expect(try unmoved.map { try $0["name"] as String } == [])
            let exceptions = try await fixture.owner.query(
                "SELECT relation FROM path_exception WHERE to_regclass(relation) IS NULL OR reason = ''")
            #expect(exceptions.isEmpty)
        }
    }
}
