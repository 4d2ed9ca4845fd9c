import Committees
import Composition
import Kernel
import Members
import Organisations
import Recruitment
import Sheets
import TestSupport
import Testing
import Training
import Wire

/// A sheet that was imported comes again with one cell changed: the cell is taken, or named, and never "unchanged".
struct ChangedCellsTests {
    /// A sheet of one row, and what each of its cells may say instead.
    struct Case: Sendable {
        let sheet: String
        let headings: [String]
        let row: [String]
        let others: [String: [String]]

        func csv(_ key: String? = nil, _ text: String = "") -> [UInt8] {
            let cells = zip(headings, row).map { $0 == key ? text : $1 }
            return Array((CSVText.line(headings) + "\n" + CSVText.line(cells) + "\n").utf8)
        }
    }

    private static let number = Fixture.number(0)

    private static let people = Case(
        sheet: "people",
        headings: [
            "organisation", "name", "id_number", "sex", "status", "standing", "since", "converted", "title", "nature",
            "tenure_since", "synthetic", "学历", "民族",
        ],
        row: [
            "610116001001", "测试0", number, "", "正式党员", "正常", "2005-07-01", "2006-07-01", "书记", "专任", "2012-01-01", "是",
            "大学本科", "汉族",
        ],
        others: [
            "organisation": ["610116001002", "610528100200"], "name": ["别人", "测试00"], "status": ["预备党员", "入党积极分子"],
            "standing": ["停止党籍"], "since": ["2005-08-01", "2004-07-01"], "converted": ["2006-08-01", "2007-07-01", ""],
            "title": ["副书记", "组织委员"], "nature": ["代理", "兼任"], "tenure_since": ["2013-01-01", "2011-01-01"],
            "synthetic": ["否"], "学历": ["研究生"], "民族": ["回族"],
        ])

    private static let tenures = Case(
        sheet: "tenures",
        headings: ["organisation", "name", "id_number", "title", "seat", "nature", "since", "until"],
        row: ["610116001001", "测试0", number, "组织委员", "1", "专任", "2010-01-01", "2011-01-01"],
        others: [
            "organisation": ["610116001002"], "name": ["别人"], "title": ["宣传委员"], "seat": ["2"],
            "nature": ["代理", "兼任"], "since": ["2010-02-01", "2009-01-01"], "until": ["2011-02-01", ""],
        ])

    private static let organisations = Case(
        sheet: "organisations", headings: ["code", "parent_code", "name", "level", "kind", "field", "since"],
        row: ["610116001900", "610116001", "中共新村支部委员会", "primary", "党支部", "农村", "2014-05-09"],
        others: [
            "code": ["610116001901"], "parent_code": ["610116002"], "name": ["中共旧村支部委员会"], "level": ["township"],
            "kind": ["党总支", "联合党支部"], "field": ["社区"], "since": ["2014-05-10", "2013-05-09"],
        ])

    private static let training = Case(
        sheet: "training",
        headings: [
            "id_number", "name", "class", "level", "kinds", "form", "started_on", "ended_on", "hours", "document",
        ],
        row: [number, "测试0", "示范班", "县级", "轮训", "集中培训", "2013-11-04", "2013-11-08", "24", "长组发〔2013〕12号"],
        others: [
            "name": ["别人"], "class": ["另一个班"], "level": ["市级", "省级"], "kinds": ["任职培训", ""], "form": ["网络培训"],
            "started_on": [], "ended_on": ["2013-11-09"], "hours": ["25", "23.5"], "document": ["长组发〔2013〕13号"],
        ])

    private static let categories = Case(
        sheet: "categories", headings: ["organisation", "name", "id_number", "category", "since", "until", "source"],
        row: ["610116001001", "测试0", number, "village_director", "2013-01-01", "2016-01-01", "选举公告"],
        others: [
            "since": ["2013-02-01"], "until": ["2017-01-01", "2015-01-01"], "source": ["名册"],
        ])

    private static let terms = Case(
        sheet: "terms", headings: ["organisation", "name", "since", "due", "ended", "document"],
        row: ["610116001001", "第五届委员会", "2021-06-15", "2026-06-15", "2025-06-15", "长组发〔2021〕6号"],
        others: [
            "name": ["第六届委员会"], "since": ["2020-06-15"], "due": ["2026-07-15"], "ended": ["2025-07-15"],
            "document": ["长组发〔2021〕7号"],
        ])

    private static let cases = Case(
        sheet: "cases", headings: ["person", "name", "application", "talk", "irregular"],
        row: [Fixture.number(1), "测试1", "2024-03-01", "2024-03-20", "补录"],
        others: [
            "name": ["别人"], "application": ["2024-03-02"], "talk": ["2024-03-21", "2024-04"],
        ])

    private func take(
        _ bytes: [UInt8], _ sheet: String, _ fixture: Fixture
    ) async throws -> (unchanged: Int, notes: Int) {
        let (services, order, root) = (fixture.services, ImportOrder(again: true), Fixture.root)
        let today = day("2026-11-01")
        let outcome: ImportOutcome
        switch sheet {
        case "people":
            outcome = try await services.members.importPeople(
                bytes, .init(order, keepColumns: false), on: ChinaTime.today(), caller: root)
        case "tenures": outcome = try await services.members.importTenures(bytes, order, caller: root)
        case "organisations":
            outcome = try await services.organisations.importOrganisations(
                bytes, order, on: ChinaTime.today(), caller: root)
        case "training": outcome = try await services.training.importPast(bytes, order, on: today, caller: root)
        case "categories": outcome = try await services.training.importCategories(bytes, order, caller: root)
        case "terms": outcome = try await services.terms.importTerms(bytes, order, on: ChinaTime.today(), caller: root)
        default:
            let done = try await services.recruitment.importCases(bytes, order, on: today, caller: root)
            return (done.unchanged, 0)
        }
        return (outcome.unchanged, outcome.notes.count)
    }

    @Test(arguments: [people, tenures, organisations, training, categories, terms, cases])
    func aChangedCellIsTakenOrNamed(_ kept: Case) async throws {
        try await Fixture.with { fixture in
            if kept.sheet != "people" {
                _ = try await fixture.importPeople(
                    "organisation,name,id_number,since,synthetic,status\n"
                        + "610116001001,测试0,\(Fixture.number(0)),2005-07-01,true,full\n"
                        + "610116001001,测试1,\(Fixture.number(1)),2024-03-01,true,applicant\n")
            }
            #expect(try await take(kept.csv(), kept.sheet, fixture).unchanged == 0)
            #expect(try await take(kept.csv(), kept.sheet, fixture).unchanged == 1, "\(kept.sheet)")
            for (key, texts) in kept.others {
                for text in texts {
                    do {
                        let done = try await take(kept.csv(key, text), kept.sheet, fixture)
                        #expect(done.unchanged == 0 || done.notes > 0, "\(kept.sheet) \(key): \(text) is unchanged")
                        // What was taken is on file now.
                        #expect(try await take(kept.csv(key, text), kept.sheet, fixture).unchanged == 1)
                    } catch let error as AppError {
                        #expect(
                            error.code == "import.rejected" && error.cells.contains { $0.row == 2 },
                            "\(kept.sheet) \(key): \(error.code) \(error.message.chinese)")
                    }
                }
            }
        }
    }
}
