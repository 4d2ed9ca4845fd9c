import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

/// Offices that nobody holds: nobody owes what they would owe, so somebody has to see them.
struct VacancyTests {
    private func vacancies(
        _ fixture: Fixture, _ asOf: String, scope: Reference<Organisation>? = nil, level: Level? = .primary,
        limit: Int = 50, after: String? = nil, caller: Caller = Fixture.root
    ) async throws -> Page<Vacancy> {
        try await fixture.services.members.vacancies(
            VacancyQuery(scope: scope, level: level, asOf: day(asOf)), PageRequest(limit: limit, after: after),
            on: day(asOf), caller: caller)
    }

    @Test func whoActsHoldsNoOfficeAndAnEmptyOneIsListed() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002", "610528100200"]))
            let members = fixture.services.members
            func first(_ asOf: String, _ code: String) async throws -> Vacancy? {
                try await vacancies(fixture, asOf).items.first { $0.code == code }
            }
            // There never was one.
            let never = try #require(try await first("2014-01-01", "610116001200"))
            #expect(never.since == Day(number: 10_000) && never.before == nil && never.acting == nil)
            #expect(try await first("2014-01-01", "610116001001") == nil)
            // The holder leaves, and the neighbour acts.
            let holder = try await fixture.person(0).id
            _ = try await members.end("测试0", TenureEndOrder(until: day("2015-03-01")), caller: Fixture.root)
            _ = try await members.appoint(
                AppointmentOrder(
                    person: Reference(try await fixture.person(1).id), organisation: "610116001001", nature: .acting,
                    since: day("2015-04-01")), caller: Fixture.root)
            #expect(try await first("2015-02-28", "610116001001") == nil)
            let empty = try #require(try await first("2015-03-01", "610116001001"))
            #expect(empty.since == day("2015-03-01") && empty.before == "测试0" && empty.acting == nil)
            let acted = try #require(try await first("2015-05-01", "610116001001"))
            #expect(acted.acting == "测试1" && acted.actingSince == day("2015-04-01"))
            // Elected by one's own right, the office is filled again.
            _ = try await members.appoint(
                AppointmentOrder(
                    person: Reference(holder), organisation: "610116001001", since: day("2015-06-01")),
                caller: Fixture.root)
            #expect(try await first("2015-06-01", "610116001001") == nil)
        }
    }

    @Test func vacanciesAreListedPageByPageWithinScope() async throws {
        try await Fixture.with { fixture in
            let whole = try await vacancies(fixture, "2020-01-01", level: nil).items.map(\.path)
            var (found, after): ([String], String?) = ([], nil)
            repeat {
                let page = try await vacancies(fixture, "2020-01-01", level: nil, limit: 3, after: after)
                found += page.items.map(\.path)
                after = page.next
            } while after != nil
            #expect(found == whole && whole == whole.sorted() && whole.count == 16)
            let county = try await fixture.caller("610116", .viewer)
            let own = try await vacancies(fixture, "2020-01-01", caller: county).items
            #expect(own.map(\.code) == ["610116001001", "610116001002", "610116001200", "610116002200"])
            let below = try await vacancies(fixture, "2020-01-01", scope: "610116002", caller: county).items
            #expect(below.map(\.code) == ["610116002200"])
        }
    }
}
