import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import SQLFiles
import Settings
import TestSupport
import Testing
import Wire

/// What rests on a right that ends with a day does not outlive it, and nobody gives it to themselves.
struct EndingRightTests {
    private static let today = ChinaTime.today()
    private static let last = today.adding(days: 15)

    private static func enter(_ fixture: Fixture, _ secret: String, on day: Day = today) async throws -> Caller {
        try await fixture.services.access.authenticate(secret, on: day, door: "api")
    }

    /// The administrator of a county acts for that of its city until a day.
    private static func with(
        posts: Bool = false, _ body: (Fixture, NewToken, NewToken) async throws -> Void
    ) async throws {
        var settings = Settings()
        if posts { settings.access.posts = "on" }
        try await Fixture.with(settings: settings) { fixture in
            let city = try await fixture.token("6101", .administrator)
            let county = try await fixture.token("610116", .administrator)
            _ = try await fixture.services.access.substitute(
                SubstitutionOrder(
                    account: city.account, substitute: county.account, since: today, until: last, reason: "出差"),
                on: today, caller: Fixture.root)
            try await body(fixture, city, county)
        }
    }

    private static func grant(
        _ account: Identifier<Account>, _ role: Role = .administrator, _ scope: Reference<GrantedScope> = "6101",
        since: Day? = nil, until: Day? = nil
    ) -> GrantOrder {
        GrantOrder(account: account, role: role, scope: scope, since: since, until: until)
    }

    // MARK: the shown case

    @Test func aSubstituteGivesNothingToTheirOwnAccount() async throws {
        try await Self.with { fixture, _, county in
            let access = fixture.services.access
            let caller = try await Self.enter(fixture, county.secret)
            #expect(
                try await refusal {
                    try await access.grant(Self.grant(county.account), on: Self.today, caller: caller)
                } == "access.own_substitution")
            let token = try await access.issue(
                TokenOrder(name: "x", role: .administrator, scope: "6101"), on: Self.today, caller: caller)
            #expect(token.cutTo == Self.last && token.summary.english.contains("ends before \(Self.last)"))
            let (made, expires) = (
                try await Self.enter(fixture, token.secret), token.expires.date
            )
            #expect(made.scope == Scope(path: "61.6101."))
            #expect(ChinaTime.today(at: expires) == Self.last)
            #expect(ChinaTime.today(at: expires.addingTimeInterval(-1)) == Self.last.adding(days: -1))
            #expect(
                try await refusal { try await Self.enter(fixture, token.secret, on: Self.last) } == "access.no_grant")
            // What the county may do by its own grants is not affected, not even for itself.
            let own = try await access.grant(
                Self.grant(county.account, .clerk, "610116"), on: Self.today, caller: caller)
            #expect(own.cutTo == nil && own.until == nil)
            #expect(
                try await Self.enter(fixture, county.secret, on: Self.last).ranges.map(\.low) == ["61.6101.610116."])
        }
    }

    /// A second account of the same person is no other hand.
    @Test func aSubstituteGivesNothingToAnotherAccountOfTheirs() async throws {
        try await Self.with { fixture, city, county in
            let (access, points) = (fixture.services.access, fixture.services.points)
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = AccountPersonOrder(person: Reference(try await fixture.person(0).id))
            let second = try await fixture.token("610116", .viewer)
            for account in [county.account, second.account] {
                _ = try await points.link(account, person, caller: Fixture.root)
            }
            // A link that ended says the same.
            _ = try await points.unlink(second.account, caller: Fixture.root)
            let third = try await fixture.token("6101", .viewer)
            let caller = try await Self.enter(fixture, county.secret)
            for account in [county.account, second.account] {
                #expect(
                    try await refusal {
                        try await access.grant(Self.grant(account, .viewer), on: Self.today, caller: caller)
                    } == "access.own_substitution")
                #expect(
                    try await refusal {
                        try await access.substitute(
                            SubstitutionOrder(
                                account: city.account, substitute: account, since: Self.today,
                                until: Self.today.adding(days: 50), reason: "x"), on: Self.today, caller: caller)
                    } == "access.own_substitution")
            }
            #expect(
                try await refusal { try await points.link(third.account, person, caller: caller) }
                    == "access.own_substitution")
        }
    }

    // MARK: whatever rests on it

    @Test func whateverASubstituteGivesEndsWithTheSubstitution() async throws {
        try await Self.with { fixture, city, county in
            let access = fixture.services.access
            let caller = try await Self.enter(fixture, county.secret)
            let (friend, other) = (try await fixture.token("610102", .viewer), try await fixture.token("6101", .viewer))
            let far = Self.today.adding(days: 60)
            let given = try await access.grant(
                Self.grant(friend.account, .clerk, until: far), on: Self.today, caller: caller)
            #expect(given.until == Self.last && given.cutTo == Self.last)
            let short = try await access.grant(
                Self.grant(friend.account, .reviewer, until: Self.today.adding(days: 5)), on: Self.today,
                caller: caller)
            #expect(short.until == Self.today.adding(days: 5) && short.cutTo == nil)
            #expect(
                try await refusal {
                    try await access.grant(
                        Self.grant(friend.account, .registrar, since: Self.last), on: Self.today, caller: caller)
                } == "access.right_ends")
            let made = try await access.add(
                AccountOrder(name: "王芳", signInName: "wang.fang", role: .administrator, scope: "6101"),
                on: Self.today, caller: caller)
            #expect(made.cutTo == Self.last)
            let passed = try await access.substitute(
                SubstitutionOrder(
                    account: other.account, substitute: friend.account, since: Self.today, until: far, reason: "x"),
                on: Self.today, caller: caller)
            #expect(passed.until == Self.last && passed.cutTo == Self.last)
            let label = LabelledTokenOrder(label: "x", days: 365)
            #expect(try await access.issue(label, for: other.account, caller: caller).cutTo == Self.last)
            let rotated = try await access.rotate(other.id, RotationOrder(days: 365), caller: caller)
            #expect(rotated.cutTo == Self.last)
            let bound = try await access.bind(CertificateOrder(subject: "CN=o"), to: other.account, caller: caller)
            #expect(bound.cutTo == Self.last)
            #expect(
                try await access.certificates(of: other.account, caller: Fixture.root).map(\.until) == [Self.last])
            // By their own grants all of it lasts.
            let own = try await fixture.token("610116", .viewer)
            #expect(try await access.issue(label, for: own.account, caller: caller).cutTo == nil)
            #expect(
                try await access.bind(CertificateOrder(subject: "CN=p"), to: own.account, caller: caller).cutTo == nil)
            // The review shows what a substitute gave, and in whose place.
            let review = try await access.review(PageRequest(limit: 100), on: Self.today, caller: Fixture.root).items
            let lines = review.filter { $0.flags.contains(.bySubstitute) }
            #expect(Set(lines.map(\.id)) == Set([given.id, short.id, made.grant, Identifier(passed.id.value)]))
            #expect(lines.allSatisfy { $0.givenFor == "6101" })
            #expect(review.filter { $0.id != given.id && $0.account == own.account }.allSatisfy { $0.givenFor == nil })
            _ = city
        }
    }

    /// The link's posts: it reached as far as the city for good.
    @Test func aLinkByASubstituteGivesNoPostsAfterwards() async throws {
        try await Self.with(posts: true) { fixture, _, county in
            let points = fixture.services.points
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610102001001"]))
            let caller = try await Self.enter(fixture, county.secret)
            let (near, far) = (try await fixture.token("610116", .viewer), try await fixture.token("610102", .viewer))
            let people = try await [0, 1].asyncMap { try await fixture.person($0) }
            let local = try #require(people.first { $0.path.contains("610116") })
            let distant = try #require(people.first { $0.path.contains("610102") })
            let linked = try await points.link(
                near.account, AccountPersonOrder(person: Reference(local.id)), caller: caller)
            #expect(linked.cutTo == nil)
            let temporary = try await points.link(
                far.account, AccountPersonOrder(person: Reference(distant.id)), caller: caller)
            #expect(temporary.cutTo == Self.last)
            func branches(_ token: NewToken, on day: Day) async throws -> Int {
                let caller = try await Self.enter(fixture, token.secret, on: day)
                return caller.parts.filter { $0.roles.contains(.clerk) }.count
            }
            #expect(try await branches(near, on: Self.last) == 1)
            #expect(try await branches(far, on: Self.last.adding(days: -1)) == 1)
            #expect(try await branches(far, on: Self.last) == 0)
            // A later post in the city, which the county does not reach by itself.
            let reach = try await fixture.owner.query(
                "SELECT reach_lo FROM account_person WHERE account_id = \(near.account.value)")
            #expect(try reach.map { try $0["reach_lo"] as String } == ["61.6101.610116."])
        }
    }

    /// A tenure that a substitute enters for themselves is a post that gives them nothing.
    @Test func aSubstituteDoesNotAppointThemselvesToAccess() async throws {
        try await Self.with(posts: true) { fixture, _, county in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = Reference<Person>(try await fixture.person(0).id)
            _ = try await fixture.services.points.link(
                county.account, AccountPersonOrder(person: person), caller: Fixture.root)
            func appoint(_ place: Reference<Organisation>, by caller: Caller) async throws {
                _ = try await fixture.services.members.appoint(
                    AppointmentOrder(
                        person: person, organisation: place, title: .organisationCommissioner,
                        since: Self.today.adding(days: -1)), caller: caller)
            }
            try await appoint("610102", by: Self.enter(fixture, county.secret))
            let after = try await Self.enter(fixture, county.secret, on: Self.last)
            #expect(!after.covers("61.6101.610102."))
        }
    }

    // MARK: grants with an end

    @Test func nobodyGivesLongerThanTheyHave() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let token = try await fixture.token("610116", .viewer)
            _ = try await access.grant(
                Self.grant(token.account, .administrator, "610116", until: Self.last), on: Self.today,
                caller: Fixture.root)
            let caller = try await Self.enter(fixture, token.secret)
            let friend = try await fixture.token("610116001", .viewer)
            let given = try await access.grant(
                Self.grant(friend.account, .clerk, "610116001"), on: Self.today, caller: caller)
            #expect(given.until == Self.last && given.cutTo == Self.last)
            let own = try await access.grant(
                Self.grant(token.account, .clerk, "610116"), on: Self.today, caller: caller)
            #expect(own.until == Self.last)
            let review = try await access.review(PageRequest(limit: 100), on: Self.today, caller: Fixture.root).items
            #expect(review.filter { $0.flags.contains(.ownHand) }.map(\.id) == [own.id])
            #expect(
                try await access.issue(LabelledTokenOrder(label: "x"), for: friend.account, caller: caller).cutTo
                    == Self.last)
            // Of several rights the one that lasts longest counts.
            _ = try await access.grant(
                Self.grant(token.account, .administrator, "610116001"), on: Self.today, caller: Fixture.root)
            let both = try await Self.enter(fixture, token.secret)
            let lasting = try await access.grant(
                Self.grant(friend.account, .reviewer, "610116001"), on: Self.today, caller: both)
            #expect(lasting.until == nil)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
