import Access
import Civil
import Composition
import Kernel
import Policy
import Procedures
import Recruitment
import TestSupport
import Testing

/// Charts and forms over one set of facts.
struct TemplateTests {
    @Test func everyChartShowsTheSameCase() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .targetFiling, of: id)
            func states(_ key: String) async throws -> [String: TemplateProgress.State] {
                let lines = try await cases.service.chart(
                    of: id, ChartQuery(template: key), on: day("2025-09-30"), caller: Fixture.root
                ).items
                return Dictionary(lines.map { ($0.number, $0.state) }, uniquingKeysWith: { $1 })
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

    @Test func aDateOnSeveralFormsIsOneFact() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(of: id)
            func form(_ template: String, _ number: String?) async throws -> CaseDocument {
                try await cases.service.document(
                    of: id, DocumentQuery(template: template, form: number), on: CaseFixture.today,
                    caller: Fixture.root)
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
                of: id, DocumentQuery(form: "2"), on: CaseFixture.today, caller: Fixture.root)
            let html = try cases.service.html(document, .english)
            #expect(!html.contains("<script>") && html.contains("&lt;script&gt;&amp;"))
        }
    }

    @Test func materialsHaveDaysOfTheirOwnAndPapersTheirNumbers() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .politicalReview, of: id)
            var details = StepDetails()
            details.passed = true
            (details.actor, details.document) = ("支部书记甲", "长政审〔2025〕3号")
            let statement = StepStatement(details: details)
            func review(_ evidence: [String]) -> StepOrder {
                StepOrder(
                    .politicalReview, on: StatedDate(day("2025-11-20")), statement, evidence: evidence, key: "p")
            }
            for wrong in ["Conclusion!", "conclusion@soon", "@2025-11-01", "a@2025-11-01@b"] {
                let order = review([wrong])
                var code: String?
                do {
                    _ = try await cases.service.record(order, of: id, on: CaseFixture.today, caller: Fixture.root)
                } catch let error as AppError { code = error.code }
                #expect(code == "value.invalid", "\(wrong)")
            }
            _ = try await cases.service.record(
                review(["inquiry_letter@2025-11-02", "inquiry_reply@2025-11-12", "conclusion"]), of: id,
                on: CaseFixture.today, caller: Fixture.root)
            func value(_ form: String, _ key: String) async throws -> String? {
                let document = try await cases.service.document(
                    of: id, DocumentQuery(template: "dev-27", form: form), on: CaseFixture.today,
                    caller: Fixture.root)
                return document.sections.flatMap(\.fields).first { $0.key == key }?.value.chinese
            }
            #expect(try await value("3-7", "material:inquiry_letter") == "2025-11-02")
            #expect(try await value("3-8", "material:inquiry_reply") == "2025-11-12")
            #expect(try await value("3-9", "material:conclusion") == "有")
            #expect(try await value("3-9", "document") == "长政审〔2025〕3号")
            #expect(try await value("4-6", "material:approval_reply") == "（未登记）")
        }
    }
}
