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

/// Organisations that are founded, merged, divided, dissolved, restored and corrected, with everything that hangs on
/// them.
struct ReorganisationTests {
    private static let (east, west, south) = ("610116001001", "610116001002", "610116001200")
    private let today = ChinaTime.today()

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? AppError)?.code ?? "\(error)" }
    }

    /// Secretaries in the east and the west, and two more members in the east.
    private func with(_ body: (Fixture, OrganisationService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([Self.east, Self.west]))
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + [(5, "测试五", "full"), (6, "测试六", "applicant")]
                    .map { "\(Self.east),\($1),\(Fixture.number($0)),2015-07-01,\($2),true\n" }.joined())
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(fixture, fixture.services.organisations)
        }
    }

    private func close(
        _ organisations: OrganisationService, _ code: String, _ on: String = "2026-03-01", into: String? = nil,
        endPosts: Bool? = nil, dryRun: Bool? = nil, caller: Caller = Fixture.root
    ) async throws -> OrganisationChanged {
        try await organisations.close(
            Reference(code),
            OrganisationClosing(
                on: day(on), into: into.map { Reference($0) }, endPosts: endPosts, document: "撤并1号", dryRun: dryRun),
            expected: nil, on: today, caller: caller)
    }

    @Test func aBranchWithMembersAndASecretaryIsNotClosedInSilence() async throws {
        try await with { fixture, organisations in
            do {
                _ = try await close(organisations, Self.east)
                Issue.record("closed")
            } catch let error as AppError {
                #expect(error.code == "organisation.attached")
                #expect(error.facts.map(\.name) == ["党员和发展中人员", "在任职务"])
                #expect(error.facts.first?.value.contains("测试五") == true)
            }
            // What hangs on it is shown before anything is written, and nothing is.
            let shown = try await close(organisations, Self.east, into: Self.west, dryRun: true)
            #expect(shown.dryRun && shown.attached.first { $0.kind == .members }?.number == 3)
            #expect(try await fixture.count("organisation WHERE until IS NOT NULL") == 0)
            #expect(try await fixture.count("organisation_change") == 0)
            let listed = try await organisations.attached(to: Reference(Self.east), on: today, caller: Fixture.root)
            #expect(listed.items.first { $0.kind == .posts }?.examples == ["测试0"])
        }
    }

    @Test func whatHangsOnItGoesAlongInOneAct() async throws {
        try await with { fixture, organisations in
            let closed = try await close(organisations, Self.east, into: Self.west)
            #expect(closed.organisation.until == day("2026-03-01"))
            let west = try await organisations.organisation(Reference(Self.west), caller: Fixture.root)
            for index in [0, 5, 6] {
                let person = try await fixture.person(index)
                #expect(person.organisationCode == Self.west && person.path == west.path, "\(person.name)")
            }
            let secretary = try await fixture.person(0)
            let tenures = try await fixture.services.members.tenures(of: Reference(secretary.id), caller: Fixture.root)
            #expect(tenures.items.map(\.until) == [day("2026-03-01")])
            let duties = try await fixture.owner.query(
                "SELECT closed_on FROM duty WHERE person_id = \(secretary.id.value) AND kind = 'rotation'")
            #expect(try duties.map { try $0["closed_on"] as Day? } == [day("2026-03-01")])
            // The unit of the village belongs to the branch that covers it now.
            #expect(try await fixture.count("org_unit WHERE path = '\(west.path)'") == 2)
            // Nothing is added to what is gone.
            let refused = await code {
                _ = try await fixture.services.members.move(
                    Reference(try await fixture.person(1).id),
                    MoveOrder(organisation: Reference(Self.east), on: today), on: today, caller: Fixture.root)
            }
            #expect(refused == "organisation.dissolved")
            let lines = try await organisations.genealogy(of: Reference(Self.east), caller: Fixture.root).items
            #expect(lines.map(\.relation) == [.became] && lines.map(\.code) == [Self.west])
            let descent = try await organisations.genealogy(of: Reference(Self.west), caller: Fixture.root).items
            #expect(descent.map(\.relation) == [.cameFrom] && descent.map(\.document) == ["撤并1号"])
        }
    }

    @Test func onlyPostsAreEndedWhenSomebodySaysSo() async throws {
        try await with { fixture, organisations in
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: Reference(try await fixture.person(0).id), organisation: Reference(Self.south),
                    since: day("2020-01-01")), caller: Fixture.root)
            #expect(await code { _ = try await close(organisations, Self.south) } == "organisation.attached")
            _ = try await close(organisations, Self.south, endPosts: true)
            #expect(
                try await fixture.count(
                    "tenure t JOIN post p ON p.id = t.post_id JOIN organisation o ON o.id = p.organisation_id "
                        + "WHERE o.code = '\(Self.south)' AND t.until = '2026-03-01'") == 1)
        }
    }

    @Test func aTownshipGoesIntoAnotherWithItsBranches() async throws {
        try await with { fixture, organisations in
            let merged = try await organisations.merge(
                into: "610116002",
                MergeOrder(organisations: ["610116001"], on: day("2026-03-01"), document: "撤乡并镇"), expected: nil,
                on: today, caller: Fixture.root)
            #expect(merged.attached.first { $0.kind == .children }?.number == 3)
            let below = try await organisations.organisations(
                OrganisationQuery(parent: "610116002"), PageRequest(), caller: Fixture.root)
            #expect(below.items.map(\.code) == [Self.east, Self.west, Self.south, "610116002200"])
            #expect(try await fixture.person(0).path == "61.6101.610116.610116002.\(Self.east).")
            // Before that day they were where they were.
            let before = try await organisations.organisations(
                OrganisationQuery(parent: "610116001", asOf: day("2026-02-28")), PageRequest(), caller: Fixture.root)
            #expect(before.items.map(\.code) == [Self.east, Self.west, Self.south])
            let scoped = try await organisations.organisations(
                OrganisationQuery(scope: "610116001", asOf: day("2026-02-28")), PageRequest(), caller: Fixture.root)
            #expect(scoped.items.map(\.code) == ["610116001", Self.east, Self.west, Self.south])
            #expect(
                try await organisations.organisations(
                    OrganisationQuery(scope: "610116001", asOf: day("2026-03-01")), PageRequest(),
                    caller: Fixture.root
                ).items.isEmpty)
        }
    }

    @Test func twoBranchesBecomeANewOne() async throws {
        try await with { fixture, organisations in
            let founded = try await organisations.found(
                FoundingOrder(
                    code: "N1", name: "中共东西社区联合支部委员会", parent: "610116001", kind: .branch, field: .community,
                    since: day("2026-03-01"), document: "联合1号", merging: [Reference(Self.east), Reference(Self.west)]),
                on: today, caller: Fixture.root)
            #expect(founded.organisation.level == .primary && founded.organisation.since == day("2026-03-01"))
            for index in [0, 1, 5, 6] { #expect(try await fixture.person(index).organisationCode == "N1") }
            let descent = try await organisations.genealogy(of: "N1", caller: Fixture.root).items
            #expect(descent.map(\.event) == [.found, .merge, .merge])
            #expect(Set(descent.compactMap(\.code)) == ["N1", Self.east, Self.west])
        }
    }

    @Test func aBranchIsDividedByNames() async throws {
        try await with { fixture, organisations in
            let order = SplitOrder(
                code: "N2", name: "中共东社区第二支部委员会", people: [Reference("测试五"), Reference(Fixture.number(0))],
                on: day("2026-03-01"), document: "分设1号")
            let made = try await fixture.services.members.split(
                Reference(Self.east), order, expected: 1, on: today, caller: Fixture.root)
            #expect(made.organisation.parentCode == "610116001" && made.organisation.field == .community)
            #expect(try await fixture.person(5).organisationCode == "N2")
            #expect(try await fixture.person(6).organisationCode == Self.east)
            // The secretary went along: the office in the old branch is over.
            let left = try await fixture.services.members.tenures(in: Reference(Self.east), caller: Fixture.root)
            #expect(left.items.map(\.until) == [day("2026-03-01")])
            let stranger = SplitOrder(
                code: "N3", name: "某支部", people: [Reference(Fixture.number(1))], on: day("2026-03-02"), document: "d")
            #expect(
                await code {
                    _ = try await fixture.services.members.split(
                        Reference(Self.east), stranger, expected: nil, on: today, caller: Fixture.root)
                } == "organisation.not_members")
        }
    }

    @Test func lettersUnderWayFollow() async throws {
        try await with { fixture, organisations in
            let members = fixture.services.members
            func letter(_ index: Int, _ to: String) async throws -> Reference<Transfer> {
                let issued = try await members.issueTransfer(
                    LetterOrder(
                        person: Reference(try await fixture.person(index).id), organisation: Reference(to),
                        on: today), on: today, caller: Fixture.root)
                return Reference(issued.transfer.letter)
            }
            let outward = try await letter(0, "610102001001")
            let inward = try await letter(1, Self.east)
            _ = try await close(organisations, Self.east, today.description, into: Self.south)
            // Issued by the branch that is gone, and still good; addressed to it, and now expected by its successor.
            let tomorrow = today.adding(days: 1)
            _ = try await members.acceptTransfer(
                inward, ReceiptOrder(receipt: "r", on: tomorrow), on: tomorrow, caller: Fixture.root)
            #expect(try await fixture.person(1).organisationCode == Self.south)
            _ = try await members.acceptTransfer(
                outward, ReceiptOrder(receipt: "r", on: tomorrow), on: tomorrow, caller: Fixture.root)
            #expect(try await fixture.person(0).organisationCode == "610102001001")
            // Nobody writes to what is gone.
            #expect(await code { _ = try await letter(5, Self.east) } != nil)
        }
    }

    @Test func classesHaveAHostThatIsThere() async throws {
        try await with { fixture, organisations in
            let made = try await fixture.services.training.createClass(
                ClassOrder(
                    host: "610116001", code: "A", name: "班次", fields: [.community], kinds: [.rotation],
                    starts: day("2026-12-01"), ends: day("2026-12-01"), minimum: 0, capacity: 5, venue: "v",
                    sessions: [
                        ClassSession(
                            number: 1, day: day("2026-12-01"), half: .morning, topic: .ideals, title: "t",
                            hours: Hours(tenths: 40), teacher: "t")
                    ]), on: today, caller: Fixture.root)
            _ = try await close(organisations, "610116001", into: "610116002")
            let host = try await organisations.organisation("610116002", caller: Fixture.root)
            #expect(
                try await fixture.count(
                    "training_class WHERE code = 'A' AND path = '\(host.path)' AND admits = '\(host.path)'") == 1)
            #expect(
                try await fixture.count("class_session WHERE class_id = '\(made.id)' AND path = '\(host.path)'") == 1)
        }
    }

    @Test func nothingIsMergedBeforeItsMembersCame() async throws {
        try await with { _, organisations in
            #expect(
                await code { _ = try await close(organisations, Self.east, "2015-07-01", into: Self.west) }
                    == "organisation.later_fact")
        }
    }

    @Test func bothEndsLieInTheScope() async throws {
        try await with { fixture, organisations in
            let township = try await fixture.caller("610116001", .clerk)
            #expect(
                await code { _ = try await close(organisations, Self.east, into: "610102001001", caller: township) }
                    == "not_found")
            _ = try await close(organisations, Self.east, into: Self.west, caller: township)
            // The code of the township itself lies in the hands of what is above it.
            #expect(
                await code {
                    _ = try await organisations.change(
                        "610116001", OrganisationChange(since: day("2026-03-02"), code: "x"), expected: nil, on: today,
                        caller: township)
                } == "not_found")
            _ = try await organisations.change(
                "610116001", OrganisationChange(since: day("2026-03-02"), name: "新名"), expected: nil, on: today,
                caller: township)
        }
    }

    @Test func whatWasDissolvedIsRestoredOrTheDissolutionUndone() async throws {
        try await with { fixture, organisations in
            _ = try await close(organisations, Self.south)
            _ = try await organisations.reopen(
                Reference(Self.south), OrganisationReopening(on: day("2026-06-01"), document: "恢复1号"), expected: nil,
                on: today,
                caller: Fixture.root)
            func there(_ on: String) async throws -> Bool {
                try await organisations.organisations(
                    OrganisationQuery(parent: "610116001", asOf: day(on)), PageRequest(), caller: Fixture.root
                ).items.contains { $0.code == Self.south }
            }
            #expect(try await there("2026-02-28"))
            #expect(try await !there("2026-05-31"))
            #expect(try await there("2026-06-01"))
            _ = try await organisations.undo(
                Reference(Self.south), UndoOrder(reason: "误"), expected: nil, caller: Fixture.root)
            #expect(try await !there("2026-06-01"))
            _ = try await organisations.undo(
                Reference(Self.south), UndoOrder(reason: "误"), expected: nil, caller: Fixture.root)
            #expect(try await there("2026-05-31"))
            #expect(
                await code {
                    _ = try await organisations.undo(
                        Reference(Self.south), UndoOrder(reason: "误"), expected: nil, caller: Fixture.root)
                } == "organisation.nothing_to_undo")
            let open = try await organisations.organisation(Reference(Self.south), caller: Fixture.root)
            #expect(open.until == nil)
        }
    }

    @Test func aWrongFirstEntryIsCorrectedAndAChangeIsNot() async throws {
        try await with { fixture, organisations in
            let corrected = try await organisations.correct(
                Reference(Self.south),
                OrganisationCorrection(name: "中共南庄支部委员会", since: day("1998-05-01"), reason: "名称录错"), expected: 1,
                on: today, caller: Fixture.root)
            #expect(corrected.organisation.name == "中共南庄支部委员会")
            #expect(corrected.organisation.since == day("1998-05-01"))
            let versions = try await organisations.versions(of: Reference(Self.south), caller: Fixture.root).items
            #expect(versions.map(\.name) == ["中共南庄支部委员会"] && versions.map(\.since) == [day("1998-05-01")])
            // The wrong entry stays on file.
            #expect(try await fixture.count("organisation_version WHERE annulled_audit_event_id IS NOT NULL") == 1)
            // Later changes are corrected by their number.
            _ = try await organisations.change(
                Reference(Self.south), OrganisationChange(since: day("2020-01-01"), name: "中共南庄村支部委员会"),
                expected: nil, on: today, caller: Fixture.root)
            _ = try await organisations.correct(
                Reference(Self.south), OrganisationCorrection(version: 3, since: day("2019-01-01"), reason: "日期录错"),
                expected: nil, on: today, caller: Fixture.root)
            let after = try await organisations.versions(of: Reference(Self.south), caller: Fixture.root).items
            #expect(after.map(\.since) == [day("1998-05-01"), day("2019-01-01")])
            #expect(after.map(\.until) == [day("2019-01-01"), nil])
        }
    }

    @Test func aMoveIsUndoneWithEverythingBelow() async throws {
        try await with { fixture, organisations in
            let before = try await fixture.person(0).path
            _ = try await organisations.change(
                "610116001", OrganisationChange(since: day("2026-03-01"), parent: "610102"), expected: nil, on: today,
                caller: Fixture.root)
            #expect(try await fixture.person(0).path == "61.6101.610102.610116001.\(Self.east).")
            _ = try await organisations.undo(
                "610116001", UndoOrder(reason: "误"), expected: nil, caller: Fixture.root)
            #expect(try await fixture.person(0).path == before)
            let below = try await organisations.organisations(
                OrganisationQuery(scope: "610116", asOf: today), PageRequest(), caller: Fixture.root)
            #expect(below.items.contains { $0.code == Self.east })
            #expect(try await fixture.count("organisation_place WHERE place LIKE '%610102.610116001%'") == 0)
        }
    }
}
