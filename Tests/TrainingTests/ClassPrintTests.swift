import Civil
import Foundation
import Kernel
import Members
import Settings
import TestSupport
import Testing

@testable import Training

/// Pages of a class for paper: what is on them, and that no name can become markup.
struct ClassPrintTests {
    private static let hostile = "<script>alert(\"甲\")</script>&'"

    private func paper(_ count: Int, language: Language = .chinese) -> ClassPaper {
        let hours = Hours(tenths: 40)
        return ClassPaper(
            course: TrainingClass(
                id: .new(), code: "A1", name: Self.hostile, path: "61.", admits: "61.", level: .county,
                fields: [.rural], kinds: [.rotation], starts: day("2026-03-02"), ends: day("2026-03-04"), minimum: 1,
                capacity: 60, venue: Self.hostile, costPerPersonDay: Amount(550), attendanceRule: "r", state: .closed,
                enrolled: count, waiting: 0, ownEnrolled: count, ownWaiting: 0, version: 1),
            host: Self.hostile, hostCode: "610116", document: Self.hostile,
            sessions: (1...12).map { number in
                ClassSession(
                    number: number, day: day("2026-03-02").adding(days: (number - 1) / 2),
                    half: number % 2 == 1 ? .morning : .afternoon, topic: .governance, title: Self.hostile,
                    hours: hours, teacher: Self.hostile)
            },
            trainees: (0..<count).map { index in
                ClassPaper.Trainee(
                    path: "61.",
                    number: index + 1, name: index == 0 ? Self.hostile : "学员\(index)", sex: .female,
                    township: index % 3 == 0 ? Self.hostile : "郭杜街道", organisation: Self.hostile, post: .secretary,
                    joined: index == 1 ? day("2026-03-03") : nil, phone: Self.hostile, completed: index != 2,
                    hours: hours)
            },
            changes: [
                ClassChangeLine(
                    number: 1, changed: day("2026-02-20"), state: .announced, reason: Self.hostile, member: "venue",
                    before: Self.hostile, after: "礼堂")
            ], groupSize: 10, closed: day("2026-03-05"), today: day("2026-02-20"), language: language)
    }

    @Test(arguments: ClassPrint.allCases) func noNameBecomesMarkup(_ kind: ClassPrint) {
        for language in Language.allCases {
            let html = paper(25, language: language).html(kind)
            #expect(!html.contains("<script") && !html.contains("alert(\""), "\(kind)")
            #expect(html.contains("&lt;script&gt;alert(&quot;甲&quot;)&lt;/script&gt;&amp;&#39;"), "\(kind)")
            #expect(html.hasPrefix("<!doctype html>") && html.contains("lang=\"\(language.rawValue)\""))
            for tag in ["table", "thead", "tbody", "tr", "section", "p", "h1", "h2"] {
                let opened = html.matches(of: try! Regex("<\(tag)[ >]")).count
                #expect(opened == html.components(separatedBy: "</\(tag)>").count - 1, "\(kind): <\(tag)>")
            }
        }
    }

    @Test func headingsAreRepeatedOnEverySheet() {
        let html = paper(120).html(.roster)
        #expect(html.contains("thead { display: table-header-group; }") && html.contains("<thead>"))
        #expect(html.contains("@page { size: A4 portrait; margin: 37mm 26mm 35mm 28mm; }"))
    }

    @Test func theSignInSheetHasABoxForEachHalfDay() {
        let html = paper(3).html(.signIn)
        // Twelve half-days are two sheets of ten and two.
        #expect(html.components(separatedBy: "<section").count == 3)
        #expect(html.contains("3月2日 上午 1") && html.contains("3月7日 下午 12"))
        // Who joins on the second day has no box before.
        #expect(html.components(separatedBy: "<td>—</td>").count == 3)
    }

    @Test func groupsAreOfTenAndMixTownships() {
        let groups = paper(25).groups
        #expect(groups.map(\.count) == [9, 8, 8])
        #expect(Set(groups.flatMap { $0.map(\.number) }).count == 25)
        #expect(groups.allSatisfy { Set($0.map(\.township)).count == 2 })
        #expect(paper(0).groups.count == 1)
    }

    @Test func certificatesHaveSerialNumbersAndGoToWhoCompleted() {
        let html = paper(4).html(.certificates)
        #expect(html.components(separatedBy: "<section class=\"certificate\"").count == 4)
        #expect(html.contains("A1-0001") && html.contains("A1-0004") && !html.contains("A1-0003"))
        #expect(paper(4).html(.completion).contains("参训 4 人，结业 3 人"))
    }

    /// Numbers jumped from township to township.
    @Test func theRosterIsInTheOrderOfItsNumbers() {
        let html = paper(25).html(.roster)
        let numbers = html.matches(of: /<tr><td>(\d+)<\/td>/).compactMap { Int($0.1) }
        #expect(numbers == Array(1...25))
        // The attachment of the letter has each township's people together.
        let attached = paper(25).html(.notice).components(separatedBy: "<section>").last ?? ""
        let grouped = attached.matches(of: /<tr><td>(\d+)<\/td>/).compactMap { Int($0.1) }
        #expect(grouped.sorted() == Array(1...25) && grouped != Array(1...25))
    }

    @Test func theLetterHasItsNumberAndTheTimetable() {
        let html = paper(3, language: .chinese).html(.notice)
        #expect(html.components(separatedBy: "<td>2026年3月2日</td>").count == 3)
        #expect(html.contains("<td>上午</td>") && html.contains("授课人"))
        #expect(!html.contains("　　号"))
    }

    /// Two hosts whose classes have one code gave one number twice.
    @Test func serialNumbersOfTwoHostsDiffer() async throws {
        try await ClassOffice.with { office in
            var numbers: Set<Substring> = []
            for (host, person) in [("610116", 0), ("610102", 4)] {
                let made = try await office.announced("A1", host: Reference(host), starts: "2014-09-01")
                try await office.enrol(person, in: made)
                try await office.move(made, .running)
                for session in 1...6 { try await office.mark(made, session, others: .present) }
                _ = try await office.close(made)
                let html = try await office.training.printed(
                    .certificates, of: made, .chinese, on: office.today, caller: Fixture.root)
                let number = try #require(html.firstMatch(of: /编号：([^<]+)</)?.1)
                #expect(number.hasPrefix(host + "-A1-"))
                #expect(numbers.insert(number).inserted)
            }
        }
    }

    @Test func phonesAreForThoseWhoMayReadThem() async throws {
        try await ClassOffice.with { office in
            _ = try await office.fixture.importPeople(
                "organisation,name,id_number,since,synthetic,手机号\n"
                    + "610116001001,有电话,\(Fixture.number(80)),2005-07-01,true,13900000001\n")
            let course = try await office.announced(host: "610116")
            _ = try await office.training.enrol(
                EnrolmentOrder(people: ["有电话"], anyway: true, reason: "r"), in: course, caller: Fixture.root)
            func roster(_ caller: Caller, _ kind: ClassPrint = .roster) async throws -> String {
                try await office.training.printed(kind, of: course, .chinese, on: office.today, caller: caller)
            }
            let before = try await office.fixture.count("audit_event WHERE action = 'contacts.read'")
            #expect(try await roster(Fixture.root).contains("13900000001"))
            #expect(try await office.fixture.count("audit_event WHERE action = 'contacts.read'") == before + 1)
            let registrar = try await office.fixture.caller("610116", .registrar)
            let hidden = try await roster(registrar)
            #expect(hidden.contains("有电话") && !hidden.contains("13900000001"))
            // A page that does not show them reads none.
            #expect(try await !roster(Fixture.root, .signIn).contains("13900000001"))
            #expect(try await office.fixture.count("audit_event WHERE action = 'contacts.read'") == before + 1)
            let error = try await office.refusal {
                _ = try await office.training.printed(
                    .roster, of: course, letter: ClassLetterQuery(document: "县组通〔2026〕1号"), .chinese, on: office.today,
                    caller: Fixture.root)
            }
            #expect(error.code == "value.invalid")
        }
    }

    @Test func everyPageIsPrintedFromTheDatabase() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(host: "610116")
            try await office.enrol(0, 1, 3, in: course)
            func page(_ kind: ClassPrint, caller: Caller = Fixture.root) async throws -> String {
                try await office.training.printed(kind, of: course, .chinese, on: office.today, caller: caller)
            }
            let notice = try await page(.notice)
            #expect(notice.contains("韦曲街道") && notice.contains("郭杜街道") && notice.contains("2014年9月1日"))
            #expect(try await page(.roster).contains("<td>书记</td>"))
            let early = try await office.refusal { _ = try await page(.certificates) }
            #expect(early.code == "class.state")
            try await office.move(course, .running)
            _ = try await office.close(course, unmarked: .present)
            #expect(try await page(.completion).contains("A1-0003"))
            // A township prints its own people.
            let township = try await office.fixture.caller("610116002", .clerk)
            let own = try await page(.roster, caller: township)
            #expect(own.contains("测试3") && !own.contains("测试0"))
        }
    }
}

/// Reminders are computed on reading: a run that is repeated notifies nobody twice.
struct TrainingReminderTests {
    @Test func everybodyIsRemindedOnce() async throws {
        var settings = Settings()
        settings.notices.folder = FileManager.default.temporaryDirectory.path
        try await ClassOffice.with(settings: settings) { office in
            let course = try await office.announced(host: "610116", starts: "2014-09-01")
            try await office.enrol(0, 1, in: course)
            func remind(_ on: String) async throws -> TrainingRemindersWritten {
                try await office.training.remind(
                    TrainingReminderOrder(scope: "610116"), on: day(on), caller: Fixture.root)
            }
            #expect(try await remind("2014-08-01").people == 0)
            #expect(try await remind("2014-08-20").people == 2)
            #expect(try await remind("2014-08-21").people == 0)
            try await office.move(course, .running)
            for session in 1...5 { try await office.mark(course, session, others: .present) }
            #expect(try await remind("2014-09-03").hosts == 0)
            // The sixth half-day has no marks, and later the class is not closed.
            #expect(try await remind("2014-09-04").hosts == 1)
            #expect(try await remind("2014-09-10").hosts == 1)
            #expect(try await remind("2014-09-11").hosts == 0)
            let duties = try await remind("2016-06-01").duties
            #expect(duties > 0)
            #expect(try await remind("2016-06-01").duties == 0)
        }
    }

    @Test func withoutAChannelNobodyIsReminded() async throws {
        try await ClassOffice.with { office in
            let error = try await office.refusal {
                _ = try await office.training.remind(
                    TrainingReminderOrder(), on: office.today, caller: Fixture.root)
            }
            #expect(error.code == "notice.no_channel")
        }
    }
}
