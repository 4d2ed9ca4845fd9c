import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Policy
import TestSupport
import Wire

@testable import Training

/// Plans that offices published: what they say, where, and what follows from it, worked out by hand.
struct PublishedPlan {
    let key: String
    let source: String
    /// Days of the first class.
    let starts: String
    let ends: String
    /// Seats of each class.
    let classes: [Int]
    let halfDays: Int
    /// Hours of one class: eight a day, four a half-day.
    let hours: String
    /// People by days.
    let personDays: Int

    /// 400 villages, secretary and director of each; five classes of five days.
    static let county2017 = PublishedPlan(
        key: "county-2017", source: "http://nbjinyuxuan.cn/jishi/2017/0523/367109.html", starts: "2017-05-22",
        ends: "2017-05-26", classes: [160, 160, 160, 160, 160], halfDays: 10, hours: "40", personDays: 4000)
    /// A thousand village secretaries in three classes of three days; the first had 330.
    static let xinyang2009 = PublishedPlan(
        key: "xinyang-2009", source: "https://ribao.xyxww.com.cn/html/2009-11/17/content_2186.htm",
        starts: "2009-11-16", ends: "2009-11-18", classes: [330, 335, 335], halfDays: 6, hours: "24",
        personDays: 3000)
    /// 200 of 1,608 secretaries in a class of the city on four days; the counties train the others in the first half
    /// of the year.
    static let luzhou2014 = PublishedPlan(
        key: "luzhou-2014", source: "泸州职业技术学院：2014年村（社区）党组织书记示范培训（2014年3月）", starts: "2014-03-11",
        ends: "2014-03-14", classes: [200], halfDays: 8, hours: "32", personDays: 800)
    /// A class of the province for 150 villages, from Friday to Sunday.
    static let shaanxi2008 = PublishedPlan(
        key: "shaanxi-2008", source: "https://news.sohu.com/20081231/n261522041.shtml", starts: "2008-12-26",
        ends: "2008-12-28", classes: [150], halfDays: 6, hours: "24", personDays: 450)
    /// Village secretaries of a county-level city, two and a half days.
    static let haian2021 = PublishedPlan(
        key: "haian-2021", source: "https://investchn.com/home/news/detail/id/173174.html", starts: "2021-04-20",
        ends: "2021-04-22", classes: [200], halfDays: 5, hours: "20", personDays: 600)
    /// Secretaries, directors and heads of supervision of the villages of one township at a time, a day each; about 80
    /// in the first.
    static let shangzhou2010 = PublishedPlan(
        key: "shangzhou-2010", source: "http://av069.com/xqzc/xianqudongtai/dzjs/2010-09-13/20456.html",
        starts: "2010-09-10", ends: "2010-09-10", classes: [80], halfDays: 2, hours: "8", personDays: 80)
    /// Village secretaries of a city in two classes, the second two weeks later.
    static let yiyang2021 = PublishedPlan(
        key: "yiyang-2021", source: "http://beijing.baogaosu.com/xinwen/（继教学院，2021-03-30）", starts: "2021-03-25",
        ends: "2021-03-27", classes: [115, 120], halfDays: 6, hours: "24", personDays: 705)

    static let all = [county2017, xinyang2009, luzhou2014, shaanxi2008, haian2021, shangzhou2010, yiyang2021]
}

/// An invented tree of so many villages and its people, with rules of its own.
struct PlanOffice {
    let fixture: Fixture
    let training: TrainingService
    let villages: [String]

    /// Twenty villages make a township; codes of villages end in 200 and more.
    static func tree(_ counties: [Int]) -> (text: String, villages: [String]) {
        var rows = ["code,parent_code,level,name", "99,,province,某省", "9901,99,city,某市"]
        var villages: [String] = []
        for (index, count) in counties.enumerated() {
            let county = String(990_101 + index)
            rows.append("\(county),9901,county,县\(index + 1)")
            for number in 0..<count {
                let township = county + String(String(1001 + number / 20).dropFirst())
                if number % 20 == 0 { rows.append("\(township),\(county),township,镇\(number / 20 + 1)") }
                let village = township + String(200 + number % 20)
                rows.append("\(village),\(township),village,村\(number + 1)")
                villages.append(village)
            }
        }
        return (rows.joined(separator: "\n") + "\n", villages)
    }

    /// The shipped rules with more entries in front of their list.
    static func rules(_ key: String, _ entries: String) throws -> TrainingRules {
        let shipped = try PolicyLoader().text("policy/training/training.yaml")
        return try TrainingRules(
            PolicyLoader.parse(shipped.replacing("\n\(key):\n", with: "\n\(key):\n\(entries)"), file: "own.yaml"))
    }

    static func with(
        counties: [Int], since: String = "2008-01-01", cycle: String, entries: String,
        _ body: (PlanOffice) async throws -> Void
    ) async throws {
        let (tree, villages) = tree(counties)
        let rules = try rules("cycles", entries)
        try await Fixture.with(tree: tree) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages, since: since))
            let services = fixture.services
            let training = TrainingService(
                database: services.database, organisations: services.organisations, members: services.members,
                notices: services.notices, rules: rules, workingDays: services.training.workingDays)
            _ = try await training.openCycle(
                CycleOrder(key: cycle, organisation: "9901", instead: true), caller: Fixture.root)
            try await body(PlanOffice(fixture: fixture, training: training, villages: villages))
        }
    }

    /// Further people of the villages, in a category of the rule file.
    /// - Parameter first: the number of the first of them; other people for another category.
    func add(_ category: String, since: String, first: Int = 5000) async throws {
        let numbers = villages.indices.map { Fixture.number(first + $0) }
        let people = zip(villages, numbers).enumerated().map { "\($1.0),学员\($0 + first),\($1.1),2005-07-01,true" }
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,synthetic\n" + people.joined(separator: "\n") + "\n")
        let entries = zip(villages, numbers).enumerated().map {
            "\($1.0),学员\($0 + first),\($1.1),\(category),\(since),选举公告"
        }
        let table =
            "organisation,name,id_number,category,since,source\n" + entries.joined(separator: "\n") + "\n"
        _ = try await training.importCategories(Array(table.utf8), ImportOrder(), caller: Fixture.root)
    }

    @discardableResult
    func create(
        _ code: String, host: Reference<Organisation>, starts: String, ends: String, capacity: Int,
        level: Level? = nil, admits: Reference<Organisation>? = nil, weekends: Bool? = nil, halfDays: Int? = nil,
        halfDayHours: Hours? = nil
    ) async throws -> [ClassSession] {
        let made = try await training.createClass(
            ClassOrder(
                host: host, code: code, name: "培训班" + code, level: level, admits: admits, fields: [.rural],
                starts: day(starts), ends: day(ends), minimum: 1, capacity: capacity, venue: "党校", weekends: weekends,
                halfDays: halfDays, halfDayHours: halfDayHours), on: day(starts), caller: Fixture.root)
        return try await training.sessions(of: Reference(made.id), caller: Fixture.root).items
    }

    func plan(_ scope: Reference<Organisation>, asOf: String) async throws -> PlanProposal {
        try await training.proposePlan(
            PlanOrder(scope: scope, asOf: day(asOf), steps: 300), on: day(asOf), caller: Fixture.root,
            progress: { 0 }
        ).proposal
    }
}
