import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Procedures
import Recruitment
import Sheets

/// A stock of cases as a county or a province has it, imported as an office would, and its list of what is due.
struct RecruitmentBurst: Sendable {
    let services: Services
    let caller: Caller
    /// Members by county.
    let counties: [String: Int]

    /// 600,000 open cases beside 2.8 million members.
    private static let casesInThousand = 214

    func load(_ report: @Sendable (Measurement) -> Void) async throws {
        let today = ChinaTime.today()
        var made = (people: 0, cases: 0)
        var took = (people: Duration.zero, cases: Duration.zero)
        for (index, (county, members)) in counties.sorted(by: { $0.key < $1.key }).enumerated() {
            let codes = try await services.organisations.branches(of: county, caller: caller)
            guard !codes.isEmpty else { continue }
            var people = SyntheticPeople(seed: UInt64(900 + index), today: today, after: made.people)
            let table = people.members(
                of: (0..<members).map { codes[$0 % codes.count] }, joined: today.adding(years: -5))
            took.people += try await timed {
                try await services.members.importPeople(Array(table.utf8), on: today, caller: caller)
            }.took
            var stories = CaseStories(seed: UInt64(1 + index), today: today)
            let count = members * Self.casesInThousand / 1000
            let chosen = (0..<count).map { index in stories.next(index) }
            let (candidates, numbers) = people.candidates(
                zip(chosen.indices, chosen).map { (codes[$0.0 % codes.count], $0.1.status, $0.1.since) })
            took.people += try await timed {
                try await services.members.importPeople(Array(candidates.utf8), on: today, caller: caller)
            }.took
            var lines = [CSVText.line(CaseSheet.columns.map(\.key))]
            for (story, number) in zip(chosen, numbers) { lines.append(story.row(number)) }
            let cases = lines.joined(separator: "\n") + "\n"
            took.cases += try await timed {
                try await services.recruitment.importCases(Array(cases.utf8), on: today, caller: caller)
            }.took
            made.people += members + count
            made.cases += count
        }
        report(
            Measurement(
                Text(zh: "导入人员 \(made.people) 人", en: "import of \(made.people) people"),
                "\(took.people.inSeconds), \(Int(Double(made.people) / took.people.seconds))/s"))
        report(
            Measurement(
                Text(zh: "导入案卷 \(made.cases) 件", en: "import of \(made.cases) cases"),
                "\(took.cases.inSeconds), \(Int(Double(made.cases) / took.cases.seconds))/s"))
    }

    func measureReading(port: Int, token: String, _ report: @Sendable (Measurement) -> Void) async throws {
        let client = LoopbackClient(port: port)
        let headers = ["Authorization": "Bearer \(token)", "Accept-Language": "en"]
        func times(_ path: String, _ count: Int) async throws -> Samples {
            var times: [Duration] = []
            for _ in 0..<count {
                let answer = try await timed { try await client.send("GET", path, headers: headers) }
                guard answer.value.status == 200 else { throw AppError.defect("\(path) \(answer.value.status)") }
                times.append(answer.took)
            }
            return Samples(Array(times.dropFirst(count / 5)))
        }
        let ready = try await times("/readyz", 1000)
        for filter in ["all", "late"] {
            let page = try await times("/v1/recruitment/deadlines?filter=\(filter)", 500)
            report(
                Measurement(
                    Text(zh: "一县到期事项第一页（\(filter)）", en: "first page of a county's deadlines (\(filter))"),
                    "p50 \(page.quantile(500).milliseconds), p99 \(page.quantile(990).milliseconds)",
                    reference: "readyz p50 \(ready.quantile(500).milliseconds)",
                    ratio: Duration.rounded(page.quantile(500).seconds / ready.quantile(500).seconds) + "×",
                    target: "≤ 4×"))
        }
        let overview = try await times("/v1/recruitment/overview", 20)
        report(
            Measurement(
                Text(zh: "一县各阶段件数", en: "a county's cases by stage"), overview.quantile(500).milliseconds))
    }
}

/// Cases that people who do not exist could have, 10.1 applicants to 5.0 activists (one in four of them a target by
/// now) to one new member, as the national bulletin of 2024 has them; one in ten is behind with something.
struct CaseStories {
    struct Story {
        let status: String
        let since: Day
        private let cells: [Milestone: String]

        init(status: String, since: Day, cells: [Milestone: String]) {
            self.status = status
            self.since = since
            self.cells = cells
        }

        func row(_ number: String) -> String {
            CSVText.line([number] + CaseSheet.milestones.map { cells[$0] ?? "" } + ["all", ""])
        }
    }

    private var random: SeededRandom
    private let today: Day

    init(seed: UInt64, today: Day) {
        random = SeededRandom(seed: seed)
        self.today = today
    }

    mutating func next(_ index: Int) -> Story {
        switch index % 161 {
        case 0..<101: applicant()
        case 101..<138: activist()
        case 138..<151: target()
        default: probationary()
        }
    }

    private mutating func applicant() -> Story {
        let day = today.adding(days: -(1 + random.below(400)))
        var cells: [Milestone: String] = [.application: day.description]
        let talk = day.adding(days: 5 + random.below(25))
        if talk <= today, random.below(10) > 0 { cells[.talk] = talk.description }
        return Story(status: "applicant", since: day, cells: cells)
    }

    /// The steps up to the filing, the contacts, and a review every five months.
    private mutating func training(filed: Day, through last: Day) -> [Milestone: String] {
        var reviews: [String] = []
        var day = filed.adding(months: 5)
        while day <= last {
            reviews.append(day.description)
            day = day.adding(months: 5)
        }
        // Somebody who was forgotten for a while.
        if random.below(10) == 0, !reviews.isEmpty { reviews.removeLast() }
        return [
            .application: filed.adding(months: -8).description,
            .talk: filed.adding(months: -8).adding(days: 20).description,
            .recommendation: filed.adding(days: -15).description, .activistDecision: filed.adding(days: -5).description,
            .activistFiling: filed.description, .contacts: filed.adding(days: 1).description + " 合成甲、合成乙",
            .activistReview: reviews.joined(separator: ";"),
        ]
    }

    private mutating func activist() -> Story {
        let filed = today.adding(days: -(10 + random.below(700)))
        return Story(status: "activist", since: filed.adding(days: -5), cells: training(filed: filed, through: today))
    }

    private mutating func target() -> Story {
        let listed = today.adding(days: -(5 + random.below(200)))
        return Story(status: "development_target", since: listed, cells: listing(listed))
    }

    private mutating func listing(_ listed: Day) -> [Milestone: String] {
        let decided = listed.adding(days: -40)
        var cells = training(filed: decided.adding(months: -14), through: decided.adding(days: -5))
        cells[.opinions] = decided.adding(days: -2).description
        cells[.targetDecision] = decided.description
        cells[.targetFiling] = decided.adding(days: 10).description
        // Three weeks hold five working days at any time of the year.
        cells[.targetNotice] = "\(decided.adding(days: 12))~\(decided.adding(days: 33))"
        cells[.targetListing] = listed.description
        return cells
    }

    private mutating func probationary() -> Story {
        let voted = today.adding(days: -(60 + random.below(330)))
        var cells = listing(voted.adding(days: -90))
        cells[.introducers] = voted.adding(days: -85).description + " 合成甲、合成乙"
        cells[.politicalReview] = voted.adding(days: -60).description
        cells[.shortTraining] = voted.adding(days: -50).description + " 24h"
        cells[.committeeReview] = voted.adding(days: -30).description
        cells[.preReview] = voted.adding(days: -20).description
        cells[.form] = voted.adding(days: -18).description
        cells[.branchMeeting] = voted.description + " 12/10/9"
        cells[.approvalTalk] = voted.adding(days: 20).description
        cells[.approval] = voted.adding(days: 40).description
        cells[.notification] = voted.adding(days: 42).description
        if random.below(10) > 0, voted.adding(days: 55) <= today { cells[.oath] = voted.adding(days: 55).description }
        return Story(status: "probationary", since: voted, cells: cells)
    }
}
