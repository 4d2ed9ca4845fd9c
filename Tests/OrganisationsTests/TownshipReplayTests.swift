import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Points
import TestSupport
import Testing
import Training
import Wire

@testable import Organisations

/// The 48 changes of Shaanxi's townships between 2020-06-30 and 2023-06-30, from two published lists: replayed as they
/// were decided, the tree of either day is the list of that day.
struct TownshipReplayTests {
    private struct Division: Hashable {
        var code: String
        var parent: String
        var level: DivisionMapping.DivisionLevel
        var name: String
    }

    private struct Change {
        let codeBefore: String
        let nameBefore: String
        let code: String
        let name: String
        let kind: String
    }

    private static func table(_ name: String) throws -> [[String]] {
        let path = CommandRunner.repository + "/config/codes/" + name
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The list of 2023, without villages.
    private static func list2023() throws -> [Division] {
        try table("divisions-shaanxi.csv").compactMap { cells in
            guard let level = DivisionMapping.DivisionLevel(rawValue: cells[2]), level != .village else { return nil }
            return Division(code: cells[0], parent: cells[1], level: level, name: cells[3])
        }
    }

    private static func changes() throws -> [Change] {
        try table("township-changes-shaanxi.csv").map {
            Change(codeBefore: $0[0], nameBefore: $0[1], code: $0[2], name: $0[3], kind: $0[4])
        }
    }

    private static let counties = [
        (before: "610322", nameBefore: "凤翔县", code: "610305", name: "凤翔区"),
        (before: "610928", nameBefore: "旬阳县", code: "610981", name: "旬阳市"),
    ]

    /// The list of 2020: that of 2023 with every difference taken back.
    private static func list2020() throws -> [Division] {
        let changes = try changes()
        var list = try list2023().filter { division in
            !changes.contains { $0.kind == "new" && $0.code == division.code }
        }
        for index in list.indices {
            if let change = changes.first(where: { $0.code == list[index].code && !$0.code.isEmpty }) {
                list[index].code = change.codeBefore
                list[index].name = change.nameBefore
                list[index].parent = String(change.codeBefore.prefix(6))
            }
            if let county = counties.first(where: { $0.code == list[index].code }) {
                (list[index].code, list[index].name) = (county.before, county.nameBefore)
            }
        }
        for change in changes where change.kind == "removed" {
            list.append(
                Division(
                    code: change.codeBefore, parent: String(change.codeBefore.prefix(6)), level: .township,
                    name: change.nameBefore))
        }
        return list
    }

    /// A line of a tree: what the source says of a division, as an organisation.
    private struct Line: Hashable {
        let code: String
        let parent: String?
        let name: String
        let kind: OrganisationKind
    }

    private static func lines(_ list: [Division], _ mapping: DivisionMapping) throws -> Set<Line> {
        Set(
            try list.map { division in
                let made = try #require(mapping.organisation(level: division.level, name: division.name))
                return Line(
                    code: division.code, parent: division.parent.isEmpty ? nil : division.parent, name: made.name,
                    kind: made.kind)
            })
    }

    private static func tree(on day: Day, _ fixture: Fixture) async throws -> Set<Line> {
        var lines: Set<Line> = []
        var after: String?
        repeat {
            let page = try await fixture.services.organisations.organisations(
                OrganisationQuery(asOf: day), PageRequest(limit: 500, after: after), caller: Fixture.root)
            for one in page.items where one.level != .primary {
                lines.insert(Line(code: one.code, parent: one.parentCode, name: one.name, kind: one.kind))
            }
            after = page.next
        } while after != nil
        return lines
    }

    private static let village = "610322101200"
    private static let lost = "610722400200"
    private static let heir = "610722001"

    private static func replay(_ fixture: Fixture, _ mapping: DivisionMapping) async throws {
        let organisations = fixture.services.organisations
        let (on, today) = (day("2021-07-01"), ChinaTime.today())
        for county in counties {
            _ = try await organisations.change(
                Reference(county.before),
                OrganisationChange(
                    since: on, name: "中共\(county.name)委员会", code: county.code, document: "民政部批复"), expected: nil,
                on: today, caller: Fixture.root)
        }
        for change in try changes() {
            let made = try #require(
                mapping.organisation(level: .township, name: change.name.isEmpty ? change.nameBefore : change.name))
            switch change.kind {
            case "new":
                _ = try await organisations.found(
                    FoundingOrder(
                        code: change.code, name: made.name, parent: Reference(String(change.code.prefix(6))),
                        kind: made.kind, level: .township, since: on, document: "批复"), on: today,
                    caller: Fixture.root)
            case "removed":
                _ = try await organisations.close(
                    Reference(change.codeBefore), OrganisationClosing(on: on, into: Reference(heir), document: "批复"),
                    expected: nil, on: today, caller: Fixture.root)
            default:
                _ = try await organisations.change(
                    Reference(change.codeBefore),
                    OrganisationChange(
                        since: on, name: made.name, code: change.code == change.codeBefore ? nil : change.code,
                        kind: made.kind, document: "批复"), expected: nil, on: today, caller: Fixture.root)
            }
        }
    }

    @Test func theTreeOfEitherDayIsTheListOfThatDay() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let mapping = fixture.services.organisations.divisions
            var rows = try Self.list2020().map { "\($0.code),\($0.parent),\($0.level.rawValue),\($0.name)\n" }
            rows.append("\(Self.village),610322101,village,前村\n\(Self.lost),610722400,village,厂区\n")
            _ = try await fixture.services.organisations.importDivisions(
                Array(("code,parent_code,level,name\n" + rows.joined()).utf8),
                DivisionOrder(since: day("1997-05-19")), on: ChinaTime.today(), caller: Fixture.root)
            _ = try await fixture.importPeople(Fixture.secretaries([Self.village, Self.lost]))
            let training = fixture.services.training
            _ = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let person = try await fixture.person(0)
            let asOf = AsOfQuery(asOf: day("2014-06-01"))
            let before = try await training.duties(
                of: Reference(person.id), asOf, on: ChinaTime.today(), caller: Fixture.root
            ).items
            #expect(!before.isEmpty)

            try await Self.replay(fixture, mapping)

            let (first, second) = (
                try await Self.tree(on: day("2020-06-30"), fixture), try await Self.tree(on: day("2023-06-30"), fixture)
            )
            let (list2020, list2023) = (
                try Self.lines(Self.list2020(), mapping), try Self.lines(Self.list2023(), mapping)
            )
            #expect(first == list2020, "\(first.symmetricDifference(list2020).prefix(5))")
            #expect(second == list2023, "\(second.symmetricDifference(list2023).prefix(5))")

            // What the people there did and owed stays with its period; the office went on.
            #expect(try await fixture.person(0).path == "61.6103.610305.610305101.\(Self.village).")
            let after = try await training.duties(
                of: Reference(person.id), asOf, on: ChinaTime.today(), caller: Fixture.root
            ).items
            #expect(after.map(\.id) == before.map(\.id) && after.map(\.due) == before.map(\.due))
            let tenure = try await fixture.services.members.tenures(of: Reference(person.id), caller: Fixture.root)
            #expect(tenure.items.map(\.until) == [nil] && tenure.items.map(\.since) == [day("2012-01-01")])
            // The branch of the township that is gone went to the one that took it over, with everybody.
            let moved = try await fixture.services.organisations.organisation(
                Reference(Self.lost), caller: Fixture.root)
            #expect(moved.parentCode == Self.heir && moved.until == nil)
            #expect(try await fixture.person(1).path == moved.path)
            try await Self.undoneAgain(fixture, mapping)
        }
    }

    /// The last change is undone as a new fact, and the day in between shows what held then, as it is known now.
    private static func undoneAgain(_ fixture: Fixture, _ mapping: DivisionMapping) async throws {
        let organisations = fixture.services.organisations
        let last = try #require(try changes().last { $0.kind == "name_only" })
        let undone = try await organisations.undo(
            Reference(last.code), UndoOrder(document: "更正文", reason: "登记有误"), expected: nil, caller: Fixture.root)
        let name = try #require(mapping.organisation(level: .township, name: last.nameBefore)).name
        #expect(undone.organisation.name == name && undone.event == .undo)
        let tree = try await tree(on: day("2023-06-30"), fixture)
        #expect(tree.contains { $0.code == last.code && $0.name == name })
        let lines = try await organisations.genealogy(of: Reference(last.code), caller: Fixture.root).items
        #expect(lines.map(\.event) == [.change, .undo] && lines.map(\.undone) == [true, false])
        // A recoded county is still found under the code that its letters have.
        let county = try await organisations.organisation("610322", caller: Fixture.root)
        #expect(county.code == "610305")
        let history = try await organisations.versions(of: "610305101", caller: Fixture.root).items
        #expect(history.map(\.code) == ["610322101", "610305101"])
        #expect(history.map(\.parentCode) == ["610322", "610305"])
    }
}
