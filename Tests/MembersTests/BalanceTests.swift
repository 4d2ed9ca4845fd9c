import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import TestSupport
import Testing

/// Last year's end + increases − decreases = this year's end.
struct BalanceTests {
    @Test func eachBeginningAndEndIsOneMovement() {
        #expect(
            Movement(begins: true, status: .probationary, word: "advanced", beside: .developmentTarget) == .admitted)
        #expect(Movement(begins: true, status: .full, word: "restored", beside: .suspended) == .restored)
        #expect(Movement(begins: true, status: .full, word: "transferred", beside: nil) == .transferredIn)
        #expect(Movement(begins: true, status: .full, word: "registered", beside: nil) == .unexplainedIn)
        #expect(Movement(begins: false, status: .full, word: "suspended", beside: .suspended) == .suspended)
        #expect(Movement(begins: false, status: .full, word: "transferred", beside: nil) == .transferredOut)
        #expect(Movement(begins: false, status: .full, word: "died", beside: nil) == .died)
        #expect(Movement(begins: false, status: .full, word: "advanced", beside: nil) == .unexplainedOut)
        for word in ["withdrawn", "persuaded", "removed", "expelled", "cancelled", "died"] {
            #expect(!Movement(begins: false, status: .full, word: word, beside: nil).isUnexplained, "\(word)")
        }
    }

    /// A township that came to the county in the year was counted at the end of the year before.
    @Test func whatMovesDuringTheYearComesAndLeavesWithItsMembers() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                Fixture.secretaries(["610116001001", "610116002200", "610102001001", "610116001002"]))
            let organisations = fixture.services.organisations
            _ = try await organisations.change(
                "610116002", OrganisationChange(since: day("2025-06-01"), parent: "610102"), expected: nil,
                on: day("2026-02-01"), caller: Fixture.root)
            _ = try await organisations.change(
                "610102", OrganisationChange(since: day("2025-07-01"), code: "610199"), expected: nil,
                on: day("2026-02-01"), caller: Fixture.root)
            _ = try await organisations.close(
                "610116001001", OrganisationClosing(on: day("2025-08-01"), into: "610116001002"), expected: nil,
                on: day("2026-02-01"), caller: Fixture.root)
            let (from, receiver) = (
                try await balance(fixture, "610116", 2025), try await balance(fixture, "610199", 2025)
            )
            #expect(from.opening == 3 && from.closing == 2 && from.balanced)
            #expect(from.lines.map(\.movement) == [.transferredOut])
            #expect(receiver.opening == 1 && receiver.closing == 2 && receiver.balanced)
            #expect(receiver.lines.map(\.movement) == [.transferredIn])
            // Above both, and in the years around it, nothing happened.
            let city = try await balance(fixture, "6101", 2025)
            #expect(city.opening == 4 && city.closing == 4 && city.lines.isEmpty && city.balanced)
            #expect(try await balance(fixture, "610116", 2024).closing == 3)
            #expect(try await balance(fixture, "610199", 2024).closing == 1)
        }
    }

    private func balance(_ fixture: Fixture, _ code: String, _ year: Int, today: Day? = nil) async throws -> Balance {
        try await fixture.services.members.balance(
            of: Reference(code), year: year, on: today ?? day("2026-02-01"), caller: Fixture.root)
    }

    private func decide(_ fixture: Fixture, _ index: Int, _ change: LifeChange, _ ground: String, on day: String)
        async throws
    {
        _ = try await fixture.services.members.decide(
            DecisionOrder(
                change, ground: ground, groundSince: TestSupport.day("2024-01-01"), on: TestSupport.day(day),
                document: "d", reason: "r"),
            about: Reference(fixture.person(index).id), on: TestSupport.day("2026-02-01"), caller: Fixture.root)
    }

    @Test func aYearWithEveryMovementBalances() async throws {
        try await Fixture.with { fixture in
            let villages = [
                "610116001001", "610116001002", "610116001200", "610116002200", "610102001001", "610528100200",
            ]
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            try await decide(fixture, 0, .die, "death", on: "2025-03-01")
            try await decide(fixture, 1, .suspend, "lost_contact", on: "2025-04-01")
            try await decide(fixture, 2, .suspend, "lost_contact", on: "2024-12-31")
            try await decide(fixture, 2, .restore, "approved", on: "2025-12-31")
            // 610116 → 610528: out of the county and inside the province.
            let letter = try await fixture.services.members.issueTransfer(
                LetterOrder(
                    person: Reference(fixture.person(3).id), organisation: "610528100200", on: day("2025-05-01")),
                on: day("2026-02-01"), caller: Fixture.root
            ).transfer.letter
            _ = try await fixture.services.members.acceptTransfer(
                Reference(letter), ReceiptOrder(receipt: "r", on: day("2025-06-01")), on: day("2026-02-01"),
                caller: Fixture.root)

            let county = try await balance(fixture, "610116", 2025)
            #expect(county.opening == 3 && county.closing == 1)
            #expect(county.balanced)
            let people = Dictionary(uniqueKeysWithValues: county.lines.map { ($0.movement, $0.people) })
            #expect(people == [.died: 1, .suspended: 1, .restored: 1, .transferredOut: 1])
            let receiver = try await balance(fixture, "610528", 2025)
            #expect(receiver.lines.map(\.movement) == [.transferredIn] && receiver.balanced)
            let province = try await balance(fixture, "61", 2025)
            #expect(province.balanced && !province.lines.contains { $0.movement == .transferredOut })
            #expect(province.opening == 5 && province.closing == 4)
        }
    }

    @Test func theLastDayOfTheYearBelongsToIt() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            try await decide(fixture, 0, .die, "death", on: "2024-12-31")
            try await decide(fixture, 1, .die, "death", on: "2025-01-01")
            let first = try await balance(fixture, "610116", 2024)
            #expect(first.opening == 2 && first.closing == 1 && first.decreases == 1)
            let second = try await balance(fixture, "610116", 2025)
            #expect(second.opening == 1 && second.closing == 0 && second.decreases == 1)
        }
    }

    @Test func whatNothingExplainsIsNamedAndIsNotReported() async throws {
        try await Fixture.with { fixture in
            // A full member whose membership began in the year, and no admission on file.
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001001,甲,\(Fixture.number(0)),2025-07-01,full,true\n"
            )
            let balance = try await balance(fixture, "610116", 2025)
            #expect(!balance.balanced && balance.difference == 1 && balance.unexplained == 1)
            #expect(balance.lines.flatMap(\.examples) == ["甲 2025-07-01"])
            var refusal: AppError?
            do {
                _ = try await fixture.services.members.report(
                    BalanceReport(document: "d"), of: "610116", year: 2025, on: day("2026-02-01"),
                    caller: Fixture.root)
            } catch let error as AppError { refusal = error }
            #expect(refusal?.code == "balance.unbalanced")
            #expect(refusal?.message.chinese.contains("甲") == false)
        }
    }

    @Test func aReportStaysAsItWasSentAndLaterCorrectionsShow() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            let members = fixture.services.members
            await #expect(throws: AppError.self) {
                _ = try await members.report(
                    BalanceReport(document: "报1"), of: "610116", year: 2025, on: day("2025-12-30"),
                    caller: Fixture.root)
            }
            let sent = try await members.report(
                BalanceReport(document: "报1"), of: "610116", year: 2025, on: day("2026-02-01"),
                caller: Fixture.root)
            #expect(sent.balance.reported?.closing == 2)
            // A death of the year before that became known too late.
            try await decide(fixture, 0, .die, "death", on: "2025-11-01")
            let again = try await balance(fixture, "610116", 2025)
            #expect(again.closing == 1 && again.reported?.closing == 2)
            let next = try await balance(fixture, "610116", 2026)
            #expect(next.offReportOfLastYear == -1 && !next.balanced)
        }
    }
}
