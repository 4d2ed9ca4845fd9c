import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = DutyHistory.villages
private let today = ChinaTime.today()

/// Whatever happens to people, offices, cycles and classes, in whatever order: an office owes a cycle once, every state
/// is what a plain count of the facts says, and no list names somebody who owes nothing.
struct DutyHistoryTests {
    @Test(arguments: [1, 20_140_509, 3, 47] as [UInt64])
    func whateverHappensListsAreRight(seed: UInt64) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            let more = (0..<3).map { index in
                "\(villages[index]),党员\(index),\(Fixture.number(villages.count + index)),2005-07-01,true"
            }
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n" + more.joined(separator: "\n") + "\n")
            let history = DutyHistory(fixture, seed: seed)
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            var listed = try await SeatList(fixture)
            for round in 0..<16 {
                let what = "seed \(seed), round \(round)"
                for _ in 0..<6 {
                    await history.step()
                    listed = try await listed.checked(fixture, "\(what), \(history.log.last ?? "")")
                }
                try await owesOnce(fixture, what)
                for _ in 0..<2 { try await agrees(fixture, asOf: history.someDay(), what) }
            }
            // The events were possible often enough to mean something.
            #expect(history.log.count > 30)
            #expect(try await fixture.count("plan_seat WHERE change <> 'left_out'") > 0)
        }
    }

    private func owesOnce(_ fixture: Fixture, _ what: String) async throws {
        let twice = try await fixture.owner.query(
            """
            SELECT d.person_id FROM duty d WHERE d.annulled_on IS NULL AND d.cycle_id IS NOT NULL
            GROUP BY d.person_id, coalesce(d.tenure_id, d.category_id), d.cycle_id HAVING count(*) > 1
            UNION ALL
            -- Two cycles at once, neither of them withdrawn.
            SELECT d.person_id FROM duty d JOIN duty e ON e.person_id = d.person_id AND e.id > d.id
                AND coalesce(e.tenure_id, e.category_id) = coalesce(d.tenure_id, d.category_id)
                JOIN cycle y ON y.id = d.cycle_id JOIN cycle z ON z.id = e.cycle_id
            WHERE d.annulled_on IS NULL AND e.annulled_on IS NULL AND y.withdrawn_on IS NULL AND z.withdrawn_on IS NULL
            """)
        #expect(twice.isEmpty, "\(what)")
        let overfull = try await fixture.owner.query(
            """
            SELECT c.code FROM training_class c
            WHERE c.capacity < (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled')
            """)
        #expect(overfull.isEmpty, "\(what)")
    }

    /// Every duty that the database calls in force on a day against the facts, counted plainly.
    private func agrees(_ fixture: Fixture, asOf: Day, _ what: String) async throws {
        let rule = fixture.services.training.overdueRule
        let rows = try await fixture.owner.query(
            """
            SELECT j.id::text AS id, j.person_id::text AS person, j.level, d.kind, d.tenure_id IS NOT NULL AS office,
                d.category_id IS NOT NULL AS category,
                EXISTS (SELECT FROM tenure f JOIN tenure t ON t.person_id = f.person_id AND t.post_id = f.post_id
                    WHERE f.id = d.tenure_id AND t.annulled_audit_event_id IS NULL AND t.nature <> 'acting' AND t.since <= \(asOf) AND (t.until IS NULL OR t.until > \(asOf))) AS holds,
                EXISTS (SELECT FROM person_category c WHERE c.id = d.category_id AND c.annulled_audit_event_id IS NULL
                    AND c.since <= \(asOf) AND (c.until IS NULL OR c.until > \(asOf))) AS belongs,
                EXISTS (SELECT FROM membership m WHERE m.person_id = d.person_id AND m.since <= \(asOf)
                    AND (m.until IS NULL OR m.until > \(asOf))) AS lives,
                EXISTS (SELECT FROM cycle y WHERE y.id = d.cycle_id AND y.withdrawn_on <= \(asOf)) AS withdrawn,
                (SELECT count(*) FROM credit c WHERE c.person_id = d.person_id AND c.counts_from <= \(asOf)
                    AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts) AND c.earned_on >= d.opened_on
                    AND c.completions = 1 AND (d.year IS NULL OR c.earned_on <= d.due_on)
                    AND NOT EXISTS (SELECT FROM credit r WHERE r.reverses = c.id AND r.counts_from <= \(asOf))) AS completed
            FROM duty_judgement(\(asOf), \(rule.dueSoonDays)::integer, \(rule.forecastDays)::integer) j JOIN duty d ON d.id = j.id
            """)
        let doubled = try await fixture.owner.query(
            """
            SELECT d.person_id FROM duty_judgement(\(asOf), 0, 0) j JOIN duty d ON d.id = j.id WHERE d.cycle_id IS NOT NULL
            GROUP BY d.person_id, coalesce(d.tenure_id, d.category_id) HAVING count(*) > 1
            """)
        #expect(doubled.isEmpty, "\(what), \(asOf): an office owes two cycles on one day")
        for row in rows {
            let (office, category): (Bool, Bool) = (try row["office"], try row["category"])
            let (holds, belongs, lives): (Bool, Bool, Bool) = (try row["holds"], try row["belongs"], try row["lives"])
            let word: String = try row["level"]
            #expect(lives, "\(what), \(asOf): somebody who has died or left is owed \(word)")
            #expect(!office || holds, "\(what), \(asOf): an office that is over owes \(word)")
            #expect(!category || belongs, "\(what), \(asOf): a category that is over owes \(word)")
            #expect(try row["withdrawn"] == false, "\(what), \(asOf): a withdrawn cycle is owed")
            // One completed class settles what asks for no hours.
            if try row["kind"] as String != "annual" {
                let completed: Int = try row["completed"]
                #expect((completed > 0) == (word == "settled"), "\(what), \(asOf): \(word) with \(completed) completed")
            }
        }
        let training = fixture.services.training
        let listed = try await training.overdue(
            OverdueQuery(asOf: asOf, level: OverdueLevel.allCases), PageRequest(limit: 500), on: today,
            caller: Fixture.root
        ).items
        // The list in the database and the rule in the program say the same of everybody.
        for index in 0..<(villages.count + 3) {
            let person = try await fixture.person(index).id
            for (duty, state) in try await training.judged(person, asOf: asOf, caller: Fixture.root) {
                let line = listed.first { $0.duty == duty.id }
                if case .open(let level) = state {
                    #expect(line?.level == level, "\(what), \(asOf), \(state)")
                } else {
                    #expect(line == nil, "\(what), \(asOf), \(state)")
                }
            }
        }
    }
}
