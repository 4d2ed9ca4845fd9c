import Access
import Civil
import Composition
import Foundation
import Kernel
import Policy
import Postgres
import TestSupport
import Testing
import Training
import Wire
import Workbooks

@testable import Members

/// The member file as offices keep it: attributes of a rule file, read by the import of people, kept as dated facts.
struct MemberFileTests {
    private static let table = Result<AttributeTable, any Error> {
        try AttributeTable(PolicyLoader().load("policy/membership/attributes.yaml"))
    }

    private func attribute(_ key: String) throws -> PersonAttribute { try Self.table.get().attribute(key) }

    @Test func theListsAreWhole() throws {
        let table = try Self.table.get()
        #expect(try table.attribute("nationality").values.count == 58)
        for attribute in table.attributes where attribute.form == .list {
            #expect(attribute.source != nil && !attribute.values.isEmpty, "\(attribute.key)")
            for value in attribute.values {
                for word in [value.key, value.name.chinese, value.name.english] {
                    #expect(attribute.read(word) == .value(value.key), "\(attribute.key) \(word)")
                }
            }
        }
    }

    @Test(arguments: [
        ("nationality", "汉", "01"), ("nationality", "维吾尔族", "05"), ("education", "大学本科", "20"),
        ("education", "大专", "30"), ("degree", "硕士学位", "3"), ("occupation_status", "农民", "27"),
        ("occupation_status", "退（离）休人员", "80"), ("political_status", "中共党员", "01"), ("work_began", "1998.7", "1998-07"),
        ("work_began", "1998年7月1日", "1998-07-01"), ("mobile", "138 0000 0000", "13800000000"),
        ("telephone", "（029）8529-0000", "(029)8529-0000"), ("mobile_member", "否", "false"),
    ])
    func whatSheetsSayIsKeptByItsCode(_ key: String, _ text: String, _ value: String) throws {
        #expect(try attribute(key).read(text) == .value(value))
    }

    @Test(arguments: [("mobile", "无"), ("address", "—"), ("education", "／"), ("address", "略")])
    func wordsForNothingSayNothing(_ key: String, _ text: String) throws {
        #expect(try attribute(key).read(text) == .nothing)
    }

    @Test(arguments: [
        ("nationality", "汉人"), ("education", "高中以上"), ("work_began", "九八年"), ("mobile", "一三八"),
        ("mobile_member", "也许"), ("address", "990001198003150015"), ("native_place", "陕西\u{202E}西安"),
    ])
    func whatIsNoValueIsRefused(_ key: String, _ text: String) throws {
        guard case .wrong = try attribute(key).read(text) else {
            Issue.record("\(key) \(text)")
            return
        }
    }

    @Test(arguments: [
        ("attributes: [{key: name, name: {zh: 名, en: n}, type: text, headings: []}]", "no column of people"),
        ("attributes: [{key: a, name: {zh: 名, en: n}, type: list, list: x, headings: []}]", "list"),
        ("attributes: [{key: a, name: {zh: 名, en: n}, type: text, seen_with: x, headings: []}]", "identity.read"),
        (
            "attributes: [{key: a, name: {zh: 名, en: n}, type: text, headings: []}, "
                + "{key: a, name: {zh: 名, en: n}, type: text, headings: []}]", "twice"
        ),
        ("attributes: [{key: a, name: {zh: 名, en: n}, type: text, colour: red, headings: []}]", "colour"),
    ])
    func aWrongTableIsRefusedByLine(_ text: String, _ part: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attributes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "policy/membership"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try "format: member-attributes/1\nlists: []\n\(text)\n".write(
            to: folder.appending(path: "policy/membership/attributes.yaml"), atomically: true, encoding: .utf8)
        do {
            _ = try AttributeTable(PolicyLoader(folder: folder.path).load("policy/membership/attributes.yaml"))
            Issue.record("accepted: \(text)")
        } catch { #expect(error.code == "policy.bad_value" && error.message.english.contains(part), "\(error)") }
    }

    // MARK: the import

    private let head =
        "序号,姓名,所在党支部,公民身份证号,性别,民族,出生日期,学历,人员类别,加入党组织日期,转为正式党员日期,工作岗位,手机号,固定电话,家庭住址,"
        + "党籍状态,是否为失联党员,失去联系日期,是否为流动党员,外出流向,备注,synthetic\n"

    private func row(
        education: String = "大学本科", mobile: String = "13800000000", post: String = "公务员", remark: String = ""
    ) -> String {
        "1,测试0,东社区,\(Fixture.number(0)),,汉族,,\(education),正式党员,2005.07.01,2006.07.01,\(post),\(mobile),无,—,"
            + "正常,否,,否,,\(remark),true\n"
    }

    /// The national sheet of 2017: the branch by its name, twenty-one columns.
    @Test func theNationalSheetIsReadWhole() async throws {
        try await Fixture.with { fixture in
            let outcome = try await fixture.importPeople(head + row())
            #expect(outcome.added == 1)
            let person = try await fixture.person(0)
            #expect(person.organisationCode == "610116001001")
            let members = fixture.services.members
            let today = ChinaTime.today()
            let facts = try await members.attributes(
                of: Reference(person.id), AttributesQuery(), on: today, caller: Fixture.root
            ).items
            #expect(
                Dictionary(uniqueKeysWithValues: facts.map { ($0.key, $0.value) }) == [
                    "nationality": "01", "education": "20", "work_post": "公务员", "lost_contact": "false",
                    "mobile_member": "false",
                ])
            #expect(facts.first { $0.key == "education" }?.shown.chinese == "大学本科教育")
            let contacts = try await members.contacts(
                of: Reference(person.id), AttributesQuery(), on: today, caller: Fixture.root
            ).items
            #expect(contacts.map(\.key) == ["mobile"])
            #expect(try await fixture.importPeople(head + row()).unchanged == 1)
        }
    }

    /// What differs is taken, as a fact of its own beside the one before.
    @Test func aChangedCellIsTakenAndTheFormerValueStays() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(head + row())
            let outcome = try await fixture.importPeople(head + row(education: "研究生", post: "村医"))
            #expect(outcome.changed == 1 && outcome.unchanged == 0)
            let person = try await fixture.person(0)
            let history = try await fixture.services.members.attributes(
                of: Reference(person.id), AttributesQuery(history: true), on: ChinaTime.today(), caller: Fixture.root
            ).items
            #expect(history.filter { $0.key == "education" }.map(\.value) == ["20", "10"])
            // A masked number replaces none, and the outcome says so.
            let masked = try await fixture.importPeople(head + row(education: "研究生", mobile: "138****0000", post: "村医"))
            #expect(masked.unchanged == 1 && masked.notes.map(\.column) == ["手机号"])
            #expect(masked.summary.chinese.contains("没有保存"))
        }
    }

    @Test func aWrongValueIsNamedByRowAndHeading() async throws {
        try await Fixture.with { fixture in
            do {
                _ = try await fixture.importPeople(head + row(education: "高大上", mobile: "一二三"))
                Issue.record("accepted")
            } catch let error as AppError { #expect(Set(error.cells.map(\.column)) == ["学历", "手机号"]) }
            #expect(try await fixture.count("person") == 0)
        }
    }

    @Test func unknownColumnsAreListedAndKeptBySwitch() async throws {
        try await Fixture.with { fixture in
            let sheet =
                "organisation,name,id_number,since,synthetic,外号,双培养对象(是/否)\n"
                + "610116001001,测试0,\(Fixture.number(0)),2005-07-01,true,老三,是\n"
            do {
                _ = try await fixture.importPeople(sheet)
                Issue.record("accepted")
            } catch let error as AppError {
                #expect(error.code == "sheet.columns")
                #expect(error.message.chinese.contains("外号") && error.message.chinese.contains("双培养对象"))
                #expect(error.hint?.chinese.contains("--keep-columns") == true)
            }
            let members = fixture.services.members
            let order = PeopleImportOrder(keepColumns: true)
            _ = try await members.importPeople(Array(sheet.utf8), order, on: ChinaTime.today(), caller: Fixture.root)
            let person = try await fixture.person(0)
            let kept = try await members.contacts(
                of: Reference(person.id), AttributesQuery(), on: ChinaTime.today(), caller: Fixture.root
            ).items
            #expect(kept.map(\.name.chinese) == ["双培养对象(是/否)", "外号"] && kept.map(\.value) == ["是", "老三"])
            // An unknown column may hold ID numbers, which are kept in one place only.
            let numbers = sheet.replacing("老三", with: Fixture.number(7))
            await #expect(throws: AppError.self) {
                _ = try await members.importPeople(
                    Array(numbers.utf8), order, on: ChinaTime.today(), caller: Fixture.root)
            }
        }
    }

    /// Attributes and further columns come out of a workbook as out of CSV, and each of its sheets is an import.
    @Test func aWorkbookIsReadAsTheSameSheet() async throws {
        try await Fixture.with { fixture in
            func sheet(_ name: String, _ index: Int) -> WorkbookSheet {
                let headings = ["所在党组织编码", "姓名", "公民身份证号", "入党日期", "合成数据", "民族", "外号"]
                let cells = [
                    "610116001001", "测试\(index)", Fixture.number(index), "2005-07-01", "是", "汉族", "老\(index)",
                ]
                return WorkbookSheet(
                    name, title: "××镇党员名册", columns: headings.map { .init($0) }, rows: [.init(cells)])
            }
            let bytes = try WorkbookWriter.write([sheet("一支部", 0), sheet("二支部", 1)])
            let members = fixture.services.members
            func take(_ name: String?, again: Bool? = nil) async throws -> ImportOutcome {
                try await members.importPeople(
                    bytes, PeopleImportOrder(again: again, keepColumns: true, sheet: name), on: ChinaTime.today(),
                    caller: Fixture.root)
            }
            let several = await #expect(throws: AppError.self) { _ = try await take(nil) }
            #expect(several?.code == "sheet.several")
            #expect(try await take("一支部").added == 1)
            #expect(try await take("二支部").added == 1)
            let repeated = await #expect(throws: AppError.self) { _ = try await take("二支部") }
            #expect(repeated?.code == "import.repeated")
            for index in 0...1 {
                let kept = try await members.contacts(
                    of: Reference(try await fixture.person(index).id), AttributesQuery(), on: ChinaTime.today(),
                    caller: Fixture.root
                ).items
                #expect(Set(kept.map(\.value)).isSuperset(of: ["老\(index)"]), "\(kept)")
            }
            #expect(try await fixture.count("person_attribute") == 4)
        }
    }

    @Test func anOrganisationIsNamedByCodeOrByAnUniqueName() async throws {
        try await Fixture.with { fixture in
            let head = "所属党支部,姓名,身份证号,入党时间,合成数据\n"
            _ = try await fixture.importPeople(head + "西社区,测试0,\(Fixture.number(0)),2005-07-01,是\n")
            #expect(try await fixture.person(0).organisationCode == "610116001002")
            func refusal(_ text: String) async throws -> CellError? {
                do {
                    _ = try await fixture.importPeople(text)
                    return nil
                } catch let error as AppError { return error.cells.first }
            }
            let unknown = try await refusal(head + "社区,测试1,\(Fixture.number(1)),2005-07-01,是\n")
            #expect(unknown?.column == "organisation" && unknown?.reason.chinese.contains("找不到") == true)
            _ = try await fixture.owner.query("UPDATE organisation SET name = '中共西社区支部委员会' WHERE code = '610116001001'")
            let twice = try await refusal(head + "西社区,测试1,\(Fixture.number(1)),2005-07-01,是\n")
            #expect(twice?.reason.chinese.contains("2 个组织") == true)
            let both = "所在党组织编码," + head
            let contradiction = try await refusal(
                both + "610116002200,西社区,测试1,\(Fixture.number(1)),2005-07-01,是\n")
            #expect(contradiction?.reason.chinese.contains("北村") == true)
        }
    }

    /// 政治面貌 says who is a member where a sheet has no category.
    @Test func thePoliticalStatusGivesTheCategory() async throws {
        try await Fixture.with { fixture in
            let head = "姓名*,身份证号*,所属党组织名称*,政治面貌*,接收预备党员日期,合成数据\n"
            _ = try await fixture.importPeople(
                head
                    + "测试0,\(Fixture.number(0)),东社区,中共党员,2005-07-01,是\n测试1,\(Fixture.number(1)),东社区,中共预备党员,2005-07-01,是\n"
            )
            #expect(try await fixture.person(0).status == .full)
            #expect(try await fixture.person(1).status == .probationary)
            do {
                _ = try await fixture.importPeople(head + "测试2,\(Fixture.number(2)),东社区,群众,2005-07-01,是\n")
                Issue.record("accepted")
            } catch let error as AppError { #expect(error.cells.first?.column == "政治面貌*") }
        }
    }

    // MARK: who sees it

    @Test func telephoneAndAddressAreSeenByWhoMayReadNumbersAndTheReadingIsRecorded() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(head + row())
            let (person, members) = (try await fixture.person(0), fixture.services.members)
            let viewer = try await fixture.caller("610116", .viewer)
            await #expect(throws: AppError.self) {
                _ = try await members.contacts(
                    of: Reference(person.id), AttributesQuery(), on: ChinaTime.today(), caller: viewer)
            }
            #expect(try await fixture.count("sensitive_read") == 0)
            let clerk = try await fixture.caller("610116", .clerk)
            _ = try await members.contacts(
                of: Reference(person.id), AttributesQuery(), on: ChinaTime.today(), caller: clerk)
            #expect(try await fixture.count("sensitive_read WHERE subject = 'contacts'") == 1)
            #expect(try await fixture.count("audit_event WHERE after::text LIKE '%13800000000%'") == 0)
            let neighbour = try await fixture.caller("610528", .clerk)
            await #expect(throws: AppError.self) {
                _ = try await members.attributes(
                    of: Reference(person.id), AttributesQuery(), on: ChinaTime.today(), caller: neighbour)
            }
        }
    }

    /// One person on one page, as far as the reader may read it; what is personal only with the right to numbers.
    @Test func onePageHoldsWhatIsOnFile() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let person = try await fixture.person(0)
            let sheet =
                "organisation,name,id_number,since,synthetic,学历,手机号\n"
                + "610116001001,测试0,\(Fixture.number(0)),2005-07-01,true,本科,13800000000\n"
            // What was written from above the reader's scope is not theirs to read.
            let county = try await fixture.caller("610116")
            #expect(try await fixture.importPeople(sheet, caller: county).changed == 1)
            let clerk = try await fixture.caller("610116", .clerk)
            let today = ChinaTime.today()
            let page = try await fixture.services.page(of: Reference(person.id), on: today, caller: clerk)
            #expect(page.person.name == "测试0" && page.attributes.map(\.key) == ["education"])
            #expect(page.contacts?.map(\.value) == ["13800000000"])
            #expect(page.memberships.count == 1 && page.tenures.count == 1 && page.duties?.isEmpty == false)
            #expect(page.points?.isEmpty == true && page.cases?.isEmpty == true && page.credits?.isEmpty == true)
            #expect(page.changes.filter { $0.action == "people.import" }.count == 1)
            let shown = Table(page.lines).csv(.key, in: .english, mark: false)
            for section in ["file", "membership", "post", "duty", "change"] { #expect(shown.contains("\n\(section),")) }
            #expect(try await fixture.count("sensitive_read WHERE subject = 'person'") == 1)
            let registrar = try await fixture.services.page(
                of: Reference(person.id), on: today, caller: fixture.caller("610116", .registrar))
            #expect(registrar.contacts == nil && registrar.points == nil && registrar.cases == nil)
            #expect(registrar.duties != nil)
        }
    }

    @Test func theFileMovesWithThePerson() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(head + row())
            let (person, members) = (try await fixture.person(0), fixture.services.members)
            _ = try await members.move(
                Reference(person.id), MoveOrder(organisation: "610528100200", on: day("2016-01-01")),
                on: day("2016-02-01"), caller: Fixture.root)
            let receiver = try await fixture.caller("610528", .clerk)
            let seen = try await members.attributes(
                of: Reference(person.id), AttributesQuery(), on: ChinaTime.today(), caller: receiver)
            #expect(seen.items.count == 5)
        }
    }
}
