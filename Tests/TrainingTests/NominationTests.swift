import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

@testable import Training

/// A township and the county's class: it sees all of its own people there, nominates and replaces them within its
/// quota, and the host decides.
struct NominationTests {
    private func nominate(
        _ office: ClassOffice, _ people: Int..., replaces: Int? = nil, by code: String = "610116001"
    ) async throws {
        var references: [Reference<Person>] = []
        for index in people { references.append(try await office.person(index)) }
        let replaced = if let replaces { try await office.person(replaces) } else { Reference<Person>?.none }
        _ = try await office.training.nominate(
            NominationOrder(people: references, replaces: replaced, reason: "工作需要"), for: "A1",
            caller: office.fixture.caller(code, .clerk))
    }

    private func decide(
        _ office: ClassOffice, _ index: Int, _ verdict: NominationVerdict, reason: String? = nil,
        by code: String = "610116"
    ) async throws -> NominationDecided {
        try await office.training.decideNomination(
            of: office.person(index), for: "A1", NominationDecisionOrder(verdict, reason: reason),
            caller: office.fixture.caller(code, .clerk))
    }

    @Test func aTownshipSeesTheWholeCountAndItsOwnPeople() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116", capacity: 3)
            try await office.enrol(0, 1, 3, 2, in: course)
            let township = try await office.fixture.caller("610116001", .clerk)
            let seen = try await office.training.trainingClass("A1", caller: township)
            #expect(seen.enrolled == 3 && seen.waiting == 1 && seen.ownEnrolled == 2 && seen.ownWaiting == 1)
            #expect(Set(try await office.list("A1", caller: township).keys) == ["测试0", "测试1", "测试2"])
            // A county that the class does not admit sees nothing.
            let elsewhere = try await office.fixture.caller("610102", .clerk)
            let hidden = try await office.refusal {
                _ = try await office.training.trainingClass("A1", caller: elsewhere)
            }
            #expect(hidden.kind == .notFound)
        }
    }

    @Test func aTownshipDoesNotEnrolInTheCountysClass() async throws {
        try await ClassOffice.with { office in
            _ = try await office.announced(host: "610116")
            let township = try await office.fixture.caller("610116001", .clerk)
            let person = try await office.person(0)
            let refused = try await office.refusal {
                _ = try await office.training.enrol(EnrolmentOrder(people: [person]), in: "A1", caller: township)
            }
            #expect(refused.code == "class.not_yours" && refused.hint?.english.contains("class nominate") ?? false)
        }
    }

    @Test func nominationsStayWithinTheQuotaAndTheHostDecides() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116", capacity: 5)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610116001", seats: 2), caller: Fixture.root)
            try await nominate(office, 0, 1)
            let many = try await office.refusal { try await nominate(office, 2) }
            #expect(many.code == "nomination.quota")
            let twice = try await office.refusal { try await nominate(office, 0, replaces: nil) }
            #expect(["nomination.quota", "class_nomination_once"].contains(twice.code))
            let unexplained = try await office.refusal { _ = try await decide(office, 1, .refused) }
            #expect(unexplained.code == "value.missing")
            let own = try await office.refusal {
                _ = try await decide(office, 0, .confirmed, by: "610116001")
            }
            #expect(own.code == "class.not_yours")
            let confirmed = try await decide(office, 0, .confirmed)
            #expect(confirmed.state == .enrolled && confirmed.personName == "测试0")
            _ = try await decide(office, 1, .refused, reason: "已在市级班")
            let again = try await office.refusal { _ = try await decide(office, 1, .confirmed) }
            #expect(again.code == "nomination.missing")
            // What was refused gives its place back.
            try await nominate(office, 2)
            let county = try await office.fixture.caller("610116", .clerk)
            let listed = try await office.training.nominations(for: "A1", PageRequest(), caller: county).items
            #expect(Set(listed.map(\.verdict)) == [.confirmed, .refused, nil])
            #expect(listed.first { $0.verdict == .refused }?.decisionReason == "已在市级班")
            let withdrawn = try await decide(office, 2, .withdrawn, reason: "改派", by: "610116001")
            #expect(withdrawn.verdict == .withdrawn)
            #expect(try await office.list("A1")["测试2"] == nil)
        }
    }

    @Test func aReplacementTakesTheSeatOfItsPredecessor() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116", capacity: 2)
            try await office.enrol(0, 3, 1, in: course)
            try await nominate(office, 2, replaces: 0)
            let confirmed = try await decide(office, 2, .confirmed)
            #expect(confirmed.state == .enrolled && confirmed.replacedName == "测试0")
            let list = try await office.list("A1")
            #expect(list["测试0"]?.state == .replaced && list["测试2"]?.state == .enrolled)
            // Who waits does not lose the place to nobody, nor gain that of the replaced.
            #expect(list["测试1"]?.state == .waiting)
            #expect(try await office.training.trainingClass("A1", caller: Fixture.root).enrolled == 2)
        }
    }

    /// A neighbour of the host, or a place beside it, could not nominate for a class that kept seats for it.
    @Test(arguments: ["610102", "610102001"])
    func aNeighbourNominatesWithinItsQuota(code: String) async throws {
        try await ClassOffice.with { office in
            let host = try await office.fixture.caller("610116", .clerk)
            let made = try await office.training.createClass(
                ClassOrder(
                    host: "610116", code: "A1", name: "联办班", admits: "6101", fields: [.rural, .community],
                    starts: day("2014-09-01"), ends: day("2014-09-03"), minimum: 1, capacity: 5, venue: "党校"),
                on: office.today, caller: Fixture.root)
            try await office.move(Reference(made.id), .announced)
            // The host names by code what it does not see.
            _ = try await office.training.setQuota(
                "A1", ClassQuotaOrder(organisation: Reference(code), seats: 1), caller: host)
            let quotas = try await office.training.quotas(of: "A1", caller: host).items
            #expect(quotas.map(\.organisationCode) == [code] && quotas.map(\.seats) == [1])
            let elsewhere = try await office.refusal {
                _ = try await office.training.setQuota(
                    "A1", ClassQuotaOrder(organisation: "610528100", seats: 1), caller: host)
            }
            #expect(elsewhere.code == "value.invalid")
            try await nominate(office, 4, by: code)
            let waiting = try await office.training.nominations(for: "A1", PageRequest(), caller: host).items
            #expect(waiting.map(\.personName) == ["测试4"])
            let decided = try await office.training.decideNomination(
                of: "测试4", for: "A1", NominationDecisionOrder(.confirmed), caller: host)
            #expect(decided.state == .enrolled && decided.personName == "测试4")
            let list = try await office.list("A1", caller: host)
            #expect(list["测试4"]?.state == .enrolled)
            let neighbour = try await office.fixture.caller(code, .clerk)
            #expect(try await office.list("A1", caller: neighbour)["测试4"]?.state == .enrolled)
            // The seat is for the duty that the neighbour found.
            let seat = try await office.training.trainees(
                TraineeQuery(filter: ProgressQuery(asOf: day("2014-08-01"), kind: .rotation)), PageRequest(limit: 500),
                on: office.today, caller: neighbour
            ).items.first { $0.personName == "测试4" }?.seat
            #expect(seat == "联办班")
            #expect(try await office.fixture.count("enrolment WHERE duty_id IS NOT NULL") == 1)
        }
    }

    /// What a host has not been offered it cannot take.
    @Test func aHostTakesNobodyFromANeighbourByItself() async throws {
        try await ClassOffice.with { office in
            let host = try await office.fixture.caller("610116", .clerk)
            let made = try await office.training.createClass(
                ClassOrder(
                    host: "610116", code: "A1", name: "联办班", admits: "6101", fields: [.rural, .community],
                    starts: day("2014-09-01"), ends: day("2014-09-03"), minimum: 1, capacity: 5, venue: "党校"),
                on: office.today, caller: Fixture.root)
            try await office.move(Reference(made.id), .announced)
            let person = try await office.person(4)
            let refused = try await office.refusal {
                _ = try await office.training.enrol(EnrolmentOrder(people: [person]), in: "A1", caller: host)
            }
            #expect(refused.kind == .notFound)
            try await nominate(office, 4, by: "610102")
            _ = try await decide(office, 4, .refused, reason: "满员")
            let again = try await office.refusal { _ = try await decide(office, 4, .confirmed) }
            #expect(again.code == "nomination.missing")
            #expect(try await office.fixture.count("enrolment") == 0)
        }
    }

    @Test func otherTownshipsNominateNobodyThere() async throws {
        try await ClassOffice.with { office in
            _ = try await office.announced(host: "610116")
            let foreign = try await office.refusal { try await nominate(office, 0, by: "610116002") }
            #expect(foreign.kind == .notFound)
        }
    }

    @Test func formerSecretariesLeaveTheLists() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116", starts: "2014-09-01", capacity: 1)
            try await office.enrol(0, 1, in: course)
            let members = office.fixture.services.members
            let tenure = try #require(
                try await members.tenures(of: office.person(0), caller: Fixture.root).items.first)
            _ = try await members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2014-08-01")), caller: Fixture.root)
            let list = try await office.list(course)
            #expect(list["测试0"]?.state == .dropped && list["测试1"]?.state == .enrolled)
        }
    }

    @Test func whoLeavesTheOfficeAfterTheClassStays() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116", starts: "2014-09-01")
            try await office.enrol(0, in: course)
            let members = office.fixture.services.members
            let tenure = try #require(
                try await members.tenures(of: office.person(0), caller: Fixture.root).items.first)
            _ = try await members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2014-10-01")), caller: Fixture.root)
            #expect(try await office.list(course)["测试0"]?.state == .enrolled)
        }
    }

    /// The township that ends the tenure cannot write the county's class; the next on its list enters all the same.
    @Test func aSeatGivenUpBelowIsFilledAtOnce() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116", capacity: 1)
            try await office.enrol(0, 3, in: course)
            let members = office.fixture.services.members
            let township = try await office.fixture.caller("610116001")
            let tenure = try #require(try await members.tenures(of: office.person(0), caller: township).items.first)
            _ = try await members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2014-08-01")), caller: township)
            #expect(try await office.list(course)["测试3"]?.state == .enrolled)
        }
    }
}
