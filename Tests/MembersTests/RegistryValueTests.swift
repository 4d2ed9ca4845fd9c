import Civil
import Foundation
import Kernel
import Organisations
import Postgres
import Sheets
import TestSupport
import Testing
import Wire

@testable import Members

/// How the registry's values look outside: typed members, no rows that are sums, sheets whose examples can be imported.
struct RegistryValueTests {
    @Test func flagsAreNoTextsAndDaysAreDays() throws {
        for (schema, flags) in [
            (JSONSchema.of(Person.self), ["synthetic"]), (JSONSchema.of(Balance.self), ["balanced"]),
            (JSONSchema.of(Balance.Line.self), ["increase"]), (JSONSchema.of(ImportOutcome.self), ["dry_run"]),
            (JSONSchema.of(ArrivalOrder.self), ["synthetic"]), (JSONSchema.of(ImportColumn.self), ["required"]),
        ] {
            for flag in flags { #expect(schema.members.first { $0.name == flag }?.schema == .boolean, "\(flag)") }
        }
        let days = ["since", "until", "on", "born", "member_since", "issued_on", "valid_through", "answered_on"]
        for schema in [
            JSONSchema.of(Person.self), .of(Membership.self), .of(Tenure.self), .of(Transfer.self),
            .of(MembershipDecision.self), .of(MembershipMoved.self), .of(DecisionOrder.self), .of(LetterOrder.self),
            .of(AppointmentOrder.self), .of(TenureEndOrder.self), .of(Organisation.self), .of(OrganisationVersion.self),
        ] {
            for member in schema.members where days.contains(member.name) {
                #expect(member.schema == .text(Day.form), "\(member.name)")
            }
            for member in schema.members where ["id", "person"].contains(member.name) {
                if case .text(let form) = member.schema {
                    #expect(form == Reference<Person>.form || form == Identifier<Person>.form)
                }
            }
        }
        #expect(JSONSchema.of(Transfer.self).members.first { $0.name == "dues_through" }?.schema == .text(Month.form))
    }

    @Test(arguments: ["2026-10", "2026-1", "2026-13", "2026-10-01", "202610", "2026/10", ""])
    func aMonthIsAYearAndAMonth(text: String) {
        #expect(Month(text)?.description == (text == "2026-10" ? text : nil))
    }

    @Test func monthsBeginOnTheirFirstDay() {
        #expect(Month(of: day("2024-02-29")).first == day("2024-02-01"))
        #expect(Month(of: day("2024-02-29")) < Month(of: day("2024-03-01")))
    }

    /// The sums of a balance are its members, and its lines add up to them.
    @Test func theSumsOfABalanceAreNoLines() throws {
        let balance = Balance(
            of: ("610116", "长安区"), year: 2025, opening: 10, closing: 12,
            lines: [
                Balance.Line(.admitted, people: 2), Balance.Line(.admitted, people: 1), Balance.Line(.died, people: 1),
                Balance.Line(.unexplainedIn, people: 1, examples: ["甲 2025-01-01"]),
            ],
            reportedLastYear: Balance.Submission(closing: 9, document: "报1"), reported: nil)
        #expect(balance.lines.map(\.movement) == [.admitted, .unexplainedIn, .died])
        #expect(balance.increases == 3 && balance.decreases == 1 && balance.expected == 12)
        #expect(balance.difference == 0 && balance.unexplained == 1 && balance.offReportOfLastYear == 1)
        #expect(!balance.balanced)
        let csv = Table(balance.lines).csv(.key, in: .english, mark: false).split(separator: "\r\n")
        #expect(csv.first == "movement,people,examples" && csv.count == 4)
        #expect(csv.dropFirst().allSatisfy { line in Movement.allCases.contains { line.hasPrefix($0.rawValue + ",") } })
        let json = try WireEncoder.text(balance)
        #expect(json.contains("\"expected\":12,\"closing\":12,\"difference\":0") && json.contains("\"balanced\":false"))
    }

    /// A row of the examples is what the sheet accepts.
    @Test func theExamplesOfTheSheetsAreAccepted() throws {
        func row(_ sheet: ImportSheet) -> [UInt8] {
            let lines = [sheet.columns.map(\.key), sheet.columns.map(\.example)].map(CSVText.line)
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        let person = try #require(try PeopleSheet.people(row(PeopleSheet.people), on: day("2026-01-01")).entries.first)
        #expect(person.title == .secretary && person.status == .full && person.synthetic == true)
        var wrong: [CellError] = []
        let read = try PeopleSheet.tenures(row(PeopleSheet.tenures), as: .none, wrong: &wrong)
        let tenure = try #require(read.entries.first)
        #expect(tenure.title == .secretary && tenure.seat == 1)
    }

    /// Every word that a column lists is read, by the word and by its name in either language.
    @Test func everyWordOfASheetIsAccepted() throws {
        func accepted(_ key: String, _ text: String) -> Bool {
            let cells = PeopleSheet.people.columns.map { $0.key == key ? text : $0.key == "sex" ? "" : $0.example }
            let lines = [PeopleSheet.people.columns.map(\.key), cells].map(CSVText.line)
            // Without the number, so that either sex agrees with the row.
            let table = (lines.joined(separator: "\n") + "\n").replacing("11010519491231002X", with: "")
            do {
                _ = try PeopleSheet.people(Array(table.utf8), on: day("2026-01-01"))
                return true
            } catch { return !error.cells.contains { $0.column == key } }
        }
        for column in PeopleSheet.people.columns {
            for word in column.words {
                for text in [word.word, word.name.chinese, word.name.english] {
                    #expect(accepted(column.key, text), "\(column.key) \(text)")
                }
            }
            if !column.words.isEmpty { #expect(!accepted(column.key, "没有这个词"), "\(column.key)") }
        }
    }

    @Test func whoGetsAPostOnlyIsCountedAsChanged() async throws {
        try await Fixture.with { fixture in
            let head = "organisation,name,id_number,since,title,tenure_since,synthetic\n"
            func row(_ index: Int, _ title: String, _ since: String) -> String {
                "610116001001,测试\(index),\(Fixture.number(index)),2005-07-01,\(title),\(since),true\n"
            }
            _ = try await fixture.importPeople(head + row(0, "", "") + row(1, "", ""))
            let outcome = try await fixture.importPeople(
                head + row(0, "secretary", "2012-01-01") + row(1, "", "") + row(2, "", ""))
            #expect(outcome == ImportOutcome(rows: 3, added: 1, changed: 1, unchanged: 1, dryRun: false))
            #expect(outcome.summary.english.contains("3 rows, 1 new, 1 changed, 1 unchanged"))
        }
    }

    /// The memberships' endings are those that the database knows.
    @Test func everyEndingOfAMembershipHasAName() async throws {
        try await Fixture.with { fixture in
            let check = try await fixture.owner.query(
                "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = 'membership_ended_as'")
            let text = try #require(check[0].text("text"))
            let known = Set(text.matches(of: /'(\w+)'::text/).map { String($0.1) })
            #expect(known == Set(MembershipEnding.allCases.map(\.rawValue)))
        }
    }

    @Test(arguments: [
        ("专职", TenureNature.substantive), ("兼职", .concurrent), ("代理", .acting), ("代 理", .acting), ("专任", .substantive),
    ])
    func naturesAreReadAsOfficesWriteThem(_ text: String, _ nature: TenureNature) throws {
        var wrong: [CellError] = []
        let read = try PeopleSheet.tenures(
            Array("organisation,name,title,任职性质,since\n610116001001,甲乙,支部 书记,\(text),2012-01-01\n".utf8), as: .none,
            wrong: &wrong)
        #expect(wrong.isEmpty && read.entries.map(\.nature) == [nature] && read.entries.map(\.title) == [.secretary])
    }

    @Test func everyWordMeansOneThing() {
        func check<Value: Choice>(_ type: Value.Type) {
            for value in Value.allCases {
                for word in [value.rawValue, value.text.chinese, value.text.english] + value.officeWords {
                    let found: Value? = CellReader.meaning(of: word)
                    #expect(found == value, "\(word)")
                }
            }
        }
        check(Field.self)
        check(Level.self)
        check(PostTitle.self)
        check(TenureNature.self)
        check(MembershipStatus.self)
        check(Sex.self)
        check(OrganisationKind.self)
        check(DivisionMapping.DivisionLevel.self)
    }
}
