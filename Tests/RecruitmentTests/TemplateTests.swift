import Access
import App
import Civil
import Kernel
import Policy
import Recruitment
import TestSupport
import Testing

/// Charts and forms over one set of facts.
struct TemplateTests {
    private func templates() throws -> [Template] {
        let loader = PolicyLoader()
        let nodes = try RecruitmentPolicy.rules(loader).sets.map(\.nodes).reduce(into: Set()) { $0.formUnion($1) }
        return try RecruitmentPolicy.templates(loader, nodes: nodes)
    }

    @Test func theChartsHaveTheirNumbersOfSteps() throws {
        let counts = try Dictionary(templates().map { ($0.key, $0.steps.count) }, uniquingKeysWith: { $1 })
        #expect(counts == ["dev-25": 25, "dev-27": 27, "dev-29": 29])
        // Each milestone has one place in a chart, and stands in its own stage.
        for template in try templates() where template.key != "dev-27" {
            let milestones = template.steps.flatMap(\.milestones)
            #expect(Set(milestones).count == milestones.count, "\(template.key)")
            for step in template.steps { #expect(step.milestones.allSatisfy { $0.stage == step.stage }) }
        }
    }

    @Test func aTemplateCannotLeaveANationalNodeOut() throws {
        let text = try PolicyLoader().text("policy/recruitment/templates/dev-25.yaml")
        let cut = text.split(separator: "\n").filter { !$0.contains("[political_review]") }.joined(separator: "\n")
        let nodes = try #require(try RecruitmentPolicy.rules(PolicyLoader()).sets.last?.nodes)
        let error = #expect(throws: AppError.self) {
            _ = try TemplateReader.read(PolicyLoader.parse(cut, file: "x.yaml"), nodes: nodes)
        }
        #expect(error?.code == "policy.bad_value" && error?.message.chinese.contains("政治审查") == true)
        let twice = text.replacing("number: \"2\"", with: "number: \"1\"")
        #expect(throws: AppError.self) {
            _ = try TemplateReader.read(PolicyLoader.parse(twice, file: "x.yaml"), nodes: nodes)
        }
    }

    @Test func everyChartShowsTheSameCase() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.tell(until: .targetFiling, of: id)
            func states(_ key: String) async throws -> [String: TemplateProgress.State] {
                let lines = try await cases.service.chart(
                    id, template: key, on: theDay("2025-09-30"), caller: Fixture.root
                ).progress.lines
                return Dictionary(lines.map { ($0.step.number, $0.state) }, uniquingKeysWith: { $1 })
            }
            let short = try await states("dev-25")
            #expect(short["7"] == .done && short["8"] == .open && short["1"] == .done)
            let long = try await states("dev-29")
            #expect(long["2"] == .done && long["1"] == .open && long["8"] == .open)
            let forms = try await states("dev-27")
            #expect(forms["3-2"] == .done && forms["3-1"] == .open && forms["2-6"] == .done)
            let error = await #expect(throws: AppError.self) { _ = try await states("dev-30") }
            #expect(error?.code == "recruitment.no_template" && error?.hint?.english.contains("dev-25") == true)
        }
    }

    @Test func aDateThatStandsOnSeveralFormsIsOneFact() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.tell(of: id)
            func form(_ template: String, _ number: String?) async throws -> CaseDocument {
                try await cases.service.document(
                    id, template: template, form: number, on: CaseFixture.today, caller: Fixture.root)
            }
            let whole = try await form("dev-25", nil)
            #expect(whole.sections.count == 25 && whole.head.contains { $0.value.chinese == "2027-01-10" })
            func day(_ document: CaseDocument, _ key: String) -> String? {
                document.sections.flatMap(\.fields).first { $0.key == key }?.value.chinese
            }
            let minutes = try await form("dev-27", "4-4")
            #expect(day(minutes, "branch_meeting") == "2026-01-10" && day(whole, "branch_meeting") == "2026-01-10")
            #expect(day(minutes, "expected") == "12" && day(minutes, "outcome") == "同意接收")
            // What is not there yet is an empty cell to be filled by hand.
            #expect(day(try await form("dev-27", "5-1"), "placement") == "")
            let html = try cases.service.html(whole, .chinese)
            #expect(html.contains("发展党员全程记实表") && html.contains("2026-01-10") && html.contains("申请人0"))
            let error = await #expect(throws: AppError.self) { _ = try await form("dev-27", "9-9") }
            #expect(error?.code == "recruitment.no_form")
        }
    }

    @Test func whatPeopleWriteIsNoMarkup() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            _ = try await cases.service.record(
                CaseFixture.order(.talk, "2024-03-15", irregular: "<script>&\"乙"), of: id, on: CaseFixture.today,
                caller: Fixture.root)
            let document = try await cases.service.document(
                id, template: "dev-25", form: "2", on: CaseFixture.today, caller: Fixture.root)
            let html = try cases.service.html(document, .english)
            #expect(!html.contains("<script>") && html.contains("&lt;script&gt;&amp;"))
        }
    }
}
