import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import TestSupport
import Testing
import Wire

/// Letters of introduction between organisations that do not see each other.
struct TransferTests {
    private struct Town {
        let fixture: Fixture
        let person: Person
        let giver: Caller
        let receiver: Caller
        let today: Day

        func issue(on day: String = "2026-10-01", days: Int? = nil, to: String = "610528100200") async throws
            -> Transfer
        {
            try await fixture.services.members.issueTransfer(
                LetterOrder(
                    person: Reference(person.id), organisation: Reference(to), on: TestSupport.day(day), days: days,
                    duesThrough: Month("2026-09")), on: today, caller: giver
            ).transfer
        }

        func accept(_ letter: Transfer, on day: String, by caller: Caller? = nil) async throws {
            _ = try await fixture.services.members.acceptTransfer(
                Reference(letter.letter), ReceiptOrder(receipt: "回1", on: TestSupport.day(day)), on: today,
                caller: caller ?? receiver)
        }

        func code(_ body: () async throws -> Void) async -> String {
            do {
                try await body()
                return "done"
            } catch { return (error as? AppError)?.code ?? "\(error)" }
        }
    }

    private func with(_ body: (Town) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            try await body(
                Town(
                    fixture: fixture, person: fixture.person(0), giver: fixture.caller("610116", .clerk),
                    receiver: fixture.caller("610528", .clerk), today: day("2026-11-20")))
        }
    }

    @Test func nothingMovesBeforeTheReceiverAccepts() async throws {
        try await with { town in
            let letter = try await town.issue()
            #expect(letter.letter == "610116001001-2026-1" && letter.state == .awaiting)
            #expect(try await town.fixture.person(0).organisationCode == "610116001001")
            // The receiver sees the letter and not the person.
            let awaited = try await town.fixture.services.members.transfers(
                TransferQuery(), PageRequest(), on: town.today, caller: town.receiver)
            #expect(awaited.items.map(\.id) == [letter.id])
            let members = town.fixture.services.members
            #expect(
                await town.code { _ = try await members.person(town.person.id, caller: town.receiver) }
                    == "not_found")
            let before = try await town.fixture.person(0).memberSince
            try await town.accept(letter, on: "2026-10-08")
            let person = try await town.fixture.person(0)
            #expect(person.organisationCode == "610528100200" && person.status == .full)
            // The day of the conversion goes along: the receiver sees no standing from before.
            #expect(before != nil && person.memberSince == before)
            let seen = try await members.memberships(of: Reference(person.id), caller: town.receiver).items
            #expect(seen.map(\.since) == [day("2026-10-08")] && seen.map(\.countsFrom) == [before])
            _ = try await members.person(town.person.id, caller: town.receiver)
            let after = try await members.transfer(Reference(letter.id), on: town.today, caller: town.giver)
            #expect(after.state == .accepted && after.remark == "回1")
        }
    }

    /// Standings of those who were transferred before the day went along, twice even.
    @Test func aTransferOfThePastCountsFromTheFirstDay() async throws {
        try await with { town in
            let (fixture, members) = (town.fixture, town.fixture.services.members)
            let first = try await fixture.person(0).memberSince
            for (place, on) in [("610528100200", "2026-10-08"), ("610116001002", "2026-10-20")] {
                _ = try await members.move(
                    Reference(town.person.id), MoveOrder(organisation: Reference(place), on: day(on)), on: town.today,
                    caller: Fixture.root)
            }
            let text = try #require(SQLFiles.migrations.first { $0.path.contains("0057-") }?.text)
            let from = try #require(text.range(of: "UPDATE membership m SET counts_from"))
            let through = try #require(text.range(of: ";", range: from.lowerBound..<text.endIndex))
            let kept =
                "SELECT count(*) AS n FROM membership WHERE began_as = 'transferred' AND counts_from = '\(try #require(first))'"
            #expect(try await fixture.owner.query(Statement(sql: kept))[0]["n"] == 2)
            try await fixture.owner.script("UPDATE membership SET counts_from = NULL")
            try await fixture.owner.script(String(text[from.lowerBound..<through.upperBound]))
            #expect(try await fixture.owner.query(Statement(sql: kept))[0]["n"] == 2)
            #expect(
                try await fixture.count("membership WHERE began_as <> 'transferred' AND counts_from IS NOT NULL") == 0)
        }
    }

    @Test func onlyTheReceiverAcceptsAndOnlyTheIssuerCancels() async throws {
        try await with { town in
            let letter = try await town.issue()
            #expect(
                await town.code { try await town.accept(letter, on: "2026-10-08", by: town.giver) }
                    == "transfer.not_yours")
            let stranger = try await town.fixture.caller("610102", .clerk)
            #expect(
                await town.code { try await town.accept(letter, on: "2026-10-08", by: stranger) } == "not_found")
            let members = town.fixture.services.members
            #expect(
                await town.code {
                    _ = try await members.cancelTransfer(
                        Reference(letter.id), LetterReason(reason: "r"), on: town.today, caller: town.receiver)
                } == "transfer.not_yours")
            _ = try await members.cancelTransfer(
                Reference(letter.id), LetterReason(reason: "写错了"), on: town.today, caller: town.giver)
            #expect(
                await town.code { try await town.accept(letter, on: "2026-10-08") } == "transfer.answered")
            #expect(try await town.fixture.person(0).organisationCode == "610116001001")
        }
    }

    @Test(arguments: [
        ("2026-10-10", "done"), ("2026-10-11", "done"), ("2026-10-12", "transfer.expired"),
        ("2026-09-30", "transfer.early"), ("2026-11-21", "membership.ahead"),
    ])
    func aLetterHoldsThroughItsLastDay(day: String, outcome: String) async throws {
        try await with { town in
            let letter = try await town.issue(days: 10)
            #expect(await town.code { try await town.accept(letter, on: day) } == outcome)
        }
    }

    @Test func anExpiredLetterMakesRoomForTheNextAndAnOpenOneDoesNot() async throws {
        try await with { town in
            let first = try await town.issue(days: 10)
            #expect(await town.code { _ = try await town.issue(on: "2026-10-11") } == "membership.in_transfer")
            let expired = try await town.fixture.services.members.transfers(
                TransferQuery(state: .expired), PageRequest(), on: town.today, caller: town.giver)
            #expect(expired.items.map(\.id) == [first.id])
            let second = try await town.issue(on: "2026-10-12", days: 60)
            #expect(second.letter == "610116001001-2026-2")
            let old = try await town.fixture.services.members.transfer(
                Reference(first.id), on: town.today, caller: town.giver)
            #expect(old.state == .expired)
        }
    }

    @Test func aReturnedLetterLeavesTheMembershipWhereItWas() async throws {
        try await with { town in
            let letter = try await town.issue()
            let members = town.fixture.services.members
            #expect(
                await town.code {
                    _ = try await members.returnTransfer(
                        Reference(letter.id), LetterReason(reason: ""), on: town.today, caller: town.receiver)
                } == "value.missing")
            _ = try await members.returnTransfer(
                Reference(letter.id), LetterReason(reason: "查无此人"), on: town.today, caller: town.receiver)
            #expect(try await town.fixture.person(0).organisationCode == "610116001001")
            #expect(
                try await members.transfer(Reference(letter.id), on: town.today, caller: town.giver).remark == "查无此人")
        }
    }

    @Test func twoReceiversAtOnceAcceptOnce() async throws {
        try await with { town in
            let letter = try await town.issue()
            let codes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<6 {
                    group.addTask { await town.code { try await town.accept(letter, on: "2026-10-08") } }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(codes.filter { $0 == "done" }.count == 1)
            #expect(codes.filter { $0 == "transfer.answered" }.count == 5)
            #expect(try await town.fixture.count("membership") == 2)
        }
    }

    @Test func aLetterToElsewhereEndsTheMembershipWithItsReceipt() async throws {
        try await with { town in
            let members = town.fixture.services.members
            let letter = try await members.issueTransfer(
                LetterOrder(person: Reference(town.person.id), elsewhere: "外省某支部", on: day("2026-10-01")),
                on: town.today, caller: town.giver
            ).transfer
            #expect(letter.direction == .out)
            try await town.accept(letter, on: "2026-10-20", by: town.giver)
            #expect(try await town.fixture.person(0).status == nil)
            // The same person comes back with a letter from there.
            let back = try await members.receive(
                ArrivalOrder(
                    organisation: "610528100200", name: "测试0", number: Fixture.number(0), status: .full,
                    synthetic: true,
                    from: "外省某支部", letter: "外-9", issuedOn: day("2026-11-01"), on: day("2026-11-10")),
                on: town.today, caller: town.receiver
            ).transfer
            #expect(back.direction == .in && back.state == .accepted)
            let person = try await town.fixture.person(0)
            #expect(person.organisationCode == "610528100200" && person.id == town.person.id)
        }
    }

    @Test func whoComesBackIsFoundAgainByTheNumberAndGoesOnFromThere() async throws {
        try await with { town in
            let members = town.fixture.services.members
            let letter = try await members.issueTransfer(
                LetterOrder(person: Reference(town.person.id), elsewhere: "外省某支部", on: day("2026-10-01")),
                on: town.today, caller: town.giver
            ).transfer
            try await town.accept(letter, on: "2026-10-20", by: town.giver)
            // A list of the new place, imported by its own clerk, who never saw the person.
            let outcome = try await members.importPeople(
                Array(
                    ("organisation,name,id_number,since,status,synthetic\n"
                        + "610528100200,测试0,\(Fixture.number(0)),2026-11-10,full,true\n").utf8), on: ChinaTime.today(),
                caller: town.receiver)
            #expect(outcome.added == 1)
            let seen = try await members.person(town.person.id, caller: town.receiver)
            #expect(seen.organisationCode == "610528100200" && seen.status == .full)
            // Somebody who is a member elsewhere is not drawn over by a list.
            let third = try await town.fixture.caller("610102", .clerk)
            let drawn = await town.code {
                _ = try await members.importPeople(
                    Array(
                        ("organisation,name,id_number,since,status,synthetic\n"
                            + "610102001001,测试0,\(Fixture.number(0)),2026-11-12,full,true\n").utf8),
                    on: ChinaTime.today(), caller: third)
            }
            #expect(drawn != "done")
            #expect(try await members.person(town.person.id, caller: town.receiver).organisationCode == "610528100200")
        }
    }

    @Test(arguments: [("2026-01-15", "2026-04-15"), ("2025-11-30", "2026-02-28"), ("2026-08-31", "2026-11-30")])
    func aLetterHoldsThreeCalendarMonthsAtMost(issued: String, last: String) async throws {
        try await with { town in
            let days = day(last) - day(issued)
            let letter = try await town.issue(on: issued, days: days)
            #expect(letter.validThrough == day(last))
            _ = try await town.fixture.services.members.cancelTransfer(
                Reference(letter.id), LetterReason(reason: "r", on: day(issued)), on: town.today, caller: town.giver)
            #expect(await town.code { _ = try await town.issue(on: issued, days: days + 1) } == "transfer.days")
        }
    }

    @Test func aMoveByHandWaitsForAnOpenLetter() async throws {
        try await with { town in
            let letter = try await town.issue()
            let members = town.fixture.services.members
            let blocked = await town.code {
                _ = try await members.move(
                    Reference(town.person.id), MoveOrder(organisation: "610116001002", on: day("2026-10-05")),
                    on: town.today, caller: town.giver)
            }
            #expect(blocked == "membership.in_transfer")
            // With a death the letter is void.
            _ = try await members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: day("2026-10-10"), document: "d", reason: "r"),
                about: Reference(town.person.id), on: town.today, caller: Fixture.root)
            let after = try await members.transfer(Reference(letter.id), on: town.today, caller: town.giver)
            #expect(after.state == .cancelled)
        }
    }

    @Test func theLetterIsPrintedInThreeParts() async throws {
        try await with { town in
            let letter = try await town.issue()
            let html = try await town.fixture.services.members.printedLetter(
                Reference(letter.letter), .chinese, on: town.today, caller: town.giver)
            for mark in ["存根", "回执", "610116001001-2026-1", "测试0", "石村", "2026-09", "2026-12-30"] {
                #expect(html.contains(mark), "\(mark)")
            }
        }
    }

    /// The receiver prints a letter about somebody of another office, which sees that.
    @Test func thePersonsOfficeSeesThatTheReceiverPrintedTheLetter() async throws {
        try await with { town in
            let letter = try await town.issue()
            _ = try await town.fixture.services.members.printedLetter(
                Reference(letter.letter), .chinese, on: town.today, caller: town.receiver)
            let access = town.fixture.services.access
            let lines = try await access.readings(
                ReadingQuery(), PageRequest(), caller: town.fixture.caller("610116", .reviewer)
            ).items
            let office = try await town.fixture.services.organisations.organisation("610528", caller: Fixture.root)
            #expect(lines.map(\.office) == [office.name] && lines.map(\.kind) == [.print])
            let theirs = try await access.readings(
                ReadingQuery(), PageRequest(), caller: town.fixture.caller("610528", .reviewer))
            #expect(theirs.items.isEmpty)
        }
    }

    @Test func suspendedMembersAndLettersToOneselfAreRefused() async throws {
        try await with { town in
            #expect(await town.code { _ = try await town.issue(to: "610116001001") } == "transfer.same")
            #expect(await town.code { _ = try await town.issue(to: "999") } == "not_found")
            #expect(await town.code { _ = try await town.issue(days: 93) } == "transfer.days")
            _ = try await town.fixture.services.members.decide(
                DecisionOrder(
                    .suspend, ground: "settled_abroad", groundSince: nil, on: day("2026-09-01"), document: "d",
                    reason: "r"), about: Reference(town.person.id), on: town.today, caller: Fixture.root)
            #expect(await town.code { _ = try await town.issue() } == "transfer.suspended")
        }
    }
}
