/// Members counted in parts as of a day, and the names behind each number.
import Civil
import Composition
import Kernel
import Members
import Organisations
import Policy
import TestSupport
import Testing
import Wire

private let heading = "organisation,name,id_number,sex,birth_date,status,since,converted,education\n"

struct MemberStatisticsTests {
    /// Four members of two townships: born in 1950, 1981, 1990 and 1999; the last one on probation.
    private func stock(_ fixture: Fixture) async throws {
        let rows = [
            ("610116001001", "1950-03-01", "full", "1975-07-01", "10"),
            ("610116001002", "1981-03-01", "full", "2003-07-01", "20"),
            ("610116001002", "1990-06-30", "full", "2013-07-01", ""),
            ("610116002200", "1999-03-01", "probationary", "2020-02-01", "20"),
        ]
        let table =
            heading
            + rows.enumerated().map { index, row in
                "\(row.0),测试\(index),,\(index == 1 ? "female" : "male"),\(row.1),\(row.2),\(row.3),,\(row.4)\n"
            }.joined()
        _ = try await fixture.importPeople(table)
    }

    private func count(_ fixture: Fixture, by: String, _ asOf: String, of code: String = "610116") async throws
        -> MemberStatistics
    {
        try await fixture.services.members.statistics(
            of: Reference(code), MemberStatisticsQuery(by: by, asOf: Day(iso: asOf)), on: ChinaTime.today(),
            caller: Fixture.root)
    }

    @Test func everyMemberIsInOnePartOfEveryStatistic() async throws {
        try await Fixture.with { fixture in
            try await stock(fixture)
            let groupings = MemberGrouping.allCases.map(\.rawValue) + ["education", "nationality"]
            for by in groupings {
                let found = try await count(fixture, by: by, "2020-06-30")
                #expect(found.people == 4 && found.lines.map(\.people).reduce(0, +) == 4, "\(by) \(found)")
                #expect(found.lines.map(\.women).reduce(0, +) == 1 && found.lines.map(\.probationary).reduce(0, +) == 1)
                // Each number opens into as many names.
                for line in found.lines {
                    let names = try await fixture.services.members.people(
                        ofPart: MemberPartQuery(by: by, part: line.part, asOf: Day(iso: "2020-06-30")),
                        of: "610116", PageRequest(), on: ChinaTime.today(), caller: Fixture.root)
                    #expect(names.items.count == line.people, "\(by) \(line)")
                }
            }
        }
    }

    /// The groups are those published for the day: 35, 45, 60 in 2014, every five years from 2018.
    @Test func groupsAreThoseOfTheDay() async throws {
        try await Fixture.with { fixture in
            try await stock(fixture)
            let early = try await count(fixture, by: "age", "2014-12-31")
            #expect(early.lines.map { "\($0.name.chinese) \($0.people)" } == ["35岁及以下 2", "61岁及以上 1"])
            let late = try await count(fixture, by: "age", "2020-06-29")
            #expect(
                late.lines.map { "\($0.name.chinese) \($0.people)" } == ["30岁及以下 2", "36至40岁 1", "61岁及以上 1"])
            // The day of the thirty-first birthday comes one year later.
            let birthday = try await count(fixture, by: "age", "2021-06-30")
            #expect(birthday.lines.map { "\($0.name.chinese) \($0.people)" }.contains("31至35岁 1"), "\(birthday)")
            let before = try await count(fixture, by: "age", "2021-06-29")
            #expect(!before.lines.contains { $0.name.chinese == "31至35岁" }, "\(before)")
            let joined = try await count(fixture, by: "joined", "2020-06-30")
            #expect(
                joined.lines.map { "\($0.name.chinese) \($0.people)" } == [
                    "新中国成立后至党的十一届三中全会前 1", "党的十一届三中全会后至党的十八大前 1", "党的十八大以来 2",
                ])
        }
    }

    /// Who joined or left after the day counts as on the day; children are those of the organisation that was named.
    @Test func theDayDecidesWhoIsCounted() async throws {
        try await Fixture.with { fixture in
            try await stock(fixture)
            #expect(try await count(fixture, by: "sex", "2020-01-31").people == 3)
            #expect(try await count(fixture, by: "sex", "2020-02-01").people == 4)
            let children = try await count(fixture, by: "child", "2020-06-30")
            #expect(children.lines.map { "\($0.part) \($0.people)" } == ["610116001 3", "610116002 1"])
            let village = try await count(fixture, by: "child", "2020-06-30", of: "610116001002")
            #expect(village.lines.map { "\($0.name.chinese) \($0.people)" } == ["本级 2"])
            #expect(try await count(fixture, by: "sex", "2000-01-01", of: "610528").lines.isEmpty)
        }
    }

    @Test(arguments: ["mobile", "nothing", ""])
    func whatIsPersonalOrUnknownIsNotCounted(_ by: String) async throws {
        try await Fixture.with { fixture in
            await #expect(throws: AppError.self) { _ = try await count(fixture, by: by, "2020-06-30") }
        }
    }

    @Test(arguments: [
        "editions: []",
        "editions: [{from: 2014-01-01, source: {document: x, place: y}, ages: [36, 30], joined: [{name: {zh: a, en: a}}]}]",
        "editions: [{from: 2014-01-01, source: {document: x, place: y}, ages: [36], joined: []}]",
        "editions: [{from: 2014-01-01, source: {document: x, place: y}, ages: [36], joined: [{from: 1949-10-01, name: {zh: a, en: a}}]}]",
    ])
    func aWrongFileOfGroupsIsRefused(_ text: String) throws {
        let file = "format: member-statistics/1\n\(text)\n"
        #expect(throws: AppError.self) {
            _ = try StatisticsRules(PolicyLoader.parse(file, file: "statistics.yaml"))
        }
    }
}
