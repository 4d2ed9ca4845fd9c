import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Postgres
import TestSupport
import Testing
import Training
import Wire

@testable import Organisations

/// Random histories of everything that happens to organisations and their people. Whatever happens, nobody is left in
/// an organisation that is gone, and the tree of any day is one tree.
struct OrganisationHistoryTests {
    /// What must be empty after every step.
    private static let faults: [(what: String, query: String)] = [
        (
            "an office in an organisation that is gone",
            """
            SELECT t.id FROM tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id
            WHERE o.until IS NOT NULL AND t.annulled_audit_event_id IS NULL AND (t.until IS NULL OR t.until > o.until)
            """
        ),
        (
            "a member of an organisation that is gone",
            """
            SELECT m.id FROM membership m JOIN organisation o ON o.id = m.organisation_id
            WHERE o.until IS NOT NULL AND (m.until IS NULL OR m.until > o.until)
            """
        ),
        (
            "a letter to or from an organisation that is gone",
            """
            SELECT t.id FROM membership_transfer t JOIN organisation o ON o.id IN (t.from_id, t.to_id)
            WHERE t.open AND o.until IS NOT NULL
            """
        ),
        (
            "an organisation below one that is gone",
            """
            SELECT o.id FROM organisation o JOIN organisation p ON p.id = o.parent_id
            WHERE o.until IS NULL AND p.until IS NOT NULL
            """
        ),
        (
            "a duty or a seat of the dead",
            """
            SELECT d.id FROM duty d JOIN membership m ON m.person_id = d.person_id AND m.ended_as = 'died'
            WHERE d.annulled_on IS NULL AND (d.closed_on IS NULL OR d.closed_on > m.until)
            """
        ),
        (
            "a person who is not where the membership is",
            """
            SELECT p.id FROM person p JOIN membership m ON m.person_id = p.id AND m.until IS NULL
                JOIN organisation o ON o.id = m.organisation_id
            WHERE p.path <> o.path OR m.path <> o.path
            """
        ),
        (
            "an organisation that does not lie below its parent",
            """
            SELECT o.id FROM organisation o JOIN organisation p ON p.id = o.parent_id
            WHERE o.path <> p.path || o.code || '.'
            """
        ),
        (
            "a place that is not the path of today",
            """
            SELECT o.id FROM organisation o LEFT JOIN organisation_place p ON p.organisation_id = o.id AND p.until IS NULL
            WHERE p.place IS DISTINCT FROM o.path::text OR p.path IS DISTINCT FROM o.path
            """
        ),
        (
            "an organisation that is not what its last version says",
            """
            SELECT o.id FROM organisation o LEFT JOIN LATERAL (
                SELECT * FROM organisation_version v WHERE v.organisation_id = o.id AND v.annulled_audit_event_id IS NULL
                ORDER BY v.since DESC LIMIT 1) AS v ON true
            WHERE (v.name, v.code, v.kind, v.level, v.parent_id) IS DISTINCT FROM (o.name, o.code, o.kind, o.level, o.parent_id)
                OR v.until IS DISTINCT FROM o.until
            """
        ),
        (
            "an organisation below another than its version of that day says",
            """
            SELECT c.organisation_id AS id FROM organisation_version c
                JOIN organisation_place p ON p.organisation_id = c.organisation_id AND p.since <= c.since
                    AND (p.until IS NULL OR p.until > c.since)
                JOIN organisation_place a ON a.organisation_id = c.parent_id AND a.since <= c.since
                    AND (a.until IS NULL OR a.until > c.since)
            WHERE c.annulled_audit_event_id IS NULL AND p.place <> a.place || c.code || '.'
            """
        ),
        (
            "a person with two standings, or members lost on a day",
            """
            SELECT a.id FROM membership a JOIN membership b ON b.person_id = a.person_id AND b.id > a.id
                AND daterange(a.since, a.until) && daterange(b.since, b.until)
            """
        ),
    ]

    private struct History {
        let fixture: Fixture
        var random: SeededRandom
        var today = day("2020-01-01")
        var codes = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001"]
        let townships = ["610116001", "610116002", "610102001", "610528100"]
        var made = 0
        var done: [String: Int] = [:]

        mutating func pick(_ list: [String]) -> Reference<Organisation> {
            Reference(list.randomElement(using: &random) ?? "")
        }

        mutating func person() async throws -> Reference<Person> {
            Reference(try await fixture.person(Int.random(in: 0..<8, using: &random)).id)
        }

        mutating func step() async throws {
            today = today.adding(days: Int.random(in: 1...20, using: &random))
            let names = [
                "close", "merge", "found", "split", "reopen", "move", "rename", "recode", "undo", "appoint", "letter",
                "accept", "transfer", "correct", "die",
            ]
            let name = names.randomElement(using: &random) ?? ""
            do {
                try await perform(name)
                done[name, default: 0] += 1
            } catch let error as AppError {
                #expect(
                    !error.code.hasPrefix("database.") && error.code != "internal", "\(name): \(error.code) \(error)")
            }
        }

        private mutating func perform(_ name: String) async throws {
            let (organisations, members, root) = (
                fixture.services.organisations, fixture.services.members, Fixture.root
            )
            let (one, other) = (pick(codes), pick(codes))
            let day = today.adding(days: -Int.random(in: 0...40, using: &random))
            switch name {
            case "close":
                _ = try await organisations.close(
                    one, OrganisationClosing(on: day, into: Bool.random(using: &random) ? other : nil, endPosts: true),
                    expected: nil, on: today, caller: root)
            case "merge":
                _ = try await organisations.merge(
                    into: one, MergeOrder(organisations: [other, pick(codes)], on: day, document: "d"), expected: nil,
                    on: today, caller: root)
            case "found":
                let code = next()
                _ = try await organisations.found(
                    FoundingOrder(
                        code: code, name: code, parent: pick(townships), kind: .branch, field: .rural, since: day,
                        document: "d", merging: Bool.random(using: &random) ? [one, other] : nil), on: today,
                    caller: root)
                codes.append(code)
            case "split":
                let code = next()
                let order = SplitOrder(
                    code: code, name: code, people: [try await person()], on: day, document: "d")
                _ = try await members.split(one, order, expected: nil, on: today, caller: root)
                codes.append(code)
            case "reopen":
                _ = try await organisations.reopen(
                    one, OrganisationReopening(on: day, document: "d"), expected: nil, on: today, caller: root)
            case "move":
                _ = try await organisations.change(
                    Bool.random(using: &random) ? one : pick(townships),
                    OrganisationChange(since: day, parent: pick(townships + ["610116", "610102", "610528"])),
                    expected: nil, on: today, caller: root)
            case "rename":
                _ = try await organisations.change(
                    one, OrganisationChange(since: day, name: "改名\(made)"), expected: nil, on: today, caller: root)
            case "recode":
                let code = next()
                _ = try await organisations.change(
                    one, OrganisationChange(since: day, code: code), expected: nil, on: today, caller: root)
                codes.append(code)
            case "undo":
                _ = try await organisations.undo(one, UndoOrder(reason: "r"), expected: nil, caller: root)
            case "correct":
                _ = try await organisations.correct(
                    one, OrganisationCorrection(name: "正名\(made)", since: day, reason: "r"), expected: nil, on: today,
                    caller: root)
            default: try await people(name, one)
            }
        }

        private mutating func people(_ name: String, _ one: Reference<Organisation>) async throws {
            let (members, root) = (fixture.services.members, Fixture.root)
            switch name {
            case "appoint":
                made += 1
                _ = try await members.appoint(
                    AppointmentOrder(
                        person: try await person(), organisation: one, title: .committeeMember, seat: 1 + made % 90,
                        since: today), caller: root)
            case "letter":
                _ = try await members.issueTransfer(
                    LetterOrder(person: try await person(), organisation: one, on: today), on: today, caller: root)
            case "accept":
                let open = try await members.transfers(
                    TransferQuery(state: .open), PageRequest(), on: today, caller: root
                ).items
                guard let letter = open.randomElement(using: &random) else { return }
                _ = try await members.acceptTransfer(
                    Reference(letter.id), ReceiptOrder(receipt: "r", on: today), on: today, caller: root)
            case "transfer":
                _ = try await members.move(
                    try await person(), MoveOrder(organisation: one, on: today), on: today, caller: root)
            default:
                guard made % 5 == 4 else { return }
                _ = try await members.decide(
                    DecisionOrder(.die, ground: "death", groundSince: nil, on: today, document: "d", reason: "r"),
                    about: try await person(), on: today, caller: root)
            }
        }

        private mutating func next() -> String {
            made += 1
            return "N\(made)"
        }
    }

    @Test(arguments: 1...6) func nobodyIsLeftBehind(seed: Int) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                Fixture.secretaries(
                    ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001"]))
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + (5..<8).map { "610116001001,测试\($0),\(Fixture.number($0)),2010-07-01,full,true\n" }.joined())
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let people = try await fixture.count("membership WHERE until IS NULL")
            var history = History(fixture: fixture, random: SeededRandom(seed: UInt64(seed)))
            for step in 0..<80 {
                try await history.step()
                for fault in Self.faults {
                    let found = try await fixture.owner.query("\(unsafeSQL: fault.query)").count
                    #expect(found == 0, "\(fault.what), after step \(step) of seed \(seed): \(history.done)")
                    if found > 0 { return }
                }
            }
            let dead = try await fixture.count("membership WHERE ended_as = 'died'")
            #expect(try await fixture.count("membership WHERE until IS NULL") == people - dead)
            #expect(history.done.count > 8, "\(history.done)")
        }
    }
}
